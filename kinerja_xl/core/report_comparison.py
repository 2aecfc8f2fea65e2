"""An indicator beside earlier years and the medium-term target, as far as the office gave them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeVar

from kinerja_xl.core.achievement import evaluate
from kinerja_xl.core.indicator import Target
from kinerja_xl.core.numbers import Unreadable, read_number
from kinerja_xl.core.results import RowResult
from kinerja_xl.core.targets import read_realisation, read_target
from kinerja_xl.core.values import CellValue

REALISATION, ACHIEVEMENT, TARGET = "Realisasi", "Capaian", "Target"

_Kind = TypeVar("_Kind", Decimal, Target)


@dataclass(frozen=True, slots=True)
class GivenFigure:
    """One cell of the office's table of other years.

    Attributes:
        what: `REALISATION`, `ACHIEVEMENT` (percent) or `TARGET`.
        place: For messages.
    """

    code: str
    what: str
    year: int
    value: CellValue
    place: str


@dataclass(frozen=True, slots=True)
class YearFigure:
    """What is known of an indicator in another year."""

    year: int
    realisation: Decimal | None = None
    achievement: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Comparison:
    """An indicator beside other years.

    Attributes:
        earlier: Years before the report's, in order.
        change: Realisation now less the latest earlier one, in the indicator's unit.
        target_year: Of the medium-term target: the last later year that has one; 0 for none.
        progress: Realisation against that target, in percent, by the indicator's own formula.
    """

    result: RowResult
    earlier: tuple[YearFigure, ...]
    change: Decimal | None
    target_year: int = 0
    target: Target | None = None
    progress: Decimal | None = None


def compare(
    rows: Iterable[RowResult], given: Iterable[GivenFigure], year: int
) -> tuple[tuple[Comparison, ...], tuple[str, ...]]:
    """Put each indicator beside other years.

    Returns:
        One comparison an indicator, and what could not be used, in Indonesian.
    """
    results = tuple(rows)
    by_code: dict[str, list[GivenFigure]] = {}
    for figure in given:
        by_code.setdefault(figure.code.casefold(), []).append(figure)
    known = {result.row.code.casefold() for result in results}
    problems = [
        f'{figures[0].place}: kode "{figures[0].code}" tidak ada dalam laporan ini'
        for code, figures in by_code.items()
        if code not in known
    ]
    compared = tuple(
        _comparison(result, by_code.get(result.row.code.casefold(), ()), year, problems)
        for result in results
    )
    return compared, tuple(problems)


def _comparison(
    result: RowResult, given: Sequence[GivenFigure], year: int, problems: list[str]
) -> Comparison:
    realisations: dict[int, Decimal] = {}
    achievements: dict[int, Decimal] = {}
    targets: dict[int, Target] = {}
    row = result.row
    for figure in given:
        read: Target | Decimal | Unreadable | None
        if figure.what == TARGET:
            read = read_target(figure.value, row.measure, row.unit)
            _keep(targets, figure, read, Target, problems)
        elif figure.what == REALISATION:
            read = read_realisation(figure.value, row.measure, row.unit)
            _keep(realisations, figure, read, Decimal, problems)
        else:
            read = read_number(figure.value, unit="%", is_percent=True)
            _keep(achievements, figure, read, Decimal, problems)
    earlier = tuple(
        YearFigure(each, realisations.get(each), achievements.get(each))
        for each in sorted({*realisations, *achievements})
        if each < year
    )
    now = result.cumulative.realisation
    before = next((e.realisation for e in reversed(earlier) if e.realisation is not None), None)
    change = None if now is None or before is None else now - before
    last = max((each for each in targets if each >= year), default=0)
    target = targets.get(last)
    progress = evaluate(row.measure, target, now).value if target else None
    return Comparison(result, earlier, change, last, target, progress)


def _keep(
    into: dict[int, _Kind], figure: GivenFigure, read: object, kind: type[_Kind],
    problems: list[str],
) -> None:  # fmt: skip
    if isinstance(read, kind):
        into[figure.year] = read
    elif read is not None:
        problems.append(f'{figure.place}: "{figure.value}" bukan angka yang dapat dibaca')


def years_of(comparisons: Iterable[Comparison]) -> tuple[int, ...]:
    """List the earlier years of which anything is known."""
    return tuple(sorted({each.year for item in comparisons for each in item.earlier}))


def by_year(comparison: Comparison) -> Mapping[int, YearFigure]:
    """Return an indicator's earlier years by their numbers."""
    return {each.year: each for each in comparison.earlier}
