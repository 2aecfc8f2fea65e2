"""Makes the example's files of evidence: workbooks as written, PDF and pictures from them."""

from __future__ import annotations

import re
import shutil
import subprocess
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from xlsxwriter import Workbook

from kinerja_xl.core.numbers import format_number
from kinerja_xl.core.period import Period
from workbook.contoh_office import convert
from workbook.contoh_records import EvidenceFile, Paper

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

_LETTERHEAD = "KOMISI PEMILIHAN UMUM KABUPATEN CONTOH"
_REMARK = "Dokumen contoh; isinya rekaan."
_SHEET = "Lembar 1"
_FONT = "Arial"
"""Never bold: LibreOffice embeds every face that a page uses, about 12 kB each."""
_PAGE_WIDTH, _WIDTH = 80, 17
_A5 = 11
_PICTURE_DPI = 72
_PDF_FILTER = (
    'pdf:calc_pdf_Export:{"UseTaggedPDF":{"type":"boolean","value":"false"},'
    '"ExportBookmarks":{"type":"boolean","value":"false"}}'
)


def make_evidence(files: tuple[tuple[str, EvidenceFile], ...], folder: Path, work: Path) -> None:
    """Make files of evidence, each under `folder/<period>/<path>`.

    Args:
        files: Each with its period.
        folder: Where they go.
        work: Empty folder for what lies between.
    """
    pages: dict[Path, tuple[str, Path]] = {}
    for number, (period, file) in enumerate(files, start=1):
        target = folder / period / file.path
        target.parent.mkdir(parents=True, exist_ok=True)
        kind = file.made_as or target.suffix
        moment = datetime.combine(Period.parse(period).last_day, datetime.min.time())
        page = target if kind == ".xlsx" else work / f"page{number:02}.xlsx"
        _write_page(page, file.paper, moment, is_printed=kind != ".xlsx")
        if kind != ".xlsx":
            pages[page] = (kind, target)
    if pages:
        convert(list(pages), _PDF_FILTER, work)
    for page, (kind, target) in pages.items():
        pdf = page.with_suffix(".pdf")
        if kind == ".pdf":
            target.write_bytes(_without_moment(pdf.read_bytes()))
        else:
            _picture(pdf, target)


def _write_page(path: Path, paper: Paper, moment: datetime, *, is_printed: bool) -> None:
    """Write a page; printed, its numbers look Indonesian whatever LibreOffice's language is."""
    workbook = Workbook(path, {"default_format_properties": {"font_name": _FONT, "font_size": 11}})
    workbook.set_properties({"title": paper.title, "author": "kinerja-xl", "created": moment})
    sheet = workbook.add_worksheet(_SHEET)
    centred = {"align": "center", "font_name": _FONT}
    last = len(paper.headings) - 1
    sheet.set_column(0, 0, _PAGE_WIDTH - last * _WIDTH)
    sheet.set_column(1, last, _WIDTH)
    for row, text in enumerate((_LETTERHEAD, paper.title, paper.number)):
        large = workbook.add_format({**centred, "font_size": 15 - 2 * row})
        sheet.merge_range(row, 0, row, last, text, large)
    row = 4
    for text in (*paper.paragraphs, _REMARK):
        sheet.write_string(row, 0, text)
        row += 1
    row = _write_table(workbook, sheet, paper, row + 1, is_printed=is_printed)
    if paper.has_chart:
        _add_chart(workbook, sheet, paper, row)
    elif paper.signed:
        sheet.write_string(row + 1, last, paper.signed, workbook.add_format(centred))
        sheet.write_string(row + 4, last, "(tanda tangan)", workbook.add_format(centred))
    sheet.set_paper(_A5)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 1)
    sheet.center_horizontally()
    sheet.hide_gridlines(2)
    workbook.close()


def _write_table(
    workbook: Workbook, sheet: Worksheet, paper: Paper, row: int, *, is_printed: bool
) -> int:
    """Write the table and return the row below it, counted from 0 as XlsxWriter does."""
    heading = workbook.add_format({
        "border": 1, "bg_color": "#D9E2EC", "font_name": _FONT, "align": "center",
    })  # fmt: skip
    cell = workbook.add_format({"border": 1, "font_name": _FONT})
    figure = workbook.add_format({"border": 1, "font_name": _FONT, "align": "right"})
    sheet.write_row(row, 0, paper.headings, heading)
    for offset, values in enumerate(paper.rows, start=1):
        for column, value in enumerate(values):
            as_text = is_printed and not paper.has_chart and not isinstance(value, str)
            shown = format_number(Decimal(str(value))) if as_text else value
            look = cell if isinstance(value, str) else figure
            sheet.write(row + offset, column, shown, look)
    return row + len(paper.rows) + 1


def _add_chart(workbook: Workbook, sheet: Worksheet, paper: Paper, row: int) -> None:
    chart = workbook.add_chart({"type": "bar"})
    if chart is None:
        raise TypeError("XlsxWriter knows no bar chart")
    first, last, column = row - len(paper.rows), row - 1, len(paper.headings) - 1
    font = {"name": _FONT, "size": 10}
    chart.add_series({
        "categories": [_SHEET, first, 0, last, 0],
        "values": [_SHEET, first, column, last, column],
        "data_labels": {"value": True, "font": font}, "fill": {"color": "#2F6690"}, "gap": 60,
    })  # fmt: skip
    chart.set_legend({"none": True})
    chart.set_x_axis({"num_font": font, "min": 0, "major_gridlines": {"visible": False}})
    chart.set_y_axis({"num_font": font, "reverse": True})
    chart.set_size({"width": 560, "height": 190})
    sheet.insert_chart(row + 1, 0, chart)


def _picture(pdf: Path, target: Path) -> None:
    """Draw the page as a picture; LibreOffice Calc alone cannot.

    Raises:
        RuntimeError: If pdftoppm is missing.
    """
    program = shutil.which("pdftoppm")
    if program is None:
        raise RuntimeError("pdftoppm (Debian's poppler-utils) is needed for the example's pictures")
    command = [program, "-r", str(_PICTURE_DPI), "-png", "-singlefile"]
    subprocess.run([*command, str(pdf), str(target.with_suffix(""))], check=True)


def _without_moment(pdf: bytes) -> bytes:
    """Replace, in place, the moment of making and the identifiers made from it."""
    fixed = re.sub(rb"(/CreationDate\(D:)\d{14}", rb"\g<1>20260101000000", pdf)
    fixed = re.sub(rb"(/ID \[ <|\n<)[0-9A-F]{32}>", rb"\g<1>" + b"0" * 32 + b">", fixed)
    return re.sub(rb"(/DocChecksum /)[0-9A-F]{32}", rb"\g<1>" + b"0" * 32, fixed)
