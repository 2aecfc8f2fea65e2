from __future__ import annotations

from dataclasses import replace

import pytest

from kinerja_xl.core.decisions import DecidedRow, Decisions, decide_rows, pair_reasons
from kinerja_xl.core.section_rows import SectionRow, section_row
from kinerja_xl.core.verification import Verdict
from kinerja_xl.errors import KinerjaError
from tests.core.section_samples import FIRST, entries, make_indicator

FILLED = entries(realisation=70.0)
ONE, TWO, BLANK = (
    section_row(make_indicator(1), FIRST, index=0, entries=FILLED),
    section_row(make_indicator(2), FIRST, index=1, entries=FILLED),
    section_row(make_indicator(3), FIRST, index=2),
)
ROWS = (ONE, TWO, BLANK)


def decide(decisions: Decisions, rows: tuple[SectionRow, ...] = ROWS) -> tuple[DecidedRow, ...]:
    return decide_rows("REN", rows, decisions, is_received=True)


def test_decide_rows__by_code_or_key__finds_them() -> None:
    decisions = Decisions(("1.1",), (("i003", " Belum  diisi "),))

    assert decide(decisions) == (
        DecidedRow(ONE, Verdict.ACCEPTED),
        DecidedRow(BLANK, Verdict.RETURNED, "Belum diisi"),
    )


def test_decide_rows__all__is_every_filled_row_that_was_not_sent_back() -> None:
    sent_back = replace(TWO, verdict="dikembalikan", reason="Angka salah")

    assert decide(Decisions(("all",)), (ONE, sent_back, BLANK)) == (
        DecidedRow(ONE, Verdict.ACCEPTED),
    )


def test_decide_rows__all_but_one__sends_that_one_back() -> None:
    found = decide(Decisions(("all",), (("1.1", "Angka salah"),)))

    assert [(each.row.code, each.verdict) for each in found] == [
        ("1.1", Verdict.RETURNED), ("1.2", Verdict.ACCEPTED),
    ]  # fmt: skip


def test_decide_rows__several_mistakes__are_told_at_once() -> None:
    decisions = Decisions(("9.9", "1.3", "1.1"), (("1.1", "Salah"), ("1.2", " ")))

    with pytest.raises(KinerjaError) as refused:
        decide(decisions)

    text = str(refused.value)
    for part in (
        'baris "9.9" tidak ada', "baris 1.3 belum diisi", "baris 1.1 diterima sekaligus",
        "baris 1.2 dikembalikan tanpa alasan",
    ):  # fmt: skip
        assert part in text


def test_decide_rows__all_sent_back__is_no_row() -> None:
    with pytest.raises(KinerjaError, match='baris "all" tidak ada'):
        decide(Decisions((), (("all", "Angka salah"),)))


def test_decide_rows__code_of_two_rows__asks_for_the_key() -> None:
    with pytest.raises(KinerjaError, match="lebih dari satu"):
        decide(Decisions(("1.1",)), (ONE, replace(TWO, code="1.1")))


def test_decide_rows__form_not_merged__is_refused() -> None:
    with pytest.raises(KinerjaError, match="belum digabung"):
        decide_rows("REN", ROWS, Decisions(("all",)), is_received=False)


def test_pair_reasons__one_for_all__is_repeated() -> None:
    assert pair_reasons(["A", "B"], ["x  y"]) == (("A", "x y"), ("B", "x y"))


@pytest.mark.parametrize(
    ("rows", "reasons"),
    [
        pytest.param(["A"], [], id="no-reason"),
        pytest.param(["A"], [" "], id="blank-reason"),
        pytest.param([], ["x"], id="reason-without-row"),
        pytest.param(["A", "B", "C"], ["x", "y"], id="too-few"),
    ],
)
def test_pair_reasons__not_as_many__is_refused(rows: list[str], reasons: list[str]) -> None:
    with pytest.raises(KinerjaError, match="alasan"):
        pair_reasons(rows, reasons)
