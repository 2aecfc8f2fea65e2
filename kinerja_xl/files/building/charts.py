"""The charts of the master, native ones that a person can change, drawn by XlsxWriter."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kinerja_xl.files.building.sheets import quoted
from kinerja_xl.layout import chart_data as data
from kinerja_xl.layout import tables
from kinerja_xl.layout.chart_data import ChartSizes
from kinerja_xl.layout.chart_places import CHART_WIDTH, ChartSpots, Spot
from kinerja_xl.layout.spec import column_letters
from kinerja_xl.layout.styles import FONT, LINE, PRIMARY
from kinerja_xl.layout.trend import MONTHS

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.chart import Chart

REACHED, BELOW, LATE, PLANNED, RUNNING = "#2F7D4F", "#D98A29", "#B3312C", "#A9B8C4", "#4A90C2"
_SMALL = {"name": FONT, "size": 9}
_TINY = {"name": FONT, "size": 8}
_TITLE = {"name": FONT, "size": 12, "bold": True}
_GRID = {"visible": True, "line": {"color": LINE}}
_BLANK_WHEN_ZERO = "0.0;-0.0;;"
"""A blank text counts as 0 in a chart; it gets no label."""


@dataclass(frozen=True, slots=True)
class PlacedChart:
    """A chart of GRAFIK, where it stands, and what it shows in words."""

    chart: Chart
    spot: Spot
    description: str


def section_chart(workbook: Workbook, section_count: int, width: int, height: int) -> Chart:
    """Draw the mean achievement of each section."""
    table = tables.SECTION_SUMMARY_TABLE
    first, last = table.header_row + 1, table.header_row + max(section_count, 1)

    def area(field: str) -> str:
        letters = column_letters(table.first_column + table.position(field))
        return f"={quoted(table.sheet)}!${letters}${first}:${letters}${last}"

    chart = _bar_chart(workbook, "Rata-rata capaian per subbagian, periode aktif", "bar")
    chart.add_series(
        {
            "name": "Rata-rata capaian (%)",
            "categories": area("code"),
            "values": area("mean"),
            "fill": {"color": PRIMARY},
            "gap": 60,
            "data_labels": {"value": True, "num_format": _BLANK_WHEN_ZERO, "font": _SMALL},
        }
    )
    _set_bar_axes(chart, "Subbagian", "Capaian (%)", "0")
    chart.set_legend({"none": True})
    chart.set_size({"width": width, "height": height})
    return chart


def dashboard_charts(
    workbook: Workbook, sizes: ChartSizes, spots: ChartSpots
) -> Iterator[PlacedChart]:
    """Draw the charts of GRAFIK."""
    yield _placed(
        _progress_chart(workbook), spots.progress,
        "Diagram garis rata-rata capaian kantor setiap periode sepanjang tahun",
    )  # fmt: skip
    yield _placed(
        section_chart(workbook, sizes.sections, CHART_WIDTH, spots.sections.height), spots.sections,
        "Diagram rata-rata capaian setiap subbagian pada periode aktif",
    )  # fmt: skip
    yield _placed(
        _actor_chart(workbook, sizes), spots.actors,
        "Diagram jumlah hari kerja keterlambatan setiap pelaksana langkah SOP",
    )  # fmt: skip
    yield _placed(
        _lowest_chart(workbook, sizes), spots.lowest,
        "Diagram indikator dengan capaian terendah pada periode aktif",
    )  # fmt: skip
    yield _placed(
        _step_chart(workbook, sizes), spots.steps,
        "Diagram Gantt rencana dan pelaksanaan setiap langkah SOP pada periode aktif",
    )  # fmt: skip


def _placed(chart: Chart, spot: Spot, description: str) -> PlacedChart:
    chart.set_size({"width": CHART_WIDTH, "height": spot.height})
    chart.show_hidden_data()
    return PlacedChart(chart, spot, description)


def _area(column: int, count: int) -> str:
    return f"={tables.CHARTS}!{data.column_area(column, count)}"


def _new_chart(workbook: Workbook, title: str, options: dict[str, Any]) -> Chart:
    chart = workbook.add_chart(options)
    if chart is None:
        raise TypeError(f"XlsxWriter knows no chart {options}")
    chart.set_title({"name": title, "name_font": _TITLE, "overlay": False})
    chart.set_chartarea({"border": {"color": LINE}})
    return chart


def _bar_chart(workbook: Workbook, title: str, kind: str) -> Chart:
    options = {"type": "bar"} if kind == "bar" else {"type": "bar", "subtype": "stacked"}
    return _new_chart(workbook, title, options)


def _set_bar_axes(chart: Chart, categories: str, values: str, number_format: str) -> None:
    """Put the first line on top and every line's name beside it, however many there are."""
    chart.set_x_axis(
        {"name": values, "min": 0, "num_format": number_format, "major_gridlines": _GRID,
         "name_font": _SMALL, "num_font": _SMALL}
    )  # fmt: skip
    chart.set_y_axis(
        {"name": categories, "reverse": True, "crossing": "max", "interval_unit": 1,
         "name_font": _SMALL, "num_font": _TINY, "major_tick_mark": "none"}
    )  # fmt: skip


