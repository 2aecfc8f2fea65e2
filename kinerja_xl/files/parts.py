"""The parts of a returned workbook, taken out of its zip with every size and sum checked."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from dataclasses import dataclass

from kinerja_xl.core.findings import Code

MOST_ENTRIES = 1000
LARGEST_PART = 32 * 1024 * 1024
LARGEST_TOTAL = 64 * 1024 * 1024
HIGHEST_RATIO = 250
"""A form deflates to about a fifth; zeros, at most, to a thousandth."""
_SMALL_ENOUGH = 1024 * 1024
"""Parts up to this size may deflate as well as they like."""

_DEFLATE_AT_MOST = 1032
"""No byte can inflate to more, whatever a header says."""

_LOCAL = struct.Struct("<4s5H3L2H")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_END = struct.Struct("<4s4H2LH")
_IS_ENCRYPTED = 0x01


class RefusedError(Exception):
    """A file that cannot be a return; carries the code and the facts of its finding."""

    def __init__(self, code: Code, detail: str = "") -> None:
        super().__init__(code.name, detail)
        self.code = code
        self.detail = detail


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the package, inflated, with its CRC-32."""

    name: str
    content: bytes
    checksum: int


class Parts:
    """The parts of one workbook; each is inflated when asked for, at most once."""

    def __init__(self, data: bytes) -> None:
        """Read and check the directory.

        Args:
            data: The whole file.

        Raises:
            RefusedError: If the archive is damaged, encrypted, larger than any form, or names its
                entries twice or outside of itself.
        """
        self._data = data
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                entries = archive.infolist()
        except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError, IndexError) as error:
            raise RefusedError(Code.FILE_DAMAGED, "arsip zip tidak dapat dibaca") from error
        _check_directory(entries)
        self._entries = {entry.filename: entry for entry in entries}
        self._read: dict[str, bytes] = {}

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all entries."""
        return tuple(self._entries)

    def __contains__(self, name: str) -> bool:
        return name in self._entries

    def read(self, name: str) -> bytes:
        """Inflate a part and check its size and sum.

        Raises:
            RefusedError: If the part is not there or damaged.
        """
        if name not in self._read:
            entry = self._entries.get(name)
            if entry is None:
                raise RefusedError(Code.FILE_DAMAGED, f"bagian {name} tidak ada")
            self._read[name] = _inflate(self._data, entry)
        return self._read[name]

    def checksum(self, name: str, content: bytes) -> int:
        """Return the CRC-32 of a part that was read, or of what it was converted to."""
        is_as_read = content is self._read.get(name)
        return self._entries[name].CRC if is_as_read else zlib.crc32(content)


def _check_directory(entries: list[zipfile.ZipInfo]) -> None:
    if len(entries) > MOST_ENTRIES:
        raise RefusedError(Code.FILE_TOO_LARGE, f"{len(entries)} bagian")
    total = 0
    names: set[str] = set()
    for entry in entries:
        name = entry.filename
        folded = name.casefold()
        if folded in names:
            raise RefusedError(Code.FILE_DAMAGED, f"bagian {name} ada dua kali")
        names.add(folded)
        if name.startswith("/") or "\\" in name or ":" in name or ".." in name.split("/"):
            raise RefusedError(Code.FILE_DAMAGED, f"nama bagian {name} tidak wajar")
        if entry.flag_bits & _IS_ENCRYPTED:
            raise RefusedError(Code.FILE_ENCRYPTED)
        size = entry.file_size
        total += size
        is_bomb = size > _SMALL_ENOUGH and size > entry.compress_size * HIGHEST_RATIO
        if size > LARGEST_PART or is_bomb:
            raise RefusedError(Code.FILE_TOO_LARGE, f"bagian {name} berukuran {size} byte")
    if total > LARGEST_TOTAL:
        raise RefusedError(Code.FILE_TOO_LARGE, f"{total} byte setelah dibuka")


def _inflate(data: bytes, entry: zipfile.ZipInfo) -> bytes:
    start = entry.header_offset
    head = data[start : start + _LOCAL.size]
    damaged = RefusedError(Code.FILE_DAMAGED, f"bagian {entry.filename} rusak")
    if len(head) < _LOCAL.size or not head.startswith(b"PK\3\4"):
        raise damaged
    begin = start + _LOCAL.size + head[26] + (head[27] << 8) + head[28] + (head[29] << 8)
    packed = memoryview(data)[begin : begin + entry.compress_size]
    if entry.compress_type == zipfile.ZIP_STORED:
        content = bytes(packed)
    elif entry.compress_type == zipfile.ZIP_DEFLATED:
        is_bounded = entry.compress_size * _DEFLATE_AT_MOST <= LARGEST_PART
        try:
            content = (
                zlib.decompress(packed, -zlib.MAX_WBITS, entry.file_size)
                if is_bounded
                else zlib.decompressobj(-zlib.MAX_WBITS).decompress(packed, entry.file_size + 1)
            )
        except zlib.error as error:
            raise damaged from error
    else:
        raise damaged
    if len(content) != entry.file_size or zlib.crc32(content) != entry.CRC:
        raise damaged
    return content


def stored_archive(parts: list[Part]) -> bytes:
    """Return a zip of the parts as they are, without compressing them."""
    body: list[bytes] = []
    directory: list[bytes] = []
    offset = 0
    for part in parts:
        name, size = part.name.encode(), len(part.content)
        fields = (20, 0x0800, 0, 0, 0x21, part.checksum, size, size, len(name), 0)
        head = _LOCAL.pack(b"PK\3\4", *fields)
        body += (head, name, part.content)
        directory += (_CENTRAL.pack(b"PK\1\2", 20, *fields, 0, 0, 0, 0, offset), name)
        offset += len(head) + len(name) + size
    size = sum(map(len, directory))
    count = len(parts)
    end = _END.pack(b"PK\5\6", 0, 0, count, count, size, offset, 0)
    return b"".join((*body, *directory, end))
