"""The ways of connectors: down to the next row where possible, else along a track between lanes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from kinerja_xl.layout.flowchart import Box, Connector, Label, Point, Shape, Side, Symbol

LABEL_HEIGHT = 9.0
_LETTER_POINTS, _LABEL_MARGIN = 3.3, 3.0
"""Width of a label's letter on average."""
_LABEL_GAP, _ARROW_HALF = 1.0, 2.5

_STUB = 5.0
"""The shortest piece of a line beside a symbol; an arrow's head takes as much."""
_ABOVE = 8.0
"""How far above a symbol a line runs that enters it from above."""
_FROM_ABOVE = 60.0
"""A line that turns so often is taken only if it spares the reader more than that."""
_SECOND_CHOICE = 40.0
_TRACK_GAP = 4.0
_LINE_GAP = 2.5
"""Nearer than this, two lines look like one."""
_BESIDE_EDGE = 2.0
"""No line runs on the edge of a lane, where the table has a line of its own."""
_SAME_PLACE = 2.0

_THROUGH, _SHARED, _OVERLAP, _LABEL_HIT, _CROSSING = 1e6, 2e4, 5e3, 400.0, 30.0
"""What is worse than a longer way, by how much: in points of length."""

_ACROSS = (Side.LEFT, Side.RIGHT)
Segment = tuple[Point, Point]


@dataclass(frozen=True, slots=True)
class Request:
    """A connector to be drawn.

    Attributes:
        sources: Symbols that it may start from, the best first.
        targets: Symbols that it may lead to, the best first.
        flow: Numbers of the steps that it leads from and to.
        label: Written at its source.
        may_drop: Whether the target is in the next row, so that the way down is free.
    """

    sources: tuple[Symbol, ...]
    targets: tuple[Symbol, ...]
    flow: tuple[int, int]
    label: str = ""
    may_drop: bool = False


@dataclass(frozen=True, slots=True)
class _Way:
    source: Symbol
    source_side: Side
    target: Symbol
    target_side: Side
    points: tuple[Point, ...]
    segments: tuple[Segment, ...] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "segments", tuple(pairwise(self.points)))


