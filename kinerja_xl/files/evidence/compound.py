"""Compound files (OLE 2, MS-CFB): the names at their root tell .doc, .xls, .ppt and .msg apart."""

from __future__ import annotations

import struct
from typing import BinaryIO

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_HEADER_SIZE = 512
_HEADER_SECTORS = 109
_ENTRY_SIZE = 128
_LAST_SECTOR = 0xFFFFFFFA
_MOST_ENTRIES = 4096
_ROOT = 5


def root_names(file: BinaryIO) -> frozenset[str]:
    """List the streams and storages that lie directly under the root of a compound file.

    Reads at most 4,096 directory entries, through the 109 allocation sectors that the header
    names (7 MB of file with sectors of 512 bytes, beyond that the names found so far count).

    Args:
        file: Opened for reading in binary; its position is moved.

    Returns:
        The names; none when the file is damaged.
    """
    try:
        entries = _directory(file)
    except (struct.error, ValueError, IndexError):
        return frozenset()
    if not entries or entries[0][66] != _ROOT:
        return frozenset()
    names: set[str] = set()
    pending = [_link(entries[0], 76)]
    seen: set[int] = set()
    while pending:
        number = pending.pop()
        if number in seen or number >= len(entries):
            continue
        seen.add(number)
        entry = entries[number]
        length = min(max(struct.unpack_from("<H", entry, 64)[0] - 2, 0), 62)
        names.add(entry[:length].decode("utf-16-le", "replace"))
        pending += [_link(entry, 68), _link(entry, 72)]
    return frozenset(names)


def _link(entry: bytes, offset: int) -> int:
    return int(struct.unpack_from("<I", entry, offset)[0])


def _directory(file: BinaryIO) -> list[bytes]:
    file.seek(0)
    header = file.read(_HEADER_SIZE)
    shift = struct.unpack_from("<H", header, 30)[0]
    if shift not in (9, 12):
        raise ValueError("unknown sector size")
    size = 1 << shift
    allocation = struct.unpack_from(f"<{_HEADER_SECTORS}I", header, 76)
    sector = _link(header, 48)
    entries: list[bytes] = []
    while sector < _LAST_SECTOR and len(entries) < _MOST_ENTRIES:
        content = _sector(file, sector, size)
        entries += (content[n : n + _ENTRY_SIZE] for n in range(0, size, _ENTRY_SIZE))
        table, position = divmod(sector, size // 4)
        if table >= _HEADER_SECTORS or allocation[table] >= _LAST_SECTOR:
            break
        sector = _link(_sector(file, allocation[table], size), position * 4)
    return entries


def _sector(file: BinaryIO, number: int, size: int) -> bytes:
    file.seek((number + 1) * size)
    content = file.read(size)
    if len(content) < size:
        raise ValueError("the file is cut off")
    return content
