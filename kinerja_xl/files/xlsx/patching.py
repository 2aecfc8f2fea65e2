"""A workbook's cells and tables changed in its bytes, with everything else carried over."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import replace

from kinerja_xl.errors import KinerjaError
from kinerja_xl.files.xlsx.archive import rewrite_archive
from kinerja_xl.files.xlsx.cellxml import Put
from kinerja_xl.files.xlsx.edits import AppendTableRows, CellEdit, Edit, ReplaceTableRows
from kinerja_xl.files.xlsx.guards import (
    pivot_areas,
    refuse_pivot,
    refuse_signed,
    refuse_totals,
    renamed_column,
)
from kinerja_xl.files.xlsx.package import Package, SheetPart, TablePart
from kinerja_xl.files.xlsx.recalculation import Recalculation
from kinerja_xl.files.xlsx.sheetpatch import RowHeight, SheetPatch
from kinerja_xl.files.xlsx.sheetxml import SheetXml
from kinerja_xl.files.xlsx.tablepatch import (
    INHERIT,
    Inherit,
    RowContent,
    TableChange,
    change_table,
    changed_table_part,
)
from kinerja_xl.files.xlsx.xmlparts import XmlError

__all__ = [
    "INHERIT", "AppendTableRows", "CellEdit", "Edit", "Inherit", "ReplaceTableRows", "RowContent",
    "RowHeight", "patch_package",
]  # fmt: skip


def patch_package(
    data: bytes, edits: Sequence[Edit], *, drop_cached_values: bool = True, name: str = ""
) -> bytes:
    """Carry out the edits in an .xlsx or .xlsm; entries that they do not concern stay as they are.

    Tables are changed first, in the given order, then cells. The workbook is marked to be
    calculated when it is opened. A cell that loses its formula leaves the calculation chain.

    Args:
        data: The whole file.
        edits: What to change; none gives the same bytes back.
        drop_cached_values: Remove the stored results of formulas that may give something else
            after the edits, on all sheets, where no edit gives a new one. Excel obeys the mark
            above and does not need it. LibreOffice ignores the mark and shows the stored result
            of every formula that has one, even one hop away from a formula without (tried with
            7.4), so after a change it would show old figures. The price: a reader that does not
            calculate sees those formulas without results until a spreadsheet program has saved
            the workbook. Formulas that read nothing that changed keep theirs.
        name: How error texts call the file.

    Raises:
        KinerjaError: If the file is no workbook or is signed, a sheet or table is missing, or an
            edit would damage something: a covered cell of a merged area, part of an array
            formula or pivot table, a totals row, a heading that something refers to, cells below
            a growing table.
        ValueError: If a content fits no cell, or a row is not as wide as its table.
    """
    if not edits:
        return data
    package = Package(data, name)
    try:
        refuse_signed(package)
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
        changes = _plan_tables(self._package, edits)
        self._change_tables(changes)
        cells = [edit for edit in edits if isinstance(edit, CellEdit)]
        for edit in cells:
            self._change_cell(edit)
        for table in self._tables_beside(cells):
            self._keep_table_fitting(table, cells)
        self._refuse_pivots()
        for part, patch in self._patches.items():
            self._replaced[part] = patch.result()
        recalculation = Recalculation(self._package, self._patches, self._replaced, self._removed)
        if self._drops_cached_values:
            after = {change.table.name: change.area for change in changes}
            tables = [
                replace(table, area=after.get(table.name, table.area))
                for table in self._package.tables
            ]
            recalculation.drop_stale_results(tables, after)
        recalculation.mark()
        recalculation.clean_lists()
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
            label = f"{self._package.name} [{sheet.name}]".strip()
            is_1904 = self._package.is_1904
            self._patches[sheet.part] = SheetPatch(self._load(sheet), label, is_1904=is_1904)
        return self._patches[sheet.part]

    def _load(self, sheet: SheetPart) -> SheetXml:
        try:
            return SheetXml(self._package.read(sheet.part))
        except XmlError as error:
            raise self._package.damaged(f"lembar {sheet.name} tidak terbaca") from error

    def _change_tables(self, changes: list[TableChange]) -> None:
        areas = {table.name: table.area for table in self._package.tables} if changes else {}
        areas |= {change.table.name: change.area for change in changes}
        for change in changes:
            table = change.table
            others = [
                areas[other.name]
                for other in self._package.tables
                if other.sheet == table.sheet and other.name != table.name
            ]
            others += pivot_areas(self._package, self._package.sheet(table.sheet))
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

    def _tables_beside(self, cells: Sequence[CellEdit]) -> Iterator[TablePart]:
        touched = {edit.sheet.casefold() for edit in cells}
        for sheet in self._package.sheets:
            if sheet.name.casefold() in touched:
                yield from self._package.tables_of(sheet)

    def _keep_table_fitting(self, table: TablePart, cells: Sequence[CellEdit]) -> None:
        """Let a table's part follow the cells that are set in it."""
        before = part = self._replaced.get(table.part) or self._package.read_xml(table.part)
        heading = table.area.first_row if table.header_rows else 0
        totals = table.area.last_row if table.totals_rows else 0
        for edit in cells:
            is_inside = table.area.contains(edit.row, edit.column)
            if not is_inside or edit.sheet.casefold() != table.sheet.casefold():
                continue
            if edit.row == totals:
                raise refuse_totals(self._package, table, edit.row, edit.column)
            if edit.row == heading:
                column = edit.column - table.area.first_column
                part = renamed_column(self._package, table, part, column, edit.content)
            elif table.part not in self._replaced:
                # The blank row that Excel lends a table without data is a data row now.
                rows = table.data_area.height
                unchanged = TableChange(table, 0, (), rows, replaces=False)
                part = changed_table_part(part, unchanged)
        if part != before:
            self._replaced[table.part] = part

    def _refuse_pivots(self) -> None:
        for sheet in self._package.sheets:
            if sheet.part in self._patches:
                for area in pivot_areas(self._package, sheet):
                    for row, column in self._patches[sheet.part].touched:
                        if area.contains(row, column):
                            raise refuse_pivot(self._package, sheet.name, row, column)


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
