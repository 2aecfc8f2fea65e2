"""Two states of a workbook compared, apart from the program: all but the named cells equal."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Collection, Iterator
from xml.etree import ElementTree

from openpyxl.formula.translate import Translator
from openpyxl.utils import coordinate_to_tuple, get_column_letter

from tests.files.xlsx.handmade import compressed_entries

Element = ElementTree.Element
Place = tuple[int, int]
"""Row and column, counted from 1."""

CALCULATION_PARTS = ("calcChain", "volatileDependencies")


def losses(
    before: bytes,
    after: bytes,
    named: Collection[tuple[str, Place]],
    also: Collection[str] = (),
) -> list[str]:
    """List what is not as it was, apart from the named cells.

    Stored results of formulas may be gone, formulas that shared a text may have one of their own,
    the mark to calculate may be set, and cells without a formula may be out of the chain.

    Args:
        before: The workbook before the change.
        after: The workbook after it.
        named: The sheet parts and places of the cells that were to change.
        also: Parts that may change otherwise, such as the part of a table that grew.
    """
    first, second = compressed_entries(before), compressed_entries(after)
    texts, later = _contents(before), _contents(after)
    gone = [name for name in first if name not in second]
    found = [f"gone: {name}" for name in gone if not _is_about_calculation(name)]
    found += [f"new: {name}" for name in second if name not in first]
    if [name for name in first if name in second] != list(second):
        found.append("another order of entries")
    for name in first:
        if name in gone or first[name] == second[name] or name in also:
            continue
        if first[name][2:] != second[name][2:]:
            found.append(f"{name}: time, attributes or method")
        found += [f"{name}: {each}" for each in _changes(name, texts[name], later[name], named)]
    return found


def _contents(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _is_about_calculation(name: str) -> bool:
    return any(word in name for word in CALCULATION_PARTS)


def _changes(
    part: str, before: bytes, after: bytes, named: Collection[tuple[str, Place]]
) -> Iterator[str]:
    if not before.lstrip().startswith(b"<"):
        yield "content changed"
        return
    old, new = ElementTree.fromstring(before), ElementTree.fromstring(after)
    root = _local(old)
    if root == "worksheet":
        yield from _sheet_changes(old, new, {place for name, place in named if name == part})
    elif root == "workbook":
        for tree in (old, new):
            for calculation in [child for child in tree if _local(child) == "calcPr"]:
                calculation.attrib.pop("fullCalcOnLoad", None)
                if not calculation.attrib:
                    tree.remove(calculation)
        if _text(old) != _text(new):
            yield "workbook changed"
    elif _is_about_calculation(part) or root in {"Types", "Relationships"}:
        lost = {_text(child) for child in old} - {_text(child) for child in new}
        if root != "calcChain" and not all(_is_about_calculation(each) for each in lost):
            yield f"lost {lost}"
    else:
        yield "changed"


def _sheet_changes(old: Element, new: Element, named: Collection[Place]) -> Iterator[str]:
    before, after = _rows(old), _rows(new)
    cells, later = _cells(before), _cells(after)
    for place in (cells.keys() | later.keys()) - set(named):
        if (place in cells) != (place in later):
            yield f"cell {place} came or went"
        elif not _is_same_cell(cells[place], later[place], place, cells):
            yield f"cell {place} changed"
    touched = {row for row, _ in named}
    for number in before.keys() - after.keys():
        yield f"row {number} went"
    for number, row in after.items():
        attributes = _without(row.attrib, "r", "spans")
        own = before.get(number)
        if own is None and number not in touched:
            yield f"row {number} came"
        elif own is not None and _without(own.attrib, "r", "spans") != attributes:
            yield f"row {number} changed"
    for tree in (old, new):
        for child in tree:
            if _local(child) == "sheetData":
                child.clear()
            if _local(child) == "dimension":
                child.attrib.pop("ref", None)
    if _text(old) != _text(new):
        yield "something beside the rows changed"


def _is_same_cell(
    before: Element, after: Element, place: Place, cells: dict[Place, Element]
) -> bool:
    formula, later = _child(before, "f"), _child(after, "f")
    if formula is None or later is None:
        return _cell_text(before) == _cell_text(after)
    kept = _without(before.attrib, "r", "t", "vm") == _without(after.attrib, "r", "t", "vm")
    value, after_value = _child(before, "v"), _child(after, "v")
    if after_value is not None:
        kept = kept and value is not None and value.text == after_value.text
        kept = kept and before.get("t") == after.get("t")
    return kept and _formula(formula, place, cells) == _formula(later, place, cells)


def _formula(formula: Element, place: Place, cells: dict[Place, Element]) -> str:
    """Return what a formula says; a shared one is told by openpyxl."""
    if formula.get("t") != "shared":
        return _text(formula)
    if not formula.text:
        for (row, column), cell in sorted(cells.items(), reverse=True):
            other = _child(cell, "f")
            if (row, column) >= place or other is None or not other.text:
                continue
            if other.get("t") == "shared" and other.get("si") == formula.get("si"):
                origin = f"{get_column_letter(column)}{row}"
                moved = Translator(f"={other.text}", origin).translate_formula(
                    row_delta=place[0] - row, col_delta=place[1] - column
                )
                return _plain_formula(formula, moved[1:])
    return _plain_formula(formula, formula.text or "")


def _plain_formula(formula: Element, text: str) -> str:
    plain = ElementTree.Element(formula.tag, _without(formula.attrib, "t", "si", "ref"))
    plain.text = text
    return _text(plain)


def _rows(sheet: Element) -> dict[int, Element]:
    rows: dict[int, Element] = {}
    number = 0
    for data in sheet:
        for row in data if _local(data) == "sheetData" else ():
            number = int(row.get("r", number + 1))
            rows[number] = row
    return rows


def _cells(rows: dict[int, Element]) -> dict[Place, Element]:
    cells: dict[Place, Element] = {}
    for number, row in rows.items():
        column = 0
        for cell in row:
            if _local(cell) == "c":
                address = cell.get("r")
                column = coordinate_to_tuple(address)[1] if address else column + 1
                cells[number, column] = cell
    return cells


def _cell_text(cell: Element) -> str:
    copy = ElementTree.fromstring(ElementTree.tostring(cell))
    copy.attrib.pop("r", None)
    copy.tail = None
    return _text(copy)


def _child(element: Element, name: str) -> Element | None:
    return next((child for child in element if _local(child) == name), None)


def _without(attributes: dict[str, str], *names: str) -> dict[str, str]:
    return {name: value for name, value in attributes.items() if name not in names}


def _local(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _text(element: Element) -> str:
    return ElementTree.canonicalize(ElementTree.tostring(element, encoding="unicode"))
