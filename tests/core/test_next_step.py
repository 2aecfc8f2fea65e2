from __future__ import annotations

from datetime import date

import pytest

from kinerja_xl.core.next_step import Action, Situation, Standing, next_step


def standing(*states: Standing) -> tuple[tuple[str, Standing], ...]:
    """Give each state a section of its own: A, B, C and so on."""
    return tuple((chr(ord("A") + n), state) for n, state in enumerate(states))


@pytest.mark.parametrize(
    ("states", "action", "text"),
    [
        pytest.param(
            (Standing.NO_INDICATORS,) * 2, Action.DISTRIBUTE,
            "Isi INDIKATOR, lalu bagikan formulir", id="no-indicators",
        ),
        pytest.param(
            (Standing.NOT_DISTRIBUTED, Standing.NO_INDICATORS), Action.DISTRIBUTE,
            "Distribusi: bagikan formulir ke subbagian", id="nothing-distributed",
        ),
        pytest.param(
            (Standing.WAITING, Standing.COMPLETE, Standing.WAITING), Action.MERGE,
            "Gabung setelah kiriman masuk; ditunggu: A, C", id="waiting",
        ),
        pytest.param(
            (Standing.WAITING,) * 6, Action.MERGE,
            "Gabung setelah kiriman masuk; ditunggu: A, B, C, D, dan 2 lagi", id="many-waiting",
        ),
        pytest.param(
            (Standing.WAITING, Standing.NEEDS_CORRECTION), Action.MERGE,
            "Gabung setelah kiriman masuk; ditunggu: A", id="waiting-before-correcting",
        ),
        pytest.param(
            (Standing.NEEDS_CORRECTION, Standing.INCOMPLETE), Action.CORRECT,
            "Periksa TEMUAN, kirim perbaikan, lalu gabungkan lagi", id="correcting",
        ),
        pytest.param(
            (Standing.COMPLETE, Standing.NOT_DISTRIBUTED), Action.DISTRIBUTE,
            "Distribusi: bagikan juga ke B", id="one-not-distributed",
        ),
        pytest.param(
            (Standing.INCOMPLETE, Standing.COMPLETE), Action.CHECK,
            "Periksa kelengkapan", id="incomplete",
        ),
        pytest.param(
            (Standing.COMPLETE, Standing.NO_INDICATORS), Action.COMPUTE,
            "Hitung durasi dan capaian", id="complete",
        ),
        pytest.param(
            (Standing.CLOSED,) * 2, Action.SET_PERIOD,
            "Periode ini ditutup; atur periode berikutnya", id="closed",
        ),
    ],
)  # fmt: skip
def test_next_step__sections__decide_while_something_is_to_come(
    states: tuple[Standing, ...], action: Action, text: str
) -> None:
    advice = next_step(Situation(standing(*states)))

    assert (advice.action, advice.text) == (action, text)


def test_next_step__late_section__is_asked_for_first_with_the_deadline() -> None:
    sections = standing(Standing.WAITING, Standing.OVERDUE)

    advice = next_step(Situation(sections, date(2026, 4, 5)))

    assert advice.action is Action.MERGE
    assert advice.text == "Tagih B (batas 5 April 2026), lalu Gabung"


@pytest.mark.parametrize(
    ("computed", "entries", "steps", "action"),
    [
        pytest.param(False, 3, 2, Action.COMPUTE, id="not-computed"),
        pytest.param(True, 3, 2, Action.ENTER, id="entries-left"),
        pytest.param(True, 0, 2, Action.FINISH_STEPS, id="steps-left"),
        pytest.param(True, 0, 0, Action.CLOSE, id="all-done"),
    ],
)
def test_next_step__all_complete__leads_to_closing(
    computed: bool, entries: int, steps: int, action: Action
) -> None:
    sections = standing(Standing.COMPLETE)

    advice = next_step(
        Situation(sections, is_computed=computed, entries_left=entries, steps_left=steps)
    )

    assert advice.action is action
