"""The records that the worked example is written in: what sections typed, and their evidence."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum

Typed = str | int | float | date | None
"""What stands in an entry cell: numbers as text are text, as people type them."""


class Program(Enum):
    """Which program saved a returned form last."""

    OPENPYXL = "openpyxl"
    LIBREOFFICE = "LibreOffice"


@dataclass(frozen=True, slots=True)
class FilledRow:
    """What a section typed into the row of one indicator; fields named as in `core.forms`."""

    code: str
    realisation: Typed
    budget_realisation: Typed = None
    obstacles: Typed = None
    solution: Typed = None
    follow_up: Typed = None
    person_in_charge: Typed = None
    due_date: Typed = None
    note: Typed = None


@dataclass(frozen=True, slots=True)
class ListedEvidence:
    """What a section typed into the list of evidence beside one indicator's required piece."""

    code: str
    file_name: str
    description: str = ""


@dataclass(frozen=True, slots=True)
class ExtraEvidence:
    """A row that a section added to its list of evidence."""

    code: str
    item: str
    file_name: str
    description: str = ""


@dataclass(frozen=True, slots=True)
class Paper:
    """One page of evidence.

    Attributes:
        number: Number and date of the document; empty for none.
        paragraphs: Above the table.
        headings: Of the table; every row has as many cells.
        signed: Post that signs; empty for none.
        has_chart: Whether the last column is also drawn, as bars.
    """

    title: str
    number: str
    paragraphs: tuple[str, ...]
    headings: tuple[str, ...]
    rows: tuple[tuple[str | int | float, ...], ...]
    signed: str = ""
    has_chart: bool = False


@dataclass(frozen=True, slots=True)
class EvidenceFile:
    """A file of evidence; its extension says how the paper is made, unless `made_as` does.

    Attributes:
        path: Relative to `kembali/<period>`.
        made_as: Extension of what it really is, for a file that was renamed wrongly.
    """

    path: str
    paper: Paper
    made_as: str = ""


@dataclass(frozen=True, slots=True)
class FilledForm:
    """A returned form.

    Attributes:
        path: Where it lies, relative to `kembali/<period>`.
    """

    period: str
    section: str
    path: str
    saved_with: Program
    rows: tuple[FilledRow, ...]
    listed: tuple[ListedEvidence, ...]
    files: tuple[EvidenceFile, ...]
    extra: tuple[ExtraEvidence, ...] = ()
