from __future__ import annotations

from datetime import datetime

import pytest

from kinerja_xl.core.book import ReplaceRows
from kinerja_xl.core.values import CellValue
from kinerja_xl.errors import KinerjaError
from kinerja_xl.usecases.close import close
from kinerja_xl.usecases.cycle import passes_of, steps_of
from kinerja_xl.usecases.status import status
from kinerja_xl.usecases.step import Mark
from kinerja_xl.usecases.undo import undo
from kinerja_xl.usecases.verify import verify
from tests.usecases.office import TW1, Office, codes, fact, listing


def at(hour: int, minute: int = 0) -> datetime:
    """Return a moment of Monday, 5 January 2026."""
    return datetime(2026, 1, 5, hour, minute)


def lines(office: Office, number: int, table: str = "tblLangkah") -> list[dict[str, CellValue]]:
    """Read the passes of a step."""
    return [row for row in office.rows(table) if row["number"] == number]


def gone_through(office: Office) -> Office:
    """Go through the steps up to the paraf, which runs since 9.50."""
    for number, start in ((1, at(8)), (2, at(8)), (3, at(8, 15)), (4, at(8, 35)), (5, at(9, 5))):
        office.step(Mark.START, number, start)
        office.step(Mark.FINISH, number, {1: at(8), 2: at(8, 15), 3: at(8, 35), 4: at(9, 5),
                                          5: at(9, 25)}[number])  # fmt: skip
    office.step(Mark.START, 6, at(9, 50))
    return office


def test_return_step__decision__keeps_the_pass_and_opens_the_next(office: Office) -> None:
    gone_through(office)

    report = office.send_back(6, 4, at(10), "Sasaran belum sesuai Renaksi.")

    first, second = lines(office, 4)
    assert (first["started"], first["finished"], first["status"]) == (
        at(8, 35), at(9, 5), "Dikembalikan",
    )  # fmt: skip
    assert (first["working_minutes"], first["difference_minutes"]) == (30, None)
    assert (second["started"], second["status"], second["planned_start"]) == (
        None, "Belum mulai", at(10),
    )  # fmt: skip
    assert second["note"] == "Dari langkah 6: Sasaran belum sesuai Renaksi."
    decided = lines(office, 6)[0]
    assert (decided["finished"], decided["note"]) == (
        at(10), "Dikembalikan ke langkah 4: Sasaran belum sesuai Renaksi.",
    )  # fmt: skip
    assert [len(lines(office, number)) for number in (3, 4, 5, 6, 7)] == [1, 2, 2, 2, 1]
    assert (fact(report, "again"), codes(report)) == ("4, 5, 6", [])


def test_return_step__gone_through_again__counts_all_passes(office: Office) -> None:
    gone_through(office)
    office.send_back(6, 4, at(10))
    office.step(Mark.START, 4, at(10))

    report = office.step(Mark.FINISH, 4, at(10, 20))

    first, second = lines(office, 4)
    assert (fact(report, "pass"), fact(report, "working_minutes")) == (2, 50)
    assert (second["working_minutes"], second["difference_minutes"], second["status"]) == (
        50, 20, "Selesai terlambat",
    )  # fmt: skip
    assert first["working_minutes"] == 30
    assert codes(report) == ["STEP_LATE"]


def test_return_step__twice__keeps_every_pass(office: Office) -> None:
    gone_through(office)
    office.send_back(6, 5, at(10))
    for number, start in ((5, at(10)), (6, at(10, 5))):
        office.step(Mark.START, number, start)
        if number == 5:
            office.step(Mark.FINISH, 5, at(10, 5))

    office.send_back(6, 5, at(10, 10), "Masih keliru.")

    assert [row["working_minutes"] for row in lines(office, 6)] == [10, 5, None]
    assert [step.pass_number for step in steps_of(office.book(), TW1)][4:6] == [3, 3]
    assert len(passes_of(office.book(), TW1)) == 18


def test_return_step__recorded__is_in_the_history_on_the_board_and_beside_langkah(
    office: Office,
) -> None:
    gone_through(office)

    office.send_back(6, 4, at(10), "Keliru.")

    told = [(row["row_key"], row["field"], row["new"]) for row in office.rows("tblRiwayat")[-5:]]
    assert told == [
        ("6", "Selesai", "5 Januari 2026 10.00"), ("6", "Kembali ke langkah 4", "Keliru."),
        ("4", "Putaran", 2), ("5", "Putaran", 2), ("6", "Putaran", 2),
    ]  # fmt: skip
    assert office.book().value("Giliran") == (
        "Staf pengelola data kinerja, menunggu mulai sejak 5 Januari 2026 08.35, "
        "batas 5 Januari 2026 09.05"
    )
    assert [row["pass_number"] for row in lines(office, 4, "tblHasilLangkah")] == [1, 2]
    assert lines(office, 4, "tblHasilLangkah")[0]["minutes"] == 30
    assert len(office.rows("tblHasilLangkah")) == len(office.rows("tblLangkah"))


