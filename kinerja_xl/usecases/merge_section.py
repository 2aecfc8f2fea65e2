"""Merges the return of one section: the plan carried out in the draft, its conflicts noted."""

from __future__ import annotations

from dataclasses import replace

from kinerja_xl.core.audits import AuditRow
from kinerja_xl.core.contests import Contest
from kinerja_xl.core.distribution import EvidenceRow, SectionState
from kinerja_xl.core.draft import Draft
from kinerja_xl.core.findings import Code, Finding, Place, finding
from kinerja_xl.core.forms import Block, FieldKind
from kinerja_xl.core.known_files import KnownFile, Outcome
from kinerja_xl.core.merging import (
    CellConflict,
    Decision,
    Entries,
    MergePlan,
    plan_merge,
    shown,
)
from kinerja_xl.core.numbers import Unreadable
from kinerja_xl.core.returns import Return
from kinerja_xl.core.section_rows import amount
from kinerja_xl.core.targets import read_realisation
from kinerja_xl.core.values import CellContent, CellValue, cell_text
from kinerja_xl.files.returns.returned import FoundFile
from kinerja_xl.layout import rows, tables
from kinerja_xl.layout.display import display
from kinerja_xl.usecases.gather import Run
from kinerja_xl.usecases.merge_work import MergeWork
from kinerja_xl.usecases.recording import Source, entry
from kinerja_xl.usecases.verdicts import blank_verdicts

_MOST_NAMES = 5


def merge_section(
    draft: Draft,
    state: SectionState,
    contest: Contest[FoundFile],
    decisions: dict[tuple[str, str, str], Decision],
    work: MergeWork,
    run: Run,
) -> None:
    """Merge the return of a section; several that differ are refused, all of them."""
    if contest.is_undecided:
        work.drop_findings(frozenset(contest.names))
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
    is_new = _is_new(draft, state, form.sha256)
    blank_verdicts(draft, state, plan.changes, work, run, is_new=is_new)
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
    entries.update((row.key, row.entries) for row in _audits(state))
    return entries


def _audits(state: SectionState) -> tuple[AuditRow, ...]:
    return state.audits.rows if state.audits else ()


def _write_changes(
    draft: Draft, state: SectionState, plan: MergePlan, form: Return, work: MergeWork, run: Run
) -> None:
    code = state.section.code
    index_of = {
        **{row.key: row.index for row in state.current_rows()},
        **{row.slot: row.index for row in state.evidence},
        **{row.key: row.index for row in _audits(state)},
    }
    added: dict[tuple[Block, str], dict[str, CellValue]] = {}
    for change in plan.changes:
        cell = change.cell
        table = rows.block_table(cell.block, code)
        if cell.row_key in index_of:
            index = index_of[cell.row_key]
            draft.set_cell(table.name, index, cell.field, change.new)
            if cell.block is Block.AUDIT and cell.field == "file_name":
                draft.set_cell(table.name, index, "evidence_period", str(state.period))
        else:
            added.setdefault((cell.block, cell.row_key), {})[cell.field] = change.new
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
    for (block, key), cells in added.items():
        draft.append(rows.block_table(block, code).name, (_new_row(state, block, key, cells),))


def _new_row(
    state: SectionState, block: Block, key: str, cells: dict[str, CellValue]
) -> tuple[CellContent, ...]:
    """Lay out a row that the section added, in the table of its block."""
    code = state.section.code
    if block is Block.AUDIT:
        entries = tuple(cells.get(field.name) for field in block.entry_fields)
        period = str(state.period) if cells.get("file_name") else ""
        return rows.audit_row_cells(AuditRow(-1, key, code, entries, period))
    return rows.evidence_row_cells(
        EvidenceRow(
            -1, state.period, code, key, cell_text(cells.get("code")), cell_text(cells.get("item")),
            cells.get("file_name"), cells.get("description"),
        )
    )  # fmt: skip


def _write_base(draft: Draft, state: SectionState, plan: MergePlan) -> None:
    index_of = {row.key: row.index for row in state.base}
    for base in plan.new_base:
        table = rows.base_table(base.row_key).name
        for entry_field, value in zip(base.block.entry_fields, base.entries, strict=True):
            draft.set_cell(table, index_of[base.row_key], entry_field.name, value)


def _note_conflicts(form: Return, plan: MergePlan, work: MergeWork) -> None:
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
    work: MergeWork,
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
    _, _, sha256 = contest.files[0]
    if state.issued is not None and _is_new(draft, state, sha256):
        table, index = tables.FORM_TABLE.name, state.issued.index
        draft.set_cell(table, index, "returned_at", run.now)
        draft.set_cell(table, index, "returned_sha256", sha256)


def _is_new(draft: Draft, state: SectionState, sha256: str) -> bool:
    """Say whether the file is another one than was merged last."""
    if state.issued is None:
        return False
    merged = draft.table(tables.FORM_TABLE.name).column("returned_sha256")
    return merged[state.issued.index] != sha256
