"""Audits: the register of LHP, LHE and TLHP held against its limits, and its recap."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from kinerja_xl.core import audits as rules
from kinerja_xl.core.audits import AuditRow, Band, State
from kinerja_xl.core.book import MasterReader
from kinerja_xl.core.draft import Draft
from kinerja_xl.core.evidence import EvidenceListing
from kinerja_xl.core.evidence_checks import ListingResult
from kinerja_xl.core.findings import Finding, Place
from kinerja_xl.core.period import Period
from kinerja_xl.core.values import CellValue, cell_text
from kinerja_xl.layout import rows, tables
from kinerja_xl.usecases import gather
from kinerja_xl.usecases.gather import Run
from kinerja_xl.usecases.report import Fact, Listing, Report, finding_line

_ITEM = "Tindak lanjut {number}"


def audits(book: MasterReader, run: Run) -> Report:
    """Report the register: recap, every row with the overdue ones first, what is wrong.

    Changes nothing; rows come in by merging forms, or are typed into LHP-LHE-TLHP.

    Raises:
        KinerjaError: If the master has no register, or one of before its rows had keys.
    """
    register, today = gather.audit_register(book), run.now.date()
    counts = rules.recap(register.rows, today)
    found = register_findings(book, today)
    total = counts[rules.ALL_STATUSES]
    message = (
        f"{total[Band.TOTAL]} baris register, {total[Band.OVERDUE]} lewat batas, "
        f"{total[Band.UNDATED]} tanpa tanggal."
    )
    return Report(
        "audits",
        message,
        facts=(
            Fact("rows", "Baris register", total[Band.TOTAL]),
            Fact("overdue", "Lewat batas", total[Band.OVERDUE]),
            Fact("undated", "Tanpa tanggal", total[Band.UNDATED]),
        ),
        listings=(_recap_listing(counts), _row_listing(register.rows, today)),
        findings=tuple(map(finding_line, found)),
    )


def register_findings(book: MasterReader, today: date) -> tuple[Finding, ...]:
    """Find what is missing, unreadable or late in the register; in an older master, nothing."""
    if not gather.has_register(book):
        return ()
    return rules.check_register(
        gather.audit_register(book).rows,
        today,
        sections=[section.code for section in gather.sections(book)],
        place_of=lambda row, field: _place(book, row, field),
        heading_of=lambda field: tables.AUDIT_TABLE.column(field).heading,
    )


def audit_listings(book: MasterReader, period: Period) -> tuple[EvidenceListing, ...]:
    """Return the files that the register names and that lie among a period's evidence."""
    if not gather.has_register(book):
        return ()
    return tuple(
        EvidenceListing(
            section=row.section,
            slot=row.key,
            code=row.label,
            item=_ITEM.format(number=row.label),
            file_name=cell_text(row.entry("file_name")),
            place=_place(book, row, "file_name"),
            is_required=False,
            is_of_indicator=False,
        )
        for row in gather.audit_register(book).keyed().rows
        if row.evidence_period == str(period) and cell_text(row.entry("file_name"))
    )


def write_audit_evidence(draft: Draft, results: Iterable[ListingResult]) -> None:
    """Write status and hash of the register's files into it."""
    found = [result for result in results if not result.listing.is_of_indicator]
    if not found:
        return
    index_of = {row.key: row.index for row in gather.audit_register(draft).keyed().rows}
    for result in found:
        cells: dict[str, CellValue] = {
            "evidence_status": result.status.value or None,
            "sha256": hashes_text(result),
        }
        for field, value in cells.items():
            index = index_of[result.listing.slot]
            draft.set_cell(tables.AUDIT_TABLE.name, index, field, value)


def hashes_text(result: ListingResult) -> str | None:
    """Return the hashes of a row's files as a cell has them; of several, each with its path."""
    several = len(result.files) > 1
    lines = (f"{file.path}: {file.sha256}" if several else file.sha256 for file in result.files)
    return "\n".join(lines) or None


def _place(book: MasterReader, row: AuditRow, field: str) -> Place:
    table = tables.AUDIT_TABLE
    first_row = book.table(table.name).first_row
    return Place("", table.sheet, rows.cell_address(table, first_row, row.index, field))


def _recap_listing(counts: dict[str, dict[Band, int]]) -> Listing:
    table = tables.AUDIT_RECAP_TABLE
    return Listing(
        "recap", "Rekap menurut status dan umur", table.fields,
        tuple(column.heading for column in table.columns),
        tuple(
            (line, *(of_line[Band(field)] for field in table.fields[1:]))
            for line, of_line in counts.items()
        ),
    )  # fmt: skip


def _row_listing(register: Iterable[AuditRow], today: date) -> Listing:
    fields = ("number", "kind", "section", "received", "due_date", "age_days", "state", "status")
    ordered = rules.by_urgency(register, today)
    return Listing(
        "rows", "Register, yang lewat batas lebih dulu", (*fields, "finding", "overdue_days"),
        (*(tables.AUDIT_TABLE.column(name).heading for name in fields), "Temuan", "Terlambat"),
        tuple(_row_line(row, today) for row in ordered),
    )  # fmt: skip


def _row_line(row: AuditRow, today: date) -> tuple[CellValue, ...]:
    due, state = rules.due_date(row), rules.state_of(row, today)
    late = (today - due).days if due and state is State.OVERDUE else None
    return (
        row.label, row.entry("kind"), row.section, row.entry("received"), due,
        rules.age_days(row, today), state.value, row.entry("status"), row.entry("finding"), late,
    )  # fmt: skip
