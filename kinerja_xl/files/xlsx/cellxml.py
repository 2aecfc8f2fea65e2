"""One cell element written anew: content replaced, style and foreign attributes kept."""

from __future__ import annotations

import re
from dataclasses import dataclass
from xml.sax.saxutils import escape

from kinerja_xl.core.addresses import cell_address, column_letters
from kinerja_xl.core.values import CellContent
from kinerja_xl.files.xlsx.celltext import render_content
from kinerja_xl.files.xlsx.sheetxml import Cell, SheetXml
from kinerja_xl.files.xlsx.xmlparts import escape_attribute, set_attribute

_USUAL_ATTRIBUTES = re.compile(rb' r="[A-Z]+[0-9]+"(?: s="([0-9]+)")?(?: t="[a-zA-Z]+")?')
_EXTENSIONS = re.compile(rb"<(?:[^\s:/>]+:)?extLst[\s>].*", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Put:
    """Give a cell a new content.

    Attributes:
        style: Index of the style that the cell takes when it is not in the file yet.
        restyles: Whether a cell that is in the file takes that style too.
    """

    content: CellContent
    style: str | None = None
    restyles: bool = False


@dataclass(frozen=True, slots=True)
class Remove:
    """Take a cell out of the file, style and all."""


@dataclass(frozen=True, slots=True)
class Reformulate:
    """Write a cell's shared formula out; its value and style stay."""

    text: str


CellOperation = Put | Remove | Reformulate


class CellWriter:
    """Writes the cells of one sheet.

    Args:
        sheet: The sheet, for its namespace prefix and what its cells hold.
        is_1904: Whether the workbook's dates count from 1904.
    """

    def __init__(self, sheet: SheetXml, *, is_1904: bool) -> None:
        self._sheet = sheet
        self._prefix = sheet.prefix
        self._is_1904 = is_1904
        self._open = f"<{sheet.prefix}c".encode()
        self._close = f"</{sheet.prefix}c>".encode()

    def new(self, row: int, column: int, content: CellContent, style: str | None) -> bytes:
        """Write a cell that was not in the file.

        Raises:
            ValueError: If the content fits no cell.
        """
        kind, inner = render_content(content, self._prefix, is_1904=self._is_1904)
        head = f'<{self._prefix}c r="{cell_address(row, column)}"'
        if style not in {None, "0"}:
            head += f' s="{style}"'
        if kind:
            head += f' t="{kind}"'
        return (f"{head}>{inner}</{self._prefix}c>" if inner else f"{head}/>").encode()

    def changed(self, row: int, cell: Cell, operation: Put) -> bytes:
        """Write a cell again with another content.

        Raises:
            ValueError: If the content fits no cell.
        """
        kind, inner = render_content(operation.content, self._prefix, is_1904=self._is_1904)
        usual = _USUAL_ATTRIBUTES.fullmatch(cell.attributes)
        if usual and not operation.restyles:
            address = b"%s%d" % (column_letters(cell.column).encode(), row)
            style = b' s="%s"' % usual[1] if usual[1] else b""
            head = b'%s r="%s"%s' % (self._open, address, style)
            head += b' t="%s">' % kind.encode() if kind else b">"
        else:
            head = self._head(row, cell)
            # cm and vm point to metadata of the old value (rich values, dynamic arrays).
            for name in ("t", "cm", "vm"):
                head = set_attribute(head, name, None)
            if operation.restyles:
                style_index = None if operation.style == "0" else operation.style
                head = set_attribute(head, "s", style_index)
            head = set_attribute(head, "t", kind) if kind else head
        kept = _EXTENSIONS.search(cell.inner) if b"extLst" in cell.inner else None
        content = inner.encode() + (kept[0] if kept else b"")
        return head + content + self._close if content else head[:-1] + b"/>"

    def addressed(self, row: int, cell: Cell) -> bytes:
        """Return the cell as it is, its address written into it."""
        written = self._sheet.data[cell.start : cell.end]
        address = f' r="{cell_address(row, cell.column)}"'.encode()
        return written[: len(self._open)] + address + written[len(self._open) :]

    def reformulated(self, row: int, cell: Cell, text: str) -> bytes:
        """Write the cell with its formula spelled out, its stored value kept.

        Raises:
            ValueError: If the cell has no formula.
        """
        formula = self._sheet.formula(cell)
        if formula is None:
            raise ValueError("no formula to write out")
        others = "".join(
            f' {name}="{escape_attribute(value)}"'
            for name, value in formula.attributes.items()
            if name not in {"t", "ref", "si"}
        )
        element = f"<{self._prefix}f{others}>{escape(text)}</{self._prefix}f>".encode()
        inner = cell.inner[: formula.start] + element + cell.inner[formula.end :]
        return self._head(row, cell) + inner + self._close

    def _head(self, row: int, cell: Cell) -> bytes:
        head = self._open + cell.attributes + b">"
        return (
            head if cell.says_address else set_attribute(head, "r", cell_address(row, cell.column))
        )
