"""Holds what the master keeps out of sight, and what follows from it, against RIWAYAT."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest

from kinerja_xl.core.book import MasterReader
from kinerja_xl.core.closing import records_digest
from kinerja_xl.core.distribution import IssuedForm, Office, SectionState
from kinerja_xl.core.findings import Code, Finding, Place, finding
from kinerja_xl.core.hidden_records import CLOSING_KINDS, HiddenRecord, RecordKind
from kinerja_xl.core.history import HistoryEntry
from kinerja_xl.core.identities import SEAL
from kinerja_xl.core.known_files import Outcome
from kinerja_xl.core.period import Period
from kinerja_xl.core.returns import UNREADABLE, Return
from kinerja_xl.core.values import CellContent, CellValue, Formula, cell_text, is_same
from kinerja_xl.layout import rows, tables
from kinerja_xl.layout.hidden_rows import hidden_records
from kinerja_xl.usecases import gather
from kinerja_xl.usecases.closed import sheet_digests
from kinerja_xl.usecases.gather import PeriodState
from kinerja_xl.usecases.recording import Source
from kinerja_xl.usecases.returned_files import known_files

_HIDDEN_FILES = Place("", tables.HIDDEN_FILES)
_MOST_NAMED = 5


def closing_findings(book: MasterReader) -> Iterator[Finding]:
    """Find closed periods whose sheets, or whose record out of sight, are not as they were."""
    kept: dict[str, list[HiddenRecord]] = {}
    for _, record in hidden_records(book.table(tables.FILE_TABLE.name)):
        if record.kind in CLOSING_KINDS:
            kept.setdefault(record.period, []).append(record)
    proofs = _closing_proofs(book)
    codes = tuple(section.code for section in gather.sections(book))
    for name in dict.fromkeys((*kept, *proofs)):
        period, own = Period.parse(name), kept.get(name, [])
        if detail := _closing_fault(own, proofs.get(name)):
            yield finding(Code.CLOSING_CHANGED, _HIDDEN_FILES, period=period.label, detail=detail)
        now = sheet_digests(book, period, codes)
        for record in own:
            if record.kind is RecordKind.CLOSED_SHEET and now.get(record.name) != record.digest:
                yield finding(
                    Code.CLOSED_PERIOD_CHANGED, Place("", record.name), sheet=record.name,
                    period=period.label,
                )  # fmt: skip


def _closing_proofs(book: MasterReader) -> dict[str, str]:
    """Return, of each period that RIWAYAT says is closed, the digest of what closing it wrote."""
    proofs: dict[str, str] = {}
    for entry in _history(book):
        if entry.verb == Source.CLOSE.value:
            proofs[entry.period] = entry.file_sha256
        elif entry.verb == Source.REOPEN.value:
            proofs.pop(entry.period, None)
    return proofs


def _closing_fault(own: list[HiddenRecord], proof: str | None) -> str:
    if proof is None:
        return "menurut RIWAYAT periode ini terbuka"
    if not any(record.kind is RecordKind.CLOSED for record in own):
        return "catatan bahwa periode ini ditutup hilang"
    return "" if records_digest(own) == proof else "angka atau pengaturan yang disimpan diubah"


def form_record_findings(book: MasterReader) -> Iterator[Finding]:
    """Find forms that RIWAYAT says went out and the record has not, and the other way round."""
    told = {
        (entry.period, entry.section, cell_text(entry.new)): None
        for entry in _history(book)
        if entry.verb == Source.DISTRIBUTE.value and entry.section
    }
    recorded = {_name_of(form): None for form in gather.all_forms(book)}
    for detail, names, others in (
        ("tercatat di RIWAYAT, tetapi hilang dari daftar formulir", told, recorded),
        ("ada di daftar formulir, tetapi tidak pernah dicatat di RIWAYAT", recorded, told),
    ):
        for period, section, version in names:
            if (period, section, version) not in others:
                yield finding(
                    Code.FORM_RECORD_CHANGED, Place("", tables.HIDDEN_FORMS), section=section,
                    version=version, period=Period.parse(period).label, detail=detail,
                    sheet=tables.HIDDEN_FORMS,
                )  # fmt: skip


def _name_of(form: IssuedForm) -> tuple[str, str, str]:
    return str(form.period), form.section, str(form.version)


def return_record_findings(
    book: MasterReader, state: PeriodState, period: Period
) -> Iterator[Finding]:
    """Find valid forms whose return, as noted with the form, is none of the merged files."""
    merged = (Outcome.MERGED, Outcome.CONFLICTS)
    known = {(file.section, file.sha256) for file in known_files(book, period)
             if file.outcome in merged}  # fmt: skip
    returned = book.table(tables.FORM_TABLE.name).column("returned_sha256")
    for section in state.sections:
        form = section.issued
        digest = cell_text(returned[form.index]) if form else ""
        if form and digest and (form.section, digest) not in known:
            yield finding(
                Code.FORM_RECORD_CHANGED, Place("", tables.HIDDEN_FORMS), section=form.section,
                version=form.version, period=period.label, sheet=tables.HIDDEN_FILES,
                detail="kiriman yang digabung tidak ada dalam daftar berkas",
            )  # fmt: skip


def base_findings(state: SectionState, returned: Return) -> Iterator[Finding]:
    """Find common ground of later merges that is not what the merged return says.

    A base that was changed out of sight would let a later return take over, or lose, a value.
    """
    base = {row.key: row.entries for row in state.base}
    spoilt = [
        row.key
        for row in returned.rows
        if any(
            value is not UNREADABLE and not is_same(value, known)
            for value, known in zip_longest(row.values, base.get(row.key, ()))
        )
    ]
    if spoilt and state.issued is not None:
        more = f", dan {len(spoilt) - _MOST_NAMED} lagi" if len(spoilt) > _MOST_NAMED else ""
        yield finding(
            Code.FORM_RECORD_CHANGED, Place("", tables.HIDDEN_BASE), section=state.section.code,
            version=state.issued.version, period=state.period.label, sheet=tables.HIDDEN_BASE,
            detail="nilai dasar tidak sama dengan kiriman yang digabung, baris "
            f"{', '.join(spoilt[:_MOST_NAMED])}{more}",
        )  # fmt: skip


def with_key_named(office: Office, findings: list[Finding], forms: int) -> list[Finding]:
    """Put one finding about the master's key in the place of many about forms.

    It is the key when the master has none, or when of several seals none fits any more.

    Args:
        office: With the key.
        findings: About forms and all else.
        forms: How many forms were looked at.
    """
    torn = [
        found
        for found in findings
        if found.code is Code.FORM_IDENTITY_CHANGED and dict(found.facts)["fields"] == SEAL
    ]
    if not torn or (office.key and not 1 < forms == len(torn)):
        return findings
    named = {torn[0]: finding(Code.FORM_KEY_CHANGED, _HIDDEN_FILES, count=len(torn))}
    return [named.get(found, found) for found in findings if found in named or found not in torn]


def derived_findings(book: MasterReader, state: PeriodState) -> Iterator[Finding]:
    """Find hidden settings of a section's rows that do not follow from what the rows show.

    The live formulas compute with them, and no form shows them.
    """
    for section in state.sections:
        issued, code = section.issued, section.section.code
        if issued is None:
            continue
        table = tables.section_table(code)
        data = book.table(table.name)
        for row in section.current_rows():
            for field, content in rows.definition_cells(row).items():
                present = data.rows[row.index][data.fields.index(field)]
                if not is_same(present, _value(content)):
                    cell = rows.cell_address(table, data.first_row, row.index, field)
                    yield finding(
                        Code.ISSUED_ROWS_CHANGED, Place("", table.sheet, cell), section=code,
                        version=issued.version, period=issued.period.label,
                    )  # fmt: skip


def _value(content: CellContent) -> CellValue:
    return content.value if isinstance(content, Formula) else content


def _history(book: MasterReader) -> Iterator[HistoryEntry]:
    for line in rows.history_lines(book.table(tables.HISTORY_TABLE.name)):
        yield line.entry
