"""Evidence (data pendukung): the files found, the names listed, and which name means which file."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum, auto

from kinerja_xl.core.findings import Place
from kinerja_xl.core.numbers import Reason, clean_text, unreadable_word


class Access(Enum):
    """Whether the content of a directory entry could be taken."""

    READ = auto()
    UNREADABLE = auto()
    LINK = auto()
    SPECIAL = auto()


@dataclass(frozen=True, slots=True)
class EvidenceFile:
    """Something that lies in a section's evidence folder.

    Attributes:
        section: Code of the subbagian whose folder it is.
        path: Relative to the evidence folder, as found, with `/` between the parts.
        location: The same file as a finding names it, relative to the office's folder.
        size_bytes: 0 when it was not read.
        sha256: Hexadecimal digest of the content; empty when it was not read.
        kind: What it is by its content, in Indonesian.
        expected: What its extension says it is, in Indonesian; empty for an unknown extension.
        matches_extension: Whether the content is what the extension says; an unknown extension
            says nothing and so always matches.
    """

    section: str
    path: str
    location: str
    size_bytes: int
    sha256: str
    kind: str
    expected: str
    matches_extension: bool
    access: Access = Access.READ

    @property
    def is_sound(self) -> bool:
        """Whether it was read, has content, and the content is what the extension says."""
        return self.access is Access.READ and self.size_bytes > 0 and self.matches_extension


@dataclass(frozen=True, slots=True)
class EvidenceListing:
    """One row of the list of evidence, as a section filled it.

    Attributes:
        slot: The row's key in the form: `I001.2` for a required piece, `X01` for a further one.
        code: Code of the indicator.
        item: What kind of evidence it is.
        file_name: What stands in the cell; may name several files.
        place: The cell of the file name.
        is_required: Whether the indicator asks for it; further evidence is of the section's own
            accord.
        code_place: The cell of the code, where it can be wrong; `None` means `place`.
        is_of_indicator: Whether the code is an indicator's; else it names a row of the register of
            audits.
    """

    section: str
    slot: str
    code: str
    item: str
    file_name: str
    place: Place
    is_required: bool = True
    code_place: Place | None = None
    is_of_indicator: bool = True

    @property
    def is_begun(self) -> bool:
        """Whether a file name is due: the piece is required, or code or kind were filled in."""
        return self.is_required or bool(self.code.strip() or self.item.strip())


@dataclass(frozen=True, slots=True)
class NamedFile:
    """One name that a listing gives and the file it means.

    Attributes:
        file: `None` when no file has that name, or several have and differ.
        unsafe_reason: In Indonesian, why the name must not be looked up; empty when it may.
    """

    name: str
    file: EvidenceFile | None = None
    unsafe_reason: str = ""


_SEPARATORS = re.compile(r"[;\r\n]+")
_CONJUNCTIONS = re.compile(r"(?<!\s)(?:\s*+,\s*+(?=\S|(?<=\s))|\s++(?:dan|&)\s+)")
_MOST_NAMES = 200
_EXTENSION = re.compile(r"\.[A-Za-z0-9]{2,5}$")
_BULLET = re.compile(r"^(?:[-*•·–]|\(?[0-9]{1,2}[.)]|\(?[a-z][.)])\s+")
_QUOTES = "\"'`“”‘’«»"
_BIDI = frozenset("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_RESERVED = re.compile(r"(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³])", re.IGNORECASE)


def unsafe_reason(name: str) -> str:
    """Say in Indonesian why a listed name must not be looked up on a disk; empty when it may.

    A name is unsafe on every system when it is so on one: the same list is checked on Windows and
    elsewhere.
    """
    plain = name.replace("\\", "/")
    parts = [part.strip() for part in plain.split("/")]
    if any(unicodedata.category(mark) == "Cc" or mark in _BIDI for mark in plain):
        return "berisi karakter yang tidak terlihat"
    if ".." in parts:
        return 'berisi ".."'
    if plain.startswith("/"):
        return "dimulai dari akar disk atau jaringan"
    if ":" in plain:
        return 'berisi ":"'
    if any(_RESERVED.fullmatch(part.partition(".")[0].rstrip()) for part in parts):
        return "memakai nama perangkat Windows"
    return ""


def is_blank_listing(text: str) -> bool:
    """Say whether a cell for file names names none: it is empty, a dash, "nihil" and the like."""
    cleaned = clean_text(text)
    return not cleaned or unreadable_word(cleaned) is Reason.STATED_EMPTY


class EvidenceIndex:
    """Finds the file that a listed name means among the files of one section.

    Names are compared in Unicode normal form C without surrounding white space, in this order:
    the path as written; the path in any case; the bare name in any sub-folder; path and bare name
    without extension. The first way that finds anything decides, and only when it finds one file
    or several with the same content. Where several evidence folders hold the same path, the first
    folder's file is meant.
    """

    def __init__(self, section: str, files: Iterable[EvidenceFile]) -> None:
        self._section = _fold(section)
        self._paths: dict[str, list[EvidenceFile]] = {}
        self._ladder: tuple[dict[str, list[EvidenceFile]], ...] = ({}, {}, {}, {})
        paths, names, path_stems, name_stems = self._ladder
        for file in files:
            exact, folded = _path(file.path), _fold(_path(file.path))
            name = folded.rpartition("/")[2]
            for index, key in (
                (self._paths, exact),
                (paths, folded),
                (names, name),
                (path_stems, _stem(folded)),
                (name_stems, _stem(name)),
            ):
                index.setdefault(key, []).append(file)

    def find(self, name: str) -> EvidenceFile | None:
        """Return the one file that the name means, or `None`; an unsafe name means no file."""
        if unsafe_reason(name):
            return None
        return next(filter(None, map(self._find, self._readings(name))), None)

    def resolve(self, text: str) -> tuple[NamedFile, ...]:
        """Take a cell apart into the names it gives, each with its file.

        A cell that as a whole names a file gives that name alone. Otherwise semicolons and line
        ends separate names; commas and "dan" do so when every part then has an extension.
        """
        whole = _bare(text)
        found = self.find(whole)
        if found is not None:
            return (NamedFile(whole, found),)
        names = dict.fromkeys(
            name for piece in _SEPARATORS.split(text) for name in self._split(piece)
        )
        told = [name for name in names if not is_blank_listing(name)]
        named = [NamedFile(n, self.find(n), unsafe_reason(n)) for n in told[:_MOST_NAMES]]
        if len(told) > _MOST_NAMES:
            rest = f"{told[_MOST_NAMES]} (dan {len(told) - _MOST_NAMES - 1} nama lain)"
            named.append(NamedFile(rest, None, "terlalu banyak nama dalam satu sel"))
        return tuple(named)

    def _split(self, piece: str) -> Iterator[str]:
        bare = _bare(piece)
        parts = [_bare(part) for part in _CONJUNCTIONS.split(bare)]
        is_several = len(parts) > 1 and all(_EXTENSION.search(part) for part in parts)
        if is_several and self.find(bare) is None:
            yield from parts
        else:
            yield bare

    def _readings(self, name: str) -> Iterator[str]:
        """List what the name may mean: itself, without a bullet, without the folder's own path."""
        for text in dict.fromkeys((name, _bare(name), _bare(_BULLET.sub("", _bare(name))))):
            path = _path(text)
            yield path
            for prefix in (f"bukti/{self._section}/", "bukti/", f"{self._section}/"):
                if _fold(path).startswith(prefix):
                    yield path.split("/", prefix.count("/"))[-1]

    def _find(self, path: str) -> EvidenceFile | None:
        if path in self._paths:
            return self._paths[path][0]
        folded = _fold(path)
        for number, index in enumerate(self._ladder):
            is_by_bare_name = number % 2 == 1
            found = index.get(folded, []) if not (is_by_bare_name and "/" in folded) else []
            if found:
                return found[0] if _is_one(found) else None
        return None


def _is_one(files: list[EvidenceFile]) -> bool:
    return len(files) == 1 or len({file.sha256 or file.location for file in files}) == 1


def _path(text: str) -> str:
    parts = (
        part.strip() for part in unicodedata.normalize("NFC", text).replace("\\", "/").split("/")
    )
    return "/".join(part for part in parts if part not in ("", "."))


def _fold(text: str) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).casefold())


def _stem(path: str) -> str:
    head, dot, extension = path.rpartition(".")
    return head if dot and head and "/" not in extension and not head.endswith("/") else path


def _bare(text: str) -> str:
    """Strip white space, and quotation marks that stand around the whole."""
    stripped = text.strip()
    while len(stripped) > 1 and stripped[0] in _QUOTES and stripped[-1] in _QUOTES:
        stripped = stripped[1:-1].strip()
    return stripped
