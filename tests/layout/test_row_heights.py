from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinerja_xl.core.values import CellContent, Formula
from kinerja_xl.layout.row_heights import height_points, is_wrapped, line_count, row_points
from kinerja_xl.layout.spec import Column, Kind, Table

WORDS = st.text(max_size=60)


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        pytest.param("", 10, 1, id="blank"),
        pytest.param("0123456789", 11, 1, id="digits-are-the-unit"),
        pytest.param("0123456789", 10, 2, id="no-room-to-spare"),
        pytest.param("lillitillitillit", 10, 1, id="narrow-letters"),
        pytest.param("WMWMWM", 8, 2, id="wide-letters"),
        pytest.param("Nilai Indikator Kinerja Pelaksanaan Anggaran", 40, 1, id="fits-exactly"),
        pytest.param("KOMISI PEMILIHAN UMUM KABUPATEN BENGKULU", 40, 2, id="capitals"),
        pytest.param("satu dua tiga", 5, 3, id="one-word-a-line"),
        pytest.param("satu\ndua\n\nempat", 20, 4, id="line-breaks"),
        pytest.param("0" * 64, 36, 2, id="word-longer-than-a-line"),
        pytest.param(
            "kembali/2026-TW2/bukti/RENDATIN/IMG_20260702_093011.png", 20, 4,
            id="path-breaks-after-slashes",
        ),
        pytest.param("→ 漢字 “kutip” —", 20, 1, id="letters-beyond-latin-1"),
    ],
)  # fmt: skip
def test_line_count__text__takes_so_many_lines(text: str, width: float, lines: int) -> None:
    assert line_count(text, width) == lines


def test_line_count__bold__needs_more_room() -> None:
    text = "Rata-rata Capaian"

    assert line_count(text, 16.5) == 1
    assert line_count(text, 16.5, is_bold=True) == 2


@given(text=WORDS, width=st.floats(1, 100), wider=st.floats(0, 100))
def test_line_count__wider_column__never_takes_more_lines_than_letters(
    text: str, width: float, wider: float
) -> None:
    breaks = text.count("\n") + 1

    assert breaks <= line_count(text, width + wider) <= 2 * len(text) + breaks
    assert line_count(text, 1000) == breaks


def test_row_points__hidden_and_unwrapped_columns__do_not_count() -> None:
    long = "panjang " * 20
    columns = (
        Column("a", "A", Kind.TEXT, 10), Column("b", "B", Kind.CODE, 10),
        Column("c", "C", Kind.LONG_TEXT, 10, is_hidden=True),
    )  # fmt: skip
    table = Table("tblUji", "Uji", 1, columns)
    cells: tuple[CellContent, ...] = (Formula("A1", "dua baris saja"), long, long)

    assert [is_wrapped(column) for column in columns] == [True, False, False]
    assert row_points(table, cells) == height_points([("dua baris saja", 10)])
    assert row_points(table, (1.5, None, None)) == height_points([])
