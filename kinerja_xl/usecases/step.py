"""Step: records that a step of the SOP has started or finished."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from enum import Enum

from kinerja_xl.core.book import MasterBook
from kinerja_xl.core.dates import format_moment, refuse_future
from kinerja_xl.core.draft import Draft
from kinerja_xl.core.findings import Code, Finding, Place, finding
from kinerja_xl.core.history import HistoryEntry
from kinerja_xl.core.passes import StepRow
from kinerja_xl.core.period import Period
from kinerja_xl.core.requirements import Thing
from kinerja_xl.errors import KinerjaError
from kinerja_xl.layout import rows, tables
from kinerja_xl.usecases import gather
from kinerja_xl.usecases.alone import alone
from kinerja_xl.usecases.board import refresh_board
from kinerja_xl.usecases.closed import refuse_closed
from kinerja_xl.usecases.cycle import open_cycle, step_numbered, steps_of
from kinerja_xl.usecases.gather import Run
from kinerja_xl.usecases.measuring import measure_cycle
from kinerja_xl.usecases.recording import Source, entry, record_findings, record_history
from kinerja_xl.usecases.report import Fact, Report
from kinerja_xl.usecases.sop_register import lapse_when_done, life, sop_number
from kinerja_xl.usecases.step_work import lacking_for


class Mark(Enum):
    """What is recorded; the value is the field of LANGKAH that takes the time."""

    START = "started"
    FINISH = "finished"


_WORDS = {Mark.START: "dimulai", Mark.FINISH: "selesai"}


@alone
def record_step(
    book: MasterBook,
    mark: Mark,
    number: int,
    run: Run,
    *,
    at: datetime,
    note: str = "",
    without: str = "",
) -> Report:
    """Record a step of the active period's cycle and measure the cycle anew.

    When the last step of a cycle finishes, the SOP lapses (PENGESAHAN 6) where its signing was
    recorded.

    Args:
        at: When it started or finished, local office time, to the minute.
        note: Added to the step's note.
        without: Why it finishes although the program knows its kelengkapan not to exist, such as
            a letter on paper; it is recorded.

    Raises:
        KinerjaError: If the active period is closed, there is no such step, it was recorded
            already, it would finish before it started or without its kelengkapan, or the time lies
            in the future; the master is then as it was.
    """
    book.require_writable()
    draft = Draft(book)
    period = gather.active_period(draft)
    refuse_closed(draft, period)
    open_cycle(draft, period)
    step = step_numbered(steps_of(draft, period), number)
    moment = at.replace(second=0, microsecond=0)
    _refuse_nonsense(step, mark, moment, run.now)
    missing = lacking_for(draft, period, number) if mark is Mark.FINISH else ()
    waived = _waived(step, missing, without)
    draft.set_cell(tables.STEP_TABLE.name, step.index, mark.value, moment)
    add_note(draft, step, "\n".join(filter(None, (note, waived))))
    durations, found = measure_cycle(draft, period, max(run.now, moment))
    findings = (*found, *uncovered(draft, period))
    lines = record_findings(draft, run, Source.STEP, period, findings)
    record_history(draft, tuple(_history(run, period, step, mark, moment, waived)))
    if mark is Mark.FINISH:
        lapse_when_done(draft, run, period)
    refresh_board(draft, run)
    draft.commit()
    measured = next(item for item in durations if item.number == number)
    return Report(
        "step",
        f"Langkah {number} {_WORDS[mark]} {format_moment(moment)}: {measured.status.value}.",
        str(period),
        (
            Fact("step", "Langkah", number),
            Fact("pass", "Putaran", step.pass_number),
            Fact("at", "Waktu", moment),
            Fact("working_minutes", "Menit kerja", measured.spent_minutes),
            Fact("standard_minutes", "Menit baku", measured.standard_minutes),
            Fact("status", "Status", measured.status.value),
        ),
        findings=lines,
    )


def add_note(draft: Draft, step: StepRow, note: str) -> None:
    """Add a line to a step's note."""
    if note:
        table = tables.STEP_TABLE.name
        before = draft.table(table).column("note")[step.index]
        draft.set_cell(table, step.index, "note", f"{before}\n{note}" if before else note)


def uncovered(draft: Draft, period: Period) -> Iterator[Finding]:
    """Find steps that run under an SOP that is not in force (PENGESAHAN 6, 7)."""
    stands = life(draft)
    if stands.is_in_force:
        return
    table = tables.STEP_TABLE
    first_row = draft.table(table.name).first_row
    for step in steps_of(draft, period):
        if step.is_running:
            cell = rows.cell_address(table, first_row, step.index, "status")
            yield finding(
                Code.SOP_NOT_IN_FORCE, Place("", table.sheet, cell), step=step.number,
                number=sop_number(draft), state=stands.state.value,
            )  # fmt: skip


def _waived(step: StepRow, missing: tuple[Thing, ...], without: str) -> str:
    """Return the note on what is lacking; empty when nothing is.

    Raises:
        KinerjaError: If something is, and nobody said why the step finishes all the same.
    """
    if not missing:
        return ""
    told = ", ".join(thing.value for thing in missing)
    reason = " ".join(without.split())
    if not reason:
        raise KinerjaError(
            f"Kelengkapan langkah {step.number} belum ada: {told}.",
            where=f"LANGKAH langkah {step.number}",
            remedy="Lengkapi dahulu; bila adanya di luar program, misalnya di kertas, catat "
            'alasannya: --without "...".',
        )
    return f"Tanpa {told}: {reason}"


def _refuse_nonsense(step: StepRow, mark: Mark, moment: datetime, now: datetime) -> None:
    where = f"LANGKAH langkah {step.number}"
    refuse_future(moment, now, where)
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


def _history(
    run: Run, period: Period, step: StepRow, mark: Mark, moment: datetime, waived: str
) -> Iterator[HistoryEntry]:
    heading = tables.STEP_TABLE.column(mark.value).heading
    key = str(step.number)
    yield entry(run, Source.STEP, period, row_key=key, field=heading, new=moment)
    if waived:
        yield entry(run, Source.STEP, period, row_key=key, field="Kelengkapan", new=waived)
