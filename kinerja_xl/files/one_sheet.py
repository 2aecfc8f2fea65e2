"""A workbook of which one sheet alone shows, so that one sheet alone is printed."""

from __future__ import annotations

from kinerja_xl.errors import KinerjaError
from kinerja_xl.files.xlsx.archive import rewrite_archive
from kinerja_xl.files.xlsx.package import Package
from kinerja_xl.files.xlsx.xmlparts import scan_elements, set_attribute, splice

_PRINT_AREA = "_xlnm.Print_Area"


def showing_only(workbook: bytes, sheet: str, name: str = "") -> bytes:
    """Return a copy of a workbook with every other sheet hidden and without its print area.

    LibreOffice prints a hidden sheet that has a print area.

    Args:
        workbook: The whole file.
        sheet: The one to show.
        name: How error texts call the workbook.

    Raises:
        KinerjaError: If it has no such sheet, or is no workbook.
    """
    package = Package(workbook, name)
    names = [each.name for each in package.sheets]
    if sheet not in names:
        raise KinerjaError(
            f"Lembar {sheet} tidak ada.",
            where=name,
            remedy="Pilih buku induk yang dibuat dengan kinerja-xl new.",
        )
    part = package.workbook_part
    xml = package.read_xml(part)
    shown = str(names.index(sheet))
    changes: list[tuple[int, int, bytes]] = []
    for element in scan_elements(xml):
        tag = xml[element.start : element.head_end]
        if element.name == "sheet":
            state = None if element.attributes["name"] == sheet else "hidden"
            changes.append((element.start, element.head_end, set_attribute(tag, "state", state)))
        elif element.name == "workbookView":
            tag = set_attribute(tag, "firstSheet", None)
            tag = set_attribute(tag, "activeTab", shown)
            changes.append((element.start, element.head_end, tag))
        elif (
            element.attributes.get("name") == _PRINT_AREA
            and element.attributes.get("localSheetId") != shown
        ):
            changes.append((element.start, element.end, b""))
    return rewrite_archive(workbook, {part: splice(xml, changes)})
