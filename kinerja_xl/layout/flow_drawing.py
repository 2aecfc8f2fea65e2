"""A swim-lane flowchart drawn: symbols put into lanes and rows, and connected page by page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count

from kinerja_xl.layout.flow_pages import (
    END_POINTS,
    STRIP_POINTS,
    SYMBOL_POINTS,
    Edge,
    Page,
    crossing,
    edges_of,
    page_of,
    slots,
)
from kinerja_xl.layout.flow_routes import Request, Router
from kinerja_xl.layout.flowchart import (
    INFERRED_MARK,
    YES,
    Box,
    Flowchart,
    FlowStep,
    Grid,
    Shape,
    Symbol,
)
from kinerja_xl.layout.spec import column_letters

FIRST_NUMBER = 2
"""Excel numbers the shapes of a sheet from 2; 1 is the drawing itself."""

_BESIDE_POINTS = 11.0
"""Least room between a symbol and the edge of its lane, for the tracks of long lines."""
_WIDEST = {Shape.TERMINATOR: 46.0, Shape.PROCESS: 46.0, Shape.DECISION: 50.0, Shape.OFF_PAGE: 20.0}
_NARROWER = {Shape.TERMINATOR: 2.0, Shape.PROCESS: 2.0, Shape.DECISION: 0.0, Shape.OFF_PAGE: 6.0}


@dataclass(frozen=True, slots=True)
class _Joint:
    """An edge's two off-page connectors."""

    leaving: Symbol
    arriving: Symbol


class _Drawing:
    """A drawing in the making."""

    def __init__(
        self, steps: Sequence[FlowStep], pages: Sequence[Page], grid: Grid, lanes: Sequence[int]
    ) -> None:
        self._steps = steps
        self._pages = pages
        self._grid = grid
        self._lanes = tuple(grid.column(column) for column in lanes)
        self._edges = edges_of(steps)
        self._numbers = count(FIRST_NUMBER)
        self._symbols: list[Symbol] = []
        self._own: list[tuple[Symbol, ...]] = []
        self._ends: list[Request] = []

    def finished(self) -> Flowchart:
        for row, step in enumerate(self._steps):
            self._own.append(tuple(self._step_symbols(row, step)))
        joints = self._joints()
        routers = [
            Router([s for s in self._symbols if s.page == page], self._lanes, self._numbers)
            for page in range(len(self._pages))
        ]
        for row, symbols in enumerate(self._own):
            routers[page_of(self._pages, row)].join(symbols)
        for request in (*self._ends, *self._requests(joints)):
            routers[request.sources[0].page].connect(request)
        return Flowchart(
            tuple(self._symbols),
            tuple(connector for router in routers for connector in router.connectors),
            tuple(label for router in routers for label in router.labels),
        )

    def _step_symbols(self, row: int, step: FlowStep) -> Iterator[Symbol]:
        """Place a step's symbols, those of its actors first."""
        top, bottom = self._grid.row(row)
        page = page_of(self._pages, row)
        above, below = self._pages[page].strips(row)
        start, end = (END_POINTS * has for has in (step.has_own_start, step.has_own_end))
        middle = (top + above + start + bottom - below - end) / 2
        mark = INFERRED_MARK if step.is_inferred else ""
        own = [self._symbol(step.shape, lane, middle, step.number, page, mark)
               for lane in step.lanes]  # fmt: skip
        yield from own
        away = END_POINTS + (SYMBOL_POINTS[step.shape] - SYMBOL_POINTS[Shape.TERMINATOR]) / 2
        flow = (step.number, step.number)
        for has, y in ((step.has_own_start, middle - away), (step.has_own_end, middle + away)):
            if has:
                made = self._symbol(Shape.TERMINATOR, step.lanes[0], y, step.number, page, "")
                pair = (made, own[0]) if y < middle else (own[0], made)
                label = "" if y < middle else YES
                self._ends.append(Request((pair[0],), (pair[1],), flow, label, may_drop=True))

    def _symbol(self, shape: Shape, lane: int, y: float, step: int, page: int, text: str) -> Symbol:
        left, right = self._lanes[lane]
        widest = right - left - 2 * _BESIDE_POINTS - _NARROWER[shape]
        width, height = max(min(_WIDEST[shape], widest), 12.0), SYMBOL_POINTS[shape]
        box = Box((left + right - width) / 2, y - height / 2, width, height)
        made = Symbol(next(self._numbers), shape, box, step, page, text)
        self._symbols.append(made)
        return made

    def _joints(self) -> dict[Edge, _Joint]:
        """Place the pairs of off-page connectors and letter them."""
        placed: dict[tuple[Edge, int], Symbol] = {}
        crossed = [
            edge for edge in self._edges if self._page(edge.source) != self._page(edge.target)
        ]
        letters = {edge: column_letters(n) for n, edge in enumerate(crossed, start=1)}
        for number, page in enumerate(self._pages):
            head, foot = crossing(page, self._edges)
            for found, row, is_head in ((head, page.first, True), (foot, page.last, False)):
                top, bottom = self._grid.row(row)
                edge_y = top + page.strips(row)[0] if is_head else bottom - page.strips(row)[1]
                places = slots(page, found, self._steps, len(self._lanes))
                for edge, (line, lane) in zip(found, places, strict=True):
                    away = (line + 0.5) * STRIP_POINTS
                    y = edge_y - away if is_head else edge_y + away
                    other = edge.target if self._page(edge.source) == number else edge.source
                    placed[edge, number] = self._symbol(
                        Shape.OFF_PAGE, lane, y, other + 1, number, letters[edge]
                    )
        return {
            edge: _Joint(
                placed[edge, self._page(edge.source)], placed[edge, self._page(edge.target)]
            )
            for edge in crossed
        }

    def _page(self, row: int) -> int:
        return page_of(self._pages, row)

    def _requests(self, joints: dict[Edge, _Joint]) -> Iterator[Request]:
        """List the connectors to draw, those to the next row first: their way is fixed."""
        for edge in sorted(self._edges, key=lambda e: (not e.is_next, abs(e.target - e.source))):
            sources, targets = (self._own[row] for row in (edge.source, edge.target))
            flow = (edge.source + 1, edge.target + 1)
            if edge not in joints:
                yield Request(sources, targets, flow, edge.label, may_drop=edge.is_next)
                continue
            joint = joints[edge]
            pages = self._pages
            out_page, in_page = self._page(edge.source), self._page(edge.target)
            drops_out = not edge.is_return and edge.source == pages[out_page].last
            drops_in = not edge.is_return and edge.target == pages[in_page].first
            yield Request(sources, (joint.leaving,), flow, edge.label, may_drop=drops_out)
            yield Request((joint.arriving,), targets, flow, may_drop=drops_in)


def draw_flowchart(
    steps: Sequence[FlowStep], pages: Sequence[Page], grid: Grid, lanes: Sequence[int]
) -> Flowchart:
    """Draw the flow of an SOP.

    Args:
        steps: One a row, in order.
        pages: Which rows stand together on paper.
        grid: Columns and rows, those of the steps alone.
        lanes: Excel column of each actor's lane; lanes are neighbours.
    """
    return _Drawing(steps, pages, grid, lanes).finished()
