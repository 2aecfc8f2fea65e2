"""Whatever a person or another program put into a workbook is there after a change."""

from __future__ import annotations

import importlib.util
import io
import random
from datetime import date
from functools import cache
from pathlib import Path
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import load_workbook

from kinerja_xl.core.values import CellContent, Formula
from kinerja_xl.errors import KinerjaError
from kinerja_xl.files.xlsx.package import Package
from kinerja_xl.files.xlsx.patching import AppendTableRows, CellEdit, Edit, patch_package
from kinerja_xl.files.xlsx.sheetxml import SheetXml
from tests.files.xlsx.comparing import Place, losses
from tests.files.xlsx.embellished import SHEET, SUMMARY, embellished_workbook
from tests.files.xlsx.handmade import (
    changed_entries,
    openpyxl_book,
    package,
    sheet_xml,
    value_at,
    values,
)
from tests.files.xlsx.rich_workbooks import rich_workbook
from tests.libreoffice_tools import LibreOffice
from tests.node_tools import resave, validate
from tests.reliability import surviving

CONTENTS: tuple[CellContent, ...] = (
    12.5, "teks <&> _x0041_", date(2026, 1, 5), True, Formula("1+1", 2), None,
)  # fmt: skip
SUMMARY_NAME = "Ringkas & 'Lain' 1"
MADE = {"rich": rich_workbook, "embellished": embellished_workbook}


@cache
def made(name: str) -> bytes:
    return MADE[name]()


def excel_made() -> list[Path]:
    """Find the workbooks made by Excel that come with packages the project uses."""
    found: list[Path] = []
    for name in ("xlwings", "pyopenvba"):
        spec = importlib.util.find_spec(name)
        for folder in (spec.submodule_search_locations or ()) if spec else ():
            for suffix in ("xlsx", "xlsm", "xlam"):
                found += sorted(Path(folder).rglob(f"*.{suffix}"))
    return found


def try_everywhere(data: bytes, places: int, fault: str) -> None:
    """Set cells here and there in every sheet, one at a time, and compare all the rest."""
    chance = random.Random(4)  # the same places on every run
    found = Package(data)
    for sheet in found.sheets:
        if sheet.kind != "worksheet":
            continue
        xml = SheetXml(found.read(sheet.part))
        present = [(row.number, cell.column) for row in xml.rows for cell in xml.cells(row)]
        chosen = {(1, 1), (700, 60), *chance.sample(present, min(places, len(present)))}
        for place in chosen:
            for content in CONTENTS:
                with surviving(fault):
                    check_one(data, sheet.name, sheet.part, place, content)


def check_one(data: bytes, sheet: str, part: str, place: Place, content: CellContent) -> None:
    try:
        patched = patch_package(data, [CellEdit(sheet, *place, content)])
    except KinerjaError:  # clear, and before anything was written
        return
    tables = [table.part for table in Package(data).tables]
    assert losses(data, patched, [(part, place)], also=tables) == []
    value = value_at(patched, *place, sheet=sheet)
    if isinstance(content, Formula) and not isinstance(value, date):
        assert value == content.value
    elif content is None:
        assert value == ""
    elif not isinstance(content, date) and not isinstance(value, date):  # as the style says
        assert value == content


@pytest.mark.parametrize("path", excel_made(), ids=lambda path: path.name)
def test_patch_package__workbook_made_by_excel__loses_nothing(path: Path) -> None:
    try_everywhere(path.read_bytes(), 3, "a cell set in a workbook made by Excel")


@pytest.mark.parametrize("name", MADE)
def test_patch_package__embellished_workbook__loses_nothing(name: str) -> None:
    try_everywhere(made(name), 12, "a cell set in an embellished workbook")


@pytest.mark.node
@pytest.mark.parametrize(
    ("program", "fault"),
    [
        pytest.param("sheetjs", "a cell set after SheetJS saved the workbook", id="sheetjs"),
        pytest.param("exceljs", "a cell set after ExcelJS saved the workbook", id="exceljs"),
    ],
)
def test_patch_package__embellished_workbook_saved_by_a_library__loses_nothing(
    program: Literal["sheetjs", "exceljs"], fault: str, tmp_path: Path
) -> None:
    source, saved = tmp_path / "Induk.xlsx", tmp_path / "lain.xlsx"
    source.write_bytes(made("embellished"))
    resave(program, {source: saved})

    try_everywhere(saved.read_bytes(), 8, fault)


