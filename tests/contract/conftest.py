"""The masters that the contract is about, each kind of them opened in its own way."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kinerja_xl.core.book import MasterBook
from kinerja_xl.files.master.book import FileMasterBook
from tests.contract.small_master import TABLES
from tests.live_office import opened, running_office

if TYPE_CHECKING:
    import xlwings

Open = Callable[[Path], MasterBook]


@pytest.fixture(scope="session")
def office() -> Iterator[xlwings.App]:
    """A LibreOffice without windows."""
    with running_office() as app:
        yield app


@pytest.fixture(params=["file", pytest.param("live", marks=pytest.mark.libreoffice)])
def open_master(request: pytest.FixtureRequest) -> Iterator[Open]:
    """Open the master that lies at a path: on disk, or in LibreOffice."""

    def now() -> datetime:
        return datetime(2026, 4, 1, 8, 0, 15, 123)

    def as_file(path: Path) -> MasterBook:
        return FileMasterBook(path, TABLES.__getitem__, now=now, action="gabung")

    def live(path: Path) -> MasterBook:
        from kinerja_xl.live.book import LiveMasterBook

        book = stack.enter_context(opened(request.getfixturevalue("office"), path))
        return LiveMasterBook(book, TABLES.__getitem__, now=now, action="gabung")

    with ExitStack() as stack:
        yield as_file if request.param == "file" else live
