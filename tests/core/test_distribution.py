from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinerja_xl.core.achievement import PeriodTerm
from kinerja_xl.core.distribution import (
    EvidenceRow,
    SectionPlan,
    SectionState,
    issued_form,
    orphan_findings,
    plan_section,
)
from kinerja_xl.core.findings import Code
from kinerja_xl.core.forms import EXTRA_EVIDENCE_ROWS, Block, Form
from kinerja_xl.core.indicator import Indicator, Measure, Polarity, Target
from tests.core.section_samples import (
    FIRST,
    OFFICE,
    SECOND,
    SECTION,
    YEAR,
    Entries,
    entries,
    make_indicator,
    merged,
    new_state,
    recorded,
)

ONE, TWO, THREE = (make_indicator(number) for number in (1, 2, 3))


def plan_for(state: SectionState, *indicators: Indicator) -> SectionPlan:
    plan = plan_section(OFFICE, state, indicators)
    assert plan is not None
    return plan


def distributed(*indicators: Indicator, state: SectionState | None = None) -> SectionState:
    state = state or new_state()
    return recorded(state, plan_for(state, *indicators))


def keys(form: Form, block: Block) -> list[str]:
    return [row.key for row in form.block(block)]


def items(form: Form) -> dict[str, str]:
    return {row.key: str(row.locked[2]) for row in form.block(Block.EVIDENCE)}


def extra(number: int) -> EvidenceRow:
    return EvidenceRow(-1, FIRST, SECTION.code, f"X{number:02d}", "1.1", "Foto", "foto.png")


# The first version.


def test_plan_section__first_time__is_version_one_with_a_row_per_indicator() -> None:
    plan = plan_for(new_state(), TWO, ONE)

    assert plan.is_new
    assert plan.form.identity.version == 1
    assert plan.form.identity.office == OFFICE.name
    assert keys(plan.form, Block.PERFORMANCE) == ["I002", "I001"]
    assert [row.locked[0] for row in plan.form.block(Block.PERFORMANCE)] == [1, 2]
    assert keys(plan.form, Block.EVIDENCE) == ["I002.1", "I002.2", "I001.1", "I001.2"]
    assert len(plan.form.block(Block.EXTRA)) == EXTRA_EVIDENCE_ROWS
    assert [row.index for row in plan.changed_rows] == [-1, -1]
    assert plan.findings == ()


def test_plan_section__numbers__run_on_through_evidence_and_extras() -> None:
    form = plan_for(new_state(), ONE).form

    numbers = [row.locked[0] for row in (*form.block(Block.EVIDENCE), *form.block(Block.EXTRA))]

    assert numbers == list(range(1, 3 + EXTRA_EVIDENCE_ROWS))


def test_plan_section__locked_values__are_the_indicators() -> None:
    minimised = make_indicator(
        targets=((YEAR, "7-8"), (FIRST, "7-8")),
        measure=Measure(polarity=Polarity.MINIMISE),
        evidence=("Berita acara", "Foto"),
    )

    (row,) = plan_for(new_state(), replace(minimised, unit="hari")).form.block(Block.PERFORMANCE)

    assert row.locked == (
        1, "1.1", minimised.objective, minimised.name, "hari", "makin rendah makin baik",
        "7-8", "7-8", None, "Berita acara; Foto",
    )  # fmt: skip
    assert row.measure is not None
    assert row.measure.target == Target(Decimal(7), Decimal(8))


@pytest.mark.parametrize(
    "indicators",
    [
        pytest.param((), id="no-indicators"),
        pytest.param(
            (make_indicator(targets=((YEAR, Decimal(1)), (SECOND, Decimal(1)))),),
            id="none-measured-in-the-period",
        ),
    ],
)
def test_plan_section__nothing_to_report__is_no_plan(indicators: tuple[Indicator, ...]) -> None:
    assert plan_section(OFFICE, new_state(), indicators) is None


