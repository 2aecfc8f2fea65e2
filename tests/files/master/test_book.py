from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kinerja_xl.core.book import AppendRows, Change, ReplaceRows, SetCell, SetName
from kinerja_xl.core.values import CellContent, Formula
from kinerja_xl.errors import KinerjaError
from kinerja_xl.files.lock import hold, holder_of, lock_path
from kinerja_xl.files.master.book import FileMasterBook
from kinerja_xl.files.xlsx.package import Package
from tests.contract.small_master import LIST, ROWS, TABLES, master
from tests.files.xlsx.handmade import part, sheet_xml, with_parts
from tests.libreoffice_tools import LibreOffice

MASTER = master()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    place = tmp_path / "Kinerja.xlsx"
    place.write_bytes(MASTER)
    return place


def ticking() -> Callable[[], datetime]:
    return lambda: datetime(2026, 4, 1, 8, 0, 15, 123)


def open_book(path: Path) -> FileMasterBook:
    return FileMasterBook(path, TABLES.__getitem__, now=ticking(), action="gabung")


def full(code: str, value: CellContent = None, day: CellContent = None) -> tuple[CellContent, ...]:
    return (code, value, None, day)


EXPECTED = (
    ("I001", 10.0, "I001-I001", date(2026, 1, 5)),
    ("I002", None, "I002-I002", None),
    ("I003", 30.0, "I003-I003", datetime(2026, 2, 1, 7, 30)),
)


# Reading.


@pytest.mark.parametrize(
    ("data", "text"),
    [
        pytest.param(
            master(order=("Kode", "Nilai\nAkhir", "Dua Kali", "Hari")),
            r"Kinerja.xlsx \[Daftar\]: Tabel tblDaftar tidak memiliki kolom Tanggal",
            id="column-renamed",
        ),
        pytest.param(
            with_parts(MASTER, {"xl/worksheets/_rels/sheet1.xml.rels": "<Relationships/>"}),
            'Tabel "tblDaftar" tidak ada', id="table-gone",
        ),
        pytest.param(
            with_parts(MASTER, {"xl/worksheets/sheet1.xml": sheet_xml(
                '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')}),
            r"sampai sel XFD1048576, terlalu jauh", id="value-in-the-last-cell",
        ),
        pytest.param(b"teks", "bukan buku kerja Excel", id="no-workbook"),
    ],
)  # fmt: skip
def test_table__that_cannot_be_read__is_one_clear_error(data: bytes, text: str, path: Path) -> None:
    path.write_bytes(data)

    with pytest.raises(KinerjaError, match=text):
        open_book(path).table("tblDaftar")


def test_table__no_such_file__is_one_clear_error(tmp_path: Path) -> None:
    with pytest.raises(KinerjaError, match="Buku induk tidak ada"):
        open_book(tmp_path / "Lain.xlsx").table("tblDaftar")


# Changing.


def test_apply__all_kinds_of_change__are_read_back(path: Path) -> None:
    book = open_book(path)
    book.table("tblDaftar")

    book.apply(
        (
            SetCell("tblDaftar", 1, "value", 22.5),
            SetCell("tblDaftar", 1, "day", date(2026, 3, 1)),
            SetCell("tblDaftar", 0, "value", None),
            AppendRows("tblDaftar", (full("I004", 40), full("I005", day=date(2026, 4, 1)))),
            SetCell("tblDaftar", 4, "value", 50),
            ReplaceRows("tblLain", (("=a",), ("b",))),
            SetName("Kantor", "KPU Kabupaten"),
        )
    )

    assert book.table("tblDaftar").rows == (
        ("I001", None, None, date(2026, 1, 5)),
        ("I002", 22.5, None, date(2026, 3, 1)),
        ("I003", 30.0, None, datetime(2026, 2, 1, 7, 30)),
        ("I004", 40.0, None, None),
        ("I005", 50.0, None, date(2026, 4, 1)),
    )
    assert book.table("tblLain").column("text") == ("=a", "b")
    assert book.value("Kantor") == "KPU Kabupaten"
    assert Package(path.read_bytes()).table("tblDaftar").area.last_row == 9
    sheet = part(path.read_bytes(), "xl/worksheets/sheet1.xml")
    formula = LIST.formula("double").replace("&", "&amp;")
    assert sheet.count(f"<f>{formula}</f>") == 5


