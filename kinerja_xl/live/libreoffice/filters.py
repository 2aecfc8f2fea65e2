"""File formats: which filter saves what, how text files are read, why a file did not open."""

from __future__ import annotations

import os
from pathlib import Path

from kinerja_xl.errors import KinerjaError
from kinerja_xl.live.libreoffice.bridge import (
    UnoObject,
    path_of,
    properties,
    structure,
    typed,
    url_of,
)
from kinerja_xl.live.libreoffice.connection import PRIVATE_PROFILE

# Where the delimiter stands among the arguments of `Books.open` that follow the passwords.
DELIMITER_PLACE = 2

_FILTERS = {
    ".xlsx": "Calc MS Excel 2007 XML",
    ".xlsm": "Calc MS Excel 2007 VBA XML",
    ".xltx": "Calc MS Excel 2007 XML Template",
    ".xls": "MS Excel 97",
    ".ods": "calc8",
    ".ots": "calc8_template",
    ".fods": "OpenDocument Spreadsheet Flat XML",
    ".csv": "Text - txt - csv (StarCalc)",
    ".txt": "Text - txt - csv (StarCalc)",
    ".tsv": "Text - txt - csv (StarCalc)",
    ".html": "HTML (StarCalc)",
    ".htm": "HTML (StarCalc)",
}
_NAMED_VALUE = "com.sun.star.beans.NamedValue"
_TEXT_EXTENSIONS = {".csv", ".txt", ".tsv"}
# Excel's numbers of separators in a text file.
_SEPARATORS = {1: "\t", 2: ",", 3: " ", 4: ";", 5: ""}
_CUSTOM_SEPARATOR = 6
_COMPOUND_FILE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def save_path(path: str) -> Path:
    """Return where a workbook is saved: absolute, and as .xlsx where no format is named."""
    place = Path(path).absolute()
    return place if place.suffix.lower() in _FILTERS else _known_format(place)


def filter_for(path: Path) -> str:
    """Return the name of LibreOffice's filter for a file."""
    return _FILTERS[path.suffix.lower()]


def encryption(path: Path, password: str) -> dict[str, object]:
    """Return what makes LibreOffice encrypt a file.

    For Excel's formats of today it overlooks the plain password, and writes the file open.

    Raises:
        NotImplementedError: If the format has no passwords.
    """
    extension = path.suffix.lower()
    if extension in {".xlsx", ".xlsm", ".xltx"}:
        data = tuple(
            structure(_NAMED_VALUE, Name=name, Value=value)
            for name, value in (("OOXPassword", password), ("CryptoType", "Standard"))
        )
        return {"EncryptionData": typed(f"[]{_NAMED_VALUE}", data)}
    if extension in {".ods", ".ots", ".xls"}:
        return {"Password": password}
    raise NotImplementedError(f"{extension} files have no passwords")


def text_options(path: str, separator: int | None, delimiter: object) -> dict[str, object]:
    """Return how a text file is read; nothing for a workbook.

    Args:
        path: The file.
        separator: Excel's number of the separator.
        delimiter: The separator itself, when that number says so.
    """
    extension = Path(path).suffix.lower()
    if extension not in _TEXT_EXTENSIONS:
        return {}
    character = "\t" if extension == ".tsv" else ","
    if separator is not None:
        character = (
            str(delimiter) if separator == _CUSTOM_SEPARATOR else _SEPARATORS.get(separator, ",")
        )
    # Separator, text delimiter, character set (UTF-8), first line; then English numbers and dates.
    options = f"{ord(character) if character else ''},34,76,1,,1033,false,true"
    return {"FilterName": _FILTERS[".csv"], "FilterOptions": options}


def lock_file(path: Path) -> Path:
    """Return the file by which LibreOffice tells others that it has a workbook open."""
    return path.with_name(f".~lock.{path.name}#")


def remove_dead_lock(path: Path) -> None:
    """Remove the lock of a private office that was killed: its profile is gone for good."""
    lock = lock_file(path)
    if not lock.is_file():
        return
    profile = lock.read_text(encoding="utf-8", errors="replace").rpartition(",")[2].strip("; \n")
    is_private = f"/{PRIVATE_PROFILE}" in profile
    if is_private and not Path(path_of(profile)).exists():
        lock.unlink(missing_ok=True)


