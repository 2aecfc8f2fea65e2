from __future__ import annotations

import re
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import load_workbook

from kinerja_xl.core.values import CellContent, Formula
from kinerja_xl.errors import KinerjaError
from kinerja_xl.files.xlsx.package import Package
from kinerja_xl.files.xlsx.patching import (
    INHERIT,
    AppendTableRows,
    CellEdit,
    Edit,
    ReplaceTableRows,
    RowContent,
    patch_package,
)
from tests.files.xlsx.handmade import (
    changed_entries,
    openpyxl_book,
    package,
    part,
    relationships,
    sheet_xml,
    table_xml,
    values,
)
from tests.files.xlsx.rich_workbooks import rich_workbook
from tests.libreoffice_tools import LibreOffice
from tests.node_tools import resave, validate

SHEET = "xl/worksheets/sheet1.xml"
TABLE = "xl/tables/table1.xml"
RICH = rich_workbook()
DOUBLED = "tblData[[#This Row],[Nilai]]*2"


def rich_row(code: str, number: float) -> RowContent:
    return (code, date(2026, 2, 1), number, Formula(DOUBLED, number * 2), None)


def with_table(
    rows: str, area: str, *, columns: int = 2, table: str = "", after: str = "", before: str = ""
) -> bytes:
    """Return a workbook whose sheet `Data` has a table `tblA` with headings K1, K2 and so on."""
    parts = {
        "xl/worksheets/_rels/sheet1.xml.rels": relationships(
            ("rId1", "table", "../tables/table1.xml")
        ),
        TABLE: table or table_xml(area, [f"K{n}" for n in range(1, columns + 1)]),
    }
    return package(parts, sheet_xml(rows, after, before))


SMALL = (
    '<row r="1"><c r="A1" t="str"><v>K1</v></c><c r="B1" t="str"><v>K2</v></c></row>'
    '<row r="2" ht="30" customHeight="1" hidden="1"><c r="A2" s="3"><v>1</v></c><c r="B2" s="2"/>'
    '<c r="D2"><v>9</v></c></row>'
)


def rows_of(data: bytes) -> str:
    return part(data, SHEET).partition("<sheetData>")[2].partition("</sheetData>")[0]


# Growing.


def test_append_rows__to_a_rich_table__extends_table_ranges_and_keeps_all_else() -> None:
    rows = (rich_row("I004", 40), rich_row("I005", 50))

    patched = patch_package(RICH, [AppendTableRows("tblData", rows)])

    assert changed_entries(RICH, patched) == {SHEET, "xl/worksheets/sheet2.xml", TABLE}
    found = Package(patched).table("tblData")
    assert str(found.area) == "B4:F9"
    assert 'autoFilter ref="B4:F9"' in part(patched, TABLE)
    sheet = part(patched, SHEET)
    assert sheet.count('sqref="D5:D9"') == 2  # data bar and validation
    assert "<xm:sqref>D5:D9</xm:sqref>" in sheet  # the 2010 half of the data bar
    assert 'sqref="B5:B9"' in sheet
    assert 'sqref="B1:F3"' in sheet
    assert "<xm:sqref>H7</xm:sqref>" in sheet  # the sparkline stays
    loaded = openpyxl_book(patched)["Data"]
    for column in range(2, 7):
        assert loaded.cell(9, column).style_id == loaded.cell(7, column).style_id
    assert [cell.value for cell in loaded[9][1:6]] == [
        "I005", datetime(2026, 2, 1), 50, f"={DOUBLED}", None,
    ]  # fmt: skip
    assert not loaded["B9"].protection.locked
    assert loaded["H6"].value == "di samping tabel"


def test_append_rows__below_the_last_row_of_the_sheet__copies_styles_and_chosen_height() -> None:
    data = with_table(SMALL, "A1:B2")

    patched = patch_package(data, [AppendTableRows("tblA", ((5, None), ("x", 6)))])

    assert rows_of(patched) == SMALL + (
        '<row r="3" ht="30" customHeight="1"><c r="A3" s="3"><v>5</v></c><c r="B3" s="2"/></row>'
        '<row r="4" ht="30" customHeight="1"><c r="A4" s="3" t="inlineStr"><is>'
        '<t xml:space="preserve">x</t></is></c><c r="B4" s="2"><v>6</v></c></row>'
    )
    assert Package(patched).table("tblA").area.last_row == 4


