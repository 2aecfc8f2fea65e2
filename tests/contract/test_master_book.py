"""What every adapter of a master promises, asked of the file and of the open workbook alike."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from kinerja_xl.core.book import AppendRows, Change, ReplaceRows, SetCell, SetName
from kinerja_xl.core.values import CellContent, CellValue, Formula
from kinerja_xl.errors import KinerjaError
from kinerja_xl.files.master.book import FileMasterBook
from kinerja_xl.files.xlsx.package import Package
from tests.contract.conftest import Open
from tests.contract.small_master import LIST, ROWS, TABLES, master
from tests.files.xlsx.handmade import values

Row = tuple[CellContent, ...]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A master in a folder whose name asks for trouble."""
    place = tmp_path / "Kantor 'é' ü" / "Kinerja Ümum's.xlsx"
    place.parent.mkdir()
    place.write_bytes(master())
    return place


def full(code: str, value: CellContent = None, day: CellContent = None) -> Row:
    """Lay out a row of tblDaftar; its formula comes from the specification."""
    return (code, value, None, day)


def typed(rows: Sequence[tuple[CellValue, ...]]) -> list[tuple[CellValue, ...]]:
    """Leave out the column of formulas, whose results a file has only after a program saved it."""
    return [(row[0], row[1], row[3]) for row in rows]


def on_disk(path: Path) -> FileMasterBook:
    """Open the master as the file that it is now."""
    return FileMasterBook(path, TABLES.__getitem__, now=lambda: datetime(2026, 4, 1))


# Reading.


@pytest.mark.parametrize(
    "order",
    [
        pytest.param(("Kode", "Nilai\nAkhir", "Dua Kali", "Tanggal"), id="as-specified"),
        pytest.param(
            ("Tanggal", "Dua Kali", "Milikku", "Nilai\nAkhir", "Kode"), id="moved-and-more"
        ),
    ],
)
@pytest.mark.parametrize("blank_rows", [0, 3])
@pytest.mark.parametrize("totals", [False, True])
def test_table__columns_in_any_order__are_found_by_heading(
    order: tuple[str, ...], blank_rows: int, totals: bool, path: Path, open_master: Open
) -> None:
    path.write_bytes(master(order=order, blank_rows=blank_rows, totals=totals))

    data = open_master(path).table("tblDaftar")

    assert data.fields == ("code", "value", "double", "day")
    assert data.rows == (
        ("I001", 10.0, "I001-I001", date(2026, 1, 5)),
        ("I002", None, "I002-I002", None),
        ("I003", 30.0, "I003-I003", datetime(2026, 2, 1, 7, 30)),
    )
    assert data.first_row == LIST.header_row + 1


def test_table__without_data__has_no_rows(path: Path, open_master: Open) -> None:
    path.write_bytes(master(()))
    book = open_master(path)

    assert (book.table("tblDaftar").rows, book.table("tblLain").rows) == ((), ())


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        pytest.param("Kantor", "KPU", id="text"),
        pytest.param("kantor", "KPU", id="letter-case"),
        pytest.param("Jam", 0.3125, id="time-of-day"),
        pytest.param("Salah", "#DIV/0!", id="error"),
        pytest.param("Kosong", None, id="blank"),
        pytest.param("Benar", True, id="truth"),
    ],
)
def test_value__named_cell__is_read(
    name: str, expected: object, path: Path, open_master: Open
) -> None:
    value = open_master(path).value(name)

    assert (value, type(value)) == (expected, type(expected))


def test_table__that_is_not_whole__is_one_clear_error(path: Path, open_master: Open) -> None:
    path.write_bytes(master(order=("Kode", "Nilai\nAkhir", "Dua Kali", "Hari")))

    with pytest.raises(KinerjaError, match=r"\[Daftar\]: Tabel tblDaftar tidak memiliki kolom Tan"):
        open_master(path).table("tblDaftar")


def test_value__no_such_name__is_one_clear_error(path: Path, open_master: Open) -> None:
    with pytest.raises(KinerjaError, match='Nama sel "Tidak_Ada" tidak ada'):
        open_master(path).value("Tidak_Ada")


def test_table__unknown_table__is_a_key_error(path: Path, open_master: Open) -> None:
    with pytest.raises(KeyError):
        open_master(path).table("tblTidakAda")


