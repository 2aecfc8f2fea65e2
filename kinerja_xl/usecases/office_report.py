"""Report: the quarter's, semester's or year's report as a Word document, and its PDF."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kinerja_xl.core.book import MasterBook, MasterReader
from kinerja_xl.core.draft import Draft
from kinerja_xl.core.officials import spaced_nip
from kinerja_xl.core.period import Period
from kinerja_xl.core.report_comparison import compare
from kinerja_xl.core.report_figures import ReportKind, report_kind, report_title
from kinerja_xl.core.report_words import percent_words
from kinerja_xl.core.values import cell_text
from kinerja_xl.errors import KinerjaError
from kinerja_xl.files.atomic import is_open_elsewhere, read_patiently
from kinerja_xl.files.documents.rendering import Filling
from kinerja_xl.files.documents.templates import ENDING, find_template
from kinerja_xl.files.folder import OfficeFolder
from kinerja_xl.files.undo import Undo
from kinerja_xl.layout import names, tables
from kinerja_xl.layout.document_rows import officials, pdf_path
from kinerja_xl.usecases import gather
from kinerja_xl.usecases.alone import alone
from kinerja_xl.usecases.document_files import write_documents
from kinerja_xl.usecases.gather import Run
from kinerja_xl.usecases.recording import Source, entry, record_history
from kinerja_xl.usecases.report import Fact, Listing, Report
from kinerja_xl.usecases.report_figures import Gathered, gather_figures
from kinerja_xl.usecases.report_filling import (
    budget_values,
    comparison_values,
    course_values,
    group_values,
    period_values,
    summary_values,
)
from kinerja_xl.usecases.report_sources import check_values, source_values

if TYPE_CHECKING:
    from kinerja_xl.files.reports.composing import Composed

_MADE, _RENEWED, _KEPT = "dibuat", "diperbarui", "sudah sesuai"
_TEXT = re.compile(r"teks ([0-9a-f]{16})")
_MOST_NAMED = 8


@dataclass(frozen=True, slots=True)
class ReportOrder:
    """What report is wanted.

    Attributes:
        to: Where to write it instead of `laporan/<period>/`.
        has_pdf: Make a PDF as well, where LibreOffice is present.
    """

    period: Period
    to: Path | None = None
    has_pdf: bool = True


@alone
def make_report(book: MasterBook, order: ReportOrder, run: Run) -> Report:
    """Make the report of a period; what people wrote in its former version stays.

    When nothing but people's own text would differ, the file stays as it is.

    Raises:
        KinerjaError: If the period is a month or of another year, something that it needs was not
            distributed or computed, the template or the office's table of other years cannot be
            used, or a file is open in a program; everything is then as it was.
    """
    gather.period_in_year(book, order.period)
    kind = report_kind(order.period)
    book.require_writable()
    draft = Draft(book)
    folder = gather.folder_of(draft)
    path = _target(folder, order, kind)
    if mark := is_open_elsewhere(path):
        raise KinerjaError(mark, where=str(path))
    template = find_template(folder, kind)
    run.progress("Menghimpun data laporan", 0, 3)
    gathered = gather_figures(draft, order.period)
    run.progress("Menyusun laporan", 1, 3)
    filling = {
        **_office_values(draft), **period_values(order.period), **summary_values(gathered),
        **group_values(gathered, {s.code: s.name for s in gather.sections(draft)}),
        **course_values(gathered), **_comparison(folder, gathered), **budget_values(gathered),
        **_charts(gathered), **check_values(gathered), **source_values(draft, gathered, template),
    }  # fmt: skip
    # python-docx is slow to import.
    from kinerja_xl.files.reports.composing import compose
    from kinerja_xl.files.reports.finishing import for_print

    former = _former(folder, order, kind, path)
    composed = compose(
        template, filling, created=gathered.last_computed, old=former, old_name=str(path)
    )
    run.progress("Menulis laporan", 2, 3)
    name = folder.relative(path)
    is_kept = path.exists() and composed.old_digest == composed.text_digest
    data = read_patiently(path) if is_kept else composed.data
    what = _KEPT if is_kept else _RENEWED if path.exists() else _MADE
    is_touched = _is_touched(draft, name, composed.old_digest)
    pdf = folder.absolute(pdf_path(name))
    with Undo() as undo:
        if not (is_kept and pdf.exists() and pdf.stat().st_mtime >= path.stat().st_mtime):
            write_documents(
                folder, {name: data}, undo, has_pdf=order.has_pdf, printed={name: for_print(data)}
            )
        if not is_kept:
            line = entry(
                run, Source.REPORT, order.period, file=name,
                file_sha256=hashlib.sha256(data).hexdigest(), field=kind.value,
                new=f"{what}; teks {composed.text_digest[:16]}",
            )  # fmt: skip
            record_history(draft, (line,))
        draft.commit()
    told = _Told(what, composed, is_touched=is_touched)
    return _report(order, gathered, told, name, has_pdf=pdf.exists())


@dataclass(frozen=True, slots=True)
class _Told:
    """What became of the document."""

    what: str
    composed: Composed
    is_touched: bool

    @property
    def carried(self) -> tuple[str, ...]:
        """Titles of the places whose text was carried over."""
        return self.composed.carried

    @property
    def homeless(self) -> tuple[str, ...]:
        """Titles of those that the template does not have any more."""
        return self.composed.homeless


def _target(folder: OfficeFolder, order: ReportOrder, kind: ReportKind) -> Path:
    if order.to is None:
        return folder.report(order.period, f"{kind.value.replace(' ', '_')}_{order.period}{ENDING}")
    if order.to.suffix.casefold() != ENDING:
        raise KinerjaError(
            f"Laporan ditulis sebagai {ENDING}.", where=str(order.to),
            remedy=f"Beri nama yang berakhiran {ENDING}; PDF dibuat di sebelahnya.",
        )  # fmt: skip
    return order.to.absolute()


def _former(folder: OfficeFolder, order: ReportOrder, kind: ReportKind, path: Path) -> bytes | None:
    """Read the version whose text is to be kept: the one to be replaced, else the usual one."""
    usual = _target(folder, ReportOrder(order.period), kind)
    for each in (path, usual):
        if each.exists():
            return read_patiently(each)
    return None


def _is_touched(draft: MasterReader, name: str, old_digest: str) -> bool:
    """Say whether somebody changed the former version outside the places for people's text."""
    table = draft.table(tables.HISTORY_TABLE.name)
    written = [
        match[1]
        for verb, file, new in table.pick("verb", "file", "new")
        if (cell_text(verb), cell_text(file)) == (Source.REPORT.value, name)
        and (match := _TEXT.search(cell_text(new)))
    ]
    return bool(written and old_digest) and written[-1] != old_digest[:16]


