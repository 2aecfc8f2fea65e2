"""A master that is open in a spreadsheet program: read and changed in blocks, and saved."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import xlwings

from kinerja_xl.core.book import Change, TableData
from kinerja_xl.core.values import CellValue
from kinerja_xl.errors import KinerjaError
from kinerja_xl.files.atomic import cannot_write, write_atomically
from kinerja_xl.layout.names import MASTER_ID
from kinerja_xl.layout.spec import Table
from kinerja_xl.layout.tables import table_named
from kinerja_xl.live.host import busy_error, host_of, is_busy
from kinerja_xl.live.places import is_address, local_path

if TYPE_CHECKING:
    from kinerja_xl.live.reading import LiveSnapshot
    from kinerja_xl.live.writing import LiveChange

# What reads tables and what changes them is imported where it is used: until a button has read its
# first cell, to see whether it was pressed in a master, it must not have waited for either.


class LiveMasterBook:
    """The master that is open; nothing is read before something is asked for.

    A change ends with saving the workbook: what a run writes beside the master (forms, marked
    copies) and what the master's file says of it agree, whatever happens to the program next. What
    a person had typed and not saved is saved with it; the copy in `cadangan/` has it, too.

    Args:
        book: The open workbook.
        tables: Finds a table's specification by its ListObject name.
        now: The clock, for the names of the copies.
        action: What the run does, one word; it goes into the names of the copies.
    """

    def __init__(
        self,
        book: xlwings.Book,
        tables: Callable[[str], Table] = table_named,
        *,
        now: Callable[[], datetime],
        action: str = "ubah",
    ) -> None:
        self._book = book
        self._tables = tables
        self._now = now
        self._action = action
        self._host = host_of(book)
        self._snapshot: LiveSnapshot | None = None

    @cached_property
    def path(self) -> Path:
        """Where the master lies on this computer; its folder is the office's folder.

        Raises:
            KinerjaError: If it was never saved, or only its web address is known.
        """
        try:
            place = self._book.fullname
        except xlwings.XlwingsError:  # xlwings knows no local file for a web address
            place = self._web_address()
        return local_path(place, os.environ, self._is_file_of_this)

    def table(self, name: str) -> TableData:
        """Read the table with that ListObject name.

        A time of day or a duration comes as a number of days, an error as its text.

        Raises:
            KinerjaError: If the workbook has no such table or lacks one of its columns.
            KeyError: If there is no specification of that table.
        """
        return self._current().table(self._tables(name))

    def value(self, name: str) -> CellValue:
        """Read the (first) cell that a defined name denotes.

        Raises:
            KinerjaError: If the workbook has no such name.
        """
        return self._current().value(name)

    def require_master(self) -> None:
        """Refuse a workbook that is something else, such as a section's form.

        Raises:
            KinerjaError: If the workbook is no master.
        """
        if not self._identity():
            raise KinerjaError(
                "Buku kerja ini bukan buku induk kinerja-xl.",
                where=self._book.name,
                remedy="Buka buku induk di folder kantor, biasanya Kinerja.xlsm, lalu tekan "
                "tombol di sana.",
            )

    def require_writable(self) -> None:
        """Refuse early what `apply` would refuse in any case.

        Raises:
            KinerjaError: If the workbook was never saved, was opened to be read only, its file is
                no longer there, or it or its folder must not be written.
        """
        if self._host.is_read_only():
            raise KinerjaError(
                "Buku induk dibuka hanya-baca.",
                where=str(self.path),
                remedy="Tutup buku induk di komputer atau program lain, lalu buka lagi dengan hak "
                "ubah.",
            )
        if not self.path.is_file():
            raise KinerjaError(
                "Berkas buku induk tidak ada lagi di tempatnya.",
                where=str(self.path),
                remedy="Berkas atau foldernya dipindah atau diganti nama. Salin isian yang belum "
                "disimpan, tutup buku induk, lalu buka dari tempatnya yang baru.",
            )
        if not (os.access(self.path, os.W_OK) and os.access(self.path.parent, os.W_OK)):
            raise KinerjaError(
                "Buku induk atau foldernya tidak boleh ditulis.",
                where=str(self.path),
                remedy="Minta hak tulis, atau salin folder kantor ke tempat lain.",
            )

    def apply(self, changes: tuple[Change, ...]) -> None:
        """Carry out all changes or none and save, after a copy of the master went to `cadangan/`.

        Rows appended to a table first fill the blank rows at its end. In appended and replaced
        rows a formula column whose content is `None` gets the formula of its specification.

        Raises:
            KinerjaError: If the workbook has changed since it was read, cannot be written or
                saved, or a change would damage it; it is then as it was.
            ValueError: If a change does not fit the table or a content fits no cell.
        """
        from kinerja_xl.files.master.changes import planned_edits
        from kinerja_xl.live.writing import LiveChange

        snapshot = self._current()
        edits = planned_edits(snapshot, changes, self._tables)
        if not edits:
            return
        self.require_writable()
        self._snapshot = None
        prepared = LiveChange(self._host, snapshot.package, edits)
        copy = self._copy()
        try:
            self._carry_out(prepared)
        except BaseException as error:
            self._put_back(prepared, copy)
            if isinstance(error, KinerjaError) or not isinstance(error, Exception):
                raise
            raise self._failed(error) from error

    def _carry_out(self, change: LiveChange) -> None:
        sheets = self._sheets(change)
        with self._still():
            with self._host.unlocked_to_resize(sheets):
                change.resize()
            with self._host.unlocked(sheets):
                change.write()
        # Not within: the way of calculating is saved with a workbook.
        if self._book.app.calculation == "manual":
            self._book.app.calculate()
        self._host.prepare_to_save()
        self._book.save()

    def _put_back(self, change: LiveChange, copy: Path) -> None:
        try:
            sheets = self._sheets(change)
            with self._still():
                if change.has_resized:
                    with self._host.unlocked_to_resize(sheets):
                        change.restore_sizes()
                if change.has_written:
                    with self._host.unlocked(sheets):
                        change.restore()
        except Exception as error:
            raise KinerjaError(
                "Perubahan gagal di tengah jalan dan isi buku induk tidak dapat dikembalikan.",
                where=str(self.path),
                remedy="Tutup buku induk tanpa menyimpan, lalu buka lagi. Keadaan sebelumnya ada "
                f"di cadangan/{copy.name}.",
            ) from error
        with contextlib.suppress(OSError):
            copy.unlink()

    def _sheets(self, change: LiveChange) -> list[xlwings.Sheet]:
        return [self._book.sheets[name] for name in change.sheets]

    def _still(self) -> contextlib.AbstractContextManager[xlwings.App]:
        """Keep screen, calculation and events still for a while."""
        return self._book.app.properties(
            screen_updating=False, enable_events=False, calculation="manual"
        )

    def _copy(self) -> Path:
        """Copy the master as it is, what was typed and not saved included."""
        from kinerja_xl.files.master.copies import free_copy_path

        copy = free_copy_path(self.path, self._now(), self._action)
        if self._host.has_unsaved_changes():
            self._host.save_copy(copy)
            return copy
        try:
            data = self.path.read_bytes()
        except OSError as error:
            raise cannot_write(self.path, error) from error
        write_atomically(copy, data)
        return copy

    def _failed(self, error: Exception) -> KinerjaError:
        if is_busy(error):
            return busy_error()
        return KinerjaError(
            f"Buku induk tidak dapat diubah atau disimpan ({_one_line(error)}).",
            where=str(self.path),
            remedy="Isinya dikembalikan seperti semula. Periksa media simpan dan hak tulis, lalu "
            "tekan tombol lagi.",
        )

    def _current(self) -> LiveSnapshot:
        if self._snapshot is None:
            from kinerja_xl.live.reading import LiveSnapshot

            is_1904 = self._host.is_1904()
            self._snapshot = LiveSnapshot(
                self._book, self._book.name, is_1904=is_1904, tables=self._tables
            )
        return self._snapshot

    def _identity(self) -> object:
        names = self._book.names
        if MASTER_ID.name not in names:
            return None
        try:
            return names[MASTER_ID.name].refers_to_range.value
        except Exception as error:
            if is_busy(error):
                raise
            return None  # the name stands for no cell

    def _is_file_of_this(self, path: Path) -> bool:
        """Say whether a file is the open master's own; another's may be at the same place."""
        from kinerja_xl.files.master.book import FileMasterBook

        identity = self._identity()
        if not identity or not path.is_file():
            return path.is_file()
        try:
            return FileMasterBook(path, now=self._now).value(MASTER_ID.name) == identity
        except KinerjaError:
            return False

    def _web_address(self) -> str:
        native = self._book.api
        place = getattr(native, "FullName", None) or native.full_name.get()
        return str(place) if is_address(str(place)) else ""


def _one_line(error: Exception) -> str:
    return " ".join((str(error) or type(error).__name__).split())