@pytest.mark.libreoffice
def test_patch_package__embellished_workbook_saved_by_libreoffice__loses_nothing(
    libreoffice: LibreOffice, tmp_path: Path
) -> None:
    source = tmp_path / "Induk.xlsx"
    source.write_bytes(made("embellished"))
    saved = libreoffice.convert(source, "xlsx", folder=tmp_path / "lo").read_bytes()

    try_everywhere(saved, 8, "a cell set after LibreOffice saved the workbook")


EDITS: dict[str, list[Edit]] = {
    "value": [CellEdit("Data", 5, 4, 99)],
    "shared": [CellEdit(SUMMARY_NAME, 51, 1, "ganti")],
    "formula-away": [CellEdit(SUMMARY_NAME, 42, 1, 5), CellEdit(SUMMARY_NAME, 2, 1, None)],
    "rich-text": [CellEdit(SUMMARY_NAME, 50, 1, "polos"), CellEdit("Data", 2, 8, "polos")],
    "grown": [AppendTableRows("tblData", (("I004", date(2026, 2, 1), 4, Formula("1"), "x"),))],
}  # fmt: skip


@pytest.mark.node
def test_patch_package__embellished__has_no_violation_that_was_not_there(tmp_path: Path) -> None:
    paths = {name: tmp_path / f"{name}.xlsx" for name in EDITS}
    before = tmp_path / "lama.xlsx"
    before.write_bytes(made("embellished"))
    for name, path in paths.items():
        path.write_bytes(patch_package(made("embellished"), EDITS[name]))

    violations = validate([before, *paths.values()])

    assert violations == dict.fromkeys(violations, violations[before])


@pytest.mark.libreoffice
def test_patch_package__embellished__opens_in_libreoffice_with_all_values(
    libreoffice: LibreOffice, tmp_path: Path
) -> None:
    source = tmp_path / "Induk.xlsx"
    edits = [edit for name, each in EDITS.items() if name != "grown" for edit in each]
    source.write_bytes(patch_package(made("embellished"), edits))

    book = load_workbook(libreoffice.convert(source, "ods", folder=tmp_path / "ods"))

    data = book.get_sheet_by_name("Data").to_python(skip_empty_area=False)
    summary = book.get_sheet_by_name(SUMMARY_NAME).to_python(skip_empty_area=False)
    assert (data[4][3], data[4][4], data[1][7]) == (99, 198, "polos")
    assert [row[0] for row in summary[50:53]] == ["ganti", 2, 3]  # what was stored
    assert (summary[4][0], summary[49][0]) == (297, "polos")


# Parts that list cells.


def test_patch_package__formula_away__leaves_the_lists_of_formulas() -> None:
    patched = patch_package(made("embellished"), EDITS["formula-away"])

    found = Package(patched)
    chain = found.read("xl/calcChain.xml").decode()
    assert '<c r="E7"/><c r="B2" i="2"/><c r="C2"/>' in chain
    assert 'r="A42"' not in chain
    assert found.find_part("xl/volatileDependencies.xml") is None
    types = found.read("[Content_Types].xml").decode()
    assert "volatileDependencies" not in types
    assert "volatileDependencies" not in found.read("xl/_rels/workbook.xml.rels").decode()


def test_patch_package__formula_that_nothing_lists_live__keeps_the_list() -> None:
    patched = patch_package(made("embellished"), [CellEdit(SUMMARY_NAME, 2, 1, 5)])

    assert Package(patched).find_part("xl/volatileDependencies.xml")


# What is refused.


@pytest.mark.parametrize(
    ("sheet", "place", "text"),
    [
        pytest.param("Data", (31, 10), "bagian dari tabel pivot", id="pivot"),
        pytest.param(SUMMARY_NAME, (46, 1), "rumus larik A45:A47", id="spill"),
        pytest.param(SUMMARY_NAME, (56, 2), "rumus larik B55:B56", id="data-table"),
        pytest.param("Data", (4, 4), 'Judul kolom "Nilai" di tabel tblData dipakai', id="heading"),
    ],
)
def test_patch_package__cell_of_something_larger__is_refused(
    sheet: str, place: Place, text: str
) -> None:
    with pytest.raises(KinerjaError, match=text):
        patch_package(made("embellished"), [CellEdit(sheet, *place, "x")])


