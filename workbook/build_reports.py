"""Builds the templates of the reports in workbook/templat/dokumen.

`python workbook/build_reports.py` writes them all; the same program writes the same bytes. What
they may say between braces is listed in workbook/templat/dokumen/README.md.
"""

from __future__ import annotations

import io
import sys
from pathlib import Path

from docx import Document

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from kinerja_xl.core.report_figures import ReportKind
from kinerja_xl.files.documents.rendering import with_fixed_moments
from kinerja_xl.files.documents.templates import template_name
from workbook.report_paper import CENTER, LEFT, RIGHT, ReportPaper

FOLDER = Path(__file__).resolve().parent / "templat" / "dokumen"

_NUMBER = ("No.", 0.9, "{{ loop.index }}", CENTER)


def build_all() -> dict[str, bytes]:
    """Return every template by its file name."""
    built = {}
    for kind in ReportKind:
        paper = ReportPaper(Document(), kind.value)
        _report(paper, is_year=kind is ReportKind.YEAR)
        buffer = io.BytesIO()
        paper.document.save(buffer)
        built[template_name(kind)] = with_fixed_moments(buffer.getvalue())
    return built


def main() -> None:
    """Write every template."""
    for name, data in build_all().items():
        (FOLDER / name).write_bytes(data)


def _report(paper: ReportPaper, *, is_year: bool) -> None:
    paper.cover(("{{ judul|upper }}", "{{ kantor|upper }}"))
    if is_year:
        _foreword(paper)
    _summary(paper)
    paper.contents()
    _introduction(paper, is_year=is_year)
    _planning(paper, is_year=is_year)
    _accountability(paper, is_year=is_year)
    _closing(paper)
    _sources(paper)


def _foreword(paper: ReportPaper) -> None:
    paper.heading(1, "KATA PENGANTAR")
    paper.body(
        "Laporan Kinerja {{ kantor }} Tahun {{ tahun }} disusun sebagai pertanggungjawaban atas "
        "pelaksanaan Perjanjian Kinerja Tahun {{ tahun }}, sesuai dengan Peraturan Presiden Nomor "
        "29 Tahun 2014 tentang Sistem Akuntabilitas Kinerja Instansi Pemerintah dan Peraturan "
        "Menteri PANRB Nomor 53 Tahun 2014."
    )
    paper.place("kata_pengantar", "Kata pengantar",
                "sambutan pimpinan, ucapan terima kasih, dan harapan atas laporan ini")  # fmt: skip
    paper.signature()
    paper.page_break()


def _summary(paper: ReportPaper) -> None:
    paper.heading(1, "IKHTISAR EKSEKUTIF")
    paper.body(
        "{{ judul }} {{ kantor }} memuat {{ jumlah_indikator }} indikator kinerja pada "
        "{{ jumlah_sasaran }} sasaran strategis. Capaian {{ terhitung }} indikator dapat dihitung"
        "{% if tidak_terhitung %}, sedangkan {{ tidak_terhitung }} indikator belum dapat dihitung "
        "dan tidak ikut dalam rata-rata{% endif %}. Rata-rata capaian kinerja sampai dengan "
        "{{ sampai }} sebesar {{ rata_rata }} persen dengan kategori {{ kategori_kantor }} "
        "(rata-rata {{ metode }}, skala {{ skala }})."
    )
    paper.paragraph("{%p if anggaran %}")
    paper.body(
        "Realisasi anggaran sampai dengan {{ sampai }} sebesar Rp{{ anggaran_total.realisasi }} "
        "dari pagu Rp{{ anggaran_total.pagu }}, atau {{ anggaran_total.serapan }} persen, dengan "
        "tingkat efisiensi {{ anggaran_total.efisiensi }} persen."
    )
    paper.paragraph("{%p endif %}")
    paper.place("ikhtisar", "Ikhtisar eksekutif",
                "keberhasilan, kegagalan, dan langkah perbaikan yang paling penting")  # fmt: skip
    paper.page_break()


