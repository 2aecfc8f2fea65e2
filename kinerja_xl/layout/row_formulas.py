"""The live formulas of the master's tables, each made from the table it stands in.

Fields of one row are combined by layout.formulas; here it is said which fields, and how rows add up
to sections, objectives and the office.
"""

from __future__ import annotations

from decimal import Decimal

from kinerja_xl.core.achievement import Status
from kinerja_xl.core.aggregates import Mean
from kinerja_xl.core.values import CellValue, Formula
from kinerja_xl.layout import formulas
from kinerja_xl.layout.spec import Table

ACTIVE_PERIOD, MEAN_METHOD = "Periode_Aktif", "Metode_Rata_Rata"
SCALE_BOUNDS, SCALE_CATEGORIES = "Skala_Batas", "Skala_Kategori"
"""Names of the lower bounds, ascending, and the categories of the scale chosen in PENGATURAN."""

_MEAN_DIGITS = 2
_ROWS, _EVIDENCE = "tblCapaian", "tblBukti"
_PERIOD, _SECTION, _OBJECTIVE = (
    f"{_ROWS}[[{heading}]]" for heading in ("Periode", "Subbagian", "Sasaran")
)
_VALUE, _LOGARITHM = f"{_ROWS}[[Capaian Penuh (%)]]", f"{_ROWS}[[Logaritma]]"


# Rows of a section.


def cumulative(table: Table) -> str:
    """Return the realisation to date by the row's period logic."""
    return formulas.cumulative_realisation_formula(_columns(table), _row(table))


def cumulative_low(table: Table) -> str:
    """Return the lower end of the target to date."""
    return formulas.cumulative_target_low_formula(_columns(table), _row(table))


def cumulative_high(table: Table) -> str:
    """Return the upper end of the target to date."""
    return formulas.cumulative_target_high_formula(_columns(table), _row(table))


def realisation_number(table: Table) -> str:
    """Return the realisation as a number, a grade by its worth."""
    return formulas.realisation_number_formula(
        table.this_row("realisation"), table.this_row("ordinal_map")
    )


def achievement(table: Table) -> str:
    """Return the achievement to date in percent, rounded and capped by the row's settings."""
    return formulas.rounded_formula(table.this_row("unrounded"), _settings(table))


def unrounded(table: Table) -> str:
    """Return the achievement to date in percent, capped but not rounded; means are taken of it."""
    value = formulas.unrounded_formula(_to_date(table), _settings(table))
    return f'IF({_is_target_unreadable(table)},"",{value})'


def status(table: Table) -> str:
    """Return why the row's achievement cannot be computed, or that it is."""
    typed, number = table.this_row("realisation"), table.this_row("realisation_number")
    is_unreadable = (
        f"AND(LEN(TRIM({typed}))>0,NOT(ISNUMBER({number})),"
        f"NOT(ISNUMBER({table.this_row('unrounded')})))"
    )
    wording = formulas.cumulative_status_formula(
        _columns(table), _row(table), _to_date(table), _settings(table)
    )
    known = (
        f"IF({_is_target_unreadable(table)},{_word(Status.TARGET_UNREADABLE)},"
        f"IF({is_unreadable},{_word(Status.REALISATION_UNREADABLE)},{wording}))"
    )
    return _unless_blank(table.this_row("key"), known)


def category(table: Table) -> str:
    """Return the category of the achievement in the scale chosen in PENGATURAN."""
    return formulas.category_formula(table.this_row("achievement"), SCALE_BOUNDS, SCALE_CATEGORIES)


def absorption(table: Table) -> str:
    """Return the budget absorption in percent."""
    budget, spent = table.this_row("budget"), table.this_row("budget_realisation")
    ratio = f'IF({budget}>0,100*{spent}/{budget},"")'
    return f'IF(AND(ISNUMBER({budget}),ISNUMBER({spent})),{ratio},"")'


