"""Step: records that a step of the SOP has started or finished."""

from __future__ import annotations

from datetime import datetime
from enum import Enum

from kinerja_xl.core.book import MasterBook
from kinerja_xl.core.dates import format_moment
from kinerja_xl.core.draft import Draft
from kinerja_xl.core.history import HistoryEntry
from kinerja_xl.core.period import Period
from kinerja_xl.errors import KinerjaError
from kinerja_xl.layout import tables
from kinerja_xl.usecases import gather
from kinerja_xl.usecases.alone import alone
from kinerja_xl.usecases.board import refresh_board
from kinerja_xl.usecases.closed import refuse_closed
from kinerja_xl.usecases.cycle import (
    StepRow,
    measure_cycle,
    open_cycle,
    step_numbered,
    steps_of,
)
from kinerja_xl.usecases.gather import Run
from kinerja_xl.usecases.recording import Source, entry, record_findings, record_history
from kinerja_xl.usecases.report import Fact, Report


class Mark(Enum):
    """What is recorded; the value is the field of LANGKAH that takes the time."""

    START = "started"
    FINISH = "finished"


_WORDS = {Mark.START: "dimulai", Mark.FINISH: "selesai"}


@alone
def record_step(
    book: MasterBook, mark: Mark, number: int, run: Run, *, at: datetime, note: str = ""
) -> Report:
    """Record a step of the active period's cycle and measure the cycle anew.

    Args:
        at: When it started or finished, local office time, to the minute.
        note: Added to the step's note.

    Raises:
        KinerjaError: If the active period is closed, there is no such step, it was recorded
            already, it would finish before it started, or the time lies in the future; the master
            is then as it was.
    """
    book.require_writable()
    draft = Draft(book)
    period = gather.active_period(draft)
    refuse_closed(draft, period)
    open_cycle(draft, period)
    step = step_numbered(steps_of(draft, period), number)
    moment = at.replace(second=0, microsecond=0)
    _refuse_nonsense(step, mark, moment, run.now)
    table = tables.STEP_TABLE
    draft.set_cell(table.name, step.index, mark.value, moment)
    if note:
        before = draft.table(table.name).column("note")[step.index]
        draft.set_cell(table.name, step.index, "note", f"{before}\n{note}" if before else note)
    durations, findings = measure_cycle(draft, period, max(run.now, moment))
    lines = record_findings(draft, run, Source.STEP, period, findings)
    record_history(draft, (_history(run, period, step, mark, moment),))
    refresh_board(draft, run)
    draft.commit()
    measured = next(item for item in durations if item.number == number)
    return Report(
        "step",
        f"Langkah {number} {_WORDS[mark]} {format_moment(moment)}: {measured.status.value}.",
        str(period),
        (
            Fact("step", "Langkah", number),
            Fact("at", "Waktu", moment),
            Fact("working_minutes", "Menit kerja", measured.spent_minutes),
            Fact("standard_minutes", "Menit baku", measured.standard_minutes),
            Fact("status", "Status", measured.status.value),
        ),
        findings=lines,
    )


def _refuse_nonsense(step: StepRow, mark: Mark, moment: datetime, now: datetime) -> None:
    where = f"LANGKAH langkah {step.number}"
    if moment > now:
        raise KinerjaError(
            f"Waktu {format_moment(moment)} belum terjadi.", where=where,
            remedy="Tulis waktu yang sudah lewat.",
        )  # fmt: skip
    recorded = step.started if mark is Mark.START else step.finished
    if recorded:
        raise KinerjaError(
            f"Langkah ini sudah dicatat {_WORDS[mark]} {format_moment(recorded)}.", where=where,
            remedy="Perbaiki di lembar LANGKAH bila keliru.",
        )  # fmt: skip
    if mark is Mark.FINISH and step.started is None:
        raise KinerjaError(
            "Langkah ini belum dicatat dimulai.", where=where,
            remedy=f"Catat mulai lebih dulu: step start {step.number}.",
        )  # fmt: skip
    if mark is Mark.FINISH and step.started and moment < step.started:
        raise KinerjaError(
            f"Selesai {format_moment(moment)} mendahului mulai {format_moment(step.started)}.",
            where=where, remedy="Periksa kedua waktu itu.",
        )  # fmt: skip


def _history(run: Run, period: Period, step: StepRow, mark: Mark, moment: datetime) -> HistoryEntry:
    heading = tables.STEP_TABLE.column(mark.value).heading
    return entry(run, Source.STEP, period, row_key=str(step.number), field=heading, new=moment)
