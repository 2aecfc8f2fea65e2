"""What a master keeps out of sight besides its forms: its key, and what proves its content."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class RecordKind(Enum):
    """What a hidden record says; the value is the word in the hidden table.

    FORM_KEY: `digest` is the master's secret, `count` how many forms went out before it was made.
    HISTORY_END: `count` and `digest` are number and chain value of the last line of RIWAYAT.
    FINISHED_STEP: `name` is a step's number, `digest` the times it was measured with, `text` what
        was measured.
    EARLIER_PASS: `name` is a step's number and the pass, `count` its minutes, `digest` its times.
    CLOSED: The period is closed; `text` has the settings it was closed with, `digest` the moment.
    CLOSED_SHEET: `digest` is that of all the period has on the sheet `name`.
    SIGNED_FORM: `digest` is that of the form of section `name` as the Surat Edaran orders it,
        `text` that document's number.
    RETURNED_ROW: A form opened a row again; `name` is the form's identifier and the row's key,
        `text` the reason.
    CLOSED_FIGURES: `text` has the figures of a section, an objective or the office.
    """

    FORM_KEY = "kunci"
    HISTORY_END = "riwayat"
    FINISHED_STEP = "langkah selesai"
    EARLIER_PASS = "putaran langkah"
    CLOSED = "ditutup"
    CLOSED_SHEET = "lembar ditutup"
    CLOSED_FIGURES = "angka ditutup"
    SIGNED_FORM = "formulir ditetapkan"
    RETURNED_ROW = "baris dikembalikan"


CLOSING_KINDS = frozenset((RecordKind.CLOSED, RecordKind.CLOSED_SHEET, RecordKind.CLOSED_FIGURES))
"""What closing a period writes and reopening it takes away."""


@dataclass(frozen=True, slots=True)
class HiddenRecord:
    """One record; kind, period and name identify it.

    Attributes:
        period: The period it is about; empty for the whole master.
        text: Plain JSON, for the kinds that have more to say.
    """

    kind: RecordKind
    period: str = ""
    name: str = ""
    count: int = 0
    digest: str = ""
    text: str = ""

    @property
    def key(self) -> tuple[RecordKind, str, str]:
        """What identifies it."""
        return self.kind, self.period, self.name
