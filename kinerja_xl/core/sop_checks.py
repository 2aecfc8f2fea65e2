"""What must hold between the parts of an SOP definition, beyond the shape of each part."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kinerja_xl.core.sop import Received, Sop

Key = tuple[str | int, ...]
"""Where in a definition: names of keys and positions in lists, counted from 0."""

Problem = tuple[Key, str]
"""A place and what is wrong there, one Indonesian phrase without a full stop."""

# A section's code becomes a folder and a file name; Windows cannot open these.
_DEVICES = frozenset(
    {"CON", "PRN", "AUX", "NUL", *(f"{port}{n}" for port in ("COM", "LPT") for n in range(1, 10))}
)


class SopInconsistencyError(ValueError):
    """The parts of a definition contradict each other; carries every problem at once."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = problems
        super().__init__("; ".join(f"{key_text(key)}: {what}" for key, what in problems))


def key_text(key: Key) -> str:
    """Write a key as in `steps[3].duration.unit`."""
    text = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in key)
    return text.removeprefix(".")


def problems_of(sop: Sop) -> tuple[Problem, ...]:
    """List everything in which the parts of a definition contradict each other."""
    misnumbered = tuple(_numbering(sop))
    # Where numbers are wrong, every reference to a step would be reported a second time.
    flow = () if misnumbered else (_flow, _returns)
    checks = (_names, _actors, *flow, _received, _identity)
    return misnumbered + tuple(problem for check in checks for problem in check(sop))


def _numbering(sop: Sop) -> Iterator[Problem]:
    for index, step in enumerate(sop.steps):
        if step.number != index + 1:
            yield ("steps", index, "number"), f"bernomor {step.number}, seharusnya {index + 1}"
    for index, clause in enumerate(sop.ratification.clauses if sop.ratification else ()):
        if clause.number != index + 1:
            key = ("ratification", "clauses", index, "number")
            yield key, f"bernomor {clause.number}, seharusnya {index + 1}"


def _names(sop: Sop) -> Iterator[Problem]:
    yield from _repeated("sections", "code", (section.code for section in sop.sections))
    yield from _repeated("sections", "name", (section.name for section in sop.sections))
    yield from _repeated("actors", "id", (actor.id for actor in sop.actors))
    yield from _repeated("actors", "name", (actor.name for actor in sop.actors))
    for index, section in enumerate(sop.sections):
        if section.code in _DEVICES:
            key = ("sections", index, "code")
            yield key, f'"{section.code}" tidak dapat menjadi nama berkas di Windows'


def _repeated(block: str, field: str, values: Iterable[str]) -> Iterator[Problem]:
    first: dict[str, int] = {}
    for index, value in enumerate(values):
        earlier = first.setdefault(value.casefold(), index)
        if earlier != index:
            yield (block, index, field), f'"{value}" sudah dipakai {block}[{earlier}]'


def _actors(sop: Sop) -> Iterator[Problem]:
    known = [actor.id for actor in sop.actors]
    for index, step in enumerate(sop.steps):
        for position, actor in enumerate(step.actors):
            key = ("steps", index, "actors", position)
            if actor not in known:
                yield key, f'pelaksana "{actor}" tidak ada dalam actors: {", ".join(known)}'
            elif actor in step.actors[:position]:
                yield key, f'pelaksana "{actor}" ditulis dua kali'
        if step.actor_inferred and not step.actor_basis:
            yield ("steps", index, "actor_basis"), "wajib diisi bila actor_inferred true"


def _flow(sop: Sop) -> Iterator[Problem]:
    numbers = {step.number for step in sop.steps}
    for index, step in enumerate(sop.steps):
        for position, target in enumerate(step.next_steps or ()):
            key = ("steps", index, "next_steps", position)
            if target not in numbers:
                yield key, f"langkah {target} tidak ada"
            elif target <= step.number:
                yield key, f"langkah {target} tidak sesudah {step.number}; tulis dalam returns"
            elif target in (step.next_steps or ())[:position]:
                yield key, f"langkah {target} ditulis dua kali"
    targets = {target for step in sop.steps for target in sop.next_steps_of(step)}
    for index, step in enumerate(sop.steps):
        if index > 0 and step.number not in targets:
            yield ("steps", index), f"langkah {step.number} tidak dituju langkah mana pun"


def _returns(sop: Sop) -> Iterator[Problem]:
    numbers = {step.number for step in sop.steps}
    seen: set[tuple[int, int]] = set()
    for index, item in enumerate(sop.returns):
        ends = (("from_step", item.from_step), ("to_step", item.to_step))
        missing = [(field, number) for field, number in ends if number not in numbers]
        for field, number in missing:
            yield ("returns", index, field), f"langkah {number} tidak ada"
        if not missing and item.to_step >= item.from_step:
            key = ("returns", index, "to_step")
            yield key, f"langkah {item.to_step} tidak sebelum {item.from_step}; ini bukan kembali"
        if (item.from_step, item.to_step) in seen:
            yield ("returns", index), f"{item.from_step} ke {item.to_step} ditulis dua kali"
        seen.add((item.from_step, item.to_step))
        if item.inferred and not item.basis:
            yield ("returns", index, "basis"), "wajib diisi bila inferred true"


def _received(sop: Sop) -> Iterator[Problem]:
    blocks: list[tuple[Key, Iterable[str], tuple[Received, ...]]] = [
        (("identity",), type(sop.identity).model_fields, sop.identity.received)
    ]
    for index, actor in enumerate(sop.actors):
        blocks.append((("actors", index), type(actor).model_fields, actor.received))
    for index, step in enumerate(sop.steps):
        blocks.append((("steps", index), type(step).model_fields, step.received))
    for key, fields, readings in blocks:
        allowed = [field for field in fields if field != "received"]
        for index, reading in enumerate(readings):
            if reading.field not in allowed:
                place = (*key, "received", index, "field")
                yield place, f'"{reading.field}" bukan kunci di sini: {", ".join(allowed)}'


def _identity(sop: Sop) -> Iterator[Problem]:
    number = sop.identity.number
    if number.text.startswith("/") and not number.note:
        yield ("identity", "number", "note"), "wajib diisi bila nomor urut kosong"
    total = sop.stated_total
    if total and not (total.days or total.hours or total.minutes):
        yield ("stated_total",), "nol semua; hapus kunci ini bila dokumen tidak menyatakan jumlah"
