"""Who holds which post, whether the name and NIP of a post are good, and who is meant by a post."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from kinerja_xl.core.values import CellValue, cell_text
from kinerja_xl.errors import KinerjaError

NIP_DIGITS = 18


@dataclass(frozen=True, slots=True)
class Official:
    """One line of tblPejabat.

    Attributes:
        post: Such as `Sekretaris`.
        nip: Digits only when it is good, else what stands in the cell.
        section: Code of the section that the post heads; empty for none.
        actor: What the SOP calls the post; empty when it calls it nothing else.
        problems: What is wrong with name and NIP, in Indonesian.
    """

    post: str
    name: str
    nip: str
    section: str = ""
    actor: str = ""
    problems: tuple[str, ...] = ()


def official(
    post: CellValue,
    name: CellValue,
    nip: CellValue,
    section: CellValue = None,
    actor: CellValue = None,
) -> Official:
    """Read one line of tblPejabat; nothing that is wrong with it is raised here."""
    problems = () if cell_text(name) else ("nama belum diisi",)
    digits, trouble = read_nip(nip)
    return Official(
        " ".join(cell_text(post).split()), " ".join(cell_text(name).split()), digits,
        cell_text(section), cell_text(actor), (*problems, *((trouble,) if trouble else ())),
    )  # fmt: skip


def read_nip(value: CellValue) -> tuple[str, str]:
    """Read an NIP: 18 digits, the first eight a date of birth; spaces, dots and dashes go.

    Returns:
        The digits (or what was typed), and what is wrong with it, empty when nothing is.
    """
    if isinstance(value, int | float) and not isinstance(value, bool):
        return cell_text(value), (
            "NIP tersimpan sebagai angka sehingga tiga angka terakhirnya hilang; ketik ulang "
            "sebagai teks"
        )
    typed = cell_text(value)
    if not typed:
        return "", "NIP belum diisi"
    digits = "".join(letter for letter in typed if letter not in " .-\u00a0'")
    if not (digits.isascii() and digits.isdigit()):
        return typed, f'NIP "{typed}" berisi selain angka'
    if len(digits) != NIP_DIGITS:
        return typed, f'NIP "{typed}" berisi {len(digits)} angka, bukan {NIP_DIGITS}'
    try:
        date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
    except ValueError:
        return typed, f'NIP "{typed}" tidak diawali tanggal lahir yang benar'
    return digits, ""


def spaced_nip(digits: str) -> str:
    """Write an NIP as it stands in letters: `19800101 200501 1 001`."""
    parts = (digits[:8], digits[8:14], digits[14:15], digits[15:])
    return " ".join(part for part in parts if part)


def find_official(officials: Iterable[Official], wanted: str) -> Official | None:
    """Return who is meant by a post, or by what the SOP calls it; case and spacing are free."""
    known = tuple(officials)
    text = _folded(wanted)
    by_post = [each for each in known if _folded(each.post) == text]
    by_actor = [each for each in known if _folded(each.actor) == text]
    return next(iter((*by_post, *by_actor)), None) if text else None


def require_official(officials: Iterable[Official], wanted: str, where: str) -> Official:
    """Return the holder of a post.

    Raises:
        KinerjaError: If there is no such post.
    """
    known = tuple(officials)
    found = find_official(known, wanted)
    if found is None:
        posts = "; ".join(each.post for each in known if each.post) or "belum ada"
        raise KinerjaError(
            f'Jabatan "{wanted}" tidak ada dalam daftar pejabat.',
            where=where,
            remedy=f"Pilih salah satu: {posts}. Jabatan lain ditambahkan di lembar {where}.",
        )
    return found


def refuse_unfit(officials: Iterable[Official], where: str) -> None:
    """Refuse posts without a name or a good NIP, all of them in one message.

    Raises:
        KinerjaError: If there is one.
    """
    unfit = {each.post: each.problems for each in officials if each.problems}
    if unfit:
        told = "; ".join(f"{post}: {', '.join(found)}" for post, found in unfit.items())
        raise KinerjaError(
            f"Data pejabat belum lengkap. {told}.",
            where=where,
            remedy=f"Lengkapi nama dan NIP ({NIP_DIGITS} angka) di lembar {where}.",
        )


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()
