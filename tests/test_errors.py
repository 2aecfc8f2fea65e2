from __future__ import annotations

import pytest

from kinerja_xl.errors import KinerjaError


@pytest.mark.parametrize(
    ("error", "text"),
    [
        pytest.param(KinerjaError("Rusak."), "Rusak.", id="what"),
        pytest.param(KinerjaError("Rusak.", where="a.xlsx"), "a.xlsx: Rusak.", id="where"),
        pytest.param(KinerjaError("Rusak.", remedy="Ganti."), "Rusak. Ganti.", id="remedy"),
        pytest.param(
            KinerjaError("Rusak.", where="a.xlsx", remedy="Ganti."), "a.xlsx: Rusak. Ganti.",
            id="all",
        ),
    ],
)  # fmt: skip
def test_kinerja_error__text__says_where_what_and_what_to_do(
    error: KinerjaError, text: str
) -> None:
    assert str(error) == text
