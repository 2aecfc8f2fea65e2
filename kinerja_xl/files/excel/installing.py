"""Puts the add-in and xlwings' settings in place, and takes them away again."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from kinerja_xl.errors import KinerjaError
from kinerja_xl.files.excel import config_file, places
from kinerja_xl.files.excel.record import (
    ConfigNote,
    FileNote,
    Record,
    digest,
    read_record,
    record_bytes,
)
from kinerja_xl.files.machine import WINDOWS, Machine
from kinerja_xl.files.undo import Undo

BACKUP_ENDING = ".sebelum-kinerja"


@dataclass(frozen=True, slots=True)
class Installed:
    """What installing or uninstalling did.

    Attributes:
        changed: Files that were written or taken away.
        kept: Files and entries that were left, because someone else changed them since.
    """

    changed: tuple[Path, ...] = ()
    kept: tuple[str, ...] = ()


def install_files(machine: Machine, files: Mapping[Path, bytes], interpreter: str) -> Installed:
    """Write files, and the entry for the interpreter, all or nothing; what is right stays.

    What was there before goes into the note of the installation, and a copy of xlwings.conf
    beside it.

    Args:
        machine: Where to.
        files: The content of each file, by its place.
        interpreter: Absolute path for RunPython.

    Raises:
        KinerjaError: If something cannot be written; then all is as before.
    """
    place = places.record_file(machine)
    record = read_record(place)
    config, config_data = _config_to_write(machine, record, interpreter)
    new = replace(
        record,
        files=tuple(_file_note(record, path, content) for path, content in files.items())
        + tuple(note for note in record.files if note.path not in files),
        config=config,
    )
    wanted = {place: record_bytes(new)}
    if config.before is not None:
        wanted[backup_of(config.path)] = config.before
    wanted[config.path] = config_data
    wanted |= files
    changed = []
    with Undo() as undo:
        for path, content in wanted.items():
            if undo.watch(path) != content:
                undo.write(path, content)
                changed.append(path)
    return Installed(tuple(path for path in changed if path != place))


def uninstall_files(machine: Machine, known: Mapping[Path, bytes], interpreter: str) -> Installed:
    """Undo an installation: what was there before is there again.

    A file or entry that was changed since by someone else is left and named.

    Args:
        machine: Where.
        known: What a present version would have written, by its place, for when the note of the
            installation is lost.
        interpreter: What it would have written into the settings, for the same reason.

    Raises:
        KinerjaError: If something cannot be taken away; then all is as before.
    """
    place = places.record_file(machine)
    record = read_record(place)
    config = record.config or ConfigNote(
        places.config_file(machine), places.interpreter_key(machine), interpreter, "", None, None
    )
    notes = record.files + tuple(
        FileNote(path, digest(content), None)
        for path, content in known.items()
        if record.file(path) is None
    )
    changed: list[Path] = []
    kept: list[str] = []
    with Undo() as undo:
        for note in notes:
            present = undo.watch(note.path)
            if present is None:
                continue
            if digest(present) not in {note.digest, digest(known.get(note.path, b""))}:
                kept.append(str(note.path))
            else:
                _put(undo, note.path, note.before)
                changed.append(note.path)
        is_changed, is_kept = _take_entry(undo, config, machine.text_encoding)
        changed += [config.path] if is_changed else []
        kept += [f"{config.path} [{config.name}]"] if is_kept and record.config else []
        undo.remove(backup_of(config.path))
        if record.extension:
            undo.write(place, record_bytes(replace(record, files=(), config=None)))
        else:
            undo.remove(place)
    for folder in (config.path.parent, place.parent):
        _remove_empty(folder)
    return Installed(tuple(changed), tuple(kept))


def write_record(machine: Machine, record: Record) -> None:
    """Write the note of the installation.

    Raises:
        KinerjaError: If it cannot be written.
    """
    with Undo() as undo:
        undo.write(places.record_file(machine), record_bytes(record))


def backup_of(path: Path) -> Path:
    """Return where the copy of xlwings.conf from before the installation lies."""
    return path.with_name(path.name + BACKUP_ENDING)


def _take_entry(undo: Undo, note: ConfigNote, encoding: str) -> tuple[bool, bool]:
    """Undo the entry; say whether the settings changed, and whether it is another's entry now."""
    present = undo.watch(note.path)
    if present is None:
        return False, False
    restored, is_kept = _restored_config(present, note, encoding)
    if restored != present:
        _put(undo, note.path, restored)
    return restored != present, is_kept


def _remove_empty(folder: Path) -> None:
    with contextlib.suppress(OSError):  # not there, not empty, or not ours to remove
        folder.rmdir()


def _put(undo: Undo, path: Path, content: bytes | None) -> None:
    if content is None:
        undo.remove(path)
    else:
        undo.write(path, content)


def _file_note(record: Record, path: Path, content: bytes) -> FileNote:
    """Note a file: what is there now counts as "before", unless it is the program's own."""
    present = _read(path)
    earlier = record.file(path)
    own = {digest(content)} | ({earlier.digest} if earlier else set())
    if present is not None and digest(present) not in own:
        return FileNote(path, digest(content), present)
    return FileNote(path, digest(content), earlier.before if earlier else None)


def _config_to_write(
    machine: Machine, record: Record, interpreter: str
) -> tuple[ConfigNote, bytes]:
    path = places.config_file(machine)
    name = places.interpreter_key(machine)
    encoding = machine.text_encoding
    present = _read(path)
    data = present or b""
    if config_file.is_unreadable(data):
        raise KinerjaError(
            "Berkas pengaturan xlwings tersimpan sebagai Unicode dan tidak terbaca oleh makro.",
            where=str(path),
            remedy=f"{config_file.TO_RESAVE}, lalu jalankan lagi.",
        )
    before, entry_before = _config_before(present, record.config, path, name, encoding)
    newline = b"\r\n" if machine.system == WINDOWS else b"\n"
    written = config_file.with_entry(data, name, interpreter, encoding, newline=newline)
    return ConfigNote(path, name, interpreter, digest(written), before, entry_before), written


def _config_before(
    present: bytes | None, earlier: ConfigNote | None, path: Path, name: str, encoding: str
) -> tuple[bytes | None, bytes | None]:
    """Return the settings and the entry as they were before the program came."""
    if present is None:
        return None, None
    if earlier is not None and (earlier.path, earlier.name) == (path, name):
        restored, is_kept = _restored_config(present, earlier, encoding)
        if not is_kept:
            return restored, earlier.entry_before
    found = config_file.find_entry(present, name, encoding)
    return present, present[found.start : found.content_end] if found else None


def _restored_config(present: bytes, note: ConfigNote, encoding: str) -> tuple[bytes | None, bool]:
    """Return the settings without the program's entry, and whether the entry is another's now."""
    if digest(present) == note.digest:
        return note.before, False
    found = config_file.find_entry(present, note.name, encoding)
    if found is None:
        return present, False
    if found.value != note.value:
        return present, True
    if note.entry_before is None:
        rest = config_file.without_entry(present, note.name, encoding)
        return rest if rest or note.before is not None else None, False
    return config_file.with_bytes_of_entry(present, note.name, note.entry_before, encoding), False


def _read(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise KinerjaError(
            f"Berkas tidak dapat dibaca ({error.strerror or error}).",
            where=str(path),
            remedy="Tutup Excel dan program lain yang memakainya, lalu jalankan lagi.",
        ) from error
