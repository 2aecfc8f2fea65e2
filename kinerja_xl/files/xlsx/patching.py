"""A workbook's cells and tables changed in its bytes, with everything else carried over."""

from __future__ import annotations

import contextlib
import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass

from kinerja_xl.core.values import CellContent
from kinerja_xl.errors import KinerjaError
from kinerja_xl.files.xlsx.archive import rewrite_archive
from kinerja_xl.files.xlsx.cellxml import Put
from kinerja_xl.files.xlsx.package import CONTENT_TYPES, Package, SheetPart
from kinerja_xl.files.xlsx.sheetpatch import RowHeight, SheetPatch
from kinerja_xl.files.xlsx.sheetxml import SheetXml, without_cached_values
from kinerja_xl.files.xlsx.tablepatch import (
    INHERIT,
    Inherit,
    RowContent,
    TableChange,
    change_table,
    changed_table_part,
)
from kinerja_xl.files.xlsx.xmlparts import (
    XmlError,
    is_true,
    scan_elements,
    set_attribute,
    splice,
)

__all__ = [
    "INHERIT", "AppendTableRows", "CellEdit", "Edit", "Inherit", "ReplaceTableRows", "RowContent",
    "RowHeight", "patch_package",
]  # fmt: skip

_AFTER_CALCULATION = frozenset(
    {
        "oleSize", "customWorkbookViews", "pivotCaches", "smartTagPr", "smartTagTypes",
        "webPublishing", "fileRecoveryPr", "webPublishObjects", "extLst",
    }
)  # fmt: skip
_ROOT_PREFIX = re.compile(rb"<((?:[^\s:/>]+:)?)workbook[\s>]")


@dataclass(frozen=True, slots=True)
class CellEdit:
    """Give one cell a new content; its style stays.

    Attributes:
        content: `None` makes it blank; a text is never read as a formula.
        style_like: Row and column of the cell whose style it takes if it is not in the file yet;
            without it, that of its row or column.
        height: How high its row has to be, unless a person has chosen the height; `None` leaves
            the row as it is.
    """

    sheet: str
    row: int
    column: int
    content: CellContent
    style_like: tuple[int, int] | None = None
    height: RowHeight | None = None


@dataclass(frozen=True, slots=True)
class AppendTableRows:
    """Add data rows below the last one of a table; each as wide as the table in the file.

    Attributes:
        heights: How high each row has to be; empty for the height of the row above.
    """

    table: str
    rows: tuple[RowContent, ...]
    heights: tuple[RowHeight | None, ...] = ()


@dataclass(frozen=True, slots=True)
class ReplaceTableRows:
    """Replace all data rows of a table; with no rows one blank row stays.

    Attributes:
        heights: How high each row has to be; empty to leave that to the spreadsheet program.
    """

    table: str
    rows: tuple[RowContent, ...]
    heights: tuple[RowHeight | None, ...] = ()


Edit = CellEdit | AppendTableRows | ReplaceTableRows


def patch_package(
    data: bytes, edits: Sequence[Edit], *, drop_cached_values: bool = True, name: str = ""
) -> bytes:
    """Carry out the edits in an .xlsx or .xlsm; entries that they do not concern stay as they are.

    Tables are changed first, in the given order, then cells. The workbook is marked to be
    calculated when it is opened, and the calculation chain goes when the set of formulas changes
    (Excel builds it anew).

    Args:
        data: The whole file.
        edits: What to change; none gives the same bytes back.
        drop_cached_values: Remove the stored results of formulas, on all sheets, where no edit
            gives a new one. Excel obeys the mark above and does not need it. LibreOffice ignores
            the mark and shows the stored result of every formula that has one, even one hop away
            from a formula without (tried with 7.4), so after a change it would show old figures.
            The price: a reader that does not calculate sees formulas without results until a
            spreadsheet program has saved the workbook. With `False` a sheet without edits keeps
            its bytes.
        name: How error texts call the file.

    Raises:
        KinerjaError: If the file is no workbook, a sheet or table is missing, or an edit would
            damage something: a covered cell of a merged area, part of an array formula, a totals
            row, cells below a growing table.
        ValueError: If a content fits no cell, or a row is not as wide as its table.
    """
    if not edits:
        return data
    package = Package(data, name)
    try:
        return _Patching(package, drop_cached_values=drop_cached_values).carry_out(edits)
    except (XmlError, zipfile.BadZipFile) as error:
        raise package.damaged(str(error)) from error


