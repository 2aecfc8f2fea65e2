"""The shipped example's story, told on whichever kind of master one likes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

from kinerja_xl.core.book import MasterBook, MasterReader
from kinerja_xl.core.period import Period
from kinerja_xl.files.folder import OfficeFolder
from kinerja_xl.layout import tables
from kinerja_xl.usecases import gather
from kinerja_xl.usecases.check import check
from kinerja_xl.usecases.compute import compute
from kinerja_xl.usecases.demo import receive_example, type_into_master
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


def tell(root: Path, open_book: OpenBook, chapters: tuple[Chapter, ...] = STORY) -> list[Report]:
    """Play chapters of the story to their end and return what each verb reported.

    Args:
        root: The office's folder.
        open_book: Opens its master, anew for each verb.
        chapters: Which periods.
    """
    return [report for chapter in chapters for report in _play(root, open_book, chapter)]


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


def _play(root: Path, open_book: OpenBook, chapter: Chapter) -> Iterator[Report]:
    period = Period.parse(chapter.period)
    first, later = Run(chapter.distributed, WHO), Run(chapter.received, WHO)
    last = Run(chapter.running_until or chapter.received, WHO)
    step = chapter.running

    def at(run: Run) -> MasterBook:
        return open_book(lambda: run.now)

    yield set_period(at(first), period, first)
    yield distribute(at(first), period, first)
    receive_example(OfficeFolder(root), period)
    yield merge(at(later), period, later, is_dry_run=True)
    yield merge(at(later), period, later)
    type_into_master(at(later), chapter, period)
    yield record_step(at(later), Mark.START, step, later, at=chapter.running_since)
    yield check(at(later), period, later)
    yield compute(at(later), period, later)
    if chapter.running_until is not None:
        yield record_step(at(last), Mark.FINISH, step, last, at=last.now, without=chapter.without)
    yield refresh_status(at(last), last)
