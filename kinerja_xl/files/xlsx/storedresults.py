"""The stored results of formulas taken out of a sheet, so that no program shows a stale one."""

from __future__ import annotations

import re
from collections.abc import Collection

from kinerja_xl.files.xlsx.sheetxml import SheetXml
from kinerja_xl.files.xlsx.xmlparts import Splice, splice

_TYPE = re.compile(rb"""\s(?:t|vm)\s*=\s*(?:"[^"]*"|'[^']*')""")
"""The type of a result, and the number of its rich value."""

_TEXT_CONSTANT = rb'(?:"|&quot;)(?:[^"<&]|""|&(?!quot;)|&quot;&quot;)*(?:"|&quot;)'
_CONSTANT_LINK = re.compile(
    rb">\s*HYPERLINK\(" + _TEXT_CONSTANT + rb"," + _TEXT_CONSTANT + rb"\)\s*<"
)


def without_stored_results(
    sheet: SheetXml,
    stale: Collection[tuple[int, int]] | None,
    kept: Collection[tuple[int, int]] = (),
) -> bytes:
    """Return the sheet without the stored results of formulas, otherwise unchanged.

    Data tables keep theirs: nobody but Excel can compute them again. Links between constants keep
    theirs too: no change can make them stale, and a reader sees the label without computing.

    Args:
        sheet: The sheet.
        stale: Row and column of the formulas in question; `None` for all.
        kept: Of these, the ones whose results are right.
    """
    data = sheet.data
    if not sheet.may_have_formulas(sheet.rows_start, sheet.rows_end):
        return data
    if stale is None and not kept:
        rows = sheet.patterns.cached.sub(_strip, data[sheet.rows_start : sheet.rows_end])
        return data[: sheet.rows_start] + rows + data[sheet.rows_end :]
    numbers = None if stale is None else {row for row, _ in stale}
    changes: list[Splice] = []
    for row in sheet.rows:
        is_concerned = numbers is None or row.number in numbers
        if not is_concerned or not sheet.may_have_formulas(row.head_end, row.tail_start):
            continue
        for cell in sheet.cells(row):
            place = (row.number, cell.column)
            if (stale is None or place in stale) and place not in kept and cell.inner:
                before = data[cell.start : cell.end]
                after = sheet.patterns.cached.sub(_strip, before)
                if after != before:
                    changes.append((cell.start, cell.end, after))
    return splice(data, changes) if changes else data


def _strip(match: re.Match[bytes]) -> bytes:
    head, formula = match["head"], match["formula"]
    if head is None or b"dataTable" in formula or _CONSTANT_LINK.search(formula):
        return match[0]
    return _TYPE.sub(b"", head) + formula