class Router:
    """Finds the ways of the connectors of one page, each with regard to those before it."""

    def __init__(
        self,
        symbols: Sequence[Symbol],
        lanes: Sequence[tuple[float, float]],
        numbers: Iterator[int],
    ) -> None:
        """Make a router.

        Args:
            symbols: All of the page.
            lanes: Left and right edge of each lane.
            numbers: Gives connectors and labels theirs.
        """
        self._symbols = symbols
        self._tracks = tuple(_tracks(lanes, symbols))
        self._edges = lanes[0][0], lanes[-1][1]
        self._numbers = numbers
        self._ways: list[_Way] = []
        self._ports: dict[tuple[int, Side], set[str]] = {}
        self.connectors: list[Connector] = []
        self.labels: list[Label] = []

    def join(self, symbols: Sequence[Symbol]) -> None:
        """Join the symbols of one step's actors by lines without arrows."""
        ordered = sorted(symbols, key=lambda symbol: symbol.box.left)
        for left, right in pairwise(ordered):
            points = (left.box.at(Side.RIGHT), right.box.at(Side.LEFT))
            way = _Way(left, Side.RIGHT, right, Side.LEFT, points)
            self._keep(way, (left.step, right.step), has_arrow=False)

    def connect(self, request: Request) -> None:
        """Draw a connector by the best way there is."""
        drop = _drop(request) if request.may_drop else None
        if drop is None or any(self._is_through(drop, segment) for segment in drop.segments):
            drop = self._best(request)
        self._keep(drop, request.flow, request.label)

    def _best(self, request: Request) -> _Way:
        """Return the cheapest way; whatever is dearer by its length alone is not looked at."""
        ways = sorted(
            (
                (self._length(way, request), n, way)
                for n, way in enumerate(self._candidates(request))
            ),
        )
        cost, _, best = ways[0]
        cost += self._trouble(best, request)
        for length, _, way in ways[1:]:
            if length >= cost:
                break
            found = length + self._trouble(way, request)
            if found < cost:
                cost, best = found, way
        return best

    def _candidates(self, request: Request) -> Iterator[_Way]:
        for source in request.sources:
            for target in request.targets:
                for side in _ACROSS:
                    for end in (*_ACROSS, Side.TOP):
                        yield from self._by_tracks(source, side, target, end)

    def _by_tracks(
        self, source: Symbol, source_side: Side, target: Symbol, target_side: Side
    ) -> Iterator[_Way]:
        start, finish = source.box.at(source_side), target.box.at(target_side)
        above = finish[1] - _ABOVE
        for x in self._tracks:
            if not _leaves(start[0], source_side, x):
                continue
            points: tuple[Point, ...] = ()
            if target_side is Side.TOP:
                points = (start, (x, start[1]), (x, above), (finish[0], above), finish)
            elif _leaves(finish[0], target_side, x):
                points = (start, (x, start[1]), (x, finish[1]), finish)
            if points:
                yield _Way(source, source_side, target, target_side, points)

    def _length(self, way: _Way, request: Request) -> float:
        length = sum(abs(a[0] - b[0]) + abs(a[1] - b[1]) for a, b in way.segments)
        choice = request.sources.index(way.source) + request.targets.index(way.target)
        turned = _FROM_ABOVE * (way.target_side is Side.TOP)
        shared = self._shared(way, request.label) * _SHARED
        return length + _SECOND_CHOICE * choice + turned + shared

    def _trouble(self, way: _Way, request: Request) -> float:
        """Weigh what a way meets."""
        through = sum(self._is_through(way, segment) for segment in way.segments)
        hits = sum(_meets(segment, label.box) for segment in way.segments for label in self.labels)
        if request.label:
            own = _label_box(way, request.label, self._edges)
            hits += sum(_meets(s, own) for other in self._ways for s in other.segments)
            hits += sum(
                symbol.box.overlaps(own) for symbol in self._symbols if symbol is not way.source
            )
        overlaps = crossings = 0
        for other in self._ways:
            if not _share_port(way, other):
                for a in way.segments:
                    overlaps += sum(_runs_along(a, b) for b in other.segments)
                    crossings += sum(_crosses(a, b) for b in other.segments)
        return through * _THROUGH + overlaps * _OVERLAP + hits * _LABEL_HIT + crossings * _CROSSING

    def _shared(self, way: _Way, label: str) -> int:
        """Count the ends at which a line of another meaning meets the symbol already."""
        start = self._ports.get((way.source.number, way.source_side), set())
        finish = self._ports.get((way.target.number, way.target_side), set())
        return int(bool(start - {_leaving(label)})) + int(bool(finish - {_ENTERING}))

    def _is_through(self, way: _Way, segment: Segment) -> bool:
        return any(
            _meets(segment, symbol.box)
            for symbol in self._symbols
            if symbol.number not in (way.source.number, way.target.number)
        )

    def _keep(
        self, way: _Way, flow: tuple[int, int], label: str = "", *, has_arrow: bool = True
    ) -> None:
        self._ways.append(way)
        ports = ((way.source, way.source_side, _leaving(label) if has_arrow else _JOINED),
                 (way.target, way.target_side, _ENTERING if has_arrow else _JOINED))  # fmt: skip
        for symbol, side, role in ports:
            self._ports.setdefault((symbol.number, side), set()).add(role)
        self.connectors.append(
            Connector(
                next(self._numbers), way.source.number, way.source_side, way.target.number,
                way.target_side, way.points, has_arrow, flow, label,
            )
        )  # fmt: skip
        if not label:
            return
        box = _label_box(way, label, self._edges)
        if all(known.box != box for known in self.labels):
            self.labels.append(Label(next(self._numbers), label, box))


_ENTERING, _JOINED = "in", "join"


def _leaving(label: str) -> str:
    return f"out {label}"


