"""Which cells of the master's tables change colour, and when, as data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kinerja_xl.core.audits import Band, State
from kinerja_xl.core.durations import StepStatus
from kinerja_xl.core.findings import Severity
from kinerja_xl.core.next_step import Standing
from kinerja_xl.layout import entry_formulas, tables
from kinerja_xl.layout.audit_formulas import REFERENCE_DAY
from kinerja_xl.layout.spec import Table
from kinerja_xl.layout.styles import BAD, GOOD, INK, NOTICE, RUNNING, Signal


@dataclass(frozen=True, slots=True)
class Highlight:
    """A colour that the named fields of a row take on while a condition holds.

    Attributes:
        condition: An Excel formula without `=`, in which `{field}` stands for that field's cell in
            the row concerned. It must not contain structured references: Excel allows none here.
    """

    fields: tuple[str, ...]
    condition: str
    signal: Signal


@dataclass(frozen=True, slots=True)
class DataBar:
    """A bar in the cells of a field that shows a percentage from 0 to `full_percent`."""

    field: str
    full_percent: int


def highlights(table: Table, categories: Sequence[tuple[str, str]]) -> tuple[Highlight, ...]:
    """Return the highlights of a table, the more important first.

    Args:
        table: Any table of the master.
        categories: Each category of the scales with its colour as `#RRGGBB`.
    """
    if table.name.startswith("tbl_"):
        return (
            *_by_category(("achievement", "category"), categories),
            Highlight(
                ("status",), 'AND({status}<>"",{achievement}="",{key}<>"")', NOTICE
            ),
        )  # fmt: skip
    if table.name == tables.ACHIEVEMENT_TABLE.name:
        return (*_DIFFERENCES, *_by_category(("achievement", "category"), categories))
    if table.name in (tables.SECTION_SUMMARY_TABLE.name, tables.OBJECTIVE_SUMMARY_TABLE.name):
        return _by_category(("category",), categories)
    if table.name == tables.SCALE_TABLE.name:
        return _by_category(("category", "colour"), categories)
    return _FIXED.get(table.name, ())


def data_bars(table: Table) -> tuple[DataBar, ...]:
    """Return the bars of a table."""
    return _BARS.get(table.name, ())


def _by_category(
    fields: tuple[str, ...], categories: Sequence[tuple[str, str]]
) -> tuple[Highlight, ...]:
    return tuple(
        Highlight(fields, '{category}="' + name.replace('"', '""') + '"', Signal(colour, INK))
        for name, colour in categories
    )


_DIFFERENCES = (
    Highlight(
        ("computed",),
        'AND({computed_at}<>"",OR(ISNUMBER({achievement})<>ISNUMBER({computed}),'
        "IF(AND(ISNUMBER({achievement}),ISNUMBER({computed})),"
        "ABS({achievement}-{computed})>0.0000001,FALSE)))",
        BAD,
    ),
    Highlight(
        ("stated", "difference"),
        "IF(ISNUMBER({difference}),ABS({difference})>0.0000001,FALSE)",
        NOTICE,
    ),
)

_STEP_FIELDS = ("number", "status")
_STEPS = (
    Highlight(_STEP_FIELDS, f'{{status}}="{StepStatus.TIMES_INVALID.value}"', BAD),
    Highlight(
        _STEP_FIELDS,
        f'OR({{status}}="{StepStatus.DONE_LATE.value}",'
        f'{{status}}="{StepStatus.RUNNING_LATE.value}")',
        BAD,
    ),
    Highlight(_STEP_FIELDS, '{status}="' + StepStatus.RUNNING.value + '"', RUNNING),
    Highlight(
        _STEP_FIELDS,
        f'OR({{status}}="{StepStatus.DONE_ON_TIME.value}",'
        f'{{status}}="{StepStatus.DONE_WITHOUT_STANDARD.value}")',
        GOOD,
    ),
    Highlight(
        ("difference_minutes",), "AND(ISNUMBER({difference_minutes}),{difference_minutes}>0)", BAD
    ),
    Highlight(
        ("planned_finish",),
        'AND(ISNUMBER({planned_finish}),{finished}="",{planned_finish}<NOW())',
        NOTICE,
    ),
)

PROGRESS = tuple((rule.condition, rule.signal) for rule in _STEPS if rule.fields == _STEP_FIELDS)
"""Condition and colour of the lines of progress on KENDALI; `{status}` stands for the status."""


def _stands(standing: Standing) -> str:
    return f'{{state}}="{standing.value}"'


_FIXED = {
    tables.STEP_TABLE.name: _STEPS,
    tables.FINDING_TABLE.name: (
        Highlight(("severity",), f'{{severity}}="{Severity.ERROR.value}"', BAD),
        Highlight(("severity",), f'{{severity}}="{Severity.WARNING.value}"', NOTICE),
        Highlight(("decision",), 'AND({code}="CONFLICT",{decision}="")', NOTICE),
    ),
    tables.AUDIT_TABLE.name: (
        Highlight(("status", "state"), f'{{state}}="{State.SETTLED.value}"', GOOD),
        Highlight(("number", "due_date", "state"), f'{{state}}="{State.OVERDUE.value}"', BAD),
        Highlight(("number", "state"), f'{{state}}="{State.UNDATED.value}"', BAD),
        Highlight(
            ("due_date", "state"),
            f'AND({{state}}="{State.RUNNING.value}",{{due_date}}<{REFERENCE_DAY}+14)',
            NOTICE,
        ),
    ),
    tables.AUDIT_RECAP_TABLE.name: (
        Highlight((Band.OVERDUE.value,), f"{{{Band.OVERDUE.value}}}>0", BAD),
        Highlight((Band.UNDATED.value,), f"{{{Band.UNDATED.value}}}>0", NOTICE),
    ),
    tables.ENTRY_TABLE.name: (
        Highlight(("state",), f'{{state}}="{entry_formulas.ENTERED}"', GOOD),
        Highlight(("state", "code"), f'{{state}}="{entry_formulas.CHANGED}"', BAD),
        Highlight(("state",), f'{{state}}="{entry_formulas.LEFT}"', NOTICE),
    ),
    tables.STATUS_TABLE.name: (
        Highlight(("state",), _stands(Standing.COMPLETE), GOOD),
        Highlight(
            ("code", "name", "returned_at", "state"), _stands(Standing.OVERDUE), BAD
        ),
        Highlight(("state",), _stands(Standing.NEEDS_CORRECTION), BAD),
        Highlight(("state",), _stands(Standing.WAITING), NOTICE),
        Highlight(("state",), _stands(Standing.INCOMPLETE), NOTICE),
        Highlight(
            ("returned_at",), 'AND({distributed_at}<>"",{returned_at}="")', NOTICE
        ),
        Highlight(("findings",), "AND(ISNUMBER({findings}),{findings}>0)", BAD),
        Highlight(("findings",), "AND(ISNUMBER({findings}),{findings}=0)", GOOD),
    ),
}  # fmt: skip

_BARS = {
    tables.STATUS_TABLE.name: (DataBar("filled_percent", 100), DataBar("evidence_percent", 100)),
    tables.SECTION_SUMMARY_TABLE.name: (DataBar("mean", 120),),
    tables.OBJECTIVE_SUMMARY_TABLE.name: (DataBar("mean", 120),),
}
