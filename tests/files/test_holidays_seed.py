"""The seed of KALENDER against the published table of days off, 2023 to 2027."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest

from kinerja_xl.core.calendar import DayOff, DayOffKind, WorkCalendar
from kinerja_xl.files.holidays_seed import seed_days_off, seed_warning

TABLE = Path(__file__).parent.parent / "data" / "holidays_id_2023_2027.csv"
KINDS = {"libur_nasional": DayOffKind.NATIONAL, "cuti_bersama": DayOffKind.COLLECTIVE_LEAVE}
NOT_SEEDED = {
    DayOff(date(2024, 2, 14), DayOffKind.NATIONAL, "Hari Pemilihan Umum"):
        "the general election: a holiday for voters, a working day of every KPU",
    DayOff(date(2024, 11, 27), DayOffKind.NATIONAL, "Hari Pemilihan Kepala Daerah"):
        "the regional elections: the same",
}  # fmt: skip
"""Every day of the table that the seed leaves out, and why. The seed has no day of its own."""


def table_of_days_off() -> set[DayOff]:
    with TABLE.open(encoding="utf-8", newline="") as lines:
        return {
            DayOff(date.fromisoformat(row["date"]), KINDS[row["kind"]], row["name_id"])
            for row in csv.DictReader(lines)
        }


def test_seed_days_off__2023_to_2027__is_the_table_without_the_election_days() -> None:
    seeded = [day for year in range(2023, 2028) for day in seed_days_off(year)]

    assert len(seeded) == len(set(seeded))
    assert table_of_days_off() - set(seeded) == set(NOT_SEEDED)
    assert set(seeded) - table_of_days_off() == set()


def test_seed_days_off__is_in_the_order_of_dates_and_of_one_year() -> None:
    dates = [day.date for day in seed_days_off(2026)]

    assert dates == sorted(dates)
    assert {day.year for day in dates} == {2026}


@pytest.mark.parametrize(
    "election",
    [
        pytest.param(date(2019, 4, 17), id="general-2019"),
        pytest.param(date(2020, 12, 9), id="regional-2020"),
        pytest.param(date(2024, 2, 14), id="general-2024"),
        pytest.param(date(2024, 11, 27), id="regional-2024"),
    ],
)
def test_seed_days_off__election_day__kpu_works(election: date) -> None:
    calendar = WorkCalendar(days_off=seed_days_off(election.year))

    assert calendar.is_working(election)


def test_seed_days_off__two_holidays_on_one_day__is_one_day_with_both_names() -> None:
    days = [day for day in seed_days_off(2021) if day.date == date(2021, 5, 13)]

    assert [day.name for day in days] == ["Hari Raya Idul Fitri; Kenaikan Yesus Kristus"]


@pytest.mark.parametrize("year", [pytest.param(1940, id="before"), pytest.param(2150, id="after")])
def test_seed_days_off__year_the_package_does_not_cover__is_empty_and_said(year: int) -> None:
    assert seed_days_off(year) == ()
    assert seed_warning(year) == (
        f"Hari libur {year} tidak tersedia; isi sendiri di KALENDER menurut SKB 3 Menteri."
    )


@pytest.mark.parametrize(
    ("year", "warning"),
    [
        pytest.param(2025, "", id="decided"),
        pytest.param(2026, "", id="decided-2026"),
        pytest.param(
            2027,
            "Hari libur 2027: 3 tanggal masih perkiraan; cocokkan KALENDER dengan SKB 3 Menteri.",
            id="partly-estimated",
        ),
    ],
)
def test_seed_warning__says_what_is_not_decided(year: int, warning: str) -> None:
    assert seed_warning(year) == warning


def test_seed_warning__year_without_decree__names_both_gaps() -> None:
    warning = seed_warning(2029)

    assert "cuti bersama belum tersedia" in warning
    assert "tanggal masih perkiraan" in warning
