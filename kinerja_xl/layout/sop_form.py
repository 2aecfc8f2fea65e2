"""The sheet SOP in AP form (PermenPANRB 35/2012): identity block, swim-lane table, pages."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from kinerja_xl.core.reconciliation import reconcile
from kinerja_xl.core.sop import Sop
from kinerja_xl.layout.fitting import PIXELS_PER_POINT, FittedText, fit_text, fit_words
from kinerja_xl.layout.flow_drawing import draw_flowchart
from kinerja_xl.layout.flow_pages import Page, break_rows, row_points, split_pages
from kinerja_xl.layout.flowchart import INFERRED_MARK, Flowchart, Grid
from kinerja_xl.layout.sop_identity import IDENTITY_ROW, IdentityLine, identity_lines
from kinerja_xl.layout.sop_steps import flow_steps, step_texts
from kinerja_xl.layout.sop_text import reconciliation_lines
from kinerja_xl.layout.spec import Table
from kinerja_xl.layout.styles import Alignment, Style
from kinerja_xl.layout.tables import SOP_TABLE

HEADING_ROW = SOP_TABLE.header_row
"""The lower of two rows of headings; the upper one groups them."""

_FIRST_STEP_ROW = HEADING_ROW + 1
_TEXT_BEFORE, _TEXT_AFTER = 2, 4
"""So many columns of text stand left and right of the lanes."""

FONT_POINTS = 9
BLACK = "#000000"
CELL = Style(
    font_size=FONT_POINTS, font_colour=BLACK, alignment=Alignment.LEFT, is_wrapped=True,
    is_bordered=True, line_colour=BLACK, indent=1,
)  # fmt: skip
CENTRED = replace(CELL, alignment=Alignment.CENTRE, indent=0)
HEADING = replace(CENTRED, is_bold=True, fill="#E3E7EA")
_PLAIN = replace(CELL, is_bordered=False, is_top=True)

_PAGE_WIDTH, _PAGE_HEIGHT = 784.0, 516.0
"""A4 landscape within the sheet's margins."""
_USABLE_WIDTH, _USABLE_HEIGHT = 0.925, 0.955
"""Programs and printers differ in how wide a column is; LibreOffice 7.4 draws it 6 % wider."""
_SMALLEST_SCALE_PERCENT = 50

_TEXT_PIXELS = (32, 196, 124, 64, 128, 140)
"""Columns No, Kegiatan, Kelengkapan, Waktu, Output, Keterangan."""
_LANE_PIXELS = (60, 112)
"""Narrowest and widest lane."""

_TALLEST_ROW, _ROW_MARGIN = 400.0, 4.0
_LEAST_HEADING = 16.0
_LEAST_LABEL = 100.0
"""Points for the labels in the right half of the identity block."""
_LEGEND = f"{INFERRED_MARK} disimpulkan dari uraian kegiatan; tidak dinyatakan dalam dokumen SOP."


@dataclass(frozen=True, slots=True)
class FormCell:
    """A cell or a merged area; rows and columns are Excel's, counted from 1."""

    row: int
    column: int
    last_row: int
    last_column: int
    text: str
    style: Style


@dataclass(frozen=True, slots=True)
class SopForm:
    """The AP form, ready to be written.

    Attributes:
        widths: Of the columns from the first, in pixels.
        heights: Excel row and height in points.
        cells: What is written.
        flowchart: What is drawn.
        grid: The columns and the rows of the steps.
        breaks: Excel rows after which a page ends.
        first_row: Where printing starts.
        last_row: Where it ends.
        scale_percent: Of the print.
        lane_count: Number of actors.
    """

    widths: tuple[int, ...]
    heights: tuple[tuple[int, float], ...]
    cells: tuple[FormCell, ...]
    flowchart: Flowchart
    grid: Grid
    breaks: tuple[int, ...]
    first_row: int
    last_row: int
    scale_percent: int
    lane_count: int

    @property
    def last_column(self) -> int:
        """The last column of the form."""
        return len(self.widths)


def make_sop_form(sop: Sop) -> SopForm:
    """Lay out the form of an SOP."""
    return _Form(sop).finished()


def sop_table(form: SopForm | None) -> Table:
    """Return the table of the steps where it stands: right of the form, in the rows of the steps.

    So the table stays one block that programs read by name, and grows without moving the form.
    """
    return replace(SOP_TABLE, first_column=form.last_column + 2) if form else SOP_TABLE


