"""Where things lie in the package of a form, and changes of its parts."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from functools import cache

from tests.form_samples import filled_file, repacked

BOOK, BOOK_LINKS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
SHEET, LISTED, IDENTITY = (f"xl/worksheets/sheet{n}.xml" for n in (2, 3, 4))
TEXTS, STYLES, TYPES = "xl/sharedStrings.xml", "xl/styles.xml", "[Content_Types].xml"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml"

Change = Callable[[bytes], bytes]


def before(end: bytes, content: bytes) -> Change:
    """Put something before an end tag."""

    def change(xml: bytes) -> bytes:
        assert end in xml
        return xml.replace(end, content + end, 1)

    return change


def rows(content: bytes) -> Change:
    """Put rows at the end of a sheet."""
    return before(b"</sheetData>", content)


def cell(address: str, content: bytes, kind: str = "") -> Change:
    """Replace a cell of a sheet, keeping its format."""
    pattern = re.compile(rb'<c r="%s"( s="[0-9]+")?[^<>]*?(?:/>|>.*?</c>)' % address.encode())
    told = b' t="%s"' % kind.encode() if kind else b""

    def change(xml: bytes) -> bytes:
        assert pattern.search(xml), address
        start = b'<c r="%s"' % address.encode()
        return pattern.sub(
            lambda match: start + (match[1] or b"") + told + b">" + content + b"</c>", xml, count=1
        )

    return change


def form(**changes: Change) -> bytes:
    """Return the filled form with parts changed, given by the names of this module's constants."""

    def change(parts: dict[str, bytes]) -> None:
        for name, edit in changes.items():
            parts[globals()[name]] = edit(parts[globals()[name]])

    return repacked(filled_file(), change)


def form_with(name: str, content: bytes, kind: str, *, content_type: str = "x/y") -> bytes:
    """Return the filled form with a part more, to which the workbook is related."""
    target = name.removeprefix("xl/")
    link = f'<Relationship Id="rIdX" Type="{OFFICE}/{kind}" Target="{target}"/>'
    listed = f'<Override PartName="/{name}" ContentType="{content_type}"/>'

    def change(parts: dict[str, bytes]) -> None:
        parts[name] = content
        parts[BOOK_LINKS] = before(b"</Relationships>", link.encode())(parts[BOOK_LINKS])
        parts[TYPES] = before(b"</Types>", listed.encode())(parts[TYPES])

    return repacked(filled_file(), change)


def form_with_sheets(xml: bytes, names: list[str], *, is_shared: bool = False) -> bytes:
    """Return the filled form with more sheets, all of that content."""
    parts_of = [0 if is_shared else n for n in range(len(names))]
    listed = "".join(
        f'<sheet name="{name}" sheetId="{100 + n}" r:id="rIdS{parts_of[n]}"/>'
        for n, name in enumerate(names)
    )
    links = "".join(
        f'<Relationship Id="rIdS{n}" Type="{OFFICE}/worksheet" Target="worksheets/s{n}.xml"/>'
        for n in sorted(set(parts_of))
    )

    def change(parts: dict[str, bytes]) -> None:
        parts[BOOK] = before(b"</sheets>", listed.encode())(parts[BOOK])
        parts[BOOK_LINKS] = before(b"</Relationships>", links.encode())(parts[BOOK_LINKS])
        parts.update({f"xl/worksheets/s{n}.xml": xml for n in set(parts_of)})

    return repacked(filled_file(), change)


@cache
def noise(size: int) -> bytes:
    """Return letters that do not deflate well; the same on every run."""
    letters = b"abcdefghijklmnopqrstuvwxyz ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._"
    return bytes(random.Random(size).choices(letters, k=size))


def sheet(content: bytes) -> bytes:
    """Return a sheet with rows."""
    return (
        b'<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="http://schemas.openxmlformats.org'
        b'/spreadsheetml/2006/main"><sheetData>%s</sheetData></worksheet>' % content
    )
