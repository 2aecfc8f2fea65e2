"""How rows and cells look in the bytes of a worksheet: records, and patterns that find them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from kinerja_xl.files.xlsx.xmlparts import ATTRIBUTES, NOISE, tag_attributes


@dataclass(frozen=True, slots=True)
class Row:
    """One row element.

    Attributes:
        number: Excel row, counted from 1.
        start: Offset of its start tag.
        head_end: Offset after its start tag.
        tail_start: Offset of its end tag; `head_end` when it closes itself.
        end: Offset after it.
        says_number: Whether its number is written in it.
    """

    number: int
    start: int
    head_end: int
    tail_start: int
    end: int
    says_number: bool

    @property
    def closes_itself(self) -> bool:
        """Whether it is written as one tag."""
        return self.end == self.head_end


class Cell(NamedTuple):
    """One cell element; a sheet can have a million of them.

    Attributes:
        column: Excel column, counted from 1.
        attributes: Its attributes as written, with the white space before them.
        inner: What is between its tags; empty when it closes itself.
        says_address: Whether its address is written in it.
    """

    column: int
    start: int
    end: int
    attributes: bytes
    inner: bytes
    says_address: bool

    @property
    def style(self) -> str | None:
        """The index of its style; `None` when it has none."""
        return tag_attributes(self.attributes).get("s") if b"s" in self.attributes else None


@dataclass(frozen=True, slots=True)
class FormulaElement:
    """The formula element in a cell: its attributes, its text as written, and its span there."""

    attributes: dict[str, str]
    text: bytes
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Patterns:
    """The patterns for one set of namespace prefixes."""

    sheet_data: re.Pattern[bytes]
    row: re.Pattern[bytes]
    cell: re.Pattern[bytes]
    formula: re.Pattern[bytes]
    value: re.Pattern[bytes]
    cached: re.Pattern[bytes]


@cache
def patterns(prefixes: frozenset[str]) -> Patterns:
    """Compile the patterns in which elements of the main namespace bear one of the prefixes."""
    p = b"(?:" + b"|".join(re.escape(f"{x}:" if x else "").encode() for x in prefixes) + b")"
    text = rb"(?:[^<]++|" + NOISE + rb")*+"
    mixed = rb"(?:[^<]++|" + NOISE + rb"|<(?![!?]|/" + p + rb"c[\s>]))*+"
    name_end = rb"(?=[\s/>])"

    def leaf(name: bytes) -> bytes:
        tag = rb"<" + p + name + name_end
        tail = rb"\s*(?:/>|>(" + text + rb")</" + p + name + rb"\s*>)"
        return tag + rb"(" + ATTRIBUTES + rb")" + tail

    address = rb"""(?:\sr="([A-Z]+)[0-9]+")?+"""
    gap = rb"(?:\s|" + NOISE + rb")*"
    head = rb"<" + p + rb"c" + name_end + ATTRIBUTES + rb"\s*>"
    cached = NOISE + rb"|(?P<head>" + head + rb")(?P<formula>" + gap + leaf(b"f") + gap + rb")"
    both = NOISE + rb"|<(" + p + rb")%s" + name_end + rb"(" + ATTRIBUTES + rb")\s*(/?)>|</" + p
    return Patterns(
        re.compile(both % b"sheetData" + rb"sheetData\s*>", re.DOTALL),
        re.compile(both % b"row" + rb"row\s*>", re.DOTALL),
        re.compile(
            NOISE + rb"|<" + p + rb"c" + name_end + rb"(" + address + ATTRIBUTES
            + rb")\s*(?:/>|>(" + mixed + rb")</" + p + rb"c\s*>)",
            re.DOTALL,
        ),
        re.compile(NOISE + rb"|" + leaf(b"f"), re.DOTALL),
        re.compile(NOISE + rb"|" + leaf(b"v"), re.DOTALL),
        re.compile(cached + leaf(b"v"), re.DOTALL),
    )  # fmt: skip
