"""What a master keeps out of sight besides its forms: its key, and what proves its content."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class RecordKind(Enum):
    """What a hidden record says; the value is the word in the hidden table.

    FORM_KEY: `digest` is the master's secret, `count` how many forms went out before it was made.
    HISTORY_END: `count` and `digest` are number and chain value of the last line of RIWAYAT.
    FINISHED_STEP: `name` is a step's number, `digest` that of the times it was measured with.
    CLOSED: The period is closed; `text` has the settings it was closed with, `digest` the moment.
    CLOSED_SHEET: `digest` is that of all the period has on the sheet `name`.
    CLOSED_FIGURES: `text` has the figures of a section, an objective or the office.
    """

    FORM_KEY = "kunci"
    HISTORY_END = "riwayat"
    FINISHED_STEP = "langkah selesai"
    CLOSED = "ditutup"
    CLOSED_SHEET = "lembar ditutup"
    CLOSED_FIGURES = "angka ditutup"


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
