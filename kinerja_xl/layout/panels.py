"""What stands on the master's sheets beside tables and named cells: panels, links, cards."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from kinerja_xl.core.values import CellContent, Formula
from kinerja_xl.layout import tables
from kinerja_xl.layout.achievement_places import achievement_table
from kinerja_xl.layout.control_buttons import BUTTONS, LAST_COLUMN
from kinerja_xl.layout.names import (
    CURRENT_STEP,
    NEXT_ACTION,
    OFFICE,
    OFFICE_MEAN,
    SOP_STATE,
    SOP_TITLE,
    TURN,
)
from kinerja_xl.layout.row_formulas import ACTIVE_PERIOD
from kinerja_xl.layout.row_heights import height_points
from kinerja_xl.layout.spec import Kind, Table
from kinerja_xl.layout.styles import (
    ACTION,
    BAD,
    COMPUTED_FILL,
    ENTRY_FILL,
    GOOD,
    HEADER,
    LABEL,
    LINKED,
    NOTICE,
    RUNNING,
    SECTION_HEADING,
    TEXT,
    Alignment,
    Signal,
    Style,
    value_style,
)


@dataclass(frozen=True, slots=True)
class Panel:
    """A cell, or a merged area of one row, outside the tables; rows and columns count from 1.

    Attributes:
        last_column: Equal to `column` for a single cell.
        link: Sheet that a click leads to; empty for none.
        height: Of the row in points; 0 leaves it to the program.
    """

    row: int
    column: int
    last_column: int
    content: CellContent
    style: Style
    link: str = ""
    height: float = 0.0


_LINKS = (
    (tables.ACHIEVEMENT, tables.CHARTS, tables.TREND, tables.OBJECTIVES, tables.FINDINGS,
     tables.STEPS, tables.SOP),
    (tables.INDICATORS, tables.EVIDENCE, tables.AUDITS, tables.ENTRIES, tables.DOCUMENTS,
     tables.OFFICIALS, tables.HISTORY),
    (tables.CALENDAR, tables.SETTINGS),
)  # fmt: skip
_LINK_AREAS = ((2, 2), (3, 3), (4, 5), (6, 6), (7, 8), (9, 10), (11, 11))
_LEGEND = (
    ("Boleh diisi", Signal(ENTRY_FILL, "#1F2933")),
    ("Dihitung otomatis", Signal(COMPUTED_FILL, "#1F2933")),
    ("Selesai, lengkap", GOOD),
    ("Berjalan", RUNNING),
    ("Perlu perhatian", NOTICE),
    ("Terlambat, salah", BAD),
)
_LEGEND_AREAS = _LINK_AREAS[1:]


_FIGURE_POINTS, _HEADING_POINTS, _GAP_POINTS = 18.0, 24.0, 4.0
_GAP_ROWS = (TURN.row + 1, SOP_STATE.row + 1)
CONTROL_HEIGHTS = {
    OFFICE.row: 22.0, SOP_TITLE.row: 18.0, NEXT_ACTION.row: 26.0, CURRENT_STEP.row: 27.0,
    TURN.row: 27.0, SOP_STATE.row: 27.0,
}  # fmt: skip
"""Rows of KENDALI whose text may be long; the height is fixed, whatever stands in them later."""


def control_height(row: int) -> float:
    """Return the height of a row of figures on KENDALI."""
    return CONTROL_HEIGHTS.get(row, _FIGURE_POINTS)


def control_panels(activities: Sequence[str], section_count: int) -> Iterator[Panel]:
    """List the panels of KENDALI.

    Args:
        activities: Texts of the SOP's steps; each has a line of progress.
        section_count: Rows of the status board, below which the progress stands.
    """
    for row in _GAP_ROWS:
        yield Panel(row, 2, 2, "", Style(), height=_GAP_POINTS)
    for button in BUTTONS:
        # What paper and programs without form controls show in place of the button.
        yield Panel(button.row, button.column, button.last_column, button.label, ACTION)
        if button.explanation:
            yield Panel(button.row, button.last_column + 1, LAST_COLUMN, button.explanation, TEXT)
    row = _below_board(section_count)
    yield Panel(row, 2, 2, "Buka lembar", SECTION_HEADING, height=_HEADING_POINTS)
    for sheets in _LINKS:
        row += 1
        for sheet, (first, last) in zip(sheets, _LINK_AREAS, strict=False):
            yield Panel(row, first, last, sheet, LINKED, link=sheet, height=_FIGURE_POINTS)
    row += 2
    yield Panel(row, 2, 2, "Arti warna", LABEL, height=_FIGURE_POINTS)
    for (label, signal), (first, last) in zip(_LEGEND, _LEGEND_AREAS, strict=True):
        style = Style(
            fill=signal.fill, font_colour=signal.font, alignment=Alignment.CENTRE, is_bordered=True
        )
        yield Panel(row, first, last, label, style)
    first, _ = progress_rows(len(activities), section_count)
    yield from _progress(first - 2, activities)


def _below_board(section_count: int) -> int:
    return tables.STATUS_TABLE.header_row + section_count + 2


def progress_rows(step_count: int, section_count: int) -> tuple[int, int]:
    """Return first and last Excel row of the lines of progress."""
    first = _below_board(section_count) + len(_LINKS) + 6
    return first, first + max(step_count, 1) - 1


PROGRESS_STATUS_COLUMN = 11
_PROGRESS = (
    (2, 2, "Langkah", "number", Kind.CODE),
    (3, 4, "Kegiatan", "activity", Kind.LONG_TEXT),
    (5, 5, "Rencana Selesai", "planned_finish", Kind.MOMENT),
    (6, 6, "Selesai", "finished", Kind.MOMENT),
    (7, 8, "Menit Kerja", "working_minutes", Kind.INTEGER),
    (9, 10, "Menit Baku", "standard_minutes", Kind.INTEGER),
    (11, 11, "Status", "status", Kind.TEXT),
)


_ACTIVITY_WIDTH = 41.0


def _progress(row: int, activities: Sequence[str]) -> Iterator[Panel]:
    yield Panel(row, 2, 3, "Kemajuan langkah SOP pada periode aktif", SECTION_HEADING,
                height=_HEADING_POINTS)  # fmt: skip
    for first, last, heading, _, _ in _PROGRESS:
        yield Panel(row + 1, first, last, heading, HEADER, height=20)
    steps = tables.STEP_TABLE
    for number, activity in enumerate(activities, start=1):
        height = height_points([(activity, _ACTIVITY_WIDTH)]) + 3
        found = (  # the last of its lines: the pass that the step is in
            f"SUMPRODUCT(MAX(({steps.whole('cycle')}={ACTIVE_PERIOD})"
            f"*({steps.whole('number')}={number})*ROW({steps.whole('number')})))"
            f"-ROW(INDEX({steps.whole('number')},1))+1"
        )
        for first, last, _, field, kind in _PROGRESS:
            value = f"INDEX({steps.whole(field)},{found})"
            style = replace(value_style(kind, is_entry=False, is_computed=True), is_top=False)
            content = Formula(f'IFERROR(IF({value}="","",{value}),"")')
            yield Panel(row + 1 + number, first, last, content, style, height=height)


def sop_panels(table: Table) -> Iterator[Panel]:
    """List the heading of the table of steps, which stands beside the AP form."""
    first = table.first_column
    yield Panel(table.header_row - 1, first, first + 3, "Tabel langkah, dibaca oleh program",
                SECTION_HEADING)  # fmt: skip


def step_panels() -> Iterator[Panel]:
    """List the heading of what stands beside the steps of LANGKAH."""
    table = tables.STEP_WORK_TABLE
    first = table.first_column
    yield Panel(table.header_row - 1, first, first + 4, "Kelengkapan dan hasil setiap langkah",
                SECTION_HEADING)  # fmt: skip


def achievement_panels(section_count: int) -> Iterator[Panel]:
    """List the headings of CAPAIAN, and the way to the summary by objective.

    Args:
        section_count: Rows of the sections' summary, below which the indicators stand.
    """
    sections, rows = tables.SECTION_SUMMARY_TABLE, achievement_table(section_count)
    right = sections.first_column + len(sections.columns) - 1
    yield Panel(OFFICE_MEAN.row, right - 2, right, "Lihat capaian menurut sasaran", LINKED,
                link=tables.OBJECTIVES)  # fmt: skip
    yield Panel(sections.header_row - 1, sections.first_column, sections.first_column + 1,
                "Menurut subbagian", SECTION_HEADING)  # fmt: skip
    yield Panel(rows.header_row - 1, 2, 4, "Menurut indikator, semua periode", SECTION_HEADING)


def calendar_panels() -> Iterator[Panel]:
    """List the headings of KALENDER."""
    for table, label in (
        (tables.DAY_OFF_TABLE, "Hari libur"),
        (tables.HOURS_TABLE, "Jam kerja"),
        (tables.RAMADAN_TABLE, "Ramadan"),
    ):
        first = table.first_column
        last = first + len(table.columns) - 1
        yield Panel(table.header_row - 1, first, last, label, SECTION_HEADING)


def audit_panels() -> Iterator[Panel]:
    """List the headings of LHP-LHE-TLHP."""
    for table, label in (
        (tables.AUDIT_RECAP_TABLE, "Rekap menurut status dan umur"),
        (tables.AUDIT_TABLE, "Register"),
    ):
        yield Panel(table.header_row - 1, 2, 4, label, SECTION_HEADING)


def official_panels() -> Iterator[Panel]:
    """List the headings of PEJABAT."""
    for table, label in (
        (tables.OFFICIAL_TABLE, "Pejabat"),
        (tables.LETTER_TABLE, "Naskah dinas"),
    ):
        yield Panel(
            table.header_row - 1, table.first_column, table.first_column + 1, label,
            SECTION_HEADING,
        )  # fmt: skip


def settings_panels() -> Iterator[Panel]:
    """List the headings of PENGATURAN."""
    for table, label in (
        (tables.SECTION_LIST_TABLE, "Subbagian"),
        (tables.SCALE_TABLE, "Skala kategori"),
        (tables.SOP_LIFE_TABLE, "Pengesahan SOP"),
    ):
        yield Panel(
            table.header_row - 1, table.first_column, table.first_column + 1, label,
            SECTION_HEADING,
        )  # fmt: skip
