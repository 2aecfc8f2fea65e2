"""The faults of docs/reliability.md, and how tests note what they tried and what was survived.

Nothing is written unless the variable KINERJA_RELIABILITY names a folder: then every area gets a
file of JSON there. A fault is listed in `AREAS` first; docs/make_reliability.py reads the list.
"""

from __future__ import annotations

import atexit
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.kill.faults import Fault
from tests.kill.scenes import SCENES

FOLDER_VARIABLE = "KINERJA_RELIABILITY"


@dataclass(frozen=True, slots=True)
class Area:
    """What is tried together.

    Attributes:
        name: The name of its file.
        title: Its heading in the document.
        promise: What "survived" means for each trial of it.
        tests: Files and folders of tests that note it, relative to the checkout.
        faults: In the order of the document.
    """

    name: str
    title: str
    promise: str
    tests: tuple[str, ...]
    faults: tuple[str, ...]


AREAS = (
    Area(
        "patching",
        "A cell set in a workbook that others embellished",
        "The cell has its new value, every other part, style, drawing and formula is as it was; or "
        "the change was refused before anything was written.",
        ("tests/files/xlsx/test_nothing_lost.py",),
        (
            "a cell set in a workbook made by Excel",
            "a cell set in an embellished workbook",
            "a cell set after SheetJS saved the workbook",
            "a cell set after ExcelJS saved the workbook",
            "a cell set after LibreOffice saved the workbook",
        ),
    ),
    Area(
        "kill",
        "A verb cut off at every operation on the disk",
        "The master is the old or a complete new one, opens, and RIWAYAT fits it; no half-written "
        "form has a valid identity; running the verb again ends as an undisturbed run does.",
        ("tests/kill/test_kill.py",),
        tuple(
            f"{scene}: {fault.value}"
            for scene in SCENES
            for fault in Fault
            if fault is not Fault.NONE
        ),
    ),
    Area(
        "together",
        "Two programs at one master",
        "One of them works and the other is refused by name, or finds nothing left to do; the "
        "master ends as after a single run and nothing is left beside it.",
        ("tests/kill/test_together.py", "tests/files/test_lock.py"),
        (
            "a merge while another one is at work",
            "a merge that waited while another one ran",
            "two merges started at the same instant",
            "a merge after another one died with the lock",
            "a merge while the master is open in LibreOffice",
            "a lock held, abandoned, unreadable, taken away or of another computer",
            "processes that find an abandoned lock at once",
        ),
    ),
    Area(
        "disk",
        "A disk, a virus scanner or an account in the way of a file",
        "The file is the old or the new one and nothing is left beside it; what passes is waited "
        "for, what does not is a clear refusal.",
        ("tests/files/test_atomic.py", "tests/files/test_undo.py"),
        (
            "a file held, read-only, without room, or a write that is interrupted",
            "a run that ends with an error after it wrote files",
        ),
    ),
    Area(
        "hostile",
        "Hostile and muddled files",
        "Each is read rightly or is a finding that names it; the others are merged, the master "
        "keeps the rest, and no file takes more than 200 MiB.",
        ("tests/hostile",),
        (
            "hostile files read",
            "hostile files marked",
            "hostile files beside a good form, one merge",
            "forms cut off at every 256 bytes",
            "a form saved by LibreOffice in other formats",
            "spreadsheets from elsewhere",
            "forms filled in and saved by other programs, merged",
            "links, pipes, sockets and other files named .xlsx",
            "copies of a form under odd names",
            "damaged files under odd names",
            "marked copies of returns under odd names",
            "muddle in a form that loses nothing",
            "muddle in a form that makes rows doubtful",
            "cells that cannot be read",
            "odd texts in a form",
            "texts like formulas merged, checked and computed",
            "odd evidence files",
            "evidence under odd names",
            "listed names that leave the evidence folder",
            "evidence named in another normal form and letter case",
            "evidence folders that are links",
            "mutated forms read",
            "mutated forms marked",
            "mutated forms merged and checked",
            "files that fuzzing found",
        ),
    ),
    Area(
        "proof",
        "What was tampered with afterwards",
        "`kinerja-xl verify` names it, and for RIWAYAT the first line that does not fit.",
        ("tests/usecases/test_verify.py",),
        (
            "RIWAYAT edited, cut, reordered or filled in by hand",
            "identity of a form edited by hand",
            "target in a form or on a section's sheet edited by hand",
            "form gone, never recorded, or without its seal",
            "merged return changed or gone",
            "evidence changed or gone after it was checked",
            "cell of a closed period edited by hand",
            "hidden sheets edited by hand",
        ),
    ),
    Area(
        "undo",
        "Undo",
        "The master has the bytes of before, or undo is refused; what was typed since is listed "
        "and kept.",
        ("tests/usecases/test_undo.py",),
        (
            "a change undone, and done again",
            "something typed since",
            "nothing to undo, another office's copy, a master that is open",
        ),
    ),
)

_AREA_OF = {fault: area for area in AREAS for fault in area.faults}
_COUNTS: dict[str, dict[str, int | str]] = {}


@contextmanager
def surviving(fault: str) -> Iterator[None]:
    """Count the body, or the test it decorates, as one trial; as survived if it ends well."""
    record(fault, 1, 0)
    yield
    record(fault, 0, 1)


def record(fault: str, tried: int, survived: int, note: str = "") -> None:
    """Add to the counts of a fault; they are written when the process ends, see `write_counts`.

    Args:
        fault: What was done to the program, as `AREAS` has it.
        tried: How many times more.
        survived: How many of them it took as it should.
        note: What was measured.

    Raises:
        ValueError: If the fault is not listed, so that the document would not have it.
    """
    if fault not in _AREA_OF:
        raise ValueError(f"{fault!r} is not listed in {Path(__file__).name}")
    counts = _COUNTS.setdefault(fault, {"fault": fault, "tried": 0, "survived": 0})
    counts["tried"] = int(counts["tried"]) + tried
    counts["survived"] = int(counts["survived"]) + survived
    if note:
        counts["note"] = note


@atexit.register
def write_counts() -> None:
    """Write what was counted, if a folder is named; what earlier runs wrote of it gives way.

    Not while a test runs: many of them take the disk away.
    """
    if folder := os.environ.get(FOLDER_VARIABLE):
        for area in AREAS:
            if not _COUNTS.keys().isdisjoint(area.faults):
                _write(Path(folder), area)


def _write(folder: Path, area: Area) -> None:
    path = folder / f"{area.name}.json"
    folder.mkdir(parents=True, exist_ok=True)
    written = json.loads(path.read_text(encoding="utf-8"))["faults"] if path.exists() else []
    known = {row["fault"]: row for row in written} | _COUNTS
    content = {"area": area.name, "faults": [known[name] for name in area.faults if name in known]}
    text = json.dumps(content, indent=1, ensure_ascii=False) + "\n"
    path.write_text(text, encoding="utf-8")
