"""What each VBA callback has Python do, done: recorded in VBA mode, then executed for real."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kinerja_xl.core.period import Period
from kinerja_xl.layout import names
from kinerja_xl.layout.control_buttons import BUTTONS
from kinerja_xl.live import buttons, session
from kinerja_xl.live.book import LiveMasterBook
from tests.live.vba_host import vba_of
from tests.live_office import Recorder, opened
from tests.usecases.office import KEY_OF, Office, filled
from tests.workbook.vba_sources import BUTTON_FUNCTIONS, RIBBON_FUNCTIONS, ROOT, ribbon_buttons

if TYPE_CHECKING:
    import xlwings

pytestmark = pytest.mark.libreoffice

Recorded = Callable[["xlwings.App", Path], list[str]]
PERIOD = Period.parse("2026-02")
MACROS = [button.macro for button in BUTTONS]
CALLBACKS = [
    button["onAction"]
    for button, function in zip(ribbon_buttons(), RIBBON_FUNCTIONS, strict=True)
    if function in BUTTON_FUNCTIONS
]
LABELS = dict(zip(BUTTON_FUNCTIONS, (button.label for button in BUTTONS), strict=True))
SAID = {
    "set_period": "Periode aktif: Februari 2026; siklus langkahnya disiapkan.",
    "distribute": "formulir Februari 2026 dibuat di folder distribusi/2026-02",
    "merge": "1 sel berubah",
    "check": "Kelengkapan Februari 2026",
    "compute": "capaian Februari 2026 dapat dihitung",
    "start_step": "Langkah 1 dimulai",
    "finish_step": "Langkah 1 selesai",
    "refresh_status": "Status Februari 2026",
    "open_folder": "Folder kantor: ",
    "show_help": "Urutan kerja satu periode",
}
"""What the message box says in the end, by function."""


def recorded_from_the_sheet(app: xlwings.App, master: Path) -> list[str]:
    """Press every button of KENDALI and return what RunPython got."""
    with vba_of(app.impl.office, master) as host:
        for macro in MACROS:
            host.press(macro)
        return host.recorded_commands()


def recorded_from_the_ribbon(app: xlwings.App, master: Path) -> list[str]:
    """Press the ribbon's buttons that KENDALI has too, and return what RunPython got."""
    addin = master.with_name("Kinerja.xlam")
    shutil.copyfile(ROOT / "workbook" / addin.name, addin)
    try:
        with vba_of(app.impl.office, addin) as host, opened(app, master) as book:
            book.activate()
            book.api.getCurrentController().getFrame().activate()
            for callback in CALLBACKS:
                host.press_ribbon(callback)
            return host.recorded_commands()
    finally:
        addin.unlink()


@pytest.mark.parametrize(
    "recorded",
    [
        pytest.param(recorded_from_the_sheet, id="buttons-of-kendali"),
        pytest.param(recorded_from_the_ribbon, id="ribbon"),
    ],
)
def test_callbacks__recorded_commands_executed__do_the_work(
    recorded: Recorded,
    office: xlwings.App,
    fresh: Office,
    recorder: Recorder,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    shown: list[Path] = []
    monkeypatch.setattr(session, "own_state_folder", lambda: tmp_path / "keadaan")
    monkeypatch.setattr(buttons, "open_in_file_manager", shown.append)
    office.engine.activate()
    commands = dict(zip(BUTTON_FUNCTIONS, recorded(office, fresh.master), strict=True))

    said = {}
    with opened(office, fresh.master) as book:
        for function, command in commands.items():
            if function == "set_period":
                book.names[names.ACTIVE_PERIOD.name].refers_to_range.value = str(PERIOD)
            if function == "merge":
                form = fresh.folder.form(PERIOD, "TEKNIS").read_bytes()
                fresh.put("TEKNIS.xlsx", filled(form, {KEY_OF["T4"]: {"realisation": 4}}), PERIOD)
                recorder.answers = ["yes"]
            exec(command, {})
            said[function] = recorder.shown[-1]
        rows = LiveMasterBook(book, now=lambda: fresh.now).table("tbl_TEKNIS")

    assert {name: title for name, (title, _) in said.items()} == {
        name: f"Kinerja: {label}" for name, label in LABELS.items()
    }
    for function, text in SAID.items():
        assert text in said[function][1], function
    assert shown == [fresh.root]
    assert 4 in rows.column("realisation")
    assert fresh.book().table("tbl_TEKNIS").column("realisation") == rows.column("realisation")
