"""The identity block of the AP form: two columns of boxes, as printed SOPs have it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from kinerja_xl.core.sop import Identity, NotStated
from kinerja_xl.layout.sop_text import numbered, stated_text

IDENTITY_ROW = 4
"""First row of the block; above it stand title and links of the sheet, which are not printed."""

_SIGNATURE_LINES = "\n\n\n\n"
_BLANK_NAME, _BLANK_NIP = "(..............................................)", "NIP."
_LINE_POINTS, _SIGNING_POINTS = 16.5, 84.0
_NONE = "-"

Area = Literal["left", "label", "value", "right"]


@dataclass(frozen=True, slots=True)
class IdentityPart:
    """One box of a line.

    Attributes:
        area: Left half, right half, or label or value within the right half.
        font_size: At least; 0 for the form's own.
    """

    area: Area
    text: str
    is_heading: bool = False
    is_bold: bool = False
    is_centred: bool = False
    is_top: bool = False
    row_count: int = 1
    font_size: int = 0


@dataclass(frozen=True, slots=True)
class IdentityLine:
    """A row of the block.

    Attributes:
        least_points: Its least height.
        share_percent: What it may take of a page at most.
    """

    row: int
    parts: tuple[IdentityPart, ...]
    least_points: float = _LINE_POINTS
    share_percent: int = 10


def identity_lines(identity: Identity) -> tuple[IdentityLine, ...]:
    """Return the block row by row."""
    facts = _facts(identity)
    lines = []
    for offset, (label, text, points) in enumerate(facts):
        is_signing = points > _LINE_POINTS
        parts = [
            IdentityPart("label", label, is_bold=True),
            IdentityPart("value", text, is_centred=is_signing, is_bold=offset == len(facts) - 1),
        ]
        if offset == 0:
            parts.insert(0, _institution(identity, len(facts)))
        lines.append(IdentityLine(IDENTITY_ROW + offset, tuple(parts), points, 25))
    row = IDENTITY_ROW + len(facts)
    shares = (35, 12, 9)
    for share, (left, left_text, right, right_text) in zip(shares, _blocks(identity), strict=True):
        headings = (IdentityPart("left", left, is_heading=True),
                    IdentityPart("right", right, is_heading=True))  # fmt: skip
        texts = (IdentityPart("left", left_text, is_top=True),
                 IdentityPart("right", right_text, is_top=True))  # fmt: skip
        lines += [
            IdentityLine(row, headings),
            IdentityLine(row + 1, texts, 2 * _LINE_POINTS, share),
        ]
        row += 2
    return tuple(lines)


def _institution(identity: Identity, row_count: int) -> IdentityPart:
    lines = [identity.institution.upper()]
    if not isinstance(identity.subbagian, NotStated):
        lines.append(f"Subbagian {identity.subbagian.removeprefix('Subbagian ')}")
    if not isinstance(identity.address, NotStated):
        lines.append(identity.address)
    lines += ["", "STANDAR OPERASIONAL PROSEDUR"]
    if identity.year:
        lines.append(f"TAHUN {identity.year}")
    return IdentityPart(
        "left", "\n".join(lines), is_bold=True, is_centred=True, row_count=row_count, font_size=11
    )


def _facts(identity: Identity) -> tuple[tuple[str, str, float], ...]:
    number, approval = identity.number, identity.approved_by
    name = approval.name or _BLANK_NAME
    nip = f"NIP. {approval.nip}" if approval.nip else _BLANK_NIP
    signing = f"{approval.post}{_SIGNATURE_LINES}{name}\n{nip}"
    return (
        ("Nomor SOP", number.text, _LINE_POINTS),
        ("Tanggal Pembuatan", _day(identity.date_made), _LINE_POINTS),
        ("Tanggal Revisi", _day(identity.date_revised), _LINE_POINTS),
        ("Tanggal Efektif", _day(identity.date_effective), _LINE_POINTS),
        ("Disahkan oleh", signing, _SIGNING_POINTS),
        ("Nama SOP", identity.title, _LINE_POINTS + 4),
    )  # fmt: skip


def _day(value: object) -> str:
    """Write a date; one that the document does not give is left open for a pen."""
    return "" if isinstance(value, NotStated) else stated_text(value)  # type: ignore[arg-type] # a date


def _blocks(identity: Identity) -> tuple[tuple[str, str, str, str], ...]:
    return (
        ("Dasar Hukum", _list(identity.legal_basis),
         "Kualifikasi Pelaksana", _list(identity.qualifications)),
        ("Keterkaitan", _list(identity.related_sops),
         "Peralatan/Perlengkapan", _list(identity.equipment)),
        ("Peringatan", identity.warning or _NONE,
         "Pencatatan dan Pendataan", _list(identity.recording)),
    )  # fmt: skip


def _list(items: tuple[str, ...]) -> str:
    return numbered(items) if items else _NONE
