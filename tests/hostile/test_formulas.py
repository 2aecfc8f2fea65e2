"""Text from a form that begins like a formula stays text wherever it is written."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import openpyxl
import pytest

from kinerja_xl.core.findings import Code, Finding, Place, finding
from kinerja_xl.files.marking.marked_copy import write_marked_copy
from kinerja_xl.layout.form import ENTRY
from tests.form_samples import NAME
from tests.hostile.parts_of_forms import cell, form, rows
from tests.reliability import surviving
from tests.usecases.office import RENDATIN, TW1, Office

EVIL = (
    "=1+1", "+1+1", "-1+1", "@SUM(A1)", "=cmd|'/c calc'!A0", '=HYPERLINK("http://x","y")',
    "=WEBSERVICE(\"http://x\")", "'=1+1", "=\t1", "\t=1+1",
)  # fmt: skip
FIELDS = ("obstacles", "solution", "follow_up", "person_in_charge", "note")


def _formulas(workbook: Path) -> list[str]:
    """Return what is stored as a formula anywhere in a workbook."""
    with zipfile.ZipFile(workbook) as package:
        return [
            formula
            for name in package.namelist()
            if name.endswith(".xml")
            for formula in re.findall(r"<(?:\w+:)?f[ >][^<]*", package.read(name).decode("utf-8"))
        ]


@pytest.mark.parametrize("evil", EVIL)
def test_merge_and_check__text_like_a_formula__never_becomes_one(office: Office, evil: str) -> None:
    with surviving("texts like formulas merged, checked and computed"):
        before = set(_formulas(office.master))
        typed = {"I001": dict.fromkeys(FIELDS, evil) | {"realisation": evil}}
        typed |= {"I001.1": {"file_name": evil, "description": evil}, "X01": {"item": evil}}
        office.give_back(RENDATIN, typed)

        office.merge()
        office.check()
        office.compute()

        row = office.row("R1")
        kept = evil.strip()
        assert {row[field] for field in FIELDS} == {kept}
        for formula in set(_formulas(office.master)) - before:
            assert "1+1" not in formula
            assert "calc" not in formula
            assert "http://x" not in formula
            assert "SUM(A1)" not in formula
        history = [str(each) for cells in office.rows("tblRiwayat") for each in cells.values()]
        assert any(kept in each for each in history)
        assert any(kept in str(cells["message"]) for cells in office.rows("tblTemuan"))
        _check_correction(office, kept)


def _check_correction(office: Office, evil: str) -> None:
    copy = office.folder.correction(TW1, RENDATIN)
    book = openpyxl.load_workbook(copy)
    texts = [
        each for sheet in book.worksheets for line in sheet.iter_rows() for each in line
        if isinstance(each.value, str) and each.value.strip().startswith(evil)
    ]  # fmt: skip
    assert texts
    assert {each.data_type for each in texts} == {"s"}


def test_write_marked_copy__formulas_that_reach_out__become_texts(tmp_path: Path) -> None:
    outward = b"<f>cmd|&apos;/c calc&apos;!A0</f><v>1</v>"
    fetching = b'<f>_xlfn.WEBSERVICE("http://x")</f><v>1</v>'
    line = b'<row r="20"><c r="B20">%s</c><c r="C20">%s</c><c r="D20"><f>1+1</f></c></row>'
    source, copy = tmp_path / "umum.xlsx", tmp_path / "salinan.xlsx"
    source.write_bytes(form(SHEET=rows(line % (outward, fetching))))

    write_marked_copy(source, copy, [_fault()])

    sheet = openpyxl.load_workbook(copy)[ENTRY]
    assert (sheet["B20"].data_type, sheet["C20"].data_type) == ("s", "s")
    assert sheet["B20"].value == "=cmd|'/c calc'!A0"
    assert (sheet["D20"].data_type, sheet["D20"].value) == ("f", "=1+1")


@pytest.mark.parametrize("kind", ["str", "inlineStr"])
def test_write_marked_copy__text_like_a_formula__stays_text_however_it_is_stored(
    tmp_path: Path, kind: str
) -> None:
    content = b"<v>=1+1</v>" if kind == "str" else b"<is><t>=1+1</t></is>"
    source, copy = tmp_path / "umum.xlsx", tmp_path / "salinan.xlsx"
    source.write_bytes(form(SHEET=cell("N8", content, kind)))

    write_marked_copy(source, copy, [_fault()])

    found = openpyxl.load_workbook(copy)[ENTRY]["N8"]
    assert (found.data_type, found.value) == ("s", "=1+1")


def test_write_marked_copy__name_that_runs_a_program__leaves_no_copy(tmp_path: Path) -> None:
    evil = b'<definedName name="x">cmd|&apos;/c calc&apos;!A0</definedName>'
    source, copy = tmp_path / "umum.xlsx", tmp_path / "salinan.xlsx"
    source.write_bytes(
        form(BOOK=lambda xml: xml.replace(b"</definedNames>", evil + b"</definedNames>", 1)
             if b"</definedNames>" in xml
             else xml.replace(b"</sheets>", b"</sheets><definedNames>%s</definedNames>" % evil, 1))
    )  # fmt: skip

    assert not write_marked_copy(source, copy, [_fault()])
    assert not copy.exists()


def _fault() -> Finding:
    return finding(Code.CELL_ERROR, Place(NAME, ENTRY, "K8"), field="Realisasi", text="#N/A")
