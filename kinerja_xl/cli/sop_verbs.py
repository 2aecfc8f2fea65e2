"""The commands about an SOP: checked, shown, printed; signed, reviewed, revised."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kinerja_xl.cli.running import Json, Master, open_book, run_verb

if TYPE_CHECKING:
    from kinerja_xl.usecases.gather import Run
    from kinerja_xl.usecases.report import Report

sop_app = typer.Typer(
    help="Check, show or print an SOP; record its signing, review and revision.",
    no_args_is_help=True,
)

At = Annotated[
    datetime | None,
    typer.Option(
        formats=["%Y-%m-%d", "%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"],
        help="When, such as 2026-01-05 or 2026-01-05T08:00; now by default.",
    ),
]


@sop_app.command("validate")
def sop_validate(
    file: Annotated[str, typer.Argument(help="A definition, or the name of a shipped one.")],
    as_json: Json = False,
) -> None:
    """Check an SOP definition and reconcile its stated total with its steps."""

    def verb(_: Run) -> Report:
        from kinerja_xl.usecases.sop import validate_sop

        return validate_sop(file)

    run_verb("sop validate", verb, as_json=as_json)


@sop_app.command("show")
def sop_show(
    file: Annotated[str, typer.Argument(help="A definition, or the name of a shipped one.")],
    as_json: Json = False,
) -> None:
    """Show an SOP definition."""

    def verb(_: Run) -> Report:
        from kinerja_xl.usecases.sop import show_sop

        return show_sop(file)

    run_verb("sop show", verb, as_json=as_json)


@sop_app.command("print")
def sop_print(
    file: Annotated[
        str, typer.Argument(help="A definition, the name of a shipped one, or a master workbook.")
    ],
    to: Annotated[Path, typer.Option("--to", help="The PDF to write.", show_default=False)],
    as_json: Json = False,
) -> None:
    """Print an SOP in AP form into a PDF; needs LibreOffice."""

    def verb(_: Run) -> Report:
        from kinerja_xl.files.machine import this_machine
        from kinerja_xl.usecases.sop import print_sop

        return print_sop(file, to, this_machine())

    run_verb("sop print", verb, as_json=as_json)


@sop_app.command("sign")
def sop_sign(master: Master, at: At = None, as_json: Json = False) -> None:
    """Record that the office's SOP was signed; it is in force from then."""

    def verb(run: Run) -> Report:
        from kinerja_xl.usecases.sop_life import sign_sop

        return sign_sop(open_book(master, run, "sop-sign"), run, at=at or run.now)

    run_verb("sop sign", verb, as_json=as_json)


@sop_app.command("review")
def sop_review(
    master: Master,
    at: At = None,
    note: Annotated[str, typer.Option(help="What came of it.")] = "",
    as_json: Json = False,
) -> None:
    """Record that the office's SOP was reviewed, as is due twice a year."""

    def verb(run: Run) -> Report:
        from kinerja_xl.usecases.sop_life import review_sop

        return review_sop(open_book(master, run, "sop-review"), run, at=at or run.now, note=note)

    run_verb("sop review", verb, as_json=as_json)


@sop_app.command("revise")
def sop_revise(
    master: Master,
    file: Annotated[str, typer.Argument(help="The revised definition.", show_default=False)],
    reason: Annotated[
        str, typer.Option(help="The keadaan kahar; it is recorded.", show_default=False)
    ],
    as_json: Json = False,
) -> None:
    """Take a revised SOP into the master, for the steps that have not finished."""

    def verb(run: Run) -> Report:
        from kinerja_xl.usecases.sop_life import revise_sop

        return revise_sop(open_book(master, run, "sop-revise"), file, run, reason=reason)

    run_verb("sop revise", verb, as_json=as_json)
