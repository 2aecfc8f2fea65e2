"""Every table of the master workbook: names, sheets, columns."""

from __future__ import annotations

from functools import lru_cache

from kinerja_xl.core.audits import Band
from kinerja_xl.core.entry_values import EntryValue
from kinerja_xl.core.forms import Block
from kinerja_xl.core.indicator import target_field
from kinerja_xl.core.period import PeriodKind, periods_of_year
from kinerja_xl.layout import audit_formulas
from kinerja_xl.layout import row_formulas as live
from kinerja_xl.layout.entry_formulas import entry_state
from kinerja_xl.layout.spec import Column, Kind, Table

CONTROL, SOP, STEPS, INDICATORS = "KENDALI", "SOP", "LANGKAH", "INDIKATOR"
EVIDENCE, ACHIEVEMENT, OBJECTIVES = "DATA PENDUKUNG", "CAPAIAN", "SASARAN"
CHARTS, TREND = "GRAFIK", "TREN"
AUDITS, ENTRIES = "LHP-LHE-TLHP", "ENTRI"
DOCUMENTS, OFFICIALS = "DOKUMEN", "PEJABAT"
FINDINGS, CALENDAR, HISTORY, SETTINGS = "TEMUAN", "KALENDER", "RIWAYAT", "PENGATURAN"
HIDDEN_FORMS, HIDDEN_BASE, HIDDEN_FILES = "_formulir", "_dasar", "_berkas"

_T, _L, _C, _N, _I, _M, _P, _D, _W, _V = (
    Kind.TEXT, Kind.LONG_TEXT, Kind.CODE, Kind.NUMBER, Kind.INTEGER, Kind.MONEY,
    Kind.PERCENT_POINTS, Kind.DATE, Kind.MOMENT, Kind.MEASURE,
)  # fmt: skip

_WEEKDAY_DATE = "[$-421]dddd, d mmmm yyyy"


def _target_columns() -> tuple[Column, ...]:
    columns = []
    for period in periods_of_year(2000):
        heading = "Tahun" if period.kind is PeriodKind.YEAR else period.label.rpartition(" ")[0]
        columns.append(
            Column(
                target_field(period),
                f"Target {heading}",
                _V,
                11,
                is_entry=True,
                is_hidden=period.kind in (PeriodKind.SEMESTER, PeriodKind.MONTH),
                help="Angka, rentang (80 s.d. 90), atau nilai (WTP). Kosong: tidak diukur.",
            )
        )
    return tuple(columns)


INDICATOR_TABLE = Table(
    "tblIndikator", INDICATORS, 4,
    (
        Column("key", "Kunci", _C, 8, help="Dibuat otomatis; jangan diubah."),
        Column("code", "Kode", _C, 9, is_entry=True),
        Column("objective", "Sasaran", _L, 34, is_entry=True),
        Column("name", "Indikator", _L, 40, is_entry=True),
        Column("unit", "Satuan", _T, 10, is_entry=True),
        Column("section", "Subbagian", _C, 14, is_entry=True, choices="Daftar_Subbagian"),
        Column("polarity", "Arah", _T, 14, is_entry=True, choices="Daftar_Arah"),
        Column("variant", "Varian", _C, 8, is_entry=True, choices="Daftar_Varian",
               help="Hanya untuk arah minimalkan. A: (2T-R)/T; B: T/R."),
        Column("cap_percent", "Batas Atas (%)", _N, 10, is_entry=True,
               help="Capaian tertinggi yang dihitung, misalnya 100 atau 120. Kosong: tanpa batas."),
        Column("rounding", "Pembulatan", _T, 17, is_entry=True, choices="Daftar_Pembulatan"),
        Column("digits", "Desimal", _I, 9, is_entry=True),
        Column("period_logic", "Logika Periode", _T, 15, is_entry=True, choices="Daftar_Logika"),
        Column("ordinal_map", "Peta Nilai", _T, 22, is_entry=True,
               help="Untuk nilai huruf: WTP=4; WDP=3; TW=2; TMP=1"),
        Column("evidence", "Bukti yang Diminta", _L, 32, is_entry=True,
               help="Pisahkan dengan titik koma: Berita acara; Daftar hadir"),
        Column("program", "Program", _T, 16, is_entry=True),
        Column("budget", "Pagu", _M, 16, is_entry=True),
        *_target_columns(),
    ),
)  # fmt: skip

