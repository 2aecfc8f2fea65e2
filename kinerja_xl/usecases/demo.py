"""Demo: the whole job on the shipped example, from an empty folder to computed achievements."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from kinerja_xl.core.book import MasterBook
from kinerja_xl.core.draft import Draft
from kinerja_xl.core.period import Period
from kinerja_xl.core.values import CellValue
from kinerja_xl.errors import KinerjaError
from kinerja_xl.files.folder import MASTER_NAME, OfficeFolder
from kinerja_xl.files.master.book import FileMasterBook
from kinerja_xl.files.resources import shipped
from kinerja_xl.layout import tables
from kinerja_xl.usecases import gather
from kinerja_xl.usecases.check import check
from kinerja_xl.usecases.compute import compute
from kinerja_xl.usecases.cycle import steps_of
from kinerja_xl.usecases.demo_story import STORY, Chapter
from kinerja_xl.usecases.distribute import distribute
from kinerja_xl.usecases.gather import Run
from kinerja_xl.usecases.merge import merge
from kinerja_xl.usecases.new import MasterIdentity, create_office
from kinerja_xl.usecases.report import Fact, FindingLine, Listing, Report
from kinerja_xl.usecases.step import Mark, record_step


@dataclass(frozen=True, slots=True)
class Example:
    """The shipped example: its office, and the periods whose returned forms are there.

    The master's identifier and key are fixed, or the shipped forms would belong to another office.
    The key is no secret: it seals invented forms. The figures come from several published
    documents, so the office bears no real name.
    """

    office: str = "KPU Kabupaten Contoh"
    sop: str = "kpu_bengkulu_utara"
    year: int = 2026
    master_id: str = "contoh"
    form_key: str = "contoh"
    periods: tuple[str, ...] = tuple(chapter.period for chapter in STORY)


EXAMPLE = Example()


def run_demo(directory: Path | None, run: Run) -> Report:
    """Create an office, distribute, receive the example's filled forms, merge, check, compute.

    Everything happens at the moments of the example's story, whatever the time is.

    Args:
        directory: New folder for the office; a temporary one when not given.

    Raises:
        KinerjaError: If the folder holds a master already or cannot be written.
    """
    root = directory or Path(tempfile.mkdtemp(prefix="kinerja-contoh-")) / f"Kinerja-{EXAMPLE.year}"
    reports = [create_example(root, replace(run, now=STORY[0].steps[0].started))]
    for chapter in STORY:
        reports.extend(_live_through(root, chapter, run))
    return _report(root, reports)


def _live_through(root: Path, chapter: Chapter, run: Run) -> Iterator[Report]:
    """Do one period of the example: the verbs, and what its officer types between them."""
    period = Period.parse(chapter.period)
    first = replace(run, now=chapter.distributed)
    yield distribute(open_example(root, first), period, first)
    receive_example(OfficeFolder(root), period)
    later = replace(run, now=chapter.received)
    book = open_example(root, later)
    yield merge(book, period, later)
    type_into_master(book, chapter, period)
    record_step(book, Mark.START, chapter.running, later, at=chapter.running_since)
    yield check(book, period, later)
    yield compute(book, period, later)
    if chapter.running_until is not None:
        last = replace(run, now=chapter.running_until)
        record_step(book, Mark.FINISH, chapter.running, last, at=last.now, without=chapter.without)


def type_into_master(book: MasterBook, chapter: Chapter, period: Period) -> None:
    """Type what the story's officer types into LANGKAH and CAPAIAN."""
    draft = Draft(book)
    index_of = {step.number: step.index for step in steps_of(draft, period)}
    for step in chapter.steps:
        cells = (("started", step.started), ("finished", step.finished), ("note", step.note))
        for field, value in cells:
            draft.set_cell(tables.STEP_TABLE.name, index_of[step.number], field, value or None)
    key_of = {item.code: item.key for item in gather.indicators(draft).indicators}
    table = tables.ACHIEVEMENT_TABLE.name
    row_ids = draft.table(table).column("row_id")
    for code, percent in chapter.stated:
        draft.set_cell(table, row_ids.index(f"{key_of[code]}|{period}"), "stated", percent)
    draft.commit()


def create_example(root: Path, run: Run) -> Report:
    """Create the example's office with its indicators."""
    return create_office(
        root, EXAMPLE.sop, EXAMPLE.year, run, indicators=example_path("indikator.csv"),
        office=EXAMPLE.office,
        identity=MasterIdentity(EXAMPLE.master_id, EXAMPLE.form_key),
    )  # fmt: skip


def open_example(root: Path, run: Run) -> FileMasterBook:
    """Open the example's master."""
    return FileMasterBook(root / MASTER_NAME, now=lambda: run.now, action="contoh")


def example_path(*parts: str) -> Path:
    """Return a path within the shipped example."""
    return shipped("workbook", "contoh", *parts)


def receive_example(folder: OfficeFolder, period: Period) -> None:
    """Put the example's filled forms and evidence of a period where returns belong.

    Raises:
        KinerjaError: If the folder cannot be written.
    """
    try:
        shutil.copytree(
            example_path("kembali", str(period)), folder.returned(period), dirs_exist_ok=True
        )
    except OSError as error:
        raise KinerjaError(
            f"Contoh tidak dapat disalin ({error}).", where=str(folder.returned(period)),
            remedy="Pilih folder yang boleh ditulis.",
        ) from error  # fmt: skip


def _report(root: Path, reports: list[Report]) -> Report:
    verbs = Listing(
        "verbs", "Yang dijalankan", ("verb", "period", "message"),
        ("Perintah", "Periode", "Hasil"),
        tuple((report.verb, report.period, report.message) for report in reports),
    )  # fmt: skip
    findings: dict[FindingLine, None] = {}
    for report in reports:
        findings.update(dict.fromkeys(report.findings))
    return Report(
        "demo",
        "Contoh selesai. Buka buku induk dan lihat KENDALI, CAPAIAN, TEMUAN.",
        "",
        (
            Fact("master", "Buku induk", str(root / MASTER_NAME)),
            Fact("forms", "Formulir yang dibagikan", str(root / "distribusi")),
            Fact("corrections", "Formulir yang perlu diperbaiki", str(root / "perbaikan")),
        ),
        (verbs, _achievements(reports)), tuple(findings),
    )  # fmt: skip


def _achievements(reports: list[Report]) -> Listing:
    """List the achievement of every indicator, a column a period; None when not evaluable."""
    found: dict[tuple[CellValue, CellValue], dict[str, CellValue]] = {}
    for report in reports:
        for listing in report.listings:
            if (report.verb, listing.id) == ("compute", "achievements"):
                wanted = [listing.columns.index(name) for name in ("code", "name", "achievement")]
                for row in listing.rows:
                    code, name, achievement = (row[n] for n in wanted)
                    found.setdefault((code, name), {})[report.period] = achievement
    labels = tuple(f"{Period.parse(period).label} (%)" for period in EXAMPLE.periods)
    return Listing(
        "achievements", "Capaian", ("code", "name", *EXAMPLE.periods),
        ("Kode", "Indikator", *labels),
        tuple(
            (*indicator, *(by_period.get(period) for period in EXAMPLE.periods))
            for indicator, by_period in sorted(found.items(), key=lambda item: str(item[0][0]))
        ),
    )  # fmt: skip
