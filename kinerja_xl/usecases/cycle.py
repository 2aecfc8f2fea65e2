"""The cycle of SOP steps of one period: opened from the SOP, planned and measured in LANGKAH."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from kinerja_xl.core.book import MasterReader
from kinerja_xl.core.calendar import WorkCalendar
from kinerja_xl.core.draft import Draft
from kinerja_xl.core.durations import (
    DurationUnit,
    StepStandard,
    standard_of,
)
from kinerja_xl.core.numbers import read_number
from kinerja_xl.core.officials import Official
from kinerja_xl.core.passes import StepRow, latest_passes
from kinerja_xl.core.period import Period
from kinerja_xl.core.sop_life import folded_number
from kinerja_xl.core.sop_versions import SopStep, voiding_changes
from kinerja_xl.core.values import CellValue, cell_text
from kinerja_xl.errors import KinerjaError
from kinerja_xl.layout import names, rows, tables
from kinerja_xl.layout.calendar_rows import work_calendar
from kinerja_xl.layout.document_rows import officials

_TABLE = tables.STEP_TABLE


def calendar_of(book: MasterReader) -> WorkCalendar:
    """Read the office's working calendar.

    Raises:
        KinerjaError: If a cell of KALENDER cannot be read.
    """
    return work_calendar(
        book.table(tables.HOURS_TABLE.name),
        book.table(tables.RAMADAN_TABLE.name),
        book.table(tables.DAY_OFF_TABLE.name),
    )


def open_cycle(draft: Draft, period: Period) -> None:
    """Give a period its steps, bound to the SOP as it is now; an open cycle stays as it is.

    Raises:
        KinerjaError: If the SOP has another scope or other persons in charge than an earlier cycle
            under the same number: that voids it, it needs a new number (PENGESAHAN, clause 5).
    """
    if str(period) in draft.table(_TABLE.name).column("cycle"):
        return
    sop_number = draft.value(names.SOP_NUMBER.name)
    _refuse_void_sop(draft, cell_text(sop_number))
    fields = ("number", "activity", "actor", "duration", "amount", "unit")
    steps = draft.table(tables.SOP_TABLE.name).pick(*fields)
    draft.append(
        _TABLE.name,
        (
            rows.full_row(
                _TABLE,
                {
                    "cycle": str(period), "sop_number": sop_number,
                    **dict(zip(fields, step, strict=True)),
                },
            )
            for step in steps
        ),
    )  # fmt: skip


def _refuse_void_sop(draft: Draft, sop_number: str) -> None:
    fields = ("number", "activity", "actor")
    cycles: dict[str, list[SopStep]] = {}
    for cycle, bound_to, *step in draft.table(_TABLE.name).pick("cycle", "sop_number", *fields):
        if folded_number(cell_text(bound_to)) == folded_number(sop_number):
            cycles.setdefault(cell_text(cycle), []).append(_sop_step(step))
    now = [_sop_step(step) for step in draft.table(tables.SOP_TABLE.name).pick(*fields)]
    posts = offices_posts(draft)
    for cycle, before in cycles.items():
        if changes := voiding_changes(before, now, posts):
            raise KinerjaError(
                f"SOP nomor {sop_number} sudah dipakai siklus {cycle} dengan lingkup atau "
                f"pelaksana lain: {'; '.join(changes)}.",
                where=tables.SOP_TABLE.sheet,
                remedy="Perubahan itu membatalkan SOP (PENGESAHAN butir 5): tetapkan SOP baru "
                f"dengan nomor baru di {names.SOP_NUMBER.sheet}, atau kembalikan langkahnya.",
            )


def offices_posts(book: MasterReader) -> tuple[Official, ...]:
    """Read the office's posts; none in a master from before there was such a table."""
    try:
        return officials(book.table(tables.OFFICIAL_TABLE.name))
    except KinerjaError:
        return ()


def _sop_step(cells: Sequence[CellValue]) -> SopStep:
    number, activity, actor = map(cell_text, cells)
    return SopStep(int(number) if number.isdecimal() else 0, activity, actor)


def steps_of(book: MasterReader, period: Period) -> tuple[StepRow, ...]:
    """Read the steps of a period's cycle as they stand: the last pass of each.

    Raises:
        KinerjaError: If a time cannot be read.
    """
    return latest_passes(passes_of(book, period))


def passes_of(book: MasterReader, period: Period) -> tuple[StepRow, ...]:
    """Read every pass of a period's cycle in the order of the steps, none when it is not open.

    Lines of the same step are its passes, from top to bottom.

    Raises:
        KinerjaError: If a time cannot be read.
    """
    data = book.table(_TABLE.name)
    per_day = read_number(book.value(names.MINUTES_PER_DAY.name))
    equivalent = int(per_day) if isinstance(per_day, Decimal) and per_day > 0 else None
    fields = ("cycle", "number", "activity", "actor", "amount", "unit", "started", "finished")
    found: list[StepRow] = []
    seen: dict[int, int] = {}
    for index, cells in enumerate(data.pick(*fields)):
        cycle, number, activity, actor, amount, unit, started, finished = cells
        if cell_text(cycle) != str(period):
            continue
        step = int(cell_text(number))
        seen[step] = seen.get(step, 0) + 1
        found.append(
            StepRow(
                index,
                step,
                cell_text(activity),
                cell_text(actor),
                _standard(step, amount, unit, equivalent),
                rows.moment(started, _where(data.first_row, index, "started")),
                rows.moment(finished, _where(data.first_row, index, "finished")),
                seen[step],
            )
        )
    return tuple(sorted(found, key=lambda each: (each.number, each.pass_number)))


def _standard(
    number: int, amount: CellValue, unit: CellValue, equivalent: int | None
) -> StepStandard:
    count = read_number(amount)
    if not isinstance(count, Decimal):
        return standard_of(number, None, None)
    return standard_of(
        number, count, DurationUnit(cell_text(unit)), minutes_per_day_equivalent=equivalent
    )


def _where(first_row: int, index: int, field: str) -> str:
    return f"{_TABLE.sheet}!{rows.cell_address(_TABLE, first_row, index, field)}"


def step_numbered(steps: tuple[StepRow, ...], number: int) -> StepRow:
    """Return the step with that number.

    Raises:
        KinerjaError: If the cycle has no such step.
    """
    for step in steps:
        if step.number == number:
            return step
    raise KinerjaError(
        f"Langkah {number} tidak ada.",
        where=_TABLE.sheet,
        remedy=f"SOP ini punya langkah {steps[0].number} sampai {steps[-1].number}."
        if steps
        else "Buka siklus periode ini dengan distribusi.",
    )
