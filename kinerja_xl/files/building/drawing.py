"""A flowchart as the drawing part of a sheet: shapes and bound connectors in DrawingML.

XlsxWriter writes text boxes only. It makes the part and its relations for a placeholder, and what
stands here takes the place of the part's content.
"""

from __future__ import annotations

from xml.sax.saxutils import escape, quoteattr

from kinerja_xl.layout.flowchart import (
    Box,
    Connector,
    Flowchart,
    Grid,
    Label,
    Point,
    Shape,
    Symbol,
)
from kinerja_xl.layout.styles import FONT

_EMU = 12_700
"""A point in the unit of DrawingML."""

_HEAD = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<xdr:wsDr xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
)
_TAIL = "</xdr:wsDr>"

_PRESETS = {
    Shape.TERMINATOR: "flowChartTerminator",
    Shape.PROCESS: "flowChartProcess",
    Shape.DECISION: "flowChartDecision",
    Shape.OFF_PAGE: "flowChartOffpageConnector",
}
_BLACK = '<a:solidFill><a:srgbClr val="000000"/></a:solidFill>'
_WHITE = '<a:solidFill><a:srgbClr val="FFFFFF"/></a:solidFill>'
_LINE = f'<a:ln w="9525">{_BLACK}</a:ln>'
_ARROW = '<a:tailEnd type="triangle" w="med" len="med"/>'

_ALTERNATIVES = "http://schemas.openxmlformats.org/markup-compatibility/2006"
_NEWER = "http://schemas.microsoft.com/office/excel/2010/spreadsheetDrawing"
"""Known to Excel since 2010 and not to LibreOffice."""

_SYMBOL_FONT, _LABEL_FONT = 8, 7
_LAST_WITHOUT_SHARE = 2
"""A connector with more pieces than that states where it turns."""
_LEAST_EXTENT = 1.0
"""Points; the course of a bent connector is stated in shares of its width, which must not be 0."""


def drawing_part(chart: Flowchart, grid: Grid) -> bytes:
    """Return the drawing part; connectors lie beneath symbols, labels above both.

    A bent connector is given twice: bound and bent for Excel, and as a line of the same course for
    LibreOffice, which up to version 7.4 gives bent connectors of a workbook a course of its own.
    """
    parts = [_HEAD]
    parts += (_connector(item, grid) for item in chart.connectors)
    parts += (_symbol(item, grid) for item in chart.symbols)
    parts += (_label(item, grid) for item in chart.labels)
    return "".join((*parts, _TAIL)).encode()


def _symbol(symbol: Symbol, grid: Grid) -> str:
    kind = symbol.shape.value
    shape = (
        f"{_open_shape(symbol.number, kind, _description(symbol))}<xdr:spPr>{_frame(symbol.box)}"
        f'<a:prstGeom prst="{_PRESETS[symbol.shape]}"><a:avLst/></a:prstGeom>{_WHITE}{_LINE}'
        f"</xdr:spPr>{_text(symbol.text, _SYMBOL_FONT)}</xdr:sp>"
    )
    return _anchored(symbol.box, grid, shape)


def _description(symbol: Symbol) -> str:
    if symbol.shape is Shape.OFF_PAGE:
        return f"Sambungan {symbol.text}, langkah {symbol.step}"
    return f"{symbol.shape.value}, langkah {symbol.step}"


def _label(label: Label, grid: Grid) -> str:
    shape = (
        f"{_open_shape(label.number, 'Keterangan panah', label.text, is_text_box=True)}<xdr:spPr>"
        f'{_frame(label.box)}<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>{_WHITE}'
        f"<a:ln><a:noFill/></a:ln></xdr:spPr>{_text(label.text, _LABEL_FONT)}</xdr:sp>"
    )
    return _anchored(label.box, grid, shape)


def _connector(connector: Connector, grid: Grid) -> str:
    bound = _bound_connector(connector, grid)
    _, *corners, _ = connector.points
    if not corners:
        return bound
    line = _drawn_line(connector, grid)
    return (
        f'<mc:AlternateContent xmlns:mc="{_ALTERNATIVES}">'
        f'<mc:Choice xmlns:xdr14="{_NEWER}" Requires="xdr14">{bound}</mc:Choice>'
        f"<mc:Fallback>{line}</mc:Fallback></mc:AlternateContent>"
    )


def _bound_connector(connector: Connector, grid: Grid) -> str:
    start, finish = connector.points[0], connector.points[-1]
    box = _box_of((start, finish))
    bends = len(connector.points) - 1
    if bends > _LAST_WITHOUT_SHARE:
        box = Box(box.left, box.top, max(box.width, _LEAST_EXTENT), box.height)
    preset = "straightConnector1" if bends == 1 else f"bentConnector{bends}"
    flips = ' flipH="1"' * (finish[0] < start[0]) + ' flipV="1"' * (finish[1] < start[1])
    shape = (
        '<xdr:cxnSp macro=""><xdr:nvCxnSpPr>'
        f"{_named(connector.number, 'Panah', _course(connector))}<xdr:cNvCxnSpPr>"
        f'<a:stCxn id="{connector.source}" idx="{connector.source_side.value}"/>'
        f'<a:endCxn id="{connector.target}" idx="{connector.target_side.value}"/>'
        f"</xdr:cNvCxnSpPr></xdr:nvCxnSpPr><xdr:spPr>{_frame(box, flips)}"
        f'<a:prstGeom prst="{preset}"><a:avLst>{_shares(connector, box)}</a:avLst></a:prstGeom>'
        f"{_arrow_line(connector)}</xdr:spPr></xdr:cxnSp>"
    )
    return _anchored(box, grid, shape)


