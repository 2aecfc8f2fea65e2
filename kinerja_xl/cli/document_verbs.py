"""The commands that make documents from templates, and record who signed them."""

from __future__ import annotations

from datetime import date, datetime
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kinerja_xl.cli.running import Json, Master, PeriodText, open_book, run_verb

if TYPE_CHECKING:
    from kinerja_xl.usecases.gather import Run
    from kinerja_xl.usecases.report import Report

_DAY = ["%Y-%m-%d"]
_MOMENT = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"]

WithPdf = Annotated[
    bool, typer.Option("--pdf/--no-pdf", help="A PDF as well, where LibreOffice is present.")
]


class Kind(Enum):
    """The kinds of documents, as on the command line."""

    DISPOSITION = "disposition"
    CIRCULAR = "circular"
    RECEIPT = "receipt"
    RETURN = "return"


class TemplateKind(Enum):
    """What there are templates for, as on the command line."""

    DISPOSITION = "disposition"
    CIRCULAR = "circular"
    RECEIPT = "receipt"
    RETURN = "return"
    QUARTER = "quarter-report"
    SEMESTER = "semester-report"
    YEAR = "annual-report"


def document(  # noqa: PLR0913, PLR0917 - an argument for each option
    master: Master,
    kind: Annotated[
        Kind,
        typer.Argument(
            help="Lembar disposisi, Surat Edaran, tanda terima, or surat pengembalian formulir.",
            show_default=False,
        ),
    ],
    period: PeriodText,
    section: Annotated[
        list[str] | None,
        typer.Option(help="Code of a section; may be repeated. Default: all concerned."),
    ] = None,
    day: Annotated[
        datetime | None, typer.Option("--date", formats=_DAY, help="Its date; today by default.")
    ] = None,
    due: Annotated[
        datetime | None,
        typer.Option(formats=_DAY, help="Deadline; by the rules on PEJABAT by default."),
    ] = None,
    step: Annotated[int, typer.Option(help="SOP step; the running one by default.", min=0)] = 0,
    note: Annotated[str, typer.Option(help="Note for the document.")] = "",
    number: Annotated[
        int, typer.Option(help="Running number to use; the next one by default.", min=0)
    ] = 0,
    again: Annotated[
        bool, typer.Option("--again", help="Make a new one, even if it is there already.")
    ] = False,
    pdf: WithPdf = True,
    as_json: Json = False,
) -> None:
    """Make a numbered document from its template and enter it into the register."""

    def verb(run: Run) -> Report:
        from kinerja_xl.core.documents import DocumentKind
        from kinerja_xl.core.period import Period
        from kinerja_xl.usecases.document import Order, make_documents

        order = Order(
            DocumentKind[kind.name], Period.parse(period), tuple(section or ()), _day(day),
            _day(due), step, note, number, is_again=again, has_pdf=pdf,
        )  # fmt: skip
        return make_documents(open_book(master, run, "document"), order, run)

    run_verb("document", verb, as_json=as_json)


def sign(
    master: Master,
    number: Annotated[str, typer.Argument(help="The document's number.", show_default=False)],
    post: Annotated[
        str, typer.Option("--as", help="Post that signs, as on PEJABAT.", show_default=False)
    ],
    paraf: Annotated[bool, typer.Option("--paraf", help="Record a paraf, no signature.")] = False,
    at: Annotated[
        datetime | None,
        typer.Option(formats=_MOMENT, help="When, such as 2026-01-05T08:00; now by default."),
    ] = None,
    as_json: Json = False,
) -> None:
    """Record who put a paraf or a signature under a document, and when."""

    def verb(run: Run) -> Report:
        from kinerja_xl.core.documents import Mark
        from kinerja_xl.usecases.sign import sign_document

        mark = Mark.INITIAL if paraf else Mark.SIGNATURE
        return sign_document(open_book(master, run, "sign"), number, post, run, mark=mark, at=at)

    run_verb("sign", verb, as_json=as_json)


def report(
    master: Master,
    period: PeriodText,
    to: Annotated[
        Path | None,
        typer.Option("--to", help="The .docx to write; laporan/PERIOD/ by default."),
    ] = None,
    pdf: WithPdf = True,
    as_json: Json = False,
) -> None:
    """Make the report of a quarter, semester or year; what people wrote in it stays."""

    def verb(run: Run) -> Report:
        from kinerja_xl.core.period import Period
        from kinerja_xl.usecases.office_report import ReportOrder, make_report

        order = ReportOrder(Period.parse(period), to, has_pdf=pdf)
        return make_report(open_book(master, run, "report"), order, run)

    run_verb("report", verb, as_json=as_json)


def template(
    master: Master,
    kind: Annotated[
        list[TemplateKind] | None, typer.Argument(help="Which; all by default.", show_default=False)
    ] = None,
    as_json: Json = False,
) -> None:
    """Put copies of the shipped templates into the office's folder, for editing in Word."""

    def verb(run: Run) -> Report:
        from kinerja_xl.core.documents import DocumentKind
        from kinerja_xl.core.report_figures import ReportKind
        from kinerja_xl.usecases.document_files import give_templates

        known = {each.name: each for each in (*DocumentKind, *ReportKind)}
        kinds = [known[each.name] for each in kind or TemplateKind]
        return give_templates(open_book(master, run, "template"), kinds)

    run_verb("template", verb, as_json=as_json)


def _day(moment: datetime | None) -> date | None:
    return moment.date() if moment else None
