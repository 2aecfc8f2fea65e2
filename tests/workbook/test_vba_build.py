"""What workbook/build_excel.py makes: the add-in, and the VBA projects of masters."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from functools import cache
from importlib.resources import files
from pathlib import Path

import pyopenvba  # type: ignore[import-untyped]  # its wheel has no py.typed marker
import pytest

from kinerja_xl.files.building.macros import MOST_SECTIONS, project_name
from kinerja_xl.files.building.master import MasterContent, build_master
from kinerja_xl.layout.control_buttons import BUTTONS
from kinerja_xl.layout.sheets import Visibility, master_sheets
from tests.node_tools import validate
from tests.workbook.vba_sources import SOURCES, STUB, procedures
from workbook import build_excel
from workbook.build_excel import FOLDER, Module

ADDIN = FOLDER / build_excel.ADDIN_NAME
PROJECTS = FOLDER / build_excel.PROJECT_FOLDER
RIBBON_TYPE = "http://schemas.microsoft.com/office/2007/relationships/ui/extensibility"
COUNTS = range(1, MOST_SECTIONS + 1)
_EXPORTED = re.compile(r"\AVERSION 1\.0 CLASS\nBEGIN\n.*?\nEND\n", re.DOTALL)
_ATTRIBUTES = re.compile(r"\A(?:Attribute VB_\w+ = .*\n)+")


@cache
def built() -> dict[str, bytes]:
    """Return a fresh build."""
    return build_excel.build_all()


@cache
def master(section_count: int) -> bytes:
    """Return an empty master with so many sections."""
    sections = tuple((f"BAGIAN{n}", f"Bagian {n}") for n in range(1, section_count + 1))
    return build_master(MasterContent(sections))


def project_of(package: bytes) -> bytes:
    """Return the VBA project inside a workbook."""
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        return archive.read("xl/vbaProject.bin")


def read_back(project: bytes) -> dict[str, str]:
    """Return the modules as olevba reads them: names with the ending of their kind, plain text."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # oletools uses old names of pyparsing
        from oletools.olevba import (  # type: ignore[import-untyped]  # it has no py.typed marker
            VBA_Parser,
        )

        parser = VBA_Parser("vbaProject.bin", data=project)
        found = [(name, code) for _, _, name, code in parser.extract_macros()]
        parser.close()
    assert len(found) == len(dict(found))
    return {name: code.replace("\r\n", "\n") for name, code in found}


def body(text: str) -> str:
    """Return the text below the lines that a module's file and its stream have differently."""
    plain = text.replace("\r\n", "\n")
    return _ATTRIBUTES.sub("", _EXPORTED.sub("", plain))


def expected(modules: tuple[Module, ...]) -> dict[str, str]:
    """Return what olevba should read of modules."""
    return {
        f"{module.name}.{'cls' if module.is_class else 'bas'}": body(module.source)
        for module in modules
    }


def references(package: Path) -> dict[str, str]:
    """Return the declared libraries of a workbook's VBA project."""
    with pyopenvba.ExcelFile(package) as book:
        return {found.name: found.libid for found in book.references()}


