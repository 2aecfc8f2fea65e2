from __future__ import annotations

from itertools import combinations, pairwise

from hypothesis import given, settings

from kinerja_xl.layout.flow_pages import edges_of
from kinerja_xl.layout.flowchart import Box, Connector, Shape, Side, Symbol
from tests.layout.flow_samples import TEXT_BEFORE, Drawn, Flow, flows, laid_out, simple_flow

_EXAMPLES = settings(max_examples=25)
_NEAR = 0.01


def _numbered(drawn: Drawn) -> dict[int, Symbol]:
    return {symbol.number: symbol for symbol in drawn.chart.symbols}


def _pieces(connector: Connector) -> list[Box]:
    return [
        Box(min(a[0], b[0]), min(a[1], b[1]), abs(a[0] - b[0]), abs(a[1] - b[1]))
        for a, b in pairwise(connector.points)
    ]


def _shrunk(box: Box) -> Box:
    return Box(box.left + 1, box.top + 1, box.width - 2, box.height - 2)


@_EXAMPLES
@given(flows())
def test_draw_flowchart__symbols__overlap_nowhere_and_stay_in_lane_and_row(flow: Flow) -> None:
    drawn = laid_out(flow)

    assert not any(a.box.overlaps(b.box) for a, b in combinations(drawn.chart.symbols, 2))
    for symbol in drawn.chart.symbols:
        page = drawn.pages[symbol.page]
        rows = [drawn.grid.row(row) for row in range(page.first, page.last + 1)]
        assert any(top <= symbol.box.top and symbol.box.bottom <= low for top, low in rows)
        columns = [drawn.grid.column(TEXT_BEFORE + 1 + n) for n in range(flow.lane_count)]
        assert any(left < symbol.box.left and symbol.box.right < right for left, right in columns)


@_EXAMPLES
@given(flows())
def test_draw_flowchart__connectors__touch_their_symbols_and_pass_no_other(flow: Flow) -> None:
    drawn = laid_out(flow)

    symbols = _numbered(drawn)
    for connector in drawn.chart.connectors:
        source, target = symbols[connector.source], symbols[connector.target]
        assert connector.points[0] == source.box.at(connector.source_side)
        assert connector.points[-1] == target.box.at(connector.target_side)
        assert source.page == target.page
        for piece in _pieces(connector):
            assert min(piece.width, piece.height) < _NEAR
            assert not any(piece.overlaps(_shrunk(symbol.box)) for symbol in drawn.chart.symbols)


@_EXAMPLES
@given(flows())
def test_draw_flowchart__every_way_of_the_flow__is_drawn_over_pages_in_pairs(flow: Flow) -> None:
    drawn = laid_out(flow)

    symbols = _numbered(drawn)
    for edge in edges_of(flow.steps):
        ways = [
            connector
            for connector in drawn.chart.connectors
            if connector.flow == (edge.source + 1, edge.target + 1) and connector.has_arrow
        ]
        ways.sort(key=lambda way: symbols[way.source].shape is Shape.OFF_PAGE)
        ends = [(symbols[way.source], symbols[way.target]) for way in ways]
        assert ends[0][0].step == edge.source + 1
        assert ends[-1][1].step == edge.target + 1
        assert ways[0].label == edge.label
        if len(ways) > 1:
            (_, leaving), (arriving, _) = ends
            assert leaving.shape is arriving.shape is Shape.OFF_PAGE
            assert leaving.text == arriving.text
            assert leaving.page != arriving.page
    letters = [symbol.text for symbol in drawn.chart.symbols if symbol.shape is Shape.OFF_PAGE]
    assert all(letters.count(letter) == 2 for letter in letters)


