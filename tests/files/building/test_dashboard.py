from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass
from datetime import datetime

import pytest
from python_calamine import CalamineWorkbook

from kinerja_xl.core.durations import StepStatus
from kinerja_xl.core.values import CellContent
from kinerja_xl.files.building.master import MasterContent, build_master
from kinerja_xl.layout import chart_data, names, tables, trend
from kinerja_xl.layout.chart_data import FIRST_LINE
from kinerja_xl.layout.rows import full_row
from tests.libreoffice_tools import LibreOffice

SECTIONS = (("RENDATIN", "Perencanaan, Data dan Informasi"), ("KUL", "Keuangan, Umum, Logistik"))
ACTORS = ("Sekretaris", "Staf *", "Staf *", "Setiap subbagian")
DAY = datetime(2026, 7, 1, 8, 0)
Row = tuple[CellContent, ...]


def achievement(number: int, quarter: int) -> float:
    """Return an achievement that differs from indicator to indicator, with ties."""
    return float(60 + number * 37 % 50 + quarter)


def _indicator(number: int) -> Row:
    return full_row(
        tables.INDICATOR_TABLE,
        {
            "key": f"I{number:03}", "code": f"IKU-{number}", "objective": f"Sasaran {number % 3}",
            "name": f"Persentase kegiatan nomor {number} yang selesai sesuai jadwal",
            "unit": "%", "section": SECTIONS[number % 2][0],
        },
    )  # fmt: skip


def _line(number: int, quarter: int) -> Row:
    value = achievement(number, quarter)
    return full_row(
        tables.ACHIEVEMENT_TABLE,
        {
            "row_id": f"I{number:03}|2026-TW{quarter}", "period": f"2026-TW{quarter}",
            "section": SECTIONS[number % 2][0], "code": f"IKU-{number}",
            "objective": f"Sasaran {number % 3}", "target": 100, "realisation": value,
            "achievement": value, "unrounded": value,
        },
    )  # fmt: skip


def _step(number: int, days: tuple[int, ...], status: StepStatus, **more: CellContent) -> Row:
    fields = ("planned_start", "planned_finish", "started", "finished")
    times = {f: DAY.replace(day=day) for f, day in zip(fields, days, strict=False)}
    return full_row(
        tables.STEP_TABLE,
        {
            "cycle": "2026-TW2", "number": number, "activity": f"Kegiatan {number}",
            "actor": ACTORS[number - 1], "status": status.value, **times, **more,
        },
    )  # fmt: skip


STEPS = (
    _step(1, (1, 2, 1, 2), StepStatus.DONE_ON_TIME, difference_minutes=-30),
    _step(2, (2, 3, 2, 3), StepStatus.DONE_ON_TIME, difference_minutes=0),
    _step(2, (2, 3, 6, 8), StepStatus.DONE_LATE, difference_minutes=900),
    _step(3, (3, 6, 8), StepStatus.RUNNING_LATE, difference_minutes=450),
    _step(4, (6, 7), StepStatus.NOT_STARTED),
)
"""Step 2 was gone through twice."""


def content(indicators: int) -> MasterContent:
    """Return a master with that many indicators, in its second quarter."""
    numbers = range(1, indicators + 1)
    sop = tuple(
        full_row(tables.SOP_TABLE, {"number": n, "activity": f"Kegiatan {n}", "actor": actor})
        for n, actor in enumerate(ACTORS, start=1)
    )
    summary = tuple(
        full_row(tables.SECTION_SUMMARY_TABLE, {"code": code, "name": name})
        for code, name in SECTIONS
    )
    return MasterContent(
        SECTIONS,
        (
            (names.OFFICE.name, "KPU Kabupaten Contoh"),
            (names.ACTIVE_PERIOD.name, "2026-TW2"),
            (names.REFRESHED.name, DAY.replace(day=10)),
        ),
        (
            (tables.SOP_TABLE.name, sop),
            (tables.STEP_TABLE.name, STEPS),
            (tables.INDICATOR_TABLE.name, tuple(map(_indicator, numbers))),
            (tables.SECTION_SUMMARY_TABLE.name, summary),
            (
                tables.ACHIEVEMENT_TABLE.name,
                tuple(_line(number, quarter) for quarter in (1, 2) for number in numbers),
            ),
        ),
    )