def test_apply__replaced_with_nothing__leaves_a_blank_row_with_its_formula(path: Path) -> None:
    book = open_book(path)

    book.apply((ReplaceRows("tblDaftar", ()),))

    assert book.table("tblDaftar").rows == ()
    data = path.read_bytes()
    assert str(Package(data).table("tblDaftar").area) == "A4:D5"
    assert '<c r="C5" s="1"><f>' in part(data, "xl/worksheets/sheet1.xml")


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(SetCell("tblDaftar", 3, "value", 1), id="no-such-row"),
        pytest.param(SetCell("tblDaftar", -1, "value", 1), id="negative-row"),
        pytest.param(AppendRows("tblDaftar", (("a",),)), id="too-narrow"),
        pytest.param(SetName("Kantor", "x" * 40_000), id="too-long-text"),
    ],
)
def test_apply__change_that_does_not_fit__is_a_value_error_and_nothing_changes(
    change: Change, path: Path
) -> None:
    with pytest.raises(ValueError, match=r"row|columns|characters"):
        open_book(path).apply((SetName("Kantor", "lain"), change))

    assert path.read_bytes() == MASTER
    assert not (path.parent / "cadangan").exists()


@pytest.mark.parametrize("mark", ["~$Kinerja.xlsx", ".~lock.Kinerja.xlsx#"])
def test_apply__open_in_another_program__is_refused(mark: str, path: Path) -> None:
    (path.parent / mark).touch()

    with pytest.raises(KinerjaError, match="Berkas sedang dibuka di"):
        open_book(path).apply((SetName("Kantor", "lain"),))

    assert path.read_bytes() == MASTER


def test_apply__saved_by_another_program_meanwhile__is_refused_once(path: Path) -> None:
    book = open_book(path)
    book.table("tblDaftar")
    other = master(rows=ROWS[:1])
    path.write_bytes(other)

    with pytest.raises(KinerjaError, match="disimpan program lain"):
        book.apply((SetName("Kantor", "lain"),))

    assert path.read_bytes() == other
    assert not (path.parent / "cadangan").exists()
    book.apply((SetName("Kantor", "lain"),))
    assert len(book.table("tblDaftar").rows) == 1


def test_apply__master_marked_read_only__changes_nothing_and_leaves_no_copy(path: Path) -> None:
    path.chmod(0o444)

    with pytest.raises(KinerjaError, match="hanya-baca"):
        open_book(path).apply((SetName("Kantor", "lain"),))

    assert path.read_bytes() == MASTER
    assert list((path.parent / "cadangan").iterdir()) == []
    path.chmod(0o644)


def test_held__nested_and_with_apply__is_one_lock(path: Path) -> None:
    book = open_book(path)

    with book.held(), book.held():
        inside = holder_of(path)
        book.apply((SetName("Kantor", "lain"),))
        still = holder_of(path)

    assert inside is not None
    assert inside == still
    assert holder_of(path) is None


def test_held__master_changed_since_it_was_read__is_read_again(path: Path) -> None:
    book = open_book(path)
    book.table("tblDaftar")
    path.write_bytes(master(rows=ROWS[:1]))

    with book.held():
        book.apply((SetCell("tblDaftar", 0, "value", 7),))
        rows = book.table("tblDaftar").rows

    assert [row[:2] for row in rows] == [("I001", 7)]


