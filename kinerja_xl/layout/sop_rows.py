"""How the SOP stands in the master's rows: its steps, its flow, the register of its life."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kinerja_xl.core.book import TableData
from kinerja_xl.core.passes import Flow, WayBack
from kinerja_xl.core.sop_life import LifeEvent, LifeRecord
from kinerja_xl.core.values import CellContent, cell_text
from kinerja_xl.layout.rows import full_row, moment
from kinerja_xl.layout.sop_steps import BACK_TO, END, ON_TO
from kinerja_xl.layout.tables import SOP_LIFE_TABLE

_BACK = re.compile(rf"^{BACK_TO} (\d+): *(.*)$", re.MULTILINE)
_ON = re.compile(rf"^{ON_TO} (\d+(?:, \d+)*)$", re.MULTILINE)
_END = re.compile(rf"^{END}$", re.MULTILINE)
_EVENTS = {event.value: event for event in LifeEvent}


@dataclass(frozen=True, slots=True)
class SopRow:
    """What tblSOP says of a step's kelengkapan and output."""

    number: int
    inputs: tuple[str, ...]
    output: str


def sop_rows(data: TableData) -> dict[int, SopRow]:
    """Read kelengkapan and output of each step of tblSOP."""
    found = {}
    for number, inputs, output in data.pick("number", "inputs", "output"):
        if cell_text(number).isdecimal():
            lines = tuple(line for line in cell_text(inputs).splitlines() if line.strip())
            found[int(cell_text(number))] = SopRow(int(cell_text(number)), lines, cell_text(output))
    return found


def sop_flow(data: TableData) -> Flow:
    """Read from tblSOP how the steps follow each other, and which ways back there are."""
    notes = {
        int(cell_text(number)): cell_text(note)
        for number, note in data.pick("number", "note")
        if cell_text(number).isdecimal()
    }
    following = {number: _following(number, note, notes) for number, note in notes.items()}
    ways_back = {
        number: tuple(WayBack(int(to), condition) for to, condition in _BACK.findall(note))
        for number, note in notes.items()
    }
    return Flow(following, {number: ways for number, ways in ways_back.items() if ways})


def _following(number: int, note: str, known: dict[int, str]) -> tuple[int, ...]:
    if _END.search(note):
        return ()
    if stated := _ON.search(note):
        return tuple(map(int, stated[1].split(",")))
    return (number + 1,) if number + 1 in known else ()


def life_records(data: TableData) -> tuple[LifeRecord, ...]:
    """Read tblPengesahan; lines that say nothing the program knows are passed over.

    Raises:
        KinerjaError: If a moment cannot be read.
    """
    fields = ("at", "event", "sop_number", "revision", "note", "file", "sha256")
    found = []
    for at, event, number, revision, note, file, sha256 in data.pick(*fields):
        known, when = _EVENTS.get(cell_text(event)), moment(at, SOP_LIFE_TABLE.sheet)
        if known is not None and when is not None:
            text = cell_text(revision)
            found.append(
                LifeRecord(
                    when, known, cell_text(number), int(text) if text.isdecimal() else 0,
                    cell_text(note), cell_text(file), cell_text(sha256),
                )
            )  # fmt: skip
    return tuple(found)


def life_row(record: LifeRecord) -> tuple[CellContent, ...]:
    """Lay out a row of tblPengesahan."""
    return full_row(
        SOP_LIFE_TABLE,
        {
            "at": record.at, "event": record.event.value, "sop_number": record.sop_number,
            "revision": record.revision, "note": record.note or None, "file": record.file or None,
            "sha256": record.sha256 or None,
        },
    )  # fmt: skip
