"""What came back for the first quarter of the worked example: 2019's figures where published."""

from __future__ import annotations

from workbook.contoh_records import (
    EvidenceFile,
    ExtraEvidence,
    FilledForm,
    FilledRow,
    ListedEvidence,
    Paper,
    Program,
)

_PERIOD = "2026-TW1"
_TURNOUT = Paper(
    "REKAPITULASI PENGGUNA HAK PILIH",
    "Triwulan I 2026",
    ("Jumlah pemilih terdaftar dan pengguna hak pilih menurut kecamatan.",),
    ("Kecamatan", "Terdaftar", "Pengguna", "Persen"),
    (
        ("Kecamatan Satu", 12_400, 10_416, 84.0),
        ("Kecamatan Dua", 9_600, 7_872, 82.0),
        ("Kecamatan Tiga", 8_000, 6_612, 82.65),
        ("Jumlah", 30_000, 24_900, 83.0),
        ("Perempuan", 15_000, 11_700, 78.0),
        ("Disabilitas", 240, 180, 75.0),
    ),
    "Kasubbag Teknis",
)

_TEKNIS = FilledForm(
    period=_PERIOD,
    section="TEKNIS",
    path="TEKNIS/Form_TEKNIS_2026-TW1.xlsx",
    saved_with=Program.LIBREOFFICE,
    rows=(
        FilledRow("IKU-01", 100),
        FilledRow("IKU-02", "83"),
        FilledRow("IKU-03", 78),
        FilledRow("IKU-04", "75 %"),
    ),
    listed=(
        ListedEvidence("IKU-01", "ba_tahapan_maret.pdf", "BA tahapan 31 Maret 2026"),
        ListedEvidence("IKU-02", "rekap_pengguna_hak_pilih.xlsx"),
        ListedEvidence("IKU-03", "rekap_pengguna_hak_pilih.xlsx", "baris Perempuan"),
        ListedEvidence("IKU-04", "rekap_pengguna_hak_pilih.xlsx", "baris Disabilitas"),
    ),
    extra=(
        ExtraEvidence("IKU-02", "Papan rekapitulasi", "foto/papan_rekap.png", "dari media center"),
    ),
    files=(
        EvidenceFile(
            "TEKNIS/bukti/ba_tahapan_maret.pdf",
            Paper(
                "BERITA ACARA PELAKSANAAN TAHAPAN",
                "Nomor 11/BA/TEKNIS/2026, 31 Maret 2026",
                ("Seluruh tahapan triwulan I dilaksanakan sesuai jadwal dan ketentuan.",),
                ("Tahapan", "Jadwal", "Pelaksanaan"),
                (
                    ("Penyusunan program", "Januari", "Januari"),
                    ("Pemutakhiran data", "Februari", "Februari"),
                    ("Sosialisasi", "Maret", "Maret"),
                ),
                "Kasubbag Teknis",
            ),
        ),
        EvidenceFile("TEKNIS/bukti/rekap_pengguna_hak_pilih.xlsx", _TURNOUT),
        EvidenceFile(
            "TEKNIS/bukti/foto/papan_rekap.png",
            Paper(
                "PAPAN REKAPITULASI",
                "",
                ("Persentase pengguna hak pilih menurut kecamatan.",),
                ("Kecamatan", "Persen"),
                (("Kecamatan Satu", 84), ("Kecamatan Dua", 82), ("Kecamatan Tiga", 83)),
                has_chart=True,
            ),
        ),
    ),
)

