"""The live formulas of a form's rows, the row's settings in them as literals, and their values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from kinerja_xl.core.achievement import PeriodTerm, cumulate, evaluate_cumulative
from kinerja_xl.core.forms import Block, FormRow, RowMeasure
from kinerja_xl.core.indicator import Measure, PeriodLogic, Target
from kinerja_xl.core.numbers import Unreadable
from kinerja_xl.core.targets import read_realisation
from kinerja_xl.core.values import CellValue, Formula
from kinerja_xl.layout import form as layout
from kinerja_xl.layout.folding import fold
from kinerja_xl.layout.formulas import (
    Figures,
    Settings,
    achievement_formula,
    realisation_number_formula,
    text,
)

REALISATION_EMPTY = "Realisasi belum diisi"
REALISATION_DOUBTFUL = "Periksa realisasi"
BUDGET_EMPTY = "Realisasi anggaran belum diisi"
EVIDENCE_INCOMPLETE = "Bukti belum lengkap"

_ROW, _LOW, _HIGH = "\0", "\1", "\2"
"""Stand for the Excel row and the ends of the target in formula texts that many rows share."""
_LETTERS = {column.field: chr(ord("A") + n) for n, column in enumerate(layout.PERFORMANCE_COLUMNS)}
_LOCKED = {name: n for n, name in enumerate(Block.PERFORMANCE.locked_fields)}
_ENTRY = {field.name: n for n, field in enumerate(Block.PERFORMANCE.entry_fields)}
_FILE_COLUMN = "E"
_ABSORPTION_DIGITS = 2


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the rows of DATA PENDUKUNG say about the indicators.

    Attributes:
        has_rows: Whether there are any, of either block.
        required: Excel rows of the required pieces by indicator key.
        listed: How many files are listed as distributed, by indicator code.
        named: Excel rows in which a file is listed as distributed.
    """

    has_rows: bool
    required: dict[str, tuple[int, ...]]
    listed: dict[str, int]
    named: frozenset[int]


@dataclass(frozen=True, slots=True)
class _CumulativeParts:
    """The cumulative figure and its target, as formula texts.

    Attributes:
        least: The lower end as a number; `None` when the target depends on what is filled in.
    """

    realisation: str
    low: str
    high: str
    least: Fraction | None = None


def evidence_of(places: Sequence[layout.Placement]) -> Evidence:
    """Collect what the form's evidence rows say."""
    required: dict[str, tuple[int, ...]] = {}
    listed: dict[str, int] = {}
    named: set[int] = set()
    has_rows = False
    for place in places:
        if place.sheet != layout.EVIDENCE:
            continue
        has_rows = True
        is_required = place.block is Block.EVIDENCE
        file_index = [field.name for field in place.block.entry_fields].index("file_name")
        for number, row in enumerate(place.rows, start=place.first_row):
            if is_required:
                indicator = row.key.rpartition(".")[0]
                required[indicator] = (*required.get(indicator, ()), number)
            if row.base[file_index]:
                code = str((row.locked[1] if is_required else row.base[0]) or "")
                listed[code] = listed.get(code, 0) + 1
                named.add(number)
    return Evidence(has_rows, required, listed, frozenset(named))


def live_formulas(row: FormRow, excel_row: int, evidence: Evidence) -> tuple[Formula, ...]:
    """Return a row's formulas in the order of `LIVE_FIELDS`.

    Their values are what a spreadsheet computes from the base values, so that previews show the
    same as the opened form.

    Raises:
        ValueError: If the row is none of the PERFORMANCE block.
    """
    facts = row.measure
    if facts is None:
        raise ValueError(f"{row.key} has no measure")
    number = str(excel_row)
    realisation = _realisation(row, facts.measure)
    cumulative, achievement = _measure_values(facts, realisation)
    texts = _measure_texts(facts)
    return (
        Formula(texts[0].replace(_ROW, number), cumulative),
        Formula(texts[1].replace(_ROW, number), achievement),
        _absorption(row, number),
        _evidence_count(row, number, evidence),
        _status(row, number, evidence, is_readable=realisation is not None),
    )


