"""Structure-aware mutations of real forms: of the zip, of the XML in it, of the cells in that."""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable
from dataclasses import replace

from hypothesis import strategies as st

from tests.hostile.archives import Entry, archive, entries_of

_NUMBERS = (
    "-1", "0", "1", "9", "65536", "1048576", "1048577", "4294967295", "4294967296",
    "18446744073709551616", "NaN", "inf", "-inf", "1e999", "1e-999", "", " ", "0x10", "1_0", "٣",
    "3.5", "99999999999999999999999999", "36526", "2958466", "-693594",
)  # fmt: skip
_REFERENCES = (
    "A0",
    "A1",
    "XFD1048576",
    "ZZZZ9999999",
    "A1:XFD1048576",
    "a1",
    "$A$1",
    "1A",
    "AAAAAAA1",
    "K8",
    "A99999999999",
    ":",
    "A1:",
    "",
    "Z9999",
    "AA10000",
)
_TEXTS = (
    "=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r\n", "_x0000_", "_x0001_", "_xD800_", "_xFFFF_",
    "\u202eabc", "e\u0301", "\U0001f600", "#N/A", "#SPILL!", "nihil", "12/13/2026", "1.250.000,5",
    "98,5%", "I001", "X01", "I001.1", "Kunci", "kinerja_xl_form", "2026-TW1", "a" * 40_000,
    "\ufeff", "\ufffe", "&amp;", "]]>", "<b>", "../../x", "CON.pdf",
)  # fmt: skip
_MARKUP = (
    "<!--",
    "-->",
    "<![CDATA[",
    "]]>",
    "<!DOCTYPE x>",
    "<?pi?>",
    "&e;",
    "&#0;",
    "&#xD800;",
    "<",
    ">",
    '"',
    "'",
    "\0",
    "</c>",
    "<c>",
    "<row>",
    "</row>",
    "</sheetData>",
    "<sheetData>",
    "<x:c r='A1'/>",
    "<v/>",
    "<f>1</f>",
    "<is><t>x</t></is>",
    "<mergeCells/>",
    "xmlns:x='y'",
    "<si>",
    "</si>",
)
_KINDS = ("s", "str", "b", "e", "d", "n", "inlineStr", "is", "x", "")
_ATTRIBUTE = re.compile(rb'([\w:]+)="([^"]*)"')
_TAG = re.compile(rb"<[^<>]*>")
_VALUE = re.compile(rb"<(v|t|f)( [^<>]*)?>([^<]*)</\1>")

Mutation = Callable[[bytes], bytes]


def _escaped(text: str) -> bytes:
    return text.replace("&", "&amp;").replace("<", "&lt;").encode("utf-8", "surrogatepass")


def _at(pattern: re.Pattern[bytes], data: bytes, where: float) -> re.Match[bytes] | None:
    """Return one of the matches, chosen by a number from 0 to 1."""
    found = list(pattern.finditer(data))
    return found[min(int(where * len(found)), len(found) - 1)] if found else None


def _replaced(data: bytes, start: int, end: int, content: bytes) -> bytes:
    return data[:start] + content + data[end:]


def _attribute(where: float, value: str) -> Mutation:
    def change(data: bytes) -> bytes:
        found = _at(_ATTRIBUTE, data, where)
        return _replaced(data, *found.span(2), _escaped(value)) if found else data

    return change


def _attribute_name(where: float, name: str) -> Mutation:
    def change(data: bytes) -> bytes:
        found = _at(_ATTRIBUTE, data, where)
        return _replaced(data, *found.span(1), name.encode()) if found else data

    return change


def _value(where: float, text: str) -> Mutation:
    def change(data: bytes) -> bytes:
        found = _at(_VALUE, data, where)
        return _replaced(data, *found.span(3), _escaped(text)) if found else data

    return change


def _insert(where: float, text: str) -> Mutation:
    def change(data: bytes) -> bytes:
        found = _at(_TAG, data, where)
        return _replaced(data, found.end(), found.end(), text.encode()) if found else data

    return change


def _drop_tag(where: float) -> Mutation:
    def change(data: bytes) -> bytes:
        found = _at(_TAG, data, where)
        return _replaced(data, *found.span(), b"") if found else data

    return change


def _repeat_tag(where: float, count: int) -> Mutation:
    def change(data: bytes) -> bytes:
        found = _at(_TAG, data, where)
        return _replaced(data, found.end(), found.end(), found[0] * count) if found else data

    return change


def _cut(where: float, length: int) -> Mutation:
    return lambda data: _replaced(
        data, int(where * len(data)), int(where * len(data)) + length, b""
    )


def _flip(where: float, mask: int) -> Mutation:
    def change(data: bytes) -> bytes:
        if not data:
            return data
        at = min(int(where * len(data)), len(data) - 1)
        return _replaced(data, at, at + 1, bytes([data[at] ^ mask]))

    return change


