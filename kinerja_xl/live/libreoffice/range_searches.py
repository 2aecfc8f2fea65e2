"""Searching and ordering the cells of a range."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Self

from kinerja_xl.live.libreoffice.boxes import Box, box_of, cover
from kinerja_xl.live.libreoffice.bridge import properties, structure, typed
from kinerja_xl.live.libreoffice.formulas import is_formula
from kinerja_xl.live.libreoffice.range_contents import Contents
from kinerja_xl.live.libreoffice.values import CellError

if TYPE_CHECKING:
    from kinerja_xl.live.libreoffice.autofilters import AutoFilter

_SORT_FIELD = "com.sun.star.table.TableSortField"
# LibreOffice orders by so many columns at once.
_SORT_KEYS = 3


class Searches(Contents):
    """What looks through the cells."""

    @property
    def autofilter(self) -> AutoFilter:
        """The filter of its rows."""
        from kinerja_xl.live.libreoffice.autofilters import AutoFilter

        return AutoFilter(self)

    def sort(self, keys: list[int], ascending: list[bool], has_headers: bool) -> None:
        """Order the rows by columns counted from 1; formulas and formats move along."""
        self.sheet.require_unprotected(self.box)
        box = self.box
        if has_headers:
            box = Box(box.row + 1, box.column, box.rows - 1, box.columns)
        pairs = list(zip(keys, ascending, strict=True))
        # Ordering is stable, so more keys than LibreOffice takes are done in turns, last first.
        for start in reversed(range(0, len(pairs), _SORT_KEYS)):
            self.at(box).xl.sort(_sort_descriptor(pairs[start : start + _SORT_KEYS]))

    def remove_duplicates(self, columns: list[int], has_headers: bool) -> None:
        """Keep the first of rows that are equal in these columns; the others close up."""
        self.sheet.require_unprotected(self.box)
        box = self.box
        first = 1 if has_headers else 0
        rows = self.xl.getDataArray()
        formulas = self.xl.getFormulaArray()
        seen: set[tuple[Any, ...]] = set()
        kept: list[int] = []
        for index in range(first, box.rows):
            key = tuple(_comparable(rows[index][column - 1]) for column in columns)
            if key not in seen:
                seen.add(key)
                kept.append(index)
        if len(kept) == box.rows - first:
            return
        body = Box(box.row + first, box.column, box.rows - first, box.columns)
        empty = ("",) * box.columns
        new = [formulas[index] for index in kept]
        self.at(body).xl.setFormulaArray(tuple(new + [empty] * (body.rows - len(kept))))

    def get_special_cells(self, cell_type: str, value_type: str | None) -> list[Self]:
        """Return the cells of a kind, as rectangles.

        Args:
            cell_type: `blanks`, `constants`, `formulas` or `visible`.
            value_type: `numbers`, `text`, `logical` or `errors`, of constants and formulas.
        """
        if cell_type == "visible":
            found = self.xl.queryVisibleCells().getRangeAddresses()
            return [self.at(box_of(address)) for address in found]
        box = self.in_use() if self.box != self.in_use() else self.box
        if box.is_empty:
            return []
        block = self.at(box)
        formulas = block.xl.getFormulaArray()
        values = block.raw_value
        if (box.rows, box.columns) == (1, 1):
            values = [[values]]
        cells = (
            (box.row + down, box.column + right)
            for down, line in enumerate(formulas)
            for right, text in enumerate(line)
            if _is_of_kind(text, values[down][right], cell_type, value_type)
        )
        return [self.at(found_box) for found_box in cover(cells)]

    def find(
        self, text: str, whole: bool, direction: str, order: str, match_case: bool
    ) -> Self | None:
        """Return the first cell that shows the text, in that order of reading, or `None`."""
        pattern = _pattern(text, whole, match_case)
        box = self.in_use()
        if box.is_empty:
            return None
        shown = self._shown_texts(box)
        cells = [
            (box.row + down, box.column + right)
            for down, line in enumerate(shown)
            for right, content in enumerate(line)
            if content and (pattern.fullmatch(content) if whole else pattern.search(content))
        ]
        if not cells:
            return None
        cells.sort(key=lambda cell: cell if order == "rows" else (cell[1], cell[0]))
        row, column = cells[0] if direction == "forward" else cells[-1]
        return self.at(Box(row, column))

    def replace_all(self, old: str, new: str, whole: bool, match_case: bool) -> None:
        """Replace a text in constants and formulas."""
        pattern = _pattern(old, whole, match_case)
        box = self.in_use()
        if box.is_empty:
            return
        block = self.at(box)
        formulas = block.formula
        if isinstance(formulas, str):
            formulas = ((formulas,),)
        for down, line in enumerate(formulas):
            for right, content in enumerate(line):
                if whole:
                    changed = new if pattern.fullmatch(content) else content
                else:
                    changed = pattern.sub(lambda _: new, content)
                if changed != content:
                    self._enter(Box(box.row + down, box.column + right), changed)

    def _enter(self, box: Box, text: str) -> None:
        """Give a cell another content; what was a number stays one if it can."""
        block = self.at(box)
        content: str | float = text
        if str(self.cell(box.row, box.column).getType().value) == "VALUE":
            with contextlib.suppress(ValueError):
                content = float(text)
        block.raw_value = content

    def _shown_texts(self, box: Box) -> Iterator[list[str]]:
        """Yield the texts of rows of cells; of numbers as a formula would have them."""
        block = self.at(box)
        formulas = block.xl.getFormulaArray()
        for line, values in zip(formulas, block.xl.getDataArray(), strict=True):
            yield [
                value if isinstance(value, str) else f"{value:g}" if is_formula(text) else text
                for text, value in zip(line, values, strict=True)
            ]


def _sort_descriptor(pairs: list[tuple[int, bool]]) -> tuple[Any, ...]:
    fields = tuple(
        structure(_SORT_FIELD, Field=key - 1, IsAscending=direction, IsCaseSensitive=False)
        for key, direction in pairs
    )
    plain = properties(
        ContainsHeader=False, IsSortColumns=False, BindFormatsToContent=True, MaxFieldCount=3
    )
    sort_fields = structure(
        "com.sun.star.beans.PropertyValue",
        Name="SortFields",
        Value=typed(f"[]{_SORT_FIELD}", fields),
    )
    return (*plain, sort_fields)


def _comparable(value: Any) -> Any:
    return value.casefold() if isinstance(value, str) else value


def _pattern(text: str, whole: bool, match_case: bool) -> re.Pattern[str]:
    """Return a pattern for a text in which ? and * stand for characters, as in Excel."""
    del whole
    pieces = re.findall(r"~[~*?]|\*|\?|[^~*?]+|~", text)
    wild = {"*": ".*", "?": "."}
    source = "".join(
        wild.get(piece) or re.escape(piece[1:] if piece.startswith("~") and piece[1:] else piece)
        for piece in pieces
    )
    return re.compile(source, re.S if match_case else re.S | re.I)


def _is_of_kind(text: str, value: Any, cell_type: str, value_type: str | None) -> bool:
    if cell_type == "blanks":
        return not text
    if not text or is_formula(text) != (cell_type == "formulas"):
        return False
    kinds = {
        "logical": isinstance(value, bool),
        "text": isinstance(value, str),
        "errors": isinstance(value, CellError),
    }
    return value_type is None or kinds.get(value_type, not any(kinds.values()))
