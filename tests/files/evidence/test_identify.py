from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinerja_xl.files.evidence.compound import root_names
from kinerja_xl.files.evidence.file_kinds import ACCEPTED, FileKind, expected_name, is_accepted
from kinerja_xl.files.evidence.identify import identify, name_unknown
from tests.files.evidence import evidence_samples as sample

OOXML = "application/vnd.openxmlformats-officedocument."
SAMPLES: dict[str, tuple[bytes, FileKind, tuple[str, ...]]] = {
    "pdf": (sample.pdf(), FileKind.PDF, ("pdf",)),
    "pdf-after-junk": (b"\r\n\xef\xbb\xbfx\n" + sample.pdf(), FileKind.PDF, ("pdf",)),
    "png": (sample.png(), FileKind.PNG, ("png",)),
    "jpeg-jfif": (sample.jpeg(), FileKind.JPEG, ("jpg", "jpeg")),
    "jpeg-exif": (sample.jpeg(b"\xe1\0\x08Exif\0\0"), FileKind.JPEG, ("jpg", "jpeg")),
    "jpeg-bare": (sample.jpeg(b""), FileKind.JPEG, ("jpg",)),
    "gif": (b"GIF89a\1\0\1\0\0\0\0;", FileKind.GIF, ("gif",)),
    "bmp": (sample.bitmap(), FileKind.BMP, ("bmp",)),
    "tiff-little": (b"II*\0\x08\0\0\0" + bytes(8), FileKind.TIFF, ("tif", "tiff")),
    "tiff-big": (b"MM\0*\0\0\0\x08" + bytes(8), FileKind.TIFF, ("tif", "tiff")),
    "webp": (sample.riff(b"WEBP"), FileKind.WEBP, ("webp",)),
    "avi": (sample.riff(b"AVI "), FileKind.AVI, ("avi",)),
    "wav": (sample.riff(b"WAVE"), FileKind.WAVE, ("wav",)),
    "heic": (sample.media(b"heic", b"mif1", b"heic"), FileKind.HEIC, ("heic", "heif")),
    "heic-of-a-phone": (sample.media(b"mif1", b"mif1", b"heic"), FileKind.HEIC, ("heic",)),
    "avif": (sample.media(b"avif", b"mif1"), FileKind.AVIF, ("avif",)),
    "avif-as-mif1": (sample.media(b"mif1", b"avif"), FileKind.AVIF, ("avif",)),
    "mp4": (sample.media(b"isom", b"iso2", b"mp41"), FileKind.VIDEO, ("mp4", "mov", "3gp")),
    "mov": (sample.media(b"qt  "), FileKind.VIDEO, ("mov",)),
    "3gp": (sample.media(b"3gp4"), FileKind.VIDEO, ("3gp", "mp4")),
    "m4a": (sample.media(b"M4A "), FileKind.AUDIO_MP4, ("m4a",)),
    "mp3-tagged": (b"ID3\x03" + bytes(20), FileKind.MP3, ("mp3",)),
    "mp3-bare": (b"\xff\xfb\x90\0" + bytes(20), FileKind.MP3, ("mp3",)),
    "mkv": (b"\x1a\x45\xdf\xa3" + bytes(20), FileKind.MATROSKA, ("mkv", "webm")),
    "ogg": (b"OggS" + bytes(20), FileKind.OGG, ("ogg", "opus")),
    "xlsx": (sample.xlsx(), FileKind.EXCEL, ("xlsx",)),
    "docx": (
        sample.office(f"{OOXML}wordprocessingml.document.main+xml"), FileKind.WORD, ("docx",),
    ),
    "pptx": (
        sample.office(f"{OOXML}presentationml.presentation.main+xml"), FileKind.SLIDES, ("pptx",),
    ),
    "docm": (
        sample.office("application/vnd.ms-word.document.macroEnabled.main+xml"),
        FileKind.WORD_MACRO, ("docm",),
    ),
    "xlsm": (
        sample.office("application/vnd.ms-excel.sheet.macroEnabled.main+xml"),
        FileKind.EXCEL_MACRO, ("xlsm",),
    ),
    "xlsb": (
        sample.office("application/vnd.ms-excel.sheet.binary.macroEnabled.main"),
        FileKind.EXCEL_BINARY, ("xlsb",),
    ),
    "odt": (sample.open_document("text"), FileKind.OPEN_TEXT, ("odt",)),
    "ods": (sample.open_document("spreadsheet"), FileKind.OPEN_SHEET, ("ods",)),
    "odp": (sample.open_document("presentation"), FileKind.OPEN_SLIDES, ("odp",)),
    "zip": (sample.zipped(ba___txt="x"), FileKind.ZIP, ("zip",)),
    "zip-empty": (b"PK\5\6" + bytes(18), FileKind.ZIP, ("zip",)),
    "zip-cut-off": (sample.xlsx()[:-30], FileKind.ZIP_BROKEN, ()),
    "rar-5": (b"Rar!\x1a\x07\x01\0" + bytes(20), FileKind.RAR, ("rar",)),
    "rar-4": (b"Rar!\x1a\x07\0" + bytes(20), FileKind.RAR, ("rar",)),
    "7z": (b"7z\xbc\xaf\x27\x1c" + bytes(20), FileKind.SEVEN_ZIP, ("7z",)),
    "gz": (b"\x1f\x8b\x08" + bytes(20), FileKind.GZIP, ("gz",)),
    "doc": (sample.compound("1Table", "WordDocument"), FileKind.WORD_OLD, ("doc",)),
    "xls": (sample.compound("Workbook"), FileKind.EXCEL_OLD, ("xls",)),
    "xls-95": (sample.compound("Book"), FileKind.EXCEL_OLD, ("xls",)),
    "ppt": (
        sample.compound("Current User", "PowerPoint Document"), FileKind.SLIDES_OLD, ("ppt",),
    ),
    "doc-with-a-sheet-inside": (
        sample.compound("a", "b", "c", "WordDocument", "ObjectPool", nested="Workbook"),
        FileKind.WORD_OLD, ("doc",),
    ),
    "sheet-with-a-document-inside": (
        sample.compound("Workbook", "MBD0001", nested="WordDocument"), FileKind.EXCEL_OLD, ("xls",),
    ),
    "msg": (
        sample.compound("__properties_version1.0", "__nameid_version1.0"),
        FileKind.MAIL_OUTLOOK, ("msg",),
    ),
    "locked": (
        sample.compound("EncryptionInfo", "EncryptedPackage"), FileKind.LOCKED_OFFICE, (),
    ),
    "compound-cut-off": (sample.compound("Workbook")[:600], FileKind.OLD_OFFICE, ()),
    "compound-of-something-else": (sample.compound("Data"), FileKind.OLD_OFFICE, ()),
    "rtf": (rb"{\rtf1\ansi Notulen}", FileKind.RICH_TEXT, ("rtf",)),
    "text": (b"Notulen rapat\r\n", FileKind.TEXT, ("txt", "csv", "eml", "md")),
    "text-of-windows": ("Café;1\n".encode("cp1252"), FileKind.TEXT, ("csv", "txt")),
    "text-utf-16": ("\ufeffNotulen".encode("utf-16-le"), FileKind.TEXT, ("txt", "csv")),
    "text-cut-in-a-letter": (("a" * 65_535 + "é").encode(), FileKind.TEXT, ("txt",)),
    "text-of-dos": (b"No;Nama\r\n1;a\r\n\x1a", FileKind.TEXT, ("csv",)),
    "mail": (b"From: a@b\r\nTo: c@d\r\n\r\nHalo", FileKind.TEXT, ("eml",)),
    "html": (b"<!DOCTYPE html><html><body>x</body></html>", FileKind.HTML, ("html", "htm")),
    "html-table": (b"\xef\xbb\xbf <table><tr><td>1</td></tr></table>", FileKind.HTML, ("html",)),
    "html-after-comments": (b"<!--a--><!--b-->\n<html>", FileKind.HTML, ("html",)),
    "svg": (b'<?xml version="1.0"?><svg width="9"/>', FileKind.SVG, ("svg",)),
    "xml": (b'<?xml version="1.0"?><a/>', FileKind.XML, ("xml",)),
    "exe": (b"MZ\x90\0" + bytes(60) + b"PE\0\0", FileKind.PROGRAM, ()),
    "noise": (bytes(range(256)) * 4, FileKind.UNKNOWN, ()),
}  # fmt: skip
EACH = [pytest.param(*case, id=name) for name, case in SAMPLES.items()]