def test_plan_section__period_without_target__leaves_the_indicator_out() -> None:
    later = make_indicator(2, targets=((YEAR, Decimal(80)), (SECOND, Decimal(80))))

    plan = plan_for(new_state(), ONE, later)

    assert keys(plan.form, Block.PERFORMANCE) == ["I001"]


def test_plan_section__no_target_of_that_length_at_all__is_a_row_and_a_finding() -> None:
    yearly = make_indicator(2, targets=((YEAR, Decimal(80)),))

    plan = plan_for(new_state(), ONE, yearly)

    assert keys(plan.form, Block.PERFORMANCE) == ["I001", "I002"]
    assert [(f.code, f.row_key, f.column) for f in plan.findings] == [
        (Code.TARGET_MISSING, "I002", "target")
    ]
    assert plan.form.block(Block.PERFORMANCE)[1].measure is not None


def test_plan_section__target_that_cannot_be_read__goes_out_as_authored() -> None:
    plan = plan_for(new_state(), make_indicator(targets=((FIRST, "tinggi sekali"),)))

    (row,) = plan.form.block(Block.PERFORMANCE)

    assert row.locked[7] == "tinggi sekali"
    assert row.measure is not None
    assert row.measure.target is None


def test_plan_section__later_period__carries_the_earlier_ones_along() -> None:
    state = merged(distributed(ONE), {"I001": entries(realisation=Decimal(40))})

    plan = plan_for(replace(new_state(SECOND), rows=state.rows), ONE)

    (row,) = plan.form.block(Block.PERFORMANCE)
    assert row.measure is not None
    assert row.measure.previous == (PeriodTerm(Target(Decimal(80), Decimal(80)), Decimal(40)),)
    assert row.base == entries()


# Running again.


def test_plan_section__again__changes_nothing() -> None:
    first = plan_for(new_state(), ONE, TWO)
    state = recorded(new_state(), first)

    again = plan_for(state, ONE, TWO)

    assert not again.is_new
    assert again.form == first.form
    assert again.changed_rows == ()
    assert again.new_evidence == ()


def test_plan_section__after_a_merge__issues_no_new_version() -> None:
    first = plan_for(new_state(), ONE, TWO)
    returned = {
        "I001": entries(realisation=Decimal(75), obstacles="Jaringan"),
        "I001.1": entries(Block.EVIDENCE, file_name="ba.pdf"),
        "X01": entries(Block.EXTRA, code="1.2", item="Foto", file_name="foto.png"),
    }
    state = merged(recorded(new_state(), first), returned)

    again = plan_for(state, ONE, TWO)

    assert not again.is_new
    assert again.changed_rows == ()
    assert again.form.identity == first.form.identity
    assert {row.key: row.base for row in again.form.rows} == {
        row.key: returned.get(row.key, row.base) for row in first.form.rows
    }


@pytest.mark.parametrize("used", [6, EXTRA_EVIDENCE_ROWS])
def test_plan_section__many_extras_returned__issues_no_new_version(used: int) -> None:
    state = distributed(ONE)
    extras = {
        f"X{n:02d}": entries(Block.EXTRA, item="Foto", file_name=f"{n}.png")
        for n in range(1, used + 1)
    }

    again = plan_for(merged(state, extras), ONE)

    assert not again.is_new
    assert len(again.form.block(Block.EXTRA)) == EXTRA_EVIDENCE_ROWS


def test_plan_section__earlier_period_merged_later__issues_no_new_version() -> None:
    earlier = distributed(ONE)
    second = replace(new_state(SECOND), rows=earlier.rows)
    second = recorded(second, plan_for(second, ONE))
    filled = tuple(
        replace(row, entries=entries(realisation=Decimal(40))) if row.period == FIRST else row
        for row in second.rows
    )

    again = plan_for(replace(second, rows=filled), ONE)

    assert not again.is_new


# Corrections.