# Changing.


def test_apply__all_kinds_of_change__are_read_back_and_are_in_the_file(
    path: Path, open_master: Open
) -> None:
    book = open_master(path)
    book.table("tblDaftar")

    book.apply(
        (
            SetCell("tblDaftar", 1, "value", 22.5),
            SetCell("tblDaftar", 1, "day", date(2026, 3, 1)),
            SetCell("tblDaftar", 0, "value", None),
            AppendRows("tblDaftar", (full("I004", 40), full("I005", day=date(2026, 4, 1)))),
            SetCell("tblDaftar", 4, "value", Decimal("50.25")),
            ReplaceRows("tblLain", (("=a",), ("b",))),
            SetName("Kantor", "KPU Kabupaten"),
            SetName("Kosong", 7),
        )
    )

    for read in (book, on_disk(path)):
        assert typed(read.table("tblDaftar").rows) == [
            ("I001", None, date(2026, 1, 5)),
            ("I002", 22.5, date(2026, 3, 1)),
            ("I003", 30.0, datetime(2026, 2, 1, 7, 30)),
            ("I004", 40.0, None),
            ("I005", 50.25, date(2026, 4, 1)),
        ]
        assert read.table("tblLain").column("text") == ("=a", "b")
        assert (read.value("Kantor"), read.value("Kosong")) == ("KPU Kabupaten", 7.0)
    assert str(Package(path.read_bytes()).table("tblDaftar").area) == "A4:D9"
    assert str(Package(path.read_bytes()).table("tblLain").area) == "A1:A3"


CONTENTS: tuple[tuple[CellContent, CellValue], ...] = (
    ("00123", "00123"),
    ("2026-01", "2026-01"),
    ("1/2", "1/2"),
    ("=1+1", "=1+1"),
    ("+62 812", "+62 812"),
    ("-", "-"),
    ("@nama", "@nama"),
    ("'kutip", "'kutip"),
    ("''", "''"),
    ("TRUE", "TRUE"),
    ("98,5%", "98,5%"),
    ("1E5", "1E5"),
    ("baris satu\nbaris dua", "baris satu\nbaris dua"),
    (" tepi ", " tepi "),
    ('"&<>é中', '"&<>é中'),
    ("x" * 32_767, "x" * 32_767),
    ("", None),
    (None, None),
    (0, 0.0),
    (-3, -3.0),
    (0.123456789012345, 0.123456789012345),  # LibreOffice saves 15 digits
    (1e-7, 1e-7),
    (123456789012345, 123456789012345.0),
    (Decimal("98.765432109876"), 98.765432109876),
    (True, True),
    (False, False),
    (Formula("1+1", 2), 2.0),
    (Formula('"a"&"b"', "ab"), "ab"),
)


@pytest.mark.parametrize("field", ["code", "value"], ids=["text-format", "general-format"])
def test_apply__contents_of_every_kind__stay_what_they_are(
    field: str, path: Path, open_master: Open
) -> None:
    book = open_master(path)
    position = LIST.position(field)
    rows = []
    for number, (content, _) in enumerate(CONTENTS):
        row: list[CellContent] = [f"I{number:03d}", number, None, date(2026, 1, 1)]
        row[position] = content
        rows.append(tuple(row))

    book.apply((ReplaceRows("tblDaftar", tuple(rows)),))

    for read in (book, on_disk(path)):
        found = [(value, type(value)) for value in read.table("tblDaftar").column(field)]
        assert found == [(value, type(value)) for _, value in CONTENTS]


@pytest.mark.parametrize(
    "day",
    [
        date(2026, 4, 1), date(2000, 2, 29), date(1950, 1, 1), datetime(2026, 4, 1, 8, 0),
        datetime(2026, 4, 1, 23, 59, 59), datetime(2026, 7, 1, 9, 35, 7),
    ],
    ids=str,
)  # fmt: skip
def test_apply__days_and_moments__come_back(day: date, path: Path, open_master: Open) -> None:
    book = open_master(path)

    book.apply((SetCell("tblDaftar", 0, "day", day),))

    for read in (book, on_disk(path)):
        assert read.table("tblDaftar").column("day")[0] == day


