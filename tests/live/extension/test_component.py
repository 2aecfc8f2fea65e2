"""The extension's component, loaded as LibreOffice does, and alone in LibreOffice's own Python."""

from __future__ import annotations

import importlib.util
import json
import os
import platform
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from kinerja_xl.files.excel.places import record_file
from kinerja_xl.files.libreoffice import find_libreoffice
from kinerja_xl.files.machine import LINUX, MACOS, WINDOWS, Machine
from kinerja_xl.layout.names import MASTER_ID
from kinerja_xl.live.libreoffice.bridge import load_uno, load_unohelper
from workbook.build_extension import COMPONENT, IMPLEMENTATION, PROTOCOL, SERVICE

pytestmark = pytest.mark.libreoffice

OWN = (sys.version_info.major, sys.version_info.minor)
_ALONE = """
import importlib.util, sys
import uno
spec = importlib.util.spec_from_file_location("component", sys.argv[1])
component = importlib.util.module_from_spec(spec)
spec.loader.exec_module(component)
try:
    component.run_button(None, "check")
except component.MissingProgramError as error:
    print(error)
"""


@pytest.fixture(scope="module")
def component() -> ModuleType:
    """The component as a module."""
    load_uno()
    load_unohelper()
    spec = importlib.util.spec_from_file_location("kinerja_component", COMPONENT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def machine(system: str, home: Path, variables: dict[str, str]) -> Machine:
    return Machine(system, home, variables, interpreter=Path("python"), resources=home)


def test_names__are_those_of_the_layout_and_of_the_build(component: ModuleType) -> None:
    assert MASTER_ID.name == component.MASTER_NAME
    assert (component.PROTOCOL, component.IMPLEMENTATION, component.SERVICE) == (
        PROTOCOL,
        IMPLEMENTATION,
        SERVICE,
    )


@pytest.mark.parametrize("system", [WINDOWS, MACOS, LINUX])
@pytest.mark.parametrize("is_named", [True, False], ids=["folders-named", "folders-usual"])
def test_place_of_note__each_system__is_where_install_writes_it(
    system: str,
    is_named: bool,
    component: ModuleType,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    variables = {"LOCALAPPDATA": str(tmp_path / "lokal"), "XDG_DATA_HOME": str(tmp_path / "data")}
    for name, folder in variables.items():
        if is_named:
            monkeypatch.setenv(name, folder)
        else:
            monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(platform, "system", lambda: system)
    monkeypatch.setattr(Path, "home", lambda: tmp_path)

    place = component.place_of_note()

    assert place == record_file(machine(system, tmp_path, variables if is_named else {}))


def test_extend_path__same_python__adds_each_folder_once_at_the_end(
    component: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "path", ["/first", "/both"])
    note = {"python": f"{OWN[0]}.{OWN[1]}", "search_path": ["/both", "/new"]}

    component.extend_path(note, OWN)
    component.extend_path(note, OWN)

    assert sys.path == ["/first", "/both", "/new"]


def test_extend_path__other_python__says_which_one_is_needed(
    component: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "path", ["/first"])

    with pytest.raises(component.MissingProgramError, match=r"Python 3\.9, .*Python 3\.11"):
        component.extend_path({"python": "3.11", "search_path": ["/new"]}, (3, 9))

    assert sys.path == ["/first"]


def test_extend_path__no_note__changes_nothing(
    component: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "path", ["/first"])

    component.extend_path({}, OWN)

    assert sys.path == ["/first"]


@pytest.mark.parametrize("content", ["{", "[1]", '"teks"'])
def test_note_of_installation__damaged__says_what_to_do(
    content: str, component: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    note = tmp_path / "pemasangan.json"
    note.write_text(content, encoding="utf-8")
    monkeypatch.setattr(component, "place_of_note", lambda: note)

    with pytest.raises(component.MissingProgramError, match="kinerja-xl install --libreoffice"):
        component.note_of_installation()


def test_write_log__folder_that_cannot_be_made__is_no_error(
    component: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "kinerja-xl").touch()
    monkeypatch.setattr(
        component, "place_of_note", lambda: tmp_path / "kinerja-xl" / "pemasangan.json"
    )

    log = component.write_log("Traceback")

    assert log is None
    assert "tidak dapat disimpan" in component.text_of(ValueError("x"), log)


@pytest.mark.parametrize("note", [None, {"python": "3.8", "search_path": ["/venv"]}])
def test_run_button__alone_in_the_python_of_libreoffice__says_how_to_install(
    note: dict[str, object] | None, tmp_path: Path
) -> None:
    office = find_libreoffice(machine(LINUX, tmp_path, dict(os.environ)))
    assert office is not None
    assert office.python is not None
    if note is not None:
        place = tmp_path / "kinerja-xl" / "pemasangan.json"
        place.parent.mkdir()
        place.write_text(json.dumps(note), encoding="utf-8")
    variables = {name: text for name, text in os.environ.items() if name != "PYTHONPATH"}

    done = subprocess.run(
        [office.python, "-B", "-c", _ALONE, COMPONENT],
        env={**variables, "XDG_DATA_HOME": str(tmp_path)},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )

    expected = "tidak dapat dimuat" if note is None else "dipasang dengan Python 3.8"
    assert expected in done.stdout, done.stderr
    assert "kinerja-xl install --libreoffice" in done.stdout
