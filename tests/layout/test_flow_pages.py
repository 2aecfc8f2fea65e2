from __future__ import annotations

from hypothesis import given, settings

from kinerja_xl.layout.flow_pages import break_rows, crossing, edges_of
from tests.layout.flow_samples import LEGEND, ROOM, Flow, flows, simple_flow, spread


@settings(max_examples=25)
@given(flows(most_steps=24))
def test_split_pages__every_row__is_whole_on_one_page_that_holds_it(flow: Flow) -> None:
    pages, heights = spread(flow)

    rows = [row for page in pages for row in range(page.first, page.last + 1)]
    assert rows == list(range(len(flow.steps)))
    for page in pages:
        used = sum(heights[page.first : page.last + 1])
        legend = LEGEND if page is pages[-1] else 0
        assert used + legend <= ROOM or page.first == page.last


@settings(max_examples=25)
@given(flows(most_steps=24))
def test_split_pages__ways_over_pages__have_their_lines_at_head_and_foot(flow: Flow) -> None:
    pages, _ = spread(flow)

    edges = edges_of(flow.steps)
    for page in pages:
        head, foot = crossing(page, edges)
        assert bool(page.head_lines) == bool(head)
        assert bool(page.foot_lines) == bool(foot)


def test_split_pages__few_rows__one_page_without_breaks() -> None:
    pages, _ = spread(simple_flow([0, 1, 0]))

    assert len(pages) == 1
    assert break_rows(pages) == ()


def test_split_pages__many_rows__flow_goes_on_over_each_break() -> None:
    pages, _ = spread(simple_flow([0, 1] * 12))

    assert len(pages) > 1
    assert [(page.head_lines, page.foot_lines) for page in pages] == [
        (0, 1), *((1, 1) for _ in pages[2:]), (1, 0),
    ]  # fmt: skip


def test_edges_of__returns__are_labelled_and_marked_when_inferred() -> None:
    first, second, third = simple_flow([0, 0, 0]).steps
    decision = type(third)(3, (0,), (), ((1, True), (2, False)))

    edges = edges_of((first, second, decision))

    assert [(e.source, e.target, e.label) for e in edges] == [
        (0, 1, ""), (1, 2, ""), (2, 0, "Tidak*"), (2, 1, "Tidak"),
    ]  # fmt: skip