def test_apply__text_beside_a_change__is_left_as_it_is(path: Path, open_master: Open) -> None:
    path.write_bytes(master((("007", 1, None), ("=x", 2, None), ("1/2", 3, None))))
    book = open_master(path)

    book.apply(
        (SetCell("tblDaftar", 0, "day", date(2026, 1, 1)), SetCell("tblDaftar", 2, "code", "Z"))
    )

    assert book.table("tblDaftar").column("code") == ("007", "=x", "Z")
    assert on_disk(path).table("tblDaftar").column("value") == (1.0, 2.0, 3.0)


def test_apply__append_to_a_table_with_blank_rows__fills_them_first(
    path: Path, open_master: Open
) -> None:
    path.write_bytes(master(ROWS[:1], blank_rows=2))
    book = open_master(path)

    book.apply((AppendRows("tblDaftar", tuple(full(f"I00{n}", n) for n in range(2, 6))),))
    book.apply((AppendRows("tblLain", (("satu",),)),))

    assert book.table("tblDaftar").column("code") == ("I001", "I002", "I003", "I004", "I005")
    package = Package(path.read_bytes())
    assert str(package.table("tblDaftar").area) == "A4:D9"
    assert str(package.table("tblLain").area) == "A1:A2"


def test_apply__fewer_rows_and_more_again__reaches_as_far_as_the_rows(
    path: Path, open_master: Open
) -> None:
    book = open_master(path)

    book.apply((ReplaceRows("tblDaftar", (full("I009"),)),))
    shorter = str(Package(path.read_bytes()).table("tblDaftar").area)
    book.apply((ReplaceRows("tblDaftar", ()),))
    blank = book.table("tblDaftar").rows
    book.apply((AppendRows("tblDaftar", tuple(full(f"I{n}") for n in range(100, 140))),))

    assert (shorter, blank) == ("A4:D5", ())
    assert book.table("tblDaftar").column("code") == tuple(f"I{n}" for n in range(100, 140))
    assert str(Package(path.read_bytes()).table("tblDaftar").area) == "A4:D44"


def test_apply__appended_rows__have_the_formula_of_their_column(
    path: Path, open_master: Open
) -> None:
    book = open_master(path)

    book.apply((AppendRows("tblDaftar", (full("I004"), full("I005"))),))

    sheet = Package(path.read_bytes()).read("xl/worksheets/sheet1.xml").decode()
    assert sheet.count("[[#This Row],[Kode]]</f>") == len(ROWS) + 2


@pytest.mark.parametrize(
    "changes",
    [pytest.param((), id="none"), pytest.param((AppendRows("tblDaftar", ()),), id="no-rows")],
)
def test_apply__nothing_to_change__writes_nothing(
    changes: tuple[Change, ...], path: Path, open_master: Open
) -> None:
    before = path.read_bytes()

    open_master(path).apply(changes)

    assert path.read_bytes() == before
    assert [each for each in path.parent.iterdir() if not each.name.startswith(".~lock.")] == [path]


def test_apply__copies_the_old_master_first(path: Path, open_master: Open) -> None:
    before = path.read_bytes()
    book = open_master(path)

    book.apply((SetName("Kantor", "satu"),))
    after_first = path.read_bytes()
    book.apply((SetName("Kantor", "dua"),))

    copies = sorted((path.parent / "cadangan").iterdir())
    assert [copy.name for copy in copies] == [
        "Kinerja Ümum's_20260401-080015-000123_gabung-2.xlsx",
        "Kinerja Ümum's_20260401-080015-000123_gabung.xlsx",
    ]
    assert [copy.read_bytes() for copy in copies] == [after_first, before]


def test_apply__columns_moved_by_a_person__writes_by_heading(path: Path, open_master: Open) -> None:
    path.write_bytes(master(order=("Tanggal", "Milikku", "Kode", "Dua Kali", "Nilai\nAkhir")))
    book = open_master(path)

    book.apply((SetCell("tblDaftar", 0, "value", 5), AppendRows("tblDaftar", (full("I004", 4),))))

    for read in (book, on_disk(path)):
        assert read.table("tblDaftar").column("code") == ("I001", "I002", "I003", "I004")
    columns = zip(*values(path.read_bytes(), "Daftar")[4:], strict=True)
    assert list(columns)[1:5:3] == [("", "", "", ""), (5.0, "", 30.0, 4.0)]


# Refusing; the texts are the same whatever the master is.


