"""What may change in an SOP under the same number, and what needs a new one (PENGESAHAN 4, 5)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SopStep:
    """What makes a step part of an SOP's scope, and who is in charge of it."""

    number: int
    activity: str
    actor: str


def voiding_changes(before: Sequence[SopStep], after: Sequence[SopStep]) -> tuple[str, ...]:
    """Name the changes that void an SOP as a whole, in Indonesian; none when its number may stay.

    PENGESAHAN, clause 5: a change of the scope (which steps there are, and what is done in them)
    or of the person in charge needs a new number. Times, what goes in and comes out, and remarks
    may be revised. Upper and lower case and white space are of no account.
    """
    old = {step.number: step for step in before}
    new = {step.number: step for step in after}
    changes = [f"langkah {number} dihapus" for number in old if number not in new]
    changes += [f"langkah {number} ditambahkan" for number in new if number not in old]
    for number in old.keys() & new.keys():
        was, now = old[number], new[number]
        if _same(was.activity) != _same(now.activity):
            changes.append(f"kegiatan langkah {number} berubah")
        if _same(was.actor) != _same(now.actor):
            changes.append(
                f'pelaksana langkah {number} berubah dari "{was.actor}" menjadi "{now.actor}"'
            )
    return tuple(sorted(changes))


def _same(text: str) -> str:
    return " ".join(text.split()).casefold()
