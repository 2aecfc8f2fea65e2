"""How the rows of a flowchart spread over pages, and where its lines change the page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from kinerja_xl.layout.flowchart import INFERRED_MARK, NO, YES, FlowStep, Shape

SYMBOL_POINTS = {
    Shape.TERMINATOR: 20.0, Shape.PROCESS: 20.0, Shape.DECISION: 32.0, Shape.OFF_PAGE: 18.0,
}  # fmt: skip
"""Heights of the symbols."""

CLEAR_POINTS = 10.0
"""Room above and below a symbol, for the arrows."""

END_POINTS = SYMBOL_POINTS[Shape.TERMINATOR] + 16.0
"""What a terminator above or below another symbol adds to a row, the arrow between included."""

STRIP_POINTS = SYMBOL_POINTS[Shape.OFF_PAGE] + CLEAR_POINTS
"""What one line of off-page connectors adds to a row."""

_ASIDE = 1.2
"""A lane further away is as bad as so many lines more."""

_MOST_ROUNDS = 12


@dataclass(frozen=True, slots=True)
class Edge:
    """One way of the flow; steps by their positions, counted from 0."""

    source: int
    target: int
    label: str = ""

    @property
    def is_return(self) -> bool:
        """Whether it leads back."""
        return self.target < self.source

    @property
    def is_next(self) -> bool:
        """Whether it leads to the row below."""
        return self.target == self.source + 1


@dataclass(frozen=True, slots=True)
class Page:
    """Rows on one page, by position, and how many lines of off-page connectors it has.

    Attributes:
        first: First row.
        last: Last row, included.
        head_lines: Above the first row's symbols.
        foot_lines: Below the last row's symbols.
    """

    first: int
    last: int
    head_lines: int = 0
    foot_lines: int = 0

    def strips(self, row: int) -> tuple[float, float]:
        """Return the room that off-page connectors take in a row, above and below."""
        above = self.head_lines * STRIP_POINTS if row == self.first else 0.0
        below = self.foot_lines * STRIP_POINTS if row == self.last else 0.0
        return above, below


def edges_of(steps: Sequence[FlowStep]) -> tuple[Edge, ...]:
    """List the ways of the flow in the order of the steps, forward ones first."""
    edges: list[Edge] = []
    for position, step in enumerate(steps):
        label = YES if step.is_decision else ""
        edges += (Edge(position, number - 1, label) for number in step.following)
        edges += (
            Edge(position, number - 1, f"{NO}{INFERRED_MARK}" if is_inferred else NO)
            for number, is_inferred in step.returns
        )
    return tuple(edges)


def core_points(step: FlowStep) -> float:
    """Return the height that a step's own symbols need, off-page connectors not counted."""
    own = SYMBOL_POINTS[step.shape] + 2 * CLEAR_POINTS
    ends = int(step.has_own_start) + int(step.has_own_end)
    return own + ends * END_POINTS


def row_points(text_points: float, step: FlowStep, strips: tuple[float, float]) -> float:
    """Return the height of a row: of its texts, or of its symbols with those that join pages."""
    return max(text_points, core_points(step) + sum(strips))


def split_pages(
    text_points: Sequence[float],
    steps: Sequence[FlowStep],
    lane_count: int,
    *,
    room: float,
    legend: float,
) -> tuple[Page, ...]:
    """Spread rows over pages, as many on each as fit, with off-page connectors where lines cross.

    Args:
        text_points: Heights that the texts of the rows need.
        steps: One a row.
        lane_count: Number of lanes.
        room: Height of a page below the repeated headings.
        legend: Height that must be left below the last row.
    """
    filling = _Filling(text_points, steps, room, legend)
    pages = filling.pages()
    for _ in range(_MOST_ROUNDS):
        wanted = tuple(_with_lines(page, steps, lane_count) for page in pages)
        filling.make_room(wanted)
        filled = filling.pages()
        if filled == pages:
            return wanted
        pages = filled
    return tuple(_with_lines(page, steps, lane_count) for page in pages)