def evidence_count(table: Table) -> str:
    """Return how many pieces of evidence are listed with a file name.

    COUNTIFS is five times as fast, which a year of many indicators needs. But the codes 1.1 and
    1.10 are the same number to it, and `*` is any text; so it counts only where its own notion of
    the code means one row of the section and period, and everything else is compared with `=`.
    """
    key, code, period = (table.this_row(field) for field in ("key", "code", "period"))
    is_unmistakable = f"COUNTIFS({table.whole('code')},{code},{table.whole('period')},{period})=1"
    quick = (
        f"COUNTIFS({_EVIDENCE}[[Subbagian]],{formulas.text(table.sheet)},"
        f"{_EVIDENCE}[[Periode]],{period},{_EVIDENCE}[[Kode Indikator]],{code},"
        f'{_EVIDENCE}[[Nama Berkas]],"<>")'
    )
    exact = (
        f"SUMPRODUCT(({_EVIDENCE}[[Subbagian]]={formulas.text(table.sheet)})"
        f"*({_EVIDENCE}[[Periode]]={period})"
        f"*({_EVIDENCE}[[Kode Indikator]]={code})"
        f"*(LEN({_EVIDENCE}[[Nama Berkas]])>0))"
    )
    return _unless_blank(key, f"IF({is_unmistakable},{quick},{exact})")


# Rows of CAPAIAN.


def lookup(section_table: Table, field: str) -> Formula:
    """Return the formula by which a row of tblCapaian shows a field of a section's table.

    The row is found by `row_id`; a blank cell shows as blank, not as zero.
    """
    row = f"MATCH({_ROWS}[[#This Row],[ID]],{section_table.whole('row_id')},0)"
    value = f"INDEX({section_table.whole(field)},{row})"
    return Formula(f'IFERROR(IF({value}="","",{value}),"")')


def live(formula: str, value: CellValue) -> Formula:
    """Pair a formula with the rule's value as a cell gives it back: exact ones have more digits."""
    return Formula(formula, float(value) if isinstance(value, Decimal) else value)


def stated_difference(table: Table) -> str:
    """Return stated minus computed achievement in percent points."""
    stated, computed = table.this_row("stated"), table.this_row("achievement")
    difference = f"ROUND({stated}-{computed},9)"
    return f'IF(AND(ISNUMBER({stated}),ISNUMBER({computed})),{difference},"")'


def logarithm(table: Table) -> str:
    """Return the natural logarithm of the unrounded achievement, for the geometric mean."""
    value = table.this_row("unrounded")
    return f'IF(ISNUMBER({value}),IF({value}>0,LN({value}),""),"")'


# Summaries over the rows of CAPAIAN that belong to the active period.


def section_indicators(table: Table) -> str:
    """Return how many indicators the section reports."""
    return _unless_blank(table.this_row("code"), _count(_of_section(table)))


def section_evaluable(table: Table) -> str:
    """Return how many of them have an achievement."""
    return _unless_blank(table.this_row("code"), _count(_of_section(table), _has_value()))


def section_mean(table: Table) -> str:
    """Return the mean achievement of the section."""
    return _unless_blank(table.this_row("code"), _mean(_of_section(table)))


def objective_indicators(table: Table) -> str:
    """Return how many indicators the objective has."""
    return _unless_blank(table.this_row("objective"), _count(_of_objective(table)))


def objective_evaluable(table: Table) -> str:
    """Return how many of them have an achievement."""
    return _unless_blank(table.this_row("objective"), _count(_of_objective(table), _has_value()))


def objective_mean(table: Table) -> str:
    """Return the mean achievement of the objective."""
    return _unless_blank(table.this_row("objective"), _mean(_of_objective(table)))


def summary_category(table: Table) -> str:
    """Return the category of the mean as shown, rounded to two decimals."""
    return category_of_mean(table.this_row("mean"))


def office_mean(period: str = ACTIVE_PERIOD) -> str:
    """Return the mean achievement of the office in a period."""
    return _mean(period=period)


def section_mean_of(code: str, period: str) -> str:
    """Return the mean achievement of a section in a period; of no section an empty text."""
    return _unless_blank(code, _mean(f"({_SECTION}={code})", period=period))


