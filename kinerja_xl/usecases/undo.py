"""Undo: puts back the master as it was before the last change, and keeps what it takes back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from kinerja_xl.core.book import AppendRows, MasterReader
from kinerja_xl.core.dates import format_moment
from kinerja_xl.core.distribution import issued_form
from kinerja_xl.core.findings import Code, Finding, Place, finding
from kinerja_xl.core.hidden_records import RecordKind
from kinerja_xl.core.history import ChainedEntry
from kinerja_xl.core.period import Period
from kinerja_xl.core.returns import identify
from kinerja_xl.errors import KinerjaError
from kinerja_xl.files.atomic import read_patiently
from kinerja_xl.files.building.form import build_form
from kinerja_xl.files.folder import OfficeFolder
from kinerja_xl.files.master.book import FileMasterBook
from kinerja_xl.files.master.changes import planned_edits
from kinerja_xl.files.master.copies import free_copy_path
from kinerja_xl.files.master.kept_copies import KeptCopy, last_copy
from kinerja_xl.files.master.reading import MasterSnapshot
from kinerja_xl.files.returns.reading import read_return
from kinerja_xl.files.undo import Undo
from kinerja_xl.files.xlsx.patching import patch_package
from kinerja_xl.layout import names, rows, tables
from kinerja_xl.layout.display import display
from kinerja_xl.layout.hidden_rows import record_row
from kinerja_xl.usecases import gather
from kinerja_xl.usecases.distribute import free_name
from kinerja_xl.usecases.document_files import settle_documents
from kinerja_xl.usecases.gather import Run
from kinerja_xl.usecases.keeping import records
from kinerja_xl.usecases.recording import Source
from kinerja_xl.usecases.report import Fact, FindingLine, Listing, Report
from kinerja_xl.usecases.typed_since import typed_since

ACTION = "undo"


def undo(master: Path, run: Run) -> Report:
    """Put the copy from before the last change back in the master's place.

    The master as it was goes to `cadangan/`, so undoing again does it again. What a person typed
    since the last command is in that copy and in the findings. Forms that no longer are the valid
    ones leave `distribusi/` for `cadangan/`, and those that are valid again come back.

    Raises:
        KinerjaError: If the master is open in a program, there is no copy, the copy is another
            master's, or a file cannot be written; everything is then as it was.
    """
    book = FileMasterBook(master, now=lambda: run.now, action=ACTION)
    book.require_master()
    with book.held():
        current = read_patiently(master)
        copy = last_copy(master, current)
        if copy is None:
            raise KinerjaError(
                "Tidak ada perubahan yang dapat dibatalkan: belum ada salinan di folder cadangan.",
                where=str(master),
                remedy="Periksa folder cadangan di sebelah buku induk.",
            )
        before = FileMasterBook(copy.path, now=lambda: run.now)
        _refuse_other_master(book, before, copy)
        undone, back = _difference(book, before)
        folder = OfficeFolder(master.parent)
        kept = free_copy_path(master, run.now, ACTION)
        typed = tuple(_lost(book, before, (*undone, *back), folder.relative(kept)))
        with Undo() as files:
            files.write(kept, current)
            moved = _settle_forms(before, folder, (*undone, *back), files)
            settle_documents(before, folder, (*undone, *back), files)
            files.write(master, _with_key(book, before, read_patiently(copy.path)))
    return _report(copy, folder.relative(kept), undone, back, moved, typed)


def _refuse_other_master(book: MasterReader, before: FileMasterBook, copy: KeptCopy) -> None:
    before.require_master()
    name = names.MASTER_ID.name
    if before.value(name) != book.value(name):
        raise KinerjaError(
            "Salinan terakhir di folder cadangan milik buku induk lain; tidak ada yang diubah.",
            where=str(copy.path),
            remedy="Pindahkan salinan itu ke foldernya sendiri, lalu jalankan lagi.",
        )


def _with_key(now: MasterReader, before: MasterReader, content: bytes) -> bytes:
    """Give a master the key that the undone distribution made.

    The forms that it handed out are sealed with it; distributed again, they are valid again.
    """
    keys = records(now, RecordKind.FORM_KEY)
    if not keys or records(before, RecordKind.FORM_KEY):
        return content
    snapshot = MasterSnapshot(content, Path(before.path).name)
    key = AppendRows(tables.FILE_TABLE.name, tuple(map(record_row, keys)))
    edits = planned_edits(snapshot, (key,), tables.table_named)
    return patch_package(content, edits, name=Path(before.path).name)


def _difference(
    now: MasterReader, before: MasterReader
) -> tuple[tuple[ChainedEntry, ...], tuple[ChainedEntry, ...]]:
    """Return the lines of RIWAYAT that go, and those that come back when an undo is undone."""
    table = tables.HISTORY_TABLE.name
    present, earlier = (rows.history_lines(book.table(table)) for book in (now, before))
    known_before = {line.chain for line in earlier}
    known_now = {line.chain for line in present}
    return (
        tuple(line for line in present if line.chain not in known_before),
        tuple(line for line in earlier if line.chain not in known_now),
    )


def _lost(
    book: MasterReader, before: MasterReader, lines: Iterable[ChainedEntry], kept: str
) -> Iterable[Finding]:
    for cell in typed_since(book, before, (line.entry for line in lines)):
        yield finding(
            Code.UNDO_TOOK_TYPED, Place("", cell.sheet, cell.cell), field=cell.heading,
            typed=display(cell.typed), restored=display(cell.before), copy=kept,
        )  # fmt: skip


def _settle_forms(
    before: MasterReader, folder: OfficeFolder, lines: Iterable[ChainedEntry], files: Undo
) -> tuple[str, ...]:
    """Let `distribusi/` hold the forms that the restored master recorded; say which moved."""
    concerned = dict.fromkeys(
        (line.entry.period, line.entry.section)
        for line in lines
        if line.entry.verb == Source.DISTRIBUTE.value and line.entry.section
    )
    moved = []
    for name, code in concerned:
        period = Period.parse(name)
        path = folder.form(period, code)
        state = gather.period_state(before, period).of(code)
        form = issued_form(gather.office(before), state) if state.issued else None
        present = files.watch(path)
        if form is not None and present is not None and _identity(path) == form.identity:
            continue
        if present is not None:
            files.write(free_name(folder.backups / path.name), present)
            files.remove(path)
            moved.append(folder.relative(path))
        if form is not None:
            files.write(path, build_form(form))
    return tuple(moved)


def _identity(path: Path) -> object:
    raw = read_return(path, path.name)
    return raw if isinstance(raw, Finding) else identify(raw)


def _report(
    copy: KeptCopy,
    kept: str,
    undone: tuple[ChainedEntry, ...],
    back: tuple[ChainedEntry, ...],
    moved: tuple[str, ...],
    typed: tuple[Finding, ...],
) -> Report:
    what = _told(undone or back) or f"perintah {copy.action}, tanpa baris RIWAYAT"
    head = "Dikembalikan" if back and not undone else "Dibatalkan"
    message = (
        f"{head}: {what}. Buku induk kembali seperti sebelum {format_moment(copy.moment)}; keadaan "
        f"sebelumnya disimpan di {kept}. Jalankan undo sekali lagi untuk kembali ke keadaan itu."
    )
    if moved:
        message += (
            f" {len(moved)} formulir dipindahkan ke folder cadangan: kiriman dari formulir itu "
            "ditolak sampai formulirnya dibagikan lagi."
        )
    lines = Listing(
        "undone", "Baris RIWAYAT yang dibatalkan",
        ("number", "at", "verb", "period", "section", "row", "field", "old", "new"),
        ("No", "Waktu", "Perintah", "Periode", "Subbagian", "Baris", "Kolom", "Nilai lama",
         "Nilai baru"),
        tuple(
            (line.number, e.at, e.verb, e.period, e.section, e.row_key, e.field, e.old, e.new)
            for line in undone
            for e in (line.entry,)
        ),
    )  # fmt: skip
    return Report(
        "undo", message, "",
        (
            Fact("restored", "Salinan yang dipulihkan", copy.path.name),
            Fact("kept", "Keadaan yang dibatalkan", kept),
            Fact("undone", "Baris RIWAYAT dibatalkan", len(undone)),
            Fact("brought_back", "Baris RIWAYAT kembali", len(back)),
            Fact("forms_moved", "Formulir dipindahkan", len(moved)),
        ),
        (lines,), tuple(map(_line, typed)),
    )  # fmt: skip


def _told(lines: tuple[ChainedEntry, ...]) -> str:
    """Say what commands some lines of RIWAYAT are about, and how many lines each has."""
    counts = Counter(f"{line.entry.verb} {line.entry.period}".strip() for line in lines)
    return ", ".join(f"{what} ({count} baris RIWAYAT)" for what, count in counts.items())


def _line(found: Finding) -> FindingLine:
    return FindingLine(
        found.code.severity.value, found.code.name, found.section, str(found.place),
        found.message, found.remedy,
    )  # fmt: skip
