"""Message boxes and input boxes of LibreOffice."""

from __future__ import annotations

from dataclasses import dataclass

from kinerja_xl.live.libreoffice.bridge import UnoObject, enumeration, structure
from kinerja_xl.live.libreoffice.connection import Office

# com.sun.star.awt.MessageBoxButtons and MessageBoxResults
_BUTTONS = {"ok": 1, "ok_cancel": 2, "yes_no": 3, "yes_no_cancel": 4}
_RESULTS = {0: "cancel", 1: "ok", 2: "yes", 3: "no"}
_KINDS = {None: "MESSAGEBOX", "info": "INFOBOX", "critical": "ERRORBOX"}
# What is answered where nobody can answer: whatever changes least.
_UNANSWERED = {"ok": "ok", "ok_cancel": "cancel", "yes_no": "no", "yes_no_cancel": "cancel"}


_WIDTH, _EDGE, _LINE, _BUTTON_WIDTH = 240, 6, 10, 50
"""Of an input box, in LibreOffice's units for dialogs: about a quarter of a letter's width."""
_LETTERS_A_LINE = 58
_FIELD = "Answer"
# com.sun.star.awt.PushButtonType: the program gives these their words and what they do.
_OK, _CANCEL = 1, 2
_PLACE_ONLY = 3
"""com.sun.star.awt.PosSize.POS"""


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

    def ask(self, prompt: str, title: str, proposal: str, window: UnoObject | None) -> str | None:
        """Show an input box and return what was typed; `None` when it was cancelled.

        In an office without windows nobody types, so it counts as cancelled.

        Args:
            prompt: The question, in one or more lines.
            title: The box's title.
            proposal: What stands in the field at first.
            window: The window it belongs to.
        """
        if self.office.is_headless:
            return None
        box = self.office.create("com.sun.star.awt.UnoControlDialog")
        box.setModel(self._input_model(prompt, title, proposal))
        toolkit = self.office.create("com.sun.star.awt.Toolkit")
        parent = window or toolkit.getDesktopWindow()
        box.createPeer(toolkit, parent)
        around, own = parent.getPosSize(), box.getPosSize()
        place = (around.Width - own.Width) // 2, (around.Height - own.Height) // 3
        box.setPosSize(*place, 0, 0, _PLACE_ONLY)
        field = box.getControl(_FIELD)
        field.setFocus()
        field.setSelection(structure("com.sun.star.awt.Selection", Min=0, Max=len(proposal)))
        try:
            return str(field.getText()) if box.execute() else None
        finally:
            box.dispose()

    def _input_model(self, prompt: str, title: str, proposal: str) -> UnoObject:
        lines = sum(1 + len(line) // _LETTERS_A_LINE for line in prompt.split("\n"))
        field_top = 2 * _EDGE + lines * _LINE
        button_top = field_top + 2 * _LINE
        inner = _WIDTH - 2 * _EDGE
        model = self.office.create("com.sun.star.awt.UnoControlDialogModel")
        model.Title, model.Width, model.Height = title, _WIDTH, button_top + 14 + _EDGE
        label = {"Label": prompt, "MultiLine": True}
        right = _WIDTH - _EDGE - _BUTTON_WIDTH
        for kind, name, place, looks in (
            ("FixedText", "Question", (_EDGE, _EDGE, inner, lines * _LINE), label),
            ("Edit", _FIELD, (_EDGE, field_top, inner, 14), {"Text": proposal}),
            ("Button", "Confirm", (right - _BUTTON_WIDTH - _EDGE, button_top, _BUTTON_WIDTH, 14),
             {"PushButtonType": _OK, "DefaultButton": True}),
            ("Button", "Cancel", (right, button_top, _BUTTON_WIDTH, 14),
             {"PushButtonType": _CANCEL}),
        ):  # fmt: skip
            control = model.createInstance(f"com.sun.star.awt.UnoControl{kind}Model")
            control.PositionX, control.PositionY, control.Width, control.Height = place
            for each, value in looks.items():
                setattr(control, each, value)
            model.insertByName(name, control)
        return model
