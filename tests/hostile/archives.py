"""Archives that lie, overlap, inflate without end or name places outside of themselves."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from tests.form_samples import filled_file, repacked, with_part
from tests.hostile.parts_of_forms import SHEET, TEXTS

MEBIBYTE = 2**20
_LOCAL, _CENTRAL = struct.Struct("<4s5H3L2H"), struct.Struct("<4s6H3L5H2L")


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry as it is to be written; what is `None` is told as it is.

    Attributes:
        packed: Deflated bytes, or the plain ones with method 0.
        size: What the directory says of the inflated size.
        packed_size: What it says of the packed size.
        checksum: What it says of the sum.
        start: Where it says that the local header begins.
    """

    name: bytes
    packed: bytes
    size: int
    method: int = 8
    flags: int = 0
    packed_size: int | None = None
    checksum: int = 0
    start: int | None = None
    is_local: bool = True


def entry(name: str, content: bytes, **lies: int) -> Entry:
    """Make an honest entry but for what is given."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = packer.compress(content) + packer.flush()
    told = {"size": len(content), "checksum": zlib.crc32(content)} | lies
    return Entry(name.encode(), packed, **told)  # type: ignore[arg-type]  # all but flags are int


def archive(entries: list[Entry]) -> bytes:
    """Write entries as they are described."""
    body, directory = b"", b""
    for each in entries:
        packed_size = len(each.packed) if each.packed_size is None else each.packed_size
        fields = (
            20, each.flags, each.method, 0, 0x21, each.checksum, packed_size, each.size,
            len(each.name), 0,
        )  # fmt: skip
        start = len(body) if each.start is None else each.start
        if each.is_local:
            body += _LOCAL.pack(b"PK\3\4", *fields) + each.name + each.packed
        directory += _CENTRAL.pack(b"PK\1\2", 20, *fields, 0, 0, 0, 0, start) + each.name
    end = struct.pack(
        "<4s4H2LH", b"PK\5\6", 0, 0, len(entries) & 0xFFFF, len(entries) & 0xFFFF, len(directory),
        len(body), 0,
    )  # fmt: skip
    return body + directory + end


def entries_of(data: bytes) -> list[Entry]:
    """Take a package apart into honest entries."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return [entry(name, package.read(name)) for name in package.namelist()]


def with_lie(name: str, **lies: int) -> bytes:
    """Return a form of which the directory lies about one part."""
    with zipfile.ZipFile(io.BytesIO(filled_file())) as package:
        names = package.namelist()
        return archive([
            entry(each, package.read(each), **(lies if each == name else {})) for each in names
        ])  # fmt: skip


def overlapping(copies: int) -> bytes:
    """Return a form with parts that all are the same bytes, as zip bombs without nesting are."""
    kernel = entry("xl/media/a0.png", bytes(200_000))
    good = entries_of(filled_file())
    first = sum(_LOCAL.size + len(each.name) + len(each.packed) for each in good)
    shared = [
        Entry(b"xl/media/a%d.png" % n, kernel.packed, kernel.size, checksum=kernel.checksum,
              start=first, is_local=n == 0)
        for n in range(copies)
    ]  # fmt: skip
    return archive([*good, *shared])


def quoting_overlap(copies: int) -> bytes:
    """Return a bomb whose entries quote the headers of those behind in stored blocks."""
    kernel = entry("z", bytes(MEBIBYTE))
    tail = _LOCAL.pack(b"PK\3\4", 20, 0, 8, 0, 0x21, kernel.checksum, len(kernel.packed),
                       kernel.size, 1, 0) + b"z" + kernel.packed  # fmt: skip
    starts, sizes = [len(tail)], [kernel.size]
    body = tail
    for n in range(copies):
        name = b"%05d" % n
        head = body[: _LOCAL.size + 40]
        quote = b"\0" + struct.pack("<HH", len(head), len(head) ^ 0xFFFF)
        local = _LOCAL.pack(b"PK\3\4", 20, 0, 8, 0, 0x21, 0, len(body), sizes[-1], len(name), 0)
        body = local + name + quote + body
        starts.append(len(body))
        sizes.append(sizes[-1] + len(head))
    directory = b"".join(
        _CENTRAL.pack(b"PK\1\2", 20, 20, 0, 8, 0, 0x21, 0, at - 40, size, 5, 0, 0, 0, 0, 0,
                      len(body) - at) + b"%05d" % n
        for n, (at, size) in enumerate(zip(starts, sizes, strict=True))
    )  # fmt: skip
    end = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, len(starts), len(starts), len(directory),
                      len(body), 0)  # fmt: skip
    return body + directory + end


