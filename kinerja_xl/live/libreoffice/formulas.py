"""Formulas between Excel's writing (A1, commas, English) and the one of LibreOffice's bridge.

The bridge separates arguments by semicolons and sheets from cells by dots, and has its own
names for a few functions. Text is translated piece by piece and nothing is recalculated, so
a formula that LibreOffice does not know comes back as it was written.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

# A corner of a reference: a cell, a column or a row; and the cell alone.
_CORNER = r"\$?(?:[A-Za-z]{1,3}(?:\$?\d+)?|\d+)"
_CELL = r"\$?[A-Za-z]{1,3}\$?\d+"
# A cell whose row or column was deleted, as the bridge writes it.
_LOST = r"(?:\$?[A-Za-z]{1,3}\$?\#REF!|\$?\#REF!\$?\d+)"
# Where a formula takes from another workbook, as the bridge writes it.
_LINK = r"'file:(?:[^']|'')+'\#"

# One piece of a formula in Excel's writing.
_EXCEL = re.compile(
    rf"""
    (?P<text>"(?:[^"]|"")*")
    | (?P<link>{_LINK})
    | (?P<span>(?:'(?P<sheets>(?:[^'\[\]]|'')+:(?:[^'\[\]]|'')+)'
        | (?!{_CELL}:)(?P<words>[^\W\d][\w.]*:[^\W\d][\w.]*))!
        (?:(?P<from>{_CORNER}):(?P<to>{_CORNER})|(?P<cell>{_CELL})))
    | (?P<lost>(?:'(?:[^']|'')+'|[^\W\d][\w.]*)!\#REF!)
    | (?P<lost_sheet>\#REF!(?={_CELL}))
    | (?P<sheet>(?:'(?:[^']|'')+'|[^\W\d][\w.]*)!)
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
    rf"""
    (?P<text>"(?:[^"]|"")*")
    | (?P<link>{_LINK})
    | (?P<function>[^\W\d][\w.]*(?=\())
    | (?P<span>\$?(?P<first>'(?:[^']|'')+'|[^\W\d]\w*)\.(?P<from>{_CORNER})
        :\$?(?P<last>'(?:[^']|'')+'|[^\W\d]\w*)\.(?P<to>{_CORNER}))
    | (?P<lost_sheet>\$?\#REF!\.)
    | (?P<lost>{_LOST}(?::{_LOST})?)
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
# Parts of a table that Excel knows without brackets of their own, and the bridge does not.
_PARTS = {f"#{part.casefold()}": f"[#{part}]" for part in ("All", "Data", "Headers", "Totals")}
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


def with_table_renamed(formula: str, old: str, new: str) -> str:
    """Return a formula in the bridge's writing that calls a table by another name."""
    done: list[str] = []
    place = 0
    while place < len(formula):
        match = _BRIDGE.match(formula, place)
        assert match is not None  # the last alternative takes any character
        place = match.end()
        piece = match.group()
        if match.lastgroup == "table":
            piece, place = _bracketed(formula, match.start())
        name, bracket, inside = piece.partition("[")
        if match.lastgroup in {"table", "word"} and name.casefold() == old.casefold():
            piece = new + bracket + inside
        done.append(piece)
    return "".join(done)


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
        kind = str(match.lastgroup)
        if kind in {"span", "sheet", "lost", "lost_sheet"}:
            done.append(_bridge_place(kind, match))
        elif kind == "table":
            reference, place = _bracketed(formula, match.start())
            done.append(_bridge_table(reference))
        elif kind == "function":
            done.append(_bridge_function(piece))
        elif kind == "word" and piece.upper() in _TRUTH:
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
        kind = str(match.lastgroup)
        if kind in {"span", "sheet", "lost", "lost_sheet"}:
            done.append(_excel_place(kind, match))
        elif kind == "table":
            reference, place = _bracketed(formula, match.start())
            done.append(_excel_table(reference))
        elif kind == "function":
            name = _excel_function(piece)
            done.append(name)
            if name in _TRUTH and formula.startswith("()", place):
                place += 2
        else:
            braces += (piece == "{") - (piece == "}")
            separators = _ARRAY_TO_EXCEL if braces else _TO_EXCEL_SEPARATORS
            done.append(separators.get(piece, piece))
    return "".join(done)


def _bridge_place(kind: str, match: re.Match[str]) -> str:
    """Return what says on which sheets cells are, or that they are no more."""
    if kind == "span":
        names, quote = match["sheets"] or match["words"], "'" if match["sheets"] else ""
        first, _, last = names.partition(":")
        start, end = match["from"] or match["cell"], match["to"] or match["cell"]
        return f"${quote}{first}{quote}.{start}:${quote}{last}{quote}.{end}"
    if kind == "lost":
        return "#REF!"
    if kind == "lost_sheet":
        return "$#REF!."
    name = match.group()[:-1]
    if "[" in name:
        raise NotImplementedError(f"this engine writes no references to other workbooks: {name}")
    return f"${name}."


def _excel_place(kind: str, match: re.Match[str]) -> str:
    if kind == "span":
        first, last, start, end = match["first"], match["last"], match["from"], match["to"]
        cells = start if start == end and re.fullmatch(_CELL, start) else f"{start}:{end}"
        if first == last:
            return f"{first}!{cells}"
        if "'" in first + last:
            first, last = "'" + first.strip("'"), last.strip("'") + "'"
        return f"{first}:{last}!{cells}"
    if kind in {"lost", "lost_sheet"}:
        return "#REF!"
    return match.group()[:-1].removeprefix("$") + "!"


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
    inside = _PARTS.get(inside.casefold(), inside)
    inside = _BETWEEN_BRACKETS.sub("];[", inside)
    return f"{name}[{inside}]"


def _excel_table(reference: str) -> str:
    """Return a reference to a table's part, a whole part in the short form that Excel shows."""
    name, _, inside = reference[:-1].partition("[")
    short = inside[1:-1] if inside in _PARTS.values() else inside
    return f"{name}[{short}]".replace("];[", "],[")


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
