"""SOP definitions: checked, shown and printed."""

from __future__ import annotations

from pathlib import Path

from kinerja_xl.core.reconciliation import reconcile
from kinerja_xl.errors import KinerjaError
from kinerja_xl.files.atomic import read_patiently, write_atomically
from kinerja_xl.files.definitions import find_sop, load_sop
from kinerja_xl.files.machine import Machine
from kinerja_xl.layout.sop_text import reconciliation_lines, sop_json, sop_tables
from kinerja_xl.layout.tables import SOP
from kinerja_xl.usecases.report import Fact, FindingLine, Listing, Report

_WORKBOOKS = frozenset({".xlsx", ".xlsm"})


def validate_sop(name_or_path: str) -> Report:
    """Check a definition and reconcile its stated total with its steps.

    Raises:
        KinerjaError: If the definition is not valid; file and key of every fault are in the text.
    """
    path = find_sop(name_or_path)
    sop = load_sop(path)
    found = reconcile(sop)
    lines = reconciliation_lines(found)
    findings: tuple[FindingLine, ...] = ()
    if found.is_contradiction:
        findings = (
            FindingLine(
                "Kesalahan", "SOP_TOTAL_CONTRADICTS", "", path.name, lines[-1],
                "Cocokkan waktu setiap langkah dan jumlahnya dengan dokumen SOP.",
            ),
        )  # fmt: skip
    facts = tuple(Fact(f"line_{n}", f"{n}", line) for n, line in enumerate(lines, start=1))
    message = f"{path.name}: {sop.identity.institution}, definisi SOP sah."
    return Report("sop validate", message, "", facts, (), findings, dict(sop_json(sop, found)))


def show_sop(name_or_path: str) -> Report:
    """Give a definition as tables to read.

    Raises:
        KinerjaError: If the definition is not valid.
    """
    sop = load_sop(find_sop(name_or_path))
    found = reconcile(sop)
    listings = tuple(
        Listing(f"table_{n}", table.title, table.headings, table.headings, table.rows)
        for n, table in enumerate(sop_tables(sop), start=1)
    )
    message = f"{sop.identity.title} - {sop.identity.institution}"
    return Report("sop show", message, "", (), listings, (), dict(sop_json(sop, found)))


def print_sop(name_or_path: str, to: Path, machine: Machine) -> Report:
    """Print an SOP in AP form into a PDF, through LibreOffice.

    A definition is printed as it is written; of a master its sheet SOP is printed, with whatever
    an office has changed in it.

    Args:
        name_or_path: A definition, the name of a shipped one, or a master.
        to: The PDF; its folder exists. One that is there is replaced.
        machine: Where LibreOffice is looked for.

    Raises:
        KinerjaError: If the source cannot be read, LibreOffice is missing or makes no PDF, or the
            PDF cannot be written.
    """
    from kinerja_xl.files.building.sop_sheet import build_sop_workbook
    from kinerja_xl.files.documents.pdf import convert_to_pdf, find_soffice
    from kinerja_xl.files.one_sheet import showing_only

    if to.suffix.lower() != ".pdf":
        raise KinerjaError(
            "Hasil cetak harus bernama .pdf.", where=str(to), remedy="Tulis --to SOP.pdf."
        )
    if not to.absolute().parent.is_dir():
        raise KinerjaError(
            "Folder untuk PDF tidak ada.", where=str(to.parent), remedy="Buat foldernya dahulu."
        )
    if Path(name_or_path).suffix.lower() in _WORKBOOKS:
        source = Path(name_or_path)
        title, workbook = source.name, showing_only(_workbook(source), SOP, source.name)
    else:
        sop = load_sop(find_sop(name_or_path))
        title, workbook = sop.identity.title, build_sop_workbook(sop)
    soffice = find_soffice(machine)
    if soffice is None:
        raise KinerjaError(
            "Mencetak SOP memerlukan LibreOffice, dan LibreOffice tidak ditemukan di komputer ini.",
            remedy="Pasang LibreOffice, atau buka lembar SOP di Excel dan simpan sebagai PDF.",
        )
    pdf = convert_to_pdf(soffice, {"sop.xlsx": workbook}).get("sop.xlsx")
    if pdf is None:
        raise KinerjaError(
            "LibreOffice tidak menghasilkan PDF.",
            where=str(soffice),
            remedy="Buka berkas itu di LibreOffice untuk melihat sebabnya, lalu jalankan lagi.",
        )
    write_atomically(to, pdf)
    facts = (Fact("pdf", "Berkas", str(to)), Fact("bytes", "Ukuran (byte)", len(pdf)))
    return Report("sop print", f"{title}: SOP dicetak ke {to}.", "", facts)


def _workbook(path: Path) -> bytes:
    try:
        return read_patiently(path)
    except OSError as error:
        raise KinerjaError(
            "Buku induk tidak dapat dibaca.",
            where=str(path),
            remedy="Periksa nama dan tempat berkas, lalu jalankan lagi.",
        ) from error
