from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinerja_xl.core.entries import UNREADABLE, EntryValue
from kinerja_xl.core.forms import Block, FormIdentity
from kinerja_xl.core.merging import (
    CellChange,
    CellConflict,
    CellKey,
    Decision,
    Entries,
    MergePlan,
    NewBase,
    plan_merge,
    shown,
)
from kinerja_xl.core.raw_returns import FormShape
from kinerja_xl.core.returns import Return, ReturnedRow
from kinerja_xl.core.values import CellValue, is_same
from tests.core.section_samples import FIRST, entries
from tests.usecases.memory_book import stored

A, B, C = Decimal(70), Decimal(75), Decimal(80)
IDENTITY = FormIdentity("f1", "induk", "KPU Kabupaten Contoh", FIRST, "REN", 1, "d")
REALISATION = CellKey(Block.PERFORMANCE, "I001", "realisation")


def make_return(*rows: tuple[str, Block, tuple[EntryValue, ...]]) -> Return:
    returned = tuple(
        ReturnedRow(key, block, n, values) for n, (key, block, values) in enumerate(rows, 5)
    )
    return Return(
        "kembali/2026-TW1/a.xlsx", "ab", IDENTITY, FormShape((), (), frozenset()), returned, ()
    )


def realisation_of(value: EntryValue) -> Return:
    """Return a form of one row in which only the realisation is filled in."""
    rest = entries(Block.PERFORMANCE)[1:]
    return make_return(("I001", Block.PERFORMANCE, (value, *rest)))


def one_cell(
    base: CellValue, master: CellValue, returned: EntryValue, decision: Decision | None = None
) -> MergePlan:
    """Merge a return in which one cell can differ."""
    text = "" if returned is UNREADABLE else shown(returned)
    return plan_merge(
        realisation_of(returned),
        {"I001": entries(realisation=base)},
        {"I001": entries(realisation=master)},
        {("I001", "realisation", text): decision} if decision else None,
    )


def new_base(value: CellValue) -> tuple[NewBase, ...]:
    return (NewBase("I001", Block.PERFORMANCE, entries(realisation=value)),)


@pytest.mark.parametrize(
    ("base", "master"),
    [
        pytest.param(A, A, id="nobody-changed"),
        pytest.param(A, B, id="master-changed"),
        pytest.param(A, None, id="master-emptied"),
        pytest.param(None, None, id="blank-everywhere"),
        pytest.param(None, B, id="master-filled"),
    ],
)
def test_plan_merge__return_as_distributed__is_nothing(base: CellValue, master: CellValue) -> None:
    assert one_cell(base, master, base) == MergePlan((), (), ())


@pytest.mark.parametrize(
    ("base", "returned"),
    [
        pytest.param(A, B, id="changed"),
        pytest.param(None, B, id="filled"),
        pytest.param(A, None, id="emptied"),
        pytest.param(None, Decimal(0), id="zero-is-not-blank"),
        pytest.param(Decimal(0), None, id="blank-is-not-zero"),
    ],
)
def test_plan_merge__only_the_return_changed__is_taken(
    base: CellValue, returned: CellValue
) -> None:
    plan = one_cell(base, base, returned)

    assert plan.changes == (CellChange(REALISATION, base, returned),)
    assert plan.conflicts == ()
    assert plan.new_base == new_base(returned)


@pytest.mark.parametrize(
    ("base", "both"),
    [
        pytest.param(A, B, id="changed"),
        pytest.param(None, B, id="filled"),
        pytest.param(A, None, id="emptied"),
    ],
)
def test_plan_merge__both_changed_alike__is_common_ground(base: CellValue, both: CellValue) -> None:
    plan = one_cell(base, both, both)

    assert (plan.changes, plan.conflicts) == ((), ())
    assert plan.new_base == new_base(both)


