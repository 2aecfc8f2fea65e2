"""What a button acts on when nobody says so: the period, the step."""

from __future__ import annotations

from collections.abc import Sequence

from kinerja_xl.core.period import Period
from kinerja_xl.errors import KinerjaError
from kinerja_xl.layout import tables
from kinerja_xl.usecases.cycle import StepRow
from kinerja_xl.usecases.step import Mark


def choose_step(steps: Sequence[StepRow], mark: Mark, selected: int | None, rows: range) -> int:
    """Return the number of the step that a button is to mark.

    Args:
        steps: The steps of the active period's cycle, in their order.
        mark: What is to be recorded.
        selected: The Excel row selected in LANGKAH; `None` when something else is selected.
        rows: The Excel rows of the table's data.

    Returns:
        The step in the selected row; with no such row the next one due: the first that has not
        started, or the first that runs.

    Raises:
        KinerjaError: If the selected row is of another period, or no step is left to be marked so.
    """
    if selected is not None and selected in rows:
        chosen = [step for step in steps if rows[0] + step.index == selected]
        if not chosen:
            raise KinerjaError(
                "Baris yang dipilih milik periode lain.",
                where=f"{tables.STEPS} baris {selected}",
                remedy="Pilih baris langkah periode aktif, atau sel di luar tabel untuk langkah "
                "berikutnya.",
            )
        return chosen[0].number
    if mark is Mark.START:
        due = [step for step in steps if step.started is None]
        what = "Semua langkah sudah dimulai."
        remedy = "Pilih periode lain di KENDALI, atau periksa lembar LANGKAH."
    else:
        due = [step for step in steps if step.started is not None and step.finished is None]
        what = "Tidak ada langkah yang sedang berjalan."
        remedy = "Tekan Mulai Langkah lebih dulu, atau pilih barisnya di lembar LANGKAH."
    if not due:
        raise KinerjaError(what, where=tables.STEPS, remedy=remedy)
    return due[0].number


def proposed_period(
    active: Period, following: Period | None, *, is_open: bool
) -> tuple[Period | None, Period | None]:
    """Say which period to set, and which one to propose.

    Args:
        active: The period that KENDALI names.
        following: The next one of the same length.
        is_open: Whether the active one's cycle of steps has been opened.

    Returns:
        The period to set without asking, because the officer has typed it over the old one; or
        the one to ask for. At most one of the two; neither after the year's last period.
    """
    if not is_open:
        return active, None
    return None, following
