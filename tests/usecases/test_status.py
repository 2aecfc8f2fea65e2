from __future__ import annotations

from datetime import datetime
from decimal import Decimal

import pytest

from kinerja_xl.errors import KinerjaError
from kinerja_xl.usecases.report import Report
from kinerja_xl.usecases.status import status
from kinerja_xl.usecases.step import Mark
from tests.usecases.letters import make, staffed
from tests.usecases.office import TW2, Office, fact, listing


def states(report: Report) -> dict[object, object]:
    """Return the state of every section."""
    return {row[0]: row[-1] for row in listing(report, "sections").rows}


def test_status__new_office__waits_for_distribution(fresh: Office) -> None:
    report = status(fresh.book())

    assert set(states(report).values()) == {"belum dibagikan"}
    assert fact(report, "office") == "KPU Kabupaten Uji"
    assert {row[3] for row in listing(report, "steps").rows} == {None}


def test_status__distributed__waits_for_returns(office: Office) -> None:
    report = status(office.book())

    assert set(states(report).values()) == {"menunggu kiriman"}
    assert len(listing(report, "steps").rows) == 14
    assert fact(report, "next_action") == (
        "Gabung setelah kiriman masuk; ditunggu: RENDATIN, KUL, TEKNIS, HUKUM"
    )


def test_status__on_the_way__tells_each_section_apart(office: Office) -> None:
    office.give_back("HUKUM", {"I010": {"realisation": 75}})
    office.give_back("RENDATIN", {"I001": {"realisation": 2}, "I002": {"realisation": "x"}})
    office.merge()
    office.step(Mark.START, 1, datetime(2026, 1, 5, 8, 0))
    office.step(Mark.FINISH, 1, datetime(2026, 1, 5, 8, 0))

    report = status(office.book())

    assert states(report) == {
        "RENDATIN": "perlu perbaikan", "KUL": "menunggu kiriman", "TEKNIS": "menunggu kiriman",
        "HUKUM": "lengkap",
    }  # fmt: skip
    assert (fact(report, "findings"), fact(report, "steps_done")) == (1, 1)
    assert fact(report, "completeness") == Decimal("11.11")


def test_status__master_changed_by_hand__shows_it_as_it_is_now(office: Office) -> None:
    office.type_entry("H1", "realisation", 75)

    report = status(office.book())

    filled = {row[0]: row[6] for row in listing(report, "sections").rows}
    assert filled["HUKUM"] == 100


def test_status__any_time__changes_nothing(office: Office) -> None:
    before = office.files()

    status(office.book())

    assert office.files() == before


def test_status__master_open_elsewhere__still_tells(office: Office) -> None:
    (office.root / "~$Kinerja.xlsm").write_bytes(b"\x09perencana")

    assert status(office.book()).period == "2026-TW1"


def test_status__other_period_chosen__follows(office: Office) -> None:
    office.distribute(period=TW2)
    office.type_name("Periode_Aktif", "2026-TW1")

    assert status(office.book()).period == "2026-TW1"


def test_status__period_typed_wrongly__is_refused(office: Office) -> None:
    office.type_name("Periode_Aktif", "triwulan satu")

    with pytest.raises(KinerjaError, match='Periode "triwulan satu" tidak dikenal'):
        status(office.book())


@pytest.mark.parametrize(
    ("day", "state", "verb"),
    [
        pytest.param(9, "menunggu kiriman", "Gabung setelah kiriman masuk", id="last-day"),
        pytest.param(10, "terlambat", "Tagih RENDATIN, KUL, TEKNIS", id="day-after"),
    ],
)
def test_status__letter_with_a_deadline__tells_who_is_late(
    office: Office, day: int, state: str, verb: str
) -> None:
    make(staffed(office))

    report = status(office.book(), datetime(2026, 4, day, 7, 0))

    assert set(states(report).values()) == {state}
    assert str(fact(report, "next_action")).startswith(verb)


def test_status__on_the_way__names_the_verb_that_comes_next(office: Office) -> None:
    waiting = fact(status(office.book()), "next_verb")
    office.give_back("HUKUM", {"I010": {"realisation": 75}})
    office.merge()

    assert (waiting, fact(status(office.book()), "next_verb")) == ("merge", "merge")
