from __future__ import annotations

import zipfile
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import pytest

from kinerja_xl.core.book import AppendRows, Change, ReplaceRows, SetCell, SetName
from kinerja_xl.errors import KinerjaError
from kinerja_xl.files.master.book import FileMasterBook
from kinerja_xl.files.xlsx.package import Package
from kinerja_xl.layout.names import MASTER_ID
from kinerja_xl.live.book import LiveMasterBook
from kinerja_xl.live.calc import LibreOfficeHost
from tests.contract.small_master import ROWS, TABLES, master
from tests.live_office import opened
from tests.usecases.office import Office

if TYPE_CHECKING:
    import xlwings

pytestmark = pytest.mark.libreoffice

CHANGES: tuple[Change, ...] = (
    ReplaceRows("tblLain", (("satu",), ("dua",))),
    AppendRows("tblDaftar", (("I004", 4, None, None), ("I005", 5, None, date(2026, 1, 2)))),
    SetCell("tblDaftar", 0, "value", 11),
    SetName("Kantor", "lain"),
)
SHRINKING: tuple[Change, ...] = (
    ReplaceRows("tblDaftar", (("I009", 1, None, None),)),
    ReplaceRows("tblLain", (("satu",), ("dua",))),
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    place = tmp_path / "Kinerja.xlsx"
    place.write_bytes(master())
    return place


def live(book: xlwings.Book) -> LiveMasterBook:
    return LiveMasterBook(book, TABLES.__getitem__, now=lambda: datetime(2026, 4, 1, 8))


def protection(path: Path) -> list[dict[str, str]]:
    """Return how each sheet of the saved file is protected."""
    package = Package(path.read_bytes())
    found = []
    for sheet in package.sheets:
        for element in package.tree(sheet.part):
            if element.tag.endswith("sheetProtection"):
                found.append({key: element.get(key, "") for key in ("sheet", "autoFilter", "sort")})
    return found


def everything(book: xlwings.Book) -> dict[str, Any]:
    """Return contents, sizes of tables and protection of an open workbook."""
    return {
        sheet.name: (
            sheet.range("A1:H20").formula,
            [(table.name, table.range.address) for table in sheet.tables],
            sheet.api.isProtected(),
        )
        for sheet in book.sheets
    }


def test_apply__protected_sheets__stay_protected_with_their_options(
    office: xlwings.App, path: Path
) -> None:
    before = protection(path)

    with opened(office, path) as book:
        live(book).apply(CHANGES)
        live(book).apply((ReplaceRows("tblDaftar", (("I009", 1, None, None),)),))
        protected = [sheet.api.isProtected() for sheet in book.sheets]

    assert protected == [True, True]
    assert len(before) == 2
    assert [each["autoFilter"] for each in protection(path)] == ["false", "false"]
    assert [each["sort"] for each in protection(path)] == ["false", "false"]


def test_apply__sheet_with_a_password__is_refused_and_nothing_changes(
    office: xlwings.App, path: Path
) -> None:
    with opened(office, path) as book:
        book.sheets["Lain"].api.unprotect("")
        book.sheets["Lain"].api.protect("rahasia")
        before = everything(book)

        with pytest.raises(KinerjaError, match="Lain: Lembar dilindungi dengan kata sandi"):
            live(book).apply(CHANGES)

        assert everything(book) == before
    assert list((path.parent / "cadangan").iterdir()) == []


def test_apply__new_rows__look_like_the_last_one(office: xlwings.App, path: Path) -> None:
    with opened(office, path) as book:
        live(book).apply((AppendRows("tblDaftar", (("I004", 4, None, date(2026, 5, 1)),) * 5),))

        sheet = book.sheets["Daftar"]
        for address in ("A12", "B12", "D12"):
            last = sheet.range(address.replace("12", "7"))
            cell = sheet.range(address)
            assert (cell.number_format, cell.color) == (last.number_format, last.color)
            assert cell.api.CellProtection.IsLocked == last.api.CellProtection.IsLocked


def test_apply__rows_that_leave_the_table__leave_nothing(office: xlwings.App, path: Path) -> None:
    with opened(office, path) as book:
        live(book).apply((ReplaceRows("tblDaftar", (("I009", 1, None, None),)),))

        left = book.sheets["Daftar"].range("A6:D7")
        assert {cell for row in left.formula for cell in row} == {""}
        assert book.sheets["Daftar"].range("B6").color is None


def test_apply__formula_of_new_rows__reaches_them(office: xlwings.App, path: Path) -> None:
    """A structured reference to a table that has grown covers its new rows."""
    path.write_bytes(
        master(draw=lambda _, sheet: sheet.write_formula("H1", "=SUM(tblDaftar[[Nilai\nAkhir]])"))
    )

    with opened(office, path) as book:
        live(book).apply((AppendRows("tblDaftar", (("I004", 5, None, None),)),))

        assert book.sheets["Daftar"].range("H1").value == 45


@pytest.mark.parametrize(
    ("changes", "count"),
    [
        *(pytest.param(CHANGES, count, id=f"growing-{count}") for count in range(1, 6)),
        *(pytest.param(SHRINKING, count, id=f"shrinking-{count}") for count in range(1, 4)),
    ],
)
def test_apply__write_that_fails__leaves_everything_as_it_was(
    changes: tuple[Change, ...],
    count: int,
    office: xlwings.App,
    path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The `count`-th act on the workbook fails, as if the program had refused it."""
    calls = 0

    def failing(name: str) -> None:
        original = getattr(LibreOfficeHost, name)

        def act(self: LibreOfficeHost, *arguments: Any) -> None:
            nonlocal calls
            calls += 1
            if calls == count:
                raise RuntimeError("the program refuses")
            original(self, *arguments)

        monkeypatch.setattr(LibreOfficeHost, name, act)

    with opened(office, path) as book:
        before = everything(book)
        for name in ("assign", "fill_down"):
            failing(name)

        with pytest.raises(KinerjaError, match="the program refuses"):
            live(book).apply(changes)

        assert everything(book) == before
        assert list((path.parent / "cadangan").iterdir()) == []
        settings = (office.screen_updating, office.calculation, office.enable_events)
        assert settings == (True, "automatic", True)


def test_apply__save_that_fails__leaves_everything_as_it_was(
    office: xlwings.App, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with opened(office, path) as book:
        before, data = everything(book), path.read_bytes()

        def refuse(*_: Any, **__: Any) -> None:
            raise OSError("the disk is full")

        monkeypatch.setattr(type(book.impl), "save", refuse)
        with pytest.raises(KinerjaError, match="disk is full"):
            live(book).apply(CHANGES)

        assert everything(book) == before
        assert path.read_bytes() == data


def test_apply__what_was_typed_and_not_saved__is_in_the_copy_and_in_the_file(
    office: xlwings.App, path: Path
) -> None:
    with opened(office, path) as book:
        book.sheets["Daftar"].api.unprotect("")
        book.sheets["Daftar"].range("B5").value = 77
        live(book).apply((SetName("Kantor", "lain"),))

    (copy,) = (path.parent / "cadangan").iterdir()
    assert zipfile.is_zipfile(copy)
    with opened(office, copy) as kept:
        assert live(kept).table("tblDaftar").column("value") == (77.0, None, 30.0)
        assert live(kept).value("Kantor") == "KPU"
    with opened(office, path) as saved:
        assert live(saved).table("tblDaftar").column("value") == (77.0, None, 30.0)
        assert live(saved).value("Kantor") == "lain"


def test_apply__typed_since_it_was_read__is_refused_once(office: xlwings.App, path: Path) -> None:
    with opened(office, path) as book:
        adapter = live(book)
        adapter.table("tblDaftar")
        book.sheets["Daftar"].api.unprotect("")
        book.sheets["Daftar"].range("B5").value = 77

        with pytest.raises(KinerjaError, match="berubah sejak dibaca"):
            adapter.apply((SetCell("tblDaftar", 1, "value", 5),))
        adapter.apply((SetCell("tblDaftar", 1, "value", 5),))

        assert adapter.table("tblDaftar").column("value") == (77.0, 5.0, 30.0)


def test_apply__texts_that_stay__keep_their_links_and_letters(
    office: xlwings.App, path: Path
) -> None:
    with opened(office, path) as book:
        sheet = book.sheets["Daftar"]
        sheet.api.unprotect("")
        sheet.range("A5").add_hyperlink("#Lain!A1", "I001")
        sheet.range("A6").characters[0:2].font.bold = True
        sheet.api.protect("")
        rows = live(book).table("tblDaftar").rows

        changed = ReplaceRows(
            "tblDaftar", tuple((row[0], 70 + n, None, None) for n, row in enumerate(rows))
        )
        live(book).apply((changed,))

        assert sheet.range("B5:B7").value == [70, 71, 72]
        assert sheet.range("A5").hyperlink == "Lain!A1"
        assert sheet.range("A6").characters[0:2].font.bold
        assert not sheet.range("A6").characters[2:4].font.bold


def test_require_writable__read_only_workbook__is_refused(office: xlwings.App, path: Path) -> None:
    with opened(office, path, read_only=True) as book:
        with pytest.raises(KinerjaError, match="dibuka hanya-baca"):
            live(book).require_writable()
        with pytest.raises(KinerjaError, match="dibuka hanya-baca"):
            live(book).apply(CHANGES)


def test_require_writable__file_that_was_renamed__is_refused(
    office: xlwings.App, path: Path
) -> None:
    with opened(office, path) as book:
        path.rename(path.with_name("Lain.xlsx"))

        with pytest.raises(KinerjaError, match="tidak ada lagi di tempatnya"):
            live(book).require_writable()


class Addressed:
    """An open workbook whose place is a web address, as Excel says it of one in OneDrive."""

    def __init__(self, book: xlwings.Book, address: str) -> None:
        self._book = book
        self.fullname = address

    def __getattr__(self, name: str) -> Any:
        return getattr(self._book, name)


def test_path__address_of_another_person__is_not_ones_own_file(
    office: xlwings.App, fresh: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = fresh.master
    place = (
        f"https://kpu-my.sharepoint.com/personal/lain_kpu/Documents/{own.parent.name}/{own.name}"
    )
    monkeypatch.setenv("OneDrive", str(own.parent.parent))
    with opened(office, own) as book:
        adapter = LiveMasterBook(cast("xlwings.Book", Addressed(book, place)), now=datetime.now)
        assert adapter.path == own

    theirs = own.with_name("Lain.xlsm")
    own.replace(theirs)
    other = FileMasterBook(theirs, now=lambda: datetime(2026, 1, 5))
    copy = theirs.read_bytes()
    other.apply((SetName(MASTER_ID.name, "00000000-0000-4000-8000-000000000000"),))
    own.write_bytes(copy)
    with opened(office, theirs) as book:
        adapter = LiveMasterBook(cast("xlwings.Book", Addressed(book, place)), now=datetime.now)
        with pytest.raises(KinerjaError, match="tidak ditemukan"):
            _ = adapter.path


def test_path__workbook_that_was_never_saved__is_refused(office: xlwings.App) -> None:
    book = office.books.add()
    try:
        with pytest.raises(KinerjaError, match="belum pernah disimpan"):
            _ = live(book).path
        with pytest.raises(KinerjaError, match="bukan buku induk"):
            live(book).require_master()
    finally:
        book.close()


def test_table__sheet_that_was_renamed__is_found_all_the_same(
    office: xlwings.App, path: Path
) -> None:
    with opened(office, path) as book:
        book.sheets["Daftar"].name = "Daftar Baru"

        assert len(live(book).table("tblDaftar").rows) == len(ROWS)
