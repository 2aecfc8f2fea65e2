from __future__ import annotations

import pytest

from kinerja_xl.core.book import TableData

DATA = TableData(("code", "name", "amount"), (("A", "Satu", 1.0), ("B", None, None)), 5)


def test_column__is_read_top_to_bottom() -> None:
    assert DATA.column("name") == ("Satu", None)


def test_pick__is_in_the_order_asked_for() -> None:
    assert list(DATA.pick("amount", "code")) == [(1.0, "A"), (None, "B")]


def test_pick__no_rows__is_nothing() -> None:
    assert list(TableData(("code",), (), 5).pick("code")) == []


@pytest.mark.parametrize("read", [DATA.column, DATA.pick], ids=["column", "pick"])
def test_table_data__unknown_field__is_a_slip(read: object) -> None:
    assert callable(read)

    with pytest.raises(ValueError, match="tuple"):
        read("colour")
