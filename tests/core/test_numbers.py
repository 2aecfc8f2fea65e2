from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kinerja_xl.core.numbers import (
    Reason,
    Unreadable,
    clean_text,
    format_number,
    is_percent_unit,
    read_number,
)
from kinerja_xl.core.values import CellValue


@pytest.mark.parametrize(
    ("typed", "unit", "expected"),
    [
        pytest.param("98,5", "%", "98.5", id="decimal-comma"),
        pytest.param("1.250.000", "", "1250000", id="thousands-dots"),
        pytest.param("1.250.000,5", "", "1250000.5", id="thousands-dots-and-decimal-comma"),
        pytest.param("98,5%", "%", "98.5", id="percent-sign"),
        pytest.param("98,5 %", "", "98.5", id="percent-sign-after-blank"),
        pytest.param("98,5 persen", "Persentase", "98.5", id="percent-word"),
        pytest.param("Rp 1.250.000", "", "1250000", id="rupiah"),
        pytest.param("Rp1.250.000,-", "Rp", "1250000", id="rupiah-with-closing-dash"),
        pytest.param("Rp. 1.250.000,00", "Rupiah", "1250000", id="rupiah-with-sen"),
        pytest.param("1.250.000 rupiah", "Rp", "1250000", id="rupiah-word-behind"),
        pytest.param("98,5  \u00a0", "", "98.5", id="trailing-blanks-and-nbsp"),
        pytest.param("\u200b98,5\ufeff", "", "98.5", id="invisible-characters"),
        pytest.param("12", "", "12", id="digits-as-text"),
        pytest.param("'007", "", "7", id="text-mark-and-leading-zeros"),
        pytest.param("\u22125,5", "", "-5.5", id="unicode-minus"),
        pytest.param("\u20132", "", "-2", id="en-dash-as-minus"),
        pytest.param("+3", "", "3", id="plus"),
        pytest.param("-Rp5.000", "", "-5000", id="minus-before-currency"),
        pytest.param("Rp-5.000", "", "-5000", id="minus-after-currency"),
        pytest.param("1,250,000.50", "", "1250000.5", id="english-unique"),
        pytest.param("1,250,000", "orang", "1250000", id="english-thousands-unique"),
        pytest.param("98.5", "%", "98.5", id="dot-not-in-threes"),
        pytest.param("0.985", "%", "0.985", id="dot-after-zero-is-decimal"),
        pytest.param("-0.985", "", "-0.985", id="dot-after-negative-zero"),
        pytest.param(".5", "", "0.5", id="leading-mark"),
        pytest.param("98.", "", "98", id="closing-full-stop"),
        pytest.param("1.250", "", "1250", id="convention-dot-is-thousands"),
        pytest.param("1.250", "orang", "1250", id="convention-dot-for-persons"),
        pytest.param("3,625", "Indeks", "3.625", id="convention-comma-is-decimal"),
        pytest.param("98,125", "%", "98.125", id="three-decimals-of-a-percentage"),
        pytest.param("1250.000", "", "1250", id="four-digits-before-the-mark-is-decimal"),
        pytest.param("5 dokumen", "Dokumen", "5", id="unit-word"),
        pytest.param("2 Lap", "Laporan", "2", id="unit-abbreviated"),
        pytest.param("4 dok.", "Dokumen/Laporan", "4", id="unit-abbreviated-of-two"),
        pytest.param("1.250 orang", "orang", "1250", id="thousands-and-unit"),
        pytest.param("123456789012345678901", "", "123456789012345678901", id="21-digits"),
    ],
)
def test_read_number__text_people_type__is_read(typed: str, unit: str, expected: str) -> None:
    number = read_number(typed, unit=unit)

    assert number == Decimal(expected)


