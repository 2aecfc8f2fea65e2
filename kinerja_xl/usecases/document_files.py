"""The files of documents beside the register: written, moved by undo, and their templates."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping

from kinerja_xl.core.book import MasterReader
from kinerja_xl.core.documents import DocumentKind
from kinerja_xl.core.history import ChainedEntry
from kinerja_xl.core.report_figures import ReportKind
from kinerja_xl.errors import KinerjaError
from kinerja_xl.files.atomic import is_open_elsewhere, read_patiently
from kinerja_xl.files.documents.pdf import convert_to_pdf, find_soffice
from kinerja_xl.files.documents.templates import shipped_template, template_name
from kinerja_xl.files.folder import OfficeFolder
from kinerja_xl.files.machine import this_machine
from kinerja_xl.files.undo import Undo
from kinerja_xl.layout.document_rows import document_records, pdf_path
from kinerja_xl.layout.tables import DOCUMENT_TABLE
from kinerja_xl.usecases import gather
from kinerja_xl.usecases.distribute import free_name
from kinerja_xl.usecases.recording import Source
from kinerja_xl.usecases.report import Fact, Listing, Report

_VERBS = frozenset(source.value for source in (Source.DOCUMENT, Source.INITIAL, Source.SIGN))


def write_documents(
    folder: OfficeFolder,
    documents: Mapping[str, bytes],
    files: Undo,
    *,
    has_pdf: bool,
    printed: Mapping[str, bytes] | None = None,
) -> None:
    """Write documents and their PDFs; a different document that lies there goes to `cadangan/`.

    Args:
        documents: The .docx by their paths, relative to the office's folder.
        has_pdf: Whether PDFs are wanted; one that shows an older text goes in any case.
        printed: What the PDFs are made of, where that is not the documents themselves.

    Raises:
        KinerjaError: If one is open in a program or cannot be written.
    """
    for name in documents:
        for place in (name, pdf_path(name)):
            if mark := is_open_elsewhere(folder.absolute(place)):
                raise KinerjaError(mark, where=place)
    soffice = find_soffice(this_machine()) if has_pdf and documents else None
    pdfs = convert_to_pdf(soffice, printed or documents) if soffice else {}
    for name, data in documents.items():
        path, pdf = folder.absolute(name), folder.absolute(pdf_path(name))
        present = files.watch(path)
        if present not in (None, data):
            files.write(free_name(folder.backups / path.name), present or b"")
        if present != data:
            files.write(path, data)
        if name in pdfs:
            files.write(pdf, pdfs[name])
        else:
            files.remove(pdf)


def give_templates(book: MasterReader, kinds: Iterable[DocumentKind | ReportKind]) -> Report:
    """Put copies of the shipped templates into the office's folder, for editing in Word.

    A template that is there already stays as it is.

    Raises:
        KinerjaError: If they cannot be written.
    """
    folder = gather.folder_of(book)
    lines = []
    with Undo() as undo:
        for kind in kinds:
            path = folder.templates / template_name(kind)
            is_new = not path.exists()
            if is_new:
                undo.write(path, read_patiently(shipped_template(kind)))
            outcome = "disalin" if is_new else "sudah ada"
            lines.append((kind.value, folder.relative(path), outcome))
    count = sum(outcome == "disalin" for _, _, outcome in lines)
    return Report(
        "template",
        f"{count} templat disalin ke folder templat; sunting di Word, lalu buat dokumennya. "
        "Templat di folder itu didahulukan.",
        "",
        (Fact("copied", "Templat disalin", count),),
        (
            Listing(
                "templates", "Templat", ("kind", "file", "outcome"), ("Jenis", "Berkas", "Hasil"),
                tuple(lines),
            ),
        ),
    )  # fmt: skip


def settle_documents(
    before: MasterReader, folder: OfficeFolder, lines: Iterable[ChainedEntry], files: Undo
) -> tuple[str, ...]:
    """Let `dokumen/` hold what the restored register says; return which files moved away.

    What it does not know goes to `cadangan/`; what it knows and is not there comes back from there.
    """
    concerned = dict.fromkeys(
        line.entry.file for line in lines if line.entry.verb in _VERBS and line.entry.file
    )
    if not concerned:
        return ()
    records = document_records(before.table(DOCUMENT_TABLE.name))
    wanted = {record.path: record.file_sha256 for record in records}
    moved = []
    for name in concerned:
        present = files.watch(folder.absolute(name))
        if present is not None and _sha256(present) == wanted.get(name):
            continue
        kept = _kept_copy(folder, name, wanted[name]) if name in wanted else None
        if name in wanted and kept is None:
            continue  # edited by hand since; it is the only copy of that work
        for each in (name, pdf_path(name)):
            path = folder.absolute(each)
            data = files.watch(path)
            if data is not None:
                files.write(free_name(folder.backups / path.name), data)
                files.remove(path)
        if kept is not None:
            files.write(folder.absolute(name), kept)
        elif present is not None:
            moved.append(name)
    return tuple(moved)


def _kept_copy(folder: OfficeFolder, name: str, sha256: str) -> bytes | None:
    """Look in `cadangan/` for a document by its digest."""
    stem, _, ending = name.rpartition("/")[2].rpartition(".")
    for path in sorted(folder.backups.glob(f"{stem}*.{ending}")):
        data = read_patiently(path)
        if _sha256(data) == sha256:
            return data
    return None


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
