"""What a form's cells accept and which of them change colour: validations, conditional formats."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING, Any

from kinerja_xl.core import audits
from kinerja_xl.core.addresses import column_letters
from kinerja_xl.core.forms import Block, FormRow
from kinerja_xl.core.numbers import is_percent_unit
from kinerja_xl.files.building.formats import Formats
from kinerja_xl.layout import form as layout
from kinerja_xl.layout import names
from kinerja_xl.layout.form import Placement
from kinerja_xl.layout.spec import Column, Kind
from kinerja_xl.layout.styles import GOOD, NOTICE, Signal

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

_LONGEST_LIST, _LONGEST_MESSAGE, _LONGEST_TITLE = 255, 255, 32
_DOUBTFUL_TITLE = "Periksa isian"
_UNIT = Block.PERFORMANCE.locked_fields.index("unit")

_NUMBER_RULE: dict[str, Any] = {
    "validate": "decimal", "criteria": "between", "minimum": -1e15, "maximum": 1e15,
    "error_type": "warning", "error_title": _DOUBTFUL_TITLE,
    "error_message": "Isian ini belum terbaca sebagai angka. Tulis angka saja, misalnya 98,5. "
    "Bila belum ada data, kosongkan dan jelaskan di Kendala.",
}  # fmt: skip
_NUMBER_HELP = "Angka saja, misalnya 12 atau 98,5. Nol ditulis 0; belum ada data: kosongkan."
_PERCENT_HELP = (
    "Persen ditulis angkanya saja: 98,5 untuk 98,5 persen, bukan 0,985. "
    "Nol ditulis 0; belum ada data: kosongkan."
)
_MONEY_RULE: dict[str, Any] = {
    "validate": "decimal", "criteria": ">=", "value": 0, "error_title": "Isian tidak sesuai",
    "error_message": "Tulis rupiah sebagai angka 0 atau lebih, tanpa huruf: 1250000.",
}  # fmt: skip
_DATE_RULE: dict[str, Any] = {
    "validate": "date", "criteria": "between",
    "minimum": date(2000, 1, 1), "maximum": date(2099, 12, 31),
    "error_type": "warning", "error_title": _DOUBTFUL_TITLE,
    "error_message": "Isian ini belum terbaca sebagai tanggal. "
    "Tulis seperti 31/03/2026 atau 31 Maret 2026.",
}  # fmt: skip
_DATE_HELP = "Tanggal, misalnya 31/03/2026."
_CODE_RULE: dict[str, Any] = {
    "validate": "list", "source": f"={layout.CODE_LIST}", "error_title": "Kode tidak dikenal",
    "error_message": "Pilih salah satu kode indikator dari daftar.",
}  # fmt: skip


def add_validations(sheet: Worksheet, place: Placement) -> None:
    """Guide and check what is typed into the entry cells of a block.

    Measures and dates only warn: people may type "nihil" or a date as text, which reading
    understands or reports; a hard stop would keep them from returning the form at all.
    """
    for number, column in enumerate(place.columns, start=1):
        if column.kind is Kind.MEASURE and column.is_entry:
            _validate_measures(sheet, place, number, column)
        elif column.is_entry:
            runs = _runs(place.open_rows)
            if runs:
                _validate(sheet, runs, number, column, *_rule_of(column))


def add_highlights(sheet: Worksheet, place: Placement, formats: Formats) -> None:
    """Colour entry cells that are required but empty, and what is done; in open rows only."""
    runs = _runs(place.open_rows)
    if not runs:
        return
    if place.block is Block.PERFORMANCE:
        typed, status = _cell(place, "realisation"), _cell(place, "fill_status")
        budget, spent = _cell(place, "budget"), _cell(place, "budget_realisation")
        highlights: Sequence[tuple[str, str, Signal]] = (
            ("realisation", f"LEN(TRIM({typed}))=0", NOTICE),
            ("budget_realisation", f"AND(ISNUMBER({budget}),LEN(TRIM({spent}))=0)", NOTICE),
            ("fill_status", f'{status}="{layout.COMPLETE}"', GOOD),
            ("fill_status", f'{status}<>"{layout.COMPLETE}"', NOTICE),
        )
    elif place.block is Block.EVIDENCE:
        name = _cell(place, "file_name")
        highlights = (
            ("file_name", f"LEN(TRIM({name}))=0", NOTICE),
            ("file_name", f"LEN(TRIM({name}))>0", GOOD),
        )
    elif place.block is Block.AUDIT:
        kind, received = _cell(place, "kind"), _cell(place, "received")
        is_late = f'AND(TRIM({kind})="{audits.Kind.REPORT.value}",LEN(TRIM({received}))=0)'
        is_done = f'TRIM({_cell(place, "status")})="{audits.Status.SETTLED.value}"'
        highlights = (("received", is_late, NOTICE), ("status", is_done, GOOD))
    else:
        highlights = (("file_name", f"LEN(TRIM({_cell(place, 'file_name')}))>0", GOOD),)
    for field, condition, signal in highlights:
        column = place.column(field) - 1
        options = {
            "type": "formula", "criteria": f"={condition}", "format": formats.signal(signal),
        }  # fmt: skip
        if len(runs) > 1:
            letters = column_letters(column + 1)
            areas = (f"{letters}{first}:{letters}{last}" for first, last in runs)
            options["multi_range"] = " ".join(areas)
        sheet.conditional_format(runs[0][0] - 1, column, runs[-1][1] - 1, column, options)


def _cell(place: Placement, field: str) -> str:
    return f"${column_letters(place.column(field))}{place.open_rows[0]}"


def _rule_of(column: Column) -> tuple[dict[str, Any], str]:
    if column.choices:
        return _choice_rule(names.CHOICES[column.choices]), column.help
    if column.kind is Kind.MONEY:
        return _MONEY_RULE, column.help
    if column.kind is Kind.DATE:
        return _DATE_RULE, column.help or _DATE_HELP
    return (_CODE_RULE if column.kind is Kind.CODE else {"validate": "any"}), column.help


def _choice_rule(choices: Sequence[str]) -> dict[str, Any]:
    return {
        "validate": "list", "source": list(choices), "error_title": "Isian tidak sesuai",
        "error_message": f"Pilih salah satu: {', '.join(choices)}."[:_LONGEST_MESSAGE],
    }  # fmt: skip


def _validate_measures(sheet: Worksheet, place: Placement, number: int, column: Column) -> None:
    """One rule for all rows that take the same: percentages, other numbers, each list of grades."""
    alike: dict[tuple[tuple[str, ...], bool], list[int]] = {}
    for row_number, row in enumerate(place.rows, start=place.first_row):
        if not row.is_open:
            continue
        is_percent = is_percent_unit(str(row.locked[_UNIT] or ""))
        alike.setdefault((_grades(row), is_percent), []).append(row_number)
    for (grades, is_percent), row_numbers in alike.items():
        if grades:
            rule, help_text = _grade_rule(grades), f"Pilih nilai: {', '.join(grades)}."
        else:
            rule, help_text = _NUMBER_RULE, _PERCENT_HELP if is_percent else _NUMBER_HELP
        _validate(sheet, _runs(row_numbers), number, column, rule, help_text)


def _grades(row: FormRow) -> tuple[str, ...]:
    return tuple(grade for grade, _ in row.measure.measure.ordinal_map) if row.measure else ()


def _grade_rule(grades: Sequence[str]) -> dict[str, Any]:
    """Return a list to choose from, or no rule where Excel could not store the list."""
    if len(",".join(grades)) > _LONGEST_LIST or any("," in g or '"' in g for g in grades):
        return {"validate": "any"}
    return {
        "validate": "list", "source": list(grades), "error_type": "warning",
        "error_title": _DOUBTFUL_TITLE,
        "error_message": f"Nilai yang dikenal: {', '.join(grades)}."[:_LONGEST_MESSAGE],
    }  # fmt: skip


def _runs(numbers: Iterable[int]) -> tuple[tuple[int, int], ...]:
    """Join ascending row numbers into runs of first and last row."""
    runs = groupby(enumerate(numbers), key=lambda pair: pair[1] - pair[0])
    found = ([number for _, number in run] for _, run in runs)
    return tuple((run[0], run[-1]) for run in found)


def _validate(
    sheet: Worksheet,
    runs: Sequence[tuple[int, int]],
    number: int,
    column: Column,
    rule: dict[str, Any],
    help_text: str,
) -> None:
    areas = [[first - 1, number - 1, last - 1, number - 1] for first, last in runs]
    options = rule | {
        "ignore_blank": True,
        "input_title": column.heading[:_LONGEST_TITLE],
        "input_message": help_text[:_LONGEST_MESSAGE],
        "other_cells": areas[1:],
    }
    first_row, first_column, last_row, last_column = areas[0]
    sheet.data_validation(first_row, first_column, last_row, last_column, options)
