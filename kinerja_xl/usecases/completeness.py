"""Gathers from a master what completeness is judged by, and keeps its outcome for the board."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from kinerja_xl.core.book import MasterReader
from kinerja_xl.core.completeness import PerformanceRow, Scope, check_completeness
from kinerja_xl.core.distribution import SectionState
from kinerja_xl.core.evidence import EvidenceListing
from kinerja_xl.core.evidence_checks import ListingStatus
from kinerja_xl.core.findings import Place
from kinerja_xl.core.numbers import read_number
from kinerja_xl.core.period import Period
from kinerja_xl.core.results import row_results
from kinerja_xl.core.scales import FIVE_BANDS
from kinerja_xl.core.tally import Tally
from kinerja_xl.core.values import cell_text
from kinerja_xl.layout import names, rows, tables
from kinerja_xl.usecases import gather
from kinerja_xl.usecases.achievement_sheet import lines

HEADINGS = {
    field: tables.section_table("X").column(field).heading
    for field in ("realisation", "budget_realisation", "obstacles", "follow_up")
}


@dataclass(frozen=True, slots=True)
class Part:
    """How complete one section is, as far as the master knows."""

    rows: int
    filled_percent: Decimal | None
    evidence_percent: Decimal | None
    total_percent: Decimal | None


@dataclass(frozen=True, slots=True)
class OfficeCompleteness:
    """How complete the office is: the cells now, the evidence as last checked."""

    parts: tuple[tuple[str, Part], ...]
    total_percent: Decimal | None

    def section(self, code: str) -> Part:
        """Return the part of one section."""
        return dict(self.parts)[code]


def explanation_limit(book: MasterReader) -> Decimal | None:
    """Read below which achievement an explanation is due."""
    limit = read_number(book.value(names.EXPLANATION_LIMIT.name))
    return limit if isinstance(limit, Decimal) else None


def performance_rows(
    book: MasterReader, states: Iterable[SectionState], period: Period
) -> tuple[PerformanceRow, ...]:
    """Reduce the sections' rows of a period to what completeness asks for."""
    counted = lines(book)
    return tuple(row for state in states for row in _section_rows(book, state, period, counted))


def _section_rows(
    book: MasterReader,
    state: SectionState,
    period: Period,
    counted: Container[tuple[str, str]],
) -> Iterator[PerformanceRow]:
    code = state.section.code
    table = tables.section_table(code)
    first_row = book.table(table.name).first_row
    for result in row_results(code, state.rows, FIVE_BANDS, period=period):
        row = result.row
        if (code, row.row_id) not in counted:
            continue

        def place_of(field: str, index: int = row.index) -> Place:
            return Place("", table.sheet, rows.cell_address(table, first_row, index, field))

        yield PerformanceRow(
            section=code,
            key=row.key,
            code=row.code,
            has_target=row.target is not None,
            realisation=row.entry("realisation"),
            budget=row.budget,
            budget_realisation=row.entry("budget_realisation"),
            obstacles=row.entry("obstacles"),
            follow_up=row.entry("follow_up"),
            achievement=result.achievement.value,
            place_of=place_of,
        )


def listings(book: MasterReader, period: Period) -> tuple[EvidenceListing, ...]:
    """Read the list of evidence of a period."""
    table = tables.EVIDENCE_TABLE
    first_row = book.table(table.name).first_row

    def place(index: int, field: str) -> Place:
        return Place("", table.sheet, rows.cell_address(table, first_row, index, field))

    return tuple(
        EvidenceListing(
            section=row.section,
            slot=row.slot,
            code=row.code,
            item=row.item,
            file_name=cell_text(row.file_name),
            place=place(row.index, "file_name"),
            is_required=not row.is_extra,
            code_place=place(row.index, "code"),
        )
        for row in gather.evidence_of(book, period)
    )


def office_completeness(book: MasterReader, period: Period) -> OfficeCompleteness:
    """Say how complete every section is, without looking at a file."""
    limit = explanation_limit(book)
    evidence = _evidence_tallies(book, period)
    parts: list[tuple[str, Part]] = []
    office = Tally()
    counted = lines(book)
    for state in gather.period_state(book, period).sections:
        code = state.section.code
        performance = tuple(_section_rows(book, state, period, counted))
        cells = check_completeness(
            performance,
            (),
            (),
            Scope(
                period=period,
                expected_sections=(code,),
                returned_sections=frozenset((code,)),
                explanation_limit=limit,
                headings=HEADINGS,
            ),
        ).office  # fmt: skip
        tally = cells + evidence.get(code, Tally())
        office += tally
        parts.append(
            (
                code,
                Part(
                    len(performance),
                    tally.filled_percent,
                    tally.evidence_percent,
                    tally.total_percent,
                ),
            )
        )
    return OfficeCompleteness(tuple(parts), office.total_percent)


def _evidence_tallies(book: MasterReader, period: Period) -> dict[str, Tally]:
    tallies: dict[str, Tally] = {}
    data = book.table(tables.EVIDENCE_TABLE.name)
    for of_period, section, slot, status in data.pick("period", "section", "slot", "status"):
        if cell_text(of_period) != str(period) or cell_text(slot).startswith("X"):
            continue
        code = cell_text(section)
        fulfilled = int(cell_text(status) == ListingStatus.FULFILLED.value)
        tallies[code] = tallies.get(code, Tally()) + Tally(0, 0, 1, fulfilled)
    return tallies
