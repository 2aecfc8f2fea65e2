"""What a run writes beside the master, taken back when the run cannot finish."""

from __future__ import annotations

import contextlib
from pathlib import Path
from types import TracebackType

from kinerja_xl.errors import KinerjaError
from kinerja_xl.files.atomic import (
    cannot_write,
    read_patiently,
    remove_patiently,
    write_atomically,
)


class Undo:
    """Remembers files as they were; on leaving with an error it puts them back.

    Used as a context: what was watched or written inside stays when the block ends well. Putting
    back frees room before it needs any, so it works on a full disk too; should it fail all the
    same, a copy that the run made of the old content stays.
    """

    def __init__(self) -> None:
        self._before: dict[Path, bytes | None] = {}
        self._missing_folders: dict[Path, None] = {}

    def __enter__(self) -> Undo:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if kind is not None:
            self._put_back()

    def watch(self, path: Path) -> bytes | None:
        """Remember a file, and which of its folders are missing, before something changes it.

        Returns:
            What the file holds; `None` when it is not there.

        Raises:
            KinerjaError: If the file cannot be read.
        """
        if path not in self._before:
            self._watch_folders(path.parent)
            try:
                self._before[path] = read_patiently(path)
            except (FileNotFoundError, NotADirectoryError):
                self._before[path] = None
            except OSError as error:
                raise cannot_write(path, error) from error
        return self._before[path]

    def make_folder(self, folder: Path) -> None:
        """Make a folder and those above it; one that is there stays as it is.

        Raises:
            KinerjaError: If it cannot be made.
        """
        self._watch_folders(folder)
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise cannot_write(folder, error) from error

    def write(self, path: Path, data: bytes) -> None:
        """Write a file whole, and the folders above it.

        Raises:
            KinerjaError: If it cannot be written.
        """
        self.watch(path)
        self.make_folder(path.parent)
        write_atomically(path, data)

    def remove(self, path: Path) -> None:
        """Remove a file; one that is not there is no error.

        Raises:
            KinerjaError: If it cannot be removed.
        """
        if self.watch(path) is None:
            return
        try:
            remove_patiently(path)
        except OSError as error:
            raise cannot_write(path, error) from error

    def _watch_folders(self, folder: Path) -> None:
        missing = []
        while not folder.exists() and folder != folder.parent:
            missing.append(folder)
            folder = folder.parent
        self._missing_folders.update(dict.fromkeys(reversed(missing)))

    def _put_back(self) -> None:
        changed = {
            path: data
            for path, data in self._before.items()
            if data is not None and not _holds(path, data)
        }
        # A copy of what must come back stays until it is back: the disk may be full.
        copies = [path for path in self._new_files() if _read(path) in set(changed.values())]
        for path in self._new_files():
            if path not in copies:
                _remove(path)
        lost = {data for path, data in changed.items() if not _restore(path, data)}
        for path in copies:
            if _read(path) not in lost:
                _remove(path)
        for folder in reversed(self._missing_folders):
            with contextlib.suppress(OSError):
                folder.rmdir()

    def _new_files(self) -> list[Path]:
        return [path for path, data in self._before.items() if data is None]


def _restore(path: Path, data: bytes) -> bool:
    """Write the old content again; where that fails the run's own error is the one that counts."""
    with contextlib.suppress(OSError, KinerjaError):
        write_atomically(path, data)
    return _holds(path, data)


def _holds(path: Path, data: bytes) -> bool:
    return _read(path) == data


def _read(path: Path) -> bytes | None:
    with contextlib.suppress(OSError):
        return read_patiently(path)
    return None


def _remove(path: Path) -> None:
    with contextlib.suppress(OSError):
        remove_patiently(path)
