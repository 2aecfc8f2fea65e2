"""The shipped example's story, told on whichever kind of master one likes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from kinerja_xl.core.book import MasterBook, MasterReader
from kinerja_xl.core.draft import Draft
from kinerja_xl.core.period import Period
from kinerja_xl.files.folder import OfficeFolder
from kinerja_xl.layout import tables
from kinerja_xl.usecases import gather
from kinerja_xl.usecases.check import check
from kinerja_xl.usecases.compute import compute
from kinerja_xl.usecases.cycle import steps_of
from kinerja_xl.usecases.demo import receive_example
from kinerja_xl.usecases.demo_story import STORY, Chapter
from kinerja_xl.usecases.distribute import distribute
from kinerja_xl.usecases.gather import Run
from kinerja_xl.usecases.merge import merge
from kinerja_xl.usecases.refresh_status import refresh_status
from kinerja_xl.usecases.report import Report
from kinerja_xl.usecases.set_period import set_period
from kinerja_xl.usecases.step import Mark, record_step

WHO = "perencana"
OpenBook = Callable[[Callable[[], datetime]], MasterBook]
"""Opens the master, with the clock that names the copies."""


@dataclass(frozen=True, slots=True)
class Scene:
    """One verb of the story: its name, and what runs it."""

    name: str
    play: Callable[[], Report | None]


def scenes(root: Path, open_book: OpenBook, chapter: Chapter) -> Iterator[Scene]:
    """Tell a chapter of the story, each verb on the master opened anew.

    Args:
        root: The office's folder.
        open_book: Opens its master.
        chapter: Which period.
    """
    period = Period.parse(chapter.period)
    first, later = Run(chapter.distributed, WHO), Run(chapter.received, WHO)
    last = Run(chapter.running_until or chapter.received, WHO)
    step = chapter.running

    def at(run: Run) -> MasterBook:
        return open_book(lambda: run.now)

    yield Scene("set_period", lambda: set_period(at(first), period, first))
    yield Scene("distribute", lambda: distribute(at(first), period, first))
    yield Scene("receive", lambda: receive_example(OfficeFolder(root), period))
    yield Scene("preview", lambda: merge(at(later), period, later, is_dry_run=True))
    yield Scene("merge", lambda: merge(at(later), period, later))
    yield Scene("type", lambda: _type(at(later), chapter, period))
    began = chapter.running_since
    yield Scene("start", lambda: record_step(at(later), Mark.START, step, later, at=began))
    yield Scene("check", lambda: check(at(later), period, later))
    yield Scene("compute", lambda: compute(at(later), period, later))
    if chapter.running_until is not None:
        yield Scene("finish", lambda: record_step(at(last), Mark.FINISH, step, last, at=last.now))
    yield Scene("refresh", lambda: refresh_status(at(last), last))


def tell(root: Path, open_book: OpenBook, chapters: tuple[Chapter, ...] = STORY) -> list[Report]:
    """Play chapters of the story to their end and return what each verb reported."""
    told = (scenes(root, open_book, chapter) for chapter in chapters)
    reports = (scene.play() for chapter in told for scene in chapter)
    return [report for report in reports if report is not None]


def every_table(book: MasterReader) -> dict[str, tuple[tuple[object, ...], ...]]:
    """Read every table of a master, with the type of each value beside it."""
    sections = (tables.section_table(section.code) for section in gather.sections(book))
    return {
        table.name: tuple(
            tuple((value, type(value).__name__) for value in row)
            for row in book.table(table.name).rows
        )
        for table in (*tables.FIXED_TABLES, *sections)
    }


def _type(book: MasterBook, chapter: Chapter, period: Period) -> None:
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
    for code, percent in chapter.stated if row_ids else ():
        row_id = f"{key_of[code]}|{period}"
        if row_id in row_ids:
            draft.set_cell(table, row_ids.index(row_id), "stated", percent)
    draft.commit()
