"""Targets and realisations as people type them: numbers, ranges, grades."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from kinerja_xl.core.indicator import Measure, Polarity, Target
from kinerja_xl.core.numbers import (
    Reason,
    Unreadable,
    clean_text,
    display_text,
    read_number,
    unreadable_word,
)

if TYPE_CHECKING:
    from decimal import Decimal

    from kinerja_xl.core.values import CellValue

_LONGEST_TARGET: Final = 200
_AT_LEAST = re.compile(
    r"(?:[>\u2265\u2a7e\u2267] ?=?|=>|(?:min|minimal|minimum|paling sedikit|paling rendah"
    r"|sekurang-kurangnya|lebih dari)\b\.?) ?",
    re.IGNORECASE,
)
_AT_MOST = re.compile(
    r"(?:[<\u2264\u2a7d\u2266] ?=?|=<|(?:maks|max|maksimal|maksimum|paling banyak|paling tinggi"
    r"|paling lama|kurang dari)\b\.?) ?",
    re.IGNORECASE,
)
_BETWEEN = re.compile(
    r"-|~|(?<![a-z])(?:s ?\. ?d ?\.?|s ?/ ?d|sd\.?|sampai dengan|sampai|hingga)(?![a-z])",
    re.IGNORECASE,
)


def read_target(value: CellValue, measure: Measure, unit: str = "") -> Target | Unreadable | None:
    """Read a target: a number, a range with both ends, or a grade of the indicator's map.

    Ranges are "80-90", "7 - 8 bulan", "80 s.d. 90", "80 sampai 90", of grades too ("B-BB"). "At
    least" (">= 80", "minimal 80") is the plain number for a maximised indicator and "at most" for
    a minimised one; the other way round it is `AGAINST_POLARITY`. A ratio such as "1:10.000" is
    read only as a grade. A date is `NOT_A_NUMBER`: spreadsheets turn a typed "7-8" into one.

    Returns:
        The target, `None` for a blank cell, or why the cell cannot be read: a range whose first
        end is the larger is `RANGE_REVERSED`, an unknown word is `NOT_A_GRADE` where the indicator
        has grades.
    """
    plain = read_realisation(value, measure, unit)
    if plain is None:
        return None
    if not isinstance(plain, Unreadable):
        return Target(plain, plain)
    if (
        not isinstance(value, str)
        or len(value) > _LONGEST_TARGET
        or plain.reason not in (Reason.NOT_A_NUMBER, Reason.NOT_A_GRADE)
    ):
        return plain
    return _read_limit(value, measure, unit) or _read_range(value, measure, unit) or plain


def read_realisation(
    value: CellValue, measure: Measure, unit: str = ""
) -> Decimal | Unreadable | None:
    """Read a realisation: a number, or the worth of a grade of the indicator's map.

    Grades are compared without regard to case and spacing, before anything else, so "-" may be
    one. A number is taken as it is for an indicator with grades too: its worth, or a score on the
    same scale.

    Returns:
        The number, `None` for a blank cell, or why the cell cannot be read.
    """
    if measure.ordinal_map and isinstance(value, str):
        grade = _grade_key(value)
        for name, worth in measure.ordinal_map:
            if _grade_key(name) == grade:
                return worth
    number = read_number(value, unit=unit)
    if (
        measure.ordinal_map
        and isinstance(number, Unreadable)
        and number.reason is Reason.NOT_A_NUMBER
    ):
        return Unreadable(Reason.NOT_A_GRADE, number.text)
    return number


def _grade_key(text: str) -> str:
    return clean_text(text).casefold()


def _read_limit(typed: str, measure: Measure, unit: str) -> Target | Unreadable | None:
    text = clean_text(typed)
    is_maximised = measure.polarity is Polarity.MAXIMISE
    for pattern, agrees in ((_AT_LEAST, is_maximised), (_AT_MOST, not is_maximised)):
        match = pattern.match(text)
        if match is None:
            continue
        limit = read_realisation(text[match.end() :], measure, unit)
        if isinstance(limit, Unreadable):
            return Unreadable(limit.reason, display_text(typed), limit.first, limit.second)
        if limit is not None and not agrees:
            return Unreadable(Reason.AGAINST_POLARITY, display_text(typed))
        return None if limit is None else Target(limit, limit)
    return None


def _read_range(typed: str, measure: Measure, unit: str) -> Target | Unreadable | None:
    """Find the one place where the text parts into two readable ends."""
    text = clean_text(typed)
    for match in _BETWEEN.finditer(text):
        ends = [text[: match.start()].strip(), text[match.end() :].strip()]
        if not all(ends) or any(map(unreadable_word, ends)):
            continue
        low, high = (read_realisation(end, measure, unit) for end in ends)
        unclear = next((end for end in (low, high) if _is_ambiguous(end)), None)
        if isinstance(unclear, Unreadable):
            return Unreadable(unclear.reason, display_text(typed), unclear.first, unclear.second)
        if low is None or high is None:
            continue
        if isinstance(low, Unreadable) or isinstance(high, Unreadable):
            continue
        if low > high:
            return Unreadable(Reason.RANGE_REVERSED, display_text(typed))
        return Target(low, high)
    return None


def _is_ambiguous(end: Decimal | Unreadable | None) -> bool:
    return isinstance(end, Unreadable) and end.reason is Reason.AMBIGUOUS
