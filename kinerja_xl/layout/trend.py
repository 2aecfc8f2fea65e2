"""TREN: achievements over the periods of a year, of the office, sections, objectives, indicators.

The sheet holds live formulas only, so it needs no verb and follows every change. Its rows are made
when the master is built, with room for indicators and objectives that are added later.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial

from kinerja_xl.core.period import PeriodKind
from kinerja_xl.core.values import CellContent, Formula
from kinerja_xl.layout import tables
from kinerja_xl.layout.row_formulas import (
    ACTIVE_PERIOD,
    objective_mean_of,
    office_mean,
    section_mean_of,
)
from kinerja_xl.layout.spec import Table, column_letters

MONTHS = 12
NAME_ROW, HEADER_ROW = 4, 5
"""Where the hidden full names of the periods stand, and the headings."""
KEY, CODE, NAME, SECTION, UNIT, TARGET, REALISATION, VALUE, CATEGORY, SPARKLINE = range(1, 11)
FIRST_PERIOD = SPARKLINE + 1
LAST_PERIOD = FIRST_PERIOD + MONTHS - 1
LINE, RANK, FIRST_BAR = LAST_PERIOD + 1, LAST_PERIOD + 2, LAST_PERIOD + 3
"""Hidden: the row in tblCapaian, what indicators are ranked by, and the bars of the sparkline."""
LAST_BAR = FIRST_BAR + MONTHS - 1

WIDTHS = {
    KEY: 8, CODE: 14, NAME: 56, SECTION: 13, UNIT: 10, TARGET: 11, REALISATION: 11, VALUE: 11,
    CATEGORY: 15, SPARKLINE: 20, **dict.fromkeys(range(FIRST_PERIOD, LAST_PERIOD + 1), 7),
}  # fmt: skip
HEADINGS = {
    CODE: "Kode", NAME: "Uraian", SECTION: "Subbagian", UNIT: "Satuan", TARGET: "Target",
    REALISATION: "Realisasi", VALUE: "Capaian (%)", CATEGORY: "Kategori", SPARKLINE: "Tren",
}  # fmt: skip
FULL_BAR_PERCENT = 120
"""A sparkline's bar of this height fills its cell."""

_SPARE_OBJECTIVES, _SPARE_INDICATORS, _LEAST_INDICATORS = 2, 20, 30
_SPARE_PRINTED = 8
_LINES, _INDICATORS = tables.ACHIEVEMENT_TABLE, tables.INDICATOR_TABLE


@dataclass(frozen=True, slots=True)
class Block:
    """Rows of one kind under a heading; `first` and `last` are Excel rows, counted from 1."""

    heading: str
    first: int
    last: int

    @property
    def rows(self) -> range:
        """The Excel rows."""
        return range(self.first, self.last + 1)


@dataclass(frozen=True, slots=True)
class TrendPlaces:
    """Where the blocks of TREN stand; `last_printed` is the last Excel row that is printed."""

    office: Block
    sections: Block
    objectives: Block
    indicators: Block
    last_printed: int

    @property
    def blocks(self) -> tuple[Block, ...]:
        """All blocks from top to bottom."""
        return (self.office, self.sections, self.objectives, self.indicators)


