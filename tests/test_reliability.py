from __future__ import annotations

import ast
import importlib.util
import json
import re
from pathlib import Path
from types import ModuleType

import pytest

from tests import reliability
from tests.reliability import AREAS, FOLDER_VARIABLE, record, surviving, write_counts

FAULTS = [fault for area in AREAS for fault in area.faults]


@pytest.fixture(scope="module")
def maker(repository: Path) -> ModuleType:
    """The script that makes the document."""
    path = repository / "docs" / "make_reliability.py"
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_document__is_what_the_script_makes_of_the_counts(maker: ModuleType) -> None:
    assert maker.DOCUMENT.read_text(encoding="utf-8") == maker.render(maker.FOLDER)


def test_document__has_every_fault_and_no_other(maker: ModuleType) -> None:
    text = maker.DOCUMENT.read_text(encoding="utf-8")
    tables = text.partition("## The same hostile files")[0].partition("\n## ")[2]

    rows = re.findall(r"^\| (.+?) \| [0-9,]+ \| [0-9,]+ \|", tables, re.MULTILINE)

    assert rows == FAULTS


def test_readers__if_tried__were_given_the_files_that_the_tests_make(maker: ModuleType) -> None:
    from tests.hostile.test_reading import CASES

    path = maker.FOLDER / maker.READERS
    files = json.loads(path.read_text(encoding="utf-8"))["files"] if path.exists() else CASES

    assert set(CASES) <= set(files)


def test_areas__every_fault_is_noted_by_its_tests_and_none_besides(repository: Path) -> None:
    noted = {
        (path, name)
        for path in (repository / "tests").rglob("test_*.py")
        if path.name != Path(__file__).name
        for name in _texts_noted(path)
    }
    for area in AREAS:
        homes = [repository / test for test in area.tests]
        own = {name for path, name in noted if any(path.is_relative_to(home) for home in homes)}
        assert own >= {fault for fault in area.faults if area.name != "kill"}

    assert {name for _, name in noted} <= set(FAULTS)


def _texts_noted(path: Path) -> set[str]:
    """Return what a file of tests notes, and the listed faults that it has as parameters."""
    nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    names = {"record", "surviving", "try_everywhere"}
    arguments = {
        argument
        for call in nodes
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in names
        for argument in call.args
    }
    return {
        each.value
        for each in nodes
        if isinstance(each, ast.Constant) and isinstance(each.value, str)
        if each in arguments or each.value in FAULTS
    }


def test_render__nothing_was_tried__says_so_of_everything(
    maker: ModuleType, tmp_path: Path
) -> None:
    text = maker.render(tmp_path)

    gaps = text.partition("**Not run for this edition:** ")[2].partition("\n")[0]
    assert (
        gaps
        == "; ".join([*FAULTS, *(f"{reader} on the same files" for reader in maker.ALL_READERS)])
        + "."
    )


def test_render__trial_not_survived__is_named_at_the_top(maker: ModuleType, counted: Path) -> None:
    record("something typed since", 2, 1)
    write_counts()

    text = maker.render(counted.parent)

    assert "**Not survived each time:** something typed since." in text


def test_record__fault_that_is_not_listed__is_an_error() -> None:
    with pytest.raises(ValueError, match="not listed"):
        record("a meteorite", 1, 1)


@pytest.fixture
def counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file of counts that only this test writes to."""
    monkeypatch.setenv(FOLDER_VARIABLE, str(tmp_path / "baru"))
    monkeypatch.setattr(reliability, "_COUNTS", {})
    return tmp_path / "baru" / "undo.json"


def test_surviving__body_fails__counts_as_tried_only(counted: Path) -> None:
    def body() -> None:
        with surviving("something typed since"):
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        body()
    write_counts()

    (row,) = json.loads(counted.read_text(encoding="utf-8"))["faults"]
    assert (row["tried"], row["survived"]) == (1, 0)


def test_record__another_run_wrote_before__keeps_the_faults_that_it_alone_tried(
    counted: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    record("something typed since", 5, 5)
    record("a change undone, and done again", 3, 3)
    write_counts()
    monkeypatch.setattr(reliability, "_COUNTS", {})

    record("something typed since", 2, 2, "measured")
    write_counts()

    rows = json.loads(counted.read_text(encoding="utf-8"))["faults"]
    assert [(row["fault"], row["tried"]) for row in rows] == [
        ("a change undone, and done again", 3), ("something typed since", 2),
    ]  # fmt: skip
