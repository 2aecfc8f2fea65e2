"""Every single cell of the master that has a defined name, and the lists that cells choose from."""

from __future__ import annotations

from kinerja_xl.core import audits
from kinerja_xl.core.aggregates import Mean
from kinerja_xl.core.calendar import DayOffKind
from kinerja_xl.core.indicator import PeriodLogic, Polarity, Rounding, Variant
from kinerja_xl.core.verification import Verdict
from kinerja_xl.layout import audit_formulas, entry_formulas
from kinerja_xl.layout import row_formulas as live
from kinerja_xl.layout.spec import Kind, NamedCell
from kinerja_xl.layout.tables import ACHIEVEMENT, AUDITS, CONTROL, ENTRIES, OFFICIALS, SETTINGS

# All of KENDALI down to the board fits on a screen of 1366 by 768 pixels.
OFFICE = NamedCell("Kantor", CONTROL, "Kantor", 1, 6, Kind.TEXT, last_column=8)
YEAR = NamedCell("Tahun", CONTROL, "Tahun", 1, 10, Kind.CODE, last_column=11)
SOP_TITLE = NamedCell("SOP_Judul", CONTROL, "SOP", 2, 6, Kind.TEXT, last_column=8)
SOP_NUMBER = NamedCell("SOP_Nomor", CONTROL, "Nomor", 2, 10, Kind.TEXT, last_column=11)
NEXT_ACTION = NamedCell(
    "Langkah_Berikut", CONTROL, "Langkah berikutnya", 3, 3, Kind.TEXT, last_column=11,
    is_prominent=True,
)  # fmt: skip
CURRENT_STEP = NamedCell(
    "Langkah_Sekarang", CONTROL, "Langkah sekarang", 4, 3, Kind.TEXT, last_column=8
)
REFRESHED = NamedCell("Diperbarui", CONTROL, "Diperbarui", 4, 10, Kind.MOMENT, last_column=11)
TURN = NamedCell("Giliran", CONTROL, "Giliran", 5, 3, Kind.TEXT, last_column=11)
ACTIVE_PERIOD = NamedCell(
    "Periode_Aktif", CONTROL, "Periode aktif", 7, 3, Kind.CODE, is_entry=True,
    help="2026-01 (bulan), 2026-TW1 (triwulan), 2026-S1 (semester), 2026 (tahun).",
)  # fmt: skip
STEPS_DONE = NamedCell("Langkah_Selesai", CONTROL, "Langkah selesai", 11, 3, Kind.TEXT)
RETURNED = NamedCell(
    "Sudah_Kembali", CONTROL, "Formulir kembali", 9, 3, Kind.TEXT, formula=live.returned_forms()
)
FINDING_COUNT = NamedCell("Jumlah_Temuan", CONTROL, "Temuan terbuka", 10, 3, Kind.INTEGER)
COMPLETENESS = NamedCell("Kelengkapan", CONTROL, "Kelengkapan (%)", 8, 3, Kind.PERCENT_POINTS)
OFFICE_MEAN = NamedCell(
    "Capaian_Kantor", ACHIEVEMENT, "Rata-rata capaian kantor (%)", 4, 6, Kind.PERCENT_POINTS,
    formula=live.office_mean(),
)  # fmt: skip
OFFICE_CATEGORY = NamedCell(
    "Kategori_Kantor", ACHIEVEMENT, "Kategori", 5, 6, Kind.TEXT,
    formula=live.category_of_mean("Capaian_Kantor"),
)  # fmt: skip
SOP_STATE = NamedCell("SOP_Keadaan", CONTROL, "Keadaan SOP", 12, 3, Kind.TEXT)
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
AUDIT_FORMS = NamedCell(
    "Register_Lewat_Formulir", SETTINGS, "Register LHP lewat formulir", 10, 3, Kind.TEXT,
    is_entry=True, choices="Daftar_Ya_Tidak",
    help="ya: formulir subbagian memuat lembar LHP-LHE-TLHP mulai distribusi berikutnya.",
)  # fmt: skip
REFERENCE_DAY = NamedCell(
    audit_formulas.REFERENCE_DAY, AUDITS, "Keadaan per tanggal", 4, 3, Kind.DATE,
    formula="TODAY()",
)  # fmt: skip
ENTRIES_LEFT = NamedCell(
    "Belum_Dientri", ENTRIES, "Belum dientri (periode aktif)", 3, 7, Kind.INTEGER,
    formula=entry_formulas.counted(entry_formulas.LEFT),
)  # fmt: skip
ENTRIES_CHANGED = NamedCell(
    "Berubah_Sesudah_Dientri", ENTRIES, "Lalu berubah", 3, 17, Kind.INTEGER,
    formula=entry_formulas.counted(entry_formulas.CHANGED),
)  # fmt: skip
OFFICE_CODE = NamedCell(
    "Kode_Kantor", OFFICIALS, "Kode kantor", 4, 3, Kind.CODE, is_entry=True,
    help="Untuk {kode} dalam pola nomor, misalnya kode wilayah; diambil dari nomor SOP.",
)  # fmt: skip
LETTERHEAD = NamedCell(
    "Kop_Surat", OFFICIALS, "Kop surat", 5, 3, Kind.TEXT, is_entry=True,
    help="Nama satuan kerja di kepala surat; kosong: Sekretariat dan nama kantor.",
)  # fmt: skip
ADDRESS = NamedCell(
    "Alamat_Kantor", OFFICIALS, "Alamat", 6, 3, Kind.TEXT, is_entry=True,
    help="Jalan, nomor, kode pos, telepon; tampil di bawah kop surat.",
)  # fmt: skip
CITY = NamedCell(
    "Kota_Kantor", OFFICIALS, "Tempat penetapan", 7, 3, Kind.TEXT, is_entry=True,
    help="Kota atau kecamatan yang ditulis sebelum tanggal surat.",
)  # fmt: skip

NAMED_CELLS = (
    OFFICE, YEAR, ACTIVE_PERIOD, SOP_TITLE, SOP_NUMBER, CURRENT_STEP, STEPS_DONE, FINDING_COUNT,
    COMPLETENESS, NEXT_ACTION, REFRESHED, TURN, SOP_STATE, RETURNED, OFFICE_MEAN, OFFICE_CATEGORY,
    MASTER_ID, FORMAT_VERSION, SCALE, MEAN_METHOD, EXPLANATION_LIMIT, MINUTES_PER_DAY, AUDIT_FORMS,
    REFERENCE_DAY, ENTRIES_LEFT, ENTRIES_CHANGED,
    OFFICE_CODE, LETTERHEAD, ADDRESS, CITY,
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
    "Daftar_Verifikasi": tuple(item.value for item in Verdict),
    "Daftar_Jenis_LHP": tuple(item.value for item in audits.Kind),
    "Daftar_Status_LHP": tuple(item.value for item in audits.Status),
    "Daftar_Jenis_Libur": tuple(item.value for item in DayOffKind),
}
"""Lists on PENGATURAN to choose from; Daftar_Subbagian and Daftar_Skala follow their tables."""