def _measure_values(facts: RowMeasure, realisation: Decimal | None) -> tuple[CellValue, CellValue]:
    """Return the cumulative figure and the achievement, each an empty text where there is none."""
    is_last = facts.measure.period_logic is PeriodLogic.LAST
    if realisation is None and facts.target is not None and not is_last:
        return "", ""
    terms = (*facts.previous, PeriodTerm(facts.target, realisation))
    figure = cumulate(facts.measure, terms).realisation
    percent = evaluate_cumulative(facts.measure, terms).value
    return "" if figure is None else figure, "" if percent is None else percent


def _measure_texts(facts: RowMeasure) -> tuple[str, str]:
    """Return the formulas of the cumulative figure and of the achievement."""
    measure = facts.measure
    typed = f"{_LETTERS['realisation']}{_ROW}"
    own = realisation_number_formula(typed, _grades(measure)) if measure.ordinal_map else typed
    parts = _cumulative_parts(measure, facts.target, facts.previous, own)
    if parts is None:
        return '""', '""'
    is_one_value = parts.low == parts.high
    is_constant, is_positive = parts.least is not None, (parts.least or 0) > 0
    achievement = _achievement_text(measure, is_one_value, is_constant, is_positive)
    return parts.realisation, achievement.replace(_LOW, parts.low).replace(_HIGH, parts.high)


@lru_cache(maxsize=256)
def _achievement_text(
    measure: Measure, is_one_value: bool, is_constant: bool, is_positive: bool
) -> str:
    """Return the formula with placeholders for the ends of the target and for the row."""
    low, high = _LOW, _LOW if is_one_value else _HIGH
    figures = Figures(low, high, f"{_LETTERS['cumulative']}{_ROW}")
    settings = Settings(
        text(measure.polarity.value),
        text(measure.variant.value),
        text("") if measure.cap_percent is None else _literal(measure.cap_percent),
        text(measure.rounding.value),
        str(measure.digits),
    )
    known = {f"ISNUMBER({end})": "TRUE" for end in (low, high)}
    if is_one_value or is_constant:
        known[f"{low}<{high}"] = "FALSE" if is_one_value else "TRUE"
    if is_positive:
        bound = low if is_one_value else f"MEDIAN({low},{high},{figures.realisation})"
        known |= {f"{bound}>0": "TRUE", f"{bound}=0": "FALSE"}
    return fold(achievement_formula(figures, settings), known)


def _cumulative_parts(
    measure: Measure, target: Target | None, previous: tuple[PeriodTerm, ...], own: str
) -> _CumulativeParts | None:
    """Say the same as `core.achievement.cumulate`; `None` where it never gives a figure."""
    is_plain = measure.period_logic is PeriodLogic.NONE
    counted = () if is_plain else tuple(term for term in previous if term.target is not None)
    is_number = f"ISNUMBER({own})"
    if measure.period_logic is PeriodLogic.LAST:
        known = [term for term in counted if term.realisation is not None]
        return _last_known(target, known[-1] if known else None, own, is_number)
    if any(term.realisation is None for term in counted) or (target is None and not counted):
        return None
    share = len(counted) + (target is not None)
    divisor = share if measure.period_logic is PeriodLogic.AVERAGE else 1
    total = sum((Fraction(term.realisation or 0) for term in counted), Fraction())
    ends = [term.target for term in (*counted, PeriodTerm(target, None)) if term.target]
    least = sum((Fraction(end.low) for end in ends), Fraction()) / divisor
    most = sum((Fraction(end.high) for end in ends), Fraction()) / divisor
    figure = _fraction(total / divisor)
    if target is not None:
        added = f"{_fraction(total)}+{own}" if total else own
        share_text = f"({added})/{divisor}" if divisor > 1 else added
        is_bare_grade = bool(measure.ordinal_map) and share_text == own
        figure = own if is_bare_grade else f'IF({is_number},{share_text},"")'
    return _CumulativeParts(figure, _fraction(least), _fraction(most), least)


def _last_known(
    target: Target | None, last: PeriodTerm | None, own: str, is_number: str
) -> _CumulativeParts | None:
    fallback = last.target if last else None
    earlier = '""' if last is None else _literal(last.realisation or Decimal(0))
    if target is None:
        if fallback is None:
            return None
        return _constant(earlier, fallback)
    figure = f"IF({is_number},{own},{earlier})"
    if fallback is None or fallback == target:
        return _constant(figure, target)
    return _CumulativeParts(
        figure,
        f"IF({is_number},{_literal(target.low)},{_literal(fallback.low)})",
        f"IF({is_number},{_literal(target.high)},{_literal(fallback.high)})",
    )