_SECTION_COLUMNS = (
    Column("row_id", "ID", _C, 14, is_hidden=True),
    Column("key", "Kunci", _C, 8, is_hidden=True),
    Column("period", "Periode", _C, 11),
    Column("code", "Kode", _C, 9),
    Column("objective", "Sasaran", _L, 30),
    Column("name", "Indikator", _L, 38),
    Column("unit", "Satuan", _T, 9),
    Column("target_year", "Target Tahun", _V, 10),
    Column("target", "Target", _V, 10),
    Column("realisation", "Realisasi", _V, 11, is_entry=True),
    Column("cumulative", "Kumulatif", _N, 11, formula=live.cumulative),
    Column("achievement", "Capaian (%)", _P, 11, formula=live.achievement),
    Column("category", "Kategori", _T, 15, formula=live.category),
    Column("status", "Status", _T, 22, formula=live.status),
    Column("program", "Program", _T, 14),
    Column("budget", "Pagu", _M, 16),
    Column("budget_realisation", "Realisasi Anggaran", _M, 16, is_entry=True),
    Column("absorption", "Serapan (%)", _P, 10, formula=live.absorption),
    Column("obstacles", "Kendala", _L, 30, is_entry=True),
    Column("solution", "Solusi", _L, 30, is_entry=True),
    Column("follow_up", "Rencana Tindak Lanjut", _L, 30, is_entry=True),
    Column("person_in_charge", "Penanggung Jawab", _T, 20, is_entry=True),
    Column("due_date", "Batas Waktu", _D, 18, is_entry=True),
    Column("note", "Catatan", _L, 24, is_entry=True),
    Column("evidence_required", "Bukti yang Diminta", _L, 30),
    Column("evidence_count", "Jumlah Bukti", _I, 9, formula=live.evidence_count),
    Column("verdict", "Verifikasi", _T, 15, is_entry=True, choices="Daftar_Verifikasi",
           help="Diisi setelah formulir digabung. Baris yang dikembalikan perlu alasan; bagikan "
           "lagi untuk membuat versi perbaikannya."),
    Column("reason", "Alasan", _L, 30, is_entry=True,
           help="Yang harus diperbaiki subbagian pada baris ini."),
    Column("polarity", "Arah", _T, 13, is_hidden=True),
    Column("variant", "Varian", _C, 8, is_hidden=True),
    Column("cap_percent", "Batas Atas (%)", _N, 9, is_hidden=True),
    Column("rounding", "Pembulatan", _T, 16, is_hidden=True),
    Column("digits", "Desimal", _I, 8, is_hidden=True),
    Column("period_logic", "Logika Periode", _T, 14, is_hidden=True),
    Column("ordinal_map", "Peta Nilai", _T, 18, is_hidden=True),
    Column("period_kind", "Jenis Periode", _I, 8, is_hidden=True),
    Column("period_number", "Urutan Periode", _I, 8, is_hidden=True),
    Column("target_low", "Target Bawah", _N, 10, is_hidden=True),
    Column("target_high", "Target Atas", _N, 10, is_hidden=True),
    Column("realisation_number", "Realisasi Angka", _N, 10, is_hidden=True,
           formula=live.realisation_number),
    Column("cumulative_low", "Kum Bawah", _N, 10, is_hidden=True,
           formula=live.cumulative_low),
    Column("cumulative_high", "Kum Atas", _N, 10, is_hidden=True,
           formula=live.cumulative_high),
    Column("unrounded", "Capaian Penuh (%)", _N, 10, is_hidden=True, formula=live.unrounded),
)  # fmt: skip


