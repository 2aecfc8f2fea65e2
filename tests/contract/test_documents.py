"""Documents made and signed through the file and through the open workbook are the same."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kinerja_xl.core.book import MasterBook
from kinerja_xl.core.documents import DocumentKind, Mark
from kinerja_xl.files.folder import MASTER_NAME
from kinerja_xl.files.master.book import FileMasterBook
from kinerja_xl.usecases.demo import create_example
from kinerja_xl.usecases.document import Order, make_documents
from kinerja_xl.usecases.gather import Run
from kinerja_xl.usecases.sign import sign_document
from tests.contract.story import WHO
from tests.live_office import opened
from tests.usecases.letters import CIRCULAR_PATH, NUMBER, PLANNER, SECRETARY, staffed
from tests.usecases.office import TW1, Office

if TYPE_CHECKING:
    import xlwings

RUN = Run(datetime(2026, 4, 1, 9), WHO)


def write_and_sign(open_book: Callable[[], MasterBook]) -> tuple[tuple[object, ...], ...]:
    """Make and sign a Surat Edaran, then make it again; return the register."""
    order = Order(DocumentKind.CIRCULAR, TW1, has_pdf=False, day=date(2026, 4, 1))
    make_documents(open_book(), order, RUN)
    sign_document(open_book(), NUMBER, PLANNER, RUN, mark=Mark.INITIAL, has_pdf=False)
    sign_document(open_book(), NUMBER, SECRETARY, RUN, has_pdf=False)
    make_documents(open_book(), order, RUN)
    return open_book().table("tblDokumen").rows


@pytest.mark.libreoffice
def test_documents__on_disk_and_open__give_the_same_register_and_bytes(
    office: xlwings.App, tmp_path: Path
) -> None:
    from kinerja_xl.live.book import LiveMasterBook

    on_disk, live = tmp_path / "berkas" / "Kinerja", tmp_path / "terbuka" / "Kinerja"
    create_example(on_disk, RUN)
    staffed(Office(on_disk))
    shutil.copytree(on_disk, live)

    expected = write_and_sign(lambda: FileMasterBook(on_disk / MASTER_NAME, now=lambda: RUN.now))
    with opened(office, live / MASTER_NAME) as book:
        found = write_and_sign(lambda: LiveMasterBook(book, now=lambda: RUN.now))

    assert [len(found), len(expected)] == [1, 1]
    assert _as_text(found) == _as_text(expected)
    assert (live / CIRCULAR_PATH).read_bytes() == (on_disk / CIRCULAR_PATH).read_bytes()


def _as_text(rows: tuple[tuple[object, ...], ...]) -> list[list[str]]:
    """Return the cells as text; dates come with or without a time of day."""
    return [[str(cell).removesuffix(" 00:00:00") for cell in row] for row in rows]
