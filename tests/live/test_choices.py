from __future__ import annotations

from datetime import datetime

import pytest

from kinerja_xl.core.durations import standard_of
from kinerja_xl.core.period import Period
from kinerja_xl.errors import KinerjaError
from kinerja_xl.live.choices import choose_step, proposed_period
from kinerja_xl.usecases.cycle import StepRow
from kinerja_xl.usecases.set_period import following
from kinerja_xl.usecases.step import Mark

NOW = datetime(2026, 4, 1, 9)
ROWS = range(5, 12)
"""The table has seven rows; the last four are those of the cycle."""


def step(number: int, *, started: bool = False, finished: bool = False) -> StepRow:
    moment = {True: NOW, False: None}
    standard = standard_of(number, None, None)
    return StepRow(number + 2, number, "", "", standard, moment[started], moment[finished])


STEPS = (step(1, started=True, finished=True), step(2, started=True), step(3), step(4))


@pytest.mark.parametrize(
    ("mark", "selected", "number"),
    [
        pytest.param(Mark.START, None, 3, id="start-next"),
        pytest.param(Mark.FINISH, None, 2, id="finish-running"),
        pytest.param(Mark.START, 11, 4, id="start-selected"),
        pytest.param(Mark.FINISH, 10, 3, id="finish-selected-though-not-started"),
        pytest.param(Mark.START, 2, 3, id="selected-above-the-table"),
        pytest.param(Mark.START, 12, 3, id="selected-below-the-table"),
    ],
)
def test_choose_step__selected_or_next(mark: Mark, selected: int | None, number: int) -> None:
    assert choose_step(STEPS, mark, selected, ROWS) == number


@pytest.mark.parametrize(
    ("steps", "mark", "selected", "text"),
    [
        pytest.param(STEPS, Mark.START, 6, "milik periode lain", id="row-of-another-period"),
        pytest.param(STEPS[:2], Mark.START, None, "sudah dimulai", id="all-started"),
        pytest.param(STEPS[2:], Mark.FINISH, None, "sedang berjalan", id="none-runs"),
        pytest.param((), Mark.START, None, "sudah dimulai", id="no-steps"),
    ],
)
def test_choose_step__nothing_to_mark__says_what_to_do(
    steps: tuple[StepRow, ...], mark: Mark, selected: int | None, text: str
) -> None:
    with pytest.raises(KinerjaError, match=text):
        choose_step(steps, mark, selected, ROWS)


@pytest.mark.parametrize(
    ("active", "is_open", "expected"),
    [
        ("2026-TW1", False, ("2026-TW1", None)),
        ("2026-TW1", True, (None, "2026-TW2")),
        ("2026-11", True, (None, "2026-12")),
        ("2026-TW4", True, (None, None)),
        ("2026", True, (None, None)),
    ],
)
def test_proposed_period__typed_one_or_the_next(
    active: str, is_open: bool, expected: tuple[str | None, str | None]
) -> None:
    period = Period.parse(active)

    found = proposed_period(period, following(period), is_open=is_open)

    assert tuple(str(each) if each else None for each in found) == expected
