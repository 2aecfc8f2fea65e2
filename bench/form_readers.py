"""Reads a form with one of several libraries: the child process of hostile_readers.py."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

KEYS = ("I002", "I003", "I004", "I005")
"""Rows of the form that none of the files changes; I001 is spoiled in some."""
SHEET = "FORM"
COLUMNS = 25
"""Of the form; a stray cell elsewhere makes the rows of some readers wider, and no value wrong."""

Rows = dict[str, list[str]]


def by_kinerja(path: Path) -> Rows | None:
    """Read as a merge does; nothing for a file that is refused."""
    from kinerja_xl.core.findings import Finding
    from kinerja_xl.core.returns import identify, interpret
    from kinerja_xl.files.returns.reading import read_return
    from kinerja_xl.layout.form_shape import form_shape
    from tests.form_samples import NAME, sample_form

    raw = read_return(path, NAME)
    if isinstance(raw, Finding) or isinstance(identify(raw), Finding):
        return None
    form = sample_form()
    rows = interpret(raw, form, form_shape(form)).rows
    return {row.key: list(map(str, row.values)) for row in rows} if rows else None


def by_openpyxl(path: Path) -> Rows:
    """Read all cells with openpyxl."""
    from openpyxl import load_workbook

    book = load_workbook(path, data_only=True)
    sheets = {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book.worksheets}
    return picked(sheets[SHEET])


def by_pandas(path: Path) -> Rows:
    """Read all sheets with pandas, its engine chosen by itself."""
    import pandas as pd

    frames = pd.read_excel(path, sheet_name=None, header=None, dtype=object)
    return picked(frames[SHEET].to_numpy().tolist())


def by_calamine(path: Path) -> Rows:
    """Read all sheets with calamine."""
    from python_calamine import load_workbook

    book = load_workbook(path)
    sheets = {
        name: book.get_sheet_by_name(name).to_python(skip_empty_area=False)
        for name in book.sheet_names
    }
    return picked(sheets[SHEET])


READERS: dict[str, Callable[[Path], Rows | None]] = {
    "kinerja-xl": by_kinerja,
    "openpyxl": by_openpyxl,
    "pandas": by_pandas,
    "calamine": by_calamine,
}


def picked(rows: Sequence[Sequence[object]]) -> Rows:
    """Return the rows that count."""
    return {
        str(row[0]): list(map(str, row[:COLUMNS])) for row in rows if row and str(row[0]) in KEYS
    }


if __name__ == "__main__":
    read = READERS[sys.argv[1]](Path(sys.argv[2]))
    print(json.dumps(read and {key: read[key] for key in KEYS if key in read}))
