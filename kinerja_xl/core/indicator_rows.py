"""Reads rows of the INDIKATOR sheet, or of an indicator file, as indicators or findings."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from kinerja_xl.core.distribution import Section
from kinerja_xl.core.findings import Code, Finding, Place, finding
from kinerja_xl.core.indicator import Indicator, target_field
from kinerja_xl.core.measure_cells import FIELDS as MEASURE_FIELDS
from kinerja_xl.core.measure_cells import read_measure
from kinerja_xl.core.numbers import Reason, Unreadable, read_number
from kinerja_xl.core.period import Period
from kinerja_xl.core.targets import read_target
from kinerja_xl.core.values import CellValue, canonical, cell_text

_REQUIRED = ("code", "objective", "name", "unit", "section")
_TARGET_HELP = "angka, rentang seperti 80 s.d. 90, atau nilai dalam Peta Nilai"
_TARGET_HELP_OF = {
    Reason.RANGE_REVERSED: "rentang dengan batas bawah lebih dulu, seperti 80 s.d. 90",
    Reason.AGAINST_POLARITY: "angka saja; paling sedikit hanya cocok dengan polaritas maksimalkan, "
    "paling banyak dengan minimalkan",
}

EXAMPLE_MARK = "CONTOH"
"""A row whose code begins so is an example of the template, and is passed over."""

LONGEST_TEXT = 32_767
"""Characters that a cell can hold."""


@dataclass(frozen=True, slots=True)
class IndicatorRow:
    """One row as typed.

    Attributes:
        index: Position among the table's data rows, counted from 0.
        row: Excel row, counted from 1.
        cells: Values by field; see the columns of tblIndikator.
        targets: Targets as typed, by period.
    """

    index: int
    row: int
    cells: dict[str, CellValue]
    targets: tuple[tuple[Period, CellValue], ...]

    @property
    def is_blank(self) -> bool:
        """Whether nothing is filled in; a key alone is left over from a row that was cleared."""
        own = (value for name, value in self.cells.items() if name != "key")
        typed = (*own, *(value for _, value in self.targets))
        return all(canonical(value) is None for value in typed)

    @property
    def is_example(self) -> bool:
        """Whether the row is an example of the template."""
        return self.text("code").upper().startswith(EXAMPLE_MARK)

    def text(self, name: str) -> str:
        """Return a cell as text, blank as an empty one."""
        return cell_text(self.cells.get(name))


@dataclass(frozen=True, slots=True)
class IndicatorTable:
    """What rows were read as.

    Attributes:
        indicators: Those without an error, in order.
        new_keys: Index of each row that had no key, and the key it gets.
    """

    indicators: tuple[Indicator, ...]
    new_keys: tuple[tuple[int, str], ...]
    findings: tuple[Finding, ...]


@dataclass(slots=True)
class _Reading:
    place_of: Callable[[int, str], Place]
    heading_of: Callable[[str], str]
    sections: dict[str, Section]
    findings: list[Finding] = field(default_factory=list)
    faulty_rows: set[int] = field(default_factory=set)

    def add(self, code: Code, row: IndicatorRow, column: str, /, **facts: object) -> None:
        """Note a fault of a row, which is then left out."""
        section = self.section(row)
        self.faulty_rows.add(row.row)
        self.findings.append(
            finding(
                code,
                self.place_of(row.row, column),
                section=section.code if section else "",
                row_key=row.text("key"),
                column=column,
                **{"field": self.heading_of(column), "text": row.text(column), **facts},
            )
        )

    def section(self, row: IndicatorRow) -> Section | None:
        return self.sections.get(row.text("section").casefold())


def read_indicator_rows(
    rows: Iterable[IndicatorRow],
    sections: Sequence[Section],
    *,
    place_of: Callable[[int, str], Place],
    heading_of: Callable[[str], str],
    used_keys: Iterable[str] = (),
) -> IndicatorTable:
    """Read rows, report every fault, and give keys to the rows that have none.

    Blank rows and examples are passed over, blank settings take their defaults. A section is named
    by its code or its full name. A row with a fault is left out, so that nothing half-defined is
    distributed.

    Args:
        rows: As typed.
        sections: The office's sections.
        place_of: Gives the place of a cell from its Excel row and field.
        heading_of: Gives the heading of a field.
        used_keys: Keys that rows of the section sheets bear; a new key is none of them.
    """
    by_name = {section.name.casefold(): section for section in sections}
    by_code = {section.code.casefold(): section for section in sections}
    reading = _Reading(place_of, heading_of, by_name | by_code)
    typed = [row for row in rows if not (row.is_blank or row.is_example)]
    _check_twice(typed, "key", Code.INDICATOR_KEY_TWICE, reading)
    _check_twice(typed, "code", Code.INDICATOR_CODE_TWICE, reading)
    _check_budgets(typed, reading)
    new_keys = _new_keys(typed, used_keys)
    indicators = tuple(_indicator(row, new_keys, sections, reading) for row in typed)
    kept = tuple(
        indicator
        for row, indicator in zip(typed, indicators, strict=True)
        if row.row not in reading.faulty_rows
    )
    return IndicatorTable(kept, tuple(new_keys.items()), tuple(reading.findings))


def _check_twice(rows: list[IndicatorRow], name: str, code: Code, reading: _Reading) -> None:
    seen: dict[str, list[IndicatorRow]] = {}
    for row in rows:
        if row.text(name):
            seen.setdefault(row.text(name).casefold(), []).append(row)
    for twins in seen.values():
        if len(twins) > 1:
            numbers = ", ".join(str(row.row) for row in twins)
            for row in twins:
                reading.add(code, row, name, rows=numbers, **{name: row.text(name)})


def _check_budgets(rows: list[IndicatorRow], reading: _Reading) -> None:
    """Refuse one programme's budget on several indicators: it would be counted several times."""
    programs: dict[str, list[IndicatorRow]] = {}
    for row in rows:
        if row.text("program") and canonical(row.cells.get("budget")) is not None:
            programs.setdefault(row.text("program").casefold(), []).append(row)
    for twins in programs.values():
        if len(twins) > 1:
            numbers = ", ".join(str(row.row) for row in twins)
            for row in twins:
                program = row.text("program")
                reading.add(Code.BUDGET_TWICE, row, "budget", rows=numbers, program=program)


