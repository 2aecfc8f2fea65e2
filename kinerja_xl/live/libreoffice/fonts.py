"""Fonts of cells, shapes and parts of texts."""

from __future__ import annotations

from typing import Any

from xlwings import base_classes

from kinerja_xl.live.libreoffice.bridge import UnoObject, enumeration
from kinerja_xl.live.libreoffice.colours import from_colour, to_colour

_BOLD, _REGULAR = 150.0, 100.0
# The same letters in Asian and complex scripts keep up with the Latin ones.
_SCRIPTS = ("", "Asian", "Complex")
_AUTOMATIC = (0, 0, 0)


class Font(base_classes.Font):
    """The font of something with characters."""

    def __init__(self, parent: Any, xl: UnoObject) -> None:
        self.parent = parent
        self.xl = xl

    @property
    def api(self) -> UnoObject:
        """LibreOffice's object that has the font's properties."""
        return self.xl

    @property
    def bold(self) -> bool | None:
        """Whether it is bold; `None` when characters differ."""
        return None if self._differs("CharWeight") else float(self.xl.CharWeight) > _REGULAR

    @bold.setter
    def bold(self, value: bool) -> None:
        self._set("CharWeight", _BOLD if value else _REGULAR)

    @property
    def italic(self) -> bool | None:
        """Whether it is italic; `None` when characters differ."""
        if self._differs("CharPosture"):
            return None
        return str(self.xl.CharPosture.value) != "NONE"

    @italic.setter
    def italic(self, value: bool) -> None:
        posture = enumeration("com.sun.star.awt.FontSlant", "ITALIC" if value else "NONE")
        self._set("CharPosture", posture)

    @property
    def size(self) -> float | None:
        """Its size in points; `None` when characters differ."""
        return None if self._differs("CharHeight") else float(self.xl.CharHeight)

    @size.setter
    def size(self, value: float) -> None:
        self._set("CharHeight", float(value))

    @property
    def color(self) -> tuple[int, int, int] | None:
        """Its colour; `None` when characters differ."""
        if self._differs("CharColor"):
            return None
        return from_colour(int(self.xl.CharColor)) or _AUTOMATIC

    @color.setter
    def color(self, color_or_rgb: Any) -> None:
        self._require_unprotected()
        self.xl.CharColor = to_colour(color_or_rgb)

    @property
    def name(self) -> str | None:
        """Its name; `None` when characters differ."""
        return None if self._differs("CharFontName") else str(self.xl.CharFontName)

    @name.setter
    def name(self, value: str) -> None:
        self._set("CharFontName", value)

    def _set(self, name: str, value: object) -> None:
        self._require_unprotected()
        for script in _SCRIPTS:
            setattr(self.xl, name + script, value)

    def _require_unprotected(self) -> None:
        """Refuse on a protected sheet; shapes have no cells to ask."""
        if hasattr(self.parent, "box"):
            self.parent.sheet.require_unprotected(self.parent.box)

    def _differs(self, name: str) -> bool:
        return str(self.xl.getPropertyState(name).value) == "AMBIGUOUS_VALUE"


class Characters(base_classes.Characters):
    """The characters of a cell or a shape, or a part of them."""

    def __init__(self, parent: Any, text: UnoObject, first: int = 0, last: int | None = None):
        self.parent = parent
        self._text = text
        self._first = first
        self._last = last

    @property
    def api(self) -> UnoObject:
        """LibreOffice's cursor over the characters."""
        return self._cursor()

    @property
    def text(self) -> str:
        """The characters."""
        return str(self._text.getString())[self._first : self._last]

    @property
    def font(self) -> Font:
        """Their font."""
        return Font(self.parent, self._cursor())

    def __getitem__(self, item: int | slice) -> Characters:
        length = len(self.text)
        if isinstance(item, slice):
            first, last, _ = item.indices(length)
        else:
            first = item + length if item < 0 else item
            if not 0 <= first < length:
                raise IndexError(item)
            last = first + 1
        start = self._first
        return Characters(self.parent, self._text, start + first, start + last)

    def _cursor(self) -> UnoObject:
        cursor = self._text.createTextCursor()
        cursor.gotoStart(False)
        cursor.goRight(self._first, False)
        cursor.goRight(len(self.text), True)
        return cursor
