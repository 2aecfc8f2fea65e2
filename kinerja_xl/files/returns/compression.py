"""Inflates and sums bytes with the fastest library that this machine has."""

from __future__ import annotations

import zlib
from collections.abc import Callable

crc32: Callable[[bytes], int]
_decompress: Callable[[bytes | memoryview, int, int], bytes]
InflateError: type[Exception]
"""Deflated bytes are damaged."""

try:
    from isal import isal_zlib
except ImportError:  # no wheel for this kind of machine, see pyproject.toml
    crc32, _decompress, InflateError = zlib.crc32, zlib.decompress, zlib.error
else:
    crc32, _decompress = isal_zlib.crc32, isal_zlib.decompress
    InflateError = isal_zlib.error  # type: ignore[assignment]  # its stub says an instance

__all__ = ["InflateError", "crc32", "inflate"]


def inflate(packed: bytes | memoryview, size: int) -> bytes:
    """Return what raw deflated bytes hold.

    Args:
        packed: The bytes.
        size: How much they are said to hold; more is inflated all the same.

    Raises:
        InflateError: If they are damaged.
    """
    return _decompress(packed, -zlib.MAX_WBITS, size)