@lru_cache(maxsize=256)
def section_table(section: str) -> Table:
    """Return the table of form rows of a section; its sheet bears the section's code."""
    return Table(f"tbl_{section}", section, 5, _SECTION_COLUMNS)


SOP_TABLE = Table(
    "tblSOP", SOP, 18,
    (
        Column("number", "No", _I, 5),
        Column("activity", "Kegiatan", _L, 46),
        Column("actor", "Pelaksana", _L, 24),
        Column("actor_basis", "Dasar Pelaksana", _T, 17),
        Column("inputs", "Kelengkapan", _L, 28),
        Column("duration", "Waktu", _T, 14),
        Column("output", "Output", _L, 28),
        Column("note", "Keterangan", _L, 30),
        # The text first: LibreOffice prints a hidden number beside a blank cell as `###`.
        Column("unit", "Satuan Waktu", _T, 8, is_hidden=True),
        Column("amount", "Jumlah Waktu", _N, 8, is_hidden=True),
    ),
)  # fmt: skip

STEP_TABLE = Table(
    "tblLangkah", STEPS, 4,
    (
        Column("cycle", "Siklus", _C, 11),
        Column("number", "No", _I, 5),
        Column("activity", "Kegiatan", _L, 44),
        Column("actor", "Pelaksana", _L, 24),
        Column("duration", "Waktu Baku", _T, 14),
        Column("planned_start", "Rencana Mulai", _W, 19),
        Column("planned_finish", "Rencana Selesai", _W, 19),
        Column("started", "Mulai", _W, 19, is_entry=True),
        Column("finished", "Selesai", _W, 19, is_entry=True),
        Column("working_minutes", "Menit Kerja", _I, 9),
        Column("standard_minutes", "Menit Baku", _I, 9),
        Column("difference_minutes", "Selisih (menit)", _I, 10),
        Column("status", "Status", _T, 20),
        Column("note", "Catatan", _L, 30, is_entry=True),
        Column("sop_number", "Nomor SOP", _T, 24),
        Column("amount", "Jumlah Waktu", _N, 8, is_hidden=True),
        Column("unit", "Satuan Waktu", _T, 8, is_hidden=True),
    ),
)  # fmt: skip

# It stands right of tblLangkah, row by row beside it: a master that exists gets no new column.
STEP_WORK_TABLE = Table(
    "tblHasilLangkah", STEPS, 4,
    (
        Column("cycle", "Siklus", _C, 11),
        Column("number", "No", _I, 5),
        Column("pass_number", "Putaran", _I, 9),
        Column("minutes", "Menit Putaran", _I, 10),
        Column("inputs", "Kelengkapan", _L, 30),
        Column("lacking", "Belum Ada", _L, 24),
        Column("output", "Output", _L, 30),
        Column("file", "Hasil", _L, 30),
    ),
    first_column=19,
)  # fmt: skip

EVIDENCE_TABLE = Table(
    "tblBukti", EVIDENCE, 4,
    (
        Column("row_id", "ID", _C, 20, is_hidden=True),
        Column("slot", "Kunci", _C, 9, is_hidden=True),
        Column("period", "Periode", _C, 11),
        Column("section", "Subbagian", _C, 14),
        Column("code", "Kode Indikator", _C, 11),
        Column("item", "Jenis Bukti", _L, 28),
        Column("file_name", "Nama Berkas", _L, 34, is_entry=True),
        Column("description", "Keterangan", _L, 30, is_entry=True),
        Column("size_bytes", "Ukuran (byte)", _I, 14),
        Column("file_kind", "Jenis Berkas", _T, 14),
        Column("sha256", "SHA-256", _L, 36),
        Column("status", "Status", _T, 18),
        Column("verified_by", "Diverifikasi Oleh", _T, 24, is_entry=True),
        Column("verified_at", "Tanggal Verifikasi", _D, 18, is_entry=True),
    ),
)  # fmt: skip