def test_apply__held_by_another_program__is_refused(path: Path) -> None:
    with hold(path, "program lain"), pytest.raises(KinerjaError, match="program lain"):
        open_book(path).apply((SetName("Kantor", "lain"),))

    assert path.read_bytes() == MASTER
    assert not (path.parent / "cadangan").exists()


def test_apply__lock_taken_away__changes_nothing_and_leaves_no_copy(path: Path) -> None:
    book = open_book(path)

    with book.held():
        lock_path(path).unlink()
        with pytest.raises(KinerjaError, match="Kunci buku induk dihapus"):
            book.apply((SetName("Kantor", "lain"),))

    assert path.read_bytes() == MASTER
    assert list((path.parent / "cadangan").iterdir()) == []


def test_held__open_in_another_program__is_refused_without_a_lock(path: Path) -> None:
    mark = path.with_name("~$Kinerja.xlsx")
    mark.touch()

    with pytest.raises(KinerjaError, match="Berkas sedang dibuka di Excel"), open_book(path).held():
        pass

    assert sorted(path.parent.iterdir()) == sorted((path, mark))


def test_held__no_such_master__says_so(tmp_path: Path) -> None:
    with pytest.raises(KinerjaError, match="Buku induk tidak ada"):
        open_book(tmp_path / "tidak" / "ada.xlsx").held().__enter__()


ANY_ROW = st.builds(
    full,
    st.text("IX012", min_size=1, max_size=3),
    st.one_of(st.none(), st.integers(0, 99)),
    st.one_of(st.none(), st.dates(date(2000, 1, 1), date(2099, 1, 1))),
)
ANY_ROWS = st.lists(ANY_ROW, max_size=3).map(tuple)
ANY_CHANGE = st.one_of(
    st.builds(AppendRows, st.just("tblDaftar"), ANY_ROWS),
    st.builds(ReplaceRows, st.just("tblDaftar"), ANY_ROWS),
    st.tuples(st.integers(0, 9), st.sampled_from(["code", "value"]), st.integers(0, 99)),
)


@settings(max_examples=40)
@given(batches=st.lists(st.lists(ANY_CHANGE, max_size=4), max_size=3))
def test_apply__any_changes_in_any_batches__equal_a_model(
    batches: list[list[Change | tuple[int, str, int]]],
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    path = tmp_path_factory.mktemp("induk") / "Kinerja.xlsx"
    path.write_bytes(MASTER)
    book = open_book(path)
    model: list[list[object]] = [list(row) for row in EXPECTED]

    for batch in batches:
        changes: list[Change] = []
        for change in batch:
            if isinstance(change, tuple):
                row, field, number = change
                if row < len(model):
                    model[row][LIST.position(field)] = number
                    changes.append(SetCell("tblDaftar", row, field, number))
                continue
            if isinstance(change, ReplaceRows):
                model.clear()
            if isinstance(change, AppendRows | ReplaceRows):
                model += [list(cells) for cells in change.rows]
            changes.append(change)
        book.apply(tuple(changes))

    without_formula = [[row[0], row[1], row[3]] for row in book.table("tblDaftar").rows]
    assert without_formula == [[row[0], row[1], row[3]] for row in model]


@pytest.mark.libreoffice
def test_apply__master_saved_by_libreoffice__is_read_and_changed_alike(
    libreoffice: LibreOffice, path: Path
) -> None:
    resaved = libreoffice.convert(path, "xlsx", folder=path.parent / "lo")
    book = open_book(resaved)

    book.apply(
        (AppendRows("tblDaftar", (full("I004", 4),)), SetCell("tblDaftar", 0, "value", 11),
         SetCell("tblDaftar", 2, "double", Formula("1+1", 2)))
    )  # fmt: skip

    assert [row[:2] for row in book.table("tblDaftar").rows] == [
        ("I001", 11.0), ("I002", None), ("I003", 30.0), ("I004", 4.0),
    ]  # fmt: skip
    assert book.table("tblDaftar").rows[2][2] == 2.0
