"""Reads from a master the records that the rules work on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from kinerja_xl.core.audits import AuditRegister
from kinerja_xl.core.book import MasterReader
from kinerja_xl.core.distribution import (
    BaseRow,
    EvidenceRow,
    IssuedForm,
    Office,
    Section,
    SectionState,
)
from kinerja_xl.core.draft import Draft
from kinerja_xl.core.findings import Finding, Place
from kinerja_xl.core.hidden_records import RecordKind
from kinerja_xl.core.indicator_rows import IndicatorTable, read_indicator_rows
from kinerja_xl.core.period import Period
from kinerja_xl.core.values import cell_text
from kinerja_xl.core.verification import OpenRow
from kinerja_xl.errors import KinerjaError
from kinerja_xl.files.folder import OfficeFolder
from kinerja_xl.layout import names, rows, tables
from kinerja_xl.layout.indicator_cells import typed_rows
from kinerja_xl.usecases.keeping import records
from kinerja_xl.usecases.report import Progress, no_progress


@dataclass(frozen=True, slots=True)
class Run:
    """The circumstances of a run: when, by which account, and who is told of progress."""

    now: datetime
    who: str
    progress: Progress = no_progress


def commit(draft: Draft, run: Run) -> None:
    """Apply a draft to the master, which in a large one takes the longest of all.

    Raises:
        KinerjaError: If the master cannot be written.
    """
    run.progress("Menyimpan buku induk", 0, 1)
    draft.commit()


def folder_of(book: MasterReader) -> OfficeFolder:
    """Return the office's folder."""
    return OfficeFolder(Path(book.path).parent)


def office(book: MasterReader) -> Office:
    """Read who the office is, and the key by which its forms are sealed."""
    keys = records(book, RecordKind.FORM_KEY)
    return Office(
        cell_text(book.value(names.OFFICE.name)),
        cell_text(book.value(names.MASTER_ID.name)),
        key=keys[0].digest if keys else "",
        unsealed_forms=keys[0].count if keys else 0,
    )


def year(book: MasterReader) -> int:
    """Read the year of the master.

    Raises:
        KinerjaError: If the cell does not hold a year.
    """
    text = cell_text(book.value(names.YEAR.name))
    if not text.isdecimal():
        raise KinerjaError(
            f'Tahun "{text}" tidak dapat dibaca.',
            where=f"{names.YEAR.sheet} {names.YEAR.name}",
            remedy="Isi dengan tahun empat angka.",
        )
    return int(text)


def period_in_year(book: MasterReader, period: Period) -> Period:
    """Give back a period of the master's own year.

    Raises:
        KinerjaError: If the period belongs to another year.
    """
    own = year(book)
    if period.year != own:
        raise KinerjaError(
            f"Periode {period} bukan bagian dari tahun {own} buku induk ini.",
            where=Path(book.path).name,
            remedy=f"Pilih periode tahun {own}, atau buka buku induk tahun {period.year}.",
        )
    return period


def active_period(book: MasterReader) -> Period:
    """Read the period that KENDALI shows."""
    return Period.parse(cell_text(book.value(names.ACTIVE_PERIOD.name)))


def sections(book: MasterReader) -> tuple[Section, ...]:
    """Read the office's sections."""
    return rows.sections(book.table(tables.SECTION_LIST_TABLE.name))


def chosen_sections(book: MasterReader, codes: tuple[str, ...]) -> tuple[Section, ...]:
    """Return the sections with these codes, all of them when no code is given.

    Raises:
        KinerjaError: If the office has no section of one of these codes.
    """
    known = sections(book)
    wanted = {code.casefold() for code in codes}
    unknown = [code for code in codes if code.casefold() not in {s.code.casefold() for s in known}]
    if unknown:
        raise KinerjaError(
            f"Subbagian {', '.join(unknown)} tidak dikenal.",
            remedy=f"Gunakan: {', '.join(section.code for section in known)}.",
        )
    return tuple(s for s in known if not wanted or s.code.casefold() in wanted)


def indicators(book: MasterReader) -> IndicatorTable:
    """Read INDIKATOR; rows with errors are findings and left out."""
    table = tables.INDICATOR_TABLE
    data = book.table(table.name)
    known = sections(book)
    used = {
        cell_text(key)
        for section in known
        for key in book.table(tables.section_table(section.code).name).column("key")
    }

    def place_of(row: int, field: str) -> Place:
        return Place("", table.sheet, rows.cell_address(table, row, 0, field))

    return read_indicator_rows(
        typed_rows(data.rows, year(book), first_row=data.first_row),
        known,
        place_of=place_of,
        heading_of=lambda field: table.column(field).heading,
        used_keys=used,
    )


