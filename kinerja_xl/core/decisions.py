"""Turns what the officer says about a section's rows into a verdict for each row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from kinerja_xl.core.section_rows import SectionRow
from kinerja_xl.core.verification import Verdict, is_returned
from kinerja_xl.errors import KinerjaError

ALL: Final = "all"
"""Names every row that is filled in and was not sent back."""


@dataclass(frozen=True, slots=True)
class Decisions:
    """What the officer says.

    Attributes:
        accepted: Codes or keys of rows, or `ALL`.
        returned: Code or key and reason of each row that goes back.
    """

    accepted: tuple[str, ...] = ()
    returned: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class DecidedRow:
    """A row with what was decided about it; an accepted one has no reason."""

    row: SectionRow
    verdict: Verdict
    reason: str = ""


def pair_reasons(rows: Sequence[str], reasons: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """Give each row that goes back its reason: one for all, or as many as there are rows.

    Raises:
        KinerjaError: If there are neither so many nor just one, or one is blank.
    """
    told = [" ".join(reason.split()) for reason in reasons]
    if rows and len(told) == 1:
        told *= len(rows)
    if len(told) != len(rows) or not all(told):
        raise KinerjaError(
            f"{len(rows)} baris dikembalikan dengan {sum(map(bool, told))} alasan.",
            remedy="Beri satu alasan untuk semua baris, atau satu alasan bagi tiap baris.",
        )
    return tuple(zip(rows, told, strict=True))


def decide_rows(
    section: str, rows: Sequence[SectionRow], decisions: Decisions, *, is_received: bool
) -> tuple[DecidedRow, ...]:
    """Find the rows that are meant, in the order of the sheet.

    Args:
        section: The section's code.
        rows: Its rows of the period.
        decisions: What the officer says.
        is_received: Whether any version of the section's form came back and was merged.

    Raises:
        KinerjaError: If something cannot be decided so; all that is wrong is told at once.
    """
    if not is_received:
        raise KinerjaError(
            f"Formulir {section} belum digabung; belum ada yang dapat diverifikasi.",
            where=section,
            remedy="Simpan kirimannya di folder kembali, gabungkan, lalu verifikasi.",
        )
    problems: list[str] = []
    accepted = _named(rows, [one for one in decisions.accepted if one.casefold() != ALL], problems)
    returned = _named(rows, [name for name, _ in decisions.returned], problems)
    reasons = {name.casefold(): reason for name, reason in decisions.returned}
    decided = []
    for row in rows:
        if row.key in accepted and row.key in returned:
            problems.append(f"baris {row.code} diterima sekaligus dikembalikan")
        elif row.key in accepted and row.is_blank:
            problems.append(f"baris {row.code} belum diisi, jadi tidak dapat diterima")
        elif row.key in accepted or _is_meant_by_all(row, decisions, returned):
            decided.append(DecidedRow(row, Verdict.ACCEPTED))
        elif row.key in returned:
            reason = reasons.get(row.code.casefold()) or reasons.get(row.key.casefold(), "")
            if not reason.strip():
                problems.append(f"baris {row.code} dikembalikan tanpa alasan")
            decided.append(DecidedRow(row, Verdict.RETURNED, " ".join(reason.split())))
    if problems:
        raise KinerjaError(
            f"Verifikasi tidak dicatat: {'; '.join(problems)}.",
            where=section,
            remedy="Sebut baris dengan kodenya di lembar subbagian, lalu ulangi.",
        )
    return tuple(decided)


def _named(rows: Sequence[SectionRow], names: Sequence[str], problems: list[str]) -> set[str]:
    """Return the keys of the rows with these codes or keys."""
    found = set()
    for name in names:
        word = name.strip().casefold()
        keys = [row.key for row in rows if word in (row.code.casefold(), row.key.casefold())]
        if len(keys) != 1:
            problems.append(
                f'baris "{name}" {"lebih dari satu; sebut kuncinya" if keys else "tidak ada"}'
            )
        found.update(keys)
    return found


def _is_meant_by_all(row: SectionRow, decisions: Decisions, returned: set[str]) -> bool:
    is_all = any(name.casefold() == ALL for name in decisions.accepted)
    return is_all and row.key not in returned and not row.is_blank and not is_returned(row)
