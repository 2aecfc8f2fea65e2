"""What the sheet PEJABAT begins with: posts without persons, and rules for each kind of letter."""

from __future__ import annotations

import re

from kinerja_xl.core.documents import DocumentKind
from kinerja_xl.core.sop import Sop
from kinerja_xl.core.values import CellContent
from kinerja_xl.layout import names, tables
from kinerja_xl.layout.document_rows import head_of_section
from kinerja_xl.layout.rows import full_row
from kinerja_xl.layout.spec import NamedCell

LEADER = "Sekretaris"
"""The post that leads the secretariat of a KPU kabupaten/kota."""

_PLANNING = "Perencanaan"
_NATURE = "Biasa"
_DUE_DAYS = {DocumentKind.DISPOSITION: 1, DocumentKind.CIRCULAR: 5, DocumentKind.RETURN: 2}
_PATTERN = "{nomor}/ORT.06-{jenis}/{kode}/{tahun}"
_REGION_CODE = re.compile(r"/(\d{4})/")

Row = tuple[CellContent, ...]


def official_values(sop: Sop) -> dict[NamedCell, CellContent]:
    """Return what the SOP's document says for the head of letters."""
    identity, ratification = sop.identity, sop.ratification
    code = _REGION_CODE.search(identity.number.text)
    place = ratification.place if ratification else None
    return {
        names.OFFICE_CODE: code[1] if code else None,
        names.ADDRESS: identity.address if isinstance(identity.address, str) else None,
        names.CITY: place if isinstance(place, str) else None,
    }


def official_rows(sop: Sop) -> tuple[Row, ...]:
    """Return a line for the leader and for the head of each section; persons are for the office."""
    posts: list[tuple[str, str | None, str]] = [(LEADER, None, LEADER)]
    posts += [
        (head_of_section(section.name), section.code, f"Kasubbag {_first_word(section.name)}")
        for section in sop.sections
    ]
    return tuple(
        full_row(
            tables.OFFICIAL_TABLE,
            {"post": post, "section": section, "actor": _actor(sop, beginning)},
        )
        for post, section, beginning in posts
    )


def letter_rows(sop: Sop) -> tuple[Row, ...]:
    """Return a line for each kind of document."""
    planning = head_of_section(
        next((s.name for s in sop.sections if s.name.startswith(_PLANNING)), sop.sections[0].name)
    )
    signatories = {DocumentKind.RECEIPT: planning}
    initialled = (DocumentKind.CIRCULAR, DocumentKind.RETURN)
    return tuple(
        full_row(
            tables.LETTER_TABLE,
            {
                "kind": kind.value, "pattern": _PATTERN,
                "signatory": signatories.get(kind, LEADER),
                "initialler": planning if kind in initialled else None,
                "nature": _NATURE, "due_days": _DUE_DAYS.get(kind),
            },
        )
        for kind in DocumentKind
    )  # fmt: skip


def _first_word(name: str) -> str:
    return re.split(r"[\s,;]", name, maxsplit=1)[0]


def _actor(sop: Sop, beginning: str) -> str | None:
    """Return the one actor whose name begins so; an actor that joins several posts is none."""
    wanted = beginning.casefold()
    found = [a.name for a in sop.actors if a.name.casefold().startswith(wanted)]
    return found[0] if len(found) == 1 and ";" not in found[0] else None
