from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from kinerja_xl.core.indicator import Measure, Polarity, Target
from kinerja_xl.core.numbers import Reason, Unreadable
from kinerja_xl.core.targets import read_realisation, read_target
from kinerja_xl.core.values import CellValue

PLAIN = Measure()
MINIMISED = Measure(polarity=Polarity.MINIMISE)
GRADED = Measure(
    ordinal_map=(
        ("WTP", Decimal(4)), ("WDP", Decimal(3)), ("A-", Decimal("3.5")), ("BB", Decimal(70)),
        ("B", Decimal(60)), ("1:10.000", Decimal(10000)),
    )
)  # fmt: skip


def target(low: str, high: str = "") -> Target:
    return Target(Decimal(low), Decimal(high or low))


@pytest.mark.parametrize(
    ("typed", "unit", "expected"),
    [
        pytest.param("80-90", "%", target("80", "90"), id="hyphen"),
        pytest.param("80 - 90%", "%", target("80", "90"), id="percent-at-the-end"),
        pytest.param("80%-90%", "%", target("80", "90"), id="percent-at-both"),
        pytest.param("7 \u2013 8", "bulan", target("7", "8"), id="en-dash"),
        pytest.param("7 \u2013 8 bulan", "bulan", target("7", "8"), id="unit-at-the-end"),
        pytest.param("80 s.d. 90", "", target("80", "90"), id="s.d."),
        pytest.param("80 s.d 90", "", target("80", "90"), id="s.d"),
        pytest.param("80s.d.90", "", target("80", "90"), id="s.d.-without-blanks"),
        pytest.param("80 s/d 90", "", target("80", "90"), id="s/d"),
        pytest.param("80 sd 90", "", target("80", "90"), id="sd"),
        pytest.param("80 sampai 90", "", target("80", "90"), id="sampai"),
        pytest.param("80 Sampai Dengan 90", "", target("80", "90"), id="sampai-dengan"),
        pytest.param("80 hingga 90", "", target("80", "90"), id="hingga"),
        pytest.param("7,5-8,25", "", target("7.5", "8.25"), id="decimals"),
        pytest.param("-5 - -3", "", target("-5", "-3"), id="negative-ends"),
        pytest.param("-5--3", "", target("-5", "-3"), id="negative-ends-without-blanks"),
        pytest.param("Rp1.000,- - Rp2.000,-", "Rp", target("1000", "2000"), id="rupiah"),
        pytest.param("100%", "%", target("100"), id="percent"),
        pytest.param("4 dokumen", "Dokumen", target("4"), id="unit"),
        pytest.param("-2,5", "%", target("-2.5"), id="negative"),
        pytest.param(98.5, "%", target("98.5"), id="stored-number"),
        pytest.param("80-80", "", target("80"), id="range-of-one"),
    ],
)
def test_read_target__numbers_and_ranges(typed: CellValue, unit: str, expected: Target) -> None:
    assert read_target(typed, PLAIN, unit) == expected


@pytest.mark.parametrize(
    ("typed", "measure", "expected"),
    [
        pytest.param("\u2265 80", PLAIN, target("80"), id="at-least-sign"),
        pytest.param(">= 80%", PLAIN, target("80"), id="at-least-ascii"),
        pytest.param("> 80", PLAIN, target("80"), id="more-than"),
        pytest.param("Minimal 80", PLAIN, target("80"), id="minimal"),
        pytest.param("min. 80", PLAIN, target("80"), id="min"),
        pytest.param("\u2264 5", MINIMISED, target("5"), id="at-most-sign"),
        pytest.param("maks. 5%", MINIMISED, target("5"), id="maks"),
        pytest.param("paling banyak 5", MINIMISED, target("5"), id="paling-banyak"),
        pytest.param("\u2265 B", GRADED, target("60"), id="at-least-grade"),
    ],
)
def test_read_target__limit_in_the_direction_of_the_polarity__is_the_number(
    typed: str, measure: Measure, expected: Target
) -> None:
    assert read_target(typed, measure) == expected


