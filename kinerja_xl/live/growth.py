"""Tables of an open workbook made longer or shorter, and what keeps them from growing."""

from __future__ import annotations

from kinerja_xl.core.addresses import MAXIMUM_ROW, Area, cell_address
from kinerja_xl.errors import KinerjaError
from kinerja_xl.files.xlsx.package import TablePart
from kinerja_xl.live.structure import LiveStructure, formulas_of


def refuse_growth(
    structure: LiveStructure, table: TablePart, last_row: int, areas: dict[str, Area]
) -> None:
    """Refuse to give a table another last data row where the file adapter refuses it, too.

    Args:
        structure: The workbook.
        table: The table as it is.
        last_row: The last data row it is to have.
        areas: Where changed tables will be, by name.

    Raises:
        KinerjaError: If it has a totals row, would leave the sheet, or something stands below it.
    """
    before = table.data_area
    if last_row == before.last_row:
        return
    if table.totals_rows:
        raise _refusal(
            structure, table, table.area.last_row, table.area.first_column,
            f"Tabel {table.name} memakai baris total, sehingga barisnya tidak dapat "
            "ditambah atau dikurangi.",
            "Matikan Baris Total di tab Desain Tabel, simpan, lalu jalankan lagi.",
        )  # fmt: skip
    if last_row > MAXIMUM_ROW:
        raise _refusal(
            structure, table, before.last_row, before.first_column,
            f"Tabel {table.name} melampaui baris terakhir lembar.",
            "Pindahkan baris lama ke buku kerja lain, lalu jalankan lagi.",
        )  # fmt: skip
    if last_row > before.last_row:
        growth = Area(before.last_row + 1, before.first_column, last_row, before.last_column)
        _refuse_occupied(structure, table, growth, areas)


def _refuse_occupied(
    structure: LiveStructure, table: TablePart, growth: Area, areas: dict[str, Area]
) -> None:
    """Other tables that stay as they are show by their headings."""
    occupied = None
    for name, area in areas.items():
        is_here = structure.table(name).sheet == table.sheet
        if is_here and name != table.name and area.overlaps(growth):
            occupied = area.first_row, area.first_column
    cells = structure.range(table.sheet, growth)
    for row, formulas in enumerate(formulas_of(cells), start=growth.first_row):
        for column, formula in enumerate(formulas, start=growth.first_column):
            if occupied is None and formula not in (None, ""):
                occupied = row, column
    if occupied is None and cells.merge_cells is not False:
        occupied = growth.first_row, growth.first_column
    if occupied is not None:
        last = cell_address(table.area.last_row, table.area.last_column)
        raise _refusal(
            structure, table, *occupied,
            f"Sel di bawah tabel {table.name} terisi, sehingga tabel tidak dapat memanjang.",
            f"Pindahkan isi di bawah sel {last} ke tempat lain, lalu jalankan lagi.",
        )  # fmt: skip


def resize(structure: LiveStructure, table: TablePart, last_row: int) -> None:
    """Give a table another last data row; its cells stay as they are."""
    area = table.area.with_last_row(last_row + table.totals_rows)
    structure.live_table(table).resize(structure.range(table.sheet, area))


def clear_below(structure: LiveStructure, sheet: str, area: Area, last_row: int) -> None:
    """Take contents and looks from the rows between an area and a lower one; nothing moves."""
    left = Area(area.last_row + 1, area.first_column, last_row, area.last_column)
    structure.range(sheet, left).clear()


def _refusal(
    structure: LiveStructure, table: TablePart, row: int, column: int, what: str, remedy: str
) -> KinerjaError:
    place = f"{structure.name} [{table.sheet}]!{cell_address(row, column)}"
    return KinerjaError(what, where=place, remedy=remedy)
