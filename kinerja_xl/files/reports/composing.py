"""A report put together: the template filled, and what people wrote in the last version kept."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from docx import Document

from kinerja_xl.errors import KinerjaError
from kinerja_xl.files.documents.rendering import Filling, render
from kinerja_xl.files.documents.templates import Template
from kinerja_xl.files.reports.finishing import finish
from kinerja_xl.files.reports.people_text import (
    append_homeless,
    bookmark_places,
    carry,
    outside_texts,
    places,
)

HOMELESS = "Tulisan dari naskah sebelumnya yang tidak lagi mempunyai tempat"


@dataclass(frozen=True, slots=True)
class Composed:
    """A report that is ready to be written.

    Attributes:
        text_digest: Of all text outside the places where people write.
        carried: Titles of the places that people had filled.
        homeless: Titles of those that the template does not have any more; they stand at the end.
        unwritten: Titles of the places that nobody has filled yet.
        old_digest: Of the former version's text outside the places; empty when there was none.
    """

    data: bytes
    text_digest: str
    carried: tuple[str, ...]
    homeless: tuple[str, ...]
    unwritten: tuple[str, ...]
    old_digest: str = ""


def compose(
    template: Template, filling: Mapping[str, Filling], *, created: datetime, old: bytes | None,
    old_name: str,
) -> Composed:  # fmt: skip
    """Fill the template and carry over what people wrote in the former version.

    Args:
        created: Goes into the properties of the file.
        old: The former version.
        old_name: For messages.

    Raises:
        KinerjaError: If the template cannot be filled or the former version cannot be read.
    """
    former = None if old is None else _opened(old, old_name)
    told: dict[str, Any] = {}

    def complete(document: Any) -> None:
        carried, homeless = ((), ()) if former is None else carry(former, document)
        if former is not None and homeless:
            heading = document.add_paragraph(HOMELESS, style="Heading 1")._p
            append_homeless(former, document, homeless, heading)
        bookmark_places(document)
        finish(document)
        told["carried"] = carried
        told["homeless"] = tuple(place.title for place in homeless)
        told["unwritten"] = tuple(p.title for p in places(document).values() if not p.written)
        told["text_digest"] = _digest(document)

    data = render(template, filling, created=created, finish=complete)
    return Composed(data, old_digest="" if former is None else _digest(former), **told)


def _digest(document: Any) -> str:
    text = "\n".join(outside_texts(document))
    return hashlib.sha256(text.encode()).hexdigest()


def _opened(data: bytes, name: str) -> Any:
    try:
        return Document(io.BytesIO(data))
    except Exception as error:  # whatever a damaged file provokes in its reader
        raise KinerjaError(
            "Naskah laporan yang ada tidak dapat dibuka, sehingga tulisan di dalamnya tidak dapat "
            "dibawa.",
            where=name,
            remedy="Buka dan simpan ulang sebagai Dokumen Word (.docx), atau pindahkan berkas itu.",
        ) from error
