from __future__ import annotations

import pytest

from kinerja_xl.layout.fitting import CUT, SMALLEST_FONT, fit_text, fit_words, text_points

LONG = "Menyusun, memeriksa, dan menyampaikan konsep dokumen kepada pihak terkait. "


def test_fit_text__room_enough__stays_as_it_is() -> None:
    fitted = fit_text("Menerima perintah", 120, 100, 9)

    assert (fitted.text, fitted.font_size) == ("Menerima perintah", 9)


def test_fit_text__too_long__gets_smaller_letters_first() -> None:
    text = LONG * 8

    fitted = fit_text(text, 150, text_points(text, 150, 7), 9)

    assert (fitted.text, fitted.font_size) == (text, 7)


def test_fit_text__too_long_for_any_letters__is_cut_with_a_word_on_the_rest() -> None:
    fitted = fit_text(LONG * 60, 100, 200, 9)

    assert fitted.text.endswith(CUT)
    assert fitted.font_size == SMALLEST_FONT
    assert 150 < fitted.points <= 200


@pytest.mark.parametrize(("width", "size"), [(120.0, 8), (44.0, 6)], ids=["wide", "narrow"])
def test_fit_words__long_word__is_not_broken_while_letters_can_shrink(
    width: float, size: int
) -> None:
    assert fit_words("Kasubbag Perencanaan", width, 200, 8).font_size == size