ACHIEVEMENT_TABLE = Table(
    "tblCapaian", ACHIEVEMENT, 23,
    (
        Column("row_id", "ID", _C, 14, is_hidden=True),
        Column("period", "Periode", _C, 11),
        Column("section", "Subbagian", _C, 14),
        Column("code", "Kode", _C, 14),
        Column("objective", "Sasaran", _L, 34),
        Column("name", "Indikator", _L, 36),
        Column("unit", "Satuan", _T, 10),
        Column("target", "Target", _V, 10),
        Column("realisation", "Realisasi", _V, 15),
        Column("cumulative", "Kumulatif", _N, 11),
        Column("achievement", "Capaian (%)", _P, 11),
        Column("category", "Kategori", _T, 15),
        Column("status", "Status", _T, 36),
        Column("computed", "Capaian Dihitung (%)", _P, 12),
        Column("computed_at", "Dihitung Pada", _W, 19),
        Column("stated", "Capaian Dinyatakan (%)", _P, 13, is_entry=True,
               help="Capaian yang tertulis dalam laporan, untuk dibandingkan."),
        Column("difference", "Selisih (%)", _P, 15, formula=live.stated_difference),
        Column("unrounded", "Capaian Penuh (%)", _N, 10, is_hidden=True),
        Column("logarithm", "Logaritma", _N, 10, is_hidden=True, formula=live.logarithm),
    ),
)  # fmt: skip
"""As it stands in a master with few sections; layout.achievement_places puts it lower for more."""

# It stands above tblCapaian on the same sheet and shares its column widths.
SECTION_SUMMARY_TABLE = Table(
    "tblCapaianSubbagian", ACHIEVEMENT, 8,
    (
        Column("code", "Kode", _C, 14),
        Column("name", "Subbagian", _L, 34),
        Column("mean", "Rata-rata Capaian (%)", _P, 36, formula=live.section_mean),
        Column("indicators", "Jumlah Indikator", _I, 10, formula=live.section_indicators),
        Column("evaluable", "Dapat Dihitung", _I, 10, formula=live.section_evaluable),
        Column("category", "Kategori", _T, 15, formula=live.summary_category),
    ),
    first_column=4,
)  # fmt: skip

OBJECTIVE_SUMMARY_TABLE = Table(
    "tblCapaianSasaran", OBJECTIVES, 4,
    (
        Column("objective", "Sasaran", _L, 64),
        Column("mean", "Rata-rata Capaian (%)", _P, 28, formula=live.objective_mean),
        Column("indicators", "Jumlah Indikator", _I, 12, formula=live.objective_indicators),
        Column("evaluable", "Dapat Dihitung", _I, 12, formula=live.objective_evaluable),
        Column("category", "Kategori", _T, 18, formula=live.summary_category),
    ),
)  # fmt: skip

