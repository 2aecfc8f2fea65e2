"""Every verb on a master with macros and buttons, which must come through, and on one without."""

from __future__ import annotations

import re
import zipfile
from datetime import datetime
from pathlib import Path

import pytest

from kinerja_xl.usecases.status import status
from kinerja_xl.usecases.step import Mark
from tests.files.xlsx.handmade import zipped
from tests.usecases.office import Office, codes, copied

PLAIN = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
MACRO = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
KEPT = ("xl/vbaProject.bin", "xl/drawings/vmlDrawing1.vml", "xl/worksheets/_rels/sheet1.xml.rels")
"""Parts of the macros and of the buttons that run them."""


def parts(master: Path) -> dict[str, bytes]:
    """Return the parts of a workbook."""
    with zipfile.ZipFile(master) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.fixture
def plain_office(built_office: Office, tmp_path: Path) -> Office:
    """An office whose master was saved as .xlsx: the buttons are there, the macros are gone."""
    office = copied(built_office, tmp_path / "Kinerja-2026")
    content = parts(office.master)
    del content["xl/vbaProject.bin"]
    types, relations = "[Content_Types].xml", "xl/_rels/workbook.xml.rels"
    content[types] = content[types].replace(MACRO.encode(), PLAIN.encode())
    content[relations] = re.sub(
        rb"<Relationship [^>]*vbaProject.bin[^>]*/>", b"", content[relations]
    )
    office.master.unlink()
    office.master_name = "Kinerja.xlsx"
    office.master.write_bytes(zipped(content))
    return office


def use_every_verb(office: Office) -> list[str]:
    """Work through a period and return the findings of the merge."""
    office.distribute()
    office.give_back("HUKUM", {"I010": {"realisation": 60}})
    merged = office.merge()
    office.check()
    office.compute()
    office.step(Mark.START, 1, datetime(2026, 1, 5, 8, 0))
    return codes(merged)


def test_verbs__master_with_macros__all_work_and_keep_macros_and_buttons(fresh: Office) -> None:
    before = parts(fresh.master)

    found = use_every_verb(fresh)

    after = parts(fresh.master)
    assert (found, status(fresh.book()).period) == ([], "2026-TW1")
    assert {name: after[name] for name in KEPT} == {name: before[name] for name in KEPT}
    control = after["xl/worksheets/sheet1.xml"]
    assert (control.count(b"<legacyDrawing "), control.count(b'codeName="Sheet1"')) == (1, 1)
    assert MACRO.encode() in after["[Content_Types].xml"]
    assert {path.suffix for path in fresh.folder.backups.iterdir()} == {".xlsm"}


def test_verbs__master_without_macros__all_work(plain_office: Office) -> None:
    found = use_every_verb(plain_office)

    assert (found, status(plain_office.book()).period) == ([], "2026-TW1")
    assert PLAIN.encode() in parts(plain_office.master)["[Content_Types].xml"]
    assert {path.suffix for path in plain_office.folder.backups.iterdir()} == {".xlsx"}


def test_verbs__master_with_macros_again__change_nothing(fresh: Office) -> None:
    office = fresh
    office.distribute()
    office.give_back("HUKUM", {"I010": {"realisation": 60}})
    for verb in (office.merge, office.check, office.compute):
        verb()
    before = office.files()

    office.distribute()
    for verb in (office.merge, office.check, office.compute):
        verb()

    assert office.files() == before
