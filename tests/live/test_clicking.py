"""The extension in a real LibreOffice, clicked with a mouse: the toolbar, the menu, the dialogs."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from kinerja_xl.core.hidden_records import RecordKind
from kinerja_xl.core.period import Period
from kinerja_xl.core.values import cell_text
from kinerja_xl.files.folder import MASTER_NAME, OfficeFolder
from kinerja_xl.files.master.book import FileMasterBook
from kinerja_xl.layout import names, tables
from kinerja_xl.live.libreoffice.bridge import UnoObject
from kinerja_xl.usecases.circumstances import run_now
from kinerja_xl.usecases.demo import create_example, receive_example
from kinerja_xl.usecases.demo_story import STORY
from kinerja_xl.usecases.gather import Run
from kinerja_xl.usecases.refresh_status import refresh_status
from kinerja_xl.usecases.set_period import set_period
from tests.cli.commands import run
from tests.contract.story import WHO, every_table
from tests.live.accessible import is_gone, until
from tests.live.clicks import Desk, Dialog
from tests.live.desk import running_desk
from tests.live.screen import Screen, running_screen

pytestmark = [
    pytest.mark.libreoffice,
    pytest.mark.skipif(
        not (shutil.which("Xvfb") and shutil.which("xdotool")), reason="Xvfb or xdotool is missing"
    ),
]

FIRST, SECOND = (Period.parse(chapter.period) for chapter in STORY)
EVERY = (
    "Atur Periode", "Distribusi", "Gabung", "Periksa Kelengkapan", "Hitung Durasi dan Capaian",
    "Mulai Langkah", "Selesai Langkah", "Segarkan Status", "Buka Folder", "Bantuan",
)  # fmt: skip
BUSY = "masih berjalan"
SAID = {
    "Distribusi": "4 formulir Triwulan I 2026 dibuat di folder distribusi/2026-TW1.",
    "Gabung?": "38 sel akan berubah; kiriman yang digabung: HUKUM, KUL, RENDATIN, TEKNIS.",
    "Gabung": "38 sel berubah; kiriman yang digabung: HUKUM, KUL, RENDATIN, TEKNIS.",
    "Mulai Langkah": "Langkah 1 dimulai",
    "Selesai Langkah": "Langkah 1 selesai",
    "Periksa Kelengkapan": "Kelengkapan Triwulan I 2026: 100%; 0 temuan",
    "Hitung Durasi dan Capaian": "10 dari 10 capaian Triwulan I 2026 dapat dihitung",
    "Segarkan Status": "Status Triwulan I 2026 sudah terbaru.",
    "Atur Periode?": "Siapkan Triwulan II 2026 (2026-TW2) sebagai periode aktif?",
    "Atur Periode": "Periode aktif: Triwulan II 2026; siklus langkahnya disiapkan.",
}
"""What the message boxes say, in order."""


MOMENTS = {
    tables.STATUS_TABLE.name: {"distributed_at", "returned_at"},
    tables.FORM_TABLE.name: {"issued_at", "returned_at"},
    tables.FINDING_TABLE.name: {"found_at"},
    tables.ACHIEVEMENT_TABLE.name: {"computed_at"},
    tables.STEP_TABLE.name: {"started", "finished", "working_minutes", "difference_minutes"},
    tables.HISTORY_TABLE.name: {"at", "chain"},
}
"""What depends on when something was done: the moments, the minutes between them, and the chain of
RIWAYAT, which is a digest of its rows with their moments. The account is the same."""

MARKED = {tables.STEP_TABLE.column(name).heading for name in ("started", "finished")}
"""Rows of RIWAYAT about these have moments as their new values."""

DIGESTS_OF_MOMENTS = {
    (kind.value, "str") for kind in (RecordKind.HISTORY_END, RecordKind.FINISHED_STEP)
}
"""Hidden records of these kinds hold digests of such moments."""


@pytest.fixture(scope="module")
def screen(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Screen]:
    """A screen."""
    with running_screen(tmp_path_factory.mktemp("layar")) as running:
        yield running


@pytest.fixture(scope="module")
def desk(screen: Screen, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A LibreOffice with the extension; pictures go where KINERJA_SCREENSHOTS says."""
    named = os.environ.get("KINERJA_SCREENSHOTS")
    shots = Path(named) if named else tmp_path_factory.mktemp("gambar")
    with running_desk(screen, shots.absolute()) as running:
        yield running


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The worked example's office, as `new` leaves it."""
    root = tmp_path_factory.mktemp("contoh") / "Kinerja"
    create_example(root, Run(STORY[0].steps[0].started, WHO))
    return root


