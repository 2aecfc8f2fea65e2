"""Builds workbook/Kinerja.oxt, the extension of LibreOffice, from the ribbon of Excel's add-in.

`python workbook/build_extension.py` writes it. Its menu has the buttons of
vba_stub/addin/customUI14.xml in the same groups, so that both programs offer the same; its toolbar
has those of KENDALI, for which a window is wide enough.
"""

from __future__ import annotations

import io
import re
import sys
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from xml.etree import ElementTree
from xml.sax.saxutils import escape, quoteattr

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import kinerja_xl
from kinerja_xl.layout.control_buttons import BUTTONS

FOLDER = Path(__file__).resolve().parent
RIBBON = FOLDER.parent / "vba_stub" / "addin" / "customUI14.xml"
COMPONENT = FOLDER.parent / "kinerja_xl" / "live" / "extension" / "component.py"
EXTENSION_NAME = "Kinerja.oxt"
IDENTIFIER = "id.kinerja_xl.calc"
PROTOCOL = "id.kinerja_xl:"
IMPLEMENTATION = "id.kinerja_xl.Buttons"
SERVICE = "com.sun.star.frame.ProtocolHandler"
COMPONENTS = "Kinerja.components"
TOOLBAR = "private:resource/toolbar/addon_id.kinerja_xl.toolbar"

_RIBBON_SPACE = "{http://schemas.microsoft.com/office/2009/07/customui}"
_ZIP_MOMENT = (1980, 1, 1, 0, 0, 0)
_DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'
_CALC = "com.sun.star.sheet.SpreadsheetDocument"
_TITLE = "Kinerja"
_ABOUT = "Menu dan bilah alat untuk buku induk data kinerja. Memerlukan kinerja-xl di komputer ini."
_OLDEST_OFFICE = "7.0"
_REGISTRY = (
    'xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema"'
)
_TEXT_ONLY = 1
"""A toolbar that shows its entries as words."""
_TOP = 0
_OWN_ROW = "0,3"
"""At the left end of the row below the standard and the formatting toolbar."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of the menu and the toolbar.

    Attributes:
        function: The button's function in kinerja_xl.live.buttons.
        is_first: Whether a group begins with it.
    """

    label: str
    function: str
    is_first: bool


def entries(ribbon: bytes) -> list[Entry]:
    """Read the buttons of a ribbon, group by group."""
    root = ElementTree.fromstring(ribbon)
    found = []
    for group in root.iter(f"{_RIBBON_SPACE}group"):
        for n, button in enumerate(group.iter(f"{_RIBBON_SPACE}button")):
            words = re.findall("[A-Z][a-z]+", button.attrib["onAction"].removeprefix("Ribbon"))
            function = "_".join(words).lower()
            found.append(Entry(button.attrib["label"], function, is_first=n == 0))
    return found


