"""Every single cell of the master that has a defined name, and the lists that cells choose from."""

from __future__ import annotations

from kinerja_xl.core.aggregates import Mean
from kinerja_xl.core.calendar import DayOffKind
from kinerja_xl.core.indicator import PeriodLogic, Polarity, Rounding, Variant
from kinerja_xl.layout import row_formulas as live
from kinerja_xl.layout.spec import Kind, NamedCell
from kinerja_xl.layout.tables import ACHIEVEMENT, CONTROL, SETTINGS

OFFICE = NamedCell("Kantor", CONTROL, "Kantor", 4, 3, Kind.TEXT)
YEAR = NamedCell("Tahun", CONTROL, "Tahun", 5, 3, Kind.CODE)
ACTIVE_PERIOD = NamedCell(
    "Periode_Aktif", CONTROL, "Periode aktif", 6, 3, Kind.CODE, is_entry=True,
    help="2026-01 (bulan), 2026-TW1 (triwulan), 2026-S1 (semester), 2026 (tahun).",
)  # fmt: skip
SOP_TITLE = NamedCell("SOP_Judul", CONTROL, "SOP", 7, 3, Kind.TEXT)
SOP_NUMBER = NamedCell("SOP_Nomor", CONTROL, "Nomor SOP", 8, 3, Kind.TEXT)
CURRENT_STEP = NamedCell("Langkah_Sekarang", CONTROL, "Langkah sekarang", 9, 3, Kind.TEXT)
STEPS_DONE = NamedCell("Langkah_Selesai", CONTROL, "Langkah selesai", 10, 3, Kind.TEXT)
FINDING_COUNT = NamedCell("Jumlah_Temuan", CONTROL, "Temuan terbuka", 11, 3, Kind.INTEGER)
COMPLETENESS = NamedCell(
    "Kelengkapan", CONTROL, "Kelengkapan kantor (%)", 12, 3, Kind.PERCENT_POINTS
)
OFFICE_MEAN = NamedCell(
    "Capaian_Kantor", ACHIEVEMENT, "Rata-rata capaian kantor (%)", 4, 6, Kind.PERCENT_POINTS,
    formula=live.office_mean(),
)  # fmt: skip
OFFICE_CATEGORY = NamedCell(
    "Kategori_Kantor", ACHIEVEMENT, "Kategori", 5, 6, Kind.TEXT,
    formula=live.category_of_mean("Capaian_Kantor"),
)  # fmt: skip
NEXT_ACTION = NamedCell("Langkah_Berikut", CONTROL, "Berikutnya", 13, 3, Kind.TEXT)
REFRESHED = NamedCell("Diperbarui", CONTROL, "Diperbarui", 14, 3, Kind.MOMENT)
MASTER_ID = NamedCell("ID_Induk", SETTINGS, "ID buku induk", 4, 3, Kind.CODE)
FORMAT_VERSION = NamedCell("Versi_Induk", SETTINGS, "Versi buku induk", 5, 3, Kind.INTEGER)
SCALE = NamedCell(
    "Skala_Dipakai", SETTINGS, "Skala kategori", 6, 3, Kind.TEXT, is_entry=True,
    choices="Daftar_Skala",
)  # fmt: skip
MEAN_METHOD = NamedCell(
    "Metode_Rata_Rata", SETTINGS, "Metode rata-rata", 7, 3, Kind.TEXT, is_entry=True,
    choices="Daftar_Metode",
)  # fmt: skip
EXPLANATION_LIMIT = NamedCell(
    "Batas_Penjelasan", SETTINGS, "Kendala wajib bila capaian di bawah (%)", 8, 3, Kind.NUMBER,
    is_entry=True, help="Kosong: tidak pernah wajib.",
)  # fmt: skip
MINUTES_PER_DAY = NamedCell(
    "Menit_Per_Hari", SETTINGS, "Menit SOP yang dibaca 1 hari", 9, 3, Kind.INTEGER,
    is_entry=True, help="Misalnya 480; kosong: menit dibaca sebagai menit.",
)  # fmt: skip

NAMED_CELLS = (
    OFFICE, YEAR, ACTIVE_PERIOD, SOP_TITLE, SOP_NUMBER, CURRENT_STEP, STEPS_DONE, FINDING_COUNT,
    COMPLETENESS, NEXT_ACTION, REFRESHED, OFFICE_MEAN, OFFICE_CATEGORY, MASTER_ID, FORMAT_VERSION,
    SCALE, MEAN_METHOD, EXPLANATION_LIMIT, MINUTES_PER_DAY,
)  # fmt: skip

MASTER_FORMAT = 1
"""What Versi_Induk says of a master made by this version of the layout."""

YES = "ya"
NO = "tidak"
ARITHMETIC, GEOMETRIC = Mean.ARITHMETIC.value, Mean.GEOMETRIC.value
KEEP_MASTER = "pertahankan induk"
TAKE_RETURN = "ambil formulir"

CHOICES: dict[str, tuple[str, ...]] = {
    "Daftar_Arah": tuple(item.value for item in Polarity),
    "Daftar_Varian": tuple(item.value for item in Variant),
    "Daftar_Pembulatan": tuple(item.value for item in Rounding),
    "Daftar_Logika": tuple(item.value for item in PeriodLogic),
    "Daftar_Metode": (ARITHMETIC, GEOMETRIC),
    "Daftar_Ya_Tidak": (YES, NO),
    "Daftar_Keputusan": (KEEP_MASTER, TAKE_RETURN),
    "Daftar_Jenis_LHP": ("LHP", "LHE", "TLHP"),
    "Daftar_Status_LHP": ("belum ditindaklanjuti", "dalam proses", "selesai"),
    "Daftar_Jenis_Libur": tuple(item.value for item in DayOffKind),
}
"""Lists on PENGATURAN to choose from; Daftar_Subbagian and Daftar_Skala follow their tables."""
