"""Muddle inside a good package: every value is read rightly or is a finding, none is lost."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont

from kinerja_xl.core.addresses import column_letters
from kinerja_xl.core.findings import Code
from kinerja_xl.core.returns import UNREADABLE, Return
from kinerja_xl.layout.form import ENTRY, ENTRY_HEADER_ROW, PERFORMANCE_COLUMNS
from tests.form_samples import FILLED as FILLED_IN
from tests.form_samples import base_of, filled_file, interpreted, read_bytes, sample_form, values_of
from tests.hostile.parts_of_forms import cell, form
from tests.reliability import surviving

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

ROW = ENTRY_HEADER_ROW + 1
LETTER = {column.field: column_letters(n) for n, column in enumerate(PERFORMANCE_COLUMNS, start=1)}
EXPECTED = base_of(sample_form(FILLED_IN))


def _returned(folder: Path, data: bytes) -> Return:
    return interpreted(read_bytes(folder, data), sample_form())


def _edited(change: Callable[[Worksheet], None]) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(filled_file()), rich_text=True)
    change(book[ENTRY])
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


def _hide_rows(sheet: Worksheet) -> None:
    for row in range(ROW, ROW + 3):
        sheet.row_dimensions[row].hidden = True


def _filter_rows(sheet: Worksheet) -> None:
    sheet.auto_filter.ref = f"A{ENTRY_HEADER_ROW}:T{ROW + 4}"
    sheet.auto_filter.add_filter_column(1, ["1.1"])
    _hide_rows(sheet)


def _insert_rows(sheet: Worksheet) -> None:
    sheet.insert_rows(ROW + 1, 3)


def _insert_above(sheet: Worksheet) -> None:
    sheet.insert_rows(1, 2)


def _sort_rows(sheet: Worksheet) -> None:
    _reverse(sheet, "A")


def _reverse(sheet: Worksheet, first: str) -> None:
    block = sheet[f"{first}{ROW}:{LETTER['note']}{ROW + 4}"]
    cells = [[(each.value, each.data_type) for each in row] for row in block]
    for row, values in zip(block, reversed(cells), strict=True):
        for each, (value, kind) in zip(row, values, strict=True):
            each.value = value
            each.data_type = kind


def _merge_empty(sheet: Worksheet) -> None:
    sheet.merge_cells(f"A{ROW + 12}:F{ROW + 14}")


def _rich_text(sheet: Worksheet) -> None:
    for row in sheet[f"M{ROW}:T{ROW + 4}"]:
        for each in row:
            if isinstance(each.value, str) and not each.value.startswith("="):
                half = len(each.value) // 2
                bold = TextBlock(InlineFont(b=True), each.value[half:])
                each.value = CellRichText(each.value[:half], bold)


READ_THE_SAME = {
    "hidden rows": _hide_rows,
    "filtered rows": _filter_rows,
    "rows inserted between": _insert_rows,
    "rows inserted above": _insert_above,
    "sorted with their keys": _sort_rows,
    "merged empty cells": _merge_empty,
    "rich text": _rich_text,
}


@pytest.mark.parametrize("change", READ_THE_SAME.values(), ids=READ_THE_SAME.keys())
def test_interpret__muddle_that_loses_nothing__is_read_the_same(
    tmp_path: Path, change: Callable[[Worksheet], None]
) -> None:
    with surviving("muddle in a form that loses nothing"):
        returned = _returned(tmp_path, _edited(change))

        assert values_of(returned) == EXPECTED
        assert {each.code for each in returned.findings} <= {
            Code.LOCKED_CELL_CHANGED,
            Code.STRAY_VALUE,
        }


@surviving("muddle in a form that loses nothing")
def test_interpret__entry_cells_merged__keep_what_the_first_one_shows(tmp_path: Path) -> None:
    cells = f"{LETTER['realisation']}{ROW}:{LETTER['realisation']}{ROW + 1}"

    returned = _returned(tmp_path, _edited(lambda sheet: sheet.merge_cells(cells)))

    values = values_of(returned)
    assert values["I001"] == EXPECTED["I001"]
    assert values["I002"] == (None, *EXPECTED["I002"][1:])
    assert {key: values[key] for key in EXPECTED if key not in ("I001", "I002")} == {
        key: row for key, row in EXPECTED.items() if key not in ("I001", "I002")
    }


def _delete_row(sheet: Worksheet) -> None:
    sheet.delete_rows(ROW + 1)


def _move_columns(sheet: Worksheet) -> None:
    sheet.insert_cols(5)


def _delete_column(sheet: Worksheet) -> None:
    sheet.delete_cols(5)


def _repeat_key(sheet: Worksheet) -> None:
    sheet.cell(ROW + 1, 1).value = sheet.cell(ROW, 1).value


def _sort_without_keys(sheet: Worksheet) -> None:
    _reverse(sheet, "B")


def _unknown_keys(sheet: Worksheet) -> None:
    for row in range(ROW + 10, ROW + 300):
        sheet.cell(row, 1).value = f"X{row}"


REFUSED = {
    "row deleted": (_delete_row, Code.FORM_STRUCTURE_CHANGED),
    "columns moved": (_move_columns, Code.FORM_STRUCTURE_CHANGED),
    "column deleted": (_delete_column, Code.FORM_STRUCTURE_CHANGED),
    "key twice": (_repeat_key, Code.ROW_KEY_TWICE),
    "sorted without keys": (_sort_without_keys, Code.FORM_STRUCTURE_CHANGED),
    "unknown keys": (_unknown_keys, Code.ROW_KEY_UNKNOWN),
}


@pytest.mark.parametrize(("change", "code"), REFUSED.values(), ids=REFUSED.keys())
def test_interpret__muddle_that_makes_rows_doubtful__is_refused(
    tmp_path: Path, change: Callable[[Worksheet], None], code: Code
) -> None:
    with surviving("muddle in a form that makes rows doubtful"):
        returned = _returned(tmp_path, _edited(change))

        assert returned.is_refused
        assert code in {each.code for each in returned.findings}
        assert len(returned.findings) < 60


def _number(value: bytes, kind: str = "") -> bytes:
    return form(SHEET=cell(f"{LETTER['realisation']}{ROW}", b"<v>%s</v>" % value, kind))


def _text(value: bytes) -> bytes:
    return form(SHEET=cell(f"{LETTER['note']}{ROW}", b"<v>%s</v>" % value, "str"))


CELLS = {
    "formula without value": (
        form(SHEET=cell(f"{LETTER['realisation']}{ROW}", b"<f>1+1</f>")),
        Code.FORMULA_WITHOUT_VALUE,
    ),
    "not available": (_number(b"#N/A", "e"), Code.CELL_ERROR),
    "error of a newer Excel": (_number(b"#SPILL!", "e"), Code.CELL_ERROR),
    "error of LibreOffice": (_number(b"Err:502", "e"), Code.CELL_ERROR),
    "no number": (_number(b"NaN"), Code.NOT_A_NUMBER),
    "infinity": (_number(b"inf"), Code.NOT_A_NUMBER),
    "minus infinity": (_number(b"-inf"), Code.NOT_A_NUMBER),
    "beyond all numbers": (_number(b"1e999"), Code.NOT_A_NUMBER),
    "40,000 characters": (_text(b"x" * 40_000), Code.TEXT_TOO_LONG),
}  # fmt: skip


@pytest.mark.parametrize(("data", "code"), CELLS.values(), ids=CELLS.keys())
def test_interpret__cell_that_cannot_be_read__is_a_finding_and_the_rest_is_read(
    tmp_path: Path, data: bytes, code: Code
) -> None:
    with surviving("cells that cannot be read"):
        returned = _returned(tmp_path, data)

        assert [each.code for each in returned.findings] == [code]
        assert UNREADABLE in values_of(returned)["I001"]
        assert {key: row for key, row in values_of(returned).items() if key != "I001"} == {
            key: row for key, row in EXPECTED.items() if key != "I001"
        }


TEXTS = {
    "control characters": (b"a_x0001_b_x0007_c", "a\x01b\x07c"),
    "right to left": ("مرحبا abc".encode(), "مرحبا abc"),
    "combining": ("e\u0301 a\u0308".encode(), "e\u0301 a\u0308"),
    "turning marks": ("a\u202eb".encode(), "a\u202eb"),
    "emoji": ("\U0001f469\u200d\U0001f4bb".encode(), "\U0001f469\u200d\U0001f4bb"),
    "formula": (b"=1+1", "=1+1"),
    "tab and return": (b"&#9;=1&#13;&#10;x", "=1\nx"),
    "32,767 characters": (b"y" * 32_767, "y" * 32_767),
    "escaped escape": (b"_x005F_x0041_", "_x0041_"),
}


@pytest.mark.parametrize(("written", "read"), TEXTS.values(), ids=TEXTS.keys())
def test_interpret__odd_text__is_read_as_it_is(tmp_path: Path, written: bytes, read: str) -> None:
    with surviving("odd texts in a form"):
        returned = _returned(tmp_path, _text(written))

        assert returned.findings == ()
        assert values_of(returned)["I001"][-1] == read


@surviving("muddle in a form that loses nothing")
def test_interpret__dates_from_1904__are_the_same_days(tmp_path: Path) -> None:
    def shift(match: re.Match[bytes]) -> bytes:
        return b"%s<v>%d</v>" % (match[1], int(match[2]) - 1462)

    def dates(xml: bytes) -> bytes:
        letter = LETTER["due_date"].encode()
        return re.sub(rb'(<c r="%s[0-9]+"[^<>]*>)<v>([0-9]{5})</v>' % letter, shift, xml)

    def from_1904(xml: bytes) -> bytes:
        return xml.replace(b"<workbookPr ", b'<workbookPr date1904="1" ', 1)

    returned = _returned(tmp_path, form(SHEET=dates, BOOK=from_1904))

    assert values_of(returned) == EXPECTED
