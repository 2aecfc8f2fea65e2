"""A master workbook on disk: read with calamine, changed by patching, copied before each change."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

from kinerja_xl.core.book import Change, TableData
from kinerja_xl.core.values import CellValue
from kinerja_xl.errors import KinerjaError
from kinerja_xl.files.atomic import is_open_elsewhere, read_patiently, write_atomically
from kinerja_xl.files.lock import Lock, hold
from kinerja_xl.files.master.changes import planned_edits
from kinerja_xl.files.master.copies import free_copy_path
from kinerja_xl.files.master.reading import MasterSnapshot
from kinerja_xl.files.xlsx.patching import patch_package
from kinerja_xl.layout.names import MASTER_ID
from kinerja_xl.layout.spec import Table
from kinerja_xl.layout.tables import table_named


class FileMasterBook:
    """The master that lies at a path; nothing is read before something is asked for.

    Args:
        path: The .xlsx or .xlsm.
        tables: Finds a table's specification by its ListObject name.
        now: The clock, for the names of the copies.
        action: What the run does, one word; it goes into the names of the copies.
    """

    def __init__(
        self,
        path: Path,
        tables: Callable[[str], Table] = table_named,
        *,
        now: Callable[[], datetime],
        action: str = "ubah",
    ) -> None:
        self._path = path
        self._tables = tables
        self._now = now
        self._action = action
        self._snapshot: MasterSnapshot | None = None
        self._lock: Lock | None = None

    @property
    def path(self) -> Path:
        """Where the master lies; its folder is the office's folder."""
        return self._path

    def table(self, name: str) -> TableData:
        """Read the table with that ListObject name.

        A time of day or a duration comes as a number of days, an error as its text.

        Raises:
            KinerjaError: If the file is no workbook, or has no such table or lacks one of its
                columns.
            KeyError: If there is no specification of that table.
        """
        return self._current().table(self._tables(name))

    def value(self, name: str) -> CellValue:
        """Read the (first) cell that a defined name denotes.

        Raises:
            KinerjaError: If the file is no workbook or has no such name.
        """
        return self._current().value(name)

    def require_master(self) -> None:
        """Refuse a workbook that is something else, such as a section's form.

        Raises:
            KinerjaError: If the file cannot be read or is no master.
        """
        if not any(found.name == MASTER_ID.name for found in self._current().package.names):
            raise KinerjaError(
                "Berkas ini bukan buku induk kinerja-xl.",
                where=str(self._path),
                remedy="Pilih buku induk di folder kantor, biasanya Kinerja.xlsm.",
            )

    def require_writable(self) -> None:
        """Refuse early what `apply` would refuse in any case.

        Raises:
            KinerjaError: If there is no such master, it is open in another program, or it or its
                folder must not be written.
        """
        self._current()
        self._refuse_open()
        if not (os.access(self._path, os.W_OK) and os.access(self._path.parent, os.W_OK)):
            raise KinerjaError(
                "Buku induk atau foldernya tidak boleh ditulis.",
                where=str(self._path),
                remedy="Minta hak tulis, atau salin folder kantor ke tempat lain.",
            )

    @contextlib.contextmanager
    def held(self) -> Iterator[None]:
        """Hold the master for a run: from here to the end nobody else of this program writes it.

        What was read before counts only when the file has not changed since. Holding it within
        holding it does nothing.

        Raises:
            KinerjaError: If another program has it open or holds it, or it must not be written.
        """
        if self._lock is not None:
            yield
            return
        self.require_writable()
        with self._locked():
            if self._snapshot is not None and self._read() != self._snapshot.data:
                self._snapshot = None
            yield

    def apply(self, changes: tuple[Change, ...]) -> None:
        """Carry out all changes or none, after a copy of the master went to `cadangan/`.

        Rows appended to a table first fill the blank rows at its end. In appended and replaced
        rows a formula column whose content is `None` gets the formula of its specification.

        Raises:
            KinerjaError: If the master is open elsewhere, has changed since it was read, cannot be
                written, or a change would damage it; it is then as it was.
            ValueError: If a change does not fit the table or a content fits no cell.
        """
        snapshot = self._current()
        edits = planned_edits(snapshot, changes, self._tables)
        if not edits:
            return
        self._refuse_open()
        patched = patch_package(snapshot.data, edits, name=self._path.name)
        with self._locked() as lock:
            self._refuse_changed(snapshot)
            copy = free_copy_path(self._path, self._now(), self._action)
            write_atomically(copy, snapshot.data)
            try:
                self._refuse_open()
                lock.require_held()
                self._refuse_changed(snapshot)
                write_atomically(self._path, patched)
            except KinerjaError:
                with contextlib.suppress(OSError):
                    copy.unlink()
                raise
        self._snapshot = None

    @contextlib.contextmanager
    def _locked(self) -> Iterator[Lock]:
        """Take the lock, unless this run holds it already."""
        if self._lock is not None:
            yield self._lock
            return
        with hold(self._path, f"kinerja-xl ({self._action})") as lock:
            self._lock = lock
            try:
                yield lock
            finally:
                self._lock = None

    def _current(self) -> MasterSnapshot:
        if self._snapshot is None:
            self._snapshot = MasterSnapshot(self._read(), self._path.name)
        return self._snapshot

    def _read(self) -> bytes:
        try:
            return read_patiently(self._path)
        except FileNotFoundError:
            raise KinerjaError(
                "Buku induk tidak ada.",
                where=str(self._path),
                remedy="Periksa nama dan foldernya, atau buat yang baru dengan kinerja-xl new.",
            ) from None
        except OSError as error:
            if self._path.is_dir():
                raise KinerjaError(
                    "Ini sebuah folder, bukan buku induk.",
                    where=str(self._path),
                    remedy="Sebutkan buku induk di dalamnya, biasanya Kinerja.xlsm.",
                ) from error
            raise KinerjaError(
                f"Buku induk tidak dapat dibaca ({error.strerror or error}).",
                where=str(self._path),
                remedy="Tutup program lain yang membukanya, atau minta hak baca.",
            ) from error

    def _refuse_open(self) -> None:
        if mark := is_open_elsewhere(self._path):
            raise KinerjaError(mark, where=str(self._path))

    def _refuse_changed(self, snapshot: MasterSnapshot) -> None:
        if self._read() != snapshot.data:
            self._snapshot = None
            raise KinerjaError(
                "Buku induk disimpan program lain sejak dibaca; tidak ada yang diubah.",
                where=str(self._path),
                remedy="Jalankan perintah ini sekali lagi.",
            )
