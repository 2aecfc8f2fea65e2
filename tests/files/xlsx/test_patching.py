from __future__ import annotations

import io
import re
from datetime import date, datetime
from decimal import Decimal

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from kinerja_xl.core.values import CellContent, Formula
from kinerja_xl.errors import KinerjaError
from kinerja_xl.files.xlsx.package import Package
from kinerja_xl.files.xlsx.patching import (
    AppendTableRows,
    CellEdit,
    Edit,
    RowHeight,
    patch_package,
)
from tests.files.xlsx.handmade import (
    STRICT,
    TRANSITIONAL,
    changed_entries,
    compressed_entries,
    openpyxl_book,
    package,
    part,
    relationships,
    sheet_xml,
    value_at,
    values,
    workbook_xml,
)
from tests.files.xlsx.rich_workbooks import rich_workbook

SHEET = "xl/worksheets/sheet1.xml"
RICH = rich_workbook()


def patched_sheet(rows: str, *edits: Edit, after: str = "", before: str = "") -> str:
    """Patch a sheet made of those rows and return its XML."""
    return part(patch_package(package(sheet=sheet_xml(rows, after, before)), edits), SHEET)


def rows_of(xml: str) -> str:
    """Return what is between the sheetData tags."""
    match = re.search(r"<(?:\w+:)?sheetData>(.*)</(?:\w+:)?sheetData>", xml, re.DOTALL)
    return match[1] if match else ""


# Contents.


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        pytest.param(12, 12.0, id="integer"),
        pytest.param(-0.1, -0.1, id="float"),
        pytest.param(Decimal("98.50"), 98.5, id="decimal"),
        pytest.param(10**20, 1e20, id="large-integer"),
        pytest.param(-0.0, 0.0, id="negative-zero"),
        pytest.param(True, True, id="true"),
        pytest.param(False, False, id="false"),
        pytest.param("teks", "teks", id="text"),
        pytest.param("", "", id="empty-text"),
        pytest.param("  dua  spasi ", "  dua  spasi ", id="spaces"),
        pytest.param("=1+1", "=1+1", id="like-a-formula"),
        pytest.param("+62 811", "+62 811", id="plus"),
        pytest.param("-5", "-5", id="minus"),
        pytest.param("@SUM(A1)", "@SUM(A1)", id="at"),
        pytest.param('<a href="x">&amp;]]></a>', '<a href="x">&amp;]]></a>', id="markup"),
        pytest.param("baris\nbaris\ttab", "baris\nbaris\ttab", id="newline-tab"),
        pytest.param("a\r\nb\rc", "a\r\nb\rc", id="carriage-return"),
        pytest.param("\x00\x01\x1f", "\x00\x01\x1f", id="control-characters"),
        pytest.param("_x0041_ _x000D", "_x0041_ _x000D", id="looks-escaped"),
        pytest.param("_x005F_x0041_", "_x005F_x0041_", id="looks-escaped-twice"),
        pytest.param(
            "\u202e\u0627\u0301 \U0001f600", "\u202e\u0627\u0301 \U0001f600", id="unicode"
        ),
        pytest.param("x" * 32_767, "x" * 32_767, id="longest-text"),
        pytest.param(None, "", id="blank"),
        pytest.param(Formula("1+1", 2), 2.0, id="formula-number"),
        pytest.param(Formula('"a"&"<"', "a<"), "a<", id="formula-text"),
        pytest.param(Formula("1=1", True), True, id="formula-bool"),
        pytest.param(Formula("A9"), "", id="formula-without-value"),
    ],
)
@pytest.mark.parametrize("row", [pytest.param(1, id="present"), pytest.param(9, id="new")])
def test_patch_package__content__is_read_back(
    content: CellContent, expected: object, row: int
) -> None:
    data = package(sheet=sheet_xml('<row r="1"><c r="B1" s="3" t="str"><v>lama</v></c></row>'
                                   '<row r="20"><c r="C20"><v>1</v></c></row>'))  # fmt: skip

    patched = patch_package(data, [CellEdit("Data", row, 2, content)])

    assert value_at(patched, row, 2) == expected
    sheet = openpyxl_book(patched)["Data"]
    if isinstance(content, Formula):
        assert sheet.cell(row, 2).value == f"={content.text}"
    elif isinstance(content, str):
        assert sheet.cell(row, 2).data_type != "f"
    assert row == 9 or 's="3"' in part(patched, SHEET)


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        pytest.param("\ud83d", "_xD83D_", id="lone-surrogate"),
        pytest.param("\ufffe\uffff", "_xFFFE__xFFFF_", id="noncharacters"),
        pytest.param("\x7f\x85", "\x7f\x85", id="allowed-controls"),
    ],
)
def test_patch_package__character_that_xml_forbids__is_escaped(text: str, escaped: str) -> None:
    xml = patched_sheet("", CellEdit("Data", 1, 1, text))

    assert f'<t xml:space="preserve">{escaped}</t>' in xml


