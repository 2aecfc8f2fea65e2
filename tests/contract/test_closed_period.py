"""A closed period stands still and opens again, on the file and on the open workbook alike."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kinerja_xl.core.book import MasterBook, SetCell, SetName
from kinerja_xl.core.period import Period
from kinerja_xl.errors import KinerjaError
from kinerja_xl.files.folder import MASTER_NAME
from kinerja_xl.files.master.book import FileMasterBook
from kinerja_xl.usecases.close import close, reopen
from kinerja_xl.usecases.compute import compute
from kinerja_xl.usecases.demo import create_example
from kinerja_xl.usecases.demo_story import STORY
from kinerja_xl.usecases.gather import Run
from kinerja_xl.usecases.refresh_status import refresh_status
from kinerja_xl.usecases.report import Report
from kinerja_xl.usecases.undo import undo
from kinerja_xl.usecases.verify import verify
from tests.contract.story import WHO, every_table, tell
from tests.contract.test_same_job import names_below
from tests.live_office import opened

if TYPE_CHECKING:
    import xlwings

Tables = dict[str, tuple[tuple[object, ...], ...]]

RUN = Run(datetime(2026, 4, 3, 9, 0), WHO)
PERIOD = Period.parse(STORY[0].period)
_DEFINITIONS = {
    "tblIndikator", "tblSkala", "tblLibur", "tblSOP", "tblRiwayat", "tblTemuan", "tblBerkas",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Told:
    """What was reported, and every table of a master after closing, after changes, reopened."""

    reports: tuple[Report, ...]
    closed: Tables
    changed: Tables
    reopened: Tables


def live_through(book: MasterBook, tables_now: Callable[[], Tables]) -> Told:
    """Close the period, change every definition, be refused, and open it again."""
    first = close(book, PERIOD, RUN)
    closed = tables_now()
    change_every_definition(book)
    refresh_status(book, RUN)
    with pytest.raises(KinerjaError, match="sudah ditutup pada 3 April 2026"):
        compute(book, PERIOD, RUN)
    changed = tables_now()
    verified = verify(book, RUN)
    last = reopen(book, PERIOD, RUN, "koreksi LHP")
    return Told((first, verified, last), closed, changed, tables_now())


def change_every_definition(book: MasterBook) -> None:
    """Change each indicator, the scale, the mean, a day off, and the SOP."""
    indicators = range(len(book.table("tblIndikator").rows))
    changes = (
        ("name", "Nama baru"), ("polarity", "minimalkan"), ("variant", "B"), ("cap_percent", 50),
        ("rounding", "potong"), ("digits", 0), ("target_TW1", 1),
    )  # fmt: skip
    bounds = book.table("tblSkala").column("lower_percent")
    book.apply((
        *(SetCell("tblIndikator", n, *change) for n in indicators for change in changes),
        *(SetCell("tblSkala", n, "category", f"Jenjang {n}") for n in range(len(bounds))),
        *(
            SetCell("tblSkala", n, "lower_percent", bound / 2)
            for n, bound in enumerate(bounds)
            if isinstance(bound, float)
        ),
        SetCell("tblLibur", 0, "date", datetime(2026, 3, 31)),
        *(SetCell("tblSOP", n, "amount", 1) for n in range(3)),
        SetName("Metode_Rata_Rata", "geometrik"),
        SetName("Batas_Penjelasan", 20),
        SetName("Menit_Per_Hari", 30),
    ))  # fmt: skip


@pytest.fixture(scope="module")
def computed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example's office with its first period computed."""
    root = tmp_path_factory.mktemp("dihitung") / "Kinerja"
    create_example(root, Run(STORY[0].steps[0].started, WHO))
    tell(root, lambda now: FileMasterBook(root / MASTER_NAME, now=now), STORY[:1])
    return root


@pytest.mark.libreoffice
def test_closed_period__on_the_file_and_live__stands_still_and_opens_alike(
    office: xlwings.App, computed: Path, tmp_path: Path
) -> None:
    from kinerja_xl.live.book import LiveMasterBook

    on_disk, live = (tmp_path / name / "Kinerja" for name in ("berkas", "terbuka"))
    for root in (on_disk, live):
        shutil.copytree(computed, root)

    def calculated(root: Path) -> Tables:
        """Read every table of the file as LibreOffice calculates it."""
        copy = root.with_name("Terhitung.xlsm")
        shutil.copyfile(root / MASTER_NAME, copy)
        with opened(office, copy) as book:
            book.api.calculateAll()
            return every_table(LiveMasterBook(book, now=lambda: RUN.now))

    file_book = FileMasterBook(on_disk / MASTER_NAME, now=lambda: RUN.now)
    expected = live_through(file_book, lambda: calculated(on_disk))
    with opened(office, live / MASTER_NAME) as book:
        live_book = LiveMasterBook(book, now=lambda: RUN.now)
        found = live_through(live_book, lambda: calculated(live))
        with pytest.raises(KinerjaError, match=r"sedang dibuka di LibreOffice.*tutup"):
            undo(live / MASTER_NAME, RUN)

    assert found == expected
    assert names_below(live) == names_below(on_disk)
    for told in (expected, found):
        assert not told.reports[1].findings
        still = told.closed.keys() - _DEFINITIONS
        assert {name: told.changed[name] for name in still} == {
            name: told.closed[name] for name in still
        }
        assert told.reopened["tblCapaian"] != told.closed["tblCapaian"]
