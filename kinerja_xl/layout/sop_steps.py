"""The steps of an SOP as the AP form shows them: their flow, their texts."""

from __future__ import annotations

from collections.abc import Iterator

from kinerja_xl.core.sop import Sop, Step
from kinerja_xl.layout.flowchart import FlowStep
from kinerja_xl.layout.sop_text import duration_text

BACK_TO, ON_TO, END = "Kembali ke langkah", "Berlanjut ke langkah", "Alur berakhir di langkah ini"


def flow_steps(sop: Sop) -> tuple[FlowStep, ...]:
    """Return the flow of an SOP, actors as lanes in the order of the definition."""
    lanes = {actor.id: lane for lane, actor in enumerate(sop.actors)}
    return tuple(
        FlowStep(
            step.number,
            tuple(lanes[actor] for actor in step.actors),
            sop.next_steps_of(step),
            tuple((item.to_step, item.inferred) for item in sop.returns_of(step)),
            is_inferred=step.actor_inferred,
        )
        for step in sop.steps
    )


def step_texts(sop: Sop, step: Step) -> Iterator[str]:
    """Give the texts of a step's row: number, activity, inputs, duration, output, remarks."""
    yield str(step.number)
    yield step.activity
    yield (
        "\n".join(f"- {text}" for text in step.inputs)
        if len(step.inputs) > 1
        else "".join(step.inputs)
    )
    yield duration_text(step.duration)
    yield step.output
    yield step_note(sop, step)


def step_note(sop: Sop, step: Step) -> str:
    """Return a step's remarks, where it goes on and where it goes back to, one a line.

    The program reads the ways back from the master: `sop_rows` is the other direction.
    """
    returns = (f"{BACK_TO} {item.to_step}: {item.condition}" for item in sop.returns_of(step))
    return "\n".join(filter(None, (step.remarks, _ways_on(sop, step), *returns)))


def _ways_on(sop: Sop, step: Step) -> str:
    """Say where a step goes on, unless that is simply the next one."""
    following = sop.next_steps_of(step)
    usual = (step.number + 1,) if step.number < len(sop.steps) else ()
    if following == usual:
        return ""
    return f"{ON_TO} {', '.join(map(str, following))}" if following else END
