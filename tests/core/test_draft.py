from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinerja_xl.core.book import AppendRows, ReplaceRows, SetCell, SetName
from kinerja_xl.core.draft import Draft
from kinerja_xl.core.values import CellContent, Formula
from kinerja_xl.errors import KinerjaError
from kinerja_xl.layout.spec import Column, Kind, Table
from tests.usecases.memory_book import MemoryBook

TABLE = Table(
    "tblUji", "UJI", 4,
    (
        Column("code", "Kode", Kind.CODE, 10),
        Column("amount", "Jumlah", Kind.NUMBER, 10),
        Column("link", "Tautan", Kind.TEXT, 10),
    ),
)  # fmt: skip
ROWS = (("A", 1, None), ("B", Decimal("2.5"), "x"), ("C", date(2026, 3, 31), None))


def make_book() -> MemoryBook:
    return MemoryBook((TABLE,), {"tblUji": ROWS}, {"Kantor": "KPU Contoh", "Kosong": None})


@pytest.mark.parametrize(
    ("row", "field", "content"),
    [
        pytest.param(0, "code", "A", id="same-text"),
        pytest.param(0, "code", " A\r\n", id="text-with-white-space-around"),
        pytest.param(0, "amount", Decimal("1.00"), id="same-number-another-type"),
        pytest.param(1, "amount", 2.5, id="float-for-decimal"),
        pytest.param(2, "amount", datetime(2026, 3, 31), id="midnight-for-its-date"),
        pytest.param(0, "link", "", id="blank-text-for-empty"),
        pytest.param(1, "link", Formula('HYPERLINK("a","x")', "x"), id="formula-that-shows-it"),
    ],
)
def test_set_cell__what_is_there_already__is_no_change(
    row: int, field: str, content: CellContent
) -> None:
    draft = Draft(make_book())

    draft.set_cell("tblUji", row, field, content)

    assert draft.changes() == ()


def test_set_cell__other_value__is_one_change_and_seen_by_later_reads() -> None:
    book = make_book()
    draft = Draft(book)

    draft.set_cell("tblUji", 1, "amount", Decimal(3))
    draft.set_cell("tblUji", 1, "amount", Decimal(4))

    assert draft.changes() == (SetCell("tblUji", 1, "amount", Decimal(4)),)
    assert draft.table("tblUji").column("amount")[1] == Decimal(4)
    assert book.table("tblUji").column("amount")[1] == 2.5
    assert draft.table("tblUji").first_row == 5


def test_set_cell__changed_and_changed_back__is_no_change() -> None:
    draft = Draft(make_book())

    draft.set_cell("tblUji", 1, "amount", 3)
    draft.set_cell("tblUji", 1, "amount", Decimal("2.50"))

    assert draft.changes() == ()
    assert draft.table("tblUji").column("amount")[1] == 2.5


def test_set_cell__formula__later_reads_see_its_value_and_the_change_keeps_it() -> None:
    draft = Draft(make_book())
    formula = Formula("1+1", Decimal(2))

    draft.set_cell("tblUji", 0, "link", formula)

    assert draft.table("tblUji").column("link")[0] == Decimal(2)
    assert draft.changes() == (SetCell("tblUji", 0, "link", formula),)


@pytest.mark.parametrize("row", [-1, 3], ids=["from-the-end", "below-the-table"])
def test_set_cell__row_that_is_not_there__is_a_slip(row: int) -> None:
    draft = Draft(make_book())

    with pytest.raises(IndexError):
        draft.set_cell("tblUji", row, "code", "Z")

    assert draft.changes() == ()


def test_append__row_set_afterwards__folds_into_one_change() -> None:
    draft = Draft(make_book())

    draft.append("tblUji", [("D", None, None)])
    draft.append("tblUji", [("E", None, None)])
    draft.set_cell("tblUji", 3, "amount", 7)
    draft.set_cell("tblUji", 4, "link", "y")

    assert draft.changes() == (AppendRows("tblUji", (("D", 7, None), ("E", None, "y"))),)
    assert draft.table("tblUji").column("code") == ("A", "B", "C", "D", "E")


def test_append__nothing__is_no_change() -> None:
    draft = Draft(make_book())

    draft.append("tblUji", [])

    assert draft.changes() == ()


def test_replace__same_rows__is_no_change() -> None:
    draft = Draft(make_book())

    draft.replace("tblUji", ROWS)

    assert draft.changes() == ()


def test_replace__after_other_changes__is_the_only_change_of_the_table() -> None:
    draft = Draft(make_book())

    draft.set_cell("tblUji", 0, "code", "Z")
    draft.append("tblUji", [("D", None, None)])
    draft.replace("tblUji", [("N", 1, None)])
    draft.set_cell("tblUji", 0, "link", "y")
    draft.append("tblUji", [("O", 2, None)])

    assert draft.changes() == (ReplaceRows("tblUji", (("N", 1, "y"), ("O", 2, None))),)
    assert draft.table("tblUji").rows == (("N", 1, "y"), ("O", 2, None))


def test_replace__by_nothing__empties_the_table() -> None:
    book = make_book()
    draft = Draft(book)

    draft.replace("tblUji", [])
    draft.commit()

    assert book.applied == [(ReplaceRows("tblUji", ()),)]
    assert book.table("tblUji").rows == ()


def test_replace__and_back_again__is_no_change() -> None:
    draft = Draft(make_book())

    draft.replace("tblUji", [("N", 1, None)])
    draft.replace("tblUji", ROWS)

    assert draft.changes() == ()


