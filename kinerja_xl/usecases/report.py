"""What a verb reports back to the shell that called it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from kinerja_xl.core.findings import Finding
from kinerja_xl.core.values import CellValue

Progress = Callable[[str, int, int], None]
"""Called with what is being done, how much is done, and how much there is."""


def no_progress(label: str, done: int, total: int) -> None:
    """Ignore progress."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One figure of a report: an English id for scripts, an Indonesian label, the value."""

    id: str
    label: str
    value: CellValue


@dataclass(frozen=True, slots=True)
class Listing:
    """A small table of a report.

    Attributes:
        id: English id for scripts.
        columns: English ids of the columns.
        headings: Indonesian headings, as many.
    """

    id: str
    title: str
    columns: tuple[str, ...]
    headings: tuple[str, ...]
    rows: tuple[tuple[CellValue, ...], ...]


@dataclass(frozen=True, slots=True)
class FindingLine:
    """An open finding as it stands in TEMUAN, all in the words that a person reads there."""

    severity: str
    code: str
    section: str
    place: str
    message: str
    remedy: str


def finding_line(found: Finding) -> FindingLine:
    """Return a finding in the words that a person reads, for a verb that does not record it."""
    return FindingLine(
        found.code.severity.value, found.code.name, found.section, str(found.place),
        found.message, found.remedy,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Report:
    """The outcome of a verb that ran.

    Attributes:
        verb: English name, as on the command line.
        message: One Indonesian sentence: what was done and where to look.
        findings: Every finding of the verb that is open after the run.
        listings: Tables worth printing.
        details: Further plain data that only JSON shows.
    """

    verb: str
    message: str
    period: str = ""
    facts: tuple[Fact, ...] = ()
    listings: tuple[Listing, ...] = ()
    findings: tuple[FindingLine, ...] = ()
    details: Mapping[str, object] = field(default_factory=dict)
