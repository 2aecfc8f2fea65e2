"""Return of work: a step that decides sends it back to an earlier one; each pass is kept."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from kinerja_xl.core.book import MasterBook
from kinerja_xl.core.dates import format_moment, refuse_future
from kinerja_xl.core.draft import Draft
from kinerja_xl.core.durations import StepStatus
from kinerja_xl.core.history import HistoryEntry
from kinerja_xl.core.passes import ReturnPlan, plan_return
from kinerja_xl.core.period import Period
from kinerja_xl.core.step_plan import plan_steps
from kinerja_xl.core.values import CellContent
from kinerja_xl.errors import KinerjaError
from kinerja_xl.layout import rows, tables
from kinerja_xl.layout.sop_rows import sop_flow
from kinerja_xl.usecases import gather
from kinerja_xl.usecases.alone import alone
from kinerja_xl.usecases.board import refresh_board
from kinerja_xl.usecases.closed import refuse_closed
from kinerja_xl.usecases.cycle import calendar_of, open_cycle, step_numbered, steps_of
from kinerja_xl.usecases.gather import Run
from kinerja_xl.usecases.measuring import measure_cycle
from kinerja_xl.usecases.recording import Source, entry, record_findings, record_history
from kinerja_xl.usecases.report import Fact, Report
from kinerja_xl.usecases.step import add_note, uncovered

_TABLE = tables.STEP_TABLE
_COPIED = ("cycle", "number", "activity", "actor", "duration", "sop_number", "amount", "unit")


@alone
def return_step(
    book: MasterBook, number: int, to_step: int, run: Run, *, reason: str, at: datetime
) -> Report:
    """Send work back from a running step to an earlier one, in the active period's cycle.

    The deciding step's pass ends then. Every step from there to the decision that was gone through
    gets a new line in LANGKAH; the earlier lines keep their times.

    Args:
        number: The step that decides.
        to_step: Where the work goes; the SOP's flow must have that way back.
        run: The circumstances of the run.
        reason: Why; it goes into the notes and RIWAYAT.
        at: When it was decided, local office time, to the minute.

    Raises:
        KinerjaError: If the active period is closed, there is no such step or way back, the step
            does not run, the time does not fit, or there is no reason; the master is then as it
            was.
    """
    where = f"LANGKAH langkah {number}"
    why = " ".join(reason.split())
    if not why:
        raise KinerjaError(
            "Alasan pengembalian belum ditulis.", where=where,
            remedy='Tulis alasannya, misalnya --reason "target belum sesuai Renaksi".',
        )  # fmt: skip
    book.require_writable()
    draft = Draft(book)
    period = gather.active_period(draft)
    refuse_closed(draft, period)
    open_cycle(draft, period)
    steps = steps_of(draft, period)
    step_numbered(steps, number)
    step_numbered(steps, to_step)
    moment = at.replace(second=0, microsecond=0)
    refuse_future(moment, run.now, where)
    flow = sop_flow(draft.table(tables.SOP_TABLE.name))
    plan = plan_return(steps, flow, number, to_step, moment, where)
    _write(draft, plan, to_step, moment, why)
    _, found = measure_cycle(draft, period, max(run.now, moment))
    lines = record_findings(draft, run, Source.STEP, period, (*found, *uncovered(draft, period)))
    record_history(draft, tuple(_history(run, period, plan, to_step, moment, why)))
    refresh_board(draft, run)
    draft.commit()
    again = ", ".join(str(step.number) for step in plan.again)
    return Report(
        "step",
        f"Langkah {number} dikembalikan ke langkah {to_step} {format_moment(moment)}; "
        f"putaran baru: langkah {again}.",
        str(period),
        (
            Fact("step", "Langkah", number),
            Fact("to", "Kembali ke", to_step),
            Fact("pass", "Putaran", plan.decided.pass_number),
            Fact("at", "Waktu", moment),
            Fact("reason", "Alasan", why),
            Fact("again", "Diulang", again),
        ),
        findings=lines,
    )


def _write(draft: Draft, plan: ReturnPlan, to_step: int, moment: datetime, reason: str) -> None:
    number = plan.decided.number
    draft.set_cell(_TABLE.name, plan.decided.index, "finished", moment)
    add_note(draft, plan.decided, f"Dikembalikan ke langkah {to_step}: {reason}")
    present = draft.table(_TABLE.name)
    planned = plan_steps([step.standard for step in plan.again], moment, calendar_of(draft))
    added = []
    for step, place in zip(plan.again, planned, strict=True):
        row = dict(zip(present.fields, present.rows[step.index], strict=True))
        cells: dict[str, CellContent] = {
            **{field: row[field] for field in _COPIED},
            "planned_start": place.start,
            "planned_finish": place.finish,
            "status": StepStatus.NOT_STARTED.value,
        }
        if step.number == to_step:
            cells["note"] = f"Dari langkah {number}: {reason}"
        added.append(rows.full_row(_TABLE, cells))
    draft.append(_TABLE.name, added)


def _history(
    run: Run, period: Period, plan: ReturnPlan, to_step: int, moment: datetime, reason: str
) -> Iterator[HistoryEntry]:
    key, heading = str(plan.decided.number), _TABLE.column("finished").heading
    yield entry(run, Source.STEP, period, row_key=key, field=heading, new=moment)
    yield entry(
        run, Source.STEP, period, row_key=key, field=f"Kembali ke langkah {to_step}", new=reason
    )
    for step in plan.again:
        yield entry(
            run, Source.STEP, period, row_key=str(step.number), field="Putaran",
            old=step.pass_number, new=step.pass_number + 1,
        )  # fmt: skip
