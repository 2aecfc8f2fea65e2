from __future__ import annotations

import io
from datetime import datetime
from decimal import Decimal

import pytest
from rich.console import Console

from kinerja_xl.cli.tables import fitted_table
from kinerja_xl.core.values import CellValue
from kinerja_xl.usecases.report import Listing

LONG = "Persentase Penyelenggara Pemilihan yang terbukti melakukan Pelanggaran Pemilihan"
MOMENT = datetime(2026, 12, 28, 13, 5)


def listing(*columns: tuple[str, str, CellValue], name: str = "anything") -> Listing:
    ids, headings, values = zip(*columns, strict=True)
    return Listing(name, "Judul", ids, headings, (values,))


def drawn(given: Listing, width: int) -> list[str]:
    console = Console(file=io.StringIO(), width=width)
    console.print(fitted_table(given, width))
    assert isinstance(console.file, io.StringIO)
    return [line.rstrip() for line in console.file.getvalue().splitlines()]


@pytest.mark.parametrize("width", [60, 80, 120])
def test_fitted_table__short_cells__are_never_broken(width: int) -> None:
    given = listing(
        ("code", "Kode", "IKU-06"),
        ("name", "Indikator", LONG),
        ("at", "Mulai", MOMENT),
        ("value", "Capaian (%)", Decimal("107.14")),
    )

    lines = drawn(given, width)

    row = next(line for line in lines if "IKU-06" in line)
    assert "28 Desember 2026 13.05" in " ".join(lines)
    assert row.endswith("107,14")
    assert max(map(len, lines)) <= width


def test_fitted_table__long_text__is_broken_between_words() -> None:
    lines = drawn(listing(("code", "Kode", "IKU-06"), ("name", "Indikator", LONG)), 50)

    words = " ".join(lines).split()
    assert set(LONG.split()) <= set(words)


def test_fitted_table__blank_column__is_left_out() -> None:
    given = listing(("code", "Kode", "A"), ("returned", "Kembali", None), ("note", "Catatan", ""))

    lines = drawn(given, 80)

    assert "Kembali" not in "".join(lines)
    assert "Catatan" not in "".join(lines)


def test_fitted_table__narrow_terminal__does_without_the_dispensable_columns() -> None:
    given = listing(
        ("section", "Subbagian", "RENDATIN"),
        ("code", "Kode", "IKU-06"),
        ("name", "Indikator", LONG),
        ("cumulative", "Kumulatif", Decimal("12.5")),
        ("status", "Status", "Realisasi belum diisi"),
        name="achievements",
    )

    wide, narrow = "".join(drawn(given, 120)), "".join(drawn(given, 60))

    assert "Kumulatif" in wide
    assert "Kumulatif" not in narrow
    assert "IKU-06" in narrow


def test_fitted_table__numbers__stand_to_the_right() -> None:
    given = Listing("x", "Judul", ("n",), ("Nilai",), ((Decimal(5),), (Decimal("1250000"),)))

    lines = drawn(given, 80)

    assert "        5" in lines
    assert "1.250.000" in lines
