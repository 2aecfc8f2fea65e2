"""Presses buttons inside LibreOffice's own process, through Kinerja.oxt; for live_buttons.py.

LibreOffice loads this file with its own Python, and the bench calls it over the bridge: one call a
click. From there on it is the way of a click: the extension's own dispatch of the command, in the
frame of the workbook in front. Dialogs are answered at once, since nobody can.
"""

from __future__ import annotations

import sys
from typing import Any

import unohelper
from com.sun.star.task import XJob
from com.sun.star.util import URL

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
        from kinerja_xl.live import libreoffice
        from kinerja_xl.live.extension import component

        class Outspoken(component.Buttons):
            """Raises what else would be a dialog."""

            def _show(self, message: str) -> None:
                raise RuntimeError(message)

        app = libreoffice.connect(context=self._context)
        app.impl.dialogs = AlwaysYes()
        handler = Outspoken(self._context)
        handler.initialize((app.books.active.api.getCurrentController().getFrame(),))
        command = URL(Complete=f"{component.PROTOCOL}{given['button']}")
        handler.dispatch(command, ())


g_ImplementationHelper = unohelper.ImplementationHelper()  # noqa: N816 - the loader's name for it
g_ImplementationHelper.addImplementation(Presser, IMPLEMENTATION, ())
