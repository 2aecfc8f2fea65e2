"""Little real files of every kind that evidence comes in, made in memory."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

from openpyxl import Workbook

FREE, LAST, ALLOCATION = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def pdf(text: str = "Berita acara") -> bytes:
    """A one-page PDF with a correct cross-reference table."""
    stream = f"BT /F1 12 Tf 72 720 Td ({text}) Tj ET".encode("latin-1")
    objects = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R"
        b"/Resources<</Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream),
    )
    data, offsets = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        offsets.append(len(data))
        data += b"%d 0 obj%s endobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    trailer = b"trailer<</Size 5/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % len(data)
    return data + b"xref\n0 5\n0000000000 65535 f \n" + table + trailer


def png() -> bytes:
    """A black picture of one pixel."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        check = struct.pack(">I", zlib.crc32(kind + data))
        return struct.pack(">I", len(data)) + kind + data + check

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    pixels = chunk(b"IDAT", zlib.compress(b"\0\0"))
    return b"\x89PNG\r\n\x1a\n" + head + pixels + chunk(b"IEND", b"")


def jpeg(segment: bytes = b"\xe0\0\x10JFIF\0\1\1\0\0\1\0\1\0\0") -> bytes:
    """The frame of a JPEG; the first segment tells cameras apart from programs."""
    return b"\xff\xd8\xff" + segment + b"\xff\xdb\0\x43" + bytes(65) + b"\xff\xd9"


def xlsx() -> bytes:
    """A workbook as openpyxl saves it."""
    workbook = Workbook()
    workbook.active["A1"] = "Rekap"  # type: ignore[index]  # a new workbook has an active sheet
    saved = io.BytesIO()
    workbook.save(saved)
    return saved.getvalue()


def zipped(**parts: str) -> bytes:
    """A zip archive; the names of the parts have `__` for `/` and `___` for `.`."""
    saved = io.BytesIO()
    with zipfile.ZipFile(saved, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name.replace("___", ".").replace("__", "/"), text)
    return saved.getvalue()


def office(content_type: str) -> bytes:
    """A document of Microsoft Office whose main part has that content type."""
    types = f'<Types><Override PartName="/x/main.xml" ContentType="{content_type}"/></Types>'
    saved = io.BytesIO()
    with zipfile.ZipFile(saved, "w") as archive:
        archive.writestr("[Content_Types].xml", types)
        archive.writestr("x/main.xml", "<x/>")
    return saved.getvalue()


def open_document(kind: str) -> bytes:
    """A document of LibreOffice."""
    return zipped(mimetype=f"application/vnd.oasis.opendocument.{kind}", content___xml="<x/>")


def compound(*names: str, nested: str = "") -> bytes:
    """A compound file with these streams at its root, and one more inside the last of them."""
    entries = [_entry("Root Entry", 5, child=1 if names else FREE)]
    for number, name in enumerate(names, start=1):
        is_last = number == len(names)
        child = number + 1 if nested and is_last else FREE
        entries.append(_entry(name, 2, right=FREE if is_last else number + 1, child=child))
    if nested:
        entries.append(_entry(nested, 2))
    while len(entries) % 4:
        entries.append(bytes(128))
    sectors = len(entries) // 4
    chain = [ALLOCATION, *range(2, sectors + 1), LAST]
    chain += [FREE] * (128 - len(chain))
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    header += struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    header += struct.pack("<9I", 0, 1, 1, 0, 4096, LAST, 0, LAST, 0)
    header += struct.pack("<109I", 0, *[FREE] * 108)
    return header + struct.pack("<128I", *chain) + b"".join(entries)


def _entry(name: str, kind: int, *, right: int = FREE, child: int = FREE) -> bytes:
    text = name.encode("utf-16-le") + b"\0\0"
    head = text.ljust(64, b"\0") + struct.pack("<HBB", len(text), kind, 1)
    return head + struct.pack("<III", FREE, right, child) + bytes(48)


def media(brand: bytes, *compatible: bytes) -> bytes:
    """The beginning of a file of the MP4 family."""
    content = brand + bytes(4) + b"".join(compatible)
    return struct.pack(">I", len(content) + 8) + b"ftyp" + content + bytes(16)


def riff(kind: bytes) -> bytes:
    """The beginning of a RIFF file."""
    return b"RIFF" + struct.pack("<I", 24) + kind + bytes(20)


def bitmap() -> bytes:
    """The beginning of a Windows bitmap."""
    return b"BM" + struct.pack("<IIII", 70, 0, 54, 40) + bytes(52)