def document_modules(project: bytes) -> list[str]:
    """Return the names of the modules that belong to the workbook and its sheets."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import olefile  # type: ignore[import-untyped]  # it has no py.typed marker

        with olefile.OleFileIO(io.BytesIO(project)) as container:
            text = container.openstream("PROJECT").read().decode("cp1252")
    return re.findall(r"(?m)^Document=(\w+)/", text)


def code_names(package: bytes) -> list[str]:
    """Return the code names of the workbook and of its sheets in order."""
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        count = sum(name.startswith("xl/worksheets/sheet") for name in archive.namelist())
        parts = ["xl/workbook.xml", *(f"xl/worksheets/sheet{n + 1}.xml" for n in range(count))]
        texts = [archive.read(part).decode() for part in parts]
    return [found for text in texts for found in re.findall(r' codeName="(\w+)"', text)]


def test_build_all__twice__gives_the_same_bytes() -> None:
    assert build_excel.build_all() == built()


def test_build_all__fresh__is_what_is_committed() -> None:
    committed = {
        path.relative_to(FOLDER).as_posix(): path.read_bytes()
        for path in (ADDIN, *sorted(PROJECTS.iterdir()))
    }

    assert committed == built(), "run: python workbook/build_excel.py"


def test_build_addin__modules__are_the_sources_and_those_of_the_xlwings_wheel() -> None:
    modules = build_excel.addin_modules()

    found = read_back(project_of(ADDIN.read_bytes()))

    documents = {"ThisWorkbook.cls": "", "Sheet1.cls": ""}
    assert {name: body(text) for name, text in found.items()} == documents | expected(modules)
    wheel = files("xlwings").joinpath("xlwings_custom_addin.bas").read_text(encoding="ascii")
    ours = found["xlwings.bas"].replace('PROJECT_NAME As String = "xlwings"', "PROJECT_NAME")
    assert ours == wheel.replace('PROJECT_NAME As String = "myaddin"', "PROJECT_NAME")


@pytest.mark.parametrize("count", COUNTS)
def test_build_project__modules__are_the_sources_and_those_of_the_xlwings_wheel(count: int) -> None:
    modules = build_excel.master_modules()

    found = read_back((PROJECTS / project_name(count)).read_bytes())

    sheets = (f"Sheet{n}.cls" for n in range(1, len(master_sheets([("", "")] * count)) + 1))
    documents = {"ThisWorkbook.cls": "", **dict.fromkeys(sheets, "")}
    assert {name: body(text) for name, text in found.items()} == documents | expected(modules)
    wheel = files("xlwings").joinpath("xlwings.bas").read_text(encoding="ascii")
    assert found["xlwings.bas"] == wheel


def test_build_all__own_sources__are_each_in_one_or_both() -> None:
    used = {module.name for module in build_excel.addin_modules() + build_excel.master_modules()}

    assert {path.stem for path in SOURCES} == used - {"xlwings", "Dictionary"}


def test_build_all__modules_of_others__carry_their_free_licences() -> None:
    modules = {m.name: m.source for m in build_excel.addin_modules() + build_excel.master_modules()}

    assert "distributed under a BSD 3-clause license" in modules["xlwings"]
    assert "@license: MIT" in modules["Dictionary"]


@pytest.mark.parametrize("count", [0, 4], ids=["add-in", "master"])
def test_build_all__references__are_office_and_ole_automation(count: int, tmp_path: Path) -> None:
    path = tmp_path / "Kinerja.xlsm"
    path.write_bytes(master(count) if count else ADDIN.read_bytes())

    found = references(path)

    # Excel adds VBA and its own library by itself, and writes neither into the file.
    assert set(found) == {"Office", "stdole"}
    assert "{2DF8D04C-5BFA-101B-BDE5-00AA0044DE52}" in found["Office"]
    assert "{00020430-0000-0000-C000-000000000046}" in found["stdole"]


def test_build_addin__package__has_the_ribbon_last_and_fixed_dates() -> None:
    with zipfile.ZipFile(ADDIN) as package:
        entries = package.infolist()
        types = package.read("[Content_Types].xml").decode()
        relations = package.read("_rels/.rels").decode()
        properties = package.read("docProps/core.xml").decode()
        ribbon = package.read(build_excel.RIBBON_PART)

    assert entries[-1].filename == build_excel.RIBBON_PART
    assert {entry.date_time for entry in entries} == {(1980, 1, 1, 0, 0, 0)}
    assert {entry.compress_type for entry in entries} == {zipfile.ZIP_STORED}
    assert "application/vnd.ms-excel.addin.macroEnabled.main+xml" in types
    assert f'Type="{RIBBON_TYPE}" Target="customUI/customUI14.xml"' in relations
    assert ribbon == (STUB / "addin" / "customUI14.xml").read_bytes()
    assert re.findall(r"<dc:creator>([^<]*)<", properties) == ["kinerja-xl"]


@pytest.mark.parametrize("count", [1, 4, MOST_SECTIONS])
def test_build_master__code_names__are_the_document_modules_of_its_project(count: int) -> None:
    data = master(count)

    named = code_names(data)

    sheets = master_sheets([(f"S{n}", "") for n in range(count)])
    assert any(sheet.visibility is Visibility.VERY_HIDDEN for sheet in sheets)
    assert len(named) == 1 + len(sheets)
    assert named == document_modules(project_of(data))


def test_build_master__more_sections_than_projects__has_the_largest_and_unique_names() -> None:
    data = master(MOST_SECTIONS + 3)

    named = code_names(data)

    modules = document_modules(project_of(data))
    assert named[: len(modules)] == modules
    assert (len(named), len(set(named))) == (len(modules) + 3, len(modules) + 3)


def test_build_master__buttons__run_macros_that_exist() -> None:
    with zipfile.ZipFile(io.BytesIO(master(4))) as package:
        drawing = package.read("xl/drawings/vmlDrawing1.vml").decode()
        relations = package.read("xl/worksheets/_rels/sheet1.xml.rels").decode()

    macros = re.findall(r"<x:FmlaMacro>\[0\]!(\w+)</x:FmlaMacro>", drawing)
    captions = [text.replace("&amp;", "&") for text in re.findall(r"<font[^>]*>([^<]*)<", drawing)]

    assert macros == [button.macro for button in BUTTONS]
    assert captions == [button.label for button in BUTTONS]
    assert set(macros) <= set(procedures("ControlSheetButtons"))
    assert "vmlDrawing1.vml" in relations


def test_build_master__buttons__lie_apart_each_in_its_row() -> None:
    with zipfile.ZipFile(io.BytesIO(master(4))) as package:
        drawing = package.read("xl/drawings/vmlDrawing1.vml").decode()
    anchors = [
        [int(number) for number in text.split(",")]
        for text in re.findall(r"<x:Anchor>([^<]*)</x:Anchor>", drawing)
    ]

    for button, anchor in zip(BUTTONS, anchors, strict=True):
        left, left_offset, top, _, right, right_offset, bottom, _ = anchor
        assert (left + 1, left_offset) == (button.column, 0)
        assert (right, right_offset) == (button.last_column, 0)
        assert (top + 1, bottom + 1) == (button.row, button.row)


@pytest.mark.node
def test_build_all__open_xml_sdk__finds_nothing_wrong(tmp_path: Path) -> None:
    paths = [tmp_path / "Kinerja.xlam", tmp_path / "satu.xlsm", tmp_path / "banyak.xlsm"]
    for path, data in zip(
        paths, (ADDIN.read_bytes(), master(1), master(MOST_SECTIONS + 3)), strict=True
    ):
        path.write_bytes(data)

    assert validate(paths) == dict.fromkeys(paths, ())
