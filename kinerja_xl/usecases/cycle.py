"""The cycle of SOP steps of one period: opened from the SOP, planned and measured in LANGKAH."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from kinerja_xl.core.book import MasterReader
from kinerja_xl.core.calendar import WorkCalendar
from kinerja_xl.core.draft import Draft
from kinerja_xl.core.durations import (
    DurationUnit,
    StepActual,
    StepDuration,
    StepStandard,
    check_steps,
    evaluate_steps,
    plan_steps,
    standard_of,
)
from kinerja_xl.core.findings import Finding, Place
from kinerja_xl.core.numbers import read_number
from kinerja_xl.core.period import Period
from kinerja_xl.core.values import CellValue, cell_text
from kinerja_xl.errors import KinerjaError
from kinerja_xl.layout import names, rows, tables
from kinerja_xl.layout.calendar_rows import work_calendar

_TABLE = tables.STEP_TABLE


@dataclass(frozen=True, slots=True)
class StepRow:
    """One step of a cycle; `index` is its position among the table's data rows."""

    index: int
    number: int
    activity: str
    actor: str
    standard: StepStandard
    started: datetime | None
    finished: datetime | None


def calendar_of(book: MasterReader) -> WorkCalendar:
    """Read the office's working calendar.

    Raises:
        KinerjaError: If a cell of KALENDER cannot be read.
    """
    return work_calendar(
        book.table(tables.HOURS_TABLE.name),
        book.table(tables.RAMADAN_TABLE.name),
        book.table(tables.DAY_OFF_TABLE.name),
    )


def open_cycle(draft: Draft, period: Period) -> None:
    """Give a period its steps, bound to the SOP as it is now; an open cycle stays as it is."""
    if str(period) in draft.table(_TABLE.name).column("cycle"):
        return
    sop_number = draft.value(names.SOP_NUMBER.name)
    fields = ("number", "activity", "actor", "duration", "amount", "unit")
    steps = draft.table(tables.SOP_TABLE.name).pick(*fields)
    draft.append(
        _TABLE.name,
        (
            rows.full_row(
                _TABLE,
                {
                    "cycle": str(period), "sop_number": sop_number,
                    **dict(zip(fields, step, strict=True)),
                },
            )
            for step in steps
        ),
    )  # fmt: skip


def steps_of(book: MasterReader, period: Period) -> tuple[StepRow, ...]:
    """Read the steps of a period's cycle, none when it is not open.

    Raises:
        KinerjaError: If a time cannot be read.
    """
    data = book.table(_TABLE.name)
    per_day = read_number(book.value(names.MINUTES_PER_DAY.name))
    equivalent = int(per_day) if isinstance(per_day, Decimal) and per_day > 0 else None
    fields = ("cycle", "number", "activity", "actor", "amount", "unit", "started", "finished")
    found = []
    for index, cells in enumerate(data.pick(*fields)):
        cycle, number, activity, actor, amount, unit, started, finished = cells
        if cell_text(cycle) != str(period):
            continue
        step = int(cell_text(number))
        found.append(
            StepRow(
                index,
                step,
                cell_text(activity),
                cell_text(actor),
                _standard(step, amount, unit, equivalent),
                rows.moment(started, _where(data.first_row, index, "started")),
                rows.moment(finished, _where(data.first_row, index, "finished")),
            )
        )
    return tuple(found)


def measure_cycle(
    draft: Draft, period: Period, now: datetime
) -> tuple[tuple[StepDuration, ...], tuple[Finding, ...]]:
    """Plan and measure the steps of a cycle and write both into LANGKAH.

    Steps are planned from the start of the first one that has started; until then there is no plan.

    Raises:
        KinerjaError: If KALENDER or a time in LANGKAH cannot be read.
    """
    steps = steps_of(draft, period)
    if not steps:
        return (), ()
    calendar = calendar_of(draft)
    standards = tuple(step.standard for step in steps)
    actuals = [StepActual(step.number, step.started, step.finished) for step in steps]
    durations = evaluate_steps(standards, actuals, now, calendar)
    starts = [step.started for step in steps if step.started]
    planned = plan_steps(standards, min(starts), calendar) if starts else ()
    for n, (step, duration) in enumerate(zip(steps, durations, strict=True)):
        cells: dict[str, CellValue] = {
            "planned_start": planned[n].start if planned else None,
            "planned_finish": planned[n].finish if planned else None,
            "working_minutes": duration.spent_minutes,
            "standard_minutes": duration.standard_minutes,
            "difference_minutes": duration.difference_minutes,
            "status": duration.status.value,
        }
        for field, value in cells.items():
            draft.set_cell(_TABLE.name, step.index, field, value)
    first_row = draft.table(_TABLE.name).first_row
    places = {
        step.number: Place(
            "", _TABLE.sheet, rows.cell_address(_TABLE, first_row, step.index, "status")
        )
        for step in steps
    }
    return durations, check_steps(durations, places.__getitem__)


def _standard(
    number: int, amount: CellValue, unit: CellValue, equivalent: int | None
) -> StepStandard:
    count = read_number(amount)
    if not isinstance(count, Decimal):
        return standard_of(number, None, None)
    return standard_of(
        number, count, DurationUnit(cell_text(unit)), minutes_per_day_equivalent=equivalent
    )


def _where(first_row: int, index: int, field: str) -> str:
    return f"{_TABLE.sheet}!{rows.cell_address(_TABLE, first_row, index, field)}"


def step_numbered(steps: tuple[StepRow, ...], number: int) -> StepRow:
    """Return the step with that number.

    Raises:
        KinerjaError: If the cycle has no such step.
    """
    for step in steps:
        if step.number == number:
            return step
    raise KinerjaError(
        f"Langkah {number} tidak ada.",
        where=_TABLE.sheet,
        remedy=f"SOP ini punya langkah {steps[0].number} sampai {steps[-1].number}."
        if steps
        else "Buka siklus periode ini dengan distribusi.",
    )
