from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinerja_xl.live.libreoffice.boxes import (
    MAX_COLUMNS,
    MAX_ROWS,
    Box,
    column_letters,
    column_number,
    cover,
    parse_address,
    quoted_sheet,
    take,
)


@given(st.integers(1, MAX_COLUMNS))
def test_column_letters__any_column__reads_back(column: int) -> None:
    assert column_number(column_letters(column)) == column


@pytest.mark.parametrize(
    ("address", "box"),
    [
        pytest.param("A1", Box(1, 1), id="cell"),
        pytest.param("$B$2:D10", Box(2, 2, 9, 3), id="range"),
        pytest.param("D10:B2", Box(2, 2, 9, 3), id="corners-turned-round"),
        pytest.param("A:C", Box(1, 1, MAX_ROWS, 3), id="columns"),
        pytest.param("2:3", Box(2, 1, 2, MAX_COLUMNS), id="rows"),
        pytest.param("XFD1048576", Box(MAX_ROWS, MAX_COLUMNS), id="last-cell"),
        pytest.param("XFE1", None, id="beyond-the-last-column"),
        pytest.param("A0", None, id="row-zero"),
        pytest.param("tblLangkah", None, id="name"),
        pytest.param("A1:B", None, id="half-a-range"),
    ],
)
def test_parse_address__text__is_a_box_or_nothing(address: str, box: Box | None) -> None:
    assert parse_address(address) == box


@pytest.mark.parametrize(
    ("box", "address"),
    [
        pytest.param(Box(1, 1), "$A$1", id="cell"),
        pytest.param(Box(2, 2, 9, 3), "$B$2:$D$10", id="range"),
        pytest.param(Box(1, 1, MAX_ROWS, 3), "$A:$C", id="columns"),
        pytest.param(Box(2, 1, 2, MAX_COLUMNS), "$2:$3", id="rows"),
    ],
)
def test_address__box__is_written_as_excel_does(box: Box, address: str) -> None:
    assert box.address() == address


@given(st.sets(st.tuples(st.integers(1, 8), st.integers(1, 8))))
def test_cover__any_cells__holds_each_once_and_no_other(cells: set[tuple[int, int]]) -> None:
    boxes = cover(sorted(cells))

    held = [
        (row, column)
        for box in boxes
        for row in range(box.row, box.last_row + 1)
        for column in range(box.column, box.last_column + 1)
    ]
    assert sorted(held) == sorted(cells)


def test_cover__full_columns__is_one_rectangle_each() -> None:
    cells = [(row, column) for row in range(1, 1001) for column in (3, 4, 9)]

    assert sorted(cover(cells), key=lambda box: box.column) == [
        Box(1, 3, 1000, 2),
        Box(1, 9, 1000, 1),
    ]


def test_take__rectangle_of_a_block__is_cut_out() -> None:
    rows = [[1, 2, 3], [4, 5, 6], [7, 8, 9]]

    assert take(rows, Box(6, 4, 2, 2), Box(5, 3, 3, 3)) == ((5, 6), (8, 9))


@pytest.mark.parametrize(
    ("name", "quoted"),
    [
        ("KENDALI", "KENDALI"),
        ("DATA PENDUKUNG", "'DATA PENDUKUNG'"),
        ("A1", "'A1'"),
        ("d'x", "'d''x'"),
    ],
)
def test_quoted_sheet__name__has_quotes_where_needed(name: str, quoted: str) -> None:
    assert quoted_sheet(name) == quoted
