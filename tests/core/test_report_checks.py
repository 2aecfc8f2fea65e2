from __future__ import annotations

from kinerja_xl.core.indicator import PeriodLogic
from kinerja_xl.core.report_checks import check_parts, repeated_budgets
from tests.core.report_samples import part, put_together, quarters, row


def told(whole: object, *parts: object) -> list[str]:
    return [each.what for each in check_parts(whole, parts)]  # type: ignore[arg-type] # Figures


def test_check_parts__two_semesters_that_add_up__tells_nothing() -> None:
    year = quarters({1: 8, 2: 12, 3: 9, 4: 11}, year="40")
    halves = (
        quarters({1: 8, 2: 12}, "2026-S1", year="40"),
        quarters({3: 9, 4: 11}, "2026-S2", year="40"),
    )

    assert told(year, *halves) == []


def test_check_parts__year_of_its_own_that_says_another_sum__is_told_with_both_figures() -> None:
    year = put_together("2026", part("2026", row("2026", 45, "40", year="40")))
    halves = (
        quarters({1: 8, 2: 12}, "2026-S1", year="40"),
        quarters({3: 9, 4: 11}, "2026-S2", year="40"),
    )

    assert told(year, *halves) == ["Realisasi Tahun 2026 45, sedangkan jumlah bagian-bagiannya 40."]


def test_check_parts__targets_that_miss_the_years__are_told() -> None:
    year = quarters({1: 8, 2: 12, 3: 9, 4: 11}, year="50")
    halves = (
        quarters({1: 8, 2: 12}, "2026-S1", year="50"),
        quarters({3: 9, 4: 11}, "2026-S2", year="50"),
    )

    assert told(year, *halves) == [
        "Target tahun 50, sedangkan jumlah bagian-bagiannya target 40."
    ]  # fmt: skip


def test_check_parts__changed_definition_and_shrinking_budget__are_told() -> None:
    first = put_together(
        "2026-S1", part("2026-TW1", row("2026-TW1", 8, spent=900, logic=PeriodLogic.LAST))
    )
    second = put_together(
        "2026-S2",
        part("2026-TW3", row("2026-TW3", 9, spent=700, logic=PeriodLogic.LAST, name="Lain")),
    )

    assert told(second, first, second) == [
        "Nama indikator Semester I 2026 dan Semester II 2026 berbeda.",
        "Realisasi anggaran s.d. Semester II 2026 (700) di bawah s.d. Semester I 2026 (900).",
    ]


def test_check_parts__indicator_of_one_semester_or_without_figure__is_told() -> None:
    first = quarters({1: 8, 2: None}, "2026-S1")
    second = put_together(
        "2026-S2",
        part("2026-TW3", row("2026-TW3", 9), row("2026-TW3", 1, key="I002")),
    )

    found = [(each.code, each.what) for each in check_parts(second, (first, second))]

    assert found == [
        ("K-1", "Semester I 2026: realisasi belum diisi."),
        ("K-2", "Tidak ada dalam Semester I 2026."),
    ]


def test_repeated_budgets__same_pagu_in_one_programme__is_told_once() -> None:
    rows = [
        row("2026-TW1", 1, key="I001", budget=500), row("2026-TW1", 1, key="I002", budget=500),
        row("2026-TW1", 1, key="I003", budget=600),
    ]  # fmt: skip

    (mismatch,) = repeated_budgets(part("2026-TW1", *rows).results.rows)

    assert mismatch.code == "K-1; K-2"
    assert "terhitung ganda" in mismatch.what
