from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import pandas as pd
import pytest

from kinerja_xl.errors import KinerjaError

# What xlwings gives is Any: it says of every answer that it may be missing or awaitable.
pytestmark = pytest.mark.libreoffice

DAY = dt.datetime(2026, 3, 31)
MOMENT = dt.datetime(2026, 3, 31, 8, 30, 15)
MIXED: list[list[object]] = [
    ["Indikator", 1.5, True, DAY],
    [None, -2.0, False, MOMENT],
    ["00123", "12/31/2026", "TRUE", "'kutip"],
]


def test_value__every_kind_in_one_block__comes_back_as_written(sheet: Any) -> None:
    sheet["B2:E4"].value = MIXED

    assert sheet["B2:E4"].value == MIXED
    assert [type(value) for value in sheet["B2:E2"].value] == [str, float, bool, dt.datetime]


def test_value__number_where_a_truth_was__is_a_number(sheet: Any) -> None:
    sheet["A1:B1"].value = [True, "x"]
    sheet["A1:B1"].value = [1, 2]

    assert sheet["A1:B1"].value == [1.0, 2.0]
    assert not isinstance(sheet["A1"].value, bool)


@pytest.mark.parametrize("address", ["A1", "A1:A2"])
def test_formula__where_a_truth_was__gives_its_own_kind(sheet: Any, address: str) -> None:
    sheet["A1:A2"].value = [[True], [False]]
    sheet["A1"].clear_contents()

    sheet[address].formula = "=2+3"

    assert sheet["A1"].value == 5
    assert not isinstance(sheet["A1"].value, bool)


def test_value__date_into_a_cell_with_a_format__keeps_the_format(sheet: Any) -> None:
    sheet["A1"].number_format = "dd mmmm yyyy"
    sheet["A1"].value = DAY

    assert (sheet["A1"].number_format, sheet["A1"].value) == ("dd mmmm yyyy", DAY)


def test_value__text_with_equals_sign__is_a_formula(sheet: Any) -> None:
    sheet["A1:C2"].value = [[1, "=A1*2", "x,y"], [3, "=A2*2", "=B1+B2"]]

    assert sheet["A1:C2"].value == [[1.0, 2.0, "x,y"], [3.0, 6.0, 8.0]]
    assert sheet["C2"].formula == "=B1+B2"


def test_value__results_of_formulas__have_their_kind(sheet: Any) -> None:
    sheet["A1"].value = DAY
    sheet["B1:B5"].value = [["=A1+1"], ["=A1>0"], ["=1/1"], ["=DATE(2026,3,31)"], ['="a"&"b"']]

    assert sheet["B1:B5"].value == [DAY + dt.timedelta(days=1), True, 1.0, DAY, "ab"]
    assert not isinstance(sheet["B3"].value, bool)


def test_value__error__is_nothing_or_its_text(sheet: Any) -> None:
    sheet["A1:A4"].value = [["=1/0"], ["=NA()"], ["=nosuchname"], ["=SQRT(-1)"]]

    cells = sheet["A1:A4"]
    assert cells.value == [None] * 4
    assert cells.options(err_to_str=True).value == ["#DIV/0!", "#N/A", "#NAME?", "#NUM!"]


def test_value__options__shape_what_is_read(sheet: Any) -> None:
    sheet["A1:B2"].value = [[1, DAY], [2, None]]

    assert sheet["A1"].options(ndim=2).value == [[1.0]]
    assert sheet["A1:B2"].options(transpose=True).value == [[1.0, 2.0], [DAY, None]]
    assert sheet["A1:A2"].options(numbers=int).value == [1, 2]
    assert sheet["B1:B2"].options(dates=dt.date, empty="-").value == [DAY.date(), "-"]


def test_value__data_frame__comes_back(sheet: Any) -> None:
    frame = pd.DataFrame({"kode": ["a", "b"], "capaian": [97.5, np.nan]}, index=[1.0, 2.0])

    sheet["A1"].value = frame
    read = sheet["A1"].expand().options(pd.DataFrame).value

    assert list(read.columns) == ["kode", "capaian"]
    assert read["capaian"].tolist()[0] == 97.5
    assert np.isnan(read["capaian"].tolist()[1])


