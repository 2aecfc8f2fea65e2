"""Builds workbook/contoh/kembali: the returned forms and evidence of the worked example.

`python workbook/build_contoh.py` fills the forms that the program distributes today and makes the
evidence that is not there yet; `--evidence` makes all of it again. It needs LibreOffice, and
pdftoppm for the pictures. A file whose content would be the same stays as it is.
"""

from __future__ import annotations

import io
import re
import shutil
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from kinerja_xl.core.period import Period
from kinerja_xl.files.folder import OfficeFolder
from kinerja_xl.files.xlsx.patching import CellEdit, patch_package
from kinerja_xl.layout import form as layout
from kinerja_xl.usecases.demo import EXAMPLE, create_example, open_example
from kinerja_xl.usecases.distribute import distribute
from kinerja_xl.usecases.gather import Run
from workbook import contoh_first_quarter, contoh_second_quarter
from workbook.contoh_evidence import make_evidence
from workbook.contoh_office import convert
from workbook.contoh_records import FilledForm, Program, Typed

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

FORMS = contoh_first_quarter.FORMS + contoh_second_quarter.FORMS
CONTOH = Path(__file__).resolve().parent / "contoh"
RETURNED = "kembali"

_ZIP_MOMENT = (1980, 1, 1, 0, 0, 0)
_CORE = "docProps/core.xml"
_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")


def build_forms(folder: Path, work: Path) -> None:
    """Fill every form of the example, each under `folder/<period>/<path>`.

    Args:
        folder: Where they go.
        work: Empty folder for what lies between.
    """
    run = Run(datetime(2026, 1, 5, 8), EXAMPLE.master_id)
    office = OfficeFolder(work / "office")
    create_example(office.root, run)
    book = open_example(office.root, run)
    for period in EXAMPLE.periods:
        distribute(book, Period.parse(period), run)
    resaved: dict[Path, Path] = {}
    for number, form in enumerate(FORMS, start=1):
        target = folder / form.period / form.path
        target.parent.mkdir(parents=True, exist_ok=True)
        distributed = office.form(Period.parse(form.period), form.section)
        if form.saved_with is Program.LIBREOFFICE:
            source = work / f"form{number:02}.xlsx"
            source.write_bytes(_for_libreoffice(distributed, form))
            resaved[source] = target
        else:
            target.write_bytes(_saved_by_openpyxl(distributed, form))
    convert(list(resaved), "xlsx", work / "resaved")
    for source, target in resaved.items():
        shutil.move(work / "resaved" / source.name, target)


def _entries(distributed: Path, form: FilledForm) -> Iterator[tuple[str, int, int, Typed]]:
    """Find, by code and heading, the cells that the section filled: sheet, row, column, value."""
    import openpyxl  # after kinerja_xl.files, which settles how it writes

    workbook = openpyxl.load_workbook(distributed)
    blocks = (
        (layout.ENTRY, layout.PERFORMANCE_COLUMNS, form.rows),
        (layout.EVIDENCE, layout.EVIDENCE_COLUMNS, form.listed),
        (layout.EVIDENCE, layout.EXTRA_COLUMNS, form.extra),
    )
    for name, columns, filled in blocks:
        fields = [column.field for column in columns]
        rows = list(_rows(workbook[name], fields))
        free = iter([row for row, cells in rows if str(cells["key"]).startswith("X")])
        of_code = {cells["code"]: row for row, cells in rows if cells["code"]}
        for item in filled:
            row = next(free) if columns is layout.EXTRA_COLUMNS else of_code[item.code]
            for column, each in enumerate(columns, start=1):
                value = getattr(item, each.field, None) if each.is_entry else None
                if value not in (None, ""):
                    yield name, row, column, value


def _rows(sheet: Worksheet, fields: list[str]) -> Iterator[tuple[int, dict[str, object]]]:
    """Yield the rows below the first headings, each with its Excel row."""
    is_below = False
    for row, cells in enumerate(sheet.iter_rows(values_only=True, max_col=len(fields)), start=1):
        if cells[0] == layout.KEY_HEADING:
            is_below = True
        elif is_below and cells[0]:
            yield row, dict(zip(fields, cells, strict=True))


def _saved_by_openpyxl(distributed: Path, form: FilledForm) -> bytes:
    import openpyxl

    workbook = openpyxl.load_workbook(distributed)
    for sheet, row, column, value in _entries(distributed, form):
        cell = workbook[sheet].cell(row, column)
        look = cell.number_format
        cell.value, cell.number_format = value, look
    buffer = io.BytesIO()
    workbook.save(buffer)
    return _without_moments(buffer.getvalue())


def _for_libreoffice(distributed: Path, form: FilledForm) -> bytes:
    """Fill the form without another program's habits, for LibreOffice to save."""
    entries = _entries(distributed, form)
    return patch_package(distributed.read_bytes(), [CellEdit(*entry) for entry in entries])


def _without_moments(data: bytes) -> bytes:
    """Give the parts of a package a fixed time, and the package a fixed date of change."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            if name == _CORE:
                part = _MODIFIED.sub(rb"\g<1>2026-01-05T08:00:00Z", part)
            info = zipfile.ZipInfo(name, _ZIP_MOMENT)
            info.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(info, part)
    return buffer.getvalue()


def parts(path: Path) -> dict[str, bytes]:
    """Return what a file holds apart from times: the parts of a package, or all of it."""
    if not zipfile.is_zipfile(path):
        return {"": path.read_bytes()}
    with zipfile.ZipFile(path) as package:
        return {name: package.read(name) for name in package.namelist()}


def _install(built: Path, target: Path) -> None:
    """Put the built files in place; same content stays, what is not built any more goes."""
    wanted = {file.relative_to(built) for file in built.rglob("*") if file.is_file()}
    for relative in sorted(wanted):
        place = target / relative
        if not place.exists() or parts(place) != parts(built / relative):
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(built / relative, place)
    kept = {form.period + "/" + file.path for form in FORMS for file in form.files}
    for place in sorted(target.rglob("*"), reverse=True):
        relative = place.relative_to(target)
        if place.is_file() and relative not in wanted and relative.as_posix() not in kept:
            place.unlink()
        elif place.is_dir() and not any(place.iterdir()):
            place.rmdir()


def main() -> None:
    """Build the example into workbook/contoh."""
    target = CONTOH / RETURNED
    is_anew = "--evidence" in sys.argv[1:]
    files = tuple((form.period, file) for form in FORMS for file in form.files)
    lacking = tuple(
        (period, file)
        for period, file in files
        if is_anew or not (target / period / file.path).exists()
    )
    with tempfile.TemporaryDirectory() as place:
        work = Path(place)
        for name in ("built", "forms", "evidence"):
            (work / name).mkdir()
        build_forms(work / "built", work / "forms")
        make_evidence(lacking, work / "built", work / "evidence")
        _install(work / "built", target)


if __name__ == "__main__":
    main()
