"""An indicator's settings as they stand in the cells of INDIKATOR and of the section sheets."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from typing import TypeVar

from kinerja_xl.core.indicator import Measure, PeriodLogic, Polarity, Rounding, Variant
from kinerja_xl.core.numbers import Unreadable, read_number
from kinerja_xl.core.values import CellValue, cell_text

FIELDS = (
    "polarity", "variant", "cap_percent", "rounding", "digits", "period_logic", "ordinal_map",
)  # fmt: skip
"""The fields of the settings, in the order in which cells are read and written."""

MAX_DIGITS = 6

_Choice = TypeVar("_Choice", bound=Enum)


@dataclass(frozen=True, slots=True)
class BadSetting:
    """A settings cell that cannot be read; `allowed` says in Indonesian what would do."""

    field: str
    text: str
    allowed: str


def read_measure(cells: Sequence[CellValue]) -> tuple[Measure, tuple[BadSetting, ...]]:
    """Read the settings from cells in the order of `FIELDS`; a blank cell means the default.

    Returns:
        The settings, with the default in place of what cannot be read, and every bad cell.
    """
    bad: list[BadSetting] = []
    polarity, variant, cap, rounding, digits, logic, ordinal_map = cells
    measure = Measure(
        polarity=_choice(polarity, "polarity", Polarity.MAXIMISE, bad),
        variant=_choice(variant, "variant", Variant.A, bad),
        cap_percent=_cap(cap, bad),
        rounding=_choice(rounding, "rounding", Rounding.HALF_UP, bad),
        digits=_digits(digits, bad),
        period_logic=_choice(logic, "period_logic", PeriodLogic.NONE, bad),
        ordinal_map=_ordinal_map(ordinal_map, bad),
    )
    return measure, tuple(bad)


def measure_cells(measure: Measure) -> tuple[CellValue, ...]:
    """Write the settings as cells in the order of `FIELDS`.

    The grades are written `;WTP=4;WDP=3,5;`, the form that the cell formulas search; with a comma,
    because "3.125" would be read back as thousands.
    """
    grades = "".join(
        f"{grade}={cell_text(worth).replace('.', ',')};" for grade, worth in measure.ordinal_map
    )
    return (
        measure.polarity.value,
        measure.variant.value,
        measure.cap_percent,
        measure.rounding.value,
        measure.digits,
        measure.period_logic.value,
        f";{grades}" if grades else None,
    )


def _choice(value: CellValue, field: str, default: _Choice, bad: list[BadSetting]) -> _Choice:
    text = "" if value is None else str(value).strip()
    if not text:
        return default
    with contextlib.suppress(ValueError):
        return type(default)(text)  # as the program writes it, and quickly found
    options = {str(item.value).casefold(): item for item in type(default)}
    if text.casefold() not in options:
        bad.append(BadSetting(field, text, ", ".join(item.value for item in type(default))))
    return options.get(text.casefold(), default)


def _cap(value: CellValue, bad: list[BadSetting]) -> Decimal | None:
    number = read_number(value)
    if number is None or (isinstance(number, Decimal) and number > 0):
        return number
    bad.append(BadSetting("cap_percent", str(value), "angka lebih dari 0, atau kosong"))
    return None


def _digits(value: CellValue, bad: list[BadSetting]) -> int:
    number = read_number(value)
    if number is None:
        return Measure().digits
    if isinstance(number, Unreadable) or number != int(number) or not 0 <= number <= MAX_DIGITS:
        bad.append(BadSetting("digits", str(value), f"bilangan bulat 0 sampai {MAX_DIGITS}"))
        return Measure().digits
    return int(number)


def _ordinal_map(value: CellValue, bad: list[BadSetting]) -> tuple[tuple[str, Decimal], ...]:
    text = "" if value is None else str(value)
    grades: dict[str, Decimal] = {}
    for part in filter(None, (part.strip() for part in text.split(";"))):
        grade, equals, worth_text = (piece.strip() for piece in part.partition("="))
        worth = read_number(worth_text)
        known = {name.casefold() for name in grades}
        if not (grade and equals and isinstance(worth, Decimal)) or grade.casefold() in known:
            bad.append(BadSetting("ordinal_map", part, "WTP=4; WDP=3; TW=2; TMP=1"))
            continue
        grades[grade] = worth
    return tuple(grades.items())
