"""The commands about rows and registers: verdicts, audits, evidence, entries into E-Lapkin."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kinerja_xl.cli.running import Json, Master, PeriodText, open_book, run_verb

if TYPE_CHECKING:
    from kinerja_xl.usecases.gather import Run
    from kinerja_xl.usecases.report import Report


def audits(master: Master, as_json: Json = False) -> None:
    """Show the register of LHP, LHE and TLHP: recap, overdue rows first; changes nothing."""

    def verb(run: Run) -> Report:
        from kinerja_xl.usecases.audits import audits as show_audits

        return show_audits(open_book(master, run, "audits"), run)

    run_verb("audits", verb, as_json=as_json)


def evidence(
    master: Master,
    period: PeriodText,
    target: Annotated[
        Path | None,
        typer.Option("--to", help="A folder or FILE.zip; by default a zip in laporan/."),
    ] = None,
    as_json: Json = False,
) -> None:
    """Export the accepted evidence of a period as one tidy folder or zip with an index."""

    def verb(run: Run) -> Report:
        from kinerja_xl.core.period import Period
        from kinerja_xl.usecases.inventory import export_evidence

        return export_evidence(
            open_book(master, run, "evidence"), Period.parse(period), run, target
        )

    run_verb("evidence", verb, as_json=as_json)


def decide(
    master: Master,
    period: PeriodText,
    section: Annotated[str, typer.Option(help="Code of the section.", show_default=False)],
    *,
    accept: Annotated[
        list[str] | None,
        typer.Option(help='Row to accept, by its code; may be repeated; "all" for all filled.'),
    ] = None,
    send_back: Annotated[
        list[str] | None,
        typer.Option("--return", help="Row to send back, by its code; may be repeated."),
    ] = None,
    reason: Annotated[
        list[str] | None,
        typer.Option(help="Why it goes back; once for all rows, or once for each."),
    ] = None,
    as_json: Json = False,
) -> None:
    """Accept rows of a merged form, or send them back: a new version opens only these."""

    def verb(run: Run) -> Report:
        from kinerja_xl.core.decisions import Decisions, pair_reasons
        from kinerja_xl.core.period import Period
        from kinerja_xl.usecases.decide import decide as decide_rows

        returned = pair_reasons(tuple(send_back or ()), tuple(reason or ()))
        return decide_rows(
            open_book(master, run, "decide"),
            Period.parse(period),
            section,
            Decisions(tuple(accept or ()), returned),
            run,
        )

    run_verb("decide", verb, as_json=as_json)


def entries(
    master: Master,
    period: PeriodText,
    entered: Annotated[
        str, typer.Option("--entered", help="Application whose rows were entered just now.")
    ] = "",
    code: Annotated[
        list[str] | None,
        typer.Option(
            help="Indicator that was entered; may be repeated. Default: all that is left."
        ),
    ] = None,
    reference: Annotated[str, typer.Option(help="Reference that the application gave.")] = "",
    as_json: Json = False,
) -> None:
    """Bring ENTRI up to date; show what is left for E-Lapkin and Monev, and what changed since."""

    def verb(run: Run) -> Report:
        from kinerja_xl.core.period import Period
        from kinerja_xl.usecases.entries import EntryMark
        from kinerja_xl.usecases.entries import entries as refresh

        mark = EntryMark(entered, tuple(code or ()), reference) if entered else None
        return refresh(open_book(master, run, "entries"), Period.parse(period), run, mark)

    run_verb("entries", verb, as_json=as_json)
