"""Makes docs/pictures: the example's master as LibreOffice draws it, on paper and on the screen.

`python docs/make_pictures.py` runs the demo in a temporary folder and needs LibreOffice, pdftoppm,
Xvfb and xdotool (Debian: libreoffice-calc, python3-uno, poppler-utils, xvfb, xdotool).
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from datetime import datetime
from pathlib import Path

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from kinerja_xl.core.period import Period
from kinerja_xl.files.building.sop_sheet import build_sop_workbook
from kinerja_xl.files.definitions import find_sop, load_sop
from kinerja_xl.files.folder import MASTER_NAME, OfficeFolder
from kinerja_xl.files.xlsx.archive import rewrite_archive
from kinerja_xl.files.xlsx.package import Package
from kinerja_xl.layout.tables import CONTROL
from kinerja_xl.usecases.demo import run_demo
from kinerja_xl.usecases.gather import Run
from tests.libreoffice_tools import LibreOffice, find_soffice
from tests.live.desk import SETTINGS, running_desk
from tests.live.screen import running_screen
from tests.pictures import Pixels, png

FOLDER = Path(__file__).resolve().parent / "pictures"
WIDTH = 1400
"""Pixels of a picture from edge to edge."""

CHARTS_TITLE = "Grafik Kinerja"
SHEETS = {"Temuan\n": "temuan.png", "Pelaksanaan Langkah SOP\n": "langkah.png"}
"""The first line of a sheet's page, and its picture."""
_SOP = "kpu_bengkulu_utara"
_FORM = (Period.parse("2026-TW2"), "TEKNIS")
_MARGIN_INCHES = 0.08
_ROUGH_DPI = 50
_WHITE = 255
_ANY_TIME = datetime(2026, 1, 1)
"""The demo's runs happen at the moments of its story."""
_FOOTER = re.compile(rb"<headerFooter\b.*?</headerFooter>", re.DOTALL)


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
        draw_page(pages, page_of(pages, CHARTS_TITLE), FOLDER / "capaian.png")
        for title, picture in SHEETS.items():
            draw_page(pages, page_of(pages, title), FOLDER / picture)
        office = LibreOffice(soffice, scratch / "profil")
        draw_sop(scratch, office)
        draw_form(scratch, office)
        photograph_desk(master, scratch / "layar")


def draw_sop(scratch: Path, office: LibreOffice) -> None:
    """Draw the first page of the swim lanes of an SOP."""
    source = scratch / "sop.xlsx"
    source.write_bytes(without_footers(build_sop_workbook(load_sop(find_sop(_SOP)))))
    pages = office.convert(source, "pdf", folder=scratch / "pdf")
    draw_page(pages, 2, FOLDER / "sop.png")  # the first holds the identity block


def draw_form(scratch: Path, office: LibreOffice) -> None:
    """Draw the first page of the rows that a section fills in."""
    form = OfficeFolder(scratch / "kantor").form(*_FORM)
    source = scratch / "formulir.xlsx"
    source.write_bytes(without_footers(form.read_bytes()))
    pages = office.convert(source, "pdf", folder=scratch / "pdf")
    draw_page(pages, 2, FOLDER / "formulir.png")  # the first holds PETUNJUK


def photograph_desk(master: Path, scratch: Path) -> None:
    """Take a picture of LibreOffice with the master open, just after a button was clicked."""
    scratch.mkdir()
    with running_screen(scratch) as screen, running_desk(screen, FOLDER) as desk:
        document = desk.open(master)
        dialog = desk.press(document, "Segarkan Status")
        desk.shoot("libreoffice", dialog)
        desk.answer(dialog, "OK")
        desk.close(document)


def without_footers(workbook: bytes) -> bytes:
    """Return a workbook whose sheets print no header or footer."""
    package = Package(workbook)
    parts = {sheet.part: package.read(sheet.part) for sheet in package.sheets}
    return rewrite_archive(workbook, {part: _FOOTER.sub(b"", xml) for part, xml in parts.items()})


def indonesian_profile(folder: Path) -> Path:
    """Make a profile of LibreOffice that writes numbers and dates as in Indonesia."""
    (folder / "user").mkdir(parents=True)
    settings = folder / "user" / "registrymodifications.xcu"
    settings.write_text(SETTINGS, encoding="utf-8")
    return folder


def page_of(pages: Path, title: str) -> int:
    """Return the number of the page that begins with a title.

    Raises:
        ValueError: If no page does.
    """
    command = ["pdftotext", "-enc", "UTF-8", str(pages), "-"]
    text = subprocess.run(command, check=True, capture_output=True).stdout.decode()
    for number, page in enumerate(text.split("\f"), start=1):
        if page.lstrip().startswith(title):
            return number
    raise ValueError(f"no page begins with {title}")


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
    import numpy as np

    darkest = rendered(pages, number, _ROUGH_DPI).min(axis=2)
    rows = np.flatnonzero(darkest.min(axis=1) < _WHITE)
    columns = np.flatnonzero(darkest.min(axis=0) < _WHITE)
    if not rows.size:
        raise ValueError(f"page {number} is white")
    return int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1


def rendered(pages: Path, number: int, dpi: float, *options: str) -> Pixels:
    """Return the pixels of one page: rows of columns of red, green and blue."""
    import numpy as np

    page = ["-f", str(number), "-l", str(number), "-r", f"{dpi:.2f}"]
    command = ["pdftoppm", *page, *options, str(pages)]
    image = subprocess.run(command, check=True, capture_output=True).stdout
    header = re.match(rb"P6\s+(\d+)\s+(\d+)\s+255\s", image)
    if header is None:
        raise ValueError("pdftoppm gave no picture")
    pixels = np.frombuffer(image, np.uint8, offset=header.end())
    return pixels.reshape(int(header[2]), int(header[1]), 3)


if __name__ == "__main__":
    main()
