"""Makes docs/pictures: sheets of the example's master as LibreOffice draws them.

`python docs/make_pictures.py` runs the demo in a temporary folder and needs LibreOffice and
pdftoppm (Debian: libreoffice-calc, poppler-utils).
"""

from __future__ import annotations

import re
import struct
import subprocess
import sys
import tempfile
import zlib
from datetime import datetime
from pathlib import Path

import numpy as np  # noqa: TID253 - nobody waits for the start of this script
from numpy.typing import NDArray  # noqa: TID253 - the same

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from kinerja_xl.files.folder import MASTER_NAME
from kinerja_xl.files.xlsx.archive import rewrite_archive
from kinerja_xl.files.xlsx.package import Package
from kinerja_xl.layout.tables import CONTROL
from kinerja_xl.usecases.demo import run_demo
from kinerja_xl.usecases.gather import Run
from tests.libreoffice_tools import LibreOffice, find_soffice

Pixels = NDArray[np.uint8]
FOLDER = Path(__file__).resolve().parent / "pictures"
WIDTH = 1400
"""Pixels of a picture from edge to edge."""

_MARGIN_INCHES = 0.08
_ROUGH_DPI = 50
_WHITE, _MOST_COLOURS = 255, 256
_ANY_TIME = datetime(2026, 1, 1)
"""The demo's runs happen at the moments of its story."""
_FOOTER = re.compile(rb"<headerFooter\b.*?</headerFooter>", re.DOTALL)
_INDONESIAN = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Setup/L10N"><prop oor:name="ooSetupSystemLocale" oor:op="fuse">
<value>id-ID</value></prop></item>
</oor:items>
"""


def main() -> None:
    """Make every picture."""
    soffice = find_soffice()
    if soffice is None:
        sys.exit("LibreOffice is not installed.")
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        scratch = Path(name)
        run_demo(scratch / "kantor", Run(_ANY_TIME, "perencana"))
        master = scratch / "kantor" / MASTER_NAME
        copy = scratch / "gambar.xlsm"
        copy.write_bytes(without_footers(master.read_bytes()))
        pages = LibreOffice(soffice, indonesian_profile(scratch / "profil")).convert(
            copy, "pdf", folder=scratch / "pdf"
        )
        # KENDALI is the first sheet and always one page.
        draw_page(pages, 1, FOLDER / f"{CONTROL.lower()}.png")


def without_footers(workbook: bytes) -> bytes:
    """Return a workbook whose sheets print no header or footer."""
    package = Package(workbook)
    parts = {sheet.part: package.read(sheet.part) for sheet in package.sheets}
    return rewrite_archive(workbook, {part: _FOOTER.sub(b"", xml) for part, xml in parts.items()})


def indonesian_profile(folder: Path) -> Path:
    """Make a profile of LibreOffice that writes numbers and dates as in Indonesia."""
    (folder / "user").mkdir(parents=True)
    settings = folder / "user" / "registrymodifications.xcu"
    settings.write_text(_INDONESIAN, encoding="utf-8")
    return folder


def draw_page(pages: Path, number: int, picture: Path) -> None:
    """Draw one page of a PDF, cropped to what is on it."""
    left, top, right, bottom = (edge / _ROUGH_DPI for edge in content_box(pages, number))
    width, height = right - left + 2 * _MARGIN_INCHES, bottom - top + 2 * _MARGIN_INCHES
    dpi = WIDTH / width
    crop = {"-x": left - _MARGIN_INCHES, "-y": top - _MARGIN_INCHES, "-W": width, "-H": height}
    options = [text for name, inches in crop.items() for text in (name, str(round(inches * dpi)))]
    picture.write_bytes(png(rendered(pages, number, dpi, *options)))


def content_box(pages: Path, number: int) -> tuple[int, int, int, int]:
    """Return left, top, right and bottom of what is not white on a page, at the rough resolution.

    Raises:
        ValueError: If the page is white.
    """
    darkest = rendered(pages, number, _ROUGH_DPI).min(axis=2)
    rows = np.flatnonzero(darkest.min(axis=1) < _WHITE)
    columns = np.flatnonzero(darkest.min(axis=0) < _WHITE)
    if not rows.size:
        raise ValueError(f"page {number} is white")
    return int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1


def rendered(pages: Path, number: int, dpi: float, *options: str) -> Pixels:
    """Return the pixels of one page: rows of columns of red, green and blue."""
    page = ["-f", str(number), "-l", str(number), "-r", f"{dpi:.2f}"]
    command = ["pdftoppm", *page, *options, str(pages)]
    image = subprocess.run(command, check=True, capture_output=True).stdout
    header = re.match(rb"P6\s+(\d+)\s+(\d+)\s+255\s", image)
    if header is None:
        raise ValueError("pdftoppm gave no picture")
    pixels = np.frombuffer(image, np.uint8, offset=header.end())
    return pixels.reshape(int(header[2]), int(header[1]), 3)


def png(pixels: Pixels) -> bytes:
    """Return a PNG with a palette; colours beyond the most frequent become the nearest of those."""
    height, width, _ = pixels.shape
    colours, places, counts = np.unique(
        pixels.reshape(-1, 3), axis=0, return_inverse=True, return_counts=True
    )
    palette = colours[np.argsort(-counts)[:_MOST_COLOURS]].astype(np.int32)
    distances = ((colours.astype(np.int32)[:, None, :] - palette[None, :, :]) ** 2).sum(axis=2)
    indexes = distances.argmin(axis=1).astype(np.uint8)[places.reshape(height, width)]
    lines = np.hstack([np.zeros((height, 1), np.uint8), indexes])  # each line unfiltered
    return b"".join(
        (
            b"\x89PNG\r\n\x1a\n",
            _chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)),
            _chunk(b"PLTE", palette.astype(np.uint8).tobytes()),
            _chunk(b"IDAT", zlib.compress(lines.tobytes(), 9)),
            _chunk(b"IEND", b""),
        )
    )


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


if __name__ == "__main__":
    main()
