"""Numbers as people in Indonesian offices type them, and how numbers are written for them."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal, localcontext
from enum import Enum, auto
from functools import lru_cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from kinerja_xl.core.values import CellValue


class Reason(Enum):
    """Why a cell that is not blank gives no value."""

    NOT_A_NUMBER = auto()
    AMBIGUOUS = auto()
    STATED_EMPTY = auto()
    NOT_A_GRADE = auto()
    NOT_A_DATE = auto()
    RANGE_REVERSED = auto()
    AGAINST_POLARITY = auto()
    CELL_ERROR = auto()


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A cell that is not blank, and why no value can be taken from it.

    Attributes:
        text: What the cell shows, for the wording of a finding.
        first: For `AMBIGUOUS`: the reading by Indonesian convention.
        second: For `AMBIGUOUS`: the other reading.
    """

    reason: Reason
    text: str
    first: Decimal | None = None
    second: Decimal | None = None


class _Habit(Enum):
    """What the unit says about plausible figures."""

    SMALL = auto()
    WHOLE = auto()
    ANY = auto()


_LONGEST_NUMBER: Final = 100
_CELL_DIGITS: Final = 15
_GROUP_DIGITS: Final = 3
_SHORTEST_ABBREVIATION: Final = 3

_CHARACTERS: Final = {
    **dict.fromkeys(map(ord, "\u200b\u200e\u200f\u2060\ufeff"), None),
    **dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\uff0d"), "-"),
}
_DASHES = re.compile(r"[-_.\u2026 ]+")
_ERROR_VALUE = re.compile(r"#[A-Z0-9/_]+[!?]?|Err:\d{3}")
_STATED_EMPTY: Final = frozenset({
    "n/a", "na", "n.a", "n/a.", "nihil", "kosong", "none", "null",
    "tidak ada", "tdk ada", "belum ada", "blm ada", "tidak tersedia", "belum tersedia",
    "belum diisi", "belum", "tidak ada data", "belum ada data", "tidak ada kegiatan",
    "belum dilaksanakan", "tidak dilaksanakan",
})  # fmt: skip
_PERCENT_WORDS: Final = frozenset({"%", "persen", "prosen", "percent", "pct"})
_RUPIAH_WORDS: Final = frozenset({"rp", "idr", "rupiah"})
_SMALL_UNITS: Final = frozenset({
    "nilai", "indeks", "index", "skor", "skala", "poin", "rasio", "predikat",
})  # fmt: skip
_WHOLE_UNITS: Final = _RUPIAH_WORDS | {
    "orang", "pemilih", "peserta", "pegawai", "dokumen", "laporan", "berkas", "surat", "naskah",
    "kegiatan", "kali", "unit", "paket", "buah", "layanan", "rekomendasi", "temuan", "keputusan",
    "kasus", "perkara", "sengketa", "aduan", "pengaduan", "tps", "desa", "kelurahan",
    "kecamatan", "kabupaten", "kab/kota", "satker", "lembaga", "media", "lembar", "eksemplar",
}  # fmt: skip

_NUMBER = re.compile(
    r"(?P<sign>[-+]?)(?P<currency>(?:rp|idr)\.? ?)?(?P<inner>[-+]?)"
    r"(?P<body>[.,]?[0-9][0-9.,]*?)(?P<tail>[.,]-{1,2}|\.)? ?(?P<suffix>[^0-9]*)",
    re.IGNORECASE | re.ASCII,
)
_GROUPED: Final = {
    mark: re.compile(rf"[1-9][0-9]{{0,2}}(?:{re.escape(mark)}[0-9]{{3}})+") for mark in ".,"
}


def clean_text(text: str) -> str:
    """Make every white space one blank, every dash a hyphen, and drop invisible characters."""
    return " ".join(text.translate(_CHARACTERS).split())


def is_percent_unit(unit: str) -> bool:
    """Say whether a unit (satuan) means percent points."""
    lowered = unit.casefold()
    return "%" in lowered or "persen" in lowered or "prosen" in lowered


def read_number(
    value: CellValue, *, unit: str = "", is_percent: bool = False
) -> Decimal | Unreadable | None:
    """Read what a person typed into a cell meant for a number.

    A text follows the Indonesian convention, comma before decimals and dot before thousands; where
    only the English reading is possible ("98.5", "1,250,000.50") that one is taken. A mark before
    exactly three digits can be either. The convention decides ("1.250" is 1250, "3,625" is
    3.625), except where the unit makes its reading improbable: a percentage or an index seldom
    reaches a thousand, so "98.125" is `AMBIGUOUS` there, and persons or rupiah have no
    thousandths, so "1,250" is `AMBIGUOUS` there.

    Args:
        value: The cell. A float stands for the shortest decimal that denotes it, at most the 15
            significant digits that a spreadsheet keeps; whole numbers are exact.
        unit: The indicator's unit; the same word, its abbreviation of three letters or more, `%`
            or `Rp` may stand at the number. A percent sign at a number whose unit is known and is
            not a percentage is `NOT_A_NUMBER`, and so is `Rp` for a unit other than money.
        is_percent: The number is a percentage, even if the unit does not say so.

    Returns:
        The number as typed ("98,5%" is 98.5, never 0.985), `None` for a blank cell.
    """
    if isinstance(value, float):
        return _from_float(value) if math.isfinite(value) else _not_a_number(value)
    if value is None:
        return None
    if isinstance(value, int) and not isinstance(value, bool):
        return Decimal(value)
    if isinstance(value, str):
        return _from_text(value, unit, is_percent=is_percent or is_percent_unit(unit))
    if isinstance(value, Decimal) and value.is_finite():
        return value
    return _not_a_number(value)


