"""Merge: takes what the sections filled in over into the master, three-way, cell by cell."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from pathlib import Path

from kinerja_xl.core.book import MasterBook, MasterReader
from kinerja_xl.core.contests import Contest
from kinerja_xl.core.distribution import EvidenceRow, SectionState
from kinerja_xl.core.draft import Draft
from kinerja_xl.core.findings import Code, Finding, Place, finding
from kinerja_xl.core.forms import Block, FieldKind
from kinerja_xl.core.history import HistoryEntry
from kinerja_xl.core.known_files import KnownFile, KnownFiles, Outcome
from kinerja_xl.core.merging import (
    CellChange,
    CellConflict,
    Decision,
    Entries,
    MergePlan,
    plan_merge,
    shown,
)
from kinerja_xl.core.numbers import Unreadable
from kinerja_xl.core.period import Period
from kinerja_xl.core.returns import Return
from kinerja_xl.core.section_rows import amount
from kinerja_xl.core.targets import read_realisation
from kinerja_xl.core.values import CellValue, cell_text
from kinerja_xl.files.folder import OfficeFolder
from kinerja_xl.files.returned import FoundFile, find_returned
from kinerja_xl.layout import names, rows, tables
from kinerja_xl.layout.display import display
from kinerja_xl.usecases import gather
from kinerja_xl.usecases.board import refresh_board
from kinerja_xl.usecases.gather import PeriodState, Run
from kinerja_xl.usecases.receive import Receiver
from kinerja_xl.usecases.recording import Source, entry, record_findings, record_history
from kinerja_xl.usecases.report import Fact, FindingLine, Listing, Report


@dataclass(slots=True)
class _Merge:
    """What a run has found and decided so far."""

    folder: OfficeFolder
    period: Period
    known: dict[str, KnownFile]
    findings: list[Finding] = field(default_factory=list)
    returned_text: dict[Finding, str] = field(default_factory=dict)
    changes: list[tuple[str, CellChange]] = field(default_factory=list)
    history: list[HistoryEntry] = field(default_factory=list)
    merged_sections: list[str] = field(default_factory=list)
    files_read: int = 0

    def drop_findings(self, names: Collection[str]) -> None:
        """Forget what was found in files that do not count after all."""
        self.findings = [found for found in self.findings if found.place.file not in names]


_Contests = dict[str, Contest[FoundFile]]
"""The returns of a run, by section."""

_MOST_NAMES = 5


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
        KinerjaError: If the period is not of the master's year, the folder cannot be read, or the
            master cannot be written; the master is then as it was.
    """
    gather.period_in_year(book, period)
    if not is_dry_run:
        book.require_writable()
    folder = gather.folder_of(book)
    draft = Draft(book)
    state = gather.period_state(draft, period)
    known = known_files(draft, period)
    work = _Merge(folder, period, {file.path: file for file in known})
    receiver = Receiver(gather.office(draft), state, period)
    where = source or folder.returned(period)
    found = tuple(find_returned(where, folder.relative(where)))
    fresh = _unsettled(found, known)
    contests = _receive(receiver, fresh, work, run)
    decisions = _decisions(draft, period)
    for code, contest in contests.items():
        _merge_section(draft, state.of(code), contest, decisions, work, run)
    return _finish(draft, run, work, found, state, is_dry_run=is_dry_run)


def known_files(book: MasterReader, period: Period) -> tuple[KnownFile, ...]:
    """Read what became of the files of a period."""
    fields = ("path", "size", "modified_ns", "sha256", "period", "section", "outcome")
    return tuple(
        KnownFile(
            cell_text(path),
            int(cell_text(size)),
            int(cell_text(modified)),
            cell_text(digest),
            cell_text(section),
            Outcome(cell_text(outcome)),
        )
        for path, size, modified, digest, of_period, section, outcome in book.table(
            tables.FILE_TABLE.name
        ).pick(*fields)
        if cell_text(of_period) == str(period)
    )


def _unsettled(found: tuple[FoundFile, ...], known: tuple[KnownFile, ...]) -> list[FoundFile]:
    """Leave out the files that are as they were; files with open conflicts stay in."""
    index = KnownFiles(known)
    fresh = []
    for file in found:
        same = index.unchanged(file.name, file.size, file.modified_ns)
        if same is None or not same.is_settled:
            fresh.append(file)
    return fresh


