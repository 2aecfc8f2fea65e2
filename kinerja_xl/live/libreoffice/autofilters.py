"""Filters of rows: what is set, and setting it."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from xlwings import base_classes

from kinerja_xl.live.libreoffice.boxes import box_of
from kinerja_xl.live.libreoffice.bridge import UnoObject, enumeration, structure
from kinerja_xl.live.libreoffice.values import to_serial

if TYPE_CHECKING:
    from kinerja_xl.live.libreoffice.cell_block import CellBlock

_FIELD = "com.sun.star.sheet.TableFilterField3"
_VALUE = "com.sun.star.sheet.FilterFieldValue"
_CONNECTION = "com.sun.star.sheet.FilterConnection"
# com.sun.star.sheet.FilterOperator2
_EMPTY, _NOT_EMPTY, _EQUAL, _NOT_EQUAL, _GREATER, _GREATER_EQUAL, _LESS, _LESS_EQUAL = range(8)
_TOP_VALUES, _TOP_PERCENT, _BOTTOM_VALUES, _BOTTOM_PERCENT = range(8, 12)
_COMPARISONS = {
    "equal_to": _EQUAL,
    "not_equal_to": _NOT_EQUAL,
    "greater_than": _GREATER,
    "greater_than_or_equal": _GREATER_EQUAL,
    "less_than": _LESS,
    "less_than_or_equal": _LESS_EQUAL,
}
_COMPARISON_NAMES = {number: name for name, number in _COMPARISONS.items()}
# com.sun.star.sheet.FilterFieldType
_NUMBER, _TEXT = 0, 1
_RANKS = {
    _TOP_VALUES: ("top_items", "count"),
    _TOP_PERCENT: ("top_percent", "percent"),
    _BOTTOM_VALUES: ("bottom_items", "count"),
    _BOTTOM_PERCENT: ("bottom_percent", "percent"),
}


class AutoFilter(base_classes.AutoFilter):
    """The filter of a table, or of a range with its headings in the first row."""

    def __init__(self, cells: CellBlock, database_range: UnoObject | None = None) -> None:
        self.cells = cells
        self._database_range = database_range

    @property
    def criteria(self) -> list[dict[str, Any]]:
        """What each column is filtered by."""
        found: dict[int, list[UnoObject]] = {
            field: [] for field in range(1, self.cells.box.columns + 1)
        }
        for entry in self._fields():
            found.setdefault(int(entry.Field) + 1, []).append(entry)
        return [self._criterion(field, entries) for field, entries in found.items()]

    def apply_values(self, field: int, values: list[str]) -> None:
        """Show only rows with one of these texts in a column."""
        self._set(field, [_entry(field, _EQUAL, values)])

    def apply_comparison(self, field: int, operator: str, value1: Any, value2: Any) -> None:
        """Show only rows that compare so; nothing as the value means an empty cell."""
        one, two = self._operand(value1), self._operand(value2)
        if operator == "between":
            entries = [_entry(field, _GREATER_EQUAL, [one]), _entry(field, _LESS_EQUAL, [two])]
        elif operator == "not_between":
            entries = [
                _entry(field, _LESS, [one]),
                _entry(field, _GREATER, [two], connection="OR"),
            ]
        elif one is None:
            entries = [_entry(field, _EMPTY if operator == "equal_to" else _NOT_EMPTY, [])]
        else:
            entries = [_entry(field, _COMPARISONS[operator], [one])]
        self._set(field, entries)

    def apply_top_items(self, field: int, count: int) -> None:
        """Show only the rows with the greatest values."""
        self._set(field, [_entry(field, _TOP_VALUES, [float(count)])])

    def apply_bottom_items(self, field: int, count: int) -> None:
        """Show only the rows with the smallest values."""
        self._set(field, [_entry(field, _BOTTOM_VALUES, [float(count)])])

    def apply_top_percent(self, field: int, percent: float) -> None:
        """Show only that share of the rows, those with the greatest values."""
        self._set(field, [_entry(field, _TOP_PERCENT, [float(percent)])])

    def apply_bottom_percent(self, field: int, percent: float) -> None:
        """Show only that share of the rows, those with the smallest values."""
        self._set(field, [_entry(field, _BOTTOM_PERCENT, [float(percent)])])

    def clear(self, field: int | None = None) -> None:
        """Take the filter from a column, or from all."""
        if field is None:
            self._apply([])
        else:
            self._set(field, [])

    def _fields(self) -> tuple[UnoObject, ...]:
        found: tuple[UnoObject, ...] = self.xl.getFilterDescriptor().getFilterFields3()
        return found

    @property
    def xl(self) -> UnoObject:
        """LibreOffice's database range; outside a table the sheet's own, of which it has one."""
        if self._database_range is None:
            ranges = self.cells.sheet.book.xl.getPropertyValue("UnnamedDatabaseRanges")
            address = self.cells.xl.getRangeAddress()
            if not ranges.hasByTable(address.Sheet) or (
                box_of(ranges.getByTable(address.Sheet).getDataArea()) != self.cells.box
            ):
                ranges.setByTable(address)
                ranges.getByTable(address.Sheet).ContainsHeader = True
            self._database_range = ranges.getByTable(address.Sheet)
        return self._database_range

    def _set(self, field: int, entries: list[UnoObject]) -> None:
        others = [entry for entry in self._fields() if int(entry.Field) != field - 1]
        self._apply([*others, *entries])

    def _apply(self, entries: list[UnoObject]) -> None:
        self.cells.sheet.require_unprotected(self.cells.box)
        descriptor = self.xl.getFilterDescriptor()
        descriptor.ContainsHeader = True
        descriptor.setFilterFields3(tuple(entries))
        self.xl.AutoFilter = True
        self.xl.refresh()
        if not entries:
            # Refreshing without a criterion leaves rows hidden; filtering by none shows them.
            cells = self.xl.getReferredCells()
            cells.filter(cells.createFilterDescriptor(True))

    def _criterion(self, field: int, entries: list[UnoObject]) -> dict[str, Any]:
        found = base_classes.empty_autofilter_criteria(field)
        if not entries:
            return dict(found)
        first = entries[0]
        operator, values = int(first.Operator), [_operand_text(one) for one in first.Values]
        if operator in _RANKS:
            kind, unit = _RANKS[operator]
            found |= {"type": kind, unit: first.Values[0].NumericValue}
        elif len(entries) > 1:
            name = "between" if operator == _GREATER_EQUAL else "not_between"
            second = _operand_text(entries[1].Values[0])
            found |= {"type": "comparison", "operator": name}
            found |= {"value1": values[0], "value2": second}
        elif operator in {_EMPTY, _NOT_EMPTY}:
            name = "equal_to" if operator == _EMPTY else "not_equal_to"
            found |= {"type": "comparison", "operator": name}
        elif operator == _EQUAL and len(values) + sum(not v.IsNumeric for v in first.Values) > 1:
            found |= {"type": "values", "values": values}
        else:
            found |= {"type": "comparison", "operator": _COMPARISON_NAMES[operator]}
            found |= {"value1": values[0]}
        return dict(found)

    def _operand(self, value: Any) -> float | str | None:
        """Return a number where the value is one: text is compared as text."""
        if isinstance(value, dict):
            moment = dt.datetime.fromisoformat(value["value"])
            return to_serial(moment, self.cells.sheet.book.null_date)
        try:
            return float(value)
        except (TypeError, ValueError):
            return None if value is None else str(value)


def _entry(field: int, operator: int, values: list[Any], *, connection: str = "AND") -> UnoObject:
    operands = tuple(
        structure(_VALUE, IsNumeric=True, NumericValue=value, FilterType=_NUMBER)
        if isinstance(value, float)
        else structure(_VALUE, IsNumeric=False, StringValue=str(value), FilterType=_TEXT)
        for value in values
    )
    return structure(
        _FIELD,
        Connection=enumeration(_CONNECTION, connection),
        Field=field - 1,
        Operator=operator,
        Values=operands,
    )


def _operand_text(value: UnoObject) -> str:
    if value.IsNumeric:
        return f"{value.NumericValue:g}"
    return str(value.StringValue)
