from __future__ import annotations

import csv
from decimal import Decimal
from pathlib import Path

from kinerja_xl.core.report_comparison import (
    ACHIEVEMENT,
    REALISATION,
    TARGET,
    GivenFigure,
    compare,
    years_of,
)
from tests.core.report_samples import part, row

PUBLISHED = Path(__file__).parents[1] / "data" / "published_achievements.csv"


def given(what: str, year: int, value: str, code: str = "k-1") -> GivenFigure:
    return GivenFigure(code, what, year, value, f"pembanding.csv {year}")


def test_compare__earlier_years_and_medium_term__are_put_beside() -> None:
    rows = part("2026-TW1", row("2026-TW1", 12)).results.rows
    figures = (
        given(REALISATION, 2024, "7,5"), given(REALISATION, 2025, "9"),
        given(ACHIEVEMENT, 2025, "90%"), given(TARGET, 2029, "16"), given(TARGET, 2027, "13"),
    )  # fmt: skip

    (found,), problems = compare(rows, figures, 2026)

    assert problems == ()
    assert [(y.year, y.realisation, y.achievement) for y in found.earlier] == [
        (2024, Decimal("7.5"), None),
        (2025, Decimal(9), Decimal(90)),
    ]
    assert found.change == Decimal(3)
    assert (found.target_year, found.progress) == (2029, Decimal("75.00"))
    assert years_of([found]) == (2024, 2025)


def test_compare__unknown_code_and_unreadable_figure__are_both_told() -> None:
    rows = part("2026-TW1", row("2026-TW1", 12)).results.rows
    figures = (given(REALISATION, 2025, "banyak"), given(REALISATION, 2025, "1", code="X9"))

    _, problems = compare(rows, figures, 2026)

    assert [p.partition(":")[2].strip() for p in sorted(problems)] == [
        '"banyak" bukan angka yang dapat dibaca', 'kode "X9" tidak ada dalam laporan ini',
    ]  # fmt: skip


def test_compare__published_rows_of_two_years__change_is_the_difference() -> None:
    with PUBLISHED.open(encoding="utf-8") as file:
        rows = [
            r for r in csv.DictReader(file) if "Partisipasi Pemilih Perempuan" in r["indikator"]
        ]
    before, after = rows[0], rows[1]

    (found,), _ = compare(
        part("2026-TW1", row("2026-TW1", after["realisasi"], after["target"])).results.rows,
        (given(REALISATION, 2025, before["realisasi"]),), 2026,
    )  # fmt: skip

    expected = Decimal(after["realisasi"].replace(",", ".")) - Decimal(before["realisasi"])
    assert found.change == expected
