from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinerja_xl.core.audits import (
    ALL_STATUSES,
    FIELDS,
    OTHER_STATUS,
    AuditRegister,
    AuditRow,
    Band,
    State,
    age_days,
    by_urgency,
    check_register,
    due_date,
    recap,
    state_of,
)
from kinerja_xl.core.findings import Code, Finding, Place
from kinerja_xl.core.forms import Block, block_of
from kinerja_xl.core.period import Period
from kinerja_xl.core.values import CellValue

TODAY = date(2026, 6, 30)
TW1 = Period.parse("2026-TW1")
WHOLE: dict[str, CellValue] = {
    "kind": "LHP", "number": "12/LHP/2026", "date": date(2026, 5, 1),
    "received": date(2026, 5, 10), "source": "BPK", "finding": "Bukti kurang",
    "recommendation": "Lengkapi", "status": "dalam proses",
}  # fmt: skip


def make(
    index: int = 0, key: str = "L0001", section: str = "KUL", /, **cells: CellValue
) -> AuditRow:
    """Return a row that lacks nothing but what `cells` say."""
    values = {**WHOLE, **cells}
    return AuditRow(index, key, section, tuple(values.get(name) for name in FIELDS), "2026-TW1")


def found(*rows: AuditRow) -> list[tuple[Code, str]]:
    """Check rows and return code and cell of each finding."""

    def place_of(row: AuditRow, field: str) -> Place:
        return Place("", "LHP", f"{row.index}:{field}")

    def made() -> tuple[Finding, ...]:
        return check_register(
            rows, TODAY, sections=["KUL", "HUKUM"], place_of=place_of, heading_of=str.title
        )

    return [(each.code, each.place.cell) for each in made()]


@pytest.mark.parametrize(
    ("cells", "due"),
    [
        pytest.param({}, date(2026, 7, 9), id="sixty-calendar-days-after-receipt"),
        pytest.param({"received": datetime(2026, 5, 10, 15, 30)}, date(2026, 7, 9), id="moment"),
        pytest.param({"received": date(2025, 12, 31)}, date(2026, 3, 1), id="over-the-year"),
        pytest.param({"kind": " lhp "}, date(2026, 7, 9), id="word-as-typed"),
        pytest.param({"kind": "LHE"}, None, id="evaluation-has-none"),
        pytest.param({"kind": "TLHP"}, None, id="follow-up-has-none"),
        pytest.param({"received": None}, None, id="not-received"),
        pytest.param({"received": "10 Mei"}, None, id="no-date"),
    ],
)
def test_due_date__rows(cells: dict[str, CellValue], due: date | None) -> None:
    assert due_date(make(**cells)) == due


@pytest.mark.parametrize(
    ("cells", "state"),
    [
        pytest.param({"received": TODAY - timedelta(60)}, State.RUNNING, id="last-day"),
        pytest.param({"received": TODAY - timedelta(61)}, State.OVERDUE, id="a-day-late"),
        pytest.param({"received": TODAY - timedelta(61), "status": " Selesai "}, State.SETTLED,
                     id="settled-is-never-late"),
        pytest.param({"received": None}, State.UNDATED, id="not-received"),
        pytest.param({"date": None}, State.UNDATED, id="undated"),
        pytest.param({"date": "kemarin"}, State.UNDATED, id="unreadable"),
        pytest.param({"kind": "LHE", "received": None}, State.NO_LIMIT, id="evaluation"),
        pytest.param(dict.fromkeys(WHOLE), State.BLANK, id="blank"),
    ],
)  # fmt: skip
def test_state_of__rows(cells: dict[str, CellValue], state: State) -> None:
    assert state_of(make(**cells), TODAY) is state


def test_age_days__not_received__counts_from_the_document() -> None:
    assert age_days(make(received=None), TODAY) == 60


def test_recap__rows__count_by_status_and_age() -> None:
    rows = (
        make(received=TODAY - timedelta(30)),
        make(received=TODAY - timedelta(31)),
        make(received=TODAY - timedelta(91), status="belum ditindaklanjuti"),
        make(received=TODAY - timedelta(90), status="entah"),
        make(received=None, date=None, status=None),
        make(**dict.fromkeys(WHOLE)),
    )

    counts = recap(rows, TODAY)

    running = counts["dalam proses"]
    assert (running[Band.TO_30], running[Band.TO_60], running[Band.TOTAL]) == (1, 1, 2)
    assert counts["belum ditindaklanjuti"][Band.OVER_90] == 1
    assert counts[OTHER_STATUS] == dict.fromkeys(Band, 0) | {
        Band.TO_90: 1, Band.OVERDUE: 1, Band.UNDATED: 1, Band.TOTAL: 2,
    }  # fmt: skip
    assert (counts[ALL_STATUSES][Band.TOTAL], counts[ALL_STATUSES][Band.OVERDUE]) == (5, 2)


