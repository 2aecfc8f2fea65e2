from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from datetime import datetime

import pytest
import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from kinerja_xl.core.book import AppendRows, Change, ReplaceRows, SetCell
from kinerja_xl.core.values import CellContent, Formula
from kinerja_xl.files.master.changes import ChangePlan
from kinerja_xl.files.master.reading import MasterSnapshot
from kinerja_xl.files.xlsx.package import Package
from kinerja_xl.files.xlsx.patching import patch_package
from kinerja_xl.files.xlsx.sheetxml import SheetXml
from kinerja_xl.files.xlsx.xmlparts import tag_attributes
from kinerja_xl.layout.spec import Column, Kind, Table

LIST = Table(
    "tblDaftar", "Daftar", 1,
    (
        Column("code", "Kode", Kind.CODE, 9),
        Column("name", "Nama", Kind.LONG_TEXT, 20),
        Column("unit", "Satuan", Kind.TEXT, 10),
        Column("count", "Jumlah", Kind.INTEGER, 9),
        Column("secret", "Rahasia", Kind.LONG_TEXT, 5, is_hidden=True),
    ),
)  # fmt: skip
LIVE = Table(
    "tblHidup", "Hidup", 1,
    (
        Column("name", "Nama", Kind.TEXT, 20),
        Column("status", "Status", Kind.TEXT, 10, formula=lambda _: '"tidak ada"'),
    ),
)  # fmt: skip
TABLES = {table.name: table for table in (LIST, LIVE)}

SHORT = "satu baris"
TWO_LINES = "dua baris penuh kata-kata"
FOUR_LINES = "empat baris penuh kata-kata yang memanjang sampai ke baris keempat"
ONE, TWO, FOUR = 15.0, 27.75, 53.25
"""Points of rows with so many lines."""

Row = tuple[CellContent, ...]
Draw = Callable[[xlsxwriter.Workbook, Worksheet], None]


def master(
    rows: Sequence[Row],
    table: Table = LIST,
    *,
    draw: Draw | None = None,
    order: Sequence[int] | None = None,
) -> bytes:
    """Return a workbook with one table; its columns may stand in another order."""
    buffer = io.BytesIO()
    workbook = xlsxwriter.Workbook(buffer, {"in_memory": True})
    sheet = workbook.add_worksheet(table.sheet)
    workbook.add_worksheet("Lain").activate()
    positions = list(order or range(len(table.columns)))
    headings = [{"header": table.columns[index].heading} for index in positions]
    options = {"name": table.name, "columns": headings}
    sheet.add_table(0, 0, max(len(rows), 1), len(positions) - 1, options)
    for number, row in enumerate(rows, start=1):
        for column, index in enumerate(positions):
            content = row[index]
            if isinstance(content, Formula):
                sheet.write_formula(number, column, f"={content.text}", None, content.value or "")
            elif content is not None:
                sheet.write(number, column, content)
    if draw:
        draw(workbook, sheet)
    workbook.close()
    return buffer.getvalue()


def changed(data: bytes, *changes: Change) -> bytes:
    """Return the workbook with the changes carried out."""
    plan = ChangePlan(MasterSnapshot(data, "Kinerja.xlsx"))
    for change in changes:
        plan.add(change, TABLES[change.table])  # type: ignore[union-attr]  # no SetName among them
    return patch_package(data, plan.edits())


def heights(data: bytes, sheet: str = "Daftar") -> dict[int, float | None]:
    """Return the height of each row of a sheet; negative when it is marked as chosen."""
    package = Package(data)
    xml = SheetXml(package.read(package.sheet(sheet).part))
    found: dict[int, float | None] = {}
    for row in xml.rows:
        attributes = tag_attributes(xml.data[row.start : row.head_end])
        points = float(attributes["ht"]) if "ht" in attributes else None
        found[row.number] = -points if points and "customHeight" in attributes else points
    return found


def row(name: str, unit: str | None = None, secret: str | None = None) -> Row:
    """Return a row of tblDaftar."""
    return ("I001", name, unit, 7, secret)


def fixed_row(points: float) -> Draw:
    """Give the first data row a height that counts as chosen by a person."""

    def draw(_: xlsxwriter.Workbook, sheet: Worksheet) -> None:
        sheet.set_row(1, points)

    return draw


@pytest.mark.parametrize(
    ("cells", "points"),
    [
        pytest.param(row(SHORT), ONE, id="one-line"),
        pytest.param(row(FOUR_LINES), FOUR, id="long-text"),
        pytest.param(row(SHORT, "panjang sekali"), TWO, id="narrow-text-column"),
        pytest.param(row("satu\ndua\ntiga\nempat"), FOUR, id="line-breaks"),
        pytest.param(row(SHORT, secret=FOUR_LINES), ONE, id="hidden-columns-do-not-count"),
        pytest.param(("I001, I002, I003, I004", SHORT, None, 7, None), ONE, id="codes-do-not-wrap"),
        pytest.param(
            ("I001", Formula("A1", FOUR_LINES), None, 7, None), FOUR, id="result-of-a-formula"
        ),
        pytest.param(row("kata " * 1000), 409, id="no-row-is-higher-than-excel-allows"),
    ],
)
@pytest.mark.parametrize("make", [AppendRows, ReplaceRows], ids=["append", "replace"])
def test_change_plan__written_rows__are_as_high_as_their_texts(
    make: type[AppendRows | ReplaceRows], cells: Row, points: float
) -> None:
    data = master([row(SHORT)])

    patched = changed(data, make(LIST.name, (row(SHORT), cells)))

    assert heights(patched)[3 if make is AppendRows else 2] == ONE
    assert heights(patched)[4 if make is AppendRows else 3] == points


