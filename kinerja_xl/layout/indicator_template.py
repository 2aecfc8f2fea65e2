"""The template of an indicator file as data: its columns, what each expects, its example rows."""

from __future__ import annotations

from decimal import Decimal

from kinerja_xl.core.indicator import PeriodLogic, Polarity, Rounding, Variant
from kinerja_xl.core.indicator_rows import EXAMPLE_MARK
from kinerja_xl.core.numbers import format_number
from kinerja_xl.core.values import CellContent
from kinerja_xl.layout.spec import Column
from kinerja_xl.layout.tables import INDICATOR_TABLE

HEADER_ROW = 5
BLANK_ROWS = 60
SHEET, GUIDE_SHEET = "INDIKATOR", "PETUNJUK"

TITLE = "Templat Indikator Kinerja"
LINES = (
    "Isi satu baris untuk setiap indikator. Kolom berjudul cokelat wajib diisi; "
    "judul kolom jangan diubah.",
    f"Baris berkode {EXAMPLE_MARK} hanya contoh: dilewati saat dibaca, boleh dihapus.",
)
REQUIRED = frozenset(("code", "objective", "name", "unit", "section"))

COLUMNS: tuple[Column, ...] = tuple(
    column for column in INDICATOR_TABLE.columns if column.field != "key"
)
"""The columns of tblIndikator but the key, which the program gives."""

CHOICES = {
    "polarity": tuple(item.value for item in Polarity),
    "variant": tuple(item.value for item in Variant),
    "rounding": tuple(item.value for item in Rounding),
    "period_logic": tuple(item.value for item in PeriodLogic),
}

HELP = {
    "code": "Kode indikator menurut Perjanjian Kinerja atau IKU; setiap indikator berbeda.",
    "objective": "Sasaran strategis.",
    "name": "Indikator kinerja.",
    "unit": "Satuan, misalnya %, dokumen, orang, nilai. % berarti angka 0 sampai 100.",
    "section": "Kode atau nama lengkap subbagian yang melaporkan.",
    "polarity": "maksimalkan: makin tinggi makin baik; minimalkan: makin rendah makin baik.",
    "variant": "Untuk minimalkan. A: (2 x target - realisasi)/target; B: target/realisasi.",
    "cap_percent": "Capaian tertinggi yang dihitung, misalnya 100 atau 120. Kosong: tanpa batas.",
    "rounding": "Cara membulatkan capaian. Kosong: setengah ke atas.",
    "digits": "Angka di belakang koma pada capaian, 0 sampai 6. Kosong: 2.",
    "period_logic": "Cara menghitung angka kumulatif. Kosong: non-kumulatif.",
    "ordinal_map": "Untuk nilai huruf atau opini: WTP=4; WDP=3; TW=2; TMP=1.",
    "evidence": "Data pendukung yang diminta, pisahkan dengan titik koma.",
    "program": "Program anggaran. Pagu satu program ditulis pada satu indikator saja.",
    "budget": "Pagu dalam rupiah, angka saja.",
}
TARGET_HELP = (
    "Angka (98,5), rentang (80 s.d. 90), atau nilai dalam Peta Nilai (WTP). "
    "Kosong: tidak diukur pada periode itu."
)

EXAMPLES: tuple[dict[str, CellContent], ...] = (
    {
        "code": f"{EXAMPLE_MARK}-1",
        "objective": "Meningkatnya penyelenggaraan Pemilu/Pemilihan yang demokratis",
        "name": "Persentase partisipasi pemilih",
        "unit": "%",
        "section": "TEKNIS",
        "polarity": Polarity.MAXIMISE.value,
        "cap_percent": 120,
        "rounding": Rounding.HALF_UP.value,
        "digits": 2,
        "period_logic": PeriodLogic.NONE.value,
        "evidence": "Berita acara rekapitulasi; Daftar hadir",
        "target_year": 80,
        "target_TW1": 80,
        "target_TW2": 80,
        "target_TW3": 80,
        "target_TW4": 80,
    },
    {
        "code": f"{EXAMPLE_MARK}-2",
        "objective": "Meningkatnya akuntabilitas keuangan dan kinerja",
        "name": "Opini BPK atas laporan keuangan",
        "unit": "opini",
        "section": "KUL",
        "polarity": Polarity.MAXIMISE.value,
        "rounding": Rounding.HALF_UP.value,
        "digits": 2,
        "period_logic": PeriodLogic.LAST.value,
        "ordinal_map": "WTP=4; WDP=3; TW=2; TMP=1",
        "evidence": "Laporan hasil pemeriksaan",
        "program": "Dukungan Manajemen",
        "budget": 1_250_000_000,
        "target_year": "WTP",
        "target_TW2": "WTP",
    },
)


def guide_rows() -> tuple[tuple[str, str, str, str], ...]:
    """Explain the columns: heading, whether required, what to write, an example.

    The targets of all periods are explained in two lines.
    """
    own = [column for column in COLUMNS if column.field in HELP]
    rows = [
        (c.heading, "ya" if c.field in REQUIRED else "tidak", HELP[c.field], _example(c.field))
        for c in own
    ]
    hidden = "Seperti di atas. Kolomnya tersembunyi; tampilkan bila dipakai."
    rows.append(("Target Tahun, Target Triwulan I - IV", "tidak", TARGET_HELP, "80 s.d. 90"))
    rows.append(("Target Semester, Target bulan", "tidak", hidden, ""))
    return tuple(rows)


def _example(field: str) -> str:
    example = next((row[field] for row in EXAMPLES if field in row), None)
    if isinstance(example, int):
        return format_number(Decimal(example))
    return "" if example is None else str(example)


def help_of(column: Column) -> str:
    """Return what to write into a column."""
    return HELP.get(column.field, TARGET_HELP)