def test_append_rows__beside_other_cells__leaves_them() -> None:
    rows = SMALL + '<row r="3"><c r="B3" s="3"/><c r="D3"><v>1</v></c></row>'

    patched = patch_package(with_table(rows, "A1:B2"), [AppendTableRows("tblA", ((5, 6),))])

    assert rows_of(patched).endswith(
        '<row r="3"><c r="A3" s="3"><v>5</v></c><c r="B3" s="2"><v>6</v></c>'
        '<c r="D3"><v>1</v></c></row>'
    )


def test_append_rows__column_that_the_writer_does_not_know__continues_its_formula() -> None:
    rows = '<row r="1"/><row r="2"><c r="A2"><v>1</v></c><c r="B2"><f>A2*$D$1</f><v>2</v></c></row>'

    patched = patch_package(
        with_table(rows, "A1:B2"), [AppendTableRows("tblA", ((5, INHERIT), (INHERIT, INHERIT)))]
    )

    assert rows_of(patched).endswith(
        '<row r="3"><c r="A3"><v>5</v></c><c r="B3"><f>A3*$D$1</f></c></row>'
        '<row r="4"><c r="B4"><f>A4*$D$1</f></c></row>'
    )


@pytest.mark.parametrize(
    ("row", "column", "expected"),
    [
        pytest.param('<c r="B2"><f t="shared" si="0"/></c>', "", "A3+1", id="shared"),
        pytest.param('<c r="B2"><v>7</v></c>', "[#This Row]*2", "[#This Row]*2", id="typed-over"),
        pytest.param('<c r="B2"><v>7</v></c>', "A2*2", None, id="typed-over-and-relative"),
        pytest.param("", "tblA[[#This Row],[K1]]", "tblA[[#This Row],[K1]]", id="no-cell"),
    ],
)
def test_append_rows__calculated_column__goes_on(
    row: str, column: str, expected: str | None
) -> None:
    rows = (
        '<row r="1"><c r="B1"><f t="shared" ref="B1:B2" si="0">A1+1</f></c></row>'
        f'<row r="2"><c r="A2"><v>1</v></c>{row}</row>'
    )
    formula = f"<calculatedColumnFormula>{column}</calculatedColumnFormula>" if column else ""
    table = table_xml("A1:B2", ["K1", "K2"]).replace(
        'name="K2"/>', f'name="K2">{formula}</tableColumn>'
    )

    patched = patch_package(
        with_table(rows, "A1:B2", table=table), [AppendTableRows("tblA", ((5, INHERIT),))]
    )

    assert openpyxl_book(patched)["Data"]["B3"].value == (expected and f"={expected}")


def test_append_rows__onto_cells_that_only_look_occupied__takes_them() -> None:
    rows = SMALL + (
        '<row r="3"><c r="A3" t="inlineStr"><is><t></t></is></c><c r="B3" t="str"><v/></c></row>'
    )

    patched = patch_package(with_table(rows, "A1:B2"), [AppendTableRows("tblA", ((5, 6),))])

    assert values(patched)[2][:2] == [5, 6]


def test_append_rows__onto_a_pivot_table__is_refused() -> None:
    data = with_table(SMALL, "A1:B2")
    with_pivot = package(
        {
            "xl/worksheets/_rels/sheet1.xml.rels": relationships(
                ("rId1", "table", "../tables/table1.xml"),
                ("rId2", "pivotTable", "../pivotTables/pivotTable1.xml"),
            ),
            TABLE: part(data, TABLE),
            "xl/pivotTables/pivotTable1.xml": '<p><location ref="B3:C9"/></p>',
        },
        part(data, SHEET),
    )

    with pytest.raises(KinerjaError, match="Sel di bawah tabel tblA terisi"):
        patch_package(with_pivot, [AppendTableRows("tblA", ((1, 2),))])


# Headings and totals.


def test_cell_edit__heading__renames_the_column() -> None:
    patched = patch_package(with_table(SMALL, "A1:B2"), [CellEdit("Data", 1, 2, "Baris\nBaru")])

    assert 'name="Baris_x000a_Baru"' in part(patched, TABLE)
    assert Package(patched).table("tblA").columns == ("K1", "Baris\nBaru")
    assert values(patched)[0][1] == "Baris\nBaru"


@pytest.mark.parametrize(
    ("content", "formula"),
    [
        pytest.param("k1", "1", id="name-of-another-column"),
        pytest.param(5, "1", id="number"),
        pytest.param(None, "1", id="blank"),
        pytest.param("Baru", "SUM(tblA[K2])", id="a-formula-refers-to-it"),
        pytest.param("Baru", "SUM(tblA[[K1]:[k2]])", id="a-range-of-columns-does"),
    ],
)
def test_cell_edit__heading_that_must_stay__is_refused(content: CellContent, formula: str) -> None:
    rows = SMALL + f'<row r="9"><c r="H9"><f>{formula}</f></c></row>'

    with pytest.raises(KinerjaError, match='Judul kolom "K2" di tabel tblA'):
        patch_package(with_table(rows, "A1:B2"), [CellEdit("Data", 1, 2, content)])