@pytest.mark.parametrize(
    "content",
    [
        pytest.param("x" * 32_768, id="too-long"),
        pytest.param("\U0001f600" * 16_384, id="too-long-in-utf16"),
        pytest.param(float("nan"), id="nan"),
        pytest.param(float("inf"), id="infinity"),
        pytest.param(Decimal("NaN"), id="decimal-nan"),
        pytest.param(date(1899, 12, 31), id="before-1900"),
        pytest.param(Formula("=1"), id="formula-with-equals-sign"),
        pytest.param(Formula(" "), id="empty-formula"),
    ],
)
def test_patch_package__content_that_fits_no_cell__is_a_value_error(content: CellContent) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - the texts differ by case
        patch_package(package(), [CellEdit("Data", 1, 1, content)])


@pytest.mark.parametrize(
    ("moment", "is_1904"),
    [
        pytest.param(date(2026, 1, 5), False, id="day"),
        pytest.param(datetime(2026, 1, 5, 7, 30, 15), False, id="moment"),
        pytest.param(date(1900, 3, 1), False, id="after-the-gap"),
        pytest.param(date(2026, 1, 5), True, id="day-1904"),
        pytest.param(datetime(2026, 1, 5, 7, 30, 15), True, id="moment-1904"),
    ],
)
def test_patch_package__date__keeps_style_and_is_read_back(moment: date, is_1904: bool) -> None:
    data = package(
        {"xl/workbook.xml": workbook_xml(before=f'<workbookPr date1904="{int(is_1904)}"/>')},
        sheet_xml('<row r="1"><c r="A1" s="1"/><c r="B1" s="2"/></row>'),
    )

    patched = patch_package(data, [CellEdit("Data", 1, 1, moment), CellEdit("Data", 1, 2, moment)])

    book = openpyxl_book(patched)
    assert value_at(patched, 1, 1) == moment
    assert isinstance(value_at(patched, 1, 2), float)
    assert book["Data"]["B1"].number_format == "0.00"


@pytest.mark.parametrize(
    ("day", "serial"),
    [
        pytest.param(date(1900, 1, 1), "1", id="first-day"),
        pytest.param(date(1900, 2, 28), "59", id="before-the-gap"),
        pytest.param(date(1900, 3, 1), "61", id="after-the-gap"),
    ],
)
def test_patch_package__date_around_the_day_that_never_was__has_excels_number(
    day: date, serial: str
) -> None:
    xml = patched_sheet("", CellEdit("Data", 1, 1, day))

    assert f"<v>{serial}</v>" in xml


def test_patch_package__no_edits__gives_the_same_bytes() -> None:
    assert patch_package(RICH, []) is RICH


# Everything else survives.


def test_patch_package__one_cell__touches_its_sheet_and_the_workbook_only() -> None:
    patched = patch_package(
        RICH, [CellEdit("Data", 2, 3, 7)], drop_cached_values=False, name="Kinerja.xlsx"
    )

    assert changed_entries(RICH, patched) == {SHEET}  # XlsxWriter has set fullCalcOnLoad
    assert list(compressed_entries(patched)) == list(compressed_entries(RICH))
    before, after = part(RICH, SHEET), part(patched, SHEET)
    assert after == re.sub(r'(<c r="C2" s="\d+")><v>5</v>', r"\1><v>7</v>", before)
    assert after != before


def test_patch_package__stored_values__are_dropped_where_a_formula_reads_what_changed() -> None:
    patched = patch_package(RICH, [CellEdit("Data", 2, 3, 7)])

    assert changed_entries(RICH, patched) == {SHEET, "xl/worksheets/sheet2.xml"}
    summary = part(patched, "xl/worksheets/sheet2.xml")
    assert '<c r="C2"><f>Data!D5*Persen</f></c>' in summary
    assert '<c r="A2"><f>SUM(tblData[Nilai])</f><v>60</v></c>' in summary
    assert '<f>"Jumlah "&amp;B2</f><v>Jumlah 61</v>' in summary


