"""How a verb is run: its report printed, its error turned into an exit code."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kinerja_xl.errors import KinerjaError

if TYPE_CHECKING:
    from collections.abc import Callable

    from kinerja_xl.files.master.book import FileMasterBook
    from kinerja_xl.usecases.gather import Run
    from kinerja_xl.usecases.report import Report

Json = Annotated[
    bool, typer.Option("--json", help="Print one JSON object; progress goes to standard error.")
]
Master = Annotated[Path, typer.Argument(help="The office's master workbook.", show_default=False)]
PeriodText = Annotated[
    str, typer.Option("--period", help="2026-01, 2026-TW1, 2026-S1 or 2026.", show_default=False)
]


def run_verb(
    name: str, verb: Callable[[Run], Report], *, as_json: bool, findings_count: bool = True
) -> None:
    """Run a verb and end the process: 0 clean, 1 with findings, 2 when it could not run."""
    from kinerja_xl.cli import output
    from kinerja_xl.usecases.circumstances import run_now

    with output.ProgressLine() as progress:
        try:
            report = verb(run_now(progress.update))
        except KinerjaError as error:
            progress.close()
            output.print_error(name, error, as_json=as_json)
            raise typer.Exit(2) from None
    output.print_report(report, as_json=as_json)
    raise typer.Exit(1 if report.findings and findings_count else 0)


def open_book(master: Path, run: Run, action: str) -> FileMasterBook:
    """Open the master at a path.

    Args:
        master: Its path.
        run: Its moment goes into the names of copies.
        action: The verb, for the names of copies.

    Raises:
        KinerjaError: If there is none.
    """
    from kinerja_xl.files.master.book import FileMasterBook
    from kinerja_xl.layout.tables import table_named

    book = FileMasterBook(master, table_named, now=lambda: run.now, action=action)
    book.require_master()
    return book
