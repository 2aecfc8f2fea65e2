from __future__ import annotations

import os
import subprocess
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from kinerja_xl.errors import KinerjaError
from kinerja_xl.live import libreoffice
from kinerja_xl.live.libreoffice.bridge import structure
from kinerja_xl.live.libreoffice.connection import connect_office, find_program

# What xlwings gives is Any: it says of every answer that it may be missing or awaitable.
pytestmark = pytest.mark.libreoffice


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A workbook with frozen panes and a table, under a name that asks for trouble."""
    place = tmp_path / "Kinerja 'é' #1 %20.xlsx"
    with xlsxwriter.Workbook(place) as workbook:
        sheet = workbook.add_worksheet("LANGKAH")
        sheet.write_row("A1", ["No", "Status"])
        sheet.write_row("A2", [1, "selesai"])
        sheet.freeze_panes(1, 0)
        sheet.add_table(
            "A1:B2", {"name": "tblLangkah", "columns": [{"header": "No"}, {"header": "Status"}]}
        )
    return place


def test_open__path_with_odd_characters__names_match(office: Any, path: Path) -> None:
    book = office.books.open(path)

    assert (book.name, book.fullname) == (path.name, str(path))
    assert office.books.active == book
    assert office.books.open(path) == book
    book.close()


def test_save__after_a_change__keeps_panes_and_tables(office: Any, path: Path) -> None:
    book = office.books.open(path)
    book.sheets[0].tables["tblLangkah"].data_body_range.value = [[2, "mulai"]]
    book.save()
    book.close()

    again = office.books.open(path)
    again.activate()

    assert again.sheets["LANGKAH"].range("tblLangkah").value == [2.0, "mulai"]
    assert again.impl.controller.hasFrozenPanes()
    again.close()


def test_save__other_formats__open_again(office: Any, path: Path, tmp_path: Path) -> None:
    book = office.books.open(path)
    book.save(tmp_path / "salinan.ods")
    book.close()

    again = office.books.open(tmp_path / "salinan.ods")

    assert again.sheets[0]["B2"].value == "selesai"
    again.close()


def test_save__with_a_password__opens_with_it_only(office: Any, path: Path, tmp_path: Path) -> None:
    secret = tmp_path / "rahasia.xlsx"
    book = office.books.open(path)
    book.save(secret, password="kunci")
    book.close()

    with pytest.raises(KinerjaError, match="dilindungi kata sandi"):
        office.books.open(secret)
    with pytest.raises(KinerjaError, match="tidak cocok"):
        office.books.open(secret, password="salah")
    again = office.books.open(secret, password="kunci")
    assert again.sheets[0]["B2"].value == "selesai"
    again.close()


def test_save__read_only__is_refused(office: Any, path: Path) -> None:
    book = office.books.open(path, read_only=True)

    with pytest.raises(KinerjaError, match="hanya-baca"):
        book.save()

    book.close()


def test_open__not_a_workbook__is_refused(office: Any, tmp_path: Path) -> None:
    broken = tmp_path / "rusak.xlsx"
    broken.write_bytes(b"PK\x03\x04 bukan zip")

    with pytest.raises(KinerjaError, match="tidak dapat membaca"):
        office.books.open(broken)


def test_open__in_two_offices__is_refused_until_the_first_is_gone(office: Any, path: Path) -> None:
    other = libreoffice.start()
    other.books.open(path)

    with pytest.raises(KinerjaError, match="sedang dibuka"):
        office.books.open(path)
    other.kill()
    book = office.books.open(path)

    assert book.sheets[0]["A2"].value == 1.0
    book.close()


def test_to_pdf__one_sheet__makes_a_pdf(office: Any, path: Path, tmp_path: Path) -> None:
    book = office.books.open(path)

    book.sheets[0].to_pdf(tmp_path / "langkah.pdf")

    assert (tmp_path / "langkah.pdf").read_bytes().startswith(b"%PDF-")
    book.close()


def test_names__both_scopes__are_told_apart(book: Any) -> None:
    first, second = book.sheets[0], book.sheets.add("Data 2", after=book.sheets[0])
    first["A1"].value, second["B2"].value = "buku", "lembar"

    book.names.add("periode", "=Sheet1!$A$1")
    second.names.add("periode", "='Data 2'!$B$2")

    assert (first["periode"].value, second["periode"].value) == ("buku", "lembar")
    assert {name.name for name in book.names} == {"periode", "'Data 2'!periode"}
    assert second["B2"].name.refers_to == "='Data 2'!$B$2"
    second.names["periode"].delete()
    assert [name.name for name in book.names] == ["periode"]


def test_sheets__add_copy_move_delete__keep_the_order(book: Any) -> None:
    book.sheets.add("B", after=book.sheets[0])
    book.sheets["B"]["A1"].value = "isi"

    copied = book.sheets["B"].copy(before=book.sheets[0])
    book.sheets["B"].move(before=book.sheets[0])
    book.sheets["Sheet1"].delete()

    assert book.sheet_names == ["B", "B (2)"]
    assert copied["A1"].value == "isi"


def test_freeze_panes__cell__freezes_above_and_left(book: Any) -> None:
    book.sheets[0].freeze_panes.freeze_at("A1:B3")

    assert book.impl.controller.hasFrozenPanes()
    assert (book.impl.controller.SplitRow, book.impl.controller.SplitColumn) == (3, 2)
    book.sheets[0].freeze_panes.unfreeze()
    assert not book.impl.controller.hasFrozenPanes()


def test_show_gridlines__one_sheet__leaves_the_others(book: Any) -> None:
    first, second = book.sheets[0], book.sheets.add()

    first.show_gridlines = False

    assert (first.show_gridlines, second.show_gridlines) == (False, True)
    assert book.sheets.active == second


def test_app__settings__are_real(office: Any, book: Any) -> None:
    office.screen_updating = False
    assert book.impl.xl.hasControllersLocked()
    office.screen_updating = True
    assert not book.impl.xl.hasControllersLocked()

    book.sheets[0]["A1:B1"].value = [1, "=A1*2"]
    office.calculation = "manual"
    book.sheets[0]["A1"].value = 5
    assert book.sheets[0]["B1"].value == 2.0
    office.calculate()
    assert book.sheets[0]["B1"].value == 10.0
    office.calculation = "automatic"


def test_app__status_bar_and_selection__come_back(office: Any, book: Any) -> None:
    office.status_bar = "Menggabung 3 dari 4"
    book.sheets[0]["B2:C3"].select()

    assert office.status_bar == "Menggabung 3 dari 4"
    assert office.selection.address == "$B$2:$C$3"
    office.status_bar = False
    assert office.status_bar is False


@pytest.mark.parametrize(
    ("buttons", "answer"),
    [("ok", "ok"), ("ok_cancel", "cancel"), ("yes_no", "no"), ("yes_no_cancel", "cancel")],
)
def test_alert__nobody_there__answers_cautiously(office: Any, buttons: str, answer: str) -> None:
    assert office.alert("Lanjutkan?", "Kinerja", buttons) == answer


def test_macro__basic_function__gets_arguments_and_answers(book: Any) -> None:
    libraries = book.impl.xl.BasicLibraries
    source = "Function Tambah(a, b)\nTambah = a + b\nEnd Function\n"
    libraries.createLibrary("Standard")
    libraries.getByName("Standard").insertByName("Modul", source)

    assert book.macro("Modul.Tambah")(2, 3) == 5
    with pytest.raises(KeyError):
        book.macro("Modul.Kurang")(2, 3)


def test_connect__context__is_the_running_office(office: Any) -> None:
    context = office.impl.office.context

    found = connect_office(context=context)

    assert found.is_running()
    assert found.pid == os.getpid()
    assert structure("com.sun.star.awt.Point", X=1).X == 1


def test_register__twice__is_one_engine(office: Any) -> None:
    assert libreoffice.register() is libreoffice.register()
    assert office.engine.name == libreoffice.ENGINE_NAME


def test_connect__pipe_of_a_running_office__knows_it_has_no_windows(tmp_path: Path) -> None:
    pipe = f"kinerja_test_{os.getpid()}"
    process = subprocess.Popen(
        [
            find_program(),
            f"-env:UserInstallation={(tmp_path / 'profil').as_uri()}",
            "--headless",
            "--norestore",
            "--nodefault",
            f"--accept=pipe,name={pipe};urp;",
        ],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )

    app = libreoffice.connect(pipe=pipe, timeout_seconds=60)
    answer = app.alert("Lanjutkan?", "Kinerja", "yes_no")
    app.quit()

    assert answer == "no"
    assert process.wait(30) == 0


def test_save__file_changed_since_it_was_opened__asks_to_open_it_again(
    office: Any, tmp_path: Path
) -> None:
    path = tmp_path / "Kinerja.xlsx"
    made = office.books.add()
    made.save(str(path))
    made.close()
    opened = office.books.open(str(path))
    another = tmp_path / "lain.xlsx"
    another.write_bytes(path.read_bytes())
    os.utime(another, (2e9, 2e9))

    another.replace(path)

    with pytest.raises(KinerjaError, match=r"diubah dari komputer atau program lain.*buka lagi"):
        opened.save()
    opened.close()


def test_save__file_renamed_since_it_was_opened__says_so(office: Any, tmp_path: Path) -> None:
    path = tmp_path / "Kinerja.xlsx"
    made = office.books.add()
    made.save(str(path))
    made.close()
    opened = office.books.open(str(path))

    path.rename(tmp_path / "Lain.xlsx")

    with pytest.raises(KinerjaError, match="dipindah atau diganti nama"):
        opened.save()
    opened.close()
