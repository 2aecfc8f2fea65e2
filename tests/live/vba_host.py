"""A workbook's VBA inside LibreOffice, with RunPython and MsgBox replaced by a recorder."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path

from kinerja_xl.live.libreoffice.bridge import UnoObject, properties, typed, url_of
from kinerja_xl.live.libreoffice.connection import Office

LIBRARY = "VBAProject"
_RUN_ALL_MACROS = 4  # com.sun.star.document.MacroExecMode.ALWAYS_EXECUTE_NO_WARN
_FILTER = "Calc MS Excel 2007 VBA XML"
_COMMAND, _MESSAGE, _END = "command", "message", "\x1e"

# Stands in for xlwings' module: same names and signatures, and the answers the test has set.
_RECORDER = """Rem Attribute VBA_ModuleType=VBAModule
Option VBASupport 1
Public recorded As String
Public outcome As String
Public interpreter As String

Public Function RunPython(ByVal pythonCommand As String) As Variant
    Record "{command}", pythonCommand
    RunPython = 0
    If outcome = "fails" Then RunPython = -1
    If outcome = "raises" Then Err.Raise 1004, "xlwings", "WScript.Shell"
    If outcome = "pressed again" Then {press_again}
End Function

Public Function GetConfig(ByVal setting As String, ByVal fallback As String) As Variant
    GetConfig = interpreter
End Function

Public Function IsFullName(ByVal place As String) As Boolean
    IsFullName = InStr(place, "/") > 0
End Function

Public Function FileExists(ByVal place As String) As Boolean
    FileExists = InStr(place, "gone") = 0
End Function

Public Sub RecordMessage(ByVal prompt As String, ByVal buttons As Long, ByVal title As String)
    Record "{message}", title & ": " & prompt
End Sub

Private Sub Record(ByVal kind As String, ByVal text As String)
    recorded = recorded & kind & Chr(31) & text & Chr(30)
End Sub
"""

# LibreOffice runs a script of the VBA library itself without a word and without effect; one of
# the library Standard may call into it.
_BRIDGE = """Sub SetUp(outcome As String, interpreter As String)
    VBAProject.xlwings.outcome = outcome
    VBAProject.xlwings.interpreter = interpreter
    VBAProject.xlwings.recorded = ""
End Sub

Function Recorded() As String
    Recorded = VBAProject.xlwings.recorded
End Function
"""


class Outcome(Enum):
    """What becomes of the next Python command."""

    WORKS = "works"
    FAILS = "fails"
    RAISES = "raises"
    PRESSED_AGAIN = "pressed again"


@dataclass(slots=True, repr=False)  # asking a dead office for its text aborts
class VbaHost:
    """The VBA of one open workbook.

    Attributes:
        document: The workbook.
    """

    document: UnoObject
    _numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    def set_up(
        self, outcome: Outcome = Outcome.WORKS, interpreter: str = "/usr/bin/python3"
    ) -> None:
        """Forget what was recorded, and say what the next command meets."""
        self._call("Bridge", "SetUp", outcome.value, interpreter)

    def run(self, statement: str, *, answer: str = '""') -> str:
        """Run one Basic statement and return what an expression gives afterwards.

        Args:
            statement: Such as `VBAProject.ControlSheetButtons.KendaliMerge`.
            answer: May name `result`, a Variant that the statement has set.
        """
        name = f"Step{next(self._numbers)}"
        text = f"Function {name}() As String\nDim result As Variant\n{statement}\n{name} = {answer}"
        self.document.BasicLibraries.getByName("Standard").insertByName(
            name, f"{text}\nEnd Function\n"
        )
        return str(self._call(name, name))

    def press(self, macro: str) -> None:
        """Click a button of KENDALI."""
        self.run(f"{LIBRARY}.ControlSheetButtons.{macro}")

    def press_ribbon(self, callback: str) -> None:
        """Click a button of the ribbon."""
        self.run(f"{LIBRARY}.RibbonCallbacks.{callback} Nothing")

    def recorded_commands(self) -> list[str]:
        """Return the Python commands since `set_up`, as RunPython got them."""
        return [text for kind, text in self._recorded() if kind == _COMMAND]

    def recorded_messages(self) -> list[str]:
        """Return the dialogs since `set_up`, title and text."""
        return [text for kind, text in self._recorded() if kind == _MESSAGE]

    def close(self) -> None:
        """Close the workbook without saving."""
        self.document.close(True)

    def _recorded(self) -> list[tuple[str, str]]:
        texts = str(self._call("Bridge", "Recorded")).split(_END)
        parts = (text.partition("\x1f") for text in texts if text)
        return [(kind, text) for kind, _, text in parts]

    def _call(self, module: str, name: str, *arguments: str) -> object:
        address = f"vnd.sun.star.script:Standard.{module}.{name}?language=Basic&location=document"
        script = self.document.getScriptProvider().getScript(address)
        return script.invoke(arguments, (), ())[0]


def open_workbook(office: Office, path: Path, **options: object) -> UnoObject:
    """Open a workbook in a window, its macros allowed.

    Raises:
        AssertionError: If LibreOffice does not open it.
    """
    mode = typed("short", _RUN_ALL_MACROS)
    settings = properties(MacroExecutionMode=mode, FilterName=_FILTER, **options)
    document = office.desktop.loadComponentFromURL(url_of(str(path)), "_blank", 0, settings)
    assert document is not None, f"LibreOffice did not open {path}"
    return document


@contextmanager
def vba_of(
    office: Office,
    path: Path,
    *,
    press_again: str = "",
    as_excel: bool = True,
    **options: object,
) -> Iterator[VbaHost]:
    """Open a workbook and put the recorder into its VBA; close it in the end.

    Args:
        office: Where.
        path: The .xlsm or .xlam.
        press_again: The Basic statement by which a command presses a button while it runs.
        as_excel: Have LibreOffice give the version of an Excel.
        options: Further settings for opening, such as `ReadOnly=True`.
    """
    document = open_workbook(office, path, **options)
    library = document.BasicLibraries.getByName(LIBRARY)
    recorder = _RECORDER.format(
        press_again=press_again or "Err.Raise 5", command=_COMMAND, message=_MESSAGE
    )
    library.replaceByName("xlwings", recorder)
    runner = str(library.getByName("PythonRunner")).replace("MsgBox ", "xlwings.RecordMessage ")
    if as_excel:
        runner = runner.replace("Application.Version", '"16.0"')
    library.replaceByName("PythonRunner", runner)
    document.BasicLibraries.getByName("Standard").insertByName("Bridge", _BRIDGE)
    host = VbaHost(document)
    host.set_up()
    try:
        yield host
    finally:
        host.close()
