"""Forms that sections filled in with another program: every value arrives in the master."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from kinerja_xl.core.addresses import cell_address
from tests.libreoffice_tools import LibreOffice
from tests.node_tools import fill
from tests.reliability import surviving
from tests.usecases.office import RENDATIN, Cells, Office, cell_of, codes, fact, filled

TYPED: Cells = {
    "I001": {
        "realisation": 2, "obstacles": "=1+1", "solution": "- Posko\n- Keliling",
        "due_date": date(2026, 5, 1), "note": "é \U0001f600 <b> & \"kutip\"",
    },
    "I002": {"realisation": 77.5, "follow_up": "+5 orang", "person_in_charge": "@kasubbag"},
    "I003": {"realisation": 0},
    "I001.1": {"file_name": "dokumen.pdf", "description": "Nomor 12/PL.01/2026"},
    "X01": {"code": "R1", "item": "Foto", "file_name": "foto.png", "description": "007"},
}  # fmt: skip
Save = Callable[[bytes, Path, Path], None]


def _cells(form: bytes) -> Iterator[tuple[str, str, object]]:
    for key, typed in TYPED.items():
        for field, content in typed.items():
            sheet, row, column = cell_of(form, key, field)
            shown = {"date": content.isoformat()} if isinstance(content, date) else content
            yield sheet, cell_address(row, column), shown


def _by_sheetjs(form: bytes, source: Path, target: Path) -> None:
    fill("sheetjs", source, target, list(_cells(form)))


def _by_exceljs(form: bytes, source: Path, target: Path) -> None:
    fill("exceljs", source, target, list(_cells(form)))


def _require_arrived(office: Office) -> None:
    report = office.merge()

    assert codes(report) == []
    assert fact(report, "changes") == sum(map(len, TYPED.values()))
    for key, code in (("I001", "R1"), ("I002", "R2"), ("I003", "R3")):
        row = office.row(code)
        assert {field: row[field] for field in TYPED[key]} == TYPED[key]
    for slot in ("I001.1", "X01"):
        evidence = office.evidence(RENDATIN, slot)
        assert {field: evidence[field] for field in TYPED[slot]} == TYPED[slot]


@pytest.mark.node
@pytest.mark.parametrize(
    "save", [pytest.param(_by_sheetjs, id="sheetjs"), pytest.param(_by_exceljs, id="exceljs")]
)
@surviving("forms filled in and saved by other programs, merged")
def test_merge__form_filled_in_by_a_library__takes_every_value(
    office: Office, save: Save, tmp_path: Path
) -> None:
    form, source = office.form(RENDATIN), tmp_path / "asli.xlsx"
    source.write_bytes(form)
    save(form, source, tmp_path / "kembali.xlsx")
    office.put("kembali.xlsx", (tmp_path / "kembali.xlsx").read_bytes())

    _require_arrived(office)


@pytest.mark.libreoffice
@surviving("forms filled in and saved by other programs, merged")
def test_merge__form_saved_again_by_libreoffice__takes_every_value(
    office: Office, libreoffice: LibreOffice, tmp_path: Path
) -> None:
    source = tmp_path / "asli.xlsx"
    source.write_bytes(filled(office.form(RENDATIN), TYPED))
    saved = libreoffice.convert(source, "xlsx", folder=tmp_path / "lo")
    office.put("kembali.xlsx", saved.read_bytes())

    _require_arrived(office)
