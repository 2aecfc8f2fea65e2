"""Cell formulas that say the same as the rules of achievement, in Excel and LibreOffice alike.

Each function takes the texts of its operands (a reference such as `H7`, a structured reference, a
literal such as `"A"`) and returns a formula in Excel's file syntax without the leading `=`. Only
functions of Excel 2007 are used. Settings are compared with the words of core.indicator.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from kinerja_xl.core.achievement import Status
from kinerja_xl.core.aggregates import Mean
from kinerja_xl.core.indicator import PeriodLogic, Polarity, Rounding, Variant

_PERCENT_DECIMALS: Final = 9
"""Decimals of a percentage that binary arithmetic has right; later ones are noise."""
_NO_CAP: Final = "1E+300"
_ANY_NUMBER: Final = '">-1E+300"'


@dataclass(frozen=True, slots=True)
class Figures:
    """Operands of one comparison.

    Attributes:
        target_low: Lower end of the target; blank or text where there is none.
        target_high: Upper end, equal to the lower when the target is one value.
        realisation: The realisation as a number; blank or text where there is none.
    """

    target_low: str
    target_high: str
    realisation: str


@dataclass(frozen=True, slots=True)
class Settings:
    """Operands that hold an indicator's settings; a blank cap means none."""

    polarity: str
    variant: str
    cap: str
    rounding: str
    digits: str


@dataclass(frozen=True, slots=True)
class CumulativeColumns:
    """Whole columns of the table that holds all periods, each as one operand.

    Attributes:
        key: Identifies the indicator.
        kind: Only rows of the same kind combine (such as the number of months of a period).
        order: Number of the period among those of its kind, from 1; once a key and kind.
        figures: Targets and realisations.
    """

    key: str
    kind: str
    order: str
    figures: Figures


@dataclass(frozen=True, slots=True)
class CumulativeRow:
    """The same operands for the formula's own row, and the period logic to apply."""

    key: str
    kind: str
    order: str
    figures: Figures
    logic: str


def text(value: str) -> str:
    """Return a text literal."""
    return '"' + value.replace('"', '""') + '"'


def realisation_number_formula(realisation: str, ordinal_map: str) -> str:
    """Return the realisation as a number: itself, or the worth of a grade; else an empty text.

    Args:
        realisation: The cell as typed.
        ordinal_map: A cell or literal such as `;WTP=4;WDP=3,5;`, or blank; case is of no account
            and the decimal mark may be a comma or a dot.
    """
    grade = f'";"&UPPER(TRIM({realisation}))&"="'
    start = f"FIND({grade},UPPER({ordinal_map}))+LEN(TRIM({realisation}))+2"
    worth = f'MID({ordinal_map},{start},FIND(";",{ordinal_map},{start})-({start}))'
    local_mark = "MID(1/2,2,1)"
    number = f'VALUE(SUBSTITUTE(SUBSTITUTE({worth},",","."),".",{local_mark}))'
    return f'IF(ISNUMBER({realisation}),{realisation},IFERROR({number},""))'


def achievement_formula(figures: Figures, settings: Settings) -> str:
    """Return the achievement in percent, rounded and capped, or an empty text.

    For single cells with short references. In a table, where references are long, use
    `unrounded_formula` in one column and `rounded_formula` in another.
    """
    unrounded = _capped(_percent(figures, settings), settings)
    return f'IFERROR({_rounded(unrounded, settings)},"")'


def unrounded_formula(figures: Figures, settings: Settings) -> str:
    """Return the achievement in percent, capped but not rounded, or an empty text."""
    return f'IFERROR({_capped(_percent(figures, settings), settings)},"")'


def rounded_formula(unrounded: str, settings: Settings) -> str:
    """Return a percentage rounded as the indicator says, never above its cap, or an empty text.

    Args:
        unrounded: A cell with `unrounded_formula`.
        settings: The indicator's settings.
    """
    return f'IF(ISNUMBER({unrounded}),{_rounded(unrounded, settings)},"")'


def _rounded(unrounded: str, settings: Settings) -> str:
    if settings.digits.isdecimal():
        digits = int(settings.digits)
        power, decimals = str(10**digits), str(_PERCENT_DECIMALS - digits)
    else:
        power, decimals = f"10^{settings.digits}", f"{_PERCENT_DECIMALS}-{settings.digits}"
    scaled = f"ROUND({unrounded}*{power},{decimals})"
    is_even = f"{settings.rounding}={text(Rounding.HALF_EVEN.value)}"
    # A quarter towards the even neighbour decides a tie and nothing else.
    nudge = f"IF({is_even},((MOD({scaled},2)=1.5)-(MOD({scaled},2)=0.5))/4,0)"
    is_cut = f"{settings.rounding}={text(Rounding.TRUNCATE.value)}"
    whole = f"IF({is_cut},TRUNC({scaled}),ROUND({scaled}+{nudge},0))"
    return _capped(f"{whole}/{power}", settings)


