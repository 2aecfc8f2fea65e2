"""Check: are the required cells filled and the evidence there; marks what is lacking in a copy."""

from __future__ import annotations

from dataclasses import replace
from pathlib import PurePath

from kinerja_xl.core.book import MasterBook, MasterReader
from kinerja_xl.core.completeness import CompletenessReport, Scope, check_completeness
from kinerja_xl.core.draft import Draft
from kinerja_xl.core.evidence import EvidenceFile
from kinerja_xl.core.findings import Code, Finding, Place, finding
from kinerja_xl.core.forms import Block, block_of
from kinerja_xl.core.known_files import KnownFile
from kinerja_xl.core.numbers import format_number
from kinerja_xl.core.period import Period
from kinerja_xl.core.returns import Return
from kinerja_xl.core.values import CellValue
from kinerja_xl.errors import KinerjaError
from kinerja_xl.files.atomic import cannot_write
from kinerja_xl.files.folder import OfficeFolder
from kinerja_xl.files.marking.marked_copy import write_marked_copy
from kinerja_xl.files.returns.returned import find_evidence
from kinerja_xl.files.undo import Undo
from kinerja_xl.layout import tables
from kinerja_xl.usecases import gather
from kinerja_xl.usecases.alone import alone
from kinerja_xl.usecases.audits import (
    audit_listings,
    hashes_text,
    register_findings,
    write_audit_evidence,
)
from kinerja_xl.usecases.board import refresh_board
from kinerja_xl.usecases.closed import refuse_closed
from kinerja_xl.usecases.completeness import (
    HEADINGS,
    explanation_limit,
    listings,
    performance_rows,
)
from kinerja_xl.usecases.evidence_files import return_path, scan_sections, valid_returns
from kinerja_xl.usecases.gather import PeriodState, Run
from kinerja_xl.usecases.receive import Receiver
from kinerja_xl.usecases.recording import Source, entry, record_findings, record_history
from kinerja_xl.usecases.report import Fact, FindingLine, Listing, Report
from kinerja_xl.usecases.returned_files import unreadable_folder


@alone
def check(book: MasterBook, period: Period, run: Run) -> Report:
    """Check every section's rows and evidence; findings go to TEMUAN and into `perbaikan/`.

    Raises:
        KinerjaError: If the period is closed, not of the master's year or was not distributed;
            nothing is changed then.
    """
    gather.period_in_year(book, period)
    refuse_closed(book, period)
    book.require_writable()
    draft = Draft(book)
    folder = gather.folder_of(book)
    state = gather.period_state(draft, period)
    expected = tuple(part.section.code for part in state.sections if part.issued)
    if not expected:
        raise KinerjaError(
            f"Periode {period} belum didistribusikan.",
            remedy=f"Jalankan distribusi {period} lebih dulu.",
        )
    returned = valid_returns(draft, folder, period)
    files = scan_sections(folder, period, expected, returned, run)
    report = check_completeness(
        performance_rows(draft, state.sections, period),
        (*listings(draft, period), *audit_listings(draft, period)),
        files,
        Scope(
            period=period,
            expected_sections=expected,
            returned_sections=frozenset(returned),
            explanation_limit=explanation_limit(draft),
            headings=HEADINGS,
        ),
    )
    _write_inventory(draft, period, report)
    lost = _lost_evidence(folder, period, files, returned)
    register = register_findings(draft, run.now.date())
    found = (*state.findings, *report.findings, *lost, *register)
    lines = record_findings(draft, run, Source.CHECK, period, found)
    if draft.changes():
        record_history(draft, (entry(run, Source.CHECK, period),))
    refresh_board(draft, run)
    with Undo() as undo:
        lacking = (*report.findings, *register)
        _write_corrections(draft, state, run, lacking, returned, undo)
        gather.commit(draft, run)
    codes = {(part.section.code, row.key): row.code for part in state.sections for row in part.rows}
    return _report(period, report, codes, lines)


def _lost_evidence(
    folder: OfficeFolder,
    period: Period,
    scanned: tuple[EvidenceFile, ...],
    returned: dict[str, KnownFile],
) -> list[Finding]:
    """Find evidence in a folder that belongs to no section, such as one with a mistyped name."""
    where = folder.returned(period)
    try:
        present = tuple(find_evidence(where, folder.relative(where)))
    except OSError as error:
        raise unreadable_folder(where, error) from error
    covered = {file.location for file in scanned} | {file.path for file in returned.values()}
    return [
        finding(Code.EVIDENCE_STRAY, Place(file.name), file=PurePath(file.name).name)
        for file in present
        if file.name not in covered
    ]


