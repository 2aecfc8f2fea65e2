"""The register of changes (RIWAYAT): append-only, each entry chained to the one before."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
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
