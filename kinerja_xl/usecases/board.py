"""KENDALI: the status board per section and the figures of the active period, written anew."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from kinerja_xl.core.closing import BoardFigures
from kinerja_xl.core.draft import Draft
from kinerja_xl.core.period import Period
from kinerja_xl.core.values import CellValue, cell_text
from kinerja_xl.layout import names, tables
from kinerja_xl.usecases import gather
from kinerja_xl.usecases.closed import CLOSED_STATE, is_closed, kept_figures
from kinerja_xl.usecases.completeness import office_completeness
from kinerja_xl.usecases.cycle import steps_of
from kinerja_xl.usecases.gather import Run

_MOST_NAMED = 4
"""So many late sections fit into the cell that says what is next."""


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


def board_rows(draft: Draft, period: Period) -> tuple[BoardRow, ...]:
    """Say of every section how it stands in a period."""
    if is_closed(draft, period):
        return _closed_rows(draft, period)
    forms = _form_times(draft, period)
    completeness = office_completeness(draft, period)
    findings = _finding_counts(draft, period)
    measuring = _measuring(draft, period)
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
                _state(version, returned_at, section.code in measuring, part.total_percent, count),
            )
        )
    return tuple(made)


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
    kept = [
        BoardFigures(
            row.code, row.rows, _text(row.filled_percent), _text(row.evidence_percent),
            findings=row.findings,
        )
        for row in board_rows(draft, period)
    ]  # fmt: skip
    return (*kept, BoardFigures("", total=_text(total_percent(draft, period))))


def total_percent(draft: Draft, period: Period) -> Decimal | None:
    """Return how complete the office is in a period, in percent."""
    if not is_closed(draft, period):
        return office_completeness(draft, period).total_percent
    kept = kept_figures(draft)[str(period)].board
    return next((_percent(each.total) for each in kept if not each.section), None)


def _percent(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def _text(percent: Decimal | None) -> str | None:
    return None if percent is None else str(percent)


def refresh_board(draft: Draft, run: Run) -> None:
    """Write the board and the figures above it; nothing when they stand there already."""
    period = gather.active_period(draft)
    board = board_rows(draft, period)
    table = tables.STATUS_TABLE
    draft.replace(
        table.name, (tuple(getattr(row, field) for field in table.fields) for row in board)
    )
    draft.set_name(names.COMPLETENESS.name, total_percent(draft, period))
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
    draft.set_name(names.NEXT_ACTION.name, _next_action(board))
    if draft.changes():
        draft.set_name(names.REFRESHED.name, run.now)


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
) -> str:
    if version is None:
        return "belum dibagikan" if has_indicators else "tidak ada indikator"
    if returned_at is None:
        return "menunggu kiriman"
    if findings:
        return "perlu perbaikan"
    return "lengkap" if total is None or total >= 100 else "belum lengkap"  # noqa: PLR2004 - percent


def _next_action(board: tuple[BoardRow, ...]) -> str:
    states = {row.state for row in board}
    if states == {CLOSED_STATE}:
        return "Periode ini ditutup; atur periode berikutnya"
    if states <= {"belum dibagikan", "tidak ada indikator"}:
        return "Distribusi: bagikan formulir ke subbagian"
    late = [row.code for row in board if row.state == "menunggu kiriman"]
    if late:
        more = f", dan {len(late) - _MOST_NAMED} lagi" if len(late) > _MOST_NAMED else ""
        named = ", ".join(late[:_MOST_NAMED])
        return f"Gabung setelah kiriman masuk; ditunggu: {named}{more}"
    if "perlu perbaikan" in states:
        return "Periksa TEMUAN, kirim perbaikan, lalu gabungkan lagi"
    if "belum lengkap" in states:
        return "Periksa kelengkapan"
    return "Hitung durasi dan capaian"
