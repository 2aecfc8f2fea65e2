from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import product
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from kinerja_xl.core.audits import FIELDS, AuditRow, Band, age_days, due_date, recap, state_of
from kinerja_xl.core.values import CellValue
from kinerja_xl.files.building.master import MasterContent, build_master
from kinerja_xl.layout import names, tables
from kinerja_xl.layout.rows import audit_row_cells, full_row
from kinerja_xl.layout.spec import Table
from tests.libreoffice_tools import LibreOffice

TODAY = date(2026, 6, 30)
Grid = Sequence[Sequence[object]]
SECTIONS = (("KUL", "Keuangan, Umum dan Logistik"),)


def _rows() -> tuple[AuditRow, ...]:
    kinds = ("LHP", " lhp", "LHE", "TLHP", None)
    states = ("selesai", " Selesai ", "dalam proses", "belum ditindaklanjuti", "lain", None)
    days = (None, 0, 30, 31, 60, 61, 90, 91, 400, -5, "kemarin")
    made: list[AuditRow] = []
    for kind, status, ago in product(kinds, states, days):
        received: CellValue = TODAY - timedelta(ago) if isinstance(ago, int) else ago
        has_date = len(made) % 7 != 3
        cells: dict[str, CellValue] = {
            "kind": kind, "number": f"{len(made)}/LHP", "received": received, "status": status,
            "date": date(2026, 3, 1) if has_date else None,
        }  # fmt: skip
        if len(made) % 19 == 5:
            cells = {}
        entries = tuple(cells.get(name) for name in FIELDS)
        made.append(AuditRow(len(made), f"L{len(made):04d}", "KUL", entries))
    return tuple(made)


ROWS = _rows()


@pytest.fixture(scope="module")
def register(libreoffice: LibreOffice, tmp_path_factory: pytest.TempPathFactory) -> Grid:
    """Return the sheet as LibreOffice computes it, on a given day."""
    folder = tmp_path_factory.mktemp("register")
    path = folder / "Kinerja.xlsm"
    recap_table = tables.AUDIT_RECAP_TABLE
    content = MasterContent(
        sections=SECTIONS,
        values=((names.REFERENCE_DAY.name, TODAY),),
        tables=(
            (tables.SECTION_LIST_TABLE.name, SECTIONS),
            (tables.AUDIT_TABLE.name, tuple(map(audit_row_cells, ROWS))),
            (
                recap_table.name,
                tuple(full_row(recap_table, {"status": line}) for line in recap((), TODAY)),
            ),
        ),
    )
    path.write_bytes(build_master(content))
    converted = libreoffice.convert(path, "xlsx", folder=_made(folder / "lo"))
    book = CalamineWorkbook.from_path(str(converted))
    return book.get_sheet_by_name(tables.AUDITS).to_python(skip_empty_area=False)


def _made(folder: Path) -> Path:
    folder.mkdir()
    return folder


def _column(sheet: Grid, table: Table, field: str, count: int) -> list[object]:
    column = table.first_column - 1 + table.position(field)
    return [sheet[table.header_row + n][column] for n in range(count)]


@pytest.mark.libreoffice
def test_row_formulas__every_kind_status_and_day__agree_with_the_rules(
    register: Grid,
) -> None:
    computed = {
        field: _column(register, tables.AUDIT_TABLE, field, len(ROWS))
        for field in ("due_date", "age_days", "state")
    }

    assert computed["due_date"] == [due_date(row) or "" for row in ROWS]
    assert computed["age_days"] == [
        "" if (age := age_days(row, TODAY)) is None else age for row in ROWS
    ]
    assert computed["state"] == [state_of(row, TODAY).value for row in ROWS]


@pytest.mark.libreoffice
def test_recap_formulas__register__count_what_the_rule_counts(
    register: Grid,
) -> None:
    expected = recap(ROWS, TODAY)

    table = tables.AUDIT_RECAP_TABLE
    computed = {band: _column(register, table, band.value, len(expected)) for band in Band}

    assert _column(register, table, "status", len(expected)) == list(expected)
    for band in Band:
        assert computed[band] == [line[band] for line in expected.values()], band
    assert expected["jumlah"][Band.OVERDUE] > 0
