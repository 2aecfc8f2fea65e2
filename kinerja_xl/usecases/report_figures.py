"""Gathers the figures of a report's period; what was not distributed or computed is refused."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from kinerja_xl.core.aggregates import Mean
from kinerja_xl.core.book import MasterReader
from kinerja_xl.core.period import Period, PeriodKind
from kinerja_xl.core.report_checks import Mismatch, check_parts, repeated_budgets
from kinerja_xl.core.report_figures import Figures, Part, figures, parts_of
from kinerja_xl.core.scales import Scale
from kinerja_xl.core.values import cell_text
from kinerja_xl.errors import KinerjaError
from kinerja_xl.layout import tables
from kinerja_xl.layout.rows import moment
from kinerja_xl.usecases.achievement_sheet import uncomputed
from kinerja_xl.usecases.closed import closed_periods
from kinerja_xl.usecases.compute import mean_of, office_results, scale_of

_MOST_NAMED = 5
_Maker = Callable[[Period, tuple[Period, ...]], Figures]


@dataclass(frozen=True, slots=True)
class Gathered:
    """All figures that a report is made of.

    Attributes:
        whole: Of the report's own period.
        course: The periods that show its course: its parts, or the year's earlier ones of its
            length with itself.
        computed_at: By distributed period, when its figures were computed.
        closed_at: By distributed period that is closed, since when.
        mismatches: What of the parts does not add up.
        is_checked: Whether there were parts to compare with.
    """

    whole: Figures
    course: tuple[Figures, ...]
    scale: Scale
    mean: Mean
    computed_at: dict[Period, datetime]
    closed_at: dict[Period, str]
    mismatches: tuple[Mismatch, ...]
    is_checked: bool

    @property
    def last_computed(self) -> datetime:
        """When the latest of the figures was computed."""
        return max(self.computed_at.values())


@dataclass(slots=True)
class _Desk:
    """Reads each distributed period once."""

    book: MasterReader
    computed_at: dict[Period, list[datetime | None]]
    read: dict[Period, Part]

    def part(self, period: Period) -> Part:
        if period not in self.read:
            self.read[period] = Part(period, office_results(self.book, period))
        return self.read[period]


def gather_figures(book: MasterReader, period: Period) -> Gathered:
    """Read or put together the figures of a period.

    A period that was distributed itself has its own figures; of others the periods within it are
    put together: a semester of two quarters, a year of its two semesters. Closed ones give what
    was kept of them.

    Raises:
        KinerjaError: If one of the periods needed was not distributed, or not computed since its
            data changed; all of them are named.
    """
    desk = _Desk(book, _moments(book), {})
    closed = closed_periods(book)
    leaves, halves = _needed(desk, period)
    _refuse_uncomputed(desk, period, dict.fromkeys((*leaves, *(x for h in halves for x in h))))
    last = closed.get(str(leaves[-1]))
    if last and all(str(each) in closed for each in leaves):
        scale, mean = last.scale, Mean(last.mean)
    else:
        scale, mean = scale_of(book), mean_of(book)

    def of(wanted: Period, parts: tuple[Period, ...]) -> Figures:
        return figures(wanted, [desk.part(each) for each in parts], scale, mean)

    whole = of(period, leaves)
    parts = tuple(of(p, h) for p, h in zip(parts_of(period), halves, strict=False))
    used = dict.fromkeys((*leaves, *(leaf for half in halves for leaf in half)))
    mismatches = check_parts(whole, parts) if parts else ()
    if period.kind is PeriodKind.YEAR:
        for part, half in zip(parts, halves, strict=False):
            inner = _available(desk, part.period) if len(half) == 1 else ()
            mismatches += check_parts(part, tuple(of(p, (p,)) for p in inner)) if inner else ()
    return Gathered(
        whole, parts or _course(desk, whole, of), scale, mean,
        {each: _latest(desk.computed_at[each]) for each in used},
        {each: closed[str(each)].at for each in used if str(each) in closed},
        (*mismatches, *repeated_budgets(whole.results.rows)), bool(parts),
    )  # fmt: skip


def _moments(book: MasterReader) -> dict[Period, list[datetime | None]]:
    found: dict[Period, list[datetime | None]] = {}
    table = tables.ACHIEVEMENT_TABLE
    for of_period, at in book.table(table.name).pick("period", "computed_at"):
        if cell_text(of_period):
            found.setdefault(Period.parse(cell_text(of_period)), []).append(moment(at, table.sheet))
    return found


def _latest(moments: list[datetime | None]) -> datetime:
    return max(each for each in moments if each is not None)


def _needed(desk: _Desk, period: Period) -> tuple[tuple[Period, ...], list[tuple[Period, ...]]]:
    """Return the distributed periods to use, and those of each part that the whole is checked with.

    Raises:
        KinerjaError: If some were not distributed.
    """
    is_own = period in desk.computed_at
    leaves, missing = _leaves(desk, period)
    halves: list[tuple[Period, ...]] = []
    inner = parts_of(period) if period.kind is not PeriodKind.QUARTER or not is_own else ()
    found = [_leaves(desk, part) for part in inner]
    if is_own and all(not leaves for leaves, _ in found):
        found = []
    if is_own and period.kind is PeriodKind.SEMESTER and any(lost for _, lost in found):
        found = []
    for leaves_of_part, lost in found:
        halves.append(leaves_of_part)
        missing += tuple(each for each in lost if each not in missing)
    if missing:
        raise KinerjaError(
            f"Laporan {period.label} belum dapat dibuat: belum ada data "
            f"{', '.join(each.label for each in missing)}.",
            where=tables.ACHIEVEMENT_TABLE.sheet,
            remedy="Bagikan, gabungkan, dan hitung periode itu lebih dulu (distribute --period "
            f"{missing[0]}), lalu ulangi.",
        )
    return leaves, halves


def _leaves(desk: _Desk, period: Period) -> tuple[tuple[Period, ...], tuple[Period, ...]]:
    """Return the distributed periods that make up a period, and those that are missing."""
    if period in desk.computed_at:
        return (period,), ()
    found = [_leaves(desk, part) for part in parts_of(period)]
    is_unit = period.kind in (PeriodKind.QUARTER, PeriodKind.MONTH)
    if is_unit and not any(leaves for leaves, _ in found):
        return (), (period,)
    return (
        tuple(each for leaves, _ in found for each in leaves),
        tuple(each for _, lost in found for each in lost),
    )


def _available(desk: _Desk, period: Period) -> tuple[Period, ...]:
    """Return the parts of a period when all of them were distributed and computed."""
    parts = parts_of(period)
    is_whole = all(
        part in desk.computed_at and not uncomputed(desk.book, desk.part(part).results)
        for part in parts
    )
    return parts if is_whole else ()


def _refuse_uncomputed(desk: _Desk, period: Period, leaves: dict[Period, None]) -> None:
    closed = closed_periods(desk.book)
    stale = {
        each: codes
        for each in leaves
        if str(each) not in closed and (codes := uncomputed(desk.book, desk.part(each).results))
    }
    if not stale:
        return
    told = []
    for each, codes in stale.items():
        more = f", dan {len(codes) - _MOST_NAMED} lagi" if len(codes) > _MOST_NAMED else ""
        told.append(f"{each.label} ({', '.join(codes[:_MOST_NAMED])}{more})")
    raise KinerjaError(
        f"Laporan {period.label} belum dapat dibuat: capaian belum dihitung, atau datanya berubah "
        f"sesudah dihitung: {'; '.join(told)}.",
        where=tables.ACHIEVEMENT_TABLE.sheet,
        remedy="; ".join(f"Jalankan hitung {each} (compute --period {each})" for each in stale)
        + ", lalu ulangi.",
    )


def _course(desk: _Desk, whole: Figures, of: _Maker) -> tuple[Figures, ...]:
    """Return the year's earlier periods of the same length that are computed, and the whole."""
    period = whole.period
    earlier = [Period(period.year, period.kind, number) for number in range(1, period.number)]
    known = [
        each for each in earlier
        if each in desk.computed_at and not uncomputed(desk.book, desk.part(each).results)
    ]  # fmt: skip
    return (*(of(each, (each,)) for each in known), whole)
