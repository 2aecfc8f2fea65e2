from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest

from kinerja_xl.core.values import CellValue
from kinerja_xl.layout.display import display


@pytest.mark.parametrize(
    ("value", "text"),
    [
        pytest.param(None, "kosong", id="blank"),
        pytest.param(True, "ya", id="yes"),
        pytest.param(False, "tidak", id="no"),
        pytest.param(0, "0", id="zero"),
        pytest.param(1_250_000.0, "1.250.000", id="thousands"),
        pytest.param(98.5, "98,5", id="decimals"),
        pytest.param(0.1, "0,1", id="shortest-decimals-of-a-float"),
        pytest.param(Decimal("12.500"), "12,5", id="no-closing-zeros"),
        pytest.param(-3.25, "-3,25", id="negative"),
        pytest.param(1e22, "10.000.000.000.000.000.000.000", id="no-exponent"),
        pytest.param(date(2026, 3, 31), "31 Maret 2026", id="date"),
        pytest.param(datetime(2026, 3, 31, 8, 5), "31 Maret 2026 08.05", id="moment"),
        pytest.param("WTP", "WTP", id="text"),
    ],
)
def test_display__value__as_a_person_reads_it(value: CellValue, text: str) -> None:
    assert display(value) == text


def test_display__blank__can_be_worded_otherwise() -> None:
    assert display(None, blank="-") == "-"