@pytest.mark.parametrize(("data", "kind", "extensions"), EACH)
def test_identify__sample__is_known_by_its_content(
    data: bytes, kind: FileKind, extensions: tuple[str, ...]
) -> None:
    found = identify(io.BytesIO(data))

    assert found is kind
    assert all(is_accepted(found, extension) for extension in extensions)


@pytest.mark.parametrize(("data", "kind", "extensions"), EACH)
def test_is_accepted__pdf_by_name_only__is_refused(
    data: bytes, kind: FileKind, extensions: tuple[str, ...]
) -> None:
    assert is_accepted(identify(io.BytesIO(data)), "pdf") is (kind is FileKind.PDF)
    assert "pdf" not in extensions or kind is FileKind.PDF


@pytest.mark.parametrize(
    ("name", "extension"),
    [
        pytest.param("html", "xls", id="web-page-exported-as-xls"),
        pytest.param("html-table", "xlsx", id="web-table-named-xlsx"),
        pytest.param("text", "xlsx", id="csv-named-xlsx"),
        pytest.param("xlsx", "docx", id="workbook-named-docx"),
        pytest.param("docx", "xlsx", id="document-named-xlsx"),
        pytest.param("xlsx", "zip", id="workbook-named-zip"),
        pytest.param("zip", "xlsx", id="archive-named-xlsx"),
        pytest.param("xls", "xlsx", id="old-workbook-named-new"),
        pytest.param("xlsx", "xls", id="new-workbook-named-old"),
        pytest.param("xlsm", "xlsx", id="macros-hidden"),
        pytest.param("doc", "xls", id="old-document-named-xls"),
        pytest.param("png", "jpg", id="png-named-jpg"),
        pytest.param("heic", "jpg", id="phone-picture-named-jpg"),
        pytest.param("webp", "jpg", id="messenger-picture-named-jpg"),
        pytest.param("locked", "xlsx", id="workbook-with-a-password"),
        pytest.param("zip-cut-off", "xlsx", id="upload-broken-off"),
        pytest.param("zip-cut-off", "zip", id="archive-broken-off"),
        pytest.param("exe", "txt", id="program-named-txt"),
        pytest.param("pdf", "txt", id="pdf-named-txt"),
    ],
)
def test_is_accepted__other_content_than_the_extension_says__is_refused(
    name: str, extension: str
) -> None:
    kind = identify(io.BytesIO(SAMPLES[name][0]))

    assert not is_accepted(kind, extension)