def test_patch_package__cell_that_no_formula_reads__leaves_other_sheets_alone() -> None:
    patched = patch_package(RICH, [CellEdit("Data", 1, 1, "Judul baru")])

    assert changed_entries(RICH, patched) == {SHEET}


def test_patch_package__odd_archive__keeps_names_times_comments_and_descriptors_content() -> None:
    class Unseekable(io.RawIOBase):
        def __init__(self) -> None:
            self.data = bytearray()

        def writable(self) -> bool:
            return True

        def write(self, data: object) -> int:
            self.data += bytes(memoryview(data))  # type: ignore[arg-type]  # a buffer
            return len(bytes(memoryview(data)))  # type: ignore[arg-type]  # a buffer

    import zipfile

    stream = Unseekable()
    with (
        zipfile.ZipFile(io.BytesIO(package())) as source,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive,
    ):
        archive.comment = b"catatan"
        for name in source.namelist():
            archive.writestr(name, source.read(name))
        stored = zipfile.ZipInfo("xl/media/gambar é.bin", (2020, 2, 2, 2, 2, 2))
        stored.external_attr = 0o600 << 16
        stored.comment = b"biner"
        stored.extra = b"\x20\xa2\x04\x00\x01\x02\x03\x04"
        archive.writestr(stored, bytes(range(256)))
    data = b"awalan" + bytes(stream.data)

    patched = patch_package(data, [CellEdit("Data", 1, 1, "x")])

    with zipfile.ZipFile(io.BytesIO(patched)) as archive:
        assert archive.testzip() is None
        assert archive.comment == b"catatan"
        assert archive.getinfo(stored.filename).extra == stored.extra
    assert changed_entries(data[6:], patched) == {SHEET, "xl/workbook.xml"}


@pytest.mark.parametrize(
    ("inside", "expected"),
    [
        pytest.param("", '</sheets><calcPr fullCalcOnLoad="1"/></workbook>', id="missing"),
        pytest.param(
            '<definedNames><definedName name="A">1</definedName></definedNames><extLst/>',
            '</definedNames><calcPr fullCalcOnLoad="1"/><extLst/>', id="before-extensions",
        ),
        pytest.param(
            "<calcPr calcId='1'/>", "<calcPr calcId='1' fullCalcOnLoad=\"1\"/>", id="there"
        ),
        pytest.param(
            '<calcPr fullCalcOnLoad="0" calcMode="manual"></calcPr>',
            '<calcPr fullCalcOnLoad="1" calcMode="manual"></calcPr>', id="off",
        ),
        pytest.param(
            '<calcPr fullCalcOnLoad="true"/>', '<calcPr fullCalcOnLoad="true"/>', id="on"
        ),
    ],
)  # fmt: skip
def test_patch_package__calculation_mark__is_set(inside: str, expected: str) -> None:
    data = package({"xl/workbook.xml": workbook_xml(inside)})

    patched = patch_package(data, [CellEdit("Data", 1, 1, 1)])

    assert expected in part(patched, "xl/workbook.xml")


CHAIN = {
    "xl/calcChain.xml": f'<calcChain xmlns="{TRANSITIONAL}"><c r="A1" i="1"/></calcChain>',
    "xl/_rels/workbook.xml.rels": relationships(
        ("rId1", "worksheet", "worksheets/sheet1.xml"),
        ("rId2", "worksheet", "worksheets/sheet2.xml"),
        ("rId4", "calcChain", "calcChain.xml"),
        ("rId3", "styles", "styles.xml"),
    ),
}


@pytest.mark.parametrize(
    ("edit", "is_dropped"),
    [
        pytest.param(CellEdit("Data", 1, 2, 5), False, id="a-value"),
        pytest.param(CellEdit("Data", 1, 1, 5), True, id="formula-overwritten"),
        pytest.param(CellEdit("Data", 1, 1, None), True, id="formula-blanked"),
        pytest.param(CellEdit("Data", 1, 1, Formula("2+2", 4)), False, id="formula-changed"),
        pytest.param(CellEdit("Data", 7, 1, Formula("1", 1)), False, id="formula-added"),
    ],
)
def test_patch_package__calculation_chain__goes_with_its_last_formula(
    edit: CellEdit, is_dropped: bool
) -> None:
    sheet = sheet_xml('<row r="1"><c r="A1"><f>1+1</f><v>2</v></c><c r="B1"><v>1</v></c></row>')
    data = package(CHAIN, sheet)

    patched = patch_package(data, [edit])

    found = Package(patched)
    assert (found.find_part("xl/calcChain.xml") is None) == is_dropped
    assert ("calcChain" not in part(patched, "[Content_Types].xml")) == is_dropped
    assert ("calcChain" not in part(patched, "xl/_rels/workbook.xml.rels")) == is_dropped
    assert [sheet.name for sheet in found.sheets] == ["Data", "Lain"]


