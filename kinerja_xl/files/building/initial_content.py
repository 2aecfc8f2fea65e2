"""What a new master is filled with: the office's SOP, indicators, calendar, scales and settings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from kinerja_xl.core.audits import RECAP_LINES
from kinerja_xl.core.calendar import DayOff, Span
from kinerja_xl.core.durations import StepStatus
from kinerja_xl.core.hidden_records import HiddenRecord, RecordKind
from kinerja_xl.core.next_step import Standing
from kinerja_xl.core.period import Period, PeriodKind
from kinerja_xl.core.scales import SCALES
from kinerja_xl.core.sop import Duration, Sop, Step
from kinerja_xl.core.sop_life import LifeEvent, LifeRecord
from kinerja_xl.core.values import CellContent
from kinerja_xl.files.building.initial_officials import (
    letter_rows,
    official_rows,
    official_values,
)
from kinerja_xl.files.building.master import MasterContent, Row
from kinerja_xl.layout import names, tables
from kinerja_xl.layout.calendar_rows import day_off_rows, hours_rows
from kinerja_xl.layout.hidden_rows import record_row
from kinerja_xl.layout.rows import full_row
from kinerja_xl.layout.sop_form import make_sop_form
from kinerja_xl.layout.sop_rows import life_row
from kinerja_xl.layout.sop_steps import step_note
from kinerja_xl.layout.sop_text import duration_text
from kinerja_xl.layout.spec import NamedCell

EXPLANATION_LIMIT_PERCENT = 100
"""What a new master asks an explanation below of: any target that was not reached."""

_STATED, _INFERRED = "dokumen SOP", "disimpulkan"
_FROM_DOCUMENT = "Menurut halaman PENGESAHAN dokumen SOP."
_NOT_DISTRIBUTED = Standing.NOT_DISTRIBUTED.value


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
            (tables.SOP_TABLE.name, sop_table_rows(new.sop)),
            (tables.STEP_TABLE.name, _cycle_rows(new)),
            (tables.INDICATOR_TABLE.name, new.indicators),
            (tables.DAY_OFF_TABLE.name, day_off_rows(new.days_off)),
            (tables.HOURS_TABLE.name, hours_rows()),
            (tables.RAMADAN_TABLE.name, tuple((s.first, s.last) for s in new.ramadan)),
            (tables.SECTION_LIST_TABLE.name, sections),
            (tables.SCALE_TABLE.name, _scale_rows()),
            (tables.STATUS_TABLE.name, _status_rows(sections)),
            (tables.AUDIT_RECAP_TABLE.name, _audit_recap_rows()),
            (tables.SECTION_SUMMARY_TABLE.name, _section_summary_rows(sections)),
            (tables.FILE_TABLE.name, _hidden_rows(new)),
            (tables.OFFICIAL_TABLE.name, official_rows(new.sop)),
            (tables.LETTER_TABLE.name, letter_rows(new.sop)),
            (tables.SOP_LIFE_TABLE.name, _life_rows(new.sop)),
        ),
        sop_form=make_sop_form(new.sop),
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
        names.AUDIT_FORMS: names.YES if new.sop.collects_audits else names.NO,
        **official_values(new.sop),
    }
    return tuple((cell.name, content) for cell, content in values.items())


def sop_table_rows(sop: Sop) -> tuple[Row, ...]:
    """Lay out the steps of an SOP as tblSOP holds them."""
    return tuple(_sop_row(sop, step) for step in sop.steps)


def _sop_row(sop: Sop, step: Step) -> Row:
    return full_row(
        tables.SOP_TABLE,
        {
            **_step_cells(sop, step),
            "actor_basis": _INFERRED if step.actor_inferred else _STATED,
            "inputs": "\n".join(step.inputs) or None,
            "output": step.output,
            "note": step_note(sop, step) or None,
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


def _life_rows(sop: Sop) -> tuple[Row, ...]:
    """Begin the register of the SOP's life with its signing, where the document says when."""
    signed = sop.ratification.signed_on if sop.ratification else None
    if not isinstance(signed, date):
        return ()
    at = datetime.combine(signed, time())
    record = LifeRecord(at, LifeEvent.SIGNED, sop.identity.number.text, note=_FROM_DOCUMENT)
    return (life_row(record),)


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


def _audit_recap_rows() -> tuple[Row, ...]:
    table = tables.AUDIT_RECAP_TABLE
    return tuple(full_row(table, {"status": line}) for line in RECAP_LINES)


def _hidden_rows(new: NewMaster) -> tuple[Row, ...]:
    """Give the master its key, and say that RIWAYAT has no line yet."""
    if not new.form_key:
        return ()
    return (
        record_row(HiddenRecord(RecordKind.FORM_KEY, digest=new.form_key)),
        record_row(HiddenRecord(RecordKind.HISTORY_END)),
    )
