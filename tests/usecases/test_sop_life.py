from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from kinerja_xl.errors import KinerjaError
from kinerja_xl.files.resources import shipped
from kinerja_xl.usecases.report import Report
from kinerja_xl.usecases.sop_life import review_sop, revise_sop, sign_sop
from kinerja_xl.usecases.status import status
from kinerja_xl.usecases.step import Mark
from kinerja_xl.usecases.undo import undo
from tests.usecases.office import Office, codes, copied, fact, new_office

MONDAY = datetime(2026, 1, 5, 8)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """Return the Sorong office, whose SOP was signed in 2023, once for all."""
    return new_office(tmp_path_factory.mktemp("sorong") / "Kantor", "kpu_sorong")


@pytest.fixture
def sorong(made: Office, tmp_path: Path) -> Office:
    """Return the Sorong office."""
    return copied(made, tmp_path / "Kantor")


def revised(office: Office, *changes: tuple[str, str], name: str = "baru.yaml") -> Path:
    """Write the office's definition with some texts replaced."""
    text = shipped("sop", "kpu_sorong.yaml").read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    path = office.root.parent / name
    path.write_text(text, encoding="utf-8")
    return path


LONGER = ("duration: {amount: 30, unit: menit}", "duration: {amount: 45, unit: menit}")
NEW_NUMBER = ("5.16/ORT.06/9601/2023", "7/ORT.06/9601/2026")


def revise(office: Office, *changes: tuple[str, str], reason: str = "Banjir.") -> Report:
    """Revise the office's SOP."""
    return revise_sop(office.book(), str(revised(office, *changes)), office.run(), reason=reason)


def test_new__signing_in_the_document__is_where_the_register_begins(sorong: Office) -> None:
    (line,) = sorong.rows("tblPengesahan")

    assert (line["event"], line["sop_number"]) == ("Ditandatangani", "5.16/ORT.06/9601/2023")
    report = status(sorong.book(), MONDAY)
    assert fact(report, "sop_state") == "berlaku"
    assert fact(report, "review_notice") == "Reviu SOP terlambat sejak 5 Juli 2023"


def test_review_sop__recorded__moves_the_next_one_and_shows_on_kendali(sorong: Office) -> None:
    report = review_sop(sorong.book(), sorong.run(), at=MONDAY, note="Tidak berubah.")

    assert str(fact(report, "review_due")) == "2026-07-05"
    assert sorong.book().value("SOP_Keadaan") == ("Berlaku sejak 5 Januari 2023; reviu 5 Juli 2026")
    last = sorong.rows("tblRiwayat")[-1]
    assert (last["verb"], last["old"], last["new"]) == ("SOP", "Direviu", "Tidak berubah.")


def test_review_sop__overdue__is_said_on_kendali_until_it_is_recorded(sorong: Office) -> None:
    sorong.step(Mark.START, 1, MONDAY)
    assert "Reviu SOP terlambat" in str(sorong.book().value("Langkah_Berikut"))

    review_sop(sorong.book(), sorong.run(), at=MONDAY)

    assert "Reviu" not in str(sorong.book().value("Langkah_Berikut"))


def test_sign_sop__office_without_ratification__is_in_force_from_then(office: Office) -> None:
    report = sign_sop(office.book(), office.run(), at=MONDAY)

    assert (fact(report, "state"), str(fact(report, "review_due"))) == ("berlaku", "2026-07-05")


@pytest.mark.parametrize(
    ("at", "text"),
    [
        pytest.param(MONDAY, "sudah ditandatangani", id="twice"),
        pytest.param(datetime(2020, 1, 1), "mendahului catatan terakhir", id="before-it"),
        pytest.param(datetime(2030, 1, 1), "belum terjadi", id="to-come"),
    ],
)
def test_sign_sop__impossible__is_refused(at: datetime, text: str, sorong: Office) -> None:
    before = sorong.files()

    with pytest.raises(KinerjaError, match=text):
        sign_sop(sorong.book(), sorong.run(), at=at)

    assert sorong.files() == before


