from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinerja_xl.core.history import (
    START,
    Break,
    ChainedEntry,
    HistoryEntry,
    chained,
    end_break,
    first_break,
    link,
)
from kinerja_xl.core.values import CellValue
from tests.usecases.memory_book import stored

NOON = datetime(2026, 4, 1, 12, 0)
ENTRY = HistoryEntry(
    NOON, "perencanaan", "Gabung", "2026-TW1", "REN", "kembali/2026-TW1/a.xlsx", "ab" * 32,
    "I001", "Realisasi", Decimal(1), Decimal("2.5"),
)  # fmt: skip
LINES = chained(
    [replace(ENTRY, row_key=f"I{n:03d}", new=Decimal(n)) for n in range(1, 5)],
    last_number=0,
    last_chain=START,
)


def is_intact(lines: tuple[ChainedEntry, ...]) -> bool:
    """Say whether a register that begins with line 1 is as it was written."""
    last = START
    for number, line in enumerate(lines, start=1):
        if line.number != number or line.chain != link(last, number, line.entry):
            return False
        last = line.chain
    return True


def test_chained__new_register__numbers_from_one_and_is_intact() -> None:
    assert [line.number for line in LINES] == [1, 2, 3, 4]
    assert len({line.chain for line in LINES}) == 4
    assert is_intact(LINES)


def test_chained__in_two_goes__is_the_same_as_in_one() -> None:
    entries = [line.entry for line in LINES]

    first = chained(entries[:2], last_number=0, last_chain=START)
    second = chained(entries[2:], last_number=2, last_chain=first[-1].chain)

    assert first + second == LINES


def test_chained__nothing__is_nothing() -> None:
    assert chained([], last_number=7, last_chain="x") == ()


OTHER: dict[str, CellValue] = {
    "at": NOON + timedelta(seconds=1), "who": "orang lain", "verb": "Distribusi",
    "period": "2026-TW2", "section": "HUKUM", "file": "kembali/2026-TW1/b.xlsx",
    "file_sha256": "cd" * 32, "row_key": "I009", "field": "Kendala", "old": None, "new": "2,50001",
}  # fmt: skip


@pytest.mark.parametrize("field", OTHER)
@pytest.mark.parametrize("at", [0, 1, 3], ids=["first", "middle", "last"])
def test_link__any_field_of_any_entry_changed__breaks_the_chain(at: int, field: str) -> None:
    lines = list(LINES)

    changed = replace(lines[at].entry, **{field: OTHER[field]})  # type: ignore[arg-type] # by name
    lines[at] = replace(lines[at], entry=changed)

    assert not is_intact(tuple(lines))


@pytest.mark.parametrize("is_renumbered", [False, True], ids=["as-is", "renumbered"])
@pytest.mark.parametrize("at", [0, 1, 2], ids=["first", "second", "third"])
def test_link__entry_removed__breaks_the_chain(at: int, is_renumbered: bool) -> None:
    lines = [*LINES[:at], *LINES[at + 1 :]]

    if is_renumbered:
        lines = [replace(line, number=n) for n, line in enumerate(lines, start=1)]

    assert not is_intact(tuple(lines))


@pytest.mark.parametrize("is_renumbered", [False, True], ids=["as-is", "renumbered"])
def test_link__entries_reordered__breaks_the_chain(is_renumbered: bool) -> None:
    lines = [LINES[0], LINES[2], LINES[1], LINES[3]]

    if is_renumbered:
        lines = [replace(line, number=n) for n, line in enumerate(lines, start=1)]

    assert not is_intact(tuple(lines))


def test_link__value_moved_to_the_field_beside_it__is_another_chain() -> None:
    moved = replace(ENTRY, old=ENTRY.new, new=ENTRY.old)
    joined = replace(ENTRY, section="RENkembali/2026-TW1/a.xlsx", file="")

    chains = {link(START, 1, entry) for entry in (ENTRY, moved, joined)}

    assert len(chains) == 3


CELLS = (
    st.none()
    | st.text(max_size=20)
    | st.booleans()
    | st.integers(-(10**12), 10**12)
    | st.decimals(-(10**9), 10**9, allow_nan=False, allow_infinity=False)
    | st.floats(-1e15, 1e15, allow_subnormal=False)
    | st.dates(date(2000, 1, 1), date(2099, 12, 31))
    | st.datetimes(datetime(2000, 1, 1), datetime(2099, 12, 31))
)


@given(value=CELLS, old=CELLS)
def test_link__value_that_was_in_a_cell__reads_the_same(value: CellValue, old: CellValue) -> None:
    before = replace(ENTRY, old=old, new=value)

    after = replace(ENTRY, old=stored(old), new=stored(value))

    assert link(START, 1, before) == link(START, 1, after)


@pytest.mark.parametrize(
    "moment",
    [
        pytest.param(datetime(2026, 1, 5, 7, 59, 59, 999_999), id="a-microsecond-short"),
        pytest.param(datetime(2026, 1, 5, 8, 0, 0, 400_000), id="milliseconds-over"),
    ],
)
def test_link__moment_as_a_spreadsheet_keeps_it__reads_the_same(moment: datetime) -> None:
    exact = replace(ENTRY, at=datetime(2026, 1, 5, 8))

    assert link(START, 1, replace(ENTRY, at=moment)) == link(START, 1, exact)


def test_link__midnight_read_back_as_a_date__reads_the_same() -> None:
    moment = replace(ENTRY, old=datetime(2026, 1, 5))

    assert link(START, 1, moment) == link(START, 1, replace(ENTRY, old=date(2026, 1, 5)))


ALTERED = "isinya diubah, atau baris dihapus, disisipkan, atau dipindah"


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        pytest.param((), None, id="empty"),
        pytest.param(LINES, None, id="intact"),
        pytest.param(LINES[1:], Break(0, "bernomor 2, seharusnya 1"), id="first-removed"),
        pytest.param(
            (LINES[0], replace(LINES[1], entry=ENTRY), *LINES[2:]), Break(1, ALTERED), id="edited"
        ),
        pytest.param(
            (*LINES[:2], replace(LINES[2], number=0)),
            Break(2, "bernomor kosong, seharusnya 3"),
            id="blank",
        ),
    ],
)
def test_first_break__register__is_where_it_stops_following(
    lines: tuple[ChainedEntry, ...], found: Break | None
) -> None:
    assert first_break(lines) == found


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        pytest.param(LINES, None, id="as-noted"),
        pytest.param(LINES[:2], Break(1, "2 baris terakhir dihapus"), id="cut"),
        pytest.param((), Break(0, "4 baris terakhir dihapus"), id="emptied"),
    ],
)
def test_end_break__register__is_compared_with_what_was_noted(
    lines: tuple[ChainedEntry, ...], found: Break | None
) -> None:
    assert end_break(lines, 4, LINES[-1].chain) == found


def test_end_break__lines_added_or_chained_anew__is_found() -> None:
    added = end_break(LINES, 3, LINES[2].chain)
    anew = end_break(LINES, 4, "x")

    assert added == Break(3, "1 baris ditambahkan dengan tangan")
    assert anew == Break(3, "seluruh rantai disusun ulang")
