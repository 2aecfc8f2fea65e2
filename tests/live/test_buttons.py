from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kinerja_xl.core.values import cell_text
from kinerja_xl.layout import names, tables
from kinerja_xl.live import buttons
from kinerja_xl.live.book import LiveMasterBook
from kinerja_xl.live.lock import held
from tests.live_office import Recorder, opened
from tests.usecases.office import KEY_OF, TW1, Office, filled

if TYPE_CHECKING:
    import xlwings

pytestmark = [pytest.mark.libreoffice, pytest.mark.usefixtures("state")]

EVERY = (
    buttons.set_period, buttons.distribute, buttons.merge, buttons.check, buttons.compute,
    buttons.start_step, buttons.finish_step, buttons.refresh_status, buttons.open_folder,
    buttons.close_period, buttons.reopen_period, buttons.accept_rows, buttons.return_rows,
    buttons.mark_entered, buttons.return_step, buttons.make_document, buttons.sign_document,
    buttons.make_report, buttons.export_evidence, buttons.show_audits, buttons.give_templates,
    buttons.verify_master,
)  # fmt: skip
READING = {
    buttons.open_folder, buttons.show_audits, buttons.give_templates, buttons.verify_master,
}  # fmt: skip
RECORDING = tuple(button for button in EVERY if button not in READING)
PARTS = (
    "live.closing.close_active_period", "live.closing.reopen_active_period",
    "live.chosen_rows.accept_chosen_rows", "live.chosen_rows.return_chosen_rows",
    "live.chosen_rows.mark_chosen_entries", "live.steps.return_chosen_step",
    "live.papers.make_chosen_document", "live.papers.sign_chosen_document",
    "live.papers.make_chosen_report", "usecases.inventory.export_evidence",
    "live.steps.set_chosen_period", "live.steps.start_chosen_step", "live.steps.finish_chosen_step",
    "usecases.distribute.distribute", "usecases.merge.merge", "usecases.check.check",
    "usecases.compute.compute", "usecases.refresh_status.refresh_status",
)  # fmt: skip
"""What each of them imports for its work."""


def master(book: xlwings.Book, fresh: Office) -> LiveMasterBook:
    return LiveMasterBook(book, now=lambda: fresh.now)


def named(book: xlwings.Book, fresh: Office, name: str) -> str:
    return cell_text(master(book, fresh).value(name))


def give_back(fresh: Office) -> None:
    """Return one section's form, filled in."""
    key = f"{KEY_OF['R1']}"
    form = filled(fresh.form("RENDATIN"), {key: {"realisation": 3}})
    fresh.put("RENDATIN.xlsx", form)


def test_buttons__one_period_from_start_to_end(
    book: xlwings.Book, fresh: Office, recorder: Recorder
) -> None:
    buttons.set_period()
    buttons.distribute()
    distributed = recorder.last
    once = fresh.files()
    buttons.distribute()
    again, twice = recorder.last, fresh.files()
    give_back(fresh)
    recorder.answers = ["no", "yes"]
    buttons.merge()
    cancelled, unmerged = recorder.last, fresh.master.read_bytes()
    buttons.merge()
    question, merged = recorder.shown[-2][1], recorder.last
    buttons.start_step()
    buttons.finish_step()
    finished = recorder.last
    buttons.check()
    checked = recorder.last
    buttons.compute()
    computed = recorder.last
    buttons.refresh_status()

    assert "formulir Triwulan I 2026 dibuat di folder distribusi/2026-TW1" in distributed
    assert "sudah dibagikan; tidak ada yang berubah" in again
    assert twice == once
    assert cancelled == "Dibatalkan; tidak ada yang diubah."
    assert unmerged == once[fresh.master_name]
    assert "1 sel akan berubah" in question
    assert "RENDATIN" in question
    assert "(kosong) → 3" in question
    assert "1 sel berubah" in merged
    assert "Langkah 1 selesai" in finished
    assert "capaian Triwulan I 2026 dapat dihitung" in computed
    assert "Temuan: " in checked
    assert "Lihat lembar TEMUAN." in checked
    assert "Berikutnya:" in recorder.last
    assert [title for title, _ in recorder.shown if "Hitung" in title] == [
        "Kinerja: Hitung Durasi dan Capaian"
    ]
    assert fresh.folder.form(TW1, "RENDATIN").is_file()
    rows = master(book, fresh).table("tbl_RENDATIN")
    assert rows.column("realisation")[rows.column("code").index("R1")] == 3
    assert fresh.book().table("tbl_RENDATIN").column("realisation") == rows.column("realisation")


