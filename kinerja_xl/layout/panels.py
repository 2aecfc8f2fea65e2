"""What stands on the master's sheets beside tables and named cells: panels, links, cards."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from kinerja_xl.core.values import CellContent, Formula
from kinerja_xl.layout import tables
from kinerja_xl.layout.achievement_places import achievement_table
from kinerja_xl.layout.control_buttons import BUTTONS, FIRST_COLUMN, LAST_COLUMN, LINK_AREAS
from kinerja_xl.layout.names import CURRENT_STEP, NEXT_ACTION, OFFICE, OFFICE_MEAN, SOP_TITLE
from kinerja_xl.layout.row_formulas import ACTIVE_PERIOD
from kinerja_xl.layout.row_heights import height_points
from kinerja_xl.layout.spec import Kind
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
    TEXT_TOP,
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
    (tables.SOP, tables.STEPS, tables.INDICATORS, tables.EVIDENCE, tables.ACHIEVEMENT),
    (tables.OBJECTIVES, tables.AUDITS, tables.ENTRIES, tables.FINDINGS, tables.CALENDAR),
    (tables.HISTORY, tables.SETTINGS),
)
_LEGEND = (
    ("Boleh diisi", Signal(ENTRY_FILL, "#1F2933")),
    ("Dihitung otomatis", Signal(COMPUTED_FILL, "#1F2933")),
    ("Selesai, lengkap", GOOD),
    ("Berjalan", RUNNING),
    ("Perlu perhatian", NOTICE),
    ("Terlambat, salah", BAD),
)
_LEGEND_AREAS = ((3, 3), (5, 5), (6, 6), (7, 8), (9, 10), (11, 11))


_FIGURE_POINTS, _HEADING_POINTS = 24.0, 26.0
CONTROL_HEIGHTS = {
    OFFICE.row: 30.0, SOP_TITLE.row: 30.0, CURRENT_STEP.row: 42.0, NEXT_ACTION.row: 30.0,
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
    yield Panel(4, FIRST_COLUMN, LAST_COLUMN, "Pekerjaan satu periode", HEADER)
    for button in BUTTONS:
        # What paper and programs without form controls show in place of the button.
        yield Panel(button.row, button.column, button.last_column, button.label, ACTION)
        if button.explanation:
            yield Panel(button.row, button.last_column + 1, LAST_COLUMN, button.explanation, TEXT)
    yield Panel(11, FIRST_COLUMN, LAST_COLUMN, "Buka lembar", HEADER)
    for row, sheets in enumerate(_LINKS, start=12):
        for sheet, (first, last) in zip(sheets, LINK_AREAS, strict=False):
            yield Panel(row, first, last, sheet, LINKED, link=sheet)
    yield Panel(16, 2, 2, "Arti warna", LABEL, height=_FIGURE_POINTS)
    for (label, signal), (first, last) in zip(_LEGEND, _LEGEND_AREAS, strict=True):
        style = Style(
            fill=signal.fill, font_colour=signal.font, alignment=Alignment.CENTRE, is_bordered=True
        )
        yield Panel(16, first, last, label, style)
    board = tables.STATUS_TABLE
    yield Panel(board.header_row - 1, 2, 2, "Keadaan setiap subbagian", SECTION_HEADING,
                height=_HEADING_POINTS)  # fmt: skip
    yield from _progress(board.header_row + section_count + 2, activities)


def progress_rows(step_count: int, section_count: int) -> tuple[int, int]:
    """Return first and last Excel row of the lines of progress."""
    first = tables.STATUS_TABLE.header_row + section_count + 4
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


_ACTIVITY_WIDTH = 53.0


def _progress(row: int, activities: Sequence[str]) -> Iterator[Panel]:
    yield Panel(row, 2, 3, "Kemajuan langkah SOP pada periode aktif", SECTION_HEADING,
                height=_HEADING_POINTS)  # fmt: skip
    for first, last, heading, _, _ in _PROGRESS:
        yield Panel(row + 1, first, last, heading, HEADER, height=20)
    steps = tables.STEP_TABLE
    for number, activity in enumerate(activities, start=1):
        height = height_points([(activity, _ACTIVITY_WIDTH)]) + 3
        found = (
            f"MATCH(1,INDEX(({steps.whole('cycle')}={ACTIVE_PERIOD})"
            f"*({steps.whole('number')}={number}),0),0)"
        )
        for first, last, _, field, kind in _PROGRESS:
            value = f"INDEX({steps.whole(field)},{found})"
            style = replace(value_style(kind, is_entry=False, is_computed=True), is_top=False)
            content = Formula(f'IFERROR(IF({value}="","",{value}),"")')
            yield Panel(row + 1 + number, first, last, content, style, height=height)


_CARD_AREAS = ((1, 2), (3, 4), (5, 6), (7, 8))
_CARD_WIDTHS = (51.0, 40.0, 42.0, 58.0)
_FIRST_CARD_ROW = 4


def sop_panels(cards: Sequence[tuple[str, str]], reconciliation: str) -> Iterator[Panel]:
    """List the cards of the SOP's identity block, four beside each other, label above text.

    Args:
        cards: Label and text, at most 16; further ones are joined into the last.
        reconciliation: What the comparison of stated total and steps says.
    """
    row = _FIRST_CARD_ROW
    kept = _fitting(cards)
    for start in range(0, len(kept), len(_CARD_AREAS)):
        band = kept[start : start + len(_CARD_AREAS)]
        height = height_points(
            (text, width) for (_, text), width in zip(band, _CARD_WIDTHS, strict=False)
        )
        for (label, text), (first, last) in zip(band, _CARD_AREAS, strict=False):
            yield Panel(row, first, last, label, LABEL)
            yield Panel(row + 1, first, last, text, TEXT_TOP, height=height + 4)
        row += 2
    if reconciliation:
        height = height_points([(reconciliation, sum(_CARD_WIDTHS))])
        yield Panel(row, 1, 8, "Jumlah waktu", LABEL)
        yield Panel(row + 1, 1, 8, reconciliation, TEXT_TOP, height=height + 4)
    yield Panel(tables.SOP_TABLE.header_row - 1, 1, 2, "Langkah", SECTION_HEADING)


def _fitting(cards: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    bands = (tables.SOP_TABLE.header_row - 1 - _FIRST_CARD_ROW) // 2 - 1
    limit = bands * len(_CARD_AREAS)
    kept = list(cards[:limit])
    for label, text in cards[limit:]:
        kept[-1] = (kept[-1][0], f"{kept[-1][1]}\n{label}: {text}")
    return kept


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


def settings_panels() -> Iterator[Panel]:
    """List the headings of PENGATURAN."""
    for table, label in (
        (tables.SECTION_LIST_TABLE, "Subbagian"),
        (tables.SCALE_TABLE, "Skala kategori"),
    ):
        yield Panel(
            table.header_row - 1, table.first_column, table.first_column + 1, label,
            SECTION_HEADING,
        )  # fmt: skip
