"""The note of what was installed and what was there before, from which uninstalling undoes it."""

from __future__ import annotations

import base64
import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

from kinerja_xl.errors import KinerjaError

_FORMAT = 1


@dataclass(frozen=True, slots=True)
class FileNote:
    """A file that was put somewhere.

    Attributes:
        digest: Of the content that was written.
        before: The content that was there before; `None` when there was no file.
    """

    path: Path
    digest: str
    before: bytes | None


@dataclass(frozen=True, slots=True)
class ConfigNote:
    """The entry that was set in xlwings.conf.

    Attributes:
        name: Of the entry.
        value: That was written.
        digest: Of the whole file after writing.
        before: The whole file before; `None` when there was none.
        entry_before: The entry's bytes before; `None` when there was none.
    """

    path: Path
    name: str
    value: str
    digest: str
    before: bytes | None
    entry_before: bytes | None


@dataclass(frozen=True, slots=True)
class Record:
    """All that was installed for this account.

    Attributes:
        search_path: Folders with this program and what it needs; the extension of LibreOffice
            adds them to its own Python's when that is of the same version.
        python: Version of the Python they belong to, such as 3.11.
        extension: Identifier of the extension that was added to LibreOffice; "" without one.
        extension_digest: Of the extension's file.
        profiles: Folders of the profiles it was added to; "" is the account's own.
    """

    files: tuple[FileNote, ...] = ()
    config: ConfigNote | None = None
    search_path: tuple[str, ...] = ()
    python: str = ""
    extension: str = ""
    extension_digest: str = ""
    profiles: tuple[str, ...] = ()

    def file(self, path: Path) -> FileNote | None:
        """Return the note of a file."""
        return next((note for note in self.files if note.path == path), None)


def digest(data: bytes) -> str:
    """Return the SHA-256 of a content."""
    return hashlib.sha256(data).hexdigest()


def read_record(path: Path) -> Record:
    """Read the note; an empty one when there is no file.

    Raises:
        KinerjaError: If it cannot be read, because what was there before would be forgotten.
    """
    try:
        found = json.loads(path.read_bytes())
        files = tuple(
            FileNote(Path(note["path"]), note["digest"], _content(note["before"]))
            for note in found["files"]
        )
        config = found["config"]
        return Record(
            files,
            config
            and ConfigNote(
                Path(config["path"]),
                config["name"],
                config["value"],
                config["digest"],
                _content(config["before"]),
                _content(config["entry_before"]),
            ),
            tuple(found["search_path"]),
            found["python"],
            found["extension"],
            found["extension_digest"],
            tuple(found["profiles"]),
        )
    except (FileNotFoundError, NotADirectoryError):
        return Record()
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise KinerjaError(
            "Catatan pemasangan tidak dapat dibaca.",
            where=str(path),
            remedy="Pindahkan berkas itu ke tempat lain, lalu jalankan lagi.",
        ) from error


def record_bytes(record: Record) -> bytes:
    """Return the note as it is written."""
    config = record.config
    data = {
        "format": _FORMAT,
        "python": record.python,
        "search_path": list(record.search_path),
        "extension": record.extension,
        "extension_digest": record.extension_digest,
        "profiles": list(record.profiles),
        "files": [
            {"path": str(note.path), "digest": note.digest, "before": _text(note.before)}
            for note in record.files
        ],
        "config": config
        and {
            "path": str(config.path),
            "name": config.name,
            "value": config.value,
            "digest": config.digest,
            "before": _text(config.before),
            "entry_before": _text(config.entry_before),
        },
    }
    return (json.dumps(data, ensure_ascii=False, indent=2) + "\n").encode()


def _text(content: bytes | None) -> str | None:
    return None if content is None else base64.b64encode(content).decode("ascii")


def _content(text: str | None) -> bytes | None:
    return None if text is None else base64.b64decode(text, validate=True)
