"""Which parts of a block are to be written, so that what stays keeps its links and letters."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from kinerja_xl.core.addresses import Area
from kinerja_xl.live.cells import Text, Written

Span = tuple[int, int]


def differing_areas(
    block: Sequence[Sequence[Written]], before: Sequence[Sequence[Written]]
) -> list[Area]:
    """Return rectangles, counted from 1, that hold every cell with another content than before.

    Programs drop what a text carries when it is written again: a link, bold letters. So no text
    that stays is among them. Other contents carry nothing; taking them in makes for few rectangles.

    Args:
        block: What the cells are to hold.
        before: What they hold; it may have fewer rows, those beyond are all written.
    """
    done: list[Area] = []
    growing: dict[Span, Area] = {}
    for number, row in enumerate(block, start=1):
        old = before[number - 1] if number <= len(before) else None
        kept, spans = _row_spans(row, old)
        for span in [*growing]:
            if any(span[0] <= column <= span[1] for column in kept):
                done.append(growing.pop(span))
        for first, last in spans:
            area = growing.get((first, last)) or Area(number, first, number, last)
            growing[first, last] = area.with_last_row(number)
    return [*done, *growing.values()]


def _row_spans(
    row: Sequence[Written], old: Sequence[Written] | None
) -> tuple[list[int], list[Span]]:
    """Return the columns of a row that must not be written, and the spans that are to be."""
    if old is None:
        return [], [(1, len(row))]
    pairs = list(zip(row, old, strict=True))
    kept = [column for column, pair in enumerate(pairs, start=1) if _is_kept(*pair)]
    changed = [column for column, pair in enumerate(pairs, start=1) if not _is_same(*pair)]
    return kept, [
        (first, last)
        for first, last in _between(kept, len(row))
        if any(first <= column <= last for column in changed)
    ]


def _between(columns: Sequence[int], width: int) -> Iterator[Span]:
    edges = [0, *columns, width + 1]
    for left, right in pairwise(edges):
        if right - left > 1:
            yield left + 1, right - 1


def _is_same(new: Written, old: Written) -> bool:
    return type(new) is type(old) and new == old


def _is_kept(new: Written, old: Written) -> bool:
    if not _is_same(new, old) or not isinstance(new, str) or not new:
        return False
    return isinstance(new, Text) or not new.startswith("=")
