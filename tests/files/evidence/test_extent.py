from __future__ import annotations

import io
import struct
import zipfile
import zlib
from pathlib import Path

import pytest
from openpyxl import Workbook

from kinerja_xl.files.evidence.extent import extent_of
from tests.files.evidence.evidence_samples import jpeg, pdf, png, xlsx


def _pdf_of_pages(count: int) -> bytes:
    kids = b" ".join(b"%d 0 R" % (n + 3) for n in range(count))
    pages = b"".join(b"%d 0 obj<</Type /Page/Parent 2 0 R>>endobj\n" % (n + 3)
                     for n in range(count))  # fmt: skip
    tree = b"2 0 obj<</Type /Pages/Kids[%s]/Count %d>>endobj\n" % (kids, count)
    return b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n" + tree + pages + b"%%EOF\n"


def _pdf_with_object_stream(pages: int) -> bytes:
    inner = b"2 0 3 40 <</Type/Pages/Count %d/Kids[3 0 R]>> <</Type/Page/Parent 2 0 R>>" % pages
    stream = zlib.compress(inner)
    return (
        b"%%PDF-1.5\n4 0 obj<</Type/ObjStm/N 2/First 9/Filter/FlateDecode/Length %d>>stream\n"
        % len(stream)
        + stream
        + b"\nendstream endobj\n%%EOF\n"
    )


def _office(part: str, xml: str, types: str) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("[Content_Types].xml", types)
        archive.writestr(part, xml)
    return target.getvalue()


def _tiff(frames: int) -> bytes:
    data = b"II*\0" + struct.pack("<I", 8)
    for number in range(frames):
        following = 8 + (number + 1) * 18 if number + 1 < frames else 0
        data += struct.pack("<H", 1) + bytes(12) + struct.pack("<I", following)
    return data


def _workbook(sheets: int) -> bytes:
    book = Workbook()
    for _ in range(sheets - 1):
        book.create_sheet()
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"


@pytest.mark.parametrize(
    ("name", "data", "extent"),
    [
        pytest.param("a.pdf", pdf(), "1 halaman", id="pdf"),
        pytest.param("a.pdf", _pdf_of_pages(12), "12 halaman", id="pdf-of-pages"),
        pytest.param("a.pdf", _pdf_with_object_stream(7), "7 halaman", id="pdf-compressed"),
        pytest.param("a.pdf", b"%PDF-1.4\n(rusak)\n%%EOF", "", id="pdf-broken"),
        pytest.param("a.xlsx", xlsx(), "1 lembar", id="workbook"),
        pytest.param("a.xlsx", _workbook(3), "3 lembar", id="workbook-of-sheets"),
        pytest.param(
            "a.docx",
            _office("docProps/app.xml", "<Properties><Pages>4</Pages></Properties>",
                    f'<Types><Override ContentType="{_WORD}"/></Types>'),
            "4 halaman", id="document",
        ),
        pytest.param("a.png", png(), "1 gambar", id="picture"),
        pytest.param("a.jpg", jpeg(), "1 gambar", id="photo"),
        pytest.param("a.tif", _tiff(5), "5 halaman", id="scan"),
        pytest.param("a.tif", _tiff(1)[:12], "", id="scan-cut-off"),
        pytest.param("a.txt", b"catatan", "", id="text"),
        pytest.param("a.pdf", b"", "", id="empty"),
    ],
)  # fmt: skip
def test_extent_of__files(tmp_path: Path, name: str, data: bytes, extent: str) -> None:
    path = tmp_path / name
    path.write_bytes(data)

    assert extent_of(path) == extent


def test_extent_of__tiff_in_a_circle__ends(tmp_path: Path) -> None:
    data = _tiff(2)
    path = tmp_path / "a.tif"
    path.write_bytes(data[:-4] + struct.pack("<I", 8))

    assert extent_of(path) == "2 halaman"


def test_extent_of__no_file__is_unknown(tmp_path: Path) -> None:
    assert extent_of(tmp_path / "tidak-ada.pdf") == ""
