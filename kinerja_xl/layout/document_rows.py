"""How officials, rules of letters and documents stand in the rows of their tables, both ways."""

from __future__ import annotations

from datetime import date

from kinerja_xl.core.book import TableData
from kinerja_xl.core.dates import read_date
from kinerja_xl.core.documents import (
    DocumentKind,
    DocumentRecord,
    Endorsement,
    LetterRules,
    Mark,
)
from kinerja_xl.core.officials import Official, official
from kinerja_xl.core.period import Period
from kinerja_xl.core.values import CellContent, CellValue, cell_text
from kinerja_xl.errors import KinerjaError
from kinerja_xl.layout.rows import full_row, hyperlink, moment
from kinerja_xl.layout.tables import DOCUMENT_TABLE, LETTER_TABLE

PDF_LABEL = "PDF"
_KINDS = {kind.value.casefold(): kind for kind in DocumentKind}
_LONGEST_LIST = 250
_PREFIXES = {Mark.INITIAL: "initial", Mark.SIGNATURE: "signature"}


def head_of_section(name: str) -> str:
    """Return the post that heads a section."""
    return f"Kepala Subbagian {name}"


def officials(data: TableData) -> tuple[Official, ...]:
    """Read tblPejabat; lines without a post are passed over."""
    lines = data.pick("post", "name", "nip", "section", "actor")
    return tuple(official(*line) for line in lines if cell_text(line[0]))


def letter_rules(data: TableData, kind: DocumentKind) -> LetterRules:
    """Read the line of tblNaskah for a kind of document.

    Raises:
        KinerjaError: If there is none, or it names nobody who signs.
    """
    fields = ("kind", "pattern", "signatory", "initialler", "nature", "due_days", "copies")
    for word, pattern, signatory, initialler, nature, due_days, copies in data.pick(*fields):
        if _KINDS.get(cell_text(word).casefold()) is not kind:
            continue
        if not cell_text(signatory):
            raise KinerjaError(
                f"Penanda tangan {kind.value} belum ditetapkan.",
                where=LETTER_TABLE.sheet,
                remedy="Isi kolom Penanda Tangan dengan jabatan dari tabel Pejabat.",
            )
        number = cell_text(due_days)
        if number and not number.isdecimal():
            raise KinerjaError(
                f'Batas hari kerja {kind.value} "{number}" bukan bilangan bulat.',
                where=LETTER_TABLE.sheet,
                remedy="Tulis jumlah hari, misalnya 5, atau kosongkan.",
            )
        return LetterRules(
            kind, cell_text(pattern), cell_text(signatory), cell_text(initialler),
            cell_text(nature), int(number or 0), items(cell_text(copies)),
        )  # fmt: skip
    raise KinerjaError(
        f"Aturan naskah {kind.value} tidak ada.",
        where=LETTER_TABLE.sheet,
        remedy=f'Tambahkan baris "{kind.value}" di tabel Naskah dinas.',
    )


def items(text: str) -> tuple[str, ...]:
    """Return the parts of a text that semicolons or line breaks separate."""
    return tuple(part.strip() for part in text.replace("\n", ";").split(";") if part.strip())


def document_records(data: TableData) -> tuple[DocumentRecord, ...]:
    """Read tblDokumen.

    Raises:
        KinerjaError: If a cell does not hold what the program writes there.
    """
    found = []
    for index, cells in enumerate(data.rows):
        row = dict(zip(data.fields, cells, strict=True))
        if cell_text(row["number"]):
            found.append(_record(index, row))
    return tuple(found)


def _record(index: int, row: dict[str, CellValue]) -> DocumentRecord:
    texts = {name: cell_text(value) for name, value in row.items()}
    kind, day, due = _KINDS.get(texts["kind"].casefold()), row["date"], row["due_date"]
    first, last = read_date(day), read_date(due)
    if kind is None or not isinstance(first, date) or not texts["running"].isdecimal():
        raise KinerjaError(
            f'Baris dokumen "{texts["number"]}" tidak dapat dibaca.',
            where=DOCUMENT_TABLE.sheet,
            remedy="Pulihkan lembar itu dari salinan di folder cadangan.",
        )
    return DocumentRecord(
        index=index, number=texts["number"], running=int(texts["running"]), day=first, kind=kind,
        subject=texts["subject"], recipient=texts["recipient"],
        period=Period.parse(texts["period"]), sections=items(texts["sections"]),
        step=int(texts["step"] or 0), due=last if isinstance(last, date) else None,
        path=texts["path"], template=texts["template"],
        template_sha256=texts["template_sha256"], content_digest=texts["content_digest"],
        file_sha256=texts["file_sha256"],
        initial=_endorsement(Mark.INITIAL, row), signature=_endorsement(Mark.SIGNATURE, row),
    )  # fmt: skip


def _endorsement(mark: Mark, row: dict[str, CellValue]) -> Endorsement:
    prefix = _PREFIXES[mark]
    post, name, nip = (cell_text(row[f"{prefix}_{field}"]) for field in ("post", "name", "nip"))
    return Endorsement(post, name, nip, moment(row[f"{prefix}_at"], DOCUMENT_TABLE.sheet))


def document_row(record: DocumentRecord, *, has_pdf: bool) -> tuple[CellContent, ...]:
    """Lay out a row of tblDokumen."""
    return full_row(DOCUMENT_TABLE, document_cells(record, has_pdf=has_pdf))


def document_cells(record: DocumentRecord, *, has_pdf: bool) -> dict[str, CellContent]:
    """Return the cells of a document by field."""
    name = record.path.rpartition("/")[2]
    pdf = pdf_path(record.path)
    return {
        "number": record.number, "date": record.day, "kind": record.kind.value,
        "subject": record.subject, "recipient": shortened(record.recipient),
        "period": str(record.period), "sections": "; ".join(record.sections) or None,
        "step": record.step or None, "due_date": record.due, "status": record.status.value,
        "file": hyperlink(record.path, name), "pdf": hyperlink(pdf, PDF_LABEL) if has_pdf else None,
        "template": record.template, "template_sha256": record.template_sha256,
        "file_sha256": record.file_sha256, "running": record.running, "path": record.path,
        "content_digest": record.content_digest,
        **_endorsement_cells(Mark.INITIAL, record.initial),
        **_endorsement_cells(Mark.SIGNATURE, record.signature),
    }  # fmt: skip


def _endorsement_cells(mark: Mark, endorsement: Endorsement) -> dict[str, CellContent]:
    prefix = _PREFIXES[mark]
    return {
        f"{prefix}_post": endorsement.post or None, f"{prefix}_name": endorsement.name or None,
        f"{prefix}_nip": endorsement.nip or None, f"{prefix}_at": endorsement.at,
    }  # fmt: skip


def pdf_path(path: str) -> str:
    """Return where the PDF of a document lies, beside it."""
    return path.removesuffix(".docx") + ".pdf"


def shortened(text: str) -> str:
    """Cut a list that would fill a cell of the register."""
    return text if len(text) <= _LONGEST_LIST else text[: _LONGEST_LIST - 1].rstrip() + "…"
