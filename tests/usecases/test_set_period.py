from __future__ import annotations

import pytest

from kinerja_xl.core.book import SetCell
from kinerja_xl.core.period import Period
from kinerja_xl.errors import KinerjaError
from kinerja_xl.layout import names, tables
from kinerja_xl.usecases.refresh_status import refresh_status
from kinerja_xl.usecases.set_period import following, set_period
from tests.usecases.memory_book import MemoryBook, memory_master
from tests.usecases.office import TW1, TW2, Office, fact


def cycles(book: MemoryBook) -> set[object]:
    return set(book.table(tables.STEP_TABLE.name).column("cycle"))


def test_set_period__new_one__is_active_open_and_recorded(fresh: Office) -> None:
    book = memory_master()

    report = set_period(book, TW2, fresh.run())

    assert book.value(names.ACTIVE_PERIOD.name) == "2026-TW2"
    assert cycles(book) == {"2026-TW1", "2026-TW2"}
    (line,) = book.table(tables.HISTORY_TABLE.name).pick("verb", "period", "field", "old", "new")
    assert line == ("Atur periode", "2026-TW2", "Periode aktif", "2026-TW1", "2026-TW2")
    assert fact(report, "opened") is True
    assert "Triwulan II 2026; siklus langkahnya disiapkan" in report.message


def test_set_period__back_to_one_that_is_open__changes_only_which_is_active(
    fresh: Office,
) -> None:
    book = memory_master(Periode_Aktif="2026-TW2")

    report = set_period(book, TW1, fresh.run())

    assert book.value(names.ACTIVE_PERIOD.name) == "2026-TW1"
    assert cycles(book) == {"2026-TW1"}
    assert fact(report, "opened") is False


def test_set_period__twice__writes_once(fresh: Office) -> None:
    book = memory_master()
    set_period(book, TW2, fresh.run())
    applied = len(book.applied)

    set_period(book, TW2, fresh.run())

    assert len(book.applied) == applied


def test_set_period__of_another_year__is_refused(fresh: Office) -> None:
    book = memory_master()

    with pytest.raises(KinerjaError, match="bukan bagian dari tahun 2026"):
        set_period(book, Period.parse("2027-TW1"), fresh.run())

    assert book.applied == []


@pytest.mark.parametrize(
    ("period", "expected"),
    [("2026-TW1", "2026-TW2"), ("2026-12", None), ("2026-S1", "2026-S2"), ("2026", None)],
)
def test_following__is_the_next_of_the_same_length(period: str, expected: str | None) -> None:
    found = following(Period.parse(period))

    assert (str(found) if found else None) == expected


def test_refresh_status__after_typing__is_written_once(fresh: Office) -> None:
    book = memory_master()
    for field in ("started", "finished"):
        book.apply((SetCell(tables.STEP_TABLE.name, 0, field, fresh.now),))

    first = refresh_status(book, fresh.run())
    applied = len(book.applied)
    second = refresh_status(book, fresh.run())

    assert fact(first, "changed") is True
    assert "Berikutnya: Distribusi" in first.message
    assert fact(second, "changed") is False
    assert "sudah terbaru" in second.message
    assert len(book.applied) == applied