def test_record_step__last_one_done__lets_the_sop_lapse_until_signed_again(
    sorong: Office,
) -> None:
    for number in range(1, 7):
        sorong.step(Mark.START, number, MONDAY)
        sorong.step(Mark.FINISH, number, MONDAY)
    assert fact(status(sorong.book()), "sop_state") == "tidak berlaku, siklus berakhir"
    sorong.type_name("Periode_Aktif", "2026-TW2")

    uncovered = sorong.step(Mark.START, 1, sorong.now)
    sign_sop(sorong.book(), sorong.run(), at=sorong.now)
    covered = sorong.step(Mark.FINISH, 1, sorong.now)

    assert codes(uncovered) == ["SOP_NOT_IN_FORCE"]
    assert codes(covered) == []


def test_revise_sop__during_the_cycle__reaches_unfinished_steps_only(sorong: Office) -> None:
    sorong.step(Mark.START, 1, MONDAY)
    sorong.step(Mark.FINISH, 1, MONDAY.replace(minute=20))

    report = revise(sorong, LONGER, LONGER, LONGER)

    steps = sorong.rows("tblLangkah")
    assert [row["amount"] for row in steps[:3]] == [30, 45, 45]
    assert steps[0]["standard_minutes"] == 30
    assert [row["amount"] for row in sorong.rows("tblSOP")][:3] == [45, 45, 45]
    assert (fact(report, "revision"), fact(report, "changed")) == (1, "1, 2, 3")
    line = sorong.rows("tblPengesahan")[-1]
    assert (line["event"], line["revision"], line["note"]) == ("Direvisi", 1, "Banjir.")
    assert (sorong.root / str(line["file"])).read_bytes()
    assert fact(status(sorong.book()), "sop_state") == "berlaku, revisi belum ditandatangani"


def test_revise_sop__undone__is_as_before(sorong: Office) -> None:
    revise(sorong, LONGER)

    undo(sorong.master, sorong.run())

    assert [row["amount"] for row in sorong.rows("tblSOP")][:3] == [30, 30, 30]
    assert len(sorong.rows("tblPengesahan")) == 1


def test_revise_sop__new_number__is_a_draft_and_binds_what_has_not_begun(sorong: Office) -> None:
    revise(sorong, NEW_NUMBER)

    assert {row["sop_number"] for row in sorong.rows("tblLangkah")} == {NEW_NUMBER[1]}
    assert fact(status(sorong.book()), "sop_state") == "konsep, belum ditandatangani"
    assert codes(sorong.step(Mark.START, 1, sorong.now)) == ["SOP_NOT_IN_FORCE"]


def test_revise_sop__new_number_in_a_cycle_that_runs__leaves_that_cycle(sorong: Office) -> None:
    sorong.step(Mark.START, 1, MONDAY)

    revise(sorong, NEW_NUMBER)

    assert {row["sop_number"] for row in sorong.rows("tblLangkah")} == {NEW_NUMBER[0]}
    sorong.type_name("Periode_Aktif", "2026-TW2")
    sorong.step(Mark.START, 1, MONDAY)
    assert sorong.rows("tblLangkah")[-1]["sop_number"] == NEW_NUMBER[1]


@pytest.mark.parametrize(
    ("changes", "reason", "text"),
    [
        pytest.param((LONGER,), " ", "Alasan revisi SOP belum ditulis", id="no-reason"),
        pytest.param((), "Banjir.", "tidak ada yang direvisi", id="nothing-changed"),
        pytest.param(
            (("Menganalisa dan", "Menghapus dan"),), "Banjir.", "kegiatan langkah 6 berubah",
            id="scope",
        ),
        pytest.param(
            (("actors: [penyusun]", "actors: [sekretaris]"),), "Banjir.",
            "pelaksana langkah 2 berubah", id="person-in-charge",
        ),
        pytest.param((("actors:", "aktor:"),), "Banjir.", "aktor", id="no-valid-definition"),
    ],
)  # fmt: skip
def test_revise_sop__impossible__is_refused_and_changes_nothing(
    changes: tuple[tuple[str, str], ...], reason: str, text: str, sorong: Office
) -> None:
    before = sorong.files()

    with pytest.raises(KinerjaError, match=text):
        revise(sorong, *changes, reason=reason)

    assert sorong.files() == before
