"""The cycle of SOP steps of one period: opened from the SOP, planned and measured in LANGKAH."""

from __future__ import annotations

from collections.abc import Sequence
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
    StepStatus,
    check_steps,
    evaluate_steps,
    plan_steps,
    standard_of,
)
from kinerja_xl.core.findings import Finding, Place
from kinerja_xl.core.hidden_records import HiddenRecord, RecordKind
from kinerja_xl.core.numbers import read_number
from kinerja_xl.core.period import Period
from kinerja_xl.core.sop_versions import SopStep, voiding_changes
from kinerja_xl.core.values import CellValue, cell_text
from kinerja_xl.errors import KinerjaError
from kinerja_xl.layout import names, rows, tables
from kinerja_xl.layout.calendar_rows import work_calendar
from kinerja_xl.usecases.keeping import put_record, records

_TABLE = tables.STEP_TABLE
_DONE = frozenset(
    status.value
    for status in (
        StepStatus.DONE_ON_TIME, StepStatus.DONE_LATE, StepStatus.DONE_WITHOUT_STANDARD,
    )
)  # fmt: skip


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
    """Give a period its steps, bound to the SOP as it is now; an open cycle stays as it is.

    Raises:
        KinerjaError: If the SOP has another scope or other persons in charge than an earlier cycle
            under the same number: that voids it, it needs a new number (PENGESAHAN, clause 5).
    """
    if str(period) in draft.table(_TABLE.name).column("cycle"):
        return
    sop_number = draft.value(names.SOP_NUMBER.name)
    _refuse_void_sop(draft, cell_text(sop_number))
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


def _refuse_void_sop(draft: Draft, sop_number: str) -> None:
    fields = ("number", "activity", "actor")
    cycles: dict[str, list[SopStep]] = {}
    for cycle, bound_to, *step in draft.table(_TABLE.name).pick("cycle", "sop_number", *fields):
        if cell_text(bound_to) == sop_number:
            cycles.setdefault(cell_text(cycle), []).append(_sop_step(step))
    now = [_sop_step(step) for step in draft.table(tables.SOP_TABLE.name).pick(*fields)]
    for cycle, before in cycles.items():
        if changes := voiding_changes(before, now):
            raise KinerjaError(
                f"SOP nomor {sop_number} sudah dipakai siklus {cycle} dengan lingkup atau "
                f"pelaksana lain: {'; '.join(changes)}.",
                where=tables.SOP_TABLE.sheet,
                remedy="Perubahan itu membatalkan SOP (PENGESAHAN butir 5): tetapkan SOP baru "
                f"dengan nomor baru di {names.SOP_NUMBER.sheet}, atau kembalikan langkahnya.",
            )


def _sop_step(cells: Sequence[CellValue]) -> SopStep:
    number, activity, actor = map(cell_text, cells)
    return SopStep(int(number) if number.isdecimal() else 0, activity, actor)


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
    A step that was measured as finished stays as it is, whatever becomes of KALENDER and of the SOP
    (PENGESAHAN, clause 4), until its own times are corrected.

    Raises:
        KinerjaError: If KALENDER or a time in LANGKAH cannot be read.
    """
    steps = steps_of(draft, period)
    if not steps:
        return (), ()
    calendar = calendar_of(draft)
    standards = tuple(step.standard for step in steps)
    actuals = [StepActual(step.number, step.started, step.finished) for step in steps]
    kept = _kept_durations(draft, period, steps)
    durations = tuple(
        kept.get(duration.number, duration)
        for duration in evaluate_steps(standards, actuals, now, calendar)
    )
    starts = [step.started for step in steps if step.started]
    planned = plan_steps(standards, min(starts), calendar) if starts else ()
    for n, (step, duration) in enumerate(zip(steps, durations, strict=True)):
        if step.number in kept:
            continue
        if duration.is_done:
            put_record(draft, _finished(period, step))
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


def _finished(period: Period, step: StepRow) -> HiddenRecord:
    """Return the record of the times that a finished step was measured with."""
    times = " ".join(moment.isoformat() for moment in (step.started, step.finished) if moment)
    return HiddenRecord(RecordKind.FINISHED_STEP, str(period), str(step.number), digest=times)


def _kept_durations(
    draft: Draft, period: Period, steps: tuple[StepRow, ...]
) -> dict[int, StepDuration]:
    """Read the durations of the steps that were measured as finished, as LANGKAH has them."""
    measured = {record.key: record for record in records(draft, RecordKind.FINISHED_STEP)}
    data = draft.table(_TABLE.name)
    fields = ("working_minutes", "standard_minutes", "difference_minutes", "status")
    at = [data.fields.index(field) for field in fields]
    kept = {}
    for step in steps:
        record = _finished(period, step)
        spent, standard, difference, word = (data.rows[step.index][n] for n in at)
        if measured.get(record.key) == record and cell_text(word) in _DONE:
            kept[step.number] = StepDuration(
                step.number, step.started, step.finished, StepStatus(cell_text(word)),
                _whole(spent), _whole(standard), _whole(difference),
            )  # fmt: skip
    return kept


def _whole(value: CellValue) -> int | None:
    number = read_number(value)
    return int(number) if isinstance(number, Decimal) else None


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
