"""Compute: step durations and achievements of a period, from what the master holds."""

from __future__ import annotations

from kinerja_xl.core.aggregates import Mean
from kinerja_xl.core.book import MasterBook, MasterReader
from kinerja_xl.core.closing import OFFICE
from kinerja_xl.core.draft import Draft
from kinerja_xl.core.durations import StepDuration
from kinerja_xl.core.numbers import Unreadable, format_number, read_number
from kinerja_xl.core.period import Period
from kinerja_xl.core.results import (
    OfficeResults,
    grouped,
    office_budget,
    rounded,
    row_results,
)
from kinerja_xl.core.scales import Band, Scale
from kinerja_xl.core.values import cell_text
from kinerja_xl.errors import KinerjaError
from kinerja_xl.files.entry_mapping import load_entry_mapping
from kinerja_xl.layout import names, tables
from kinerja_xl.usecases import gather
from kinerja_xl.usecases.achievement_sheet import (
    lines,
    missing_periods,
    shown_figures,
    unreadable_figures,
    write_achievements,
)
from kinerja_xl.usecases.alone import alone
from kinerja_xl.usecases.board import refresh_board
from kinerja_xl.usecases.closed import is_closed, refuse_closed
from kinerja_xl.usecases.closed_results import closed_results
from kinerja_xl.usecases.entry_sheet import refresh_entries
from kinerja_xl.usecases.gather import Run
from kinerja_xl.usecases.measuring import measure_cycle
from kinerja_xl.usecases.recording import Source, entry, record_findings, record_history
from kinerja_xl.usecases.report import Fact, FindingLine, Listing, Report


def scale_of(book: MasterReader) -> Scale:
    """Read the category scale that the office uses.

    Raises:
        KinerjaError: If PENGATURAN names a scale that is not there, or its bands make none.
    """
    chosen = cell_text(book.value(names.SCALE.name))
    table = tables.SCALE_TABLE
    bands = []
    fields = ("scale", "lower_percent", "category", "colour")
    for name, lower, category, colour in book.table(table.name).pick(*fields):
        if cell_text(name) == chosen:
            bound = read_number(lower)
            bands.append((bound, cell_text(category), cell_text(colour)))
    try:
        if any(isinstance(bound, Unreadable) for bound, _, _ in bands):
            raise ValueError("a bound is no number")
        ordered = sorted(bands, key=lambda band: (band[0] is not None, band[0] or 0))
        return Scale(chosen, tuple(Band(*band) for band in ordered))  # type: ignore[arg-type] # bounds were checked
    except ValueError:
        raise KinerjaError(
            f'Skala kategori "{chosen}" tidak lengkap.', where=f"{table.sheet} {table.name}",
            remedy="Pilih skala yang ada; jenjang terendah tanpa batas bawah, batas tidak kembar.",
        ) from None  # fmt: skip


def mean_of(book: MasterReader) -> Mean:
    """Read which mean the office uses."""
    is_geometric = cell_text(book.value(names.MEAN_METHOD.name)) == names.GEOMETRIC
    return Mean.GEOMETRIC if is_geometric else Mean.ARITHMETIC


def office_results(book: MasterReader, period: Period) -> OfficeResults:
    """Compute a period's figures without writing anything; of a closed one they are read.

    Raises:
        KinerjaError: If a setting cannot be read, or a figure of a closed period is none any more.
    """
    if is_closed(book, period):
        return closed_results(book, period)
    scale, mean = scale_of(book), mean_of(book)
    counted = lines(book)
    results = tuple(
        result
        for state in gather.period_state(book, period).sections
        for result in row_results(state.section.code, state.rows, scale, period=period)
        if (result.section, result.row.row_id) in counted
    )
    whole = grouped(results, lambda _: OFFICE, mean, scale)
    return OfficeResults(
        rows=results,
        sections=grouped(results, lambda result: result.section, mean, scale),
        objectives=grouped(results, lambda result: result.row.objective, mean, scale),
        office=whole[0] if whole else None,
        budget=office_budget(results),
    )


