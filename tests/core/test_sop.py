from __future__ import annotations

import json

import pytest
from pydantic import ValidationError

from kinerja_xl.core.sop import DEFAULT_SECTIONS, Duration, NotStated, Sop
from kinerja_xl.core.sop_checks import SopInconsistencyError, key_text
from kinerja_xl.core.step_plan import DurationUnit
from tests.sop_samples import Data, definition, make_sop, step


def validate(data: Data) -> Sop:
    return Sop.model_validate_json(json.dumps(data))


def places_of(data: Data) -> list[str]:
    with pytest.raises(ValidationError) as raised:
        validate(data)
    inner = raised.value.errors()[0].get("ctx", {}).get("error")
    assert isinstance(inner, SopInconsistencyError)
    return [key_text(key) for key, _ in inner.problems]


def test_sop__without_sections__has_the_four_of_a_kabupaten() -> None:
    sop = make_sop()

    codes = [section.code for section in sop.sections]

    assert codes == ["RENDATIN", "KUL", "TEKNIS", "HUKUM"]
    assert sop.sections == DEFAULT_SECTIONS


def test_sop__own_sections__replace_the_default() -> None:
    sop = make_sop(sections=[{"code": "NO", "name": "Satu"}])

    assert [(section.code, section.name) for section in sop.sections] == [("NO", "Satu")]


def test_sop__is_frozen_and_hashable() -> None:
    sop = make_sop()

    with pytest.raises(ValidationError):
        setattr(sop, "stated_total", None)  # noqa: B010 - mypy would refuse the plain assignment

    assert hash(sop) == hash(make_sop())


@pytest.mark.parametrize(
    ("data", "place"),
    [
        pytest.param(definition(extra=1), "extra", id="unknown-key-at-the-top"),
        pytest.param(definition(steps=[step(1, colour="red")]), "steps.0.colour", id="in-a-step"),
        pytest.param(definition(steps=[]), "steps", id="no-step"),
        pytest.param(definition(sections=[]), "sections", id="no-section"),
        pytest.param(
            definition(steps=[{**step(1), "number": "1"}]), "steps.0.number", id="text-number"
        ),
        pytest.param(
            definition(steps=[{**step(1), "number": True}]), "steps.0.number", id="true-number"
        ),
        pytest.param(
            definition(steps=[step(1, actor_inferred="yes")]), "steps.0.actor_inferred", id="yes"
        ),
        pytest.param(definition(steps=[step(1, activity="  ")]), "steps.0.activity", id="blank"),
        pytest.param(
            definition(sections=[{"code": "a/b", "name": "x"}]), "sections.0.code", id="code"
        ),
        pytest.param(
            definition(steps=[step(1, {"amount": 1.5, "unit": "jam"})]),
            "steps.0.duration.=given.amount",
            id="half-an-hour",
        ),
        pytest.param(
            definition(steps=[step(1, {"amount": 0, "unit": "jam"})]),
            "steps.0.duration.=given.amount",
            id="no-time",
        ),
        pytest.param(
            definition(steps=[step(1, {"amount": 1, "unit": "minggu"})]),
            "steps.0.duration.=given.unit",
            id="unknown-unit",
        ),
        pytest.param(
            definition(steps=[step(1, {"not_stated": ""})]),
            "steps.0.duration.=absent.not_stated",
            id="not-stated-without-a-reason",
        ),
    ],
)
def test_sop__wrong_shape__is_refused_at_its_key(data: Data, place: str) -> None:
    with pytest.raises(ValidationError) as raised:
        validate(data)

    places = [".".join(map(str, error["loc"])) for error in raised.value.errors()]
    assert places[0] == place


@pytest.mark.parametrize(
    "text", ["1672876800", "2023-1-5", "2023-02-30", "05 Januari 2023", "2023-01-05T00:00"]
)
def test_sop__date_that_is_not_iso__is_refused(text: str) -> None:
    data = definition()
    data["identity"]["date_made"] = text

    with pytest.raises(ValidationError) as raised:
        validate(data)

    assert raised.value.errors()[0]["type"] == "date_parsing"


def _returning(*returns: Data) -> Data:
    return definition(returns=list(returns))


def _return(from_step: int, to_step: int, **changes: object) -> Data:
    ends = {"from_step": from_step, "to_step": to_step}
    return {**ends, "condition": "x", "inferred": False, **changes}


_NOTED = {"field": "outptu", "text": "x"}
_TWO_CLAUSES = [{"number": 1, "text": "x"}, {"number": 3, "text": "x"}]