# The many ways to write the same sheet.

VARIANTS = [
    pytest.param(
        sheet_xml('<row r="1"><c r="A1"><v>1</v></c><c r="C1"><v>3</v></c></row>'
                  '<row r="3"><c r="A3"><v>7</v></c></row>'), id="usual",
    ),
    pytest.param(
        sheet_xml("<row><c><v>1</v></c><c/><c><v>3</v></c></row><row/><row><c><v>7</v></c></row>"),
        id="no-addresses",
    ),
    pytest.param(
        sheet_xml("<row r='1'><c r = 'A1' ><v>1</v></c><c\n r='C1'\n><v>3</v></c></row >"
                  "<row r='3'\n><c r='A3'><v>7</v></c ></row>"), id="single-quotes-and-spaces",
    ),
    pytest.param(
        f'<x:worksheet xmlns:x="{TRANSITIONAL}"><x:sheetData><x:row r="1"><x:c r="A1"><x:v>1</x:v>'
        '</x:c><x:c r="C1"><x:v>3</x:v></x:c></x:row><x:row r="3"><x:c r="A3"><x:v>7</x:v></x:c>'
        "</x:row></x:sheetData></x:worksheet>", id="prefixed",
    ),
    pytest.param(
        f'<worksheet xmlns="{TRANSITIONAL}" xmlns:y="{TRANSITIONAL}"><sheetData><y:row r="1">'
        '<c r="A1"><y:v>1</y:v></c><y:c r="C1"><v>3</v></y:c></y:row><row r="3"><c r="A3">'
        "<v>7</v></c></row></sheetData></worksheet>", id="two-prefixes",
    ),
    pytest.param(
        f'<worksheet xmlns="{STRICT}"><sheetData><row r="1"><c r="A1"><v>1</v></c><c r="C1">'
        '<v>3</v></c></row><row r="3"><c r="A3"><v>7</v></c></row></sheetData></worksheet>',
        id="strict",
    ),
    pytest.param(
        sheet_xml('<!-- <row r="2"><c r="B2"/></row> --><row r="1"><?x <c r="B1"/>?><c r="A1"><v>1'
                  '</v></c><!-- <c r="B1"/></row> --><c r="C1"><v>3</v></c></row>'
                  '<row r="3"><c r="A3"><v>7</v></c></row><!-- </sheetData> -->'), id="comments",
    ),
    pytest.param(
        sheet_xml('<row r="1" foo="a>b"><c r="A1"><v>1</v></c><c r="C1"><v>3</v></c></row>'
                  '<row r="2"><extLst><e><![CDATA[</row><c r="B2"/>]]></e></extLst></row>'
                  '<row r="3"><c r="A3"><v>7</v></c></row>',
                  before="<!-- <sheetData> --><sheetPr/>"), id="cdata",
    ),
    pytest.param(
        "\ufeff" + '<?xml version="1.0" encoding="utf-8"?>'
        + sheet_xml('<row r="1"><c r="A1"><v>1</v></c><c r="C1"><v>3</v></c></row>\r\n'
                    '  <row r="3"><c r="A3"><v>7</v></c></row>'), id="byte-order-mark",
    ),
    pytest.param(
        '<?xml version="1.0" encoding="UTF-16"?>'
        + sheet_xml('<row r="1"><c r="A1"><v>1</v></c><c r="C1"><v>3</v></c></row>'
                    '<row r="3"><c r="A3"><v>7</v></c></row>'), id="utf16",
    ),
]  # fmt: skip


