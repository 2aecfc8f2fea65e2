from __future__ import annotations

from decimal import Decimal

from kinerja_xl.core.values import Formula
from kinerja_xl.layout.frozen import constant, with_closed_periods


def test_constant__values__are_what_a_cell_holds() -> None:
    assert constant(Decimal("97.5")) == 97.5
    assert constant("WTP") == "WTP"
    assert constant(None) == Formula('""')


def test_constant__more_digits_than_libreoffice_saves__has_those_that_stay() -> None:
    assert constant(Decimal(100) / 7) == 14.2857142857143
    assert constant(100 / 7) == 14.2857142857143
    assert with_closed_periods("1", {"2026": 100 / 7}).count("14.2857142857143,") == 1


def test_with_closed_periods__none__is_the_live_formula() -> None:
    assert with_closed_periods("SUM(A1)", {}) == "SUM(A1)"


def test_with_closed_periods__several__have_a_branch_each() -> None:
    formula = with_closed_periods("SUM(A1)", {"2026-TW1": 97.5, "2026": None, "2026-TW2": 'a"b'})

    assert formula == (
        'IF(Periode_Aktif&""="2026-TW2","a""b",'
        'IF(Periode_Aktif&""="2026-TW1",97.5,'
        'IF(Periode_Aktif&""="2026","",SUM(A1))))'
    )


def test_with_closed_periods__long_text__stays_within_what_a_literal_takes() -> None:
    formula = with_closed_periods("1", {"2026": "x" * 600})

    assert max(map(len, formula.split('"'))) <= 255