def test_set_name__other_value__is_seen_by_later_reads() -> None:
    draft = Draft(make_book())

    draft.set_name("Kantor", "KPU Lain")
    draft.set_name("Kosong", "")

    assert draft.changes() == (SetName("Kantor", "KPU Lain"),)
    assert draft.value("Kantor") == "KPU Lain"
    assert draft.value("Kosong") is None


def test_set_name__and_back_again__is_no_change() -> None:
    draft = Draft(make_book())

    draft.set_name("Kantor", "KPU Lain")
    draft.set_name("Kantor", "KPU Contoh")

    assert draft.changes() == ()
    assert draft.value("Kantor") == "KPU Contoh"


def test_set_name__formula__is_read_as_its_value() -> None:
    draft = Draft(make_book())

    draft.set_name("Kosong", Formula("1+1", 2))

    assert draft.value("Kosong") == 2


@pytest.mark.parametrize("is_table", [True, False], ids=["table", "name"])
def test_reading__what_the_master_lacks__stops_the_run(is_table: bool) -> None:
    draft = Draft(make_book())

    with pytest.raises(KinerjaError, match="Tidak_Ada"):
        draft.table("Tidak_Ada") if is_table else draft.value("Tidak_Ada")


def test_commit__applies_everything_once() -> None:
    book = make_book()
    draft = Draft(book)
    draft.set_cell("tblUji", 0, "code", "Z")
    draft.append("tblUji", [("D", 1, None)])
    draft.set_name("Kantor", "KPU Lain")

    draft.commit()
    draft.commit()

    assert book.applied == [
        (
            SetCell("tblUji", 0, "code", "Z"),
            AppendRows("tblUji", (("D", 1, None),)),
            SetName("Kantor", "KPU Lain"),
        )
    ]
    assert draft.changes() == ()
    assert draft.table("tblUji").column("code") == ("Z", "B", "C", "D")


def test_commit__without_changes__leaves_the_master_alone() -> None:
    book = make_book()
    book.is_locked = True

    Draft(book).commit()

    assert book.applied == []


def test_commit__refused__keeps_the_changes_for_another_try() -> None:
    book = make_book()
    draft = Draft(book)
    draft.set_cell("tblUji", 0, "code", "Z")
    book.is_locked = True

    with pytest.raises(KinerjaError):
        draft.commit()

    assert draft.changes() == (SetCell("tblUji", 0, "code", "Z"),)
    assert book.table("tblUji").column("code")[0] == "A"


def test_path__is_the_masters() -> None:
    book = make_book()

    assert Draft(book).path == book.path


VALUES = st.sampled_from((None, "", "A", "x", 1, 2.5, Decimal("2.5"), True, date(2026, 3, 31)))
WIDE = st.tuples(st.sampled_from(("A", "B", "C")), VALUES, VALUES)
STEPS = st.one_of(
    st.tuples(st.just("set"), st.integers(0, 9), st.sampled_from(TABLE.fields), VALUES),
    st.tuples(st.just("append"), st.lists(WIDE, max_size=2)),
    st.tuples(st.just("replace"), st.lists(WIDE, max_size=4)),
)


@given(steps=st.lists(STEPS, max_size=8))
def test_draft__any_changes__the_master_becomes_what_was_read_and_a_repeat_is_nothing(
    steps: list[tuple[object, ...]],
) -> None:
    book = make_book()
    draft = Draft(book)

    for step in steps:
        _carry_out(draft, step)
    seen = draft.table("tblUji").rows
    draft.commit()

    shown = [row for row in seen if any(_plain(cell) is not None for cell in row)]
    kept = [row for row in book.table("tblUji").rows if any(cell is not None for cell in row)]
    assert [[_plain(cell) for cell in row] for row in shown] == [list(row) for row in kept]
    draft.replace("tblUji", book.table("tblUji").rows)
    assert draft.changes() == ()


def _carry_out(draft: Draft, step: tuple[object, ...]) -> None:
    match step:
        case ("set", int(row), str(field), content):
            if row < len(draft.table("tblUji").rows):
                draft.set_cell("tblUji", row, field, content)  # type: ignore[arg-type] # drawn from VALUES
        case ("append", list(rows)):
            draft.append("tblUji", rows)
        case ("replace", list(rows)):
            draft.replace("tblUji", rows)


def _plain(value: CellContent) -> CellContent:
    book = MemoryBook((), values={"Sel": value})
    return book.value("Sel")


def test_fix_cell__value_that_is_shown_already__is_a_change() -> None:
    draft = Draft(make_book())

    draft.fix_cell("tblUji", 0, "code", "A")

    assert draft.changes() == (SetCell("tblUji", 0, "code", "A"),)


def test_set_cell__two_formulas_with_the_same_new_result__the_last_one_counts() -> None:
    draft = Draft(make_book())

    draft.set_cell("tblUji", 0, "link", Formula('"y"', "y"))
    draft.set_cell("tblUji", 0, "link", Formula('LOWER("Y")', "y"))

    assert draft.changes() == (SetCell("tblUji", 0, "link", Formula('LOWER("Y")', "y")),)


def test_set_cell__formula_in_replaced_rows_with_the_same_result__the_last_one_counts() -> None:
    draft = Draft(make_book())

    draft.replace("tblUji", [("Z", 1, Formula('"y"', "y"))])
    draft.set_cell("tblUji", 0, "link", Formula('LOWER("Y")', "y"))

    assert draft.changes() == (ReplaceRows("tblUji", (("Z", 1, Formula('LOWER("Y")', "y")),)),)