@pytest.mark.parametrize(
    "corrected",
    [
        pytest.param(replace(ONE, code="9.9"), id="code"),
        pytest.param(replace(ONE, name="Nama baru"), id="name"),
        pytest.param(replace(ONE, objective="Sasaran baru"), id="objective"),
        pytest.param(replace(ONE, unit="orang"), id="unit"),
        pytest.param(make_indicator(targets=((FIRST, Decimal(90)),)), id="target"),
        pytest.param(
            make_indicator(targets=((YEAR, Decimal(85)), (FIRST, Decimal(80)))), id="year-target"
        ),
        pytest.param(replace(ONE, budget=Decimal(1_000_000)), id="budget"),
        pytest.param(replace(ONE, evidence=("Berita acara",)), id="evidence-less"),
        pytest.param(replace(ONE, evidence=(*ONE.evidence, "Foto")), id="evidence-more"),
        pytest.param(replace(ONE, measure=Measure(digits=1)), id="digits"),
        pytest.param(replace(ONE, measure=Measure(cap_percent=Decimal(100))), id="cap"),
        pytest.param(replace(ONE, measure=Measure(polarity=Polarity.MINIMISE)), id="polarity"),
    ],
)
def test_plan_section__correction__is_the_next_version_with_the_same_row_keys(
    corrected: Indicator,
) -> None:
    state = merged(distributed(ONE, TWO), {"I001": entries(realisation=Decimal(75))})

    plan = plan_for(state, corrected, TWO)

    assert plan.is_new
    assert plan.form.identity.version == 2
    assert plan.form.identity.form_id != (state.issued.form_id if state.issued else "")
    assert keys(plan.form, Block.PERFORMANCE) == ["I001", "I002"]
    assert [row.index for row in plan.changed_rows] == [0]
    assert plan.form.rows[0].base == entries(realisation=Decimal(75))


def test_plan_section__corrected_and_corrected_back__is_a_third_version() -> None:
    state = distributed(replace(ONE, name="Nama baru"), state=distributed(ONE))

    plan = plan_for(state, ONE)

    assert plan.is_new
    assert plan.form.identity.version == 3


def test_plan_section__indicators_reordered__is_a_new_version_with_the_same_keys() -> None:
    state = distributed(ONE, TWO)

    plan = plan_for(state, TWO, ONE)

    assert plan.is_new
    assert keys(plan.form, Block.PERFORMANCE) == ["I002", "I001"]
    assert plan.changed_rows == ()
    assert plan.new_evidence == ()


def test_plan_section__indicator_added_in_between__keeps_the_others_rows() -> None:
    state = distributed(ONE, THREE)

    plan = plan_for(state, ONE, TWO, THREE)

    assert keys(plan.form, Block.PERFORMANCE) == ["I001", "I002", "I003"]
    assert [(row.key, row.index) for row in plan.rows] == [("I001", 0), ("I002", -1), ("I003", 1)]
    assert [row.slot for row in plan.new_evidence] == ["I002.1", "I002.2"]


def test_issued_form__indicator_added_in_between__is_in_the_order_that_went_out() -> None:
    state = distributed(ONE, THREE)
    plan = plan_for(state, ONE, TWO, THREE)

    form = issued_form(OFFICE, recorded(state, plan))

    assert form == plan.form
    assert [row.locked[0] for row in form.block(Block.PERFORMANCE)] == [1, 2, 3]


def test_issued_form__before_the_first__is_a_slip() -> None:
    with pytest.raises(ValueError, match="REN"):
        issued_form(OFFICE, new_state())


def test_issued_form__extra_rows_from_a_hundred_on__stay_in_order() -> None:
    state = distributed(
        replace(ONE, name="Baru"),
        state=replace(distributed(ONE), evidence=(*distributed(ONE).evidence, extra(97))),
    )

    form = issued_form(OFFICE, state)

    assert keys(form, Block.EXTRA) == [f"X{n:02d}" for n in range(1, 103)]


