"""What to do next, from what the master holds: gathered for the rule in core.next_step."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from kinerja_xl.core.book import MasterReader
from kinerja_xl.core.documents import DocumentKind
from kinerja_xl.core.next_step import Advice, Situation, Standing, next_step
from kinerja_xl.core.period import Period
from kinerja_xl.core.results import row_results
from kinerja_xl.core.scales import SCALES
from kinerja_xl.core.values import cell_text, is_same
from kinerja_xl.errors import KinerjaError
from kinerja_xl.layout import names, tables
from kinerja_xl.layout.document_rows import document_records
from kinerja_xl.usecases import gather

_COLLECTING = frozenset(Standing) - {Standing.COMPLETE, Standing.NO_INDICATORS}


def advise(
    book: MasterReader,
    period: Period,
    sections: Sequence[tuple[str, str]],
    steps_left: int,
    deadline: date | None,
) -> Advice:
    """Say what comes next in a period.

    Args:
        book: The master as it will be.
        period: The active one.
        sections: Code of each section and its state, in the board's words.
        steps_left: Steps of the SOP that are not finished.
        deadline: By which forms were to come back.
    """
    standings = tuple((code, Standing(state)) for code, state in sections)
    if any(standing in _COLLECTING for _, standing in standings):
        # What comes after collecting makes no difference yet, and takes time to find out.
        return next_step(Situation(standings, deadline))
    return next_step(
        Situation(
            standings, deadline, _is_computed(book, period), _entries_left(book, period),
            steps_left,
        )
    )  # fmt: skip


def return_deadline(book: MasterReader, period: Period) -> date | None:
    """Return the day by which the period's latest circular letter wants the forms back."""
    try:
        records = document_records(book.table(tables.DOCUMENT_TABLE.name))
    except KinerjaError:  # a master from before there was such a table, or one to be repaired
        return None
    letters = [
        record
        for record in records
        if record.kind is DocumentKind.CIRCULAR and record.period == period and record.due
    ]
    return max(letters, key=lambda record: (record.day, record.running)).due if letters else None


def _is_computed(book: MasterReader, period: Period) -> bool:
    """Say whether CAPAIAN holds for every line of the period what the rule gives now."""
    fields = ("period", "section", "row_id", "computed", "computed_at")
    lines = {
        (cell_text(section), cell_text(row_id)): (computed, at)
        for of_period, section, row_id, computed, at in book.table(
            tables.ACHIEVEMENT_TABLE.name
        ).pick(*fields)
        if cell_text(of_period) == str(period)
    }
    for state in gather.period_state(book, period).sections:
        # The scale decides the category alone, which is not compared.
        for result in row_results(state.section.code, state.rows, SCALES[0], period=period):
            computed, at = lines.pop((result.section, result.row.row_id), (None, period))
            if at is None or not is_same(computed, result.achievement.value):
                return False
    return True


def _entries_left(book: MasterReader, period: Period) -> int:
    try:
        data = book.table(tables.ENTRY_TABLE.name)
    except KinerjaError:  # a master from before the table had these columns
        return 0
    return sum(
        cell_text(of_period) == str(period) and cell_text(flag).casefold() != names.YES
        for of_period, flag in data.pick("period", "is_entered")
    )
