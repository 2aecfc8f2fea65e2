"""The vocabulary in which sheets are described: kinds of cells, columns, tables, named cells."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from enum import Enum


def column_letters(number: int) -> str:
    """Return the letters of an Excel column, counted from 1."""
    letters = ""
    while number:
        number, remainder = divmod(number - 1, 26)
        letters = chr(ord("A") + remainder) + letters
    return letters


class Kind(Enum):
    """What a column holds; it decides number format, alignment and validation."""

    TEXT = "text"
    LONG_TEXT = "long text"
    CODE = "code"
    NUMBER = "number"
    INTEGER = "integer"
    MONEY = "money"
    PERCENT_POINTS = "percent points"
    DATE = "date"
    MOMENT = "moment"
    MEASURE = "measure"


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table.

    Attributes:
        field: English name by which rules know it.
        heading: Indonesian heading, unique within its table.
        width: In characters.
        is_entry: A person may type into it; all other columns are locked.
        is_hidden: Not shown.
        formula: Makes the text of the live formula (file syntax, no `=`) from the table; the same
            for every row.
        choices: Defined name of the list of allowed values; empty for none.
        help: Shown as input message when a cell of an entry column is selected.
        number_format: Excel's format code in place of the one its kind has; empty for that one.
    """

    field: str
    heading: str
    kind: Kind
    width: float
    is_entry: bool = False
    is_hidden: bool = False
    formula: Callable[[Table], str] | None = None
    choices: str = ""
    help: str = ""
    number_format: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A ListObject of the master.

    Attributes:
        name: Its fixed name.
        sheet: The sheet it is on.
        header_row: Excel row of the headings, counted from 1.
        first_column: Excel column of the first heading, counted from 1.
    """

    name: str
    sheet: str
    header_row: int
    columns: tuple[Column, ...]
    first_column: int = 1
    _positions: dict[str, int] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        positions = {column.field: n for n, column in enumerate(self.columns)}
        headings = {column.heading for column in self.columns}
        if len(positions) != len(self.columns) or len(headings) != len(self.columns):
            raise ValueError(f"{self.name}: a field or a heading occurs twice")
        object.__setattr__(self, "_positions", positions)

    @property
    def fields(self) -> tuple[str, ...]:
        """The field names in order."""
        return tuple(column.field for column in self.columns)

    def position(self, field_name: str) -> int:
        """Return the index of a field among the columns, counted from 0.

        Raises:
            KeyError: If the table has no such field.
        """
        return self._positions[field_name]

    def column(self, field_name: str) -> Column:
        """Return the column of a field."""
        return self.columns[self._positions[field_name]]

    def this_row(self, field_name: str) -> str:
        """Return the structured reference to the field in the formula's own row."""
        return f"{self.name}[[#This Row],[{self.column(field_name).heading}]]"

    def whole(self, field_name: str) -> str:
        """Return the structured reference to all data rows of the field."""
        return f"{self.name}[[{self.column(field_name).heading}]]"

    def formula(self, field_name: str) -> str:
        """Return the text of the field's live formula.

        Raises:
            ValueError: If the field has none.
        """
        make = self.column(field_name).formula
        if make is None:
            raise ValueError(f"{self.name}.{field_name} has no formula")
        return make(self)

    def named(self, name: str, sheet: str) -> Table:
        """Return the same table under another name on another sheet."""
        return replace(self, name=name, sheet=sheet)


@dataclass(frozen=True, slots=True)
class NamedCell:
    """A single cell with a workbook-wide defined name, its label to the left of it.

    Attributes:
        name: The defined name.
        label: Indonesian label.
        row: Excel row, counted from 1.
        column: Excel column of the value, counted from 1.
        is_prominent: Shown larger and coloured.
        last_column: Where the merged area of the value ends; 0 when it is a single cell.
        formula: Live formula text; empty for a plain value.
    """

    name: str
    sheet: str
    label: str
    row: int
    column: int
    kind: Kind
    is_entry: bool = False
    choices: str = ""
    help: str = ""
    formula: str = ""
    last_column: int = 0
    is_prominent: bool = False