def objective_mean_of(objective: str, period: str) -> str:
    """Return the mean achievement of an objective in a period; of none an empty text."""
    return _unless_blank(objective, _mean(f"({_OBJECTIVE}={objective})", period=period))


def category_of_mean(mean: str) -> str:
    """Return the category of a mean, rounded as it is shown, so that the two never disagree."""
    rounded = f'IF(ISNUMBER({mean}),ROUND({mean},{_MEAN_DIGITS}),"")'
    return formulas.category_formula(rounded, SCALE_BOUNDS, SCALE_CATEGORIES)


# KENDALI.


def returned_forms() -> str:
    """Return how many of the distributed forms have come back, in words."""
    returned, issued = (
        f"SUMPRODUCT((LEN(tblStatus[[{heading}]])>0)*1)" for heading in ("Kembali", "Dibagikan")
    )
    return f'{returned}&" dari "&{issued}&" subbagian"'


def _own(table: Table) -> formulas.Figures:
    return formulas.Figures(
        table.this_row("target_low"),
        table.this_row("target_high"),
        table.this_row("realisation_number"),
    )


def _to_date(table: Table) -> formulas.Figures:
    return formulas.Figures(
        table.this_row("cumulative_low"),
        table.this_row("cumulative_high"),
        table.this_row("cumulative"),
    )


def _settings(table: Table) -> formulas.Settings:
    return formulas.Settings(
        table.this_row("polarity"),
        table.this_row("variant"),
        table.this_row("cap_percent"),
        table.this_row("rounding"),
        table.this_row("digits"),
    )


def _columns(table: Table) -> formulas.CumulativeColumns:
    figures = formulas.Figures(
        table.whole("target_low"), table.whole("target_high"), table.whole("realisation_number")
    )
    return formulas.CumulativeColumns(
        table.whole("key"), table.whole("period_kind"), table.whole("period_number"), figures
    )


def _row(table: Table) -> formulas.CumulativeRow:
    return formulas.CumulativeRow(
        table.this_row("key"),
        table.this_row("period_kind"),
        table.this_row("period_number"),
        _own(table),
        table.this_row("period_logic"),
    )


def _is_target_unreadable(table: Table) -> str:
    low = table.this_row("target_low")
    return f"AND(LEN(TRIM({table.this_row('target')}))>0,NOT(ISNUMBER({low})))"


def _word(status: Status) -> str:
    return formulas.text(status.value)


def _unless_blank(cell: str, formula: str) -> str:
    return f'IF({cell}="","",{formula})'


def _of_section(table: Table) -> str:
    return f"({_SECTION}={table.this_row('code')})"


def _of_objective(table: Table) -> str:
    return f"({_OBJECTIVE}={table.this_row('objective')})"


def _has_value() -> str:
    return f"ISNUMBER({_VALUE})"


def _count(*conditions: str) -> str:
    return f"SUMPRODUCT({'*'.join((f'({_PERIOD}={ACTIVE_PERIOD})', *conditions))}*1)"


def _mean(*conditions: str, period: str = ACTIVE_PERIOD) -> str:
    """Return the mean by the method chosen in PENGATURAN, or an empty text.

    The geometric mean has a column of logarithms to add up, which saves an array formula in a
    table; it has no value when an achievement is 0 or below.
    """
    counted = "*".join((f"({_PERIOD}={period})", *conditions, _has_value()))
    count = f"SUMPRODUCT({counted}*1)"
    not_positive = f"SUMPRODUCT({counted}*({_VALUE}<=0))"
    geometric = f'IF({not_positive}>0,"",EXP(SUMPRODUCT({counted}*1,{_LOGARITHM})/{count}))'
    arithmetic = f"SUMPRODUCT({counted}*1,{_VALUE})/{count}"
    is_geometric = f"{MEAN_METHOD}={formulas.text(Mean.GEOMETRIC.value)}"
    return f'IFERROR(IF({is_geometric},{geometric},{arithmetic}),"")'
