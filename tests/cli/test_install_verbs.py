"""The commands on computers with Excel that stand in for this one, and on this one."""

from __future__ import annotations

from pathlib import Path

import pytest

from kinerja_xl.files import machine as machines
from kinerja_xl.files.excel.places import ADDIN, startup_folder
from kinerja_xl.files.machine import Machine
from tests.cli.commands import run, run_process
from tests.machines import content, virtual_environment, windows

VERBS = ("install", "uninstall", "doctor")


@pytest.fixture(scope="module")
def python(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return virtual_environment(tmp_path_factory.mktemp("python") / ".venv")


@pytest.fixture
def pc(tmp_path: Path, python: Path, monkeypatch: pytest.MonkeyPatch) -> Machine:
    """A Windows with Excel, in the place of this computer."""
    made = windows(tmp_path, python)
    monkeypatch.setattr(machines, "this_machine", lambda: made)
    return made


@pytest.mark.parametrize("name", VERBS)
def test_help__names_the_verb_in_english(name: str) -> None:
    outcome = run(name, "--help")

    assert outcome.exit_code == 0
    assert "--json" in outcome.stdout
    assert name in run("--help").stdout


def test_install_doctor_uninstall__json__ends_clean(pc: Machine) -> None:
    before = content(pc.home)

    outcomes = [run(name, "--json") for name in VERBS]
    again = [run(name, "--json") for name in ("install", "doctor", "uninstall")]

    found = [(outcome.exit_code, outcome.json["status"]) for outcome in again]
    assert found == [(0, "clean")] * 3
    assert [outcome.json["verb"] for outcome in outcomes] == list(VERBS)
    assert [outcome.exit_code for outcome in outcomes] == [0, 0, 1]
    assert content(pc.home) == before


@pytest.mark.usefixtures("pc")
def test_doctor__findings__are_printed_with_remedy_and_exit_1() -> None:
    outcome = run("doctor")

    assert outcome.exit_code == 1
    assert "Add-in Kinerja belum terpasang." in outcome.stdout
    assert "kinerja-xl install" in outcome.stdout


def test_doctor__findings_in_json__have_code_place_and_remedy(pc: Machine) -> None:
    found = run("doctor", "--json").json

    assert found["status"] == "findings"
    assert found["findings"][0] == {
        "severity": "Kesalahan",
        "code": "ADDIN_NOT_INSTALLED",
        "section": "",
        "place": str(startup_folder(pc) / ADDIN),
        "message": "Add-in Kinerja belum terpasang.",
        "remedy": "Tutup Excel, lalu jalankan kinerja-xl install.",
    }


@pytest.mark.parametrize("json", [(), ("--json",)], ids=["text", "json"])
def test_install__addin_missing__exits_2_and_changes_nothing(
    json: tuple[str, ...], pc: Machine
) -> None:
    (pc.resources / ADDIN).unlink()
    before = content(pc.home)

    outcome = run("install", *json)

    assert outcome.exit_code == 2
    assert "Kinerja.xlam tidak ada dalam paket" in outcome.stdout + outcome.stderr
    assert content(pc.home) == before


def test_doctor__no_such_office__exits_2(pc: Machine, tmp_path: Path) -> None:
    outcome = run("doctor", tmp_path / "hilang", "--json")

    assert (outcome.exit_code, outcome.json["status"]) == (2, "error")
    assert not (pc.home / "AppData").exists()


@pytest.mark.parametrize("name", ["uninstall", "doctor"])
def test_verbs__on_this_computer__run_without_a_traceback(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for variable in ("HOME", "XDG_DATA_HOME", "USERPROFILE", "APPDATA", "LOCALAPPDATA"):
        monkeypatch.setenv(variable, str(tmp_path))

    outcome = run_process(name, "--json")

    assert outcome.exit_code in {0, 1}
    assert outcome.json["verb"] == name
    assert "Traceback" not in outcome.stderr
