"""The register of LHP, LHE and TLHP: when a follow-up is due, what is wrong, and the recap."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import Enum
from typing import Final

from kinerja_xl.core.findings import Code, Finding, Place, finding
from kinerja_xl.core.forms import Block
from kinerja_xl.core.period import Period
from kinerja_xl.core.values import CellValue, cell_text

LIMIT_DAYS: Final = 60
"""Calendar days from the receipt of an LHP to the end of its follow-up.

An answer or explanation is due within 60 days of receipt: UU 15/2004 article 20 (3). The law says
days, not working days, so the calendar of the office is not asked.
"""

FIELDS: Final = tuple(field.name for field in Block.AUDIT.entry_fields)
"""What a section fills in of a row, in the order of its form."""


class Kind(Enum):
    """Which document a row comes from."""

    REPORT = "LHP"
    EVALUATION = "LHE"
    FOLLOW_UP = "TLHP"


class Status(Enum):
    """How far the follow-up is."""

    NOT_STARTED = "belum ditindaklanjuti"
    IN_PROGRESS = "dalam proses"
    SETTLED = "selesai"


class State(Enum):
    """Where a row stands against its limit, in the words of the register's column Keadaan."""

    BLANK = ""
    SETTLED = "selesai"
    UNDATED = "tanpa tanggal"
    NO_LIMIT = "tanpa batas"
    OVERDUE = "lewat batas"
    RUNNING = "dalam batas"


class Band(Enum):
    """A column of the recap."""

    OVERDUE = "overdue"
    TO_30 = "days_30"
    TO_60 = "days_60"
    TO_90 = "days_90"
    OVER_90 = "days_more"
    UNDATED = "undated"
    TOTAL = "total"


AGES: Final = (
    (Band.TO_30, None, 30), (Band.TO_60, 31, 60), (Band.TO_90, 61, 90), (Band.OVER_90, 91, None),
)  # fmt: skip
"""Bands of age in days, both ends included; a date that lies ahead counts as young."""

OTHER_STATUS, ALL_STATUSES = "lainnya", "jumlah"
RECAP_LINES: Final = (*(status.value for status in Status), OTHER_STATUS, ALL_STATUSES)
"""The lines of the recap: each status, rows with none of them, and all together."""

_WORDS: Final = {"kind": {k.value.casefold() for k in Kind}, "status": {s.value for s in Status}}
_REQUIRED: Final = ("kind", "number", "source", "finding", "section", "status")


@dataclass(frozen=True, slots=True)
class AuditRow:
    """One row of the register.

    Attributes:
        index: Position among the table's data rows, counted from 0; -1 for a row yet to be added.
        key: What identifies it for good; empty for a row that the officer typed and that has none
            yet.
        section: Code of the subbagian that follows it up; empty when none is named.
        entries: The values of `FIELDS`.
        evidence_period: The period in whose folder its evidence lies; empty when none is said.
    """

    index: int
    key: str
    section: str
    entries: tuple[CellValue, ...]
    evidence_period: str = ""

    def entry(self, name: str) -> CellValue:
        """Return the value of one of `FIELDS`."""
        return self.entries[FIELDS.index(name)]

    @property
    def is_blank(self) -> bool:
        """Whether nobody filled in anything but, maybe, whose row it is to be."""
        return all(not cell_text(value) for value in self.entries)

    @property
    def is_settled(self) -> bool:
        """Whether its follow-up is done."""
        return _word(self.entry("status")) == Status.SETTLED.value

    @property
    def label(self) -> str:
        """What a person calls it by."""
        return cell_text(self.entry("number")) or cell_text(self.entry("finding")) or self.key