def test_by_urgency__rows__overdue_first_settled_last() -> None:
    rows = (
        make(0, status="selesai"),
        make(1, kind="LHE"),
        make(2, received=TODAY - timedelta(10)),
        make(3, received=TODAY - timedelta(70)),
        make(4, received=TODAY - timedelta(99)),
        make(5, received=None),
        make(6, **dict.fromkeys(WHOLE)),
    )

    assert [row.index for row in by_urgency(rows, TODAY)] == [4, 3, 2, 5, 1, 0]


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        pytest.param({}, [], id="whole"),
        pytest.param({"received": None}, [(Code.AUDIT_DATE_MISSING, "0:received")], id="receipt"),
        pytest.param({"date": None}, [(Code.AUDIT_DATE_MISSING, "0:date")], id="date"),
        pytest.param(
            {"kind": "LHE", "date": None, "received": None},
            [(Code.AUDIT_DATE_MISSING, "0:date")], id="evaluation-needs-its-date-alone",
        ),
        pytest.param({"date": "Mei"}, [(Code.AUDIT_DATE_UNREADABLE, "0:date")], id="no-date"),
        pytest.param(
            {"date": date(2026, 7, 1), "received": date(2026, 7, 2)},
            [(Code.AUDIT_DATE_AHEAD, "0:date"), (Code.AUDIT_DATE_AHEAD, "0:received")], id="ahead",
        ),
        pytest.param(
            {"received": date(2026, 4, 30)},
            [(Code.AUDIT_DATES_REVERSED, "0:received"), (Code.AUDIT_OVERDUE, "0:due_date")],
            id="received-before-it-was-written",
        ),
        pytest.param({"number": None}, [(Code.AUDIT_CELL_MISSING, "0:number")], id="number"),
        pytest.param({"kind": "LKE"}, [(Code.AUDIT_WORD_UNKNOWN, "0:kind")], id="kind"),
        pytest.param({"status": "beres"}, [(Code.AUDIT_WORD_UNKNOWN, "0:status")], id="status"),
        pytest.param(
            {"status": "selesai"}, [(Code.AUDIT_EVIDENCE_MISSING, "0:file_name")], id="evidence"
        ),
        pytest.param(
            {"received": date(2026, 4, 1), "date": date(2026, 4, 1)},
            [(Code.AUDIT_OVERDUE, "0:due_date")], id="overdue",
        ),
        pytest.param(dict.fromkeys(WHOLE), [], id="blank"),
    ],
)  # fmt: skip
def test_check_register__rows(
    cells: dict[str, CellValue], expected: list[tuple[Code, str]]
) -> None:
    assert found(make(**cells)) == expected


def test_check_register__unknown_section_and_copied_key__are_said() -> None:
    copied = make(1, "L0001", "XYZ")

    assert found(make(), copied) == [
        (Code.AUDIT_KEY_TWICE, "0:number"),
        (Code.AUDIT_KEY_TWICE, "1:number"),
        (Code.AUDIT_WORD_UNKNOWN, "1:section"),
    ]


def test_of_section__settled_foreign_and_ambiguous__are_left_out() -> None:
    register = AuditRegister((
        make(0, "L0001"), make(1, "L0002", status="selesai"), make(2, "L0003", "HUKUM"),
        make(3, "L0004"), make(4, "L0004"), make(5, "L0005", "kul"), make(6, ""),
    ))  # fmt: skip

    assert [row.key for row in register.of_section("KUL")] == ["L0001", "L0005"]


KEYS = st.sampled_from(["", "", "L0001", "L0002", "L2026-TW1.KUL.01", "L2026-TW1.KUL.03"])


@given(keys=st.lists(KEYS, max_size=8), issued=st.frozensets(KEYS, max_size=3))
def test_keys__every_way__go_to_one_row_only(keys: list[str], issued: frozenset[str]) -> None:
    register = AuditRegister(tuple(make(n, key) for n, key in enumerate(keys)), issued)

    new = [key for _, key in register.new_keys]
    spare = register.spare_keys(TW1, "KUL", 5)

    given_out = [*new, *spare]
    assert len(set(given_out)) == len(given_out)
    assert not set(given_out) & ({key for key in keys if key} | issued)
    assert all(block_of(key) is Block.AUDIT for key in given_out)
    assert all(row.key for row in register.keyed().rows)
    assert register.keyed().new_keys == ()


def test_spare_keys__other_period_or_section__never_meet() -> None:
    register = AuditRegister(())

    keys = [
        key
        for period in ("2026-TW1", "2026-TW2", "2026")
        for section in ("KUL", "HUKUM")
        for key in register.spare_keys(Period.parse(period), section, 3)
    ]

    assert len(set(keys)) == 18


DATES = st.none() | st.dates(date(2026, 1, 1), date(2026, 12, 31)) | st.just("besok")
WORDS = st.none() | st.sampled_from(["LHP", "lhe", "dalam proses", "selesai", "SELESAI ", "x"])


@given(
    st.lists(
        st.tuples(WORDS, st.none() | st.just("1"), DATES, DATES, WORDS).map(
            lambda c: make(kind=c[0], number=c[1], date=c[2], received=c[3], status=c[4])
        ),
        max_size=12,
    )
)
def test_recap__any_rows__adds_up(rows: list[AuditRow]) -> None:
    counts = recap(rows, TODAY)

    whole = counts.pop(ALL_STATUSES)
    for band in Band:
        assert whole[band] == sum(line[band] for line in counts.values())
    ages = (Band.TO_30, Band.TO_60, Band.TO_90, Band.OVER_90, Band.UNDATED)
    assert whole[Band.TOTAL] == sum(whole[band] for band in ages) == len(rows)
    assert whole[Band.OVERDUE] == sum(state_of(row, TODAY) is State.OVERDUE for row in rows)
