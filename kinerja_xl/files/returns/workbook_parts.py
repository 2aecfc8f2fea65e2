"""Finds in a package what reading a form needs: its sheets, styles and texts."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kinerja_xl.core.findings import Code
from kinerja_xl.files.returns.active_content import refuse_active_content
from kinerja_xl.files.returns.parts import Part, Parts, RefusedError, shown
from kinerja_xl.files.returns.remembered import remembered
from kinerja_xl.files.returns.sheet_guard import (
    check_tags,
    has_markup,
    run_parser,
    start_parser,
)
from kinerja_xl.files.xlsx.xmlparts import XmlError, to_utf8

CONTENT_TYPES = "[Content_Types].xml"
RELATIONSHIPS = "_rels/.rels"
_WORKBOOK = "xl/workbook.xml"
_WORKBOOK_RELATIONSHIPS = "xl/_rels/workbook.xml.rels"
_STYLES, _TEXTS = "xl/styles.xml", "xl/sharedStrings.xml"
_USUAL_DECLARATION = b'<?xml version="1.0" encoding="UTF-8"'
_DECLARED = re.compile(rb"\s*<\?xml\s[^<>]*?encoding\s*=\s*[\"']([^\"'<>]*)")
_ENCODINGS = frozenset({
    b"utf-8", b"utf8", b"utf-16", b"us-ascii", b"ascii", b"iso-8859-1", b"windows-1252",
})  # fmt: skip
"""Python knows stranger ones, which take long, or are no encodings of text at all."""
_CELLS, _NO_MERGED_CELLS = b"<sheetData>", b"<mergeCells/>"
"""calamine reads each sheet a second time, as far as its merged cells, which nobody asks for."""
_OPTIONAL = (_STYLES, _TEXTS)

MOST_SHEETS = 100
_LONGEST_NAME = 255
LARGEST_TEXT_VOLUME = 12 * 1024 * 1024
"""What the texts of all cells may come to: a text is stored once and handed out for every cell."""
_END_OF_TEXT = b"</si>"
_SMALLEST_TEXT_CELL = len('<c t="s"><v>0</v></c>')
_TEXT_CELL = re.compile(rb"[\"']s[\"'][^<>]*>\s*<(?:[\w.-]+:)?v(?:\s[^<>]*)?>\s*([0-9]{1,9})\s*<")
_TEXT_KIND = re.compile(rb"[\"']s[\"']")
_HUGE_COUNT = re.compile(rb"uniqueCount\s*=\s*[\"'][^\"']*[0-9]{8}")
"""calamine makes room for as many texts as the part says it has."""

_SPREADSHEET = b"spreadsheetml.sheet.main+xml"
_TEMPLATE = b"spreadsheetml.template.main+xml"
_MACRO_PART = re.compile(rb"<(?:\w+:)?Override\s[^<>]*(?:macroEnabled|vbaProject)")
"""SheetJS names a macro-enabled type as the default of files that it does not write."""
_MACRO_WORDS = b"macroEnabled", b"vbaProject"
_BINARY_WORKBOOK = "xl/workbook.bin"
_PERCENT_NUMBER = re.compile(rb"numFmtId\s*=\s*[\"'](?:9|10)[\"']")
_BUILT_IN_PERCENT = frozenset({"9", "10"})
_QUOTED = re.compile(r'"[^"]*"|\\.')
_TRUE = frozenset({"1", "true", "on"})


@dataclass(frozen=True, slots=True)
class SheetPart:
    """A worksheet by its name and the part that holds it."""

    name: str
    part: str


class WorkbookParts:
    """The parts of a workbook that matter to reading, every one of them UTF-8."""

    def __init__(self, parts: Parts) -> None:
        """Find the sheets.

        Raises:
            RefusedError: If the package is no workbook, has macros, or is damaged.
        """
        self._parts = parts
        self._xml: dict[str, bytes] = {}
        self._check_kind()
        refuse_active_content(parts, self._read)
        self.is_1904 = False
        self.sheets = self._find_sheets()
        self.percent_styles = (
            _percent_styles(self._read(_STYLES)) if _STYLES in self._parts else frozenset()
        )
        self._check_texts()

    def xml_of(self, sheet: SheetPart) -> bytes:
        """Return the part of a sheet.

        Raises:
            RefusedError: If it is damaged.
        """
        return self._read(sheet.part)

    def read_xml(self, name: str) -> bytes:
        """Return any part in UTF-8.

        Raises:
            RefusedError: If it is not there, damaged, or larger than any form has.
        """
        return self._read(name)

    def parts_for(self, sheets: Mapping[SheetPart, bytes]) -> list[Part]:
        """Return the parts that a reader of these sheets needs, and no other.

        Args:
            sheets: The sheets and the content of each.
        """
        names = [CONTENT_TYPES, RELATIONSHIPS, _WORKBOOK, _WORKBOOK_RELATIONSHIPS]
        names += [name for name in _OPTIONAL if name in self._parts]
        parts = [self._part(name, self._read(name)) for name in names]
        for sheet, xml in sheets.items():
            content = xml.replace(_CELLS, _NO_MERGED_CELLS + _CELLS, 1)
            parts.append(self._part(sheet.part, content))
        return parts

    def check_text_volume(self, sheets: Sequence[SheetPart]) -> None:
        """Refuse a workbook whose cells hand out more text than any form holds.

        Raises:
            RefusedError: If they do.
        """
        if _TEXTS not in self._parts:
            return
        content = self._read(_TEXTS)
        parts = [self._read(sheet.part) for sheet in sheets]
        most_cells = sum(map(len, parts)) // _SMALLEST_TEXT_CELL + 1
        if _has_no_text_over(LARGEST_TEXT_VOLUME // most_cells, content):
            return
        texts = content.split(_END_OF_TEXT)
        longest = max(map(len, texts))
        volume = 0
        for xml in parts:
            numbers = [int(number) for number in _TEXT_CELL.findall(xml)]
            unclear = len(_TEXT_KIND.findall(xml)) - len(numbers)
            volume += sum(len(texts[number]) for number in numbers if number < len(texts))
            volume += max(unclear, 0) * longest
        if volume > LARGEST_TEXT_VOLUME:
            raise RefusedError(Code.FILE_TOO_LARGE, f"{volume} byte teks dalam sel")

    def _check_texts(self) -> None:
        if _TEXTS not in self._parts:
            return
        texts = self._read(_TEXTS)
        if has_markup(texts):
            # Nobody writes comments here, and what stands in a CDATA section calamine drops.
            raise RefusedError(Code.FILE_DAMAGED, "XML di dalamnya tidak lazim")
        if _HUGE_COUNT.search(texts):
            raise RefusedError(Code.FILE_DAMAGED, "banyaknya teks tidak masuk akal")

    def _part(self, name: str, content: bytes) -> Part:
        return Part(name, content, self._parts.checksum(name, content))

    def _read(self, name: str) -> bytes:
        if name not in self._xml:
            content = self._parts.read(name)
            if not content.startswith(_USUAL_DECLARATION):
                content = _decoded(content)
            check_tags(content)
            self._xml[name] = content
        return self._xml[name]

    def _check_kind(self) -> None:
        types = self._read(CONTENT_TYPES)
        has_project = any(name.casefold().endswith("vbaproject.bin") for name in self._parts.names)
        is_suspect = any(word in types for word in _MACRO_WORDS)
        if has_project or (is_suspect and _MACRO_PART.search(types)):
            raise RefusedError(Code.FILE_HAS_MACROS)
        if _BINARY_WORKBOOK in self._parts:
            raise RefusedError(Code.FORM_STRUCTURE_CHANGED, "disimpan sebagai .xlsb, bukan .xlsx")
        is_workbook = _SPREADSHEET in types or _TEMPLATE in types
        if not is_workbook or _WORKBOOK not in self._parts:
            raise RefusedError(Code.NOT_A_FORM)

    def _find_sheets(self) -> tuple[SheetPart, ...]:
        targets = dict(_relationships(self._read(_WORKBOOK_RELATIONSHIPS)))
        listed, self.is_1904 = _listed_sheets(self._read(_WORKBOOK))
        if len(listed) > MOST_SHEETS:
            raise RefusedError(Code.FILE_TOO_LARGE, f"{len(listed)} lembar")
        if any(len(name) > _LONGEST_NAME for name, _ in listed):
            raise RefusedError(Code.FILE_DAMAGED, "nama lembar terlalu panjang")
        sheets = tuple(
            SheetPart(name, _resolve(targets[identifier][1]))
            for name, identifier in listed
            if targets.get(identifier, ("",))[0] == "worksheet"
        )
        if len({sheet.name for sheet in sheets}) < len(sheets):
            raise RefusedError(Code.FILE_DAMAGED, "nama lembar ada yang sama")
        if len({sheet.part for sheet in sheets}) < len(sheets):
            raise RefusedError(Code.FILE_DAMAGED, "dua lembar memakai bagian yang sama")
        return sheets


@remembered
def _relationships(xml: bytes) -> tuple[tuple[str, tuple[str, str]], ...]:
    """Return the id of each relationship with the last word of its type and its target."""
    found: list[tuple[str, tuple[str, str]]] = []

    def relationship(name: str, attributes: dict[str, str]) -> None:
        if name.rpartition(":")[2] == "Relationship":
            kind = attributes.get("Type", "").rpartition("/")[2]
            found.append((attributes.get("Id", ""), (kind, attributes.get("Target", ""))))

    run_parser(start_parser(relationship), xml)
    return tuple(found)


@remembered
def _listed_sheets(xml: bytes) -> tuple[tuple[tuple[str, str], ...], bool]:
    """Return name and relationship of each sheet, and whether dates count from 1904."""
    listed: list[tuple[str, str]] = []
    is_1904 = False

    def element(name: str, attributes: dict[str, str]) -> None:
        nonlocal is_1904
        local = name.rpartition(":")[2]
        if local == "sheet":
            ids = (v for key, v in attributes.items() if key.rpartition(":")[2] == "id")
            listed.append((attributes.get("name", ""), next(ids, "")))
        elif local == "workbookPr":
            is_1904 = attributes.get("date1904", "").lower() in _TRUE

    run_parser(start_parser(element), xml)
    return tuple(listed), is_1904


@remembered
def _percent_styles(xml: bytes) -> frozenset[int]:
    """Return the indexes of the cell formats that show a percentage."""
    is_suspect = b"%" in xml or b"&" in xml or has_markup(xml)
    if not is_suspect and _PERCENT_NUMBER.search(xml) is None:
        return frozenset()
    percent_formats = set(_BUILT_IN_PERCENT)
    cell_formats: list[str] = []
    is_inside = False

    def element(name: str, attributes: dict[str, str]) -> None:
        nonlocal is_inside
        local = name.rpartition(":")[2]
        if local == "numFmt" and "%" in _QUOTED.sub("", attributes.get("formatCode", "")):
            percent_formats.add(attributes.get("numFmtId", ""))
        elif local in ("cellStyleXfs", "cellXfs", "cellStyles", "dxfs"):
            is_inside = local == "cellXfs"
        elif local == "xf" and is_inside:
            cell_formats.append(attributes.get("numFmtId", "0"))

    run_parser(start_parser(element), xml)
    return frozenset(n for n, form in enumerate(cell_formats) if form in percent_formats)


def _has_no_text_over(length: int, content: bytes) -> bool:
    """Say whether shared texts end often enough; looks at a few places instead of every text."""
    at = 0
    while len(content) - at > length:
        end = content.rfind(_END_OF_TEXT, at, at + length)
        if end < 0:
            return False
        at = end + len(_END_OF_TEXT)
    return True


def _decoded(content: bytes) -> bytes:
    """Return a part in UTF-8."""
    declared = _DECLARED.match(content)
    is_known = declared is None or declared[1].lower() in _ENCODINGS
    try:
        if is_known:
            return to_utf8(content)
    except (XmlError, ValueError) as error:
        raise RefusedError(Code.FILE_DAMAGED, "pengodean teks tidak dikenal") from error
    name = shown(declared[1].decode("ascii", "replace")) if declared else ""
    raise RefusedError(Code.FILE_DAMAGED, f"pengodean teks {name} tidak dikenal")


def _resolve(target: str) -> str:
    """Return the part that a relationship of the workbook points to."""
    return posixpath.normpath(target.lstrip("/") if target.startswith("/") else f"xl/{target}")
