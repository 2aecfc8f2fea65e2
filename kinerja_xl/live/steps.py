"""Buttons that first have to find out what they act on: a period, a step."""

from __future__ import annotations

from kinerja_xl.core.draft import Draft
from kinerja_xl.layout import names, tables
from kinerja_xl.layout.sop_rows import sop_flow
from kinerja_xl.live.choices import choose_decision, choose_step, proposed_period
from kinerja_xl.live.messages import (
    CANCELLED,
    CONFIRMED,
    lacking_question,
    next_period_question,
    other_period_text,
)
from kinerja_xl.live.questions import step_reason_question, way_back_question
from kinerja_xl.live.session import Session
from kinerja_xl.usecases.cycle import open_cycle, passes_of
from kinerja_xl.usecases.set_period import following, is_open, set_period
from kinerja_xl.usecases.step import Mark, record_step
from kinerja_xl.usecases.step_back import return_step
from kinerja_xl.usecases.step_work import lacking_for


def set_chosen_period(session: Session) -> str:
    """Set the period typed into KENDALI, or propose the next one when that is set already."""
    session.book.require_writable()
    active = session.period()
    chosen, proposed = proposed_period(
        active, following(active), is_open=is_open(session.book, active)
    )
    if proposed and session.agrees(next_period_question(active, proposed)):
        chosen = proposed
    if chosen is None:
        cell = session.workbook.names[names.ACTIVE_PERIOD.name].refers_to_range
        session.show(cell.sheet.name)
        cell.select()
        return other_period_text()
    return session.finished(set_period(session.book, chosen, session.run), tables.CONTROL)


def start_chosen_step(session: Session) -> str:
    """Record that the selected or next step starts now."""
    return _mark(session, Mark.START)


def finish_chosen_step(session: Session) -> str:
    """Record that the selected or running step finishes now."""
    return _mark(session, Mark.FINISH)


def return_chosen_step(session: Session) -> str:
    """Send work back from the selected or deciding step, to where the SOP's flow allows."""
    session.book.require_writable()
    draft = Draft(session.book)
    period = session.period()
    open_cycle(draft, period)
    data = draft.table(tables.STEP_TABLE.name)
    rows = range(data.first_row, data.first_row + len(data.rows))
    flow = sop_flow(draft.table(tables.SOP_TABLE.name))
    number = choose_decision(
        passes_of(draft, period), flow, session.selected_row(tables.STEPS), rows
    )
    ways = flow.ways_back[number]
    options = [f"langkah {way.to_step} {way.condition}" for way in ways]
    way = session.choose(way_back_question(number), options) if len(ways) > 1 else 0
    if way is None:
        return CANCELLED
    to_step = ways[way].to_step
    reason = session.reason(step_reason_question(number, to_step))
    if reason is None:
        return CANCELLED
    run = session.run
    report = return_step(session.book, number, to_step, run, reason=reason, at=run.now)
    return session.finished(report, tables.STEPS)


def _mark(session: Session, mark: Mark) -> str:
    session.book.require_writable()
    draft = Draft(session.book)
    period = session.period()
    open_cycle(draft, period)
    data = draft.table(tables.STEP_TABLE.name)
    rows = range(data.first_row, data.first_row + len(data.rows))
    selected = session.selected_row(tables.STEPS)
    passes = passes_of(draft, period)
    number = choose_step(passes, mark, selected, rows)
    runs = any(step.number == number and step.is_running for step in passes)
    missing = lacking_for(draft, period, number) if mark is Mark.FINISH and runs else ()
    without = ""
    if missing:
        if not session.agrees(lacking_question(number, missing)):
            return CANCELLED
        without = CONFIRMED
    report = record_step(
        session.book, mark, number, session.run, at=session.run.now, without=without
    )
    return session.finished(report, tables.STEPS)
