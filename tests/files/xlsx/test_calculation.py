from __future__ import annotations

import pytest

from kinerja_xl.files.xlsx.calculation import names_a_cell, without_chain_entries
from tests.files.xlsx.handmade import TRANSITIONAL


@pytest.mark.parametrize(
    ("entries", "removed", "expected"),
    [
        pytest.param('<c r="A1" i="1"/><c r="A2"/>', {("1", 1, 1)}, '<c r="A2" i="1"/>', id="head"),
        pytest.param('<c r="A1" i="1"/><c r="A2"/>', {("1", 2, 1)}, '<c r="A1" i="1"/>', id="tail"),
        pytest.param(
            '<c r="A1" i="1"/><c r="A1" i="2"/><c r="A2"/><c r="A3" i="1"/>', {("2", 1, 1)},
            '<c r="A1" i="1"/><c r="A2" i="2"/><c r="A3" i="1"/>', id="same-cell-of-another-sheet",
        ),
        pytest.param('<c r="A1" i="3"/>', {("1", 1, 1)}, '<c r="A1" i="3"/>', id="not-there"),
    ],
)  # fmt: skip
def test_without_chain_entries__cells_without_formula__go(
    entries: str, removed: set[tuple[str, int, int]], expected: str
) -> None:
    chain = f'<calcChain xmlns="{TRANSITIONAL}">{entries}</calcChain>'

    changed = without_chain_entries(chain.encode(), removed)

    assert changed.decode() == chain.replace(entries, expected)


def test_without_chain_entries__last_one__leaves_nothing() -> None:
    chain = f'<calcChain xmlns="{TRANSITIONAL}"><c r="A1" i="1"/></calcChain>'

    assert without_chain_entries(chain.encode(), {("1", 1, 1)}) == b""


@pytest.mark.parametrize(("sheet", "is_named"), [("2", True), ("1", False)])
def test_names_a_cell__by_sheet_and_address(sheet: str, is_named: bool) -> None:
    part = f'<volTypes xmlns="{TRANSITIONAL}"><tp><tr r="A42" s="2"/></tp></volTypes>'

    assert names_a_cell(part.encode(), {(sheet, 42, 1)}) == is_named