@pytest.mark.parametrize(
    ("typed", "unit", "first", "second"),
    [
        pytest.param("1.250", "%", "1250", "1.25", id="percent"),
        pytest.param("98.125", "Persentase", "98125", "98.125", id="percent-word"),
        pytest.param("100.000%", "", "100000", "100", id="percent-sign-without-unit"),
        pytest.param("3.625", "Indeks", "3625", "3.625", id="index"),
        pytest.param("-1.250", "%", "-1250", "-1.25", id="negative"),
        pytest.param("1,250", "orang", "1.25", "1250", id="persons"),
        pytest.param("Rp 1,250", "", "1.25", "1250", id="rupiah"),
        pytest.param("Rp 1250.000", "", "1250", "1250000", id="rupiah-with-a-mark-too-few"),
    ],
)
def test_read_number__two_plausible_readings__is_ambiguous(
    typed: str, unit: str, first: str, second: str
) -> None:
    number = read_number(typed, unit=unit)

    assert number == Unreadable(Reason.AMBIGUOUS, typed, Decimal(first), Decimal(second))


def test_read_number__percent_by_argument__is_ambiguous() -> None:
    number = read_number("1.250", is_percent=True)

    assert isinstance(number, Unreadable)
    assert number.reason is Reason.AMBIGUOUS


@pytest.mark.parametrize(
    "typed",
    [
        "-",
        "--",
        "\u2014",
        "...",
        "n/a",
        "N/A",
        "Nihil",
        "nihil.",
        "tidak ada",
        "Belum  Ada",
        "Rp -",
    ],
)
def test_read_number__words_for_nothing__are_stated_empty(typed: str) -> None:
    number = read_number(typed)

    assert isinstance(number, Unreadable)
    assert number.reason is Reason.STATED_EMPTY


@pytest.mark.parametrize("typed", [None, "", "   ", "\u00a0", "\n\t", "\u200b"])
def test_read_number__blank__is_none(typed: CellValue) -> None:
    assert read_number(typed) is None


@pytest.mark.parametrize(
    ("value", "unit"),
    [
        pytest.param("sembilan puluh", "", id="words"),
        pytest.param("98,", "", id="unfinished"),
        pytest.param("1.25.000", "", id="groups-not-of-three"),
        pytest.param("1.250.00", "", id="last-group-not-of-three"),
        pytest.param("1,250,00.5", "", id="mixed-groups-not-of-three"),
        pytest.param("1,5.5,5", "", id="marks-alternate"),
        pytest.param("12.03.2026", "", id="date-text"),
        pytest.param("80-90", "", id="range"),
        pytest.param("1:10.000", "", id="ratio"),
        pytest.param("3/4", "", id="fraction"),
        pytest.param("1e5", "", id="scientific"),
        pytest.param("80 90", "", id="two-numbers"),
        pytest.param("- 5", "", id="bullet"),
        pytest.param("--5", "", id="two-signs"),
        pytest.param("nan", "", id="nan-text"),
        pytest.param("\u0663", "", id="arabic-digit"),
        pytest.param("5\u00b2", "", id="superscript"),
        pytest.param("98,5*", "", id="footnote-mark"),
        pytest.param("98,5 (sementara)", "%", id="remark"),
        pytest.param("5 dokumen", "", id="unit-word-without-unit"),
        pytest.param("3 kali", "dokumen", id="other-unit"),
        pytest.param("98%", "dokumen", id="percent-of-documents"),
        pytest.param("Rp 5", "dokumen", id="rupiah-for-documents"),
        pytest.param("1" * 101, "", id="absurdly-long"),
        pytest.param("1" + "," * 30000 + "9x", "", id="hostile"),
        pytest.param(True, "", id="boolean"),
        pytest.param(date(2026, 8, 7), "", id="date"),
        pytest.param(datetime(2026, 8, 7, 8), "", id="moment"),
        pytest.param(float("nan"), "", id="nan"),
        pytest.param(float("-inf"), "", id="infinity"),
        pytest.param(Decimal("NaN"), "", id="decimal-nan"),
    ],
)
def test_read_number__anything_else__is_not_a_number(value: CellValue, unit: str) -> None:
    number = read_number(value, unit=unit)

    assert isinstance(number, Unreadable)
    assert number.reason is Reason.NOT_A_NUMBER


