"""A returned form as its file holds it, and the shape that it must have."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time, timedelta

from kinerja_xl.core.forms import Block

RawValue = str | float | bool | date | time | timedelta
"""A cell as read; an empty cell is the empty text, an error value too (see `RawSheet.errors`)."""

CellAt = tuple[int, int]
"""A cell's row and column, both counted from 1."""


@dataclass(frozen=True, slots=True)
class RawSheet:
    """The cells of one sheet.

    Attributes:
        rows: All rows from the first one of the sheet, each as wide as the widest.
        errors: Cells that hold an error value such as `#DIV/0!`.
        percents: Cells with a percent format; empty unless such a cell exists.
        valueless: Cells that hold a formula and no result.
        formulas: Cells that hold a formula; `None` when they are exactly those of the form.
        has_facts: Whether any of these says something.
    """

    name: str
    rows: Sequence[Sequence[RawValue]]
    errors: Mapping[CellAt, str] = field(default_factory=dict)
    percents: frozenset[CellAt] = frozenset()
    valueless: frozenset[CellAt] = frozenset()
    formulas: frozenset[CellAt] | None = None
    has_facts: bool = field(init=False)

    def __post_init__(self) -> None:
        facts = self.errors or self.percents or self.valueless or self.formulas
        object.__setattr__(self, "has_facts", bool(facts))


@dataclass(frozen=True, slots=True)
class RawReturn:
    """A returned file.

    Attributes:
        name: Path relative to the office's folder, as findings name it.
        sha256: Of the whole file, in hexadecimal.
        identity: The rows of the identity sheet, first two columns as text.
        sheets: The sheets of the form that are there.
        stray_sheets: Names of other sheets that hold values.
        is_1904: Dates count from 1904; the dates in `sheets` are right already.
    """

    name: str
    sha256: str
    identity: tuple[tuple[str, str], ...]
    sheets: tuple[RawSheet, ...]
    stray_sheets: tuple[str, ...] = ()
    is_1904: bool = False


@dataclass(frozen=True, slots=True)
class BlockShape:
    """The columns of a block.

    Attributes:
        fields: The field of each column; the first one is the row key.
        headings: The heading of each column; the first one marks the heading row.
        live_columns: Columns of live formulas, counted from 1.
    """

    block: Block
    sheet: str
    fields: tuple[str, ...]
    headings: tuple[str, ...]
    live_columns: tuple[int, ...] = ()

    def column(self, field_name: str) -> int:
        """Return the column of a field, counted from 1."""
        return self.fields.index(field_name) + 1


@dataclass(frozen=True, slots=True)
class FormShape:
    """How a form is laid out.

    Attributes:
        blocks: The blocks that the form has rows of.
        sheets: All sheets of the form that hold values to look at.
        texts: Everything that stands in rows without a key.
    """

    blocks: tuple[BlockShape, ...]
    sheets: tuple[str, ...]
    texts: frozenset[str]

    def of(self, block: Block) -> BlockShape:
        """Return the shape of a block.

        Raises:
            KeyError: If the form has no rows of that block.
        """
        for shape in self.blocks:
            if shape.block is block:
                return shape
        raise KeyError(block)
