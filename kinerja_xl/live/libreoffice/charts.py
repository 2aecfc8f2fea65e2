"""Charts on a sheet."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from xlwings import base_classes

from kinerja_xl.live.libreoffice import filters, sizes
from kinerja_xl.live.libreoffice.bridge import UnoObject, structure
from kinerja_xl.live.libreoffice.drawings import Drawing, Drawings, drawings_on
from kinerja_xl.live.libreoffice.shapes import CHART_CLASS

if TYPE_CHECKING:
    from kinerja_xl.live.libreoffice.ranges import Range

_DIAGRAMS = "com.sun.star.chart."
# The diagram, and the settings that make it the kind that xlwings names.
_TYPES: dict[str, tuple[str, dict[str, object]]] = {
    "column_clustered": ("BarDiagram", {"Vertical": False}),
    "column_stacked": ("BarDiagram", {"Vertical": False, "Stacked": True}),
    "column_stacked_100": ("BarDiagram", {"Vertical": False, "Percent": True}),
    "bar_clustered": ("BarDiagram", {"Vertical": True}),
    "bar_stacked": ("BarDiagram", {"Vertical": True, "Stacked": True}),
    "bar_stacked_100": ("BarDiagram", {"Vertical": True, "Percent": True}),
    "line": ("LineDiagram", {"SymbolType": -3}),
    "line_markers": ("LineDiagram", {"SymbolType": -1}),
    "line_stacked": ("LineDiagram", {"SymbolType": -3, "Stacked": True}),
    "line_markers_stacked": ("LineDiagram", {"SymbolType": -1, "Stacked": True}),
    "area": ("AreaDiagram", {}),
    "area_stacked": ("AreaDiagram", {"Stacked": True}),
    "area_stacked_100": ("AreaDiagram", {"Percent": True}),
    "pie": ("PieDiagram", {}),
    "doughnut": ("DonutDiagram", {}),
    "radar": ("NetDiagram", {"SymbolType": -3}),
    "radar_markers": ("NetDiagram", {"SymbolType": -1}),
    "radar_filled": ("FilledNetDiagram", {}),
    "xy_scatter": ("XYDiagram", {"SymbolType": -1, "Lines": False}),
    "xy_scatter_lines": ("XYDiagram", {"SymbolType": -1, "Lines": True}),
    "xy_scatter_lines_no_markers": ("XYDiagram", {"SymbolType": -3, "Lines": True}),
    "bubble": ("BubbleDiagram", {}),
}
_NO_AXES = "this engine sets charts as a whole, not their axes"
_DEFAULT = "column_clustered"
_POSITIONS = {"top": "TOP", "bottom": "BOTTOM", "left": "LEFT", "right": "RIGHT"}
_POSITION_NAMES = {theirs: ours for ours, theirs in _POSITIONS.items()}


class Charts(Drawings["Chart"], base_classes.Charts, base_classes.Collection):
    """The charts of one sheet."""

    @property
    def api(self) -> UnoObject:
        """LibreOffice's collection of the charts."""
        return self.sheet.xl.getCharts()

    def __iter__(self) -> Iterator[Chart]:
        for xl in drawings_on(self.sheet):
            kind = str(xl.getShapeType())
            if kind.endswith("OLE2Shape") and str(xl.CLSID).lower() == CHART_CLASS:
                yield Chart(self.sheet, xl)

    def add(  # noqa: PLR0913, PLR0917 - xlwings passes them so
        self,
        left: float,
        top: float,
        width: float,
        height: float,
        chart_type: str | None = None,
        source: Range | None = None,
        plot_by: str | None = None,
        name: str | None = None,
        anchor: Any = None,
        style: int | None = None,
    ) -> Chart:
        """Add a chart; LibreOffice has no numbered styles, so the style is left out."""
        del style
        if anchor is not None:
            left, top = anchor.left, anchor.top
        place = structure(
            "com.sun.star.awt.Rectangle",
            X=sizes.from_points(left),
            Y=sizes.from_points(top),
            Width=sizes.from_points(width),
            Height=sizes.from_points(height),
        )
        internal = self._free_name()
        areas = (source.xl.getRangeAddress(),) if source is not None else ()
        before = {chart.xl.PersistName for chart in self}
        self.api.addNewByName(internal, place, areas, True, True)
        chart = next(one for one in self if one.xl.PersistName not in before)
        chart.name = name or internal
        if plot_by is not None and source is not None:
            chart.set_source_data(source, plot_by)
        chart.chart_type = chart_type or _DEFAULT
        return chart

    def _free_name(self) -> str:
        number = len(self) + 1
        while self.api.hasByName(f"Chart {number}") or f"Chart {number}" in self:
            number += 1
        return f"Chart {number}"


