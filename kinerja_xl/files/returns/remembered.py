"""Remembers what was found in small parts: an office's forms share them byte for byte."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import TypeVar

_MOST_PARTS = 64
LARGEST_REMEMBERED = 16 * 1024
"""So at most a MiB is kept for each kind of part."""

Found = TypeVar("Found")


def remembered(find: Callable[[bytes], Found]) -> Callable[[bytes], Found]:
    """Make a function of a part's content remember its last answers; errors are not kept.

    Args:
        find: Depends on nothing but the content, and returns nothing that can be changed.
    """
    kept = lru_cache(maxsize=_MOST_PARTS)(find)

    def look(content: bytes) -> Found:
        return kept(content) if len(content) <= LARGEST_REMEMBERED else find(content)

    return look
