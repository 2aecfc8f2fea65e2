"""Styles of the layout made into XlsxWriter formats, each once a workbook."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kinerja_xl.layout.styles import FONT, Signal, Style

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format

_BUILT_IN = {"0.00": 2, "#,##0": 3, "@": 49}
"""Numbers of formats that every program knows; `@` counts as text only by its number."""


class Formats:
    """The formats of one workbook."""

    def __init__(self, workbook: Workbook) -> None:
        self._workbook = workbook
        self._made: dict[Style | Signal | str, Format] = {}

    def of(self, style: Style) -> Format:
        """Return the cell format of a style."""
        if style not in self._made:
            self._made[style] = self._workbook.add_format(_properties(style))
        return self._made[style]

    def signal(self, signal: Signal) -> Format:
        """Return the format of a signal, for conditional formats only."""
        if signal not in self._made:
            self._made[signal] = self._workbook.add_format(
                {"bg_color": signal.fill, "font_color": signal.font}
            )
        return self._made[signal]

    def lines(self, colour: str) -> Format:
        """Return thin lines all around, for conditional formats only."""
        if colour not in self._made:
            self._made[colour] = self._workbook.add_format({"border": 1, "border_color": colour})
        return self._made[colour]


def _properties(style: Style) -> dict[str, Any]:
    properties: dict[str, Any] = {
        "font_name": FONT,
        "font_size": style.font_size,
        "font_color": style.font_colour,
        "num_format": _BUILT_IN.get(style.number_format, style.number_format),
        "locked": style.is_locked,
        "valign": "top" if style.is_top else "vcenter",
    }
    if style.fill:
        properties["bg_color"] = style.fill
    if style.alignment.value:
        properties["align"] = style.alignment.value
    if style.is_bordered:
        properties |= {"border": 1, "border_color": style.line_colour}
    if style.is_underlined:
        properties["underline"] = 1
    flags = {
        "bold": style.is_bold, "italic": style.is_italic, "text_wrap": style.is_wrapped,
        "indent": style.indent,
    }  # fmt: skip
    return properties | {name: value for name, value in flags.items() if value}
