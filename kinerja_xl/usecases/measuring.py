"""Measures the steps of a cycle against their standards and plans them, in LANGKAH."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal

from kinerja_xl.core.book import MasterReader
from kinerja_xl.core.calendar import WorkCalendar, working_minutes
from kinerja_xl.core.draft import Draft
from kinerja_xl.core.durations import (
    StepActual,
    StepDuration,
    StepStatus,
    check_steps,
    evaluate_steps,
    plan_steps,
)
from kinerja_xl.core.findings import Finding, Place
from kinerja_xl.core.hidden_records import HiddenRecord, RecordKind
from kinerja_xl.core.numbers import read_number
from kinerja_xl.core.passes import StepRow, latest_passes
from kinerja_xl.core.period import Period
from kinerja_xl.core.values import CellValue, cell_text
from kinerja_xl.layout import rows, tables
from kinerja_xl.layout.sop_rows import sop_flow
from kinerja_xl.usecases.cycle import calendar_of, passes_of
from kinerja_xl.usecases.keeping import put_record, records

_TABLE = tables.STEP_TABLE
_MEASURED = ("working_minutes", "standard_minutes", "difference_minutes", "status")
_DONE = frozenset(
    status.value
    for status in (
        StepStatus.DONE_ON_TIME, StepStatus.DONE_LATE, StepStatus.DONE_WITHOUT_STANDARD,
    )
)  # fmt: skip


def measure_cycle(
    draft: Draft, period: Period, now: datetime
) -> tuple[tuple[StepDuration, ...], tuple[Finding, ...]]:
    """Plan and measure the steps of a cycle and write both into LANGKAH.

    Steps are planned from the start of the first one that has started; until then there is no plan.
    A step that work came back to counts with the time of all its passes.
    A step that was measured as finished stays as it is, whatever becomes of KALENDER and of the SOP
    (PENGESAHAN, clause 4), until its own times are corrected.

    Raises:
        KinerjaError: If KALENDER or a time in LANGKAH cannot be read.
    """
    passes = passes_of(draft, period)
    steps = latest_passes(passes)
    if not steps:
        return (), ()
    calendar = calendar_of(draft)
    earlier = _measure_earlier(draft, period, [p for p in passes if p not in steps], calendar)
    actuals = [
        StepActual(step.number, step.started, step.finished, earlier.get(step.number, 0))
        for step in steps
    ]
    kept = _kept_durations(draft, period, steps)
    durations = tuple(
        kept.get(duration.number, duration)
        for duration in evaluate_steps([s.standard for s in steps], actuals, now, calendar)
    )
    for step, duration in zip(steps, durations, strict=True):
        for field, value in zip(_MEASURED, _figures(duration), strict=True):
            draft.set_cell(_TABLE.name, step.index, field, value)
        if step.number not in kept and duration.is_done:
            put_record(draft, _finished(period, step, duration))
    _plan(draft, passes, kept, calendar)
    first_row = draft.table(_TABLE.name).first_row
    places = {
        step.number: Place(
            "", _TABLE.sheet, rows.cell_address(_TABLE, first_row, step.index, "status")
        )
        for step in steps
    }
    flow = sop_flow(draft.table(tables.SOP_TABLE.name))
    return durations, check_steps(durations, places.__getitem__, flow)


def _plan(
    draft: Draft,
    passes: Sequence[StepRow],
    kept: Mapping[int, StepDuration],
    calendar: WorkCalendar,
) -> None:
    """Plan the first pass of each step; what comes back is planned when it comes back."""
    first = [each for each in passes if each.pass_number == 1]
    starts = [each.started for each in passes if each.started]
    planned = plan_steps([each.standard for each in first], min(starts), calendar) if starts else ()
    is_repeated = {each.number for each in passes if each.pass_number > 1}
    for n, step in enumerate(first):
        if step.number not in kept and step.number not in is_repeated:
            start, finish = (planned[n].start, planned[n].finish) if planned else (None, None)
            draft.set_cell(_TABLE.name, step.index, "planned_start", start)
            draft.set_cell(_TABLE.name, step.index, "planned_finish", finish)


def _measure_earlier(
    draft: Draft, period: Period, passes: Sequence[StepRow], calendar: WorkCalendar
) -> dict[int, int]:
    """Measure the passes that work came back after; return their minutes by step.

    Their minutes are kept like those of finished steps. They have no standard of their own: the
    step's time is that of all its passes together.
    """
    spent: dict[int, int] = {}
    for each in passes:
        before = spent.get(each.number, 0)
        minutes = pass_minutes(draft, period, each)
        if minutes is None and each.started and each.finished and each.finished >= each.started:
            minutes = _minutes_when_finished(draft, period, each, before)
            if minutes is None:
                minutes = working_minutes(each.started, each.finished, calendar)
            put_record(draft, _pass_record(period, each, minutes))
        figures = (minutes, None, None, StepStatus.RETURNED.value)
        for field, value in zip(_MEASURED, figures, strict=True):
            draft.set_cell(_TABLE.name, each.index, field, value)
        spent[each.number] = before + (minutes or 0)
    return spent


def _minutes_when_finished(draft: Draft, period: Period, step: StepRow, before: int) -> int | None:
    """Return what was measured of a pass when it finished; `before` are the passes before it."""
    for record in records(draft, RecordKind.FINISHED_STEP):
        if (record.period, record.name) == (str(period), str(step.number)):
            figures = _recorded(record)
            total = _whole(figures[0]) if figures and record.digest == _times(step) else None
            return None if total is None else total - before
    return None


def pass_minutes(book: MasterReader, period: Period, step: StepRow) -> int | None:
    """Return the working minutes kept of a pass that work came back after, else `None`."""
    for record in records(book, RecordKind.EARLIER_PASS):
        if record.period == str(period) and record.name == _pass_name(step):
            return record.count if record.digest == _times(step) else None
    return None


def _pass_record(period: Period, step: StepRow, minutes: int) -> HiddenRecord:
    return HiddenRecord(
        RecordKind.EARLIER_PASS, str(period), _pass_name(step), minutes, _times(step)
    )


def _pass_name(step: StepRow) -> str:
    return f"{step.number}/{step.pass_number}"


def _finished(period: Period, step: StepRow, duration: StepDuration) -> HiddenRecord:
    """Return the record of a finished step: its times, and what was measured with them."""
    text = json.dumps(_figures(duration), ensure_ascii=False, separators=(",", ":"))
    return HiddenRecord(
        RecordKind.FINISHED_STEP, str(period), str(step.number), digest=_times(step), text=text
    )


def _times(step: StepRow) -> str:
    return " ".join(moment.isoformat() for moment in (step.started, step.finished) if moment)


def _figures(duration: StepDuration) -> tuple[CellValue, ...]:
    return (
        duration.spent_minutes, duration.standard_minutes, duration.difference_minutes,
        duration.status.value,
    )  # fmt: skip


def _kept_durations(
    draft: Draft, period: Period, steps: tuple[StepRow, ...]
) -> dict[int, StepDuration]:
    """Return what was measured of the steps that are finished, whatever LANGKAH shows by now.

    A master of before the record had it gives it from LANGKAH.
    """
    measured = {
        record.name: record
        for record in records(draft, RecordKind.FINISHED_STEP)
        if record.period == str(period)
    }
    data = draft.table(_TABLE.name)
    at = [data.fields.index(field) for field in _MEASURED]
    kept = {}
    for step in steps:
        record = measured.get(str(step.number))
        if record is None or record.digest != _times(step):
            continue
        shown = tuple(data.rows[step.index][n] for n in at)
        spent, standard, difference, word = _recorded(record) or shown
        if cell_text(word) in _DONE:
            kept[step.number] = StepDuration(
                step.number, step.started, step.finished, StepStatus(cell_text(word)),
                _whole(spent), _whole(standard), _whole(difference),
            )  # fmt: skip
    return kept


def _recorded(record: HiddenRecord) -> tuple[CellValue, ...] | None:
    """Read the figures of a record; `None` when it has none."""
    try:
        figures = json.loads(record.text)
    except ValueError:
        return None
    is_whole = isinstance(figures, list) and len(figures) == len(_MEASURED)
    return tuple(figures) if is_whole else None


def _whole(value: CellValue) -> int | None:
    number = read_number(value)
    return int(number) if isinstance(number, Decimal) else None