def _progress_chart(workbook: Workbook) -> Chart:
    chart = _new_chart(workbook, "Rata-rata capaian kantor sepanjang tahun", {"type": "line"})
    months = _area(data.MONTH, MONTHS)
    chart.add_series(
        {
            "name": "Rata-rata capaian (%)",
            "categories": months,
            "values": _area(data.MEAN, MONTHS),
            "line": {"color": PRIMARY, "width": 2.5},
            "marker": {
                "type": "circle", "size": 8, "fill": {"color": PRIMARY},
                "border": {"color": PRIMARY},
            },
            "data_labels": {
                "value": True, "position": "below", "num_format": "0.0", "font": _SMALL,
            },
        }
    )  # fmt: skip
    chart.add_series(
        {
            "name": "Target tercapai (100%)",
            "categories": months,
            "values": _area(data.FULL, MONTHS),
            "line": {"color": REACHED, "width": 1.25, "dash_type": "dash"},
        }
    )
    chart.set_x_axis({"name": "Akhir bulan", "name_font": _SMALL, "num_font": _SMALL})
    chart.set_y_axis(
        {"name": "Capaian (%)", "min": 0, "num_format": "0", "major_gridlines": _GRID,
         "name_font": _SMALL, "num_font": _SMALL}
    )  # fmt: skip
    chart.set_legend({"position": "bottom", "font": _SMALL})
    chart.show_blanks_as("span")
    return chart


def _stack(chart: Chart, categories: str, parts: list[tuple[str, str, dict[str, Any]]]) -> None:
    for name, values, look in parts:
        chart.add_series({"name": name, "categories": categories, "values": values, **look})


def _lowest_chart(workbook: Workbook, sizes: ChartSizes) -> Chart:
    chart = _bar_chart(workbook, "Indikator dengan capaian terendah, periode aktif", "stacked")
    label = {"value": True, "num_format": _BLANK_WHEN_ZERO, "font": _TINY}

    def look(colour: str) -> dict[str, Any]:
        return {"fill": {"color": colour}, "gap": 45, "data_labels": label}

    _stack(
        chart,
        _area(data.INDICATOR, sizes.lowest),
        [
            ("Di bawah 100%", _area(data.BELOW, sizes.lowest), look(BELOW)),
            ("100% atau lebih", _area(data.REACHED, sizes.lowest), look("#9CCBAA")),
        ],
    )
    _set_bar_axes(chart, "Indikator", "Capaian (%)", "0")
    chart.set_legend({"position": "bottom", "font": _SMALL})
    return chart


def _step_chart(workbook: Workbook, sizes: ChartSizes) -> Chart:
    """Draw a Gantt chart: bars stacked on an invisible one that reaches to their start."""
    count = 2 * sizes.steps
    chart = _bar_chart(workbook, "Rencana dan pelaksanaan langkah SOP, periode aktif", "stacked")

    def look(colour: str) -> dict[str, Any]:
        # The border keeps a bar of a few minutes visible among days.
        return {"fill": {"color": colour}, "border": {"color": colour, "width": 1.5}, "gap": 20}

    invisible = {"fill": {"none": True}, "border": {"none": True}, "gap": 20}
    _stack(
        chart,
        _area(data.BAR, count),
        [
            # Nameless: LibreOffice leaves another one out of the legend than the one asked for.
            (" ", _area(data.OFFSET, count), invisible),
            ("Rencana", _area(data.PLANNED, count), look(PLANNED)),
            ("Pelaksanaan", _area(data.DONE, count), look(REACHED)),
            ("Pelaksanaan terlambat", _area(data.DONE_LATE, count), look(LATE)),
            ("Masih berjalan", _area(data.RUNNING, count), look(RUNNING)),
        ],
    )
    _set_bar_axes(chart, "Langkah", "Hari kalender sejak siklus dimulai", "0")
    chart.set_legend({"position": "bottom", "font": _SMALL})
    return chart


def _actor_chart(workbook: Workbook, sizes: ChartSizes) -> Chart:
    chart = _bar_chart(workbook, "Keterlambatan per pelaksana, periode aktif", "bar")
    chart.add_series(
        {
            "name": "Hari kerja terlambat",
            "categories": _area(data.ACTOR, sizes.actors),
            "values": _area(data.ACTOR_DAYS, sizes.actors),
            "fill": {"color": LATE},
            "gap": 60,
            "data_labels": {"value": True, "num_format": "0.0;-0.0;0", "font": _SMALL},
        }
    )
    unit = f"Hari kerja di atas waktu baku (1 hari = {data.MINUTES_PER_DAY} menit)"
    _set_bar_axes(chart, "Pelaksana", unit, "0.0")
    chart.set_legend({"none": True})
    return chart
