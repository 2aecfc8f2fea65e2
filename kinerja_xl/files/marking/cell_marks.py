"""Marks cells of a form with colour and comment, and takes such marks away again."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from openpyxl.cell.cell import Cell
from openpyxl.comments import Comment
from openpyxl.formatting.formatting import ConditionalFormattingList
from openpyxl.formatting.rule import Rule
from openpyxl.styles import Font, PatternFill
from openpyxl.styles.colors import Color
from openpyxl.styles.differential import DifferentialStyle

from kinerja_xl.core.findings import Finding, Severity
from kinerja_xl.files.marking.corrections_sheet import argb, clean, mark_of
from kinerja_xl.layout.corrections import (
    COMMENT_HEADING,
    COMMENT_REST,
    CORRECTIONS_AUTHOR,
    ERROR_MARK,
    WARNING_MARK,
)
from kinerja_xl.layout.styles import Signal

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

_LONGEST_COMMENT = 1500
_COMMENT_WIDTH, _COMMENT_LINE, _COMMENT_CHARACTERS = 320, 17, 46
_OWN_COMMENT = re.compile(rf"(?:^|\n+){COMMENT_HEADING}\n.*", re.DOTALL)
_NO_FILL = "-"
_MARKS = frozenset({argb(ERROR_MARK.fill), argb(WARNING_MARK.fill)})


def mark_cells(sheet: Worksheet, findings: Mapping[str, Sequence[Finding]]) -> dict[str, str]:
    """Colour and comment cells of one sheet.

    The colour is also a conditional format before all others, or the form's own, which colour an
    empty cell, would hide it. A comment that is there already stays above.

    Args:
        sheet: The sheet.
        findings: By address of the cell.

    Returns:
        By address, what `clear_marks` needs to give a cell its own colour back.
    """
    notes = {}
    colours: dict[Signal, list[str]] = {}
    for address, found in findings.items():
        cell = sheet[address]
        notes[address] = _fill_note(cell)
        colours.setdefault(_mark_cell(cell, found), []).append(address)
    _put_first(sheet, colours)
    return notes


def clear_marks(workbook: Workbook, notes: Mapping[tuple[str, str], str]) -> None:
    """Take away what `mark_cells` did in an earlier run; everything else stays.

    Args:
        workbook: The marked copy.
        notes: What `mark_cells` returned then, by sheet and address; a marked cell without a note
            is left without colour.
    """
    for sheet in workbook.worksheets:
        _put_first(sheet, {})
        for cell in _present_cells(sheet):
            _clear_cell(cell, notes.get((sheet.title, cell.coordinate), ""))


def _mark_cell(cell: Cell, findings: Sequence[Finding]) -> Signal:
    is_error = any(found.code.severity is Severity.ERROR for found in findings)
    mark = mark_of(Severity.ERROR if is_error else Severity.WARNING)
    cell.fill = PatternFill("solid", fgColor=argb(mark.fill))
    text = "\n".join(f"{found.message} {found.remedy}" for found in findings)
    if len(text) > _LONGEST_COMMENT:
        text = f"{text[:_LONGEST_COMMENT]}…\n{COMMENT_REST}"
    before = f"{cell.comment.text}\n\n" if cell.comment else ""
    full = clean(f"{before}{COMMENT_HEADING}\n{text}")
    lines = sum(1 + len(line) // _COMMENT_CHARACTERS for line in full.split("\n"))
    cell.comment = Comment(
        full, CORRECTIONS_AUTHOR, height=_COMMENT_LINE * (lines + 1), width=_COMMENT_WIDTH
    )
    return mark


def _clear_cell(cell: Cell, note: str) -> None:
    comment = cell.comment
    is_commented = comment is not None and _OWN_COMMENT.search(comment.text) is not None
    if (note or is_commented) and _is_mark(cell):
        cell.fill = _noted_fill(note)
    if comment is not None and is_commented:
        rest = _OWN_COMMENT.sub("", comment.text)
        cell.comment = Comment(rest, comment.author or "") if rest else None


def _put_first(sheet: Worksheet, colours: Mapping[Signal, Sequence[str]]) -> None:
    """Replace this program's own conditional formats by new ones, before all others."""
    others = [
        (area.sqref, rule)
        for area in sheet.conditional_formatting
        for rule in area.rules
        if not _is_own(rule)
    ]
    formats = ConditionalFormattingList()
    for mark, addresses in colours.items():
        style = DifferentialStyle(
            font=Font(color=argb(mark.font)), fill=PatternFill("solid", bgColor=argb(mark.fill))
        )
        rule = Rule("expression", dxf=style, stopIfTrue=True, formula=["TRUE"])
        formats.add(" ".join(addresses), rule)
    lowest = min((rule.priority for _, rule in others), default=1)
    for area, rule in others:
        rule.priority += len(colours) + 1 - lowest
        formats.add(str(area), rule)
    sheet.conditional_formatting = formats


def _is_own(rule: Rule) -> bool:
    fill = rule.dxf.fill if rule.dxf is not None else None
    is_always = [str(formula).strip("=()") for formula in rule.formula] == ["TRUE"]
    return is_always and isinstance(fill, PatternFill) and fill.bgColor.rgb in _MARKS


def _present_cells(sheet: Worksheet) -> Iterator[Cell]:
    """List the cells that exist: going through rows and columns would make every one between."""
    cells = sheet._cells  # openpyxl offers no public way that makes none
    return (cell for cell in list(cells.values()) if isinstance(cell, Cell))


def _is_mark(cell: Cell) -> bool:
    return cell.fill.fill_type == "solid" and cell.fill.fgColor.rgb in _MARKS


def _fill_note(cell: Cell) -> str:
    """Note a cell's fill as `pattern|kind|value|tint`, `-` for none; a gradient counts as none."""
    if cell.fill.tagname != PatternFill.tagname or cell.fill.fill_type is None:
        return _NO_FILL
    colour = cell.fill.fgColor
    return f"{cell.fill.fill_type}|{colour.type}|{colour.value}|{colour.tint}"


def _noted_fill(note: str) -> PatternFill:
    try:
        pattern, kind, value, tint = note.split("|")
        named = {kind: value if kind == "rgb" else int(value)}
        fill = PatternFill(fgColor=Color(**named, tint=float(tint)))
        fill.fill_type = pattern
    except (ValueError, TypeError):
        return PatternFill()
    return fill
