"""Verify: proves that the master and the files around it are as the program left them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePath

from kinerja_xl.core.book import MasterReader
from kinerja_xl.core.distribution import SectionState, is_as_issued
from kinerja_xl.core.findings import Code, Finding, Place, Severity, finding
from kinerja_xl.core.hidden_records import RecordKind
from kinerja_xl.core.history import Break, end_break, first_break
from kinerja_xl.core.known_files import Outcome
from kinerja_xl.core.period import Period
from kinerja_xl.core.returned_rows import REFUSING
from kinerja_xl.core.values import cell_text
from kinerja_xl.files.folder import OfficeFolder
from kinerja_xl.files.returns.returned import FoundFile, digest_of, find_returned
from kinerja_xl.layout import rows, tables
from kinerja_xl.layout.spec import Table
from kinerja_xl.usecases import gather
from kinerja_xl.usecases.evidence_files import (
    evidence_fault,
    recorded_hashes,
    scan_sections,
    valid_returns,
)
from kinerja_xl.usecases.gather import PeriodState, Run
from kinerja_xl.usecases.keeping import records
from kinerja_xl.usecases.receive import Receiver
from kinerja_xl.usecases.report import Fact, Report, finding_line
from kinerja_xl.usecases.returned_files import known_files, unreadable_folder
from kinerja_xl.usecases.verify_records import (
    base_findings,
    closing_findings,
    derived_findings,
    form_record_findings,
    return_record_findings,
    with_key_named,
)

_PROVES_A_FORM = REFUSING | {Code.LOCKED_CELL_CHANGED, Code.CLOSED_ROW_CHANGED}
"""What a form in the folder `distribusi` must not have; entries may have been typed into it."""


def verify(book: MasterReader, run: Run) -> Report:
    """Check RIWAYAT, closed periods, issued forms, merged returns and evidence; changes nothing.

    Raises:
        KinerjaError: If the master cannot be read.
    """
    folder = gather.folder_of(book)
    run.progress("Memeriksa RIWAYAT", 0, 1)
    findings = [*_history_findings(book)]
    if not any(map(_is_error, findings)):  # else RIWAYAT proves nothing
        findings += (*closing_findings(book), *form_record_findings(book))
    periods = _periods(book)
    expected: set[str] = set()
    for done, period in enumerate(periods, start=1):
        run.progress(f"Memeriksa {period.label}", done, len(periods))
        state = gather.period_state(book, period)
        receiver = Receiver(gather.office(book), state, period)
        for section in state.sections:
            findings += _form_findings(book, receiver, section, folder)
            expected.add(folder.relative(folder.form(period, section.section.code)))
        findings += derived_findings(book, state)
        findings += return_record_findings(book, state, period)
        findings += _return_findings(book, folder, state, receiver, period)
        findings += _evidence_findings(book, folder, period, run)
    findings += _unknown_forms(book, folder, expected)
    forms = sum(folder.absolute(name).is_file() for name in expected)
    findings = with_key_named(gather.office(book), findings, forms)
    return _report(book, periods, findings)


def _periods(book: MasterReader) -> tuple[Period, ...]:
    """Return the periods of which forms went out, in the order of the record."""
    return tuple(dict.fromkeys(form.period for form in gather.all_forms(book)))


def _history_findings(book: MasterReader) -> Iterator[Finding]:
    table = tables.HISTORY_TABLE
    data = book.table(table.name)
    lines = rows.history_lines(data)

    def place(found: Break) -> Place:
        return Place("", table.sheet, f"A{data.first_row + found.index}")

    if found := first_break(lines):
        yield finding(Code.HISTORY_BROKEN, place(found), detail=found.detail)
        return
    ends = records(book, RecordKind.HISTORY_END)
    if not ends and lines:
        yield finding(Code.HISTORY_END_UNKNOWN, Place("", table.sheet))
    for end in ends:
        if found := end_break(lines, end.count, end.digest):
            yield finding(Code.HISTORY_CUT, place(found), detail=found.detail)


def _form_findings(
    book: MasterReader, receiver: Receiver, state: SectionState, folder: OfficeFolder
) -> Iterator[Finding]:
    """Compare the form that lies in `distribusi` with what the master recorded."""
    if state.issued is None:
        return
    code, version, period = state.section.code, state.issued.version, state.period
    if not is_as_issued(gather.office(book), state):
        yield finding(
            Code.ISSUED_ROWS_CHANGED, Place("", tables.section_table(code).sheet), section=code,
            version=version, period=period.label,
        )  # fmt: skip
    path = folder.form(period, code)
    name = folder.relative(path)
    if not path.exists():
        yield finding(
            Code.FORM_FILE_MISSING, Place(name), section=code, version=version, period=period
        )
        return
    received = receiver.examined(path, name)
    yield from (
        found
        for found in received.findings
        if received.form is None or found.code in _PROVES_A_FORM
    )


def _unknown_forms(
    book: MasterReader, folder: OfficeFolder, expected: set[str]
) -> Iterator[Finding]:
    """Find forms in `distribusi` that the master never recorded, such as those of an undone run."""
    where = folder.root / "distribusi"
    try:
        present = tuple(find_returned(where, folder.relative(where)))
    except OSError as error:
        raise unreadable_folder(where, error) from error
    for file in present:
        if file.name in expected or PurePath(file.name).suffix.casefold() != ".xlsx":
            continue
        found = _stranger(book, file)
        if found is not None:
            yield found


def _stranger(book: MasterReader, file: FoundFile) -> Finding | None:
    """Say what is wrong with a form of no record; `None` for a file that is no form."""
    receiver = Receiver(gather.office(book), PeriodState((), ()), gather.active_period(book))
    received = receiver.examined(file.path, file.name)
    if any(found.code is Code.NOT_A_FORM for found in received.findings):
        return None
    return finding(Code.FORM_NOT_DISTRIBUTED, Place(file.name))


def _return_findings(
    book: MasterReader,
    folder: OfficeFolder,
    state: PeriodState,
    receiver: Receiver,
    period: Period,
) -> Iterator[Finding]:
    valid = valid_returns(book, folder, period)
    recorded = {file.section: file for file in known_files(book, period)}
    for code, file in valid.items():
        path = folder.absolute(file.path)
        if not path.is_file():
            yield finding(Code.RETURN_FILE_MISSING, Place(recorded[code].path), section=code)
        elif digest_of(path) != file.sha256:
            yield finding(Code.RETURN_FILE_CHANGED, Place(file.path), section=code)
        elif file.outcome is Outcome.MERGED:
            returned = receiver.interpreted(path, file.path)
            yield from base_findings(state.of(code), returned) if returned else ()


def _evidence_findings(
    book: MasterReader, folder: OfficeFolder, period: Period, run: Run
) -> Iterator[Finding]:
    checked = [*_checked_evidence(book, period, tables.EVIDENCE_TABLE, "period")]
    if gather.has_register(book):
        checked += _checked_evidence(book, period, tables.AUDIT_TABLE, "evidence_period")
    codes = tuple(dict.fromkeys(each.section for each in checked))
    files = scan_sections(folder, period, codes, valid_returns(book, folder, period), run)
    for each in checked:
        for name, digest in recorded_hashes(each.name, each.hashes):
            found = evidence_fault(files, each.section, name, digest)
            if found is not None:
                yield finding(found, each.place, section=each.section, file=name)


@dataclass(frozen=True, slots=True)
class _Checked:
    """A row whose evidence was checked: the names and hashes that its cells give."""

    place: Place
    section: str
    name: str
    hashes: str


def _checked_evidence(
    book: MasterReader, period: Period, table: Table, period_field: str
) -> Iterator[_Checked]:
    data = book.table(table.name)
    fields = (period_field, "section", "file_name", "sha256")
    for index, (of_period, section, name, hashes) in enumerate(data.pick(*fields)):
        if cell_text(of_period) == str(period) and hashes is not None:
            cell = rows.cell_address(table, data.first_row, index, "sha256")
            place = Place("", table.sheet, cell)
            yield _Checked(place, cell_text(section), cell_text(name), cell_text(hashes))


def _is_error(found: Finding) -> bool:
    return found.code.severity is Severity.ERROR


def _report(book: MasterReader, periods: tuple[Period, ...], findings: list[Finding]) -> Report:
    lines = tuple(map(finding_line, findings))
    broken = next(filter(_is_error, findings), findings[0] if findings else None)
    count = len(book.table(tables.HISTORY_TABLE.name).rows)
    message = (
        f"{len(lines)} hal tidak cocok dengan catatan buku induk."
        if lines
        else "Semua cocok: RIWAYAT, formulir, kiriman, dan bukti seperti yang dicatat."
    )
    return Report(
        "verify", message, "",
        (
            Fact("history_lines", "Baris RIWAYAT", count),
            Fact("first_break", "Putus pertama", str(broken.place) if broken else None),
            Fact("forms", "Formulir tercatat", len(gather.all_forms(book))),
            Fact("periods", "Periode diperiksa", len(periods)),
        ),
        (), lines,
    )  # fmt: skip
