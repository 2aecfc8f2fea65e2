"""Flows of SOPs for tests: any office's, and how to lay one out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from hypothesis import strategies as st

from kinerja_xl.layout.flow_drawing import draw_flowchart
from kinerja_xl.layout.flow_pages import Page, row_points, split_pages
from kinerja_xl.layout.flowchart import Flowchart, FlowStep, Grid

ROOM, LEGEND = 420.0, 60.0
TEXT_BEFORE = 2


@dataclass(frozen=True, slots=True)
class Flow:
    """Steps, how many lanes there are, how wide, and how high the texts of each row are."""

    steps: tuple[FlowStep, ...]
    lane_count: int
    lane_width: float
    text_points: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Drawn:
    """A flow laid out."""

    flow: Flow
    pages: tuple[Page, ...]
    heights: tuple[float, ...]
    grid: Grid
    chart: Flowchart


@st.composite
def flows(draw: st.DrawFn, most_steps: int = 14) -> Flow:
    """Make a flow: jumps ahead, several actors on a step, decisions with several returns."""
    count = draw(st.integers(3, most_steps))
    lane_count = draw(st.integers(2, 12))
    lanes = st.lists(st.integers(0, lane_count - 1), min_size=1, max_size=3, unique=True)
    steps = []
    for number in range(1, count + 1):
        ahead = st.integers(number + 1, count) if number < count else st.nothing()
        further = draw(st.lists(ahead, max_size=1)) if number < count else []
        following = sorted({number + 1, *further}) if number < count else []
        back = st.integers(1, number - 1) if number > 1 else st.nothing()
        is_decision = number > 1 and draw(st.integers(0, 2)) == 0
        returns = draw(st.lists(back, min_size=1, max_size=3, unique=True)) if is_decision else []
        steps.append(
            FlowStep(
                number,
                tuple(draw(lanes)),
                tuple(following),
                tuple((step, draw(st.booleans())) for step in returns),
                is_inferred=draw(st.booleans()),
            )
        )
    points = draw(st.lists(st.floats(12, 250), min_size=count, max_size=count))
    return Flow(tuple(steps), lane_count, draw(st.sampled_from((45.0, 52.5, 84.0))), tuple(points))


def simple_flow(
    lanes: Sequence[int], returns: Sequence[tuple[int, int]] = (), text_points: float = 40
) -> Flow:
    """Make a flow of steps one after the other, one actor each, with some returns."""
    steps = tuple(
        FlowStep(
            number,
            (lane,),
            (number + 1,) if number < len(lanes) else (),
            tuple((back, False) for start, back in returns if start == number),
        )
        for number, lane in enumerate(lanes, start=1)
    )
    return Flow(steps, max(lanes) + 1, 60.0, (text_points,) * len(lanes))


def spread(flow: Flow) -> tuple[tuple[Page, ...], tuple[float, ...]]:
    """Spread a flow over pages; return these and the heights of the rows."""
    pages = split_pages(flow.text_points, flow.steps, flow.lane_count, room=ROOM, legend=LEGEND)
    heights = tuple(
        row_points(points, step, next(p for p in pages if p.first <= row <= p.last).strips(row))
        for row, (points, step) in enumerate(zip(flow.text_points, flow.steps, strict=True))
    )
    return pages, heights


def laid_out(flow: Flow) -> Drawn:
    """Spread a flow over pages and draw it."""
    pages, heights = spread(flow)
    widths = [30.0] * TEXT_BEFORE + [flow.lane_width] * flow.lane_count + [30.0]
    grid = Grid(widths, heights)
    lanes = range(TEXT_BEFORE + 1, TEXT_BEFORE + 1 + flow.lane_count)
    return Drawn(flow, pages, heights, grid, draw_flowchart(flow.steps, pages, grid, lanes))