@pytest.mark.parametrize("typed", ["#DIV/0!", "#N/A", "#REF!", "#NAME?", "Err:502"])
def test_read_number__error_value__is_a_cell_error(typed: str) -> None:
    assert read_number(typed) == Unreadable(Reason.CELL_ERROR, typed)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        pytest.param(98.5, "98.5", id="float"),
        pytest.param(100.0, "100", id="whole-float"),
        pytest.param(0.985, "0.985", id="shortest-decimal"),
        pytest.param(0.1 + 0.2, "0.3", id="noise-beyond-fifteen-digits"),
        pytest.param(9007199254740991.0, "9007199254740991", id="sixteen-digit-whole"),
        pytest.param(1e22, "10000000000000000000000", id="large"),
        pytest.param(12, "12", id="integer"),
        pytest.param(Decimal("98.50"), "98.50", id="decimal"),
        pytest.param(-0.0, "0", id="negative-zero"),
    ],
)
def test_read_number__stored_number__is_exact(value: CellValue, expected: str) -> None:
    assert read_number(value) == Decimal(expected)


def test_read_number__unreadable_date__shows_what_the_person_sees() -> None:
    number = read_number(date(2026, 8, 7))

    assert number == Unreadable(Reason.NOT_A_NUMBER, "07/08/2026")


@given(st.decimals(-(10**12), 10**12, places=2), st.booleans())
@example(value=Decimal("-0.01"), has_sign=True)
def test_read_number__formatted_number__comes_back(value: Decimal, has_sign: bool) -> None:
    typed = format_number(value, 2) + ("%" if has_sign else "")

    assert read_number(typed) == value


@given(st.text(alphabet="0123456789.,-+%Rp \u00a0\u2212", max_size=12))
def test_read_number__any_text__never_raises_and_keeps_the_digits(typed: str) -> None:
    number = read_number(typed)

    if isinstance(number, Decimal):
        digits = "".join(filter(str.isdigit, typed))
        shown = f"{abs(number):f}".replace(".", "")
        assert shown.strip("0") == digits.strip("0")


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_read_number__any_float__keeps_fifteen_digits(value: float) -> None:
    number = read_number(value)

    assert isinstance(number, Decimal)
    assert float(number) == pytest.approx(value, rel=1e-14)


@pytest.mark.parametrize(
    ("value", "digits", "expected"),
    [
        pytest.param("1250000.50", None, "1.250.000,5", id="closing-zeros-dropped"),
        pytest.param("1E+6", None, "1.000.000", id="no-exponent"),
        pytest.param("98.5", 2, "98,50", id="fixed-digits"),
        pytest.param("0.125", 2, "0,13", id="half-away-from-zero"),
        pytest.param("-0.004", 2, "0,00", id="no-negative-zero"),
        pytest.param("-1234.5", None, "-1.234,5", id="negative"),
        pytest.param("0.000001", None, "0,000001", id="small"),
        pytest.param("0", None, "0", id="zero"),
    ],
)
def test_format_number__cases(value: str, digits: int | None, expected: str) -> None:
    assert format_number(Decimal(value), digits) == expected


def test_clean_text__dashes_blanks_and_invisible_characters__become_plain() -> None:
    assert clean_text(" 7\u00a0\u2013\n8\u200b ") == "7 - 8"


@pytest.mark.parametrize("unit", ["%", "Persen", "persentase", "Prosen (%)"])
def test_is_percent_unit__percent_words__are(unit: str) -> None:
    assert is_percent_unit(unit)


@pytest.mark.parametrize("unit", ["", "Dokumen", "Indeks", "person"])
def test_is_percent_unit__other_units__are_not(unit: str) -> None:
    assert not is_percent_unit(unit)
