"""The file xlwings.conf, read as xlwings' VBA reads it and changed one entry at a time.

VBA reads it with `Input #`, two items at a time: an item stands in double quotes, without any
escape, or ends at a comma or at the end of its line; an empty line is an item too. Names are
compared without regard to case and the first one counts. So a blank line or a third item shifts
every pair behind it, and names are found where nobody meant them.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

_BYTES = "latin-1"
"""Keeps every byte; quotes, commas and line ends are never part of a longer ANSI character."""

_LINE_END = re.compile(r"\r\n|\r|\n")
_GOOD_LINE = re.compile(r'\s*"[^"]*"\s*,\s*"[^"]*"\s*')


@dataclass(frozen=True, slots=True)
class Entry:
    """One pair as VBA takes it.

    Attributes:
        name: As written.
        start: Byte at which the pair begins.
        content_end: Byte behind the second item.
        end: Byte behind the line end or comma that follows.
    """

    name: str
    value: str
    start: int
    content_end: int
    end: int


@dataclass(frozen=True, slots=True)
class _Item:
    text: str
    start: int
    content_end: int
    end: int


TO_RESAVE = "Buka dengan penyunting teks, simpan ulang dengan penyandian ANSI (macOS: UTF-8)"
"""What to do with a file that `is_unreadable`."""


def is_unreadable(data: bytes) -> bool:
    """Say whether the file is in UTF-16, as Notepad's "Unicode" writes it; VBA sees no text."""
    return data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or b"\0" in data


def entries(data: bytes, encoding: str) -> tuple[Entry, ...]:
    """Read the pairs; an item without a partner at the end is left out."""
    items = _items(data.decode(_BYTES))
    return tuple(
        Entry(
            _text(name.text, encoding),
            _text(value.text, encoding),
            name.start,
            value.content_end,
            value.end,
        )
        for name, value in zip(items[::2], items[1::2], strict=False)
    )


def find_entry(data: bytes, name: str, encoding: str) -> Entry | None:
    """Return the entry that VBA finds for a name."""
    wanted = name.lower()
    found = (entry for entry in entries(data, encoding) if entry.name.lower() == wanted)
    return next(found, None)


def with_entry(data: bytes, name: str, value: str, encoding: str, *, newline: bytes) -> bytes:
    """Set one entry; all other bytes stay.

    A new entry goes to the front, where no fault of the other lines can shift it.

    Args:
        data: The file; empty when there is none.
        name: Of the entry.
        value: Without double quotes and line ends.
        encoding: In which VBA reads the file.
        newline: For a new line in a file that has none yet.

    Raises:
        UnicodeEncodeError: If the value has a character that the encoding lacks.
        ValueError: If the value cannot stand in quotes.
    """
    if '"' in value or _LINE_END.search(value):
        raise ValueError(f"not a value for xlwings.conf: {value!r}")
    written = f'"{name}","{value}"'.encode(encoding)
    found = find_entry(data, name, encoding)
    if found is None:
        first_end = _LINE_END.search(data.decode(_BYTES))
        return written + (first_end.group().encode() if first_end else newline) + data
    if found.value == value:
        return data
    return data[: found.start] + written + data[found.content_end :]


def without_entry(data: bytes, name: str, encoding: str) -> bytes:
    """Take away the entry that VBA finds for a name, with the end of its line."""
    found = find_entry(data, name, encoding)
    return data if found is None else data[: found.start] + data[found.end :]


def with_bytes_of_entry(data: bytes, name: str, content: bytes, encoding: str) -> bytes:
    """Put the bytes of an earlier entry in the place of the present one."""
    found = find_entry(data, name, encoding)
    if found is None:
        return content + b"\n" + data
    return data[: found.start] + content + data[found.content_end :]


def faulty_lines(data: bytes) -> tuple[int, ...]:
    """List the lines, from 1, that are not exactly two items in double quotes.

    xlwings' Python side wants the quotes too: it stops at a line with a single quoted item. A
    byte order mark makes the first line faulty.
    """
    lines = _LINE_END.split(data.decode(_BYTES))
    if lines and not lines[-1]:
        lines.pop()
    return tuple(n for n, line in enumerate(lines, start=1) if not _GOOD_LINE.fullmatch(line))


def _items(text: str) -> list[_Item]:
    found = []
    position = 0
    while position < len(text):
        item = _item_at(text, position)
        found.append(item)
        position = item.end
    return found


def _item_at(text: str, position: int) -> _Item:
    start = position
    while start < len(text) and text[start] in " \t":
        start += 1
    if text.startswith('"', start):
        close = text.find('"', start + 1)
        content_end = len(text) if close < 0 else close + 1
        content = text[start + 1 : content_end if close < 0 else close]
    else:
        content_end = start
        while content_end < len(text) and text[content_end] not in ",\r\n":
            content_end += 1
        content = text[start:content_end].rstrip()
    end = content_end
    while end < len(text) and text[end] in " \t":
        end += 1
    if text.startswith("\r\n", end):
        end += 2
    elif end < len(text) and text[end] in ",\r\n":
        end += 1
    return _Item(content, start, content_end, end)


def _text(raw: str, encoding: str) -> str:
    return raw.encode(_BYTES).decode(encoding, "replace")
