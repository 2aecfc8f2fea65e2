"""Distribute: gives every section its form for a period, as a workbook of its own."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field, replace
from pathlib import Path

from kinerja_xl.core.book import MasterBook
from kinerja_xl.core.distribution import (
    Office,
    Section,
    SectionPlan,
    SectionState,
    issued_form,
    orphan_findings,
    plan_section,
)
from kinerja_xl.core.draft import Draft
from kinerja_xl.core.findings import Finding, Severity
from kinerja_xl.core.forms import FORM_KEY_BYTES, Block, Form
from kinerja_xl.core.hidden_records import HiddenRecord, RecordKind
from kinerja_xl.core.history import HistoryEntry
from kinerja_xl.core.indicator import Indicator
from kinerja_xl.core.indicator_rows import IndicatorTable
from kinerja_xl.core.period import Period
from kinerja_xl.core.values import CellContent, cell_text
from kinerja_xl.errors import KinerjaError
from kinerja_xl.files.building.form import build_form
from kinerja_xl.files.folder import EVIDENCE_FOLDER, OfficeFolder
from kinerja_xl.files.undo import Undo
from kinerja_xl.layout import names, rows, tables
from kinerja_xl.usecases import gather
from kinerja_xl.usecases.achievement_sheet import follow_rows
from kinerja_xl.usecases.alone import alone
from kinerja_xl.usecases.board import refresh_board
from kinerja_xl.usecases.closed import refuse_closed
from kinerja_xl.usecases.cycle import open_cycle
from kinerja_xl.usecases.gather import Run
from kinerja_xl.usecases.keeping import add_records, put_record
from kinerja_xl.usecases.recording import Source, entry, record_findings, record_history
from kinerja_xl.usecases.report import Fact, FindingLine, Listing, Report
from kinerja_xl.usecases.signed_forms import fixed_forms, refuse_changed_forms


@alone
def distribute(book: MasterBook, period: Period, run: Run, codes: tuple[str, ...] = ()) -> Report:
    """Write the forms of a period and record in the master what went out.

    A section whose valid form says the same already is left alone; a missing file is written again.
    A section with errors in INDIKATOR gets nothing until they are mended.

    Args:
        codes: Sections to distribute to; all when empty.

    Raises:
        KinerjaError: If the period is closed or not of the master's year, a section is unknown, no
            indicator is measured in the period, a form would not be what a signed Surat Edaran
            fixed, or a file cannot be written; the master is then as it was.
    """
    gather.period_in_year(book, period)
    refuse_closed(book, period)
    book.require_writable()
    return issue(Draft(book), period, run, gather.chosen_sections(book, codes))


def issue(draft: Draft, period: Period, run: Run, chosen: tuple[Section, ...]) -> Report:
    """Write the forms of some sections and apply the draft with all that it holds by then.

    Raises:
        KinerjaError: See `distribute`.
    """
    indicators = gather.indicators(draft)
    state = gather.period_state(draft, period, chosen)
    _refuse_nothing_to_do(indicators, state, period)
    work = _Distribution(draft, gather.office(draft), gather.folder_of(draft), run)
    work.fixed = fixed_forms(draft, period)
    if not work.office.key:
        work.office = _with_key(work.office, len(state.forms))
        work.is_key_new = True
    for index, key in indicators.new_keys:
        work.draft.set_cell(tables.INDICATOR_TABLE.name, index, "key", key)
    if gather.collects_audits(draft):
        for index, key in gather.audit_register(draft).new_keys:
            work.draft.set_cell(tables.AUDIT_TABLE.name, index, "key", key)
    work.findings += (*indicators.findings, *state.findings)
    with work.undo:
        for done, section_state in enumerate(state.sections, start=1):
            code = section_state.section.code
            run.progress(f"Distribusi {code}", done, len(state.sections))
            if not _is_blocked(section_state, indicators.findings):
                own = tuple(item for item in indicators.indicators if item.section == code)
                _distribute_one(work, section_state, own)
            work.undo.make_folder(work.folder.evidence(period, code))
        refuse_changed_forms(work.changed, period)
        lines = _record(work, period, {section.code for section in chosen})
        gather.commit(work.draft, run)
    return _report(work, period, lines, state.sections)


def _refuse_nothing_to_do(
    indicators: IndicatorTable, state: gather.PeriodState, period: Period
) -> None:
    """Refuse a period in which there is nothing to distribute and nothing to report."""
    codes = {part.section.code for part in state.sections}
    is_measured = any(
        item.section in codes and item.is_measured_in(period) for item in indicators.indicators
    )
    if is_measured or indicators.findings or any(part.issued for part in state.sections):
        return
    raise KinerjaError(
        f"Tidak ada indikator yang diukur pada {period.label}.",
        where=tables.INDICATOR_TABLE.sheet,
        remedy="Isi indikator dan targetnya di lembar INDIKATOR, lalu bagikan lagi.",
    )


@dataclass(slots=True)
class _Distribution:
    """What a run has found and written so far.

    Attributes:
        fixed: What signed documents fixed, by section.
        changed: Those of `fixed` that the forms no longer are.
    """

    draft: Draft
    office: Office
    folder: OfficeFolder
    run: Run
    undo: Undo = field(default_factory=Undo)
    findings: list[Finding] = field(default_factory=list)
    written: list[Form] = field(default_factory=list)
    fixed: dict[str, HiddenRecord] = field(default_factory=dict)
    changed: list[HiddenRecord] = field(default_factory=list)
    row_ids: dict[str, tuple[str, ...]] = field(default_factory=dict)
    history: list[HistoryEntry] = field(default_factory=list)
    is_key_new: bool = False


def _with_key(office: Office, forms: int) -> Office:
    """Give a master of before there were keys its own; what went out so far stays unsealed."""
    return replace(office, key=secrets.token_hex(FORM_KEY_BYTES), unsealed_forms=forms)


def _is_blocked(state: SectionState, findings: tuple[Finding, ...]) -> bool:
    """Say whether INDIKATOR has errors in rows of the section, or in rows that its form has now."""
    keys = {row.key for row in state.current_rows()}
    return any(
        found.code.severity is Severity.ERROR
        and (found.section == state.section.code or found.row_key in keys)
        for found in findings
    )


def _distribute_one(
    work: _Distribution, state: SectionState, indicators: tuple[Indicator, ...]
) -> None:
    plan = plan_section(work.office, state, indicators)
    code = state.section.code
    fixed = work.fixed.get(code)
    if fixed is not None and fixed.digest != (plan.definition if plan else ""):
        work.changed.append(fixed)
        return
    if plan is None:
        work.findings.extend(orphan_findings(state))
        work.row_ids[code] = ()
        return
    work.findings.extend(plan.findings)
    _record_rows(work.draft, plan)
    work.row_ids[code] = tuple(row.row_id for row in plan.rows)
    if plan.is_new:
        _write(work, state, plan.form)
        _record_form(work, plan, state)
    elif not work.folder.form(state.period, state.section.code).exists():
        _write(work, state, issued_form(work.office, state))


def _write(work: _Distribution, state: SectionState, form: Form) -> None:
    """Write a form; a different file that lies there goes to `cadangan/` first."""
    path = work.folder.form(state.period, state.section.code)
    data = build_form(form)
    work.written.append(form)
    work.undo.make_folder(path.parent / EVIDENCE_FOLDER)
    present = work.undo.watch(path)
    if present == data:
        return
    if present is not None:
        work.undo.write(free_name(work.folder.backups / path.name), present)
    work.undo.write(path, data)


def free_name(path: Path) -> Path:
    """Return a path like this one at which nothing lies yet."""
    number, free = 1, path
    while free.exists():
        number += 1
        free = path.with_stem(f"{path.stem} ({number})")
    return free


def _record_rows(draft: Draft, plan: SectionPlan) -> None:
    """Bring the section's sheet up to date, also in what the form does not show."""
    table = tables.section_table(plan.form.identity.section)
    appended = [row for row in plan.rows if row.index < 0]
    draft.append(
        table.name, (rows.full_row(table, rows.section_row_cells(row)) for row in appended)
    )
    for row in plan.changed_rows:
        if row.index >= 0:
            for field_name, content in rows.definition_cells(row).items():
                draft.set_cell(table.name, row.index, field_name, content)


