"""What may change in an SOP under the same number, and what needs a new one (PENGESAHAN 4, 5)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kinerja_xl.core.officials import Official, find_official


@dataclass(frozen=True, slots=True)
class SopStep:
    """What makes a step part of an SOP's scope, and who is in charge of it."""

    number: int
    activity: str
    actor: str


def voiding_changes(
    before: Sequence[SopStep], after: Sequence[SopStep], officials: Sequence[Official] = ()
) -> tuple[str, ...]:
    """Name the changes that void an SOP as a whole, in Indonesian; none when its number may stay.

    PENGESAHAN, clause 5: a change of the scope (which steps there are, and what is done in them)
    or of the person in charge needs a new number. Times, what goes in and comes out, and remarks
    may be revised. Upper and lower case and white space are of no account.

    The person in charge is a post. What a step calls it may be corrected, above all where it was
    inferred because the document does not say: as long as it is the same post. Another post is
    another person in charge, inferred or not.

    Args:
        before: The steps as a cycle was bound to them.
        after: The steps now.
        officials: The office's posts, with what the SOP calls them.
    """
    old = {step.number: step for step in before}
    new = {step.number: step for step in after}
    changes = [f"langkah {number} dihapus" for number in old if number not in new]
    changes += [f"langkah {number} ditambahkan" for number in new if number not in old]
    for number in old.keys() & new.keys():
        was, now = old[number], new[number]
        if _same(was.activity) != _same(now.activity):
            changes.append(f"kegiatan langkah {number} berubah")
        if _posts(was.actor, officials) != _posts(now.actor, officials):
            changes.append(
                f'pelaksana langkah {number} berubah dari "{was.actor}" menjadi "{now.actor}"'
            )
    return tuple(sorted(changes))


def _posts(actor: str, officials: Sequence[Official]) -> frozenset[str]:
    """Return the posts that a step's actors stand for; one that is not listed is its own."""
    parts = (part.strip() for part in actor.replace("\n", ";").split(";"))
    found = ((part, find_official(officials, part)) for part in parts if part)
    return frozenset(_same(official.post if official else part) for part, official in found)


def _same(text: str) -> str:
    return " ".join(text.split()).casefold()
