"""Writes verdicts beside the rows of a section's sheet, each change into RIWAYAT."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from kinerja_xl.core.distribution import EvidenceRow, SectionState
from kinerja_xl.core.draft import Draft
from kinerja_xl.core.history import HistoryEntry
from kinerja_xl.core.merging import CellChange
from kinerja_xl.core.section_rows import SectionRow
from kinerja_xl.core.values import CellValue, cell_text, is_same
from kinerja_xl.core.verification import indicator_keys, is_returned
from kinerja_xl.layout import tables
from kinerja_xl.usecases import gather
from kinerja_xl.usecases.gather import Run
from kinerja_xl.usecases.merge_work import MergeWork
from kinerja_xl.usecases.recording import Source, entry


def write_verdict(
    draft: Draft, section: str, row: SectionRow, verdict: CellValue, reason: CellValue, run: Run
) -> Iterator[HistoryEntry]:
    """Write verdict and reason of a row; yield a line of RIWAYAT for each cell that changes."""
    table = tables.section_table(section)
    wanted = (("verdict", row.verdict, verdict), ("reason", row.reason, reason))
    for field, old, new in wanted:
        if is_same(old, new):
            continue
        draft.set_cell(table.name, row.index, field, new)
        yield entry(
            run, Source.VERDICT, row.period, section=section, row_key=row.key,
            field=table.column(field).heading, old=old, new=new,
        )  # fmt: skip


def sign_evidence(
    draft: Draft, section: str, accepted: Mapping[str, SectionRow], run: Run
) -> Iterator[HistoryEntry]:
    """Name who verified the files of accepted rows, and when, where nobody is named yet.

    Args:
        accepted: Rows by their keys.
    """
    for row in accepted.values():
        key_of_code = {row.code: row.key}
        for evidence in gather.evidence_of(draft, row.period):
            keys = indicator_keys(evidence.slot, evidence.code, key_of_code)
            if evidence.section == section and evidence.file_name and row.key in keys:
                yield from _sign(draft, evidence, run.who, run.now.date(), run, is_kept=True)


def blank_verdicts(
    draft: Draft,
    state: SectionState,
    changes: Iterable[CellChange],
    work: MergeWork,
    run: Run,
    *,
    is_new: bool,
) -> None:
    """Blank the verdicts that a merged return leaves behind; RIWAYAT keeps them.

    A verdict is about the entries that were looked at: it goes where one of them changes, and a row
    that was sent back needs another look when the section sent its correction, whatever it says.

    Args:
        changes: What the return changed in the master.
        is_new: Whether the file was not merged before.
    """
    changes = tuple(changes)
    changed = set(_changed_rows(state, changes))
    touched = {change.cell.row_key for change in changes}
    for evidence in state.evidence:
        if evidence.slot in touched:
            work.history += _sign(draft, evidence, None, None, run)
    sent_back = {opened.key for opened in state.opened} if is_new else set()
    for row in state.current_rows():
        if row.verdict is None and row.reason is None:
            continue
        if row.key in changed or (row.key in sent_back and is_returned(row)):
            work.history += write_verdict(draft, state.section.code, row, None, None, run)


def _sign(
    draft: Draft,
    evidence: EvidenceRow,
    who: CellValue,
    day: CellValue,
    run: Run,
    *,
    is_kept: bool = False,
) -> Iterator[HistoryEntry]:
    """Write who verified a piece of evidence and when; yield a line for each cell that changes.

    Args:
        is_kept: Whether what stands there stays.
    """
    table = tables.EVIDENCE_TABLE
    data = draft.table(table.name)
    for field, new in (("verified_by", who), ("verified_at", day)):
        old = data.column(field)[evidence.index]
        if is_same(old, new) or (is_kept and old is not None):
            continue
        draft.set_cell(table.name, evidence.index, field, new)
        yield entry(
            run, Source.VERDICT, evidence.period, section=evidence.section,
            row_key=evidence.slot, field=table.column(field).heading, old=old, new=new,
        )  # fmt: skip


def _changed_rows(state: SectionState, changes: Iterable[CellChange]) -> Iterator[str]:
    """Yield the keys of the indicators of which entries or evidence changed."""
    key_of_code = {row.code: row.key for row in state.current_rows()}
    code_of = {row.slot: row.code for row in state.evidence}
    changed = list(changes)
    for change in changed:
        cell = change.cell
        if cell.field == "code":
            code_of.setdefault(cell.row_key, cell_text(change.new))
            yield from indicator_keys(cell.row_key, change.new, key_of_code)
    for change in changed:
        key = change.cell.row_key
        yield from indicator_keys(key, code_of.get(key), key_of_code)
