"""Close and reopen: a closed period keeps the figures and definitions that it was computed with."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

from kinerja_xl.core.book import MasterBook
from kinerja_xl.core.closing import ClosedPeriod, figure_records, group_figures, records_digest
from kinerja_xl.core.dates import format_moment
from kinerja_xl.core.draft import Draft
from kinerja_xl.core.findings import Code, Finding, Place, finding
from kinerja_xl.core.hidden_records import CLOSING_KINDS, HiddenRecord, RecordKind
from kinerja_xl.core.numbers import read_number
from kinerja_xl.core.period import Period
from kinerja_xl.core.results import OfficeResults, RowResult, row_results
from kinerja_xl.core.section_rows import SectionRow
from kinerja_xl.core.values import CellValue, cell_text, is_same
from kinerja_xl.errors import KinerjaError
from kinerja_xl.layout import tables
from kinerja_xl.layout.frozen import constant
from kinerja_xl.layout.hidden_rows import record_row
from kinerja_xl.layout.row_formulas import live
from kinerja_xl.usecases import gather
from kinerja_xl.usecases.achievement_sheet import followed_cells, lines, shown_figures
from kinerja_xl.usecases.alone import alone
from kinerja_xl.usecases.board import board_figures, refresh_board
from kinerja_xl.usecases.closed import CLOSED_STATE, closed_periods, sheet_digests
from kinerja_xl.usecases.compute import mean_of, office_results, scale_of
from kinerja_xl.usecases.cycle import steps_of
from kinerja_xl.usecases.gather import PeriodState, Run
from kinerja_xl.usecases.keeping import drop_records
from kinerja_xl.usecases.measuring import measure_cycle
from kinerja_xl.usecases.recording import Source, entry, record_findings, record_history
from kinerja_xl.usecases.report import Fact, FindingLine, Report
from kinerja_xl.usecases.summaries import keep_closed_summaries

_HEADING = "Status periode"
_MOST_NAMED = 5


@alone
def close(book: MasterBook, period: Period, run: Run) -> Report:
    """Close a period: its live formulas give way to their values, its definitions are kept.

    Findings that are open and steps that are not finished do not keep a period from being closed,
    but are said; a period that is closed already stays as it is.

    Raises:
        KinerjaError: If the period is not of the master's year, was not distributed, or was not
            computed since its figures changed; the master is then as it was.
    """
    gather.period_in_year(book, period)
    book.require_writable()
    draft = Draft(book)
    if known := closed_periods(draft).get(str(period)):
        return _report(period, f"Periode {period.label} sudah ditutup pada {known.at}.", 0)
    state = gather.period_state(draft, period)
    if not any(section.issued for section in state.sections):
        raise KinerjaError(
            f"Periode {period} belum didistribusikan.",
            remedy=f"Jalankan distribusi {period} lebih dulu.",
        )
    results = office_results(draft, period)
    _refuse_uncomputed(draft, period, results)
    measure_cycle(draft, period, run.now)
    findings = tuple(_open_ends(draft, period))
    board = board_figures(draft, period)
    closed = ClosedPeriod(
        str(period), format_moment(run.now), mean_of(draft).value, scale_of(draft)
    )
    frozen = _freeze(draft, state, period)
    kept = (
        closed.record(),
        *figure_records(str(period), group_figures(results), board),
        *_sheet_records(draft, period),
    )
    draft.append(tables.FILE_TABLE.name, map(record_row, kept))
    keep_closed_summaries(draft)
    proof = records_digest(kept)
    record_history(
        draft,
        (entry(run, Source.CLOSE, period, file_sha256=proof, field=_HEADING, new=CLOSED_STATE),),
    )
    listed = record_findings(draft, run, Source.CLOSE, period, findings)
    refresh_board(draft, run)
    draft.commit()
    message = f"Periode {period.label} ditutup; {frozen} baris capaian tidak berubah lagi."
    return _report(period, message, frozen, listed)


@alone
def reopen(book: MasterBook, period: Period, run: Run, reason: str) -> Report:
    """Open a closed period again; its formulas follow the definitions of today.

    Args:
        reason: Why; it goes into RIWAYAT.

    Raises:
        KinerjaError: If there is no reason, or the period is not closed; the master is then as it
            was.
    """
    gather.period_in_year(book, period)
    text = " ".join(reason.split())
    if not text:
        raise KinerjaError(
            "Alasan membuka periode belum ditulis.",
            remedy='Tulis alasannya, misalnya --reason "koreksi LHP Inspektorat".',
        )
    book.require_writable()
    draft = Draft(book)
    if str(period) not in closed_periods(draft):
        raise KinerjaError(
            f"Periode {period.label} tidak sedang ditutup.",
            where=Path(book.path).name,
            remedy="Periksa periodenya; yang terbuka dapat langsung dikerjakan.",
        )
    _thaw(draft, gather.period_state(draft, period), period)
    drop_records(draft, CLOSING_KINDS, period)
    keep_closed_summaries(draft)
    change = {"old": CLOSED_STATE, "new": f"dibuka: {text}"}
    record_history(draft, (entry(run, Source.REOPEN, period, field=_HEADING, **change),))
    record_findings(draft, run, Source.CLOSE, period, ())
    refresh_board(draft, run)
    draft.commit()
    return Report(
        "reopen",
        f"Periode {period.label} dibuka lagi; hitung ulang sesudah koreksi, lalu tutup kembali.",
        str(period),
        (Fact("reason", "Alasan", text),),
    )


def _report(
    period: Period, message: str, frozen: int, findings: tuple[FindingLine, ...] = ()
) -> Report:
    facts = (Fact("frozen", "Baris yang dibekukan", frozen),)
    return Report("close", message, str(period), facts, (), findings)


def _refuse_uncomputed(draft: Draft, period: Period, results: OfficeResults) -> None:
    """Refuse to close figures that nobody has seen computed.

    Raises:
        KinerjaError: If CAPAIAN does not say what computing would say now; it names the indicators.
    """
    data, index_of = draft.table(tables.ACHIEVEMENT_TABLE.name), lines(draft)
    computed, moments = data.column("computed"), data.column("computed_at")
    stale = []
    for result in results.rows:
        index = index_of[result.section, result.row.row_id]
        if moments[index] is None or not is_same(computed[index], result.achievement.value):
            stale.append(result.row.code)
    if stale:
        more = f", dan {len(stale) - _MOST_NAMED} lagi" if len(stale) > _MOST_NAMED else ""
        raise KinerjaError(
            f"Capaian {period.label} belum dihitung sejak datanya berubah: "
            f"{', '.join(stale[:_MOST_NAMED])}{more}.",
            where=tables.ACHIEVEMENT_TABLE.sheet,
            remedy=f"Jalankan hitung {period}, periksa hasilnya, lalu tutup.",
        )


def _open_ends(draft: Draft, period: Period) -> Iterator[Finding]:
    count = sum(
        cell_text(of_period) == str(period)
        for of_period in draft.table(tables.FINDING_TABLE.name).column("period")
    )
    if count:
        place = Place("", tables.FINDING_TABLE.sheet)
        yield finding(Code.CLOSED_WITH_FINDINGS, place, period=period.label, count=count)
    unfinished = [str(step.number) for step in steps_of(draft, period) if step.finished is None]
    if unfinished:
        place = Place("", tables.STEP_TABLE.sheet)
        yield finding(
            Code.CLOSED_WITH_OPEN_STEPS, place, period=period.label, steps=", ".join(unfinished)
        )


def _freeze(draft: Draft, state: PeriodState, period: Period) -> int:
    """Put the values of the rules in place of the live formulas of a period's rows."""
    index_of = lines(draft)
    scale, frozen = scale_of(draft), 0
    for section in state.sections:
        code, table = section.section.code, tables.section_table(section.section.code)
        for result in row_results(code, section.rows, scale):
            if result.row.period != period:
                continue
            frozen += 1
            evidence = sum(
                row.code == result.row.code and bool(cell_text(row.file_name))
                for row in section.evidence
            )
            for field, value in _row_values(result, evidence).items():
                draft.fix_cell(table.name, result.row.index, field, constant(value))
            line = index_of.get((code, result.row.row_id))
            if line is not None:
                for field, content in followed_cells(result).items():
                    value = content.value
                    draft.fix_cell(tables.ACHIEVEMENT_TABLE.name, line, field, constant(value))
    return frozen


