"""Builds workbook/Kinerja.xlam and the VBA projects of masters (workbook/vba) from vba_stub.

`python workbook/build_excel.py` writes them all. The same sources give the same bytes: nothing is
compressed by a library whose output differs between versions, and no date is today's.
"""

from __future__ import annotations

import io
import sys
import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from xml.sax.saxutils import escape

import pyopenvba  # type: ignore[import-untyped]  # its wheel has no py.typed marker
from xlsxwriter import Workbook

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from kinerja_xl.files.building.macros import MOST_SECTIONS, project_name
from kinerja_xl.layout.sheets import master_sheets

FOLDER = Path(__file__).resolve().parent
STUB = FOLDER.parent / "vba_stub"
ADDIN_NAME, PROJECT_FOLDER = "Kinerja.xlam", "vba"
RIBBON_PART = "customUI/customUI14.xml"
RIBBON_TYPE = "http://schemas.microsoft.com/office/2007/relationships/ui/extensibility"

_PROJECT_PART, _CORE_PART, _RELATIONS_PART = (
    "xl/vbaProject.bin", "docProps/core.xml", "_rels/.rels",
)  # fmt: skip
_ZIP_MOMENT = (1980, 1, 1, 0, 0, 0)
_CREATED = "2026-01-01T00:00:00Z"
_TITLE = "Kinerja"
_ABOUT = "Tab Kinerja untuk buku induk data kinerja. Memerlukan kinerja-xl di komputer ini."
_CORE = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    "<cp:coreProperties"
    ' xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
    ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
    f"<dc:title>{escape(_TITLE)}</dc:title><dc:creator>kinerja-xl</dc:creator>"
    f"<dc:description>{escape(_ABOUT)}</dc:description>"
    f'<dcterms:created xsi:type="dcterms:W3CDTF">{_CREATED}</dcterms:created>'
    f'<dcterms:modified xsi:type="dcterms:W3CDTF">{_CREATED}</dcterms:modified>'
    "</cp:coreProperties>"
)

_ADDINS_CONFIGURATION = ('PROJECT_NAME As String = "myaddin"', 'PROJECT_NAME As String = "xlwings"')
"""The add-in reads the user's xlwings.conf, as the master does, instead of a file of its own."""


@dataclass(frozen=True, slots=True)
class Module:
    """A VBA module: its name, its text as a file would hold it, and whether it is a class."""

    name: str
    source: str
    is_class: bool = False


def addin_modules() -> tuple[Module, ...]:
    """Return the modules of the add-in; its RunPython works on the active workbook."""
    source = _xlwings_text("xlwings_custom_addin.bas")
    old, new = _ADDINS_CONFIGURATION
    if source.count(old) != 1:
        raise ValueError("xlwings_custom_addin.bas does not say where its configuration lies")
    runner = Module("xlwings", source.replace(old, new))
    return (*_own_modules("shared", "addin"), runner, _dictionary())


def master_modules() -> tuple[Module, ...]:
    """Return the modules of a master; its RunPython works on the workbook that holds it."""
    runner = Module("xlwings", _xlwings_text("xlwings.bas"))
    return (*_own_modules("shared", "master"), runner, _dictionary())


def _dictionary() -> Module:
    """Return the class that xlwings' module needs to compile on macOS."""
    return Module("Dictionary", _xlwings_text("addin", "Dictionary.cls"), is_class=True)


def _own_modules(*folders: str) -> Iterator[Module]:
    for folder in folders:
        for path in sorted((STUB / folder).iterdir()):
            if path.suffix in {".bas", ".cls"}:
                source = _with_crlf(path.read_text(encoding="ascii"))
                yield Module(path.stem, source, is_class=path.suffix == ".cls")


def _xlwings_text(*parts: str) -> str:
    return _with_crlf(files("xlwings").joinpath(*parts).read_text(encoding="ascii"))


def _with_crlf(text: str) -> str:
    return "\r\n".join(text.splitlines()) + "\r\n"


def build_project(sheet_count: int, modules: Iterable[Module]) -> bytes:
    """Return the vbaProject.bin of a workbook whose sheets' code names are Sheet1, Sheet2, ..."""
    buffer = io.BytesIO()
    workbook = Workbook(buffer, {"in_memory": True})
    for _ in range(sheet_count):
        workbook.add_worksheet().set_vba_name()
    workbook.set_vba_name()
    workbook.close()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "empty.xlsm"
        path.write_bytes(buffer.getvalue())
        with pyopenvba.ExcelFile(path) as book:
            book.add_vba_project()
            return _filled(book, modules, path)


def _filled(book: pyopenvba.ExcelFile, modules: Iterable[Module], path: Path) -> bytes:
    """Add the modules, save, and return the project that was saved."""
    for module in modules:
        kinds = pyopenvba.VBAModuleKind
        kind = kinds.other if module.is_class else kinds.standard
        book.vba_project().add_module(module.name, module.source, kind=kind)
    book.save(path)
    with pyopenvba.ExcelFile(path) as saved:
        problems = saved.validate()
        if problems:
            raise ValueError(f"the VBA project is not sound: {'; '.join(problems)}")
        return bytes(saved.vba_project_bytes())


def build_addin() -> bytes:
    """Return the add-in: an empty workbook as Excel saves one, the VBA, and the ribbon last."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / ADDIN_NAME
        with pyopenvba.ExcelFile.create_new(path) as book:
            book.vba_project().delete_module("Module1")
            project = _filled(book, addin_modules(), path)
        with zipfile.ZipFile(path) as package:
            parts = {name: package.read(name) for name in package.namelist()}
    ribbon = (
        f'<Relationship Id="rIdRibbon" Type="{RIBBON_TYPE}" Target="{RIBBON_PART}"/>'
        "</Relationships>"
    )
    parts[_PROJECT_PART] = project
    parts[_CORE_PART] = _CORE.encode()
    parts[_RELATIONS_PART] = parts[_RELATIONS_PART].replace(b"</Relationships>", ribbon.encode())
    parts[RIBBON_PART] = (STUB / "addin" / "customUI14.xml").read_bytes().replace(b"\r\n", b"\n")
    return _package(parts)


def _package(parts: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as package:
        for name, data in parts.items():
            info = zipfile.ZipInfo(name, _ZIP_MOMENT)
            info.create_system = 0  # the same on every system
            package.writestr(info, data)
    return buffer.getvalue()


def build_all() -> dict[str, bytes]:
    """Return every built file by its place below workbook/."""
    built = {ADDIN_NAME: build_addin()}
    for count in range(1, MOST_SECTIONS + 1):
        sheets = len(master_sheets([("", "")] * count))
        place = f"{PROJECT_FOLDER}/{project_name(count)}"
        built[place] = build_project(sheets, master_modules())
    return built


def main() -> None:
    """Write every file."""
    (FOLDER / PROJECT_FOLDER).mkdir(exist_ok=True)
    for place, data in build_all().items():
        (FOLDER / place).write_bytes(data)


if __name__ == "__main__":
    main()
