"""Spreadsheets that are no returned forms: of other programs, in other formats, from elsewhere."""

from __future__ import annotations

import os
import shutil
from collections import Counter
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from tests.hostile.measuring import MEMORY_MIB, Measured, measure
from tests.hostile.test_reading import CASES
from tests.libreoffice_tools import LibreOffice
from tests.reliability import record
from tests.usecases.office import RENDATIN, Office

SPREADSHEETS = frozenset({
    ".xlsx", ".xlsm", ".xltx", ".xltm", ".xlsb", ".xls", ".xlt", ".xla", ".xlam", ".ods", ".ots",
    ".fods", ".csv", ".tsv", ".html", ".dif", ".slk", ".numbers", ".gnumeric", ".xml", ".dbf",
})  # fmt: skip
FORMATS = (
    "ods", "fods", "ots", "xls", "xlt", "xlsm", "xltx", "csv", "html", "pdf", "dif", "slk",

)  # fmt: skip
FOREIGN = os.environ.get("KINERJA_FOREIGN") or str(Path(__file__).parent / "found")
"""Folders of spreadsheets to be fed in, divided as PATH is; without any, those found by fuzzing."""


def _harmful(results: list[Measured]) -> list[Measured]:
    return [
        each for each in results if each.outcome in ("DIED", "HUNG") or each.mebibytes > MEMORY_MIB
    ]


def _workbooks(folder: Path) -> list[Path]:
    book = openpyxl.Workbook()
    book.active["A1"] = "Kunci"  # type: ignore[index]  # a new workbook has an active sheet
    book.create_sheet("ISIAN").append(["I001", 1, 2])
    book.save(folder / "openpyxl.xlsx")
    with xlsxwriter.Workbook(folder / "xlsxwriter.xlsx") as written:
        sheet = written.add_worksheet("_formulir")
        sheet.write_row(0, 0, ("kinerja_xl_form", "99"))
        chart = written.add_chart({"type": "line"})
        chart.add_series({"values": "=_formulir!$A$1:$A$2"})
        sheet.insert_chart("C3", chart)
    return [folder / "openpyxl.xlsx", folder / "xlsxwriter.xlsx"]


def test_read_return__workbooks_of_other_programs__are_no_forms(tmp_path: Path) -> None:
    results = measure("read", _workbooks(tmp_path))

    assert _harmful(results) == []
    assert {each.outcome for each in results} == {"NOT_A_FORM"}


@pytest.mark.libreoffice
def test_read_return__form_saved_in_every_other_format__is_refused(
    office: Office, libreoffice: LibreOffice, tmp_path: Path
) -> None:
    source = tmp_path / "form.xlsx"
    source.write_bytes(office.form(RENDATIN))
    made = []
    for to in FORMATS:
        folder = tmp_path / to.partition(":")[0]
        folder.mkdir()
        converted = libreoffice.convert(source, to, folder=folder)
        made.append(converted.rename(tmp_path / f"{to.partition(':')[0]}_named.xlsx"))

    results = measure("read", made)

    assert _harmful(results) == []
    expected = {"NOT_A_FORM", "FORM_STRUCTURE_CHANGED", "FILE_HAS_MACROS"}
    # The same form under another content type; that of macros only some builds write without any.
    the_form_itself = {"xltx_named.xlsx", "xlsm_named.xlsx"}
    assert {each.outcome for each in results if each.path not in the_form_itself} <= expected
    record("a form saved by LibreOffice in other formats", len(made), len(made))


def test_read_return__spreadsheets_from_elsewhere__do_no_harm(tmp_path: Path) -> None:
    found = [
        Path(at) / name
        for root in FOREIGN.split(os.pathsep)
        for at, _, names in os.walk(root)
        for name in names
        if Path(name).suffix.lower() in SPREADSHEETS
    ]
    copies = []
    for number, path in enumerate(found):
        copies.append(tmp_path / f"{number} {path.name[-80:]}.xlsx")
        shutil.copyfile(path, copies[-1])

    read, marked = measure("read", copies), measure("mark", copies)

    assert _harmful(read) == []
    assert _harmful(marked) == []
    outcomes = Counter(each.outcome for each in read)
    slowest = max(read, key=lambda each: each.seconds)
    record("spreadsheets from elsewhere", len(found), len(found),
           f"{dict(outcomes)}, slowest {slowest.seconds:.2f} s")  # fmt: skip


def test_merge__all_hostile_files_at_once__are_refused_and_the_good_one_is_merged(
    office: Office,
) -> None:
    office.give_back(RENDATIN, {"I001": {"realisation": 2}})
    before = office.rows("tbl_KUL")
    for name, (make, _) in CASES.items():
        office.put(f"{name}.xlsx", make())

    report = office.merge()
    again = office.merge()

    assert office.row("R1")["realisation"] == 2
    assert office.rows("tbl_KUL") == before
    places = Counter(line.place for line in report.findings)
    assert len(places) == len(CASES)
    assert set(places.values()) == {1}
    assert again.message.startswith("0 sel")
    assert [line.place for line in again.findings] == [line.place for line in report.findings]
    record("hostile files beside a good form, one merge", len(CASES), len(CASES))
