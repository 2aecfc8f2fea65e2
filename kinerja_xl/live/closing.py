"""Buttons that close the active period and open it again."""

from __future__ import annotations

from kinerja_xl.layout import tables
from kinerja_xl.live.messages import CANCELLED
from kinerja_xl.live.questions import close_question, reopen_question
from kinerja_xl.live.session import Session
from kinerja_xl.usecases.close import close, reopen
from kinerja_xl.usecases.closed import is_closed


def close_active_period(session: Session) -> str:
    """Close the active period after asking."""
    session.book.require_writable()
    period = session.period()
    if not is_closed(session.book, period) and not session.agrees(close_question(period)):
        return CANCELLED
    return session.finished(close(session.book, period, session.run), tables.CONTROL)


def reopen_active_period(session: Session) -> str:
    """Open the active period again; only a closed one needs a reason."""
    session.book.require_writable()
    period = session.period()
    reason: str | None = "-"  # the use case says that the period is open
    if is_closed(session.book, period):
        reason = session.reason(reopen_question(period))
    if reason is None:
        return CANCELLED
    return session.finished(reopen(session.book, period, session.run, reason), tables.CONTROL)