def test_change_plan__row_below_one_of_a_chosen_height__is_fitted_all_the_same() -> None:
    data = master([row(SHORT)], draw=fixed_row(60))

    patched = changed(data, AppendRows(LIST.name, (row(TWO_LINES),)))

    assert heights(patched) == {1: None, 2: -60, 3: TWO}


def test_change_plan__columns_moved_by_a_person__are_found_by_heading() -> None:
    data = master([row(SHORT)], order=(3, 4, 2, 1, 0))

    patched = changed(data, AppendRows(LIST.name, (row(FOUR_LINES, secret=FOUR_LINES),)))

    assert heights(patched)[3] == FOUR


@pytest.mark.parametrize(
    ("before", "change", "points"),
    [
        pytest.param(row(SHORT), {"name": FOUR_LINES}, FOUR, id="longer"),
        pytest.param(row(FOUR_LINES), {"name": SHORT}, ONE, id="shorter"),
        pytest.param(row(FOUR_LINES), {"name": None}, ONE, id="blank"),
        pytest.param(row(FOUR_LINES), {"unit": "dokumen"}, FOUR, id="beside-a-long-one"),
        pytest.param(row(SHORT), {"name": TWO_LINES, "unit": "a\nb\nc\nd"}, FOUR, id="two-cells"),
        pytest.param(row(FOUR_LINES), {"count": 8}, None, id="number-leaves-the-height"),
        pytest.param(row(FOUR_LINES), {"secret": SHORT}, None, id="hidden-leaves-the-height"),
    ],
)
def test_change_plan__set_cell__fits_the_whole_row(
    before: Row, change: dict[str, CellContent], points: float | None
) -> None:
    data = master([before])

    patched = changed(data, *(SetCell(LIST.name, 0, *item) for item in change.items()))

    assert heights(patched)[2] == points


def test_change_plan__set_cell_in_a_row_of_a_chosen_height__keeps_it() -> None:
    data = master([row(SHORT)], draw=fixed_row(60))

    patched = changed(data, SetCell(LIST.name, 0, "name", FOUR_LINES))

    assert heights(patched)[2] == -60


def test_change_plan__blank_row_that_is_filled__is_fitted() -> None:
    data = master([])

    patched = changed(data, AppendRows(LIST.name, (row(FOUR_LINES), row(SHORT))))

    assert heights(patched) == {1: None, 2: FOUR, 3: ONE}


def test_change_plan__result_that_is_not_known__lowers_nothing() -> None:
    data = changed(
        master([(SHORT, Formula('"tidak ada"', "tidak ada"))], LIVE),
        SetCell(LIVE.name, 0, "status", Formula('"x"', "a\nb\nc\nd")),
    )
    assert heights(data, "Hidup")[2] == FOUR

    forgotten = changed(data, SetCell(LIVE.name, 0, "status", Formula('"x"')))
    longer = changed(forgotten, SetCell(LIVE.name, 0, "name", TWO_LINES))

    assert heights(forgotten, "Hidup")[2] == FOUR
    assert heights(longer, "Hidup")[2] == FOUR


def test_change_plan__another_table_in_the_same_row__lowers_nothing() -> None:
    def draw(_: xlsxwriter.Workbook, sheet: Worksheet) -> None:
        sheet.add_table(0, 7, 1, 7, {"name": "tblLain", "columns": [{"header": "Lain"}]})

    data = changed(
        master([row(FOUR_LINES), row(FOUR_LINES)], draw=draw),
        SetCell(LIST.name, 0, "unit", "%"), SetCell(LIST.name, 1, "unit", "%"),
    )  # fmt: skip

    patched = changed(data, *(SetCell(LIST.name, index, "name", SHORT) for index in (0, 1)))

    assert heights(patched) == {1: None, 2: FOUR, 3: ONE}


def test_change_plan__sheet_that_nobody_sees__is_not_fitted() -> None:
    data = master([row(SHORT)], draw=lambda _, sheet: sheet.very_hidden())

    patched = changed(data, AppendRows(LIST.name, (row(FOUR_LINES),)))

    assert heights(patched) == {1: None, 2: None, 3: None}


def test_change_plan__cell_of_no_table__needs_a_specification() -> None:
    plan = ChangePlan(MasterSnapshot(master([row(SHORT)]), "Kinerja.xlsx"))

    with pytest.raises(ValueError, match="no specification of table tblDaftar"):
        plan.add(SetCell("tblDaftar", 0, "name", datetime(2026, 1, 5)), None)
