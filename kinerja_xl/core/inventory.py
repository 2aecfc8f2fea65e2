"""The inventory of accepted evidence: where each file goes in the tidy folder, under which name."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from kinerja_xl.core.evidence import EvidenceFile

INDEX_NAME: Final = "index.xlsx"
SUMS_NAME: Final = "SHA256SUMS.txt"
"""Beside the sections' folders: the index, and the hashes as `sha256sum -c` reads them."""

LONGEST_NAME: Final = 80
"""Characters of a file's name; folders included, a link stays below the 255 that Excel takes."""

_LONGEST_FOLDER: Final = 40
_NOT_IN_A_NAME: Final = re.compile(r'[<>:"/\\|?*#%\x00-\x1f\x7f]+')
"""What Windows forbids, and `#` and `%`, which mean something else in a link."""
_RESERVED: Final = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\..*)?", re.IGNORECASE)
_NO_CODE: Final = "tanpa kode"
_DIGEST_LENGTH: Final = 64
"""Hexadecimal digits of a SHA-256."""


@dataclass(frozen=True, slots=True)
class AcceptedFile:
    """One file that fulfils one row of the list of evidence.

    Attributes:
        code: Of the indicator, or what names the row of the register of audits.
        item: What kind of evidence it is.
        verified_by: As typed in DATA PENDUKUNG; empty when nobody is named.
    """

    file: EvidenceFile
    code: str
    item: str
    description: str = ""
    verified_by: str = ""
    verified_at: date | None = None


@dataclass(frozen=True, slots=True)
class InventoryLine:
    """An accepted file with its place in the tidy folder, `/` between the parts."""

    accepted: AcceptedFile
    place: str


def arranged(accepted: Iterable[AcceptedFile]) -> tuple[InventoryLine, ...]:
    """Give every accepted file its place: a folder for each section, in it one for each code.

    The same file of a section that fulfils several rows lies there once, at the first of them. No
    two places are equal, not even on a disk that knows no case.
    """
    places: dict[tuple[str, str, str], str] = {}
    taken = {INDEX_NAME.casefold(), SUMS_NAME.casefold()}
    lines = []
    for each in accepted:
        identity = (each.file.section, each.file.sha256, each.file.path)
        if identity not in places:
            folder = "/".join(
                safe_name(part or _NO_CODE, _LONGEST_FOLDER)
                for part in (each.file.section, each.code)
            )
            name = safe_name(each.file.path.rpartition("/")[2], LONGEST_NAME)
            places[identity] = _free(f"{folder}/{name}", taken)
        lines.append(InventoryLine(each, places[identity]))
    return tuple(lines)


def safe_name(name: str, longest: int) -> str:
    """Return a name that every disk and every link takes; the extension stays."""
    plain = _NOT_IN_A_NAME.sub("_", unicodedata.normalize("NFC", name))
    plain = "".join(mark for mark in plain if mark.isprintable()).strip().rstrip(". ")
    if _RESERVED.fullmatch(plain):
        plain = f"_{plain}"
    stem, dot, extension = plain.rpartition(".")
    if not dot or not stem:
        stem, extension = plain, ""
    ending = f".{extension}" if extension and len(extension) <= longest // 2 else ""
    if not ending:
        stem = plain
    return f"{stem[: longest - len(ending)].rstrip('. ') or '_'}{ending}"


def sums_text(lines: Iterable[InventoryLine]) -> str:
    """Return the hashes of all files, each once, in the order of their places."""
    sums = {line.place: line.accepted.file.sha256 for line in lines}
    return "".join(f"{digest}  {place}\n" for place, digest in sorted(sums.items()))


def read_sums(text: str) -> dict[str, str]:
    """Return the hashes by place; lines that are none are passed over."""
    found = (line.partition("  ") for line in text.splitlines())
    return {place: digest for digest, _, place in found if place and len(digest) == _DIGEST_LENGTH}


def _free(place: str, taken: set[str]) -> str:
    head, _, name = place.rpartition("/")
    stem, dot, extension = name.rpartition(".")
    if not dot or not stem:
        stem, extension = name, ""
    number, free = 1, place
    while unicodedata.normalize("NFC", free.casefold()) in taken:
        number += 1
        free = f"{head}/{stem} ({number}){dot if extension else ''}{extension}"
    taken.add(unicodedata.normalize("NFC", free.casefold()))
    return free