def display_text(value: object) -> str:
    """Return what a person sees in the cell, for the wording of a finding."""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    return str(value)


def unreadable_word(text: str) -> Reason | None:
    """Recognise a cleaned text that holds no value by itself.

    Returns:
        `STATED_EMPTY` for a dash, "nihil", "n/a" and the like, `CELL_ERROR` for an error value
        such as `#DIV/0!`, else `None`.
    """
    if _ERROR_VALUE.fullmatch(text):
        return Reason.CELL_ERROR
    bare = re.sub(r"^(?:rp|idr)\.? ?(?=-)", "", text.casefold())
    if _DASHES.fullmatch(bare) or bare.rstrip(".") in _STATED_EMPTY:
        return Reason.STATED_EMPTY
    return None


def format_number(value: Decimal, digits: int | None = None) -> str:
    """Write a number the Indonesian way, `1.250.000,5`.

    Args:
        value: A finite number.
        digits: Decimal places, rounded half away from zero; `None` for as many as it has, without
            closing zeros.
    """
    with localcontext() as context:
        context.prec = 400
        if digits is not None:
            value = value.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)
        elif value != value.to_integral_value():
            value = value.normalize()
        else:
            value = value.to_integral_value()
        text = f"{value if value else abs(value):,f}"
    return text.translate({ord(","): ".", ord("."): ","})


@lru_cache(maxsize=4096)
def _from_float(value: float) -> Decimal:
    if value.is_integer():
        return Decimal(int(value))
    text = repr(value)
    if len(text) > _CELL_DIGITS + 1:
        text = f"{value:.{_CELL_DIGITS}g}"
    return Decimal(text)


def _not_a_number(value: object) -> Unreadable:
    return Unreadable(Reason.NOT_A_NUMBER, display_text(value))


def _from_text(typed: str, unit: str, *, is_percent: bool) -> Decimal | Unreadable | None:
    text = clean_text(typed).removeprefix("'")
    if not text:
        return None
    if reason := unreadable_word(text):
        return Unreadable(reason, display_text(typed))
    match = _NUMBER.fullmatch(text) if len(text) <= _LONGEST_NUMBER else None
    if (
        match is None
        or (match["sign"] and match["inner"])
        or not _fits_unit(match["suffix"], unit.casefold(), has_currency=bool(match["currency"]))
    ):
        return _not_a_number(typed)
    readings = _read_body(match["body"], _habit(unit, match, is_percent=is_percent))
    if "-" in (match["sign"], match["inner"]):
        readings = tuple(-reading for reading in readings)
    if not readings:
        return _not_a_number(typed)
    if len(readings) > 1:
        return Unreadable(Reason.AMBIGUOUS, display_text(typed), *readings)
    return readings[0]


def _fits_unit(suffix: str, unit: str, *, has_currency: bool) -> bool:
    """Say whether what stands around the number agrees with the unit, lower case or empty."""
    suffix = suffix.strip().casefold()
    if has_currency and unit and not _is_money(unit):
        return False
    if not suffix:
        return True
    word = suffix.rstrip(".")
    if word in _PERCENT_WORDS:
        return not has_currency and (not unit or is_percent_unit(unit))
    if word in _RUPIAH_WORDS:
        return not unit or _is_money(unit)
    names = (unit, *re.split(r" ?/ ?", unit))
    return suffix in names or any(
        len(word) >= _SHORTEST_ABBREVIATION and word.isalpha() and name.startswith(word)
        for name in names
    )


def _is_money(unit: str) -> bool:
    return any(word in _RUPIAH_WORDS for word in re.findall(r"[a-z]+", unit.casefold()))


def _habit(unit: str, match: re.Match[str], *, is_percent: bool) -> _Habit:
    first_word = unit.casefold().split(" ")[0]
    if match["currency"] or _is_money(unit) or first_word in _WHOLE_UNITS:
        return _Habit.WHOLE
    has_sign = match["suffix"].strip().casefold() in _PERCENT_WORDS
    if is_percent or has_sign or first_word in _SMALL_UNITS:
        return _Habit.SMALL
    return _Habit.ANY


def _read_body(body: str, habit: _Habit) -> tuple[Decimal, ...]:
    """Give the plausible readings of digits and marks, the conventional one first."""
    marks = sorted(set(body) & {".", ","}, key=body.rfind)
    if not marks:
        return (Decimal(body),)
    mark = marks[-1]
    whole, _, fraction = body.rpartition(mark)
    if len(marks) > 1:
        is_grouped = _GROUPED[marks[0]].fullmatch(whole) is not None
        return _decimal(whole.replace(marks[0], ""), fraction) if is_grouped else ()
    is_grouped = _GROUPED[mark].fullmatch(body) is not None
    if mark in whole:
        return (Decimal(body.replace(mark, "")),) if is_grouped else ()
    return _read_single_mark(whole, mark, fraction, habit)


def _read_single_mark(whole: str, mark: str, fraction: str, habit: _Habit) -> tuple[Decimal, ...]:
    as_decimal, as_thousands = _decimal(whole, fraction), (Decimal(whole + fraction),)
    if len(fraction) != _GROUP_DIGITS or not whole or whole.startswith("0"):
        return as_decimal
    if len(whole) > _GROUP_DIGITS:  # "1250.000": a mark too few, where thousandths make no sense
        return as_decimal + (as_thousands if habit is _Habit.WHOLE else ())
    if mark == ".":
        return as_thousands + (as_decimal if habit is _Habit.SMALL else ())
    return as_decimal + (as_thousands if habit is _Habit.WHOLE else ())


def _decimal(whole: str, fraction: str) -> tuple[Decimal, ...]:
    return (Decimal(f"{whole or 0}.{fraction}"),) if fraction else ()
