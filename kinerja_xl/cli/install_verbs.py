"""The commands that bring the buttons into a spreadsheet program, and look after them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kinerja_xl.cli.running import Json, run_verb

if TYPE_CHECKING:
    from kinerja_xl.usecases.gather import Run
    from kinerja_xl.usecases.report import Report

ForLibreOffice = Annotated[
    bool, typer.Option("--libreoffice", help="LibreOffice, on a system that has Excel.")
]
Profile = Annotated[
    Path | None, typer.Option(help="Folder of another LibreOffice profile than the account's own.")
]


def install(
    python: Annotated[
        Path | None,
        typer.Option(help="Interpreter for the buttons; the one running this by default."),
    ] = None,
    libreoffice: ForLibreOffice = False,
    profile: Profile = None,
    as_json: Json = False,
) -> None:
    """Put the buttons into Excel (Windows, macOS) or LibreOffice, for this account."""

    def verb(run: Run) -> Report:
        from kinerja_xl.files.machine import this_machine
        from kinerja_xl.usecases.install import install as install_buttons

        return install_buttons(
            this_machine(),
            python=python,
            for_libreoffice=libreoffice,
            profile=profile,
            progress=run.progress,
        )

    run_verb("install", verb, as_json=as_json)


def uninstall(profile: Profile = None, as_json: Json = False) -> None:
    """Take the buttons away again and restore what was there before."""

    def verb(run: Run) -> Report:
        from kinerja_xl.files.machine import this_machine
        from kinerja_xl.usecases.install import uninstall as uninstall_buttons

        return uninstall_buttons(this_machine(), profile=profile, progress=run.progress)

    run_verb("uninstall", verb, as_json=as_json)


def doctor(
    office: Annotated[
        Path | None, typer.Argument(help="An office's folder or master to check as well.")
    ] = None,
    libreoffice: ForLibreOffice = False,
    profile: Profile = None,
    as_json: Json = False,
) -> None:
    """Say what keeps the buttons from working, and how to mend it; changes nothing."""

    def verb(run: Run) -> Report:
        from kinerja_xl.files.machine import this_machine
        from kinerja_xl.usecases.doctor import doctor as examine

        return examine(
            this_machine(),
            office=office,
            for_libreoffice=libreoffice,
            profile=profile,
            progress=run.progress,
        )

    run_verb("doctor", verb, as_json=as_json)
