from __future__ import annotations

from datetime import date, datetime

import pytest

from kinerja_xl.core.sop_life import (
    LifeEvent,
    LifeRecord,
    SopLife,
    SopState,
    life_of,
    life_text,
    refuse_moment,
    refuse_review,
    refuse_signing,
    review_notice,
)
from kinerja_xl.errors import KinerjaError

NUMBER = "5.16/ORT.06/9601/2023"
SIGNED = LifeRecord(datetime(2026, 1, 5, 9), LifeEvent.SIGNED, NUMBER)


def happened(month: int, event: LifeEvent, revision: int = 0, number: str = NUMBER) -> LifeRecord:
    """Return something that happened on the fifth of a month."""
    return LifeRecord(datetime(2026, month, 5, 9), event, number, revision)


@pytest.mark.parametrize(
    ("records", "state", "due"),
    [
        pytest.param((), SopState.UNRECORDED, None, id="nothing-recorded"),
        pytest.param((SIGNED,), SopState.IN_FORCE, date(2026, 7, 5), id="signed"),
        pytest.param(
            (SIGNED, happened(6, LifeEvent.REVIEWED)), SopState.IN_FORCE, date(2026, 12, 5),
            id="review-counts-from-then",
        ),
        pytest.param(
            (SIGNED, happened(3, LifeEvent.REVISED, 1)), SopState.UNSIGNED_REVISION,
            date(2026, 7, 5), id="revision-is-no-review",
        ),
        pytest.param(
            (SIGNED, happened(3, LifeEvent.REVISED, 1), happened(4, LifeEvent.SIGNED, 1)),
            SopState.IN_FORCE, date(2026, 10, 5), id="revision-signed",
        ),
        pytest.param(
            (SIGNED, happened(4, LifeEvent.LAPSED)), SopState.LAPSED, None, id="lapsed"
        ),
        pytest.param(
            (SIGNED, happened(4, LifeEvent.LAPSED), happened(5, LifeEvent.SIGNED)),
            SopState.IN_FORCE, date(2026, 11, 5), id="signed-again",
        ),
        pytest.param((happened(2, LifeEvent.RENUMBERED),), SopState.DRAFT, None, id="new-number"),
        pytest.param(
            (SIGNED, happened(4, LifeEvent.LAPSED), happened(5, LifeEvent.REVISED, 1)),
            SopState.DRAFT, None, id="revised-after-its-end",
        ),
        pytest.param(
            (happened(4, LifeEvent.LAPSED), SIGNED), SopState.LAPSED, None, id="out-of-order"
        ),
        pytest.param(
            (SIGNED, happened(4, LifeEvent.LAPSED, number="6/2026")), SopState.IN_FORCE,
            date(2026, 7, 5), id="another-number",
        ),
        pytest.param(
            (happened(1, LifeEvent.SIGNED, number="5.16 / ORT.06/9601/2023"),),
            SopState.IN_FORCE, date(2026, 7, 5), id="spaces-are-no-other-number",
        ),
    ],
)  # fmt: skip
def test_life_of__register__tells_state_and_next_review(
    records: tuple[LifeRecord, ...], state: SopState, due: date | None
) -> None:
    stands = life_of(records, NUMBER)

    assert (stands.state, stands.review_due) == (state, due)


def test_life_of__signed_at_the_end_of_august__is_due_at_the_end_of_february() -> None:
    record = LifeRecord(datetime(2026, 8, 31), LifeEvent.SIGNED, NUMBER)

    assert life_of((record,), NUMBER).review_due == date(2027, 2, 28)


@pytest.mark.parametrize(
    ("today", "notice"),
    [
        pytest.param(date(2026, 6, 4), "", id="31-days-ahead"),
        pytest.param(date(2026, 6, 5), "Reviu SOP paling lambat 5 Juli 2026", id="30-days-ahead"),
        pytest.param(date(2026, 7, 5), "Reviu SOP paling lambat 5 Juli 2026", id="its-day"),
        pytest.param(date(2026, 7, 6), "Reviu SOP terlambat sejak 5 Juli 2026", id="overdue"),
    ],
)
def test_review_notice__days_ahead__comes_a_month_before(today: date, notice: str) -> None:
    assert review_notice(life_of((SIGNED,), NUMBER), today) == notice


def test_life_text__in_force__says_since_when_and_the_next_review() -> None:
    stands = life_of((SIGNED,), NUMBER)

    assert life_text(stands, date(2026, 2, 1)) == (
        "Berlaku sejak 5 Januari 2026; reviu 5 Juli 2026"
    )
    assert life_text(SopLife(SopState.UNRECORDED), date(2026, 2, 1)) == "Pengesahan belum dicatat"


def test_refuse_signing__in_force__says_since_when() -> None:
    with pytest.raises(KinerjaError, match=r"berlaku sejak 5 Januari 2026 09.00"):
        refuse_signing(life_of((SIGNED,), NUMBER), "PENGATURAN")

    refuse_signing(life_of((SIGNED, happened(3, LifeEvent.REVISED, 1)), NUMBER), "PENGATURAN")


@pytest.mark.parametrize(
    "records", [(), (SIGNED, happened(4, LifeEvent.LAPSED)), (happened(2, LifeEvent.RENUMBERED),)]
)
def test_refuse_review__not_in_force__is_refused(records: tuple[LifeRecord, ...]) -> None:
    with pytest.raises(KinerjaError, match="yang direviu adalah SOP yang berlaku"):
        refuse_review(life_of(records, NUMBER), "PENGATURAN")


@pytest.mark.parametrize(
    ("at", "text"),
    [
        pytest.param(datetime(2026, 1, 5, 8), "mendahului catatan terakhir", id="before-the-last"),
        pytest.param(datetime(2026, 3, 1), "belum terjadi", id="to-come"),
    ],
)
def test_refuse_moment__impossible__is_refused(at: datetime, text: str) -> None:
    with pytest.raises(KinerjaError, match=text):
        refuse_moment(life_of((SIGNED,), NUMBER), at, datetime(2026, 2, 1), "PENGATURAN")
