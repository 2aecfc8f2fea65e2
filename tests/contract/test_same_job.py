"""The same job on the file and on the open workbook ends in the same tables."""

from __future__ import annotations

import shutil
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kinerja_xl.files.folder import MASTER_NAME
from kinerja_xl.files.master.book import FileMasterBook
from kinerja_xl.usecases.demo import create_example
from kinerja_xl.usecases.demo_story import STORY
from kinerja_xl.usecases.gather import Run
from tests.contract.story import WHO, every_table, tell
from tests.live_office import opened

if TYPE_CHECKING:
    import xlwings

CHAPTERS = STORY[:1]


@pytest.mark.libreoffice
def test_story__told_twice__ends_in_identical_reports_files_and_tables(
    office: xlwings.App, tmp_path: Path
) -> None:
    from kinerja_xl.live.book import LiveMasterBook

    on_disk, live = tmp_path / "berkas" / "Kinerja", tmp_path / "terbuka" / "Kinerja"
    create_example(on_disk, Run(CHAPTERS[0].steps[0].started, WHO))
    shutil.copytree(on_disk, live)

    expected = tell(on_disk, lambda now: FileMasterBook(on_disk / MASTER_NAME, now=now), CHAPTERS)
    with opened(office, live / MASTER_NAME) as book:
        found = tell(live, lambda now: LiveMasterBook(book, now=now), CHAPTERS)

    assert found == expected
    assert names_below(live) == names_below(on_disk)
    # Compared in one program: a file that was only patched has no results of formulas.
    assert tables_in(office, live / MASTER_NAME) == tables_in(office, on_disk / MASTER_NAME)


def tables_in(office: xlwings.App, master: Path) -> dict[str, tuple[tuple[object, ...], ...]]:
    """Read every table of a master that LibreOffice has calculated."""
    from kinerja_xl.live.book import LiveMasterBook

    with opened(office, master) as book:
        book.api.calculateAll()
        return every_table(LiveMasterBook(book, now=lambda: datetime(2026, 7, 6)))


def names_below(folder: Path) -> list[str]:
    """List the files of an office, copies of the master left out."""
    files = (path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    return sorted(name for name in files if not name.startswith((".~lock", "cadangan/Kinerja_")))
