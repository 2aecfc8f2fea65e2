"""A master without a file: a second implementation of MasterBook, and a small office in it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import PurePath

from kinerja_xl.core.book import AppendRows, Change, ReplaceRows, SetCell, SetName, TableData
from kinerja_xl.core.calendar import DayOff, DayOffKind, Span
from kinerja_xl.core.indicator import Measure
from kinerja_xl.core.measure_cells import FIELDS as MEASURE_FIELDS
from kinerja_xl.core.measure_cells import measure_cells
from kinerja_xl.core.values import CellContent, CellValue, Formula
from kinerja_xl.errors import KinerjaError
from kinerja_xl.files.building.initial_content import NewMaster, initial_content
from kinerja_xl.layout import names, tables
from kinerja_xl.layout.rows import full_row
from kinerja_xl.layout.spec import Table
from tests.sop_samples import make_sop

Row = tuple[CellContent, ...]
_Rows = dict[str, tuple[tuple[CellValue, ...], ...]]

YEAR = 2026
PATH = PurePath("Kinerja-2026/Kinerja.xlsm")


class MemoryBook:
    """Tables and named values in memory; a cell gives back what a spreadsheet would.

    Numbers come back as floats, a moment at midnight as its date, a blank text as an empty cell, a
    formula as its result.

    Attributes:
        applied: Every change set that was carried out.
        is_locked: Open in another program: `apply` refuses.

    Args:
        specifications: The tables there are.
        rows: Their data rows; a table left out is empty.
        values: The named cells there are.
        path: Where the master is said to lie.
    """

    def __init__(
        self,
        specifications: Iterable[Table],
        rows: Mapping[str, Iterable[Row]] | None = None,
        values: Mapping[str, CellContent] | None = None,
        *,
        path: PurePath = PATH,
    ) -> None:
        self._tables = {table.name: table for table in specifications}
        self._rows: _Rows = dict.fromkeys(self._tables, ())
        self._values = {name: stored(content) for name, content in (values or {}).items()}
        self._path = path
        self.applied: list[tuple[Change, ...]] = []
        self.is_locked = False
        for name, given in (rows or {}).items():
            self._rows[name] = self._without_blanks(name, map(self._wide(name), given))

    @property
    def path(self) -> PurePath:
        """Where the master is said to lie; there is nothing there."""
        return self._path

    def table(self, name: str) -> TableData:
        """Read a table."""
        if name not in self._tables:
            raise KinerjaError(f"Tabel {name} tidak ada.", where=self._path.name)
        table = self._tables[name]
        return TableData(table.fields, self._rows[name], table.header_row + 1)

    def value(self, name: str) -> CellValue:
        """Read a named cell."""
        if name not in self._values:
            raise KinerjaError(f"Nama {name} tidak ada.", where=self._path.name)
        return self._values[name]

    def require_writable(self) -> None:
        """Refuse when the book is locked."""
        if self.is_locked:
            raise KinerjaError("Buku induk sedang terbuka.", where=self._path.name)

    def apply(self, changes: tuple[Change, ...]) -> None:
        """Carry out all changes in their order, or none."""
        if not changes:
            return
        self.require_writable()
        before = dict(self._rows), dict(self._values)
        try:
            for change in changes:
                self._carry_out(change)
        except (KinerjaError, ValueError, KeyError):
            self._rows, self._values = before
            raise
        self.applied.append(changes)

    def _carry_out(self, change: Change) -> None:
        if isinstance(change, SetName):
            self.value(change.name)
            self._values[change.name] = stored(change.content)
            return
        rows = self._changed(change, self.table(change.table).rows)
        self._rows[change.table] = self._without_blanks(change.table, rows)

    def _changed(
        self,
        change: SetCell | AppendRows | ReplaceRows,
        present: tuple[tuple[CellValue, ...], ...],
    ) -> Iterable[tuple[CellValue, ...]]:
        if isinstance(change, AppendRows):
            return (*present, *map(self._wide(change.table), change.rows))
        if isinstance(change, ReplaceRows):
            return map(self._wide(change.table), change.rows)
        if not 0 <= change.row < len(present):
            raise ValueError(f"{change.table} has no row {change.row}")
        cells = list(present[change.row])
        cells[self._tables[change.table].position(change.field)] = stored(change.content)
        return (*present[: change.row], tuple(cells), *present[change.row + 1 :])

    def _wide(self, name: str) -> Callable[[Row], tuple[CellValue, ...]]:
        width = len(self._tables[name].columns)

        def checked(row: Row) -> tuple[CellValue, ...]:
            if len(row) != width:
                raise ValueError(f"{name} has {width} columns, not {len(row)}")
            return tuple(stored(content) for content in row)

        return checked

    def _without_blanks(
        self, name: str, rows: Iterable[tuple[CellValue, ...]]
    ) -> tuple[tuple[CellValue, ...], ...]:
        typed = [n for n, column in enumerate(self._tables[name].columns) if not column.formula]
        kept = list(rows)
        while kept and all(kept[-1][n] is None for n in typed):
            kept.pop()
        return tuple(kept)


def stored(content: CellContent) -> CellValue:
    """Return what a cell gives back after it was written, saved and read."""
    if isinstance(content, Formula):
        return stored(content.value)
    if isinstance(content, bool):
        return content
    if isinstance(content, int | Decimal):
        return float(content)
    if isinstance(content, datetime) and content.time() == time():
        return content.date()
    return None if content == "" else content


def indicator_row(key: str, code: str, section: str, **cells: CellContent) -> Row:
    """Lay out a row of tblIndikator: a percentage with targets of 80 unless `cells` say more."""
    usual: dict[str, CellContent] = {
        "objective": "Meningkatnya akuntabilitas kinerja",
        "name": f"Persentase {code}",
        "unit": "%",
        **dict(zip(MEASURE_FIELDS, measure_cells(Measure()), strict=True)),
        "evidence": "Berita acara; Daftar hadir",
        "target_year": 80,
        "target_TW1": 80,
        "target_TW2": 80,
    }
    given = {"key": key, "code": code, "section": section}
    return full_row(tables.INDICATOR_TABLE, {**usual, **given, **cells})


INDICATORS = (
    indicator_row("I001", "1.1", "REN", program="Program A", budget=1_250_000),
    indicator_row(
        "I002", "1.2", "REN", unit="opini", ordinal_map="WTP=4; WDP=3; TW=2; TMP=1",
        target_year="WTP", target_TW1="WTP", target_TW2="WTP",
    ),
    indicator_row(
        "I003", "2.1", "HUKUM", unit="hari", polarity="minimalkan", target_year="7-8",
        target_TW1="7-8", target_TW2=7,
    ),
)  # fmt: skip

SECTIONS = ({"code": "REN", "name": "Perencanaan"}, {"code": "HUKUM", "name": "Hukum dan SDM"})


def memory_master(
    indicators: Iterable[Row] = INDICATORS,
    *,
    sections: Iterable[dict[str, str]] = SECTIONS,
    path: PurePath = PATH,
    **values: CellContent,
) -> MemoryBook:
    """Return an office's master as `new` makes it, of two sections and three steps.

    Args:
        indicators: Rows of tblIndikator.
        sections: Code and name of each.
        path: Where the master is said to lie.
        values: Named cells to set, such as `Periode_Aktif="2026-TW2"`.
    """
    content = initial_content(
        NewMaster(
            office="KPU Kabupaten Contoh",
            year=YEAR,
            sop=make_sop(sections=list(sections)),
            master_id="induk-contoh",
            form_key="kunci-contoh",
            indicators=tuple(indicators),
            days_off=(DayOff(date(2026, 1, 1), DayOffKind.NATIONAL, "Tahun Baru"),),
            ramadan=(Span(date(2026, 2, 18), date(2026, 3, 19)),),
        )
    )
    every = (*tables.FIXED_TABLES, *(tables.section_table(code) for code, _ in content.sections))
    blank: dict[str, CellContent] = dict.fromkeys(cell.name for cell in names.NAMED_CELLS)
    return MemoryBook(
        every, dict(content.tables), {**blank, **dict(content.values), **values}, path=path
    )
