from __future__ import annotations

import struct
from itertools import pairwise

import pytest

from kinerja_xl.files.reports.charts import (
    Bar,
    achievement_chart,
    count_chart,
    line_chart,
    paired_chart,
)

HOSTILE = '=HYPERLINK("x") $a_b$ \x07 \u200b \U0001f600 ' + "sangat panjang " * 20


def size_of(png: bytes) -> tuple[int, int]:
    assert png.startswith(b"\x89PNG")
    width, height = struct.unpack(">II", png[16:24])
    return int(width), int(height)


def test_achievement_chart__same_figures__same_bytes() -> None:
    bars = [Bar("A", 87.5, "87,50"), Bar("B", None, "tidak dapat dihitung"), Bar("C", 900.0, "9")]

    first, second = (achievement_chart("Capaian", bars) for _ in range(2))

    assert first == second
    assert b"matplotlib" not in first.lower()


def test_achievement_chart__more_bars__is_higher_and_not_wider() -> None:
    sizes = [size_of(achievement_chart("x", [Bar("A", 1.0, "1")] * n)) for n in (1, 5, 20)]

    assert len({width for width, _ in sizes}) == 1
    assert all(one[1] < other[1] for one, other in pairwise(sizes))


@pytest.mark.filterwarnings("error")
def test_charts__hostile_labels_and_no_figures__are_drawn() -> None:
    bars = [Bar(HOSTILE, None, HOSTILE), Bar("", -5.0, "-5")]

    pictures = (
        achievement_chart(HOSTILE, bars), count_chart(HOSTILE, bars, "Jumlah"),
        line_chart(HOSTILE, ["TW I", HOSTILE], [None, None]),
        paired_chart(HOSTILE, [HOSTILE], [(0.0, 0.0)], "Juta rupiah", ("Pagu", "Realisasi")),
    )  # fmt: skip

    assert all(size_of(picture)[0] > 0 for picture in pictures)
