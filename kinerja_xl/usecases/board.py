"""KENDALI: the status board per section and the figures of the active period, written anew."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kinerja_xl.core.closing import BoardFigures
from kinerja_xl.core.draft import Draft
from kinerja_xl.core.next_step import Advice, Standing
from kinerja_xl.core.period import Period
from kinerja_xl.core.values import CellValue, cell_text
from kinerja_xl.layout import names, tables
from kinerja_xl.usecases import gather
from kinerja_xl.usecases.advice import advise, return_deadline
from kinerja_xl.usecases.closed import CLOSED_STATE, is_closed, kept_figures
from kinerja_xl.usecases.completeness import office_completeness
from kinerja_xl.usecases.cycle import steps_of
from kinerja_xl.usecases.gather import Run
from kinerja_xl.usecases.sop_register import show_life
from kinerja_xl.usecases.step_work import show_turn

_WHOLE_PERCENT = 100


@dataclass(frozen=True, slots=True)
class BoardRow:
    """How one section stands in the active period; percentages are None with nothing required."""

    code: str
    name: str
    version: int | None
    distributed_at: CellValue
    returned_at: CellValue
    rows: int
    filled_percent: Decimal | None
    evidence_percent: Decimal | None
    findings: int
    state: str


@dataclass(frozen=True, slots=True)
class Board:
    """How the sections stand in a period, and how complete the office is, in percent."""

    rows: tuple[BoardRow, ...]
    total_percent: Decimal | None


def board_of(draft: Draft, period: Period, today: date | None = None) -> Board:
    """Say of every section how it stands in a period, and of the office how complete it is.

    Args:
        draft: The master.
        period: Which.
        today: By which a form counts as overdue; without it none does.
    """
    if is_closed(draft, period):
        return Board(_closed_rows(draft, period), _closed_total(draft, period))
    forms = _form_times(draft, period)
    completeness = office_completeness(draft, period)
    findings = _finding_counts(draft, period)
    measuring = _measuring(draft, period)
    deadline = return_deadline(draft, period)
    made = []
    for section in gather.sections(draft):
        version, distributed_at, returned_at = forms.get(section.code, (None, None, None))
        part = completeness.section(section.code)
        count = findings.get(section.code, 0)
        made.append(
            BoardRow(
                section.code,
                section.name,
                version,
                distributed_at,
                returned_at,
                part.rows,
                part.filled_percent,
                part.evidence_percent,
                count,
                _state(
                    version,
                    returned_at,
                    section.code in measuring,
                    part.total_percent,
                    count,
                    is_overdue=bool(today and deadline and deadline < today),
                ).value,
            )
        )
    return Board(tuple(made), completeness.total_percent)


def _closed_rows(draft: Draft, period: Period) -> tuple[BoardRow, ...]:
    """Return the board of a closed period: its figures as they were when it was closed."""
    forms = _form_times(draft, period)
    kept = {each.section: each for each in kept_figures(draft)[str(period)].board}
    made = []
    for section in gather.sections(draft):
        version, distributed_at, returned_at = forms.get(section.code, (None, None, None))
        part = kept.get(section.code, BoardFigures(section.code))
        made.append(
            BoardRow(
                section.code, section.name, version, distributed_at, returned_at, part.rows,
                _percent(part.filled), _percent(part.evidence), part.findings, CLOSED_STATE,
            )
        )  # fmt: skip
    return tuple(made)


def board_figures(draft: Draft, period: Period) -> tuple[BoardFigures, ...]:
    """Return what is to be kept of a period's board when it is closed."""
    board = board_of(draft, period)
    kept = [
        BoardFigures(
            row.code, row.rows, _text(row.filled_percent), _text(row.evidence_percent),
            findings=row.findings,
        )
        for row in board.rows
    ]  # fmt: skip
    return (*kept, BoardFigures("", total=_text(board.total_percent)))


def _closed_total(draft: Draft, period: Period) -> Decimal | None:
    kept = kept_figures(draft)[str(period)].board
    return next((_percent(each.total) for each in kept if not each.section), None)


def _percent(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def _text(percent: Decimal | None) -> str | None:
    return None if percent is None else str(percent)


def refresh_board(draft: Draft, run: Run) -> None:
    """Write the board and the figures above it; nothing when they stand there already."""
    period = gather.active_period(draft)
    today = run.now.date()
    board = board_of(draft, period, today)
    table = tables.STATUS_TABLE
    draft.replace(
        table.name, (tuple(getattr(row, field) for field in table.fields) for row in board.rows)
    )
    draft.set_name(names.COMPLETENESS.name, board.total_percent)
    steps = steps_of(draft, period)
    done = sum(step.finished is not None for step in steps)
    running = [step for step in steps if step.started and not step.finished]
    waiting = [step for step in steps if not step.started]
    draft.set_name(names.STEPS_DONE.name, f"{done} dari {len(steps)}")
    current = running[0] if running else waiting[0] if waiting else None
    draft.set_name(
        names.CURRENT_STEP.name,
        f"{current.number}. {current.activity}" if current else "Semua langkah selesai",
    )
    show_turn(draft, period)
    due = show_life(draft, today)
    action = advice_of(draft, period, board, len(steps) - done).text
    draft.set_name(names.NEXT_ACTION.name, f"{action}. {due}" if due else action)
    if draft.changes():
        draft.set_name(names.REFRESHED.name, run.now)


def advice_of(draft: Draft, period: Period, board: Board, steps_left: int) -> Advice:
    """Say what comes next in the period of a board."""
    sections = [(row.code, row.state) for row in board.rows]
    return advise(draft, period, sections, steps_left, return_deadline(draft, period))


def _measuring(draft: Draft, period: Period) -> set[str]:
    """Return the codes of the sections with indicators in the period, faulty rows included."""
    table = gather.indicators(draft)
    sound = {item.section for item in table.indicators if item.is_measured_in(period)}
    return sound | {found.section for found in table.findings}


def _form_times(draft: Draft, period: Period) -> dict[str, tuple[int, CellValue, CellValue]]:
    data = draft.table(tables.FORM_TABLE.name)
    latest: dict[str, tuple[int, CellValue, CellValue]] = {}
    returned: dict[str, CellValue] = {}
    fields = ("period", "section", "version", "issued_at", "returned_at")
    for of_period, section, version, issued_at, returned_at in data.pick(*fields):
        if cell_text(of_period) == str(period):
            code = cell_text(section)
            returned[code] = returned_at or returned.get(code)
            latest[code] = (int(cell_text(version)), issued_at, returned_at)
    return latest


def _finding_counts(draft: Draft, period: Period) -> dict[str, int]:
    counts: dict[str, int] = {}
    for of_period, section in draft.table(tables.FINDING_TABLE.name).pick("period", "section"):
        if cell_text(of_period) == str(period) and section is not None:
            counts[cell_text(section)] = counts.get(cell_text(section), 0) + 1
    return counts


def _state(
    version: int | None,
    returned_at: CellValue,
    has_indicators: bool,
    total: Decimal | None,
    findings: int,
    *,
    is_overdue: bool,
) -> Standing:
    if version is None:
        return Standing.NOT_DISTRIBUTED if has_indicators else Standing.NO_INDICATORS
    if returned_at is None:
        return Standing.OVERDUE if is_overdue else Standing.WAITING
    if findings:
        return Standing.NEEDS_CORRECTION
    is_complete = total is None or total >= _WHOLE_PERCENT
    return Standing.COMPLETE if is_complete else Standing.INCOMPLETE
