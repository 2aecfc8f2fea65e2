"""The hidden columns of PENGATURAN: lists that cells choose from, and the scale that is chosen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kinerja_xl.core.values import CellContent, Formula
from kinerja_xl.layout.names import CHOICES, SCALE
from kinerja_xl.layout.row_formulas import SCALE_BOUNDS, SCALE_CATEGORIES
from kinerja_xl.layout.spec import column_letters
from kinerja_xl.layout.tables import SCALE_TABLE, SETTINGS

SECTION_LIST, SCALE_LIST = "Daftar_Subbagian", "Daftar_Skala"
HEADER_ROW = 12
FIRST_COLUMN = 18
SCALES_AT_MOST, BANDS_AT_MOST = 12, 12
"""How many scales can be offered, and how many categories one scale can have."""

_LOWEST, _NOWHERE = "-1E+299", "1E+300"


@dataclass(frozen=True, slots=True)
class ListColumn:
    """A list below a heading; `name` is its defined name, `refers_to` what the name denotes."""

    name: str
    column: int
    cells: tuple[CellContent, ...]
    refers_to: str


def list_columns(sections: Sequence[str]) -> tuple[ListColumn, ...]:
    """Return every list, left to right.

    Args:
        sections: The codes of the sections.
    """
    fixed = [*CHOICES.items(), (SECTION_LIST, tuple(sections))]
    lists = [
        ListColumn(name, column, values, _range(column, len(values)))
        for column, (name, values) in enumerate(fixed, start=FIRST_COLUMN)
    ]
    after = FIRST_COLUMN + len(lists)
    return (*lists, _scale_names(after), *_chosen_scale(after + 1))


def _scale_names(column: int) -> ListColumn:
    """List each scale once, in the order of the table; blank cells follow."""
    scales = SCALE_TABLE.whole("scale")
    cells = []
    for number in range(SCALES_AT_MOST):
        letters = column_letters(column)
        above = f"${letters}${HEADER_ROW}:${letters}${HEADER_ROW + number}"
        is_new = f'INDEX((COUNTIF({above},{scales})=0)*({scales}<>""),0)'
        cells.append(Formula(f'IFERROR(INDEX({scales},MATCH(1,{is_new},0)),"")'))
    filled = f'COUNTIF({_range(column, SCALES_AT_MOST)},"?*")'
    return ListColumn(SCALE_LIST, column, tuple(cells), _up_to(column, filled))


def _chosen_scale(column: int) -> tuple[ListColumn, ...]:
    """List the bands of the chosen scale by ascending bound: sorting figure, bound, category.

    The band without a lower bound sorts below every number; an unused line above every number.
    """
    scale, bound = SCALE_TABLE.whole("scale"), SCALE_TABLE.whole("lower_percent")
    category = SCALE_TABLE.whole("category")
    is_chosen = f"({scale}={SCALE.name})"
    figures = (
        f"((1-{is_chosen})*{_NOWHERE}+{is_chosen}*ISNUMBER({bound})*{bound}"
        f"+{is_chosen}*(1-ISNUMBER({bound}))*{_LOWEST})"
    )
    sorting, bounds, categories = [], [], []
    for row in range(HEADER_ROW + 1, HEADER_ROW + 1 + BANDS_AT_MOST):
        own = f"${column_letters(column)}${row}"
        sorting.append(
            Formula(f"IFERROR(SUMPRODUCT(SMALL({figures},{row - HEADER_ROW})),{_NOWHERE})")
        )
        bounds.append(Formula(f'IF(ABS({own})>=-({_LOWEST}),"",{own})'))
        position = (
            f"SUMPRODUCT(MAX({is_chosen}*({figures}={own})*ROW({scale})))"
            f"-ROW({SCALE_TABLE.name}[[#Headers],[{SCALE_TABLE.column('scale').heading}]])"
        )
        found = f'IFERROR(INDEX({category},{position}),"")'
        categories.append(Formula(f'IF({own}={_NOWHERE},"",{found})'))
    count = f'COUNTIF({_range(column, BANDS_AT_MOST)},"<1E+299")'
    return (
        ListColumn("", column, tuple(sorting), ""),
        ListColumn(SCALE_BOUNDS, column + 1, tuple(bounds), _up_to(column + 1, count)),
        ListColumn(SCALE_CATEGORIES, column + 2, tuple(categories), _up_to(column + 2, count)),
    )


def _range(column: int, count: int) -> str:
    letters = column_letters(column)
    return f"{SETTINGS}!${letters}${HEADER_ROW + 1}:${letters}${HEADER_ROW + count}"


def _up_to(column: int, count: str) -> str:
    """Return the part of a column that has so many cells, at least one."""
    letters = column_letters(column)
    last = HEADER_ROW + max(SCALES_AT_MOST, BANDS_AT_MOST)
    whole = f"{SETTINGS}!${letters}${HEADER_ROW + 1}:${letters}${last}"
    return f"{SETTINGS}!${letters}${HEADER_ROW + 1}:INDEX({whole},MAX(1,{count}))"