def _drop(request: Request) -> _Way:
    """Lead down to the next row: straight in the same lane, else across and down."""
    source, target = min(
        ((s, t) for s in request.sources for t in request.targets),
        key=lambda pair: abs(pair[0].box.middle[0] - pair[1].box.middle[0]),
    )
    from_x, to_x = source.box.middle[0], target.box.middle[0]
    finish = target.box.at(Side.TOP)
    if abs(from_x - to_x) < _SAME_PLACE:
        points = (source.box.at(Side.BOTTOM), finish)
        return _Way(source, Side.BOTTOM, target, Side.TOP, points)
    side = Side.RIGHT if to_x > from_x else Side.LEFT
    start = source.box.at(side)
    return _Way(source, side, target, Side.TOP, (start, (finish[0], start[1]), finish))


def _tracks(lanes: Sequence[tuple[float, float]], symbols: Sequence[Symbol]) -> Iterator[float]:
    """List where vertical lines may run: between the symbols of neighbouring lanes."""
    half = max((s.box.width for s in symbols if s.shape is not Shape.OFF_PAGE), default=0) / 2
    edges = [lanes[0][0], *(right for _, right in lanes)]
    middles = [(left + right) / 2 for left, right in lanes]
    for position, edge in enumerate(edges):
        low = middles[position - 1] + half + _STUB if position else edge + _BESIDE_EDGE
        is_last = position == len(lanes)
        high = edge - _BESIDE_EDGE if is_last else middles[position] - half - _STUB
        for n in range(int((high - low) // _TRACK_GAP) + 2):
            for x in (edge - _BESIDE_EDGE - n * _TRACK_GAP, edge + _BESIDE_EDGE + n * _TRACK_GAP):
                if low <= x <= high:
                    yield x


def _leaves(x: float, side: Side, track: float) -> bool:
    return track >= x + _STUB if side is Side.RIGHT else track <= x - _STUB


def _label_box(way: _Way, label: str, edges: tuple[float, float]) -> Box:
    """Place a label beside the first piece of a line, away from where the line turns.

    Where the outermost lane has no room for it, it stands in the corner beside the diamond.
    """
    (x, y), (next_x, _) = way.points[:2]
    width = len(label) * _LETTER_POINTS + _LABEL_MARGIN
    if way.source_side is Side.BOTTOM:
        return Box(x + _ARROW_HALF, y, width, LABEL_HEIGHT)
    beside = x if next_x > x else x - width
    left = min(max(beside, edges[0] + _LABEL_GAP), edges[1] - _LABEL_GAP - width)
    symbol = way.source.box
    away = _LABEL_GAP + abs(left - beside) * symbol.height / symbol.width
    turns_up = way.points[-1][1] < y
    return Box(left, y + away if turns_up else y - LABEL_HEIGHT - away, width, LABEL_HEIGHT)


def _meets(segment: Segment, box: Box) -> bool:
    (x1, y1), (x2, y2) = segment
    return (
        min(x1, x2) < box.right and max(x1, x2) > box.left
        and min(y1, y2) < box.bottom and max(y1, y2) > box.top
    )  # fmt: skip


def _share_port(way: _Way, other: _Way) -> bool:
    return (way.source.number, way.source_side) == (other.source.number, other.source_side) or (
        way.target.number, way.target_side
    ) == (other.target.number, other.target_side)  # fmt: skip


def _runs_along(a: Segment, b: Segment) -> bool:
    """Say whether two lines of the same direction lie on or close beside each other."""
    for axis in (0, 1):
        if a[0][axis] == a[1][axis] and b[0][axis] == b[1][axis]:
            near = abs(a[0][axis] - b[0][axis]) < _LINE_GAP
            low = max(min(p[1 - axis] for p in a), min(p[1 - axis] for p in b))
            high = min(max(p[1 - axis] for p in a), max(p[1 - axis] for p in b))
            return near and low < high
    return False


def _crosses(a: Segment, b: Segment) -> bool:
    a_is_upright, b_is_upright = (line[0][0] == line[1][0] for line in (a, b))
    if a_is_upright == b_is_upright:
        return False
    upright, level = (a, b) if a_is_upright else (b, a)
    xs, ys = sorted(p[0] for p in level), sorted(p[1] for p in upright)
    return xs[0] < upright[0][0] < xs[1] and ys[0] < level[0][1] < ys[1]
