"""Workbooks that ask a reader for more than it has: memory, time, depth, or trust."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping

from tests.files.xlsx.handmade import part
from tests.form_samples import filled_file, repacked, with_part
from tests.hostile.archives import MEBIBYTE
from tests.hostile.parts_of_forms import (
    BOOK_LINKS,
    OFFICE,
    SHEET,
    SPREADSHEET,
    TEXTS,
    before,
    cell,
    form,
    form_with,
    form_with_sheets,
    noise,
    rows,
    sheet,
)

_LAUGHS = b"".join(b'<!ENTITY l%d "%s">' % (n, b"&l%d;" % (n - 1) * 10) for n in range(1, 10))
_BOMB = b'?><!DOCTYPE x [<!ENTITY l0 "lol">' + _LAUGHS + b"]>"
_EXTERNAL = b'?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
_PARAMETER = b'?><!DOCTYPE x [<!ENTITY % p SYSTEM "http://localhost/x.dtd"> %p;]>'


def _doctype(declared: bytes, part: str = SHEET) -> bytes:
    return with_part(filled_file(), part, lambda xml: xml.replace(b"?>", declared, 1))


def _texts(count: int, text: bytes) -> Callable[[bytes], bytes]:
    return before(b"</sst>", b"".join(b"<si><t>%d%s</t></si>" % (n, text) for n in range(count)))


def _amplified(size: int, cells: int) -> bytes:
    """Return a form that hands out one long text in many cells."""
    parts = form(TEXTS=before(b"</sst>", b"<si><t>%s</t></si>" % noise(size)))
    count = part(parts, TEXTS).count("<si>") - 1
    numbered = b"".join(
        b'<row r="%d"><c r="B%d" t="s"><v>%d</v></c></row>' % (n, n, count)
        for n in range(20, 20 + cells)
    )
    return with_part(parts, SHEET, rows(numbered))


def _cells(row_count: int, columns: str, content: bytes) -> bytes:
    return b"".join(
        b'<row r="%d">' % n
        + b"".join(b'<c r="%s%d"%s</c>' % (letter.encode(), n, content) for letter in columns)
        + b"</row>"
        for n in range(20, 20 + row_count)
    )


def _nested(count: int) -> bytes:
    names = [b"a%d" % (n % 7) for n in range(count)]
    return b"".join(b"<%s>" % n for n in names) + b"".join(b"</%s>" % n for n in reversed(names))


def _wide(size: int) -> bytes:
    return "\U0001f600".encode() + noise(size)


def _encoded(name: str) -> bytes:
    return form(SHEET=lambda xml: xml.replace(b"UTF-8", name.encode(), 1))


def _percent_formats(count: int) -> Callable[[bytes], bytes]:
    made = b"".join(b'<numFmt numFmtId="%d" formatCode="%d0%%"/>' % (n, n) for n in range(count))
    return lambda xml: xml.replace(b"<fonts", b"<numFmts>%s</numFmts><fonts" % made, 1)


def _attributes(count: int) -> bytes:
    return b" ".join(b'a%d=""' % n for n in range(count))


def _names(count: int) -> bytes:
    made = b"".join(b'<definedName name="n%d">A%d</definedName>' % (n, n) for n in range(count))
    return form(BOOK=before(b"</workbook>", b"<definedNames>%s</definedNames>" % made))


def _foreign_link(kind: str) -> bytes:
    link = (
        f'<Relationship Id="rIdX" Type="{OFFICE}/{kind}" Target="file:///x" TargetMode="External"/>'
    )
    return with_part(filled_file(), BOOK_LINKS, before(b"</Relationships>", link.encode()))


def _everything() -> bytes:
    """Return a form close to each limit: a picture, long texts, many cells to be looked at."""
    cells = _cells(3000, "BCDFGIJKLM", b' t="str"><v>%s</v>' % noise(30))
    text = b"<v>%s</v>" % _wide(8 * MEBIBYTE)
    data = form(
        SHEET=lambda xml: rows(cells)(cell("M8", text, "str")(xml)),
        TEXTS=before(b"</sst>", b"<si><t>%s</t></si>" % _wide(7 * MEBIBYTE)),
    )
    picture = random.Random(1).randbytes(8 * MEBIBYTE)
    return repacked(data, lambda parts: parts.update({"xl/media/image1.png": picture}))


_STRAY = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
_MARGINS = b"<pageMargins"
_ANY = "READ REFUSED FILE_TOO_LARGE FILE_DAMAGED"

WORKBOOKS: Mapping[str, tuple[Callable[[], bytes], str]] = {
    "value in the last cell": (lambda: form(SHEET=rows(_STRAY)), "FILE_TOO_LARGE"),
    "value in the last cell of the list": (lambda: form(LISTED=rows(_STRAY)), "FILE_TOO_LARGE"),
    "value in the last cell of the identity": (
        lambda: form(IDENTITY=rows(_STRAY)),
        "FILE_TOO_LARGE",
    ),
    "last row by position": (
        lambda: form(SHEET=rows(b'<row r="1048576"><c r="A1"><v>1</v></c><c><v>1</v></c></row>')),
        "FILE_TOO_LARGE",
    ),
    "last column by position": (
        lambda: form(SHEET=rows(b'<c r="XFC20"/><row r="21"><c><v>1</v></c></row>')),
        "FILE_DAMAGED",
    ),
    "row in a row": (
        lambda: form(SHEET=rows(b'<row r="1048576"><row r="1"/><c><v>1</v></c></row>')),
        "FILE_DAMAGED",
    ),
    "row of another kind": (
        lambda: form(SHEET=rows(b'<row r="1048576"><a:b:row r="1"/><c><v>1</v></c></row>')),
        "FILE_TOO_LARGE",
    ),
    "cell in a cell": (
        lambda: form(SHEET=rows(b'<row r="20"><c r="B20"><c r="XFD1048576"/></c></row>')),
        "FILE_DAMAGED",
    ),
    "column beyond all": (
        lambda: form(SHEET=rows(b'<row r="20"><c r="ZZZZ9999999"><v>1</v></c></row>')),
        "FILE_TOO_LARGE",
    ),
    "row zero": (
        lambda: form(SHEET=rows(b'<row r="0"><c r="A0"><v>1</v></c></row>')),
        "FILE_DAMAGED",
    ),
    "row below zero": (
        lambda: form(SHEET=rows(b'<row r="-1"><c><v>1</v></c></row>')),
        "FILE_DAMAGED",
    ),
    "row of twenty digits": (
        lambda: form(SHEET=rows(b'<row r="18446744073709551621"><c><v>1</v></c></row>')),
        "FILE_DAMAGED",
    ),
    "dimension of a million rows": (
        lambda: form(SHEET=lambda xml: xml.replace(b'ref="A1', b'ref="A1:XFD1048576" x="', 1)),
        "READ",
    ),
    "dimension beyond all": (
        lambda: form(
            SHEET=lambda xml: xml.replace(b'ref="A1', b'ref="A1:ZZZZZ99999999999" x="', 1)
        ),
        "READ FILE_DAMAGED",
    ),
    "a million empty rows": (
        lambda: form(SHEET=rows(b"".join(b'<row r="%d"/>' % n for n in range(30, 1_048_577)))),
        "FILE_TOO_LARGE",
    ),
    "a million rows with heights": (
        lambda: form(
            SHEET=rows(
                b"".join(b'<row r="%d" ht="%d"/>' % (n, n % 9) for n in range(30, 1_048_577))
            )
        ),
        "FILE_TOO_LARGE",
    ),
    "a hundred thousand rows": (
        lambda: form(SHEET=rows(b"".join(b'<row r="%d"/>' % n for n in range(30, 100_000)))),
        "READ",
    ),
    "largest rectangle": (
        lambda: form(SHEET=rows(b'<row r="9999"><c r="CV9999"><v>1</v></c></row>')),
        "READ",
    ),
    "cells everywhere": (
        lambda: form(SHEET=rows(_cells(9000, "BCDFGIJKLMN", b"><v>0.5</v>"))),
        "READ FILE_TOO_LARGE",
    ),
    "errors everywhere": (
        lambda: form(SHEET=rows(_cells(9000, "BCDFGIJKLM", b' t="e"><v>#N/A</v>'))),
        "READ",
    ),
    "unknown errors everywhere": (
        lambda: form(SHEET=rows(_cells(9000, "BCDFGIJKLM", b' t="e"><v>#SPILL!</v>'))),
        "READ",
    ),
    "formulas everywhere": (
        lambda: form(SHEET=rows(_cells(9000, "BCDFGIJKLM", b"><f>1</f>"))),
        "READ",
    ),
    "texts everywhere": (
        lambda: form(SHEET=rows(_cells(9000, "BCDFGIJKLM", b' t="str"><v>%s</v>' % noise(60)))),
        "READ",
    ),
    "a key nine thousand times": (
        lambda: form(SHEET=rows(_cells(9000, "A", b' t="str"><v>I001</v>'))),
        "REFUSED",
    ),
    "nine thousand unknown keys": (
        lambda: form(SHEET=rows(_cells(9000, "A", b' t="str"><v>%s</v>' % noise(999)))),
        "REFUSED",
    ),
    "a text in nine thousand cells": (lambda: _amplified(MEBIBYTE, 9000), "FILE_TOO_LARGE"),
    "a long text in all cells": (lambda: _amplified(40_000, 9000), "FILE_TOO_LARGE"),
    "a text of 11 MiB": (
        lambda: form(SHEET=cell("M8", b"<v>%s</v>" % _wide(11 * MEBIBYTE), "str")),
        "READ",
    ),
    "a shared text of 11 MiB": (
        lambda: form(TEXTS=before(b"</sst>", b"<si><t>%s</t></si>" % _wide(11 * MEBIBYTE))),
        "READ",
    ),
    "as much as there may be of everything": (_everything, "READ"),
    "a shared text of 40 MiB": (
        lambda: form(TEXTS=before(b"</sst>", b"<si><t>%s</t></si>" % (noise(MEBIBYTE) * 40))),
        "FILE_TOO_LARGE",
    ),
    "ninety thousand texts": (lambda: form(TEXTS=_texts(90_000, noise(80))), "READ"),
    "two million texts": (lambda: form(TEXTS=_texts(2_000_000, b"")), "FILE_TOO_LARGE"),
    "four billion texts announced": (
        lambda: form(
            TEXTS=lambda xml: xml.replace(b"uniqueCount=", b'uniqueCount="4294967295" x=', 1)
        ),
        "FILE_DAMAGED",
    ),
    "announced once more": (
        lambda: form(
            TEXTS=lambda xml: xml.replace(b"<si>", b'<y:sst uniqueCount="4000000000"/><si>', 1)
        ),
        "FILE_DAMAGED",
    ),
    "formats announced": (
        lambda: form(
            STYLES=lambda xml: xml.replace(b"<cellXfs count=", b'<cellXfs count="4294967295" x=', 1)
        ),
        "READ",
    ),
    "text number below zero": (
        lambda: form(SHEET=rows(b'<row r="20"><c r="B20" t="s"><v>-1</v></c></row>')),
        _ANY,
    ),
    "text number of twenty digits": (
        lambda: form(SHEET=cell("K8", b"<v>18446744073709551617</v>", "s")),
        _ANY,
    ),
    "text number too high": (lambda: form(SHEET=cell("K8", b"<v>99999</v>", "s")), "FILE_DAMAGED"),
    "format number too high": (
        lambda: form(SHEET=rows(b'<row r="20"><c r="B20" s="99999"><v>1</v></c></row>')),
        _ANY,
    ),
    "nested in a sheet": (lambda: form(SHEET=rows(_nested(150_000))), _ANY),
    "nested in texts": (
        lambda: form(TEXTS=before(b"</sst>", b"<si>%s</si>" % _nested(150_000))),
        _ANY,
    ),
    "nested in styles": (lambda: form(STYLES=before(b"</styleSheet>", _nested(150_000))), _ANY),
    "nested in the book": (lambda: form(BOOK=before(b"</workbook>", _nested(150_000))), _ANY),
    "an attribute of 11 MiB": (
        lambda: form(SHEET=rows(b'<row r="20" x="%s"/>' % noise(11 * MEBIBYTE))),
        "READ",
    ),
    "nine hundred thousand attributes": (
        lambda: form(SHEET=rows(b'<row r="20"><c r="B20" %s/></row>' % _attributes(900_000))),
        "FILE_TOO_LARGE",
    ),
    "a number of a million digits": (
        lambda: form(SHEET=cell("K8", b"<v>%s</v>" % (b"1234567890" * 90_000))),
        _ANY,
    ),
    "a row key behind blanks": (
        lambda: form(SHEET=cell("A8", b"<v>%sI001</v>" % (b" \n" * 400_000), "str")),
        _ANY,
    ),
    "fifty thousand percent formats": (lambda: form(STYLES=_percent_formats(50_000)), "READ"),
    "a format of half a megabyte": (
        lambda: form(
            STYLES=lambda xml: xml.replace(
                b"<fonts",
                b'<numFmts><numFmt numFmtId="200" formatCode="%s"/></numFmts><fonts'
                % (b"&quot;%" * 70_000),
                1,
            )
        ),
        "READ",
    ),
    "a hundred thousand names": (lambda: _names(100_000), "READ"),
    "a hundred thousand sheets": (
        lambda: form_with_sheets(sheet(b""), [f"x{n}" for n in range(9_000)], is_shared=True),
        "FILE_TOO_LARGE",
    ),
    "two sheets in one part": (
        lambda: form_with_sheets(sheet(b""), ["a", "b"], is_shared=True),
        "FILE_DAMAGED",
    ),
    "ninety more sheets": (
        lambda: form_with_sheets(
            sheet(_cells(9, "AB", b"><v>1</v>")), [f"x{n}" for n in range(90)]
        ),
        "READ",
    ),
    "a sheet's name of 200,000 letters": (
        lambda: form_with_sheets(sheet(b""), ["y" * 200_000]),
        "FILE_DAMAGED",
    ),
    "a stray sheet that never closes": (
        lambda: form_with_sheets(b"<worksheet>" + b"<v a" * 200_000, ["x"]),
        "READ",
    ),
    "content types that never close": (
        lambda: form(
            TYPES=before(b"</Types>", b'<Default Extension="vbaProject"/>' + b"Override " * 100_000)
        ),
        _ANY,
    ),
    "exclamation marks": (
        lambda: form(TEXTS=before(b"</sst>", b"<si><t>%s</t></si>" % (b"!" * 900_000))),
        "READ",
    ),
    "an identity of a megabyte": (
        lambda: form(
            IDENTITY=rows(b'<row r="20"><c r="B20" t="str"><v>%s</v></c></row>' % noise(MEBIBYTE))
        ),
        "NOT_A_FORM",
    ),
    "encoding punycode": (lambda: _encoded("punycode"), "FILE_DAMAGED"),
    "encoding idna": (lambda: _encoded("idna"), "FILE_DAMAGED"),
    "encoding zlib": (lambda: _encoded("zlib"), "FILE_DAMAGED"),
    "encoding utf-7": (lambda: _encoded("utf-7"), "FILE_DAMAGED"),
    "merged from end to end": (
        lambda: form(
            SHEET=before(_MARGINS, b'<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>')
        ),
        "READ",
    ),
    "linked from end to end": (
        lambda: form(
            SHEET=before(
                _MARGINS, b'<hyperlinks><hyperlink ref="A1:XFD1048576" location="x"/></hyperlinks>'
            )
        ),
        "READ",
    ),
    "entities that multiply": (lambda: _doctype(_BOMB), "FILE_DAMAGED"),
    "entities that multiply in texts": (lambda: _doctype(_BOMB, TEXTS), "FILE_DAMAGED"),
    "entities that multiply in styles": (
        lambda: _doctype(_BOMB, "xl/styles.xml"),
        "FILE_DAMAGED",
    ),
    "entities that multiply in the book": (
        lambda: _doctype(_BOMB, "xl/workbook.xml"),
        "FILE_DAMAGED",
    ),
    "entities that multiply in relationships": (
        lambda: _doctype(_BOMB, BOOK_LINKS),
        "FILE_DAMAGED",
    ),
    "external entity": (lambda: _doctype(_EXTERNAL), "FILE_DAMAGED"),
    "external document type": (lambda: _doctype(_PARAMETER), "FILE_DAMAGED"),
    "macros": (
        lambda: form_with("xl/vbaProject.bin", b"\0", "vbaProject"),
        "FILE_HAS_MACROS",
    ),
    "macros under another name": (
        lambda: form_with("xl/harmless.bin", b"\0", "vbaProject"),
        "FILE_HAS_MACROS",
    ),
    "macro sheet": (
        lambda: form_with("xl/macrosheets/m.xml", b"<x/>", "xlMacrosheet"),
        "FILE_HAS_MACROS",
    ),
    "ribbon": (lambda: form_with("xl/u.xml", b"<x/>", "extensibility"), "FILE_HAS_MACROS"),
    "embedded object": (
        lambda: form_with("xl/embeddings/o.bin", b"\xd0\xcf", "oleObject"),
        "FILE_HAS_ACTIVE_CONTENT",
    ),
    "embedded object under another name": (
        lambda: form_with("xl/media/o.png", b"\xd0\xcf", "oleObject"),
        "FILE_HAS_ACTIVE_CONTENT",
    ),
    "control": (
        lambda: form_with("xl/activeX/a.xml", b"<x/>", "control"),
        "FILE_HAS_ACTIVE_CONTENT",
    ),
    "link to a workbook": (
        lambda: form_with("xl/externalLinks/e.xml", b"<x/>", "externalLink"),
        "FILE_HAS_ACTIVE_CONTENT",
    ),
    "DDE link": (
        lambda: form_with("xl/dde.xml", b"<externalLink><ddeLink/></externalLink>", "externalLink"),
        "FILE_HAS_ACTIVE_CONTENT",
    ),
    "link to a file": (lambda: _foreign_link("externalLinkPath"), "FILE_HAS_ACTIVE_CONTENT"),
    "data connection": (
        lambda: form_with("xl/connections.xml", b"<x/>", "connections"),
        "FILE_HAS_ACTIVE_CONTENT",
    ),
    "web query": (
        lambda: form_with("xl/queryTables/q.xml", b"<x/>", "queryTable"),
        "FILE_HAS_ACTIVE_CONTENT",
    ),
    "macro-enabled named .xlsx": (
        lambda: repacked(
            filled_file(),
            lambda parts: parts.update(
                {
                    "[Content_Types].xml": parts["[Content_Types].xml"].replace(
                        f"{SPREADSHEET}.sheet.main+xml".encode(),
                        b"application/vnd.ms-excel.sheet.macroEnabled.main+xml",
                    )
                }
            ),
        ),
        "FILE_HAS_MACROS",
    ),
}
"""By name: how to make the file, and what may become of it."""
