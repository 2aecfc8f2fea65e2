"""Checks the verdicts that stand beside a section's rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kinerja_xl.core.findings import Code, Finding, Place, finding
from kinerja_xl.core.section_rows import SectionRow
from kinerja_xl.core.verification import Verdict, is_returned, read_verdict, reason_of


def verdict_findings(
    section: str, rows: Iterable[SectionRow], *, is_received: bool
) -> tuple[Finding, ...]:
    """Find verdicts that cannot be carried out; with one of them no row of the section goes back.

    Args:
        section: Its code.
        rows: Of the period.
        is_received: Whether any version of the section's form came back and was merged.
    """
    return tuple(
        finding(
            code, Place("", section), section=section, row_key=row.key, column=column,
            code=row.code, **facts,
        )
        for row in rows
        for code, column, facts in _mistakes(row, is_received=is_received)
    )  # fmt: skip


def _mistakes(row: SectionRow, *, is_received: bool) -> Iterator[tuple[Code, str, dict[str, str]]]:
    verdict = read_verdict(row.verdict)
    if verdict is None:
        return
    if isinstance(verdict, str):
        yield Code.VERDICT_UNKNOWN, "verdict", {"text": verdict}
    elif not is_received:
        yield Code.VERDICT_TOO_EARLY, "verdict", {}
    elif verdict is Verdict.ACCEPTED and row.is_blank:
        yield Code.BLANK_ROW_ACCEPTED, "verdict", {}
    elif is_returned(row) and not reason_of(row):
        yield Code.RETURN_WITHOUT_REASON, "reason", {}
