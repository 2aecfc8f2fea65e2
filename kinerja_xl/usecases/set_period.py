"""Set period: makes a period the active one and opens its cycle of SOP steps."""

from __future__ import annotations

from kinerja_xl.core.book import MasterBook, MasterReader
from kinerja_xl.core.draft import Draft
from kinerja_xl.core.history import HistoryEntry
from kinerja_xl.core.period import Period, periods_of_year
from kinerja_xl.core.values import cell_text
from kinerja_xl.layout import names, tables
from kinerja_xl.usecases import gather
from kinerja_xl.usecases.alone import alone
from kinerja_xl.usecases.board import refresh_board
from kinerja_xl.usecases.closed import is_closed
from kinerja_xl.usecases.cycle import open_cycle
from kinerja_xl.usecases.gather import Run
from kinerja_xl.usecases.recording import record_history
from kinerja_xl.usecases.report import Fact, Report
from kinerja_xl.usecases.summaries import keep_closed_summaries

VERB = "Atur periode"
"""What RIWAYAT calls it."""


@alone
def set_period(book: MasterBook, period: Period, run: Run) -> Report:
    """Make a period the active one; its steps are opened, KENDALI shows it.

    Nothing is written when it is the active one already and its cycle is open.

    Raises:
        KinerjaError: If the period is not of the master's year, or the master cannot be written; it
            is then as it was.
    """
    gather.period_in_year(book, period)
    book.require_writable()
    draft = Draft(book)
    before = cell_text(draft.value(names.ACTIVE_PERIOD.name))
    is_new = not is_open(draft, period)
    draft.set_name(names.ACTIVE_PERIOD.name, str(period))
    open_cycle(draft, period)
    if draft.changes():
        heading = names.ACTIVE_PERIOD.label
        record = HistoryEntry(
            run.now, run.who, VERB, str(period), field=heading, old=before, new=str(period)
        )
        record_history(draft, (record,))
    if is_closed(draft, period):
        keep_closed_summaries(draft)
    refresh_board(draft, run)
    draft.commit()
    opened = "disiapkan" if is_new else "sudah disiapkan"
    return Report(
        "set-period",
        f"Periode aktif: {period.label}; siklus langkahnya {opened}. Lihat KENDALI dan LANGKAH.",
        str(period),
        (Fact("period", "Periode aktif", period.label), Fact("opened", "Siklus dibuka", is_new)),
    )


def is_open(book: MasterReader, period: Period) -> bool:
    """Say whether the period's cycle of steps has been opened."""
    return str(period) in map(cell_text, book.table(tables.STEP_TABLE.name).column("cycle"))


def following(period: Period) -> Period | None:
    """Return the next period of the same length in the same year, `None` after the last."""
    own = [each for each in periods_of_year(period.year) if each.kind is period.kind]
    later = own[own.index(period) + 1 :]
    return later[0] if later else None