def test_value__one_value__fills_the_range(sheet: Any) -> None:
    sheet["A1:B2"].value = 7

    assert sheet["A1:B2"].value == [[7.0, 7.0], [7.0, 7.0]]


def test_formula__one_for_many_cells__moves_its_references(sheet: Any) -> None:
    sheet["A1:B3"].value = [[1, 10], [2, 20], [3, 30]]
    sheet["C1:D3"].formula = "=A1*2"

    assert sheet["C1:D3"].value == [[2.0, 20.0], [4.0, 40.0], [6.0, 60.0]]


def test_formula__other_sheet_with_a_difficult_name__is_found(book: Any) -> None:
    other = book.sheets.add("Rapat, 'besar' 1")
    other["A1"].value = 5
    cell = book.sheets[1]["B1"]

    cell.formula = "='Rapat, ''besar'' 1'!A1*2"

    assert (cell.value, cell.formula) == (10.0, "='Rapat, ''besar'' 1'!A1*2")


def test_formula_array__one_for_many_cells__is_one(sheet: Any) -> None:
    sheet["A1:B3"].value = [[1, 4], [2, 5], [3, 6]]
    sheet["C1:C3"].formula_array = "=A1:A3*B1:B3"

    assert sheet["C1:C3"].value == [4.0, 10.0, 18.0]
    assert sheet["C1:C3"].formula_array == "=A1:A3*B1:B3"
    assert sheet["C1"].impl.has_array


@pytest.mark.parametrize(
    ("start", "direction", "end"),
    [
        ("B2", "down", "$B$4"),
        ("B4", "up", "$B$2"),
        ("B2", "right", "$D$2"),
        ("B4", "down", "$B$7"),
        ("B5", "up", "$B$4"),
        ("B7", "down", "$B$1048576"),
        ("B2", "left", "$A$2"),
    ],
)
def test_end__arrow_key__stops_where_excel_does(
    sheet: Any, start: str, direction: str, end: str
) -> None:
    sheet["B2:D4"].value = [["a", "b", "c"]] * 3
    sheet["B7"].value = "z"

    assert sheet[start].end(direction).address == end


def test_current_region__block__stops_at_empty_cells(sheet: Any) -> None:
    sheet["B2:C3"].value = [[1, 2], [3, 4]]
    sheet["F9"].value = 5

    assert sheet["B2"].current_region.address == "$B$2:$C$3"
    assert sheet.used_range.address == "$B$2:$F$9"


@pytest.mark.parametrize(
    ("cell", "region"),
    [
        pytest.param("Z99", "$Z$99", id="alone"),
        pytest.param("F1", "$F$1", id="beyond-an-empty-column"),
        pytest.param("C2", "$A$1:$C$2", id="beside"),
        pytest.param("C3", "$A$1:$C$3", id="at-a-corner"),
        pytest.param("A1", "$A$1:$B$2", id="within"),
        pytest.param("H5", "$G$4:$I$6", id="corners-that-touch"),
    ],
)
def test_current_region__empty_cell_or_corner__is_as_in_excel(
    sheet: Any, cell: str, region: str
) -> None:
    sheet["A1:B2"].value = [[1, 2], [3, 4]]
    sheet["G4"].value, sheet["H5"].value, sheet["I6"].value = 1, 2, 3

    assert sheet[cell].current_region.address == region


def test_insert_and_delete__held_ranges_and_sheets__stay_where_they_are(
    sheet: Any,
) -> None:
    cells = sheet["A1:B3"]
    cells.value = [[1, 2], [3, 4], [5, 6]]

    sheet["A1:B1"].insert("down")
    sheet["A3:B3"].delete("up")

    assert cells.value == [[None, None], [1.0, 2.0], [5.0, 6.0]]
    assert sheet.cells.shape[0] == 1_048_576
    sheet["A1048576"].value = "akhir"
    assert sheet["A1048576"].value == "akhir"


