"""What a workbook keeps about calculating: the mark to do it on opening, and lists of cells."""

from __future__ import annotations

import re
from collections.abc import Collection

from kinerja_xl.core.addresses import parse_cell
from kinerja_xl.files.xlsx.xmlparts import (
    Splice,
    XmlElement,
    is_true,
    scan_elements,
    set_attribute,
    splice,
)

FormulaPlace = tuple[str, int, int]
"""The identifier of a sheet, row and column."""

_AFTER_CALCULATION = frozenset(
    {
        "oleSize", "customWorkbookViews", "pivotCaches", "smartTagPr", "smartTagTypes",
        "webPublishing", "fileRecoveryPr", "webPublishObjects", "extLst",
    }
)  # fmt: skip
_ROOT_PREFIX = re.compile(rb"<((?:[^\s:/>]+:)?)workbook[\s>]")


def is_marked(workbook: bytes) -> bool:
    """Say whether the workbook is to be calculated when it is opened.

    Raises:
        XmlError: If the part is damaged.
    """
    return any(
        element.name == "calcPr" and is_true(element.attributes.get("fullCalcOnLoad"))
        for element in scan_elements(workbook)
        if element.depth == 1
    )


def marked(workbook: bytes) -> bytes:
    """Return the workbook part, told to calculate everything when it is opened.

    Raises:
        XmlError: If the part is damaged.
    """
    elements = scan_elements(workbook)
    children = [element for element in elements if element.depth == 1]
    for element in children:
        if element.name == "calcPr":
            if is_true(element.attributes.get("fullCalcOnLoad")):
                return workbook
            head = set_attribute(workbook[element.start : element.head_end], "fullCalcOnLoad", "1")
            return splice(workbook, [(element.start, element.head_end, head)])
    later = [element.start for element in children if element.name in _AFTER_CALCULATION]
    offset = min(later, default=elements[0].tail_start)
    prefix = _ROOT_PREFIX.match(workbook, elements[0].start)
    new = b'<%scalcPr fullCalcOnLoad="1"/>' % (prefix[1] if prefix else b"")
    return splice(workbook, [(offset, offset, new)])


def without_chain_entries(chain: bytes, removed: Collection[FormulaPlace]) -> bytes:
    """Return a calculation chain without the cells that have no formula any more.

    Excel takes a workbook for damaged when its chain names a cell without a formula; formulas
    that the chain does not name, it adds.

    Returns:
        The part; empty when no cell is left in it.

    Raises:
        XmlError: If the part is damaged.
    """
    changes: list[Splice] = []
    sheet = before = "0"
    has_entries = False
    for element in scan_elements(chain):
        if element.name != "c":
            continue
        sheet = element.attributes.get("i", sheet)
        if _place(sheet, element) in removed:
            changes.append((element.start, element.end, b""))
            continue
        has_entries = True
        if sheet != before and "i" not in element.attributes:  # it stood in an entry that goes
            head = set_attribute(chain[element.start : element.head_end], "i", sheet)
            changes.append((element.start, element.head_end, head))
        before = sheet
    return splice(chain, changes) if has_entries else b""


def names_a_cell(dependencies: bytes, removed: Collection[FormulaPlace]) -> bool:
    """Say whether the list of live formulas (RTD, cubes) names one of the cells.

    Raises:
        XmlError: If the part is damaged.
    """
    return any(
        _place(element.attributes.get("s", ""), element) in removed
        for element in scan_elements(dependencies)
        if element.name == "tr"
    )


def _place(sheet: str, element: XmlElement) -> FormulaPlace | None:
    try:
        return sheet, *parse_cell(element.attributes.get("r", ""))
    except ValueError:
        return None
