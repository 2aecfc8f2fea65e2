from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

# What xlwings gives is Any: it says of every answer that it may be missing or awaitable.
pytestmark = pytest.mark.libreoffice


@pytest.fixture
def table(sheet: Any) -> Any:
    """A table of two rows at B2, with cells beside and below it."""
    sheet["B2:D4"].value = [["Kode", "Harga", "Dua kali"], ["a", 10, None], ["b", 20, None]]
    made = sheet.tables.add(sheet["B2:D4"], name="tblBarang")
    sheet["D3:D4"].formula = "=[@Harga]*2"
    sheet["A3"].value, sheet["B6"].value = "kiri", "bawah"
    return made


def test_add__cells__are_a_table_with_parts(table: Any) -> None:
    assert table.range.address == "$B$2:$D$4"
    assert table.header_row_range.value == ["Kode", "Harga", "Dua kali"]
    assert table.data_body_range.value == [["a", 10.0, 20.0], ["b", 20.0, 40.0]]
    assert [column.name for column in table.columns] == ["Kode", "Harga", "Dua kali"]


def test_add__overlap__is_refused(table: Any) -> None:
    with pytest.raises(ValueError, match="overlap"):
        table.parent.tables.add(table.parent["D4:E8"])


def test_add__bad_headings__are_completed(sheet: Any) -> None:
    sheet["A1:D2"].value = [["Kode", None, "Kode", 2026], [1, 2, 3, 4]]

    made = sheet.tables.add(sheet["A1:D2"])

    assert made.header_row_range.value == ["Kode", "Column2", "Kode2", "2026"]


def test_rows__add_and_delete__move_what_is_below(table: Any) -> None:
    sheet = table.parent

    table.rows.add(["c", 30, None])
    table.rows.add(["aa", 15, None], index=2)
    table.rows[0].delete()

    assert table.data_body_range.options(ndim=2).value[0][0] == "aa"
    assert [row[0] for row in table.data_body_range.value] == ["aa", "b", "c"]
    assert (sheet["A3"].value, sheet["B7"].value) == ("kiri", "bawah")


def test_rows__last_one_deleted__leaves_an_empty_row(table: Any) -> None:
    table.rows[1].delete()
    table.rows[0].delete()

    assert (len(table.rows), table.data_body_range) == (0, None)
    table.rows.add(["z", 1, None])
    assert table.data_body_range.value == ["z", 1.0, None]


def test_columns__add_and_delete__keep_formulas(table: Any) -> None:
    table.columns.add("Satuan", index=2)

    assert table.columns["Dua kali"].data_body_range.value == [20.0, 40.0]
    table.columns["Satuan"].delete()
    assert table.data_body_range.value == [["a", 10.0, 20.0], ["b", 20.0, 40.0]]


def test_resize__larger__takes_the_cells_in(table: Any) -> None:
    table.resize(table.parent["B2:E6"])

    assert table.range.address == "$B$2:$E$6"
    assert table.header_row_range.value[-1] == "Column4"


def test_show_headers__hidden__keeps_formulas_that_name_columns(
    table: Any,
) -> None:
    table.show_headers = False

    assert (table.header_row_range, table.range.address) == (None, "$B$3:$D$4")
    assert table.columns["Dua kali"].data_body_range.value == [20.0, 40.0]
    table.show_headers = True
    assert table.range.address == "$B$2:$D$4"


def test_show_totals__shown__adds_up_and_goes_again(table: Any) -> None:
    table.show_totals = True

    assert table.totals_row_range.value == ["Total", None, 60.0]
    table.show_totals = False
    assert (table.totals_row_range, table.range.address) == (None, "$B$2:$D$4")


def test_sort__column__moves_whole_rows(table: Any) -> None:
    table.sort(2, ascending=False)

    assert table.data_body_range.value == [["b", 20.0, 40.0], ["a", 10.0, 20.0]]


def test_update__data_frame__gives_the_table_its_size(table: Any) -> None:
    table.update(pd.DataFrame({"x": [1, 2, 3], "y": [4, 5, 6]}), index=False)

    assert table.range.value == [["x", "y"], [1.0, 4.0], [2.0, 5.0], [3.0, 6.0]]


def test_range__part_of_a_table__is_found_by_name(table: Any) -> None:
    sheet = table.parent

    assert sheet.range("tblBarang").address == "$B$3:$D$4"
    assert sheet.range("tblBarang[Harga]").value == [10.0, 20.0]
    assert sheet.range("tblBarang[#All]").address == "$B$2:$D$4"
    assert sheet["C4"].table == table


def test_copy__sheet_with_a_table__has_a_table_of_its_own(table: Any) -> None:
    copied = table.parent.copy()

    assert [one.range.address for one in copied.tables] == ["$B$2:$D$4"]
    assert copied.tables[0].name != table.name


def test_name__another__is_followed_by_formulas(book: Any, sheet: Any) -> None:
    sheet["A1:B3"].value = [["k", "w"], [1, 2], [3, 4]]
    table = sheet.tables.add(sheet["A1:B3"], name="Tabel_a")
    other = book.sheets.add("Dua", after=sheet)
    other["A1:A3"].formula = [["=SUM(Tabel_a[w])"], ['=SUM(Tabel_a)&"Tabel_a[w]"'], ["=1+1"]]
    other["C1:C2"].formula_array = "=Tabel_a[w]*2"
    book.names.add("jumlah", "=SUM(Tabel_a[w])")

    table.name = "Tabel_b"

    assert other["A1:A3"].formula == (
        ("=SUM(Tabel_b[w])",), ('=SUM(Tabel_b)&"Tabel_a[w]"',), ("=1+1",),
    )  # fmt: skip
    assert other["A1:A3"].value == [6, "10Tabel_a[w]", 2]
    assert other["C1:C2"].value == [4, 8]
    assert other["C1"].formula_array == "=Tabel_b[w]*2"
    assert book.names["jumlah"].refers_to == "=SUM(Tabel_b[w])"


@pytest.mark.parametrize("name", ["Tabel_a", "tabel_A", "T1", "sebuah nama", "dua", "1x", ""])
def test_name__taken_or_none_that_excel_takes__is_refused(book: Any, sheet: Any, name: str) -> None:
    sheet["A1:B2"].value = [["k", "w"], [1, 2]]
    sheet["D1:E2"].value = [["k", "w"], [1, 2]]
    sheet.tables.add(sheet["A1:B2"], name="Tabel_a")
    other = sheet.tables.add(sheet["D1:E2"], name="Tabel_b")
    book.names.add("Dua", f"={sheet.name}!$A$1")

    with pytest.raises(ValueError, match="name"):
        other.name = name

    assert other.name == "Tabel_b"


def test_add__name_that_is_taken__is_refused(sheet: Any) -> None:
    sheet["A1:B2"].value = [["k", "w"], [1, 2]]
    sheet["D1:E2"].value = [["k", "w"], [1, 2]]
    sheet.tables.add(sheet["A1:B2"], name="Tabel_a")

    with pytest.raises(ValueError, match="another table"):
        sheet.tables.add(sheet["D1:E2"], name="tabel_a")


@pytest.mark.parametrize("address", ["B3:D5", "B1:D4", "B2:D2", "F2:G4"])
def test_resize__elsewhere_or_without_a_row__is_refused(table: Any, address: str) -> None:
    with pytest.raises(ValueError, match="keeps the row of its headings"):
        table.resize(table.parent[address])

    assert table.range.address == "$B$2:$D$4"
