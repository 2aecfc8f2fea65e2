"""The buttons: each takes the workbook it was pressed in and runs one use case on it."""

from __future__ import annotations

from kinerja_xl.layout import tables
from kinerja_xl.live.messages import CANCELLED, HELP, merge_question
from kinerja_xl.live.session import TITLE, Session, open_in_file_manager, press, tell

# Use cases are imported inside the functions: a button must not wait for the others' libraries.


def set_period() -> None:
    """Atur Periode: make a period the active one and open its steps."""

    def work(session: Session) -> str:
        from kinerja_xl.live.steps import set_chosen_period

        return set_chosen_period(session)

    press("Atur Periode", work)


def close_period() -> None:
    """Tutup Periode: keep the active period's figures as they are."""

    def work(session: Session) -> str:
        from kinerja_xl.live.closing import close_active_period

        return close_active_period(session)

    press("Tutup Periode", work)


def reopen_period() -> None:
    """Buka Kembali: open the active period again, with a reason."""

    def work(session: Session) -> str:
        from kinerja_xl.live.closing import reopen_active_period

        return reopen_active_period(session)

    press("Buka Kembali", work)


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
    """Hitung Durasi dan Capaian: compute achievements and the durations of steps."""

    def work(session: Session) -> str:
        from kinerja_xl.usecases.compute import compute as compute_period

        report = compute_period(session.book, session.period(), session.run)
        return session.finished(report, tables.ACHIEVEMENT)

    press("Hitung Durasi dan Capaian", work)


def accept_rows() -> None:
    """Terima Baris: accept the rows selected on a section's sheet."""

    def work(session: Session) -> str:
        from kinerja_xl.live.chosen_rows import accept_chosen_rows

        return accept_chosen_rows(session)

    press("Terima Baris", work)


def return_rows() -> None:
    """Kembalikan Baris: send the selected rows back in a new version of the form."""

    def work(session: Session) -> str:
        from kinerja_xl.live.chosen_rows import return_chosen_rows

        return return_chosen_rows(session)

    press("Kembalikan Baris", work)


def start_step() -> None:
    """Mulai Langkah: record that the selected or next step starts now."""

    def work(session: Session) -> str:
        from kinerja_xl.live.steps import start_chosen_step

        return start_chosen_step(session)

    press("Mulai Langkah", work)


def finish_step() -> None:
    """Selesai Langkah: record that the selected or running step finishes now."""

    def work(session: Session) -> str:
        from kinerja_xl.live.steps import finish_chosen_step

        return finish_chosen_step(session)

    press("Selesai Langkah", work)


def return_step() -> None:
    """Kembalikan Langkah: send work back to an earlier step, with a reason."""

    def work(session: Session) -> str:
        from kinerja_xl.live.steps import return_chosen_step

        return return_chosen_step(session)

    press("Kembalikan Langkah", work)


def make_document() -> None:
    """Buat Naskah: make the documents of a kind, numbered, from their template."""

    def work(session: Session) -> str:
        from kinerja_xl.live.papers import make_chosen_document

        return make_chosen_document(session)

    press("Buat Naskah", work)


def sign_document() -> None:
    """Paraf / Tanda Tangan: record what the selected document waits for."""

    def work(session: Session) -> str:
        from kinerja_xl.live.papers import sign_chosen_document

        return sign_chosen_document(session)

    press("Paraf / Tanda Tangan", work)


def make_report() -> None:
    """Buat Laporan: make the report of a quarter, semester or year."""

    def work(session: Session) -> str:
        from kinerja_xl.live.papers import make_chosen_report

        return make_chosen_report(session)

    press("Buat Laporan", work)


def give_templates() -> None:
    """Ambil Templat: put the templates into the office's folder, for editing in Word."""

    def work(session: Session) -> str:
        from kinerja_xl.core.documents import DocumentKind
        from kinerja_xl.core.report_figures import ReportKind
        from kinerja_xl.usecases.document_files import give_templates as give

        return session.told(give(session.book, (*DocumentKind, *ReportKind)))

    press("Ambil Templat", work)


def mark_entered() -> None:
    """Tandai Dientri: flag the selected rows of ENTRI as entered."""

    def work(session: Session) -> str:
        from kinerja_xl.live.chosen_rows import mark_chosen_entries

        return mark_chosen_entries(session)

    press("Tandai Dientri", work)


def show_audits() -> None:
    """Register LHP: say what of the register is late or lacking."""

    def work(session: Session) -> str:
        from kinerja_xl.usecases.audits import audits

        return session.told(audits(session.book, session.run), tables.AUDITS)

    press("Register LHP", work)


def export_evidence() -> None:
    """Inventaris Bukti: put the accepted evidence into one zip with an index."""

    def work(session: Session) -> str:
        from kinerja_xl.usecases.inventory import export_evidence as export

        return session.told(export(session.book, session.period(), session.run))

    press("Inventaris Bukti", work)


def verify_master() -> None:
    """Verifikasi Buku Induk: prove that master and files are as the program left them."""

    def work(session: Session) -> str:
        from kinerja_xl.usecases.verify import verify

        return session.told(verify(session.book, session.run))

    press("Verifikasi Buku Induk", work)


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