@pytest.mark.parametrize("sheet", VARIANTS)
def test_patch_package__sheet_written_otherwise__gives_the_same_values(sheet: str) -> None:
    raw = sheet.encode("utf-16") if "UTF-16" in sheet else sheet.encode()
    contents: dict[tuple[int, int], CellContent] = {
        (1, 2): 22,
        (2, 2): "tengah",
        (1, 4): 4,
        (3, 1): True,
        (5, 1): "akhir",
    }
    edits = [CellEdit("Data", row, column, c) for (row, column), c in contents.items()]

    patched = patch_package(package({SHEET: raw}), edits)

    assert values(patched) == [
        [1, 22, 3, 4],
        ["", "tengah", "", ""],
        [True, "", "", ""],
        ["", "", "", ""],
        ["akhir", "", "", ""],
    ]


def test_patch_package__row_elsewhere__keeps_every_byte() -> None:
    kept = '<row r="1"  spans="1:2" x="&#38;"><!-- a --><c r="A1" t="s"><v>0</v></c></row>\n '

    xml = patched_sheet(kept + '<row r="2"/>', CellEdit("Data", 2, 1, 1))

    assert rows_of(xml) == kept + '<row r="2"><c r="A2"><v>1</v></c></row>'


@pytest.mark.parametrize(
    ("rows", "edit", "expected"),
    [
        pytest.param(
            '<row r="1" spans="1:2" ht="30" x14:d="1" xmlns:x14="u"><c r="B1"/></row>',
            CellEdit("Data", 1, 4, 1),
            '<row r="1" spans="1:4" ht="30" x14:d="1" xmlns:x14="u"><c r="B1"/>'
            '<c r="D1"><v>1</v></c></row>', id="spans-widened",
        ),
        pytest.param(
            '<row r="1" s="2" customFormat="1"><c r="B1"/></row>', CellEdit("Data", 1, 1, 1),
            '<row r="1" s="2" customFormat="1"><c r="A1" s="2"><v>1</v></c><c r="B1"/></row>',
            id="style-of-the-row",
        ),
        pytest.param(
            '<row r="1"><c r="B1" s="1"/></row>', CellEdit("Data", 4, 2, 1, style_like=(1, 2)),
            '<row r="1"><c r="B1" s="1"/></row><row r="4"><c r="B4" s="1"><v>1</v></c></row>',
            id="style-of-another-cell",
        ),
        pytest.param(
            '<row r="1"><c r="A1" s="1" cm="1" vm="2" ph="1" t="e"><v>#VALUE!</v></c></row>',
            CellEdit("Data", 1, 1, "x"),
            '<row r="1"><c r="A1" s="1" ph="1" t="inlineStr"><is><t xml:space="preserve">x</t></is>'
            "</c></row>", id="metadata-of-the-old-value-goes",
        ),
        pytest.param(
            '<row r="1"><c r="A1" s="1"><v>1</v><extLst><ext uri="u"/></extLst></c></row>',
            CellEdit("Data", 1, 1, 2),
            '<row r="1"><c r="A1" s="1"><v>2</v><extLst><ext uri="u"/></extLst></c></row>',
            id="extensions-of-the-cell-stay",
        ),
        pytest.param(
            '<row r="1"><c r="A1" s="1"><v>1</v></c></row>', CellEdit("Data", 1, 1, None),
            '<row r="1"><c r="A1" s="1"/></row>', id="blank-keeps-style",
        ),
        pytest.param(
            '<row r="1"/>', CellEdit("Data", 3, 1, None), '<row r="1"/>', id="blank-on-nothing"
        ),
        pytest.param(
            '<row r="1" ht="45"><c r="A1"/></row>',
            CellEdit("Data", 1, 1, 1, height=RowHeight(27.75)),
            '<row r="1" ht="27.75"><c r="A1"><v>1</v></c></row>', id="height-follows",
        ),
        pytest.param(
            '<row r="1"><c r="A1"/></row>', CellEdit("Data", 1, 1, 1, height=RowHeight(27.75)),
            '<row r="1" ht="27.75"><c r="A1"><v>1</v></c></row>', id="height-added",
        ),
        pytest.param(
            '<row r="1"/>', CellEdit("Data", 3, 1, 1, height=RowHeight(15)),
            '<row r="1"/><row r="3" ht="15"><c r="A3"><v>1</v></c></row>', id="height-of-new-row",
        ),
        pytest.param(
            '<row r="1" ht="45.0"><c r="A1"/></row>',
            CellEdit("Data", 1, 1, 1, height=RowHeight(27.75, is_least=True)),
            '<row r="1" ht="45.0"><c r="A1"><v>1</v></c></row>', id="least-height-lowers-nothing",
        ),
        pytest.param(
            '<row r="1" ht="27.75"><c r="A1"/></row>',
            CellEdit("Data", 1, 1, 1, height=RowHeight(45, is_least=True)),
            '<row r="1" ht="45"><c r="A1"><v>1</v></c></row>', id="least-height-raises",
        ),
        pytest.param(
            '<row r="1" ht="tinggi"><c r="A1"/></row>',
            CellEdit("Data", 1, 1, 1, height=RowHeight(45)),
            '<row r="1" ht="45"><c r="A1"><v>1</v></c></row>', id="height-that-is-no-number",
        ),
        pytest.param(
            '<row r="1" ht="45" customHeight="1"><c r="A1"/></row>',
            CellEdit("Data", 1, 1, 1, height=RowHeight(27.75)),
            '<row r="1" ht="45" customHeight="1"><c r="A1"><v>1</v></c></row>',
            id="chosen-height-stays",
        ),
    ],
)  # fmt: skip
def test_patch_package__row__is_written_as(rows: str, edit: CellEdit, expected: str) -> None:
    assert rows_of(patched_sheet(rows, edit)) == expected