@pytest.mark.parametrize("extension", ["", "dwg", ".XYZ", "shp"])
def test_is_accepted__unknown_extension__accepts_everything(extension: str) -> None:
    assert all(is_accepted(kind, extension) for kind in FileKind)
    assert expected_name(extension) == ""


@pytest.mark.parametrize("extension", sorted(ACCEPTED))
def test_expected_name__every_known_extension__has_one_in_any_case(extension: str) -> None:
    assert expected_name(extension)
    assert expected_name(f".{extension.upper()}") == expected_name(extension)


def test_name_unknown__signature_that_puremagic_knows__is_named_by_extension() -> None:
    database = b"SQLite format 3\0" + bytes(100)

    assert identify(io.BytesIO(database)) is FileKind.UNKNOWN
    assert name_unknown(io.BytesIO(database)).startswith("berkas .")


def test_name_unknown__nothing_known__says_so() -> None:
    assert name_unknown(io.BytesIO(bytes(range(256)))) == FileKind.UNKNOWN.value


def test_root_names__streams_over_several_sectors__lists_the_root_only() -> None:
    names = [f"Stream{number}" for number in range(9)]

    found = root_names(io.BytesIO(sample.compound(*names, nested="Inside")))

    assert found == frozenset(names)


@given(
    st.binary(max_size=300), st.sampled_from([b"", *(case[0][:40] for case in SAMPLES.values())])
)
def test_identify__any_bytes__gives_a_kind_without_failing(data: bytes, start: bytes) -> None:
    assert isinstance(identify(io.BytesIO(start + data)), FileKind)


@given(st.integers(0, 2000), st.binary(min_size=1, max_size=8))
def test_root_names__damaged_file__never_fails(position: int, damage: bytes) -> None:
    data = bytearray(sample.compound("Workbook", "Data", nested="Inside"))
    data[position : position + len(damage)] = damage

    assert isinstance(root_names(io.BytesIO(bytes(data))), frozenset)
