"""The VBA sources: house style, callbacks, and what they have Python do."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from kinerja_xl.layout.control_buttons import BUTTONS
from kinerja_xl.layout.names import MASTER_ID
from tests.workbook.vba_sources import (
    BUTTON_FUNCTIONS,
    NAMESPACE,
    RIBBON,
    RIBBON_FUNCTIONS,
    ROOT,
    SOURCES,
    procedures,
    public_functions,
    ribbon_buttons,
    source,
)

CALLBACK = "ByVal control As IRibbonControl"
each_source = pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.stem)


@each_source
def test_source__bytes__are_ascii_with_crlf(path: Path) -> None:
    data = path.read_bytes()

    assert data.isascii()
    assert data.count(b"\n") == data.count(b"\r\n") == len(data.splitlines())


@each_source
def test_source__head__names_itself_and_what_it_is_for(path: Path) -> None:
    text = path.read_text(encoding="ascii")

    assert f'Attribute VB_Name = "{path.stem}"' in text
    assert "'@Folder(" in text
    assert "'@ModuleDescription(" in text
    assert "\nOption Explicit\n" in text
    assert ("\nOption Private Module\n" in text) == (path.suffix == ".bas")


@each_source
def test_source__house_style__is_kept(path: Path) -> None:
    text = path.read_text(encoding="ascii")
    code = "\n".join(re.sub(r"'.*| _$", "", line) for line in text.splitlines())

    assert not re.findall(r"\bActiveSheet\b|\.Select\b|\bInteger\b", code)
    assert not re.findall(r"(?m)^\s*Dim [^\n]*,", code)
    assert not re.findall(r"(?m)^\s*(?:Sub|Function|Property)\b", code)
    for line in re.findall(r"(?m)^\s*(?:Public|Private) (?:Sub|Function) .*$", code):
        arguments = re.findall(r"\(([^()]*)\)", line)[0]
        assert all(re.match(r"By(?:Val|Ref) \w+ As \w+$", a.strip()) for a in arguments.split(",")
                   if a.strip()), line  # fmt: skip


@each_source
def test_source__resume_next__covers_one_line(path: Path) -> None:
    lines = [line.strip() for line in path.read_text(encoding="ascii").splitlines()]

    starts = [n for n, line in enumerate(lines) if line == "On Error Resume Next"]

    assert [lines[n + 2] for n in starts] == ["On Error GoTo 0"] * len(starts)


@pytest.mark.parametrize("module", ["RibbonCallbacks", "ControlSheetButtons"])
def test_source__entry_points__are_marked(module: str) -> None:
    marked = re.findall(r"'@EntryPoint\nPublic Sub (\w+)", source(module))

    commanding = {name for name, found in procedures(module).items() if found.python_functions}
    assert commanding <= set(marked)
    assert len(marked) == len(set(marked))


def test_runner__name_of_a_master__is_the_layouts() -> None:
    assert f'Private Const MasterName As String = "{MASTER_ID.name}"\n' in source("PythonRunner")


def test_ribbon__callbacks__exist_with_the_signatures_office_calls() -> None:
    found = procedures("RibbonCallbacks")
    root = ElementTree.parse(RIBBON).getroot()

    assert found[root.attrib["onLoad"]].arguments == "ByVal ribbon As IRibbonUI"
    for button in ribbon_buttons():
        action, enabled = found[button["onAction"]], found[button["getEnabled"]]
        assert (action.is_public, action.kind, action.arguments) == (True, "Sub", CALLBACK)
        assert (enabled.is_public, enabled.kind) == (True, "Sub")
        assert enabled.arguments == f"{CALLBACK}, ByRef isEnabled As Variant"
    assert {button["getEnabled"] for button in ribbon_buttons()} == {"GetButtonEnabled"}


def test_ribbon__buttons__are_labelled_explained_and_have_an_icon() -> None:
    root = ElementTree.parse(RIBBON).getroot()
    ids = [element.attrib["id"] for element in root.iter() if "id" in element.attrib]
    (tab,) = root.iter(f"{NAMESPACE}tab")

    assert tab.attrib["label"] == "Kinerja"
    assert len(ids) == len(set(ids))
    assert all(group.attrib["label"] for group in root.iter(f"{NAMESPACE}group"))
    for button in ribbon_buttons():
        assert button["imageMso"]
        assert 0 < len(button["screentip"]) < len(button["supertip"]) <= 1024


def test_ribbon__has_the_buttons_of_the_control_sheet_and_more() -> None:
    ribbon = {
        button["label"]: procedures("RibbonCallbacks")[button["onAction"]].python_functions
        for button in ribbon_buttons()
    }
    sheet = {
        button.label: procedures("ControlSheetButtons")[button.macro].python_functions
        for button in BUTTONS
    }

    assert ribbon | sheet == ribbon
    assert list(sheet.values()) == [(name,) for name in BUTTON_FUNCTIONS]
    assert list(ribbon.values()) == [(name,) for name in RIBBON_FUNCTIONS]


def test_ribbon__label__is_what_the_button_calls_itself() -> None:
    tree = ast.parse((ROOT / "kinerja_xl" / "live" / "buttons.py").read_text(encoding="utf-8"))

    labels = {
        node.name: ast.literal_eval(call.args[0])
        for node in tree.body
        if isinstance(node, ast.FunctionDef)
        for call in ast.walk(node)
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") == "press"
    }

    shown = [button["label"] for button in ribbon_buttons()]
    ribbon = dict(zip(RIBBON_FUNCTIONS, shown, strict=True))
    assert {name: label for name, label in ribbon.items() if name != "show_help"} == labels


def test_ribbon__menus__are_labelled_explained_and_have_an_icon() -> None:
    for menu in ElementTree.parse(RIBBON).getroot().iter(f"{NAMESPACE}menu"):
        assert menu.attrib["label"]
        assert menu.attrib["imageMso"]
        assert menu.attrib["getEnabled"] == "GetButtonEnabled"
        assert 0 < len(menu.attrib["screentip"]) < len(menu.attrib["supertip"]) <= 1024
        assert not any("size" in button.attrib for button in menu)  # a menu's may have none


def test_control_sheet__macros__take_no_arguments() -> None:
    found = procedures("ControlSheetButtons")

    for button in BUTTONS:
        macro = found[button.macro]
        assert (macro.is_public, macro.kind, macro.arguments) == (True, "Sub", "")
    assert set(found) == {button.macro for button in BUTTONS}


def test_commands__every_python_function__exists_and_needs_no_arguments() -> None:
    wanted = {
        name
        for module in ("RibbonCallbacks", "ControlSheetButtons")
        for procedure in procedures(module).values()
        for name in procedure.python_functions
    }

    assert wanted <= public_functions(ROOT / "kinerja_xl" / "live" / "buttons.py")