def test_patch_package__new_cell__takes_the_columns_style() -> None:
    cols = '<cols><col min="2" max="3" width="9" style="2"/></cols>'

    xml = patched_sheet("", CellEdit("Data", 1, 3, 1), CellEdit("Data", 1, 4, 1), before=cols)

    assert '<c r="C1" s="2"><v>1</v></c><c r="D1"><v>1</v></c>' in xml


@pytest.mark.parametrize(
    ("stated", "cell", "expected"),
    [
        pytest.param("A1:B2", (5, 4), "A1:D5", id="grows"),
        pytest.param("A1:B2", (2, 2), "A1:B2", id="stays"),
        pytest.param("A1:Z99", (2, 2), "A1:Z99", id="generous-stays"),
        pytest.param("A1", (2, 2), "A1:B2", id="wrong-is-corrected"),
    ],
)
def test_patch_package__dimension__holds_every_cell(
    stated: str, cell: tuple[int, int], expected: str
) -> None:
    rows = '<row r="1"><c r="A1"/></row><row r="2"><c r="B2"/></row>'

    xml = patched_sheet(rows, CellEdit("Data", *cell, 1), before=f'<dimension ref="{stated}"/>')

    assert f'<dimension ref="{expected}"/>' in xml


# Formulas that share a text.

SHARED = (
    '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><f t="shared" ref="B1:C3" si="0">A1+$A$1+"A1"</f>'
    '<v>2</v></c><c r="C1"><f t="shared" si="0"/><v>3</v></c></row>'
    '<row r="2"><c r="B2" s="2"><f t="shared" ca="1" si="0"/><v>4</v></c></row>'
    '<row r="3"><c r="B3"><f t="shared" si="0"></f></c><c r="C3"><f t="shared" si="1" ref="C3">'
    "9</f></c></row>"
)


def test_patch_package__master_of_shared_formula_overwritten__others_keep_theirs() -> None:
    patched = patch_package(
        package(sheet=sheet_xml(SHARED)), [CellEdit("Data", 1, 2, 5), CellEdit("Data", 3, 2, 6)],
        drop_cached_values=False,
    )  # fmt: skip

    assert rows_of(part(patched, SHEET)) == (
        '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>5</v></c>'
        '<c r="C1"><f>B1+$A$1+"A1"</f><v>3</v></c></row>'
        '<row r="2"><c r="B2" s="2"><f ca="1">A2+$A$1+"A1"</f><v>4</v></c></row>'
        '<row r="3"><c r="B3"><v>6</v></c><c r="C3"><f t="shared" si="1" ref="C3">9</f></c></row>'
    )


def test_patch_package__dependant_of_shared_formula_overwritten__master_stays() -> None:
    patched = patch_package(
        package(sheet=sheet_xml(SHARED)), [CellEdit("Data", 2, 2, 5)], drop_cached_values=False
    )

    expected = SHARED.replace('<f t="shared" ca="1" si="0"/><v>4</v>', "<v>5</v>")
    assert rows_of(part(patched, SHEET)) == expected


