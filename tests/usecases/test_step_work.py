from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

import pytest

from kinerja_xl.core.book import Change, TableData
from kinerja_xl.core.requirements import Thing
from kinerja_xl.core.values import CellValue
from kinerja_xl.errors import KinerjaError
from kinerja_xl.usecases.gather import Run
from kinerja_xl.usecases.sop_life import sign_sop
from kinerja_xl.usecases.status import status
from kinerja_xl.usecases.step import Mark, record_step
from kinerja_xl.usecases.step_work import holdings_of, lacking_for
from tests.usecases.memory_book import MemoryBook, memory_master
from tests.usecases.office import TW1, Office, fact

RUN = Run(datetime(2026, 1, 6, 8), "petugas")
MONDAY = datetime(2026, 1, 5, 8)


class OlderBook:
    """A master from before some tables and named cells."""

    def __init__(self, book: MemoryBook, lacks: Iterable[str]) -> None:
        self._book = book
        self._lacks = frozenset(lacks)
        self.path = book.path

    def table(self, name: str) -> TableData:
        """Read a table."""
        self._refuse(name)
        return self._book.table(name)

    def value(self, name: str) -> CellValue:
        """Read a named cell."""
        self._refuse(name)
        return self._book.value(name)

    def require_writable(self) -> None:
        """Never refuse."""

    def apply(self, changes: tuple[Change, ...]) -> None:
        """Carry out changes; one of what is lacking would be a slip."""
        for change in changes:
            self._refuse(str(getattr(change, "table", getattr(change, "name", ""))))
        self._book.apply(changes)

    def _refuse(self, name: str) -> None:
        if name in self._lacks:
            raise KinerjaError(f"{name} tidak ada.")


@pytest.fixture
def older() -> OlderBook:
    """Return a master from before documents, the register of the SOP, and its turns."""
    lacks = ("tblDokumen", "tblPengesahan", "tblHasilLangkah", "Giliran", "SOP_Keadaan")
    return OlderBook(memory_master(), lacks)


def test_record_step__older_master__works_and_requires_nothing_it_cannot_know(
    older: OlderBook,
) -> None:
    record_step(older, Mark.START, 1, RUN, at=MONDAY)

    report = record_step(older, Mark.FINISH, 1, RUN, at=MONDAY.replace(minute=10))

    assert report.findings == ()
    told = status(older, RUN.now)
    assert fact(told, "sop_state") == "pengesahan belum dicatat"
    assert fact(told, "turn") == (
        "Staf, menunggu mulai sejak 5 Januari 2026 08.10, batas 5 Januari 2026 08.20"
    )


def test_sign_sop__older_master__says_where_the_register_is(older: OlderBook) -> None:
    with pytest.raises(KinerjaError, match="belum punya tabel pengesahan SOP"):
        sign_sop(older, RUN, at=MONDAY)


def test_lacking_for__office_on_its_way__follows_what_there_is(office: Office) -> None:
    assert lacking_for(office.book(), TW1, 11) == ()
    assert lacking_for(office.book(), TW1, 12) == (Thing.FILLED_FORM,)
    assert lacking_for(office.book(), TW1, 14) == (Thing.SEMESTER_REPORTS,)

    for code in ("RENDATIN", "KUL", "TEKNIS", "HUKUM"):
        office.give_back(code, {})
    office.merge()
    for name in ("2026-S1/Laporan_Semester_2026-S1.docx", "Laporan 2026-S2.pdf",
                 "2026/Laporan_Kinerja_2026.docx", "2026/SOP 2026.pdf"):  # fmt: skip
        path = office.folder.reports / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()

    assert lacking_for(office.book(), TW1, 12) == ()
    assert lacking_for(office.book(), TW1, 14) == ()
    assert holdings_of(office.book(), TW1)[Thing.ANNUAL_REPORT].place == (
        "laporan/2026/Laporan_Kinerja_2026.docx"
    )


def test_refresh_step_work__step_done__links_what_it_left(office: Office) -> None:
    office.step(Mark.START, 10, MONDAY)
    office.step(Mark.FINISH, 10, MONDAY.replace(minute=10))

    lines = {row["number"]: row for row in office.rows("tblHasilLangkah")}

    assert lines[10]["file"] == "distribusi/2026-TW1"
    assert (lines[12]["file"], lines[12]["lacking"]) == (None, "kiriman formulir semua subbagian")
