"""What xlwings has no common word for: copies, read-only files, protection, busy programs.

A small seam: one class a program (`excel`, `calc`), each method a call or two of that program's own
interface.
"""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from kinerja_xl.errors import KinerjaError
from kinerja_xl.live.cells import Written

if TYPE_CHECKING:
    import xlwings

LIBREOFFICE = "libreoffice"
"""The name of the project's own engine."""

Block = list[list[Written]]

_BUSY_NUMBERS = frozenset({-2147418111, -2147417846, -2146777998})
"""RPC_E_CALL_REJECTED, RPC_E_SERVERCALL_RETRYLATER, and Excel's own while a cell is edited."""


class Host(Protocol):
    """The program in which a workbook is open."""

    def wait_until_ready(self) -> None:
        """Wait a moment for a program that is busy.

        Raises:
            KinerjaError: If it stays busy, as while a cell is edited or a dialog is open.
        """

    def is_read_only(self) -> bool:
        """Say whether the workbook was opened to be read only."""

    def is_1904(self) -> bool:
        """Say whether the workbook's dates count from 1904."""

    def has_unsaved_changes(self) -> bool:
        """Say whether the workbook differs from its file."""

    def save_copy(self, path: Path) -> None:
        """Write the workbook as it is now to another file; it keeps its own file and state."""

    def assign(self, cells: xlwings.Range, block: Block) -> None:
        """Write contents into a range of that size in one go; a `Text` stays one."""

    def fill_down(self, cells: xlwings.Range) -> None:
        """Give all rows of a range the formulas, formats and validations of its first row."""

    def unlocked(self, sheets: Sequence[xlwings.Sheet]) -> contextlib.AbstractContextManager[None]:
        """Lift the protection of sheets for a while and restore it with all its options.

        Raises:
            KinerjaError: If one is protected with a password; all are then as they were.
        """

    def unlocked_to_resize(
        self, sheets: Sequence[xlwings.Sheet]
    ) -> contextlib.AbstractContextManager[None]:
        """Let tables of sheets be resized for a while; their cells need not be writable."""

    def prepare_to_save(self) -> None:
        """Put back what the program has lost of the workbook since it was made."""

    def ask(self, question: str, title: str, proposal: str) -> str | None:
        """Ask for a line of text; `None` when the dialog is cancelled."""

    def selected_rows(self, sheet: xlwings.Sheet, among: range) -> tuple[int, ...]:
        """Return which of these Excel rows the selection touches; hidden ones do not count.

        Args:
            sheet: The sheet in front.
            among: Excel rows, such as those of a table's data.
        """


def host_of(book: xlwings.Book) -> Host:
    """Return the seam to the program in which a workbook is open."""
    if book.app.engine.name == LIBREOFFICE:
        from kinerja_xl.live.calc import LibreOfficeHost

        return LibreOfficeHost(book)
    from kinerja_xl.live.excel import MacExcel, WindowsExcel

    return MacExcel(book) if sys.platform == "darwin" else WindowsExcel(book)


def is_busy(error: BaseException) -> bool:
    """Say whether an engine's error means that the program takes no calls just now."""
    if type(error).__name__ == "ExcelBusyError":
        return True
    number, details = (*error.args[:1], None)[0], (*error.args[2:3], None)[0]
    numbers = [number, *(details[-1:] if isinstance(details, tuple) else ())]
    return any(isinstance(each, int) and each in _BUSY_NUMBERS for each in numbers)


def busy_error() -> KinerjaError:
    """Make the error for a program that takes no calls."""
    return KinerjaError(
        "Excel sedang sibuk; mungkin sebuah sel masih diisi atau sebuah dialog terbuka.",
        remedy="Tekan Enter atau Esc di sel itu, tutup dialognya, lalu tekan tombol lagi.",
    )


@contextlib.contextmanager
def password_is_named(sheet: xlwings.Sheet) -> Iterator[None]:
    """Turn whatever the program says of a missing password into an error with the remedy."""
    try:
        yield
    except Exception as error:
        raise KinerjaError(
            "Lembar dilindungi dengan kata sandi sehingga tidak dapat diisi.",
            where=sheet.name,
            remedy="Buka proteksi lembar itu (Tinjau > Buka Proteksi Lembar), lalu tekan tombol "
            "lagi.",
        ) from error