@dataclass(frozen=True, slots=True)
class AuditRegister:
    """The register of the whole office.

    Attributes:
        issued_keys: Every key that a form bore; none of them ever goes to another row.
    """

    rows: tuple[AuditRow, ...]
    issued_keys: frozenset[str] = frozenset()

    @property
    def new_keys(self) -> tuple[tuple[int, str], ...]:
        """Index and key for every filled row that the officer typed and that has no key yet."""
        used = {row.key for row in self.rows} | self.issued_keys
        free = (key for n in itertools.count(1) if (key := f"L{n:04d}") not in used)
        return tuple((row.index, next(free)) for row in self.rows if not (row.key or row.is_blank))

    def keyed(self) -> AuditRegister:
        """Return the register with a key in every filled row."""
        keys = dict(self.new_keys)
        rows = tuple(replace(row, key=keys.get(row.index, row.key)) for row in self.rows)
        return AuditRegister(rows, self.issued_keys)

    def of_section(self, code: str) -> tuple[AuditRow, ...]:
        """Return the rows that a section still follows up; a key that is there twice is left out.

        Whose row a returned cell belongs to could not be told of such a key.
        """
        counts = Counter(row.key for row in self.rows)
        return tuple(
            row
            for row in self.rows
            if row.section.casefold() == code.casefold()
            and row.key
            and counts[row.key] == 1
            and not row.is_settled
        )

    def spare_keys(self, period: Period, section: str, count: int) -> tuple[str, ...]:
        """Return keys for the empty rows of a section's form.

        A key names period and section, and none is given out twice: what two sections, or a section
        in two periods, fill in are different rows.
        """
        prefix = f"L{period}.{section}."
        used = {row.key for row in self.rows} | self.issued_keys
        free = (f"{prefix}{number:02d}" for number in itertools.count(1))
        return tuple(itertools.islice((key for key in free if key not in used), count))


def day_of(value: CellValue) -> date | None:
    """Return the day that a cell holds; what is no date is none."""
    if isinstance(value, datetime):
        return value.date()
    return value if isinstance(value, date) else None


def due_date(row: AuditRow) -> date | None:
    """Return the last day of the follow-up of an LHP; LHE and TLHP have none."""
    received = day_of(row.entry("received"))
    return received + timedelta(days=LIMIT_DAYS) if _is_report(row) and received else None


def age_days(row: AuditRow, today: date) -> int | None:
    """Return the days since the document was received, or else since its date."""
    began = day_of(row.entry("received")) or day_of(row.entry("date"))
    return None if row.is_blank or began is None else (today - began).days


def state_of(row: AuditRow, today: date) -> State:
    """Say where a row stands; on the last day of its limit it is within it."""
    if row.is_blank:
        return State.BLANK
    if row.is_settled:
        return State.SETTLED
    if any(day_of(row.entry(field)) is None for field in _dates(row)):
        return State.UNDATED
    due = due_date(row)
    if due is None:
        return State.NO_LIMIT
    return State.OVERDUE if due < today else State.RUNNING


def recap(rows: Iterable[AuditRow], today: date) -> dict[str, dict[Band, int]]:
    """Count the rows by status and age.

    Returns:
        For each of `RECAP_LINES` the count of every band. Rows that are overdue count in their
        band of age as well.
    """
    counts = {line: dict.fromkeys(Band, 0) for line in RECAP_LINES}
    for row in rows:
        if row.is_blank:
            continue
        status = _word(row.entry("status"))
        own = status if status in _WORDS["status"] else OTHER_STATUS
        for band in _bands(row, today):
            counts[own][band] += 1
            counts[ALL_STATUSES][band] += 1
    return counts


def by_urgency(rows: Iterable[AuditRow], today: date) -> tuple[AuditRow, ...]:
    """Order the filled rows: overdue first, then by due date, then by age, settled ones last."""
    ranks = {
        State.OVERDUE: 0, State.RUNNING: 1, State.UNDATED: 2, State.NO_LIMIT: 3, State.SETTLED: 4,
    }  # fmt: skip

    def rank(row: AuditRow) -> tuple[int, date, int, int]:
        state = state_of(row, today)
        return ranks[state], due_date(row) or date.max, -(age_days(row, today) or 0), row.index

    return tuple(sorted((row for row in rows if not row.is_blank), key=rank))


