"""Reads and writes the hidden records of a master."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from kinerja_xl.core.book import MasterReader
from kinerja_xl.core.draft import Draft
from kinerja_xl.core.hidden_records import HiddenRecord, RecordKind
from kinerja_xl.core.period import Period
from kinerja_xl.layout.hidden_rows import hidden_records, record_cells, record_row
from kinerja_xl.layout.tables import FILE_TABLE


def records(book: MasterReader, kind: RecordKind) -> tuple[HiddenRecord, ...]:
    """Read the records of one kind."""
    found = hidden_records(book.table(FILE_TABLE.name))
    return tuple(record for _, record in found if record.kind is kind)


def put_record(draft: Draft, record: HiddenRecord) -> None:
    """Write a record; one of the same kind, period and name gives way."""
    for index, present in hidden_records(draft.table(FILE_TABLE.name)):
        if present.key == record.key:
            for field, content in record_cells(record).items():
                draft.set_cell(FILE_TABLE.name, index, field, content)
            return
    draft.append(FILE_TABLE.name, (record_row(record),))


def add_records(draft: Draft, added: Iterable[HiddenRecord]) -> None:
    """Write records of which none is there yet."""
    draft.append(FILE_TABLE.name, map(record_row, added))


def drop_records(draft: Draft, kinds: Collection[RecordKind], period: Period) -> None:
    """Take away the records of some kinds that are about a period."""
    data = draft.table(FILE_TABLE.name)
    gone = {
        index
        for index, record in hidden_records(data)
        if record.kind in kinds and record.period == str(period)
    }
    if gone:
        kept = (row for index, row in enumerate(data.rows) if index not in gone)
        draft.replace(FILE_TABLE.name, kept)