def test_cell_edit__totals_row__is_refused() -> None:
    table = table_xml("A1:B3", ["K1", "K2"], attributes=' totalsRowCount="1"')

    with pytest.raises(KinerjaError, match="baris total tabel tblA"):
        patch_package(with_table(SMALL, "A1:B3", table=table), [CellEdit("Data", 3, 2, 1)])


@pytest.mark.parametrize(
    ("extra_rows", "after"),
    [
        pytest.param('<row r="4"><c r="B4"><v>1</v></c></row>', "", id="value"),
        pytest.param('<row r="3"><c r="A3"><f>1</f></c></row>', "", id="formula"),
        pytest.param("", '<mergeCells><mergeCell ref="B4:C5"/></mergeCells>', id="merged"),
    ],
)
def test_append_rows__onto_occupied_cells__is_refused(extra_rows: str, after: str) -> None:
    data = with_table(SMALL + extra_rows, "A1:B2", after=after)

    with pytest.raises(KinerjaError, match=r"Sel di bawah tabel tblA terisi.*di bawah sel B2"):
        patch_package(data, [AppendTableRows("tblA", ((1, 2), (3, 4)))], name="Kinerja.xlsx")


def test_append_rows__onto_another_table__is_refused() -> None:
    data = with_table(SMALL, "A1:B2")
    with_second = package(
        {
            "xl/worksheets/_rels/sheet1.xml.rels": relationships(
                ("rId1", "table", "../tables/table1.xml"), ("rId2", "table", "/xl/tables/t2.xml")
            ),
            TABLE: part(data, TABLE),
            "xl/tables/t2.xml": table_xml("B4:C5", ["X", "Y"], name="tblB"),
        },
        part(data, SHEET),
    )

    with pytest.raises(KinerjaError, match="Sel di bawah tabel tblA terisi"):
        patch_package(with_second, [AppendTableRows("tblA", ((1, 2), (3, 4)))])


def test_append_rows__past_the_last_row_of_a_sheet__is_refused() -> None:
    rows = '<row r="1048576"><c r="A1048576"><v>1</v></c></row>'

    with pytest.raises(KinerjaError, match="melampaui baris terakhir"):
        patch_package(with_table(rows, "A1048575:B1048576"), [AppendTableRows("tblA", ((1, 2),))])


@pytest.mark.parametrize(
    "edit",
    [
        pytest.param(AppendTableRows("tblA", ((1, 2),)), id="append"),
        pytest.param(ReplaceTableRows("tblA", ((1, 2), (3, 4))), id="replace-longer"),
    ],
)
def test_change_table__with_totals_row__is_refused(edit: Edit) -> None:
    data = with_table(
        SMALL, "A1:B3", table=table_xml("A1:B3", ["K1", "K2"], attributes=' totalsRowCount="1"')
    )

    with pytest.raises(KinerjaError, match=r"\[Data\]!A3: Tabel tblA memakai baris total"):
        patch_package(data, [edit])


# Replacing and shrinking.


def test_replace_rows__fewer__takes_the_cells_out_and_shrinks_table_and_dimension() -> None:
    rows = SMALL + (
        '<row r="3" ht="45"><c r="A3" s="3"><v>1</v></c><c r="B3"><v>2</v></c></row>'
        '<row r="4" ht="45"><c r="A4"><v>1</v></c><c r="B4"><v>2</v></c>'
        '<c r="D4"><v>3</v></c></row>'
        '<row r="5"><c r="A5"><v>1</v></c><c r="B5"><v>2</v></c></row>'
    )
    data = with_table(
        rows, "A1:B5", before='<dimension ref="A1:D5"/>',
        after='<conditionalFormatting sqref="A2:A5 B2:B4 D2:D5"/>',
    )  # fmt: skip

    patched = patch_package(data, [ReplaceTableRows("tblA", ((7, 8), ("x", None)))])

    assert rows_of(patched).partition("</row>")[2] == (
        '<row r="2" ht="30" customHeight="1" hidden="1"><c r="A2" s="3"><v>7</v></c>'
        '<c r="B2" s="2"><v>8</v></c><c r="D2"><v>9</v></c></row>'
        '<row r="3"><c r="A3" s="3" t="inlineStr"><is><t xml:space="preserve">x</t></is></c>'
        '<c r="B3"/></row>'
        '<row r="4" ht="45"><c r="D4"><v>3</v></c></row>'
    )
    sheet = part(patched, SHEET)
    assert '<dimension ref="A1:D4"/>' in sheet
    assert 'sqref="A2:A3 B2:B4 D2:D5"' in sheet
    assert str(Package(patched).table("tblA").area) == "A1:B3"