def _new_keys(rows: list[IndicatorRow], used: Iterable[str]) -> dict[int, str]:
    present = {row.text("key") for row in rows} | set(used)
    numbers = [int(key[1:]) for key in present if key[:1] == "I" and key[1:].isdecimal()]
    number = max(numbers, default=0)
    keys = {}
    for row in rows:
        if not row.text("key"):
            number += 1
            keys[row.index] = f"I{number:03d}"
    return keys


def _indicator(
    row: IndicatorRow, new_keys: dict[int, str], sections: Sequence[Section], reading: _Reading
) -> Indicator:
    for name in _REQUIRED:
        if not row.text(name):
            reading.add(Code.INDICATOR_FIELD_EMPTY, row, name)
    for name in row.cells:
        if (length := len(row.text(name))) > LONGEST_TEXT:
            reading.add(Code.TEXT_TOO_LONG, row, name, length=length)
    section = reading.section(row)
    if row.text("section") and section is None:
        allowed = ", ".join(known.code for known in sections)
        reading.add(Code.SECTION_UNKNOWN, row, "section", allowed=allowed)
    measure, bad = read_measure([row.cells.get(name) for name in MEASURE_FIELDS])
    for setting in bad:
        reading.add(
            Code.INDICATOR_FIELD_INVALID, row, setting.field,
            text=setting.text, allowed=setting.allowed,
        )  # fmt: skip
    budget = read_number(row.cells.get("budget"), unit="rupiah")
    if isinstance(budget, Unreadable) or (isinstance(budget, Decimal) and budget < 0):
        reading.add(
            Code.INDICATOR_FIELD_INVALID, row, "budget", allowed="angka rupiah, tidak negatif"
        )
    targets = []
    for period, typed in row.targets:
        value = canonical(typed)
        if value is None:
            continue
        target = read_target(value, measure, row.text("unit"))
        if isinstance(target, Unreadable):
            reading.add(
                Code.INDICATOR_FIELD_INVALID, row, target_field(period),
                text=cell_text(value), allowed=_TARGET_HELP_OF.get(target.reason, _TARGET_HELP),
            )  # fmt: skip
            continue
        targets.append((period, value if isinstance(value, Decimal) else cell_text(value)))
    return Indicator(
        key=row.text("key") or new_keys[row.index],
        code=row.text("code"),
        objective=row.text("objective"),
        name=row.text("name"),
        unit=row.text("unit"),
        section=section.code if section else "",
        measure=measure,
        targets=tuple(targets),
        evidence=_items(row.text("evidence")),
        program=row.text("program"),
        budget=budget if isinstance(budget, Decimal) else None,
    )


def _items(text: str) -> tuple[str, ...]:
    """Split the evidence asked for; an item named twice counts once."""
    return tuple(dict.fromkeys(item.strip() for item in text.split(";") if item.strip()))
