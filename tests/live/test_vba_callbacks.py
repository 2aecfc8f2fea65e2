"""Each VBA callback, run in LibreOffice's VBA mode; what it has Python do is recorded."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kinerja_xl.files.building.master import MasterContent, build_master
from kinerja_xl.layout.control_buttons import BUTTONS
from kinerja_xl.layout.tables import CONTROL
from kinerja_xl.live.libreoffice.bridge import UnoObject
from kinerja_xl.live.libreoffice.connection import Office, start_office
from tests.live.vba_host import Outcome, VbaHost, open_workbook, vba_of
from tests.workbook.vba_sources import BUTTON_FUNCTIONS, RIBBON_FUNCTIONS, ROOT, ribbon_buttons

pytestmark = pytest.mark.libreoffice

MACROS = dict(zip((button.macro for button in BUTTONS), BUTTON_FUNCTIONS, strict=True))
CALLBACKS = dict(
    zip((button["onAction"] for button in ribbon_buttons()), RIBBON_FUNCTIONS, strict=True)
)
SECTIONS = (("TEKNIS", "Teknis"), ("HUKUM", "Hukum"))


def command(function: str) -> str:
    return f"from kinerja_xl.live import buttons; buttons.{function}()"


def activate(document: UnoObject) -> None:
    document.getCurrentController().getFrame().activate()


@pytest.fixture(scope="module")
def office() -> Iterator[Office]:
    started = start_office(visible=False)
    yield started
    started.end()


@pytest.fixture(scope="module")
def master(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A master on a path with a space, an apostrophe and letters beyond ASCII."""
    path = tmp_path_factory.mktemp("kantor") / "Subbag Perencanaan d'Ambón" / "Kinerja.xlsm"
    path.parent.mkdir()
    path.write_bytes(build_master(MasterContent(SECTIONS)))
    return path


@pytest.fixture(scope="module")
def opened_master(office: Office, master: Path) -> Iterator[VbaHost]:
    again = "ControlSheetButtons.KendaliCheck"
    with vba_of(office, master, press_again=again) as host:
        yield host


@pytest.fixture(scope="module")
def opened_addin(office: Office, tmp_path_factory: pytest.TempPathFactory) -> Iterator[VbaHost]:
    """The add-in itself, which LibreOffice opens as a workbook."""
    place = tmp_path_factory.mktemp("tambahan") / "Kinerja.xlam"
    shutil.copyfile(ROOT / "workbook" / "Kinerja.xlam", place)
    again = "RibbonCallbacks.RibbonCheck Nothing"
    with vba_of(office, place, press_again=again) as host:
        yield host


@pytest.fixture
def sheet(opened_master: VbaHost) -> VbaHost:
    """The master's own macros."""
    opened_master.set_up()
    activate(opened_master.document)
    return opened_master


@pytest.fixture
def ribbon(opened_addin: VbaHost, opened_master: VbaHost) -> VbaHost:
    """The add-in's macros, with the master as the active workbook."""
    opened_addin.set_up()
    activate(opened_master.document)
    return opened_addin


@pytest.mark.parametrize(("macro", "function"), MACROS.items(), ids=MACROS.values())
def test_control_sheet__button__has_its_python_function_run(
    macro: str, function: str, sheet: VbaHost
) -> None:
    sheet.press(macro)

    assert (sheet.recorded_commands(), sheet.recorded_messages()) == ([command(function)], [])


def test_control_sheet__button__is_bound_to_its_macro(sheet: VbaHost) -> None:
    form = sheet.document.Sheets.getByName(CONTROL).DrawPage.Forms.getByIndex(0)

    bound = {
        form.getByIndex(n).Label: [event.ScriptCode for event in form.getScriptEvents(n)]
        for n in range(form.Count)
    }

    place = "vnd.sun.star.script:VBAProject.ControlSheetButtons."
    end = "?language=Basic&location=document"
    assert bound == {button.label: [f"{place}{button.macro}{end}"] for button in BUTTONS}


def test_control_sheet__libreoffice__points_to_its_menu_and_runs_nothing(
    office: Office, master: Path
) -> None:
    with vba_of(office, master, as_excel=False, AsTemplate=True) as host:
        host.press("KendaliMerge")

        assert host.recorded_commands() == []
        assert ["menu Kinerja" in message for message in host.recorded_messages()] == [True]


def test_control_sheet__another_workbook_active__works_on_its_own(
    sheet: VbaHost, opened_addin: VbaHost
) -> None:
    activate(opened_addin.document)

    sheet.press("KendaliMerge")

    assert sheet.recorded_commands() == [command("merge")]