def _record_form(work: _Distribution, plan: SectionPlan, state: SectionState) -> None:
    """Record a new version: evidence rows, base values, the form itself, its history."""
    draft, identity, office = work.draft, plan.form.identity, work.office
    if work.is_key_new:
        put_record(
            draft,
            HiddenRecord(RecordKind.FORM_KEY, count=office.unsealed_forms, digest=office.key),
        )
        work.is_key_new = False
    draft.append(
        tables.EVIDENCE_TABLE.name, (rows.evidence_row_cells(row) for row in plan.new_evidence)
    )
    _rename_evidence(draft, plan, state)
    for form_row in plan.form.rows:
        cells = rows.base_row_cells(identity.form_id, form_row.key, form_row.base)
        draft.append(rows.base_table(form_row.key).name, (cells,))
    add_records(
        draft,
        (
            HiddenRecord(
                RecordKind.RETURNED_ROW, str(identity.period), f"{identity.form_id} {row.key}",
                text=row.reason,
            )
            for row in plan.opened
        ),
    )  # fmt: skip
    form_cells: dict[str, CellContent] = {
        "form_id": identity.form_id, "period": str(identity.period), "section": identity.section,
        "version": identity.version, "digest": identity.digest, "issued_at": work.run.now,
    }  # fmt: skip
    draft.append(tables.FORM_TABLE.name, (rows.full_row(tables.FORM_TABLE, form_cells),))
    path = work.folder.form(identity.period, identity.section)
    work.history.append(
        entry(
            work.run, Source.DISTRIBUTE, identity.period, section=identity.section,
            file=work.folder.relative(path),
            field="Versi formulir", old=identity.version - 1 or None, new=identity.version,
        )
    )  # fmt: skip


