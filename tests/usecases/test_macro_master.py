"""Every verb on a master with macros, whose project must come through untouched."""

from __future__ import annotations

import zipfile
from datetime import datetime
from pathlib import Path

import pytest

from kinerja_xl.usecases.status import status
from kinerja_xl.usecases.step import Mark
from tests.files.evidence.evidence_samples import compound
from tests.files.xlsx.handmade import part, with_parts
from tests.usecases.office import Office, codes, copied

PROJECT = compound("VBA", "PROJECT")
PLAIN = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
MACRO = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"


@pytest.fixture
def macro_office(built_office: Office, tmp_path: Path) -> Office:
    """An office whose master is an .xlsm."""
    office = copied(built_office, tmp_path / "Kinerja-2026")
    data = office.master.read_bytes()
    types, relations = "[Content_Types].xml", "xl/_rels/workbook.xml.rels"
    kind = "http://schemas.microsoft.com/office/2006/relationships/vbaProject"
    parts: dict[str, str | bytes] = {
        types: part(data, types)
        .replace(PLAIN, MACRO)
        .replace(
            "</Types>",
            '<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/></Types>',
        ),
        relations: part(data, relations).replace(
            "</Relationships>",
            f'<Relationship Id="rIdVba" Type="{kind}" Target="vbaProject.bin"/></Relationships>',
        ),
        "xl/vbaProject.bin": PROJECT,
    }
    office.master.unlink()
    office.master_name = "Kinerja.xlsm"
    office.master.write_bytes(with_parts(data, parts))
    return office


def test_verbs__master_with_macros__all_work_and_keep_the_project(macro_office: Office) -> None:
    office = macro_office

    office.distribute()
    office.give_back("HUKUM", {"I010": {"realisation": 60}})
    merged = office.merge()
    office.check()
    office.compute()
    office.step(Mark.START, 1, datetime(2026, 1, 5, 8, 0))

    assert (codes(merged), office.row("H1")["achievement"]) == ([], None)
    assert status(office.book()).period == "2026-TW1"
    with zipfile.ZipFile(office.master) as archive:
        assert archive.read("xl/vbaProject.bin") == PROJECT
        assert MACRO in archive.read("[Content_Types].xml").decode()
    assert {path.suffix for path in office.folder.backups.iterdir()} == {".xlsm"}


def test_verbs__master_with_macros_again__change_nothing(macro_office: Office) -> None:
    office = macro_office
    office.distribute()
    office.give_back("HUKUM", {"I010": {"realisation": 60}})
    for verb in (office.merge, office.check, office.compute):
        verb()
    before = office.files()

    office.distribute()
    for verb in (office.merge, office.check, office.compute):
        verb()

    assert office.files() == before
