"""Verification of a returned form row by row: what the officer decides, and what it opens again."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from typing import Final

from kinerja_xl.core.entries import EntryValue
from kinerja_xl.core.forms import Block, FormRow, block_of, content_digest
from kinerja_xl.core.section_rows import SectionRow
from kinerja_xl.core.values import CellValue, cell_text

_CODE: Final = Block.PERFORMANCE.locked_fields.index("code")
EXTRA_CODE: Final = [field.name for field in Block.EXTRA.entry_fields].index("code")


class Verdict(Enum):
    """What the officer decides about a row; the value is the word in the section's sheet."""

    ACCEPTED = "diterima"
    RETURNED = "dikembalikan"


@dataclass(frozen=True, slots=True)
class OpenRow:
    """A row that a form opens again.

    Attributes:
        reason: Why it went back; empty for an indicator that was in no form before.
    """

    key: str
    reason: str


def read_verdict(value: CellValue) -> Verdict | str | None:
    """Read the cell of a verdict; a word that is none is given back as text."""
    text = cell_text(value).strip()
    if not text:
        return None
    word = text.casefold()
    return next((verdict for verdict in Verdict if verdict.value == word), text)


def is_returned(row: SectionRow) -> bool:
    """Say whether the officer sent the row back and it has not been corrected since."""
    return read_verdict(row.verdict) is Verdict.RETURNED


def reason_of(row: SectionRow) -> str:
    """Return the reason beside the verdict, on one line."""
    return " ".join(cell_text(row.reason).split())


def rows_to_open(
    rows: Sequence[SectionRow], known: Collection[str], opened: Collection[OpenRow]
) -> tuple[OpenRow, ...]:
    """Return the rows that the next form opens; none when no row was sent back.

    Args:
        rows: Those of the next form.
        known: Keys of the rows that are in the valid form.
        opened: What the valid form opens, if the section still has it.
    """
    if not any(map(is_returned, rows)):
        return ()
    added = {row.key for row in opened if not row.reason}
    return tuple(
        OpenRow(row.key, reason_of(row) if is_returned(row) else "")
        for row in rows
        if is_returned(row) or row.key in added or row.key not in known
    )


def limited(rows: Sequence[FormRow], opened: Sequence[OpenRow]) -> tuple[FormRow, ...]:
    """Close every row of a form but those opened, their evidence, and evidence of no indicator.

    Rows for further evidence stay open where they are blank: a row often comes back for lack of it.
    """
    reasons = {row.key: row.reason for row in opened}
    codes = open_codes(rows, reasons)
    return tuple(
        replace(row, is_open=_is_open(row, reasons, codes), reason=reasons.get(row.key, ""))
        for row in rows
    )


def open_codes(rows: Sequence[FormRow], keys: Collection[str]) -> frozenset[str]:
    """Return the codes of the indicators with these keys."""
    return frozenset(
        cell_text(row.locked[_CODE])
        for row in rows
        if row.block is Block.PERFORMANCE and row.key in keys
    )


def is_of_open_row(entries: Sequence[EntryValue], codes: Collection[str]) -> bool:
    """Say whether further evidence belongs to one of these indicators, or to none that is known."""
    code = entries[EXTRA_CODE]
    return not isinstance(code, str) or code.strip() in codes


def limited_digest(definition: str, opened: Sequence[OpenRow]) -> str:
    """Digest a form that opens a few rows: its definition, and which rows for which reasons."""
    told = sorted(f"{row.key}\n{row.reason}" for row in opened)
    return content_digest((), "returned rows", definition, *told)


def indicator_keys(key: str, code: CellValue, key_of_code: dict[str, str]) -> Iterator[str]:
    """Yield the key of the indicator that a row of a form belongs to, if it has one.

    Args:
        key: Of the row.
        code: What a row of further evidence names.
        key_of_code: Keys of the section's indicators by their codes.
    """
    block = block_of(key)
    if block is Block.EXTRA:
        found = key_of_code.get(cell_text(code))
        if found:
            yield found
    elif block is not Block.AUDIT:
        yield key.partition(".")[0]


def _is_open(row: FormRow, keys: Collection[str], codes: Collection[str]) -> bool:
    if row.block is Block.EXTRA:
        return is_of_open_row(row.base, codes)
    return row.key.partition(".")[0] in keys