def _rename_evidence(draft: Draft, plan: SectionPlan, state: SectionState) -> None:
    """Carry a changed indicator code over to its evidence rows."""
    codes = {row.key: row.code for row in plan.rows}
    for evidence in state.evidence:
        code = codes.get(evidence.slot.partition(".")[0])
        if code is not None and evidence.code != code:
            draft.set_cell(tables.EVIDENCE_TABLE.name, evidence.index, "code", code)


def _record(work: _Distribution, period: Period, chosen: set[str]) -> tuple[FindingLine, ...]:
    """Record the run; what was found in other sections on another run stays."""
    follow_rows(work.draft, period, work.row_ids)
    record_history(work.draft, work.history)
    if work.written:
        work.draft.set_name(names.ACTIVE_PERIOD.name, str(period))
        open_cycle(work.draft, period)
    position = tables.FINDING_TABLE.position("section")
    lines = record_findings(
        work.draft, work.run, Source.DISTRIBUTE, period,
        tuple(found for found in work.findings if not found.section or found.section in chosen),
        keep=lambda row: cell_text(row[position]) not in {"", *chosen},
    )  # fmt: skip
    refresh_board(work.draft, work.run)
    return lines


def _report(
    work: _Distribution,
    period: Period,
    found: tuple[FindingLine, ...],
    states: tuple[SectionState, ...],
) -> Report:
    written, folder = work.written, work.folder
    listing = Listing(
        "forms", "Formulir yang dibagikan",
        ("section", "version", "rows", "file"), ("Subbagian", "Versi", "Baris", "Berkas"),
        tuple(
            (
                form.identity.section, form.identity.version, len(form.block(Block.PERFORMANCE)),
                folder.relative(folder.form(period, form.identity.section)),
            )
            for form in written
        ),
    )  # fmt: skip
    if written:
        message = f"{len(written)} formulir {period.label} dibuat di folder distribusi/{period}."
    else:
        message = (
            f"Formulir {period.label} sudah dibagikan; tidak ada yang berubah."
            if any(state.issued for state in states)
            else f"Tidak ada formulir {period.label} yang dibuat; perbaiki temuan lebih dulu."
        )
    facts = (
        Fact("sections", "Subbagian", len(states)),
        Fact("written", "Formulir dibuat", len(written)),
    )
    return Report("distribute", message, str(period), facts, (listing,) if written else (), found)
