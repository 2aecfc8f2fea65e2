"""What came back for the second quarter of the worked example: 2020's figures, and five faults.

Each fault is one that sections really make; contoh/README.md lists them with their findings.
"""

from __future__ import annotations

from datetime import date

from workbook.contoh_records import (
    EvidenceFile,
    FilledForm,
    FilledRow,
    ListedEvidence,
    Paper,
    Program,
)

_PERIOD = "2026-TW2"

_TEKNIS = FilledForm(
    period=_PERIOD,
    section="TEKNIS",
    path="kiriman TEKNIS/Form TEKNIS TW2 revisi.xlsx",
    saved_with=Program.OPENPYXL,
    rows=(
        FilledRow("IKU-01", "100%"),
        FilledRow(
            "IKU-02",
            66,
            obstacles="Banyak pemilih berada di luar daerah pada hari pemungutan suara.",
            solution="Sosialisasi melalui radio lokal dan relawan desa.",
            follow_up="Pendidikan pemilih di semua kecamatan.",
            person_in_charge="Kasubbag Teknis",
            due_date=date(2026, 9, 30),
        ),
        FilledRow(
            "IKU-03",
            "70",
            obstacles="Jarak ke TPS jauh bagi pemilih perempuan di desa terpencil.",
            solution="Usulan penambahan TPS telah disampaikan.",
            follow_up="Penataan lokasi TPS bersama PPS.",
            person_in_charge="Kasubbag Teknis",
            due_date="30/09/2026",
        ),
        FilledRow("IKU-04", 93),
    ),
    listed=(
        ListedEvidence("IKU-01", "ba_tahapan_juni.pdf", "BA tahapan 30 Juni 2026"),
        ListedEvidence("IKU-02", "rekap_pengguna_TW2.xlsx"),
        ListedEvidence("IKU-03", "rekap_pengguna_TW2.xlsx", "baris Perempuan"),
        ListedEvidence("IKU-04", "rekap_disabilitas_TW2.xlsx", "menyusul"),
    ),
    files=(
        EvidenceFile(
            "kiriman TEKNIS/bukti/ba_tahapan_juni.pdf",
            Paper(
                "BERITA ACARA PELAKSANAAN TAHAPAN",
                "Nomor 24/BA/TEKNIS/2026, 30 Juni 2026",
                ("Seluruh tahapan triwulan II dilaksanakan sesuai jadwal dan ketentuan.",),
                ("Tahapan", "Jadwal", "Pelaksanaan"),
                (
                    ("Pemungutan suara", "April", "April"),
                    ("Penghitungan suara", "April", "April"),
                    ("Rekapitulasi", "Mei", "Mei"),
                ),
                "Kasubbag Teknis",
            ),
        ),
        EvidenceFile(
            "kiriman TEKNIS/bukti/rekap_pengguna_TW2.xlsx",
            Paper(
                "REKAPITULASI PENGGUNA HAK PILIH",
                "Triwulan II 2026",
                ("Jumlah pemilih terdaftar dan pengguna hak pilih menurut kecamatan.",),
                ("Kecamatan", "Terdaftar", "Pengguna", "Persen"),
                (
                    ("Kecamatan Satu", 12_400, 8_308, 67.0),
                    ("Kecamatan Dua", 9_600, 6_240, 65.0),
                    ("Kecamatan Tiga", 8_000, 5_252, 65.65),
                    ("Jumlah", 30_000, 19_800, 66.0),
                    ("Perempuan", 15_000, 10_500, 70.0),
                ),
                "Kasubbag Teknis",
            ),
        ),
    ),
)

