"""The vocabulary of a swim-lane flowchart: boxes, symbols, connectors, labels; all in points.

Points count right from the left edge of the sheet and down from the top of the first step's row.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import accumulate, pairwise

Point = tuple[float, float]

YES, NO = "Ya", "Tidak"
INFERRED_MARK = "*"


class Shape(Enum):
    """The symbols of PermenPANRB 35/2012 beside the arrow, by their Indonesian names."""

    TERMINATOR = "Mulai/berakhir"
    PROCESS = "Proses"
    DECISION = "Keputusan"
    OFF_PAGE = "Sambungan halaman"


class Side(Enum):
    """Where a connector meets a symbol; the values number Excel's connection sites."""

    TOP = 0
    LEFT = 1
    BOTTOM = 2
    RIGHT = 3


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle."""

    left: float
    top: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """The right edge."""
        return self.left + self.width

    @property
    def bottom(self) -> float:
        """The lower edge."""
        return self.top + self.height

    @property
    def middle(self) -> Point:
        """The point in the middle."""
        return self.left + self.width / 2, self.top + self.height / 2

    def at(self, side: Side) -> Point:
        """Return the middle of a side, where connectors meet it."""
        x, y = self.middle
        return {
            Side.TOP: (x, self.top), Side.LEFT: (self.left, y),
            Side.BOTTOM: (x, self.bottom), Side.RIGHT: (self.right, y),
        }[side]  # fmt: skip

    def overlaps(self, other: Box) -> bool:
        """Say whether the two share more than an edge."""
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )


@dataclass(frozen=True, slots=True)
class FlowStep:
    """What the drawing needs to know of a step.

    Attributes:
        number: Counted from 1; the steps' rows follow each other in this order.
        lanes: Positions of its actors, counted from 0, the first named first.
        following: Numbers of the steps that come next; none at an end.
        returns: Numbers of earlier steps that it can go back to, and whether that was inferred.
        is_inferred: Whether its actors were inferred.
    """

    number: int
    lanes: tuple[int, ...]
    following: tuple[int, ...]
    returns: tuple[tuple[int, bool], ...] = ()
    is_inferred: bool = False

    @property
    def is_decision(self) -> bool:
        """Whether the flow can go back from here."""
        return bool(self.returns)

    @property
    def shape(self) -> Shape:
        """The symbol of the step."""
        if self.is_decision:
            return Shape.DECISION
        is_end = self.number == 1 or not self.following
        return Shape.TERMINATOR if is_end else Shape.PROCESS

    @property
    def has_own_start(self) -> bool:
        """Whether a terminator stands above its symbol, which is another."""
        return self.number == 1 and self.is_decision

    @property
    def has_own_end(self) -> bool:
        """Whether a terminator stands below its symbol, which is another."""
        return not self.following and self.is_decision


@dataclass(frozen=True, slots=True)
class Symbol:
    """A symbol in its place.

    Attributes:
        number: Unique in the drawing; connectors name their symbols by it.
        step: Number of the step that it belongs to, or that an off-page connector is joined with.
        page: Counted from 0.
        text: Written into it.
    """

    number: int
    shape: Shape
    box: Box
    step: int
    page: int
    text: str = ""


@dataclass(frozen=True, slots=True)
class Connector:
    """A line between two symbols, bound to a side of each.

    Attributes:
        points: Both ends and the corners between: straight; across, down; across, up or down,
            across; or that and down once more.
        has_arrow: Whether it points to the target; lines between actors of one step do not.
        flow: Numbers of the steps that it leads from and to, over pages if need be.
        label: Written at its source; empty for none.
    """

    number: int
    source: int
    source_side: Side
    target: int
    target_side: Side
    points: tuple[Point, ...]
    has_arrow: bool
    flow: tuple[int, int]
    label: str = ""


@dataclass(frozen=True, slots=True)
class Label:
    """A word beside a connector."""

    number: int
    text: str
    box: Box


@dataclass(frozen=True, slots=True)
class Flowchart:
    """A drawing, complete."""

    symbols: tuple[Symbol, ...] = ()
    connectors: tuple[Connector, ...] = ()
    labels: tuple[Label, ...] = ()


@dataclass(frozen=True, slots=True)
class Anchor:
    """A point by the cell it lies in.

    Attributes:
        column: Counted from 1, as is `row`.
        right: Points from the cell's left edge.
        down: Points from the cell's upper edge.
    """

    column: int
    right: float
    row: int
    down: float


class Grid:
    """The columns and rows that a drawing lies on."""

    def __init__(
        self, widths: Sequence[float], heights: Sequence[float], first_row: int = 1
    ) -> None:
        """Make a grid.

        Args:
            widths: Of the sheet's columns from the first.
            heights: Of the rows from the one where points start.
            first_row: Excel row of the first height.
        """
        self._lefts = (0.0, *accumulate(widths))
        self._tops = (0.0, *accumulate(heights))
        self._first_row = first_row

    def column(self, number: int) -> tuple[float, float]:
        """Return left and right edge of a column, counted from 1."""
        return self._lefts[number - 1], self._lefts[number]

    def row(self, position: int) -> tuple[float, float]:
        """Return upper and lower edge of a row, counted from 0."""
        return self._tops[position], self._tops[position + 1]

    def anchor(self, point: Point) -> Anchor:
        """Return the cell in which a point lies.

        Raises:
            ValueError: If it lies outside.
        """
        column, right = _located(self._lefts, point[0])
        row, down = _located(self._tops, point[1])
        return Anchor(column + 1, right, row + self._first_row, down)


def _located(edges: Sequence[float], value: float) -> tuple[int, float]:
    for position, (low, high) in enumerate(pairwise(edges)):
        if low <= value < high:
            return position, value - low
    raise ValueError(f"{value} lies outside of 0 to {edges[-1]}")
