from __future__ import annotations

import pytest

from kinerja_xl.layout.spec import Column, Kind, Table, column_letters

CODE = Column("code", "Kode", Kind.CODE, 10)
TWICE = Column(
    "twice", "Dua Kali (%)", Kind.NUMBER, 10, formula=lambda t: f"2*{t.this_row('code')}"
)
TABLE = Table("tblUji", "UJI", 4, (CODE, TWICE), first_column=3)


@pytest.mark.parametrize(
    ("number", "letters"),
    [(1, "A"), (26, "Z"), (27, "AA"), (52, "AZ"), (702, "ZZ"), (703, "AAA"), (16_384, "XFD")],
)
def test_column_letters__are_excels(number: int, letters: str) -> None:
    assert column_letters(number) == letters


def test_table__fields__are_in_the_order_of_the_columns() -> None:
    assert TABLE.fields == ("code", "twice")
    assert (TABLE.position("code"), TABLE.position("twice")) == (0, 1)
    assert TABLE.column("twice") is TWICE


@pytest.mark.parametrize(
    "twin",
    [
        pytest.param(Column("code", "Lain", Kind.CODE, 10), id="field"),
        pytest.param(Column("other", "Kode", Kind.CODE, 10), id="heading"),
    ],
)
def test_table__field_or_heading_twice__is_a_slip(twin: Column) -> None:
    with pytest.raises(ValueError, match="tblUji"):
        Table("tblUji", "UJI", 4, (CODE, twin))


def test_table__unknown_field__is_a_slip() -> None:
    with pytest.raises(KeyError):
        TABLE.position("amount")


def test_table__references__name_the_heading() -> None:
    assert TABLE.this_row("code") == "tblUji[[#This Row],[Kode]]"
    assert TABLE.whole("twice") == "tblUji[[Dua Kali (%)]]"


def test_formula__is_made_from_the_table() -> None:
    assert TABLE.formula("twice") == "2*tblUji[[#This Row],[Kode]]"


def test_formula__column_without_one__is_a_slip() -> None:
    with pytest.raises(ValueError, match="code"):
        TABLE.formula("code")


def test_named__is_the_same_table_elsewhere() -> None:
    other = TABLE.named("tblLain", "LAIN")

    assert (other.name, other.sheet, other.columns) == ("tblLain", "LAIN", TABLE.columns)
    assert other.formula("twice") == "2*tblLain[[#This Row],[Kode]]"
    assert other.position("twice") == 1
