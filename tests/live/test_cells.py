from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest

from kinerja_xl.core.values import CellContent, CellValue, Formula
from kinerja_xl.live.cells import Text, Written, cell_value, is_misread, kept, written


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        pytest.param(None, None, id="blank"),
        pytest.param("", None, id="blank-text"),
        pytest.param("00123", "00123", id="text"),
        pytest.param(3.0, 3.0, id="number"),
        pytest.param(Decimal("12.5"), 12.5, id="currency-as-excel-gives-it"),
        pytest.param(True, True, id="truth"),
        pytest.param(datetime(2026, 1, 5), date(2026, 1, 5), id="day"),
        pytest.param(datetime(2026, 1, 5, 8, 30), datetime(2026, 1, 5, 8, 30), id="moment"),
        pytest.param(
            datetime(2026, 1, 5, 8, 29, 59, 999_999), datetime(2026, 1, 5, 8, 30), id="rounded-up"
        ),
        pytest.param(
            datetime(2026, 1, 4, 23, 59, 59, 999_800), date(2026, 1, 5), id="rounded-to-midnight"
        ),
        pytest.param(datetime(1899, 12, 30, 7, 30), 0.3125, id="time-of-day"),
        pytest.param("#DIV/0!", "#DIV/0!", id="error"),
        pytest.param(-2146826243, "#SPILL!", id="error-that-xlwings-does-not-name"),
        pytest.param(5, 5.0, id="whole-number"),
    ],
)
def test_cell_value__is_what_the_file_adapter_reads(raw: Any, value: CellValue) -> None:
    found = cell_value(raw)

    assert (found, type(found)) == (value, type(value))


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        pytest.param(None, "", id="blank"),
        pytest.param("Rapat kerja", "Rapat kerja", id="prose"),
        pytest.param("=x", Text("=x"), id="like-a-formula"),
        pytest.param(Formula("1+1"), "=1+1", id="formula"),
        pytest.param(3, 3.0, id="whole-number"),
        pytest.param(Decimal("1.50"), 1.5, id="decimal"),
        pytest.param(True, True, id="truth"),
        pytest.param(date(2026, 1, 5), 46027.0, id="day"),
        pytest.param(datetime(2026, 1, 5, 12), 46027.5, id="moment"),
    ],
)
def test_written__keeps_kind_and_value(content: CellContent, expected: Written) -> None:
    found = written(content)

    assert (found, type(found)) == (expected, type(expected))


def test_written__workbook_of_1904__counts_from_there() -> None:
    assert written(date(2026, 1, 5), is_1904=True) == 46027 - 1462


@pytest.mark.parametrize(
    "content",
    [float("inf"), "x" * 32_768, Formula(""), Formula("=1"), date(1800, 1, 1)],
    ids=["not-finite", "too-long", "no-formula", "formula-with-sign", "too-early"],
)
def test_written__what_fits_no_cell__is_a_value_error(content: CellContent) -> None:
    with pytest.raises(ValueError, match=r"cell|formula|workbook|holds|hold"):
        written(content)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", False), ("Rapat", False), ("007", True), ("2026-01", True), ("1/2", True),
        ("=a", True), ("-", True), ("+62", True), ("@a", True), ("'a", True), ("true", True),
        ("#N/A", True), ("(5)", True), ("5%", True), ("Mei 5", True), ("٣", True),
        ("Rapat pada tanggal 5 Januari 2026 di ruang rapat kantor lantai dua gedung A", False),
    ],
)  # fmt: skip
def test_is_misread__texts_that_a_program_could_take_for_something_else(
    text: str, expected: bool
) -> None:
    assert is_misread(text) is expected


@pytest.mark.parametrize(
    ("value", "formula", "expected"),
    [
        pytest.param(None, "", "", id="blank"),
        pytest.param(2.0, "=1+1", "=1+1", id="formula"),
        pytest.param(None, '=""', '=""', id="formula-that-shows-nothing"),
        pytest.param("=x", "=x", Text("=x"), id="text-like-a-formula"),
        pytest.param("13", "'13", Text("13"), id="text-that-libreoffice-marks"),
        pytest.param("#N/A", "#N/A", "#N/A", id="typed-error"),
        pytest.param(1 / 3, "0.333333333333333", 1 / 3, id="digits-excel-leaves-out"),
        pytest.param(date(2026, 1, 5), "46027", 46027.0, id="day"),
        pytest.param(
            datetime(2026, 1, 5, 8, 0, 0, 1000), "46027.3333333449", 46027.3333333449, id="moment"
        ),
        pytest.param(True, "TRUE", True, id="truth"),
        pytest.param(5.0, 5.0, 5.0, id="formula-that-is-a-number"),
        pytest.param(None, "neu", None, id="filled-since"),
        pytest.param("lama", "baru", None, id="other-text"),
        pytest.param(5.0, "6", None, id="other-number"),
        pytest.param(5.0, "lima", None, id="text-for-a-number"),
        pytest.param(date(2026, 1, 5), "46028", None, id="other-day"),
        pytest.param(True, "FALSE", None, id="other-truth"),
    ],
)
def test_kept__is_the_content_or_nothing_when_it_changed(
    value: CellValue, formula: object, expected: Written | None
) -> None:
    found = kept(value, formula)

    assert (found, type(found)) == (expected, type(expected))
