from __future__ import annotations

import io
import os
import re
import stat
import struct
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from openpyxl.styles import Alignment

from kinerja_xl.core.findings import Code, Finding
from kinerja_xl.core.raw_returns import RawReturn
from kinerja_xl.core.returns import UNREADABLE, identify
from kinerja_xl.files.building.form import build_form
from kinerja_xl.files.returns import parts, reading
from kinerja_xl.files.returns.reading import read_return
from tests.form_samples import (
    FILLED,
    NAME,
    base_of,
    filled_file,
    interpreted,
    read_bytes,
    repacked,
    sample_form,
    values_of,
    with_part,
)

SHEET = "xl/worksheets/sheet2.xml"
BLANK = sample_form()
Change = Callable[[bytes], bytes]


def cell_before(end: bytes, content: bytes) -> Change:
    return lambda xml: xml.replace(end, content + end, 1)


LAST = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'


def far_away(reference: bytes) -> Change:
    return cell_before(b"</sheetData>", b"<row r='20'>" + reference + b"</row>")


def code_of(folder: Path, data: bytes) -> Code:
    found = read_bytes(folder, data)
    assert isinstance(found, Finding), found
    assert found.place.file == NAME
    return found.code


def compound_file(*names: str) -> bytes:
    """Make the least of a compound file that has streams of these names under its root."""
    header = bytearray(512)
    header[:8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    struct.pack_into("<HHHHH", header, 24, 0x3E, 3, 0xFFFE, 9, 6)
    struct.pack_into("<LLLLLLLLL", header, 44, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0, 0)
    header[80:512] = b"\xff" * 432
    table = struct.pack("<LL", 0xFFFFFFFD, 0xFFFFFFFE) + b"\xff" * 504
    entries = b""
    for n, (name, kind) in enumerate([("Root Entry", 5), *((name, 2) for name in names)]):
        raw = name.encode("utf-16-le")
        right = n + 1 if 0 < n < len(names) else 0xFFFFFFFF
        child = 1 if n == 0 and names else 0xFFFFFFFF
        entries += raw.ljust(64, b"\0") + struct.pack("<HBB", len(raw) + 2, kind, 1)
        entries += struct.pack("<LLL", 0xFFFFFFFF, right, child) + b"\0" * 48
    return bytes(header) + table + entries.ljust(512, b"\0")


def test_read_return__filled_form__gives_every_value(tmp_path: Path) -> None:
    data = filled_file()

    raw = read_bytes(tmp_path, data)

    returned = interpreted(raw, BLANK)
    assert isinstance(raw, RawReturn)
    assert identify(raw) == BLANK.identity
    assert values_of(returned) == base_of(sample_form(FILLED))
    assert returned.findings == ()
    assert raw.stray_sheets == ()
    assert len(raw.sha256) == 64


@pytest.mark.parametrize(
    ("data", "code"),
    [
        pytest.param(b"", Code.FILE_DAMAGED, id="empty"),
        pytest.param(b"%PDF-1.7 bukti", Code.NOT_A_FORM, id="evidence-among-the-returns"),
        pytest.param(b"PK\3\4 bukan zip", Code.FILE_DAMAGED, id="only-looks-like-a-zip"),
        pytest.param(b"PK\5\6" + b"\0" * 18, Code.NOT_A_FORM, id="empty-zip"),
        pytest.param(compound_file("EncryptedPackage"), Code.FILE_ENCRYPTED, id="password"),
        pytest.param(compound_file("Workbook"), Code.NOT_A_FORM, id="old-xls"),
        pytest.param(
            compound_file("Workbook") + b"kinerja_xl_form",
            Code.FORM_STRUCTURE_CHANGED,
            id="form-saved-as-xls",
        ),
    ],
)
def test_read_return__no_workbook__is_refused(tmp_path: Path, data: bytes, code: Code) -> None:
    assert code_of(tmp_path, data) is code


def test_read_return__cut_off_anywhere__is_damaged(tmp_path: Path) -> None:
    data = filled_file()

    codes = {code_of(tmp_path, data[:end]) for end in range(100, len(data) - 1, 701)}

    assert codes == {Code.FILE_DAMAGED}


def test_read_return__flipped_byte_in_a_sheet__is_damaged(tmp_path: Path) -> None:
    data = bytearray(filled_file())
    with zipfile.ZipFile(io.BytesIO(bytes(data))) as archive:
        offset = archive.getinfo(SHEET).header_offset
    data[offset + 500] ^= 0x10

    assert code_of(tmp_path, bytes(data)) is Code.FILE_DAMAGED


def test_read_return__wrong_checksum__is_damaged(tmp_path: Path) -> None:
    data = bytearray(filled_file())
    directory = bytes(data).rindex(SHEET.encode()) - 46
    data[directory + 16] ^= 0xFF

    assert code_of(tmp_path, bytes(data)) is Code.FILE_DAMAGED


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(cell_before(b"</sheetData>", LAST), id="as-excel-writes-it"),
        pytest.param(far_away(b"<c r='XFD1048576'><v>1</v></c>"), id="single-quotes"),
        pytest.param(far_away(b'<c s="1" r="XFD1048576"><v>1</v></c>'), id="other-order"),
        pytest.param(far_away(b'<c  r = "XFD1048576"><v>1</v></c>'), id="blanks"),
        pytest.param(far_away(b'<c\nr="XFD1048576"><v>1</v></c>'), id="line-break"),
        pytest.param(far_away(b'<c r="&#88;FD1048576"><v>1</v></c>'), id="character-reference"),
        pytest.param(far_away(b'<c r="xfd1048576"><v>1</v></c>'), id="small-letters"),
        pytest.param(far_away(b'<c r="XFD1048576" t="str"><v></v></c>'), id="empty-text"),
        pytest.param(far_away(b'<c r="XFD1048576"><f>1</f></c>'), id="formula-without-value"),
        pytest.param(far_away(b'<c r="ZZZZZZZZ1"><v>1</v></c>'), id="no-such-column"),
        pytest.param(far_away(b'<c r="A99999999999"><v>1</v></c>'), id="no-such-row"),
        pytest.param(far_away(b'<c r="A12345"><v>1</v></c>'), id="many-rows"),
        pytest.param(far_away(b'<c r="DDD1"><v>1</v></c>'), id="many-columns"),
        pytest.param(
            cell_before(b"</sheetData>", b'<row r="1048576"><c><v>1</v></c></row>'),
            id="position-of-the-row",
        ),
        pytest.param(
            lambda xml: re.sub(rb"<(/?)(\w)", rb"<\1x:\2", xml)
            .replace(b"xmlns=", b"xmlns:x=")
            .replace(
                b"</x:sheetData>",
                b'<x:row r="9"><x:c r="XFD9"><x:v>1</x:v></x:c></x:row></x:sheetData>',
            ),
            id="prefix",
        ),
        pytest.param(
            lambda xml: (
                cell_before(b"</sheetData>", LAST)(xml)
                .decode()
                .replace('encoding="UTF-8"', 'encoding="UTF-16"')
                .encode("utf-16")
            ),
            id="utf-16",
        ),
    ],
)  # fmt: skip
def test_read_return__value_far_away__is_too_large(tmp_path: Path, change: Change) -> None:
    data = with_part(filled_file(), SHEET, change)

    assert code_of(tmp_path, data) is Code.FILE_TOO_LARGE