def _rounded_up(points: float) -> float:
    """Round to whole pixels, as Excel does."""
    return math.ceil(points * PIXELS_PER_POINT) / PIXELS_PER_POINT


class _Form:
    """A form in the making."""

    def __init__(self, sop: Sop) -> None:
        self._sop = sop
        self._lane_count = len(sop.actors)
        self._widths = _column_pixels(self._lane_count)
        self._points = [pixels / PIXELS_PER_POINT for pixels in self._widths]
        scale = math.floor(_PAGE_WIDTH * _USABLE_WIDTH / sum(self._points) * 100)
        self._scale = max(min(scale, 100), _SMALLEST_SCALE_PERCENT)
        self._page_points = _PAGE_HEIGHT * _USABLE_HEIGHT / self._scale * 100
        self._cells: list[FormCell] = []
        self._heights: dict[int, float] = {}

    def finished(self) -> SopForm:
        steps = flow_steps(self._sop)
        self._identity()
        headings = self._headings()
        legend = self._legend_text()
        legend_points = _rounded_up(legend.points + 4)
        room = self._page_points - headings
        texts = self._step_texts(room - legend_points)
        needed = [max(fitted.points for fitted in row) + _ROW_MARGIN for row in texts]
        pages = split_pages(needed, steps, self._lane_count, room=room, legend=legend_points)
        heights = [
            _rounded_up(row_points(points, step, _page(pages, row).strips(row)))
            for row, (points, step) in enumerate(zip(needed, steps, strict=True))
        ]
        self._write_steps(texts)
        for row, height in enumerate(heights, start=_FIRST_STEP_ROW):
            self._heights[row] = height
        last = _FIRST_STEP_ROW + len(steps)
        self._put(last, 1, legend.text, replace(_PLAIN, font_size=legend.font_size),
                  last_column=len(self._widths))  # fmt: skip
        self._heights[last] = legend_points
        grid = Grid(self._points, heights, _FIRST_STEP_ROW)
        breaks = (HEADING_ROW - 2, *(_FIRST_STEP_ROW + row for row in break_rows(pages)))
        return SopForm(
            self._widths, tuple(sorted(self._heights.items())), tuple(self._cells),
            draw_flowchart(steps, pages, grid, self._lane_columns()), grid, breaks,
            IDENTITY_ROW, last, self._scale, self._lane_count,
        )  # fmt: skip

    def _lane_columns(self) -> range:
        return range(_TEXT_BEFORE + 1, _TEXT_BEFORE + 1 + self._lane_count)

    def _put(
        self, row: int, column: int, text: str, style: Style, *, last_row: int = 0,
        last_column: int = 0,
    ) -> None:  # fmt: skip
        last = (last_row or row, last_column or column)
        self._cells.append(FormCell(row, column, *last, text, style))

    def _width(self, first: int, last: int) -> float:
        return sum(self._points[first - 1 : last])

    def _identity(self) -> None:
        left_end, label_end = self._identity_columns()
        areas = {"left": (1, left_end), "label": (left_end + 1, label_end),
                 "value": (label_end + 1, len(self._widths)),
                 "right": (left_end + 1, len(self._widths))}  # fmt: skip
        for line in identity_lines(self._sop.identity):
            share = line.share_percent * self._page_points / 100
            self._identity_line(line, areas, min(_TALLEST_ROW, share))

    def _identity_columns(self) -> tuple[int, int]:
        """Return the last column of the left half, and of the labels in the right half."""
        half = self._width(1, len(self._points)) * 0.46
        left = 2
        while self._width(1, left + 1) <= half:
            left += 1
        label = left + 1
        while self._width(left + 1, label) < _LEAST_LABEL and label < len(self._points) - 1:
            label += 1
        return left, label

    def _identity_line(
        self, line: IdentityLine, areas: dict[str, tuple[int, int]], most: float
    ) -> None:
        height = line.least_points
        for part in line.parts:
            first, last = areas[part.area]
            fitted = fit_text(part.text, self._width(first, last), most, FONT_POINTS,
                              is_bold=part.is_heading)  # fmt: skip
            if part.row_count == 1:
                height = max(height, fitted.points + 2)
            size = max(fitted.font_size, part.font_size)
            style = HEADING if part.is_heading else CENTRED if part.is_centred else CELL
            style = replace(
                style, font_size=size, is_top=part.is_top, is_bold=part.is_bold or part.is_heading
            )
            self._put(line.row, first, fitted.text, style,
                      last_row=line.row + part.row_count - 1, last_column=last)  # fmt: skip
        self._heights[line.row] = _rounded_up(height)

    def _headings(self) -> float:
        """Write both rows of headings and return their height."""
        upper, lower = HEADING_ROW - 1, HEADING_ROW
        lanes = self._lane_columns()
        after = lanes[-1] + 1
        for column, text in ((1, "No"), (2, "Kegiatan"), (after + 3, "Keterangan")):
            self._put(upper, column, text, HEADING, last_row=lower)
        self._put(upper, lanes[0], "Pelaksana", HEADING, last_column=lanes[-1])
        self._put(upper, after, "Mutu Baku", HEADING, last_column=after + 2)
        for column, text in enumerate(("Kelengkapan", "Waktu", "Output"), start=after):
            self._put(lower, column, text, HEADING)
        most = self._page_points * 0.25
        height = _LEAST_HEADING
        for column, actor in zip(lanes, self._sop.actors, strict=True):
            fitted = fit_words(actor.name, self._points[column - 1] + 6, most, FONT_POINTS - 1)
            self._put(lower, column, fitted.text, replace(HEADING, font_size=fitted.font_size))
            height = max(height, fitted.points)
        self._heights[upper] = _LEAST_HEADING
        self._heights[lower] = _rounded_up(height)
        return self._heights[upper] + self._heights[lower]

    def _step_texts(self, room: float) -> list[list[FittedText]]:
        """Fit the texts of every step, so that none needs more than a page or an Excel row has."""
        columns = self._text_columns()
        most = min(_TALLEST_ROW, room) - _ROW_MARGIN
        return [
            [
                fit_text(
                    text, self._points[column - 1], most, FONT_POINTS - (column > _TEXT_BEFORE)
                )
                for column, text in zip(columns, step_texts(self._sop, step), strict=True)
            ]
            for step in self._sop.steps
        ]

    def _text_columns(self) -> tuple[int, ...]:
        after = self._lane_columns()[-1] + 1
        return (1, 2, *range(after, after + _TEXT_AFTER))

    def _write_steps(self, texts: Iterable[Sequence[FittedText]]) -> None:
        columns = self._text_columns()
        for row, fitted in enumerate(texts, start=_FIRST_STEP_ROW):
            for position, (column, text) in enumerate(zip(columns, fitted, strict=True)):
                style = CENTRED if position in (0, 3) else CELL
                self._put(row, column, text.text, replace(style, font_size=text.font_size))
            for column in self._lane_columns():
                self._put(row, column, "", CELL)

    def _legend_text(self) -> FittedText:
        sop = self._sop
        is_marked = any(step.actor_inferred for step in sop.steps) or any(
            item.inferred for item in sop.returns
        )
        lines = [_LEGEND] if is_marked else []
        if sop.identity.number.note:
            lines.append(f"Nomor SOP: {sop.identity.number.note}")
        lines += reconciliation_lines(reconcile(sop))
        width = self._width(1, len(self._widths))
        return fit_text("\n".join(lines), width, self._page_points / 4, FONT_POINTS - 1)


def _column_pixels(lane_count: int) -> tuple[int, ...]:
    """Share the width of a page: texts first, the rest to the lanes within their bounds."""
    page = _PAGE_WIDTH * _USABLE_WIDTH * PIXELS_PER_POINT
    narrowest, widest = _LANE_PIXELS
    lane = int((page - sum(_TEXT_PIXELS)) // lane_count)
    lane = min(max(lane, narrowest), widest)
    before, after = _TEXT_PIXELS[:_TEXT_BEFORE], _TEXT_PIXELS[_TEXT_BEFORE:]
    spare = max(int(page) - sum(_TEXT_PIXELS) - lane * lane_count, 0)
    before = (before[0], before[1] + spare)
    return (*before, *(lane for _ in range(lane_count)), *after)


def _page(pages: Sequence[Page], row: int) -> Page:
    return next(page for page in pages if page.first <= row <= page.last)
