"""The buttons: each takes the workbook it was pressed in and runs one use case on it."""

from __future__ import annotations

from kinerja_xl.layout import tables
from kinerja_xl.live.messages import CANCELLED, HELP, merge_question
from kinerja_xl.live.session import TITLE, Session, open_in_file_manager, press, tell

# Use cases are imported inside the functions: a button must not wait for the others' libraries.


def set_period() -> None:
    """Atur Periode: make a period the active one and open its steps."""
    from kinerja_xl.live.steps import set_chosen_period

    press("Atur Periode", set_chosen_period)


def distribute() -> None:
    """Distribusi: write each section's form of the active period."""

    def work(session: Session) -> str:
        from kinerja_xl.usecases.distribute import distribute as distribute_forms

        report = distribute_forms(session.book, session.period(), session.run)
        return session.finished(report, tables.CONTROL)

    press("Distribusi", work)


def merge() -> None:
    """Gabung: show what the returned forms would change, ask, then merge them."""

    def work(session: Session) -> str:
        from kinerja_xl.usecases.merge import merge as merge_returns

        session.book.require_writable()
        request = session.book, session.period(), session.run
        question = merge_question(merge_returns(*request, is_dry_run=True))
        if question and not session.agrees(question):
            return CANCELLED
        return session.finished(merge_returns(*request), tables.CONTROL)

    press("Gabung", work)


def check() -> None:
    """Periksa Kelengkapan: compare what was filled in with the evidence."""

    def work(session: Session) -> str:
        from kinerja_xl.usecases.check import check as check_period

        report = check_period(session.book, session.period(), session.run)
        return session.finished(report, tables.CONTROL)

    press("Periksa Kelengkapan", work)


def compute() -> None:
    """Hitung Durasi & Capaian: compute achievements and the durations of steps."""

    def work(session: Session) -> str:
        from kinerja_xl.usecases.compute import compute as compute_period

        report = compute_period(session.book, session.period(), session.run)
        return session.finished(report, tables.ACHIEVEMENT)

    press("Hitung Durasi & Capaian", work)


def start_step() -> None:
    """Mulai Langkah: record that the selected or next step starts now."""
    from kinerja_xl.live.steps import start_chosen_step

    press("Mulai Langkah", start_chosen_step)


def finish_step() -> None:
    """Selesai Langkah: record that the selected or running step finishes now."""
    from kinerja_xl.live.steps import finish_chosen_step

    press("Selesai Langkah", finish_chosen_step)


def refresh_status() -> None:
    """Segarkan Status: compute the board on KENDALI anew."""

    def work(session: Session) -> str:
        from kinerja_xl.usecases.refresh_status import refresh_status as refresh

        return session.finished(refresh(session.book, session.run), tables.CONTROL)

    press("Segarkan Status", work)


def open_folder() -> None:
    """Buka Folder: open the office's folder."""

    def work(session: Session) -> str:
        open_in_file_manager(session.book.path.parent)
        return f"Folder kantor: {session.book.path.parent}"

    press("Buka Folder", work)


def show_help() -> None:
    """Bantuan: say in which order the buttons are used."""
    tell(HELP, f"{TITLE}: Bantuan", "info", None)