def check_register(
    rows: Sequence[AuditRow],
    today: date,
    *,
    sections: Iterable[str],
    place_of: Callable[[AuditRow, str], Place],
    heading_of: Callable[[str], str],
) -> tuple[Finding, ...]:
    """Find what is missing, unreadable or late in the register.

    Args:
        rows: All of them.
        today: Against which limits and dates are held.
        sections: The codes of the office's sections.
        place_of: Gives the cell of a row's field.
        heading_of: Gives the heading of a field.
    """
    known = {code.casefold() for code in sections}
    counts = Counter(row.key for row in rows if row.key)

    def found(code: Code, row: AuditRow, field: str, /, **facts: object) -> Finding:
        return finding(
            code, place_of(row, field), section=row.section, row_key=row.key, column=field,
            number=row.label, **facts,
        )  # fmt: skip

    findings = []
    for row in rows:
        if row.is_blank:
            continue
        if counts[row.key] > 1:
            findings.append(found(Code.AUDIT_KEY_TWICE, row, "number", key=row.key))
        for field in _dates(row):
            if cell_text(row.entry(field)):
                continue
            findings.append(found(Code.AUDIT_DATE_MISSING, row, field, field=heading_of(field)))
        for code, field, text in _faults(row, today, known):
            findings.append(found(code, row, field, field=heading_of(field), text=text))
        due = due_date(row)
        if due and state_of(row, today) is State.OVERDUE:
            days = (today - due).days
            findings.append(found(Code.AUDIT_OVERDUE, row, "due_date", days=days))
    return tuple(findings)


def _is_report(row: AuditRow) -> bool:
    return _word(row.entry("kind")) == Kind.REPORT.value.casefold()


def _dates(row: AuditRow) -> tuple[str, ...]:
    """Return the dates that a row needs; an LHP also its receipt, from which its limit runs."""
    return ("date", "received") if _is_report(row) else ("date",)


def _faults(row: AuditRow, today: date, sections: set[str]) -> Iterator[tuple[Code, str, str]]:
    """Yield code, field and the text concerned."""
    values = {**dict(zip(FIELDS, row.entries, strict=True)), "section": row.section}
    for field in _REQUIRED:
        if not cell_text(values[field]):
            yield Code.AUDIT_CELL_MISSING, field, ""
    for field, words in (*_WORDS.items(), ("section", sections)):
        text = cell_text(values[field])
        if text and _word(text) not in words:
            yield Code.AUDIT_WORD_UNKNOWN, field, text
    for field in ("date", "received"):
        value = values[field]
        day = day_of(value)
        if day is None and cell_text(value):
            yield Code.AUDIT_DATE_UNREADABLE, field, cell_text(value)
        elif day is not None and day > today:
            yield Code.AUDIT_DATE_AHEAD, field, f"{day:%d/%m/%Y}"
    made, received = day_of(values["date"]), day_of(values["received"])
    if made and received and received < made:
        yield Code.AUDIT_DATES_REVERSED, "received", f"{received:%d/%m/%Y}"
    if row.is_settled and not cell_text(values["file_name"]):
        yield Code.AUDIT_EVIDENCE_MISSING, "file_name", ""
    if cell_text(values["file_name"]) and not row.evidence_period:
        yield Code.AUDIT_CELL_MISSING, "evidence_period", ""


def _bands(row: AuditRow, today: date) -> Iterator[Band]:
    yield Band.TOTAL
    if state_of(row, today) is State.OVERDUE:
        yield Band.OVERDUE
    age = age_days(row, today)
    if age is None:
        yield Band.UNDATED
        return
    for band, low, high in AGES:
        if (low is None or age >= low) and (high is None or age <= high):
            yield band


def _word(value: CellValue) -> str:
    """Return a word as Excel compares it: without case, and without blanks around or doubled."""
    return " ".join(part for part in cell_text(value).split(" ") if part).casefold()
