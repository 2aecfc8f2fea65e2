from __future__ import annotations

from xml.etree import ElementTree

import pytest

from kinerja_xl.files.building.drawing import drawing_part
from kinerja_xl.layout.flowchart import Shape
from tests.layout.flow_samples import Drawn, laid_out, simple_flow

XDR = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"


@pytest.fixture(scope="module")
def drawn() -> Drawn:
    """A flow over two pages with a decision that has two returns."""
    return laid_out(simple_flow([0, 1, 2, 1, 1, 0, 2, 0, 1, 2], [(5, 3), (5, 1), (9, 2)], 60))


@pytest.fixture(scope="module")
def root(drawn: Drawn) -> ElementTree.Element:
    return ElementTree.fromstring(drawing_part(drawn.chart, drawn.grid))


def _connectors(root: ElementTree.Element) -> list[ElementTree.Element]:
    return list(root.iter(f"{XDR}cxnSp"))


def _presets(root: ElementTree.Element, tag: str) -> list[str]:
    return [
        geometry.get("prst", "")
        for shape in root.iter(f"{XDR}{tag}")
        for geometry in shape.iter(f"{A}prstGeom")
    ]


def test_drawing_part__symbols__are_flowchart_shapes(
    root: ElementTree.Element, drawn: Drawn
) -> None:
    presets = _presets(root, "sp")

    for shape, preset in (
        (Shape.TERMINATOR, "flowChartTerminator"), (Shape.PROCESS, "flowChartProcess"),
        (Shape.DECISION, "flowChartDecision"), (Shape.OFF_PAGE, "flowChartOffpageConnector"),
    ):  # fmt: skip
        count = sum(symbol.shape is shape for symbol in drawn.chart.symbols)
        assert presets.count(preset) == count > 0


def test_drawing_part__connectors__are_bound_to_shapes_that_are_there(
    root: ElementTree.Element, drawn: Drawn
) -> None:
    shapes = {s.find(f".//{XDR}cNvPr").get("id") for s in root.iter(f"{XDR}sp")}  # type: ignore[union-attr] # each has one

    ends = [
        end.attrib
        for connector in _connectors(root)
        for tag in ("stCxn", "endCxn")
        for end in connector.iter(f"{A}{tag}")
    ]

    assert len(ends) == 2 * len(drawn.chart.connectors)
    assert {end["id"] for end in ends} <= shapes
    assert {end["idx"] for end in ends} <= {"0", "1", "2", "3"}


def test_drawing_part__bent_connector__has_a_line_of_the_same_course_beside_it(
    root: ElementTree.Element, drawn: Drawn
) -> None:
    alternatives = list(root.iter(f"{MC}AlternateContent"))

    assert len(alternatives) == sum(len(c.points) > 2 for c in drawn.chart.connectors)
    for alternative in alternatives:
        assert alternative.find(f"{MC}Choice/{XDR}twoCellAnchor/{XDR}cxnSp") is not None
        assert alternative.find(f"{MC}Fallback/{XDR}twoCellAnchor/{XDR}sp") is not None


def test_drawing_part__bends__follow_the_points(drawn: Drawn, root: ElementTree.Element) -> None:
    by_number = {str(c.number): c for c in drawn.chart.connectors}
    presets = {2: "straightConnector1", 3: "bentConnector2", 4: "bentConnector3",
               5: "bentConnector4"}  # fmt: skip

    for shape in _connectors(root):
        named, frame = shape.find(f".//{XDR}cNvPr"), shape.find(f".//{A}xfrm")
        geometry = shape.find(f".//{A}prstGeom")
        assert named is not None
        assert frame is not None
        assert geometry is not None
        connector = by_number[named.attrib["id"]]
        (start_x, start_y), corner, *_, (x, y) = (*connector.points[:2], connector.points[-1])
        assert geometry.get("prst") == presets[len(connector.points)]
        assert (frame.get("flipH") == "1") == (x < start_x)
        assert (frame.get("flipV") == "1") == (y < start_y)
        if len(connector.points) > 3:
            share = int(geometry.find(f".//{A}gd").attrib["fmla"].split()[1])  # type: ignore[union-attr] # it has one
            width = max(abs(x - start_x), 1) * (-1 if x < start_x else 1)
            assert start_x + width * share / 100_000 == pytest.approx(corner[0], abs=0.01)


def test_drawing_part__labels__are_text_boxes_and_nothing_is_locked(
    root: ElementTree.Element,
) -> None:
    boxes = [shape for shape in root.iter(f"{XDR}sp") if shape.find(".//*[@txBox='1']") is not None]

    texts = {"".join(box.itertext()) for box in boxes}
    assert texts == {"Ya", "Tidak"}
    assert {data.get("fLocksWithSheet") for data in root.iter(f"{XDR}clientData")} == {"0"}


def test_drawing_part__same_chart__same_bytes(drawn: Drawn) -> None:
    assert drawing_part(drawn.chart, drawn.grid) == drawing_part(drawn.chart, drawn.grid)
