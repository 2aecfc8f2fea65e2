from __future__ import annotations

import pytest

from kinerja_xl.core.documents import DocumentKind
from kinerja_xl.core.period import Period
from kinerja_xl.core.report_figures import report_title
from kinerja_xl.live.questions import (
    accept_question,
    chosen_option,
    entered_question,
    named,
    numbered_question,
    reopen_question,
    return_question,
    step_reason_question,
)

MOST_LETTERS = 255
"""What Excel's own input box shows."""
CODES = tuple(f"IKU-{n:02d}.{n:02d}" for n in range(1, 61))


def test_numbered_question__shows_every_option_shortened() -> None:
    text = numbered_question("Yang mana?", ["Surat", "naskah " * 20])

    assert text.splitlines()[:2] == ["Yang mana?", "1 = Surat"]
    assert text.splitlines()[2].startswith("2 = naskah naskah")
    assert len(text.splitlines()[2]) < 50
    assert text.endswith("…")


@pytest.mark.parametrize(
    ("answer", "expected"),
    [("1", 0), ("3", 2), ("0", None), ("4", None), ("", None), ("dua", None), ("-1", None)],
)
def test_chosen_option__is_one_of_them_or_nothing(answer: str, expected: int | None) -> None:
    assert chosen_option(answer, 3) == expected


def test_named__many__says_how_many_more() -> None:
    assert named(("K1", "K2")) == "K1, K2"
    assert named([f"K{n}" for n in range(1, 12)]) == ("K1, K2, K3, K4, K5, K6, K7, K8, dan 3 lagi")


@pytest.mark.parametrize(
    "question",
    [
        numbered_question("Naskah apa yang dibuat?", [kind.value for kind in DocumentKind]),
        numbered_question(
            "Laporan apa?", [report_title(Period.parse(p)) for p in ("2026-TW3", "2026-S2", "2026")]
        ),
        reopen_question(Period.parse("2026-TW4")),
        step_reason_question(12, 10),
        entered_question("E-Lapkin Monev", CODES),
        return_question("PERENCANAAN", CODES),
        accept_question("PERENCANAAN", CODES),
    ],
)
def test_questions__fit_into_the_input_box_of_excel(question: str) -> None:
    assert len(question) <= MOST_LETTERS