def _introduction(paper: ReportPaper, *, is_year: bool) -> None:
    paper.heading(1, "BAB I\vPENDAHULUAN")
    paper.heading(2, "A. Latar Belakang")
    paper.body(
        "Peraturan Presiden Nomor 29 Tahun 2014 mewajibkan setiap instansi pemerintah "
        "mempertanggungjawabkan kinerjanya secara berkala. Data dalam laporan ini dihimpun dari "
        "seluruh subbagian menurut Standar Operasional Prosedur {{ sop_judul }}"
        "{% if sop_nomor %} Nomor {{ sop_nomor }}{% endif %}, diperiksa terhadap data pendukung, "
        "lalu dihitung menurut ketentuan setiap indikator."
    )
    paper.place("latar_belakang", "Latar belakang",
                "keadaan dan mandat yang melatarbelakangi kinerja periode ini")  # fmt: skip
    paper.heading(2, "B. Tugas, Fungsi, dan Susunan Organisasi")
    paper.place("tugas_fungsi", "Tugas, fungsi, dan susunan organisasi",
                "tugas, fungsi, susunan organisasi, dan keadaan pegawai")  # fmt: skip
    paper.body("Subbagian yang menyampaikan data kinerja disajikan pada tabel berikut.")
    paper.table(
        "Subbagian Penyampai Data Kinerja", "s in subbagian",
        (_NUMBER, ("Subbagian", 9.0, "{{ s.nama }}", LEFT), ("Kode", 3.2, "{{ s.kode }}", CENTER),
         ("Indikator", 2.9, "{{ s.jumlah }}", CENTER)),
    )  # fmt: skip
    paper.heading(2, "C. Aspek Strategis dan Permasalahan Utama")
    paper.place("permasalahan", "Aspek strategis dan permasalahan utama",
                "isu strategis dan permasalahan utama yang dihadapi")  # fmt: skip
    if is_year:
        paper.heading(2, "D. Sistematika Penyajian")
        for chapter, what in (
            ("Bab I", "latar belakang, organisasi, dan permasalahan utama"),
            ("Bab II", "rencana strategis, perjanjian kinerja, dan anggaran"),
            ("Bab III", "capaian kinerja, analisis, realisasi anggaran, dan efisiensi"),
            ("Bab IV", "simpulan dan langkah perbaikan"),
            ("Lampiran", "sumber data laporan"),
        ):
            paper.body(f"{chapter} memuat {what}.")
    paper.page_break()


def _planning(paper: ReportPaper, *, is_year: bool) -> None:
    paper.heading(1, "BAB II\vPERENCANAAN KINERJA")
    paper.heading(2, "A. Rencana Strategis")
    paper.place("rencana_strategis", "Rencana strategis",
                "visi, misi, tujuan, dan sasaran jangka menengah")  # fmt: skip
    paper.heading(2, "B. Perjanjian Kinerja")
    paper.body(
        "Perjanjian Kinerja {{ kantor }} Tahun {{ tahun }} menetapkan sasaran strategis, indikator "
        "kinerja, dan target sebagai berikut."
    )
    period = () if is_year else (("Target s.d. Periode", 2.3, "{{ i.target }}", CENTER),)
    paper.table(
        "Perjanjian Kinerja Tahun {{ tahun }}", "i in indikator",
        (_NUMBER, ("Sasaran Strategis", 4.6, "{{ i.sasaran }}", LEFT),
         ("Indikator Kinerja", 5.0 if is_year else 3.6, "{{ i.kode }} {{ i.nama }}", LEFT),
         ("Satuan", 2.0, "{{ i.satuan }}", CENTER),
         ("Target Tahun", 3.5 if is_year else 2.6, "{{ i.target_tahun }}", CENTER), *period),
    )  # fmt: skip
    paper.paragraph("{%p if anggaran %}")
    paper.heading(2, "C. Rencana Anggaran")
    paper.table(
        "Pagu Anggaran per Program", "a in anggaran",
        (_NUMBER, ("Program", 10.6, "{{ a.program }}", LEFT),
         ("Pagu (Rp)", 4.5, "{{ a.pagu }}", RIGHT)),
        total=("", "Jumlah", "{{ anggaran_total.pagu }}"),
    )  # fmt: skip
    paper.paragraph("{%p endif %}")
    paper.page_break()