@settings(max_examples=10)
@given(flows())
def test_draw_flowchart__numbers__are_unique_and_places_lie_on_the_grid(flow: Flow) -> None:
    drawn = laid_out(flow)

    chart = drawn.chart
    numbers = [symbol.number for symbol in chart.symbols]
    numbers += [connector.number for connector in chart.connectors]
    numbers += [label.number for label in chart.labels]
    assert len(set(numbers)) == len(numbers)
    assert min(numbers) > 1
    for label in chart.labels:
        drawn.grid.anchor((label.box.right, label.box.bottom))


def test_draw_flowchart__same_lane__arrow_goes_straight_down() -> None:
    chart = laid_out(simple_flow([0, 0, 0])).chart

    assert [
        (c.source_side, c.target_side, len(c.points)) for c in chart.connectors
    ] == [(Side.BOTTOM, Side.TOP, 2)] * 2  # fmt: skip


def test_draw_flowchart__next_lane__arrow_goes_across_and_down() -> None:
    chart = laid_out(simple_flow([0, 1, 0])).chart

    assert [(c.source_side, c.target_side, len(c.points)) for c in chart.connectors] == [
        (Side.RIGHT, Side.TOP, 3), (Side.LEFT, Side.TOP, 3),
    ]  # fmt: skip


def test_draw_flowchart__symbols__are_those_of_the_steps() -> None:
    chart = laid_out(simple_flow([0, 1, 1, 0], [(3, 2)])).chart

    assert [symbol.shape for symbol in chart.symbols] == [
        Shape.TERMINATOR, Shape.PROCESS, Shape.DECISION, Shape.TERMINATOR,
    ]  # fmt: skip


def test_draw_flowchart__decision__ways_are_labelled_and_leave_by_different_sides() -> None:
    chart = laid_out(simple_flow([0, 1, 1, 0], [(3, 2), (3, 1)])).chart

    decision = next(symbol for symbol in chart.symbols if symbol.shape is Shape.DECISION)
    sides = {c.label: c.source_side for c in chart.connectors if c.source == decision.number}
    assert {label.text for label in chart.labels} == {"Ya", "Tidak"}
    assert sides["Ya"] is not sides["Tidak"]


def test_draw_flowchart__decision_at_the_end__yes_leads_to_a_terminator() -> None:
    chart = laid_out(simple_flow([0, 1, 1], [(3, 1)])).chart

    end = max(chart.symbols, key=lambda symbol: symbol.box.bottom)
    assert end.shape is Shape.TERMINATOR
    assert [c.label for c in chart.connectors if c.target == end.number] == ["Ya"]


def test_draw_flowchart__several_actors__symbols_are_joined_without_arrow() -> None:
    flow = simple_flow([0, 1, 2])
    first, second, third = flow.steps
    second = type(second)(2, (2, 0, 1), (3,))

    chart = laid_out(Flow((first, second, third), 3, 60.0, flow.text_points)).chart

    joins = [c for c in chart.connectors if not c.has_arrow]
    assert len([symbol for symbol in chart.symbols if symbol.step == 2]) == 3
    assert [(c.source_side, c.target_side) for c in joins] == [(Side.RIGHT, Side.LEFT)] * 2


def test_draw_flowchart__inferred_actor__symbol_is_marked() -> None:
    flow = simple_flow([0, 1])
    first, second = flow.steps
    inferred = type(second)(2, second.lanes, (), is_inferred=True)

    chart = laid_out(Flow((first, inferred), 2, 60.0, flow.text_points)).chart

    assert [symbol.text for symbol in chart.symbols] == ["", "*"]


def test_draw_flowchart__forty_steps_twelve_lanes__no_line_through_a_symbol() -> None:
    lanes = [(n * 5) % 12 for n in range(40)]
    returns = [(n, n - back) for n in range(8, 40, 4) for back in (1, 3, 7)]

    drawn = laid_out(simple_flow(lanes, returns))

    for connector in drawn.chart.connectors:
        for piece in _pieces(connector):
            assert not any(piece.overlaps(_shrunk(symbol.box)) for symbol in drawn.chart.symbols)