def _row_values(result: RowResult, evidence_count: int) -> dict[str, CellValue]:
    """Return what every live formula of a section's row gives."""
    target = result.cumulative.target
    return {
        **shown_figures(result),
        "unrounded": result.achievement.unrounded,
        "realisation_number": result.row.term().realisation,
        "cumulative_low": target.low if target else None,
        "cumulative_high": target.high if target else None,
        "absorption": _absorption(result.row),
        "evidence_count": evidence_count,
    }


def _absorption(row: SectionRow) -> Decimal | None:
    budget, spent = read_number(row.budget), read_number(row.entry("budget_realisation"))
    if not (isinstance(budget, Decimal) and isinstance(spent, Decimal)) or budget <= 0:
        return None
    return 100 * spent / budget


def _sheet_records(draft: Draft, period: Period) -> tuple[HiddenRecord, ...]:
    codes = tuple(section.code for section in gather.sections(draft))
    return tuple(
        HiddenRecord(RecordKind.CLOSED_SHEET, str(period), sheet, digest=digest)
        for sheet, digest in sheet_digests(draft, period, codes).items()
    )


def _thaw(draft: Draft, state: PeriodState, period: Period) -> None:
    """Give a period's rows their live formulas back, with the values that they show now."""
    index_of, scale = lines(draft), scale_of(draft)
    capaian = tables.ACHIEVEMENT_TABLE
    for section in state.sections:
        code, table = section.section.code, tables.section_table(section.section.code)
        present = draft.table(table.name)
        for result in row_results(code, section.rows, scale):
            row = result.row
            if row.period != period:
                continue
            for field in _row_values(result, 0):
                value = present.rows[row.index][present.fields.index(field)]
                draft.fix_cell(table.name, row.index, field, live(table.formula(field), value))
            line = index_of.get((code, row.row_id))
            if line is not None:
                shown = draft.table(capaian.name)
                for field, content in followed_cells(result).items():
                    value = shown.rows[line][shown.fields.index(field)]
                    draft.fix_cell(capaian.name, line, field, live(content.text, value))
