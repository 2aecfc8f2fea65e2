"""Rows and computed parts of a year for the tests of reports."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from kinerja_xl.core.aggregates import Mean
from kinerja_xl.core.indicator import Indicator, Measure, PeriodLogic
from kinerja_xl.core.period import Period
from kinerja_xl.core.report_figures import Figures, Part, figures
from kinerja_xl.core.results import OfficeResults, grouped, office_budget, row_results
from kinerja_xl.core.scales import Band, Scale
from kinerja_xl.core.section_rows import SectionRow, section_row
from kinerja_xl.core.values import CellValue

SCALE = Scale(
    "uji",
    (
        Band(None, "Rendah", "#FF0000"),
        Band(Decimal(76), "Tinggi", "#00FF00"),
        Band(Decimal(91), "Sangat Tinggi", "#00AA00"),
    ),
)
P = Period.parse
QUARTERS = tuple(P(f"2026-TW{n}") for n in range(1, 5))


def row(
    period: str, realisation: CellValue, target: str = "10", *, key: str = "I001",
    logic: PeriodLogic = PeriodLogic.SUM, year: str = "", spent: CellValue = None,
    budget: int | None = None, **definition: object,
) -> SectionRow:  # fmt: skip
    """Return a filled row of a section."""
    own = P(period)
    targets: tuple[tuple[Period, str | Decimal], ...] = ((own, target),)
    if year:
        targets += ((P("2026"), year),)
    indicator = Indicator(
        key, f"K-{int(key[1:])}", "Sasaran", f"Indikator {key}", "dokumen", "KUL",
        Measure(period_logic=logic), targets,
        budget=None if budget is None else Decimal(budget), program="Program",
    )  # fmt: skip
    made = section_row(indicator, own)
    filled = made.with_entry("realisation", realisation).with_entry("budget_realisation", spent)
    return replace(filled, **definition)  # type: ignore[arg-type] # fields of SectionRow


def part(period: str, *rows: SectionRow) -> Part:
    """Compute the rows of one distributed period."""
    results = row_results("KUL", rows, SCALE, period=P(period))
    whole = grouped(results, lambda _: "kantor", Mean.ARITHMETIC, SCALE)
    return Part(
        P(period),
        OfficeResults(
            results, grouped(results, lambda r: r.section, Mean.ARITHMETIC, SCALE),
            grouped(results, lambda r: r.row.objective, Mean.ARITHMETIC, SCALE),
            whole[0] if whole else None, office_budget(results),
        ),
    )  # fmt: skip


def put_together(period: str, *parts: Part) -> Figures:
    """Return the figures of a period."""
    return figures(P(period), parts, SCALE, Mean.ARITHMETIC)


def quarters(
    realisations: Mapping[int, CellValue], period: str = "2026", **definition: object
) -> Figures:
    """Return a period put together of quarters with one indicator."""
    return put_together(
        period,
        *(
            part(f"2026-TW{n}", row(f"2026-TW{n}", value, **definition))  # type: ignore[arg-type] # of row
            for n, value in realisations.items()
        ),
    )