def _charts(gathered: Gathered) -> dict[str, Filling]:
    from kinerja_xl.usecases.report_charts import chart_values

    return chart_values(gathered)


def _comparison(folder: OfficeFolder, gathered: Gathered) -> dict[str, Filling]:
    from kinerja_xl.files.reports.comparison_file import load_comparison

    source, given = load_comparison(folder)
    whole = gathered.whole
    comparisons, problems = compare(whole.results.rows, given, whole.period.year)
    if problems:
        more = f"; dan {len(problems) - _MOST_NAMED} lagi" if len(problems) > _MOST_NAMED else ""
        raise KinerjaError(
            f"Tabel pembanding tidak cocok: {'; '.join(problems[:_MOST_NAMED])}{more}.",
            where=source, remedy="Perbaiki kode atau angkanya, lalu ulangi.",
        )  # fmt: skip
    return comparison_values(comparisons, source)


def _office_values(draft: Draft) -> dict[str, Filling]:
    office = gather.office(draft).name
    known = officials(draft.table(tables.OFFICIAL_TABLE.name))
    leader = next((each for each in known if not each.section), None)
    named = leader is not None and bool(leader.name)
    return {
        "kantor": office,
        "alamat": cell_text(draft.value(names.ADDRESS.name)),
        "kota": cell_text(draft.value(names.CITY.name)),
        "sop_judul": cell_text(draft.value(names.SOP_TITLE.name)),
        "sop_nomor": cell_text(draft.value(names.SOP_NUMBER.name)),
        "jabatan_pimpinan": leader.post if leader else "",
        "nama_pimpinan": leader.name if leader and named else "",
        "nip_pimpinan": spaced_nip(leader.nip) if leader and not leader.problems else "",
    }


def _report(
    order: ReportOrder, gathered: Gathered, told: _Told, name: str, *,
    has_pdf: bool,
) -> Report:  # fmt: skip
    results = gathered.whole.results
    mean = results.office.mean.value if results.office else None
    text = f"{report_title(order.period)} {told.what}: {name}."
    if told.carried:
        text += f" {len(told.carried)} tulisan dibawa dari naskah lama."
    if told.homeless:
        text += f" Tanpa tempat lagi, kini di akhir naskah: {', '.join(told.homeless)}."
    if told.is_touched and told.what == _RENEWED:
        text += " Naskah lama diubah di luar tempat tulisan; naskah itu ada di folder cadangan."
    if order.has_pdf and not has_pdf:
        text += " PDF tidak dibuat: LibreOffice Writer tidak ada atau gagal."
    places = Listing(
        "places", "Tempat tulisan", ("place", "outcome"), ("Tempat", "Keadaan"),
        (
            *((each, "dibawa") for each in told.carried),
            *((each, "tanpa tempat lagi") for each in told.homeless),
            *((each, "belum ditulis") for each in told.composed.unwritten),
        ),
    )  # fmt: skip
    mismatches = Listing(
        "mismatches", "Yang tidak cocok", ("code", "name", "mismatch"),
        ("Kode", "Indikator atau program", "Uraian"),
        tuple((each.code, each.name, each.what) for each in gathered.mismatches),
    )  # fmt: skip
    return Report(
        "report", text, str(order.period),
        (
            Fact("file", "Laporan", name),
            Fact("pdf", "PDF", pdf_path(name) if has_pdf else None),
            Fact("outcome", "Hasil", told.what),
            Fact("indicators", "Indikator", len(results.rows)),
            Fact("mean", "Rata-rata capaian (%)", percent_words(mean)),
            Fact("carried", "Tulisan dibawa", len(told.carried)),
            Fact("unwritten", "Tempat belum ditulis", len(told.composed.unwritten)),
            Fact("mismatches", "Tidak cocok", len(gathered.mismatches)),
        ),
        (mismatches, places),
    )  # fmt: skip
