"""How hidden records stand in the hidden table of files, beside what became of returned files."""

from __future__ import annotations

from collections.abc import Iterator

from kinerja_xl.core.book import TableData
from kinerja_xl.core.hidden_records import HiddenRecord, RecordKind
from kinerja_xl.core.values import CellContent, cell_text
from kinerja_xl.layout.rows import full_row
from kinerja_xl.layout.tables import FILE_TABLE

_KINDS = {kind.value: kind for kind in RecordKind}
_FIELDS = ("period", "section", "size", "sha256", "path")


def hidden_records(data: TableData) -> Iterator[tuple[int, HiddenRecord]]:
    """Read the hidden records, each with its position among the table's data rows."""
    columns = [data.fields.index(field) for field in _FIELDS]
    outcome = data.fields.index("outcome")
    for index, row in enumerate(data.rows):  # mostly files, and asked for often
        word = row[outcome]
        kind = _KINDS.get(word) if isinstance(word, str) else None
        if kind is not None:
            period, name, count, digest, text = (row[column] for column in columns)
            number = cell_text(count)
            yield (
                index,
                HiddenRecord(
                    kind,
                    cell_text(period),
                    cell_text(name),
                    int(number) if number.isdecimal() else 0,
                    cell_text(digest),
                    cell_text(text),
                ),
            )


def record_cells(record: HiddenRecord) -> dict[str, CellContent]:
    """Return the cells of a hidden record by field."""
    return {
        "outcome": record.kind.value,
        "period": record.period or None,
        "section": record.name or None,
        "size": record.count,
        "sha256": record.digest or None,
        "path": record.text or None,
    }


def record_row(record: HiddenRecord) -> tuple[CellContent, ...]:
    """Lay out the row of a hidden record."""
    return full_row(FILE_TABLE, record_cells(record))