class _Patching:
    def __init__(self, package: Package, *, drop_cached_values: bool) -> None:
        self._package = package
        self._drops_cached_values = drop_cached_values
        self._patches: dict[str, SheetPatch] = {}
        self._replaced: dict[str, bytes] = {}
        self._removed: set[str] = set()

    def carry_out(self, edits: Sequence[Edit]) -> bytes:
        self._change_tables(_plan_tables(self._package, edits))
        for edit in edits:
            if isinstance(edit, CellEdit):
                self._change_cell(edit)
        self._end_insert_rows(edits)
        for part, patch in self._patches.items():
            self._replaced[part] = patch.result()
        if self._drops_cached_values:
            self._drop_elsewhere()
        self._calculate_on_load()
        if any(patch.changes_formulas for patch in self._patches.values()):
            self._drop_calculation_chain()
        return rewrite_archive(self._package.data, self._replaced, self._removed)

    def _patch(self, sheet_name: str) -> SheetPatch:
        sheet = self._package.sheet(sheet_name)
        if sheet.kind != "worksheet":
            raise KinerjaError(
                f'"{sheet.name}" bukan lembar kerja.',
                where=self._package.name,
                remedy="Kembalikan lembar itu, atau pulihkan salinan dari folder cadangan.",
            )
        if sheet.part not in self._patches:
            xml = self._load(sheet)
            if self._drops_cached_values:
                stripped = without_cached_values(xml)
                xml = xml if stripped is xml.data else SheetXml(stripped)
            label = f"{self._package.name} [{sheet.name}]".strip()
            is_1904 = self._package.is_1904
            self._patches[sheet.part] = SheetPatch(xml, label, is_1904=is_1904)
        return self._patches[sheet.part]

    def _load(self, sheet: SheetPart) -> SheetXml:
        try:
            return SheetXml(self._package.read(sheet.part))
        except XmlError as error:
            raise self._package.damaged(f"lembar {sheet.name} tidak terbaca") from error

    def _change_tables(self, changes: list[TableChange]) -> None:
        areas = {table.name: table.area for table in self._package.tables}
        areas |= {change.table.name: change.area for change in changes}
        for change in changes:
            table = change.table
            others = [
                areas[other.name]
                for other in self._package.tables
                if other.sheet == table.sheet and other.name != table.name
            ]
            change_table(change, self._patch(table.sheet), others)
            part = self._package.read_xml(table.part)
            changed = changed_table_part(part, change)
            if changed != part:
                self._replaced[table.part] = changed

    def _change_cell(self, edit: CellEdit) -> None:
        patch = self._patch(edit.sheet)
        style = None
        if edit.style_like is not None:
            like_row, like_column = edit.style_like
            row = patch.sheet.row(like_row)
            style = patch.sheet.default_style(row, like_column)
            for cell in () if row is None else patch.sheet.cells(row):
                if cell.column == like_column:
                    style = cell.style
        patch.set(edit.row, edit.column, Put(edit.content, style))
        if edit.height is not None:
            patch.fit_row(edit.row, edit.height)

    def _end_insert_rows(self, edits: Sequence[Edit]) -> None:
        """Tell a table without data, whose blank row Excel only lends it, that it has a row."""
        cells = [edit for edit in edits if isinstance(edit, CellEdit)]
        for table in self._package.tables if cells else ():
            is_touched = any(
                table.data_area.contains(edit.row, edit.column)
                and edit.sheet.casefold() == table.sheet.casefold()
                for edit in cells
            )
            if is_touched and table.part not in self._replaced:
                part = self._package.read_xml(table.part)
                unchanged = TableChange(table, 0, (), table.data_area.height, replaces=False)
                changed = changed_table_part(part, unchanged)
                if changed != part:
                    self._replaced[table.part] = changed

    def _drop_elsewhere(self) -> None:
        for sheet in self._package.sheets:
            if sheet.kind != "worksheet" or sheet.part in self._patches:
                continue
            # A sheet that no edit concerns and that cannot be looked into is carried over.
            with contextlib.suppress(XmlError):
                xml = SheetXml(self._package.read(sheet.part))
                stripped = without_cached_values(xml)
                if stripped != xml.data:
                    self._replaced[sheet.part] = stripped

    def _calculate_on_load(self) -> None:
        part = self._package.workbook_part
        data = self._package.read_xml(part)
        elements = scan_elements(data)
        children = [element for element in elements if element.depth == 1]
        for element in children:
            if element.name == "calcPr":
                if not is_true(element.attributes.get("fullCalcOnLoad")):
                    head = set_attribute(
                        data[element.start : element.head_end], "fullCalcOnLoad", "1"
                    )
                    self._replaced[part] = splice(data, [(element.start, element.head_end, head)])
                return
        later = [element.start for element in children if element.name in _AFTER_CALCULATION]
        offset = min(later, default=elements[0].tail_start)
        prefix = _ROOT_PREFIX.match(data, elements[0].start)
        new = b'<%scalcPr fullCalcOnLoad="1"/>' % (prefix[1] if prefix else b"")
        self._replaced[part] = splice(data, [(offset, offset, new)])

    def _drop_calculation_chain(self) -> None:
        package = self._package
        for relationship in package.relationships(package.workbook_part):
            if relationship.kind == "calcChain" and relationship.target:
                self._removed.add(relationship.target)
                folder, _, base = package.workbook_part.rpartition("/")
                rels = package.find_part(f"{folder}/_rels/{base}.rels") or ""
                self._remove_elements(rels, "Id", relationship.identifier)
                types = package.find_part(CONTENT_TYPES) or ""
                self._remove_elements(types, "PartName", f"/{relationship.target}")

    def _remove_elements(self, part: str, attribute: str, value: str) -> None:
        data = self._package.read_xml(part)
        self._replaced[part] = splice(
            data,
            [
                (element.start, element.end, b"")
                for element in scan_elements(data)
                if element.attributes.get(attribute, "").casefold() == value.casefold()
            ],
        )


def _plan_tables(package: Package, edits: Sequence[Edit]) -> list[TableChange]:
    planned: dict[str, TableChange] = {}
    for edit in edits:
        if isinstance(edit, CellEdit):
            continue
        table = package.table(edit.table)
        for row in edit.rows:
            if len(row) != len(table.columns):
                raise ValueError(f"{table.name} has {len(table.columns)} columns, not {len(row)}")
        rows, heights = tuple(edit.rows), edit.heights or (None,) * len(edit.rows)
        if len(heights) != len(rows):
            raise ValueError(f"{len(heights)} heights for {len(rows)} rows of {table.name}")
        if isinstance(edit, ReplaceTableRows):
            if not rows:
                rows, heights = ((None,) * len(table.columns),), (None,)
            planned[table.name] = TableChange(table, 0, rows, len(rows), True, heights)
        elif rows:
            before = planned.get(table.name)
            height = table.data_area.height
            if before is None:
                before = TableChange(table, height, (), height, replaces=False)
            planned[table.name] = TableChange(
                table, before.first, before.rows + rows, before.count + len(rows), before.replaces,
                before.heights + heights,
            )  # fmt: skip
    return list(planned.values())