AUDIT_TABLE = Table(
    "tblLHP", AUDITS, 15,
    (
        Column("key", "Kunci", _C, 24, is_hidden=True),
        Column("number", "Nomor", _T, 24, is_entry=True),
        Column("kind", "Jenis", _T, 20, is_entry=True, choices="Daftar_Jenis_LHP"),
        Column("section", "Subbagian", _C, 14, is_entry=True, choices="Daftar_Subbagian"),
        Column("date", "Tanggal", _D, 18, is_entry=True),
        Column("received", "Diterima", _D, 18, is_entry=True),
        Column("due_date", "Batas 60 Hari", _D, 18, formula=audit_formulas.due_date),
        Column("age_days", "Umur (hari)", _I, 13, formula=audit_formulas.age_days),
        Column("state", "Keadaan", _T, 15, formula=audit_formulas.state),
        Column("status", "Status", _T, 21, is_entry=True, choices="Daftar_Status_LHP"),
        Column("source", "Sumber", _T, 24, is_entry=True),
        Column("finding", "Temuan", _L, 36, is_entry=True),
        Column("recommendation", "Rekomendasi", _L, 36, is_entry=True),
        Column("follow_up", "Tindak Lanjut", _L, 36, is_entry=True),
        Column("file_name", "Berkas Bukti", _L, 28, is_entry=True,
               help="Nama berkas di folder bukti subbagian pada periode di kolom Periode Bukti."),
        Column("evidence_period", "Periode Bukti", _C, 11, is_entry=True,
               help="Periode yang folder buktinya memuat berkas itu, misalnya 2026-TW1."),
        Column("evidence_status", "Status Bukti", _T, 18),
        Column("sha256", "SHA-256", _L, 36),
    ),
)  # fmt: skip

# Its lines are fixed; it stands above tblLHP and shares its column widths.
AUDIT_RECAP_TABLE = Table(
    "tblRekapLHP", AUDITS, 7,
    (
        Column("status", "Status Tindak Lanjut", _T, 24),
        *(
            Column(band.value, heading, _I, 13, formula=audit_formulas.counted(band))
            for band, heading in (
                (Band.OVERDUE, "Lewat Batas"), (Band.TO_30, "0-30 Hari"),
                (Band.TO_60, "31-60 Hari"), (Band.TO_90, "61-90 Hari"),
                (Band.OVER_90, "Lebih 90 Hari"), (Band.UNDATED, "Tanpa Tanggal"),
                (Band.TOTAL, "Jumlah"),
            )
        ),
    ),
    first_column=2,
)  # fmt: skip

ENTRY_TABLE = Table(
    "tblEntri", ENTRIES, 4,
    (
        Column("row_id", "ID", _C, 16, is_hidden=True),
        Column("application", "Aplikasi", _T, 12),
        Column("period", "Periode", _C, 11),
        Column("number", "No", _I, 6),
        Column("code", "Kode", _C, 9),
        Column("name", "Indikator", _L, 40),
        Column("unit", "Satuan", _T, 12),
        *(
            Column(value.value, heading, _V, width)
            for value, heading, width in (
                (EntryValue.TARGET, "Target", 12), (EntryValue.REALISATION, "Realisasi", 14),
                (EntryValue.CUMULATIVE, "Kumulatif", 12),
                (EntryValue.ACHIEVEMENT, "Capaian (%)", 12), (EntryValue.BUDGET, "Pagu", 16),
                (EntryValue.BUDGET_REALISATION, "Realisasi Anggaran", 16),
                (EntryValue.ABSORPTION, "Serapan (%)", 12),
            )
        ),
        Column("is_entered", "Sudah Dientri", _T, 10, is_entry=True, choices="Daftar_Ya_Tidak"),
        Column("entered_at", "Waktu Entri", _W, 19, is_entry=True),
        Column("reference", "Nomor Referensi", _T, 20, is_entry=True),
        Column("state", "Keadaan", _T, 24, formula=entry_state),
        Column("obstacles", "Kendala", _L, 30),
        Column("solution", "Solusi", _L, 30),
        Column("follow_up", "Rencana Tindak Lanjut", _L, 30),
        Column("values", "Nilai Sekarang", _T, 16, is_hidden=True),
        Column("entered_values", "Nilai Dientri", _T, 16, is_hidden=True),
        Column("entered_mark", "Waktu Tercatat", _T, 16, is_hidden=True),
    ),
)  # fmt: skip

