"""Status: where the active period stands, without changing anything."""

from __future__ import annotations

from datetime import datetime

from kinerja_xl.core.book import MasterBook
from kinerja_xl.core.draft import Draft
from kinerja_xl.core.passes import Turn
from kinerja_xl.core.period import Period
from kinerja_xl.core.sop_life import review_notice
from kinerja_xl.core.values import cell_text
from kinerja_xl.layout import names, tables
from kinerja_xl.layout.sop_rows import sop_rows
from kinerja_xl.usecases import gather
from kinerja_xl.usecases.board import advice_of, board_of
from kinerja_xl.usecases.cycle import steps_of
from kinerja_xl.usecases.report import Fact, Listing, Report
from kinerja_xl.usecases.sop_register import life, sop_number
from kinerja_xl.usecases.step_work import lacking_for, turn_text, turns_of


def status(book: MasterBook, now: datetime | None = None) -> Report:
    """Report the status board, the SOP steps of the active period, and whose turn it is.

    Args:
        book: The master.
        now: By which something counts as overdue or soon due; without it nothing does.
    """
    draft = Draft(book)
    period = gather.active_period(draft)
    board = board_of(draft, period, now.date() if now else None)
    steps = steps_of(draft, period)
    done = sum(step.finished is not None for step in steps)
    advice = advice_of(draft, period, board, len(steps) - done)
    table = tables.STATUS_TABLE
    sections = Listing(
        "sections", "Subbagian", table.fields, tuple(column.heading for column in table.columns),
        tuple(tuple(getattr(row, field) for field in table.fields) for row in board.rows),
    )  # fmt: skip
    listing = Listing(
        "steps", "Langkah SOP", ("number", "activity", "actor", "started", "finished", "pass"),
        ("No", "Kegiatan", "Pelaksana", "Mulai", "Selesai", "Putaran"),
        tuple(
            (s.number, s.activity, s.actor, s.started, s.finished, s.pass_number) for s in steps
        ),
    )  # fmt: skip
    found = turns_of(draft, period)
    facts = (
        Fact("office", "Kantor", cell_text(draft.value(names.OFFICE.name))),
        Fact("sop_number", "Nomor SOP", sop_number(draft)),
        *_life_facts(draft, now),
        Fact("period", "Periode aktif", period.label),
        Fact("completeness", "Kelengkapan (%)", board.total_percent),
        Fact("findings", "Temuan terbuka", len(draft.table(tables.FINDING_TABLE.name).rows)),
        Fact("steps_done", "Langkah selesai", done),
        Fact("turn", "Giliran", turn_text(found)),
        Fact("next_verb", "Perintah berikutnya", advice.action.value),
        Fact("next_action", "Berikutnya", advice.text),
    )
    listings = (sections, listing, _turns(draft, period, found, now))
    return Report("status", f"Keadaan {period.label}.", str(period), facts, listings)


def _life_facts(draft: Draft, now: datetime | None) -> tuple[Fact, ...]:
    stands = life(draft)
    return (
        Fact("sop_state", "Keadaan SOP", stands.state.value),
        Fact("sop_revision", "Revisi SOP", stands.revision),
        Fact("review_due", "Reviu SOP berikutnya", stands.review_due),
        Fact("review_notice", "Reviu", (review_notice(stands, now.date()) if now else "") or None),
    )


def _turns(draft: Draft, period: Period, found: tuple[Turn, ...], now: datetime | None) -> Listing:
    """List who is next, since when and due when, what is lacking, and what the step leaves."""
    rows = sop_rows(draft.table(tables.SOP_TABLE.name))
    lines = []
    for turn in found:
        number = turn.step.number
        row = rows.get(number)
        lacking = "; ".join(thing.value for thing in lacking_for(draft, period, number))
        is_overdue = bool(now and turn.due and turn.due < now)
        lines.append(
            (number, turn.step.pass_number, turn.step.actor, turn.is_running, turn.since, turn.due,
             is_overdue, "; ".join(row.inputs) if row else "", lacking or None,
             row.output if row else "")
        )  # fmt: skip
    return Listing(
        "turns", "Giliran",
        ("number", "pass", "actor", "running", "since", "due", "overdue", "inputs", "lacking",
         "output"),
        ("Langkah", "Putaran", "Pelaksana", "Berjalan", "Sejak", "Batas", "Lewat Batas",
         "Kelengkapan", "Belum Ada", "Output"),
        tuple(lines),
    )  # fmt: skip