# Rows that are measured no more.


@pytest.mark.parametrize("is_last", [False, True], ids=["others-stay", "the-last-one"])
def test_orphan_findings__row_with_entries__is_a_finding(is_last: bool) -> None:
    state = merged(distributed(ONE, TWO), {"I002": entries(note="Catatan")})
    measured = () if is_last else (ONE,)

    found = orphan_findings(state, measured)

    assert [(f.code, f.section, f.row_key) for f in found] == [
        (Code.ROW_ORPHANED, SECTION.code, "I002")
    ]


def test_plan_section__indicator_removed__leaves_its_row_and_says_so() -> None:
    state = merged(distributed(ONE, TWO), {"I002": entries(realisation=Decimal(0))})

    plan = plan_for(state, ONE)

    assert plan.is_new
    assert keys(plan.form, Block.PERFORMANCE) == ["I001"]
    assert keys(plan.form, Block.EVIDENCE) == ["I001.1", "I001.2"]
    assert [f.code for f in plan.findings] == [Code.ROW_ORPHANED]
    assert [row.key for row in recorded(state, plan).rows] == ["I001", "I002"]


def test_plan_section__indicator_removed_before_it_was_filled__is_no_finding() -> None:
    plan = plan_for(distributed(ONE, TWO), ONE)

    assert plan.findings == ()


def test_plan_section__removed_indicator_comes_back__finds_its_row_and_evidence() -> None:
    state = merged(distributed(ONE, TWO), {"I002": entries(realisation=Decimal(5))})
    state = distributed(ONE, state=state)

    plan = plan_for(state, ONE, TWO)

    assert plan.findings == ()
    assert plan.new_evidence == ()
    assert plan.form.rows[1].base == entries(realisation=Decimal(5))


def test_plan_section__orphan_of_another_period__is_no_finding() -> None:
    state = merged(distributed(ONE, TWO), {"I002": entries(realisation=Decimal(5))})

    plan = plan_for(replace(new_state(SECOND), rows=state.rows), ONE)

    assert plan.findings == ()


# Evidence.


def test_plan_section__evidence_reordered__slots_stay_with_their_items() -> None:
    state = distributed(ONE)

    plan = plan_for(state, replace(ONE, evidence=("Daftar hadir", "Berita acara")))

    assert items(plan.form) == {"I001.2": "Daftar hadir", "I001.1": "Berita acara"}
    assert keys(plan.form, Block.EVIDENCE) == ["I001.2", "I001.1"]
    assert plan.new_evidence == ()


def test_plan_section__evidence_removed_and_added__a_slot_is_never_given_twice() -> None:
    state = distributed(replace(ONE, evidence=("Berita acara",)), state=distributed(ONE))

    plan = plan_for(state, replace(ONE, evidence=("Foto", "Berita acara")))

    assert items(plan.form) == {"I001.3": "Foto", "I001.1": "Berita acara"}


def test_plan_section__evidence_removed_and_asked_for_again__gets_its_slot_and_file_back() -> None:
    state = merged(distributed(ONE), {"I001.2": entries(Block.EVIDENCE, file_name="hadir.pdf")})
    state = distributed(replace(ONE, evidence=("Berita acara",)), state=state)

    plan = plan_for(state, ONE)

    assert items(plan.form) == {"I001.1": "Berita acara", "I001.2": "Daftar hadir"}
    assert plan.form.block(Block.EVIDENCE)[1].base == ("hadir.pdf", None)


def test_plan_section__same_evidence_asked_for_twice__is_two_slots_for_good() -> None:
    twice = replace(ONE, evidence=("Foto", "Foto"))
    first = plan_for(new_state(), twice)

    again = plan_for(recorded(new_state(), first), twice)

    assert keys(first.form, Block.EVIDENCE) == ["I001.1", "I001.2"]
    assert not again.is_new
    assert keys(again.form, Block.EVIDENCE) == ["I001.1", "I001.2"]


