"""The commands that prove, close and take back what happened to a master."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from kinerja_xl.cli.running import Json, Master, PeriodText, open_book, run_verb

if TYPE_CHECKING:
    from kinerja_xl.usecases.gather import Run
    from kinerja_xl.usecases.report import Report


def verify(master: Master, as_json: Json = False) -> None:
    """Check history, closed periods, forms, returns and evidence against the record.

    Changes nothing, and names the first break of the history.
    """

    def verb(run: Run) -> Report:
        from kinerja_xl.usecases.verify import verify as verify_master

        return verify_master(open_book(master, run, "verify"), run)

    run_verb("verify", verb, as_json=as_json)


def close(master: Master, period: PeriodText, as_json: Json = False) -> None:
    """Close a period: its figures never change again, whatever becomes of the definitions."""

    def verb(run: Run) -> Report:
        from kinerja_xl.core.period import Period
        from kinerja_xl.usecases.close import close as close_period

        return close_period(open_book(master, run, "close"), Period.parse(period), run)

    run_verb("close", verb, as_json=as_json)


def reopen(
    master: Master,
    period: PeriodText,
    reason: Annotated[str, typer.Option(help="Why; it is recorded.", show_default=False)],
    as_json: Json = False,
) -> None:
    """Open a closed period again, for a reason that is recorded."""

    def verb(run: Run) -> Report:
        from kinerja_xl.core.period import Period
        from kinerja_xl.usecases.close import reopen as reopen_period

        return reopen_period(open_book(master, run, "reopen"), Period.parse(period), run, reason)

    run_verb("reopen", verb, as_json=as_json)


def undo(master: Master, as_json: Json = False) -> None:
    """Restore the master from before the last change; a second time does the change again."""

    def verb(run: Run) -> Report:
        from kinerja_xl.usecases.undo import undo as undo_last

        return undo_last(master, run)

    run_verb("undo", verb, as_json=as_json)
