"""The questions that buttons ask in an input box; Excel's takes no more than 255 characters."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kinerja_xl.core.documents import DocumentRecord, Mark
    from kinerja_xl.core.period import Period

_MOST_NAMED = 8
_LONGEST_OPTION = 45


def numbered_question(question: str, options: Sequence[str]) -> str:
    """Return a question that is answered with the number of one of the options."""
    lines = [f"{n} = {_short(option)}" for n, option in enumerate(options, start=1)]
    return "\n".join([question, *lines])


def chosen_option(answer: str, count: int) -> int | None:
    """Return the position that an answer means; `None` when it is no number from 1 to `count`."""
    number = int(answer) if answer.isdecimal() else 0
    return number - 1 if 1 <= number <= count else None


def named(codes: Sequence[str]) -> str:
    """Return codes as a list that stays short: the first ones, and how many more there are."""
    more = len(codes) - _MOST_NAMED
    told = ", ".join(codes[:_MOST_NAMED])
    return f"{told}, dan {more} lagi" if more > 0 else told


def close_question(period: Period) -> str:
    """Return the question whether to close a period."""
    return (
        f"Tutup {period.label}?\n\nAngka dan definisinya dibekukan; isian dan kirimannya tidak "
        "dapat diubah lagi sampai periode dibuka kembali."
    )


def reopen_question(period: Period) -> str:
    """Return the question why a period is opened again."""
    return f"Alasan membuka kembali {period.label}, misalnya koreksi LHP Inspektorat:"


def sign_question(record: DocumentRecord, mark: Mark, name: str) -> str:
    """Return the question whether a paraf or a signature is to be recorded."""
    expected = record.endorsement(mark)
    person = f"{name} ({expected.post})" if name else expected.post
    return (
        f"Catat {mark.value.lower()} {record.kind.value} {record.number} oleh {person} sekarang?"
        f"\n\nHal: {record.subject}"
    )


def way_back_question(number: int) -> str:
    """Return the question where the work of a step goes back to."""
    return f"Langkah {number} dikembalikan ke langkah mana? Ketik nomor pilihannya."


def step_reason_question(number: int, to_step: int) -> str:
    """Return the question why the work of a step goes back."""
    return f"Alasan mengembalikan langkah {number} ke langkah {to_step}:"


def entered_question(application: str, codes: Sequence[str]) -> str:
    """Return the question for the reference of rows that were entered."""
    return (
        f"Tandai {len(codes)} baris {application} sudah dientri: {named(codes)}.\n"
        "Nomor referensi dari aplikasi (boleh kosong):"
    )


def accept_question(section: str, codes: Sequence[str]) -> str:
    """Return the question whether rows of a section are accepted."""
    return f"Terima {len(codes)} baris {section}: {named(codes)}?"


def return_question(section: str, codes: Sequence[str]) -> str:
    """Return the question why rows of a section go back."""
    return (
        f"Alasan mengembalikan {len(codes)} baris {section}: {named(codes)}.\n"
        "Formulir versi baru dibuat; hanya baris itu yang terbuka."
    )


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= _LONGEST_OPTION else flat[: _LONGEST_OPTION - 1] + "…"