def _write_inventory(draft: Draft, period: Period, report: CompletenessReport) -> None:
    """Write size, kind, hash and status of the evidence into DATA PENDUKUNG."""
    table = tables.EVIDENCE_TABLE
    index_of = {(row.section, row.slot): row.index for row in gather.evidence_of(draft, period)}
    write_audit_evidence(draft, report.listings)
    for result in report.listings:
        if not result.listing.is_of_indicator:
            continue
        index = index_of[result.listing.section, result.listing.slot]
        cells: dict[str, CellValue] = {
            "size_bytes": sum(file.size_bytes for file in result.files) if result.files else None,
            "file_kind": ", ".join(sorted({file.kind for file in result.files})) or None,
            "sha256": hashes_text(result),
            "status": result.status.value or None,
        }
        for field, value in cells.items():
            draft.set_cell(table.name, index, field, value)


def _write_corrections(
    book: MasterReader,
    state: PeriodState,
    run: Run,
    findings: tuple[Finding, ...],
    returned: dict[str, KnownFile],
    undo: Undo,
) -> None:
    """Write each section's own form again with the cells marked; remove copies that are settled."""
    folder = gather.folder_of(book)
    period = state.sections[0].period
    receiver = Receiver(gather.office(book), state, period)
    by_section: dict[str, list[Finding]] = {}
    for found in findings:
        by_section.setdefault(found.section, []).append(found)
    for done, part in enumerate(state.sections, start=1):
        code = part.section.code
        run.progress(f"Menandai {code}", done, len(state.sections))
        destination = folder.correction(period, code)
        undo.watch(destination)
        file = returned.get(code)
        source = return_path(file, folder, period) if file else folder.root
        form = receiver.interpreted(source, file.path) if file else None
        if form is None:
            undo.remove(destination)
            continue
        keys = {row.key for row in form.rows}
        own = [
            found
            for found in by_section.get(code, ())
            if found.row_key in keys or block_of(found.row_key) is not Block.AUDIT
        ]
        marked = [*form.findings, *(_in_form(found, form) for found in own)]
        try:
            write_marked_copy(source, destination, marked)
        except OSError as error:  # openpyxl saves by way of temporary files
            raise cannot_write(destination, error) from error


def _in_form(found: Finding, form: Return) -> Finding:
    """Move a finding's place from the master to the cell of the returned form."""
    try:
        return replace(found, place=form.place_of(found.row_key, found.column))
    except (KeyError, ValueError):  # a row or a column that only the master has
        return replace(found, place=Place(found.place.file or form.name))


def _report(
    period: Period,
    report: CompletenessReport,
    codes: dict[tuple[str, str], str],
    lines: tuple[FindingLine, ...],
) -> Report:
    def shown(value: object) -> str:
        return "-" if value is None else f"{format_number(value)}"  # type: ignore[arg-type] # a Decimal

    sections = Listing(
        "sections", "Kelengkapan per subbagian",
        ("section", "returned", "filled_percent", "evidence_percent", "total_percent", "findings"),
        ("Subbagian", "Kembali", "Isian (%)", "Bukti (%)", "Total (%)", "Temuan"),
        tuple(
            (
                part.section, part.is_returned, part.tally.filled_percent,
                part.tally.evidence_percent, part.tally.total_percent, part.findings,
            )
            for part in report.sections
        ),
    )  # fmt: skip
    rows = Listing(
        "rows", "Kelengkapan per baris", ("section", "row", "total_percent"),
        ("Subbagian", "Baris", "Total (%)"),
        tuple(
            (row.section, codes[row.section, row.key], row.tally.total_percent)
            for row in report.rows
        ),
    )  # fmt: skip
    total = report.office.total_percent
    return Report(
        "check",
        f"Kelengkapan {period.label}: {shown(total)}%; {len(lines)} temuan, lihat TEMUAN "
        f"dan folder perbaikan/{period}.",
        str(period),
        (Fact("completeness", "Kelengkapan kantor (%)", total),),
        (sections, rows), lines,
    )  # fmt: skip
