"""Merge: takes what the sections filled in over into the master, three-way, cell by cell."""

from __future__ import annotations

from pathlib import Path

from kinerja_xl.core.book import MasterBook
from kinerja_xl.core.draft import Draft
from kinerja_xl.core.findings import Code
from kinerja_xl.core.known_files import Outcome
from kinerja_xl.core.merging import CellChange, Decision
from kinerja_xl.core.period import Period
from kinerja_xl.core.values import CellValue, cell_text
from kinerja_xl.errors import KinerjaError
from kinerja_xl.files.returns.returned import FoundFile
from kinerja_xl.layout import names, rows, tables
from kinerja_xl.usecases import gather
from kinerja_xl.usecases.alone import alone
from kinerja_xl.usecases.board import refresh_board
from kinerja_xl.usecases.closed import refuse_closed
from kinerja_xl.usecases.gather import PeriodState, Run
from kinerja_xl.usecases.merge_section import merge_section
from kinerja_xl.usecases.merge_work import MergeWork
from kinerja_xl.usecases.receive import Receiver
from kinerja_xl.usecases.recording import Source, record_findings, record_history
from kinerja_xl.usecases.report import Fact, FindingLine, Listing, Report
from kinerja_xl.usecases.returned_files import (
    find_files,
    known_files,
    receive_files,
    unsettled_files,
    write_known_files,
)


def merge(
    book: MasterBook,
    period: Period,
    run: Run,
    *,
    source: Path | None = None,
    is_dry_run: bool = False,
) -> Report:
    """Merge every returned form of a period.

    Args:
        source: Folder to read instead of `kembali/<period>`.
        is_dry_run: Report the changes, write nothing.

    Raises:
        KinerjaError: If the period is closed or not of the master's year, was not distributed and
            nothing came back, the folder cannot be read, or the master cannot be written; the
            master is then as it was.
    """
    run_merge = _merge if is_dry_run else alone(_merge)
    return run_merge(book, period, run, source=source, is_dry_run=is_dry_run)


def _merge(
    book: MasterBook, period: Period, run: Run, *, source: Path | None, is_dry_run: bool
) -> Report:
    gather.period_in_year(book, period)
    refuse_closed(book, period)
    if not is_dry_run:
        book.require_writable()
    folder = gather.folder_of(book)
    draft = Draft(book)
    state = gather.period_state(draft, period)
    known = known_files(draft, period)
    found = find_files(folder, source, period)
    if not found and not any(part.issued for part in state.sections):
        raise KinerjaError(
            f"Periode {period} belum didistribusikan.",
            remedy=f"Periksa periodenya, atau jalankan distribusi {period} lebih dulu.",
        )
    present = frozenset(file.name for file in found)
    work = MergeWork(folder, period, known, {file.path: file for file in known}, present)
    receiver = Receiver(gather.office(draft), state, period)
    fresh = unsettled_files(found, work)
    contests = receive_files(receiver, fresh, work, run)
    decisions = _decisions(draft, period)
    for done, (code, contest) in enumerate(contests.items(), start=1):
        run.progress(f"Menggabungkan {code}", done, len(contests))
        merge_section(draft, state.of(code), contest, decisions.get(code, {}), work, run)
    return _finish(draft, run, work, found, state, is_dry_run=is_dry_run)


def _decisions(draft: Draft, period: Period) -> dict[str, dict[tuple[str, str, str], Decision]]:
    """Read how the officer settled conflicts in TEMUAN.

    Returns:
        By section, then by row key, field and returned value as text.
    """
    words = {names.KEEP_MASTER: Decision.KEEP_MASTER, names.TAKE_RETURN: Decision.TAKE_RETURN}
    fields = ("period", "code", "section", "decision", "row_key", "field", "returned")
    decisions: dict[str, dict[tuple[str, str, str], Decision]] = {}
    rows_of = draft.table(tables.FINDING_TABLE.name).pick(*fields)
    for of_period, code, section, word, key, column, returned in rows_of:
        decision = words.get(cell_text(word).casefold())
        if cell_text(of_period) == str(period) and code == Code.CONFLICT.name and decision:
            cell = cell_text(key), cell_text(column), cell_text(returned)
            decisions.setdefault(cell_text(section), {})[cell] = decision
    return decisions


def _finish(
    draft: Draft,
    run: Run,
    work: MergeWork,
    found: tuple[FoundFile, ...],
    state: PeriodState,
    *,
    is_dry_run: bool,
) -> Report:
    """Record findings, history and files, then apply everything at once.

    What is known of the files only saves reading them again, so it alone is no reason to write: a
    file that was touched, moved or copied leaves the master as it is. What was found in a merged
    return stays until another one takes its place, also when its file is gone.
    """
    merged = (Outcome.MERGED, Outcome.CONFLICTS)
    current = {
        name for name, file in work.known.items()
        if file.outcome in merged or (file.outcome is Outcome.REFUSED and name in work.present)
    }  # fmt: skip
    position = tables.FINDING_TABLE.position("file")

    def keep(row: tuple[CellValue, ...]) -> bool:
        name = cell_text(row[position])
        return name in current and name not in work.read

    lines = record_findings(
        draft, run, Source.MERGE, work.period, (*state.findings, *work.findings),
        keep=keep, returned=work.returned_text,
    )  # fmt: skip
    record_history(draft, work.history)
    refresh_board(draft, run)
    count = sum(not file.is_among_evidence for file in found)
    report = _report(work, count, lines, is_dry_run=is_dry_run)
    if draft.changes() and not is_dry_run:
        write_known_files(draft, work)
        gather.commit(draft, run)
    return report


def _report(
    work: MergeWork, files: int, lines: tuple[FindingLine, ...], *, is_dry_run: bool
) -> Report:
    changes = Listing(
        "changes", "Perubahan", ("section", "row", "field", "old", "new"),
        ("Subbagian", "Baris", "Kolom", "Nilai lama", "Nilai baru"),
        tuple(
            (code, change.cell.row_key, _heading(code, change), change.old, change.new)
            for code, change in work.changes
        ),
    )  # fmt: skip
    verb = "akan berubah" if is_dry_run else "berubah"
    sections = ", ".join(sorted(set(work.merged_sections))) or "tidak ada"
    message = f"{len(work.changes)} sel {verb}; kiriman yang digabung: {sections}."
    if lines:
        message += f" {len(lines)} temuan" + ("." if is_dry_run else ", lihat TEMUAN.")
    facts = (
        Fact("files", "Berkas di folder kembali", files),
        Fact("files_read", "Berkas yang dibaca", work.files_read),
        Fact("changes", "Sel yang berubah", len(work.changes)),
        Fact("dry_run", "Hanya percobaan", is_dry_run),
    )
    return Report("merge", message, str(work.period), facts, (changes,), lines)


def _heading(code: str, change: CellChange) -> str:
    return rows.block_table(change.cell.block, code).column(change.cell.field).heading
