"""The small, safe part of YAML that definition files are written in, with the line of every key.

Texts, whole numbers, true/false, null, lists and mappings. No anchors, tags, dates or merge keys,
and no `yes`, `NO` or `007` that turn into something else: what is none of the above is text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

import yaml

from kinerja_xl.core.sop_checks import Key, Problem
from kinerja_xl.errors import KinerjaError

Value = str | int | float | bool | None | list["Value"] | dict[str, "Value"]

MAXIMUM_DEPTH = 16

_INTEGER = re.compile(r"[-+]?(0|[1-9][0-9]{0,17})")
_DECIMAL = re.compile(r"[-+]?(0|[1-9][0-9]{0,17})\.[0-9]{1,17}")
_WORDS: dict[str, bool | None] = {
    "": None, "~": None, "null": None, "Null": None, "NULL": None,
    "true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False,
}  # fmt: skip
# What a workbook cell cannot hold: control characters other than tab and newline, lone surrogates.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_PLAIN_TAGS = frozenset(f"tag:yaml.org,2002:{kind}" for kind in ("str", "seq", "map"))
_NOT_SUPPORTED = "tidak didukung dalam berkas definisi"

# PyYAML's own wording on the left; its messages are English and name the grammar, not the remedy.
_HINTS = (
    ("mapping values are not allowed", "Beri tanda kutip pada teks yang memuat titik dua."),
    (r"'\t'", "Ganti tab dengan spasi."),
    ("found unexpected end of stream", "Ada tanda kutip yang tidak ditutup."),
    ("expected <block end>", "Periksa jarak tepi kiri dan tanda kutip pada baris itu."),
    ("could not find expected ':'", "Tulis titik dua sesudah nama kunci."),
    ("expected a single document", "Satu berkas hanya memuat satu SOP; hapus baris ---."),
)


@dataclass(slots=True)
class Document:
    """What a text says, and where.

    Attributes:
        lines: The line of each key and list item, counted from 1.
        problems: Keys given twice (the first one counts), tags, characters no cell can hold.
    """

    value: Value = None
    lines: dict[Key, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def line_of(self, key: Key) -> int | None:
        """Return the line of a key, or of the nearest block around a key that is missing."""
        while key and key not in self.lines:
            key = key[:-1]
        return self.lines.get(key)


class _Loader(yaml.SafeLoader):
    yaml_implicit_resolvers = {}  # noqa: RUF012 - PyYAML reads this very attribute of the class
    where = ""
    depth = 0

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        event: yaml.Event = self.peek_event()  # type: ignore[no-untyped-call] # stub lacks types
        if isinstance(event, yaml.AliasEvent):
            raise self._refusal("alias (*)", event)
        if self.depth >= MAXIMUM_DEPTH:
            raise self._refusal("susunan sedalam ini", event)
        self.depth += 1
        node = super().compose_node(parent, index)
        self.depth -= 1
        return node

    def _refusal(self, what: str, event: yaml.Event) -> KinerjaError:
        return KinerjaError(
            f"{_place(event.start_mark)}: {what} {_NOT_SUPPORTED}.",
            where=self.where,
            remedy="Tulis isinya secara lengkap di tempatnya.",
        )


def _place(mark: yaml.Mark | yaml._yaml.Mark | None) -> str:
    return f"baris {mark.line + 1}, kolom {mark.column + 1}" if mark else "berkas ini"


def read_yaml(text: str, where: str) -> Document:
    """Read a definition file's text.

    Args:
        text: The whole file.
        where: What to call the text in an error.

    Raises:
        KinerjaError: If the text is no YAML at all; names line and column.
    """
    loader = None
    try:
        loader = _Loader(text)
        loader.where = where
        node = loader.get_single_node()
    except yaml.MarkedYAMLError as error:
        raise _broken(error, where) from None
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        raise KinerjaError(
            f"baris {line} memuat karakter kendali.",
            where=where,
            remedy="Hapus karakter itu lalu simpan sebagai teks UTF-8.",
        ) from None
    finally:
        if loader is not None:
            loader.dispose()
    document = Document()
    if node is not None:
        document.value = _value(node, (), document)
    return document


def _broken(error: yaml.MarkedYAMLError, where: str) -> KinerjaError:
    said = f"{error.problem or ''} {error.context or ''}"
    place = _place(error.problem_mark or error.context_mark)
    hint = next((hint for words, hint in _HINTS if words in said), "Perbaiki baris itu.")
    return KinerjaError(f"{place}: tulisan YAML tidak dapat dibaca.", where=where, remedy=hint)


def _value(node: yaml.Node, key: Key, document: Document) -> Value:
    document.lines.setdefault(key, node.start_mark.line + 1)
    if node.tag not in _PLAIN_TAGS:
        document.problems.append((key, f"tag {node.tag} {_NOT_SUPPORTED}"))
        return None
    if isinstance(node, yaml.MappingNode):
        return _mapping(node, key, document)
    if isinstance(node, yaml.SequenceNode):
        return [_value(item, (*key, n), document) for n, item in enumerate(node.value)]
    return _scalar(node, key, document) if isinstance(node, yaml.ScalarNode) else None


def _mapping(node: yaml.MappingNode, key: Key, document: Document) -> dict[str, Value]:
    mapping: dict[str, Value] = {}
    for name_node, value_node in node.value:
        line = name_node.start_mark.line + 1
        name = name_node.value
        if not isinstance(name, str) or _UNPRINTABLE.search(name):
            document.problems.append((key, f"nama kunci pada baris {line} bukan teks biasa"))
            continue
        place = (*key, name)
        if name in mapping:
            first = document.lines[place]
            what = f"ditulis dua kali, pada baris {first} dan {line}"
            document.problems.append((place, what))
            continue
        document.lines[place] = line
        mapping[name] = _value(value_node, place, document)
    return mapping


def _scalar(node: yaml.ScalarNode, key: Key, document: Document) -> Value:
    text = str(node.value)
    if _UNPRINTABLE.search(text):
        document.problems.append((key, "memuat karakter kendali"))
        return ""
    if node.style is not None:
        return text
    if text in _WORDS:
        return _WORDS[text]
    if _INTEGER.fullmatch(text):
        return int(text)
    return float(text) if _DECIMAL.fullmatch(text) else text
