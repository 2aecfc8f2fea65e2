"""Completeness: whether the required cells are filled and the required evidence is there."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from kinerja_xl.core.evidence import EvidenceFile, EvidenceListing, is_blank_listing
from kinerja_xl.core.evidence_checks import ListingResult, ListingStatus, check_evidence, code_key
from kinerja_xl.core.findings import Code, Finding, Place, finding
from kinerja_xl.core.numbers import format_number, read_number
from kinerja_xl.core.period import Period
from kinerja_xl.core.tally import Tally
from kinerja_xl.core.values import CellValue, cell_text


@dataclass(frozen=True, slots=True)
class PerformanceRow:
    """One row of a section's form as merged, reduced to what completeness asks for.

    Attributes:
        has_target: Whether the period has a target, so that a realisation is due.
        budget: Pagu in rupiah; a positive one makes the budget realisation due.
        achievement: In percent; `None` when it is not evaluable.
        place_of: Gives the cell of a field.
    """

    section: str
    key: str
    code: str
    has_target: bool
    realisation: CellValue
    budget: CellValue
    budget_realisation: CellValue
    obstacles: CellValue
    follow_up: CellValue
    achievement: Decimal | None
    place_of: Callable[[str], Place]

    @property
    def has_budget(self) -> bool:
        """Whether there is a budget to be spent; one that cannot be read counts as such."""
        amount = read_number(self.budget)
        return amount is not None and not (isinstance(amount, Decimal) and amount <= 0)

    @property
    def is_untouched(self) -> bool:
        """Whether none of the cells that completeness asks for is filled."""
        cells = (self.realisation, self.budget_realisation, self.obstacles, self.follow_up)
        return all(not _is_filled(cell) for cell in cells)


@dataclass(frozen=True, slots=True)
class RowCompleteness:
    """The completeness of one form row and of the evidence for its indicator."""

    section: str
    key: str
    tally: Tally


@dataclass(frozen=True, slots=True)
class SectionCompleteness:
    """The completeness of one section; `findings` counts those in the report that are its."""

    section: str
    is_returned: bool
    tally: Tally
    findings: int


@dataclass(frozen=True, slots=True)
class CompletenessReport:
    """What is lacking.

    Attributes:
        findings: By section; within one: the form, its rows, its list of evidence, its files.
        rows: In the order given, section by section.
        sections: The expected ones in the order given, then others that turned up.
        listings: One for every listing, section by section.
        office: The sum of all sections.
    """

    findings: tuple[Finding, ...]
    rows: tuple[RowCompleteness, ...]
    sections: tuple[SectionCompleteness, ...]
    listings: tuple[ListingResult, ...]
    office: Tally


@dataclass(frozen=True, slots=True)
class Scope:
    """What a check asks for.

    Attributes:
        expected_sections: Codes of the sections that were sent a form.
        returned_sections: Codes of those whose form came back.
        explanation_limit: In percent; an achievement exactly at the limit needs no explanation;
            `None` when none ever does.
        headings: Headings of realisation, budget_realisation, obstacles and follow_up, by field.
    """

    period: Period
    expected_sections: Sequence[str]
    returned_sections: Collection[str]
    explanation_limit: Decimal | None
    headings: Mapping[str, str]

    def is_awaited(self, section: str) -> bool:
        """Say whether the section was sent a form that has not come back."""
        return section in self.expected_sections and section not in self.returned_sections


def check_completeness(
    rows: Sequence[PerformanceRow],
    listings: Sequence[EvidenceListing],
    files: Sequence[EvidenceFile],
    scope: Scope,
) -> CompletenessReport:
    """Check rows, listed evidence and the files themselves, section by section.

    Required are: the realisation where the period has a target; the budget realisation where
    there is a budget; obstacles and follow-up where the achievement lies below the limit; each
    piece of evidence that an indicator asks for, with all files that its cell names being there,
    readable, not empty, what their extension says, and not the repetition of another file. Dashes
    and words such as "nihil" fill nothing.

    A section that did not return its form gets that one finding for all rows in which nothing is
    filled; its required cells and evidence count all the same.

    Args:
        rows: Rows of the period, of all sections.
        listings: Rows of the list of evidence, of all sections.
        files: Of all sections, each section's in the order in which repetitions are judged.
        scope: What is asked for.
    """
    parts = _by_section(scope.expected_sections, rows, listings, files)
    checked = [_check_section(section, part, scope) for section, part in parts.items()]
    return CompletenessReport(
        findings=tuple(found for part in checked for found in part.findings),
        rows=tuple(row for part in checked for row in part.rows),
        sections=tuple(section for part in checked for section in part.sections),
        listings=tuple(listing for part in checked for listing in part.listings),
        office=sum((part.office for part in checked), Tally()),
    )


@dataclass(frozen=True, slots=True)
class _Part:
    """What belongs to one section."""

    rows: list[PerformanceRow] = field(default_factory=list)
    listings: list[EvidenceListing] = field(default_factory=list)
    files: list[EvidenceFile] = field(default_factory=list)


def _by_section(
    expected: Sequence[str],
    rows: Sequence[PerformanceRow],
    listings: Sequence[EvidenceListing],
    files: Sequence[EvidenceFile],
) -> dict[str, _Part]:
    parts = {section: _Part() for section in expected}
    for row in rows:
        parts.setdefault(row.section, _Part()).rows.append(row)
    for listing in listings:
        parts.setdefault(listing.section, _Part()).listings.append(listing)
    for file in files:
        parts.setdefault(file.section, _Part()).files.append(file)
    return parts


def _check_section(section: str, part: _Part, scope: Scope) -> CompletenessReport:
    findings: list[Finding] = []
    tallies: dict[str, Tally] = {}
    is_awaited = scope.is_awaited(section)
    if is_awaited:
        findings.append(finding(Code.FORM_NOT_RETURNED, section=section, period=scope.period))
    awaited = {row.code for row in part.rows if is_awaited and row.is_untouched}
    for row in part.rows:
        lacking, required = _lacking_cells(row, scope)
        tallies[row.key] = Tally(required, required - len(lacking))
        if row.code not in awaited:
            findings.extend(lacking)
    evidence = check_evidence(
        section,
        part.listings,
        part.files,
        known_codes=[row.code for row in part.rows],
        unreported_codes=awaited,
    )
    findings.extend(evidence.findings)
    rest = _add_evidence(tallies, evidence.listings, part.rows)
    rows = tuple(RowCompleteness(section, row.key, tallies[row.key]) for row in part.rows)
    total = sum(tallies.values(), rest)
    return CompletenessReport(
        findings=tuple(findings),
        rows=rows,
        sections=(SectionCompleteness(section, not is_awaited, total, len(findings)),),
        listings=evidence.listings,
        office=total,
    )


def _lacking_cells(row: PerformanceRow, scope: Scope) -> tuple[list[Finding], int]:
    """Find the required cells that are not filled, and count the required ones."""
    required: list[tuple[str, CellValue, Code]] = []
    if row.has_target:
        required.append(("realisation", row.realisation, Code.REQUIRED_EMPTY))
    if row.has_budget:
        required.append(("budget_realisation", row.budget_realisation, Code.REQUIRED_EMPTY))
    limit = scope.explanation_limit
    facts: dict[str, str] = {}
    if limit is not None and row.achievement is not None and row.achievement < limit:
        required.append(("obstacles", row.obstacles, Code.EXPLANATION_EMPTY))
        required.append(("follow_up", row.follow_up, Code.EXPLANATION_EMPTY))
        facts = {
            "achievement": f"{format_number(row.achievement)}%",
            "limit": f"{format_number(limit)}%",
        }
    lacking = [
        finding(
            code,
            row.place_of(name),
            section=row.section,
            row_key=row.key,
            column=name,
            field=scope.headings[name],
            code=row.code,
            **facts,
        )
        for name, value, code in required
        if not _is_filled(value)
    ]
    return lacking, len(required)


def _add_evidence(
    tallies: dict[str, Tally], results: Iterable[ListingResult], rows: Iterable[PerformanceRow]
) -> Tally:
    """Count required evidence at the row of its indicator; what has no row is returned."""
    key_of = {code_key(row.code): row.key for row in rows}
    rest = Tally()
    for result in results:
        if not result.listing.is_required:
            continue
        one = Tally(0, 0, 1, int(result.status is ListingStatus.FULFILLED))
        key = key_of.get(code_key(result.listing.code))
        if key is None:
            rest += one
        else:
            tallies[key] += one
    return rest


def _is_filled(value: CellValue) -> bool:
    return not is_blank_listing(cell_text(value))