def test_read_return__attribute_twice__never_reaches_calamine(tmp_path: Path) -> None:
    twice = far_away(b'<c r="A20" t="s" r="XFD1048576"><v>1</v></c>')

    assert code_of(tmp_path, with_part(filled_file(), SHEET, twice)) is Code.FILE_DAMAGED


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(
            cell_before(b"</sheetData>", b'<row r="1048576" ht="12.8"/>'), id="empty-last-row"
        ),
        pytest.param(
            cell_before(b"</sheetData>", b'<row r="20"><c r="XFD20" s="1"/></row>'),
            id="formatted-cell-far-away",
        ),
        pytest.param(
            lambda xml: xml.replace(b'<c r="K8" s=', b'<c s="7" r="K8" x='), id="other-order"
        ),
        pytest.param(lambda xml: xml.replace(b'r="K8"', b"r='K8'"), id="single-quotes"),
        pytest.param(lambda xml: xml.replace(b"<sheetData>", b"<sheetData><!-- catatan -->"),
                     id="comment"),
        pytest.param(
            lambda xml: xml.decode().replace("UTF-8", "UTF-16").encode("utf-16"), id="utf-16"
        ),
        pytest.param(
            lambda xml: re.sub(rb"<(/?)(\w)", rb"<\1x:\2", xml).replace(b"xmlns=", b"xmlns:x="),
            id="prefix",
        ),
    ],
)  # fmt: skip
def test_read_return__unusual_but_sound_sheet__is_read_the_same(
    tmp_path: Path, change: Change
) -> None:
    data = with_part(filled_file(), SHEET, change)

    returned = interpreted(read_bytes(tmp_path, data), BLANK)

    assert values_of(returned) == base_of(sample_form(FILLED))
    assert returned.findings == ()


