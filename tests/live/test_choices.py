from __future__ import annotations

from datetime import datetime

import pytest

from kinerja_xl.core.book import TableData
from kinerja_xl.core.documents import DocumentKind, DocumentRecord, Endorsement
from kinerja_xl.core.durations import standard_of
from kinerja_xl.core.passes import Flow, StepRow, WayBack
from kinerja_xl.core.period import Period
from kinerja_xl.errors import KinerjaError
from kinerja_xl.live.choices import (
    choose_decision,
    choose_document,
    choose_step,
    proposed_period,
    reports_for,
    selected_positions,
)
from kinerja_xl.usecases.set_period import following
from kinerja_xl.usecases.step import Mark

NOW = datetime(2026, 4, 1, 9)
TW1 = Period.parse("2026-TW1")
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


FLOW = Flow({1: (2,), 2: (3,), 3: (4,), 4: ()}, {2: (WayBack(1, "keliru"),)})


@pytest.mark.parametrize(
    "selected", [pytest.param(None, id="running"), pytest.param(9, id="selected")]
)
def test_choose_decision__the_step_that_decides(selected: int | None) -> None:
    assert choose_decision(STEPS, FLOW, selected, ROWS) == 2


@pytest.mark.parametrize(
    ("steps", "selected", "text"),
    [
        pytest.param(STEPS, 10, "bukan langkah keputusan", id="selected-decides-nothing"),
        pytest.param(STEPS, 6, "milik periode lain", id="row-of-another-period"),
        pytest.param(STEPS[2:], None, "Tidak ada langkah keputusan", id="none-runs"),
    ],
)
def test_choose_decision__none__says_what_to_do(
    steps: tuple[StepRow, ...], selected: int | None, text: str
) -> None:
    with pytest.raises(KinerjaError, match=text):
        choose_decision(steps, FLOW, selected, ROWS)


def letter(index: int, *, is_signed: bool = False) -> DocumentRecord:
    signature = Endorsement("Sekretaris", at=NOW if is_signed else None)
    return DocumentRecord(
        index, f"{index}/SE", index, NOW.date(), DocumentKind.CIRCULAR, "Hal", "", TW1, (), 0,
        None, "a.docx", "a", "", "", "", signature=signature,
    )  # fmt: skip


LETTERS = (letter(0, is_signed=True), letter(1), letter(2))


@pytest.mark.parametrize(
    ("letters", "selected", "index"),
    [
        pytest.param(LETTERS, (2,), 2, id="selected"),
        pytest.param(LETTERS, (0,), 0, id="selected-though-signed"),
        pytest.param(LETTERS[:2], (), 1, id="the-only-unsigned-one"),
    ],
)
def test_choose_document__selected_or_the_only_one(
    letters: tuple[DocumentRecord, ...], selected: tuple[int, ...], index: int
) -> None:
    assert choose_document(letters, selected).index == index


@pytest.mark.parametrize(
    ("letters", "selected", "text"),
    [
        pytest.param(LETTERS, (), "Lebih dari satu", id="several-unsigned"),
        pytest.param(LETTERS, (1, 2), "Lebih dari satu", id="several-selected"),
        pytest.param(LETTERS[:1], (), "Tidak ada naskah", id="all-signed"),
    ],
)
def test_choose_document__unclear__says_what_to_do(
    letters: tuple[DocumentRecord, ...], selected: tuple[int, ...], text: str
) -> None:
    with pytest.raises(KinerjaError, match=text):
        choose_document(letters, selected)


TABLE = TableData(("period",), (("2026-TW1",), ("2026-TW1",), ("2026-TW2",)), 5)


def test_selected_positions__count_from_the_first_row_of_the_data() -> None:
    assert selected_positions(TABLE, (5, 6), TW1, "ENTRI") == (0, 1)


@pytest.mark.parametrize(
    ("selected", "text"),
    [((), "Belum ada baris yang dipilih"), ((6, 7), "Baris 7 bukan milik Triwulan I 2026")],
)
def test_selected_positions__none_or_of_another_period__says_so(
    selected: tuple[int, ...], text: str
) -> None:
    with pytest.raises(KinerjaError, match=text):
        selected_positions(TABLE, selected, TW1, "ENTRI")


@pytest.mark.parametrize(
    ("active", "expected"),
    [
        ("2026-TW1", ("2026-TW1", "2026-S1", "2026")),
        ("2026-08", ("2026-TW3", "2026-S2", "2026")),
        ("2026-S2", ("2026-S2", "2026")),
        ("2026", ("2026",)),
    ],
)
def test_reports_for__the_active_period_and_those_around_it(
    active: str, expected: tuple[str, ...]
) -> None:
    assert tuple(map(str, reports_for(Period.parse(active)))) == expected
