"""Refuses workbooks with content that acts: macros, embedded objects, links, data connections."""

from __future__ import annotations

import re
from collections.abc import Callable

from kinerja_xl.core.findings import Code
from kinerja_xl.files.returns.parts import Parts, RefusedError
from kinerja_xl.files.returns.remembered import remembered
from kinerja_xl.files.returns.sheet_guard import run_parser, start_parser

_MACROS, _OBJECT, _LINK, _DATA = "makro", "objek tertanam", "tautan ke berkas lain", "koneksi data"

_BY_RELATIONSHIP = {
    "vbaproject": _MACROS,
    "vbaprojectsignature": _MACROS,
    "wordvbadata": _MACROS,
    "xlmacrosheet": _MACROS,
    "xlintlmacrosheet": _MACROS,
    "dialogsheet": _MACROS,
    "attachedtoolbars": _MACROS,
    "extensibility": _MACROS,
    "customui": _MACROS,
    "oleobject": _OBJECT,
    "package": _OBJECT,
    "control": _OBJECT,
    "activexcontrolbinary": _OBJECT,
    "webextension": _OBJECT,
    "webextensiontaskpanes": _OBJECT,
    "externallink": _LINK,
    "externallinkpath": _LINK,
    "attachedtemplate": _LINK,
    "subdocument": _LINK,
    "frame": _LINK,
    "afchunk": _LINK,
    "connections": _DATA,
    "querytable": _DATA,
    "powerpivotdata": _DATA,
    "volatiledependencies": _DATA,
}
"""The last word of a relationship's type, in small letters: by it programs find the part."""
_BY_FOLDER = {
    "externallinks/": _LINK,
    "embeddings/": _OBJECT,
    "activex/": _OBJECT,
    "macrosheets/": _MACROS,
    "dialogsheets/": _MACROS,
    "querytables/": _DATA,
    "connections.xml": _DATA,
    "volatiledependencies.xml": _DATA,
}
_ROOT = "xl/"
_FOLDERS = tuple(_ROOT + start for start in _BY_FOLDER)
_RELATIONSHIPS = ".rels"
_LAST_WORD = re.compile(r"/(\w+)[\"']")


def refuse_active_content(parts: Parts, read: Callable[[str], bytes]) -> None:
    """Look at the relationships of every part, and at the names of the parts.

    Pictures, comments, charts and links to web pages that a person clicks on are none of it.

    Args:
        parts: The package.
        read: Gives a part in UTF-8.

    Raises:
        RefusedError: If the package has such content.
    """
    for name in parts.names:
        plain = name.casefold()
        if plain.startswith(_FOLDERS) and not plain.endswith("/"):
            _refuse(next(kind for start, kind in _BY_FOLDER.items() if _ROOT + start in plain))
        if plain.endswith(_RELATIONSHIPS):
            xml = read(name)
            if _is_suspect(xml):
                run_parser(start_parser(_relationship), xml)


@remembered
def _is_suspect(xml: bytes) -> bool:
    """Say whether relationships are worth parsing; a reference to a character could hide a type."""
    if b"&" in xml:
        return True
    return not _BY_RELATIONSHIP.keys().isdisjoint(_LAST_WORD.findall(xml.lower().decode("latin-1")))


def _relationship(name: str, attributes: dict[str, str]) -> None:
    if name.rpartition(":")[2] == "Relationship":
        kind = attributes.get("Type", "").rpartition("/")[2].casefold()
        if kind in _BY_RELATIONSHIP:
            _refuse(_BY_RELATIONSHIP[kind])


def _refuse(kind: str) -> None:
    if kind == _MACROS:
        raise RefusedError(Code.FILE_HAS_MACROS)
    raise RefusedError(Code.FILE_HAS_ACTIVE_CONTENT, kind)
