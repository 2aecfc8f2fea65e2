from __future__ import annotations

import pytest

from kinerja_xl.live.excel import rows_of

AMONG = range(5, 11)


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        pytest.param("$B$6", (6,), id="one-cell"),
        pytest.param("$B$6:$D$8", (6, 7, 8), id="block"),
        pytest.param("$B$8,$A$5:$C$6,$D$6", (5, 6, 8), id="several-areas-each-row-once"),
        pytest.param("$6:$7", (6, 7), id="whole-rows"),
        pytest.param("$C:$D", tuple(AMONG), id="whole-columns"),
        pytest.param("$A$1:$B$5", (5,), id="reaches-beyond"),
        pytest.param("$A$1,$A$11", (), id="outside"),
        pytest.param("", (), id="nothing"),
    ],
)
def test_rows_of__finds_the_rows_that_an_address_touches(
    address: str, expected: tuple[int, ...]
) -> None:
    assert rows_of(address, AMONG) == expected