@pytest.fixture
def root(example: Path, tmp_path: Path) -> Path:
    """An office of one's own, in a folder whose name asks for trouble."""
    return shutil.copytree(example, tmp_path / "Subbag d'Ambón ü 100%" / "Kinerja 2026")


@pytest.fixture
def document(desk: Desk, root: Path) -> Iterator[UnoObject]:
    """Its master, opened."""
    opened = desk.open(root / MASTER_NAME)
    yield opened
    desk.shoot("akhir")
    desk.close(opened)


@pytest.fixture(scope="module")
def standing(desk: Desk, example: Path) -> Iterator[UnoObject]:
    """A master that stays open, for tests that change nothing in it."""
    opened = desk.open(example / MASTER_NAME)
    yield opened
    desk.close(opened)


def book_of(root: Path) -> FileMasterBook:
    return FileMasterBook(root / MASTER_NAME, now=lambda: run_now().now)


def press_all(desk: Desk, document: UnoObject, root: Path) -> dict[str, str]:
    """Click through a period and into the next one; return the text of every message box."""
    said = {"Distribusi": read(desk, desk.press(document, "Distribusi"), "OK")}
    receive_example(OfficeFolder(root), FIRST)
    said["Gabung?"] = read(desk, desk.press(document, "Gabung"), "Yes")
    said["Gabung"] = read(desk, desk.message(), "OK")
    for label in (
        "Mulai Langkah", "Selesai Langkah", "Periksa Kelengkapan", "Hitung Durasi dan Capaian",
    ):  # fmt: skip
        said[label] = read(desk, desk.press(document, label), "OK")
    entry = desk.entry(document, "Segarkan Status")
    desk.shoot("menu")
    desk.screen.click(entry.place)
    said["Segarkan Status"] = read(desk, desk.message(), "OK")
    said["Atur Periode?"] = read(desk, desk.press(document, "Atur Periode"), "Yes")
    said["Atur Periode"] = read(desk, desk.message(), "OK")
    return said


def read(desk: Desk, dialog: Dialog, answer: str) -> str:
    """Click an answer of a message box; leave a picture of it and return its text."""
    name = f"{dialog.title}-{answer}".replace(": ", "-").replace(" ", "_")
    desk.shoot(name.replace("&", "dan"), dialog)
    desk.answer(dialog, answer)
    return dialog.text


def command_all(root: Path) -> None:
    """Do the same from the command line; what has no verb there is called as the buttons do."""
    master = root / MASTER_NAME
    first = str(FIRST)
    assert run("distribute", master, "--period", first).exit_code == 0
    receive_example(OfficeFolder(root), FIRST)
    for arguments in (
        ("merge", master, "--period", first),
        ("step", master, "start", "1"),
        ("step", master, "finish", "1"),
        ("check", master, "--period", first),
        ("compute", master, "--period", first),
    ):
        outcome = run(*arguments)
        assert outcome.exit_code in {0, 1}, outcome
    refresh_status(book_of(root), run_now())
    set_period(book_of(root), SECOND, run_now())


def comparable(desk: Desk, root: Path) -> dict[str, list[dict[str, object]]]:
    """Read every table of a master, without what depends on when something was done.

    LibreOffice calculates and saves it first: of a file that was only patched the results of
    formulas are missing.
    """
    document = desk.open_unwatched(root / MASTER_NAME)
    document.calculateAll()
    document.store()
    document.close(True)
    book = book_of(root)
    return {
        name: [
            without_moments(name, dict(zip(book.table(name).fields, row, strict=True)))
            for row in rows
        ]
        for name, rows in every_table(book).items()
    }


def without_moments(table: str, row: dict[str, object]) -> dict[str, object]:
    masked = set(MOMENTS.get(table, ()))
    if table == tables.HISTORY_TABLE.name and row["field"] in {(each, "str") for each in MARKED}:
        masked.add("new")
    if table == tables.FILE_TABLE.name and row["outcome"] in DIGESTS_OF_MOMENTS:
        masked.add("sha256")
    return {field: cell for field, cell in row.items() if field not in masked}


def test_clicks__one_period_from_start_to_end__equal_the_command_line(
    desk: Desk, root: Path, document: UnoObject, tmp_path: Path
) -> None:
    other = shutil.copytree(root, tmp_path / "terminal", ignore=shutil.ignore_patterns(".~lock*"))

    said = press_all(desk, document, root)
    shown = document.NamedRanges.getByName(names.ACTIVE_PERIOD.name).ReferredCells.String
    desk.close(document)
    command_all(other)

    for label, text in SAID.items():
        assert text in said[label], label
    assert shown == str(SECOND)
    assert comparable(desk, root) == comparable(desk, other)
    assert files_below(root) == files_below(other)