def test_patch_package__shared_formula_that_cannot_move__is_refused() -> None:
    rows = (
        '<row r="1"><c r="B2"><f t="shared" ref="B2:B1" si="0">A1048576</f></c></row>'
        '<row r="2"><c r="B2"><f t="shared" si="0"/></c></row>'
    )

    with pytest.raises(KinerjaError, match=r"\[Data\]!B2: Rumus bersama"):
        patched_sheet(rows, CellEdit("Data", 1, 2, 5))


# What is refused.


@pytest.mark.parametrize(
    ("edit", "text"),
    [
        pytest.param(CellEdit("Data", 2, 2, 1), "sel gabungan A1:B2", id="covered-cell"),
        pytest.param(CellEdit("Data", 4, 1, 1), "rumus larik A4:A5", id="head-of-array"),
        pytest.param(CellEdit("Data", 5, 1, 1), "rumus larik A4:A5", id="tail-of-array"),
        pytest.param(CellEdit("Data", 7, 2, 1), "rumus larik B7:C8", id="data-table"),
        pytest.param(CellEdit("Tiada", 1, 1, 1), 'Lembar "Tiada" tidak ada', id="no-sheet"),
        pytest.param(AppendTableRows("Tiada", ()), 'Tabel "Tiada" tidak ada', id="no-table"),
    ],
)
def test_patch_package__edit_that_would_damage__is_refused(edit: Edit, text: str) -> None:
    rows = (
        '<row r="1"><c r="A1"/></row>'
        '<row r="4"><c r="A4"><f t="array" ref="A4:A5">B1:B2</f><v>1</v></c></row>'
        '<row r="5"><c r="A5"><v>1</v></c></row>'
        '<row r="7"><c r="B7"><f t="dataTable" ref="B7:C8" dt2D="1" r1="A1" r2="A2"/></c></row>'
    )
    after = '<mergeCells count="1"><mergeCell ref="A1:B2"/></mergeCells>'

    with pytest.raises(KinerjaError, match=text):
        patched_sheet(rows, edit, after=after)


def test_patch_package__anchor_of_merged_area_and_single_cell_array__are_written() -> None:
    rows = '<row r="1"><c r="A1"/></row><row r="4"><c r="A4"><f t="array" ref="A4">1</f></c></row>'
    after = '<mergeCells count="1"><mergeCell ref="A1:B2"/></mergeCells>'

    xml = patched_sheet(rows, CellEdit("Data", 1, 1, 1), CellEdit("Data", 4, 1, 2), after=after)

    assert '<c r="A1"><v>1</v></c>' in xml
    assert '<c r="A4"><v>2</v></c>' in xml


def test_patch_package__signed_workbook__is_refused() -> None:
    kind = "http://schemas.openxmlformats.org/package/2006/relationships/digital-signature"
    data = package(
        {
            "_rels/.rels": relationships(("rId1", "officeDocument", "xl/workbook.xml")).replace(
                "</Relationships>",
                f'<Relationship Id="rId2" Type="{kind}/origin" '
                'Target="_xmlsignatures/origin.sigs"/>'
                "</Relationships>",
            ),
            "_xmlsignatures/origin.sigs": b"",
            "_xmlsignatures/_rels/origin.sigs.rels": relationships(
                ("rId1", "x/signature", "sig1.xml")
            ),
            "_xmlsignatures/sig1.xml": "<Signature/>",
        }
    )

    with pytest.raises(KinerjaError, match="bertanda tangan digital"):
        patch_package(data, [CellEdit("Data", 1, 1, 1)])