def status_formula(
    figures: Figures, settings: Settings, *, target_text: str = "", realisation_text: str = ""
) -> str:
    """Return the wording of the `Status` that the rule gives for the same row.

    Args:
        figures: What is compared.
        settings: The indicator's settings.
        target_text: The target as authored; without it an unreadable target counts as missing.
        realisation_text: The realisation as typed; likewise.
    """
    low, realisation = figures.target_low, figures.realisation
    is_minimised = f"{settings.polarity}={text(Polarity.MINIMISE.value)}"
    is_b = f"AND({is_minimised},{settings.variant}={text(Variant.B.value)})"
    bound = _bound(figures)
    return _choose(
        (f"NOT(ISNUMBER({low}))",
         _missing(target_text, Status.TARGET_MISSING, Status.TARGET_UNREADABLE)),
        (f"NOT(ISNUMBER({realisation}))",
         _missing(realisation_text, Status.REALISATION_MISSING, Status.REALISATION_UNREADABLE)),
        (_is_met(figures, settings), _wording(Status.EVALUATED)),
        (f"{bound}<0", _wording(Status.TARGET_NEGATIVE)),
        (f"{bound}=0", _wording(Status.TARGET_ZERO)),
        (f"AND({is_b},{realisation}=0)", _wording(Status.REALISATION_ZERO)),
        (f"AND({is_b},{realisation}<0)", _wording(Status.REALISATION_NEGATIVE)),
        last=_wording(Status.EVALUATED),
    )  # fmt: skip


def category_formula(achievement: str, lower_bounds: str, categories: str) -> str:
    """Return the category of an achievement, or an empty text.

    Args:
        achievement: A number, or text where there is none.
        lower_bounds: The column of lower bounds, ascending; the first may be blank.
        categories: The column of categories beside it; blank cells at the end are of no account.
    """
    above = f"SUMPRODUCT(ISNUMBER({lower_bounds})*({lower_bounds}>{achievement}))"
    index = f"MAX(1,COUNTA({categories})-{above})"
    return f'IF(ISNUMBER({achievement}),INDEX({categories},{index}),"")'


def cumulative_target_low_formula(columns: CumulativeColumns, row: CumulativeRow) -> str:
    """Return the lower end of the target to date, or an empty text; see `core.cumulate`."""
    return _cumulative_target(columns, row, columns.figures.target_low, row.figures.target_low)


def cumulative_target_high_formula(columns: CumulativeColumns, row: CumulativeRow) -> str:
    """Return the upper end of the target to date, or an empty text; see `core.cumulate`."""
    return _cumulative_target(columns, row, columns.figures.target_high, row.figures.target_high)


def cumulative_realisation_formula(columns: CumulativeColumns, row: CumulativeRow) -> str:
    """Return the realisation to date, or an empty text where it cannot be told."""
    column, figures = columns.figures.realisation, row.figures
    known = _count(columns, row, columns.figures.target_low, column)
    both = f"AND(ISNUMBER({figures.target_low}),ISNUMBER({figures.realisation}))"
    return _choose(
        (_is_logic(row, PeriodLogic.NONE), f'IF({both},{figures.realisation},"")'),
        (_is_logic(row, PeriodLogic.LAST), _of_last_known(columns, row, column, '""')),
        (f"{known}<>{_count(columns, row, columns.figures.target_low)}", '""'),
        (f"{known}=0", '""'),
        last=f"{_sum(columns, row, column)}/IF({_is_logic(row, PeriodLogic.AVERAGE)},{known},1)",
    )


def cumulative_status_formula(
    columns: CumulativeColumns, row: CumulativeRow, cumulative: Figures, settings: Settings
) -> str:
    """Return the wording of the status of the achievement to date.

    Args:
        columns: The table's columns.
        row: The formula's own row.
        cumulative: Cells with the three formulas above.
        settings: The indicator's settings.
    """
    own_low = f"ISNUMBER({row.figures.target_low})"
    is_none = _is_logic(row, PeriodLogic.NONE)
    adds_up = f"OR({_is_logic(row, PeriodLogic.SUM)},{_is_logic(row, PeriodLogic.AVERAGE)})"
    own_is_missing = f"AND({own_low},NOT(ISNUMBER({row.figures.realisation})))"
    without_target = f"{_count(columns, row, columns.figures.target_low)}=0"
    return _choose(
        (f"ISNUMBER({cumulative.realisation})", status_formula(cumulative, settings)),
        (f"IF({is_none},NOT({own_low}),{without_target})", _wording(Status.TARGET_MISSING)),
        (f"AND({adds_up},NOT({own_is_missing}))", _wording(Status.EARLIER_MISSING)),
        last=_wording(Status.REALISATION_MISSING),
    )


