"""Drawings on a sheet: where they are, how large, and their names."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from typing import TYPE_CHECKING, Generic, TypeVar

from kinerja_xl.live.libreoffice import sizes
from kinerja_xl.live.libreoffice.bridge import UnoObject, structure

if TYPE_CHECKING:
    from kinerja_xl.live.libreoffice.sheet import Sheet

# The balloons of notes are drawings, too, but belong to their cells.
_NOTE = "com.sun.star.drawing.CaptionShape"


AnyDrawing = TypeVar("AnyDrawing", bound="Drawing")


class Drawing:
    """One drawing."""

    def __init__(self, sheet: Sheet, xl: UnoObject) -> None:
        self.sheet = sheet
        self.xl = xl

    @property
    def api(self) -> UnoObject:
        """LibreOffice's shape."""
        return self.xl

    @property
    def parent(self) -> Sheet:
        """Its sheet."""
        return self.sheet

    @property
    def name(self) -> str:
        """Its name; one without a name has its number among the drawings."""
        return str(self.xl.getName()) or f"Shape {self.index}"

    @name.setter
    def name(self, value: str) -> None:
        self.xl.setName(value)

    @property
    def index(self) -> int:
        """Its number among the drawings of the sheet, counted from 1."""
        return next((n for n, one in enumerate(drawings_on(self.sheet), 1) if one == self.xl), 0)

    @property
    def left(self) -> float:
        """How far it is from the left edge of the sheet, in points."""
        return sizes.drawn(self.xl.getPosition().X)

    @left.setter
    def left(self, value: float) -> None:
        place = self.xl.getPosition()
        place.X = sizes.from_points(value)
        self.xl.setPosition(place)

    @property
    def top(self) -> float:
        """How far it is from the top of the sheet, in points."""
        return sizes.drawn(self.xl.getPosition().Y)

    @top.setter
    def top(self, value: float) -> None:
        place = self.xl.getPosition()
        place.Y = sizes.from_points(value)
        self.xl.setPosition(place)

    @property
    def width(self) -> float:
        """Its width in points."""
        return sizes.drawn(self.xl.getSize().Width)

    @width.setter
    def width(self, value: float) -> None:
        self.resize(width=sizes.from_points(value))

    @property
    def height(self) -> float:
        """Its height in points."""
        return sizes.drawn(self.xl.getSize().Height)

    @height.setter
    def height(self, value: float) -> None:
        self.resize(height=sizes.from_points(value))

    def resize(self, *, width: int | None = None, height: int | None = None) -> None:
        """Change its size, in hundredths of a millimetre."""
        size = self.xl.getSize()
        new_width = size.Width if width is None else width
        new_height = size.Height if height is None else height
        self.xl.setSize(structure("com.sun.star.awt.Size", Width=new_width, Height=new_height))

    def delete(self) -> None:
        """Delete it."""
        self.sheet.xl.getDrawPage().remove(self.xl)


class Drawings(ABC, Generic[AnyDrawing]):
    """The drawings of one sheet, or those of a kind."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet

    @property
    def api(self) -> UnoObject:
        """LibreOffice's page of drawings."""
        return self.sheet.xl.getDrawPage()

    @property
    def parent(self) -> Sheet:
        """The sheet."""
        return self.sheet

    @abstractmethod
    def __iter__(self) -> Iterator[AnyDrawing]:
        pass

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __contains__(self, key: str) -> bool:
        return any(drawing.name == key for drawing in self)

    def __call__(self, key: int | str) -> AnyDrawing:
        """Return one by its name or its number, counted from 1."""
        for number, drawing in enumerate(self, 1):
            if key in {number, drawing.name}:
                return drawing
        raise KeyError(key)


def drawings_on(sheet: Sheet) -> Iterator[UnoObject]:
    """Yield LibreOffice's shapes on a sheet, those of notes left out."""
    page = sheet.xl.getDrawPage()
    for index in range(page.getCount()):
        shape = page.getByIndex(index)
        if shape.getShapeType() != _NOTE:
            yield shape


def place_at(xl: UnoObject, left: float, top: float) -> None:
    """Move a new drawing, given in points."""
    x, y = sizes.from_points(left), sizes.from_points(top)
    xl.setPosition(structure("com.sun.star.awt.Point", X=x, Y=y))
