from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from kinerja_xl.core.values import CellValue
from kinerja_xl.errors import KinerjaError
from kinerja_xl.usecases.step import Mark
from tests.usecases.office import TW2, Office, codes, fact, new_office

MONDAY = datetime(2026, 1, 5, 8, 0)


def line(office: Office, number: int) -> dict[str, CellValue]:
    """Read the line of a step of the first quarter's cycle."""
    return next(
        row for row in office.rows("tblLangkah")
        if (row["cycle"], row["number"]) == ("2026-TW1", number)
    )  # fmt: skip


def test_record_step__started__runs_and_plans_the_rest(office: Office) -> None:
    report = office.step(Mark.START, 1, MONDAY, "Disposisi dicatat.")

    first, second = line(office, 1), line(office, 2)
    assert (first["started"], first["note"]) == (MONDAY, "Disposisi dicatat.")
    assert second["planned_start"] == MONDAY
    assert second["planned_finish"] == datetime(2026, 1, 5, 8, 15)
    assert (fact(report, "step"), fact(report, "at"), codes(report)) == (1, MONDAY, [])


def test_record_step__finished__is_measured_against_its_standard(office: Office) -> None:
    office.step(Mark.START, 2, MONDAY)

    report = office.step(Mark.FINISH, 2, datetime(2026, 1, 5, 8, 15))

    own = line(office, 2)
    assert (own["working_minutes"], own["difference_minutes"]) == (15, 0)
    assert own["status"] == "Selesai tepat waktu"
    assert fact(report, "working_minutes") == 15
    assert codes(report) == ["STEP_OUT_OF_ORDER"]


def test_record_step__step_in_days__is_measured_in_working_days(office: Office) -> None:
    office.step(Mark.START, 11, MONDAY)

    office.step(Mark.FINISH, 11, datetime(2026, 1, 7, 8, 0))

    own = line(office, 11)
    assert (own["working_minutes"], own["standard_minutes"], own["status"]) == (
        900, 900, "Selesai tepat waktu",
    )  # fmt: skip


def test_record_step__takes_too_long__is_a_finding_that_goes_when_it_is_mended(
    office: Office,
) -> None:
    office.step(Mark.START, 1, MONDAY)
    office.step(Mark.FINISH, 1, MONDAY)
    office.step(Mark.START, 2, MONDAY)
    late = office.step(Mark.FINISH, 2, datetime(2026, 1, 5, 9, 0))
    sooner = datetime(2026, 1, 5, 8, 10)
    office.type_cell("tblLangkah", "finished", sooner, activity=activity(office, 2))

    office.step(Mark.START, 3, sooner)

    assert codes(late) == ["STEP_LATE"]
    assert late.findings[0].message == "Langkah 2 memakan 60 menit kerja, baku 15 menit."
    found = [(row["code"], row["place"]) for row in office.rows("tblTemuan")]
    assert ("STEP_LATE", late.findings[0].place) not in found


def activity(office: Office, number: int) -> str:
    """Return the text of a step."""
    return str(line(office, number)["activity"])


def test_record_step__out_of_order__names_the_steps_before(office: Office) -> None:
    office.step(Mark.START, 3, MONDAY)

    report = office.step(Mark.FINISH, 3, datetime(2026, 1, 5, 8, 20))

    (found,) = report.findings
    assert (found.code, found.place) == ("STEP_OUT_OF_ORDER", "LANGKAH!M7")
    assert found.message == "Langkah 3 selesai sebelum langkah 1, 2 selesai."


def test_record_step__recorded__is_in_the_history_and_on_the_board(office: Office) -> None:
    office.step(Mark.START, 1, MONDAY)

    last = office.rows("tblRiwayat")[-1]
    assert (last["verb"], last["row_key"], last["field"], last["new"]) == (
        "Langkah", "1", "Mulai", "5 Januari 2026 08.00",
    )  # fmt: skip
    assert str(office.book().value("Langkah_Sekarang")).startswith("1. ")
    office.step(Mark.FINISH, 1, MONDAY)
    assert office.book().value("Langkah_Selesai") == "1 dari 14"