def test_patch_package__too_many_formulas_to_follow__loses_all_stored_results(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("kinerja_xl.files.xlsx.stale._MOST_FORMULAS", 1)
    rows = '<row r="1"><c r="A1"><f>1+1</f><v>2</v></c><c r="B1"><f>2+2</f><v>4</v></c></row>'

    xml = patched_sheet(rows, CellEdit("Data", 9, 9, 2), CellEdit("Data", 1, 2, Formula("5", 5)))

    assert rows_of(xml).startswith(
        '<row r="1"><c r="A1"><f>1+1</f></c><c r="B1"><f>5</f><v>5</v></c></row>'
    )


def test_patch_package__stale_rich_value__loses_its_number_too() -> None:
    rows = (
        '<row r="1"><c r="A1"><v>1</v></c><c r="B1" t="e" vm="1" cm="2"><f>A1</f>'
        "<v>#VALUE!</v></c></row>"
    )

    xml = patched_sheet(rows, CellEdit("Data", 1, 1, 2))

    assert '<c r="B1" cm="2"><f>A1</f></c>' in xml


def test_patch_package__chartsheet__is_refused() -> None:
    with pytest.raises(KinerjaError, match='"Grafik" bukan lembar kerja'):
        patch_package(RICH, [CellEdit("Grafik", 1, 1, 1)])


@pytest.mark.parametrize(
    "sheet",
    [
        pytest.param("<worksheet", id="damaged"),
        pytest.param('<!DOCTYPE x [<!ENTITY a "b">]>' + sheet_xml(""), id="document-type"),
        pytest.param(sheet_xml('<row r="0"/>'), id="row-zero"),
        pytest.param(sheet_xml('<row r="1"><c r="ZZZ1"/></row>'), id="column-beyond"),
        pytest.param(
            sheet_xml(f'<row r="1" xmlns="u"/><x:row xmlns:x="{TRANSITIONAL}"/>'),
            id="prefix-changes-meaning",
        ),
        pytest.param(f'<worksheet xmlns="{TRANSITIONAL}"/>', id="no-rows-element"),
    ],
)
def test_patch_package__damaged_sheet__is_one_clear_error(sheet: str) -> None:
    with pytest.raises(KinerjaError, match=r"Kinerja\.xlsx: Isi buku kerja rusak"):
        patch_package(package(sheet=sheet), [CellEdit("Data", 1, 1, 1)], name="Kinerja.xlsx")


# Any edits at all.

CELL_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
CONTENTS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**15), 10**15),
    st.floats(allow_nan=False, allow_infinity=False),
    CELL_TEXT,
)
PLACES = st.tuples(st.integers(1, 9), st.integers(1, 7))
WRITTEN_ROWS = st.dictionaries(
    st.integers(1, 9), st.dictionaries(st.integers(1, 7), st.integers(0, 99)), max_size=6
)


@given(before=WRITTEN_ROWS, says_addresses=st.booleans(), edits=st.dictionaries(PLACES, CONTENTS))
def test_patch_package__any_edits__equal_a_model(
    before: dict[int, dict[int, int]],
    says_addresses: bool,
    edits: dict[tuple[int, int], CellContent],
) -> None:
    data = package(sheet=sheet_xml(_write_rows(before, says_addresses)))
    model: dict[tuple[int, int], object] = {
        (row, column): value for row, cells in before.items() for column, value in cells.items()
    }

    patched = patch_package(data, [CellEdit("Data", *place, c) for place, c in edits.items()])

    model |= edits
    read = values(patched)
    found = {
        (row, column): value
        for row, cells in enumerate(read, 1)
        for column, value in enumerate(cells, 1)
        if value != ""
    }
    assert found == {place: value for place, value in model.items() if value not in {None, ""}}
    untouched = compressed_entries(data).keys() - {SHEET, "xl/workbook.xml"}
    assert not changed_entries(data, patched) & untouched


def _write_rows(rows: dict[int, dict[int, int]], says_addresses: bool) -> str:
    """Write rows; without addresses, gaps become empty elements."""
    written = ""
    for row in range(1, 10):
        cells = rows.get(row, {})
        if says_addresses and row in rows:
            inner = "".join(
                f'<c r="{chr(64 + c)}{row}"><v>{v}</v></c>' for c, v in sorted(cells.items())
            )
            written += f'<row r="{row}">{inner}</row>'
        elif not says_addresses:
            inner = "".join(
                f"<c><v>{cells[c]}</v></c>" if c in cells else "<c/>" for c in range(1, 8)
            )
            written += f"<row>{inner}</row>" if cells else "<row/>"
    return written


def test_patch_package__link_between_constants__keeps_its_label() -> None:
    buffer = io.BytesIO()
    workbook = xlsxwriter.Workbook(buffer, {"in_memory": True})
    sheet = workbook.add_worksheet("S")
    sheet.write_formula("A1", '=HYPERLINK("#\'X\'!A1","tempat ""A"" & B")', None, 'tempat "A" & B')
    sheet.write_formula("A2", '=HYPERLINK(B1,"tempat")', None, "tempat")
    workbook.close()

    patched = patch_package(buffer.getvalue(), (CellEdit("S", 1, 2, 1),))

    cells = load_workbook(io.BytesIO(patched), data_only=True)["S"]
    assert (cells["A1"].value, cells["A2"].value) == ('tempat "A" & B', None)
