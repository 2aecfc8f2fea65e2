"""The buttons on KENDALI in LibreOffice, which writes them into a file but cannot read its own.

It gives all of them the same identity in the file, and takes none in again. So whoever saves the
master for the second time saves it without buttons, and Excel would show none from then on.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kinerja_xl.layout import tables
from kinerja_xl.layout.control_buttons import BUTTONS, Button

if TYPE_CHECKING:
    import xlwings

_LIBRARY = "VBAProject"
_MACRO = "vnd.sun.star.script:{}.ControlSheetButtons.{}?language=Basic&location=document"
_FORM = "Standard"
_HEIGHT = 688
"""In hundredths of a millimetre: the height that the master is built with."""

_FACE_COLOUR = 0xECE9D8
_FONT, _FONT_POINTS = "Calibri", 11.0


def restore_buttons(book: xlwings.Book) -> None:
    """Put the buttons back where a master with macros has lost them; else do nothing."""
    document = book.api
    sheets = document.getSheets()
    if not sheets.hasByName(tables.CONTROL) or not document.BasicLibraries.hasByName(_LIBRARY):
        return
    sheet = sheets.getByName(tables.CONTROL)
    forms = sheet.DrawPage.Forms
    if forms.getCount():
        return
    form = document.createInstance("com.sun.star.form.component.Form")
    forms.insertByName(_FORM, form)
    for number, button in enumerate(BUTTONS, start=1):
        _add(document, sheet, form, button, number)


def _add(document: Any, sheet: Any, form: Any, button: Button, number: int) -> None:
    from kinerja_xl.live.libreoffice.bridge import structure

    model = document.createInstance("com.sun.star.form.component.CommandButton")
    model.Name = f"Button {number}"
    model.Label = button.label
    model.FontName, model.FontHeight = _FONT, _FONT_POINTS
    model.BackgroundColor = _FACE_COLOUR
    model.MultiLine = True
    model.Printable = False
    form.insertByIndex(number - 1, model)
    event = structure("com.sun.star.script.ScriptEventDescriptor")
    event.ListenerType, event.EventMethod = "XActionListener", "actionPerformed"
    event.ScriptType, event.ScriptCode = "Script", _MACRO.format(_LIBRARY, button.macro)
    form.registerScriptEvent(number - 1, event)
    row = button.row - 1
    cells = sheet.getCellRangeByPosition(button.column - 1, row, button.last_column - 1, row)
    place, size = cells.Position, cells.Size
    shape = document.createInstance("com.sun.star.drawing.ControlShape")
    place.Y += (size.Height - _HEIGHT) // 2
    size.Height = _HEIGHT
    shape.setPosition(place)
    shape.setSize(size)
    shape.setControl(model)
    sheet.DrawPage.add(shape)
