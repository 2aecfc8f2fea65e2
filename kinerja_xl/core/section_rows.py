"""The rows of a section's sheet: one per indicator and period, with a copy of the settings."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from kinerja_xl.core.achievement import PeriodTerm
from kinerja_xl.core.forms import Block
from kinerja_xl.core.indicator import Indicator, Measure, Target
from kinerja_xl.core.numbers import Unreadable, read_number
from kinerja_xl.core.period import Period, PeriodKind
from kinerja_xl.core.targets import read_realisation, read_target
from kinerja_xl.core.values import CellValue, is_same


@dataclass(frozen=True, slots=True)
class SectionRow:
    """One row of a section's sheet.

    The settings were copied from the indicator when the row was distributed: later changes of the
    indicator reach it only by distributing again.

    Attributes:
        index: Position among the table's data rows, counted from 0; -1 for a row yet to be added.
        entries: Values of the PERFORMANCE block's entry fields.
        verdict: What the officer decided about the entries, as it stands in the sheet.
        reason: Why the row was sent back, likewise.
    """

    index: int
    key: str
    period: Period
    code: str
    objective: str
    name: str
    unit: str
    target_year: CellValue
    target: CellValue
    program: str
    budget: CellValue
    evidence: tuple[str, ...]
    measure: Measure
    entries: tuple[CellValue, ...]
    verdict: CellValue = None
    reason: CellValue = None

    def entry(self, field: str) -> CellValue:
        """Return the value of one entry field, such as `realisation`."""
        return self.entries[_ENTRY_POSITIONS[field]]

    def with_entry(self, field: str, value: CellValue) -> SectionRow:
        """Return the row with another value in one entry field."""
        place = _ENTRY_POSITIONS[field]
        return replace(self, entries=(*self.entries[:place], value, *self.entries[place + 1 :]))

    @property
    def row_id(self) -> str:
        """What identifies the row within the section for good."""
        return f"{self.key}|{self.period}"

    @property
    def is_blank(self) -> bool:
        """Whether nobody has filled anything in."""
        return all(value is None for value in self.entries)

    def read_target(self) -> Target | Unreadable | None:
        """Read the target as authored."""
        return read_target(self.target, self.measure, self.unit)

    def term(self) -> PeriodTerm:
        """Return target and realisation as numbers; what cannot be read counts as missing."""
        target = self.read_target()
        realisation = read_realisation(self.entry("realisation"), self.measure, self.unit)
        return PeriodTerm(
            target if isinstance(target, Target) else None,
            None if isinstance(realisation, Unreadable) else realisation,
        )

    def has_same_definition(self, other: SectionRow) -> bool:
        """Say whether everything but the entries is the same."""
        return (
            self.key == other.key
            and self.period == other.period
            and (self.code, self.objective, self.name, self.unit)
            == (other.code, other.objective, other.name, other.unit)
            and self.program == other.program
            and self.evidence == other.evidence
            and self.measure == other.measure
            and is_same(self.target_year, other.target_year)
            and is_same(self.target, other.target)
            and is_same(self.budget, other.budget)
        )


_ENTRY_POSITIONS = {field.name: n for n, field in enumerate(Block.PERFORMANCE.entry_fields)}
BLANK_ENTRIES: tuple[CellValue, ...] = (None,) * len(_ENTRY_POSITIONS)


def section_row(
    indicator: Indicator,
    period: Period,
    *,
    index: int = -1,
    entries: tuple[CellValue, ...] = BLANK_ENTRIES,
) -> SectionRow:
    """Copy an indicator's definition into a row for a period."""
    year = Period(period.year, PeriodKind.YEAR, 1)
    return SectionRow(
        index=index,
        key=indicator.key,
        period=period,
        code=indicator.code,
        objective=indicator.objective,
        name=indicator.name,
        unit=indicator.unit,
        target_year=indicator.target_of(year),
        target=indicator.target_of(period),
        program=indicator.program,
        budget=indicator.budget,
        evidence=indicator.evidence,
        measure=indicator.measure,
        entries=entries,
    )


def rows_by_key(rows: Iterable[SectionRow]) -> dict[str, tuple[SectionRow, ...]]:
    """Put the rows of each indicator together, in order."""
    found: dict[str, list[SectionRow]] = {}
    for row in rows:
        found.setdefault(row.key, []).append(row)
    return {key: tuple(same) for key, same in found.items()}


def earlier_terms(rows: tuple[SectionRow, ...], row: SectionRow) -> tuple[PeriodTerm, ...]:
    """Collect the row's earlier periods of the year, of the same length and with a target.

    Args:
        rows: Where to look; those of other indicators do not count, and cost time.
        row: The row of the later period.
    """
    earlier = sorted(
        (
            other
            for other in rows
            if other.key == row.key
            and other.period.year == row.period.year
            and other.period.kind is row.period.kind
            and other.period.number < row.period.number
        ),
        key=lambda other: other.period.number,
    )
    terms = (other.term() for other in earlier)
    return tuple(term for term in terms if term.target is not None)


def amount(value: CellValue) -> CellValue:
    """Read a rupiah amount or give the value back when it cannot be read."""
    number = read_number(value)
    return value if isinstance(number, Unreadable) else number
