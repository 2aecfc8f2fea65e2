"""Days off of a year to start an office's KALENDER with, from the package `holidays`.

They are only a start: national holidays and cuti bersama are decided each year (SKB 3 Menteri), the
office edits the table, and the table decides.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kinerja_xl.core.calendar import DayOff, DayOffKind

if TYPE_CHECKING:
    from datetime import date

_ELECTION = "Hari Pemilihan"
_ESTIMATE = "(perkiraan)"
_SEPARATOR = "; "


def seed_days_off(year: int) -> tuple[DayOff, ...]:
    """List the national holidays and cuti bersama of a year, by date, with Indonesian names.

    Election days are left out: they are holidays for voters and the busiest working days of a KPU
    (14 February and 27 November 2024, and every earlier one). Dates that the package only estimates
    keep "(perkiraan)" in their name. Nothing is listed for a year the package does not cover;
    `seed_warning` says so.
    """
    national = _holidays_of(year, "public")
    collective = _holidays_of(year, "government")
    days = [
        DayOff(day, kind, name)
        for kind, holidays in (
            (DayOffKind.NATIONAL, national),
            (DayOffKind.COLLECTIVE_LEAVE, collective),
        )
        for day, name in holidays.items()
        if kind is DayOffKind.NATIONAL or day not in national
    ]
    return tuple(sorted(days, key=lambda day: day.date))


def seed_warning(year: int) -> str:
    """Say in Indonesian what the seed of a year lacks; empty when it lacks nothing known."""
    days = seed_days_off(year)
    if not days:
        return f"Hari libur {year} tidak tersedia; isi sendiri di KALENDER menurut SKB 3 Menteri."
    lacks = []
    if not any(day.kind is DayOffKind.COLLECTIVE_LEAVE for day in days):
        lacks.append("cuti bersama belum tersedia")
    if estimates := sum(_ESTIMATE in day.name for day in days):
        lacks.append(f"{estimates} tanggal masih perkiraan")
    if not lacks:
        return ""
    return f"Hari libur {year}: {' dan '.join(lacks)}; cocokkan KALENDER dengan SKB 3 Menteri."


def _holidays_of(year: int, category: str) -> dict[date, str]:
    """Return the names by date of one category, election days left out."""
    # A tenth of a second that only a new master should pay.
    from holidays.countries.indonesia import Indonesia

    if not Indonesia.start_year <= year <= Indonesia.end_year:
        return {}
    table = Indonesia(years=year, categories=(category,), language="id")
    named = {
        day: [part for part in names.split(_SEPARATOR) if not part.startswith(_ELECTION)]
        for day, names in table.items()
    }
    return {day: _SEPARATOR.join(parts) for day, parts in named.items() if parts}