@pytest.mark.parametrize(
    ("change", "error"),
    [
        pytest.param(SetCell("tblDaftar", 3, "value", 1), ValueError, id="no-such-row"),
        pytest.param(SetCell("tblDaftar", -1, "value", 1), ValueError, id="negative-row"),
        pytest.param(AppendRows("tblDaftar", (("a",),)), ValueError, id="too-narrow"),
        pytest.param(SetName("Kantor", "x" * 40_000), ValueError, id="too-long-text"),
        pytest.param(SetName("Kantor", float("nan")), ValueError, id="no-number"),
        pytest.param(SetName("Kantor", date(1800, 1, 1)), ValueError, id="before-all-days"),
        pytest.param(SetName("Tidak_Ada", 1), KinerjaError, id="no-such-name"),
        pytest.param(SetCell("tblDaftar", 0, "other", 1), KeyError, id="no-such-field"),
    ],
)
def test_apply__one_change_that_does_not_fit__changes_nothing(
    change: Change, error: type[Exception], path: Path, open_master: Open
) -> None:
    path.write_bytes(master((("I001", 1, None),)))
    before = path.read_bytes()
    book = open_master(path)

    with pytest.raises(error):
        book.apply((SetName("Kantor", "lain"), change))

    assert path.read_bytes() == before
    assert book.value("Kantor") == "KPU"
    assert not (path.parent / "cadangan").exists()


def test_apply__replacing_rows_beside_a_persons_own_column__is_refused(
    path: Path, open_master: Open
) -> None:
    order = ("Kode", "Nilai\nAkhir", "Dua Kali", "Tanggal", "Milikku")
    path.write_bytes(
        master(order=order, draw=lambda _, sheet: sheet.write("E5", "catatan penting"))
    )
    before = path.read_bytes()

    with pytest.raises(KinerjaError, match=r"\[Daftar!E5\]: Kolom tambahan \"Milikku\""):
        open_master(path).apply((ReplaceRows("tblDaftar", (full("I009"),)),))

    assert path.read_bytes() == before


@pytest.mark.parametrize(
    ("data", "text"),
    [
        pytest.param(
            master(draw=lambda _, sheet: sheet.write("B9", "catatan")),
            r"\[Daftar\]!B9: Sel di bawah tabel tblDaftar terisi, sehingga tabel tidak dapat "
            r"memanjang. Pindahkan isi di bawah sel D7 ke tempat lain",
            id="cell-below",
        ),
        pytest.param(
            master(draw=lambda _, sheet: sheet.write_formula("D8", "=1+1")),
            r"\[Daftar\]!D8: Sel di bawah tabel tblDaftar terisi",
            id="formula-below",
        ),
        pytest.param(
            master(totals=True),
            r"\[Daftar\]!A8: Tabel tblDaftar memakai baris total, sehingga barisnya tidak dapat "
            r"ditambah atau dikurangi. Matikan Baris Total",
            id="totals-row",
        ),
    ],
)
def test_apply__table_that_cannot_grow__is_refused_and_nothing_changes(
    data: bytes, text: str, path: Path, open_master: Open
) -> None:
    path.write_bytes(data)
    book = open_master(path)

    with pytest.raises(KinerjaError, match=text):
        book.apply((SetName("Kantor", "lain"), AppendRows("tblDaftar", (full("X"), full("Y")))))

    assert path.read_bytes() == data
    assert book.value("Kantor") == "KPU"


def test_apply__cell_beside_the_growing_table__does_not_matter(
    path: Path, open_master: Open
) -> None:
    path.write_bytes(master(draw=lambda _, sheet: sheet.write("F9", "catatan")))
    book = open_master(path)

    book.apply((AppendRows("tblDaftar", (full("X"), full("Y"))),))

    assert book.table("tblDaftar").column("code")[-2:] == ("X", "Y")


def test_apply__backup_folder_that_is_a_file__changes_nothing(
    path: Path, open_master: Open
) -> None:
    before = path.read_bytes()
    (path.parent / "cadangan").touch()

    with pytest.raises(KinerjaError, match="cadangan"):
        open_master(path).apply((SetName("Kantor", "lain"),))

    assert path.read_bytes() == before


def test_require_writable__master_in_a_good_folder__passes(path: Path, open_master: Open) -> None:
    open_master(path).require_writable()
