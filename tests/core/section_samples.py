"""Indicators and sections for tests, and what recording and merging make of a section's state."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from kinerja_xl.core.distribution import (
    BaseRow,
    EvidenceRow,
    IssuedForm,
    Office,
    Section,
    SectionPlan,
    SectionState,
)
from kinerja_xl.core.forms import Block, block_of
from kinerja_xl.core.indicator import Indicator, Measure
from kinerja_xl.core.period import Period
from kinerja_xl.core.values import CellValue

YEAR, FIRST, SECOND = (Period.parse(text) for text in ("2026", "2026-TW1", "2026-TW2"))
OFFICE = Office("KPU Kabupaten Contoh", "induk-contoh")
SECTION = Section("REN", "Perencanaan, Data dan Informasi")

PLAIN = Measure()

Targets = tuple[tuple[Period, str | Decimal], ...]
Entries = tuple[CellValue, ...]
TARGETS: Targets = ((YEAR, Decimal(80)), (FIRST, Decimal(80)), (SECOND, Decimal(80)))


def make_indicator(
    number: int = 1,
    *,
    targets: Targets = TARGETS,
    evidence: tuple[str, ...] = ("Berita acara", "Daftar hadir"),
    measure: Measure = PLAIN,
    name: str = "",
) -> Indicator:
    """Return a percentage with targets of 80 for the year and two quarters."""
    return Indicator(
        key=f"I{number:03d}",
        code=f"1.{number}",
        objective="Meningkatnya akuntabilitas kinerja",
        name=name or f"Persentase {number}",
        unit="%",
        section=SECTION.code,
        measure=measure,
        targets=targets,
        evidence=evidence,
    )


def entries(block: Block = Block.PERFORMANCE, /, **values: CellValue) -> Entries:
    """Return the entry values of a row, blank but for those named."""
    unknown = values.keys() - {field.name for field in block.entry_fields}
    if unknown:
        raise ValueError(f"{block.name} has no {unknown}")
    return tuple(values.get(field.name) for field in block.entry_fields)


def new_state(period: Period = FIRST) -> SectionState:
    """Return a section to which nothing was distributed yet."""
    return SectionState(section=SECTION, period=period, rows=(), evidence=(), issued=None)


def recorded(state: SectionState, plan: SectionPlan) -> SectionState:
    """Return the state after the plan's new version was recorded, as the use case does it."""
    if not plan.is_new:
        return state
    identity = plan.form.identity
    rows = list(state.rows)
    for row in plan.changed_rows:
        if row.index < 0:
            rows.append(replace(row, index=len(rows)))
        else:
            rows[row.index] = row
    codes = {row.key: row.code for row in plan.rows}
    evidence = tuple(
        replace(row, index=index, code=codes.get(row.slot.partition(".")[0], row.code))
        for index, row in enumerate((*state.evidence, *plan.new_evidence))
    )
    base = tuple(
        BaseRow(index, identity.form_id, row.key, row.base)
        for index, row in enumerate(plan.form.rows)
    )
    issued = IssuedForm(
        0, identity.form_id, identity.period, identity.section, identity.version, identity.digest
    )
    return replace(
        state, rows=tuple(rows), evidence=evidence, issued=issued, base=base,
        opened=plan.opened,
    )  # fmt: skip


def merged(state: SectionState, returned: dict[str, Entries]) -> SectionState:
    """Return the state after a return with these entries, by row key, was merged."""
    rows = tuple(
        replace(row, entries=returned[row.key])
        if row.period == state.period and row.key in returned
        else row
        for row in state.rows
    )
    kept = {row.slot: row for row in state.evidence}
    for key, values in returned.items():
        if block_of(key) is Block.EVIDENCE:
            file_name, description = values
            kept[key] = replace(kept[key], file_name=file_name, description=description)
        elif block_of(key) is Block.EXTRA:
            code, item, file_name, description = values
            kept[key] = EvidenceRow(
                -1, state.period, state.section.code, key, str(code or ""), str(item or ""),
                file_name, description,
            )  # fmt: skip
    base = tuple(replace(row, entries=returned.get(row.key, row.entries)) for row in state.base)
    return replace(state, rows=rows, evidence=tuple(kept.values()), base=base)
