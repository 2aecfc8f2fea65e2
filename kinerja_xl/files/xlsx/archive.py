"""Zip packages rewritten entry by entry: what is not replaced keeps its compressed bytes."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Collection, Mapping

_LOCAL = struct.Struct("<4s5H3L2H")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_END = struct.Struct("<4s4H2LH")
_HAS_DATA_DESCRIPTOR = 0x08
_IS_ENCRYPTED = 0x01
_ZIP64_EXTRA = 1
_LARGEST_32_BIT = 0xFFFFFFFF
_MOST_ENTRIES = 0xFFFF


def rewrite_archive(
    data: bytes, replaced: Mapping[str, bytes], removed: Collection[str] = ()
) -> bytes:
    """Return the archive with some entries replaced and some removed.

    All other entries keep their compressed bytes, order, names, times, attributes, extra fields
    and comments; sizes move from data descriptors into the local headers. A replaced entry keeps
    its place, name and time.

    Args:
        data: A zip archive that `zipfile` can open.
        replaced: New content by entry name.
        removed: Names of entries to leave out.

    Raises:
        zipfile.BadZipFile: If the archive is damaged or encrypted, or the result would need
            more than 65,535 entries or 4 GiB.
        KeyError: If a name to replace or remove is not in the archive.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        entries = archive.infolist()
        comment = archive.comment
    missing = {*replaced, *removed} - {entry.filename for entry in entries}
    if missing:
        raise KeyError(", ".join(sorted(missing)))
    output = bytearray()
    directory = bytearray()
    count = 0
    for entry in entries:
        if entry.filename not in removed:
            offset = len(output)
            central = _copy_entry(data, entry, replaced.get(entry.filename), output)
            directory += central(offset)
            count += 1
    if len(output) + len(directory) > _LARGEST_32_BIT or count > _MOST_ENTRIES:
        raise zipfile.BadZipFile("the archive is too large")
    end = _END.pack(
        b"PK\5\6", 0, 0, count, count, len(directory), len(output), len(comment)
    )  # fmt: skip
    return bytes(output + directory + end + comment)


class _CentralRecord:
    """The central directory's record of one entry, complete but for its offset."""

    def __init__(self, entry: zipfile.ZipInfo, name: bytes, fields: tuple[int, ...]) -> None:
        self._entry = entry
        self._name = name
        self._fields = fields

    def __call__(self, offset: int) -> bytes:
        entry = self._entry
        extra = _without_zip64(entry.extra)
        head = _CENTRAL.pack(
            b"PK\1\2", entry.create_version | entry.create_system << 8, *self._fields,
            len(self._name), len(extra), len(entry.comment), 0, entry.internal_attr,
            entry.external_attr, offset,
        )  # fmt: skip
        return head + self._name + extra + entry.comment


def _copy_entry(
    data: bytes, entry: zipfile.ZipInfo, content: bytes | None, output: bytearray
) -> _CentralRecord:
    start = entry.header_offset
    head = data[start : start + _LOCAL.size]
    if len(head) < _LOCAL.size or not head.startswith(b"PK\3\4"):
        raise zipfile.BadZipFile(f"bad local header of {entry.filename!r}")
    if entry.flag_bits & _IS_ENCRYPTED:
        raise zipfile.BadZipFile(f"{entry.filename!r} is encrypted")
    _, version, _, _, time, day, _, _, _, name_length, extra_length = _LOCAL.unpack(head)
    name_end = start + _LOCAL.size + name_length
    name = data[start + _LOCAL.size : name_end]
    extra = _without_zip64(data[name_end : name_end + extra_length])
    flags = entry.flag_bits & ~_HAS_DATA_DESCRIPTOR
    if content is None:
        begin = name_end + extra_length
        packed = memoryview(data)[begin : begin + entry.compress_size]
        if len(packed) != entry.compress_size:
            raise zipfile.BadZipFile(f"{entry.filename!r} is cut off")
        method, checksum, size = entry.compress_type, entry.CRC, entry.file_size
    else:
        method, packed = _pack(content, entry.compress_type)
        checksum, size = zlib.crc32(content), len(content)
    if max(size, len(packed)) >= _LARGEST_32_BIT:
        raise zipfile.BadZipFile(f"{entry.filename!r} is too large")
    fields = (version, flags, method, time, day, checksum, len(packed), size)
    output += _LOCAL.pack(b"PK\3\4", *fields, len(name), len(extra))
    output += name
    output += extra
    output += packed
    return _CentralRecord(entry, name, fields)


def _pack(content: bytes, method: int) -> tuple[int, memoryview]:
    if method == zipfile.ZIP_STORED:
        return method, memoryview(content)
    packer = zlib.compressobj(6, zlib.DEFLATED, -zlib.MAX_WBITS)
    return zipfile.ZIP_DEFLATED, memoryview(packer.compress(content) + packer.flush())


def _without_zip64(extra: bytes) -> bytes:
    """Leave out the 64-bit sizes: every size that is written fits the ordinary fields."""
    kept = bytearray()
    position = 0
    while position + 4 <= len(extra):
        kind, length = struct.unpack_from("<HH", extra, position)
        end = position + 4 + length
        if end > len(extra):
            break
        if kind != _ZIP64_EXTRA:
            kept += extra[position:end]
        position = end
    return bytes(kept + extra[position:])
