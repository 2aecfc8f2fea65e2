"""Buttons that first have to find out what they act on: a period, a step."""

from __future__ import annotations

from kinerja_xl.core.draft import Draft
from kinerja_xl.layout import names, tables
from kinerja_xl.live.choices import choose_step, proposed_period
from kinerja_xl.live.messages import next_period_question, other_period_text
from kinerja_xl.live.session import Session
from kinerja_xl.usecases.cycle import open_cycle, steps_of
from kinerja_xl.usecases.set_period import following, is_open, set_period
from kinerja_xl.usecases.step import Mark, record_step


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


def _mark(session: Session, mark: Mark) -> str:
    session.book.require_writable()
    draft = Draft(session.book)
    period = session.period()
    open_cycle(draft, period)
    data = draft.table(tables.STEP_TABLE.name)
    rows = range(data.first_row, data.first_row + len(data.rows))
    selected = session.selected_row(tables.STEPS)
    number = choose_step(steps_of(draft, period), mark, selected, rows)
    report = record_step(session.book, mark, number, session.run, at=session.run.now)
    return session.finished(report, tables.STEPS)