def _accountability(paper: ReportPaper, *, is_year: bool) -> None:
    paper.heading(1, "BAB III\vAKUNTABILITAS KINERJA")
    paper.heading(2, "A. Capaian Kinerja Organisasi")
    paper.heading(3, "1. Ringkasan Capaian")
    paper.body(
        "Rata-rata capaian kinerja {{ kantor }} sampai dengan {{ sampai }} sebesar "
        "{{ rata_rata }} persen. Sebaran indikator menurut kategori capaian disajikan pada tabel "
        "dan gambar berikut."
    )
    paper.table(
        "Sebaran Indikator menurut Kategori Capaian", "k in kategori",
        (_NUMBER, ("Kategori", 5.6, "{{ k.nama }}", LEFT),
         ("Rentang Capaian (%)", 4.5, "{{ k.rentang }}", CENTER),
         ("Indikator", 2.5, "{{ k.jumlah }}", CENTER), ("Persen", 2.5, "{{ k.persen }}", RIGHT)),
    )  # fmt: skip
    paper.pictures("grafik_kategori")
    paper.table(
        "Capaian menurut Sasaran Strategis", "s in sasaran",
        (_NUMBER, ("Sasaran Strategis", 6.6, "{{ s.nama }}", LEFT),
         ("Indikator", 1.9, "{{ s.jumlah }}", CENTER),
         ("Dapat Dihitung", 1.9, "{{ s.terhitung }}", CENTER),
         ("Rata-rata (%)", 2.0, "{{ s.rata_rata }}", RIGHT),
         ("Kategori", 2.7, "{{ s.kategori }}", CENTER)),
    )  # fmt: skip
    paper.pictures("grafik_sasaran")
    paper.pictures("grafik_subbagian")
    paper.heading(3, "2. Perbandingan Target dan Realisasi")
    paper.body(
        "Realisasi dibandingkan dengan target {{ 'tahun' if jenis == 'Laporan Kinerja' else "
        "'sampai dengan periode ini' }} menurut arah, batas, dan cara hitung setiap indikator."
    )
    paper.table(
        "Target, Realisasi, dan Capaian {{ periode }}", "i in indikator",
        (("Kode", 1.6, "{{ i.kode }}", CENTER), ("Indikator Kinerja", 5.2, "{{ i.nama }}", LEFT),
         ("Satuan", 1.6, "{{ i.satuan }}", CENTER), ("Target", 1.8, "{{ i.target }}", CENTER),
         ("Realisasi", 1.8, "{{ i.realisasi }}", CENTER),
         ("Capaian (%)", 1.7, "{{ i.capaian }}", RIGHT),
         ("Kategori", 2.3, "{{ i.kategori }}", CENTER)),
    )  # fmt: skip
    paper.pictures("grafik_indikator")
    paper.paragraph("{%p if belum_dihitung %}")
    paper.body("Indikator berikut belum dapat dihitung; ketiadaan data tidak dibaca sebagai nol.")
    paper.table(
        "Indikator yang Belum Dapat Dihitung", "b in belum_dihitung",
        (("Kode", 1.6, "{{ b.kode }}", CENTER), ("Indikator Kinerja", 8.4, "{{ b.nama }}", LEFT),
         ("Alasan", 6.0, "{{ b.alasan }}", LEFT)),
    )  # fmt: skip
    paper.paragraph("{%p endif %}")
    _comparisons(paper)
    _analysis(paper)
    _budget(paper)
    if is_year:
        _checks(paper)
    paper.page_break()


def _comparisons(paper: ReportPaper) -> None:
    paper.heading(3, "3. Perkembangan dalam Tahun Berjalan")
    paper.paragraph("{%p if perkembangan %}")
    paper.table(
        "Realisasi (Capaian dalam Persen) per Periode", "p in perkembangan",
        (("Kode", 1.6, "{{ p.kode }}", CENTER), ("Indikator Kinerja", 6.6, "{{ p.nama }}", LEFT),
         ("Realisasi dan Capaian", 5.6, "{{ p.bagian }}", LEFT),
         ("Capaian Laporan (%)", 2.2, "{{ p.capaian }}", RIGHT)),
    )  # fmt: skip
    paper.pictures("grafik_perkembangan")
    paper.paragraph("{%p else %}")
    paper.body("Belum ada periode lain dalam tahun ini yang dapat dibandingkan.")
    paper.paragraph("{%p endif %}")
    paper.heading(3, "4. Perbandingan dengan Tahun Sebelumnya")
    paper.paragraph("{%p if tahun_lalu %}")
    paper.table(
        "Realisasi Tahun Ini dan Tahun Sebelumnya", "p in tahun_lalu",
        (("Kode", 1.6, "{{ p.kode }}", CENTER), ("Indikator Kinerja", 5.6, "{{ p.nama }}", LEFT),
         ("Tahun Sebelumnya", 4.4, "{{ p.lalu }}", LEFT),
         ("Realisasi {{ tahun }}", 2.2, "{{ p.realisasi }}", CENTER),
         ("Perubahan", 2.2, "{{ p.perubahan }}", CENTER)),
    )  # fmt: skip
    paper.paragraph("{%p endif %}")
    paper.place("tahun_sebelumnya", "Perbandingan dengan tahun sebelumnya",
                "penjelasan kenaikan atau penurunan; angkanya tampil bila tabel pembanding diisi"
    )  # fmt: skip
    paper.heading(3, "5. Perbandingan dengan Target Jangka Menengah")
    paper.paragraph("{%p if jangka_menengah %}")
    paper.table(
        "Realisasi terhadap Target Jangka Menengah", "p in jangka_menengah",
        (("Kode", 1.6, "{{ p.kode }}", CENTER), ("Indikator Kinerja", 6.0, "{{ p.nama }}", LEFT),
         ("Tahun Target", 1.8, "{{ p.tahun }}", CENTER), ("Target", 2.2, "{{ p.target }}", CENTER),
         ("Realisasi {{ tahun }}", 2.2, "{{ p.realisasi }}", CENTER),
         ("Kemajuan (%)", 2.2, "{{ p.kemajuan }}", RIGHT)),
    )  # fmt: skip
    paper.paragraph("{%p endif %}")
    paper.place("jangka_menengah", "Perbandingan dengan target jangka menengah",
                "penjelasan kemajuan menuju target akhir rencana strategis")  # fmt: skip


