"""Rows of ENTRI: values ready to be copied, what was entered, and what changed since."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Final

from kinerja_xl.core.aggregates import budget_absorption
from kinerja_xl.core.entry_values import EntryValue, Others
from kinerja_xl.core.numbers import read_number
from kinerja_xl.core.results import RowResult
from kinerja_xl.core.values import CellValue, canonical, cell_text

if TYPE_CHECKING:
    from kinerja_xl.core.entry_mapping import Application

_COMPUTED: Final = frozenset((
    EntryValue.CUMULATIVE, EntryValue.ACHIEVEMENT, EntryValue.ABSORPTION,
))  # fmt: skip
_PROSE: Final = frozenset((EntryValue.OBSTACLES, EntryValue.SOLUTION, EntryValue.FOLLOW_UP))
_TOKEN_DIGITS: Final = 12

Values = Mapping[str, str]
"""Text of each value by its name; one that is not asked for is left out."""


@dataclass(frozen=True, slots=True)
class EntryRow:
    """One row as it is to be.

    Attributes:
        row_id: Names application, period and indicator key; flags are kept by it.
        number: Its place in the application, counted from 1.
        name: What the application calls the indicator.
    """

    row_id: str
    application: str
    number: int
    code: str
    name: str
    unit: str
    values: Values


@dataclass(frozen=True, slots=True)
class Entered:
    """What is known of a row that was entered; blank when it was not.

    Attributes:
        mark: The time that the officer gave, as text.
        values: What was entered, see `signature`.
    """

    mark: str = ""
    values: str = ""


@dataclass(frozen=True, slots=True)
class MappedRows:
    """The rows of one application, and codes of its mapping that are no indicator's."""

    rows: tuple[EntryRow, ...]
    unknown_codes: tuple[str, ...]


def mapped_rows(application: Application, results: Sequence[RowResult]) -> MappedRows:
    """Bring a period's results into the application's order and words."""
    by_code: dict[str, list[RowResult]] = {}
    for result in results:
        by_code.setdefault(result.row.code.casefold(), []).append(result)
    listed: list[tuple[RowResult, str]] = []
    unknown = []
    for mapped in application.rows:
        found = by_code.pop(mapped.code.casefold(), [])
        listed += ((result, mapped.label) for result in found)
        if not found:
            unknown.append(mapped.code)
    if application.others is Others.AFTER:
        rest = {id(result) for group in by_code.values() for result in group}
        listed += ((result, "") for result in results if id(result) in rest)
    return MappedRows(
        tuple(
            EntryRow(
                row_id=f"{application.name}|{result.row.row_id}",
                application=application.name,
                number=number,
                code=result.row.code,
                name=label or result.row.name,
                unit=result.row.unit,
                values=_values(application, result),
            )
            for number, (result, label) in enumerate(listed, start=1)
        ),
        tuple(unknown),
    )


def plain_text(value: CellValue, decimal_sign: str, digits: int | None = None) -> str:
    """Write a value the way it is typed into a web form: no thousands mark, no closing zeros.

    Args:
        value: A number, or a text such as a grade or a range, which stays as it is.
        decimal_sign: Between units and tenths.
        digits: Most decimal places, rounded half up; `None` for as many as it has.
    """
    number = canonical(value)
    if not isinstance(number, Decimal) or not number.is_finite():
        return " ".join(cell_text(value).split())
    if digits is not None:
        number = number.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)
    text = f"{number:f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return ("0" if text in ("-0", "") else text).replace(".", decimal_sign)


def signature(values: Values) -> str:
    """Return what was shown as one text: numbers as they are, prose as a token of it."""
    prose = {value.value for value in _PROSE}
    return "\n".join(
        f"{name}={_token(text) if name in prose else text}" for name, text in values.items()
    )


def differences(entered: str, now: str) -> tuple[tuple[str, str, str], ...]:
    """Return name, entered and present value of everything that changed."""
    before, after = _parts(entered), _parts(now)
    return tuple(
        (name, before.get(name, ""), after.get(name, ""))
        for name in dict.fromkeys((*before, *after))
        if before.get(name, "") != after.get(name, "")
    )


def followed(known: Entered, *, is_entered: bool, mark: str, shown: str) -> Entered:
    """Say what counts as entered from now on.

    The program does not see the officer typing: it sees flag and time when it runs next. What the
    sheet showed until then is what was copied. Another time given to a row that had one means that
    the officer entered it again; a time that was filled in belatedly means nothing of the kind.

    Args:
        known: As of the last run.
        is_entered: The flag now.
        mark: The time now, as text.
        shown: The signature of what the sheet has shown since the last run.
    """
    if not is_entered:
        return Entered()
    if not known.values or (known.mark and mark and mark != known.mark):
        return Entered(mark, shown)
    return Entered(mark or known.mark, known.values)


def left_over(known: Iterable[str], rows: Iterable[EntryRow]) -> tuple[str, ...]:
    """Return the ids of rows that are there and no longer asked for, in their order."""
    wanted = {row.row_id for row in rows}
    return tuple(row_id for row_id in known if row_id not in wanted)


def _values(application: Application, result: RowResult) -> Values:
    row = result.row
    found: dict[EntryValue, CellValue] = {
        EntryValue.TARGET: row.target,
        EntryValue.REALISATION: row.entry("realisation"),
        EntryValue.CUMULATIVE: result.cumulative.realisation,
        EntryValue.ACHIEVEMENT: result.achievement.value,
        EntryValue.BUDGET: row.budget,
        EntryValue.BUDGET_REALISATION: row.entry("budget_realisation"),
        EntryValue.ABSORPTION: budget_absorption(
            _rupiah(row.entry("budget_realisation")), _rupiah(row.budget)
        ),
        EntryValue.OBSTACLES: row.entry("obstacles"),
        EntryValue.SOLUTION: row.entry("solution"),
        EntryValue.FOLLOW_UP: row.entry("follow_up"),
    }
    texts = {}
    for value in EntryValue:
        if value not in application.values:
            continue
        cell = found[value] if value in _PROSE else _number_or_text(found[value], row.unit)
        digits = application.digits if value in _COMPUTED else None
        texts[value.value] = (
            cell_text(cell)
            if value in _PROSE
            else plain_text(cell, application.decimal_sign, digits)
        )
    return texts


def _number_or_text(value: CellValue, unit: str) -> CellValue:
    """Read a number typed as text, such as `1.250.000`; what is none stays as it is."""
    number = read_number(value, unit=unit) if isinstance(value, str) else value
    return number if isinstance(number, Decimal) else value


def _rupiah(value: CellValue) -> Decimal | None:
    number = read_number(value, unit="rupiah")
    return number if isinstance(number, Decimal) else None


def _token(text: str) -> str:
    return f"#{hashlib.sha256(text.encode()).hexdigest()[:_TOKEN_DIGITS]}" if text else ""


def _parts(signed: str) -> dict[str, str]:
    return {name: text for name, _, text in (line.partition("=") for line in signed.splitlines())}