def test_paste__values_transposed_and_added__follow_the_arguments(sheet: Any) -> None:
    sheet["A1:B1"].value = [1, "=A1*5"]
    sheet["A1:B1"].color = (1, 2, 3)

    sheet["A1:B1"].copy()
    sheet["D1"].paste("values", transpose=True)
    sheet["D1"].paste("values", operation="add", transpose=True)
    sheet["F1"].paste("formats")

    assert sheet["D1:D2"].formula == (("2",), ("10",))
    assert (sheet["D1"].color, sheet["F1:G1"].color) == (None, (1, 2, 3))
    assert sheet["F1"].value is None


def test_copy__into_another_workbook__takes_values_and_formats(office: Any, sheet: Any) -> None:
    sheet["A1:A2"].value = [[1], ["=A1+1"]]
    sheet["A1"].color = (9, 8, 7)
    other = office.books.add()

    sheet["A1:A2"].copy(other.sheets[0]["C3"])

    assert other.sheets[0]["C3:C4"].value == [1.0, 2.0]
    assert other.sheets[0]["C3"].color == (9, 8, 7)
    other.close()


def test_merge__rows_each__are_joined_and_taken_apart(sheet: Any) -> None:
    sheet["A1:B2"].merge(across=True)

    assert sheet["A1"].merge_area.address == "$A$1:$B$1"
    assert (sheet["B2"].merge_area.address, sheet["B2"].merge_cells) == ("$A$2:$B$2", True)
    sheet["A1:B2"].unmerge()
    assert sheet["A1"].merge_cells is False


def test_hyperlink__text_and_address__are_kept(sheet: Any) -> None:
    sheet["A1"].add_hyperlink("https://kpu.go.id/", "KPU")

    assert (sheet["A1"].value, sheet["A1"].hyperlink) == ("KPU", "https://kpu.go.id/")


def test_looks__number_format_sizes_and_alignment__come_back(sheet: Any) -> None:
    cells = sheet["B2:C3"]
    cells.number_format = "#,##0.00"
    cells.color = "#0A0B0C"
    cells.column_width = 12.5
    cells.row_height = 24
    cells.wrap_text = True
    cells.horizontal_alignment = "center"
    cells.font.set(bold=True, size=14, color=(200, 0, 0), name="Liberation Serif")

    assert (cells.number_format, cells.color) == ("#,##0.00", (10, 11, 12))
    assert (cells.column_width, cells.row_height) == (pytest.approx(12.5, abs=0.1), 24.0)
    assert (cells.wrap_text, cells.horizontal_alignment) == (True, "center")
    assert (cells.font.bold, cells.font.size, cells.font.color) == (True, 14.0, (200, 0, 0))


def test_looks__cells_that_differ__have_none(sheet: Any) -> None:
    sheet["A1"].number_format = "0.00"
    sheet["A1"].column_width = 30
    sheet["A1"].font.bold = True

    both = sheet["A1:B1"]
    assert (both.number_format, both.column_width, both.font.bold) == (None, None, None)


def test_sort__two_keys__keeps_the_heading(sheet: Any) -> None:
    sheet["A1:B4"].value = [["k", "n"], ["b", 1], ["a", 1], ["a", 2]]

    sheet["A1:B4"].sort([1, 2], [True, False], has_headers=True)

    assert sheet["A1:B4"].value == [["k", "n"], ["a", 2.0], ["a", 1.0], ["b", 1.0]]


def test_find_and_replace__wild_cards__are_excel_s(sheet: Any) -> None:
    sheet["A1:A3"].value = [["Triwulan 1"], ["triwulan 12"], ["Tri*"]]

    assert sheet["A1:A3"].find("tri*2").address == "$A$2"
    assert sheet["A1:A3"].find("Tri~*", whole=True).address == "$A$3"
    sheet["A1:A3"].replace_all("triwulan ", "TW")
    assert sheet["A1:A3"].value == ["TW1", "TW12", "Tri*"]


def test_replace_all__numbers__stay_numbers(sheet: Any) -> None:
    sheet["A1:A3"].value = [[1], ["a1"], ["=1+1"]]

    sheet["A1:A3"].replace_all("1", "2")

    assert sheet["A1:A3"].value == [2, "a2", 4]


def test_sizes__nothing__hides(sheet: Any) -> None:
    sheet["B:B"].column_width = 0
    sheet["2:2"].row_height = 0

    assert (sheet["B1"].column_width, sheet["A2"].row_height) == (0, 0)
    assert sheet["B:B"].api.getColumns().IsVisible is False

    sheet["B1"].column_width = 12
    sheet["A2"].row_height = 30

    assert (sheet["B1"].column_width, sheet["A2"].row_height) == (12, 30)


