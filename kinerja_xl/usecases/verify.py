"""Verify: proves that the master and the files around it are as the program left them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePath

from kinerja_xl.core.book import MasterReader
from kinerja_xl.core.distribution import SectionState, is_as_issued
from kinerja_xl.core.evidence import EvidenceFile
from kinerja_xl.core.findings import Code, Finding, Place, finding
from kinerja_xl.core.hidden_records import RecordKind
from kinerja_xl.core.history import Break, end_break, first_break
from kinerja_xl.core.period import Period
from kinerja_xl.core.returned_rows import REFUSING
from kinerja_xl.core.values import cell_text
from kinerja_xl.files.folder import OfficeFolder
from kinerja_xl.files.returns.returned import FoundFile, digest_of, find_returned
from kinerja_xl.layout import rows, tables
from kinerja_xl.usecases import gather
from kinerja_xl.usecases.closed import closed_periods, sheet_digests
from kinerja_xl.usecases.evidence_files import scan_sections, valid_returns
from kinerja_xl.usecases.gather import PeriodState, Run
from kinerja_xl.usecases.keeping import records
from kinerja_xl.usecases.receive import Receiver
from kinerja_xl.usecases.report import Fact, FindingLine, Report
from kinerja_xl.usecases.returned_files import known_files, unreadable_folder

_PROVES_A_FORM = REFUSING | {Code.LOCKED_CELL_CHANGED}
"""What a form in the folder `distribusi` must not have; entries may have been typed into it."""


def verify(book: MasterReader, run: Run) -> Report:
    """Check RIWAYAT, closed periods, issued forms, merged returns and evidence; changes nothing.

    Raises:
        KinerjaError: If the master cannot be read.
    """
    folder = gather.folder_of(book)
    run.progress("Memeriksa RIWAYAT", 0, 1)
    findings = [*_history_findings(book), *_closed_findings(book)]
    periods = _periods(book)
    expected: set[str] = set()
    for done, period in enumerate(periods, start=1):
        run.progress(f"Memeriksa {period.label}", done, len(periods))
        state = gather.period_state(book, period)
        receiver = Receiver(gather.office(book), state, period)
        for section in state.sections:
            findings += _form_findings(book, receiver, section, folder)
            expected.add(folder.relative(folder.form(period, section.section.code)))
        findings += _return_findings(book, folder, period)
        findings += _evidence_findings(book, folder, period, run)
    findings += _unknown_forms(book, folder, expected)
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


def _closed_findings(book: MasterReader) -> Iterator[Finding]:
    codes = tuple(section.code for section in gather.sections(book))
    kept = records(book, RecordKind.CLOSED_SHEET)
    for name in closed_periods(book):
        period = Period.parse(name)
        now = sheet_digests(book, period, codes)
        for record in kept:
            if record.period == name and now.get(record.name) != record.digest:
                yield finding(
                    Code.CLOSED_PERIOD_CHANGED, Place("", record.name), sheet=record.name,
                    period=period.label,
                )  # fmt: skip


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


def _return_findings(book: MasterReader, folder: OfficeFolder, period: Period) -> Iterator[Finding]:
    valid = valid_returns(book, folder, period)
    recorded = {file.section: file for file in known_files(book, period)}
    for code, file in valid.items():
        path = folder.absolute(file.path)
        if not path.is_file():
            yield finding(Code.RETURN_FILE_MISSING, Place(recorded[code].path), section=code)
        elif digest_of(path) != file.sha256:
            yield finding(Code.RETURN_FILE_CHANGED, Place(file.path), section=code)


def _evidence_findings(
    book: MasterReader, folder: OfficeFolder, period: Period, run: Run
) -> Iterator[Finding]:
    table = tables.EVIDENCE_TABLE
    data = book.table(table.name)
    fields = ("period", "section", "file_name", "sha256")
    checked = [
        (index, cell_text(section), cell_text(name), cell_text(digest))
        for index, (of_period, section, name, digest) in enumerate(data.pick(*fields))
        if cell_text(of_period) == str(period) and digest is not None
    ]
    codes = tuple(dict.fromkeys(code for _, code, _, _ in checked))
    files = scan_sections(folder, period, codes, valid_returns(book, folder, period), run)
    for index, code, name, recorded in checked:
        cell = rows.cell_address(table, data.first_row, index, "sha256")
        for line in recorded.splitlines():
            path, _, digest = line.rpartition(": ")
            found = _evidence_code(files, code, path or name, digest)
            if found is not None:
                place = Place("", table.sheet, cell)
                yield finding(found, place, section=code, file=path or name)


def _evidence_code(
    files: tuple[EvidenceFile, ...], section: str, name: str, digest: str
) -> Code | None:
    """Say whether a checked file is still there; it may have been moved within its folder."""
    own = [file for file in files if file.section == section]
    if any(file.sha256 == digest for file in own):
        return None
    wanted = PurePath(name).name.casefold()
    is_there = any(PurePath(file.path).name.casefold() == wanted for file in own)
    return Code.EVIDENCE_CHANGED if is_there else Code.EVIDENCE_LOST


def _report(book: MasterReader, periods: tuple[Period, ...], findings: list[Finding]) -> Report:
    lines = tuple(
        FindingLine(
            found.code.severity.value, found.code.name, found.section, str(found.place),
            found.message, found.remedy,
        )
        for found in findings
    )  # fmt: skip
    broken = next((found for found in findings if found.code in _HISTORY_CODES), None)
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


_HISTORY_CODES = frozenset((Code.HISTORY_BROKEN, Code.HISTORY_CUT))
