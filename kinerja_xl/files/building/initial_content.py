"""What a new master is filled with: the office's SOP, indicators, calendar, scales and settings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kinerja_xl.core.calendar import DayOff, Span
from kinerja_xl.core.durations import StepStatus
from kinerja_xl.core.hidden_records import HiddenRecord, RecordKind
from kinerja_xl.core.period import Period, PeriodKind
from kinerja_xl.core.reconciliation import reconcile
from kinerja_xl.core.scales import SCALES
from kinerja_xl.core.sop import Duration, Sop, Step
from kinerja_xl.core.values import CellContent
from kinerja_xl.files.building.master import MasterContent, Row
from kinerja_xl.layout import names, tables
from kinerja_xl.layout.calendar_rows import day_off_rows, hours_rows
from kinerja_xl.layout.hidden_rows import record_row
from kinerja_xl.layout.rows import full_row
from kinerja_xl.layout.sop_text import duration_text, reconciliation_lines, sop_tables
from kinerja_xl.layout.spec import NamedCell

EXPLANATION_LIMIT_PERCENT = 100
"""What a new master asks an explanation below of: any target that was not reached."""

_STATED, _INFERRED = "dokumen SOP", "disimpulkan"
_NOT_DISTRIBUTED = "belum dibagikan"


@dataclass(frozen=True, slots=True)
class NewMaster:
    """What an office decides about its new master.

    Attributes:
        indicators: Rows as wide as tblIndikator.
        days_off: To begin KALENDER with; the office edits them.
        form_key: The secret by which the master seals its forms; without one, the first
            distribution makes it.
    """

    office: str
    year: int
    sop: Sop
    master_id: str
    indicators: tuple[Row, ...] = ()
    days_off: tuple[DayOff, ...] = ()
    ramadan: tuple[Span, ...] = ()
    form_key: str = ""


def initial_content(new: NewMaster) -> MasterContent:
    """Fill every sheet as it stands before the first distribution.

    The cycle of the year's first quarter is open, bound to the SOP as given.
    """
    sections = tuple((section.code, section.name) for section in new.sop.sections)
    return MasterContent(
        sections=sections,
        values=_values(new),
        tables=(
            (tables.SOP_TABLE.name, tuple(_sop_row(new.sop, step) for step in new.sop.steps)),
            (tables.STEP_TABLE.name, _cycle_rows(new)),
            (tables.INDICATOR_TABLE.name, new.indicators),
            (tables.DAY_OFF_TABLE.name, day_off_rows(new.days_off)),
            (tables.HOURS_TABLE.name, hours_rows()),
            (tables.RAMADAN_TABLE.name, tuple((s.first, s.last) for s in new.ramadan)),
            (tables.SECTION_LIST_TABLE.name, sections),
            (tables.SCALE_TABLE.name, _scale_rows()),
            (tables.STATUS_TABLE.name, _status_rows(sections)),
            (tables.SECTION_SUMMARY_TABLE.name, _section_summary_rows(sections)),
            (tables.FILE_TABLE.name, _hidden_rows(new)),
        ),
        sop_identity=_identity(new.sop),
        sop_reconciliation="\n".join(reconciliation_lines(reconcile(new.sop))),
    )


def first_period(year: int) -> Period:
    """Return the period that a new master begins with."""
    return Period(year, PeriodKind.QUARTER, 1)


def _values(new: NewMaster) -> tuple[tuple[str, CellContent], ...]:
    first = new.sop.steps[0]
    values: dict[NamedCell, CellContent] = {
        names.OFFICE: new.office,
        names.YEAR: new.year,
        names.ACTIVE_PERIOD: str(first_period(new.year)),
        names.SOP_TITLE: new.sop.identity.title,
        names.SOP_NUMBER: new.sop.identity.number.text,
        names.CURRENT_STEP: f"{first.number}. {first.activity}",
        names.STEPS_DONE: f"0 dari {len(new.sop.steps)}",
        names.FINDING_COUNT: 0,
        names.NEXT_ACTION: "Distribusi: bagikan formulir ke subbagian"
        if new.indicators
        else "Isi INDIKATOR, lalu bagikan formulir",
        names.MASTER_ID: new.master_id,
        names.FORMAT_VERSION: names.MASTER_FORMAT,
        names.SCALE: SCALES[0].name,
        names.MEAN_METHOD: names.ARITHMETIC,
        names.EXPLANATION_LIMIT: EXPLANATION_LIMIT_PERCENT,
        names.MINUTES_PER_DAY: new.sop.minutes_per_day_equivalent,
    }
    return tuple((cell.name, content) for cell, content in values.items())


def _sop_row(sop: Sop, step: Step) -> Row:
    return full_row(
        tables.SOP_TABLE,
        {
            **_step_cells(sop, step),
            "actor_basis": _INFERRED if step.actor_inferred else _STATED,
            "inputs": "\n".join(step.inputs) or None,
            "output": step.output,
            "note": _note(sop, step),
        },
    )


def _step_cells(sop: Sop, step: Step) -> dict[str, CellContent]:
    stated = step.duration if isinstance(step.duration, Duration) else None
    return {
        "number": step.number,
        "activity": step.activity,
        "actor": "; ".join(sop.actor_names_of(step)),
        "duration": duration_text(step.duration),
        "amount": stated.amount if stated else None,
        "unit": stated.unit.value if stated else None,
    }


def _note(sop: Sop, step: Step) -> str | None:
    returns = (
        f"Kembali ke langkah {item.to_step}: {item.condition}" for item in sop.returns_of(step)
    )
    return "\n".join(filter(None, (step.remarks, *returns))) or None


def _cycle_rows(new: NewMaster) -> tuple[Row, ...]:
    period = str(first_period(new.year))
    number = new.sop.identity.number.text
    return tuple(
        full_row(
            tables.STEP_TABLE,
            {
                "cycle": period,
                "sop_number": number,
                **_step_cells(new.sop, step),
                "status": StepStatus.NOT_STARTED.value,
            },
        )
        for step in new.sop.steps
    )


def _scale_rows() -> tuple[Row, ...]:
    return tuple(
        (scale.name, band.lower_percent, band.category, band.colour)
        for scale in SCALES
        for band in scale.bands
    )


def _status_rows(sections: Sequence[tuple[str, str]]) -> tuple[Row, ...]:
    return tuple(
        full_row(
            tables.STATUS_TABLE,
            {"code": code, "name": name, "rows": 0, "findings": 0, "state": _NOT_DISTRIBUTED},
        )
        for code, name in sections
    )


def _section_summary_rows(sections: Sequence[tuple[str, str]]) -> tuple[Row, ...]:
    table = tables.SECTION_SUMMARY_TABLE
    return tuple(full_row(table, {"code": code, "name": name}) for code, name in sections)


def _hidden_rows(new: NewMaster) -> tuple[Row, ...]:
    """Give the master its key, and say that RIWAYAT has no line yet."""
    if not new.form_key:
        return ()
    return (
        record_row(HiddenRecord(RecordKind.FORM_KEY, digest=new.form_key)),
        record_row(HiddenRecord(RecordKind.HISTORY_END)),
    )


def _identity(sop: Sop) -> tuple[tuple[str, str], ...]:
    """Take the identity block from the readable form of the SOP; it is its first table."""
    return tuple((row[0], row[1]) for row in sop_tables(sop)[0].rows)