CONTESTED = [
    pytest.param(A, B, C, id="changed-differently"),
    pytest.param(None, B, C, id="filled-differently"),
    pytest.param(A, None, C, id="emptied-here-changed-there"),
    pytest.param(A, B, None, id="changed-here-emptied-there"),
    pytest.param(A, B, "75", id="number-here-text-there"),
]


@pytest.mark.parametrize(("base", "master", "returned"), CONTESTED)
def test_plan_merge__both_changed_differently__is_a_conflict_with_both_values(
    base: CellValue, master: CellValue, returned: CellValue
) -> None:
    plan = one_cell(base, master, returned)

    assert plan.conflicts == (CellConflict(REALISATION, base, master, returned),)
    assert (plan.changes, plan.new_base) == ((), ())


@pytest.mark.parametrize(("base", "master", "returned"), CONTESTED)
def test_plan_merge__conflict_settled_for_the_return__takes_it(
    base: CellValue, master: CellValue, returned: CellValue
) -> None:
    plan = one_cell(base, master, returned, Decision.TAKE_RETURN)

    assert plan.changes == (CellChange(REALISATION, master, returned),)
    assert plan.conflicts == ()
    assert plan.new_base == new_base(returned)


@pytest.mark.parametrize(("base", "master", "returned"), CONTESTED)
def test_plan_merge__conflict_settled_for_the_master__is_not_asked_again(
    base: CellValue, master: CellValue, returned: CellValue
) -> None:
    plan = one_cell(base, master, returned, Decision.KEEP_MASTER)
    again = one_cell(returned, master, returned)

    assert (plan.changes, plan.conflicts) == ((), ())
    assert plan.new_base == new_base(returned)
    assert again == MergePlan((), (), ())


def test_plan_merge__decision_about_another_returned_value__settles_nothing() -> None:
    decisions = {("I001", "realisation", shown(C)): Decision.TAKE_RETURN}

    plan = plan_merge(
        realisation_of(Decimal(81)),
        {"I001": entries(realisation=A)},
        {"I001": entries(realisation=B)},
        decisions,
    )

    assert [conflict.returned for conflict in plan.conflicts] == [Decimal(81)]


def test_plan_merge__decision_without_a_conflict__does_nothing() -> None:
    plan = one_cell(A, A, B, Decision.KEEP_MASTER)

    assert plan.changes == (CellChange(REALISATION, A, B),)


@pytest.mark.parametrize("master", [A, B, None], ids=["as-base", "changed", "emptied"])
@pytest.mark.parametrize("base", [A, None], ids=["filled", "blank"])
def test_plan_merge__unreadable_cell__changes_nothing_and_keeps_its_base(
    base: CellValue, master: CellValue
) -> None:
    assert one_cell(base, master, UNREADABLE) == MergePlan((), (), ())


def test_plan_merge__unreadable_cell_beside_a_changed_one__keeps_its_base_only() -> None:
    values = list[EntryValue](entries(note="baru"))
    values[0] = UNREADABLE

    plan = plan_merge(
        make_return(("I001", Block.PERFORMANCE, tuple(values))),
        {"I001": entries(realisation=A)},
        {"I001": entries(realisation=A)},
    )

    assert [change.cell.field for change in plan.changes] == ["note"]
    assert plan.new_base == (
        NewBase("I001", Block.PERFORMANCE, entries(realisation=A, note="baru")),
    )


@pytest.mark.parametrize(
    ("base", "returned"),
    [
        pytest.param(70.0, A, id="float-and-decimal"),
        pytest.param(0.1, Decimal("0.1"), id="fraction"),
        pytest.param(date(2026, 3, 31), datetime(2026, 3, 31), id="date-and-midnight"),
        pytest.param("a\nb", "a\r\nb ", id="line-ends-and-white-space"),
        pytest.param(None, "", id="blank-text"),
    ],
)
def test_plan_merge__same_value_stored_otherwise__is_no_change(
    base: CellValue, returned: CellValue
) -> None:
    assert one_cell(base, B, returned) == MergePlan((), (), ())


