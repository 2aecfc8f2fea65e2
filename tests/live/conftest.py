"""What tests of the open workbook share: a running LibreOffice, an office, a recorder."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kinerja_xl.live import session
from tests.live_office import Recorder, opened, running_office
from tests.usecases.office import Office, copied, new_office

if TYPE_CHECKING:
    import xlwings


@pytest.fixture(scope="session")
def office() -> Iterator[xlwings.App]:
    """A LibreOffice without windows."""
    with running_office() as app:
        yield app


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """An office as `new` leaves it; nobody changes it."""
    return new_office(tmp_path_factory.mktemp("kantor") / "Kinerja-2026")


@pytest.fixture
def fresh(built: Office, tmp_path: Path) -> Office:
    """An office as `new` leaves it, in a folder whose name asks for trouble."""
    return copied(built, tmp_path / "Kantor 'é' ü" / "Kinerja 2026")


@pytest.fixture
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, office: xlwings.App) -> Path:
    """Locks and logs go to a folder of the test, and LibreOffice is the engine in use."""
    folder = tmp_path / "keadaan"
    monkeypatch.setattr(session, "own_state_folder", lambda: folder)
    office.engine.activate()
    return folder


@pytest.fixture
def book(office: xlwings.App, fresh: Office) -> Iterator[xlwings.Book]:
    """The master of a new office, open."""
    with opened(office, fresh.master) as workbook:
        yield workbook


@pytest.fixture
def recorder(office: xlwings.App, monkeypatch: pytest.MonkeyPatch) -> Recorder:
    """Whoever answers the dialogs of that LibreOffice, which is the one that buttons act on."""
    office.activate()  # other tests may have started one of their own since
    person = Recorder()
    monkeypatch.setattr(office.impl, "dialogs", person)
    return person
