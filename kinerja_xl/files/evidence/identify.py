"""Tells by the content of a file what kind it is, whatever its name says."""

from __future__ import annotations

import codecs
import os
import re
import struct
import zipfile
import zlib
from typing import BinaryIO

from kinerja_xl.files.evidence.compound import SIGNATURE, root_names
from kinerja_xl.files.evidence.file_kinds import FileKind

HEAD_SIZE = 65_536

_PDF_WITHIN = 1024
_MOST_PART_BYTES = 1_048_576
_MOST_ENTRIES = 10_000
_LARGEST_DIRECTORY = 4 * 1_048_576
"""An archive with a larger directory is just an archive: listing it would take memory and time."""
_ZIP_END = struct.Struct("<4s4H2LH")
_ZIP_TAIL = _ZIP_END.size + 65_535
_ZIP_64 = b"PK\6\7"
_ZIP_64_SIZE = 20
_PLAIN_METHODS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
_SIGNATURES = (
    (b"\x89PNG\r\n\x1a\n", FileKind.PNG),
    (b"\xff\xd8\xff", FileKind.JPEG),
    (b"GIF87a", FileKind.GIF),
    (b"GIF89a", FileKind.GIF),
    (b"II*\0", FileKind.TIFF),
    (b"MM\0*", FileKind.TIFF),
    (b"II+\0", FileKind.TIFF),
    (b"MM\0+", FileKind.TIFF),
    (b"{\\rtf", FileKind.RICH_TEXT),
    (b"Rar!\x1a\x07", FileKind.RAR),
    (b"7z\xbc\xaf\x27\x1c", FileKind.SEVEN_ZIP),
    (b"\x1f\x8b\x08", FileKind.GZIP),
    (b"\x1a\x45\xdf\xa3", FileKind.MATROSKA),
    (b"OggS", FileKind.OGG),
    (b"ID3", FileKind.MP3),
    (b"\x7fELF", FileKind.PROGRAM),
)
_RIFF = {b"WEBP": FileKind.WEBP, b"AVI ": FileKind.AVI, b"WAVE": FileKind.WAVE}
_HEIC_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"})
_AVIF_BRANDS = frozenset({b"avif", b"avis"})
_AUDIO_BRANDS = frozenset({b"M4A ", b"M4B "})
_OFFICE_PARTS = (
    ("wordprocessingml.document.main", FileKind.WORD),
    ("wordprocessingml.template.main", FileKind.WORD),
    ("word.document.macroEnabled.main", FileKind.WORD_MACRO),
    ("spreadsheetml.sheet.main", FileKind.EXCEL),
    ("spreadsheetml.template.main", FileKind.EXCEL),
    ("excel.sheet.macroEnabled.main", FileKind.EXCEL_MACRO),
    ("excel.sheet.binary.macroEnabled.main", FileKind.EXCEL_BINARY),
    ("presentationml.presentation.main", FileKind.SLIDES),
    ("presentationml.slideshow.main", FileKind.SLIDES),
    ("powerpoint.presentation.macroEnabled.main", FileKind.SLIDES_MACRO),
)
_OPEN_DOCUMENT = {
    "text": FileKind.OPEN_TEXT,
    "spreadsheet": FileKind.OPEN_SHEET,
    "presentation": FileKind.OPEN_SLIDES,
}
_COMPOUND = (
    ("EncryptedPackage", FileKind.LOCKED_OFFICE),
    ("__properties_version1.0", FileKind.MAIL_OUTLOOK),
    ("WordDocument", FileKind.WORD_OLD),
    ("PowerPoint Document", FileKind.SLIDES_OLD),
    ("Workbook", FileKind.EXCEL_OLD),
    ("Book", FileKind.EXCEL_OLD),
)
_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_NO_TEXT = re.compile(r"[\x00-\x06\x0e-\x19\x1c-\x1f]")
_BEFORE_ROOT = r"\s*+(?:(?>(?:<!--.*?-->|<\?xml[^>]*>|<!doctype\s+svg[^>]*>))\s*+)*+"
_HTML = re.compile(
    _BEFORE_ROOT + r"<(?:!doctype\s+html|html|head|body|table)\b", re.IGNORECASE | re.DOTALL
)
_SVG = re.compile(_BEFORE_ROOT + r"<svg\b", re.IGNORECASE | re.DOTALL)
_XML = re.compile(r"\s*<\?xml\b", re.IGNORECASE)
_LIKELY = 0.6


def identify(file: BinaryIO) -> FileKind:
    """Tell what a file is by its content.

    Office documents are told apart by their parts, not by the zip or compound file around them.
    Text is any content in UTF-8, in UTF-16 or UTF-32 with a byte order mark, or in the Western
    Windows encoding, without control characters in its first 64 KiB.

    Args:
        file: Opened for reading in binary; its position is moved.

    Returns:
        The kind; `UNKNOWN` for none of them.

    Raises:
        OSError: If the file cannot be read.
    """
    file.seek(0)
    head = file.read(HEAD_SIZE)
    for signature, kind in _SIGNATURES:
        if head.startswith(signature):
            return kind
    if head.startswith(SIGNATURE):
        return _compound_kind(file)
    if head.startswith((b"PK\3\4", b"PK\5\6")):
        return _zip_kind(file)
    return _framed_kind(head) or _pdf_kind(head) or _text_kind(head) or FileKind.UNKNOWN


