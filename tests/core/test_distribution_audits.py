from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from kinerja_xl.core.audits import AuditRegister, AuditRow
from kinerja_xl.core.distribution import SectionPlan, SectionState, issued_form, plan_section
from kinerja_xl.core.forms import EXTRA_AUDIT_ROWS, Block
from kinerja_xl.core.merging import plan_merge
from kinerja_xl.core.period import Period
from kinerja_xl.core.returns import Return
from kinerja_xl.core.values import CellValue
from tests.core.section_samples import (
    FIRST,
    OFFICE,
    SECOND,
    Entries,
    entries,
    make_indicator,
    new_state,
    recorded,
)
from tests.core.test_merging import make_return

ONE = make_indicator(1)


def audit(index: int, key: str, section: str = "REN", **cells: CellValue) -> AuditRow:
    return AuditRow(index, key, section, entries(Block.AUDIT, **{"number": "1/LHP", **cells}))


def planned(state: SectionState, *, name: str = "") -> SectionPlan:
    plan = plan_section(OFFICE, state, (replace(ONE, name=name or ONE.name),))
    assert plan is not None
    return plan


def test_plan_section__office_without_register__has_no_rows_for_it() -> None:
    assert planned(new_state()).form.block(Block.AUDIT) == ()


def test_plan_section__register__shows_own_open_rows_then_empty_ones() -> None:
    rows = (
        audit(0, "L0001"), audit(1, "L0002", "HUKUM"), audit(2, "L0003", status="selesai"),
        audit(3, "L2026-TW1.REN.01"),
    )  # fmt: skip

    made = planned(replace(new_state(), audits=AuditRegister(rows))).form.block(Block.AUDIT)

    assert [row.key for row in made[:3]] == ["L0001", "L2026-TW1.REN.01", "L2026-TW1.REN.02"]
    assert len(made) == 2 + EXTRA_AUDIT_ROWS
    assert [row.locked for row in made] == [(n,) for n in range(1, len(made) + 1)]


def test_plan_section__register_that_grows__needs_no_new_version() -> None:
    state = replace(new_state(), audits=AuditRegister(()))
    state = recorded(state, planned(state))

    grown = replace(state, audits=AuditRegister((audit(0, "L0001"),)))

    assert not planned(grown).is_new
    assert issued_form(OFFICE, grown) == planned(state).form


def test_plan_section__collecting_begins__needs_a_new_version() -> None:
    state = recorded(new_state(), planned(new_state()))

    assert planned(replace(state, audits=AuditRegister(()))).is_new


TEXTS = st.sampled_from(("temuan A", "temuan B", "temuan C"))
TURNS = st.lists(
    st.tuples(st.sampled_from((FIRST, SECOND)), st.lists(TEXTS, max_size=3), st.booleans()),
    min_size=1,
    max_size=6,
)


@given(TURNS)
def test_register__any_history_of_forms_and_returns__loses_no_row_and_adds_none_twice(
    turns: list[tuple[Period, list[str], bool]],
) -> None:
    states = {
        period: replace(new_state(period), audits=AuditRegister(())) for period in (FIRST, SECOND)
    }
    register, told, issued = AuditRegister(()), list[str](), frozenset[str]()
    for number, (period, texts, is_redistributed) in enumerate(turns):
        state = replace(states[period], audits=AuditRegister(register.rows, issued))
        plan = planned(state, name=f"Nama {number}" if is_redistributed else "")
        if state.issued is None or is_redistributed:
            state = recorded(replace(state, base=()), plan)
        issued |= {row.key for row in state.base}
        form = issued_form(OFFICE, state)
        spare = [row for row in form.block(Block.AUDIT) if row.base[5] is None]
        typed = {row.key: text for row, text in zip(spare, texts, strict=False)}
        returned = make_return(
            *(
                (row.key, row.block, entries(row.block, finding=typed[row.key]))
                if row.key in typed
                else (row.key, row.block, row.base)
                for row in form.rows
            )
        )
        for _ in range(2):
            register, state = merged(register, state, returned)
        told += typed.values()
        states[state.period] = state

    found = sorted(str(row.entry("finding")) for row in register.rows)
    assert found == sorted(told)
    assert len({row.key for row in register.rows}) == len(register.rows)


def merged(
    register: AuditRegister, state: SectionState, returned: Return
) -> tuple[AuditRegister, SectionState]:
    """Return register and state after a return was merged, as the use case does it."""
    base = {row.key: row.entries for row in state.base}
    master: dict[str, Entries] = {**base, **{row.key: row.entries for row in register.rows}}
    plan = plan_merge(returned, base, master)
    rows = {row.key: row for row in register.rows}
    names = [field.name for field in Block.AUDIT.entry_fields]
    for change in plan.changes:
        key = change.cell.row_key
        row = rows.get(key) or AuditRow(len(rows), key, "REN", entries(Block.AUDIT))
        cells = list(row.entries)
        cells[names.index(change.cell.field)] = change.new
        rows[key] = replace(row, entries=tuple(cells))
    common = {new.row_key: new.entries for new in plan.new_base}
    kept = tuple(replace(row, entries=common.get(row.key, row.entries)) for row in state.base)
    return AuditRegister(tuple(rows.values()), register.issued_keys), replace(state, base=kept)