def test_replace_rows__with_none__leaves_one_blank_row() -> None:
    patched = patch_package(RICH, [ReplaceTableRows("tblData", ())])

    assert str(Package(patched).table("tblData").area) == "B4:F5"
    sheet = openpyxl_book(patched)["Data"]
    assert [cell.value for cell in sheet[5][1:6]] == [None] * 5
    assert not sheet["B5"].protection.locked
    assert sheet["H6"].value == "di samping tabel"


def test_replace_then_append__in_one_patch__gives_both() -> None:
    edits: list[Edit] = [
        ReplaceTableRows("tblA", ((1, 2),)), AppendTableRows("tblA", ((3, 4),)),
        AppendTableRows("tblA", ((5, 6),)), CellEdit("Data", 4, 2, "akhir"),
    ]  # fmt: skip

    patched = patch_package(with_table(SMALL, "A1:B2"), edits)

    assert [row[:2] for row in values(patched)[1:]] == [[1, 2], [3, 4], [5, "akhir"]]


def test_change_table__row_of_another_width__is_a_value_error() -> None:
    with pytest.raises(ValueError, match="tblA has 2 columns, not 1"):
        patch_package(with_table(SMALL, "A1:B2"), [AppendTableRows("tblA", ((1,),))])


def test_change_table__sorted_and_filtered__moves_its_own_references() -> None:
    inside = (
        '<autoFilter ref="A1:B2"><filterColumn colId="0"/></autoFilter>'
        '<sortState ref="A2:B2"><sortCondition ref="B2"/></sortState>'
    )
    table = table_xml("A1:B2", ["K1", "K2"], inside=inside, attributes=' insertRow="1"')
    data = with_table(SMALL, "A1:B2", table=table)

    patched = patch_package(data, [AppendTableRows("tblA", ((1, 2),))])

    expected = table.replace("A1:B2", "A1:B3").replace("A2:B2", "A2:B3").replace('"B2"', '"B2:B3"')
    assert part(patched, TABLE) == expected.replace(' insertRow="1"', "")


def test_cell_edit__in_the_lent_row_of_an_empty_table__makes_it_a_data_row() -> None:
    table = table_xml("A1:B2", ["K1", "K2"], attributes=' insertRow="1"')
    data = with_table(SMALL, "A1:B2", table=table)

    patched = patch_package(data, [CellEdit("Data", 2, 1, 5)])

    assert part(patched, TABLE) == table.replace(' insertRow="1"', "")


@pytest.mark.parametrize(
    ("ranges", "expected"),
    [
        pytest.param("A2:A2", "A2:A3", id="one-column"),
        pytest.param("A2", "A2:A3", id="one-cell"),
        pytest.param("A2:B2 D2", "A2:B3 D2", id="whole-table-and-a-stranger"),
        pytest.param("A2:C2", "A2:C2", id="wider-than-the-table"),
        pytest.param("A1:A2", "A1:A2", id="with-headings"),
        pytest.param("A:A", "A:A", id="whole-column"),
    ],
)
@pytest.mark.parametrize(
    "element",
    [
        '<conditionalFormatting sqref="{0}"/>',
        '<dataValidations><dataValidation sqref="{0}"/></dataValidations>',
        '<ignoredErrors><ignoredError sqref="{0}"/></ignoredErrors>',
        '<extLst><ext xmlns:x="u"><x:conditionalFormatting><x:sqref>{0}</x:sqref>'
        "</x:conditionalFormatting></ext></extLst>",
    ],
    ids=["format", "validation", "ignored-error", "extension"],
)
def test_change_table__range_on_its_data_rows__follows(
    element: str, ranges: str, expected: str
) -> None:
    data = with_table(SMALL, "A1:B2", after=element.format(ranges))

    patched = patch_package(data, [AppendTableRows("tblA", ((1, 2),))])

    assert element.format(expected) in part(patched, SHEET)


ROWS = st.lists(st.tuples(st.integers(0, 99), st.text("ab<&", max_size=3)), max_size=5)
CHANGES = st.lists(
    st.tuples(st.sampled_from([AppendTableRows, ReplaceTableRows]), ROWS), max_size=4
)


