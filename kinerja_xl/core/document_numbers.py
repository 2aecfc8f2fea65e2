"""The numbers of outgoing documents: what an office's pattern makes of a running number."""

from __future__ import annotations

import re
from datetime import date

from kinerja_xl.errors import KinerjaError

RUNNING, OFFICE_CODE = "nomor", "kode"
PLACEHOLDERS = (RUNNING, OFFICE_CODE, "jenis", "bulan", "bulan_romawi", "tahun")
"""What a pattern may name; a running number with leading zeros is written `{nomor:03}`."""

_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
_PLACE = re.compile(r"\{([^{}]*)\}")
_NAMED = re.compile(r"\s*(\w+)\s*(?::\s*0?([1-9]))?\s*")


def document_number(
    pattern: str, running: int, day: date, *, kind: str, office_code: str, where: str
) -> str:
    """Fill an office's pattern.

    Args:
        pattern: Such as `{nomor}/ORT.06-{jenis}/{kode}/{tahun}`.
        running: Counted from 1 within kind and year.
        day: The date of the document.
        kind: Short code of the kind, such as `SE`.
        office_code: Code of the office; may be empty when the pattern does not name it.
        where: The sheet that holds the pattern, for errors.

    Raises:
        KinerjaError: If the pattern has no running number, names something unknown, or needs the
            code of an office that has none.
    """
    values = {
        RUNNING: str(running), OFFICE_CODE: office_code, "jenis": kind, "bulan": f"{day:%m}",
        "bulan_romawi": _ROMAN[day.month - 1], "tahun": str(day.year),
    }  # fmt: skip

    def filled(match: re.Match[str]) -> str:
        named = _NAMED.fullmatch(match[1])
        if named is None or named[1] not in values:
            raise _wrong(pattern, f"{match[0]} tidak dikenal", where)
        if named[1] == OFFICE_CODE and not office_code:
            raise KinerjaError(
                f'Pola nomor "{pattern}" memakai kode kantor, tetapi kodenya kosong.',
                where=where,
                remedy=f"Isi Kode kantor di lembar {where}, atau hapus {{kode}} dari pola.",
            )
        return values[named[1]].zfill(int(named[2] or 0))

    number = " ".join(_PLACE.sub(filled, pattern).split())
    if not any((named := _NAMED.fullmatch(m)) and named[1] == RUNNING
               for m in _PLACE.findall(pattern)):  # fmt: skip
        raise _wrong(pattern, "tidak memuat {nomor}", where)
    if "{" in number or "}" in number:
        raise _wrong(pattern, "kurung kurawalnya tidak berpasangan", where)
    return number


def _wrong(pattern: str, what: str, where: str) -> KinerjaError:
    allowed = ", ".join(f"{{{name}}}" for name in PLACEHOLDERS)
    return KinerjaError(
        f'Pola nomor "{pattern}" {what}.' if pattern else "Pola nomor dokumen kosong.",
        where=where,
        remedy=f"Yang dapat dipakai: {allowed}; {{nomor}} wajib ada.",
    )