def _receive(receiver: Receiver, fresh: list[FoundFile], work: _Merge, run: Run) -> _Contests:
    """Read the files; those refused, or known by their content, end here.

    A file that was merged but for its conflicts gives way to a newer return of its section.
    """
    by_content = KnownFiles(tuple(work.known.values()))
    new: _Contests = {}
    open_conflicts: _Contests = {}
    for done, (file, outcome) in enumerate(receiver.receive(fresh), start=1):
        name = file.name
        run.progress(f"Membaca {name}", done, len(fresh))
        work.files_read += 1
        before = work.known.get(name)
        same = by_content.with_content(outcome.sha256) if outcome.sha256 else None
        if same is not None and same.is_absorbed:
            work.known[name] = replace(
                same, path=name, size=file.size, modified_ns=file.modified_ns
            )
            continue
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
            work.drop_findings(contest.names)
    return {**open_conflicts, **new}


def _merge_section(
    draft: Draft,
    state: SectionState,
    contest: Contest[FoundFile],
    decisions: dict[tuple[str, str, str], Decision],
    work: _Merge,
    run: Run,
) -> None:
    """Merge the return of a section; several that differ are refused, all of them."""
    if contest.is_undecided:
        work.drop_findings(contest.names)
        listed = ", ".join(contest.names[:_MOST_NAMES])
        more = len(contest.names) - _MOST_NAMES
        work.findings.extend(
            finding(
                Code.RETURNS_DIFFER,
                Place(name),
                section=state.section.code,
                files=f"{listed}, dan {more} lagi" if more > 0 else listed,
            )
            for name in contest.names
        )
        return
    form = contest.forms[0]
    plan = plan_merge(
        form,
        {row.key: row.entries for row in state.base},
        master_entries(state),
        decisions,
    )
    _write_changes(draft, state, plan, form, work, run)
    _write_base(draft, state, plan)
    _note_conflicts(form, plan, work)
    _note_files(draft, state, contest, plan, work, run)


def master_entries(state: SectionState) -> Entries:
    """Return the section's entry cells as the master has them, numbers typed as text read."""
    entries: Entries = {}
    kinds = [entry_field.kind for entry_field in Block.PERFORMANCE.entry_fields]
    for row in state.current_rows():
        values = list(row.entries)
        for n, kind in enumerate(kinds):
            if (
                kind is FieldKind.MEASURE
                and isinstance(values[n], str)
                and not row.measure.ordinal_map
            ):
                number = read_realisation(values[n], row.measure, row.unit)
                values[n] = values[n] if isinstance(number, Unreadable) else number
            elif kind is FieldKind.MONEY:
                values[n] = amount(values[n])
        entries[row.key] = tuple(values)
    for evidence in state.evidence:
        named = (evidence.file_name, evidence.description)
        extra = (evidence.code or None, evidence.item or None)
        entries[evidence.slot] = (*extra, *named) if evidence.is_extra else named
    return entries


def _write_changes(
    draft: Draft, state: SectionState, plan: MergePlan, form: Return, work: _Merge, run: Run
) -> None:
    code = state.section.code
    section_table = tables.section_table(code)
    row_index = {row.key: row.index for row in state.current_rows()}
    slot_index = {row.slot: row.index for row in state.evidence}
    added: dict[str, dict[str, CellValue]] = {}
    for change in plan.changes:
        cell = change.cell
        if cell.block is Block.PERFORMANCE:
            table = section_table
            draft.set_cell(table.name, row_index[cell.row_key], cell.field, change.new)
        else:
            table = tables.EVIDENCE_TABLE
            if cell.row_key in slot_index:
                draft.set_cell(table.name, slot_index[cell.row_key], cell.field, change.new)
            else:
                added.setdefault(cell.row_key, {})[cell.field] = change.new
        work.changes.append((code, change))
        work.history.append(
            entry(
                run,
                Source.MERGE,
                state.period,
                section=code,
                file=form.name,
                file_sha256=form.sha256,
                row_key=cell.row_key,
                field=table.column(cell.field).heading,
                old=change.old,
                new=change.new,
            )
        )
    draft.append(
        tables.EVIDENCE_TABLE.name,
        (
            rows.evidence_row_cells(
                EvidenceRow(
                    -1, state.period, code, slot, cell_text(cells.get("code")),
                    cell_text(cells.get("item")), cells.get("file_name"), cells.get("description"),
                )
            )
            for slot, cells in added.items()
        ),
    )  # fmt: skip


def _write_base(draft: Draft, state: SectionState, plan: MergePlan) -> None:
    index_of = {row.key: row.index for row in state.base}
    for base in plan.new_base:
        table = rows.base_table(base.row_key).name
        for entry_field, value in zip(base.block.entry_fields, base.entries, strict=True):
            draft.set_cell(table, index_of[base.row_key], entry_field.name, value)


def _note_conflicts(form: Return, plan: MergePlan, work: _Merge) -> None:
    for conflict in plan.conflicts:
        found = _conflict_finding(form, conflict)
        work.findings.append(found)
        work.returned_text[found] = shown(conflict.returned)


