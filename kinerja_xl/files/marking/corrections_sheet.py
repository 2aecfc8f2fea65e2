"""Builds the sheet PERBAIKAN: every finding of one form, each with a link to its cell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell, MergedCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.properties import PageSetupProperties

from kinerja_xl.core.addresses import column_letters
from kinerja_xl.core.findings import Finding, Place, Severity
from kinerja_xl.layout.corrections import (
    COLUMNS,
    CORRECTIONS_SHEET,
    COUNT_TEXT,
    ERROR_MARK,
    HEADER_ROW,
    STEPS_TEXT,
    TITLE_TEXT,
    WARNING_MARK,
)
from kinerja_xl.layout.spec import Kind
from kinerja_xl.layout.styles import (
    AS_TEXT_FORMAT,
    FONT,
    FONT_SIZE,
    HEADER,
    LINE,
    LINKED,
    SUBTITLE,
    TEXT_TOP,
    TITLE,
    Signal,
    Style,
)
from kinerja_xl.layout.styles import Alignment as Align

_LINE = replace(TEXT_TOP, alignment=Align.LEFT)
_LINK = replace(LINKED, alignment=Align.LEFT, is_top=True, is_wrapped=True, indent=1)

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

_A4 = 9
_LINE_POINTS, _HIGHEST_ROW = 13.5, 409
_WIDENING = 0.95
"""Width of an average letter against that of a digit, words kept whole."""


@dataclass(frozen=True, slots=True)
class Correction:
    """One line of the sheet.

    Attributes:
        place: Sheet and cell in the form; empty when the finding concerns no cell of it.
        has_cell: Whether the form has that cell, so that there can be a link.
        fill: The colour the cell had, as `marking` notes it; empty when it was not marked.
    """

    finding: Finding
    place: Place
    has_cell: bool
    fill: str


def mark_of(severity: Severity) -> Signal:
    """Return the colours that stand for a severity."""
    return ERROR_MARK if severity is Severity.ERROR else WARNING_MARK


def clean(text: str) -> str:
    """Replace what XML cannot hold by the replacement mark."""
    writable = text.encode("utf-8", "replace").decode("utf-8")
    return ILLEGAL_CHARACTERS_RE.sub("\ufffd", writable)


def argb(colour: str) -> str:
    """Turn `#RRGGBB` into the eight digits that a workbook stores."""
    return f"FF{colour.removeprefix('#')}"


def add_corrections_sheet(workbook: Workbook, corrections: Sequence[Correction]) -> None:
    """Put the sheet first and open the workbook on it.

    The sheet is protected without a password: it is read by no one, so nothing typed into it may
    get lost. Every text stays text, also one that begins like a formula.
    """
    sheet: Worksheet = workbook.create_sheet(CORRECTIONS_SHEET, 0)
    for row, (text, style) in enumerate(
        (
            (TITLE_TEXT, TITLE),
            (COUNT_TEXT.format(count=len(corrections)), SUBTITLE),
            (STEPS_TEXT, SUBTITLE),
        ),
        start=1,
    ):
        _write(sheet.cell(row, 1), text, style)
    for column, spec in enumerate(COLUMNS, start=1):
        _write(sheet.cell(HEADER_ROW, column), spec.heading, HEADER)
        dimension = sheet.column_dimensions[column_letters(column)]
        dimension.width = spec.width
        dimension.hidden = spec.is_hidden
    for number, correction in enumerate(corrections, start=1):
        _write_line(sheet, number, correction)
    _set_up(sheet, last_row=HEADER_ROW + len(corrections))
    for other in workbook.worksheets:
        other.sheet_view.tabSelected = other is sheet
    workbook.active = 0


def _write_line(sheet: Worksheet, number: int, correction: Correction) -> None:
    finding = correction.finding
    place = correction.place
    texts: dict[str, str | int] = {
        "number": number,
        "severity": finding.code.severity.value,
        "place": str(place),
        "message": finding.message,
        "remedy": finding.remedy,
        "fill": correction.fill,
    }
    row = HEADER_ROW + number
    for column, spec in enumerate(COLUMNS, start=1):
        is_link = spec.field == "place" and correction.has_cell
        cell = sheet.cell(row, column)
        _write(cell, texts[spec.field], _LINK if is_link else _LINE)
        if spec.kind is Kind.INTEGER:
            cell.alignment = Alignment(horizontal="center", vertical="top")
        if is_link:
            quoted = place.sheet.replace("'", "''")
            cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"'{quoted}'!{place.cell}")
        if spec.field == "severity":
            mark = mark_of(finding.code.severity)
            cell.fill = PatternFill("solid", fgColor=argb(mark.fill))
            cell.font = Font(FONT, FONT_SIZE, color=argb(mark.font))
    lines = max(
        sum(
            1 + int(len(line) * _WIDENING / spec.width)
            for line in str(texts[spec.field]).split("\n")
        )
        for spec in COLUMNS
        if not spec.is_hidden
    )
    sheet.row_dimensions[row].height = min(lines * _LINE_POINTS + 3, _HIGHEST_ROW)


def _write(cell: Cell | MergedCell, content: str | int, style: Style) -> None:
    if isinstance(cell, MergedCell):
        raise TypeError(f"{cell.coordinate} is merged away")
    if isinstance(content, int):
        cell.value = content
    else:
        cell.value = clean(content)
        cell.data_type = "s"
        cell.number_format = AS_TEXT_FORMAT
        cell.quotePrefix = content[:1] in ("=", "+", "-", "@")
    cell.font = Font(
        FONT, style.font_size, bold=style.is_bold, color=argb(style.font_colour),
        underline="single" if style.is_underlined else None,
    )  # fmt: skip
    cell.alignment = Alignment(
        horizontal=style.alignment.value or None,
        vertical="top" if style.is_top else "center",
        wrap_text=style.is_wrapped,
        indent=style.indent,
    )
    if style.fill:
        cell.fill = PatternFill("solid", fgColor=argb(style.fill))
    if style.is_bordered:
        side = Side("thin", argb(LINE))
        cell.border = Border(side, side, side, side)
    cell.protection = Protection(locked=True)


def _set_up(sheet: Worksheet, last_row: int) -> None:
    sheet.sheet_view.showGridLines = False
    sheet.freeze_panes = sheet.cell(HEADER_ROW + 1, 1).coordinate
    sheet.sheet_properties.tabColor = argb(ERROR_MARK.font)
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = _A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.print_title_rows = f"{HEADER_ROW}:{HEADER_ROW}"
    sheet.print_area = f"A1:{column_letters(len(COLUMNS) - 1)}{last_row}"
    sheet.protection.sheet = True
    sheet.protection.formatColumns = False
    sheet.protection.formatRows = False
