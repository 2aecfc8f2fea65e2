"""The command that records the steps of the SOP: begun, finished, returned."""

from __future__ import annotations

from datetime import datetime
from enum import Enum
from typing import TYPE_CHECKING, Annotated

import typer

from kinerja_xl.cli.running import Json, Master, open_book, run_verb

if TYPE_CHECKING:
    from kinerja_xl.usecases.gather import Run
    from kinerja_xl.usecases.report import Report


class StepMark(Enum):
    """What `step` records."""

    START = "start"
    FINISH = "finish"
    RETURN = "return"


def step(  # noqa: PLR0913, PLR0917 - an argument for each option
    master: Master,
    mark: Annotated[StepMark, typer.Argument(help="What to record.", show_default=False)],
    number: Annotated[int, typer.Argument(metavar="NO", help="Step number.", show_default=False)],
    at: Annotated[
        datetime | None,
        typer.Option(
            formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"],
            help="When, office time, such as 2026-01-05T08:00; now by default.",
        ),
    ] = None,
    note: Annotated[str, typer.Option(help="Note for the step (start, finish).")] = "",
    without: Annotated[
        str,
        typer.Option(help="Why it finishes though its kelengkapan is not in the program (finish)."),
    ] = "",
    to: Annotated[int, typer.Option("--to", help="Step that the work goes back to (return).")] = 0,
    reason: Annotated[str, typer.Option(help="Why the work goes back (return).")] = "",
    as_json: Json = False,
) -> None:
    """Record that a step of the SOP started, finished or was returned, in the active period."""
    if mark is StepMark.RETURN:
        if not to or note or without:
            raise typer.BadParameter("return takes --to and --reason, not --note or --without")
    elif to or reason:
        raise typer.BadParameter("--to and --reason belong to return")
    elif without and mark is not StepMark.FINISH:
        raise typer.BadParameter("--without belongs to finish")

    def verb(run: Run) -> Report:
        from kinerja_xl.usecases.step import Mark, record_step
        from kinerja_xl.usecases.step_back import return_step

        book, moment = open_book(master, run, "step"), at or run.now
        if mark is StepMark.RETURN:
            return return_step(book, number, to, run, reason=reason, at=moment)
        return record_step(
            book, Mark[mark.name], number, run, at=moment, note=note, without=without
        )

    run_verb("step", verb, as_json=as_json)
