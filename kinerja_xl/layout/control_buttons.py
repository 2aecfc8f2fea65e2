"""The buttons on KENDALI: label, macro, place, and what each does."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Button:
    """A button over the cells of one row; rows and columns count from 1.

    Attributes:
        macro: The Sub of vba_stub/master/ControlSheetButtons.bas.
        explanation: What it does, shown beside it; empty where there is no room.
    """

    label: str
    macro: str
    row: int
    column: int
    last_column: int
    explanation: str = ""


FIRST_COLUMN, LAST_COLUMN = 4, 11
_LAST_BUTTON_COLUMN = 5
_AREAS = ((4, 5), (6, 6), (7, 8), (9, 10), (11, 11))
"""First and last columns of what stands side by side right of the figures."""

_FIRST_ROW = 7
_IN_ORDER = (
    (
        "Atur Periode", "KendaliSetPeriod",
        "Memilih periode yang dikerjakan dan menyiapkan langkah SOP-nya.",
    ),
    (
        "Distribusi", "KendaliDistribute",
        "Membuat formulir setiap subbagian di folder distribusi.",
    ),
    (
        "Gabung", "KendaliMerge",
        "Membaca formulir dari folder kembali, lalu menggabungkannya.",
    ),
    (
        "Periksa Kelengkapan", "KendaliCheck",
        "Memeriksa isian dan data pendukung; hasilnya di TEMUAN.",
    ),
    (
        "Hitung Durasi dan Capaian", "KendaliCompute",
        "Menghitung capaian dan lama langkah; hasilnya di CAPAIAN, GRAFIK.",
    ),
)  # fmt: skip
_ANY_TIME = (
    ("Mulai Langkah", "KendaliStartStep"),
    ("Selesai Langkah", "KendaliFinishStep"),
    ("Segarkan Status", "KendaliRefreshStatus"),
    ("Buka Folder", "KendaliOpenFolder"),
    ("Bantuan", "KendaliShowHelp"),
)


def _placed() -> Iterator[Button]:
    for row, (label, macro, explanation) in enumerate(_IN_ORDER, start=_FIRST_ROW):
        yield Button(label, macro, row, FIRST_COLUMN, _LAST_BUTTON_COLUMN, explanation)
    row = _FIRST_ROW + len(_IN_ORDER)
    for (label, macro), (first, last) in zip(_ANY_TIME, _AREAS, strict=True):
        yield Button(label, macro, row, first, last)


BUTTONS = tuple(_placed())
"""Those of a period in the order of the work, each in a row; then those for any time, in one."""