def files_below(root: Path) -> list[str]:
    """List an office's files, the copies of its master left out: their names bear the time."""
    files = (path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file())
    return sorted(name for name in files if not name.startswith((".~lock", "cadangan/Kinerja_")))


def test_buttons__master_in_front__are_enabled(desk: Desk, standing: UnoObject) -> None:
    assert {label: desk.tool(standing, label).is_enabled for label in EVERY} == dict.fromkeys(
        EVERY, True
    )


def test_buttons__ordinary_workbook__are_grey_and_say_what_is_missing(desk: Desk) -> None:
    ordinary = desk.new_workbook()
    until(lambda: not desk.tool(ordinary, EVERY[-1]).is_enabled, "the buttons to turn grey")

    enabled = {label: desk.tool(ordinary, label).is_enabled for label in EVERY}
    in_menu = desk.entry(ordinary, "Distribusi").is_enabled
    desk.shoot("buku-biasa")
    desk.screen.press("Escape", "Escape")
    with desk.dispatched(ordinary, "id.kinerja_xl:distribute"):
        said = read(desk, desk.message(), "OK")
    desk.close(ordinary)

    assert (enabled, in_menu) == (dict.fromkeys(EVERY, False), False)
    assert "bukan buku induk kinerja-xl" in said


def test_button__clicked_twice_at_once__works_once(
    desk: Desk, root: Path, document: UnoObject
) -> None:
    place = desk.tool(document, "Distribusi").place

    desk.screen.click(place, place)
    said = [read(desk, dialog, "OK") for dialog in desk.messages()]

    assert len([text for text in said if "4 formulir" in text]) == 1
    assert all("4 formulir" in text or BUSY in text or "sudah dibagikan" in text for text in said)
    assert len(book_of(root).table(tables.FORM_TABLE.name).rows) == 4
    assert len(list((root / "cadangan").glob("Kinerja_*"))) == 1


def test_button__cell_being_edited__is_entered_first(
    desk: Desk, root: Path, document: UnoObject
) -> None:
    cell = document.NamedRanges.getByName(names.ACTIVE_PERIOD.name).ReferredCells
    desk.type_into(document, cell, str(SECOND))

    said = read(desk, desk.press(document, "Atur Periode"), "OK")

    assert said.startswith(f"Periode aktif: {SECOND.label}")
    assert cell.String == str(SECOND)
    assert cell_text(book_of(root).value(names.ACTIVE_PERIOD.name)) == str(SECOND)


def test_button__changes_nothing__leaves_the_master_as_saved(
    desk: Desk, standing: UnoObject
) -> None:
    standing.setModified(False)

    read(desk, desk.press(standing, "Bantuan"), "OK")

    assert not standing.isModified()


def test_button__changes_nothing_but_a_cell_was_typed__is_still_to_be_saved(
    desk: Desk, document: UnoObject
) -> None:
    cell = document.NamedRanges.getByName(names.ACTIVE_PERIOD.name).ReferredCells
    desk.type_into(document, cell, str(SECOND))

    read(desk, desk.press(document, "Bantuan"), "OK")

    assert cell.String == str(SECOND)
    assert document.isModified()


def test_input_box__what_is_typed_reaches_the_button__escape_cancels(
    desk: Desk, standing: UnoObject
) -> None:
    desk.screen.click(desk.entry(standing, "Buat Naskah").place)
    asked = desk.message()
    desk.shoot("pertanyaan", asked)
    desk.screen.type("9")  # over the proposal
    desk.answer(asked, "OK")
    again = desk.message()
    desk.screen.press("Escape")
    until(lambda: is_gone(again.window), "the input box to close")
    said = read(desk, desk.message(), "OK")

    assert "2 = Surat Edaran" in asked.text
    assert again.text.startswith(asked.text.split("\n")[0])
    assert said == "Dibatalkan; tidak ada yang diubah."


def test_button__program_of_another_python__says_which_one_is_needed(
    desk: Desk, standing: UnoObject
) -> None:
    before = desk.note.read_bytes()
    desk.note.write_text(json.dumps({**json.loads(before), "python": "3.8"}), encoding="utf-8")

    try:
        said = read(desk, desk.press(standing, "Bantuan"), "OK")
    finally:
        desk.note.write_bytes(before)

    assert "dipasang dengan Python 3.8" in said
    assert "kinerja-xl install --libreoffice" in said


def test_button__error_nobody_foresaw__names_the_log(desk: Desk, standing: UnoObject) -> None:
    with desk.dispatched(standing, "id.kinerja_xl:no_such_button"):
        said = read(desk, desk.message(), "OK")

    log = desk.note.with_name("kesalahan.log")
    assert str(log) in said
    assert "Traceback" not in said
    assert "no_such_button" in log.read_text(encoding="utf-8")