def _recode(encoding: str, told: str) -> Mutation:
    def change(data: bytes) -> bytes:
        text = data.decode("utf-8", "replace").replace("UTF-8", told, 1)
        return text.encode(encoding, "replace")

    return change


_SOMEWHERE = st.floats(0, 1)

XML: st.SearchStrategy[Mutation] = st.one_of(
    st.builds(_attribute, _SOMEWHERE, st.sampled_from(_NUMBERS + _REFERENCES + _TEXTS + _KINDS)),
    st.builds(_attribute_name, _SOMEWHERE, st.sampled_from(("r", "s", "t", "x:r", "ref", "id"))),
    st.builds(_value, _SOMEWHERE, st.sampled_from(_NUMBERS + _TEXTS) | st.text(max_size=30)),
    st.builds(_insert, _SOMEWHERE, st.sampled_from(_MARKUP) | st.text(max_size=10)),
    st.builds(_drop_tag, _SOMEWHERE),
    st.builds(_repeat_tag, _SOMEWHERE, st.sampled_from((1, 2, 1000, 30_000))),
    st.builds(_cut, _SOMEWHERE, st.integers(1, 3000)),
    st.builds(_flip, _SOMEWHERE, st.integers(1, 255)),
    st.builds(
        _recode,
        st.sampled_from(("utf-8", "utf-16", "utf-16-le", "utf-32", "latin-1", "utf-7")),
        st.sampled_from(("UTF-8", "UTF-16", "ISO-8859-1", "windows-1252", "punycode", "x")),
    ),
)

CELL: st.SearchStrategy[Mutation] = st.one_of(
    st.builds(_value, _SOMEWHERE, st.sampled_from(_NUMBERS + _TEXTS) | st.text(max_size=50)),
    st.builds(_value, _SOMEWHERE, st.floats().map(repr) | st.integers().map(str)),
    st.builds(_attribute, _SOMEWHERE, st.sampled_from(_KINDS + _REFERENCES)),
)


def _honest(entry: Entry, content: bytes) -> Entry:
    packer = zlib.compressobj(1, zlib.DEFLATED, -15)
    packed = packer.compress(content) + packer.flush()
    return replace(entry, packed=packed, size=len(content), checksum=zlib.crc32(content))


def _content(entry: Entry) -> bytes:
    return zlib.decompress(entry.packed, -15)


def _lie(field: str, value: int) -> Callable[[Entry], Entry]:
    return lambda entry: replace(entry, **{field: value})  # type: ignore[arg-type]  # all are int


ENTRY: st.SearchStrategy[Callable[[Entry], Entry]] = st.one_of(
    st.builds(
        _lie,
        st.sampled_from(("size", "packed_size", "checksum", "start")),
        st.sampled_from((0, 1, 30, 100, 65_535, 2**25, 2**31, 2**32 - 1)) | st.integers(0, 20_000),
    ),
    st.builds(_lie, st.just("method"), st.sampled_from((0, 1, 8, 9, 12, 14, 93, 99))),
    st.builds(_lie, st.just("flags"), st.integers(0, 0xFFFF)),
    st.sampled_from((b"../x", b"/x", b"C:x", b"", b"a\0b", b"xl/workbook.xml", b"XL/styles.xml",
                     b"\xff\xfe", b"xl/vbaProject.bin", b"mimetype")).map(
        lambda name: lambda entry: replace(entry, name=name)
    ),
)  # fmt: skip


@st.composite
def mutated(draw: st.DrawFn, sources: tuple[bytes, ...]) -> bytes:
    """Draw a form with a few mutations, each at one of the levels."""
    data = draw(st.sampled_from(sources))
    entries = entries_of(data)
    for _ in range(draw(st.integers(1, 4))):
        level = draw(st.sampled_from(("cell", "cell", "xml", "xml", "zip", "parts")))
        at = draw(st.integers(0, len(entries) - 1))
        if level == "zip":
            entries[at] = draw(ENTRY)(entries[at])
        elif level == "parts":
            entries = draw(st.permutations(entries)) if at % 2 else entries[:at] + entries[at + 1 :]
            entries = list(entries) or entries_of(data)
        else:
            sheets = [n for n, each in enumerate(entries) if b"worksheets/sheet" in each.name]
            at = draw(st.sampled_from(sheets)) if level == "cell" and sheets else at
            try:
                content = _content(entries[at])
            except zlib.error:
                continue
            entries[at] = _honest(entries[at], draw(CELL if level == "cell" else XML)(content))
    made = archive(entries)
    if draw(st.integers(0, 9)) == 0:
        made = draw(st.builds(_cut, _SOMEWHERE, st.integers(1, 3000)))(made)
    if draw(st.integers(0, 9)) == 0:
        made = draw(st.builds(_flip, _SOMEWHERE, st.integers(1, 255)))(made)
    return made