@dataclass(frozen=True, slots=True)
class Shown:
    """What LibreOffice makes of TREN and GRAFIK; columns and rows count from 1."""

    indicators: int
    sheets: dict[str, list[list[object]]]

    def cell(self, sheet: str, row: int, column: int) -> object:
        """Return a cell's value."""
        return self.sheets[sheet][row - 1][column - 1]

    def column(self, column: int, count: int) -> list[object]:
        """Return the first lines of a list of figures on GRAFIK."""
        lines = range(FIRST_LINE, FIRST_LINE + count)
        return [self.cell(tables.CHARTS, row, column) for row in lines]


@pytest.fixture(scope="module", params=[5, 200], ids=["5-indicators", "200-indicators"])
def shown(
    request: pytest.FixtureRequest,
    libreoffice: LibreOffice,
    tmp_path_factory: pytest.TempPathFactory,
) -> Shown:
    folder = tmp_path_factory.mktemp("grafik")
    path = folder / "Kinerja.xlsm"
    path.write_bytes(build_master(content(request.param)))
    made = CalamineWorkbook.from_path(str(libreoffice.convert(path, "xlsx", folder=folder / "out")))
    return Shown(
        request.param,
        {
            name: made.get_sheet_by_name(name).to_python(skip_empty_area=False)  # type: ignore[misc]  # a list is invariant
            for name in (tables.TREND, tables.CHARTS)
        },
    )


@pytest.mark.libreoffice
def test_write_trend__indicators__each_with_its_figures_of_all_quarters(shown: Shown) -> None:
    places = trend.trend_places(len(SECTIONS), 3, shown.indicators)

    for number, row in enumerate(places.indicators.rows, start=1):
        first = [
            shown.cell(tables.TREND, row, column)
            for column in (trend.CODE, trend.VALUE, trend.FIRST_PERIOD, trend.FIRST_PERIOD + 1)
        ]
        is_there = number <= shown.indicators
        quarters = [achievement(number, 1), achievement(number, 2)]
        assert first == ([f"IKU-{number}", quarters[1], *quarters] if is_there else [""] * 4)
        assert shown.cell(tables.TREND, row, trend.FIRST_PERIOD + 2) == ""


@pytest.mark.libreoffice
def test_write_trend__office_and_sections__means_of_each_quarter(shown: Shown) -> None:
    places = trend.trend_places(len(SECTIONS), 3, shown.indicators)
    numbers = range(1, shown.indicators + 1)

    for row, mine in (
        (places.office.first, list(numbers)),
        (places.sections.first, [n for n in numbers if n % 2 == 0]),
        (places.sections.first + 1, [n for n in numbers if n % 2 == 1]),
    ):
        for quarter in (1, 2):
            mean = sum(achievement(n, quarter) for n in mine) / len(mine)
            found = shown.cell(tables.TREND, row, trend.FIRST_PERIOD + quarter - 1)
            assert found == pytest.approx(mean)


@pytest.mark.libreoffice
def test_write_trend__sparkline__has_three_bars_a_quarter(shown: Shown) -> None:
    row = trend.trend_places(len(SECTIONS), 3, shown.indicators).indicators.first

    bars = [shown.cell(tables.TREND, row, n) for n in range(trend.FIRST_BAR, trend.LAST_BAR + 1)]

    assert bars == [achievement(1, 1)] * 3 + [achievement(1, 2)] * 3 + [""] * 6


