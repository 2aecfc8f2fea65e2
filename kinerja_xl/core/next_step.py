"""What to do next in a period: the rule behind the advice on KENDALI."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum

from kinerja_xl.core.dates import format_date

_MOST_NAMED = 4
"""So many sections fit into the advice."""


class Standing(Enum):
    """How a section stands in a period; the value is the word on KENDALI."""

    NO_INDICATORS = "tidak ada indikator"
    NOT_DISTRIBUTED = "belum dibagikan"
    WAITING = "menunggu kiriman"
    OVERDUE = "terlambat"
    NEEDS_CORRECTION = "perlu perbaikan"
    INCOMPLETE = "belum lengkap"
    COMPLETE = "lengkap"
    CLOSED = "ditutup"


class Action(Enum):
    """What a person does next; the value names it for scripts."""

    DISTRIBUTE = "distribute"
    MERGE = "merge"
    CORRECT = "correct"
    CHECK = "check"
    COMPUTE = "compute"
    ENTER = "entries"
    FINISH_STEPS = "step"
    CLOSE = "close"
    SET_PERIOD = "set-period"


@dataclass(frozen=True, slots=True)
class Situation:
    """What the advice depends on.

    Attributes:
        sections: Code and state of each section, in order.
        deadline: By which forms were to come back, as the circular letter says.
        is_computed: Every line of CAPAIAN holds what the rule gives now.
        entries_left: Rows of ENTRI that are not flagged as entered.
        steps_left: Steps of the SOP that are not finished.
    """

    sections: tuple[tuple[str, Standing], ...]
    deadline: date | None = None
    is_computed: bool = False
    entries_left: int = 0
    steps_left: int = 0

    def codes(self, *states: Standing) -> tuple[str, ...]:
        """Return the codes of the sections in one of the states."""
        return tuple(code for code, state in self.sections if state in states)


@dataclass(frozen=True, slots=True)
class Advice:
    """What to do next, and in words."""

    action: Action
    text: str


def next_step(now: Situation) -> Advice:
    """Say what comes next: distribute, merge, correct, check, compute, enter, steps, close."""
    states = {state for _, state in now.sections}
    if states == {Standing.CLOSED}:
        return Advice(Action.SET_PERIOD, "Periode ini ditutup; atur periode berikutnya")
    if states <= {Standing.NO_INDICATORS}:
        return Advice(Action.DISTRIBUTE, "Isi INDIKATOR, lalu bagikan formulir")
    if states <= {Standing.NOT_DISTRIBUTED, Standing.NO_INDICATORS}:
        return Advice(Action.DISTRIBUTE, "Distribusi: bagikan formulir ke subbagian")
    return _collecting(now) or _concluding(now)


def _collecting(now: Situation) -> Advice | None:
    """Advise while something is still to come from the sections, or to be put right."""
    if late := now.codes(Standing.OVERDUE):
        due = f" (batas {format_date(now.deadline)})" if now.deadline else ""
        return Advice(Action.MERGE, f"Tagih {_named(late)}{due}, lalu Gabung")
    if waiting := now.codes(Standing.WAITING):
        text = f"Gabung setelah kiriman masuk; ditunggu: {_named(waiting)}"
        return Advice(Action.MERGE, text)
    if now.codes(Standing.NEEDS_CORRECTION):
        return Advice(Action.CORRECT, "Periksa TEMUAN, kirim perbaikan, lalu gabungkan lagi")
    if left := now.codes(Standing.NOT_DISTRIBUTED):
        return Advice(Action.DISTRIBUTE, f"Distribusi: bagikan juga ke {_named(left)}")
    if now.codes(Standing.INCOMPLETE):
        return Advice(Action.CHECK, "Periksa kelengkapan")
    return None


def _concluding(now: Situation) -> Advice:
    if not now.is_computed:
        return Advice(Action.COMPUTE, "Hitung durasi dan capaian")
    if now.entries_left:
        return Advice(Action.ENTER, f"Entri {now.entries_left} baris yang tersisa di ENTRI")
    if now.steps_left:
        text = f"Selesaikan {now.steps_left} langkah SOP yang tersisa, lalu tutup periode"
        return Advice(Action.FINISH_STEPS, text)
    return Advice(Action.CLOSE, "Tutup periode: semua lengkap dan terhitung")


def _named(codes: tuple[str, ...]) -> str:
    more = f", dan {len(codes) - _MOST_NAMED} lagi" if len(codes) > _MOST_NAMED else ""
    return f"{', '.join(codes[:_MOST_NAMED])}{more}"
