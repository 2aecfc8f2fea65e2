"""A section's form as a value: its identity, its rows, and which of its cells a person may fill."""

from __future__ import annotations

import hashlib
import hmac
import json
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from kinerja_xl.core.indicator import Measure, Target
from kinerja_xl.core.period import Period
from kinerja_xl.core.values import CellValue, canonical

if TYPE_CHECKING:
    from kinerja_xl.core.achievement import PeriodTerm

EXTRA_EVIDENCE_ROWS = 10
EXTRA_AUDIT_ROWS = 10
FORM_KEY_BYTES = 32
"""So long is the secret by which a master seals its forms; it is kept in hexadecimal."""


class FieldKind(Enum):
    """How what was typed into an entry cell is read."""

    TEXT = "text"
    MEASURE = "measure"
    MONEY = "money"
    DATE = "date"


@dataclass(frozen=True, slots=True)
class EntryField:
    """A field that the section fills."""

    name: str
    kind: FieldKind


class Block(Enum):
    """The blocks of rows in a form; each has its own entry fields.

    PERFORMANCE has a row per indicator, EVIDENCE a row per required piece of evidence, EXTRA empty
    rows for further evidence, AUDIT the section's rows of the register of LHP, LHE and TLHP and
    empty ones for further findings; a form has it only where the office collects them so.
    """

    PERFORMANCE = "isian"
    EVIDENCE = "bukti"
    EXTRA = "tambahan"
    AUDIT = "pemeriksaan"

    @property
    def entry_fields(self) -> tuple[EntryField, ...]:
        """The fields of the block that the section fills, in the order of the columns."""
        return _ENTRY_FIELDS[self]

    @property
    def locked_fields(self) -> tuple[str, ...]:
        """The fields that are given and must come back unchanged, in the order of the columns."""
        return _LOCKED_FIELDS[self]


_TEXT, _DATE = FieldKind.TEXT, FieldKind.DATE
_ENTRY_FIELDS: dict[Block, tuple[EntryField, ...]] = {
    Block.PERFORMANCE: (
        EntryField("realisation", FieldKind.MEASURE),
        EntryField("budget_realisation", FieldKind.MONEY),
        EntryField("obstacles", _TEXT),
        EntryField("solution", _TEXT),
        EntryField("follow_up", _TEXT),
        EntryField("person_in_charge", _TEXT),
        EntryField("due_date", _DATE),
        EntryField("note", _TEXT),
    ),
    Block.EVIDENCE: (EntryField("file_name", _TEXT), EntryField("description", _TEXT)),
    Block.EXTRA: (
        EntryField("code", _TEXT),
        EntryField("item", _TEXT),
        EntryField("file_name", _TEXT),
        EntryField("description", _TEXT),
    ),
    Block.AUDIT: (
        EntryField("kind", _TEXT),
        EntryField("number", _TEXT),
        EntryField("date", _DATE),
        EntryField("received", _DATE),
        EntryField("source", _TEXT),
        EntryField("finding", _TEXT),
        EntryField("recommendation", _TEXT),
        EntryField("follow_up", _TEXT),
        EntryField("status", _TEXT),
        EntryField("file_name", _TEXT),
    ),
}
_LOCKED_FIELDS: dict[Block, tuple[str, ...]] = {
    Block.PERFORMANCE: (
        "number", "code", "objective", "name", "unit", "polarity", "target_year", "target",
        "budget", "evidence_required",
    ),
    Block.EVIDENCE: ("number", "code", "item"),
    Block.EXTRA: ("number",),
    Block.AUDIT: ("line",),
}  # fmt: skip


def block_of(key: str) -> Block:
    """Tell a row's block from its key: `I001`, `I001.2`, `X01`, `L0001`, `L2026-TW1.KUL.01`."""
    if key.startswith("X"):
        return Block.EXTRA
    if key.startswith("L"):
        return Block.AUDIT
    return Block.EVIDENCE if "." in key else Block.PERFORMANCE


@dataclass(frozen=True, slots=True)
class FormIdentity:
    """What a form carries, very hidden, to be recognised by.

    Attributes:
        form_id: Unique for master, period, section and version.
        master_id: Which master issued it.
        digest: SHA-256 of the locked content, see `content_digest`.
        mac: Seals all of the above with the master's key, see `form_mac`; empty in a form that was
            issued before masters had keys.
    """

    form_id: str
    master_id: str
    office: str
    period: Period
    section: str
    version: int
    digest: str
    mac: str = ""


@dataclass(frozen=True, slots=True)
class RowMeasure:
    """What the achievement of a form row is computed from, besides its realisation.

    Attributes:
        target: The row's target; `None` when it is missing or cannot be read.
        previous: Target and realisation of the year's earlier periods of the same length, in order.
    """

    measure: Measure
    target: Target | None
    previous: tuple[PeriodTerm, ...] = ()


@dataclass(frozen=True, slots=True)
class FormRow:
    """One row of a form as distributed.

    Attributes:
        key: Identifies the row within the form: an indicator's key, `I001.2` for its second piece
            of evidence, `X01` for an empty evidence row.
        locked: Values of the block's locked fields.
        base: Values of the block's entry fields as distributed.
        measure: Set for the rows of the PERFORMANCE block only.
        is_open: Whether the section may fill the entry fields; if not, they must come back as sent.
        reason: Why the row was sent back for correction; empty when it was not.
    """

    key: str
    block: Block
    locked: tuple[CellValue, ...]
    base: tuple[CellValue, ...]
    measure: RowMeasure | None = None
    is_open: bool = True
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Form:
    """One section's form for one period."""

    identity: FormIdentity
    section_name: str
    rows: tuple[FormRow, ...]

    @property
    def is_limited(self) -> bool:
        """Whether some rows are closed: it was issued to correct the others."""
        return not all(row.is_open for row in self.rows)

    def block(self, block: Block) -> tuple[FormRow, ...]:
        """Return the rows of one block, in order."""
        return tuple(row for row in self.rows if row.block is block)


def form_id(master_id: str, period: Period, section: str, version: int) -> str:
    """Derive a form's identifier; the same arguments always give the same one."""
    text = "\n".join(("kinerja-xl form", master_id, str(period), section, str(version)))
    return hashlib.sha256(text.encode()).hexdigest()[:24]


def form_mac(key: str, identity: FormIdentity) -> str:
    """Compute the HMAC-SHA256 of an identity, its `mac` left out.

    The digest stands for row keys and locked values, so that the seal can be tested with nothing
    but the key, and covers them all the same.

    Args:
        key: The master's secret.
        identity: What is sealed.
    """
    sealed = (
        identity.form_id, identity.master_id, identity.office, str(identity.period),
        identity.section, str(identity.version), identity.digest,
    )  # fmt: skip
    text = json.dumps(sealed, ensure_ascii=False, separators=(",", ":"))
    return hmac.new(key.encode(), text.encode(), hashlib.sha256).hexdigest()


def content_digest(rows: tuple[FormRow, ...], *context: str) -> str:
    """Digest what the section cannot change: keys, blocks, locked values, and the given context.

    Entry values are left out, so merging a return does not make the form look outdated.
    """
    content = [[row.key, row.block.value, [_plain(value) for value in row.locked]] for row in rows]
    text = json.dumps([list(context), content], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _plain(value: CellValue) -> str | None:
    plain = canonical(value)
    return None if plain is None else f"{type(plain).__name__}:{plain}"
