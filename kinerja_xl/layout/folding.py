"""Simplifies formulas in which operands are literals, without changing what they compute."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from decimal import Decimal

_TRUE, _FALSE = "TRUE", "FALSE"
_TOKEN = re.compile(r'"(?:[^"]|"")*"|[A-Z][A-Z0-9.]*\(|[(),]|[^"(),]')
_TEXT = re.compile(r'"((?:[^"]|"")*)"')
_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?(?:E[+-][0-9]+)?")
_TEXTS_COMPARED = re.compile(r'"([^"]*)"(=|<>)"([^"]*)"')
_NUMBERS_COMPARED = re.compile(rf"({_NUMBER.pattern})(<=|>=|<>|<|>|=)({_NUMBER.pattern})")
_COUNT_COMPARED = re.compile(r"COUNT\(([^()]*)\)=([0-9]+)")
_ATOM = re.compile(r'"[^"]*"|[$A-Z0-9.\0\1\2]+')
_COMPARE: dict[str, Callable[[Decimal, Decimal], bool]] = {
    "<": Decimal.__lt__,
    ">": Decimal.__gt__,
    "<=": Decimal.__le__,
    ">=": Decimal.__ge__,
    "=": lambda left, right: left == right,
    "<>": lambda left, right: left != right,
}


def fold(formula: str, known: Mapping[str, str]) -> str:
    """Return a formula that computes the same with what is known worked out.

    Args:
        formula: File syntax, no leading `=`, no blanks outside texts; functions in capitals.
        known: What expressions stand for, such as `{"T>0": "TRUE"}` for an operand `T`.

    Raises:
        ValueError: If the parentheses do not match.
    """
    tokens = _TOKEN.findall(formula)
    text, end = _expression(tokens, 0, known)
    if end != len(tokens):
        raise ValueError(f"unmatched parenthesis in {formula[:40]!r}")
    return text


def _expression(tokens: list[str], start: int, known: Mapping[str, str]) -> tuple[str, int]:
    """Fold up to the comma or parenthesis that ends the expression."""
    pieces: list[str] = []
    is_call: list[bool] = []
    position = start
    while position < len(tokens) and tokens[position] not in (",", ")"):
        token = tokens[position]
        position += 1
        if token[-1] == "(" and token[0] != '"':
            arguments, position = _arguments(tokens, position, known)
            token = _call(token[:-1], arguments, known) if token != "(" else arguments[0]
            is_call.append(True)
        else:
            is_call.append(False)
        pieces.append(token)
    if len(pieces) > 1:
        pieces = [
            f"({piece})" if nested and not _is_whole(piece) else piece
            for piece, nested in zip(pieces, is_call, strict=True)
        ]
    return _known("".join(pieces), known), position


def _arguments(tokens: list[str], position: int, known: Mapping[str, str]) -> tuple[list[str], int]:
    arguments: list[str] = []
    while True:
        argument, position = _expression(tokens, position, known)
        arguments.append(argument)
        if position == len(tokens):
            raise ValueError("a parenthesis is not closed")
        position += 1
        if tokens[position - 1] == ")":
            return arguments, position


def _call(name: str, arguments: list[str], known: Mapping[str, str]) -> str:
    if name == "IF" and arguments[0] in (_TRUE, _FALSE):
        return arguments[1 if arguments[0] == _TRUE else 2]
    if name in ("AND", "OR"):
        return _junction(name, arguments)
    if name == "ISNUMBER" and _NUMBER.fullmatch(arguments[0]):
        return _TRUE
    if name == "ISNUMBER" and _TEXT.fullmatch(arguments[0]):
        return _FALSE
    if name == "MEDIAN" and arguments[0] == arguments[1]:
        return arguments[0]
    return _known(f"{name}({','.join(arguments)})", known)


def _junction(name: str, arguments: list[str]) -> str:
    decisive, neutral = (_FALSE, _TRUE) if name == "AND" else (_TRUE, _FALSE)
    if decisive in arguments:
        return decisive
    open_ones = [argument for argument in arguments if argument != neutral]
    if len(open_ones) > 1:
        return f"{name}({','.join(open_ones)})"
    return open_ones[0] if open_ones else neutral


def _known(text: str, known: Mapping[str, str]) -> str:
    if text in known:
        return known[text]
    if match := _TEXTS_COMPARED.fullmatch(text):
        is_equal = match[1].casefold() == match[3].casefold()
        return _TRUE if is_equal == (match[2] == "=") else _FALSE
    if match := _NUMBERS_COMPARED.fullmatch(text):
        holds = _COMPARE[match[2]](Decimal(match[1]), Decimal(match[3]))
        return _TRUE if holds else _FALSE
    if match := _COUNT_COMPARED.fullmatch(text):
        return _count(match[1].split(","), int(match[2]), known)
    return text.removesuffix("+0") if text.endswith(")+0") else text


def _count(operands: list[str], wanted: int, known: Mapping[str, str]) -> str:
    """Say how many of the operands that are no literals must be numbers."""
    open_ones = [
        operand
        for operand in operands
        if not _NUMBER.fullmatch(operand) and known.get(f"ISNUMBER({operand})") != _TRUE
    ]
    wanted -= len(operands) - len(open_ones)
    if len(open_ones) == wanted == 1:
        return f"ISNUMBER({open_ones[0]})"
    return f"COUNT({','.join(open_ones)})={wanted}" if open_ones else str(wanted == 0).upper()


def _is_whole(text: str) -> bool:
    """Say whether an expression is one operand, so that it needs no parentheses."""
    if _ATOM.fullmatch(text):
        return True
    tokens = _TOKEN.findall(text)
    if not tokens or tokens[0] == '"' or tokens[0][-1] != "(":
        return False
    depth = 0
    for n, token in enumerate(tokens):
        depth += (token[-1] == "(" and token[0] != '"') - (token == ")")
        if depth == 0:
            return n == len(tokens) - 1
    return False
