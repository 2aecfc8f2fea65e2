"""Values and validations written into the cells of a workbook that XlsxWriter builds."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from kinerja_xl.core.values import CellContent, Formula
from kinerja_xl.layout.spec import Kind

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

LONGEST_TEXT = 32_767
LONGEST_FORMULA = 8_192

_FIRST_DATE, _LAST_DATE = date(2000, 1, 1), date(2100, 12, 31)
_LONGEST_MESSAGE, _LONGEST_TITLE = 255, 32


def write_cell(
    sheet: Worksheet, row: int, column: int, content: CellContent, cell_format: Format
) -> None:
    """Write one cell as the type it has; texts never turn into numbers, links or formulas.

    Args:
        sheet: Where to.
        row: Excel row, counted from 1.
        column: Excel column, counted from 1.
        content: What; a formula without a value is computed when the workbook is opened.
        cell_format: How it looks.

    Raises:
        ValueError: If the content is longer than a cell holds.
    """
    place = (row - 1, column - 1)
    if content is None or content == "":
        sheet.write_blank(*place, None, cell_format)
    elif isinstance(content, Formula):
        if len(content.text) >= LONGEST_FORMULA:
            raise ValueError(f"formula of {len(content.text)} characters in {sheet.name}")
        sheet.write_formula(*place, f"={content.text}", cell_format, _cached(content))
    elif isinstance(content, bool):
        sheet.write_boolean(*place, content, cell_format)
    elif isinstance(content, str):
        if len(content) > LONGEST_TEXT:
            raise ValueError(f"text of {len(content)} characters in {sheet.name}")
        sheet.write_string(*place, content, cell_format)
    elif isinstance(content, datetime):
        sheet.write_datetime(*place, content, cell_format)
    elif isinstance(content, date):
        sheet.write_datetime(*place, datetime.combine(content, time()), cell_format)
    else:
        sheet.write_number(*place, float(content), cell_format)


def _cached(formula: Formula) -> Any:
    value = formula.value
    if value is None:
        return ""
    return float(value) if isinstance(value, Decimal) else value


def add_entry_rule(
    sheet: Worksheet,
    area: tuple[int, int, int, int],
    kind: Kind,
    *,
    heading: str,
    choices: str = "",
    help_text: str = "",
) -> None:
    """Validate what a person types into an area, with an input message and an error alert.

    Args:
        sheet: Where.
        area: First row, first column, last row, last column, counted from 1.
        kind: What the cells hold.
        heading: Title of the messages.
        choices: Defined name of the list of allowed values; empty for none.
        help_text: The input message; one that fits the kind stands in for an empty one.
    """
    rule = {"validate": "list", "source": f"={choices}"} if choices else _RULES.get(kind)
    message = help_text or ("Pilih dari daftar." if choices else _MESSAGES.get(kind, ""))
    if rule is None and not message:
        return
    options: dict[str, Any] = dict(rule or {"validate": "any"})
    options["ignore_blank"] = True
    if message:
        options["input_title"] = heading[:_LONGEST_TITLE]
        options["input_message"] = message[:_LONGEST_MESSAGE]
    if rule:
        options["error_title"] = "Isian tidak sesuai"
        options["error_message"] = (
            "Pilih salah satu nilai dari daftar." if choices else _ALERTS[kind]
        )
    _validate(sheet, area, options)


def refuse_typing(sheet: Worksheet, area: tuple[int, int, int, int], heading: str) -> None:
    """Refuse what is typed into an area of a sheet without protection; clearing is allowed."""
    options = {
        "validate": "custom",
        "value": "=FALSE",
        "ignore_blank": True,
        "input_title": heading[:_LONGEST_TITLE],
        "input_message": "Diisi otomatis; jangan diubah.",
        "error_title": "Kolom otomatis",
        "error_message": "Kolom ini diisi otomatis. Tekan Esc untuk membatalkan.",
    }
    _validate(sheet, area, options)


def _validate(sheet: Worksheet, area: tuple[int, int, int, int], options: dict[str, Any]) -> None:
    first_row, first_column, last_row, last_column = (number - 1 for number in area)
    sheet.data_validation(first_row, first_column, last_row, last_column, options)


_DATES = {
    "validate": "date", "criteria": "between", "minimum": _FIRST_DATE, "maximum": _LAST_DATE,
}  # fmt: skip
_NOT_NEGATIVE = {"criteria": ">=", "value": 0}
_RULES: dict[Kind, dict[str, Any]] = {
    Kind.DATE: _DATES,
    Kind.MOMENT: _DATES,
    Kind.INTEGER: {"validate": "integer", **_NOT_NEGATIVE},
    Kind.MONEY: {"validate": "decimal", **_NOT_NEGATIVE},
    Kind.NUMBER: {
        "validate": "decimal", "criteria": "between", "minimum": -1e15, "maximum": 1e15,
    },
    Kind.PERCENT_POINTS: {
        "validate": "decimal", "criteria": "between", "minimum": -1e6, "maximum": 1e6,
    },
}  # fmt: skip
_MESSAGES = {
    Kind.DATE: "Tanggal, misalnya 31/3/2026.",
    Kind.MOMENT: "Tanggal dan jam, misalnya 5/1/2026 08:00.",
    Kind.INTEGER: "Bilangan bulat.",
    Kind.MONEY: "Rupiah, angka saja.",
    Kind.NUMBER: "Angka saja.",
    Kind.PERCENT_POINTS: "Persen sebagai angka, misalnya 98,5.",
    Kind.MEASURE: "Angka saja, misalnya 98,5; atau nilai seperti WTP.",
}
_ALERTS = {
    Kind.DATE: "Tulis tanggal antara tahun 2000 dan 2100, misalnya 31/3/2026.",
    Kind.MOMENT: "Tulis tanggal dan jam, misalnya 5/1/2026 08:00.",
    Kind.INTEGER: "Tulis bilangan bulat 0 atau lebih.",
    Kind.MONEY: "Tulis rupiah sebagai angka 0 atau lebih, tanpa huruf.",
    Kind.NUMBER: "Tulis angka, tanpa huruf.",
    Kind.PERCENT_POINTS: "Tulis persen sebagai angka, misalnya 98,5.",
}
