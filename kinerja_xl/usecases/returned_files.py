"""The returned files of a period: which there are, which need reading, and what became of each."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from kinerja_xl.core.book import MasterReader
from kinerja_xl.core.contests import Contest
from kinerja_xl.core.draft import Draft
from kinerja_xl.core.findings import Finding
from kinerja_xl.core.known_files import KnownFile, KnownFiles, Outcome
from kinerja_xl.core.period import Period
from kinerja_xl.core.values import cell_text
from kinerja_xl.errors import KinerjaError
from kinerja_xl.files.folder import OfficeFolder
from kinerja_xl.files.returns.returned import FoundFile, digest_of, find_returned
from kinerja_xl.layout import rows, tables
from kinerja_xl.usecases.gather import Run
from kinerja_xl.usecases.merge_work import MergeWork
from kinerja_xl.usecases.receive import Receiver

_OUTCOMES = frozenset(outcome.value for outcome in Outcome)
"""Rows of the hidden table with another word are hidden records, see `keeping`."""

Contests = dict[str, Contest[FoundFile]]
"""The returns of a run, by section."""


def find_files(folder: OfficeFolder, source: Path | None, period: Period) -> tuple[FoundFile, ...]:
    """List what came back.

    Args:
        folder: The office's folder.
        source: Folder to look in instead of `kembali/<period>`.
        period: The period.

    Raises:
        KinerjaError: If the folder given is none, or cannot be read.
    """
    where = source or folder.returned(period)
    if source is not None and not source.is_dir():
        raise KinerjaError(
            "Bukan folder yang ada.", where=str(source), remedy="Periksa nama foldernya."
        )
    try:
        return tuple(find_returned(where, folder.relative(where)))
    except OSError as error:
        raise unreadable_folder(where, error) from error


def unreadable_folder(folder: Path, error: OSError) -> KinerjaError:
    """Make the error for a folder of returned files that cannot be listed."""
    return KinerjaError(
        f"Isi folder tidak dapat dibaca ({error.strerror or error}).",
        where=str(error.filename or folder), remedy="Minta hak baca pada folder itu.",
    )  # fmt: skip


def known_files(book: MasterReader, period: Period) -> tuple[KnownFile, ...]:
    """Read what became of the files of a period."""
    fields = ("period", "path", "size", "modified_ns", "sha256", "section", "outcome")
    own = str(period)
    return tuple(
        KnownFile(
            cell_text(path),
            int(str(size).partition(".")[0]),
            int(cell_text(modified)),
            cell_text(digest),
            cell_text(section),
            Outcome(outcome),
        )
        for of_period, path, size, modified, digest, section, outcome in book.table(
            tables.FILE_TABLE.name
        ).pick(*fields)
        if of_period == own and outcome in _OUTCOMES
    )


def unsettled_files(found: tuple[FoundFile, ...], work: MergeWork) -> list[FoundFile]:
    """Leave out the files that are as they were, by size and time, then by their hash.

    A file with open conflicts stays in. A copy beside the file that it is a copy of is left out.
    """
    index = KnownFiles(work.known_before)
    contents = {
        (file.size, file.sha256): file
        for file in work.known_before
        if file.is_absorbed and file.path in work.present
    }
    sizes = {size for size, _ in contents}
    fresh = []
    for file in found:
        same = index.unchanged(file.name, file.size, file.modified_ns)
        if same is not None and same.is_settled:
            continue
        known = work.known.get(file.name)
        if known is not None and _is_touched(file, known):
            work.known[file.name] = replace(known, modified_ns=file.modified_ns)
        elif known is None and file.size in sizes and _content(file) in contents:
            work.read.add(file.name)
        else:
            fresh.append(file)
    return fresh


def _is_touched(file: FoundFile, known: KnownFile) -> bool:
    """Say whether nothing but the file's time has changed."""
    is_candidate = known.is_settled and known.size == file.size
    return is_candidate and _content(file) == (known.size, known.sha256)


def _content(file: FoundFile) -> tuple[int, str]:
    return file.size, digest_of(file.path)


def receive_files(
    receiver: Receiver, fresh: list[FoundFile], work: MergeWork, run: Run
) -> Contests:
    """Read the files; those refused, or known by their content, end here.

    A file that was merged but for its conflicts gives way to a newer return of its section.
    """
    by_content = KnownFiles(tuple(work.known.values()))
    new: Contests = {}
    open_conflicts: Contests = {}
    for done, (file, outcome) in enumerate(receiver.receive(fresh), start=1):
        name = file.name
        if file.is_among_evidence and not outcome.sha256:
            continue  # evidence, and no form
        run.progress(f"Membaca {name}", done, len(fresh))
        work.files_read += 1
        before = work.known.get(name)
        if before is not None and before.sha256 == outcome.sha256:
            same: KnownFile | None = before
        else:
            same = by_content.with_content(outcome.sha256) if outcome.sha256 else None
        if same is not None and same.is_absorbed:
            _recognise(same, file, outcome.findings, work)
            continue
        work.read.add(name)
        work.findings.extend(outcome.findings)
        if outcome.form is not None:
            is_open = before is not None and before.is_open(outcome.sha256)
            contests = open_conflicts if is_open else new
            contests.setdefault(outcome.section, Contest()).add(file, outcome.form)
        elif outcome.is_final:
            work.known[name] = KnownFile(
                name, file.size, file.modified_ns, outcome.sha256, outcome.section, Outcome.REFUSED
            )
    for code, contest in open_conflicts.items():
        if code in new:
            work.drop_findings(frozenset(contest.names))
    return {**open_conflicts, **new}


def _recognise(
    same: KnownFile, file: FoundFile, findings: tuple[Finding, ...], work: MergeWork
) -> None:
    """Deal with a file whose content was merged before: touched, moved, or a copy."""
    if same.path != file.name:
        work.read.add(file.name)
        if same.path in work.present:
            return
        work.known.pop(same.path, None)
        if same.outcome is Outcome.MERGED:
            work.findings.extend(findings)
    work.known[file.name] = replace(
        same, path=file.name, size=file.size, modified_ns=file.modified_ns
    )


def write_known_files(draft: Draft, work: MergeWork) -> None:
    """Write the table of files when it changed; a refused file that is gone is forgotten."""
    files = tuple(
        file
        for name, file in work.known.items()
        if name in work.present or file.outcome is not Outcome.REFUSED
    )
    if files == work.known_before:
        return
    table = tables.FILE_TABLE
    own, position, outcome = str(work.period), table.position("period"), table.position("outcome")
    others = (
        row
        for row in draft.table(table.name).rows
        if row[position] != own or row[outcome] not in _OUTCOMES
    )
    mine = (
        rows.full_row(
            table,
            {
                "path": file.path, "size": file.size, "modified_ns": str(file.modified_ns),
                "sha256": file.sha256 or None, "period": own, "section": file.section or None,
                "outcome": file.outcome.value,
            },
        )
        for file in files
    )  # fmt: skip
    draft.replace(table.name, (*others, *mine))
