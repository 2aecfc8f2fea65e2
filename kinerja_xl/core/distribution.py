"""Decides what to distribute: each section's rows, and whether its form needs a new version."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from kinerja_xl.core.audits import AuditRegister
from kinerja_xl.core.findings import Code, Finding, Place, finding
from kinerja_xl.core.forms import (
    EXTRA_AUDIT_ROWS,
    EXTRA_EVIDENCE_ROWS,
    Block,
    Form,
    FormIdentity,
    FormRow,
    RowMeasure,
    block_of,
    content_digest,
    form_id,
    form_mac,
)
from kinerja_xl.core.indicator import Indicator, Target
from kinerja_xl.core.period import Period
from kinerja_xl.core.section_rows import SectionRow, earlier_terms, rows_by_key, section_row
from kinerja_xl.core.values import CellValue
from kinerja_xl.core.verdict_checks import verdict_findings
from kinerja_xl.core.verification import OpenRow, limited, limited_digest, rows_to_open

_CONTENT_FORMAT = 1
"""Part of every digest: raising it gives each section a new version of its form."""
_SPARE_ROWS = 5
_COLLECTS_AUDITS = "audits"
"""Part of the digest of a form that collects the register of audits."""


@dataclass(frozen=True, slots=True)
class Office:
    """Who distributes.

    Attributes:
        master_id: Identifier of the office's master.
        key: The master's secret, by which forms are sealed; empty in a master that has none yet.
        unsealed_forms: So many forms went out before the master had a key.
    """

    name: str
    master_id: str
    key: str = ""
    unsealed_forms: int = 0

    def identity_of(self, issued: IssuedForm) -> FormIdentity:
        """Return the identity that a form of the record carries."""
        is_sealed = issued.index >= self.unsealed_forms
        return self.identity(issued, is_sealed=is_sealed)

    def identity(self, form: IssuedForm, *, is_sealed: bool = True) -> FormIdentity:
        """Make the identity of a form, sealed when there is a key."""
        bare = FormIdentity(
            form_id=form.form_id,
            master_id=self.master_id,
            office=self.name,
            period=form.period,
            section=form.section,
            version=form.version,
            digest=form.digest,
        )
        if not (self.key and is_sealed):
            return bare
        return replace(bare, mac=form_mac(self.key, bare))


@dataclass(frozen=True, slots=True)
class Section:
    """One subbagian: its code and its full name."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """One row of the evidence inventory.

    Attributes:
        index: Position among the table's data rows, counted from 0; -1 for a row yet to be added.
        slot: The row's key in the form: `I001.2` for a required piece, `X01` for a further one.
        item: What kind of evidence it is.
    """

    index: int
    period: Period
    section: str
    slot: str
    code: str
    item: str
    file_name: CellValue = None
    description: CellValue = None

    @property
    def row_id(self) -> str:
        """What identifies the row within the office for good."""
        return f"{self.period}|{self.section}|{self.slot}"

    @property
    def is_extra(self) -> bool:
        """Whether the section added it of its own accord."""
        return self.slot.startswith("X")


@dataclass(frozen=True, slots=True)
class BaseRow:
    """What a form row held when it was last the same here and there.

    That is as distributed, and after a merge as returned. `index` is the position among the base
    table's data rows, -1 for a row yet to be added; `entries` are of the row's block.
    """

    index: int
    form_id: str
    key: str
    entries: tuple[CellValue, ...]


@dataclass(frozen=True, slots=True)
class IssuedForm:
    """The record of a form that was distributed.

    Attributes:
        index: Position among the table's data rows, counted from 0.
        is_returned: Whether it came back and was merged.
    """

    index: int
    form_id: str
    period: Period
    section: str
    version: int
    digest: str
    is_returned: bool = False


@dataclass(frozen=True, slots=True)
class SectionState:
    """All that the master knows of one section, for the period in question.

    Attributes:
        rows: The section's rows of every period.
        evidence: Its evidence rows of the period.
        issued: The valid form of the period, `None` before the first.
        base: Base rows of that form, in the order of its rows.
        audits: The office's register of LHP, LHE and TLHP, of every section; `None` when the office
            does not collect it through the forms.
        opened: The rows that the valid form opens for correction; none when it opens all.
        is_received: Whether any version of the period's form came back and was merged.
    """

    section: Section
    period: Period
    rows: tuple[SectionRow, ...]
    evidence: tuple[EvidenceRow, ...]
    issued: IssuedForm | None
    base: tuple[BaseRow, ...] = ()
    audits: AuditRegister | None = None
    opened: tuple[OpenRow, ...] = ()
    is_received: bool = False

    def current_rows(self) -> tuple[SectionRow, ...]:
        """Return the rows of the period, in the order of the sheet."""
        return tuple(row for row in self.rows if row.period == self.period)


@dataclass(frozen=True, slots=True)
class SectionPlan:
    """What distributing to one section changes.

    Attributes:
        form: The form to be issued, or the one that is valid already.
        is_new: Whether it is a new version.
        rows: Every row of the period that is in the form, updated; `index` -1 for additions.
        changed_rows: Those of `rows` whose definition differs from the master's.
        new_evidence: Evidence rows to be added to the inventory.
        definition: Digest of the form with all its rows open, which an order fixes.
        opened: The rows that a new form opens for correction; none when it opens all.
    """

    form: Form
    is_new: bool
    rows: tuple[SectionRow, ...]
    changed_rows: tuple[SectionRow, ...]
    new_evidence: tuple[EvidenceRow, ...]
    findings: tuple[Finding, ...]
    definition: str = ""
    opened: tuple[OpenRow, ...] = ()


def plan_section(
    office: Office, state: SectionState, indicators: tuple[Indicator, ...]
) -> SectionPlan | None:
    """Plan one section's form.

    A new version is needed when what the section cannot change differs from the valid form: rows,
    definitions, targets, evidence asked for. Merged returns make no new version; the rows for
    further evidence, and those of the register of audits, follow with the next new version.

    Rows that the officer sent back make a new version in which only they are open, once for each
    time; it stays valid until others are sent back or a definition changes. The register of audits
    is not in it.

    Args:
        office: Who distributes.
        state: What the master knows of the section.
        indicators: The section's indicators in the order of INDIKATOR.

    Returns:
        The plan; `None` when the section has nothing to report in that period. It may still have
        `orphan_findings`.
    """
    period = state.period
    known = {row.key: row for row in state.current_rows()}
    measured = tuple(item for item in indicators if item.is_measured_in(period))
    if not measured:
        return None
    rows = tuple(_updated(item, period, known.get(item.key)) for item in measured)
    evidence, additions = _evidence_rows(state, measured)
    form_rows = (
        *_form_rows(rows, evidence, _with_rows(state.rows, rows)),
        *_audit_rows(_open_audits(state)),
    )
    whole = _Content(form_rows, _digest(office, state, form_rows))
    mistakes = verdict_findings(state.section.code, rows, is_received=state.is_received)
    content, is_new = _next_content(office, state, whole, () if mistakes else rows)
    return SectionPlan(
        form=_new_form(office, state, content) if is_new else issued_form(office, state),
        is_new=is_new,
        rows=rows,
        changed_rows=tuple(row for row in rows if _is_changed(row, known.get(row.key))),
        new_evidence=additions,
        findings=(*_missing_targets(state, rows), *orphan_findings(state, measured), *mistakes),
        definition=whole.digest,
        opened=content.opened,
    )


def issued_form(office: Office, state: SectionState) -> Form:
    """Compose the valid form as it was distributed, from what the master recorded.

    Raises:
        ValueError: If no form was issued to the section for the period.
    """
    if state.issued is None:
        raise ValueError(f"no form was issued to {state.section.code}")
    base = {row.key: row.entries for row in state.base}
    rows = {row.key: row for row in state.current_rows()}
    evidence = {key: _blank_extra(state, key) for key in base if block_of(key) is Block.EXTRA}
    evidence.update((row.slot, row) for row in state.evidence)
    form_rows = _form_rows(
        tuple(rows[key] for key in base if key in rows),
        tuple(evidence[key] for key in base if key in evidence),
        state.rows,
    )
    audits = _audit_rows((key, ()) for key in base if block_of(key) is Block.AUDIT)
    as_issued = tuple(replace(row, base=base[row.key]) for row in (*form_rows, *audits))
    if state.opened:
        as_issued = limited(as_issued, state.opened)
    return Form(office.identity_of(state.issued), state.section.name, as_issued)


def is_as_issued(office: Office, state: SectionState) -> bool:
    """Say whether the master's rows still make the form that was issued; true when none was.

    They do not when somebody changed targets, names or settings on the section's sheet, in the
    hidden record, or the office's name, and has not distributed since.
    """
    if state.issued is None:
        return True
    digest = _digest(office, state, issued_form(office, state).rows)
    if state.opened:
        digest = limited_digest(digest, state.opened)
    return digest == state.issued.digest


def orphan_findings(
    state: SectionState, measured: tuple[Indicator, ...] = ()
) -> tuple[Finding, ...]:
    """Find the rows of the period that hold entries and that no indicator measures any more.

    Args:
        state: What the master knows of the section.
        measured: The section's indicators that are measured in the period.
    """
    kept = {indicator.key for indicator in measured}
    return tuple(
        finding(
            Code.ROW_ORPHANED,
            Place(),
            section=state.section.code,
            row_key=row.key,
            period=row.period.label,
            code=row.code,
        )
        for row in state.current_rows()
        if row.key not in kept and not row.is_blank
    )


@dataclass(frozen=True, slots=True)
class _Content:
    """What a form has: its rows, their digest, and the rows that it opens if not all."""

    rows: tuple[FormRow, ...]
    digest: str
    opened: tuple[OpenRow, ...] = ()


def _next_content(
    office: Office, state: SectionState, whole: _Content, rows: tuple[SectionRow, ...]
) -> tuple[_Content, bool]:
    """Return what the section's form has now, and whether that is another version.

    Args:
        office: Who distributes.
        state: What the master knows of the section.
        whole: The form with all its rows open.
        rows: The rows whose verdicts count.
    """
    issued = state.issued
    if issued is None:
        return whole, True
    waiting = () if issued.is_returned else state.opened
    sent_back = rows_to_open(rows, {row.key for row in state.base}, waiting)
    opened = sent_back or state.opened
    if opened:
        own = tuple(row for row in whole.rows if row.block is not Block.AUDIT)
        digest = limited_digest(_digest(office, state, own), opened)
        is_new = digest != issued.digest or bool(sent_back and issued.is_returned)
        if sent_back or not is_new:
            return _Content(limited(own, opened), digest, opened), is_new
    return whole, whole.digest != issued.digest


def _updated(indicator: Indicator, period: Period, known: SectionRow | None) -> SectionRow:
    if known is None:
        return section_row(indicator, period)
    row = section_row(indicator, period, index=known.index, entries=known.entries)
    return replace(row, verdict=known.verdict, reason=known.reason)


def _is_changed(row: SectionRow, known: SectionRow | None) -> bool:
    return known is None or not row.has_same_definition(known)


def _with_rows(
    rows: tuple[SectionRow, ...], updated: tuple[SectionRow, ...]
) -> tuple[SectionRow, ...]:
    ids = {row.row_id for row in updated}
    return (*(row for row in rows if row.row_id not in ids), *updated)


def _evidence_rows(
    state: SectionState, indicators: tuple[Indicator, ...]
) -> tuple[tuple[EvidenceRow, ...], tuple[EvidenceRow, ...]]:
    """Match the evidence asked for with the rows there are; a slot stays with its item."""
    by_indicator: dict[str, list[EvidenceRow]] = {}
    for row in state.evidence:
        by_indicator.setdefault(row.slot.partition(".")[0], []).append(row)
    rows: list[EvidenceRow] = []
    additions: list[EvidenceRow] = []
    for indicator in indicators:
        free = by_indicator.get(indicator.key, [])
        number = max((int(row.slot.rpartition(".")[2]) for row in free), default=0)
        for item in indicator.evidence:
            known = next((row for row in free if row.item == item), None)
            if known is not None:
                free.remove(known)
            else:
                number += 1
                known = EvidenceRow(
                    -1, state.period, state.section.code, f"{indicator.key}.{number}",
                    indicator.code, item,
                )  # fmt: skip
                additions.append(known)
            rows.append(replace(known, code=indicator.code))
    extras = [row for row in state.evidence if row.is_extra]
    return (*rows, *_blank_extras(state, extras)), tuple(additions)


def _blank_extras(state: SectionState, extras: list[EvidenceRow]) -> tuple[EvidenceRow, ...]:
    used = {row.slot: row for row in extras}
    highest = max((int(slot[1:]) for slot in used), default=0)
    count = max(EXTRA_EVIDENCE_ROWS, highest + _SPARE_ROWS if highest else 0)
    slots = (f"X{number:02d}" for number in range(1, count + 1))
    return tuple(used.get(slot) or _blank_extra(state, slot) for slot in slots)


def _blank_extra(state: SectionState, slot: str) -> EvidenceRow:
    return EvidenceRow(-1, state.period, state.section.code, slot, "", "")


def _form_rows(
    rows: tuple[SectionRow, ...],
    evidence: tuple[EvidenceRow, ...],
    all_rows: tuple[SectionRow, ...],
) -> tuple[FormRow, ...]:
    by_key = rows_by_key(all_rows)
    made = [
        _performance_row(number, row, by_key.get(row.key, ()))
        for number, row in enumerate(rows, start=1)
    ]
    required = [row for row in evidence if not row.is_extra]
    extras = [row for row in evidence if row.is_extra]
    for number, item in enumerate(required, start=1):
        locked = (number, item.code, item.item)
        made.append(FormRow(item.slot, Block.EVIDENCE, locked, (item.file_name, item.description)))
    for number, item in enumerate(extras, start=len(required) + 1):
        entries = (item.code or None, item.item or None, item.file_name, item.description)
        made.append(FormRow(item.slot, Block.EXTRA, (number,), entries))
    return tuple(made)


def _performance_row(number: int, row: SectionRow, rows: tuple[SectionRow, ...]) -> FormRow:
    target = row.read_target()
    previous = earlier_terms(rows, row)
    measure = RowMeasure(row.measure, target if isinstance(target, Target) else None, previous)
    locked = (
        number, row.code, row.objective, row.name, row.unit, row.measure.polarity.hint,
        row.target_year, row.target, row.budget, "; ".join(row.evidence) or None,
    )  # fmt: skip
    return FormRow(row.key, Block.PERFORMANCE, locked, row.entries, measure)


def _open_audits(state: SectionState) -> Iterator[tuple[str, tuple[CellValue, ...]]]:
    """Yield key and entries of what the section still follows up, then empty rows."""
    if state.audits is None:
        return
    code = state.section.code
    for row in state.audits.of_section(code):
        yield row.key, row.entries
    for key in state.audits.spare_keys(state.period, code, EXTRA_AUDIT_ROWS):
        yield key, (None,) * len(Block.AUDIT.entry_fields)


def _audit_rows(rows: Iterable[tuple[str, tuple[CellValue, ...]]]) -> tuple[FormRow, ...]:
    return tuple(
        FormRow(key, Block.AUDIT, (line,), entries)
        for line, (key, entries) in enumerate(rows, start=1)
    )


def _digest(office: Office, state: SectionState, rows: tuple[FormRow, ...]) -> str:
    collected = {row.block for row in rows} & {Block.AUDIT}
    return content_digest(
        tuple(row for row in rows if row.block not in (Block.EXTRA, Block.AUDIT)),
        str(_CONTENT_FORMAT),
        office.name,
        state.section.name,
        *(repr((row.measure.measure, row.measure.target)) for row in rows if row.measure),
        *(_COLLECTS_AUDITS for _ in collected),
    )


def _new_form(office: Office, state: SectionState, content: _Content) -> Form:
    code = state.section.code
    version = state.issued.version + 1 if state.issued else 1
    number = form_id(office.master_id, state.period, code, version)
    issued = IssuedForm(-1, number, state.period, code, version, content.digest)
    return Form(office.identity(issued), state.section.name, content.rows)


def _missing_targets(state: SectionState, rows: tuple[SectionRow, ...]) -> tuple[Finding, ...]:
    return tuple(
        finding(
            Code.TARGET_MISSING,
            Place(),
            section=state.section.code,
            row_key=row.key,
            column="target",
            period=row.period.label,
            code=row.code,
        )
        for row in rows
        if row.target is None
    )