def _analysis(paper: ReportPaper) -> None:
    paper.heading(2, "B. Analisis Capaian per Sasaran Strategis")
    paper.paragraph("{%p for s in sasaran %}")
    paper.heading(3, "{{ s.nomor }}. {{ s.nama }}")
    paper.body(
        "Rata-rata capaian sasaran ini {{ s.rata_rata }} persen ({{ s.kategori }}), dari "
        "{{ s.terhitung }} di antara {{ s.jumlah }} indikator."
    )
    paper.paragraph("{%p if s.catatan %}")
    paper.table(
        "Kendala, Solusi, dan Rencana Tindak Lanjut", "c in s.catatan",
        (("Indikator dan Periode", 3.6, "{{ c.kode }}, {{ c.periode }}", LEFT),
         ("Kendala", 4.1, "{{ c.kendala }}", LEFT), ("Solusi", 4.1, "{{ c.solusi }}", LEFT),
         ("Rencana Tindak Lanjut", 4.2, "{{ c.tindak_lanjut }}", LEFT)),
    )  # fmt: skip
    paper.paragraph("{%p endif %}")
    paper.place("analisis_{{ s.kunci }}", "Analisis sasaran {{ s.nomor }}",
                "analisis penyebab keberhasilan atau kegagalan, program dan kegiatan yang "
                "menunjang, dan alternatif solusi")  # fmt: skip
    paper.paragraph("{%p endfor %}")


def _budget(paper: ReportPaper) -> None:
    paper.heading(2, "C. Realisasi Anggaran dan Efisiensi")
    paper.paragraph("{%p if anggaran %}")
    paper.body(
        "Efisiensi dihitung menurut Peraturan Menteri Keuangan Nomor 214/PMK.02/2017, yaitu "
        "jumlah (PA × C − RA) dibagi jumlah (PA × C), dengan PA pagu anggaran, RA realisasi "
        "anggaran, dan C capaian keluaran. Realisasi anggaran adalah realisasi sampai dengan "
        "{{ sampai }}."
    )
    paper.table(
        "Realisasi Anggaran dan Efisiensi per Program", "a in anggaran",
        (_NUMBER, ("Program", 5.3, "{{ a.program }}", LEFT),
         ("Pagu (Rp)", 3.1, "{{ a.pagu }}", RIGHT),
         ("Realisasi (Rp)", 3.1, "{{ a.realisasi }}", RIGHT),
         ("Serapan (%)", 1.7, "{{ a.serapan }}", RIGHT),
         ("Efisiensi (%)", 1.9, "{{ a.efisiensi }}", RIGHT)),
        total=("", "Jumlah", "{{ anggaran_total.pagu }}", "{{ anggaran_total.realisasi }}",
               "{{ anggaran_total.serapan }}", "{{ anggaran_total.efisiensi }}"),
    )  # fmt: skip
    paper.paragraph("{%p if anggaran_total.tanpa_realisasi or anggaran_total.di_luar_efisiensi %}")
    paper.body(
        "Serapan tidak memuat {{ anggaran_total.tanpa_realisasi }} indikator yang realisasi "
        "anggarannya belum diisi; efisiensi tidak memuat {{ anggaran_total.di_luar_efisiensi }} "
        "indikator yang realisasi anggaran atau capaiannya belum ada."
    )
    paper.paragraph("{%p endif %}")
    paper.pictures("grafik_anggaran")
    paper.paragraph("{%p else %}")
    paper.body("Tidak ada pagu yang tercatat pada indikator dalam periode ini.")
    paper.paragraph("{%p endif %}")
    paper.place("anggaran", "Realisasi anggaran dan efisiensi",
                "penjelasan serapan dan efisiensi penggunaan sumber daya")  # fmt: skip


