"""The life of an SOP (PENGESAHAN): signed, reviewed twice a year, revised, at an end."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum

from kinerja_xl.core.dates import format_date, format_moment, refuse_future
from kinerja_xl.errors import KinerjaError

REVIEW_MONTHS = 6
"""At least two reviews a year (PENGESAHAN 2)."""

NOTICE_DAYS = 30
"""So long before it is due a review is announced."""

_MONTHS_A_YEAR = 12


class LifeEvent(Enum):
    """What can happen to an SOP; the value is the word in the register."""

    SIGNED = "Ditandatangani"
    REVIEWED = "Direviu"
    REVISED = "Direvisi"
    RENUMBERED = "Bernomor baru"
    LAPSED = "Berakhir"


class SopState(Enum):
    """How an SOP stands; the value is the word on KENDALI."""

    UNRECORDED = "pengesahan belum dicatat"
    DRAFT = "konsep, belum ditandatangani"
    IN_FORCE = "berlaku"
    UNSIGNED_REVISION = "berlaku, revisi belum ditandatangani"
    LAPSED = "tidak berlaku, siklus berakhir"


@dataclass(frozen=True, slots=True)
class LifeRecord:
    """One line of the register.

    Attributes:
        revision: Which revision the SOP has from then on; 0 for the first version.
        note: Why, or what came of it.
        file: The definition that came in, relative to the office's folder.
        sha256: Of that file.
    """

    at: datetime
    event: LifeEvent
    sop_number: str
    revision: int = 0
    note: str = ""
    file: str = ""
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class SopLife:
    """How an SOP stands now.

    Attributes:
        since: When it came into this state; `None` when nothing is recorded.
        revision: The revision in use.
        review_due: By when the next review is due; `None` while it is not in force.
        last_at: When something was last recorded.
    """

    state: SopState
    since: datetime | None = None
    revision: int = 0
    review_due: date | None = None
    last_at: datetime | None = None

    @property
    def is_in_force(self) -> bool:
        """Whether work under it is covered; an SOP of which nothing is recorded counts as such."""
        return self.state not in {SopState.DRAFT, SopState.LAPSED}


def folded_number(number: str) -> str:
    """Return an SOP's number as it counts: typing it with other spaces makes no new one."""
    return "".join(number.split()).casefold()


def life_of(records: Iterable[LifeRecord], sop_number: str) -> SopLife:
    """Follow the register of an SOP to how it stands; records of other numbers do not count."""
    own = [r for r in records if folded_number(r.sop_number) == folded_number(sop_number)]
    state, since, revision, reviewed, last = SopState.UNRECORDED, None, 0, None, None
    for record in sorted(own, key=lambda each: each.at):
        revision, last, before = record.revision, record.at, state
        if record.event is LifeEvent.SIGNED:
            state, reviewed = SopState.IN_FORCE, record.at
        elif record.event is LifeEvent.REVIEWED:
            reviewed = record.at
        elif record.event is LifeEvent.LAPSED:
            state = SopState.LAPSED
        elif record.event is LifeEvent.REVISED and state in _CURRENT:
            state = SopState.UNSIGNED_REVISION
        else:
            state = SopState.DRAFT
        since = record.at if state is not before else since
    due = _review_due(reviewed) if reviewed and state in _CURRENT else None
    return SopLife(state, since, revision, due, last)


_CURRENT = frozenset((SopState.IN_FORCE, SopState.UNSIGNED_REVISION))


def _review_due(reviewed: datetime) -> date:
    months = reviewed.month - 1 + REVIEW_MONTHS
    year, month = reviewed.year + months // _MONTHS_A_YEAR, months % _MONTHS_A_YEAR + 1
    return date(year, month, min(reviewed.day, monthrange(year, month)[1]))


def review_notice(life: SopLife, today: date) -> str:
    """Say that a review is due soon or overdue; empty when it is not."""
    if life.review_due is None or (life.review_due - today).days > NOTICE_DAYS:
        return ""
    if life.review_due < today:
        return f"Reviu SOP terlambat sejak {format_date(life.review_due)}"
    return f"Reviu SOP paling lambat {format_date(life.review_due)}"


def life_text(life: SopLife, today: date) -> str:
    """Say in one line how an SOP stands."""
    text = life.state.value.capitalize()
    if life.since:
        text += f" sejak {format_date(life.since.date())}"
    if life.revision:
        text += f", revisi {life.revision}"
    notice = review_notice(life, today)
    if notice:
        return f"{text}. {notice}"
    return f"{text}; reviu {format_date(life.review_due)}" if life.review_due else text


def refuse_moment(life: SopLife, at: datetime, now: datetime, where: str) -> None:
    """Refuse a moment to come, or one before what was recorded last.

    Raises:
        KinerjaError: If it is one.
    """
    refuse_future(at, now, where)
    if life.last_at and at < life.last_at:
        raise KinerjaError(
            f"Waktu {format_moment(at)} mendahului catatan terakhir SOP ini, "
            f"{format_moment(life.last_at)}.",
            where=where, remedy="Periksa waktunya.",
        )  # fmt: skip


def refuse_signing(life: SopLife, where: str) -> None:
    """Refuse to sign what is signed.

    Raises:
        KinerjaError: If the SOP is in force as it stands.
    """
    if life.state is SopState.IN_FORCE and life.since:
        raise KinerjaError(
            f"SOP ini sudah ditandatangani dan berlaku sejak {format_moment(life.since)}.",
            where=where,
            remedy="Tanda tangan baru perlu sesudah revisi, nomor baru, atau akhir siklus.",
        )


def refuse_review(life: SopLife, where: str) -> None:
    """Refuse to review what is not in force.

    Raises:
        KinerjaError: If the SOP was not signed, or has lapsed.
    """
    if life.review_due is None:
        raise KinerjaError(
            f"SOP ini {life.state.value}; yang direviu adalah SOP yang berlaku.",
            where=where,
            remedy="Catat penandatanganannya lebih dulu: sop sign.",
        )
