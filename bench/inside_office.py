"""Presses buttons inside LibreOffice's own process, as Kinerja.oxt does; for live_buttons.py.

LibreOffice loads this file with its own Python, and the bench calls it over the bridge: one call a
click. Dialogs are answered at once, since nobody can.
"""

from __future__ import annotations

import sys
from typing import Any

import unohelper
from com.sun.star.task import XJob

IMPLEMENTATION = "id.kinerja_xl.bench.Presser"


class AlwaysYes:
    """Takes the place of the engine's own dialogs."""

    def show(self, prompt: str, title: str, kind: str, mode: str | None, window: object) -> str:
        """Answer."""
        del title, window
        if mode == "critical":
            raise RuntimeError(prompt)
        return "yes" if kind == "yes_no" else "ok"


class Presser(unohelper.Base, XJob):  # type: ignore[misc]  # UNO has no types
    """Presses one button on the workbook in front."""

    def __init__(self, context: Any) -> None:
        self._context = context

    def execute(self, arguments: Any) -> None:
        """Press the button named `button`, the program being found in the folders of `path`."""
        given = {each.Name: each.Value for each in arguments}
        sys.path += [each for each in given["path"] if each not in sys.path]
        from kinerja_xl.live import buttons, libreoffice

        libreoffice.connect(context=self._context).impl.dialogs = AlwaysYes()
        getattr(buttons, given["button"])()


g_ImplementationHelper = unohelper.ImplementationHelper()  # noqa: N816 - the loader's name for it
g_ImplementationHelper.addImplementation(Presser, IMPLEMENTATION, ())