@pytest.mark.parametrize(
    ("part", "change"),
    [
        pytest.param(
            SHEET, lambda xml: xml.replace(b"?>", b"?><!DOCTYPE x>", 1), id="doctype-in-sheet"
        ),
        pytest.param(
            "xl/sharedStrings.xml",
            lambda xml: xml.replace(b"?>", b'?><!DOCTYPE x [<!ENTITY a "b">]>', 1),
            id="doctype-in-texts",
        ),
        pytest.param(
            "xl/styles.xml", lambda xml: xml.replace(b"?>", b"?><!DOCTYPE x>", 1), id="in-styles"
        ),
        pytest.param(
            "xl/workbook.xml", lambda xml: xml.replace(b"?>", b"?><!DOCTYPE x>", 1), id="in-book"
        ),
        pytest.param(
            SHEET,
            lambda xml: re.sub(rb'(<c r="K8"[^>]*><v>)([^<]*)', rb"\1<![CDATA[\2]]>", xml),
            id="value-in-cdata",
        ),
        pytest.param(
            SHEET,
            lambda xml: re.sub(rb'(<c r="K8"[^>]*><v>7)', rb"\1<!-- -->", xml),
            id="value-with-a-comment",
        ),
        pytest.param(SHEET, lambda xml: xml[: len(xml) // 3], id="sheet-cut-off"),
        pytest.param(SHEET, lambda xml: xml.replace(b"<v>0</v>", b"<v>99999</v>"), id="no-text"),
        pytest.param("xl/workbook.xml", lambda _: b"<workbook", id="book-cut-off"),
        pytest.param(
            SHEET, lambda xml: xml.replace(b'"UTF-8"', b'"KLINGON"', 1), id="unknown-encoding"
        ),
    ],
)
def test_read_return__unsound_part__is_damaged(tmp_path: Path, part: str, change: Change) -> None:
    data = with_part(filled_file(), part, change)

    assert code_of(tmp_path, data) is Code.FILE_DAMAGED


def zipped(*entries: tuple[str, bytes], flags: int = 0) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries:
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    data = bytearray(buffer.getvalue())
    if flags:
        data[data.rindex(b"PK\1\2") + 8] |= flags
    return bytes(data)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        pytest.param(zipped(("../x.xml", b"")), Code.FILE_DAMAGED, id="parent-folder"),
        pytest.param(zipped(("/etc/x", b"")), Code.FILE_DAMAGED, id="absolute"),
        pytest.param(zipped(("C:x", b"")), Code.FILE_DAMAGED, id="drive"),
        pytest.param(
            zipped(("a.xml", b""), ("A.xml", b"")), Code.FILE_DAMAGED, id="same-name-twice"
        ),
        pytest.param(zipped(("a.xml", b"x"), flags=1), Code.FILE_ENCRYPTED, id="encrypted-entry"),
        pytest.param(
            zipped(("a.xml", b"\0" * 2_000_000)), Code.FILE_TOO_LARGE, id="inflates-too-well"
        ),
        pytest.param(
            zipped(*((f"{n}.xml", b"") for n in range(parts.MOST_ENTRIES + 1))),
            Code.FILE_TOO_LARGE,
            id="too-many-entries",
        ),
        pytest.param(zipped(("word/document.xml", b"<x/>")), Code.NOT_A_FORM, id="other-zip"),
        pytest.param(
            zipped(
                ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"),
                ("content.xml", b"<x>kinerja_xl_form</x>"),
            ),
            Code.FORM_STRUCTURE_CHANGED,
            id="form-saved-as-ods",
        ),
        pytest.param(
            zipped(
                ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"),
                ("content.xml", b"<x/>"),
            ),
            Code.NOT_A_FORM,
            id="any-ods",
        ),
    ],
)
def test_read_return__hostile_or_other_zip__is_refused(
    tmp_path: Path, data: bytes, code: Code
) -> None:
    assert code_of(tmp_path, data) is code


