"""SOP definitions: checked and shown."""

from __future__ import annotations

from kinerja_xl.core.reconciliation import reconcile
from kinerja_xl.files.definitions import find_sop, load_sop
from kinerja_xl.layout.sop_text import reconciliation_lines, sop_json, sop_tables
from kinerja_xl.usecases.report import Fact, FindingLine, Listing, Report


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
