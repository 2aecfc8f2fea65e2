"""How reports, errors and progress appear on the terminal, or as JSON."""

from __future__ import annotations

import json
import sys
import time
from datetime import date, datetime
from decimal import Decimal
from types import TracebackType
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

from kinerja_xl.errors import KinerjaError
from kinerja_xl.layout.display import display

if TYPE_CHECKING:
    from kinerja_xl.core.values import CellValue
    from kinerja_xl.usecases.report import FindingLine, Listing, Report

_PATIENCE_SECONDS = 1.0
_LONGEST_LISTING = 200


class ProgressLine:
    """A progress bar on standard error that appears when a run takes over a second."""

    def __init__(self) -> None:
        self._started = time.monotonic()
        self._bar: Progress | None = None
        self._console = Console(stderr=True)

    def __enter__(self) -> ProgressLine:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def update(self, label: str, done: int, total: int) -> None:
        """Show what is being done and how far it is."""
        if self._bar is None:
            if time.monotonic() - self._started < _PATIENCE_SECONDS:
                return
            self._bar = Progress(
                TextColumn("{task.description}"),
                BarColumn(),
                MofNCompleteColumn(),
                TimeRemainingColumn(),
                console=self._console,
                transient=True,
            )
            self._bar.start()
            self._bar.add_task(label, total=total)
        task = self._bar.task_ids[0]
        self._bar.update(task, description=label, completed=done, total=total)

    def close(self) -> None:
        """Take the bar away."""
        if self._bar is not None:
            self._bar.stop()
            self._bar = None


def print_report(report: Report, *, as_json: bool) -> None:
    """Print a report to standard output."""
    if as_json:
        _print_json(report_json(report))
        return
    console = Console()
    console.print(Text(report.message, style="bold"))
    for fact in report.facts:
        console.print(Text(f"  {fact.label}: {display(fact.value, blank='-')}"))
    for listing in report.listings:
        if listing.rows:
            console.print(_table(listing))
    if report.findings:
        console.print(_findings(report.findings))


def print_error(verb: str, error: KinerjaError, *, as_json: bool) -> None:
    """Print why a verb could not run: to standard error, or as JSON to standard output."""
    if as_json:
        _print_json(
            {
                "verb": verb,
                "status": "error",
                "error": {"where": error.where, "what": error.what, "remedy": error.remedy},
                "message": str(error),
            }
        )
        return
    Console(stderr=True).print(Text(str(error), style="bold red"), soft_wrap=True)


def report_json(report: Report) -> dict[str, Any]:
    """Return a report as plain data: facts by id, listings as lists of objects, findings."""
    return {
        "verb": report.verb,
        "status": "findings" if report.findings else "clean",
        "period": report.period,
        "message": report.message,
        "facts": {fact.id: _plain(fact.value) for fact in report.facts},
        "listings": {
            listing.id: [
                dict(zip(listing.columns, map(_plain, row), strict=True)) for row in listing.rows
            ]
            for listing in report.listings
        },
        "findings": [
            {
                "severity": line.severity,
                "code": line.code,
                "section": line.section,
                "place": line.place,
                "message": line.message,
                "remedy": line.remedy,
            }
            for line in report.findings
        ],
        **report.details,
    }


def _print_json(data: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(data, ensure_ascii=False, indent=2) + "\n")


def _plain(value: CellValue) -> str | float | int | bool | None:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, datetime | date):
        return value.isoformat()
    return value


def _table(listing: Listing) -> Table:
    table = Table(title=listing.title, title_justify="left", title_style="bold")
    for heading in listing.headings:
        table.add_column(heading, overflow="fold")
    for row in listing.rows[:_LONGEST_LISTING]:
        table.add_row(*(Text(display(value, blank="-")) for value in row))
    if len(listing.rows) > _LONGEST_LISTING:
        table.caption = f"{len(listing.rows) - _LONGEST_LISTING} baris lagi; lihat buku induk."
    return table


def _findings(lines: tuple[FindingLine, ...]) -> Table:
    table = Table(title="Temuan", title_justify="left", title_style="bold")
    for heading in ("Tingkat", "Tempat", "Temuan", "Yang harus dilakukan"):
        table.add_column(heading, overflow="fold")
    for line in lines[:_LONGEST_LISTING]:
        cells = (line.severity, line.place, line.message, line.remedy)
        table.add_row(*(Text(cell) for cell in cells))
    if len(lines) > _LONGEST_LISTING:
        table.caption = f"{len(lines) - _LONGEST_LISTING} temuan lagi; lihat TEMUAN."
    return table
