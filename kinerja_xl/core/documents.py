"""Outgoing documents: their kinds, what the register says of one, and when it may be signed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum

from kinerja_xl.core.dates import format_date, format_moment
from kinerja_xl.core.officials import Official
from kinerja_xl.core.period import Period
from kinerja_xl.errors import KinerjaError


class DocumentKind(Enum):
    """What a document is; the value is the word in the master."""

    DISPOSITION = "Lembar Disposisi"
    CIRCULAR = "Surat Edaran"
    RECEIPT = "Tanda Terima"
    RETURN = "Surat Pengembalian"

    @property
    def code(self) -> str:
        """The short code for numbers."""
        return "".join(word[0] for word in self.value.split())

    @property
    def file_stem(self) -> str:
        """What its template is called, without ending."""
        return self.value.lower().replace(" ", "_")


@dataclass(frozen=True, slots=True)
class LetterRules:
    """How the office issues one kind of document: a line of tblNaskah.

    Attributes:
        pattern: Of the number.
        signatory: Post that signs.
        initialler: Post that puts its paraf first; empty for none.
        nature: Sifat, such as `Biasa`.
        due_days: Working days until it is due; 0 for no deadline.
        copies: Tembusan.
    """

    kind: DocumentKind
    pattern: str
    signatory: str
    initialler: str = ""
    nature: str = ""
    due_days: int = 0
    copies: tuple[str, ...] = ()


class Mark(Enum):
    """What is put under a document; the value is the word in RIWAYAT."""

    INITIAL = "Paraf"
    SIGNATURE = "Tanda tangan"


class DocumentStatus(Enum):
    """How far a document is; the value is the word in the register."""

    DRAFT = "konsep"
    INITIALLED = "diparaf"
    SIGNED = "ditandatangani"


@dataclass(frozen=True, slots=True)
class Endorsement:
    """A paraf or a signature; without a moment it is still expected from that post."""

    post: str = ""
    name: str = ""
    nip: str = ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class DocumentRecord:
    """One line of the register tblDokumen.

    Attributes:
        index: Position among the table's data rows, counted from 0; -1 for one yet to be added.
        running: The running number within kind and year.
        sections: Codes of the sections it concerns.
        step: Number of the SOP's step that it belongs to; 0 for none.
        path: Of the .docx, relative to the office's folder.
        content_digest: Of what it was filled with, number and date left out.
        file_sha256: Of the .docx when it was written, or when it was last endorsed.
    """

    index: int
    number: str
    running: int
    day: date
    kind: DocumentKind
    subject: str
    recipient: str
    period: Period
    sections: tuple[str, ...]
    step: int
    due: date | None
    path: str
    template: str
    template_sha256: str
    content_digest: str
    file_sha256: str
    initial: Endorsement = Endorsement()
    signature: Endorsement = Endorsement()

    @property
    def status(self) -> DocumentStatus:
        """How far it is."""
        if self.signature.at is not None:
            return DocumentStatus.SIGNED
        return DocumentStatus.INITIALLED if self.initial.at else DocumentStatus.DRAFT

    @property
    def is_signed(self) -> bool:
        """Whether nothing about it may change any more."""
        return self.status is DocumentStatus.SIGNED

    def endorsement(self, mark: Mark) -> Endorsement:
        """Return its paraf or its signature."""
        return self.initial if mark is Mark.INITIAL else self.signature


def next_running(records: Iterable[DocumentRecord], kind: DocumentKind, year: int) -> int:
    """Return the first running number of a kind and year above all that are in use."""
    used = (r.running for r in records if r.kind is kind and r.day.year == year)
    return max(used, default=0) + 1


def latest(
    records: Iterable[DocumentRecord], kind: DocumentKind, period: Period, sections: tuple[str, ...]
) -> DocumentRecord | None:
    """Return the last document of that kind for the same period and sections."""
    found = None
    for record in records:
        if (record.kind, record.period, record.sections) == (kind, period, sections):
            found = record
    return found


def refuse_mark(
    record: DocumentRecord, mark: Mark, by: Official, at: datetime, now: datetime, sha256: str
) -> None:
    """Refuse a paraf or a signature that must not be; the gravest objection is told.

    A paraf counts for the file as it was: one that has changed since needs another.

    Args:
        by: Who puts it there.
        sha256: Of the document's file as it lies there.

    Raises:
        KinerjaError: If it is in another post's charge, was done already, lies in the future or
            before the document, or the paraf is still missing.
    """
    objections = (
        *_order_objections(record, mark, by, has_changed=sha256 != record.file_sha256),
        *_moment_objections(record, mark, at, now),
    )
    if objections:
        problem, remedy = objections[0]
        raise KinerjaError(problem, where=record.number, remedy=remedy)


def _order_objections(
    record: DocumentRecord, mark: Mark, by: Official, *, has_changed: bool
) -> Iterator[tuple[str, str]]:
    expected = record.endorsement(mark)
    if record.is_signed and record.signature.at:
        yield (
            f"Dokumen ini sudah ditandatangani {record.signature.name} pada "
            f"{format_moment(record.signature.at)}.",
            "Untuk perubahan, buat dokumen baru (document --again).",
        )
    if not expected.post:
        yield f"{record.kind.value} ini tidak memerlukan paraf.", "Langsung tanda tangani."
    if expected.post.casefold() != by.post.casefold():
        yield (
            f"{mark.value} dokumen ini wewenang {expected.post}, bukan {by.post}.",
            f'Catat dengan --as "{expected.post}", atau ubah pejabatnya sebelum dokumen dibuat.',
        )
    if mark is Mark.INITIAL and expected.at is not None and not has_changed:
        yield (
            f"Dokumen ini sudah diparaf {expected.name} pada {format_moment(expected.at)}.",
            "Lanjutkan dengan tanda tangan.",
        )
    if mark is Mark.SIGNATURE and record.initial.post and record.initial.at is None:
        yield (
            f"Dokumen ini belum diparaf {record.initial.post}.",
            f"Catat paraf lebih dulu: sign {record.number} --paraf.",
        )
    if mark is Mark.SIGNATURE and record.initial.at is not None and has_changed:
        yield (
            "Isi berkas berubah sesudah diparaf.",
            f"Periksa perubahannya, lalu minta paraf ulang: sign {record.number} --paraf.",
        )


def _moment_objections(
    record: DocumentRecord, mark: Mark, at: datetime, now: datetime
) -> Iterator[tuple[str, str]]:
    word = mark.value.lower()
    if at > now:
        yield f"Waktu {word} {format_moment(at)} belum terjadi.", "Tulis waktu yang sudah lewat."
    if at.date() < record.day:
        yield (
            f"Waktu {word} {format_moment(at)} mendahului tanggal dokumen "
            f"{format_date(record.day)}.",
            "Periksa kedua waktu itu.",
        )
    initialled = record.initial.at
    if mark is Mark.SIGNATURE and initialled is not None and at < initialled:
        yield (
            f"Waktu tanda tangan {format_moment(at)} mendahului paraf {format_moment(initialled)}.",
            "Periksa kedua waktu itu.",
        )
