"""A changed workbook told to calculate: stale results dropped, the mark set, lists cleaned."""

from __future__ import annotations

import contextlib
import posixpath
from collections.abc import Collection, Iterable, Mapping, Sequence

from kinerja_xl.core.addresses import Area
from kinerja_xl.errors import KinerjaError
from kinerja_xl.files.xlsx.calculation import (
    is_marked,
    marked,
    names_a_cell,
    without_chain_entries,
)
from kinerja_xl.files.xlsx.formulareads import FormulaReader
from kinerja_xl.files.xlsx.package import CONTENT_TYPES, Package, Relationship, TablePart
from kinerja_xl.files.xlsx.sheetpatch import SheetPatch
from kinerja_xl.files.xlsx.sheetxml import SheetXml
from kinerja_xl.files.xlsx.stale import CellPlace, FormulaGraph, TooManyFormulasError
from kinerja_xl.files.xlsx.storedresults import without_stored_results
from kinerja_xl.files.xlsx.xmlparts import XmlError, scan_elements, splice


class Recalculation:
    """Adds to a change what calculating needs.

    Args:
        package: The workbook as it was.
        patches: What was changed, by sheet part.
        replaced: The new content of parts; it is added to.
        removed: The parts that go; it is added to.
    """

    def __init__(
        self,
        package: Package,
        patches: Mapping[str, SheetPatch],
        replaced: dict[str, bytes],
        removed: set[str],
    ) -> None:
        self._package = package
        self._patches = patches
        self._replaced = replaced
        self._removed = removed

    def drop_stale_results(self, tables: Sequence[TablePart], changed: Collection[str]) -> None:
        """Remove the stored results of formulas that may give something else now.

        Args:
            tables: The workbook's tables as they are afterwards.
            changed: The names of those whose rows changed.
        """
        sheets = self._sheets_with_formulas()
        if not sheets:
            return
        stale = self._stale(sheets, tables, changed)
        for name, (part, sheet) in sheets.items():
            cells = None if stale is None else stale.get(name, set())
            after = without_stored_results(sheet, cells, self._kept(part))
            if after != sheet.data:
                self._replaced[part] = after

    def mark(self) -> None:
        """Have everything calculated when the workbook is opened."""
        part = self._package.workbook_part
        before = self._package.read_xml(part)
        after = marked(before)
        if after != before:
            self._replaced[part] = after

    def clean_lists(self) -> None:
        """Take cells that lost their formula out of the parts that list cells with formulas."""
        removed = {
            (sheet.identifier, *place)
            for sheet in self._package.sheets
            if sheet.part in self._patches
            for place in self._patches[sheet.part].removed_formulas
        }
        for relationship in self._package.relationships(self._package.workbook_part):
            part = relationship.target
            if not removed or not part:
                continue
            if relationship.kind == "calcChain":
                self._clean_chain(relationship, removed)
            elif relationship.kind == "volatileDependencies" and names_a_cell(
                self._package.read_xml(part), removed
            ):
                self._drop_part(relationship)

    def _sheets_with_formulas(self) -> dict[str, tuple[str, SheetXml]]:
        found: dict[str, tuple[str, SheetXml]] = {}
        for sheet in self._package.sheets:
            if sheet.kind != "worksheet":
                continue
            # A sheet that no edit concerns and that cannot be looked into is carried over.
            with contextlib.suppress(XmlError, KinerjaError):
                data = self._replaced.get(sheet.part)
                xml = SheetXml(self._package.read(sheet.part) if data is None else data)
                if xml.may_have_formulas(xml.rows_start, xml.rows_end):
                    found[sheet.name.casefold()] = (sheet.part, xml)
        return found

    def _stale(
        self,
        sheets: Mapping[str, tuple[str, SheetXml]],
        tables: Sequence[TablePart],
        changed: Collection[str],
    ) -> dict[str, set[CellPlace]] | None:
        """Return the stale cells by sheet; `None` when it would take too long to find them."""
        package = self._package
        reader = FormulaReader((sheet.name for sheet in package.sheets), tables, package.names)
        # Whoever sets the mark may have stored a blank or 0 for a result it cannot compute.
        is_distrusted = is_marked(package.read_xml(package.workbook_part))
        graph = FormulaGraph(reader, distrusts_blanks=is_distrusted)
        areas = [
            (sheet.name, area)
            for sheet in package.sheets
            if sheet.part in self._patches
            for area in _areas(self._patches[sheet.part].touched)
        ]
        areas += [(table.sheet, table.area) for table in tables if table.name in changed]
        try:
            for name, (_, sheet) in sheets.items():
                graph.add_sheet(name, sheet)
            return graph.stale(areas)
        except TooManyFormulasError:
            return None

    def _kept(self, part: str) -> set[CellPlace]:
        patch = self._patches.get(part)
        return {place for place, is_given in patch.touched.items() if is_given} if patch else set()

    def _clean_chain(
        self, relationship: Relationship, removed: Collection[tuple[str, int, int]]
    ) -> None:
        before = self._package.read_xml(relationship.target)
        after = without_chain_entries(before, removed)
        if not after:
            self._drop_part(relationship)
        elif after != before:
            self._replaced[relationship.target] = after

    def _drop_part(self, relationship: Relationship) -> None:
        package = self._package
        self._removed.add(relationship.target)
        folder, base = posixpath.split(package.workbook_part)
        rels = package.find_part(posixpath.join(folder, "_rels", f"{base}.rels")) or ""
        self._remove_elements(rels, "Id", relationship.identifier)
        types = package.find_part(CONTENT_TYPES) or ""
        self._remove_elements(types, "PartName", f"/{relationship.target}")

    def _remove_elements(self, part: str, attribute: str, value: str) -> None:
        data = self._replaced.get(part) or self._package.read_xml(part)
        self._replaced[part] = splice(
            data,
            [
                (element.start, element.end, b"")
                for element in scan_elements(data)
                if element.attributes.get(attribute, "").casefold() == value.casefold()
            ],
        )


def _areas(places: Iterable[CellPlace]) -> list[Area]:
    """Put cells together to rectangles: neighbours in a row first, then equal rows."""
    runs: list[Area] = []
    for row, column in sorted(places):
        last = runs[-1] if runs else None
        if last and last.first_row == row and last.last_column == column - 1:
            runs[-1] = Area(row, last.first_column, row, column)
        else:
            runs.append(Area(row, column, row, column))
    areas: dict[tuple[int, int], list[Area]] = {}
    for run in runs:
        stack = areas.setdefault((run.first_column, run.last_column), [])
        if stack and stack[-1].last_row == run.first_row - 1:
            stack[-1] = stack[-1].with_last_row(run.last_row)
        else:
            stack.append(run)
    return [area for stack in areas.values() for area in stack]
