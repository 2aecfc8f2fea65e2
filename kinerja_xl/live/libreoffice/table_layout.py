"""The rows around a table's data: headings and totals, shown, hidden, made."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kinerja_xl.live.libreoffice.boxes import Box
from kinerja_xl.live.libreoffice.ranges import Range

if TYPE_CHECKING:
    from kinerja_xl.live.libreoffice.sheet import Sheet
    from kinerja_xl.live.libreoffice.table import Table

# SUBTOTAL's numbers of a sum and of a count that leave hidden rows out.
_SUM, _COUNT = 109, 103
# A number format that shows nothing, whatever the value.
_INVISIBLE = ";;;"


@dataclass(slots=True)
class TableLooks:
    """What belongs to a table in Excel and has no place in LibreOffice.

    Attributes:
        style: The name of its style; `None` for a table that came from a file.
        row_stripes: Every other row is shaded.
        column_stripes: Every other column is shaded.
        first_column: The first column stands out.
        last_column: The last column stands out.
        has_insert_row: Its only row is the empty one for new data.
        has_hidden_headings: Its headings are in their cells but not shown.
        headings_format: The number format of those cells while they are not shown.
        order: Its place among the tables of a copied sheet.
    """

    style: str | None = None
    row_stripes: bool = True
    column_stripes: bool = False
    first_column: bool = False
    last_column: bool = False
    has_insert_row: bool = False
    has_hidden_headings: bool = False
    headings_format: str | None = None
    order: int | None = None


def prepare_cells(sheet: Sheet, box: Box, has_headers: bool) -> tuple[Box, bool]:
    """Give cells that become a table headings and a data row.

    Args:
        sheet: Their sheet.
        box: The cells.
        has_headers: Whether the first row holds the headings; if not, one is inserted above.

    Returns:
        The cells of the table, and whether its data row is the empty one for new data.
    """
    if not has_headers:
        Range(sheet, box.resized(1, box.columns)).insert("down")
        box = box.resized(box.rows + 1, box.columns)
    complete_headings(sheet, box.resized(1, box.columns))
    if box.rows > 1:
        return box, False
    below = box.moved(1, 0)
    if not is_blank(Range(sheet, below)):
        Range(sheet, below).insert("down")
    return box.resized(2, box.columns), True


def complete_headings(sheet: Sheet, box: Box) -> None:
    """Make every heading a text of its own: empty ones are named, equal ones are numbered."""
    cells = Range(sheet, box)
    before = cells.xl.getDataArray()[0]
    formulas = cells.xl.getFormulaArray()[0]
    taken: set[str] = set()
    headings: list[str] = []
    for number, (value, formula) in enumerate(zip(before, formulas, strict=True), 1):
        text = value if isinstance(value, str) else formula
        text = text or f"Column{number}"
        plain, count = text, 2
        while text.casefold() in taken:
            text, count = f"{plain}{count}", count + 1
        taken.add(text.casefold())
        headings.append(text)
    if tuple(headings) != tuple(before):
        cells.xl.setDataArray((tuple(headings),))


def show_headers(table: Table, value: bool) -> None:
    """Show a table's headings, or make them invisible.

    The cells keep them: formulas that name a column would lose their meaning with them.
    """
    cells = Range(table.sheet, table.full_box.resized(1, table.full_box.columns))
    looks = table.looks
    if value and not looks.has_hidden_headings:
        # The file has a table without headings: there are no cells to show.
        above = cells.box.moved(-1, 0)
        if above.row < 1 or not is_blank(Range(table.sheet, above)):
            cells.insert("down")
            above = cells.box
        complete_headings(table.sheet, above)
        table.move_to(above.joined(table.box))
        table.xl.ContainsHeader = True
    elif value:
        cells.number_format = looks.headings_format or "General"
    else:
        looks.headings_format = cells.number_format
        cells.number_format = _INVISIBLE
    looks.has_hidden_headings = not value


def show_totals(table: Table, value: bool) -> None:
    """Add a row of totals below a table, or take it away."""
    box = table.box
    if not value:
        last = Range(table.sheet, Box(box.last_row, box.column, 1, box.columns))
        full = table.full_box
        table.xl.TotalsRow = False
        table.move_to(full.resized(full.rows - 1, full.columns))
        last.clear_contents()
        return
    below = Box(box.last_row + 1, box.column, 1, box.columns)
    if not is_blank(Range(table.sheet, below)):
        Range(table.sheet, below).insert("down")
    full = table.full_box
    table.xl.TotalsRow = True
    table.move_to(full.resized(full.rows + 1, full.columns))
    body = table.body_box
    last = Range(table.sheet, Box(body.row, body.last_column, body.rows, 1))
    values = [value for row in last.xl.getDataArray() for value in row]
    number = _SUM if all(isinstance(value, float) for value in values) else _COUNT
    totals = Range(table.sheet, below)
    if below.columns > 1:
        totals(1, 1).raw_value = "Total"
    column = table.columns(box.columns).name if table.xl.ContainsHeader else ""
    part = f"{table.name}[{column}]" if column else last.box.address()
    totals(1, below.columns).raw_value = f"=SUBTOTAL({number},{part})"


def is_blank(cells: Range) -> bool:
    """Tell whether no cell has a content."""
    return not any(text for row in cells.xl.getFormulaArray() for text in row)
