"""What a run writes beside the master, taken back when the run cannot finish."""

from __future__ import annotations

import contextlib
from pathlib import Path
from types import TracebackType

from kinerja_xl.errors import KinerjaError
from kinerja_xl.files.atomic import cannot_write, write_atomically


class Undo:
    """Remembers files as they were; on leaving with an error it puts them back.

    Used as a context: what was watched or written inside stays when the block ends well. Putting
    back frees room before it needs any, so it works on a full disk too.
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
                self._before[path] = path.read_bytes()
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
            path.unlink(missing_ok=True)
        except OSError as error:
            raise cannot_write(path, error) from error

    def _watch_folders(self, folder: Path) -> None:
        missing = []
        while not folder.exists() and folder != folder.parent:
            missing.append(folder)
            folder = folder.parent
        self._missing_folders.update(dict.fromkeys(reversed(missing)))

    def _put_back(self) -> None:
        for path, data in self._before.items():
            if data is None:
                with contextlib.suppress(OSError):
                    path.unlink()
        for folder in reversed(self._missing_folders):
            with contextlib.suppress(OSError):
                folder.rmdir()
        for path, data in self._before.items():
            if data is not None:
                _restore(path, data)


def _restore(path: Path, data: bytes) -> None:
    """Write the old content again; where that fails the run's own error is the one that counts."""
    with contextlib.suppress(OSError, KinerjaError):
        if not path.exists() or path.read_bytes() != data:
            write_atomically(path, data)
