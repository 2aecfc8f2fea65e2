"""An office whose posts are filled, and what is read back from its documents."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from docx import Document

from kinerja_xl.core.book import SetCell
from kinerja_xl.core.documents import DocumentKind, Mark
from kinerja_xl.usecases.document import Order, make_documents
from kinerja_xl.usecases.report import Report
from kinerja_xl.usecases.sign import sign_document
from tests.usecases.office import TW1, Office

SECRETARY, PLANNER = "Sekretaris", "Kepala Subbagian Perencanaan, Data dan Informasi"
NIP_SECRETARY, NIP_PLANNER = "19700101 199501 1 001", "19850202 201001 2 002"
NUMBER = "1/ORT.06-SE/1703/2026"
CIRCULAR_PATH = "dokumen/2026-TW1/Surat_Edaran_2026-001.docx"


def staffed(office: Office) -> Office:
    """Fill the two posts that sign."""
    for post, name, nip in (
        (SECRETARY, "Pemegang Jabatan Satu", NIP_SECRETARY),
        (PLANNER, "Pemegang Jabatan Dua", NIP_PLANNER),
    ):
        index = [row["post"] for row in office.rows("tblPejabat")].index(post)
        changes = {"name": name, "nip": nip}
        office.book().apply(
            tuple(SetCell("tblPejabat", index, field, value) for field, value in changes.items())
        )
    return office


def make(office: Office, kind: DocumentKind = DocumentKind.CIRCULAR, **order: object) -> Report:
    """Make documents without PDF."""
    wanted = replace(Order(kind, TW1, has_pdf=False), **order)  # type: ignore[arg-type] # of Order
    return make_documents(office.book(), wanted, office.run())


def sign(
    office: Office, post: str = SECRETARY, mark: Mark = Mark.SIGNATURE, number: str = NUMBER,
    at: datetime | None = None,
) -> Report:  # fmt: skip
    """Record a paraf or a signature."""
    return sign_document(office.book(), number, post, office.run(), mark=mark, at=at, has_pdf=False)


def signed_circular(office: Office) -> Office:
    """Return the office after its Surat Edaran was made, initialled and signed."""
    make(staffed(office))
    sign(office, PLANNER, Mark.INITIAL)
    sign(office)
    return office


def document_text(source: Path | bytes) -> str:
    """Return all text of a document, tables and footers included, one paragraph a line."""
    paper = Document(io.BytesIO(source) if isinstance(source, bytes) else str(source))
    lines = [paragraph.text for paragraph in paper.element.body.iter() if _is_paragraph(paragraph)]
    lines += [paragraph.text for paragraph in paper.sections[0].footer.paragraphs]
    return "\n".join(lines).replace("\u00a0", " ")


def _is_paragraph(element: object) -> bool:
    return str(getattr(element, "tag", "")).endswith("}p")