def _checks(paper: ReportPaper) -> None:
    paper.heading(2, "D. Kesesuaian Laporan Semester dengan Laporan Tahunan")
    paper.paragraph("{%p if pemeriksaan %}")
    paper.body("Hal berikut tidak cocok dan perlu dijelaskan atau diperbaiki.")
    paper.table(
        "Hasil Pemeriksaan Kesesuaian", "p in pemeriksaan",
        (("Kode", 2.0, "{{ p.kode }}", CENTER),
         ("Indikator atau Program", 5.5, "{{ p.nama }}", LEFT),
         ("Uraian", 8.5, "{{ p.uraian }}", LEFT)),
    )  # fmt: skip
    paper.paragraph("{%p elif diperiksa %}")
    paper.body("Realisasi, target, dan anggaran kedua semester cocok dengan angka tahunan.")
    paper.paragraph("{%p else %}")
    paper.body("Laporan semester tidak ada, sehingga kesesuaiannya tidak dapat diperiksa.")
    paper.paragraph("{%p endif %}")


def _closing(paper: ReportPaper) -> None:
    paper.heading(1, "BAB IV\vPENUTUP")
    paper.heading(2, "A. Simpulan")
    paper.body(
        "Sampai dengan {{ sampai }}, rata-rata capaian kinerja {{ kantor }} sebesar "
        "{{ rata_rata }} persen dengan kategori {{ kategori_kantor }}."
    )
    paper.place("simpulan", "Simpulan", "simpulan umum atas capaian kinerja")
    paper.heading(2, "B. Langkah Perbaikan")
    paper.place("langkah_perbaikan", "Langkah perbaikan",
                "langkah yang akan dilakukan untuk meningkatkan kinerja")  # fmt: skip
    paper.page_break()


def _sources(paper: ReportPaper) -> None:
    paper.heading(1, "LAMPIRAN\vSUMBER DATA LAPORAN")
    paper.body(
        "Laporan {{ periode }} ({{ mulai }} s.d. {{ sampai }}). Angka terakhir dihitung "
        "{{ waktu_hitung }}. Templat: {{ templat }}."
        "{% if berkas_pembanding %} Tabel pembanding: {{ berkas_pembanding }}.{% endif %}"
    )
    paper.table(
        "Waktu Penghitungan", "d in dihitung",
        (("Periode", 5.0, "{{ d.periode }}", LEFT), ("Dihitung", 5.5, "{{ d.waktu }}", LEFT),
         ("Keadaan", 5.5, "{{ d.keadaan }}", LEFT)),
    )  # fmt: skip
    paper.table(
        "Formulir Subbagian", "f in formulir",
        (("Periode", 2.4, "{{ f.periode }}", LEFT), ("Subbagian", 2.2, "{{ f.subbagian }}", LEFT),
         ("Versi", 1.1, "{{ f.versi }}", CENTER), ("Dibagikan", 2.4, "{{ f.dibagikan }}", LEFT),
         ("Digabung", 2.4, "{{ f.kembali }}", LEFT),
         ("SHA-256 Formulir", 5.5, "{{ f.sha256 }}", LEFT)),
        size=8,
    )  # fmt: skip
    paper.paragraph("{%p if bukti %}")
    paper.table(
        "Data Pendukung", "b in bukti",
        (("Periode", 2.2, "{{ b.periode }}", LEFT), ("Kode", 1.6, "{{ b.kode }}", CENTER),
         ("Jenis", 3.0, "{{ b.jenis }}", LEFT), ("Berkas", 3.7, "{{ b.berkas }}", LEFT),
         ("SHA-256", 5.5, "{{ b.sha256 }}", LEFT)),
        size=8,
    )  # fmt: skip
    paper.paragraph("{%p endif %}")


if __name__ == "__main__":
    main()
