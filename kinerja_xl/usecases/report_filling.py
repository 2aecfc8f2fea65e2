"""What the template of a report may say: the values for its placeholders."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from decimal import Decimal

from kinerja_xl.core.aggregates import budget_absorption, budget_efficiency
from kinerja_xl.core.dates import format_date, read_date
from kinerja_xl.core.numbers import Unreadable, format_number
from kinerja_xl.core.period import Period
from kinerja_xl.core.report_checks import rupiah
from kinerja_xl.core.report_comparison import Comparison
from kinerja_xl.core.report_figures import report_kind, report_title
from kinerja_xl.core.report_words import (
    NOTHING,
    measure_words,
    number_words,
    percent_words,
    target_words,
)
from kinerja_xl.core.results import GroupResult, RowResult
from kinerja_xl.core.scales import Scale
from kinerja_xl.core.values import CellValue, cell_text
from kinerja_xl.files.documents.rendering import Filling
from kinerja_xl.usecases.report_figures import Gathered

_NOTES = ("obstacles", "solution", "follow_up")
_HUNDRED = 100


def period_values(period: Period) -> dict[str, Filling]:
    """Return what the report calls itself and its period."""
    return {
        "jenis": report_kind(period).value, "judul": report_title(period),
        "periode": period.label, "tahun": str(period.year),
        "mulai": format_date(period.first_day), "sampai": format_date(period.last_day),
    }  # fmt: skip


def summary_values(gathered: Gathered) -> dict[str, Filling]:
    """Return the figures of the whole office."""
    results = gathered.whole.results
    counted = sum(row.achievement.value is not None for row in results.rows)
    office = results.office
    mean = office.mean.value if office else None
    return {
        "jumlah_indikator": len(results.rows),
        "terhitung": counted,
        "tidak_terhitung": len(results.rows) - counted,
        "jumlah_sasaran": len(results.objectives),
        "rata_rata": percent_words(mean),
        "kategori_kantor": office.band.category if office and office.band else NOTHING,
        "metode": gathered.mean.value,
        "skala": gathered.scale.name,
        "kategori": _bands(gathered.scale, results.rows),
        "belum_dihitung": [
            {"kode": r.row.code, "nama": r.row.name, "alasan": r.achievement.status.value}
            for r in results.rows
            if r.achievement.value is None
        ],
    }


def _bands(scale: Scale, rows: Sequence[RowResult]) -> list[Filling]:
    lines: list[Filling] = []
    upper: Decimal | None = None
    for band in reversed(scale.bands):
        low = "" if band.lower_percent is None else number_words(band.lower_percent)
        high = "" if upper is None else number_words(upper)
        reach = f"{low} ke atas" if not high else f"{low} sampai di bawah {high}"
        count = sum(row.band == band for row in rows)
        lines.append(
            {
                "nama": band.category, "rentang": reach if low else f"di bawah {high}",
                "jumlah": count,
                "persen": percent_words(_share(count, len(rows))),
            }
        )  # fmt: skip
        upper = band.lower_percent
    return lines


def _share(count: int, whole: int) -> Decimal | None:
    return Decimal(_HUNDRED * count) / whole if whole else None


def group_values(gathered: Gathered, names: dict[str, str]) -> dict[str, Filling]:
    """Return the sasaran with their indicators and notes, and the sections.

    Args:
        names: Of the sections, by code.
    """
    results = gathered.whole.results
    return {
        "sasaran": [
            {
                **_group(number, group), "nama": group.name or "Tanpa sasaran",
                "kunci": objective_key(group.name),
                "indikator": indicator_lines(
                    [row for row in results.rows if row.row.objective == group.name]
                ),
                "catatan": _notes(gathered, group.name),
            }
            for number, group in enumerate(results.objectives, start=1)
        ],
        "subbagian": [
            {**_group(number, group), "nama": names.get(group.name, group.name), "kode": group.name}
            for number, group in enumerate(results.sections, start=1)
        ],
        "indikator": indicator_lines(results.rows),
    }  # fmt: skip


def objective_key(objective: str) -> str:
    """Return the stable key of a sasaran's text: blanks and capitals do not matter."""
    return hashlib.sha256(" ".join(objective.casefold().split()).encode()).hexdigest()[:8]


def _group(number: int, group: GroupResult) -> dict[str, Filling]:
    return {
        "nomor": number, "rata_rata": percent_words(group.mean.value),
        "jumlah": group.indicators, "terhitung": group.mean.counted,
        "kategori": group.band.category if group.band else NOTHING,
    }  # fmt: skip


def indicator_lines(rows: Sequence[RowResult]) -> list[Filling]:
    """Return a line for each indicator."""
    return [
        {
            "nomor": number, "kode": result.row.code, "nama": result.row.name,
            "sasaran": result.row.objective, "satuan": result.row.unit,
            "subbagian": result.section, "target_tahun": _typed(result.row.target_year),
            "target": target_words(result.cumulative.target, result.row.measure),
            "realisasi": measure_words(result.cumulative.realisation, result.row.measure),
            "capaian": percent_words(result.achievement.value),
            "kategori": result.band.category if result.band else NOTHING,
            "status": result.achievement.status.value,
        }
        for number, result in enumerate(rows, start=1)
    ]  # fmt: skip


def _typed(value: CellValue) -> str:
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        return number_words(Decimal(str(value)))
    return cell_text(value) or NOTHING


