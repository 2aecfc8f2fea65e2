"""Refresh status: computes the board on KENDALI anew from what the master holds now."""

from __future__ import annotations

from kinerja_xl.core.book import MasterBook
from kinerja_xl.core.draft import Draft
from kinerja_xl.core.values import cell_text
from kinerja_xl.layout import names
from kinerja_xl.usecases import gather
from kinerja_xl.usecases.alone import alone
from kinerja_xl.usecases.board import refresh_board
from kinerja_xl.usecases.gather import Run
from kinerja_xl.usecases.report import Fact, Report


@alone
def refresh_status(book: MasterBook, run: Run) -> Report:
    """Write the board and the figures above it; nothing when they stand there already.

    Raises:
        KinerjaError: If the active period cannot be read or the master cannot be written; it is
            then as it was.
    """
    book.require_writable()
    draft = Draft(book)
    period = gather.active_period(draft)
    refresh_board(draft, run)
    is_changed = bool(draft.changes())
    next_action = cell_text(draft.value(names.NEXT_ACTION.name))
    draft.commit()
    head = "diperbarui" if is_changed else "sudah terbaru"
    return Report(
        "refresh-status",
        f"Status {period.label} {head}. Berikutnya: {next_action}.",
        str(period),
        (
            Fact("changed", "Berubah", is_changed),
            Fact("next_action", "Berikutnya", next_action),
        ),
    )
