"""How long a file of evidence is: pages of a document, sheets of a workbook, frames of a scan."""

from __future__ import annotations

import contextlib
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from kinerja_xl.files.evidence.file_kinds import FileKind
from kinerja_xl.files.evidence.identify import identify

_LARGEST_PDF = 64 * 1024 * 1024
_MOST_INFLATED, _MOST_STREAMS = 32 * 1024 * 1024, 2000
_MOST_PART, _MOST_FRAMES = 4 * 1024 * 1024, 10_000
_PAGE = re.compile(rb"/Type\s*/Page(?![A-Za-z])")
_PAGES = re.compile(rb"/Type\s*/Pages\b")
_COUNT = re.compile(rb"/Count\s+([0-9]{1,6})\b")
_OBJECT_STREAM = re.compile(rb"/Type\s*/ObjStm\b.{0,400}?stream\r?\n", re.DOTALL)
_DICTIONARY_REACH = 100_000
_PARTS = {
    FileKind.EXCEL: ("xl/workbook.xml", re.compile(rb"<(?:\w+:)?sheet\s"), "lembar"),
    FileKind.EXCEL_MACRO: ("xl/workbook.xml", re.compile(rb"<(?:\w+:)?sheet\s"), "lembar"),
    FileKind.OPEN_SHEET: ("content.xml", re.compile(rb"<table:table\s"), "lembar"),
}
_STATED = {
    FileKind.WORD: ("docProps/app.xml", re.compile(rb"<Pages>([0-9]{1,6})</Pages>"), "halaman"),
    FileKind.WORD_MACRO: (
        "docProps/app.xml", re.compile(rb"<Pages>([0-9]{1,6})</Pages>"), "halaman",
    ),
    FileKind.SLIDES: ("docProps/app.xml", re.compile(rb"<Slides>([0-9]{1,6})</Slides>"), "slide"),
    FileKind.OPEN_TEXT: (
        "meta.xml", re.compile(rb'meta:page-count="([0-9]{1,6})"'), "halaman",
    ),
}  # fmt: skip
"""What the program that saved the document last wrote of its length."""
_PICTURES = frozenset((
    FileKind.JPEG, FileKind.PNG, FileKind.GIF, FileKind.BMP, FileKind.WEBP, FileKind.HEIC,
    FileKind.AVIF,
))  # fmt: skip


def extent_of(path: Path) -> str:
    """Say in Indonesian how long a file is, such as `12 halaman`; empty when it does not tell.

    Nothing is executed or rendered, and what is inflated is bounded, whatever the file says.
    """
    try:
        with path.open("rb") as file:
            return _extent(file, identify(file))
    except (OSError, zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, ValueError):
        return ""
    except struct.error:
        return ""


def _extent(file: BinaryIO, kind: FileKind) -> str:
    if kind is FileKind.PDF:
        return _told(_pdf_pages(file), "halaman")
    if kind is FileKind.TIFF:
        return _told(_tiff_frames(file), "halaman")
    if kind in _PICTURES:
        return "1 gambar"
    if kind in _PARTS:
        name, pattern, unit = _PARTS[kind]
        return _told(len(pattern.findall(_part(file, name))), unit)
    if kind in _STATED:
        name, pattern, unit = _STATED[kind]
        found = pattern.search(_part(file, name))
        return _told(int(found.group(1)) if found else 0, unit)
    return ""


def _told(count: int, unit: str) -> str:
    return f"{count} {unit}" if count else ""


def _part(file: BinaryIO, name: str) -> bytes:
    file.seek(0)
    with zipfile.ZipFile(file) as archive, archive.open(name) as part:
        return part.read(_MOST_PART)


def _pdf_pages(file: BinaryIO) -> int:
    """Take the count that the root of the page tree states, or else count the pages found."""
    file.seek(0)
    data = file.read(_LARGEST_PDF + 1)
    if len(data) > _LARGEST_PDF:
        return 0
    stated, pages = 0, 0
    for part in (data, *_object_streams(data)):
        pages += len(_PAGE.findall(part))
        for tree in _PAGES.finditer(part):
            stated = max(stated, *_counts_near(part, tree.start()), 0)
    return stated or pages


def _counts_near(part: bytes, at: int) -> Iterator[int]:
    """Yield the counts in the dictionary around a place; its keys come in any order."""
    start = part.rfind(b"<<", max(at - _DICTIONARY_REACH, 0), at)
    end = part.find(b">>", at, at + _DICTIONARY_REACH)
    if start >= 0 and end >= 0:
        yield from (int(found.group(1)) for found in _COUNT.finditer(part, start, end))


def _object_streams(data: bytes) -> Iterator[bytes]:
    """Inflate the streams in which newer PDFs keep their objects."""
    left = _MOST_INFLATED
    for number, found in enumerate(_OBJECT_STREAM.finditer(data)):
        if number >= _MOST_STREAMS or left <= 0:
            return
        with contextlib.suppress(zlib.error):
            inflated = zlib.decompressobj().decompress(
                data[found.end() : found.end() + _MOST_INFLATED], left
            )
            left -= len(inflated)
            yield inflated


def _tiff_frames(file: BinaryIO) -> int:
    file.seek(0)
    head = file.read(8)
    order = "<" if head.startswith(b"II") else ">"
    (at,) = struct.unpack_from(f"{order}I", head, 4)
    seen: set[int] = set()
    while at and at not in seen and len(seen) < _MOST_FRAMES:
        seen.add(at)
        file.seek(at)
        (entries,) = struct.unpack(f"{order}H", file.read(2))
        file.seek(at + 2 + 12 * entries)
        (at,) = struct.unpack(f"{order}I", file.read(4))
    return len(seen)
