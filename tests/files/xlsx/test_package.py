from __future__ import annotations

import io
import zipfile

import pytest
import xlsxwriter

from kinerja_xl.core.addresses import Area
from kinerja_xl.errors import KinerjaError
from kinerja_xl.files.xlsx.package import Package
from tests.files.xlsx.handmade import (
    CONTENT_TYPES,
    STRICT,
    package,
    relationships,
    table_xml,
    workbook_xml,
    zipped,
)


def written_by_xlsxwriter() -> bytes:
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    control = book.add_worksheet("KENDALI")
    evidence = book.add_worksheet("DATA PENDUKUNG")
    hidden = book.add_worksheet("_dasar")
    hidden.very_hidden()
    control.add_table(
        3, 1, 9, 3,
        {"name": "tblStatus", "columns": [{"header": h} for h in ("Kode", "Isian\n(%)", "Rumus")]},
    )  # fmt: skip
    evidence.add_table(
        0, 0, 3, 1, {"name": "tblBukti", "header_row": False, "total_row": False}
    )  # fmt: skip
    book.define_name("Kantor", "=KENDALI!$C$5")
    book.define_name("Bukti_Pertama", "='DATA PENDUKUNG'!$A$2:$B$4")
    book.define_name("Persen", "=KENDALI!$C$5*100")
    book.define_name("KENDALI!Lokal", "=KENDALI!$D$1")
    book.close()
    return buffer.getvalue()


def test_package__written_by_xlsxwriter__gives_sheets_tables_and_names() -> None:
    package_ = Package(written_by_xlsxwriter())

    assert [(sheet.name, sheet.state, sheet.kind) for sheet in package_.sheets] == [
        ("KENDALI", "visible", "worksheet"),
        ("DATA PENDUKUNG", "visible", "worksheet"),
        ("_dasar", "veryHidden", "worksheet"),
    ]
    status = package_.table("TBLSTATUS")
    assert (status.sheet, str(status.area), str(status.data_area)) == (
        "KENDALI",
        "B4:D10",
        "B5:D10",
    )
    assert status.columns == ("Kode", "Isian\n(%)", "Rumus")
    assert str(package_.table("tblBukti").data_area) == "A1:B4"
    assert package_.defined_name("Kantor").area == Area(5, 3, 5, 3)
    evidence = package_.defined_name("Bukti_Pertama")
    assert (evidence.sheet, str(evidence.area)) == ("DATA PENDUKUNG", "A2:B4")
    assert package_.defined_name("Lokal", "KENDALI").scope == "KENDALI"
    assert not package_.is_1904


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("Tidak_Ada", id="unknown"),
        pytest.param("Persen", id="a-formula"),
        pytest.param("Lokal", id="of-a-sheet-only"),
    ],
)
def test_defined_name__that_denotes_no_cell__is_an_error(name: str) -> None:
    package_ = Package(written_by_xlsxwriter(), "Kinerja.xlsx")

    with pytest.raises(KinerjaError, match=f'Kinerja.xlsx: Nama sel "{name}"'):
        package_.defined_name(name)


def test_package__strict_namespace_absolute_targets_and_utf16__reads_the_same() -> None:
    strict_relations = "http://purl.oclc.org/ooxml/officeDocument/relationships"
    workbook = (
        '<?xml version="1.0" encoding="UTF-16"?>'
        f'<x:workbook xmlns:x="{STRICT}" xmlns:q="{strict_relations}">'
        '<x:workbookPr date1904="true"/><x:sheets>'
        '<x:sheet name="Data" sheetId="1" state="hidden" q:id="rId1"/></x:sheets>'
        "<x:definedNames><x:definedName name=\"A\">'It''s &amp; me'!$B$2</x:definedName>"
        "</x:definedNames></x:workbook>"
    )
    data = package(
        {
            "_rels/.rels": relationships(("rId1", "officeDocument", "/xl/Workbook.xml")),
            "xl/workbook.xml": workbook.encode("utf-16"),
        }
    )

    found = Package(data)

    assert [(sheet.name, sheet.state, sheet.part) for sheet in found.sheets] == [
        ("Data", "hidden", "xl/worksheets/sheet1.xml")
    ]
    assert found.is_1904
    assert found.defined_name("a").sheet == "It's & me"


def test_package__table_with_totals__leaves_them_out_of_its_data() -> None:
    data = package(
        {
            "xl/worksheets/_rels/sheet1.xml.rels": relationships(
                ("rId1", "table", "../tables/table1.xml")
            ),
            "xl/tables/table1.xml": table_xml(
                "B2:C6", ["A_x000a_B", "C"], attributes=' totalsRowCount="1"'
            ),
        }
    )

    table = Package(data).table("tblA")

    assert str(table.data_area) == "B3:C5"
    assert table.columns == ("A\nB", "C")


def encrypted() -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


def twice() -> bytes:
    buffer = io.BytesIO(package())
    with zipfile.ZipFile(buffer, "a") as archive:
        archive.writestr("XL/workbook.xml", workbook_xml())
    return buffer.getvalue()


DOCTYPE = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'


@pytest.mark.parametrize(
    ("data", "text"),
    [
        pytest.param(b"", "bukan buku kerja Excel", id="empty"),
        pytest.param(b"<html></html>", "bukan buku kerja Excel", id="html"),
        pytest.param(encrypted(), "kata sandi", id="encrypted-or-xls"),
        pytest.param(package()[:900], "bukan buku kerja Excel", id="truncated"),
        pytest.param(zipped({"a.txt": "a"}), "bukan buku kerja Excel", id="other-zip"),
        pytest.param(
            package({"[Content_Types].xml": CONTENT_TYPES.replace("sheet.main", "document.main")
                     .replace("spreadsheetml", "wordprocessingml")}),
            "bukan buku kerja Excel", id="document",
        ),
        pytest.param(
            package({"[Content_Types].xml": CONTENT_TYPES.replace(
                "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
                "application/vnd.ms-excel.sheet.binary.macroEnabled.main")}),
            "xlsb", id="binary",
        ),
        pytest.param(
            package({"xl/workbook.xml": DOCTYPE + workbook_xml()}), "rusak", id="entities"
        ),
        pytest.param(package({"xl/workbook.xml": "<workbook>"}), "rusak", id="not-well-formed"),
        pytest.param(
            package({"xl/worksheets/sheet2.xml": None}), 'lembar Lain tidak ada', id="lost-sheet"
        ),
        pytest.param(twice(), "dua kali", id="part-twice"),
    ],
)  # fmt: skip
def test_package__no_workbook__is_one_clear_error(data: bytes, text: str) -> None:
    with pytest.raises(KinerjaError, match=text) as caught:
        _ = Package(data, "Kinerja.xlsx").sheets

    assert str(caught.value).startswith("Kinerja.xlsx: ")
    assert caught.value.remedy
