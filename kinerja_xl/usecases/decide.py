"""Decide: the officer accepts rows of a section's merged form, or sends them back with a reason."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from kinerja_xl.core.book import MasterBook, MasterReader
from kinerja_xl.core.decisions import DecidedRow, Decisions, decide_rows
from kinerja_xl.core.distribution import SectionState
from kinerja_xl.core.draft import Draft
from kinerja_xl.core.findings import Code, Finding, Place, Severity, finding
from kinerja_xl.core.history import HistoryEntry
from kinerja_xl.core.period import Period
from kinerja_xl.core.values import cell_text
from kinerja_xl.core.verification import Verdict, is_returned, read_verdict
from kinerja_xl.errors import KinerjaError
from kinerja_xl.layout import rows, tables
from kinerja_xl.usecases import gather
from kinerja_xl.usecases.alone import alone
from kinerja_xl.usecases.board import refresh_board
from kinerja_xl.usecases.closed import refuse_closed
from kinerja_xl.usecases.distribute import issue
from kinerja_xl.usecases.gather import Run
from kinerja_xl.usecases.recording import Source, record_findings, record_history
from kinerja_xl.usecases.report import Fact, Listing, Report
from kinerja_xl.usecases.verdicts import sign_evidence, write_verdict


@alone
def decide(
    book: MasterBook, period: Period, section: str, decisions: Decisions, run: Run
) -> Report:
    """Record verdicts; rows sent back make a new version of the form, in which only they are open.

    Deciding the same again changes nothing, and makes no further version.

    Args:
        section: Code of the section.
        decisions: What the officer says about its rows.

    Raises:
        KinerjaError: If nothing is decided, the period is closed or not of the master's year, the
            section or a row is unknown, its form was not merged, a verdict cannot be, or a file
            cannot be written; nothing is changed then.
    """
    if not decisions.accepted and not decisions.returned:
        raise KinerjaError(
            "Tidak ada baris yang diverifikasi.",
            remedy="Sebut baris yang diterima (--accept) atau dikembalikan (--return, --reason).",
        )
    gather.period_in_year(book, period)
    refuse_closed(book, period)
    book.require_writable()
    chosen = gather.chosen_sections(book, (section,))
    draft = Draft(book)
    state = gather.period_state(draft, period, chosen).sections[0]
    code = state.section.code
    decided = decide_rows(code, state.current_rows(), decisions, is_received=state.is_received)
    record_history(draft, tuple(_write(draft, code, decided, run)))
    position = tables.FINDING_TABLE.position("section")
    lines = record_findings(
        draft, run, Source.VERDICT, period, tuple(_doubts(draft, state, decided)),
        keep=lambda row: cell_text(row[position]) != code,
    )  # fmt: skip
    own = tuple(line for line in lines if line.section == code)
    if not any(each.verdict is Verdict.RETURNED for each in decided):
        refresh_board(draft, run)
        gather.commit(draft, run)
        return replace(_report(draft, period, code, decided), findings=own)
    issued = issue(draft, period, run, chosen)
    found = (*own, *(line for line in issued.findings if line.section == code))
    return replace(_report(draft, period, code, decided, issued), findings=found)


def _write(
    draft: Draft, section: str, decided: tuple[DecidedRow, ...], run: Run
) -> Iterator[HistoryEntry]:
    for each in decided:
        yield from write_verdict(
            draft, section, each.row, each.verdict.value, each.reason or None, run
        )
    accepted = {each.row.key: each.row for each in decided if each.verdict is Verdict.ACCEPTED}
    yield from sign_evidence(draft, section, accepted, run)


def _doubts(
    book: MasterReader, state: SectionState, decided: tuple[DecidedRow, ...]
) -> Iterator[Finding]:
    """Find accepted rows that TEMUAN still complains about."""
    code, period = state.section.code, str(state.period)
    fields = ("period", "section", "severity", "row_key")
    open_keys = [
        cell_text(key).partition(".")[0]
        for of_period, section, severity, key in book.table(tables.FINDING_TABLE.name).pick(*fields)
        if (cell_text(of_period), cell_text(section)) == (period, code)
        and cell_text(severity) == Severity.ERROR.value
    ]
    table = tables.section_table(code)
    first_row = book.table(table.name).first_row
    now_accepted = {each.row.key for each in decided if each.verdict is Verdict.ACCEPTED}
    decided_keys = {each.row.key for each in decided}
    for row in state.current_rows():
        is_accepted = row.key in now_accepted or (
            row.key not in decided_keys and read_verdict(row.verdict) is Verdict.ACCEPTED
        )
        if is_accepted and row.key in open_keys:
            cell = rows.cell_address(table, first_row, row.index, "verdict")
            yield finding(
                Code.ACCEPTED_WITH_FINDINGS, Place("", table.sheet, cell), section=code,
                row_key=row.key, column="verdict", code=row.code, count=open_keys.count(row.key),
            )  # fmt: skip


def _report(
    draft: Draft,
    period: Period,
    section: str,
    decided: tuple[DecidedRow, ...],
    issued: Report | None = None,
) -> Report:
    table = tables.section_table(section)
    found, _ = rows.section_rows(table, draft.table(table.name))
    current = [row for row in found if row.period == period]
    accepted = sum(read_verdict(row.verdict) is Verdict.ACCEPTED for row in current)
    returned = sum(map(is_returned, current))
    listing = Listing(
        "rows", "Baris yang diverifikasi", ("row", "verdict", "reason"),
        ("Baris", "Verifikasi", "Alasan"),
        tuple((each.row.code, each.verdict.value, each.reason or None) for each in decided),
    )  # fmt: skip
    facts = (
        Fact("accepted", "Diterima", accepted),
        Fact("returned", "Dikembalikan", returned),
        Fact("undecided", "Belum diverifikasi", len(current) - accepted - returned),
    )
    message = f"{section}: {accepted} baris diterima, {returned} dikembalikan."
    if issued:
        message += f" {issued.message}"
    forms = issued.listings if issued else ()
    return Report("decide", message, str(period), facts, (listing, *forms))