def name_unknown(file: BinaryIO) -> str:
    """Name in Indonesian what `identify` does not know, from puremagic's collection of signatures.

    Args:
        file: Opened for reading in binary; its position is moved.

    Raises:
        OSError: If the file cannot be read.
    """
    import puremagic

    file.seek(0)
    try:
        matches = puremagic.magic_string(file.read(HEAD_SIZE))
    except (puremagic.PureError, ValueError):
        return FileKind.UNKNOWN.value
    likely = [match.extension for match in matches if match.confidence >= _LIKELY]
    return f"berkas {likely[0]}" if likely and likely[0] else FileKind.UNKNOWN.value


def _compound_kind(file: BinaryIO) -> FileKind:
    names = root_names(file)
    return next((kind for name, kind in _COMPOUND if name in names), FileKind.OLD_OFFICE)


def _zip_kind(file: BinaryIO) -> FileKind:
    if _has_large_directory(file):
        return FileKind.ZIP
    try:
        with zipfile.ZipFile(file) as archive:
            names = frozenset(archive.namelist())
            if "mimetype" in names:
                kind = _OPEN_DOCUMENT.get(_open_document_type(_part(archive, "mimetype")))
                if kind is not None:
                    return kind
            if "[Content_Types].xml" in names:
                types = _part(archive, "[Content_Types].xml").casefold()
                for part, kind in _OFFICE_PARTS:
                    if f"{part}+xml".casefold() in types or f'{part}"'.casefold() in types:
                        return kind
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        RuntimeError,
        ValueError,
        OverflowError,
        struct.error,
    ):
        return FileKind.ZIP_BROKEN
    return FileKind.ZIP


def _has_large_directory(file: BinaryIO) -> bool:
    """Look at the end of an archive, as `zipfile` does, before it lists what is in there."""
    size = file.seek(0, os.SEEK_END)
    file.seek(max(size - _ZIP_TAIL, 0))
    tail = file.read(_ZIP_TAIL)
    at = len(tail) - _ZIP_END.size
    if not tail.startswith(b"PK\5\6", max(at, 0)):
        at = tail.rfind(b"PK\5\6")
    if at < 0 or at + _ZIP_END.size > len(tail):
        return False
    _, _, _, _, count, directory, _, _ = _ZIP_END.unpack_from(tail, at)
    has_64_bits = tail.startswith(_ZIP_64, at - _ZIP_64_SIZE) if at >= _ZIP_64_SIZE else False
    return has_64_bits or count > _MOST_ENTRIES or directory > _LARGEST_DIRECTORY


def _part(archive: zipfile.ZipFile, name: str) -> str:
    if archive.getinfo(name).compress_type not in _PLAIN_METHODS:
        raise zipfile.BadZipFile(name)  # others may ask for gigabytes to inflate a kilobyte
    with archive.open(name) as part:
        return part.read(_MOST_PART_BYTES).decode("utf-8", "replace")


def _open_document_type(mime_type: str) -> str:
    head, _, kind = mime_type.strip().rpartition(".")
    return kind.removesuffix("-template") if head == "application/vnd.oasis.opendocument" else ""


def _framed_kind(head: bytes) -> FileKind | None:
    """Recognise kinds whose mark stands further in, or needs more beside it."""
    if head.startswith(b"RIFF"):
        return _RIFF.get(head[8:12])
    if head[4:8] == b"ftyp":
        return _media_kind(head)
    if head.startswith(b"BM") and int.from_bytes(head[14:18], "little") in (
        12,
        40,
        52,
        56,
        108,
        124,
    ):
        return FileKind.BMP
    if head.startswith(b"MZ") and b"PE\0\0" in head[:1024]:
        return FileKind.PROGRAM
    if head[:1] == b"\xff" and head[1:2] in (b"\xfb", b"\xf3", b"\xf2", b"\xfa"):
        return FileKind.MP3
    return None


def _media_kind(head: bytes) -> FileKind:
    length = min(int.from_bytes(head[:4], "big"), len(head))
    brand = head[8:12]
    brands = {brand, *(head[n : n + 4] for n in range(16, length - 3, 4))}
    if brand in _AVIF_BRANDS or (brand in _HEIC_BRANDS and brands & _AVIF_BRANDS):
        return FileKind.AVIF
    if brand in _HEIC_BRANDS:
        return FileKind.HEIC
    return FileKind.AUDIO_MP4 if brand in _AUDIO_BRANDS else FileKind.VIDEO


def _pdf_kind(head: bytes) -> FileKind | None:
    """Readers accept a PDF whose header stands anywhere in the first 1,024 bytes."""
    return FileKind.PDF if b"%PDF-" in head[:_PDF_WITHIN] else None


def _text_kind(head: bytes) -> FileKind | None:
    text = _decoded(head)
    if text is None or _NO_TEXT.search(text):
        return None
    if _HTML.match(text):
        return FileKind.HTML
    if _SVG.match(text):
        return FileKind.SVG
    return FileKind.XML if _XML.match(text) else FileKind.TEXT


def _decoded(head: bytes) -> str | None:
    for mark, encoding in _BYTE_ORDER_MARKS:
        if head.startswith(mark):
            return _leniently(head[len(mark) :], encoding)
    text = _leniently(head, "utf-8")
    return text if text is not None else _leniently(head, "cp1252")


def _leniently(data: bytes, encoding: str) -> str | None:
    """Decode all but a character that the end cuts through."""
    try:
        return codecs.getincrementaldecoder(encoding)().decode(data)
    except UnicodeDecodeError:
        return None