def test_read_return__lying_size__is_refused_without_inflating_it_all(tmp_path: Path) -> None:
    data = bytearray(with_part(filled_file(), SHEET, lambda _: b" " * 200_000))
    directory = bytes(data).rindex(SHEET.encode()) - 46
    struct.pack_into("<L", data, directory + 24, 100)

    assert code_of(tmp_path, bytes(data)) is Code.FILE_DAMAGED


def test_read_return__larger_than_any_form__is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "LARGEST_FILE", 1000)

    assert code_of(tmp_path, filled_file()) is Code.FILE_TOO_LARGE


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(
            lambda found: found.update({"xl/vbaProject.bin": b"\0"}), id="project-in-an-xlsx"
        ),
        pytest.param(
            lambda found: found.update(
                {
                    "[Content_Types].xml": found["[Content_Types].xml"].replace(
                        b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main",
                        b"application/vnd.ms-excel.sheet.macroEnabled.main",
                    )
                }
            ),
            id="macro-enabled",
        ),
    ],
)
def test_read_return__macros__are_refused(
    tmp_path: Path, change: Callable[[dict[str, bytes]], None]
) -> None:
    assert code_of(tmp_path, repacked(filled_file(), change)) is Code.FILE_HAS_MACROS


def test_read_return__other_workbook__is_not_a_form(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.save(tmp_path / "lain.xlsx")

    found = read_return(tmp_path / "lain.xlsx", NAME)

    assert isinstance(found, Finding)
    assert found.code is Code.NOT_A_FORM


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has neither permission bits nor FIFOs")
@pytest.mark.parametrize("kind", ["link", "fifo"])
def test_read_return__no_regular_file__is_not_a_form(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "umum.xlsx"
    if kind == "link":
        (tmp_path / "asli.xlsx").write_bytes(filled_file())
        path.symlink_to(tmp_path / "asli.xlsx")
    else:
        os.mkfifo(path)

    found = read_return(path, NAME)

    assert isinstance(found, Finding)
    assert found.code is Code.NOT_A_FORM


def test_read_return__folder_that_could_not_be_listed__is_locked(tmp_path: Path) -> None:
    found = read_return(tmp_path, NAME)

    assert isinstance(found, Finding)
    assert found.code is Code.FILE_LOCKED


def test_read_return__opened_exclusively__is_locked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "umum.xlsx"
    path.write_bytes(filled_file())

    def refuse(*_: object) -> int:
        raise PermissionError(13, "The process cannot access the file")

    # Only Windows locks files against reading, and the superuser may read any file.
    monkeypatch.setattr(os, "open", refuse)
    found = read_return(path, NAME)

    assert isinstance(found, Finding)
    assert found.code is Code.FILE_LOCKED


def test_read_return__vanished_file__is_a_finding(tmp_path: Path) -> None:
    found = read_return(tmp_path / "tiada.xlsx", NAME)

    assert isinstance(found, Finding)
    assert found.code is Code.FILE_DAMAGED
    assert stat.S_ISDIR(tmp_path.stat().st_mode)


def edited(change: Callable[[openpyxl.Workbook], None]) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(filled_file()))
    change(book)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def test_read_return__percent_format__is_noted(tmp_path: Path) -> None:
    def change(book: openpyxl.Workbook) -> None:
        book["FORM"]["K8"].value = 0.985
        book["FORM"]["K8"].number_format = "0.0%"

    returned = interpreted(read_bytes(tmp_path, edited(change)), BLANK)

    assert str(values_of(returned)["I001"][0]) == "98.500"
    assert returned.findings == ()


def test_read_return__percent_sign_in_quotes__is_no_percent_format(tmp_path: Path) -> None:
    def change(book: openpyxl.Workbook) -> None:
        book["FORM"]["K8"].number_format = '0.0" %"'

    returned = interpreted(read_bytes(tmp_path, edited(change)), BLANK)

    assert values_of(returned) == base_of(sample_form(FILLED))


def test_read_return__error_values_and_formulas_without_value__are_seen(tmp_path: Path) -> None:
    def change(book: openpyxl.Workbook) -> None:
        book["FORM"]["K8"].value = "#N/A"
        book["FORM"]["K9"].value = "=0.1+0.05"
        book["DATA PENDUKUNG"]["E7"].value = '=HYPERLINK("x")'

    returned = interpreted(read_bytes(tmp_path, edited(change)), BLANK)

    assert [(each.code, each.place.sheet, each.place.cell) for each in returned.findings] == [
        (Code.CELL_ERROR, "FORM", "K8"),
        (Code.FORMULA_WITHOUT_VALUE, "FORM", "K9"),
        (Code.FORMULA_WITHOUT_VALUE, "DATA PENDUKUNG", "E7"),
    ]
    assert values_of(returned)["I001"][0] is UNREADABLE


def test_read_return__formula_with_value__counts_as_its_value(tmp_path: Path) -> None:
    formula = re.compile(rb'(<c r="K8"[^>]*>)<v>77\.5</v>')
    data = with_part(
        filled_file(), SHEET, lambda xml: formula.sub(rb"\1<f>70+7.5</f><v>77.5</v>", xml)
    )

    returned = interpreted(read_bytes(tmp_path, data), BLANK)

    assert values_of(returned) == base_of(sample_form(FILLED))
    assert returned.findings == ()


def test_read_return__live_formula_typed_over__is_a_finding(tmp_path: Path) -> None:
    formula = re.compile(rb'(<c r="M8"[^>]*>)<f>.*?</f><v>[^<]*</v>')
    data = with_part(filled_file(), SHEET, lambda xml: formula.sub(rb"\1<v>100</v>", xml))

    returned = interpreted(read_bytes(tmp_path, data), BLANK)

    assert [(each.code, each.place.cell) for each in returned.findings] == [
        (Code.LOCKED_CELL_CHANGED, "M8")
    ]


def test_read_return__extra_sheets__only_those_with_values_are_stray(tmp_path: Path) -> None:
    def change(book: openpyxl.Workbook) -> None:
        book.create_sheet("Rekap")["B7"] = "jumlah"
        book.create_sheet("Kosong")["B7"].alignment = Alignment(wrap_text=True)

    raw = read_bytes(tmp_path, edited(change))

    assert isinstance(raw, RawReturn)
    assert raw.stray_sheets == ("Rekap",)


def test_read_return__note_on_the_unprotected_guide__is_a_finding(tmp_path: Path) -> None:
    def change(book: openpyxl.Workbook) -> None:
        book["PETUNJUK"].protection.sheet = False
        book["PETUNJUK"]["C40"] = "data bulan Juni menyusul"

    returned = interpreted(read_bytes(tmp_path, edited(change)), BLANK)

    assert [(each.code, each.place.sheet, each.place.cell) for each in returned.findings] == [
        (Code.STRAY_VALUE, "PETUNJUK", "C40")
    ]


def test_read_return__dates_from_1904__are_the_same_days(tmp_path: Path) -> None:
    data = with_part(
        with_part(
            filled_file(),
            "xl/workbook.xml",
            lambda xml: xml.replace(b"<workbookPr ", b'<workbookPr date1904="1" '),
        ),
        SHEET,
        lambda xml: xml.replace(b"<v>46295</v>", b"<v>44833</v>"),
    )

    raw = read_bytes(tmp_path, data)

    assert isinstance(raw, RawReturn)
    assert raw.is_1904
    assert values_of(interpreted(raw, BLANK)) == base_of(sample_form(FILLED))


def test_read_return__superseded_version__is_read_with_its_own_identity(tmp_path: Path) -> None:
    raw = read_bytes(tmp_path, build_form(sample_form(FILLED, version=3)))

    assert isinstance(raw, RawReturn)
    assert identify(raw) == sample_form(version=3).identity
