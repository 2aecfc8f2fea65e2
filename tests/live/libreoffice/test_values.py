from __future__ import annotations

import datetime as dt
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinerja_xl.live.libreoffice.values import (
    CellError,
    as_rows,
    clean,
    from_serial,
    prepare,
    to_serial,
)

DAY = dt.datetime(2026, 3, 31)


@given(
    st.datetimes(dt.datetime(1900, 3, 1), dt.datetime(2999, 12, 31)).map(
        lambda moment: moment.replace(microsecond=moment.microsecond // 1000 * 1000)
    )
)
def test_from_serial__any_moment__comes_back_to_the_millisecond(moment: dt.datetime) -> None:
    assert from_serial(to_serial(moment)) == moment


@pytest.mark.parametrize(
    ("value", "content"),
    [
        pytest.param(None, "", id="nothing"),
        pytest.param("00123", "00123", id="text-like-a-number"),
        pytest.param(7, 7.0, id="whole-number"),
        pytest.param(True, True, id="truth"),
        pytest.param(Decimal("97.89"), 97.89, id="decimal"),
        pytest.param(float("nan"), "", id="not-a-number"),
        pytest.param(dt.date(2026, 3, 31), DAY, id="date"),
        pytest.param(pd.Timestamp(DAY), DAY, id="pandas-moment"),
        pytest.param(pd.NaT, "", id="pandas-no-moment"),
        pytest.param(pd.NA, "", id="pandas-nothing"),
        pytest.param(np.int64(7), 7.0, id="numpy-number"),
        pytest.param(np.bool_(True), True, id="numpy-truth"),
        pytest.param(np.datetime64("2026-03-31"), DAY, id="numpy-date"),
    ],
)
def test_prepare__value__is_what_a_cell_takes(value: object, content: object) -> None:
    prepared = prepare(value)

    assert (type(prepared), prepared) == (type(content), content)


@pytest.mark.parametrize("value", [dt.time(8), dt.timedelta(hours=8), object()])
def test_prepare__what_no_cell_holds__is_refused(value: object) -> None:
    with pytest.raises(TypeError):
        prepare(value)


def test_clean__error__is_nothing_or_its_text() -> None:
    error = CellError(lambda: 532)

    assert clean(error, dt.datetime, None, None, errors_as_text=False) is None
    assert clean(error, dt.datetime, None, None, errors_as_text=True) == "#DIV/0!"


def test_clean__date_and_number__follow_the_options() -> None:
    date = clean(
        DAY,
        lambda year, month, day, **_: dt.date(year, month, day),
        None,
        None,
        errors_as_text=False,
    )
    number = clean(2.0, dt.datetime, None, int, errors_as_text=False)
    truth = clean(True, dt.datetime, None, int, errors_as_text=False)

    assert (date, number, truth) == (dt.date(2026, 3, 31), 2, True)
    assert (type(number), type(truth)) == (int, bool)


@pytest.mark.parametrize(
    ("value", "rows"),
    [(5, ((5, 5), (5, 5))), ([1, 2], ([1, 2],)), ([[1], [2]], [[1], [2]])],
)
def test_as_rows__value__is_a_block(value: object, rows: object) -> None:
    assert as_rows(value, 2, 2) == rows
