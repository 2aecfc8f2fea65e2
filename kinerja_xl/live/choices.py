"""What a button acts on: the period, the step, the document, the rows that are selected."""

from __future__ import annotations

from collections.abc import Sequence

from kinerja_xl.core.book import TableData
from kinerja_xl.core.documents import DocumentRecord
from kinerja_xl.core.passes import Flow, StepRow
from kinerja_xl.core.period import Period, PeriodKind, periods_of_year
from kinerja_xl.core.values import cell_text
from kinerja_xl.errors import KinerjaError
from kinerja_xl.layout import tables
from kinerja_xl.live.questions import named
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


def choose_decision(steps: Sequence[StepRow], flow: Flow, selected: int | None, rows: range) -> int:
    """Return the number of the step that sends work back: the selected one, or one that can.

    Args:
        steps: The passes of the active period's cycle, in their order.
        flow: How the steps follow each other.
        selected: The Excel row selected in LANGKAH; `None` when something else is selected.
        rows: The Excel rows of the table's data.

    Raises:
        KinerjaError: If the selected row is of another period, its step cannot send anything back,
            or no step that can runs.
    """
    if selected is None or selected not in rows:
        deciding = [
            step.number for step in steps if step.is_running and step.number in flow.ways_back
        ]
        if not deciding:
            raise KinerjaError(
                "Tidak ada langkah keputusan yang sedang berjalan.",
                where=tables.STEPS,
                remedy="Tekan Mulai Langkah pada langkah yang memeriksa, lalu tekan lagi.",
            )
        return deciding[0]
    number = choose_step(steps, Mark.FINISH, selected, rows)
    if number not in flow.ways_back:
        known = ", ".join(map(str, sorted(flow.ways_back))) or "tidak ada"
        raise KinerjaError(
            f"Langkah {number} bukan langkah keputusan.",
            where=f"{tables.STEPS} baris {selected}",
            remedy=f"Pilih baris langkah yang dapat mengembalikan pekerjaan: {known}.",
        )
    return number


def choose_document(records: Sequence[DocumentRecord], selected: Sequence[int]) -> DocumentRecord:
    """Return the document that a button is to sign: the selected one, or the only unsigned one.

    Args:
        records: The documents of the register.
        selected: Positions of the selected rows among the register's data rows.

    Raises:
        KinerjaError: If it is not clear which one is meant.
    """
    chosen = [record for record in records if record.index in selected]
    if not chosen:
        chosen = [record for record in records if not record.is_signed]
    if len(chosen) != 1:
        several = "Lebih dari satu naskah yang mungkin dimaksud."
        none = "Tidak ada naskah yang menunggu paraf atau tanda tangan."
        raise KinerjaError(
            several if chosen else none,
            where=tables.DOCUMENTS,
            remedy=f"Pilih satu baris di lembar {tables.DOCUMENTS}, lalu tekan lagi."
            if chosen
            else "Tekan Buat Naskah lebih dulu.",
        )
    return chosen[0]


def selected_positions(
    data: TableData, selected: Sequence[int], period: Period, sheet: str
) -> tuple[int, ...]:
    """Return the positions of selected rows among a table's data rows, all of them of one period.

    Args:
        data: The table; its column `period` has the short name of each row's period.
        selected: Excel rows that are selected.
        period: The active period.
        sheet: The table's sheet.

    Raises:
        KinerjaError: If no row is selected, or one is of another period.
    """
    if not selected:
        raise KinerjaError(
            "Belum ada baris yang dipilih.",
            where=sheet,
            remedy=f"Pilih barisnya di lembar {sheet}, lalu tekan tombolnya lagi.",
        )
    positions = tuple(row - data.first_row for row in selected)
    of_period = data.column("period")
    others = [
        str(row)
        for row, at in zip(selected, positions, strict=True)
        if cell_text(of_period[at]) != str(period)
    ]
    if others:
        raise KinerjaError(
            f"Baris {named(others)} bukan milik {period.label}.",
            where=sheet,
            remedy="Pilih baris periode aktif saja, atau ganti periode aktifnya di KENDALI.",
        )
    return positions


def reports_for(active: Period) -> tuple[Period, ...]:
    """Return the periods whose report may be wanted now: the active one and those around it."""
    return tuple(
        each
        for each in reversed(periods_of_year(active.year))
        if each.kind is not PeriodKind.MONTH
        and each.first_day <= active.first_day
        and active.last_day <= each.last_day
    )


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
