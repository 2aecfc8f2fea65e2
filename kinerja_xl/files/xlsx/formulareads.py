"""Which cells a formula reads, as far as its text tells; in doubt it reads everything."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from kinerja_xl.core.addresses import MAXIMUM_COLUMN, MAXIMUM_ROW, Area, column_number
from kinerja_xl.files.xlsx.records import DefinedName, TablePart

_TOKEN = re.compile(
    r"""
    "(?:[^"]|"")*"
  | \#[A-Z0-9/]+[!?]?
  | (?P<sheet>(?:'(?:[^']|'')+'|(?:\[[^\[\]]*\])?[\w.\\?]++(?::[\w.\\?]++)?|\[[^\[\]]*\])!)?
    (?<![\w.\\?])
    (?: \$?(?P<c1>[A-Za-z]{1,3})\$?(?P<r1>[0-9]{1,7})
        (?::\$?(?P<c2>[A-Za-z]{1,3})\$?(?P<r2>[0-9]{1,7}))?
      | \$?(?P<cc1>[A-Za-z]{1,3}):\$?(?P<cc2>[A-Za-z]{1,3})
      | \$?(?P<rr1>[0-9]{1,7}):\$?(?P<rr2>[0-9]{1,7})
    )
    (?P<area>)(?![\w.(!\[\\?])
  | (?P<foreign>(?:'(?:[^']|'')+'|(?:\[[^\[\]]*\])?[\w.\\?]++(?::[\w.\\?]++)?|\[[^\[\]]*\])!)
  | (?P<table>[\w.\\?]++)?(?P<columns>\[(?:[^\[\]']|'.|\[(?:[^\[\]']|'.)*\])*\])
  | (?P<function>[\w.\\?]++)\s*\(
  | (?P<name>[\w.\\?]++)
  | (?P<range>:)
    """,
    re.VERBOSE,
)
_VOLATILE = frozenset(
    {"NOW", "TODAY", "RAND", "RANDBETWEEN", "RANDARRAY", "OFFSET", "INDIRECT", "INFO", "CELL"}
)
_WIDENING = frozenset({"SUMIF", "AVERAGEIF"})
"""Functions that read as many cells of their last range as the first one has."""


class Read(NamedTuple):
    """An area that a formula reads; a sheet's name is case-folded, empty for every sheet."""

    sheet: str
    first_row: int
    first_column: int
    last_row: int
    last_column: int


@dataclass(frozen=True, slots=True)
class _RowRead:
    """The row of a table in which the formula stands."""

    table: TablePart


class FormulaReader:
    """Answers what formulas read in one workbook.

    Args:
        sheets: The names of its sheets.
        tables: Its tables, as they are when the formulas are looked at.
        names: Its defined names.
    """

    def __init__(
        self,
        sheets: Iterable[str],
        tables: Iterable[TablePart],
        names: Iterable[DefinedName],
    ) -> None:
        self._sheets = frozenset(sheet.casefold() for sheet in sheets)
        self._tables: Mapping[str, TablePart] = {each.name.casefold(): each for each in tables}
        self._texts: dict[str, list[DefinedName]] = {}
        for each in names:
            self._texts.setdefault(each.name.casefold(), []).append(each)
        self._named: dict[str, list[_RowRead | Read] | None] = {}
        self._known: dict[tuple[str, str], list[_RowRead | Read] | None] = {}

    def reads(self, text: str, sheet: str, row: int) -> list[Read] | None:
        """List what a formula in that sheet and row reads; `None` when it may read anything."""
        key = (text, sheet)
        if key not in self._known:
            found = self._read_text(text, sheet.casefold())
            self._known[key] = None if found is None else list(dict.fromkeys(found))
        known = self._known[key]
        return None if known is None else [self._in_row(each, row) for each in known]

    def _in_row(self, read: _RowRead | Read, row: int) -> Read:
        if isinstance(read, Read):
            return read
        area = read.table.area
        if area.first_row <= row <= area.last_row:
            area = Area(row, area.first_column, row, area.last_column)
        return _read(read.table.sheet.casefold(), area)

    def _read_text(self, text: str, sheet: str) -> list[_RowRead | Read] | None:
        found: list[_RowRead | Read] = []
        is_external = widens = False
        for match in _TOKEN.finditer(text):
            kind = match.lastgroup
            if kind == "foreign":
                is_external = "[" in match[0]
                continue
            skips, is_external = is_external, False
            if kind is None or skips:
                continue
            if kind == "range":
                return None
            if kind == "function":
                name = match["function"].upper().rpartition(".")[2]
                if name in _VOLATILE:
                    return None
                widens = widens or name in _WIDENING
            more = self._token_reads(kind, match, sheet)
            if more is None:
                return None
            found += more
        return _widened(found) if widens else found

    def _token_reads(
        self, kind: str, match: re.Match[str], sheet: str
    ) -> Sequence[_RowRead | Read] | None:
        if kind in {"function", "name"}:
            return self._name_reads(match[kind].casefold())
        if kind == "columns":
            table = self._tables.get((match["table"] or "").casefold())
            if table is None:
                return None
            if "[#This Row]" in match["columns"] and table.sheet.casefold() == sheet:
                return [_RowRead(table)]
            return [_read(table.sheet.casefold(), table.area)]
        prefix = match["sheet"]
        return self._area_reads(match, self._sheet(prefix[:-1], sheet) if prefix else sheet)

    def _sheet(self, prefix: str, own: str) -> str | None:
        """Return the sheet a prefix denotes: empty for several, `None` for another workbook."""
        plain = prefix[1:-1].replace("''", "'") if prefix.startswith("'") else prefix
        if "[" in plain:
            return None
        name = plain.casefold() or own
        return name if name in self._sheets else ""

    def _area_reads(
        self, match: re.Match[str], sheet: str | None
    ) -> Sequence[_RowRead | Read] | None:
        if sheet is None:
            return []
        try:
            first = column_number(match["c1"] or match["cc1"] or "A")
            last = column_number(match["c2"] or match["cc2"] or match["c1"] or "XFD")
        except ValueError:  # a name that looks like a cell, such as ZZZ1
            return self._name_reads(match[0].casefold())
        top = int(match["r1"] or match["rr1"] or 1)
        bottom = int(match["r2"] or match["rr2"] or match["r1"] or MAXIMUM_ROW)
        return [Read(sheet, min(top, bottom), min(first, last), max(top, bottom), max(first, last))]

    def _name_reads(self, name: str) -> Sequence[_RowRead | Read] | None:
        if name in self._tables:
            table = self._tables[name]
            return [_read(table.sheet.casefold(), table.area)]
        if name not in self._texts:
            return []
        if name not in self._named:
            self._named[name] = None  # a name that leads back to itself
            found: list[_RowRead | Read] | None = []
            for each in self._texts[name]:
                more = None if _is_relative(each.text) else self._read_text(each.text, "")
                found = None if found is None or more is None else found + more
            self._named[name] = found
        return self._named[name]


def _read(sheet: str, area: Area) -> Read:
    return Read(sheet, area.first_row, area.first_column, area.last_row, area.last_column)


def _is_relative(text: str) -> bool:
    """Say whether a name's text has a reference that moves with the cell it stands in."""
    for match in _TOKEN.finditer(text):
        has_area = match["c1"] or match["cc1"] or match["rr1"]
        place = match[0].rpartition("!")[2]
        corners = place.split(":") if has_area else []
        wanted = 2 if match["c1"] else 1
        if any(corner.count("$") < wanted for corner in corners):
            return True
    return False


def _widened(reads: Sequence[_RowRead | Read]) -> list[_RowRead | Read]:
    areas = [each for each in reads if isinstance(each, Read)]
    rows = max((each.last_row - each.first_row for each in areas), default=0)
    columns = max((each.last_column - each.first_column for each in areas), default=0)
    return [
        each._replace(
            last_row=min(MAXIMUM_ROW, max(each.last_row, each.first_row + rows)),
            last_column=min(MAXIMUM_COLUMN, max(each.last_column, each.first_column + columns)),
        )
        if isinstance(each, Read)
        else each
        for each in reads
    ]
