"""What a change of cells would damage beside them: signatures, pivot tables, headings."""

from __future__ import annotations

from kinerja_xl.core.addresses import Area, cell_address
from kinerja_xl.core.values import CellContent
from kinerja_xl.errors import KinerjaError
from kinerja_xl.files.xlsx.package import Package, SheetPart, TablePart
from kinerja_xl.files.xlsx.records import unescape_name
from kinerja_xl.files.xlsx.xmlparts import (
    local_name,
    scan_elements,
    set_attribute,
    splice,
    unescape_text,
)

_SPECIAL_IN_REFERENCES = "[]#'@"
_NAMING_ATTRIBUTES = ("xl/pivotcache/", "xl/slicercaches/", "xl/querytables/", "xl/slicers/")
_NAMING_FORMULAS = ("xl/worksheets/", "xl/workbook", "xl/charts/", "xl/tables/")


def refuse_signed(package: Package) -> None:
    """Refuse a workbook that somebody signed: any change would make the signature invalid.

    Raises:
        KinerjaError: If it is signed.
    """
    for origin in package.relationships():
        if origin.kind == "origin" and origin.target:
            signatures = (each.kind == "signature" for each in package.relationships(origin.target))
            if any(signatures):
                raise KinerjaError(
                    "Buku kerja ini bertanda tangan digital; perubahan apa pun membatalkannya.",
                    where=package.name,
                    remedy="Hapus tanda tangan itu di Excel (Berkas > Info > Tampilkan Tanda "
                    "Tangan), simpan, lalu jalankan lagi.",
                )


def pivot_areas(package: Package, sheet: SheetPart) -> tuple[Area, ...]:
    """Return where the pivot tables of a sheet lie; they overwrite their cells when refreshed.

    Raises:
        KinerjaError: If one cannot be read.
    """
    areas = []
    for relationship in package.relationships(sheet.part):
        if relationship.kind == "pivotTable" and relationship.target:
            for element in package.tree(relationship.target):
                if local_name(element) == "location":
                    try:
                        areas.append(Area.parse(element.get("ref", "")))
                    except ValueError:
                        raise package.damaged("tabel pivot tidak terbaca") from None
    return tuple(areas)


def refuse_pivot(package: Package, sheet: str, row: int, column: int) -> KinerjaError:
    """Make the error for a cell that belongs to a pivot table."""
    return KinerjaError(
        "Sel ini bagian dari tabel pivot.",
        where=f"{package.name} [{sheet}]!{cell_address(row, column)}",
        remedy="Pindahkan tabel pivot itu ke tempat lain, simpan, lalu jalankan lagi.",
    )


def renamed_column(
    package: Package, table: TablePart, part: bytes, column: int, content: CellContent
) -> bytes:
    """Return a table's part with one heading changed; heading and column name must be the same.

    Args:
        package: The workbook.
        table: The table.
        part: Its part as it is so far.
        column: Index of the column, counted from 0.
        content: What the heading's cell gets.

    Raises:
        KinerjaError: If that is no text, another column has that name, or something refers to
            the column by its old name.
    """
    old = table.columns[column]
    if content == old:
        return part
    where = f"{package.name} [{table.sheet}]"
    names = {name.casefold() for index, name in enumerate(table.columns) if index != column}
    if not isinstance(content, str) or not content.strip() or content.casefold() in names:
        raise KinerjaError(
            f'Judul kolom "{old}" di tabel {table.name} hanya dapat diganti dengan teks lain '
            "yang belum dipakai kolom lain.",
            where=where,
            remedy="Pilih judul lain, atau ubah judul itu di Excel.",
        )
    if user := _user_of_name(package, table, old):
        raise KinerjaError(
            f'Judul kolom "{old}" di tabel {table.name} dipakai oleh {user}.',
            where=where,
            remedy="Ubah judul itu di Excel, yang menyesuaikan rumusnya, lalu simpan.",
        )
    columns = [each for each in scan_elements(part) if each.name == "tableColumn"]
    element = columns[column]
    head = set_attribute(part[element.start : element.head_end], "name", _escaped_name(content))
    return splice(part, [(element.start, element.head_end, head)])


def refuse_totals(package: Package, table: TablePart, row: int, column: int) -> KinerjaError:
    """Make the error for a cell in a table's totals row."""
    return KinerjaError(
        f"Sel ini bagian dari baris total tabel {table.name}.",
        where=f"{package.name} [{table.sheet}]!{cell_address(row, column)}",
        remedy="Ubah baris total itu di Excel, lalu simpan.",
    )


def _user_of_name(package: Package, table: TablePart, name: str) -> str:
    """Return the part that seems to refer to a column by its name; empty when there is none."""
    escaped = "".join(f"'{c}" if c in _SPECIAL_IN_REFERENCES else c for c in name)
    in_formula, in_attribute = f"[{escaped}]".casefold(), f'"{name}"'.casefold()
    for part in package.parts:
        key = part.replace("\\", "/").lstrip("/").casefold()
        wanted = in_formula if key.startswith(_NAMING_FORMULAS) else ""
        wanted = in_attribute if key.startswith(_NAMING_ATTRIBUTES) else wanted
        if wanted and key.endswith(".xml"):
            text = package.read_xml(part).decode("utf-8", "replace")
            if wanted in unescape_name(unescape_text(text)).casefold():
                return part
    has_query = any(each.kind == "queryTable" for each in package.relationships(table.part))
    return table.part if has_query else ""


def _escaped_name(text: str) -> str:
    lines = text.replace("\r\n", "\n")
    return "".join(f"_x{ord(c):04x}_" if c in "\n\r\t" else c for c in lines)