def mean_formula(values: str, method: Mean, conditions: Sequence[tuple[str, str]] = ()) -> str:
    """Return the mean of the numbers in a column, or an empty text; text and blanks are left out.

    The geometric one must be written as an array formula; it is an empty text when one of the
    values is 0 or below.

    Args:
        values: The column of achievements.
        method: Which mean.
        conditions: Columns and what a row must have in them to count; case is of no account.
    """
    is_counted = "*".join((
        f"ISNUMBER({values})", *(f"({column}={wanted})" for column, wanted in conditions)
    ))  # fmt: skip
    count = f"SUMPRODUCT({is_counted}*1)"
    if method is Mean.GEOMETRIC:
        return f'IFERROR(EXP(SUM(IF({is_counted},LN({values})))/{count}),"")'
    return f'IFERROR(SUMPRODUCT({is_counted}*1,{values})/{count},"")'


def _bound(figures: Figures) -> str:
    """Return the end to measure against; inside a range it is the realisation itself."""
    return f"MEDIAN({figures.target_low},{figures.target_high},{figures.realisation})"


def _is_met(figures: Figures, settings: Settings) -> str:
    """Say whether the achievement is 100 without a quotient: inside a range, or a minimised 0."""
    low, high, realisation = figures.target_low, figures.target_high, figures.realisation
    return (
        f"OR(AND({low}<{high},{realisation}>={low},{realisation}<={high}),"
        f"AND({settings.polarity}={text(Polarity.MINIMISE.value)},{low}=0,{realisation}=0))"
    )


def _percent(figures: Figures, settings: Settings) -> str:
    """Return the exact percentage, or an error where it is not evaluable."""
    bound, realisation = _bound(figures), figures.realisation
    is_minimised = f"{settings.polarity}={text(Polarity.MINIMISE.value)}"
    is_b = f"{settings.variant}={text(Variant.B.value)}"
    # A realisation of 0 or below leaves variant B an error, as dividing by zero is one.
    minimised = f"IF({is_b},{bound}/MAX(0,{realisation}),2-{realisation}/{bound})"
    ratio = f"IF({bound}>0,IF({is_minimised},{minimised},{realisation}/{bound}),NA())"
    count = f"COUNT({figures.target_low},{figures.target_high},{realisation})"
    return f"IF({count}=3,IF({_is_met(figures, settings)},1,{ratio})*100,NA())"


def _capped(percent: str, settings: Settings) -> str:
    return f"MIN(IF(ISNUMBER({settings.cap}),{settings.cap},{_NO_CAP}),{percent})"


def _cumulative_target(
    columns: CumulativeColumns, row: CumulativeRow, column: str, own_end: str
) -> str:
    own = f'IF(ISNUMBER({own_end}),{own_end},"")'
    count = _count(columns, row, columns.figures.target_low)
    return _choose(
        (_is_logic(row, PeriodLogic.NONE), own),
        (_is_logic(row, PeriodLogic.LAST), _of_last_known(columns, row, column, own)),
        (f"{count}=0", '""'),
        last=f"{_sum(columns, row, column)}/IF({_is_logic(row, PeriodLogic.AVERAGE)},{count},1)",
    )


def _of_last_known(columns: CumulativeColumns, row: CumulativeRow, column: str, other: str) -> str:
    order = (
        f"SUMPRODUCT(MAX(({columns.key}={row.key})*({columns.kind}={row.kind})"
        f"*({columns.order}<={row.order})*ISNUMBER({columns.figures.target_low})"
        f"*ISNUMBER({columns.figures.realisation})*{columns.order}))"
    )
    chosen = f"{columns.key},{row.key},{columns.kind},{row.kind},{columns.order},{order}"
    return f"IF({order}=0,{other},SUMIFS({column},{chosen}))"


def _count(columns: CumulativeColumns, row: CumulativeRow, *numeric: str) -> str:
    has_numbers = "".join(f",{column},{_ANY_NUMBER}" for column in numeric)
    return f"COUNTIFS({_until_now(columns, row)}{has_numbers})"


def _sum(columns: CumulativeColumns, row: CumulativeRow, column: str) -> str:
    has_target = f"{columns.figures.target_low},{_ANY_NUMBER}"
    return f"SUMIFS({column},{_until_now(columns, row)},{has_target})"


def _until_now(columns: CumulativeColumns, row: CumulativeRow) -> str:
    return f'{columns.key},{row.key},{columns.kind},{row.kind},{columns.order},"<="&{row.order}'


def _is_logic(row: CumulativeRow, logic: PeriodLogic) -> str:
    return f"{row.logic}={text(logic.value)}"


def _missing(typed: str, missing: Status, unreadable: Status) -> str:
    if not typed:
        return _wording(missing)
    is_blank = f"IFERROR(LEN(TRIM({typed}))=0,FALSE)"
    return f"IF({is_blank},{_wording(missing)},{_wording(unreadable)})"


def _wording(status: Status) -> str:
    return text(status.value)


def _choose(*cases: tuple[str, str], last: str) -> str:
    formula = last
    for condition, outcome in reversed(cases):
        formula = f"IF({condition},{outcome},{formula})"
    return formula
