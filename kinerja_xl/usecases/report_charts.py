"""The charts of a report: split over several pictures, or summed up where bars are too many."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from kinerja_xl.core.report_checks import rupiah
from kinerja_xl.core.report_words import NOTHING, percent_words
from kinerja_xl.core.results import GroupResult, RowResult
from kinerja_xl.core.scales import Band
from kinerja_xl.files.documents.rendering import Filling, Picture
from kinerja_xl.files.reports.charts import (
    WIDTH_MM,
    Bar,
    achievement_chart,
    count_chart,
    line_chart,
    paired_chart,
)
from kinerja_xl.usecases.report_figures import Gathered

BARS_PER_CHART = 20
MOST_INDICATORS = 60
"""With more indicators only the lowest are drawn; the table has them all."""

_NO_BAND = "#BFBFBF"
_MILLION = Decimal(1_000_000)
_MOST_PROGRAMS = 12


def chart_values(gathered: Gathered) -> dict[str, Filling]:
    """Return every chart; a list is empty where there is nothing to draw."""
    results = gathered.whole.results
    label = gathered.whole.period.label
    return {
        "grafik_kategori": _drawn(_categories(gathered, label)) if results.rows else [],
        "grafik_sasaran": _groups("sasaran", label, results.objectives),
        "grafik_subbagian": _groups("subbagian", label, results.sections),
        "grafik_indikator": _indicators(label, results.rows),
        "grafik_perkembangan": _course(gathered),
        "grafik_anggaran": _budget(label, results.rows),
    }


def _drawn(drawing: tuple[str, bytes]) -> list[Filling]:
    title, data = drawing
    return [{"gambar": Picture(data, WIDTH_MM, title), "judul": title}]


def _colour(band: Band | None) -> str:
    return band.colour if band and len(band.colour) == len(_NO_BAND) else _NO_BAND


def _percent_bar(label: str, value: Decimal | None, band: Band | None) -> Bar:
    text = "tidak dapat dihitung" if value is None else percent_words(value)
    return Bar(label, None if value is None else float(value), text, _colour(band))


def _categories(gathered: Gathered, label: str) -> tuple[str, bytes]:
    rows = gathered.whole.results.rows
    bars = []
    for band in reversed(gathered.scale.bands):
        count = sum(row.band == band for row in rows)
        bars.append(Bar(band.category, count, str(count), _colour(band)))
    without = sum(row.band is None for row in rows)
    bars.append(Bar("Tidak dapat dihitung", without, str(without), _NO_BAND))
    title = f"Jumlah Indikator menurut Kategori Capaian, {label}"
    return title, count_chart(title, bars, "Jumlah indikator")


def _groups(what: str, label: str, groups: Sequence[GroupResult]) -> list[Filling]:
    bars = [_percent_bar(group.name or NOTHING, group.mean.value, group.band) for group in groups]
    return _pages(f"Rata-rata Capaian per {what.capitalize()}, {label}", bars)


def _indicators(label: str, rows: Sequence[RowResult]) -> list[Filling]:
    title = f"Capaian per Indikator, {label}"
    if len(rows) > MOST_INDICATORS:
        known = [row for row in rows if row.achievement.value is not None]
        rows = sorted(known, key=lambda row: row.achievement.value or 0)[:BARS_PER_CHART]
        title = f"{len(rows)} Indikator dengan Capaian Terendah, {label}"
    bars = [
        _percent_bar(f"{row.row.code} {row.row.name}", row.achievement.value, row.band)
        for row in rows
    ]
    return _pages(title, bars)


def _pages(title: str, bars: Sequence[Bar]) -> list[Filling]:
    """Share the bars out over as few pictures as can be read, all of nearly the same height."""
    pages = -(-len(bars) // BARS_PER_CHART)
    drawn: list[Filling] = []
    for number in range(pages):
        part = bars[number * len(bars) // pages : (number + 1) * len(bars) // pages]
        named = title if pages == 1 else f"{title} ({number + 1} dari {pages})"
        drawn += _drawn((named, achievement_chart(named, part)))
    return drawn


def _course(gathered: Gathered) -> list[Filling]:
    if len(gathered.course) < 2:  # noqa: PLR2004 - one point is no course
        return []
    labels, values = [], []
    for figures in gathered.course:
        office = figures.results.office
        value = office.mean.value if office else None
        labels.append(figures.period.label)
        values.append(None if value is None else float(value))
    title = f"Perkembangan Rata-rata Capaian, {gathered.whole.period.label}"
    return _drawn((title, line_chart(title, labels, values)))


def _budget(label: str, rows: Sequence[RowResult]) -> list[Filling]:
    sums: dict[str, list[Decimal]] = {}
    for row in rows:
        budget = rupiah(row, "budget")
        if budget:
            pair = sums.setdefault(row.row.program.strip() or "Tanpa program", [Decimal()] * 2)
            pair[0] += budget
            pair[1] += rupiah(row, "spent") or Decimal()
    if not sums:
        return []
    ordered = sorted(sums.items(), key=lambda item: -item[1][0])
    shown, rest = ordered[:_MOST_PROGRAMS], ordered[_MOST_PROGRAMS:]
    if rest:
        others = [sum((pair[n] for _, pair in rest), Decimal()) for n in (0, 1)]
        shown = [*shown, (f"{len(rest)} program lain", others)]
    title = f"Pagu dan Realisasi Anggaran per Program, {label}"
    pairs = [(float(pair[0] / _MILLION), float(pair[1] / _MILLION)) for _, pair in shown]
    names = [name for name, _ in shown]
    return _drawn((title, paired_chart(title, names, pairs, "Juta rupiah", ("Pagu", "Realisasi"))))
