from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinerja_xl.core.forms import (
    Block,
    FieldKind,
    Form,
    FormIdentity,
    FormRow,
    block_of,
    content_digest,
    form_id,
)
from kinerja_xl.core.period import Period, periods_of_year
from kinerja_xl.core.values import CellValue

TW1 = Period.parse("2026-TW1")
WORDS = st.text(st.characters(whitelist_categories=("L", "N", "P")), min_size=1, max_size=8)
CELLS: st.SearchStrategy[CellValue] = st.one_of(
    st.none(),
    WORDS,
    st.integers(-(10**9), 10**9),
    st.decimals(allow_nan=False, allow_infinity=False, places=3),
    st.dates(),
)
ROWS = st.lists(
    st.builds(
        FormRow,
        st.sampled_from(["I001", "I002", "I001.1", "X01"]),
        st.sampled_from(Block),
        st.lists(CELLS, max_size=3).map(tuple),
        st.lists(CELLS, max_size=3).map(tuple),
    ),
    max_size=4,
).map(tuple)
ROW = FormRow("I001", Block.PERFORMANCE, (1, "1.1", Decimal("98.50")), (None,))


@pytest.mark.parametrize("block", list(Block))
def test_block__fields__are_either_given_or_filled(block: Block) -> None:
    filled = [field.name for field in block.entry_fields]

    assert len(set(filled)) == len(filled)
    assert not set(filled) & set(block.locked_fields)


def test_block__performance__is_filled_in_the_order_of_the_columns() -> None:
    fields = Block.PERFORMANCE.entry_fields

    assert [(field.name, field.kind) for field in fields] == [
        ("realisation", FieldKind.MEASURE),
        ("budget_realisation", FieldKind.MONEY),
        ("obstacles", FieldKind.TEXT),
        ("solution", FieldKind.TEXT),
        ("follow_up", FieldKind.TEXT),
        ("person_in_charge", FieldKind.TEXT),
        ("due_date", FieldKind.DATE),
        ("note", FieldKind.TEXT),
    ]


@pytest.mark.parametrize(
    ("key", "block"),
    [
        pytest.param("I001", Block.PERFORMANCE, id="indicator"),
        pytest.param("I001.2", Block.EVIDENCE, id="piece-of-evidence"),
        pytest.param("X01", Block.EXTRA, id="further-evidence"),
        pytest.param("L0001", Block.AUDIT, id="audit-of-the-officer"),
        pytest.param("L2026-TW1.KUL.01", Block.AUDIT, id="audit-of-a-section"),
    ],
)
def test_block_of__key__tells_the_block(key: str, block: Block) -> None:
    assert block_of(key) is block


def test_form__block__gives_its_rows_in_order() -> None:
    identity = FormIdentity("f", "m", "KPU Kabupaten Sorong", TW1, "KUL", 1, "d")
    rows = tuple(
        FormRow(key, block_of(key), (), ()) for key in ("I002", "I002.1", "I001", "X01", "I001.1")
    )

    form = Form(identity, "Keuangan", rows)

    assert [row.key for row in form.block(Block.PERFORMANCE)] == ["I002", "I001"]
    assert [row.key for row in form.block(Block.EVIDENCE)] == ["I002.1", "I001.1"]
    assert [row.key for row in form.block(Block.EXTRA)] == ["X01"]


def test_form_id__known_arguments__never_changes() -> None:
    assert form_id("induk", TW1, "KUL", 1) == "5836af3f1ea90a7a9a96442f"


_ARGUMENTS = st.tuples(WORDS, st.sampled_from(periods_of_year(2026)), WORDS, st.integers(1, 99))


@given(_ARGUMENTS, _ARGUMENTS)
def test_form_id__two_forms__differ_unless_everything_is_equal(
    first: tuple[str, Period, str, int], second: tuple[str, Period, str, int]
) -> None:
    assert (form_id(*first) == form_id(*second)) == (first == second)
    assert form_id(*first) == form_id(*first)
    assert len(form_id(*first)) == 24


@given(ROWS, st.data())
def test_content_digest__entries__do_not_count(
    rows: tuple[FormRow, ...], data: st.DataObject
) -> None:
    filled = tuple(replace(row, base=data.draw(st.lists(CELLS).map(tuple))) for row in rows)

    assert content_digest(filled, "a") == content_digest(rows, "a")


@pytest.mark.parametrize(
    "locked",
    [
        pytest.param((1.0, "1.1", 98.5), id="floats-of-a-cell"),
        pytest.param((Decimal("1.0"), " 1.1 ", Decimal("98.5")), id="white-space-and-zeros"),
    ],
)
def test_content_digest__same_cells_stored_differently__are_the_same(
    locked: tuple[CellValue, ...],
) -> None:
    assert content_digest((replace(ROW, locked=locked),)) == content_digest((ROW,))


def test_content_digest__midnight__is_its_day() -> None:
    day = replace(ROW, locked=(date(2026, 3, 31),))
    midnight = replace(ROW, locked=(datetime(2026, 3, 31),))

    assert content_digest((day,)) == content_digest((midnight,))


@pytest.mark.parametrize(
    ("rows", "context"),
    [
        pytest.param((), (), id="no-row"),
        pytest.param((ROW, ROW), (), id="one-row-more"),
        pytest.param((replace(ROW, key="I002"),), (), id="another-key"),
        pytest.param((replace(ROW, block=Block.EVIDENCE),), (), id="another-block"),
        pytest.param((replace(ROW, locked=(1, "1.1", 99)),), (), id="another-target"),
        pytest.param((replace(ROW, locked=(1, "1.1", "98.5")),), (), id="text-for-a-number"),
        pytest.param(
            (replace(ROW, locked=("1", "1.1", Decimal("98.5"))),), (), id="number-as-text"
        ),
        pytest.param((replace(ROW, locked=(1, "1.1", None)),), (), id="no-target"),
        pytest.param((ROW,), ("KPU",), id="another-context"),
    ],
)
def test_content_digest__anything_the_section_cannot_change__counts(
    rows: tuple[FormRow, ...], context: tuple[str, ...]
) -> None:
    assert content_digest(rows, *context) != content_digest((ROW,))


def test_content_digest__context__is_not_run_together() -> None:
    assert content_digest((), "ab", "c") != content_digest((), "a", "bc")


@given(ROWS)
def test_content_digest__order_of_rows__counts(rows: tuple[FormRow, ...]) -> None:
    turned = tuple(reversed(rows))
    locked = [(row.key, row.block, row.locked) for row in rows]

    if content_digest(turned) != content_digest(rows):
        assert [(row.key, row.block, row.locked) for row in turned] != locked
    assert len(content_digest(rows)) == 64