def build_extension() -> bytes:
    """Return the extension; the same sources give the same bytes."""
    listed = entries(RIBBON.read_bytes())
    parts = {
        "META-INF/manifest.xml": _manifest(),
        "description.xml": _description(),
        "Addons.xcu": _addons(listed),
        "CalcWindowState.xcu": _window_state(),
        "ProtocolHandler.xcu": _protocol_handler(),
        COMPONENTS: _components(),
        COMPONENT.name: COMPONENT.read_text(encoding="utf-8"),
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as package:
        for name, text in parts.items():
            info = zipfile.ZipInfo(name, _ZIP_MOMENT)
            info.create_system = 0  # the same on every system
            package.writestr(info, text.replace("\r\n", "\n").encode())
    return buffer.getvalue()


def _manifest() -> str:
    data = "application/vnd.sun.star.configuration-data"
    components = "application/vnd.sun.star.uno-components"
    files = (
        ("ProtocolHandler.xcu", data), ("Addons.xcu", data), ("CalcWindowState.xcu", data),
        (COMPONENTS, components),
    )  # fmt: skip
    listed = "".join(
        f'<manifest:file-entry manifest:full-path="{name}" manifest:media-type="{kind}"/>'
        for name, kind in files
    )
    space = "http://openoffice.org/2001/manifest"
    return f'{_DECLARATION}<manifest:manifest xmlns:manifest="{space}">{listed}</manifest:manifest>'


def _description() -> str:
    return (
        f'{_DECLARATION}<description xmlns="http://openoffice.org/extensions/description/2006"'
        ' xmlns:l="http://libreoffice.org/extensions/description/2011">'
        f'<identifier value="{IDENTIFIER}"/><version value="{kinerja_xl.__version__}"/>'
        f'<display-name><name lang="id">{_TITLE}</name></display-name>'
        "<dependencies><l:LibreOffice-minimal-version"
        f' value="{_OLDEST_OFFICE}" name="LibreOffice {_OLDEST_OFFICE}"/></dependencies>'
        "</description>"
    )


def _addons(listed: Sequence[Entry]) -> str:
    menu = "".join(_items(listed, "m"))
    tools = "".join(_items(_most_used(listed), "t"))
    title = _property("Title", _TITLE)
    place = _property("Context", _CALC)
    return (
        f'{_DECLARATION}<oor:component-data {_REGISTRY} oor:name="Addons"'
        ' oor:package="org.openoffice.Office"><node oor:name="AddonUI">'
        '<node oor:name="OfficeMenuBar"><node oor:name="id.kinerja_xl.menu" oor:op="replace">'
        f'{title}{place}<node oor:name="Submenu">{menu}</node></node></node>'
        '<node oor:name="OfficeToolBar"><node oor:name="id.kinerja_xl.toolbar" oor:op="replace">'
        f"{tools}</node></node></node></oor:component-data>"
    )


def _most_used(listed: Sequence[Entry]) -> list[Entry]:
    """Return the entries that KENDALI has as buttons, in the same groups."""
    labels = {button.label for button in BUTTONS}
    found, is_first = [], False
    for entry in listed:
        is_first |= entry.is_first
        if entry.label in labels:
            found.append(replace(entry, is_first=is_first))
            is_first = False
    return found


def _items(listed: Sequence[Entry], prefix: str) -> Iterator[str]:
    number = 0
    for entry in listed:
        if entry.is_first and number:
            yield _item(prefix, number, _property("URL", "private:separator"))
            number += 1
        values = (
            _property("URL", PROTOCOL + entry.function) + _property("Title", entry.label)
            + _property("Target", "_self") + _property("Context", _CALC)
        )  # fmt: skip
        yield _item(prefix, number, values)
        number += 1


def _item(prefix: str, number: int, properties: str) -> str:
    return f'<node oor:name="{prefix}{number:02d}" oor:op="replace">{properties}</node>'


def _property(name: str, value: str) -> str:
    is_shown = name == "Title"
    # LibreOffice takes the English text where there is none in its own language.
    languages = ("en-US", "id") if is_shown else ("",)
    values = "".join(
        f"<value{f' xml:lang={quoteattr(language)}' if language else ''}>{escape(value)}</value>"
        for language in languages
    )
    return f'<prop oor:name="{name}" oor:type="xs:string">{values}</prop>'


def _window_state() -> str:
    return (
        f'{_DECLARATION}<oor:component-data {_REGISTRY} oor:name="CalcWindowState"'
        ' oor:package="org.openoffice.Office.UI"><node oor:name="UIElements">'
        f'<node oor:name="States"><node oor:name="{TOOLBAR}" oor:op="replace">'
        '<prop oor:name="UIName" oor:type="xs:string">'
        f'<value xml:lang="en-US">{_TITLE}</value><value xml:lang="id">{_TITLE}</value></prop>'
        '<prop oor:name="Visible" oor:type="xs:boolean"><value>true</value></prop>'
        '<prop oor:name="Docked" oor:type="xs:boolean"><value>true</value></prop>'
        f'<prop oor:name="DockingArea" oor:type="xs:int"><value>{_TOP}</value></prop>'
        f'<prop oor:name="DockPos" oor:type="xs:string"><value>{_OWN_ROW}</value></prop>'
        f'<prop oor:name="Style" oor:type="xs:int"><value>{_TEXT_ONLY}</value></prop>'
        "</node></node></node></oor:component-data>"
    )


def _components() -> str:
    """Register the component without running it, so that installing needs no Python."""
    return (
        f'{_DECLARATION}<components xmlns="http://openoffice.org/2010/uno-components">'
        f'<component loader="com.sun.star.loader.Python" uri="{COMPONENT.name}">'
        f'<implementation name="{IMPLEMENTATION}"><service name="{SERVICE}"/></implementation>'
        "</component></components>"
    )


def _protocol_handler() -> str:
    return (
        f'{_DECLARATION}<oor:component-data {_REGISTRY} oor:name="ProtocolHandler"'
        ' oor:package="org.openoffice.Office"><node oor:name="HandlerSet">'
        f'<node oor:name="{IMPLEMENTATION}" oor:op="replace">'
        '<prop oor:name="Protocols" oor:type="oor:string-list">'
        f"<value>{PROTOCOL}*</value></prop></node></node></oor:component-data>"
    )


def main() -> None:
    """Write the extension."""
    (FOLDER / EXTENSION_NAME).write_bytes(build_extension())


if __name__ == "__main__":
    main()
