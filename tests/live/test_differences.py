from __future__ import annotations

import pytest

from kinerja_xl.core.addresses import Area
from kinerja_xl.live.cells import Text, Written
from kinerja_xl.live.differences import differing_areas

Block = list[list[Written]]


@pytest.mark.parametrize(
    ("block", "before", "areas"),
    [
        pytest.param([["a", 1.0], ["b", 2.0]], [["a", 1.0], ["b", 2.0]], [], id="nothing-changes"),
        pytest.param([["x", 1.0], ["y", 2.0]], [["a", 9.0], ["b", 9.0]], ["A1:B2"], id="all"),
        pytest.param(
            [["a", 1.0, "t", 2.0], ["b", 3.0, "u", 4.0]],
            [["a", 9.0, "t", 9.0], ["b", 9.0, "u", 9.0]],
            ["B1:B2", "D1:D2"],
            id="between-texts-that-stay",
        ),
        pytest.param(
            [["a", 1.0], ["", 5.0], ["c", 3.0]],
            [["a", 9.0], ["", 5.0], ["c", 9.0]],
            ["B1:B3"],
            id="number-that-stays-between",
        ),
        pytest.param(
            [["=A1", 1.0], ["=A2", 5.0], ["=A3", 3.0]],
            [["=A1", 9.0], ["=A2", 5.0], ["=A3", 9.0]],
            ["A1:B3"],
            id="formulas-and-numbers-carry-nothing",
        ),
        pytest.param([["a"], ["b"]], [["a"]], ["A2"], id="new-row"),
        pytest.param([[1.0]], [[True]], ["A1"], id="number-for-a-truth-value"),
        pytest.param([[Text("=x")]], [["=x"]], ["A1"], id="text-for-a-formula"),
        pytest.param([[Text("=x")]], [[Text("=x")]], [], id="text-like-a-formula-stays"),
    ],
)
def test_differing_areas(block: Block, before: Block, areas: list[str]) -> None:
    found = differing_areas(block, before)

    assert sorted(map(str, found)) == areas


def test_differing_areas__patterns_that_alternate__hold_every_change_and_no_text_that_stays() -> (
    None
):
    before: Block = [["t" if (row + column) % 3 else "" for column in range(7)] for row in range(9)]
    block: Block = [
        [f"{row}{column}" if (row * column) % 4 == 1 else old for column, old in enumerate(line)]
        for row, line in enumerate(before)
    ]

    found = differing_areas(block, before)

    for row, (line, old_line) in enumerate(zip(block, before, strict=True), start=1):
        for column, (new, old) in enumerate(zip(line, old_line, strict=True), start=1):
            is_written = any(area.contains(row, column) for area in found)
            if new != old:
                assert is_written
            elif new:
                assert not is_written


def test_differing_areas__rows_between__must_not_be_crossed() -> None:
    found = differing_areas([[1.0], ["t"], [2.0]], [[9.0], ["t"], [9.0]])

    assert found == [Area(1, 1, 1, 1), Area(3, 1, 3, 1)]