def _shares(connector: Connector, box: Box) -> str:
    """State where a bent connector turns, in shares of its extent from its start."""
    (left, top), *corners, (right, bottom) = connector.points
    if len(corners) < _LAST_WITHOUT_SHARE:
        return ""
    shares = [(corners[0][0] - left) * (-1 if right < left else 1) / box.width]
    if len(corners) > _LAST_WITHOUT_SHARE:
        shares.append((corners[1][1] - top) / (bottom - top))
    return "".join(
        f'<a:gd name="adj{n}" fmla="val {round(share * 100_000)}"/>'
        for n, share in enumerate(shares, start=1)
    )


def _drawn_line(connector: Connector, grid: Grid) -> str:
    """Draw the course of a connector as a line that is bound to nothing."""
    box = _box_of(connector.points)
    places = [(_emu(x - box.left), _emu(y - box.top)) for x, y in connector.points]
    path = "".join(
        f'<a:{name}><a:pt x="{x}" y="{y}"/></a:{name}>'
        for name, (x, y) in zip(("moveTo", *("lnTo",) * (len(places) - 1)), places, strict=True)
    )
    shape = (
        f"{_open_shape(connector.number, 'Panah', _course(connector))}<xdr:spPr>{_frame(box)}"
        "<a:custGeom><a:avLst/><a:gdLst/><a:ahLst/><a:cxnLst/>"
        '<a:rect l="0" t="0" r="r" b="b"/><a:pathLst>'
        f'<a:path w="{_emu(box.width)}" h="{_emu(box.height)}" fill="none">{path}</a:path>'
        f"</a:pathLst></a:custGeom><a:noFill/>{_arrow_line(connector)}</xdr:spPr></xdr:sp>"
    )
    return _anchored(box, grid, shape)


def _course(connector: Connector) -> str:
    first, last = connector.flow
    if not connector.has_arrow:
        return f"Pelaksana bersama, langkah {first}"
    return f"Dari langkah {first} ke langkah {last}"


def _arrow_line(connector: Connector) -> str:
    return f'<a:ln w="9525">{_BLACK}<a:miter lim="800000"/>{_ARROW * connector.has_arrow}</a:ln>'


def _open_shape(number: int, kind: str, description: str, *, is_text_box: bool = False) -> str:
    own = ' txBox="1"' if is_text_box else ""
    return (
        '<xdr:sp macro="" textlink=""><xdr:nvSpPr>'
        f"{_named(number, kind, description)}<xdr:cNvSpPr{own}/></xdr:nvSpPr>"
    )


def _named(number: int, kind: str, description: str) -> str:
    name = quoteattr(f"{kind} {number}")
    return f'<xdr:cNvPr id="{number}" name={name} descr={quoteattr(description)}/>'


def _frame(box: Box, flips: str = "") -> str:
    left, top, width, height = map(_emu, (box.left, box.top, box.width, box.height))
    return (
        f'<a:xfrm{flips}><a:off x="{left}" y="{top}"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>'
    )


def _text(text: str, font_size: int) -> str:
    run = (
        f'<a:r><a:rPr lang="id-ID" sz="{font_size}00">{_BLACK}<a:latin typeface="{FONT}"/>'
        f'<a:cs typeface="{FONT}"/></a:rPr><a:t>{escape(text)}</a:t></a:r>'
    )
    return (
        '<xdr:txBody><a:bodyPr vertOverflow="overflow" horzOverflow="overflow" wrap="none" '
        'lIns="0" tIns="0" rIns="0" bIns="0" anchor="ctr"/>'
        f'<a:lstStyle/><a:p><a:pPr algn="ctr"/>{run if text else ""}</a:p></xdr:txBody>'
    )


def _anchored(box: Box, grid: Grid, shape: str) -> str:
    corners = ("from", (box.left, box.top)), ("to", (box.right, box.bottom))
    ends = "".join(_corner(name, point, grid) for name, point in corners)
    # Not locked with the sheet: an office may move a shape without lifting the protection.
    return (
        f'<xdr:twoCellAnchor>{ends}{shape}<xdr:clientData fLocksWithSheet="0"/></xdr:twoCellAnchor>'
    )


def _corner(name: str, point: Point, grid: Grid) -> str:
    place = grid.anchor(point)
    return (
        f"<xdr:{name}><xdr:col>{place.column - 1}</xdr:col>"
        f"<xdr:colOff>{_emu(place.right)}</xdr:colOff><xdr:row>{place.row - 1}</xdr:row>"
        f"<xdr:rowOff>{_emu(place.down)}</xdr:rowOff></xdr:{name}>"
    )


def _box_of(points: tuple[Point, ...]) -> Box:
    xs, ys = ([point[axis] for point in points] for axis in (0, 1))
    return Box(min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys))


def _emu(points: float) -> int:
    return round(points * _EMU)
