"""Pixels as PNG files."""

from __future__ import annotations

import struct
import zlib

import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]
"""Rows of columns of red, green and blue."""

_MOST_COLOURS = 256


def png(pixels: Pixels) -> bytes:
    """Return a PNG with a palette; colours beyond the most frequent become the nearest of those."""
    height, width, _ = pixels.shape
    colours, places, counts = np.unique(
        pixels.reshape(-1, 3) @ np.array([65_536, 256, 1]), return_inverse=True, return_counts=True
    )
    palette = _split(colours[np.argsort(-counts)[:_MOST_COLOURS]])
    indexes = np.array([_nearest(palette, colour) for colour in _split(colours)], np.uint8)
    rows = indexes[places].reshape(height, width)
    lines = np.hstack([np.zeros((height, 1), np.uint8), rows])  # each line unfiltered
    return b"".join(
        (
            b"\x89PNG\r\n\x1a\n",
            _chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)),
            _chunk(b"PLTE", palette.astype(np.uint8).tobytes()),
            _chunk(b"IDAT", zlib.compress(lines.tobytes(), 9)),
            _chunk(b"IEND", b""),
        )
    )


def _split(colours: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return colours as rows of red, green and blue."""
    return np.stack([colours >> 16, colours >> 8 & 255, colours & 255], axis=1)


def _nearest(palette: NDArray[np.int64], colour: NDArray[np.int64]) -> int:
    return int(((palette - colour) ** 2).sum(axis=1).argmin())


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
