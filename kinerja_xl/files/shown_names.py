"""Writes names of files so that a cell, a terminal and a person can take them."""

from __future__ import annotations

import unicodedata

_UNSHOWN = frozenset({"Cc", "Cs", "Zl", "Zp", "Cn"})
"""Controls, halves of characters (bytes that are no text), line ends, what is no character."""
_TURNING = frozenset("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u061c")
"""Marks that change the direction of writing: with them `xslx.exe` can look like `exe.xlsx`."""


def shown_name(name: str) -> str:
    r"""Return a name with an escape, such as `\n` or `\u202e`, for what cannot be shown.

    All other names stay as they are, so that the file can be found by them.
    """
    if name.isprintable():
        return name
    return "".join(
        mark.encode("unicode_escape").decode()
        if unicodedata.category(mark) in _UNSHOWN or mark in _TURNING
        else mark
        for mark in name
    )