class _Filling:
    """Pages filled one after the other, with room for the off-page connectors known so far."""

    def __init__(
        self, text_points: Sequence[float], steps: Sequence[FlowStep], room: float, legend: float
    ) -> None:
        self._text_points = text_points
        self._steps = steps
        self._room = room
        self._legend = legend
        self._head = [1] * len(steps)
        self._foot = [1] * len(steps)

    def make_room(self, pages: Sequence[Page]) -> None:
        for page in pages:
            self._head[page.first] = max(self._head[page.first], page.head_lines)
            self._foot[page.last] = max(self._foot[page.last], page.foot_lines)

    def pages(self) -> tuple[Page, ...]:
        """Fill the pages; a row that is higher than a page has one of its own."""
        starts = [0]
        used = self._points(0, 0, 0)
        last = len(self._steps) - 1
        for row in range(1, len(self._steps)):
            foot = 0 if row == last else self._foot[row]
            after = self._legend if row == last else 0
            if used + self._points(row, 0, foot) + after > self._room:
                starts.append(row)
                used = self._points(row, self._head[row], 0)
            else:
                used += self._points(row, 0, 0)
        ends = (*(start - 1 for start in starts[1:]), last)
        return tuple(Page(first, last) for first, last in zip(starts, ends, strict=True))

    def _points(self, row: int, head_lines: int, foot_lines: int) -> float:
        strips = (head_lines * STRIP_POINTS, foot_lines * STRIP_POINTS)
        return row_points(self._text_points[row], self._steps[row], strips)


def _with_lines(page: Page, steps: Sequence[FlowStep], lane_count: int) -> Page:
    head, foot = (
        slots(page, found, steps, lane_count) for found in crossing(page, edges_of(steps))
    )
    lines = (max((line + 1 for line, _ in found), default=0) for found in (head, foot))
    return Page(page.first, page.last, *lines)


def slots(
    page: Page, edges: Sequence[Edge], steps: Sequence[FlowStep], lane_count: int
) -> tuple[tuple[int, int], ...]:
    """Return line and lane of each off-page connector at one end of a page.

    Lines count from 0, the nearest to the symbols. Each stands in the lane of its step or near it.
    """
    taken: list[tuple[int, int]] = []
    for edge in edges:
        row = edge.source if page.first <= edge.source <= page.last else edge.target
        wanted = steps[row].lanes[0]
        free = ((line, lane) for line in range(len(edges)) for lane in range(lane_count)
                if (line, lane) not in taken)  # fmt: skip
        taken.append(min(free, key=lambda slot: (slot[0] + _ASIDE * abs(slot[1] - wanted), slot)))
    return tuple(taken)


def crossing(page: Page, edges: Sequence[Edge]) -> tuple[list[Edge], list[Edge]]:
    """List the edges that have an off-page connector at the head, and at the foot, of a page.

    The one that joins neighbouring rows comes first: it stands nearest to them.
    """
    inside = range(page.first, page.last + 1)
    head: list[Edge] = []
    foot: list[Edge] = []
    for edge in edges:
        ends = (edge.source, edge.target)
        if (edge.source in inside) != (edge.target in inside):
            (head if min(ends) < page.first else foot).append(edge)
    return sorted(head, key=_distance), sorted(foot, key=_distance)


def _distance(edge: Edge) -> tuple[bool, int, int]:
    return not edge.is_next, edge.source, edge.target


def page_of(pages: Sequence[Page], row: int) -> int:
    """Return the position of the page that a row is on."""
    return next(n for n, page in enumerate(pages) if page.first <= row <= page.last)


def break_rows(pages: Sequence[Page]) -> tuple[int, ...]:
    """List the rows, by position, after which a page ends; the last page's end is none."""
    return tuple(page.last for page, _ in pairwise(pages))