FINDING_TABLE = Table(
    "tblTemuan", FINDINGS, 4,
    (
        Column("number", "No", _I, 6),
        Column("found_at", "Waktu", _W, 19),
        Column("period", "Periode", _C, 11),
        Column("source", "Asal", _T, 12),
        Column("section", "Subbagian", _C, 14),
        Column("severity", "Tingkat", _T, 12),
        Column("code", "Kode", _C, 26),
        Column("place", "Tempat", _L, 36),
        Column("message", "Temuan", _L, 56),
        Column("remedy", "Yang Harus Dilakukan", _L, 50),
        Column("decision", "Keputusan", _T, 20, is_entry=True, choices="Daftar_Keputusan",
               help="Hanya untuk konflik: pilih nilai yang dipakai, lalu gabungkan lagi."),
        Column("file", "Berkas", _T, 30, is_hidden=True),
        Column("row_key", "Kunci", _C, 10, is_hidden=True),
        Column("field", "Kolom", _C, 12, is_hidden=True),
        Column("returned", "Nilai Formulir", _T, 12, is_hidden=True),
    ),
)  # fmt: skip

DAY_OFF_TABLE = Table(
    "tblLibur", CALENDAR, 5,
    (
        Column("date", "Tanggal", _D, 27, is_entry=True, number_format=_WEEKDAY_DATE),
        Column("kind", "Jenis", _T, 16, is_entry=True, choices="Daftar_Jenis_Libur"),
        Column("name", "Keterangan", _L, 44, is_entry=True),
    ),
)  # fmt: skip

HOURS_TABLE = Table(
    "tblJamKerja", CALENDAR, 5,
    (
        Column("regime", "Masa", _T, 12),
        Column("day", "Hari", _T, 10),
        Column("open", "Masuk", _T, 9, is_entry=True, help="Jam seperti 07:30; kosong: libur."),
        Column("break_start", "Istirahat Mulai", _T, 11, is_entry=True),
        Column("break_end", "Istirahat Selesai", _T, 11, is_entry=True),
        Column("close", "Pulang", _T, 9, is_entry=True),
    ),
    first_column=5,
)  # fmt: skip

RAMADAN_TABLE = Table(
    "tblRamadan", CALENDAR, 5,
    (
        Column("first", "Ramadan Mulai", _D, 27, is_entry=True, number_format=_WEEKDAY_DATE),
        Column("last", "Ramadan Selesai", _D, 27, is_entry=True, number_format=_WEEKDAY_DATE),
    ),
    first_column=12,
)  # fmt: skip

HISTORY_TABLE = Table(
    "tblRiwayat", HISTORY, 4,
    (
        Column("number", "No", _I, 7),
        Column("at", "Waktu", _W, 19),
        Column("who", "Pelaku", _T, 18),
        Column("verb", "Perintah", _T, 12),
        Column("period", "Periode", _C, 11),
        Column("section", "Subbagian", _C, 14),
        Column("file", "Berkas", _L, 34),
        Column("file_sha256", "SHA-256 Berkas", _L, 36),
        Column("row_key", "Kunci", _C, 10),
        Column("field", "Kolom", _T, 20),
        Column("old", "Nilai Lama", _L, 26),
        Column("new", "Nilai Baru", _L, 26),
        Column("chain", "Rantai", _C, 36, is_hidden=True),
    ),
)  # fmt: skip

SECTION_LIST_TABLE = Table(
    "tblSubbagian", SETTINGS, 12,
    (
        Column("code", "Kode", _C, 40),
        Column("name", "Nama Subbagian", _L, 50),
    ),
    first_column=2,
)  # fmt: skip

SCALE_TABLE = Table(
    "tblSkala", SETTINGS, 12,
    (
        Column("scale", "Skala", _T, 38, is_entry=True),
        Column("lower_percent", "Batas Bawah (%)", _N, 12, is_entry=True),
        Column("category", "Kategori", _T, 18, is_entry=True),
        Column("colour", "Warna", _C, 10, is_entry=True),
    ),
    first_column=5,
)  # fmt: skip