def nested(depth: int) -> bytes:
    """Return zeros, deflated again and again."""
    data = bytes(10 * MEBIBYTE)
    for _ in range(depth):
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
            for copy in range(10):
                package.writestr(f"{copy}.zip", data)
        data = buffer.getvalue()
    return data


def _named(name: str) -> bytes:
    return archive([*entries_of(filled_file()), entry(name, b"x")])


def _many(count: int) -> bytes:
    return archive([*entries_of(filled_file()), *(entry(f"m/{n}", b"") for n in range(count))])


def _prefixed() -> bytes:
    """Return a form behind another file, as self-extracting archives are."""
    return b"PK\3\4" + b"MZ" * 200 + filled_file()


def _with_comment(comment: bytes) -> bytes:
    data = filled_file()
    return data[:-2] + struct.pack("<H", len(comment)) + comment


ARCHIVES: Mapping[str, tuple[Callable[[], bytes], str]] = {
    "bomb in a sheet": (
        lambda: with_part(filled_file(), SHEET, lambda _: bytes(31 * MEBIBYTE)), "FILE_TOO_LARGE",
    ),
    "bomb of zips in zips": (lambda: nested(3), "NOT_A_FORM FILE_TOO_LARGE"),
    "bomb of zips as a picture": (
        lambda: repacked(filled_file(), lambda parts: parts.update({"xl/media/a.png": nested(2)})),
        "READ FILE_TOO_LARGE",
    ),
    "bomb of overlapping entries": (lambda: overlapping(300), "FILE_DAMAGED FILE_TOO_LARGE"),
    "bomb of quoting overlap": (lambda: quoting_overlap(200), "FILE_DAMAGED FILE_TOO_LARGE"),
    "inflates to more than it says": (lambda: with_lie(SHEET, size=100), "FILE_DAMAGED"),
    "inflates to less than it says": (lambda: with_lie(SHEET, size=40_000), "FILE_DAMAGED"),
    "says four gigabytes": (lambda: with_lie(SHEET, size=0xFFFFFFFE), "FILE_TOO_LARGE"),
    "needs 64 bits": (lambda: with_lie(SHEET, size=0xFFFFFFFF), "FILE_DAMAGED FILE_TOO_LARGE"),
    "packed beyond its end": (lambda: with_lie(SHEET, packed_size=9_000_000), "FILE_DAMAGED"),
    "starts beyond its end": (lambda: with_lie(SHEET, start=9_000_000), "FILE_DAMAGED"),
    "starts in another entry": (lambda: with_lie(SHEET, start=0), "FILE_DAMAGED"),
    "wrong sum": (lambda: with_lie(TEXTS, checksum=1), "FILE_DAMAGED"),
    "unknown method": (lambda: with_lie(SHEET, method=99), "FILE_DAMAGED"),
    "encrypted entry": (lambda: with_lie(SHEET, flags=1), "FILE_ENCRYPTED"),
    "a thousand parts": (lambda: _many(1000), "FILE_TOO_LARGE"),
    "seventy thousand parts": (lambda: _many(70_000), "FILE_TOO_LARGE FILE_DAMAGED"),
    "parent folder": (lambda: _named("xl/../../evil.xml"), "FILE_DAMAGED"),
    "absolute name": (lambda: _named("/etc/passwd"), "FILE_DAMAGED"),
    "backslashes": (lambda: _named("..\\..\\evil.exe"), "FILE_DAMAGED"),
    "drive letter": (lambda: _named("C:/evil.exe"), "FILE_DAMAGED"),
    "network share": (lambda: _named("\\\\server\\evil.exe"), "FILE_DAMAGED"),
    "name with a null": (lambda: _named("xl/a\0.xml"), "FILE_DAMAGED"),
    "same name twice": (lambda: _named(SHEET), "FILE_DAMAGED"),
    "same name in capitals": (lambda: _named(SHEET.upper()), "FILE_DAMAGED"),
    "name of 60,000 characters": (lambda: _named("x" * 60_000), "READ FILE_DAMAGED"),
    "behind another file": (_prefixed, "READ FILE_DAMAGED"),
    "with a comment": (lambda: _with_comment(b"PK\5\6" * 9), "READ FILE_DAMAGED"),
    "empty archive": (lambda: archive([]), "NOT_A_FORM"),
    "no directory": (lambda: filled_file()[:-22], "FILE_DAMAGED"),
}  # fmt: skip
"""By name: how to make the file, and what may become of it."""
