"""The commands and their options."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kinerja_xl.cli.document_verbs import document, report, sign, template
from kinerja_xl.cli.install_verbs import doctor, install, uninstall
from kinerja_xl.cli.proof_verbs import close, reopen, undo, verify
from kinerja_xl.cli.register_verbs import audits, decide, entries, evidence
from kinerja_xl.cli.running import Json, Master, PeriodText, open_book, run_verb
from kinerja_xl.cli.sop_verbs import sop_app
from kinerja_xl.cli.step_verbs import step
from kinerja_xl.errors import KinerjaError

if TYPE_CHECKING:
    from kinerja_xl.usecases.gather import Run
    from kinerja_xl.usecases.report import Report

# Use cases are imported inside the commands: --help must not wait for the libraries they need.

app = typer.Typer(
    name="kinerja-xl",
    help="Collect the performance data of a KPU district office through Excel.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.add_typer(sop_app, name="sop")


@app.command()
def new(
    directory: Annotated[Path, typer.Argument(help="Folder to make.", show_default=False)],
    sop: Annotated[
        str, typer.Option(help="Name of a shipped SOP or path of a file.", show_default=False)
    ],
    year: Annotated[int, typer.Option(help="Year of the master.", min=2000, max=2099)],
    indicators: Annotated[
        Path | None, typer.Option(help="Indicators to start with, .xlsx or .csv.")
    ] = None,
    office: Annotated[
        str, typer.Option(help="Name of the office; the SOP's institution by default.")
    ] = "",
    as_json: Json = False,
) -> None:
    """Create an office's folder with its master workbook."""

    def verb(run: Run) -> Report:
        from kinerja_xl.usecases.new import create_office

        return create_office(directory, sop, year, run, indicators=indicators, office=office)

    run_verb("new", verb, as_json=as_json)


@app.command()
def distribute(
    master: Master,
    period: PeriodText,
    section: Annotated[
        list[str] | None, typer.Option(help="Code of a section; may be repeated. Default: all.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Write each section's form for a period."""

    def verb(run: Run) -> Report:
        from kinerja_xl.core.period import Period
        from kinerja_xl.usecases.distribute import distribute as distribute_forms

        return distribute_forms(
            open_book(master, run, "distribute"), Period.parse(period), run, tuple(section or ())
        )

    run_verb("distribute", verb, as_json=as_json)


@app.command()
def merge(
    master: Master,
    period: PeriodText,
    source: Annotated[
        Path | None, typer.Option("--from", help="Folder to read instead of kembali/PERIOD.")
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Print the difference, cell by cell; write nothing.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Merge the returned forms of a period into the master."""

    def verb(run: Run) -> Report:
        from kinerja_xl.core.period import Period
        from kinerja_xl.usecases.merge import merge as merge_returns

        return merge_returns(
            open_book(master, run, "merge"),
            Period.parse(period),
            run,
            source=source,
            is_dry_run=dry_run,
        )

    run_verb("merge", verb, as_json=as_json)


@app.command()
def check(master: Master, period: PeriodText, as_json: Json = False) -> None:
    """Check completeness of a period against its evidence."""

    def verb(run: Run) -> Report:
        from kinerja_xl.core.period import Period
        from kinerja_xl.usecases.check import check as check_period

        return check_period(open_book(master, run, "check"), Period.parse(period), run)

    run_verb("check", verb, as_json=as_json)


@app.command()
def compute(master: Master, period: PeriodText, as_json: Json = False) -> None:
    """Compute achievements and step durations of a period."""

    def verb(run: Run) -> Report:
        from kinerja_xl.core.period import Period
        from kinerja_xl.usecases.compute import compute as compute_period

        return compute_period(open_book(master, run, "compute"), Period.parse(period), run)

    run_verb("compute", verb, as_json=as_json)


@app.command()
def status(master: Master, as_json: Json = False) -> None:
    """Show where the active period stands; changes nothing."""

    def verb(run: Run) -> Report:
        from kinerja_xl.usecases.status import status as office_status

        return office_status(open_book(master, run, "status"), run.now)

    run_verb("status", verb, as_json=as_json)


@app.command()
def demo(
    directory: Annotated[
        Path | None, typer.Argument(help="New folder to use; a temporary one by default.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Run the whole job on the shipped example: create, distribute, merge, check, compute.

    The example has faults on purpose, so that there is something to see; exit code 0 means that
    the run went as it should.
    """

    def verb(run: Run) -> Report:
        from kinerja_xl.usecases.demo import run_demo

        return run_demo(directory, run)

    run_verb("demo", verb, as_json=as_json, findings_count=False)


for _verb in (decide, audits, evidence, entries, verify, close, reopen, undo, install, uninstall,
              doctor, document, sign, template, report, step):  # fmt: skip
    app.command()(_verb)


def main() -> None:
    """Run the command line; the process ends with exit code 0, 1 or 2."""
    for stream in (sys.stdout, sys.stderr):
        # A Windows console in an old code page must not fail on a dash or an accent.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    if "--json" in sys.argv[1:]:
        sys.exit(_for_scripts())
    app()


def _for_scripts() -> int:
    """Run the command line so that its own complaints are JSON too; return the exit code."""
    try:
        return app(standalone_mode=False) or 0
    except Exception as error:
        if not hasattr(error, "format_message"):  # Typer exports no common class of these
            raise
        from kinerja_xl.cli import output

        complaint = KinerjaError(error.format_message(), remedy="kinerja-xl --help")
        output.print_error(" ".join(sys.argv[1:2]), complaint, as_json=True)
        return 2
