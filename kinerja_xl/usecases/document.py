"""Document: makes a numbered letter from a template, and enters it into the register."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time

from kinerja_xl.core.book import MasterBook
from kinerja_xl.core.dates import format_date
from kinerja_xl.core.document_numbers import document_number
from kinerja_xl.core.documents import (
    DocumentKind,
    DocumentRecord,
    Endorsement,
    latest,
    next_running,
)
from kinerja_xl.core.draft import Draft
from kinerja_xl.core.period import Period
from kinerja_xl.core.values import cell_text
from kinerja_xl.errors import KinerjaError
from kinerja_xl.files.documents.rendering import render
from kinerja_xl.files.documents.templates import Template, find_template
from kinerja_xl.files.undo import Undo
from kinerja_xl.layout import names, tables
from kinerja_xl.layout.document_rows import (
    document_cells,
    document_records,
    document_row,
    pdf_path,
)
from kinerja_xl.usecases import gather
from kinerja_xl.usecases.alone import alone
from kinerja_xl.usecases.closed import refuse_closed
from kinerja_xl.usecases.cycle import step_numbered, steps_of
from kinerja_xl.usecases.document_content import (
    Content,
    Issue,
    city_of,
    contents,
    due_date,
    prepare_issue,
    with_number,
)
from kinerja_xl.usecases.document_files import write_documents
from kinerja_xl.usecases.gather import Run
from kinerja_xl.usecases.recording import Source, entry, record_history
from kinerja_xl.usecases.report import Fact, Listing, Report

_TABLE = tables.DOCUMENT_TABLE
_MADE, _RENEWED = "dibuat", "diperbarui, naskah lama di cadangan"
_KEPT, _RESTORED = "sudah ada", "berkasnya dibuat lagi"


@dataclass(frozen=True, slots=True)
class Order:
    """What document is wanted.

    Attributes:
        sections: Codes; all sections concerned when empty.
        day: Its date; that of the run, or of the draft that is there, when `None`.
        due: Its deadline; by the office's rules when `None`.
        step: Step of the SOP that it belongs to; the one that is running when 0.
        note: Added where the template has room for it.
        running: The running number to use, from the office's own register; the next one when 0.
        is_again: Make another document even when the same one is there already.
        has_pdf: Make a PDF as well, where LibreOffice is present.
    """

    kind: DocumentKind
    period: Period
    sections: tuple[str, ...] = ()
    day: date | None = None
    due: date | None = None
    step: int = 0
    note: str = ""
    running: int = 0
    is_again: bool = False
    has_pdf: bool = True


@dataclass(slots=True)
class _Making:
    """What a run works on."""

    draft: Draft
    order: Order
    run: Run
    issue: Issue
    template: Template
    step: int
    records: list[DocumentRecord]
    undo: Undo = field(default_factory=Undo)
    files: dict[str, bytes] = field(default_factory=dict)
    lines: list[tuple[DocumentRecord, str]] = field(default_factory=list)


@alone
def make_documents(book: MasterBook, order: Order, run: Run) -> Report:
    """Make the documents of a kind for a period, each numbered and in the register.

    One that says the same already stays as it is, and gets its missing file back. A draft that
    would say something else is written anew under its number and needs its paraf again; a signed
    document never changes.

    Raises:
        KinerjaError: If the period is closed, who signs is not known with name and NIP, there is
            nothing to write about, a date does not fit, the template cannot be filled, the file is
            open in a program or cannot be written; everything is then as it was.
    """
    gather.period_in_year(book, order.period)
    refuse_closed(book, order.period)
    book.require_writable()
    _refuse_dates(order, run)
    draft = Draft(book)
    folder = gather.folder_of(draft)
    making = _Making(
        draft, order, run, prepare_issue(draft, order.kind, order.period, order.note),
        find_template(folder, order.kind), _step(draft, order),
        list(document_records(draft.table(_TABLE.name))),
    )  # fmt: skip
    wanted = contents(draft, making.issue, order.sections)
    with making.undo:
        for done, content in enumerate(wanted, start=1):
            run.progress(f"{order.kind.value} {'; '.join(content.sections)}", done, len(wanted))
            _make(making, content)
        write_documents(folder, making.files, making.undo, has_pdf=order.has_pdf)
        for record, what in making.lines:
            _enter(making, record, what)
        draft.commit()
    return _report(making)


def _refuse_dates(order: Order, run: Run) -> None:
    if order.day and order.day > run.now.date():
        raise KinerjaError(
            f"Tanggal dokumen {format_date(order.day)} belum tiba.",
            where=order.kind.value,
            remedy="Pakai tanggal hari ini atau sebelumnya.",
        )
    day = order.day or run.now.date()
    if order.due and order.due < day:
        raise KinerjaError(
            f"Batas waktu {format_date(order.due)} mendahului tanggal dokumen {format_date(day)}.",
            where=order.kind.value,
            remedy="Periksa kedua tanggal itu.",
        )


def _step(draft: Draft, order: Order) -> int:
    """Return the step that the documents belong to, 0 when it is not clear."""
    steps = steps_of(draft, order.period)
    if order.step:
        return step_numbered(steps, order.step).number
    running = [step.number for step in steps if step.started and not step.finished]
    return running[0] if len(running) == 1 else 0


def _make(making: _Making, content: Content) -> None:
    order = making.order
    known = latest(making.records, order.kind, order.period, content.sections)
    if known is None or order.is_again:
        record, what = _new_record(making, content), _MADE
    elif known.is_signed:
        record, what = _signed(known, content, order), _KEPT
    else:
        record, what = _redrafted(making, known, content)
    filling = with_number(
        content, record.number, record.day, record.due, city_of(making.draft)
    )  # fmt: skip
    path = gather.folder_of(making.draft).absolute(record.path)
    if what == _KEPT and path.exists():
        making.lines.append((known or record, what))
        return
    created = datetime.combine(record.day, time(8))
    data = render(making.template, filling, created=created)
    record = replace(record, file_sha256=hashlib.sha256(data).hexdigest())
    if known is not None and known.is_signed and not order.is_again:
        _refuse_another_text(known, record)
    making.files[record.path] = data
    making.lines.append((record, _RESTORED if what == _KEPT else what))
    making.records = [each for each in making.records if each.path != record.path] + [record]


def _new_record(making: _Making, content: Content) -> DocumentRecord:
    order, issue = making.order, making.issue
    day = order.day or making.run.now.date()
    running = order.running or next_running(making.records, order.kind, day.year)
    number = document_number(
        issue.rules.pattern, running, day, kind=order.kind.code,
        office_code=cell_text(making.draft.value(names.OFFICE_CODE.name)), where=tables.OFFICIALS,
    )  # fmt: skip
    taken = next((r for r in making.records if r.number.casefold() == number.casefold()), None)
    if taken:
        raise KinerjaError(
            f"Nomor {number} sudah dipakai {taken.kind.value} {format_date(taken.day)}.",
            where=tables.OFFICIALS,
            remedy="Bedakan pola nomor setiap jenis naskah, misalnya dengan {jenis}, atau pilih "
            "nomor urut lain.",
        )
    folder = gather.folder_of(making.draft)
    sections = "_".join(("", *content.sections)) if len(content.sections) == 1 else ""
    name = f"{order.kind.value.replace(' ', '_')}_{day.year}-{running:03}{sections}.docx"
    record = DocumentRecord(
        index=-1, number=number, running=running, day=day, kind=order.kind,
        subject=content.subject, recipient="; ".join(content.recipients), period=order.period,
        sections=content.sections, step=making.step,
        due=order.due or due_date(making.draft, issue.rules, day),
        path=folder.relative(folder.documents(order.period) / name), template=making.template.name,
        template_sha256=making.template.sha256, content_digest=content.digest, file_sha256="",
        initial=Endorsement(issue.initialler.post if issue.initialler else ""),
        signature=Endorsement(issue.signatory.post),
    )  # fmt: skip
    making.records.append(record)
    return record


def _signed(known: DocumentRecord, content: Content, order: Order) -> DocumentRecord:
    """Return a signed document, unless something else is wanted now."""
    differs = (
        known.content_digest != content.digest
        or order.day not in (None, known.day)
        or order.due not in (None, known.due)
    )
    if differs:
        raise KinerjaError(
            f"{known.kind.value} {known.number} sudah ditandatangani dan isinya kini akan berbeda.",
            where=known.path,
            remedy="Untuk perubahan, buat dokumen baru dengan nomor baru (--again).",
        )
    return known


def _refuse_another_text(known: DocumentRecord, record: DocumentRecord) -> None:
    """A signed document is not made up: what is lost comes back as it was, or not at all."""
    if known.file_sha256 != record.file_sha256:
        raise KinerjaError(
            f"Berkas {known.number} yang sudah ditandatangani tidak ada lagi di tempatnya.",
            where=known.path,
            remedy="Kembalikan berkas itu dari arsip atau folder cadangan; untuk naskah baru pakai "
            "--again.",
        )


def _redrafted(
    making: _Making, known: DocumentRecord, content: Content
) -> tuple[DocumentRecord, str]:
    """Return a draft as it should be now, under its number, and what became of it."""
    order, issue = making.order, making.issue
    day = order.day or known.day
    moved = order.day not in (None, known.day)
    due = order.due or (due_date(making.draft, issue.rules, day) if moved else known.due)
    wanted = replace(
        known, day=day, due=due, step=making.step or known.step,
        subject=content.subject, recipient="; ".join(content.recipients),
        template=making.template.name, template_sha256=making.template.sha256,
        content_digest=content.digest,
        initial=Endorsement(issue.initialler.post if issue.initialler else ""),
        signature=Endorsement(issue.signatory.post),
    )  # fmt: skip
    compared = replace(wanted, initial=known.initial, step=known.step)
    if compared == known and wanted.initial.post == known.initial.post:
        return known, _KEPT
    if day.year != known.day.year:
        raise KinerjaError(
            f"Konsep {known.number} bernomor tahun {known.day.year}.",
            where=known.path,
            remedy="Untuk tahun lain, buat dokumen baru (--again).",
        )
    return wanted, _RENEWED


def _enter(making: _Making, record: DocumentRecord, what: str) -> None:
    """Enter a document into the register, and what is new into the history."""
    draft = making.draft
    has_pdf = gather.folder_of(draft).absolute(pdf_path(record.path)).exists()
    cells = document_cells(record, has_pdf=has_pdf)
    if record.index < 0:
        draft.append(_TABLE.name, (document_row(record, has_pdf=has_pdf),))
    else:
        for name, content in cells.items():
            draft.set_cell(_TABLE.name, record.index, name, content)
    if what not in {_MADE, _RENEWED}:
        return
    line = entry(
        making.run, Source.DOCUMENT, record.period, section="; ".join(record.sections),
        file=record.path, file_sha256=record.file_sha256, field=record.kind.value,
        new=f"{record.number} {what.partition(',')[0]}",
    )  # fmt: skip
    record_history(draft, (line,))


def _report(making: _Making) -> Report:
    order = making.order
    folder = gather.folder_of(making.draft)
    rows, has_all_pdfs = [], True
    for record, what in making.lines:
        pdf = pdf_path(record.path)
        has_pdf = folder.absolute(pdf).exists()
        has_all_pdfs &= has_pdf
        rows.append(
            (record.number, "; ".join(record.sections), record.recipient, what, record.due,
             record.path, pdf if has_pdf else None)
        )  # fmt: skip
    told = ", ".join(f"{record.number} {what}" for record, what in making.lines)
    message = f"{order.kind.value}: {told}. Lihat folder dokumen/{order.period}."
    if order.has_pdf and not has_all_pdfs:
        message += " PDF tidak dibuat: LibreOffice Writer tidak ada atau gagal."
    listing = Listing(
        "documents", order.kind.value,
        ("number", "sections", "recipient", "outcome", "due", "file", "pdf"),
        ("Nomor", "Subbagian", "Kepada", "Hasil", "Batas Waktu", "Berkas", "PDF"), tuple(rows),
    )  # fmt: skip
    fresh = sum(what == _MADE for _, what in making.lines)
    facts = (
        Fact("documents", "Dokumen", len(making.lines)),
        Fact("made", "Dokumen baru", fresh),
        Fact("template", "Templat", making.template.name),
    )
    return Report("document", message, str(order.period), facts, (listing,))
