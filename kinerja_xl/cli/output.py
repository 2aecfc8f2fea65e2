"""How reports, errors and progress appear on the terminal, or as JSON."""

from __future__ import annotations

import json
import os
import sys
import time
from collections import Counter
from datetime import date, datetime
from decimal import Decimal
from types import TracebackType
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.padding import Padding
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.text import Text

from kinerja_xl.cli.tables import fitted_table
from kinerja_xl.errors import KinerjaError
from kinerja_xl.layout.display import display

if TYPE_CHECKING:
    from kinerja_xl.core.values import CellValue
    from kinerja_xl.usecases.report import FindingLine, Report

_PATIENCE_SECONDS = 1.0
_LONGEST_LISTING = 200
_WIDTH_OF_FILES = 120
_FINDING_INDENT = 5
_SEVERITY_STYLES = {"Kesalahan": "red", "Peringatan": "yellow"}


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
                disable=not self._console.is_terminal,  # into a file it would write a blank line
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
    console = _console()
    console.print(Text(report.message, style="bold"), soft_wrap=True)
    for fact in report.facts:
        console.print(Text(f"  {fact.label}: {display(fact.value, blank='-')}"), soft_wrap=True)
    for listing in report.listings:
        if listing.rows:
            console.print()
            console.print(fitted_table(listing, console.width))
    if report.findings:
        console.print()
        _print_findings(console, report.findings)


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


def _console() -> Console:
    """Return standard output; a file or a pipe has no width of its own."""
    console = Console()
    has_width = console.is_terminal or "COLUMNS" in os.environ
    return console if has_width else Console(width=_WIDTH_OF_FILES)


def _print_findings(console: Console, lines: tuple[FindingLine, ...]) -> None:
    """Print findings one below the other: three sentences do not fit into columns."""
    severities = Counter(line.severity for line in lines)
    counts = ", ".join(f"{severities[name]} {name.lower()}" for name in sorted(severities))
    console.print(Text(f"Temuan: {counts}", style="bold"))
    for number, line in enumerate(lines[:_LONGEST_LISTING], start=1):
        head = Text(f"{number:>3}. ")
        head.append(line.severity, style=_SEVERITY_STYLES.get(line.severity, ""))
        where = (part for part in (line.section, line.place) if part)
        head.append(f"  {'  '.join(where)}")
        console.print(head, soft_wrap=True)
        for text in (line.message, f"→ {line.remedy}"):
            console.print(Padding(Text(text), (0, 0, 0, _FINDING_INDENT), expand=False))
    if len(lines) > _LONGEST_LISTING:
        console.print(f"{len(lines) - _LONGEST_LISTING} temuan lagi; lihat TEMUAN.")
