"""GRAFIK: the figures behind its charts, as live formulas in hidden columns.

Charts refer to plain ranges: LibreOffice draws no series from a defined name. So the ranges have a
fixed number of lines, set when the master is built, and formulas choose what stands in them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kinerja_xl.core.durations import StepStatus
from kinerja_xl.core.values import CellContent, Formula
from kinerja_xl.layout import tables, trend
from kinerja_xl.layout.formulas import text
from kinerja_xl.layout.row_formulas import ACTIVE_PERIOD
from kinerja_xl.layout.spec import column_letters
from kinerja_xl.layout.trend import MONTHS, TrendPlaces

FIRST_DATA_COLUMN = 27
FIRST_LINE = 3
"""Excel row of the first line of every list of figures."""
MOST_LOWEST, _LEAST_LOWEST, _SPARE_LOWEST = 20, 6, 2
MOST_ACTORS = 12
MINUTES_PER_DAY = 450
"""Perpres 21/2023: 37.5 working hours a week, in five days."""

_NAME_LENGTH, _ACTIVITY_LENGTH, _ACTOR_LENGTH = 34, 38, 34
_FULL_PERCENT = 100
_NEVER = 99999
_MONTH_NAMES = ("Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des")
_STEPS = tables.STEP_TABLE
_LATE = (StepStatus.DONE_LATE, StepStatus.RUNNING_LATE)

(
    MONTH, MEAN, FULL,
    POSITION, INDICATOR, BELOW, REACHED,
    BAR, OFFSET, PLANNED, DONE, DONE_LATE, RUNNING,
    STEP, PLANNED_START, PLANNED_FINISH, STARTED, FINISHED, IS_LATE,
    STEP_ACTOR, LATE_DAYS, ACTOR_RANK, ACTOR_POSITION, ACTOR, ACTOR_DAYS,
) = range(FIRST_DATA_COLUMN, FIRST_DATA_COLUMN + 25)  # fmt: skip
LAST_DATA_COLUMN = ACTOR_DAYS
_BASE = f"${column_letters(PLANNED_START)}${FIRST_LINE - 1}"
"""The day on which the cycle begins, planned or in fact."""


@dataclass(frozen=True, slots=True)
class ChartSizes:
    """How many lines the charts have; fixed when the master is built.

    Attributes:
        lowest: Indicators with the lowest achievement.
        steps: Of the SOP; each has a planned and an actual bar.
        actors: Who carries steps out.
    """

    sections: int
    lowest: int
    steps: int
    actors: int


def chart_sizes(sections: int, indicators: int, actors: tuple[str, ...]) -> ChartSizes:
    """Choose how many lines the charts have.

    Args:
        sections: How many the master has.
        indicators: How many there are when it is built; 0 when they are still to come.
        actors: Of each step of the SOP.
    """
    lowest = max(indicators + _SPARE_LOWEST, _LEAST_LOWEST) if indicators else MOST_LOWEST
    return ChartSizes(
        max(sections, 1),
        min(lowest, MOST_LOWEST),
        max(len(actors), 1),
        min(max(len(set(actors)), 1), MOST_ACTORS),
    )


def column_area(column: int, count: int) -> str:
    """Return the absolute address of the first lines of a list on GRAFIK."""
    letters = column_letters(column)
    return f"${letters}${FIRST_LINE}:${letters}${FIRST_LINE + count - 1}"


def data_cells(sizes: ChartSizes, places: TrendPlaces) -> Iterator[tuple[int, int, CellContent]]:
    """List row, column and content of every cell of the hidden columns."""
    yield from _progress(places)
    yield from _lowest(sizes, places)
    yield from _steps(sizes)
    yield from _bars(sizes)
    yield from _actors(sizes)


def _lines(count: int) -> Iterator[tuple[int, int]]:
    return ((number, FIRST_LINE + number - 1) for number in range(1, count + 1))


def _cell(column: int, row: int) -> str:
    return f"${column_letters(column)}{row}"


def _short(value: str, length: int) -> str:
    return f'IF(LEN({value})>{length},LEFT({value},{length - 1})&"…",{value})'


def _progress(places: TrendPlaces) -> Iterator[tuple[int, int, CellContent]]:
    """Put a period's mean at its last month; months between have no value and no point."""
    office = places.office.first
    first, last = (column_letters(n) for n in (trend.FIRST_PERIOD, trend.LAST_PERIOD))
    means = f"{tables.TREND}!${first}${office}:${last}${office}"
    count = f"{tables.TREND}!${column_letters(trend.LINE)}${trend.NAME_ROW}"
    for month, row in _lines(MONTHS):
        number = f"{month}*{count}/{MONTHS}"
        value = f"INDEX({means},{number})"
        is_there = f"IF(MOD({month}*{count},{MONTHS})=0,ISNUMBER({value}),FALSE)"
        yield row, MONTH, _MONTH_NAMES[month - 1]
        yield row, MEAN, Formula(f"IF({is_there},{value},NA())")
        yield row, FULL, _FULL_PERCENT


def _lowest(sizes: ChartSizes, places: TrendPlaces) -> Iterator[tuple[int, int, CellContent]]:
    block = places.indicators

    def area(column: int) -> str:
        letters = column_letters(column)
        return f"{tables.TREND}!${letters}${block.first}:${letters}${block.last}"

    for number, row in _lines(sizes.lowest):
        rank = f"SMALL({area(trend.RANK)},{number})"
        yield row, POSITION, Formula(f"IFERROR(MATCH({rank},{area(trend.RANK)},0),0)")
        position = _cell(POSITION, row)
        name = _short(f"INDEX({area(trend.NAME)},{position})", _NAME_LENGTH)
        label = f'INDEX({area(trend.CODE)},{position})&" "&{name}'
        yield row, INDICATOR, Formula(f'IF({position}=0,"",{label})')
        value = f"INDEX({area(trend.VALUE)},{position})"
        for column, test in ((BELOW, f"{value}<100"), (REACHED, f"{value}>=100")):
            yield row, column, Formula(f'IF({position}=0,"",IF({test},{value},""))')


