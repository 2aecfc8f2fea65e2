"""Message boxes of LibreOffice."""

from __future__ import annotations

from dataclasses import dataclass

from kinerja_xl.live.libreoffice.bridge import UnoObject, enumeration
from kinerja_xl.live.libreoffice.connection import Office

# com.sun.star.awt.MessageBoxButtons and MessageBoxResults
_BUTTONS = {"ok": 1, "ok_cancel": 2, "yes_no": 3, "yes_no_cancel": 4}
_RESULTS = {0: "cancel", 1: "ok", 2: "yes", 3: "no"}
_KINDS = {None: "MESSAGEBOX", "info": "INFOBOX", "critical": "ERRORBOX"}
# What is answered where nobody can answer: whatever changes least.
_UNANSWERED = {"ok": "ok", "ok_cancel": "cancel", "yes_no": "no", "yes_no_cancel": "cancel"}


@dataclass(slots=True)
class Dialogs:
    """Shows message boxes in one office; a test may put another object in its place."""

    office: Office

    def show(
        self, prompt: str, title: str, buttons: str, mode: str | None, window: UnoObject | None
    ) -> str:
        """Show a message box and return the button: `ok`, `cancel`, `yes` or `no`.

        An office without windows has nobody to answer, so the cautious answer comes back.

        Args:
            prompt: The text.
            title: The box's title.
            buttons: `ok`, `ok_cancel`, `yes_no` or `yes_no_cancel`.
            mode: `info`, `critical` or nothing.
            window: The window it belongs to.
        """
        if buttons not in _BUTTONS:
            raise ValueError(f"no such buttons: {buttons}")
        if self.office.is_headless:
            return _UNANSWERED[buttons]
        toolkit = self.office.create("com.sun.star.awt.Toolkit")
        # An INFOBOX has the one button OK, whatever it is asked for.
        name = _KINDS[mode] if buttons == "ok" else "QUERYBOX"
        kind = enumeration("com.sun.star.awt.MessageBoxType", name)
        parent = window or toolkit.getDesktopWindow()
        box = toolkit.createMessageBox(parent, kind, _BUTTONS[buttons], title, prompt)
        try:
            result = _RESULTS.get(int(box.execute()), "cancel")
        finally:
            box.dispose()
        return "no" if result == "cancel" and buttons == "yes_no" else result