@alone
def compute(book: MasterBook, period: Period, run: Run) -> Report:
    """Write achievements into CAPAIAN and durations into LANGKAH.

    Raises:
        KinerjaError: If the period is closed, not of the master's year or not distributed, or a
            setting or the mapping of entries cannot be read; the master is then as it was.
    """
    gather.period_in_year(book, period)
    refuse_closed(book, period)
    book.require_writable()
    mapping = load_entry_mapping(gather.folder_of(book))
    draft = Draft(book)
    state = gather.period_state(draft, period)
    if not any(section.issued for section in state.sections):
        raise KinerjaError(
            f"Periode {period} belum didistribusikan.",
            remedy=f"Jalankan distribusi {period} lebih dulu.",
        )
    run.progress("Menghitung capaian", 0, 2)
    results = office_results(draft, period)
    findings = [*state.findings, *unreadable_figures(draft, results)]
    findings.extend(missing_periods(draft, results, gather.indicators(draft).indicators))
    findings.extend(write_achievements(draft, period, results, run))
    entered = refresh_entries(draft, period, results.rows, mapping)
    run.progress("Menghitung durasi", 1, 2)
    durations, found = measure_cycle(draft, period, run.now)
    listed = record_findings(draft, run, Source.COMPUTE, period, tuple(findings))
    listed += record_findings(draft, run, Source.STEP, period, found)
    listed += record_findings(draft, run, Source.ENTRIES, period, entered.findings)
    if draft.changes():
        record_history(draft, (entry(run, Source.COMPUTE, period),))
    refresh_board(draft, run)
    gather.commit(draft, run)
    return _report(period, results, durations, listed)


def _report(
    period: Period,
    results: OfficeResults,
    durations: tuple[StepDuration, ...],
    findings: tuple[FindingLine, ...],
) -> Report:
    evaluated = sum(result.achievement.value is not None for result in results.rows)
    mean = rounded(results.office.mean.value if results.office else None)
    achievements = Listing(
        "achievements", "Capaian",
        ("section", "code", "name", "target", "realisation", "cumulative", "achievement",
         "category", "status"),
        ("Subbagian", "Kode", "Indikator", "Target", "Realisasi", "Kumulatif", "Capaian (%)",
         "Kategori", "Status"),
        tuple(
            (
                result.section, result.row.code, result.row.name, result.row.target,
                result.row.entry("realisation"), *shown_figures(result).values(),
            )
            for result in results.rows
        ),
    )  # fmt: skip
    sections = Listing(
        "sections", "Capaian per subbagian", ("section", "indicators", "evaluable", "mean"),
        ("Subbagian", "Indikator", "Dapat dihitung", "Rata-rata (%)"),
        tuple(
            (group.name, group.indicators, group.mean.counted, rounded(group.mean.value))
            for group in results.sections
        ),
    )  # fmt: skip
    steps = Listing(
        "steps", "Durasi langkah",
        ("number", "working_minutes", "standard_minutes", "difference_minutes", "status"),
        ("No", "Menit kerja", "Menit baku", "Selisih", "Status"),
        tuple(
            (
                step.number, step.spent_minutes, step.standard_minutes, step.difference_minutes,
                step.status.value,
            )
            for step in durations
        ),
    )  # fmt: skip
    text = f"{evaluated} dari {len(results.rows)} capaian {period.label} dapat dihitung"
    mean_text = f"; rata-rata kantor {format_number(mean)}%" if mean is not None else ""
    return Report(
        "compute", f"{text}{mean_text}. Lihat CAPAIAN dan LANGKAH.", str(period),
        (
            Fact("indicators", "Indikator", len(results.rows)),
            Fact("evaluable", "Dapat dihitung", evaluated),
            Fact("mean", "Rata-rata kantor (%)", mean),
            Fact("absorption", "Serapan anggaran (%)", rounded(results.budget.absorption)),
            Fact("efficiency", "Efisiensi anggaran (%)", rounded(results.budget.efficiency.value)),
        ),
        (achievements, sections, steps), findings,
    )  # fmt: skip
