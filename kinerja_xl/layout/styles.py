"""How cells look, as data: a style per role of a cell and, in tables, per kind of column."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum

from kinerja_xl.layout.spec import Column, Kind

FONT = "Arial"
"""A font that Excel, WPS, LibreOffice and Google Sheets draw at the same widths."""
FONT_SIZE = 10

INK, MUTED, WHITE = "#1F2933", "#52606D", "#FFFFFF"
PRIMARY, PRIMARY_SOFT, LINE = "#1F4E5F", "#E3EEF1", "#C5CED6"
ENTRY_FILL, COMPUTED_FILL, PLAIN_FILL = "#FFF8DC", "#F1F4F6", ""
LINK = "#0B5394"


@dataclass(frozen=True, slots=True)
class Signal:
    """A fill and a font colour that draw attention, readable also in black and white print."""

    fill: str
    font: str


GOOD = Signal("#D7F0DC", "#0F5132")
FAIR = Signal("#E8F3C8", "#445209")
NOTICE = Signal("#FFE8B3", "#6B4700")
POOR = Signal("#FFD9B8", "#7A3300")
BAD = Signal("#F9D0D0", "#7A1420")
RUNNING = Signal("#D6E6F7", "#123F6B")


class Alignment(Enum):
    """Where the content of a cell stands."""

    LEFT = "left"
    CENTRE = "center"
    RIGHT = "right"
    FILL = "fill"
    GENERAL = ""


@dataclass(frozen=True, slots=True)
class Style:
    """Everything about the look of a cell; colours as `#RRGGBB`, empty for none.

    Attributes:
        number_format: Excel's format code.
        is_top: Content stands at the top of the cell instead of the middle.
        is_bordered: Thin lines all around.
        line_colour: Of those lines.
        is_locked: Takes effect when the sheet is protected.
    """

    number_format: str = "General"
    font_size: int = FONT_SIZE
    font_colour: str = INK
    fill: str = PLAIN_FILL
    alignment: Alignment = Alignment.GENERAL
    indent: int = 0
    is_bold: bool = False
    is_italic: bool = False
    is_underlined: bool = False
    is_wrapped: bool = False
    is_top: bool = False
    is_bordered: bool = False
    line_colour: str = LINE
    is_locked: bool = True


TITLE = Style(font_size=16, font_colour=PRIMARY, is_bold=True)
SUBTITLE = Style(font_colour=MUTED)
SECTION_HEADING = Style(font_size=11, font_colour=PRIMARY, is_bold=True)
HEADER = Style(
    font_colour=WHITE, fill=PRIMARY, alignment=Alignment.CENTRE, is_bold=True, is_wrapped=True,
    is_bordered=True,
)  # fmt: skip
ENTRY_HEADER = replace(HEADER, fill="#8A5A00")
LABEL = Style(font_colour=PRIMARY, fill=PRIMARY_SOFT, is_bold=True, indent=1, is_bordered=True)
ACTION = replace(LABEL, alignment=Alignment.CENTRE, indent=0)
TEXT = Style(alignment=Alignment.LEFT, is_wrapped=True, is_bordered=True, indent=1)
TEXT_TOP = replace(TEXT, is_top=True)
SECTION_LINK = Style(
    font_colour=LINK, is_underlined=True, is_top=True, is_bordered=True,
    alignment=Alignment.LEFT, indent=1,
)  # fmt: skip
BACK_LINK = Style(font_colour=LINK, is_underlined=True)
LINKED = Style(font_colour=LINK, is_underlined=True, alignment=Alignment.CENTRE, is_bordered=True)

DATE_FORMAT = "[$-421]d mmmm yyyy"
MOMENT_FORMAT = "[$-421]d mmm yyyy hh:mm"
AS_TEXT_FORMAT = "@"

_FORMATS = {
    Kind.TEXT: AS_TEXT_FORMAT,
    Kind.LONG_TEXT: AS_TEXT_FORMAT,
    Kind.CODE: AS_TEXT_FORMAT,
    Kind.NUMBER: "General",
    Kind.INTEGER: "#,##0",
    Kind.MONEY: "#,##0",
    Kind.PERCENT_POINTS: "0.00",
    Kind.DATE: DATE_FORMAT,
    Kind.MOMENT: MOMENT_FORMAT,
    Kind.MEASURE: "General",
}
_ALIGNMENTS = {
    Kind.CODE: Alignment.CENTRE,
    Kind.INTEGER: Alignment.CENTRE,
    Kind.NUMBER: Alignment.RIGHT,
    Kind.MONEY: Alignment.RIGHT,
    Kind.PERCENT_POINTS: Alignment.RIGHT,
    Kind.MEASURE: Alignment.RIGHT,
    Kind.DATE: Alignment.LEFT,
    Kind.MOMENT: Alignment.LEFT,
    Kind.TEXT: Alignment.LEFT,
    Kind.LONG_TEXT: Alignment.LEFT,
}


def value_style(kind: Kind, *, is_entry: bool, is_computed: bool = False) -> Style:
    """Return the style of a cell that holds a value of that kind.

    Texts have the text format, so that a code such as `1.10`, a bulleted line beginning with `-`
    and a time such as `07:30` stay what was typed; a formula in a text cell would show as its own
    text, so computed cells never have it.
    """
    number_format = _FORMATS[kind]
    if is_computed and number_format == AS_TEXT_FORMAT:
        number_format = "General"
    fill = ENTRY_FILL if is_entry else COMPUTED_FILL if is_computed else PLAIN_FILL
    return Style(
        number_format=number_format,
        fill=fill,
        alignment=_ALIGNMENTS[kind],
        indent=int(_ALIGNMENTS[kind] is Alignment.RIGHT),
        is_wrapped=kind in (Kind.TEXT, Kind.LONG_TEXT),
        is_top=True,
        is_bordered=True,
        is_locked=not is_entry,
    )


def cell_style(column: Column) -> Style:
    """Return the style of a table's data cells in that column."""
    style = value_style(
        column.kind, is_entry=column.is_entry, is_computed=column.formula is not None
    )
    if column.number_format:
        style = replace(style, number_format=column.number_format)
    if column.is_hidden:
        # Otherwise LibreOffice lets what stands in a hidden column run over into a blank cell.
        style = replace(style, alignment=Alignment.FILL, indent=0, is_wrapped=False)
    return style


def header_style(column: Column) -> Style:
    """Return the style of a table's heading; headings of entry columns have their own colour."""
    return ENTRY_HEADER if column.is_entry else HEADER