_RENDATIN = FilledForm(
    period=_PERIOD,
    section="RENDATIN",
    path="Form_RENDATIN_2026-TW2.xlsx",
    saved_with=Program.LIBREOFFICE,
    rows=(
        FilledRow("IKU-05", 0.2),
        FilledRow("IKU-09", 85),
        FilledRow(
            "IKU-10",
            "9",
            follow_up="Menambah waktu uji coba bersama subbagian pengguna.",
            person_in_charge="Kasubbag Perencanaan",
            due_date="31 Agustus 2026",
        ),
    ),
    listed=(
        ListedEvidence("IKU-05", "BA_daftar_pemilih_TW2.pdf", "BA pleno 29 Juni 2026"),
        ListedEvidence("IKU-09", "LHE_AKIP_TW2.pdf"),
        ListedEvidence("IKU-10", "jadwal_aplikasi_TW2.xlsx dan BAST_aplikasi_TW2.pdf"),
    ),
    files=(
        EvidenceFile(
            "bukti/RENDATIN/BA_daftar_pemilih_TW2.pdf",
            Paper(
                "BERITA ACARA DAFTAR PEMILIH",
                "Nomor 15/BA/RENDATIN/2026, 29 Juni 2026",
                ("Pemilih yang berhak tetapi belum masuk dalam daftar pemilih.",),
                ("Uraian", "Jumlah"),
                (("Berhak memilih", 30_500), ("Belum terdaftar", 61), ("Persen", 0.2)),
                "Kasubbag Perencanaan",
            ),
        ),
        EvidenceFile(
            "bukti/RENDATIN/LHE_AKIP_TW2.pdf",
            Paper(
                "PEMANTAUAN TINDAK LANJUT HASIL EVALUASI",
                "Nomor 09/LHE/2026, 26 Juni 2026",
                ("Nilai evaluasi tetap 85,00; rekomendasi ditindaklanjuti.",),
                ("Rekomendasi", "Status"),
                (("Penyelarasan cascading", "selesai"), ("Reviu target", "selesai")),
                "Inspektur",
            ),
        ),
        EvidenceFile(
            "bukti/RENDATIN/jadwal_aplikasi_TW2.xlsx",
            Paper(
                "JADWAL PENYELESAIAN APLIKASI",
                "Triwulan II 2026",
                ("Lama penyelesaian dihitung dari surat tugas sampai serah terima.",),
                ("Kegiatan", "Rencana (bulan)", "Nyata (bulan)"),
                (("Analisis", 2, 2), ("Pembuatan", 4, 4.5), ("Uji dan serah terima", 1.5, 2.5)),
            ),
        ),
        EvidenceFile(
            "bukti/RENDATIN/BAST_aplikasi_TW2.pdf",
            Paper(
                "BERITA ACARA SERAH TERIMA APLIKASI",
                "Nomor 05/BAST/2026, 24 Juni 2026",
                ("Aplikasi diserahkan dalam keadaan lengkap setelah 9 bulan.",),
                ("Bagian", "Keadaan"),
                (("Program", "lengkap"), ("Buku panduan", "lengkap")),
                "Kasubbag Perencanaan",
            ),
        ),
        EvidenceFile(
            "bukti/RENDATIN/IMG_20260702_093011.png",
            Paper(
                "PAPAN INFORMASI",
                "",
                ("Foto papan informasi.",),
                ("Bulan", "Kunjungan"),
                (("April", 41), ("Mei", 56), ("Juni", 38)),
                has_chart=True,
            ),
        ),
    ),
)

_HUKUM = FilledForm(
    period=_PERIOD,
    section="HUKUM",
    path="surel 6 Juli/2026-TW2 HUKUM.xlsx",
    saved_with=Program.LIBREOFFICE,
    rows=(
        FilledRow("IKU-06", "nihil", note="Menunggu salinan putusan."),
        FilledRow("IKU-07", "90"),
    ),
    listed=(
        ListedEvidence("IKU-06", "daftar_putusan_TW2.xlsx"),
        ListedEvidence("IKU-07", "putusan_TW2.pdf", "9 dari 10 sengketa"),
    ),
    files=(
        EvidenceFile(
            "bukti/HUKUM/daftar_putusan_TW2.xlsx",
            Paper(
                "DAFTAR PUTUSAN PELANGGARAN",
                "Triwulan II 2026",
                ("Perkara yang masih menunggu putusan.",),
                ("Perkara", "Penyelenggara", "Keadaan"),
                (("Perkara 4", "PPS Desa Empat", "menunggu"),),
            ),
        ),
        EvidenceFile(
            "bukti/HUKUM/putusan_TW2.pdf",
            Paper(
                "SALINAN PUTUSAN (PETIKAN)",
                "Ringkasan sengketa, 26 Juni 2026",
                ("Dari 10 sengketa yang diputus, 9 dimenangkan KPU.",),
                ("Jenis sengketa", "Diputus", "Dimenangkan"),
                (("Proses", 5, 5), ("Tata usaha negara", 4, 3), ("Perdata", 1, 1)),
                "Kasubbag Hukum",
            ),
        ),
    ),
)

_KUL = FilledForm(
    period=_PERIOD,
    section="KUL",
    path="Form_KUL_2026-TW2 (1).xlsx",
    saved_with=Program.OPENPYXL,
    rows=(
        FilledRow(
            "IKU-08",
            "93,00",
            budget_realisation=612_500_000,
            obstacles="Penyerapan belanja barang terlambat pada bulan April.",
            solution="Rapat pengendalian anggaran setiap bulan.",
            follow_up="Percepatan pengadaan yang sudah berkontrak.",
            person_in_charge="Kasubbag Keuangan",
            due_date=date(2026, 9, 15),
        ),
    ),
    listed=(ListedEvidence("IKU-08", "ikpa_juni.png", "OM-SPAN 30 Juni 2026"),),
    files=(
        EvidenceFile(
            "bukti/KUL/ikpa_juni.png",
            Paper(
                "INDIKATOR KINERJA PELAKSANAAN ANGGARAN",
                "Posisi 30 Juni 2026",
                ("Nilai akhir: 93",),
                ("Aspek", "Nilai"),
                (
                    ("Revisi DIPA", 100),
                    ("Deviasi halaman III", 85),
                    ("Penyerapan anggaran", 89),
                    ("Capaian output", 97),
                ),
                has_chart=True,
            ),
            made_as=".pdf",
        ),
    ),
)

FORMS = (_TEKNIS, _RENDATIN, _HUKUM, _KUL)
