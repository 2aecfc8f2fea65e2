"""The life of the office's SOP: its signing, its reviews, its revision under keadaan kahar."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from kinerja_xl.core.book import MasterBook
from kinerja_xl.core.dates import format_date, format_moment
from kinerja_xl.core.draft import Draft
from kinerja_xl.core.history import HistoryEntry
from kinerja_xl.core.period import Period
from kinerja_xl.core.sop import Sop
from kinerja_xl.core.sop_life import (
    LifeEvent,
    LifeRecord,
    folded_number,
    refuse_moment,
    refuse_review,
    refuse_signing,
)
from kinerja_xl.core.sop_versions import SopStep, voiding_changes
from kinerja_xl.core.values import CellContent, CellValue, cell_text, is_same
from kinerja_xl.errors import KinerjaError
from kinerja_xl.files.atomic import read_patiently
from kinerja_xl.files.building.initial_content import sop_table_rows
from kinerja_xl.files.definitions import find_sop, load_sop
from kinerja_xl.files.undo import Undo
from kinerja_xl.layout import names, tables
from kinerja_xl.usecases import gather
from kinerja_xl.usecases.alone import alone
from kinerja_xl.usecases.board import refresh_board
from kinerja_xl.usecases.closed import closed_periods
from kinerja_xl.usecases.cycle import offices_posts, passes_of
from kinerja_xl.usecases.gather import Run
from kinerja_xl.usecases.measuring import measure_cycle
from kinerja_xl.usecases.recording import Source, entry, record_history
from kinerja_xl.usecases.report import Fact, Report
from kinerja_xl.usecases.sop_register import life, record_life, require_register, sop_number

_WHERE = tables.SOP_LIFE_TABLE.sheet
_REVISED = ("activity", "actor", "duration", "amount", "unit")
"""What a step of an open cycle takes over from a revision."""


@alone
def sign_sop(book: MasterBook, run: Run, *, at: datetime, note: str = "") -> Report:
    """Record that the SOP in use was signed: it is in force from then (PENGESAHAN 7).

    Raises:
        KinerjaError: If it is signed already, the time does not fit, or the master has no register;
            the master is then as it was.
    """
    return _record(book, run, LifeEvent.SIGNED, at, note)


@alone
def review_sop(book: MasterBook, run: Run, *, at: datetime, note: str = "") -> Report:
    """Record that the SOP in use was reviewed (PENGESAHAN 2); the next review counts from then.

    Raises:
        KinerjaError: If it is not in force, the time does not fit, or the master has no register;
            the master is then as it was.
    """
    return _record(book, run, LifeEvent.REVIEWED, at, note)


def _record(book: MasterBook, run: Run, event: LifeEvent, at: datetime, note: str) -> Report:
    book.require_writable()
    draft = Draft(book)
    require_register(draft)
    stands, moment = life(draft), at.replace(second=0, microsecond=0)
    refuse_moment(stands, moment, run.now, _WHERE)
    if event is LifeEvent.SIGNED:
        refuse_signing(stands, _WHERE)
    else:
        refuse_review(stands, _WHERE)
    text = " ".join(note.split())
    record = LifeRecord(moment, event, sop_number(draft), stands.revision, text)
    record_life(draft, run, record)
    refresh_board(draft, run)
    now = life(draft)
    draft.commit()
    verb = "sign" if event is LifeEvent.SIGNED else "review"
    due = format_date(now.review_due) if now.review_due else "-"
    return Report(
        f"sop {verb}",
        f"SOP {record.sop_number} {event.value.lower()} {format_moment(moment)}; "
        f"reviu berikutnya paling lambat {due}.",
        "",
        (
            Fact("number", "Nomor SOP", record.sop_number),
            Fact("state", "Keadaan", now.state.value),
            Fact("revision", "Revisi", now.revision),
            Fact("at", "Waktu", moment),
            Fact("review_due", "Reviu berikutnya", now.review_due),
        ),
    )


@dataclass(frozen=True, slots=True)
class _Revision:
    """A definition that comes into a master."""

    sop: Sop
    path: Path
    data: bytes
    reason: str


@alone
def revise_sop(book: MasterBook, name_or_path: str, run: Run, *, reason: str) -> Report:
    """Take a new version of the SOP into the master, for the steps that have not finished.

    PENGESAHAN 3 to 5: it may be revised while it is carried out; finished steps stay as they are; a
    changed scope or person in charge voids it. Closed periods stay. Under another number only
    cycles that have not begun are bound to it. The file is kept in the office's folder `sop/`.

    Args:
        name_or_path: The definition.
        run: The circumstances of the run.
        reason: The keadaan kahar, or why else; it is recorded.

    Raises:
        KinerjaError: If there is no reason, the definition is not valid, says what the master says
            already, or changes scope or person in charge; everything is then as it was.
    """
    why = " ".join(reason.split())
    if not why:
        raise KinerjaError(
            "Alasan revisi SOP belum ditulis.",
            remedy='Tulis keadaan kaharnya, misalnya --reason "banjir, kantor pindah sementara".',
        )
    path = find_sop(name_or_path)
    revision = _Revision(load_sop(path), path, read_patiently(path), why)
    book.require_writable()
    draft = Draft(book)
    require_register(draft)
    _refuse_void(draft, revision)
    changed = _changed_steps(draft, revision.sop)
    number, before = revision.sop.identity.number.text, sop_number(draft)
    is_renumbered = folded_number(number) != folded_number(before)
    if not changed and not is_renumbered:
        raise KinerjaError(
            "Berkas SOP itu sama dengan SOP yang dipakai; tidak ada yang direvisi.",
            where=path.name, remedy="Ubah berkasnya lebih dulu, atau periksa nama berkas.",
        )  # fmt: skip
    with Undo() as undo:
        moved = _apply(draft, run, revision, number if is_renumbered else "", undo)
        refresh_board(draft, run)
        now = life(draft)
        draft.commit()
    return _revision_report(revision, number, changed, moved, now.revision)


def _refuse_void(draft: Draft, revision: _Revision) -> None:
    """Refuse a changed scope or person in charge (PENGESAHAN 5).

    Raises:
        KinerjaError: If the definition changes one; the text says all of it.
    """
    fields = ("number", "activity", "actor")
    before = [_sop_step(row) for row in draft.table(tables.SOP_TABLE.name).pick(*fields)]
    sop = revision.sop
    after = [SopStep(s.number, s.activity, "; ".join(sop.actor_names_of(s))) for s in sop.steps]
    changes = voiding_changes(before, after, offices_posts(draft))
    if changes:
        raise KinerjaError(
            f"Revisi itu mengubah lingkup atau pelaksana: {'; '.join(changes)}.",
            where=revision.path.name,
            remedy="Perubahan itu membatalkan SOP (PENGESAHAN butir 5): beri SOP nomor baru dan "
            "buat buku induk dari berkas itu: kinerja-xl new DIR --sop BERKAS.",
        )


def _sop_step(cells: Sequence[CellValue]) -> SopStep:
    number, activity, actor = map(cell_text, cells)
    return SopStep(int(number) if number.isdecimal() else 0, activity, actor)


def _changed_steps(draft: Draft, sop: Sop) -> tuple[int, ...]:
    present = draft.table(tables.SOP_TABLE.name).rows
    new = sop_table_rows(sop)
    return tuple(
        step.number
        for step, old, row in zip(sop.steps, present, new, strict=True)
        if not all(is_same(left, _plain(right)) for left, right in zip(old, row, strict=True))
    )


def _plain(content: CellContent) -> CellValue:
    if isinstance(content, str | None):
        return content or None
    return content  # type: ignore[return-value] # rows of the SOP hold no formulas


def _apply(
    draft: Draft, run: Run, revision: _Revision, new_number: str, undo: Undo
) -> tuple[str, ...]:
    """Write the revision; return the steps of open cycles that took it over, as `cycle/step`."""
    stands, old_number = life(draft), sop_number(draft)
    count = 0 if new_number else stands.revision + 1
    folder = gather.folder_of(draft)
    sha256 = hashlib.sha256(revision.data).hexdigest()
    kept = folder.root / "sop" / f"{revision.path.stem}_{sha256[:8]}.yaml"
    undo.write(kept, revision.data)
    draft.replace(tables.SOP_TABLE.name, sop_table_rows(revision.sop))
    if new_number:
        draft.set_name(names.SOP_NUMBER.name, new_number)
    moved = tuple(_take_over(draft, old_number, new_number))
    event = LifeEvent.RENUMBERED if new_number else LifeEvent.REVISED
    at = max(run.now.replace(second=0, microsecond=0), stands.last_at or run.now.min)
    record = LifeRecord(
        at, event, new_number or old_number, count, revision.reason, folder.relative(kept), sha256
    )
    record_life(draft, run, record)
    record_history(draft, tuple(_history(run, moved, record)))
    for cycle in dict.fromkeys(cycle for cycle, _ in moved):
        measure_cycle(draft, Period.parse(cycle), run.now)
    return tuple(f"{cycle} langkah {step}" for cycle, step in moved)


def _take_over(draft: Draft, old_number: str, new_number: str) -> Iterator[tuple[str, str]]:
    """Bind the unfinished steps of open cycles to the SOP as it is now."""
    sop_rows = {
        cell_text(row[0]): row
        for row in draft.table(tables.SOP_TABLE.name).pick("number", *_REVISED)
    }
    table, closed = tables.STEP_TABLE, closed_periods(draft)
    data = draft.table(table.name)
    for cycle in dict.fromkeys(map(cell_text, data.column("cycle"))):
        if not cycle or cycle in closed:
            continue
        passes = passes_of(draft, Period.parse(cycle))
        if new_number and any(step.started for step in passes):
            continue
        for step in passes:
            bound = cell_text(data.rows[step.index][table.position("sop_number")])
            if step.finished or folded_number(bound) != folded_number(old_number):
                continue
            _, *cells = sop_rows[str(step.number)]
            changes = dict(zip(_REVISED, cells, strict=True))
            if new_number:
                changes["sop_number"] = new_number
            if all(
                is_same(data.rows[step.index][table.position(field)], value)
                for field, value in changes.items()
            ):
                continue
            for field, value in changes.items():
                draft.set_cell(table.name, step.index, field, value)
            yield cycle, str(step.number)


def _history(
    run: Run, moved: Sequence[tuple[str, str]], record: LifeRecord
) -> Iterator[HistoryEntry]:
    for cycle, step in moved:
        yield entry(
            run, Source.SOP, cycle, row_key=step, field=tables.STEP_TABLE.sheet,
            new=f"mengikuti SOP {record.sop_number} revisi {record.revision}",
        )  # fmt: skip


def _revision_report(
    revision: _Revision, number: str, changed: tuple[int, ...], moved: tuple[str, ...], count: int
) -> Report:
    steps = ", ".join(map(str, changed)) or "tidak ada"
    message = (
        f"SOP {number} revisi {count} dicatat; langkah yang berubah: {steps}. Langkah yang sudah "
        "selesai tetap menurut versi lama. Gambar alur di lembar SOP tetap versi lama: cetak yang "
        f"baru dengan sop print {revision.path.name}, lalu catat tanda tangannya dengan sop sign."
    )
    return Report(
        "sop revise", message, "",
        (
            Fact("number", "Nomor SOP", number),
            Fact("revision", "Revisi", count),
            Fact("reason", "Alasan", revision.reason),
            Fact("changed", "Langkah berubah", steps),
            Fact("taken_over", "Langkah yang mengikuti", "; ".join(moved) or "tidak ada"),
        ),
    )  # fmt: skip
