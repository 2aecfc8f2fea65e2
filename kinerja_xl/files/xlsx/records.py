"""What a package is made of: its relationships, sheets, tables and defined names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from xml.etree import ElementTree

from kinerja_xl.core.addresses import Area
from kinerja_xl.files.xlsx.xmlparts import local_name

_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_PLAIN_REFERENCE = re.compile(
    r"""=?\s*(?:'(?P<quoted>(?:[^']|'')+)'|(?P<plain>[^'!\[\]:\s]+))!
        (?P<area>\$?[A-Za-z]{1,3}\$?\d+(?::\$?[A-Za-z]{1,3}\$?\d+)?)\s*""",
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Relationship:
    """One relationship of a part.

    Attributes:
        kind: The last step of its type, such as `worksheet`.
        target: Name of the part it leads to, as the archive spells it; empty when it leads out
            of the package or nowhere.
    """

    identifier: str
    kind: str
    target: str


@dataclass(frozen=True, slots=True)
class SheetPart:
    """One sheet of the workbook.

    Attributes:
        state: `visible`, `hidden` or `veryHidden`.
        kind: `worksheet`, `chartsheet`, `dialogsheet` or a macro sheet's kind.
        part: Name of its part.
        identifier: The number by which other parts name it.
    """

    name: str
    state: str
    kind: str
    part: str
    identifier: str = ""


@dataclass(frozen=True, slots=True)
class TablePart:
    """One table (ListObject).

    Attributes:
        name: The name that formulas use.
        sheet: Name of its sheet.
        part: Name of its part.
        area: Headings, data rows and totals row together.
        columns: The names of its columns, left to right.
        header_rows: 1, or 0 when the headings are not shown.
        totals_rows: 1 when it has a totals row.
        calculated: Indexes of the columns that have a formula of their own, counted from 0.
        formulas: Those formulas by column, as far as they are read.
    """

    name: str
    sheet: str
    part: str
    area: Area
    columns: tuple[str, ...]
    header_rows: int
    totals_rows: int
    calculated: frozenset[int] = frozenset()
    formulas: tuple[str | None, ...] = ()

    @property
    def data_area(self) -> Area:
        """The data rows alone."""
        return Area(
            self.area.first_row + self.header_rows,
            self.area.first_column,
            self.area.last_row - self.totals_rows,
            self.area.last_column,
        )


@dataclass(frozen=True, slots=True)
class DefinedName:
    """One defined name.

    Attributes:
        text: What it stands for, as written in the file.
        scope: Name of the sheet it belongs to; `None` for the whole workbook.
        sheet: Sheet of the cells it denotes; empty when it is no plain reference.
        area: The cells it denotes.
    """

    name: str
    text: str
    scope: str | None
    sheet: str = ""
    area: Area | None = None


def read_table(root: ElementTree.Element, sheet: str, part: str) -> TablePart:
    """Read a table's part.

    Raises:
        ValueError: If its area or a count is no such thing.
    """
    columns = [column for group in root if local_name(group) == "tableColumns" for column in group]
    formulas = tuple(_calculated_formula(column) for column in columns)
    return TablePart(
        root.get("displayName") or root.get("name") or "",
        sheet,
        part,
        Area.parse(root.get("ref", "")),
        tuple(unescape_name(column.get("name", "")) for column in columns),
        int(root.get("headerRowCount", "1")),
        int(root.get("totalsRowCount", "0")),
        frozenset(index for index, text in enumerate(formulas) if text is not None),
        formulas,
    )


def _calculated_formula(column: ElementTree.Element) -> str | None:
    for child in column:
        if local_name(child) == "calculatedColumnFormula":
            return "".join(child.itertext())
    return None


def unescape_name(text: str) -> str:
    """Resolve the `_x000a_` notation in a column's name."""
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)


def read_name(element: ElementTree.Element, sheets: Sequence[str]) -> DefinedName:
    """Read a defined name; `sheets` are the names of the workbook's sheets in their order."""
    name, text = element.get("name", ""), "".join(element.itertext())
    scope = None
    if (index := element.get("localSheetId", "")).isdecimal() and int(index) < len(sheets):
        scope = sheets[int(index)]
    match = _PLAIN_REFERENCE.fullmatch(text)
    if match is None:
        return DefinedName(name, text, scope)
    sheet = match["plain"] or match["quoted"].replace("''", "'")
    try:
        return DefinedName(name, text, scope, sheet, Area.parse(match["area"]))
    except ValueError:
        return DefinedName(name, text, scope)
