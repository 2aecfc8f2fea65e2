"""Status: where the active period stands, without changing anything."""

from __future__ import annotations

from kinerja_xl.core.book import MasterBook
from kinerja_xl.core.draft import Draft
from kinerja_xl.core.values import cell_text
from kinerja_xl.layout import names, tables
from kinerja_xl.usecases import gather
from kinerja_xl.usecases.board import board_rows, total_percent
from kinerja_xl.usecases.cycle import steps_of
from kinerja_xl.usecases.report import Fact, Listing, Report


def status(book: MasterBook) -> Report:
    """Report the status board and the SOP steps of the active period."""
    draft = Draft(book)
    period = gather.active_period(draft)
    board = board_rows(draft, period)
    steps = steps_of(draft, period)
    table = tables.STATUS_TABLE
    sections = Listing(
        "sections", "Subbagian", table.fields, tuple(column.heading for column in table.columns),
        tuple(tuple(getattr(row, field) for field in table.fields) for row in board),
    )  # fmt: skip
    listing = Listing(
        "steps", "Langkah SOP", ("number", "activity", "actor", "started", "finished"),
        ("No", "Kegiatan", "Pelaksana", "Mulai", "Selesai"),
        tuple(
            (step.number, step.activity, step.actor, step.started, step.finished) for step in steps
        ),
    )  # fmt: skip
    facts = (
        Fact("office", "Kantor", cell_text(draft.value(names.OFFICE.name))),
        Fact("sop_number", "Nomor SOP", cell_text(draft.value(names.SOP_NUMBER.name))),
        Fact("period", "Periode aktif", period.label),
        Fact("completeness", "Kelengkapan (%)", total_percent(draft, period)),
        Fact("findings", "Temuan terbuka", len(draft.table(tables.FINDING_TABLE.name).rows)),
        Fact("steps_done", "Langkah selesai", sum(step.finished is not None for step in steps)),
        Fact("next_action", "Berikutnya", cell_text(draft.value(names.NEXT_ACTION.name))),
    )
    return Report("status", f"Keadaan {period.label}.", str(period), facts, (sections, listing))
