"""Number formats of a workbook: Excel's codes, and what kind of value a format shows."""

from __future__ import annotations

import enum
import re

from kinerja_xl.live.libreoffice.bridge import UnoObject, error_kind, structure

GENERAL = 0

# com.sun.star.util.NumberFormat
_DATE = 2
_TIME = 4
_LOGICAL = 1024
_DATETIME = _DATE | _TIME

# Quoted text, escaped characters and brackets stay; letters of dates are small in Excel.
_PIECES = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]|AM/PM|A/P|General|NNNN|NNN|NN|.', re.S)
_DAY_NAMES = {"NNNN": 'dddd", "', "NNN": "dddd", "NN": "ddd"}
_COLOURS = {"black", "blue", "green", "cyan", "red", "magenta", "yellow", "white"}


class Kind(enum.Enum):
    """What a number stands for under a number format."""

    NUMBER = "number"
    MOMENT = "moment"
    LOGICAL = "logical"


class NumberFormats:
    """The number formats of one workbook; what was asked once is remembered."""

    def __init__(self, model: UnoObject) -> None:
        self._model = model
        self._formats: UnoObject | None = None
        self._english = structure("com.sun.star.lang.Locale", Language="en", Country="US")
        self._kinds: dict[int, Kind] = {GENERAL: Kind.NUMBER}
        self._codes: dict[int, str] = {GENERAL: "General"}
        self._keys: dict[str, int] = {"General": GENERAL}
        self._standard: dict[int, int] = {}

    @property
    def xl(self) -> UnoObject:
        """LibreOffice's collection of the formats."""
        if self._formats is None:
            self._formats = self._model.getNumberFormats()
        return self._formats

    def kind(self, key: int) -> Kind:
        """Tell what a number under the format with that key stands for.

        A time of day alone is a number, as it is in Excel.
        """
        if key not in self._kinds:
            number = int(self.xl.getByKey(key).Type)
            if number & _DATE:
                self._kinds[key] = Kind.MOMENT
            else:
                self._kinds[key] = Kind.LOGICAL if number & _LOGICAL else Kind.NUMBER
        return self._kinds[key]

    def code(self, key: int) -> str:
        """Return the format with that key as Excel writes it."""
        if key not in self._codes:
            self._codes[key] = excel_code(self._english_code(key))
        return self._codes[key]

    def key(self, code: str) -> int:
        """Return the key of a format in Excel's writing, which is added when it is new.

        Raises:
            ValueError: If it is no number format.
        """
        if code not in self._keys:
            key = int(self.xl.queryKey(code, self._english, False))
            self._keys[code] = key if key >= 0 else self._add(code)
            self._codes[self._keys[code]] = code
        return self._keys[code]

    @property
    def date_key(self) -> int:
        """The key of the usual format of dates."""
        return self._standard_key(_DATE)

    @property
    def datetime_key(self) -> int:
        """The key of the usual format of dates with a time."""
        return self._standard_key(_DATETIME)

    @property
    def logical_key(self) -> int:
        """The key of the format that makes a number a truth value."""
        return self._standard_key(_LOGICAL)

    def _add(self, code: str) -> int:
        try:
            return int(self.xl.addNew(code, self._english))
        except Exception as error:
            if error_kind(error) != "MalformedNumberFormatException":
                raise
            raise ValueError(f"{code!r} is no number format") from error

    def _standard_key(self, kind: int) -> int:
        if kind not in self._standard:
            locale = structure("com.sun.star.lang.Locale")
            self._standard[kind] = int(self.xl.getStandardFormat(kind, locale))
        return self._standard[kind]

    def _english_code(self, key: int) -> str:
        """Return LibreOffice's code; one in another language's letters is translated."""
        entry = self.xl.getByKey(key)
        code, locale = str(entry.FormatString), entry.Locale
        if not locale.Language or locale.Language == "en":
            return code
        english = int(self.xl.addNewConverted(code, locale, self._english))
        return str(self.xl.getByKey(english).FormatString)


def excel_code(code: str) -> str:
    """Return LibreOffice's code of a format in Excel's writing: `DD.MM.YY` as `dd.mm.yy`."""
    if code.upper() == "BOOLEAN":
        return "General"
    return "".join(_excel_piece(piece) for piece in _PIECES.findall(code))


def _excel_piece(piece: str) -> str:
    if piece in _DAY_NAMES:
        return _DAY_NAMES[piece]
    if len(piece) == 1:
        return piece.lower() if piece in "YMDHS" else piece
    if piece.startswith("["):
        word = piece[1:-1]
        if word.lower() in _COLOURS:
            return f"[{word.capitalize()}]"
        if set(word.upper()) <= set("HMS"):
            return piece.lower()
    return piece
