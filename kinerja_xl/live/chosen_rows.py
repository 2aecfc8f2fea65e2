"""Buttons that act on the rows selected on a sheet: verdicts, what was entered elsewhere."""

from __future__ import annotations

from kinerja_xl.core.decisions import Decisions
from kinerja_xl.core.values import cell_text
from kinerja_xl.errors import KinerjaError
from kinerja_xl.layout import tables
from kinerja_xl.layout.spec import Table
from kinerja_xl.live.choices import selected_positions
from kinerja_xl.live.messages import CANCELLED
from kinerja_xl.live.questions import accept_question, entered_question, return_question
from kinerja_xl.live.session import Session
from kinerja_xl.usecases import gather
from kinerja_xl.usecases.decide import decide
from kinerja_xl.usecases.entries import EntryMark, entries


def mark_chosen_entries(session: Session) -> str:
    """Flag the rows selected in ENTRI as entered, with the reference that was given."""
    session.book.require_writable()
    rows = _chosen(session, tables.ENTRY_TABLE, "application", "code")
    applications = sorted({application for application, _ in rows})
    if len(applications) > 1:
        raise KinerjaError(
            f"Baris yang dipilih milik lebih dari satu aplikasi: {', '.join(applications)}.",
            where=tables.ENTRIES,
            remedy="Pilih baris satu aplikasi saja; nomor referensinya berbeda.",
        )
    codes = tuple(code for _, code in rows)
    reference = session.ask(entered_question(applications[0], codes))
    if reference is None:
        return CANCELLED
    mark = EntryMark(applications[0], codes, reference)
    report = entries(session.book, session.period(), session.run, mark)
    return session.finished(report, tables.ENTRIES)


def accept_chosen_rows(session: Session) -> str:
    """Accept the rows selected on a section's sheet."""
    section, codes, keys = _section_rows(session)
    if not session.agrees(accept_question(section, codes)):
        return CANCELLED
    return _decide(session, section, Decisions(accepted=keys))


def return_chosen_rows(session: Session) -> str:
    """Send the rows selected on a section's sheet back, with a reason."""
    section, codes, keys = _section_rows(session)
    reason = session.reason(return_question(section, codes))
    if reason is None:
        return CANCELLED
    return _decide(session, section, Decisions(returned=tuple((key, reason) for key in keys)))


def _decide(session: Session, section: str, decisions: Decisions) -> str:
    report = decide(session.book, session.period(), section, decisions, session.run)
    return session.finished(report, section)


def _section_rows(session: Session) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    """Return the section whose sheet is in front, and codes and keys of the selected rows."""
    session.book.require_writable()
    section, known = session.front_sheet(), gather.sections(session.book)
    if section not in {each.code for each in known}:
        raise KinerjaError(
            "Belum ada baris subbagian yang dipilih.",
            where=section,
            remedy=f"Buka lembar subbagian ({', '.join(each.code for each in known)}), pilih "
            "barisnya, lalu tekan tombolnya lagi.",
        )
    rows = _chosen(session, tables.section_table(section), "code", "key")
    return section, tuple(code for code, _ in rows), tuple(key for _, key in rows)


def _chosen(session: Session, table: Table, *fields: str) -> list[tuple[str, ...]]:
    """Return some cells, as text, of the selected rows of a table."""
    data = session.book.table(table.name)
    among = range(data.first_row, data.first_row + len(data.rows))
    selected = session.selected_rows(table.sheet, among)
    positions = selected_positions(data, selected, session.period(), table.sheet)
    lines = tuple(data.pick(*fields))
    return [tuple(map(cell_text, lines[at])) for at in positions]
