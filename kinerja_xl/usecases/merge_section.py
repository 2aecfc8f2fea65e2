"""Merges the return of one section: the plan carried out in the draft, its conflicts noted."""

from __future__ import annotations

from dataclasses import replace

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
from kinerja_xl.core.values import CellValue, cell_text
from kinerja_xl.files.returns.returned import FoundFile
from kinerja_xl.layout import rows, tables
from kinerja_xl.layout.display import display
from kinerja_xl.usecases.gather import Run
from kinerja_xl.usecases.merge_work import MergeWork
from kinerja_xl.usecases.recording import Source, entry

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
    draft: Draft, state: SectionState, plan: MergePlan, form: Return, work: MergeWork, run: Run
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
    if state.issued is None:
        return
    _, _, sha256 = contest.files[0]
    table, index = tables.FORM_TABLE.name, state.issued.index
    if draft.table(table).column("returned_sha256")[index] != sha256:
        draft.set_cell(table, index, "returned_at", run.now)
        draft.set_cell(table, index, "returned_sha256", sha256)