def test_plan_section__more_than_nine_pieces__are_numbered_on() -> None:
    many = replace(ONE, evidence=tuple(f"Bukti {n}" for n in range(1, 12)))
    state = distributed(many)

    plan = plan_for(state, replace(many, evidence=(*many.evidence, "Foto")))

    assert keys(plan.form, Block.EVIDENCE)[-2:] == ["I001.11", "I001.12"]


def test_plan_section__code_changed__evidence_rows_follow() -> None:
    plan = plan_for(distributed(ONE), replace(ONE, code="9.9"))

    assert [row.locked[1] for row in plan.form.block(Block.EVIDENCE)] == ["9.9", "9.9"]


@pytest.mark.parametrize(
    ("used", "rows"),
    [
        pytest.param((), EXTRA_EVIDENCE_ROWS, id="none-used"),
        pytest.param((5,), EXTRA_EVIDENCE_ROWS, id="half-used"),
        pytest.param((6,), 11, id="a-gap-counts"),
        pytest.param(tuple(range(1, 11)), 15, id="all-used"),
    ],
)
def test_plan_section__new_version__always_has_room_for_further_evidence(
    used: tuple[int, ...], rows: int
) -> None:
    before = distributed(ONE)
    state = replace(before, evidence=(*before.evidence, *map(extra, used)))

    plan = plan_for(state, replace(ONE, name="Nama baru"))

    made = plan.form.block(Block.EXTRA)
    assert [row.key for row in made] == [f"X{n:02d}" for n in range(1, rows + 1)]
    assert {row.key for row in made if row.base[2] == "foto.png"} == {f"X{n:02d}" for n in used}


# Any history of corrections and returns.


EVIDENCE = st.lists(st.sampled_from(("Berita acara", "Foto", "Daftar")), max_size=4).map(tuple)
INDICATORS = st.lists(
    st.builds(
        make_indicator,
        st.integers(1, 4),
        targets=st.sampled_from((((FIRST, Decimal(80)),), ((FIRST, "WTP"),), ((YEAR, "7-8"),))),
        evidence=EVIDENCE,
        name=st.sampled_from(("", "Nama baru")),
    ),
    min_size=1,
    max_size=4,
    unique_by=lambda indicator: indicator.key,
).map(tuple)
FILLED = st.dictionaries(
    st.sampled_from(("I001", "I002")), st.just(entries(realisation=Decimal(5))), max_size=2
)
EXTRAS = st.dictionaries(
    st.integers(1, EXTRA_EVIDENCE_ROWS).map("X{:02d}".format),
    st.just(entries(Block.EXTRA, item="Foto", file_name="foto.png")),
    max_size=3,
)
TURNS = st.lists(st.tuples(INDICATORS, FILLED, EXTRAS), min_size=1, max_size=5)


Turn = tuple[tuple[Indicator, ...], dict[str, Entries], dict[str, Entries]]


@given(turns=TURNS)
def test_plan_section__any_history__holds_what_was_promised(turns: list[Turn]) -> None:
    state, item_of = new_state(), dict[str, str]()
    for indicators, filled, extras in turns:
        plan = plan_for(state, *indicators)
        state = recorded(state, plan)
        made = [row.key for row in plan.form.rows]

        assert len(set(made)) == len(made)
        assert issued_form(OFFICE, state) == plan.form
        for slot, item in items(plan.form).items():
            assert item_of.setdefault(slot, item) == item

        again = plan_for(state, *indicators)
        assert not again.is_new
        assert again.form == plan.form
        assert (again.changed_rows, again.new_evidence) == ((), ())

        returned = {key: value for key, value in (filled | extras).items() if key in made}
        state = merged(state, returned)
        assert not plan_for(state, *indicators).is_new
        assert {row.key: row.base for row in issued_form(OFFICE, state).rows} == {
            row.key: returned.get(row.key, row.base) for row in plan.form.rows
        }
