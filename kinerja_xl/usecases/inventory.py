"""Evidence: the accepted evidence of a period as one tidy folder or zip with an index."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kinerja_xl.core.audits import day_of
from kinerja_xl.core.book import MasterBook, MasterReader
from kinerja_xl.core.draft import Draft
from kinerja_xl.core.evidence import EvidenceFile
from kinerja_xl.core.evidence_checks import ListingStatus
from kinerja_xl.core.findings import Code, Finding, Place, finding
from kinerja_xl.core.inventory import (
    INDEX_NAME,
    SUMS_NAME,
    AcceptedFile,
    InventoryLine,
    arranged,
    sums_text,
)
from kinerja_xl.core.period import Period
from kinerja_xl.core.values import CellValue, cell_text
from kinerja_xl.errors import KinerjaError
from kinerja_xl.files import inventory as disk
from kinerja_xl.files.building.inventory import InventoryIndex, build_inventory_index
from kinerja_xl.files.evidence.extent import extent_of
from kinerja_xl.files.folder import OfficeFolder
from kinerja_xl.layout import rows, tables
from kinerja_xl.layout.spec import Table
from kinerja_xl.usecases import gather
from kinerja_xl.usecases.alone import alone
from kinerja_xl.usecases.evidence_files import (
    evidence_fault,
    recorded_hashes,
    scan_sections,
    valid_returns,
)
from kinerja_xl.usecases.gather import Run
from kinerja_xl.usecases.recording import Source, entry, record_history
from kinerja_xl.usecases.report import Fact, Listing, Report, finding_line


@alone
def export_evidence(
    book: MasterBook, period: Period, run: Run, target: Path | None = None
) -> Report:
    """Write every accepted piece of evidence into one folder or zip, with an index.

    Accepted is what `check` found complete; a file that changed since is left out and said. Nothing
    of the period changes, so a closed one can be exported too. An inventory that is there already
    and says the same is left alone.

    Args:
        target: A folder, or a file ending in .zip; by default a zip in `laporan/`.

    Raises:
        KinerjaError: If the period is not of the master's year, nothing was accepted in it, the
            target holds something else, or a file cannot be read or written; nothing is changed
            then.
    """
    gather.period_in_year(book, period)
    book.require_writable()
    folder = gather.folder_of(book)
    place = target or folder.reports / f"Data_Pendukung_{period}{disk.ZIP_SUFFIX}"
    disk.refuse_foreign(place)
    accepted, findings = _accepted(book, folder, period, run)
    if not accepted:
        raise KinerjaError(
            f"Belum ada bukti {period.label} yang diterima.",
            where=tables.EVIDENCE_TABLE.sheet,
            remedy=f"Jalankan periksa {period} sesudah bukti masuk, lalu susun lagi.",
        )
    lines = arranged(accepted)
    is_new = _write(book, folder, period, place, lines, run)
    return _report(folder.relative(place), period, lines, findings, is_new=is_new)


@dataclass(frozen=True, slots=True)
class _Source:
    """A table with evidence: which column holds the period, and which names the row."""

    table: Table
    period: str
    code: str
    item: str
    status: str
    others: tuple[str, ...] = ()


_EVIDENCE = _Source(
    tables.EVIDENCE_TABLE, "period", "code", "item", "status",
    ("description", "verified_by", "verified_at"),
)  # fmt: skip
_AUDITS = _Source(tables.AUDIT_TABLE, "evidence_period", "number", "finding", "evidence_status")


def _accepted(
    book: MasterReader, folder: OfficeFolder, period: Period, run: Run
) -> tuple[list[AcceptedFile], list[Finding]]:
    """Find the file of every accepted row, section by section, and say what is left out."""
    codes = tuple(section.code for section in gather.sections(book))
    files = scan_sections(folder, period, codes, valid_returns(book, folder, period), run)
    sources = (_EVIDENCE, _AUDITS) if gather.has_register(book) else (_EVIDENCE,)
    accepted: list[AcceptedFile] = []
    findings: list[Finding] = []
    for source in sources:
        for found in _of_source(book, folder, period, source, files):
            if isinstance(found, Finding):
                findings.append(found)
            else:
                accepted.append(found)
    order = {code: number for number, code in enumerate(codes)}
    accepted.sort(key=lambda each: order.get(each.file.section, len(order)))
    return accepted, findings


def _of_source(
    book: MasterReader,
    folder: OfficeFolder,
    period: Period,
    source: _Source,
    files: tuple[EvidenceFile, ...],
) -> Iterator[AcceptedFile | Finding]:
    table = source.table
    data = book.table(table.name)
    fields = (
        source.period, "section", source.code, source.item, source.status, "file_name", "sha256",
        *source.others,
    )  # fmt: skip
    for index, (of_period, *cells) in enumerate(data.pick(*fields)):
        if cell_text(of_period) != str(period):
            continue
        section, code, item, status, name, hashes = map(cell_text, cells[:6])
        place = Place(
            "", table.sheet, rows.cell_address(table, data.first_row, index, source.status)
        )
        if status != ListingStatus.FULFILLED.value:
            if name or status not in ("", ListingStatus.BLANK.value):
                yield finding(
                    Code.EVIDENCE_NOT_ACCEPTED, place, section=section, item=item, code=code,
                    status=(status or "belum diperiksa").casefold(),
                )  # fmt: skip
            continue
        for path, digest in recorded_hashes(name, hashes):
            own = [file for file in files if file.section == section]
            file = next((file for file in own if file.sha256 == digest), None)
            if file is None or not folder.absolute(file.location).is_file():
                fault = evidence_fault(files, section, path, digest) or Code.EVIDENCE_LOST
                yield finding(fault, place, section=section, file=path)
            else:
                yield _made(file, code, item, cells[6:])


def _made(file: EvidenceFile, code: str, item: str, others: list[CellValue]) -> AcceptedFile:
    description, by, at = (*others, None, None, None)[:3]
    return AcceptedFile(file, code, item, cell_text(description), cell_text(by), day_of(at))


def _write(
    book: MasterBook,
    folder: OfficeFolder,
    period: Period,
    place: Path,
    lines: tuple[InventoryLine, ...],
    run: Run,
) -> bool:
    """Write the inventory and its line in RIWAYAT; say whether anything was new."""
    paths = [folder.absolute(line.accepted.file.location) for line in lines]
    index = InventoryIndex(
        gather.office(book).name, period, lines, tuple(extent_of(path) for path in paths)
    )
    made = {
        INDEX_NAME: build_inventory_index(index),
        SUMS_NAME: sums_text(lines).encode(),
    }
    copied = {
        line.place: (path, line.accepted.file.sha256)
        for line, path in zip(lines, paths, strict=True)
    }
    temporary = disk.write_inventory(
        place, made, copied, lambda done, total: run.progress("Menyalin bukti", done, total)
    )
    try:
        if disk.is_same_inventory(temporary, place):
            return False
        draft = Draft(book)
        record_history(
            draft,
            (
                entry(
                    run, Source.EVIDENCE, period, file=folder.relative(place),
                    file_sha256=disk.file_digest(temporary), field="Berkas bukti", new=len(copied),
                ),
            ),
        )  # fmt: skip
        with disk.put_in_place(temporary, place):
            draft.commit()
    finally:
        disk.discard(temporary)  # not there any more when it was put in place
    return True


def _report(
    where: str,
    period: Period,
    lines: tuple[InventoryLine, ...],
    findings: list[Finding],
    *,
    is_new: bool,
) -> Report:
    count = len({line.place for line in lines})
    done = "disusun di" if is_new else "sudah ada dan tidak berubah di"
    message = f"{count} berkas bukti {period.label} {done} {where}."
    if findings:
        message += f" {len(findings)} hal tidak ikut."
    listing = Listing(
        "files", "Bukti yang diterima", ("section", "code", "item", "file", "size", "sha256"),
        ("Subbagian", "Kode", "Jenis bukti", "Berkas", "Ukuran", "SHA-256"),
        tuple(
            (
                line.accepted.file.section, line.accepted.code, line.accepted.item, line.place,
                line.accepted.file.size_bytes, line.accepted.file.sha256,
            )
            for line in lines
        ),
    )  # fmt: skip
    facts = (
        Fact("files", "Berkas", count),
        Fact("bytes", "Ukuran (byte)", sum(line.accepted.file.size_bytes for line in lines)),
        Fact("target", "Tempat", where),
        Fact("changed", "Ditulis baru", is_new),
    )
    return Report(
        "evidence", message, str(period), facts, (listing,), tuple(map(finding_line, findings))
    )
