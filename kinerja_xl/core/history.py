"""The register of changes (RIWAYAT): append-only, each entry chained to the one before."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta
from decimal import Decimal

from kinerja_xl.core.values import CellValue, canonical, cell_text

START = ""
"""What the first entry is chained to."""


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One line of the register, before it is numbered and chained.

    Attributes:
        who: The account name under which the verb ran.
        verb: The verb's Indonesian name.
        file: The file that brought the change, relative to the office's folder; empty for none.
        field: The column's heading; empty when the entry is about no cell.
    """

    at: datetime
    who: str
    verb: str
    period: str = ""
    section: str = ""
    file: str = ""
    file_sha256: str = ""
    row_key: str = ""
    field: str = ""
    old: CellValue = None
    new: CellValue = None


@dataclass(frozen=True, slots=True)
class ChainedEntry:
    """A line of the register as it stands in the sheet; `number` counts from 1."""

    number: int
    entry: HistoryEntry
    chain: str


def chained(
    entries: Iterable[HistoryEntry], *, last_number: int, last_chain: str
) -> tuple[ChainedEntry, ...]:
    """Number and chain new entries after the last one of the register.

    The chain value is the SHA-256 of the previous chain value, the number and every field, so that
    changing, removing or reordering an earlier line shows.
    """
    made = []
    for number, entry in enumerate(entries, start=last_number + 1):
        last_chain = link(last_chain, number, entry)
        made.append(ChainedEntry(number, entry, last_chain))
    return tuple(made)


@dataclass(frozen=True, slots=True)
class Break:
    """Where a register stops being as it was written.

    Attributes:
        index: Position of the first line that does not follow, counted from 0; that of the last
            line when lines are missing behind it.
        detail: What is wrong, an Indonesian phrase.
    """

    index: int
    detail: str


def first_break(lines: Sequence[ChainedEntry]) -> Break | None:
    """Find the first line that does not follow from those before it.

    Args:
        lines: As they stand in the sheet, top to bottom; a number that cannot be read is 0.
    """
    last = START
    for index, line in enumerate(lines):
        if line.number != index + 1:
            return Break(index, f"bernomor {line.number or 'kosong'}, seharusnya {index + 1}")
        if line.chain != link(last, line.number, line.entry):
            return Break(index, "isinya diubah, atau baris dihapus, disisipkan, atau dipindah")
        last = line.chain
    return None


def end_break(lines: Sequence[ChainedEntry], count: int, chain: str) -> Break | None:
    """Compare the end of an intact register with what was noted of it.

    Args:
        lines: All lines.
        count: So many there were when the master noted it.
        chain: The chain value of the last of them.
    """
    at = max(len(lines) - 1, 0)
    if len(lines) < count:
        return Break(at, f"{count - len(lines)} baris terakhir dihapus")
    if len(lines) > count:
        return Break(count, f"{len(lines) - count} baris ditambahkan dengan tangan")
    if (lines[-1].chain if lines else START) != chain:
        return Break(at, "seluruh rantai disusun ulang")
    return None


def link(previous: str, number: int, entry: HistoryEntry) -> str:
    """Compute the chain value of one entry."""
    values = [_text(getattr(entry, field.name)) for field in fields(entry)]
    text = json.dumps([previous, number, *values], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _text(value: CellValue) -> str:
    """Write a value such that it reads the same before it went into a cell and after."""
    if isinstance(value, datetime):
        value = (value + timedelta(milliseconds=500)).replace(microsecond=0)
    plain = canonical(float(value) if isinstance(value, Decimal) else value)
    return plain.isoformat() if isinstance(plain, date) else cell_text(plain)