def test_return_step__undone__takes_the_passes_back_and_loses_nothing(office: Office) -> None:
    gone_through(office)
    office.send_back(6, 4, at(10))

    report = undo(office.master, office.run())

    assert [len(lines(office, number)) for number in (4, 5, 6)] == [1, 1, 1]
    assert lines(office, 6)[0]["finished"] is None
    assert codes(report) == []


def test_return_step__status__tells_who_is_next_and_what_is_lacking(office: Office) -> None:
    gone_through(office)

    report = status(office.book(), at(11))

    (turn,) = listing(report, "turns").rows
    assert turn == (
        6, 1, "Kasubbag Perencanaan", True, at(9, 50), at(10, 5), True,
        "Konsep SE dan Form Data Kinerja", "konsep Surat Edaran", "draft SE dan form data kinerja",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("number", "to", "moment", "reason", "text"),
    [
        pytest.param(6, 3, at(10), "Keliru.", "tidak mengenal kembali", id="no-such-way"),
        pytest.param(5, 4, at(10), "Keliru.", "bukan langkah keputusan", id="no-decision"),
        pytest.param(7, 6, at(10), "Keliru.", "belum dimulai", id="not-begun"),
        pytest.param(6, 4, at(10), "  ", "Alasan pengembalian belum ditulis", id="no-reason"),
        pytest.param(6, 4, datetime(2027, 1, 1), "Keliru.", "belum terjadi", id="to-come"),
        pytest.param(6, 15, at(10), "Keliru.", "Langkah 15 tidak ada", id="unknown"),
    ],
)
def test_return_step__nonsense__is_refused_and_changes_nothing(
    number: int, to: int, moment: datetime, reason: str, text: str, going: Office
) -> None:
    before = going.files()

    with pytest.raises(KinerjaError, match=text):
        going.send_back(number, to, moment, reason)

    assert going.files() == before


@pytest.fixture
def going(office: Office) -> Office:
    """Return an office whose paraf runs."""
    office.step(Mark.START, 6, at(9, 50))
    return office


def test_return_step__closed_period__is_refused(going: Office) -> None:
    going.compute()
    close(going.book(), TW1, going.run())
    before = going.files()

    with pytest.raises(KinerjaError, match="sudah ditutup"):
        going.send_back(6, 4, at(10))

    assert going.files() == before
    assert codes(verify(going.book(), going.run())) == []


def test_record_step__kelengkapan_absent__is_refused_until_somebody_says_why(
    office: Office,
) -> None:
    office.step(Mark.START, 2, at(8))
    before = office.files()

    with pytest.raises(KinerjaError, match="Kelengkapan langkah 2 belum ada: lembar disposisi"):
        office.step(Mark.FINISH, 2, at(8, 10), without="")

    assert office.files() == before
    office.step(Mark.FINISH, 2, at(8, 10), without="Disposisi di kertas.")
    assert lines(office, 2)[0]["note"] == "Tanpa lembar disposisi: Disposisi di kertas."
    last = office.rows("tblRiwayat")[-1]
    assert (last["field"], last["new"]) == (
        "Kelengkapan", "Tanpa lembar disposisi: Disposisi di kertas.",
    )  # fmt: skip


def test_record_step__started_before_the_one_before_ended__is_a_finding(office: Office) -> None:
    office.step(Mark.START, 1, office.now)

    report = office.step(Mark.START, 2, office.now)

    assert codes(report) == ["STEP_STARTED_EARLY"]
    assert report.findings[0].message == "Langkah 2 dimulai sebelum langkah 1 selesai."


def test_compute__day_off_typed_later__leaves_the_earlier_pass(office: Office) -> None:
    gone_through(office)
    office.send_back(6, 4, at(10))
    book = office.book()
    book.apply((ReplaceRows("tblLibur", ((at(0), "cuti bersama", "Baru"),)),))

    office.compute()

    assert [row["working_minutes"] for row in lines(office, 4)] == [30, None]