@given(changes=CHANGES)
def test_change_table__any_changes_one_after_another__equal_a_model(
    changes: list[tuple[type[AppendTableRows | ReplaceTableRows], list[tuple[CellContent, ...]]]],
) -> None:
    data = with_table(SMALL, "A1:B2", before='<dimension ref="A1:D2"/>')
    model: list[list[object]] = [[1, ""]]

    for kind, rows in changes:
        data = patch_package(data, [kind("tblA", tuple(rows))])
        if kind is ReplaceTableRows:
            model = [] if rows else [["", ""]]
        model += [list(row) for row in rows]

    read = [row[:2] for row in values(data)[1:]]
    while read and not any(value != "" for value in read[-1]):
        read.pop()
    assert read == model[: len(read)]
    assert all(value == "" for row in model[len(read) :] for value in row)
    assert Package(data).table("tblA").data_area.height == len(model)
    stated = re.search(r'<dimension ref="(?:A1:)?D(\d+)"/>', part(data, SHEET))
    assert stated is not None


# Other programs.


@pytest.mark.libreoffice
def test_patch_package__recalculated_by_libreoffice__gives_the_new_results(
    libreoffice: LibreOffice, tmp_path: Path
) -> None:
    edits: list[Edit] = [
        AppendTableRows("tblData", (rich_row("I004", 40),)),
        CellEdit("Data", 5, 4, 100), CellEdit("Data", 2, 3, 7),
    ]  # fmt: skip
    source = tmp_path / "Induk.xlsx"
    source.write_bytes(patch_package(RICH, edits))

    made = libreoffice.convert(source, "ods", folder=tmp_path / "hasil")

    book = sheets_of(made)
    summary = book["Ringkas & 'Lain' 1"]
    assert summary[1][:3] == [190.0, 191.0, 700.0]
    assert summary[2][0] == "Jumlah 191"
    assert [row[0] for row in summary[4:7]] == [300.0, 60.0, 90.0]
    assert [row[4] for row in book["Data"][4:8]] == [200.0, 40.0, 60.0, 80.0]


def sheets_of(path: Path) -> dict[str, list[list[object]]]:
    book = load_workbook(path)
    return {
        name: [list(row) for row in book.get_sheet_by_name(name).to_python(skip_empty_area=False)]
        for name in book.sheet_names
    }


@pytest.mark.libreoffice
def test_patch_package__master_saved_by_libreoffice__is_patched_alike(
    libreoffice: LibreOffice, tmp_path: Path
) -> None:
    source = tmp_path / "Induk.xlsx"
    source.write_bytes(RICH)
    resaved = libreoffice.convert(source, "xlsx", folder=tmp_path / "lo").read_bytes()

    patched = patch_package(resaved, [AppendTableRows("tblData", (rich_row("I004", 40),))])

    assert str(Package(patched).table("tblData").area) == "B4:F8"
    assert [row[1] for row in values(patched)[4:8]] == ["I001", "I002", "I003", "I004"]
    untouched = changed_entries(resaved, patched)
    assert all(
        name.startswith(("xl/worksheets/", "xl/tables/", "xl/workbook")) for name in untouched
    )


@pytest.mark.node
@pytest.mark.parametrize("program", ["sheetjs", "exceljs"])
def test_patch_package__master_saved_by_other_libraries__is_patched_alike(
    program: str, tmp_path: Path
) -> None:
    source, resaved = tmp_path / "Induk.xlsx", tmp_path / "lain.xlsx"
    source.write_bytes(RICH)
    resave("sheetjs" if program == "sheetjs" else "exceljs", {source: resaved})

    patched = patch_package(
        resaved.read_bytes(), [CellEdit("Data", 5, 4, 77), CellEdit("Data", 60, 2, "baru")]
    )

    assert values(patched)[4][3] == 77
    assert values(patched)[59][1] == "baru"


@pytest.mark.node
def test_patch_package__validated_by_the_open_xml_sdk__has_no_new_violation(
    tmp_path: Path,
) -> None:
    edits: dict[str, list[Edit]] = {
        "lama": [],
        "sel": [CellEdit("Data", 2, 3, "teks"), CellEdit("Data", 90, 30, Formula("1+1", 2))],
        "tambah": [AppendTableRows("tblData", (rich_row("I004", 1), rich_row("I005", 2)))],
        "ganti": [ReplaceTableRows("tblData", (rich_row("I004", 1),))],
        "kosong": [ReplaceTableRows("tblData", ())],
    }
    paths = {name: tmp_path / f"{name}.xlsx" for name in edits}
    for name, path in paths.items():
        path.write_bytes(patch_package(RICH, edits[name]))

    violations = validate(list(paths.values()))

    known = {(v.id, v.description) for v in violations[paths["lama"]]}
    for path in paths.values():
        assert {(v.id, v.description) for v in violations[path]} <= known