_RENDATIN = FilledForm(
    period=_PERIOD,
    section="RENDATIN",
    path="Form_RENDATIN_2026-TW1.xlsx",
    saved_with=Program.OPENPYXL,
    rows=(
        FilledRow("IKU-05", "0,2"),
        FilledRow("IKU-09", "85,00"),
        FilledRow("IKU-10", "6,5", note="Serah terima lebih cepat dari jadwal."),
    ),
    listed=(
        ListedEvidence("IKU-05", "BA_daftar_pemilih.pdf", "BA pleno 30 Maret 2026"),
        ListedEvidence("IKU-09", "LHE_AKIP.pdf"),
        ListedEvidence("IKU-10", "jadwal_aplikasi.xlsx; BAST_aplikasi.pdf"),
    ),
    files=(
        EvidenceFile(
            "bukti/RENDATIN/BA_daftar_pemilih.pdf",
            Paper(
                "BERITA ACARA DAFTAR PEMILIH",
                "Nomor 07/BA/RENDATIN/2026, 30 Maret 2026",
                ("Pemilih yang berhak tetapi belum masuk dalam daftar pemilih.",),
                ("Uraian", "Jumlah"),
                (("Berhak memilih", 30_000), ("Belum terdaftar", 60), ("Persen", 0.2)),
                "Kasubbag Perencanaan",
            ),
        ),
        EvidenceFile(
            "bukti/RENDATIN/LHE_AKIP.pdf",
            Paper(
                "LEMBAR HASIL EVALUASI AKUNTABILITAS KINERJA",
                "Nomor 03/LHE/2026, 27 Maret 2026",
                ("Nilai evaluasi atas implementasi SAKIP.",),
                ("Komponen", "Bobot", "Nilai"),
                (
                    ("Perencanaan kinerja", 30, 25.5),
                    ("Pengukuran kinerja", 30, 25.8),
                    ("Pelaporan kinerja", 15, 13.2),
                    ("Evaluasi internal", 25, 20.5),
                    ("Jumlah", 100, 85.0),
                ),
                "Inspektur",
            ),
        ),
        EvidenceFile(
            "bukti/RENDATIN/jadwal_aplikasi.xlsx",
            Paper(
                "JADWAL PENYELESAIAN APLIKASI",
                "Triwulan I 2026",
                ("Lama penyelesaian dihitung dari surat tugas sampai serah terima.",),
                ("Kegiatan", "Rencana (bulan)", "Nyata (bulan)"),
                (("Analisis", 2, 1.5), ("Pembuatan", 4, 3.5), ("Uji dan serah terima", 1.5, 1.5)),
            ),
        ),
        EvidenceFile(
            "bukti/RENDATIN/BAST_aplikasi.pdf",
            Paper(
                "BERITA ACARA SERAH TERIMA APLIKASI",
                "Nomor 02/BAST/2026, 18 Maret 2026",
                ("Aplikasi diserahkan dalam keadaan lengkap setelah 6,5 bulan.",),
                ("Bagian", "Keadaan"),
                (("Program", "lengkap"), ("Buku panduan", "lengkap"), ("Pelatihan", "selesai")),
                "Kasubbag Perencanaan",
            ),
        ),
    ),
)

_HUKUM = FilledForm(
    period=_PERIOD,
    section="HUKUM",
    path="HUKUM dan SDM/form hukum triwulan 1.xlsx",
    saved_with=Program.OPENPYXL,
    rows=(FilledRow("IKU-06", "2%"), FilledRow("IKU-07", " 90,0 ")),
    listed=(
        ListedEvidence("IKU-06", "daftar_putusan.xlsx", "3 dari 150 penyelenggara"),
        ListedEvidence("IKU-07", "Salinan Putusan", "9 dari 10 sengketa"),
    ),
    files=(
        EvidenceFile(
            "HUKUM dan SDM/bukti/daftar_putusan.xlsx",
            Paper(
                "DAFTAR PUTUSAN PELANGGARAN",
                "Triwulan I 2026",
                ("Penyelenggara yang terbukti melakukan pelanggaran.",),
                ("Putusan", "Penyelenggara", "Terbukti"),
                (
                    ("Putusan 1", "PPS Desa Satu", 1),
                    ("Putusan 2", "PPS Desa Dua", 1),
                    ("Putusan 3", "PPK Kecamatan Tiga", 1),
                ),
            ),
        ),
        EvidenceFile(
            "HUKUM dan SDM/bukti/salinan putusan.pdf",
            Paper(
                "SALINAN PUTUSAN (PETIKAN)",
                "Ringkasan sengketa, 25 Maret 2026",
                ("Dari 10 sengketa yang diputus, 9 dimenangkan KPU.",),
                ("Jenis sengketa", "Diputus", "Dimenangkan"),
                (("Proses", 6, 6), ("Tata usaha negara", 3, 2), ("Perdata", 1, 1)),
                "Kasubbag Hukum",
            ),
        ),
    ),
)

_KUL = FilledForm(
    period=_PERIOD,
    section="KUL",
    path="kiriman KUL final.xlsx",
    saved_with=Program.LIBREOFFICE,
    rows=(
        FilledRow(
            "IKU-08",
            93,
            budget_realisation="Rp 287.500.000",
            obstacles="Revisi DIPA triwulan I menimbulkan deviasi halaman III DIPA.",
            solution="Pemutakhiran rencana penarikan dana bersama KPPN.",
            follow_up="Pencairan dijadwalkan pada pekan kedua setiap bulan.",
            person_in_charge="Kasubbag Keuangan",
            due_date="30 Juni 2026",
        ),
    ),
    listed=(ListedEvidence("IKU-08", "ikpa_maret.png", "OM-SPAN 31 Maret 2026"),),
    files=(
        EvidenceFile(
            "bukti/KUL/ikpa_maret.png",
            Paper(
                "INDIKATOR KINERJA PELAKSANAAN ANGGARAN",
                "Posisi 31 Maret 2026",
                ("Nilai akhir: 93",),
                ("Aspek", "Nilai"),
                (
                    ("Revisi DIPA", 100),
                    ("Deviasi halaman III", 81),
                    ("Penyerapan anggaran", 92),
                    ("Capaian output", 97),
                ),
                has_chart=True,
            ),
        ),
    ),
)

FORMS = (_TEKNIS, _RENDATIN, _HUKUM, _KUL)
