"""Whether the parts of a year add up to it, and budgets that seem to be typed twice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from kinerja_xl.core.achievement import PeriodTerm, Status
from kinerja_xl.core.indicator import PeriodLogic, Target
from kinerja_xl.core.numbers import format_number, read_number
from kinerja_xl.core.period import Period
from kinerja_xl.core.report_figures import Figures, combine
from kinerja_xl.core.report_words import measure_words, target_words
from kinerja_xl.core.results import RowResult
from kinerja_xl.core.section_rows import SectionRow
from kinerja_xl.core.targets import read_target
from kinerja_xl.core.values import cell_text, is_same

_NEARLY = Decimal("1e-20")
"""A third has no end in decimals; a difference below this is none."""

_DEFINITION = (
    ("name", "nama indikator"), ("unit", "satuan"), ("objective", "sasaran"),
    ("target_year", "target tahun"), ("budget", "pagu"), ("measure", "cara hitung"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Mismatch:
    """Something of an indicator that does not add up, in Indonesian words."""

    code: str
    name: str
    what: str


def check_parts(whole: Figures, parts: Sequence[Figures]) -> tuple[Mismatch, ...]:
    """Compare a period with the periods that it consists of, indicator by indicator.

    Realisations and targets must combine by the indicator's own logic; what was spent may only
    grow; nobody may have changed the definition on the way; each part must have its figure.

    Args:
        whole: Such as the year.
        parts: Such as its two semesters, in order.
    """
    found: list[Mismatch] = []
    by_part = [_by_key(part.results.rows) for part in parts]
    in_whole = _by_key(whole.results.rows)
    keys = dict.fromkeys((*in_whole, *(key for rows in by_part for key in rows)))
    for key in keys:
        mine = in_whole.get(key)
        present = [(part.period, rows.get(key)) for part, rows in zip(parts, by_part, strict=True)]
        shown = mine or next(result for _, result in present if result)
        found.extend(
            Mismatch(shown.row.code, shown.row.name, what)
            for what in _faults(whole.period, mine, present)
        )
    return tuple(found)


def _by_key(rows: Iterable[RowResult]) -> dict[tuple[str, str], RowResult]:
    return {(result.section, result.row.key): result for result in rows}


def _faults(
    period: Period, whole: RowResult | None, present: list[tuple[Period, RowResult | None]]
) -> Iterator[str]:
    for part, result in present:
        if result is None:
            yield f"Tidak ada dalam {part.label}."
        elif result.cumulative.realisation is None:
            yield f"{part.label}: {_reason(result)}."
    known = [(part, result) for part, result in present if result is not None]
    yield from _changed(known)
    yield from _shrinking(known)
    if whole is None:
        yield f"Ada dalam bagian-bagiannya tetapi tidak dalam {period.label}."
        return
    if known and len(known) == len(present):
        yield from _sums(period, whole, [result for _, result in known])


def _reason(result: RowResult) -> str:
    status = result.cumulative.status
    if status is Status.EVALUATED:
        status = Status.REALISATION_MISSING
    return str(status.value).lower()


def _changed(known: list[tuple[Period, RowResult]]) -> Iterator[str]:
    for (before, earlier), (after, later) in pairwise(known):
        differing = [
            word for field, word in _DEFINITION if not _is_alike(earlier.row, later.row, field)
        ]
        if differing:
            yield f"{', '.join(differing).capitalize()} {before.label} dan {after.label} berbeda."


def _is_alike(one: SectionRow, other: SectionRow, field: str) -> bool:
    if field == "measure":
        return one.measure == other.measure
    return is_same(getattr(one, field), getattr(other, field))


def _shrinking(known: list[tuple[Period, RowResult]]) -> Iterator[str]:
    for (before, earlier), (after, later) in pairwise(known):
        first, second = rupiah(earlier, "spent"), rupiah(later, "spent")
        if first is not None and second is not None and second < first:
            yield (
                f"Realisasi anggaran s.d. {after.label} ({format_number(second)}) di bawah "
                f"s.d. {before.label} ({format_number(first)})."
            )


def _sums(period: Period, whole: RowResult, parts: list[RowResult]) -> Iterator[str]:
    measure = whole.row.measure
    combined, _ = combine(
        measure,
        [PeriodTerm(part.cumulative.target, part.cumulative.realisation) for part in parts],
    )
    said, expected = whole.cumulative.realisation, combined.realisation
    word = _WORDS[measure.period_logic]
    if said is not None and expected is not None and abs(said - expected) > _NEARLY:
        yield (
            f"Realisasi {period.label} {measure_words(said, measure)}, sedangkan {word} "
            f"{measure_words(expected, measure)}."
        )
    target = read_target(whole.row.target_year, measure, whole.row.unit)
    if isinstance(target, Target) and combined.target and not _is_near(target, combined.target):
        yield (
            f"Target tahun {target_words(target, measure)}, sedangkan {word} target "
            f"{target_words(combined.target, measure)}."
        )
    spent, last = rupiah(whole, "spent"), rupiah(parts[-1], "spent")
    if spent is not None and last is not None and spent != last:
        yield (
            f"Realisasi anggaran {period.label} {format_number(spent)}, sedangkan s.d. bagian "
            f"terakhirnya {format_number(last)}."
        )


_WORDS = {
    PeriodLogic.SUM: "jumlah bagian-bagiannya", PeriodLogic.AVERAGE: "rata-rata bagiannya",
    PeriodLogic.LAST: "bagian terakhirnya", PeriodLogic.NONE: "bagian terakhirnya",
}  # fmt: skip


def _is_near(one: Target, other: Target) -> bool:
    return abs(one.low - other.low) <= _NEARLY and abs(one.high - other.high) <= _NEARLY


def rupiah(result: RowResult, what: str) -> Decimal | None:
    """Read the budget (`"budget"`) or what was spent of it (`"spent"`)."""
    row = result.row
    number = read_number(row.budget if what == "budget" else row.entry("budget_realisation"),
                         unit="rupiah")  # fmt: skip
    return number if isinstance(number, Decimal) else None


def repeated_budgets(rows: Iterable[RowResult]) -> tuple[Mismatch, ...]:
    """List programmes in which several indicators bear the very same budget: it may count twice."""
    found: dict[tuple[str, Decimal], list[RowResult]] = {}
    for result in rows:
        budget = rupiah(result, "budget")
        if budget:
            found.setdefault((cell_text(result.row.program), budget), []).append(result)
    return tuple(
        Mismatch(
            "; ".join(each.row.code for each in same), program or "tanpa program",
            f"Pagu yang sama ({format_number(budget)}) tertulis pada {len(same)} indikator; "
            "periksa apakah terhitung ganda.",
        )
        for (program, budget), same in found.items()
        if len(same) > 1
    )  # fmt: skip
