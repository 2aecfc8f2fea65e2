from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from kinerja_xl.core.closing import (
    BoardFigures,
    ClosedPeriod,
    GroupFigures,
    closed_period,
    figure_records,
    read_figures,
    rows_digest,
)
from kinerja_xl.core.scales import SCALES
from kinerja_xl.core.values import CellValue

CLOSED = ClosedPeriod("2026-TW1", "1 April 2026 09.00", "geometrik", SCALES[0])
GROUPS = (
    GroupFigures("kantor", "kantor", 9, 8, 98.05092592592592, "Sangat Tinggi"),
    GroupFigures("sasaran", 'Sasaran "panjang"\n' + "x" * 900, 1, 0, None, None),
)
BOARD = (BoardFigures("KUL", 2, "66.67", None, findings=3), BoardFigures("", total="81.5"))


def test_closed_period__its_record__gives_it_back() -> None:
    assert closed_period(CLOSED.record()) == CLOSED


def test_read_figures__their_records__give_them_back() -> None:
    records = figure_records("2026-TW1", GROUPS, BOARD)

    assert read_figures(records) == (GROUPS, BOARD)
    assert len({record.key for record in records}) == 4


def test_rows_digest__any_cell_changed__is_another() -> None:
    rows: list[tuple[CellValue, ...]] = [("I001", 2, None), ("I002", "WTP", date(2026, 4, 1))]
    others: list[list[tuple[CellValue, ...]]] = [
        [("I001", 3, None), rows[1]], [rows[0]], [("I001", "2x", None), rows[1]],
        [("I001", None, 2), rows[1]],
    ]  # fmt: skip

    digests = {rows_digest(each) for each in (rows, *others)}

    assert len(digests) == 5


def test_rows_digest__saved_by_another_program__is_the_same() -> None:
    ours = [("I001", Decimal("98.882646494608912345"), datetime(2026, 1, 5), "a\nb"), ("I002",)]
    theirs = [("I002",), ("I001", 98.8826464946089, date(2026, 1, 5), "a\r\nb ")]

    assert rows_digest(ours) == rows_digest(theirs)


@given(st.floats(-1e12, 1e12, allow_subnormal=False))
def test_rows_digest__number_with_15_digits__is_the_same(number: float) -> None:
    assert rows_digest([(number,)]) == rows_digest([(float(f"{number:.17g}"),)])