def test_set_period__prepared_already__proposes_the_next_one(
    book: xlwings.Book, fresh: Office, recorder: Recorder
) -> None:
    buttons.set_period()
    refused = recorder.shown[-2][1], recorder.last, named(book, fresh, "Periode_Aktif")
    recorder.answers = ["yes"]
    buttons.set_period()

    assert "Siapkan Triwulan II 2026 (2026-TW2)" in refused[0]
    assert refused[1:] == (
        "Periode tidak diubah. Untuk periode lain, tulis di sel Periode aktif pada KENDALI, "
        "misalnya 2026-TW2, lalu tekan Atur Periode lagi.",
        "2026-TW1",
    )
    assert named(book, fresh, names.ACTIVE_PERIOD.name) == "2026-TW2"
    cycles = master(book, fresh).table(tables.STEP_TABLE.name).column("cycle")
    assert set(cycles) == {"2026-TW1", "2026-TW2"}


def test_set_period__typed_over_the_old_one__is_prepared_without_asking(
    book: xlwings.Book, recorder: Recorder
) -> None:
    book.names[names.ACTIVE_PERIOD.name].refers_to_range.value = "2026-03"

    buttons.set_period()

    assert len(recorder.shown) == 1
    assert recorder.last.startswith("Periode aktif: Maret 2026; siklus langkahnya disiapkan.")


def test_start_step__row_selected_in_langkah__is_the_one_that_starts(
    book: xlwings.Book, recorder: Recorder
) -> None:
    buttons.set_period()
    book.sheets[tables.STEPS].activate()
    first = tables.STEP_TABLE.header_row + 1
    book.sheets[tables.STEPS].range((first + 4, 3)).select()

    buttons.start_step()

    assert recorder.last.startswith("Langkah 5 dimulai")