def _constant(figure: str, target: Target) -> _CumulativeParts:
    least = Fraction(target.low)
    return _CumulativeParts(figure, _literal(target.low), _literal(target.high), least)


def _absorption(row: FormRow, number: str) -> Formula:
    budget, spent = f"{_LETTERS['budget']}{number}", f"{_LETTERS['budget_realisation']}{number}"
    formula = (
        f"IF(AND(ISNUMBER({budget}),ISNUMBER({spent})),"
        f'IF({budget}>0,ROUND({spent}/{budget}*100,{_ABSORPTION_DIGITS}),""),"")'
    )
    budget_value = row.locked[_LOCKED["budget"]]
    spent_value = row.base[_ENTRY["budget_realisation"]]
    if not (_is_number(budget_value) and _is_number(spent_value)) or float(str(budget_value)) <= 0:
        return Formula(formula, "")
    share = float(str(spent_value)) / float(str(budget_value)) * 100
    return Formula(formula, round(share, _ABSORPTION_DIGITS))


def _evidence_count(row: FormRow, number: str, evidence: Evidence) -> Formula:
    if not evidence.has_rows:
        return Formula("0", 0)

    (codes, _), (files, _) = layout.ALL_EVIDENCE_COLUMNS
    # COUNTIFS would take the codes 1.1 and 1.10 for the same number.
    formula = f"SUMPRODUCT(({codes}={_LETTERS['code']}{number})*(LEN(TRIM({files}))>0))"
    return Formula(formula, evidence.listed.get(str(row.locked[_LOCKED["code"]]), 0))


def _status(row: FormRow, number: str, evidence: Evidence, *, is_readable: bool) -> Formula:
    typed = f"{_LETTERS['realisation']}{number}"
    measure = row.measure.measure if row.measure else Measure()
    is_ordinal = bool(measure.ordinal_map)
    own = realisation_number_formula(typed, _grades(measure)) if is_ordinal else typed
    base = row.base[_ENTRY["realisation"]]
    cases = [
        (f"LEN(TRIM({typed}))=0", REALISATION_EMPTY, base is None),
        (f"NOT(ISNUMBER({own}))", REALISATION_DOUBTFUL, not is_readable),
    ]
    if row.locked[_LOCKED["budget"]] is not None:
        spent = f"{_LETTERS['budget_realisation']}{number}"
        is_blank = row.base[_ENTRY["budget_realisation"]] is None
        cases.append((f"LEN(TRIM({spent}))=0", BUDGET_EMPTY, is_blank))
    required = evidence.required.get(row.key, ())
    if required:
        cells = ",".join(f"'{layout.EVIDENCE}'!${_FILE_COLUMN}${n}" for n in required)
        is_short = not evidence.named.issuperset(required)
        cases.append((f"COUNTA({cells})<{len(required)}", EVIDENCE_INCOMPLETE, is_short))
    formula = text(layout.COMPLETE)
    for condition, wording, _ in reversed(cases):
        formula = f"IF({condition},{text(wording)},{formula})"
    value = next((wording for _, wording, applies in cases if applies), layout.COMPLETE)
    return Formula(f"IFERROR({formula},{text(REALISATION_DOUBTFUL)})", value)


def _realisation(row: FormRow, measure: Measure) -> Decimal | None:
    """Read the base value as the formulas do: numbers and grades, no text that reads like one."""
    base = row.base[_ENTRY["realisation"]]
    if not _is_number(base) and not (measure.ordinal_map and isinstance(base, str)):
        return None
    number = read_realisation(base, measure)
    return None if isinstance(number, Unreadable) else number


def _is_number(value: CellValue) -> bool:
    return isinstance(value, int | float | Decimal) and not isinstance(value, bool)


def _grades(measure: Measure) -> str:
    return text(";" + "".join(f"{grade}={worth:f};" for grade, worth in measure.ordinal_map))


def _literal(value: Decimal) -> str:
    return f"{value:f}" if value >= 0 else f"({value:f})"


def _fraction(value: Fraction) -> str:
    if value.denominator == 1:
        return str(value.numerator) if value >= 0 else f"({value.numerator})"
    return f"({value.numerator}/{value.denominator})"
