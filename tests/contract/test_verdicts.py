"""Rows sent back and corrected through the file and through the open workbook end the same."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kinerja_xl.core.book import MasterBook
from kinerja_xl.core.decisions import Decisions
from kinerja_xl.files.folder import MASTER_NAME
from kinerja_xl.files.master.book import FileMasterBook
from kinerja_xl.usecases.decide import decide
from kinerja_xl.usecases.gather import Run
from kinerja_xl.usecases.merge import merge
from tests.contract.story import WHO
from tests.live_office import opened
from tests.usecases.office import NOW, TW1, Cells, Office, new_office

if TYPE_CHECKING:
    import xlwings

RUN = Run(NOW, WHO)
RETURNED = Decisions(("T2",), (("T1", "Angka salah"),))
FILLED: Cells = {
    "I006": {"realisation": 9, "due_date": NOW.date()}, "I007": {"realisation": 4},
    "X01": {"code": "T2", "item": "Foto", "file_name": "foto.png"},
}  # fmt: skip
CORRECTED: Cells = {"I006": {"realisation": 8}, "I007": {"realisation": 99}}


def verify_rows(root: Path, open_book: Callable[[], MasterBook]) -> list[object]:
    """Send a row back, merge its correction; return reports, form and rows."""
    office = Office(root)
    reports = [decide(open_book(), TW1, "TEKNIS", RETURNED, RUN) for _ in range(2)]
    office.give_back("TEKNIS", CORRECTED)
    merged = merge(open_book(), TW1, RUN)
    rows = open_book().table("tbl_TEKNIS").pick("code", "realisation", "verdict", "reason")
    return [*reports, merged, office.form("TEKNIS"), list(rows)]


@pytest.mark.libreoffice
def test_decide__on_disk_and_open__ends_the_same(office: xlwings.App, tmp_path: Path) -> None:
    from kinerja_xl.live.book import LiveMasterBook

    on_disk, live = tmp_path / "berkas" / "Kinerja", tmp_path / "terbuka" / "Kinerja"
    sample = new_office(on_disk)
    sample.distribute()
    sample.give_back("TEKNIS", FILLED)
    sample.merge()
    shutil.copytree(on_disk, live)

    expected = verify_rows(
        on_disk, lambda: FileMasterBook(on_disk / MASTER_NAME, now=lambda: RUN.now)
    )
    with opened(office, live / MASTER_NAME) as book:
        found = verify_rows(live, lambda: LiveMasterBook(book, now=lambda: RUN.now))

    assert found == expected
    assert expected[-1] == [
        ("T1", 8.0, None, None), ("T2", 4.0, "diterima", None), ("T3", None, None, None),
    ]  # fmt: skip
