"""Which cells are asked for their number formats."""

from __future__ import annotations

from kinerja_xl.live.libreoffice.boxes import Box
from kinerja_xl.live.libreoffice.cell_reading import boxes_with_numbers


def test_boxes_with_numbers__texts_around__only_rows_and_columns_of_numbers() -> None:
    rows: list[list[object]] = [
        ["Kode", "Target", "Nilai", "Catatan"],
        ["A", 1.0, "", ""],
        ["B", "", 2.0, "x"],
    ]

    boxes = boxes_with_numbers(rows, Box(5, 2, 3, 4))

    assert boxes == [Box(6, 3, 2, 2)]


def test_boxes_with_numbers__two_groups_of_columns__one_box_each() -> None:
    rows = [[1.0, "", 3.0], [2.0, "", ""]]

    boxes = boxes_with_numbers(rows, Box(1, 1, 2, 3))

    assert boxes == [Box(1, 1, 2, 1), Box(1, 3, 1, 1)]


def test_boxes_with_numbers__many_groups__one_box_around_all() -> None:
    rows: list[list[object]] = [[""] * 11, [1.0 if column % 2 else "" for column in range(11)]]

    boxes = boxes_with_numbers(rows, Box(1, 1, 2, 11))

    assert boxes == [Box(2, 2, 1, 9)]


def test_boxes_with_numbers__no_numbers__none() -> None:
    rows: list[list[object]] = [["x", True, ""]]

    assert boxes_with_numbers(rows, Box(1, 1, 1, 3)) == []
