"""GRAFIK as a sheet: its cards, and where its charts stand, in two columns above each other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from kinerja_xl.core.values import Formula
from kinerja_xl.layout import names
from kinerja_xl.layout.chart_data import ChartSizes
from kinerja_xl.layout.panels import Panel
from kinerja_xl.layout.row_formulas import ACTIVE_PERIOD
from kinerja_xl.layout.styles import HEADER, LABEL, Alignment

FIRST_COLUMN, COLUMN_COUNT, COLUMN_WIDTH = 2, 15, 10
_CARD_COLUMNS = 3
_CARD_ROW = 4
CARD_HEIGHT = 30.0
FIRST_CHART_ROW = _CARD_ROW + 3
_COLUMN_PIXELS, _ROW_PIXELS, _GAP = 75, 20, 15
CHART_WIDTH = (COLUMN_COUNT * _COLUMN_PIXELS - _GAP) // 2

_FRAME, _LINE_CHART, _LEAST, _LEAST_STEPS = 105, 290, 220, 320
_BAR, _STEP_BAR = 21, 13


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a chart stands, in pixels from the first chart's corner."""

    left: int
    top: int
    height: int


@dataclass(frozen=True, slots=True)
class ChartSpots:
    """Where the charts of GRAFIK stand."""

    progress: Spot
    sections: Spot
    actors: Spot
    lowest: Spot
    steps: Spot

    @property
    def height(self) -> int:
        """From the top of the first chart to the bottom of the last, in pixels."""
        return max(spot.top + spot.height for spot in (self.actors, self.steps))

    @property
    def last_row(self) -> int:
        """The Excel row below which there is no chart."""
        return FIRST_CHART_ROW + self.height // _ROW_PIXELS


def chart_spots(sizes: ChartSizes) -> ChartSpots:
    """Give every chart the height that its lines need, and both columns the same end."""
    left = [_LINE_CHART, _bars_height(sizes.sections, _BAR), _bars_height(sizes.actors, _BAR)]
    right = [
        _bars_height(sizes.lowest, _BAR),
        max(_bars_height(2 * sizes.steps, _STEP_BAR), _LEAST_STEPS),
    ]
    lacking = sum(left) + _GAP - sum(right)
    shorter = right if lacking > 0 else left
    shorter[-1 if lacking > 0 else 0] += abs(lacking)
    return ChartSpots(*_stacked(0, left), *_stacked(CHART_WIDTH + _GAP, right))


def _bars_height(bars: int, pixels: int) -> int:
    return max(_LEAST, _FRAME + bars * pixels)


def _stacked(left: int, heights: list[int]) -> Iterator[Spot]:
    top = 0
    for height in heights:
        yield Spot(left, top, height)
        top += height + _GAP


def card_panels() -> Iterator[Panel]:
    """List the cards above the charts: a label and below it a figure."""
    value = replace(LABEL, alignment=Alignment.CENTRE, indent=0, font_size=14, is_wrapped=True)
    cards = (
        ("Periode", ACTIVE_PERIOD, "General"),
        ("Rata-rata capaian (%)", names.OFFICE_MEAN.name, "0.00"),
        ("Kategori", names.OFFICE_CATEGORY.name, "General"),
        ("Kelengkapan (%)", names.COMPLETENESS.name, "0.00"),
        ("Temuan terbuka", names.FINDING_COUNT.name, "0"),
    )
    for number, (label, name, number_format) in enumerate(cards):
        first = FIRST_COLUMN + number * _CARD_COLUMNS
        last = first + _CARD_COLUMNS - 1
        yield Panel(_CARD_ROW, first, last, label, HEADER)
        shown = Formula(f'IF({name}="","-",{name})')
        style = replace(value, number_format=number_format)
        yield Panel(_CARD_ROW + 1, first, last, shown, style, height=CARD_HEIGHT)
