"""Starting a LibreOffice with windows and the extension really installed, and ending it."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
import threading
import uuid
from collections.abc import Iterator
from pathlib import Path

from kinerja_xl.files.machine import LINUX, Machine
from kinerja_xl.files.office_environment import office_environment
from kinerja_xl.live.libreoffice.bridge import error_kind, load_uno
from kinerja_xl.live.libreoffice.connection import Office, connect_office
from kinerja_xl.usecases.install import install
from tests.libreoffice_tools import find_soffice
from tests.live.accessible import VANISHED
from tests.live.clicks import Desk
from tests.live.screen import Screen
from tests.machines import office_programs, virtual_environment

EXTENSION = Path(__file__).resolve().parents[2] / "workbook" / "Kinerja.oxt"
SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Setup/L10N"><prop oor:name="ooSetupSystemLocale" oor:op="fuse">
<value>id-ID</value></prop></item>
</oor:items>
"""
"""Numbers and dates as in Indonesia."""

_START_SECONDS = 120.0
_END_SECONDS = 10.0
_WHOLE_SECONDS = 600.0
"""After which an office that hangs is killed, so that calls into it end, too."""


@contextlib.contextmanager
def running_desk(screen: Screen, shots: Path) -> Iterator[Desk]:
    """Install the extension into a new profile, start LibreOffice on a screen, and end it.

    Args:
        screen: Where it shows its windows.
        shots: Where pictures of the screen go.
    """
    with open_folder() as folder:
        home = folder / "akun"
        home.mkdir()
        environment = {
            **office_environment(os.environ),
            "DISPLAY": screen.display,
            "SAL_USE_VCLPLUGIN": "gen",  # the same windows on every machine
            "HOME": str(home),
            "XDG_DATA_HOME": str(home / "data"),
            "XDG_STATE_HOME": str(home / "state"),
        }
        profile = installed_profile(folder, home, environment)
        soffice = find_soffice()
        assert soffice is not None
        own = f"-env:UserInstallation={profile.as_uri()}"
        command = (soffice, own, "--norestore", "--nologo", "--nofirststartwizard")
        pipe = f"kinerja_{uuid.uuid4().hex}"
        accept = f"--accept=pipe,name={pipe};urp;StarOffice.ComponentContext"
        said = folder / "keluaran.txt"
        with said.open("wb") as output:
            process = subprocess.Popen(
                [*command, "--nodefault", accept],
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        watchdog = threading.Timer(_WHOLE_SECONDS, os.killpg, (process.pid, signal.SIGKILL))
        watchdog.start()
        office = None
        try:
            load_uno()
            office = connect_office(pipe=pipe, timeout_seconds=_START_SECONDS)
            yield Desk(office, screen, command, environment, home, shots)
        finally:
            watchdog.cancel()
            ended_with = process.poll()
            _end(process, office)
        last_words = said.read_text(errors="replace")
        assert ended_with is None, f"LibreOffice ended by itself ({ended_with}): {last_words}"


def _end(process: subprocess.Popen[bytes], office: Office | None) -> None:
    """End LibreOffice in good order, or else by force: with windows left open it asks first."""
    try:
        if office is not None:
            office.desktop.terminate()
            process.wait(_END_SECONDS)
    except Exception as error:
        if error_kind(error) not in {*VANISHED, "TimeoutExpired"}:
            raise
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def installed_profile(folder: Path, home: Path, environment: dict[str, str]) -> Path:
    """Make a profile and let the program install its extension there, as the user does.

    Args:
        folder: New, for every account: unopkg does not work for root and runs as another one.
        home: The folder of the account that is to use it.
        environment: The variables of that account.
    """
    programs = office_programs(folder)
    profile = folder / "profil"
    settings = profile / "user" / "registrymodifications.xcu"
    settings.parent.mkdir(parents=True)
    settings.write_text(SETTINGS, encoding="utf-8")
    for path, rights in ((profile, 0o777), (settings.parent, 0o777), (settings, 0o666)):
        path.chmod(rights)
    shipped = folder / "paket"
    shipped.mkdir()
    shutil.copyfile(EXTENSION, shipped / EXTENSION.name)
    machine = Machine(
        system=LINUX,
        home=home,
        variables={**environment, "SOFFICE": str(programs)},
        interpreter=virtual_environment(folder / "venv"),
        resources=shipped,
    )
    report = install(machine, profile=profile)
    assert not report.findings, report.findings
    (profile / ".lock").unlink(missing_ok=True)  # of the other account
    return profile


@contextlib.contextmanager
def open_folder() -> Iterator[Path]:
    """Make a folder that every account may use; pytest's own are for one account only."""
    folder = Path(tempfile.mkdtemp(prefix="kinerja-"))
    folder.chmod(0o777)
    try:
        yield folder
    finally:
        shutil.rmtree(folder)