def test_plan_merge__row_that_base_and_master_lack__is_all_blank() -> None:
    values = entries(Block.EXTRA, item="Foto", file_name="foto.png")

    plan = plan_merge(make_return(("X01", Block.EXTRA, values)), {}, {})

    assert [(c.cell.row_key, c.cell.field, c.old, c.new) for c in plan.changes] == [
        ("X01", "item", None, "Foto"),
        ("X01", "file_name", None, "foto.png"),
    ]
    assert plan.new_base == (NewBase("X01", Block.EXTRA, values),)


def test_plan_merge__every_block__names_its_own_fields() -> None:
    returned = make_return(
        ("I001", Block.PERFORMANCE, entries(due_date=date(2026, 4, 30))),
        ("I001.1", Block.EVIDENCE, entries(Block.EVIDENCE, description="asli")),
        ("X01", Block.EXTRA, entries(Block.EXTRA, code="1.1")),
    )

    plan = plan_merge(returned, {}, {})

    assert [change.cell for change in plan.changes] == [
        CellKey(Block.PERFORMANCE, "I001", "due_date"),
        CellKey(Block.EVIDENCE, "I001.1", "description"),
        CellKey(Block.EXTRA, "X01", "code"),
    ]


@pytest.mark.parametrize(
    ("left", "right"),
    [
        pytest.param(Decimal("98.50"), 98.5, id="numbers"),
        pytest.param(Decimal("1E+2"), 100, id="exponent"),
        pytest.param(None, "", id="blank"),
        pytest.param(date(2026, 3, 31), datetime(2026, 3, 31), id="date"),
        pytest.param("a\r\nb ", "a\nb", id="text"),
    ],
)
def test_shown__equal_values__are_the_same_text(left: CellValue, right: CellValue) -> None:
    assert shown(left) == shown(right)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        pytest.param(Decimal("98.5"), Decimal("98.51"), id="numbers"),
        pytest.param(None, Decimal(0), id="blank-and-zero"),
        pytest.param(date(2026, 3, 31), date(2026, 4, 1), id="dates"),
    ],
)
def test_shown__different_values__are_different_texts(left: CellValue, right: CellValue) -> None:
    assert shown(left) != shown(right)


# Any base, master and return.

NUMBER = st.sampled_from((None, Decimal(0), Decimal("98.5"), 98.5, Decimal("0.1"), "WTP"))
TEXT = st.sampled_from((None, "", "a", "a ", "b\r\nc"))
DAY = st.sampled_from((None, date(2026, 3, 31), datetime(2026, 3, 31), date(2026, 4, 1)))
EVIDENCE = st.tuples(TEXT, TEXT)
PERFORMANCE = st.tuples(NUMBER, NUMBER, TEXT, TEXT, TEXT, TEXT, DAY, TEXT)
AUDIT = st.tuples(TEXT, TEXT, DAY, DAY, TEXT, TEXT, TEXT, TEXT, TEXT, TEXT)
ROW: dict[str, tuple[Block, st.SearchStrategy[tuple[CellValue, ...]]]] = {
    "I001": (Block.PERFORMANCE, PERFORMANCE),
    "I002": (Block.PERFORMANCE, PERFORMANCE),
    "I001.1": (Block.EVIDENCE, EVIDENCE),
    "X01": (Block.EXTRA, st.tuples(TEXT, TEXT, TEXT, TEXT)),
    "L2026-TW1.REN.01": (Block.AUDIT, AUDIT),
}
ENTRIES = st.fixed_dictionaries(
    {},
    optional={
        key: values.map(lambda row: tuple(map(stored, row))) for key, (_, values) in ROW.items()
    },
)
"""What stands in cells, by row; a row may be missing."""