@pytest.mark.parametrize(("callback", "function"), CALLBACKS.items(), ids=CALLBACKS.values())
def test_ribbon__button__has_its_python_function_run(
    callback: str, function: str, ribbon: VbaHost
) -> None:
    ribbon.press_ribbon(callback)

    assert (ribbon.recorded_commands(), ribbon.recorded_messages()) == ([command(function)], [])


def enabled(ribbon: VbaHost) -> str:
    return ribbon.run(
        "VBAProject.RibbonCallbacks.GetButtonEnabled Nothing, result", answer="CStr(result)"
    )


def test_get_button_enabled__is_true_only_while_a_master_is_active(
    ribbon: VbaHost, opened_master: VbaHost
) -> None:
    with_master = enabled(ribbon)
    activate(ribbon.document)
    with_other = enabled(ribbon)
    activate(opened_master.document)

    assert (with_master, with_other, enabled(ribbon)) == ("True", "False", "True")


def test_on_ribbon_load__then_refresh__raise_nothing(ribbon: VbaHost) -> None:
    loaded = ribbon.run("VBAProject.RibbonCallbacks.OnRibbonLoad Nothing", answer='"loaded"')
    refreshed = ribbon.run("VBAProject.RibbonCallbacks.RefreshRibbon", answer='"refreshed"')

    assert (loaded, refreshed) == ("loaded", "refreshed")


def test_ribbon__other_workbook_active__says_so_and_runs_nothing(ribbon: VbaHost) -> None:
    activate(ribbon.document)

    ribbon.press_ribbon("RibbonMerge")

    assert ribbon.recorded_commands() == []
    (message,) = ribbon.recorded_messages()
    assert "'Kinerja.xlam' bukan buku induk" in message


def test_runner__no_workbook__says_so_and_runs_nothing(ribbon: VbaHost) -> None:
    ribbon.run(f'VBAProject.PythonRunner.RunForMaster Nothing, "{command("merge")}"')

    assert ribbon.recorded_commands() == []
    (message,) = ribbon.recorded_messages()
    assert "Tidak ada buku kerja yang terbuka" in message


@pytest.mark.parametrize("interpreter", ["", "/venv gone/bin/python"], ids=["unset", "gone"])
def test_runner__no_interpreter__says_how_to_install_and_runs_nothing(
    interpreter: str, sheet: VbaHost
) -> None:
    sheet.set_up(interpreter=interpreter)

    sheet.press("KendaliCheck")

    assert sheet.recorded_commands() == []
    (message,) = sheet.recorded_messages()
    assert "kinerja-xl install" in message


@pytest.mark.parametrize("outcome", [Outcome.FAILS, Outcome.RAISES])
def test_runner__python_fails__points_to_the_doctor_and_the_next_press_works(
    outcome: Outcome, sheet: VbaHost
) -> None:
    sheet.set_up(outcome)
    sheet.press("KendaliCompute")
    messages = sheet.recorded_messages()
    sheet.set_up()

    sheet.press("KendaliCompute")

    assert ["kinerja-xl doctor" in message for message in messages] == [True]
    assert (sheet.recorded_commands(), sheet.recorded_messages()) == ([command("compute")], [])


def test_runner__pressed_again_while_running__runs_once(
    sheet: VbaHost, opened_addin: VbaHost
) -> None:
    sheet.set_up(Outcome.PRESSED_AGAIN)
    sheet.press("KendaliMerge")
    opened_addin.set_up(Outcome.PRESSED_AGAIN)
    opened_addin.press_ribbon("RibbonMerge")

    assert sheet.recorded_commands() == [command("merge")]
    assert opened_addin.recorded_commands() == [command("merge")]


@pytest.mark.parametrize(
    "options",
    [
        pytest.param({"AsTemplate": True}, id="never-saved"),
        pytest.param({"ReadOnly": True}, id="read-only"),
    ],
)
def test_control_sheet__master_that_cannot_be_saved__still_reaches_python(
    options: dict[str, Any], office: Office, master: Path
) -> None:
    with vba_of(office, master, **options) as host:
        host.press("KendaliDistribute")

        assert host.recorded_commands() == [command("distribute")]


def test_ribbon__never_saved_master_active__has_its_python_function_run(
    ribbon: VbaHost, office: Office, master: Path
) -> None:
    document = open_workbook(office, master, AsTemplate=True)
    activate(document)

    ribbon.press_ribbon("RibbonDistribute")

    document.close(True)
    assert ribbon.recorded_commands() == [command("distribute")]