class Chart(Drawing, base_classes.Chart):
    """One chart."""

    @property
    def document(self) -> UnoObject:
        """LibreOffice's model of the chart."""
        return self.xl.Model

    @property
    def chart_type(self) -> str:
        """Its type, in xlwings' words."""
        diagram = self.document.getDiagram()
        kind = str(diagram.getDiagramType()).removeprefix(_DIAGRAMS)
        for name, (service, settings) in _TYPES.items():
            if service == kind and all(
                _reads_as(diagram, key, value) for key, value in settings.items()
            ):
                return name
        raise NotImplementedError(f"xlwings has no name for a chart of the type {kind}")

    @chart_type.setter
    def chart_type(self, value: str) -> None:
        if value not in _TYPES:
            raise NotImplementedError(f"this engine draws no charts of the type {value}")
        service, settings = _TYPES[value]
        diagram = self.document.createInstance(_DIAGRAMS + service)
        self.document.setDiagram(diagram)
        diagram = self.document.getDiagram()
        for key in ("Stacked", "Percent"):
            if key not in settings and hasattr(diagram, key):
                setattr(diagram, key, False)
        for key, setting in settings.items():
            setattr(diagram, key, setting)

    @property
    def title(self) -> str | None:
        """Its title; `None` when it has none."""
        return str(self.document.getTitle().String) if self.document.HasMainTitle else None

    @title.setter
    def title(self, value: str | None) -> None:
        self.document.HasMainTitle = value is not None
        if value is not None:
            self.document.getTitle().String = value

    @property
    def legend(self) -> ChartLegend:
        """Its legend."""
        return ChartLegend(self)

    @property
    def plot_by(self) -> str:
        """Whether its series are `rows` or `columns` of the data."""
        source = str(self.document.getDiagram().DataRowSource.value)
        return source.lower()

    @plot_by.setter
    def plot_by(self, value: str) -> None:
        from kinerja_xl.live.libreoffice.bridge import enumeration

        source = enumeration("com.sun.star.chart.ChartDataRowSource", value.upper())
        self.document.getDiagram().DataRowSource = source

    def set_x_axis_values(self, rng: Range) -> None:
        """Not built: LibreOffice takes the categories from the first column of the data."""
        raise NotImplementedError("this engine takes the categories from the data")

    @property
    def category_axis(self) -> None:
        """Not built."""
        raise NotImplementedError(_NO_AXES)

    @property
    def value_axis(self) -> None:
        """Not built."""
        raise NotImplementedError(_NO_AXES)

    @property
    def secondary_category_axis(self) -> None:
        """Not built."""
        raise NotImplementedError(_NO_AXES)

    @property
    def secondary_value_axis(self) -> None:
        """Not built."""
        raise NotImplementedError(_NO_AXES)

    @property
    def series(self) -> None:
        """Not built."""
        raise NotImplementedError("this engine sets charts as a whole, not their series")

    def set_source_data(self, rng: Range, plot_by: str | None = None) -> None:
        """Show other data."""
        table = self._table_chart()
        table.setRanges((rng.xl.getRangeAddress(),))
        table.setHasColumnHeaders(True)
        table.setHasRowHeaders(True)
        if plot_by is not None:
            self.plot_by = plot_by

    def to_pdf(self, path: str, quality: str = "standard") -> None:
        """Print it into a PDF file."""
        filters.export_pdf(self.sheet.book.xl, path, quality, self.xl)

    def to_png(self, path: str) -> None:
        """Write it as a picture."""
        filters.export_png(self.xl, path)

    def _table_chart(self) -> UnoObject:
        return self.sheet.xl.getCharts().getByName(self.xl.PersistName)


class ChartLegend(base_classes.ChartLegend):
    """The legend of one chart."""

    def __init__(self, chart: Chart) -> None:
        self.chart = chart

    @property
    def api(self) -> UnoObject:
        """LibreOffice's legend."""
        return self.chart.document.getLegend()

    @property
    def visible(self) -> bool:
        """Whether it is shown."""
        return bool(self.chart.document.HasLegend)

    @visible.setter
    def visible(self, value: bool) -> None:
        self.chart.document.HasLegend = value

    @property
    def position(self) -> str | None:
        """Where it is; `None` while it is not shown."""
        if not self.visible:
            return None
        return _POSITION_NAMES.get(str(self.api.Alignment.value))

    @position.setter
    def position(self, value: str) -> None:
        from kinerja_xl.live.libreoffice.bridge import enumeration

        if value not in _POSITIONS:
            raise NotImplementedError(f"LibreOffice puts no legend at the {value}")
        self.visible = True
        place = enumeration("com.sun.star.chart.ChartLegendPosition", _POSITIONS[value])
        self.api.Alignment = place


def _reads_as(diagram: UnoObject, name: str, value: object) -> bool:
    found = getattr(diagram, name, False)
    if name == "SymbolType":
        return (found == -3) == (value == -3)  # noqa: PLR2004 - no symbols
    return bool(found) == bool(value)
