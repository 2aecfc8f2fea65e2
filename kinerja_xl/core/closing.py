"""What is kept of a closed period, so that nothing that changes later changes its figures."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from kinerja_xl.core.hidden_records import HiddenRecord, RecordKind
from kinerja_xl.core.results import GroupResult, OfficeResults
from kinerja_xl.core.scales import Band, Scale
from kinerja_xl.core.values import CellValue, canonical, cell_text
from kinerja_xl.errors import KinerjaError

_DIGITS = 12
"""Significant digits in which figures are compared: spreadsheet programs write 15 to 17."""

_DIGITS_OF_ANY_PROGRAM = 15
"""LibreOffice saves so many; a figure with more would change when it saves the master."""

_NOT_WHAT_WAS_KEPT = (ValueError, TypeError, KeyError, ArithmeticError)

OFFICE, SECTION, OBJECTIVE, BOARD = "kantor", "subbagian", "sasaran", "papan"


@dataclass(frozen=True, slots=True)
class GroupFigures:
    """The figures of a group as they stood when the period was closed.

    Attributes:
        group: Which kind of group: `OFFICE`, `SECTION` or `OBJECTIVE`.
        mean: As a cell holds it.
    """

    group: str
    name: str
    indicators: int
    evaluable: int
    mean: float | None
    category: str | None


@dataclass(frozen=True, slots=True)
class BoardFigures:
    """What the status board said of a section when the period was closed; percents as text.

    Attributes:
        section: Empty for the whole office, of which only `total` is kept.
    """

    section: str
    rows: int = 0
    filled: str | None = None
    evidence: str | None = None
    total: str | None = None
    findings: int = 0


@dataclass(frozen=True, slots=True)
class ClosedPeriod:
    """A closed period: since when, and the settings that its figures were computed with.

    Attributes:
        at: The moment as a person writes it.
        mean: How means were taken, the word in PENGATURAN.
    """

    period: str
    at: str
    mean: str
    scale: Scale

    def record(self) -> HiddenRecord:
        """Return the hidden record that says so."""
        bands = [
            [None if b.lower_percent is None else str(b.lower_percent), b.category, b.colour]
            for b in self.scale.bands
        ]
        text = _json({"mean": self.mean, "scale": self.scale.name, "bands": bands})
        return HiddenRecord(RecordKind.CLOSED, self.period, digest=self.at, text=text)


def closed_period(record: HiddenRecord) -> ClosedPeriod:
    """Read what `ClosedPeriod.record` wrote.

    Raises:
        KinerjaError: If somebody has changed it to something else.
    """
    try:
        kept = json.loads(record.text)
        bands = tuple(
            Band(None if lower is None else Decimal(lower), category, colour)
            for lower, category, colour in kept["bands"]
        )
        return ClosedPeriod(record.period, record.digest, kept["mean"], Scale(kept["scale"], bands))
    except _NOT_WHAT_WAS_KEPT:
        raise _spoilt(record) from None


def group_figures(results: OfficeResults) -> tuple[GroupFigures, ...]:
    """Take the figures of the office, its sections and its objectives out of computed results."""
    office = (results.office,) if results.office else ()
    kinds = ((OFFICE, office), (SECTION, results.sections), (OBJECTIVE, results.objectives))
    return tuple(_figures(kind, group) for kind, groups in kinds for group in groups)


def _figures(kind: str, group: GroupResult) -> GroupFigures:
    mean = group.mean.value
    return GroupFigures(
        kind, OFFICE if kind == OFFICE else group.name, group.indicators, group.mean.counted,
        None if mean is None else kept_number(mean), group.band.category if group.band else None,
    )  # fmt: skip


def figure_records(
    period: str, groups: Iterable[GroupFigures], board: Iterable[BoardFigures]
) -> tuple[HiddenRecord, ...]:
    """Return the hidden records of a period's figures."""
    kept = (
        *((group.group, asdict(group)) for group in groups),
        *((BOARD, asdict(each)) for each in board),
    )
    return tuple(
        HiddenRecord(RecordKind.CLOSED_FIGURES, period, f"{kind}|{number}", text=_json(content))
        for number, (kind, content) in enumerate(kept, start=1)
    )


def read_figures(
    records: Iterable[HiddenRecord],
) -> tuple[tuple[GroupFigures, ...], tuple[BoardFigures, ...]]:
    """Read what `figure_records` wrote, of one period.

    Raises:
        KinerjaError: If somebody has changed it to something else.
    """
    groups, board = [], []
    for record in records:
        try:
            content = json.loads(record.text)
            if record.name.startswith(f"{BOARD}|"):
                board.append(BoardFigures(**content))
            else:
                groups.append(GroupFigures(**content))
        except _NOT_WHAT_WAS_KEPT:
            raise _spoilt(record) from None
    return tuple(groups), tuple(board)


def _spoilt(record: HiddenRecord) -> KinerjaError:
    return KinerjaError(
        f"Catatan penutupan {record.period} rusak atau diubah.",
        where="lembar tersembunyi buku induk",
        remedy="Pulihkan buku induk dari folder cadangan; verify menyebut apa yang diubah.",
    )


def kept_number(value: Decimal | float) -> float:
    """Return a figure as every spreadsheet program saves it alike."""
    return float(f"{value:.{_DIGITS_OF_ANY_PROGRAM}g}")


def records_digest(records: Iterable[HiddenRecord]) -> str:
    """Digest what closing a period wrote out of sight; RIWAYAT keeps it in its chain."""
    return rows_digest(
        (each.kind.value, each.name, each.count, each.digest, each.text) for each in records
    )


def rows_digest(rows: Iterable[Iterable[CellValue]]) -> str:
    """Digest rows of cells, the same whichever program saved them, and in whichever order."""
    texts = sorted(_json([_plain(value) for value in row]) for row in rows)
    return hashlib.sha256("\n".join(texts).encode()).hexdigest()


def _plain(value: CellValue) -> str:
    if isinstance(value, bool):
        return str(value)
    if isinstance(value, int | float | Decimal):
        return f"{float(value):.{_DIGITS}g}"
    if isinstance(value, datetime):
        value = (value + timedelta(milliseconds=500)).replace(microsecond=0)
    plain = canonical(value)
    return plain.isoformat() if isinstance(plain, date) else cell_text(plain)


def _json(content: object) -> str:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))
