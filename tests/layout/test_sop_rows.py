from __future__ import annotations

from kinerja_xl.core.book import TableData
from kinerja_xl.core.passes import Flow, WayBack
from kinerja_xl.core.sop import Sop
from kinerja_xl.files.definitions import shipped_definitions
from kinerja_xl.layout.sop_rows import sop_flow, sop_rows
from kinerja_xl.layout.sop_steps import step_note
from tests.sop_samples import make_sop, step


def table_of(sop: Sop) -> TableData:
    """Return tblSOP as the definition fills it."""
    rows = tuple(
        (float(each.number), "\n".join(each.inputs), each.output, step_note(sop, each) or None)
        for each in sop.steps
    )
    return TableData(("number", "inputs", "output", "note"), rows, 5)


def flow_of(sop: Sop) -> Flow:
    """Return the flow as the definition has it."""
    ways = {
        each.number: tuple(WayBack(way.to_step, way.condition) for way in sop.returns_of(each))
        for each in sop.steps
        if sop.returns_of(each)
    }
    return Flow({each.number: sop.next_steps_of(each) for each in sop.steps}, ways)


def test_sop_flow__shipped_definitions__reads_back_what_they_say() -> None:
    assert all(sop_flow(table_of(sop)) == flow_of(sop) for sop in shipped_definitions())


def test_sop_flow__fork_early_end_and_remarks__reads_back_what_it_says() -> None:
    back = {"from_step": 3, "to_step": 1, "condition": "Keliru: ulangi", "inferred": False}
    sop = make_sop(
        steps=[step(1, next_steps=[2, 3]), step(2, next_steps=[], remarks="Arsip."), step(3)],
        returns=[back],
    )

    assert sop_flow(table_of(sop)) == flow_of(sop)


def test_sop_rows__step__gives_kelengkapan_one_by_one() -> None:
    row = sop_rows(table_of(make_sop(steps=[step(1, inputs=["A", "B"])])))[1]

    assert (row.inputs, row.output) == (("A", "B"), "Hasil 1")
