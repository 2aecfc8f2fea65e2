"""Entries: what is to be typed into E-Lapkin and Monev, what was, and what changed since."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from kinerja_xl.core.book import MasterBook
from kinerja_xl.core.draft import Draft
from kinerja_xl.core.period import Period
from kinerja_xl.core.values import cell_text
from kinerja_xl.errors import KinerjaError
from kinerja_xl.files.entry_mapping import load_entry_mapping
from kinerja_xl.layout import names, tables
from kinerja_xl.usecases import gather
from kinerja_xl.usecases.alone import alone
from kinerja_xl.usecases.board import refresh_board
from kinerja_xl.usecases.closed import refuse_closed
from kinerja_xl.usecases.compute import office_results
from kinerja_xl.usecases.entry_sheet import Entries, refresh_entries
from kinerja_xl.usecases.gather import Run
from kinerja_xl.usecases.recording import Source, entry, record_findings, record_history
from kinerja_xl.usecases.report import Fact, FindingLine, Listing, Report

if TYPE_CHECKING:
    from kinerja_xl.core.entry_mapping import EntryMapping


@dataclass(frozen=True, slots=True)
class EntryMark:
    """What the officer says was entered.

    Attributes:
        codes: Codes of the indicators; empty for all that are left.
        reference: What the application answered.
        at: When; now by default.
    """

    application: str
    codes: tuple[str, ...] = ()
    reference: str = ""
    at: datetime | None = None


@alone
def entries(book: MasterBook, period: Period, run: Run, mark: EntryMark | None = None) -> Report:
    """Bring ENTRI up to date and say what is left and what changed after it was entered.

    Args:
        mark: Rows to be flagged as entered first; the officer may as well type into ENTRI.

    Raises:
        KinerjaError: If the period is closed, not of the master's year or not distributed, the
            mapping is wrong, or `mark` names what is not there; the master is then as it was.
    """
    gather.period_in_year(book, period)
    refuse_closed(book, period)
    book.require_writable()
    mapping = load_entry_mapping(gather.folder_of(book))
    draft = Draft(book)
    results = office_results(draft, period)
    if not results.rows:
        raise KinerjaError(
            f"Periode {period} belum didistribusikan.",
            remedy=f"Jalankan distribusi {period} lebih dulu.",
        )
    done = refresh_entries(draft, period, results.rows, mapping)
    if mark is not None:
        _flag(draft, period, mapping, done, mark, run)
        done = refresh_entries(draft, period, results.rows, mapping)
    lines = record_findings(draft, run, Source.ENTRIES, period, done.findings)
    if draft.changes():
        record_history(draft, (entry(run, Source.ENTRIES, period),))
    refresh_board(draft, run)
    draft.commit()
    return _report(period, mapping, done, lines)


def _flag(
    draft: Draft,
    period: Period,
    mapping: EntryMapping,
    done: Entries,
    mark: EntryMark,
    run: Run,
) -> None:
    """Flag rows as entered, each noted in RIWAYAT."""
    table = tables.ENTRY_TABLE
    known = {each.name.casefold(): each.name for each in mapping.applications}
    application = known.get(mark.application.casefold())
    if application is None:
        raise KinerjaError(
            f'Aplikasi "{mark.application}" tidak ada dalam pemetaan entri.',
            remedy=f"Gunakan: {', '.join(known.values())}.",
        )
    own = {row.code.casefold(): row for row in done.rows if row.application == application}
    missing = [code for code in mark.codes if code.casefold() not in own]
    if missing:
        raise KinerjaError(
            f"Indikator {', '.join(missing)} tidak ada di {application} pada {period.label}.",
            where=table.sheet,
            remedy="Periksa kodenya di ENTRI.",
        )
    chosen = [own[code.casefold()] for code in mark.codes] or [
        row for row in own.values() if done.is_left(row)
    ]
    index_of = {
        cell_text(row_id): n for n, row_id in enumerate(draft.table(table.name).column("row_id"))
    }
    marked = []
    for row in chosen:
        index = index_of[row.row_id]
        draft.set_cell(table.name, index, "is_entered", names.YES)
        draft.set_cell(table.name, index, "entered_at", mark.at or run.now)
        if mark.reference:
            draft.set_cell(table.name, index, "reference", mark.reference)
        marked.append(
            entry(
                run, Source.ENTRIES, period, row_key=row.code, field=f"Entri {application}",
                new=mark.reference or names.YES,
            )
        )  # fmt: skip
    record_history(draft, marked)


def _report(
    period: Period, mapping: EntryMapping, done: Entries, lines: tuple[FindingLine, ...]
) -> Report:
    left = [row for row in done.rows if done.is_left(row)]
    changed = [row for row in done.rows if done.is_changed(row)]
    counts = Listing(
        "applications", "Entri per aplikasi", ("application", "rows", "left", "changed"),
        ("Aplikasi", "Baris", "Belum dientri", "Berubah"),
        tuple(
            (
                each.name,
                *(
                    sum(row.application == each.name for row in group)
                    for group in (done.rows, left, changed)
                ),
            )
            for each in mapping.applications
        ),
    )  # fmt: skip
    rows = Listing(
        "left", "Belum dientri", ("application", "number", "code", "name"),
        ("Aplikasi", "No", "Kode", "Indikator"),
        tuple((row.application, row.number, row.code, row.name) for row in left),
    )  # fmt: skip
    message = f"{len(left)} dari {len(done.rows)} baris {period.label} belum dientri"
    if changed:
        message += f"; {len(changed)} berubah sesudah dientri"
    facts = (
        Fact("rows", "Baris", len(done.rows)),
        Fact("left", "Belum dientri", len(left)),
        Fact("changed", "Berubah sesudah dientri", len(changed)),
    )
    return Report("entries", f"{message}. Lihat ENTRI.", str(period), facts, (counts, rows), lines)