def trend_places(sections: int, objectives: int, indicators: int) -> TrendPlaces:
    """Place the blocks, with room for objectives and indicators that are added later.

    Args:
        sections: How many the master has; it never changes.
        objectives: How many there are when the master is built; likewise of indicators.
    """
    sizes = (
        ("Kantor", 1),
        ("Menurut subbagian", max(sections, 1)),
        ("Menurut sasaran", objectives + _SPARE_OBJECTIVES),
        (
            "Menurut indikator",
            max(indicators + max(indicators // 4, _SPARE_INDICATORS), _LEAST_INDICATORS),
        ),
    )  # fmt: skip
    blocks, row = [], HEADER_ROW + 1
    for heading, size in sizes:
        blocks.append(Block(heading, row + 1, row + size))
        row += size + 1
    shown = blocks[-1].first + indicators + _SPARE_PRINTED
    last = min(shown, blocks[-1].last) if indicators else blocks[-1].last
    office, section, objective, indicator = blocks
    return TrendPlaces(office, section, objective, indicator, last)


def period_names() -> Iterator[tuple[int, str]]:
    """List column and formula of the full name of each period of the active period's kind."""
    year = f"LEFT({ACTIVE_PERIOD},5)"
    kind = f"UPPER(MID({ACTIVE_PERIOD},6,1))"
    for number in range(1, MONTHS + 1):
        whole = ACTIVE_PERIOD if number == 1 else '""'
        quarter = f'{year}&"TW{number}"' if number <= PeriodKind.QUARTER.per_year else '""'
        half = f'{year}&"S{number}"' if number <= PeriodKind.SEMESTER.per_year else '""'
        month = f'{year}&"{number:02}"'
        yield (
            FIRST_PERIOD + number - 1,
            f'IF(LEN({ACTIVE_PERIOD})=4,{whole},IF({kind}="T",{quarter},'
            f'IF({kind}="S",{half},{month})))',
        )


def period_count_formula() -> str:
    """Return the formula of how many periods of the active period's kind a year has."""
    first, last = (f"${column_letters(n)}${NAME_ROW}" for n in (FIRST_PERIOD, LAST_PERIOD))
    return f"SUMPRODUCT((LEN({first}:{last})>0)*1)"


def heading_formula(column: int) -> str:
    """Return the heading over a period's column: its name without the year."""
    cell = f"{column_letters(column)}${NAME_ROW}"
    return f"IF(LEN({cell})=4,{cell},MID({cell},6,3))"


def cells(places: TrendPlaces) -> Iterator[tuple[int, int, CellContent]]:
    """List row, column and content of every cell below the headings."""
    for row in places.office.rows:
        for column, name in (
            (NAME, "Kantor"), (VALUE, "Capaian_Kantor"), (CATEGORY, "Kategori_Kantor"),
        ):  # fmt: skip
            yield row, column, Formula(f'IFERROR(IF({name}="","",{name}),"")')
        yield from _periods(row, office_mean)
    for number, row in enumerate(places.sections.rows, start=1):
        table = tables.SECTION_SUMMARY_TABLE
        yield from _group(row, number, table, {CODE: "code", NAME: "name"})
        yield from _periods(row, partial(section_mean_of, f"$B{row}"))
    for number, row in enumerate(places.objectives.rows, start=1):
        table = tables.OBJECTIVE_SUMMARY_TABLE
        yield from _group(row, number, table, {NAME: "objective"})
        yield from _periods(row, partial(objective_mean_of, f"$C{row}"))
    for number, row in enumerate(places.indicators.rows, start=1):
        yield from _indicator(row, number)


def bars_formula(row: int) -> str:
    """Return the array formula that gives each month its bar in a row's sparkline.

    A period has a bar for each of its months, so that four quarters fill a cell as twelve months
    do. One formula for all of them keeps the workbook small.
    """
    first, last = column_letters(FIRST_PERIOD), column_letters(LAST_PERIOD)
    count = f"${column_letters(LINE)}${NAME_ROW}"
    months = ",".join(map(str, range(1, MONTHS + 1)))
    period = f"ROUNDUP({{{months}}}*{count}/{MONTHS},0)"
    return f'IFERROR(LOOKUP({period},{{{months}}},${first}{row}:${last}{row}),"")'


def overflow_formula(places: TrendPlaces) -> str:
    """Return a formula that says how many indicators have no row here, or an empty text."""
    count, room = f"COUNTA({_INDICATORS.whole('code')})", len(places.indicators.rows)
    lacking = f'({count}-{room})&" indikator tidak muat di sini; lihat CAPAIAN."'
    return f'IF({count}>{room},{lacking},"")'


def _group(
    row: int, number: int, table: Table, fields: Mapping[int, str]
) -> Iterator[tuple[int, int, CellContent]]:
    """Show a row of a summary; a group of which nothing can be computed shows its name alone."""
    shown = {**fields, VALUE: "mean", CATEGORY: "category"}
    for column, field in shown.items():
        yield row, column, Formula(_shown(table, field, str(number)))


def _indicator(row: int, number: int) -> Iterator[tuple[int, int, CellContent]]:
    for column, field in (
        (KEY, "key"), (CODE, "code"), (NAME, "name"), (SECTION, "section"), (UNIT, "unit"),
    ):  # fmt: skip
        yield row, column, Formula(_shown(_INDICATORS, field, str(number)))
    line = f"${column_letters(LINE)}{row}"
    for column, field in (
        (TARGET, "target"), (REALISATION, "realisation"), (VALUE, "achievement"),
        (CATEGORY, "category"),
    ):  # fmt: skip
        yield row, column, Formula(_shown(_LINES, field, line))
    yield row, LINE, Formula(_line_of(row, ACTIVE_PERIOD))
    value = f"{column_letters(VALUE)}{row}"
    # Equal achievements keep the order of the sheet.
    yield row, RANK, Formula(f'IF(ISNUMBER({value}),{value}+ROW()/10^9,"")')
    for column in range(FIRST_PERIOD, LAST_PERIOD + 1):
        period = f"{column_letters(column)}${NAME_ROW}"
        found = _shown(_LINES, "achievement", _line_of(row, period))
        yield row, column, Formula(f'IF({period}="","",{found})')


def _line_of(row: int, period: str) -> str:
    return f'IF($A{row}="",0,IFERROR(MATCH($A{row}&"|"&{period},{_LINES.whole("row_id")},0),0))'


def _shown(table: Table, field: str, number: str) -> str:
    """Return the formula that shows a field of a table's row, blank where there is none."""
    value = f"INDEX({table.whole(field)},{number})"
    return f'IFERROR(IF(OR({number}=0,{value}=""),"",{value}),"")'


def _periods(row: int, mean: Callable[[str], str]) -> Iterator[tuple[int, int, CellContent]]:
    for column in range(FIRST_PERIOD, LAST_PERIOD + 1):
        period = f"{column_letters(column)}${NAME_ROW}"
        yield row, column, Formula(f'IF({period}="","",{mean(period)})')