# Any sheet that a program may write.

FORMULAS = st.sampled_from(["A1*2", "SUM($A$1:B3)", "Lain!A1&amp;&quot;A1&quot;", "D9+TODAY()"])
CELLS = st.one_of(
    st.integers(-99, 99).map(lambda n: ("", f"<v>{n}</v>")),
    st.text("ab <&ü", min_size=1, max_size=4).map(
        lambda text: (
            ' t="inlineStr"',
            '<is><r><rPr><b/></rPr><t xml:space="preserve">'
            + text.replace("&", "&amp;").replace("<", "&lt;")
            + "</t></r></is>",
        )
    ),
    FORMULAS.map(lambda text: ("", f"<f>{text}</f><v>7</v>")),
    st.just((' t="b"', "<v>1</v>")),
    st.just(("", "")),
)
SHEETS = st.dictionaries(
    st.integers(1, 8),
    st.dictionaries(st.integers(1, 6), st.tuples(CELLS, st.integers(0, 3)), max_size=5),
    max_size=6,
)
PREFIXES = st.sampled_from(["", "x:"])


def write_sheet(rows: dict[int, dict[int, tuple[tuple[str, str], int]]], prefix: str) -> str:
    """Write a sheet's XML with spans, foreign attributes and extensions, as Excel does."""
    written = ""
    for row, cells in sorted(rows.items()):
        inner = "".join(
            f'<c r="{chr(64 + column)}{row}" s="{style}"{kind}>{content}</c>'
            for column, ((kind, content), style) in sorted(cells.items())
        )
        written += f'<row r="{row}" spans="1:6" d:dyDescent="0.25">{inner}</row>\r\n'
    xml = sheet_xml(written, '<extLst><ext uri="u"/></extLst>', '<dimension ref="A1:F8"/>')
    xml = xml.replace("<worksheet ", '<worksheet xmlns:d="urn:d" ', 1)
    if prefix:
        for name in ("worksheet", "dimension", "sheetData", "row", "c", "v", "f", "is", "r", "t",
                     "rPr", "b", "extLst", "ext"):  # fmt: skip
            for end in (" ", ">", "/"):
                xml = xml.replace(f"<{name}{end}", f"<{prefix}{name}{end}")
            xml = xml.replace(f"</{name}>", f"</{prefix}{name}>")
        xml = xml.replace("xmlns=", "xmlns:x=", 1)
    return xml


@given(
    rows=SHEETS,
    prefix=PREFIXES,
    place=st.tuples(st.integers(1, 9), st.integers(1, 7)),
    content=st.sampled_from(CONTENTS),
)
def test_patch_package__any_sheet__keeps_all_that_two_other_readers_see(
    rows: dict[int, dict[int, tuple[tuple[str, str], int]]],
    prefix: str,
    place: Place,
    content: CellContent,
) -> None:
    data = package(sheet=write_sheet(rows, prefix))

    patched = patch_package(data, [CellEdit("Data", *place, content)])

    assert losses(data, patched, [(SHEET, place)]) == []
    assert changed_entries(data, patched) <= {SHEET, "xl/workbook.xml"}
    before, after = openpyxl_book(data)["Data"], openpyxl_book(patched)["Data"]
    for row in range(1, 10):
        for column in range(1, 8):
            if (row, column) != place:
                old, new = before.cell(row, column), after.cell(row, column)
                assert (old.value, old.style_id) == (new.value, new.style_id)
    old_values, new_values = values(data), values(patched)
    for number, cells in enumerate(old_values, 1):
        for column, value in enumerate(cells, 1):
            formula = after.cell(number, column).data_type == "f"
            if (number, column) != place and value != "" and not formula:
                assert new_values[number - 1][column - 1] == value


def test_losses__workbook_saved_by_openpyxl__names_what_went() -> None:
    stream = io.BytesIO()
    openpyxl_book(made("embellished")).save(stream)

    found = losses(made("embellished"), stream.getvalue(), [])

    for lost in ("gone: xl/slicers/slicer1.xml", "gone: xl/persons/person.xml"):
        assert lost in found
    assert any(each.startswith(SUMMARY) for each in found)
