"""What must hold after a run that was cut off, and after the verb was run once more."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from kinerja_xl.core.findings import Finding
from kinerja_xl.core.forms import FormIdentity
from kinerja_xl.core.hidden_records import RecordKind
from kinerja_xl.core.history import START, HistoryEntry, link
from kinerja_xl.core.returns import identify
from kinerja_xl.core.values import CellValue, cell_text
from kinerja_xl.errors import KinerjaError
from kinerja_xl.files.folder import MASTER_NAME
from kinerja_xl.files.master.book import FileMasterBook
from kinerja_xl.files.returns.reading import read_return
from kinerja_xl.layout import names, tables
from tests.kill.scenes import OFFICE_FOLDER, SECTIONS, master_in
from tests.usecases.office import NOW, folder_content

_TABLES = (
    *(table.name for table in tables.FIXED_TABLES),
    *(tables.section_table(code).name for code in SECTIONS),
)
_HISTORY = tables.HISTORY_TABLE.name
_BACKUPS = f"{OFFICE_FOLDER}/cadangan/"
_MASTER = f"{OFFICE_FOLDER}/{MASTER_NAME}"

Files = dict[str, bytes]
"""The files of a folder by name, folders with a closing slash."""

Content = dict[str, object]
"""The tables and named cells of a master by name."""


@dataclass(frozen=True, slots=True)
class Undisturbed:
    """How it is before a verb runs, and after it ran with nothing in its way."""

    before: Files
    after: Files
    content: Content

    @property
    def old_master(self) -> bytes | None:
        """The master's bytes before; `None` when there was none."""
        return self.before.get(_MASTER)

    @property
    def new_master(self) -> bytes:
        """The master's bytes after."""
        return self.after[_MASTER]


def content_of(master: Path) -> Content:
    """Read everything that a master holds."""
    book = FileMasterBook(master, now=lambda: NOW)
    book.require_master()
    tables_of = {name: book.table(name).rows for name in _TABLES}
    return {**tables_of, **{cell.name: book.value(cell.name) for cell in names.NAMED_CELLS}}


def state_of(folder: Path) -> str:
    """Return a digest of what lies in a folder.

    The names of leavings, their holders and the moments at which marked copies were saved are
    chance and do not count.
    """
    entries = []
    for name, data in folder_content(folder).items():
        path = Path(name)
        is_left = path.suffix == ".tmp"
        content: object = data
        if path.suffix == ".lock" and data.endswith(b"}"):
            content = "lock"
        elif is_left or "/perbaikan/" in name:
            content = _timeless(data)
        shown = f"{path.parent}/tmp" if is_left else name
        hashed = content if isinstance(content, bytes) else repr(content).encode()
        entries.append((shown, hashlib.sha256(hashed).hexdigest()))
    return hashlib.sha256(repr(sorted(entries)).encode()).hexdigest()


def broken_at_once(folder: Path, normal: Undisturbed, *, has_died: bool) -> Iterator[str]:
    """List what is wrong right after the run was cut off.

    Args:
        folder: Where it ran.
        normal: What is normal there.
        has_died: Whether the process died, and not just an operation failed: then the master
            must be the very same as in an undisturbed run.
    """
    files = folder_content(folder)
    master = files.get(_MASTER)
    if master not in (normal.old_master, normal.new_master):
        if has_died or master is None:
            yield "the master is neither the old nor the new one"
        if master is not None:
            yield from _broken_master(folder)
    yield from _broken_workbooks(files)
    yield from _false_forms(folder, normal, has_died=has_died)
    for name in normal.before:
        if "/kembali/" in name and files.get(name) != normal.before[name]:
            yield f"{name} was changed"


def broken_in_the_end(folder: Path, normal: Undisturbed, *, has_died: bool) -> Iterator[str]:
    """List what differs from an undisturbed run after the verb was run again."""
    files = folder_content(folder)
    content = content_of(master_in(folder))
    for name, expected in normal.content.items():
        if has_died:
            is_same = content[name] == expected
        else:
            is_same = name == _HISTORY or _unordered(content[name]) == _unordered(expected)
        if not is_same:
            yield f"{name} differs: {content[name]} instead of {expected}"
    yield from _broken_master(folder)
    yield from _broken_workbooks(files)
    for name in sorted({*files, *normal.after}):
        if name.startswith(_BACKUPS) or name == _MASTER:
            continue
        if _timeless(files.get(name)) != _timeless(normal.after.get(name)):
            yield f"{name} differs or is one too many or too few"
    backups = {data for name, data in files.items() if name.startswith(_BACKUPS)}
    for name, data in normal.after.items():
        if name.startswith(_BACKUPS) and data not in backups:
            yield f"no copy of {name}"


def _unordered(content: object) -> object:
    """Return a table without order, numbers, moments and the register's end.

    After an error a run is a second one: it appends and notes when.
    """
    if not isinstance(content, tuple):
        return content
    return Counter(
        tuple(cell for cell in row if not isinstance(cell, float | datetime))
        for row in content
        if RecordKind.HISTORY_END.value not in row
    )


def _timeless(data: bytes | None) -> object:
    """Return a file so that workbooks which differ in the moment of saving alone are equal."""
    if data is None or not data.startswith(b"PK"):
        return data
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            return tuple(
                (name, package.read(name))
                for name in package.namelist()
                if name != "docProps/core.xml"
            )
    except (zipfile.BadZipFile, EOFError, OSError):
        return data


def _broken_master(folder: Path) -> Iterator[str]:
    """Read it whole and follow the chain of its register."""
    try:
        content = content_of(master_in(folder))
    except KinerjaError as error:
        yield f"the master cannot be read: {error}"
        return
    rows = content[_HISTORY]
    assert isinstance(rows, tuple)
    before = START
    for number, row in enumerate(rows, start=1):
        before = link(before, number, _entry(row))
        if (row[0], row[-1]) != (number, before):
            yield f"RIWAYAT breaks at {number}"
            return


def _entry(row: tuple[CellValue, ...]) -> HistoryEntry:
    at = {field: n for n, field in enumerate(tables.HISTORY_TABLE.fields)}
    moment = row[at["at"]]
    assert isinstance(moment, datetime)
    text = {
        name: cell_text(row[at[name]])
        for name in ("who", "verb", "period", "section", "file", "file_sha256", "row_key", "field")
    }
    return HistoryEntry(moment, old=row[at["old"]], new=row[at["new"]], **text)


def _broken_workbooks(files: Files) -> Iterator[str]:
    for name, data in files.items():
        if not name.endswith((".xlsx", ".xlsm")) or "/kembali/" in name:
            continue
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as package:
                damaged = package.testzip()
        except zipfile.BadZipFile as error:
            damaged = str(error)
        if damaged is not None:
            yield f"{name} is damaged: {damaged}"


def _false_forms(folder: Path, normal: Undisturbed, *, has_died: bool) -> Iterator[str]:
    """List files that pass for a form and are none that was or is to be, leavings included.

    A run that met an error may find other faults in a form than usual and mark these, so there a
    form must only be whole.
    """
    sound = {_timeless(data) for data in (*normal.before.values(), *normal.after.values())}
    for path in folder.rglob("*"):
        if not path.is_file() or _timeless(path.read_bytes()) in sound:
            continue
        if not has_died and not list(_broken_workbooks({"form.xlsx": path.read_bytes()})):
            continue
        raw = read_return(path, path.name)
        if not isinstance(raw, Finding) and isinstance(identify(raw), FormIdentity):
            yield f"{path.name} passes for a form"
