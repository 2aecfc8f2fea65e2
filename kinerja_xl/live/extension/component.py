"""Runs the buttons of kinerja-xl inside LibreOffice: the component of the extension Kinerja.oxt.

LibreOffice loads this file with its own Python, which need not be the one that kinerja-xl was
installed with. So it is self-contained, written for Python 3.8, and finds the rest through the note
that `kinerja-xl install` leaves for the account.
"""

from __future__ import annotations

import json
import os
import platform
import sys
import traceback
from pathlib import Path
from typing import Any

import unohelper
from com.sun.star.awt.MessageBoxType import ERRORBOX
from com.sun.star.beans import PropertyValue
from com.sun.star.frame import FeatureStateEvent, XDispatch, XDispatchProvider
from com.sun.star.lang import XInitialization, XServiceInfo

IMPLEMENTATION = "id.kinerja_xl.Buttons"
SERVICE = "com.sun.star.frame.ProtocolHandler"
PROTOCOL = "id.kinerja_xl:"
MASTER_NAME = "ID_Induk"
"""The defined name by which a master is known; tests compare it with layout.names."""

_TITLE = "Kinerja"
_AGAIN = "Jalankan kinerja-xl install --libreoffice sekali lagi, lalu buka ulang LibreOffice."


class MissingProgramError(Exception):
    """The program cannot run in this Python; the text says why and what to do."""


class Buttons(unohelper.Base, XInitialization, XServiceInfo, XDispatchProvider, XDispatch):  # type: ignore[misc]  # UNO has no types
    """Handles the commands of the menu and toolbar for one frame."""

    def __init__(self, context: Any) -> None:
        self._context = context
        self._frame: Any = None

    # The names below are those of the UNO interfaces.

    def initialize(self, arguments: Any) -> None:
        """Take the frame that the commands will come from."""
        if arguments:
            self._frame = arguments[0]

    def getImplementationName(self) -> str:
        """Return the component's name."""
        return IMPLEMENTATION

    def supportsService(self, name: str) -> bool:
        """Say whether the component is what is looked for."""
        return name == SERVICE

    def getSupportedServiceNames(self) -> tuple[str, ...]:
        """Return what the component is."""
        return (SERVICE,)

    def queryDispatch(self, url: Any, _target: str, _flags: int) -> Buttons | None:
        """Return what runs a command; nothing for those of others."""
        return self if url.Complete.startswith(PROTOCOL) else None

    def queryDispatches(self, requests: Any) -> tuple[Buttons | None, ...]:
        """Return what runs each of several commands."""
        return tuple(
            self.queryDispatch(each.FeatureURL, each.FrameName, each.SearchFlags)
            for each in requests
        )

    def addStatusListener(self, listener: Any, url: Any) -> None:
        """Tell a menu entry or tool whether it is of use with this document."""
        state = FeatureStateEvent()
        state.Source = self
        state.FeatureURL = url
        state.IsEnabled = self._is_master()
        state.Requery = False
        listener.statusChanged(state)

    def removeStatusListener(self, _listener: Any, _url: Any) -> None:
        """Do nothing: what was told does not change while a document is open."""

    def dispatch(self, url: Any, _arguments: Any) -> None:
        """Run a button; whatever goes wrong becomes a message."""
        try:
            self._finish_typing()
            run_button(self._context, url.Complete[len(PROTOCOL) :])
        except MissingProgramError as error:
            self._show(str(error))
        except Exception as error:  # noqa: BLE001 - LibreOffice would drop it unseen
            self._show(text_of(error, write_log(traceback.format_exc())))

    def _finish_typing(self) -> None:
        """Have LibreOffice enter what is being typed into a cell, as it does to calculate.

        Else the button would work on the cell's old content, and the typing come over its work.
        """
        document = self._document()
        if not hasattr(document, "calculate"):
            return
        was_saved = not document.isModified()
        before = self._undo_titles(document)
        document.calculate()
        # Calculating alone marks a document with charts as changed; then every button would save it
        # twice, and one that changes nothing would leave it to be saved.
        if was_saved and before is not None and before == self._undo_titles(document):
            mark_as_saved(document)

    def _undo_titles(self, document: Any) -> tuple[str, ...] | None:
        """Return what can be undone; nothing where a further change might not show in it."""
        manager = document.getUndoManager()
        titles = tuple(manager.getAllUndoActionTitles())
        return None if manager.isLocked() or len(titles) >= self._most_undo_steps() else titles

    def _most_undo_steps(self) -> int:
        place = PropertyValue(Name="nodepath", Value="/org.openoffice.Office.Common/Undo")
        provider = self._context.ServiceManager.createInstanceWithContext(
            "com.sun.star.configuration.ConfigurationProvider", self._context
        )
        access = "com.sun.star.configuration.ConfigurationAccess"
        return int(provider.createInstanceWithArguments(access, (place,)).Steps)

    def _document(self) -> Any:
        controller = self._frame.getController() if self._frame else None
        return controller.getModel() if controller else None

    def _is_master(self) -> bool:
        document = self._document()
        names = getattr(document, "NamedRanges", None)
        return names is not None and bool(names.hasByName(MASTER_NAME))

    def _show(self, message: str) -> None:
        toolkit = self._context.ServiceManager.createInstanceWithContext(
            "com.sun.star.awt.Toolkit", self._context
        )
        window = self._frame.getContainerWindow() if self._frame else None
        toolkit.createMessageBox(window, ERRORBOX, 1, _TITLE, message).execute()


