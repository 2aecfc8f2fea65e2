from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinerja_xl.core.distribution import (
    SectionPlan,
    SectionState,
    is_as_issued,
    issued_form,
    plan_section,
)
from kinerja_xl.core.findings import Code
from kinerja_xl.core.forms import Block, Form
from kinerja_xl.core.indicator import Indicator
from kinerja_xl.core.verification import OpenRow, Verdict, read_verdict
from tests.core.section_samples import (
    OFFICE,
    entries,
    make_indicator,
    merged,
    new_state,
    recorded,
)

ONE, TWO, THREE = INDICATORS = tuple(make_indicator(number) for number in (1, 2, 3))
FILLED = {item.key: entries(realisation=70.0 + n) for n, item in enumerate(INDICATORS)}
ACCEPTED, RETURNED = (verdict.value for verdict in Verdict)


def plan_for(state: SectionState, *indicators: Indicator) -> SectionPlan:
    plan = plan_section(OFFICE, state, indicators or INDICATORS)
    assert plan is not None
    return plan


def received() -> SectionState:
    """Return a section whose first form came back filled in."""
    state = new_state()
    return came_back(merged(recorded(state, plan_for(state)), FILLED))


def came_back(state: SectionState) -> SectionState:
    assert state.issued is not None
    return replace(state, issued=replace(state.issued, is_returned=True), is_received=True)


def decided(state: SectionState, **verdicts: str) -> SectionState:
    """Return the state with a verdict, and a reason if it is one to send back, beside some rows."""
    rows = tuple(
        replace(
            row,
            verdict=verdicts.get(row.key, row.verdict),
            reason="Angka salah" if verdicts.get(row.key) == RETURNED else row.reason,
        )
        for row in state.rows
    )
    return replace(state, rows=rows)


def open_keys(form: Form) -> list[str]:
    return [row.key for row in form.rows if row.is_open and row.block is not Block.EXTRA]


@pytest.mark.parametrize(
    ("typed", "verdict"),
    [
        pytest.param(None, None, id="blank"),
        pytest.param("  ", None, id="spaces"),
        pytest.param(" Diterima ", Verdict.ACCEPTED, id="accepted"),
        pytest.param("DIKEMBALIKAN", Verdict.RETURNED, id="returned"),
        pytest.param("ok", "ok", id="another-word"),
    ],
)
def test_read_verdict__typed__is_understood_or_given_back(
    typed: str | None, verdict: Verdict | str | None
) -> None:
    assert read_verdict(typed) == verdict


def test_plan_section__rows_sent_back__opens_only_them_and_their_evidence() -> None:
    state = decided(received(), I001=ACCEPTED, I002=RETURNED)

    plan = plan_for(state)

    assert (plan.is_new, plan.form.identity.version) == (True, 2)
    assert open_keys(plan.form) == ["I002", "I002.1", "I002.2"]
    assert plan.opened == (OpenRow("I002", "Angka salah"),)
    assert {row.key: row.base for row in plan.form.block(Block.PERFORMANCE)} == FILLED
    assert all(row.is_open for row in plan.form.block(Block.EXTRA))


def test_plan_section__same_rows_again__makes_no_second_version() -> None:
    state = decided(received(), I002=RETURNED)
    state = recorded(state, plan_for(state))

    plan = plan_for(state)

    assert not plan.is_new
    assert plan.form == issued_form(OFFICE, state)
    assert is_as_issued(OFFICE, state)


def test_plan_section__sent_back_after_the_correction__makes_another_version() -> None:
    state = decided(received(), I002=RETURNED)
    state = decided(came_back(recorded(state, plan_for(state))), I002=RETURNED)

    assert plan_for(state).is_new


def test_plan_section__correction_came_back__the_form_stays_valid() -> None:
    state = decided(received(), I002=RETURNED)
    state = decided(came_back(recorded(state, plan_for(state))), I002="")

    plan = plan_for(state)

    assert not plan.is_new
    assert open_keys(plan.form) == ["I002", "I002.1", "I002.2"]


def test_plan_section__definition_changes_afterwards__opens_every_row_again() -> None:
    state = decided(received(), I002=RETURNED)
    state = decided(came_back(recorded(state, plan_for(state))), I002="", I001=ACCEPTED)

    plan = plan_for(state, ONE, TWO, replace(THREE, name="Nama baru"))

    assert (plan.is_new, plan.form.is_limited, plan.opened) == (True, False, ())


def test_plan_section__new_indicator_meanwhile__is_open_too_and_only_once_new() -> None:
    state = decided(received(), I002=RETURNED)

    state = recorded(state, plan_for(state, *INDICATORS, make_indicator(4)))
    again = plan_for(state, *INDICATORS, make_indicator(4))

    assert state.opened == (OpenRow("I002", "Angka salah"), OpenRow("I004", ""))
    assert not again.is_new


def test_plan_section__rows_sent_back__leaves_the_definition_as_ordered() -> None:
    before = received()

    after = plan_for(decided(before, I002=RETURNED))

    assert after.definition == plan_for(before).definition
    assert after.form.identity.digest != after.definition


@pytest.mark.parametrize(
    ("verdict", "reason", "is_received", "code"),
    [
        pytest.param(RETURNED, " ", True, Code.RETURN_WITHOUT_REASON, id="no-reason"),
        pytest.param("ok", None, True, Code.VERDICT_UNKNOWN, id="another-word"),
        pytest.param(ACCEPTED, None, False, Code.VERDICT_TOO_EARLY, id="not-merged"),
    ],
)
def test_plan_section__verdict_that_cannot_be__sends_nothing_back(
    verdict: str, reason: str | None, is_received: bool, code: Code
) -> None:
    state = decided(received(), I002=RETURNED)
    first = replace(state.rows[0], verdict=verdict, reason=reason)
    state = replace(state, rows=(first, *state.rows[1:]), is_received=is_received)

    plan = plan_for(state)

    assert not plan.is_new
    assert code in [found.code for found in plan.findings]


def test_plan_section__blank_row_accepted__is_a_finding() -> None:
    state = merged(received(), {"I001": entries()})

    plan = plan_for(decided(state, I001=ACCEPTED))

    assert [(found.code, found.row_key) for found in plan.findings] == [
        (Code.BLANK_ROW_ACCEPTED, "I001")
    ]


WORDS = st.sampled_from((None, "", ACCEPTED, RETURNED, "ok"))


@given(st.lists(st.tuples(WORDS, st.sampled_from((None, "alasan"))), min_size=3, max_size=3))
def test_plan_section__any_verdicts__lose_no_value(
    verdicts: list[tuple[str | None, str | None]],
) -> None:
    state = received()
    rows = tuple(
        replace(row, verdict=verdict, reason=reason)
        for row, (verdict, reason) in zip(state.rows, verdicts, strict=True)
    )
    state = replace(state, rows=rows)

    plan = plan_for(state)
    issued = recorded(state, plan)

    assert {row.key: row.base for row in plan.form.block(Block.PERFORMANCE)} == FILLED
    assert {row.key: row.entries for row in issued.rows} == FILLED
    assert issued_form(OFFICE, issued) == plan.form
    assert is_as_issued(OFFICE, issued)