SOP_LIFE_TABLE = Table(
    "tblPengesahan", SETTINGS, 12,
    (
        Column("at", "Waktu", _W, 19),
        Column("event", "Peristiwa", _T, 18),
        Column("sop_number", "Nomor SOP", _T, 26),
        Column("revision", "Revisi", _I, 8),
        Column("note", "Catatan", _L, 40),
        Column("file", "Berkas", _L, 30),
        Column("sha256", "SHA-256", _L, 36),
    ),
    first_column=10,
)  # fmt: skip

DOCUMENT_TABLE = Table(
    "tblDokumen", DOCUMENTS, 4,
    (
        Column("number", "Nomor", _T, 26),
        Column("date", "Tanggal", _D, 19),
        Column("kind", "Jenis", _T, 19),
        Column("subject", "Perihal", _L, 40),
        Column("recipient", "Kepada", _L, 34),
        Column("period", "Periode", _C, 11),
        Column("sections", "Subbagian", _L, 14),
        Column("step", "Langkah", _I, 9),
        Column("due_date", "Batas Waktu", _D, 19),
        Column("status", "Status", _T, 16),
        Column("file", "Berkas", _L, 36),
        Column("pdf", "PDF", _T, 9),
        Column("initial_post", "Pemaraf", _L, 24),
        Column("initial_name", "Diparaf Oleh", _T, 24),
        Column("initial_nip", "NIP Pemaraf", _C, 20),
        Column("initial_at", "Waktu Paraf", _W, 19),
        Column("signature_post", "Penanda Tangan", _L, 24),
        Column("signature_name", "Ditandatangani Oleh", _T, 24),
        Column("signature_nip", "NIP Penanda Tangan", _C, 20),
        Column("signature_at", "Waktu Tanda Tangan", _W, 19),
        Column("template", "Templat", _T, 24),
        Column("template_sha256", "SHA-256 Templat", _L, 36),
        Column("file_sha256", "SHA-256 Berkas", _L, 36),
        Column("running", "Nomor Urut", _I, 8, is_hidden=True),
        Column("path", "Lokasi", _T, 12, is_hidden=True),
        Column("content_digest", "Sidik Isi", _T, 12, is_hidden=True),
    ),
)  # fmt: skip

OFFICIAL_TABLE = Table(
    "tblPejabat", OFFICIALS, 12,
    (
        Column("post", "Jabatan", _L, 40, is_entry=True),
        Column("name", "Nama", _T, 36, is_entry=True, help="Nama lengkap dengan gelar."),
        Column("nip", "NIP", _C, 24, is_entry=True,
               help="18 angka, diketik sebagai teks; boleh dengan spasi."),
        Column("section", "Subbagian", _C, 14, is_entry=True, choices="Daftar_Subbagian",
               help="Subbagian yang dipimpin; kosong bila tidak ada."),
        Column("actor", "Sebutan dalam SOP", _T, 26, is_entry=True,
               help="Nama pelaksana ini di lembar SOP, misalnya Kasubbag Perencanaan."),
    ),
    first_column=2,
)  # fmt: skip

LETTER_TABLE = Table(
    "tblNaskah", OFFICIALS, 12,
    (
        Column("kind", "Jenis Naskah", _T, 20),
        Column("pattern", "Pola Nomor", _T, 36, is_entry=True,
               help="{nomor} wajib; {kode}, {jenis}, {bulan}, {bulan_romawi}, {tahun} boleh. "
               "{nomor:03} menjadi 001."),
        Column("signatory", "Penanda Tangan", _L, 36, is_entry=True,
               help="Jabatan seperti dalam tabel Pejabat."),
        Column("initialler", "Pemaraf", _L, 36, is_entry=True,
               help="Jabatan seperti dalam tabel Pejabat; kosong: tanpa paraf."),
        Column("nature", "Sifat", _T, 12, is_entry=True),
        Column("due_days", "Batas (hari kerja)", _I, 10, is_entry=True,
               help="Hari kerja sesudah tanggal naskah; kosong: tanpa batas waktu."),
        Column("copies", "Tembusan", _L, 36, is_entry=True,
               help="Pisahkan dengan titik koma."),
    ),
    first_column=8,
)  # fmt: skip

