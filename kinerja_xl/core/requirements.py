"""Kelengkapan and output of steps: what of it the program can know, and what is lacking."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum


class Thing(Enum):
    """What a step needs or leaves that the program keeps itself; the value is how it is called."""

    AGREEMENT = "indikator dan target periode"
    DISPOSITION = "lembar disposisi"
    CIRCULAR_DRAFT = "konsep Surat Edaran"
    CIRCULAR = "Surat Edaran yang ditandatangani"
    FORM = "formulir data kinerja"
    FILLED_FORM = "kiriman formulir semua subbagian"
    INVENTORY = "inventaris data pendukung"
    ENTRIES = "entri E-Lapkin dan Monev"
    AUDITS = "register LHP, LHE, TLHP"
    ACHIEVEMENT = "hasil capaian"
    SEMESTER_REPORTS = "dua laporan semester"
    ANNUAL_REPORT = "laporan kinerja tahunan"


@dataclass(frozen=True, slots=True)
class Holding:
    """How the program holds a thing.

    Attributes:
        is_there: Whether it exists.
        place: Where it is, relative to the office's folder, or `#` with a sheet; empty when it is
            nowhere yet.
        label: How a link to it is called.
    """

    is_there: bool
    place: str = ""
    label: str = ""


Holdings = Mapping[Thing, Holding]
"""What the program knows of; a thing left out is one that it cannot know in this master."""

_IS_DRAFT = re.compile(r"\b(?:konsep|draft?|rancangan)\b")
_IS_FILLED = re.compile(r"\b(?:diisi|terisi|terpenuhi)\b")
_WORDS = (
    (re.compile(r"\bperjanjian kinerja\b|\brencana aksi\b"), Thing.AGREEMENT),
    (re.compile(r"\bdisposisi\b"), Thing.DISPOSITION),
    (re.compile(r"\bse\b|\bsurat edaran\b"), Thing.CIRCULAR),
    (re.compile(r"\bform(?:ulir)?\b|\bformat (?:permintaan )?data\b"), Thing.FORM),
    (re.compile(r"\bterinventaris(?:asi)?\b|\binventaris(?:asi)?\b"), Thing.INVENTORY),
    (re.compile(r"\be-?lapkin\b|\bmonev\b"), Thing.ENTRIES),
    (re.compile(r"\blh[pe]\b|\btl ?hp\b"), Thing.AUDITS),
    (re.compile(r"\bcapaian\b"), Thing.ACHIEVEMENT),
    (re.compile(r"\blaporan semester\b"), Thing.SEMESTER_REPORTS),
    (re.compile(r"\blaporan kinerja\b|\blkjip\b|\blakip\b"), Thing.ANNUAL_REPORT),
)


def things_in(text: str) -> tuple[Thing, ...]:
    """Recognise what a kelengkapan or an output of an SOP names, in the order of `Thing`.

    What lives on paper alone, such as a division of tasks, is not recognised; nor is the draft of
    a report, of which nobody but its writer knows when it is one.
    """
    folded = " ".join(text.split()).casefold()
    is_draft, is_filled = bool(_IS_DRAFT.search(folded)), bool(_IS_FILLED.search(folded))
    found = {
        _as_named(thing, is_draft=is_draft, is_filled=is_filled)
        for pattern, thing in _WORDS
        if pattern.search(folded)
    }
    return tuple(thing for thing in Thing if thing in found)


def _as_named(thing: Thing, *, is_draft: bool, is_filled: bool) -> Thing | None:
    if thing is Thing.CIRCULAR and is_draft:
        return Thing.CIRCULAR_DRAFT
    if thing is Thing.FORM and is_filled:
        return Thing.FILLED_FORM
    if thing is Thing.ANNUAL_REPORT and is_draft:
        return None
    return thing


def lacking(inputs: Iterable[str], holdings: Holdings) -> tuple[Thing, ...]:
    """Return what a step needs and the program knows not to exist."""
    wanted = {thing for text in inputs for thing in things_in(text)}
    return tuple(
        thing for thing in Thing
        if thing in wanted and thing in holdings and not holdings[thing].is_there
    )  # fmt: skip


def left_behind(output: str, holdings: Holdings) -> tuple[Holding, ...]:
    """Return what a step's output is, as far as it exists and has a place."""
    held = (holdings[thing] for thing in things_in(output) if thing in holdings)
    return tuple(holding for holding in held if holding.is_there and holding.place)
