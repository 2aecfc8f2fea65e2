"""Formulas between Excel's writing (A1, commas, English) and the one of LibreOffice's bridge.

The bridge separates arguments by semicolons and sheets from cells by dots, and has its own
names for a few functions. Text is translated piece by piece and nothing is recalculated, so
a formula that LibreOffice does not know comes back as it was written.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

# One piece of a formula in Excel's writing.
_EXCEL = re.compile(
    r"""
    (?P<text>"(?:[^"]|"")*")
    | (?P<sheet>(?:'(?:[^']|'')+'|[^\W\d][\w.]*(?::[^\W\d][\w.]*)?)!)
    | (?P<error>\#(?:REF!|DIV/0!|N/A|NAME\?|NULL!|NUM!|VALUE!))
    | (?P<table>(?:[^\W\d][\w.]*)?\[)
    | (?P<function>[^\W\d][\w.]*(?=\())
    | (?P<word>\$?[^\W\d][\w.$]*|\d[\d.]*(?:[eE][+-]?\d+)?)
    | (?P<other>.)
    """,
    re.X | re.S,
)
# One piece of a formula in the bridge's writing.
_BRIDGE = re.compile(
    r"""
    (?P<text>"(?:[^"]|"")*")
    | (?P<function>[^\W\d][\w.]*(?=\())
    | (?P<sheet>\$?(?:'(?:[^']|'')+'|[^\W\d]\w*)\.(?=\$?[A-Za-z#]))
    | (?P<error>\#(?:REF!|DIV/0!|N/A|NAME\?|NULL!|NUM!|VALUE!))
    | (?P<table>(?:[^\W\d][\w.]*)?\[)
    | (?P<word>\$?[^\W\d][\w.$]*|\d[\d.]*(?:[eE][+-]?\d+)?)
    | (?P<other>.)
    """,
    re.X | re.S,
)

_ADDIN = "COM.SUN.STAR.SHEET.ADDIN.ANALYSIS.GET"
_FUTURE = ("_XLFN._XLWS.", "_XLFN.", "_XLWS.")
# Excel's function, and the one of LibreOffice that gives the same result.
_TO_BRIDGE = {"CEILING": "CEILING.XCL", "FLOOR": "FLOOR.XCL"}
_TO_EXCEL = {theirs: ours for ours, theirs in _TO_BRIDGE.items()}
# Semicolons separate arguments, tildes unite references, exclamation marks intersect them.
_TO_EXCEL_SEPARATORS = {";": ",", "~": ",", "!": " "}
_ARRAY_TO_EXCEL = {";": ",", "|": ";"}
_TRUTH = {"TRUE", "FALSE"}
_BETWEEN_BRACKETS = re.compile(r"\] *, *\[")
_THIS_ROW = "[#This Row]"
# Stands for the name of the table around a cell until it is asked for; no formula can hold it.
_OWN_TABLE = "\0"
# A table's rows repeat their formulas, and a workbook has few different ones.
_REMEMBERED = 4096

# Gives the name of the table around the cell that a formula is written into.
TableName = Callable[[], str | None]


def is_formula(value: object) -> bool:
    """Tell whether a value is taken as a formula and not as text."""
    return isinstance(value, str) and len(value) > 1 and value.startswith("=")


def to_bridge(formula: str, table_name: TableName = lambda: None) -> str:
    """Translate a formula from Excel's writing.

    Args:
        formula: The formula, with its equals sign.
        table_name: Asked when the formula says `[@Column]` without naming the table.
    """
    translated = _to_bridge(formula)
    if _OWN_TABLE in translated:
        return translated.replace(_OWN_TABLE, table_name() or "")
    return translated


def to_excel(formula: str) -> str:
    """Translate a formula into Excel's writing; anything else comes back as it is."""
    if not formula.startswith(("=", "{=")):
        # An apostrophe keeps a text from being read as a number; it is not part of the text.
        return formula.removeprefix("'")
    if formula.startswith("{=") and formula.endswith("}"):
        # Excel shows the braces of an array formula but does not write them.
        formula = formula[1:-1]
    return _to_excel(formula)


def has_intersection(formula: str) -> bool:
    """Tell whether a formula in the bridge's writing asks for what two references share."""
    pieces = _BRIDGE.finditer(formula)
    return any(piece.lastgroup == "other" and piece.group() == "!" for piece in pieces)


@lru_cache(_REMEMBERED)
def _to_bridge(formula: str) -> str:
    done: list[str] = []
    place, braces = 0, 0
    while place < len(formula):
        match = _EXCEL.match(formula, place)
        assert match is not None  # the last alternative takes any character
        place = match.end()
        piece = match.group()
        if match.lastgroup == "sheet":
            done.append(_bridge_sheet(piece[:-1]))
        elif match.lastgroup == "table":
            reference, place = _bracketed(formula, match.start())
            done.append(_bridge_table(reference))
        elif match.lastgroup == "function":
            done.append(_bridge_function(piece))
        elif match.lastgroup == "word" and piece.upper() in _TRUTH:
            done.append(f"{piece.upper()}()")
        else:
            braces += (piece == "{") - (piece == "}")
            separators = {",": ";", ";": "|"} if braces else {",": ";"}
            done.append(separators.get(piece, piece))
    return "".join(done)


@lru_cache(_REMEMBERED)
def _to_excel(formula: str) -> str:
    done: list[str] = []
    place, braces = 0, 0
    while place < len(formula):
        match = _BRIDGE.match(formula, place)
        assert match is not None  # the last alternative takes any character
        place = match.end()
        piece = match.group()
        if match.lastgroup == "sheet":
            done.append(piece[:-1].removeprefix("$") + "!")
        elif match.lastgroup == "table":
            reference, place = _bracketed(formula, match.start())
            done.append(reference.replace("];[", "],["))
        elif match.lastgroup == "function":
            name = _excel_function(piece)
            done.append(name)
            if name in _TRUTH and formula.startswith("()", place):
                place += 2
        else:
            braces += (piece == "{") - (piece == "}")
            separators = _ARRAY_TO_EXCEL if braces else _TO_EXCEL_SEPARATORS
            done.append(separators.get(piece, piece))
    return "".join(done)


def _bridge_sheet(name: str) -> str:
    """Return a sheet's name before a dot; two sheets with a colon are a span of sheets."""
    if name.startswith("'"):
        return f"$'{name[1:-1]}'."
    first, colon, last = name.partition(":")
    return f"${first}." if not colon else f"${first}:${last}."


def _bridge_function(name: str) -> str:
    upper = name.upper()
    for prefix in _FUTURE:
        upper = upper.removeprefix(prefix)
    return _TO_BRIDGE.get(upper, upper)


def _excel_function(name: str) -> str:
    upper = name.upper()
    if upper.startswith(_ADDIN):
        upper = upper.removeprefix(_ADDIN).replace("_ADD", "")
    return _TO_EXCEL.get(upper, upper)


def _bridge_table(reference: str) -> str:
    """Return a reference to a table's part, in the long form that the bridge knows."""
    name, _, inside = reference[:-1].partition("[")
    if inside.startswith("@"):
        column = inside[1:].strip()
        if column and not column.startswith("["):
            column = f"[{column}]"
        inside = f"{_THIS_ROW};{column}" if column else _THIS_ROW
    elif not name and (":" in reference or reference[1:-1].isdigit()):
        return reference  # another workbook, which stands in brackets too
    name = name or _OWN_TABLE
    inside = _BETWEEN_BRACKETS.sub("];[", inside)
    return f"{name}[{inside}]"


def _bracketed(formula: str, start: int) -> tuple[str, int]:
    """Return the text up to the bracket that closes the first one, and where it ends."""
    depth = 0
    place = formula.index("[", start)
    while place < len(formula):
        character = formula[place]
        if character == "'":
            place += 1  # an apostrophe takes the special meaning from the next character
        depth += (character == "[") - (character == "]")
        place += 1
        if depth == 0:
            break
    return formula[start:place], place