@pytest.mark.libreoffice
def test_write_charts__lowest__in_order_and_no_more_than_fit(shown: Shown) -> None:
    lines = min(shown.indicators + 2, chart_data.MOST_LOWEST)
    every = sorted(range(1, shown.indicators + 1), key=lambda n: (achievement(n, 2), n))

    labels = shown.column(chart_data.INDICATOR, lines)
    figures = list(
        zip(
            shown.column(chart_data.BELOW, lines), shown.column(chart_data.REACHED, lines),
            strict=True,
        )
    )  # fmt: skip

    lowest = every[:lines]
    blank = lines - len(lowest)
    assert [str(label).split(" ")[0] for label in labels] == [
        *(f"IKU-{n}" for n in lowest), *[""] * blank
    ]  # fmt: skip
    values = [achievement(n, 2) for n in lowest]
    expected = [(v, "") if v < 100 else ("", v) for v in values]
    assert figures == expected + [("", "")] * blank


@pytest.mark.libreoffice
def test_write_charts__progress__has_a_point_at_the_end_of_each_quarter(shown: Shown) -> None:
    found = shown.column(chart_data.MEAN, trend.MONTHS)

    assert [month for month, mean in enumerate(found, start=1) if isinstance(mean, float)] == [3, 6]


@pytest.mark.libreoffice
def test_write_charts__gantt__gathers_the_passes_of_a_step(shown: Shown) -> None:
    columns = (
        chart_data.OFFSET, chart_data.PLANNED, chart_data.DONE, chart_data.DONE_LATE,
        chart_data.RUNNING,
    )  # fmt: skip
    bars = [[shown.column(column, 8)[n] for column in columns] for n in range(8)]

    start = 8 / 24
    assert bars == [
        pytest.approx(bar)
        for bar in (
            [start, 1, "", "", ""], [start, "", 1, "", ""],
            [start + 1, 1, "", "", ""], [start + 1, "", "", 6, ""],
            [start + 2, 3, "", "", ""], [start + 7, "", "", "", 2],
            [start + 5, 1, "", "", ""], ["", "", "", "", ""],
        )
    ]  # fmt: skip


@pytest.mark.libreoffice
def test_write_charts__actors__the_latest_first_and_no_wildcards(shown: Shown) -> None:
    assert shown.column(chart_data.ACTOR, 3) == ["Staf *", "Sekretaris", "Setiap subbagian"]
    assert shown.column(chart_data.ACTOR_DAYS, 3) == [3, 0, 0]


@pytest.mark.libreoffice
def test_dashboard__shown_cells__hold_no_error(shown: Shown) -> None:
    for sheet, last in ((tables.TREND, trend.LAST_PERIOD), (tables.CHARTS, 16)):
        cells = {str(cell) for row in shown.sheets[sheet] for cell in row[:last]}
        assert not [cell for cell in cells if cell.startswith("#")]


def test_build_master__charts__have_titles_and_titled_axes() -> None:
    with zipfile.ZipFile(io.BytesIO(build_master(content(5)))) as archive:
        charts = [archive.read(n).decode() for n in archive.namelist() if "/charts/chart" in n]

    assert len(charts) == 6
    for chart in charts:
        titles = re.findall(r"<c:(?:chart|catAx|valAx)>.*?<c:title>", chart, re.DOTALL)
        assert len(titles) == 3
        assert "tbl" not in "".join(re.findall(r"<c:f>(.*?)</c:f>", chart))


def test_build_master__sparklines__one_a_row_of_trend() -> None:
    places = trend.trend_places(len(SECTIONS), 3, 200)
    rows = sum(len(block.rows) for block in places.blocks)

    with zipfile.ZipFile(io.BytesIO(build_master(content(200)))) as archive:
        found = [archive.read(n) for n in archive.namelist() if "/worksheets/sheet" in n]

    assert sum(sheet.count(b"<x14:sparkline>") for sheet in found) == rows
