"""Buttons for what is printed: documents, their paraf and signature, reports."""

from __future__ import annotations

from kinerja_xl.core.documents import DocumentKind
from kinerja_xl.core.report_figures import report_title
from kinerja_xl.layout import tables
from kinerja_xl.layout.document_rows import document_records, officials
from kinerja_xl.live.choices import choose_document, reports_for
from kinerja_xl.live.messages import CANCELLED
from kinerja_xl.live.questions import sign_question
from kinerja_xl.live.session import Session
from kinerja_xl.usecases.document import Order, make_documents
from kinerja_xl.usecases.office_report import ReportOrder, make_report
from kinerja_xl.usecases.sign import due_mark, sign_document

_WHICH_KIND = "Naskah apa yang dibuat? Ketik nomor pilihannya."
_WHICH_REPORT = "Laporan apa yang dibuat? Ketik nomor pilihannya."


def make_chosen_document(session: Session) -> str:
    """Make the documents of a kind for the active period."""
    session.book.require_writable()
    kinds = tuple(DocumentKind)
    chosen = session.choose(_WHICH_KIND, [kind.value for kind in kinds])
    if chosen is None:
        return CANCELLED
    order = Order(kinds[chosen], session.period())
    return session.finished(make_documents(session.book, order, session.run), tables.DOCUMENTS)


def sign_chosen_document(session: Session) -> str:
    """Record what the selected document waits for: its paraf, or else its signature."""
    book = session.book
    book.require_writable()
    data = book.table(tables.DOCUMENT_TABLE.name)
    among = range(data.first_row, data.first_row + len(data.rows))
    selected = session.selected_rows(tables.DOCUMENTS, among)
    positions = [row - data.first_row for row in selected]
    record = choose_document(document_records(data), positions)
    mark = due_mark(book, record)
    post = record.endorsement(mark).post
    known = officials(book.table(tables.OFFICIAL_TABLE.name))
    name = next((each.name for each in known if each.post == post), "")
    if not record.is_signed and not session.agrees(sign_question(record, mark, name)):
        return CANCELLED
    report = sign_document(book, record.number, post, session.run, mark=mark)
    return session.finished(report, tables.DOCUMENTS)


def make_chosen_report(session: Session) -> str:
    """Make the report of the active period, or of the semester or year that it belongs to."""
    session.book.require_writable()
    periods = reports_for(session.period())
    chosen = session.choose(_WHICH_REPORT, [report_title(each) for each in periods])
    if chosen is None:
        return CANCELLED
    return session.finished(make_report(session.book, ReportOrder(periods[chosen]), session.run))