@pytest.mark.usefixtures("book", "recorder")
def test_open_folder__shows_the_office_folder(
    fresh: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[Path] = []
    monkeypatch.setattr(buttons, "open_in_file_manager", shown.append)

    buttons.open_folder()

    assert shown == [fresh.root]


def test_show_help__needs_no_master(recorder: Recorder) -> None:
    buttons.show_help()

    assert "Atur Periode" in recorder.last


@pytest.mark.parametrize("button", EVERY)
def test_button__no_workbook_open__says_so(button: Callable[[], None], recorder: Recorder) -> None:
    button()

    assert len(recorder.shown) == 1
    assert recorder.last.startswith("Tidak ada buku induk yang terbuka.")


def test_buttons__another_workbook_in_front__say_so_and_leave_it_alone(
    office: xlwings.App, fresh: Office, recorder: Recorder
) -> None:
    fresh.distribute()

    with opened(office, fresh.folder.form(TW1, "RENDATIN")) as form:
        for button in EVERY:
            button()

        assert not form.api.isModified()
    assert len(recorder.shown) == len(EVERY)
    assert all("bukan buku induk kinerja-xl" in text for _, text in recorder.shown)


def test_button__workbook_that_was_never_saved__says_so(
    office: xlwings.App, fresh: Office, recorder: Recorder
) -> None:
    """A copy that was opened as a template: a master without a file."""
    template = fresh.root / "Salinan.ods"
    with opened(office, fresh.master) as book:
        book.save(str(template))
    arguments = {"AsTemplate": True}
    from kinerja_xl.live.libreoffice.bridge import properties, url_of

    office.api.loadComponentFromURL(url_of(str(template)), "_blank", 0, properties(**arguments))
    try:
        buttons.distribute()
    finally:
        office.books.active.close()

    assert "belum pernah disimpan" in recorder.last


def test_buttons__read_only_workbook__say_so_and_write_no_file(
    office: xlwings.App, fresh: Office, recorder: Recorder
) -> None:
    fresh.distribute()
    give_back(fresh)
    before = fresh.files()

    with opened(office, fresh.master, read_only=True):
        for button in RECORDING:
            button()

    assert len(recorder.shown) == len(RECORDING)
    assert all("dibuka hanya-baca" in text for _, text in recorder.shown)
    after = {name: data for name, data in fresh.files().items() if ".~lock" not in name}
    assert after == before


@pytest.mark.usefixtures("book")
def test_button__pressed_while_another_runs__says_so(
    fresh: Office, recorder: Recorder, state: Path
) -> None:
    before = fresh.files()

    with held(fresh.master, state / "kunci"):
        buttons.distribute()

    assert "masih berjalan" in recorder.last
    assert fresh.files() == before


@pytest.mark.usefixtures("book")
def test_button__pressed_again_while_it_asks__says_so(
    fresh: Office, recorder: Recorder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second press comes from the first one's own question, as from an impatient user."""
    buttons.distribute()
    give_back(fresh)
    show = recorder.show
    pressed: list[str] = []

    def impatient(prompt: str, title: str, kind: str, mode: str | None, window: object) -> str:
        if kind == "yes_no" and not pressed:
            pressed.append(prompt)
            buttons.merge()
            return "yes"
        return show(prompt, title, kind, mode, window)

    monkeypatch.setattr(Recorder, "show", lambda _, *arguments: impatient(*arguments))
    buttons.merge()

    assert len(pressed) == 1
    texts = [text for _, text in recorder.shown]
    assert "masih berjalan" in texts[-2]
    assert "1 sel berubah" in texts[-1]


@pytest.mark.usefixtures("book")
def test_button__error_nobody_foresaw__is_a_dialog_and_a_log(
    recorder: Recorder,
    state: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("rahasia dapur")

    monkeypatch.setattr(LiveMasterBook, "table", broken)

    buttons.distribute()

    log = state / "kesalahan.log"
    assert "ZeroDivisionError" in recorder.last
    assert str(log) in recorder.last
    assert "Traceback" not in recorder.last
    assert "rahasia dapur" in log.read_text(encoding="utf-8")
    assert "Traceback" in log.read_text(encoding="utf-8")


@pytest.mark.usefixtures("book")
def test_buttons__part_of_the_program_missing__is_a_dialog_and_a_log(
    recorder: Recorder, state: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for part in PARTS:
        monkeypatch.delattr(f"kinerja_xl.{part}")

    for button in RECORDING:
        button()

    assert len(recorder.shown) == len(RECORDING)
    assert all("(ImportError)" in text for _, text in recorder.shown)
    log = (state / "kesalahan.log").read_text(encoding="utf-8")
    assert all(part.rpartition(".")[2] in log for part in PARTS)


def test_button__missing_table__is_its_message_and_nothing_else(
    office: xlwings.App, fresh: Office, recorder: Recorder
) -> None:
    with opened(office, fresh.master) as book:
        book.sheets[tables.FINDINGS].delete()
        buttons.distribute()

        assert 'Tabel "tblTemuan" tidak ada' in recorder.last
    assert not (fresh.root / "distribusi" / "2026-TW1").exists()


@pytest.mark.usefixtures("book", "recorder")
def test_button__status_bar__is_given_back(office: xlwings.App) -> None:
    buttons.refresh_status()

    assert office.status_bar is False


def test_calling_book__master_in_a_copied_folder__is_found_where_it_lies(
    office: xlwings.App, fresh: Office, recorder: Recorder, tmp_path: Path
) -> None:
    moved = tmp_path / "Kantor lain (2) # 100%"
    shutil.copytree(fresh.root, moved)

    with opened(office, moved / fresh.master_name):
        buttons.distribute()

    assert "formulir Triwulan I 2026 dibuat" in recorder.last
    assert (moved / "distribusi" / "2026-TW1").is_dir()
    assert not (fresh.root / "distribusi" / "2026-TW1").exists()