def test_record_step__seconds__are_dropped(office: Office) -> None:
    office.step(Mark.START, 1, MONDAY.replace(second=59))

    assert line(office, 1)["started"] == MONDAY


def test_record_step__second_note__is_added_below_the_first(office: Office) -> None:
    office.step(Mark.START, 1, MONDAY, "satu")

    office.step(Mark.FINISH, 1, MONDAY, "dua")

    assert line(office, 1)["note"] == "satu\ndua"


def test_record_step__before_any_distribution__opens_the_cycle(fresh: Office) -> None:
    fresh.step(Mark.START, 1, MONDAY)

    assert line(fresh, 1)["started"] == MONDAY
    assert {row["sop_number"] for row in fresh.rows("tblLangkah")} == {"/ORT.06/1703/3/2023"}


def test_record_step__next_period__has_a_cycle_of_its_own(office: Office) -> None:
    office.step(Mark.START, 1, MONDAY)
    office.distribute(period=TW2)

    office.step(Mark.START, 1, datetime(2026, 1, 6, 8, 0))

    starts = [row["started"] for row in office.rows("tblLangkah") if row["number"] == 1]
    assert starts == [MONDAY, datetime(2026, 1, 6, 8, 0)]


def test_record_step__sop_changed_later__leaves_the_open_cycle(office: Office) -> None:
    office.step(Mark.START, 2, MONDAY)
    office.type_cell("tblSOP", "amount", 99, activity=activity(office, 2))

    office.step(Mark.FINISH, 2, datetime(2026, 1, 5, 8, 15))

    assert line(office, 2)["standard_minutes"] == 15


def test_record_step__sorong__counts_480_minutes_as_authored(tmp_path: Path) -> None:
    office = new_office(tmp_path / "Sorong", "kpu_sorong")
    office.distribute()
    office.step(Mark.START, 4, datetime(2026, 1, 5, 7, 30))

    office.step(Mark.FINISH, 4, datetime(2026, 1, 6, 8, 0))

    assert (line(office, 4)["working_minutes"], line(office, 4)["standard_minutes"]) == (480, 480)


def test_record_step__sorong_with_480_minutes_a_day__counts_a_working_day(tmp_path: Path) -> None:
    office = new_office(tmp_path / "Sorong", "kpu_sorong")
    office.type_name("Menit_Per_Hari", 480)

    office.step(Mark.START, 4, datetime(2026, 1, 5, 7, 30))

    assert line(office, 4)["standard_minutes"] == 450


@pytest.mark.parametrize(
    ("mark", "number", "at", "text"),
    [
        pytest.param(Mark.START, 15, MONDAY, "Langkah 15 tidak ada.*1 sampai 14", id="unknown"),
        pytest.param(Mark.START, 1, MONDAY, "sudah dicatat dimulai", id="twice"),
        pytest.param(Mark.FINISH, 2, MONDAY, "belum dicatat dimulai", id="not-started"),
        pytest.param(Mark.FINISH, 1, datetime(2026, 1, 5, 7, 59), "mendahului", id="backwards"),
        pytest.param(Mark.START, 2, datetime(2027, 1, 5, 8, 0), "belum terjadi", id="future"),
    ],
)
def test_record_step__nonsense__is_refused_and_changes_nothing(
    mark: Mark, number: int, at: datetime, text: str, office: Office
) -> None:
    office.step(Mark.START, 1, MONDAY)
    before = office.files()

    with pytest.raises(KinerjaError, match=text):
        office.step(mark, number, at)

    assert office.files() == before


def test_record_step__time_typed_as_text__names_the_cell(office: Office) -> None:
    office.type_cell("tblLangkah", "started", "kemarin", activity=activity(office, 2))

    with pytest.raises(KinerjaError, match=r'LANGKAH!H6: "kemarin" bukan tanggal dan jam'):
        office.step(Mark.START, 1, MONDAY)