def _notes(gathered: Gathered, objective: str) -> list[Filling]:
    """Return what the sections wrote of the indicators of a sasaran, period by period."""
    lines: list[Filling] = []
    for result in gathered.whole.results.rows:
        if result.row.objective != objective:
            continue
        for row in gathered.whole.rows_of(result.section, result.row.key):
            texts = [cell_text(row.entry(field)) for field in _NOTES]
            if any(texts):
                lines.append(
                    {
                        "kode": row.code, "nama": row.name, "periode": row.period.label,
                        "kendala": texts[0] or NOTHING, "solusi": texts[1] or NOTHING,
                        "tindak_lanjut": _follow_up(
                            texts[2], row.entry("person_in_charge"), row.entry("due_date")
                        ),
                    }
                )  # fmt: skip
    return lines


def _follow_up(text: str, person: CellValue, due: CellValue) -> str:
    day = read_date(due)
    until = cell_text(due) if isinstance(day, Unreadable) else format_date(day) if day else ""
    added = "; ".join(part for part in (cell_text(person), until and f"batas {until}") if part)
    return f"{text or NOTHING} ({added})" if added else text or NOTHING


def course_values(gathered: Gathered) -> dict[str, Filling]:
    """Return the course through the year: of each indicator, and of the office's mean."""
    course = gathered.course
    by_key = [
        {(r.section, r.row.key): r for r in figures.results.rows} for figures in course
    ]  # fmt: skip
    lines: list[Filling] = []
    for result in gathered.whole.results.rows:
        told = []
        for figures, rows in zip(course, by_key, strict=True):
            found = rows.get((result.section, result.row.key))
            if found:
                shown = measure_words(found.cumulative.realisation, found.row.measure)
                value = percent_words(found.achievement.value)
                told.append(f"{figures.period.label}: {shown} ({value})")
        lines.append(
            {
                "kode": result.row.code, "nama": result.row.name,
                "bagian": "\n".join(told) or NOTHING,
                "capaian": percent_words(result.achievement.value),
            }
        )  # fmt: skip
    means = [
        {
            "periode": figures.period.label,
            "rata_rata": percent_words(
                figures.results.office.mean.value if figures.results.office else None
            ),
        }
        for figures in course
    ]
    return {"perkembangan": lines if len(course) > 1 else [], "rata_rata_periode": list(means)}


def comparison_values(comparisons: Sequence[Comparison], source: str) -> dict[str, Filling]:
    """Return the indicators beside earlier years and the medium-term target, where given."""
    earlier: list[Filling] = []
    later: list[Filling] = []
    for each in comparisons:
        row, measure = each.result.row, each.result.row.measure
        now = measure_words(each.result.cumulative.realisation, measure)
        if each.earlier:
            told = [
                f"{year.year}: {measure_words(year.realisation, measure)}"
                + (f" (capaian {percent_words(year.achievement)})" if year.achievement else "")
                for year in each.earlier
            ]
            earlier.append(
                {
                    "kode": row.code, "nama": row.name, "satuan": row.unit,
                    "lalu": "\n".join(told), "realisasi": now,
                    "perubahan": _signed(each.change),
                }
            )  # fmt: skip
        if each.target is not None:
            later.append(
                {
                    "kode": row.code, "nama": row.name, "satuan": row.unit,
                    "tahun": each.target_year, "target": target_words(each.target, measure),
                    "realisasi": now, "kemajuan": percent_words(each.progress),
                }
            )  # fmt: skip
    return {"tahun_lalu": earlier, "jangka_menengah": later, "berkas_pembanding": source}


def _signed(change: Decimal | None) -> str:
    if change is None:
        return NOTHING
    return f"+{number_words(change)}" if change > 0 else number_words(change)


def budget_values(gathered: Gathered) -> dict[str, Filling]:
    """Return budget, spending and efficiency by programme and together (PMK 214/2017)."""
    by_program: dict[str, list[RowResult]] = {}
    for result in gathered.whole.results.rows:
        if rupiah(result, "budget"):
            by_program.setdefault(result.row.program.strip(), []).append(result)
    everything = [result for results in by_program.values() for result in results]
    lines: list[Filling] = [
        {"nomor": number, "program": program or "Tanpa program", **budget_line(results)}
        for number, (program, results) in enumerate(by_program.items(), start=1)
    ]
    return {"anggaran": lines, "anggaran_total": budget_line(everything)}


def budget_line(results: Sequence[RowResult]) -> dict[str, Filling]:
    """Return budget, spending, absorption and efficiency of some rows together.

    Absorption and efficiency take only the rows that have what they need; what lacks it is counted.
    """
    terms = [
        (rupiah(result, "budget"), rupiah(result, "spent"), result.achievement.value)
        for result in results
    ]
    both = [(pa, ra) for pa, ra, _ in terms if pa is not None and ra is not None]
    budgeted = sum((pa for pa, _, _ in terms if pa is not None), Decimal())
    spent = sum((ra for _, ra in both), Decimal()) if both else None
    absorbed = budget_absorption(spent, sum((pa for pa, _ in both), Decimal()))
    efficiency = budget_efficiency(terms)
    return {
        "pagu": format_number(budgeted), "realisasi": NOTHING if spent is None else format_number(
            spent
        ),
        "serapan": percent_words(absorbed), "efisiensi": percent_words(efficiency.value),
        "tanpa_realisasi": sum(ra is None for _, ra, _ in terms),
        "di_luar_efisiensi": efficiency.left_out,
    }  # fmt: skip