def why_not_opened(path: Path, *, has_password: bool) -> KinerjaError:
    """Return the error for a workbook that LibreOffice did not open, without saying why."""
    lock = lock_file(path)
    if lock.is_file():
        owner = lock.read_text(encoding="utf-8", errors="replace").split(",")[0].strip()
        by = f" oleh {owner}" if owner else ""
        return KinerjaError(
            f"Buku kerja sedang dibuka{by} di program lain.",
            where=str(path),
            remedy="Tutup buku kerja itu di sana, lalu coba lagi.",
        )
    if has_password:
        return KinerjaError(
            "Kata sandi buku kerja tidak cocok.",
            where=str(path),
            remedy="Periksa kata sandinya, lalu coba lagi.",
        )
    with path.open("rb") as file:
        is_compound = file.read(len(_COMPOUND_FILE)) == _COMPOUND_FILE
    if is_compound and path.suffix.lower().startswith(".xls"):
        return KinerjaError(
            "Buku kerja ini dilindungi kata sandi.",
            where=str(path),
            remedy="Buka dengan kata sandinya.",
        )
    return KinerjaError(
        "LibreOffice tidak dapat membaca berkas ini sebagai buku kerja.",
        where=str(path),
        remedy="Periksa apakah berkasnya rusak atau bukan buku kerja.",
    )


def why_not_saved(path: str | None, own: str) -> KinerjaError:
    """Return the error for a workbook that LibreOffice did not save, without saying why.

    Args:
        path: Where it was to be saved; `None` for where it lies.
        own: Where it lies.
    """
    what, file = "Buku kerja tidak dapat disimpan.", Path(path or own)
    again = "Salin isian yang belum disimpan, tutup buku kerja"
    if path is None and file.is_absolute() and not file.is_file():
        remedy = f"Berkasnya dipindah atau diganti nama. {again}, lalu buka di tempatnya yang baru."
    elif path is None and os.access(file, os.W_OK) and os.access(file.parent, os.W_OK):
        remedy = (
            "Berkasnya mungkin sudah diubah dari komputer atau program lain sejak dibuka. "
            f"{again} tanpa menyimpan, lalu buka lagi."
        )
    else:
        remedy = "Tutup berkas itu di program lain dan periksa izin foldernya."
    return KinerjaError(what, where=str(file), remedy=remedy)


def export_pdf(
    model: UnoObject, path: str, quality: str, selection: UnoObject | None = None
) -> None:
    """Write a workbook, or the given part of it, as PDF.

    Args:
        model: The workbook's model.
        path: The PDF file.
        quality: `standard` or `minimum`, which makes pictures coarser and the file smaller.
        selection: The cells or the object to print; nothing for the whole workbook.
    """
    options: dict[str, object] = {"UseLosslessCompression": quality == "standard"}
    if quality != "standard":
        options |= {"Quality": 50, "ReduceImageResolution": True, "MaxImageResolution": 150}
    if selection is not None:
        options["Selection"] = selection
    data = typed("[]com.sun.star.beans.PropertyValue", properties(**options))
    arguments = (
        *properties(FilterName="calc_pdf_Export", Overwrite=True),
        structure("com.sun.star.beans.PropertyValue", Name="FilterData", Value=data),
    )
    model.storeToURL(url_of(str(Path(path).absolute())), arguments)


def export_png(selection: UnoObject, path: str) -> None:
    """Write a picture of cells or of a drawing.

    Args:
        selection: What to show.
        path: The picture's file.

    Raises:
        NotImplementedError: If LibreOffice makes no picture of it.
    """
    raise NotImplementedError(
        f"LibreOffice makes no picture of {selection.getImplementationName()} for {path}"
    )


def _known_format(place: Path) -> Path:
    """Add .xlsx to a name without a format, as Excel does; refuse formats nobody can write."""
    if place.suffix.lower() in {".xlsb", ".xlam", ".xla", ".xlt", ".xltm"}:
        raise NotImplementedError(f"LibreOffice cannot write {place.suffix} files")
    return place.with_name(place.name + ".xlsx")