@pytest.mark.parametrize(
    ("name", "value"),
    [("column_width", -1), ("column_width", 256), ("row_height", -1), ("row_height", 410)],
)
def test_sizes__beyond_excel_s_limits__are_refused(sheet: Any, name: str, value: float) -> None:
    with pytest.raises(ValueError, match="is not between 0 and"):
        setattr(sheet["A1"], name, value)


def test_number_format__malformed__is_refused(sheet: Any) -> None:
    with pytest.raises(ValueError, match="no number format"):
        sheet["A1"].number_format = "0.0.0[[[["


def test_autofilter__values__hide_the_other_rows(sheet: Any) -> None:
    sheet["A1:A4"].value = [["bagian"], ["KUL"], ["TEKNIS"], ["HUKUM"]]

    sheet["A1:A4"].autofilter.apply_values(1, ["KUL", "HUKUM"])

    shown = [cells.address for cells in sheet["A1:A4"].get_special_cells("visible")]
    assert shown == ["$A$1:$A$2", "$A$4"]
    assert sheet["A1:A4"].autofilter.criteria[0].values == ["KUL", "HUKUM"]
    assert len(sheet.tables) == 0
    sheet["A1:A4"].autofilter.clear()
    assert [one.address for one in sheet["A1:A4"].get_special_cells("visible")] == ["$A$1:$A$4"]


def test_data_validation__list__comes_back(sheet: Any) -> None:
    sheet["A1"].data_validation.set_list(["ya", "tidak"])

    rule = sheet["A1"].data_validation
    assert (rule.type, rule.in_cell_dropdown) == ("list", True)
    rule.delete()
    assert sheet["A1"].data_validation.type == "none"


def test_note__added__is_on_its_cell_only(sheet: Any) -> None:
    sheet["B2"].add_note("periksa")

    assert sheet["B2"].note.text == "periksa"
    assert sheet["A1"].note is None
    sheet["B2"].note.delete()
    assert len(sheet.notes) == 0


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda cells: setattr(cells, "value", 2), id="value"),
        pytest.param(lambda cells: setattr(cells, "formula", "=1"), id="formula"),
        pytest.param(lambda cells: cells.clear_contents(), id="clear"),
        pytest.param(lambda cells: cells.insert("down"), id="insert"),
        pytest.param(lambda cells: cells.delete("up"), id="delete"),
        pytest.param(lambda cells: setattr(cells, "color", (1, 2, 3)), id="colour"),
        pytest.param(lambda cells: cells.merge(), id="merge"),
    ],
)
def test_protected_sheet__locked_cell__is_refused_and_unchanged(sheet: Any, change: Any) -> None:
    sheet["A1:B2"].value = 1
    sheet.api.protect("")

    with pytest.raises(KinerjaError, match=r"Sheet1!A1:B2: Sel ini terkunci"):
        change(sheet["A1:B2"])

    assert sheet["A1:B2"].value == [[1.0, 1.0], [1.0, 1.0]]
    assert sheet["A1:B2"].color is None


def test_protected_sheet__unlocked_cell__is_written(sheet: Any) -> None:
    protection = sheet["A1"].api.CellProtection
    protection.IsLocked = False
    sheet["A1"].api.CellProtection = protection
    sheet.api.protect("")

    sheet["A1"].value = "isi"

    assert sheet["A1"].value == "isi"


@pytest.mark.parametrize("address", ["A0", "XFE1", "tidak_ada", "Sheet1!tidak_ada"])
def test_range__neither_address_nor_name__is_refused(sheet: Any, address: str) -> None:
    with pytest.raises(ValueError, match="neither an address nor a name"):
        sheet.range(address)


def test_range__row_zero__is_refused(sheet: Any) -> None:
    with pytest.raises(IndexError):
        sheet.range((0, 1))


def test_range__several_rectangles__are_not_built(sheet: Any) -> None:
    with pytest.raises(NotImplementedError, match="one rectangle"):
        sheet["A1:A2,C1"]