@pytest.mark.parametrize(
    ("data", "places"),
    [
        pytest.param(
            definition(steps=[step(1), step(3), step(3)]), ["steps[1].number"], id="gap-in-numbers"
        ),
        pytest.param(
            definition(steps=[step(2, next_steps=[9])]), ["steps[0].number"], id="starts-at-two"
        ),
        pytest.param(
            definition(
                ratification={"clauses": _TWO_CLAUSES, "place": "x", "signed_on": "2026-01-05"}
            ),
            ["ratification.clauses[1].number"],
            id="gap-in-clauses",
        ),
        pytest.param(
            definition(sections=[{"code": "KUL", "name": "a"}, {"code": "KUL", "name": "b"}]),
            ["sections[1].code"],
            id="section-code-twice",
        ),
        pytest.param(
            definition(sections=[{"code": "KUL", "name": "a"}, {"code": "UMUM", "name": "A"}]),
            ["sections[1].name"],
            id="section-name-twice",
        ),
        pytest.param(
            definition(sections=[{"code": "COM1", "name": "a"}]),
            ["sections[0].code"],
            id="section-code-is-a-windows-device",
        ),
        pytest.param(
            definition(actors=[{"id": "staf", "name": "a"}, {"id": "staf", "name": "b"}]),
            ["actors[1].id"],
            id="actor-twice",
        ),
        pytest.param(
            definition(steps=[step(1, actors=["staf", "kabag"])]),
            ["steps[0].actors[1]"],
            id="actor-unknown",
        ),
        pytest.param(
            definition(steps=[step(1, actors=["staf", "staf"])]),
            ["steps[0].actors[1]"],
            id="actor-twice-in-a-step",
        ),
        pytest.param(
            definition(steps=[step(1, actor_inferred=True)]),
            ["steps[0].actor_basis"],
            id="inferred-without-basis",
        ),
        pytest.param(
            definition(steps=[step(1, next_steps=[2, 4]), step(2)]),
            ["steps[0].next_steps[1]"],
            id="next-step-unknown",
        ),
        pytest.param(
            definition(steps=[step(1), step(2, next_steps=[1])]),
            ["steps[1].next_steps[0]"],
            id="next-step-is-a-return",
        ),
        pytest.param(
            definition(steps=[step(1, next_steps=[2, 2]), step(2)]),
            ["steps[0].next_steps[1]"],
            id="next-step-twice",
        ),
        pytest.param(
            definition(steps=[step(1, next_steps=[3]), step(2), step(3)]),
            ["steps[1]"],
            id="step-never-reached",
        ),
        pytest.param(_returning(_return(2, 2)), ["returns[0].to_step"], id="return-to-itself"),
        pytest.param(_returning(_return(2, 3)), ["returns[0].to_step"], id="return-forward"),
        pytest.param(
            _returning(_return(9, 8)), ["returns[0].from_step", "returns[0].to_step"], id="nowhere"
        ),
        pytest.param(
            _returning(_return(3, 1), _return(3, 1)), ["returns[1]"], id="the-same-return-twice"
        ),
        pytest.param(
            _returning(_return(3, 1, inferred=True)), ["returns[0].basis"], id="return-no-basis"
        ),
        pytest.param(
            definition(steps=[step(1, received=[_NOTED])]),
            ["steps[0].received[0].field"],
            id="received-for-no-key",
        ),
        pytest.param(
            definition(identity={**definition()["identity"], "number": {"text": "/ORT.06/2026"}}),
            ["identity.number.note"],
            id="blank-serial-without-note",
        ),
        pytest.param(definition(stated_total={"days": 0}), ["stated_total"], id="total-of-nothing"),
        pytest.param(
            definition(steps=[step(1, actors=["kabag"]), step(7), step(3)], stated_total={}),
            ["steps[1].number", "steps[0].actors[0]", "stated_total"],
            id="several-at-once",
        ),
    ],
)
def test_sop__parts_that_contradict__are_all_named(data: Data, places: list[str]) -> None:
    assert places_of(data) == places


def test_next_steps_of__fork_and_join__follows_the_definition() -> None:
    steps = [step(1, next_steps=[2, 3]), step(2, next_steps=[4]), step(3), step(4)]

    sop = make_sop(steps=steps)

    assert [sop.next_steps_of(item) for item in sop.steps] == [(2, 3), (4,), (4,), ()]


def test_returns_of__step_with_two_ways_back__gives_both() -> None:
    sop = make_sop(returns=[_return(3, 1), _return(3, 2), _return(2, 1)])

    assert [item.to_step for item in sop.returns_of(sop.steps[2])] == [1, 2]
    assert sop.returns_of(sop.steps[0]) == ()


def test_actor_names_of__two_actors__keeps_the_order_of_the_step() -> None:
    sop = make_sop(steps=[step(1, actors=["staf", "kasubbag"])])

    assert sop.actor_names_of(sop.steps[0]) == ("Staf", "Kasubbag")


def test_sop__dumped_and_read_again__is_the_same() -> None:
    steps = [step(1, {"not_stated": "Tidak terbaca."}), step(2, {"amount": 2, "unit": "hari"})]
    sop = make_sop(steps=steps)

    again = Sop.model_validate_json(sop.model_dump_json())

    assert again == sop
    assert sop.steps[0].duration == NotStated(not_stated="Tidak terbaca.")
    assert sop.steps[1].duration == Duration(amount=2, unit=DurationUnit.DAY)
