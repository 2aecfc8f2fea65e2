"""The register of an SOP's life in the master: read, added to, shown on KENDALI."""

from __future__ import annotations

from datetime import date

from kinerja_xl.core.book import MasterReader
from kinerja_xl.core.draft import Draft
from kinerja_xl.core.period import Period
from kinerja_xl.core.sop_life import (
    LifeEvent,
    LifeRecord,
    SopLife,
    SopState,
    life_of,
    life_text,
    review_notice,
)
from kinerja_xl.core.values import cell_text
from kinerja_xl.errors import KinerjaError
from kinerja_xl.layout import names, tables
from kinerja_xl.layout.sop_rows import life_records, life_row
from kinerja_xl.usecases.cycle import steps_of
from kinerja_xl.usecases.gather import Run
from kinerja_xl.usecases.recording import Source, entry, record_history
from kinerja_xl.usecases.step_work import set_name_if_there, table_or_none

_TABLE = tables.SOP_LIFE_TABLE


def sop_number(book: MasterReader) -> str:
    """Return the number of the SOP in use."""
    return cell_text(book.value(names.SOP_NUMBER.name))


def life(book: MasterReader) -> SopLife:
    """Say how the SOP in use stands; a master without the register has recorded nothing."""
    data = table_or_none(book, _TABLE.name)
    return life_of(life_records(data) if data else (), sop_number(book))


def require_register(book: MasterReader) -> None:
    """Refuse a master that has no room for the register.

    Raises:
        KinerjaError: If it was made before there was one.
    """
    if table_or_none(book, _TABLE.name) is None:
        raise KinerjaError(
            "Buku induk ini belum punya tabel pengesahan SOP.",
            where=_TABLE.sheet,
            remedy="Tabel itu ada dalam buku induk yang dibuat dengan versi ini (perintah new); "
            "pekerjaan lain di buku induk ini berjalan seperti biasa.",
        )


def record_life(draft: Draft, run: Run, record: LifeRecord, period: str = "") -> None:
    """Add a line to the register and to RIWAYAT."""
    draft.append(_TABLE.name, (life_row(record),))
    told = record.note or (f"revisi {record.revision}" if record.revision else None)
    line = entry(
        run, Source.SOP, period, file=record.file, file_sha256=record.sha256,
        field=record.sop_number, old=record.event.value, new=told or record.at,
    )  # fmt: skip
    record_history(draft, (line,))


def lapse_when_done(draft: Draft, run: Run, period: Period) -> None:
    """Let the SOP lapse when all steps of a cycle have ended (PENGESAHAN 6)."""
    steps = steps_of(draft, period)
    finishes = [step.finished for step in steps if step.finished]
    stands = life(draft)
    is_current = stands.state in {SopState.IN_FORCE, SopState.UNSIGNED_REVISION}
    if not is_current or len(finishes) < len(steps) or not finishes:
        return
    at = max(*finishes, stands.last_at or finishes[0])
    note = f"Semua langkah siklus {period} selesai."
    record = LifeRecord(at, LifeEvent.LAPSED, sop_number(draft), stands.revision, note)
    record_life(draft, run, record, str(period))


def show_life(draft: Draft, today: date) -> str:
    """Write on KENDALI how the SOP stands; return what is due about it, empty when nothing is."""
    stands = life(draft)
    set_name_if_there(draft, names.SOP_STATE.name, life_text(stands, today))
    return review_notice(stands, today)
