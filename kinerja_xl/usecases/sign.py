"""Sign: records a paraf or a signature under a document; a signed Surat Edaran fixes the forms."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import datetime

from kinerja_xl.core.book import MasterBook, MasterReader
from kinerja_xl.core.dates import format_moment
from kinerja_xl.core.documents import (
    DocumentKind,
    DocumentRecord,
    DocumentStatus,
    Endorsement,
    Mark,
    refuse_mark,
)
from kinerja_xl.core.draft import Draft
from kinerja_xl.core.history import HistoryEntry
from kinerja_xl.core.officials import Official, refuse_unfit, require_official, spaced_nip
from kinerja_xl.errors import KinerjaError
from kinerja_xl.files.atomic import cannot_write, is_open_elsewhere, read_patiently
from kinerja_xl.files.documents.pdf import convert_to_pdf, find_soffice
from kinerja_xl.files.machine import this_machine
from kinerja_xl.files.undo import Undo
from kinerja_xl.layout import tables
from kinerja_xl.layout.document_rows import (
    document_cells,
    document_records,
    officials,
    pdf_path,
)
from kinerja_xl.usecases import gather
from kinerja_xl.usecases.alone import alone
from kinerja_xl.usecases.closed import refuse_closed
from kinerja_xl.usecases.gather import Run
from kinerja_xl.usecases.recording import Source, entry, record_history
from kinerja_xl.usecases.report import Fact, Report
from kinerja_xl.usecases.signed_forms import fix_forms

_TABLE = tables.DOCUMENT_TABLE
_PEOPLE = tables.OFFICIALS
_SOURCES = {Mark.INITIAL: Source.INITIAL, Mark.SIGNATURE: Source.SIGN}


@alone
def sign_document(
    book: MasterBook,
    number: str,
    post: str,
    run: Run,
    *,
    mark: Mark = Mark.SIGNATURE,
    at: datetime | None = None,
    has_pdf: bool = True,
) -> Report:
    """Record who put a paraf or a signature under a document, with name, NIP and time.

    It counts for the file as it lies there now, corrections in Word included. Signing a Surat
    Edaran fixes what the forms of its sections look like in that period.

    Args:
        number: The document's number.
        post: Who signs, as in tblPejabat or as the SOP calls the post.
        mark: Paraf or signature.
        at: When, local office time; now by default.
        has_pdf: Make the PDF of a signed document anew when its text has changed.

    Raises:
        KinerjaError: If there is no such document, its file is gone or open in a program, the post
            is not in charge, name or NIP are missing, or the time does not fit; everything is then
            as it was.
    """
    book.require_writable()
    draft = Draft(book)
    record = _document(document_records(draft.table(_TABLE.name)), number)
    refuse_closed(draft, record.period)
    by = require_official(officials(draft.table(tables.OFFICIAL_TABLE.name)), post, _PEOPLE)
    data = _file_of(draft, record)
    sha256 = hashlib.sha256(data).hexdigest()
    moment = (at or run.now).replace(second=0, microsecond=0)
    refuse_mark(record, mark, by, moment, run.now, sha256)
    refuse_unfit((by,), _PEOPLE)
    signed = _marked(replace(record, file_sha256=sha256), mark, by, moment)
    with Undo() as undo:
        if has_pdf and sha256 != record.file_sha256:
            _renew_pdf(draft, record, data, undo)
        folder = gather.folder_of(draft)
        cells = document_cells(signed, has_pdf=folder.absolute(pdf_path(record.path)).exists())
        for name, content in cells.items():
            draft.set_cell(_TABLE.name, record.index, name, content)
        if signed.is_signed and record.kind is DocumentKind.CIRCULAR:
            fix_forms(draft, record.period, record.sections, record.number)
        record_history(draft, (_history(run, signed, mark),))
        draft.commit()
    return _report(signed, mark, moment)


def due_mark(book: MasterReader, record: DocumentRecord) -> Mark:
    """Return what a document waits for; a text that changed after its paraf needs another one.

    Raises:
        KinerjaError: If its file is gone or open in a program.
    """
    if not record.initial.post or record.is_signed:
        return Mark.SIGNATURE
    if record.initial.at is None:
        return Mark.INITIAL
    is_changed = hashlib.sha256(_file_of(book, record)).hexdigest() != record.file_sha256
    return Mark.INITIAL if is_changed else Mark.SIGNATURE


def _document(records: tuple[DocumentRecord, ...], number: str) -> DocumentRecord:
    wanted = " ".join(number.split()).casefold()
    found = next((record for record in records if record.number.casefold() == wanted), None)
    if found is not None:
        return found
    unsigned = [r.number for r in records if r.status is not DocumentStatus.SIGNED]
    raise KinerjaError(
        f'Dokumen bernomor "{number}" tidak ada dalam register.',
        where=_TABLE.sheet,
        remedy=f"Yang belum ditandatangani: {'; '.join(unsigned)}."
        if unsigned
        else "Buat dokumennya lebih dulu dengan perintah document.",
    )


def _file_of(book: MasterReader, record: DocumentRecord) -> bytes:
    path = gather.folder_of(book).absolute(record.path)
    if mark := is_open_elsewhere(path):
        raise KinerjaError(mark, where=record.path)
    try:
        return read_patiently(path)
    except FileNotFoundError as error:
        raise KinerjaError(
            f"Berkas {record.number} tidak ada di tempatnya.",
            where=record.path,
            remedy="Kembalikan berkas itu, atau buat lagi dengan perintah document.",
        ) from error
    except OSError as error:
        raise cannot_write(path, error) from error


def _marked(record: DocumentRecord, mark: Mark, by: Official, at: datetime) -> DocumentRecord:
    done = Endorsement(by.post, by.name, by.nip, at)
    if mark is Mark.INITIAL:
        return replace(record, initial=done)
    return replace(record, signature=done)


def _renew_pdf(draft: Draft, record: DocumentRecord, data: bytes, undo: Undo) -> None:
    """Let the PDF show the text as it is now; without LibreOffice an older one goes."""
    soffice = find_soffice(this_machine())
    made = convert_to_pdf(soffice, {record.path: data}) if soffice else {}
    path = gather.folder_of(draft).absolute(pdf_path(record.path))
    if record.path in made:
        undo.write(path, made[record.path])
    else:
        undo.remove(path)


def _history(run: Run, record: DocumentRecord, mark: Mark) -> HistoryEntry:
    done = record.endorsement(mark)
    return entry(
        run, _SOURCES[mark], record.period, section="; ".join(record.sections), file=record.path,
        file_sha256=record.file_sha256, field=record.number,
        new=f"{done.post}: {done.name}, NIP {spaced_nip(done.nip)}, "
        f"{format_moment(done.at) if done.at else ''}",
    )  # fmt: skip


def _report(record: DocumentRecord, mark: Mark, at: datetime) -> Report:
    done = record.endorsement(mark)
    message = f"{mark.value} {record.number} oleh {done.name} dicatat {format_moment(at)}."
    if record.is_signed and record.kind is DocumentKind.CIRCULAR:
        message += (
            f" Bentuk formulir {record.period.label} ditetapkan bagi {', '.join(record.sections)}."
        )
    return Report(
        "sign", message, str(record.period),
        (
            Fact("number", "Nomor", record.number),
            Fact("mark", "Jenis", mark.value),
            Fact("post", "Jabatan", done.post),
            Fact("name", "Nama", done.name),
            Fact("nip", "NIP", spaced_nip(done.nip)),
            Fact("at", "Waktu", at),
            Fact("status", "Status", record.status.value),
            Fact("file", "Berkas", record.path),
        ),
    )  # fmt: skip