@dataclass(frozen=True, slots=True)
class PeriodState:
    """Every section's state in one period, with what could not be read on the way.

    Attributes:
        forms: Every form that the master recorded, of all periods.
    """

    sections: tuple[SectionState, ...]
    findings: tuple[Finding, ...]
    forms: tuple[IssuedForm, ...] = ()

    def of(self, code: str) -> SectionState:
        """Return the state of one section."""
        return next(state for state in self.sections if state.section.code == code)


def period_state(
    book: MasterReader, period: Period, only: tuple[Section, ...] | None = None
) -> PeriodState:
    """Read every section's rows, evidence, valid form and its base."""
    evidence = [
        row for row in rows.evidence_rows(book.table(tables.EVIDENCE_TABLE.name))
        if row.period == period
    ]  # fmt: skip
    forms = all_forms(book)
    issued = _latest(forms, period)
    base = base_by_form(book)
    opened = _opened_rows(book)
    received = {form.section for form in forms if form.period == period and form.is_returned}
    register = audit_register(book) if collects_audits(book) else None
    states: list[SectionState] = []
    findings: list[Finding] = []
    for section in sections(book) if only is None else only:
        table = tables.section_table(section.code)
        section_rows, found = rows.section_rows(table, book.table(table.name))
        findings.extend(found)
        form = issued.get(section.code)
        states.append(
            SectionState(
                section=section,
                period=period,
                rows=section_rows,
                evidence=tuple(row for row in evidence if row.section == section.code),
                issued=form,
                base=base(form.form_id) if form else (),
                audits=register.keyed() if register else None,
                opened=tuple(opened.get(form.form_id, ())) if form else (),
                is_received=section.code in received,
            )
        )
    return PeriodState(tuple(states), tuple(findings), forms)


def _opened_rows(book: MasterReader) -> dict[str, list[OpenRow]]:
    """Read which rows forms opened for correction, by the form's identifier."""
    found: dict[str, list[OpenRow]] = {}
    for record in records(book, RecordKind.RETURNED_ROW):
        form, _, key = record.name.partition(" ")
        found.setdefault(form, []).append(OpenRow(key, record.text))
    return found


def collects_audits(book: MasterReader) -> bool:
    """Say whether the sections' forms collect the register of audits."""
    return _audit_setting(book).casefold() == names.YES


def has_register(book: MasterReader) -> bool:
    """Say whether the master has the register as this version keeps it."""
    return bool(_audit_setting(book))


def _audit_setting(book: MasterReader) -> str:
    try:
        return cell_text(book.value(names.AUDIT_FORMS.name))
    except KinerjaError:  # a master from before there was such a setting
        return ""


def audit_register(book: MasterReader) -> AuditRegister:
    """Read the register of audits, and which keys of it ever were in a form.

    Raises:
        KinerjaError: If the master has none, or one of before it had keys.
    """
    issued = book.table(tables.AUDIT_BASE_TABLE.name).column("key")
    return AuditRegister(
        rows.audit_rows(book.table(tables.AUDIT_TABLE.name)),
        frozenset(cell_text(key) for key in issued if key is not None),
    )


def latest_forms(book: MasterReader, period: Period) -> dict[str, IssuedForm]:
    """Return the valid form of each section in a period, by section code."""
    return _latest(all_forms(book), period)


def all_forms(book: MasterReader) -> tuple[IssuedForm, ...]:
    """Return every form that the master recorded."""
    return rows.issued_forms(book.table(tables.FORM_TABLE.name))


def _latest(forms: tuple[IssuedForm, ...], period: Period) -> dict[str, IssuedForm]:
    ordered = sorted((form for form in forms if form.period == period), key=lambda f: f.version)
    return {form.section: form for form in ordered}


def evidence_of(book: MasterReader, period: Period) -> tuple[EvidenceRow, ...]:
    """Return the evidence rows of a period."""
    found = rows.evidence_rows(book.table(tables.EVIDENCE_TABLE.name))
    return tuple(row for row in found if row.period == period)


def base_by_form(book: MasterReader) -> Callable[[str], tuple[BaseRow, ...]]:
    """Index the base rows of all forms."""
    by_form: dict[str, list[BaseRow]] = {}
    kept = [tables.BASE_TABLE, tables.EVIDENCE_BASE_TABLE]
    if has_register(book):
        kept.append(tables.AUDIT_BASE_TABLE)
    for table in kept:
        for row in rows.base_rows(book.table(table.name)):
            by_form.setdefault(row.form_id, []).append(row)
    return lambda form_id: tuple(by_form.get(form_id, ()))