def mark_as_saved(document: Any) -> None:
    """Take back that a workbook was changed; as long as a chart in it counts as changed, it is."""
    for sheet in document.Sheets:
        for chart in sheet.Charts:
            if chart.EmbeddedObject is not None:
                chart.EmbeddedObject.setModified(False)
    document.setModified(False)


def run_button(context: Any, name: str) -> None:
    """Run a button of the program on the document in front.

    Raises:
        MissingProgramError: If the program cannot run in this Python.
    """
    extend_path(note_of_installation(), (sys.version_info.major, sys.version_info.minor))
    try:
        from kinerja_xl.live import buttons, libreoffice
    except ImportError as error:
        raise MissingProgramError(
            f"Program kinerja-xl tidak dapat dimuat di LibreOffice ({error}).\n\n{_AGAIN}"
        ) from error
    libreoffice.connect(context=context)
    getattr(buttons, name)()


def extend_path(note: dict[str, Any], version: tuple[int, int]) -> None:
    """Make the program importable, if it was installed with the same version of Python.

    Args:
        note: What `kinerja-xl install` noted; nothing when it never ran.
        version: Major and minor version of the Python that runs this.

    Raises:
        MissingProgramError: If the versions differ.
    """
    if not note.get("search_path"):
        return
    own = ".".join(map(str, version))
    if note.get("python") != own:
        raise MissingProgramError(
            f"LibreOffice memakai Python {own}, sedangkan kinerja-xl dipasang dengan Python "
            f"{note.get('python')}.\n\nPasang kinerja-xl dengan Python {own}, lalu jalankan "
            "kinerja-xl install --libreoffice dari sana."
        )
    sys.path += [each for each in note["search_path"] if each not in sys.path]


def note_of_installation() -> dict[str, Any]:
    """Return what `kinerja-xl install` noted for this account, nothing when it never ran."""
    try:
        note = json.loads(place_of_note().read_bytes())
        if not isinstance(note, dict):
            raise ValueError("bukan catatan")
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise MissingProgramError(
            f"Catatan pemasangan kinerja-xl tidak dapat dibaca ({error}).\n\n{_AGAIN}"
        ) from error
    return note


def place_of_note() -> Path:
    """Return where the note lies, as `files.excel.places.record_file` says."""
    home = Path.home()
    system = platform.system()
    if system == "Windows":
        folder = Path(os.environ.get("LOCALAPPDATA") or home / "AppData" / "Local")
    elif system == "Darwin":
        folder = home / "Library" / "Application Support"
    else:
        folder = Path(os.environ.get("XDG_DATA_HOME") or home / ".local" / "share")
    return folder / "kinerja-xl" / "pemasangan.json"


def write_log(text: str) -> Path | None:
    """Append an error to the log beside the note; return the log, or nothing if it cannot be."""
    log = place_of_note().with_name("kesalahan.log")
    try:
        log.parent.mkdir(parents=True, exist_ok=True)
        with log.open("a", encoding="utf-8", errors="backslashreplace") as file:
            file.write(f"=== LibreOffice\n{text}\n")
    except OSError:
        return None
    return log


def text_of(error: Exception, log: Path | None) -> str:
    """Return what is said of an error nobody foresaw."""
    kept = f"Rinciannya ada di berkas {log}." if log else "Rinciannya tidak dapat disimpan."
    return f"Tombol ini gagal dijalankan ({type(error).__name__}). {kept}\n\n{_AGAIN}"


g_ImplementationHelper = unohelper.ImplementationHelper()  # noqa: N816 - the loader's name for it
g_ImplementationHelper.addImplementation(Buttons, IMPLEMENTATION, (SERVICE,))
