"""Shapes of a sheet, of whatever kind."""

from __future__ import annotations

from collections.abc import Iterator

from xlwings import base_classes

from kinerja_xl.live.libreoffice.bridge import UnoObject
from kinerja_xl.live.libreoffice.drawings import Drawing, Drawings, drawings_on
from kinerja_xl.live.libreoffice.fonts import Characters, Font

CHART_CLASS = "12dcae26-281f-416f-a234-c3086127382e"
_OBJECT = "OLE2Shape"
_KINDS = {
    "GraphicObjectShape": "picture",
    "CustomShape": "auto_shape",
    "RectangleShape": "auto_shape",
    "EllipseShape": "auto_shape",
    "ControlShape": "form_control",
    "GroupShape": "group",
    "LineShape": "line",
    "ConnectorShape": "line",
    "TextShape": "text_box",
    "MediaShape": "media",
    _OBJECT: "embedded_ole_object",
}
_SCALES = {"scale_from_top_left": 0.0, "scale_from_middle": 0.5, "scale_from_bottom_right": 1.0}


class Shapes(Drawings["Shape"], base_classes.Collection):
    """All shapes of one sheet."""

    def __iter__(self) -> Iterator[Shape]:
        return (Shape(self.sheet, xl) for xl in drawings_on(self.sheet))


class Shape(Drawing, base_classes.Shape):
    """One shape."""

    @property
    def type(self) -> str:
        """What kind it is, in xlwings' words."""
        kind = str(self.xl.getShapeType()).rpartition(".")[2]
        if kind == _OBJECT and str(self.xl.CLSID).lower() == CHART_CLASS:
            return "chart"
        return _KINDS.get(kind, "free_form")

    def activate(self) -> None:
        """Select it."""
        controller = self.sheet.book.controller
        if controller is None:
            raise NotImplementedError("a workbook without a window has no selection")
        self.sheet.activate()
        controller.select(self.xl)

    def scale_width(self, factor: float, relative_to_original_size: bool, scale: str) -> None:
        """Change the width by a factor; a picture keeps its proportions."""
        self._scale("Width", factor, relative_to_original_size, scale)

    def scale_height(self, factor: float, relative_to_original_size: bool, scale: str) -> None:
        """Change the height by a factor; a picture keeps its proportions."""
        self._scale("Height", factor, relative_to_original_size, scale)

    @property
    def text(self) -> str | None:
        """Its text."""
        return str(self._text.getString())

    @text.setter
    def text(self, value: str) -> None:
        self._text.setString(value or "")

    @property
    def font(self) -> Font:
        """The font of its text."""
        return Font(self, self._text)

    @property
    def characters(self) -> Characters:
        """The characters of its text."""
        return Characters(self, self._text)

    @property
    def _text(self) -> UnoObject:
        if not hasattr(self.xl, "createTextCursor"):
            raise NotImplementedError(f"a shape of the type {self.type} has no text")
        return self.xl

    def _scale(self, side: str, factor: float, from_original: bool, scale: str) -> None:
        other = "Height" if side == "Width" else "Width"
        size, place = self.xl.getSize(), self.xl.getPosition()
        start = getattr(size, side)
        if from_original:
            if self.type != "picture":
                raise NotImplementedError("only pictures know their original size")
            start = getattr(self.xl.Graphic.Size100thMM, side)
        changed = {side.lower(): round(start * factor)}
        if self.type == "picture":
            proportion = changed[side.lower()] / getattr(size, side)
            changed[other.lower()] = round(getattr(size, other) * proportion)
        self.resize(**changed)
        new = self.xl.getSize()
        place.X += round((size.Width - new.Width) * _SCALES[scale])
        place.Y += round((size.Height - new.Height) * _SCALES[scale])
        self.xl.setPosition(place)