def _steps(sizes: ChartSizes) -> Iterator[tuple[int, int, CellContent]]:
    """Gather each step's times over all its passes; 0 stands for a time that is not there."""
    is_cycle = f"({_STEPS.whole('cycle')}={ACTIVE_PERIOD})"
    areas = [
        f"{_cell(column, FIRST_LINE)}:{_cell(column, FIRST_LINE + sizes.steps - 1)}"
        for column in (PLANNED_START, STARTED)
    ]
    first = [f'IF(COUNTIF({a},">0")>0,SMALL({a},COUNTIF({a},0)+1),{_NEVER})' for a in areas]
    yield FIRST_LINE - 1, PLANNED_START, Formula(f"INT(MIN({','.join(first)}))")
    for number, row in _lines(sizes.steps):
        mine = f"{is_cycle}*({_STEPS.whole('number')}={number})"

        def earliest(field: str, mine: str = mine) -> str:
            column = _STEPS.whole(field)
            found = f"SUMPRODUCT(MAX({mine}*({column}>0)*({_NEVER}-{column})))"
            return f"IFERROR(IF({found}=0,0,{_NEVER}-{found}),0)"

        def latest(field: str, mine: str = mine) -> str:
            return f"IFERROR(SUMPRODUCT(MAX({mine}*{_STEPS.whole(field)})),0)"

        started, finished = _STEPS.whole("started"), _STEPS.whole("finished")
        late = "+".join(f"({_STEPS.whole('status')}={text(word.value)})" for word in _LATE)
        difference = _STEPS.whole("difference_minutes")
        minutes = f"SUMPRODUCT({mine}*({difference}>0)*{difference})"
        is_running = f"SUMPRODUCT({mine}*({started}>0)*({finished}=0))>0"
        where = f"MATCH(1,INDEX({mine},0),0)"
        activity = _short(f"INDEX({_STEPS.whole('activity')},{where})", _ACTIVITY_LENGTH)
        contents = {
            STEP: f'IFERROR({number}&". "&{activity},"")',
            PLANNED_START: earliest("planned_start"),
            PLANNED_FINISH: latest("planned_finish"),
            STARTED: earliest("started"),
            FINISHED: f"IF({is_running},0,{latest('finished')})",
            IS_LATE: f"IFERROR(SUMPRODUCT({mine}*({late}))>0,FALSE)",
            STEP_ACTOR: f'IFERROR(INDEX({_STEPS.whole("actor")},{where})&"","")',
            LATE_DAYS: f"IFERROR({minutes}/{MINUTES_PER_DAY},0)",
        }
        for column, formula in contents.items():
            yield row, column, Formula(formula)


def _bars(sizes: ChartSizes) -> Iterator[tuple[int, int, CellContent]]:
    """Give each step a planned bar and below it an actual one, in days since the cycle began."""
    for number, source in _lines(sizes.steps):
        plan = FIRST_LINE + 2 * (number - 1)
        start, finish = _cell(PLANNED_START, source), _cell(PLANNED_FINISH, source)
        yield plan, BAR, Formula(_cell(STEP, source))
        yield plan, OFFSET, Formula(f'IF({start}=0,"",{start}-{_BASE})')
        yield plan, PLANNED, Formula(f'IF({start}=0,"",{finish}-{start})')
        start, finish = _cell(STARTED, source), _cell(FINISHED, source)
        late, spent = _cell(IS_LATE, source), f"{finish}-{start}"
        yield plan + 1, BAR, " "
        yield plan + 1, OFFSET, Formula(f'IF({start}=0,"",{start}-{_BASE})')
        yield plan + 1, DONE, Formula(f'IF(OR({finish}=0,{late}),"",{spent})')
        yield plan + 1, DONE_LATE, Formula(f'IF(AND({finish}>0,{late}),{spent},"")')
        so_far = f"MAX(Diperbarui,{start})-{start}"
        yield plan + 1, RUNNING, Formula(f'IF(AND({start}>0,{finish}=0),{so_far},"")')


def _actors(sizes: ChartSizes) -> Iterator[tuple[int, int, CellContent]]:
    """Add up the days late of each actor and put the latest first."""

    def fixed(column: int) -> str:
        return column_area(column, sizes.steps)

    for _, row in _lines(sizes.steps):
        actor = _cell(STEP_ACTOR, row)
        above = f"${column_letters(STEP_ACTOR)}${FIRST_LINE}:{actor}"
        total = f"SUMPRODUCT(({fixed(STEP_ACTOR)}={actor})*{fixed(LATE_DAYS)})"
        is_first = f"SUMPRODUCT(({above}={actor})*1)=1"
        yield row, ACTOR_RANK, Formula(f'IF({actor}="","",IF({is_first},{total}-ROW()/10^9,""))')
    for number, row in _lines(sizes.actors):
        rank = f"LARGE({fixed(ACTOR_RANK)},{number})"
        yield row, ACTOR_POSITION, Formula(f"IFERROR(MATCH({rank},{fixed(ACTOR_RANK)},0),0)")
        position = _cell(ACTOR_POSITION, row)
        name = _short(f"INDEX({fixed(STEP_ACTOR)},{position})", _ACTOR_LENGTH)
        yield row, ACTOR, Formula(f'IF({position}=0,"",{name})')
        days = f"ROUND(INDEX({fixed(ACTOR_RANK)},{position}),2)"
        yield row, ACTOR_DAYS, Formula(f'IF({position}=0,"",{days})')
