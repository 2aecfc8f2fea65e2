"""Pictures on a sheet."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from xlwings import base_classes

from kinerja_xl.live.libreoffice import sizes
from kinerja_xl.live.libreoffice.bridge import UnoObject, properties, structure, url_of
from kinerja_xl.live.libreoffice.drawings import Drawing, Drawings, drawings_on, place_at

if TYPE_CHECKING:
    from kinerja_xl.live.libreoffice.sheet import Sheet

_PICTURE = "com.sun.star.drawing.GraphicObjectShape"


class Pictures(Drawings["Picture"], base_classes.Pictures, base_classes.Collection):
    """The pictures of one sheet."""

    def __iter__(self) -> Iterator[Picture]:
        shapes = drawings_on(self.sheet)
        return (Picture(self.sheet, xl) for xl in shapes if xl.getShapeType() == _PICTURE)

    def add(  # type: ignore[override] # noqa: PLR0913 - xlwings passes the anchor, too
        self,
        filename: str,
        link_to_file: bool,
        save_with_document: bool,
        left: float | None,
        top: float | None,
        *,
        width: float,
        height: float,
        anchor: Any = None,
    ) -> Picture:
        """Add a picture; a width or height of -1 is its own."""
        del save_with_document
        if link_to_file:
            raise NotImplementedError("LibreOffice links no pictures through its bridge")
        if anchor is not None:
            left, top = anchor.left, anchor.top
        graphic = _load(self.sheet, filename)
        shape = self.sheet.book.xl.createInstance(_PICTURE)
        self.api.add(shape)
        shape.Graphic = graphic
        shape.setName(self._free_name())
        original = _original_size(graphic)
        wide = original[0] if width < 0 else sizes.from_points(width)
        high = original[1] if height < 0 else sizes.from_points(height)
        shape.setSize(structure("com.sun.star.awt.Size", Width=wide, Height=high))
        place_at(shape, left or 0, top or 0)
        return Picture(self.sheet, shape)

    def _free_name(self) -> str:
        number = len(self)
        while f"Picture {number}" in self:
            number += 1
        return f"Picture {number}"


class Picture(Drawing, base_classes.Picture):  # type: ignore[misc] # a method there, unused
    """One picture."""

    _keeps_proportions = False

    @property
    def lock_aspect_ratio(self) -> bool:
        """Whether width and height change together, when this object changes them."""
        return self._keeps_proportions

    @lock_aspect_ratio.setter
    def lock_aspect_ratio(self, value: bool) -> None:
        self._keeps_proportions = value

    def resize(self, *, width: int | None = None, height: int | None = None) -> None:
        """Change its size, in hundredths of a millimetre."""
        if self._keeps_proportions:
            size = self.xl.getSize()
            if width is not None and height is None:
                height = round(size.Height * width / size.Width)
            elif height is not None and width is None:
                width = round(size.Width * height / size.Height)
        super().resize(width=width, height=height)

    def update(self, filename: str) -> Picture:
        """Show another picture in its place, of the same size."""
        self.xl.Graphic = _load(self.sheet, filename)
        return self


def _load(sheet: Sheet, filename: str) -> UnoObject:
    provider = sheet.book.app.office.create("com.sun.star.graphic.GraphicProvider")
    graphic = provider.queryGraphic(properties(URL=url_of(filename)))
    if graphic is None:
        raise ValueError(f"LibreOffice cannot read the picture {filename}")
    return graphic


def _original_size(graphic: UnoObject) -> tuple[int, int]:
    """Return a picture's size in hundredths of a millimetre; a pixel is 1/96 inch by itself."""
    size = graphic.Size100thMM
    if size.Width > 0 and size.Height > 0:
        return int(size.Width), int(size.Height)
    pixels = graphic.SizePixel
    inch = sizes.HUNDREDTHS_PER_INCH / sizes.PIXELS_PER_INCH
    return round(pixels.Width * inch), round(pixels.Height * inch)