@st.composite
def returns(draw: st.DrawFn) -> Return:
    """Draw returns of all rows, some cells unreadable."""
    rows = []
    for key, (block, values) in ROW.items():
        cells: list[EntryValue] = list(draw(values))
        for n in draw(st.sets(st.integers(0, len(cells) - 1), max_size=1)):
            cells[n] = UNREADABLE
        rows.append((key, block, tuple(cells)))
    return make_return(*rows)


DECISIONS = st.dictionaries(
    st.sampled_from([
        (key, field.name, text)
        for key, (block, _) in ROW.items()
        for field, text in product(block.entry_fields, ("", "98.5", "a"))
    ]),
    st.sampled_from(Decision),
    max_size=6,
)  # fmt: skip


def cell_of(all_entries: Entries, cell: CellKey) -> CellValue:
    names = [field.name for field in cell.block.entry_fields]
    row = all_entries.get(cell.row_key)
    return row[names.index(cell.field)] if row else None


def carried_out(master: Entries, base: Entries, plan: MergePlan) -> tuple[Entries, Entries]:
    """Return master and base after a plan, each cell as a spreadsheet gives it back."""
    after = {key: list(row) for key, row in master.items()}
    for change in plan.changes:
        cell = change.cell
        names = [field.name for field in cell.block.entry_fields]
        row = after.setdefault(cell.row_key, [None] * len(names))
        row[names.index(cell.field)] = stored(change.new)
    common = {row.row_key: tuple(map(stored, row.entries)) for row in plan.new_base}
    return {key: tuple(row) for key, row in after.items()}, {**base, **common}


@given(returned=returns(), base=ENTRIES, master=ENTRIES, decisions=DECISIONS)
def test_plan_merge__any_return__loses_no_value(
    returned: Return,
    base: Entries,
    master: Entries,
    decisions: dict[tuple[str, str, str], Decision],
) -> None:
    plan = plan_merge(returned, base, master, decisions)

    changed = {change.cell: change for change in plan.changes}
    contested = {conflict.cell: conflict for conflict in plan.conflicts}
    assert not changed.keys() & contested.keys()
    for row in returned.rows:
        for field, value in zip(row.block.entry_fields, row.values, strict=True):
            cell = CellKey(row.block, row.key, field.name)
            was, now = cell_of(base, cell), cell_of(master, cell)
            if value is UNREADABLE or is_same(value, was) or is_same(value, now):
                assert cell not in changed | contested
            elif is_same(was, now):
                assert changed[cell] == CellChange(cell, now, value)
            elif decision := decisions.get((row.key, field.name, shown(value))):
                assert (cell in changed) == (decision is Decision.TAKE_RETURN)
                assert cell not in contested
            else:
                assert contested[cell] == CellConflict(cell, was, now, value)


@given(returned=returns(), base=ENTRIES, master=ENTRIES, decisions=DECISIONS)
def test_plan_merge__same_return_again__is_nothing_but_the_open_conflicts(
    returned: Return,
    base: Entries,
    master: Entries,
    decisions: dict[tuple[str, str, str], Decision],
) -> None:
    first = plan_merge(returned, base, master, decisions)
    master_after, base_after = carried_out(master, base, first)

    again = plan_merge(returned, base_after, master_after, decisions)

    assert again == MergePlan((), first.conflicts, ())


@given(returned=returns(), base=ENTRIES, master=ENTRIES)
def test_plan_merge__conflicts_settled_later__end_as_if_settled_at_once(
    returned: Return, base: Entries, master: Entries
) -> None:
    first = plan_merge(returned, base, master)
    decisions = {
        (c.cell.row_key, c.cell.field, shown(c.returned)): Decision.TAKE_RETURN
        for c in first.conflicts
    }
    master_after, base_after = carried_out(master, base, first)

    second = plan_merge(returned, base_after, master_after, decisions)

    assert second.conflicts == ()
    assert {change.cell for change in second.changes} == {c.cell for c in first.conflicts}
    master_end, base_end = carried_out(master_after, base_after, second)
    assert plan_merge(returned, base_end, master_end) == MergePlan((), (), ())