def _conflict_finding(form: Return, conflict: CellConflict) -> Finding:
    cell = conflict.cell
    return finding(
        Code.CONFLICT, form.place_of(cell.row_key, cell.field), section=form.identity.section,
        row_key=cell.row_key, column=cell.field, field=form.heading_of(cell.row_key, cell.field),
        master=display(conflict.master), returned=display(conflict.returned),
        base=display(conflict.base),
    )  # fmt: skip


def _note_files(
    draft: Draft,
    state: SectionState,
    contest: Contest[FoundFile],
    plan: MergePlan,
    work: _Merge,
    run: Run,
) -> None:
    code = state.section.code
    work.merged_sections.append(code)
    for name, known in work.known.items():
        if known.section == code and known.outcome in (Outcome.MERGED, Outcome.CONFLICTS):
            work.known[name] = replace(known, outcome=Outcome.REPLACED)
    outcome = Outcome.CONFLICTS if plan.conflicts else Outcome.MERGED
    for file, name, sha256 in contest.files:
        work.known[name] = KnownFile(name, file.size, file.modified_ns, sha256, code, outcome)
    if state.issued is None:
        return
    _, _, sha256 = contest.files[0]
    table, index = tables.FORM_TABLE.name, state.issued.index
    if draft.table(table).column("returned_sha256")[index] != sha256:
        draft.set_cell(table, index, "returned_at", run.now)
        draft.set_cell(table, index, "returned_sha256", sha256)


def _decisions(draft: Draft, period: Period) -> dict[tuple[str, str, str], Decision]:
    """Read how the officer settled conflicts in TEMUAN, by row key, field, returned value."""
    words = {names.KEEP_MASTER: Decision.KEEP_MASTER, names.TAKE_RETURN: Decision.TAKE_RETURN}
    fields = ("period", "code", "row_key", "field", "returned", "decision")
    decisions = {}
    for of_period, code, key, column, returned, word in draft.table(tables.FINDING_TABLE.name).pick(
        *fields
    ):
        decision = words.get(cell_text(word).casefold())
        if cell_text(of_period) == str(period) and code == Code.CONFLICT.name and decision:
            decisions[cell_text(key), cell_text(column), cell_text(returned)] = decision
    return decisions


def _finish(
    draft: Draft,
    run: Run,
    work: _Merge,
    found: tuple[FoundFile, ...],
    state: PeriodState,
    *,
    is_dry_run: bool,
) -> Report:
    """Record files, findings and history, then apply everything at once."""
    present = {file.name for file in found}
    read = {item.place.file for item in work.findings}
    current = {
        name for name, file in work.known.items()
        if name in present and file.outcome is not Outcome.REPLACED
    }  # fmt: skip
    at = {name: n for n, name in enumerate(tables.FINDING_TABLE.fields)}

    def keep(row: tuple[CellValue, ...]) -> bool:
        name = cell_text(row[at["file"]])
        return name in current and name not in read

    _write_known_files(draft, work, present)
    lines = record_findings(
        draft, run, Source.MERGE, work.period, (*state.findings, *work.findings),
        keep=keep, returned=work.returned_text,
    )  # fmt: skip
    record_history(draft, work.history)
    refresh_board(draft, run)
    report = _report(work, len(found), lines, is_dry_run=is_dry_run)
    if not is_dry_run:
        draft.commit()
    return report


def _write_known_files(draft: Draft, work: _Merge, present: set[str]) -> None:
    """Write the table of files; a refused file that is gone is forgotten."""
    table = tables.FILE_TABLE
    data = draft.table(table.name)
    others = [row for row in data.rows if cell_text(row[4]) != str(work.period)]
    mine = (
        (
            file.path, file.size, str(file.modified_ns), file.sha256, str(work.period),
            file.section or None, file.outcome.value,
        )
        for name, file in work.known.items()
        if name in present or file.outcome is not Outcome.REFUSED
    )  # fmt: skip
    draft.replace(table.name, (*others, *mine))


def _report(
    work: _Merge, files: int, lines: tuple[FindingLine, ...], *, is_dry_run: bool
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
        message += f" {len(lines)} temuan, lihat TEMUAN."
    facts = (
        Fact("files", "Berkas di folder kembali", files),
        Fact("files_read", "Berkas yang dibaca", work.files_read),
        Fact("changes", "Sel yang berubah", len(work.changes)),
        Fact("dry_run", "Hanya percobaan", is_dry_run),
    )
    return Report("merge", message, str(work.period), facts, (changes,), lines)


def _heading(code: str, change: CellChange) -> str:
    is_performance = change.cell.block is Block.PERFORMANCE
    table = tables.section_table(code) if is_performance else tables.EVIDENCE_TABLE
    return table.column(change.cell.field).heading