STATUS_TABLE = Table(
    "tblStatus", CONTROL, 14,
    (
        Column("code", "Kode", _C, 19),
        Column("name", "Subbagian", _L, 33),
        Column("version", "Versi Formulir", _I, 10),
        Column("distributed_at", "Dibagikan", _W, 18),
        Column("returned_at", "Kembali", _W, 18),
        Column("rows", "Baris", _I, 7),
        Column("filled_percent", "Isian (%)", _P, 10),
        Column("evidence_percent", "Bukti (%)", _P, 11),
        Column("findings", "Temuan", _I, 9),
        Column("state", "Keadaan", _T, 18),
    ),
    first_column=2,
)  # fmt: skip

FORM_TABLE = Table(
    "tblFormulir", HIDDEN_FORMS, 1,
    tuple(
        Column(name, name, kind, 14)
        for name, kind in (
            ("form_id", _C), ("period", _C), ("section", _C), ("version", _I), ("digest", _C),
            ("issued_at", _W), ("returned_at", _W), ("returned_sha256", _C),
        )
    ),
)  # fmt: skip


def _base_table(name: str, column: int, *blocks: Block) -> Table:
    fields: dict[str, None] = {}
    for block in blocks:
        fields.update((field.name, None) for field in block.entry_fields)
    columns = (Column("form_id", "form_id", _C, 14), Column("key", "key", _C, 9))
    return Table(
        name, HIDDEN_BASE, 1,
        (*columns, *(Column(field, field, _V, 14) for field in fields)), first_column=column,
    )  # fmt: skip


BASE_TABLE = _base_table("tblDasarIsian", 1, Block.PERFORMANCE)
EVIDENCE_BASE_TABLE = _base_table("tblDasarBukti", 12, Block.EXTRA)
AUDIT_BASE_TABLE = _base_table("tblDasarLHP", 19, Block.AUDIT)

# What became of returned files and, under other words in `outcome`, the hidden records: one table
# serves both, because a master that exists gets no new table.
FILE_TABLE = Table(
    "tblBerkas", HIDDEN_FILES, 1,
    tuple(
        Column(name, name, kind, 14)
        for name, kind in (
            ("path", _T), ("size", _I), ("modified_ns", _C), ("sha256", _C), ("period", _C),
            ("section", _C), ("outcome", _C),
        )
    ),
)  # fmt: skip

FIXED_TABLES = (
    STATUS_TABLE, SOP_TABLE, STEP_TABLE, INDICATOR_TABLE, EVIDENCE_TABLE, SECTION_SUMMARY_TABLE,
    OBJECTIVE_SUMMARY_TABLE, ACHIEVEMENT_TABLE, AUDIT_RECAP_TABLE, AUDIT_TABLE, ENTRY_TABLE,
    FINDING_TABLE, DAY_OFF_TABLE, HOURS_TABLE, RAMADAN_TABLE, HISTORY_TABLE, SECTION_LIST_TABLE,
    SCALE_TABLE, FORM_TABLE, BASE_TABLE, EVIDENCE_BASE_TABLE, AUDIT_BASE_TABLE, FILE_TABLE,
    DOCUMENT_TABLE, OFFICIAL_TABLE, LETTER_TABLE, STEP_WORK_TABLE, SOP_LIFE_TABLE,
)  # fmt: skip


def table_named(name: str) -> Table:
    """Return the table of that ListObject name, section tables included.

    Raises:
        KeyError: If no table of the master has that name.
    """
    fixed = {table.name: table for table in FIXED_TABLES}
    if name not in fixed and name.startswith("tbl_"):
        return section_table(name.removeprefix("tbl_"))
    return fixed[name]