@pytest.mark.parametrize(
    ("typed", "measure"), [("\u2264 5", PLAIN), ("\u2265 80", MINIMISED), ("maksimal 5", PLAIN)]
)
def test_read_target__limit_against_the_polarity__is_refused(typed: str, measure: Measure) -> None:
    assert read_target(typed, measure) == Unreadable(Reason.AGAINST_POLARITY, typed)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        pytest.param("WTP", target("4"), id="as-authored"),
        pytest.param(" wtp ", target("4"), id="case-and-blanks"),
        pytest.param("A-", target("3.5"), id="grade-with-minus"),
        pytest.param("A\u2013", target("3.5"), id="grade-with-dash"),
        pytest.param("B - BB", target("60", "70"), id="range-of-grades"),
        pytest.param("1:10.000", target("10000"), id="ratio-as-grade"),
        pytest.param("75,2", target("75.2"), id="score"),
    ],
)
def test_read_target__grades(typed: str, expected: Target) -> None:
    assert read_target(typed, GRADED) == expected


@pytest.mark.parametrize(
    ("typed", "measure", "unit", "reason"),
    [
        pytest.param("90-80", PLAIN, "", Reason.RANGE_REVERSED, id="reversed"),
        pytest.param("BB-B", GRADED, "", Reason.RANGE_REVERSED, id="reversed-grades"),
        pytest.param("1:10.000", PLAIN, "", Reason.NOT_A_NUMBER, id="ratio"),
        pytest.param("WTP", PLAIN, "", Reason.NOT_A_NUMBER, id="grade-without-map"),
        pytest.param("Wajar", GRADED, "", Reason.NOT_A_GRADE, id="unknown-grade"),
        pytest.param("7-8-2026", PLAIN, "", Reason.NOT_A_NUMBER, id="date-text"),
        pytest.param(date(2026, 8, 7), PLAIN, "", Reason.NOT_A_NUMBER, id="range-made-a-date"),
        pytest.param("80 -", PLAIN, "", Reason.NOT_A_NUMBER, id="open-range"),
        pytest.param("80 - n/a", PLAIN, "", Reason.NOT_A_NUMBER, id="range-to-nothing"),
        pytest.param("1.250-1.500", PLAIN, "%", Reason.AMBIGUOUS, id="ambiguous-end"),
        pytest.param("\u2265 1.250", PLAIN, "%", Reason.AMBIGUOUS, id="ambiguous-limit"),
        pytest.param("\u2265 80-90", PLAIN, "", Reason.NOT_A_NUMBER, id="limit-of-a-range"),
        pytest.param("\u2265", PLAIN, "", Reason.NOT_A_NUMBER, id="limit-alone"),
        pytest.param("sekitar 80", PLAIN, "", Reason.NOT_A_NUMBER, id="about"),
        pytest.param("-", PLAIN, "", Reason.STATED_EMPTY, id="dash"),
        pytest.param("#REF!", PLAIN, "", Reason.CELL_ERROR, id="error-value"),
        pytest.param("1-" * 5000, PLAIN, "", Reason.NOT_A_NUMBER, id="hostile"),
    ],
)
def test_read_target__unclear__is_unreadable(
    typed: CellValue, measure: Measure, unit: str, reason: Reason
) -> None:
    found = read_target(typed, measure, unit)

    assert isinstance(found, Unreadable)
    assert found.reason is reason


@pytest.mark.parametrize("typed", [None, "", " \u00a0"])
def test_read_target__blank__is_none(typed: CellValue) -> None:
    assert read_target(typed, PLAIN) is None


@pytest.mark.parametrize(
    ("typed", "measure", "expected"),
    [
        pytest.param("98,5%", PLAIN, Decimal("98.5"), id="number"),
        pytest.param("wdp", GRADED, Decimal(3), id="grade"),
        pytest.param(4, GRADED, Decimal(4), id="worth-itself"),
        pytest.param(None, GRADED, None, id="blank"),
        pytest.param("-", Measure(ordinal_map=(("-", Decimal(0)),)), Decimal(0), id="dash-grade"),
    ],
)
def test_read_realisation__values(
    typed: CellValue, measure: Measure, expected: Decimal | None
) -> None:
    assert read_realisation(typed, measure) == expected


@pytest.mark.parametrize(
    ("typed", "measure", "reason"),
    [
        pytest.param("80-90", PLAIN, Reason.NOT_A_NUMBER, id="range"),
        pytest.param("\u2265 80", PLAIN, Reason.NOT_A_NUMBER, id="limit"),
        pytest.param("baik", GRADED, Reason.NOT_A_GRADE, id="unknown-grade"),
        pytest.param("nihil", GRADED, Reason.STATED_EMPTY, id="nothing"),
    ],
)
def test_read_realisation__no_fact__is_unreadable(
    typed: str, measure: Measure, reason: Reason
) -> None:
    assert read_realisation(typed, measure) == Unreadable(reason, typed)
