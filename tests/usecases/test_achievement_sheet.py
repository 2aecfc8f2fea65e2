from __future__ import annotations

from kinerja_xl.files.xlsx.package import Package
from kinerja_xl.files.xlsx.sheetxml import SheetXml
from kinerja_xl.files.xlsx.xmlparts import tag_attributes
from tests.usecases.office import INDICATORS, Office

TOLD = ("code", "objective", "name", "unit", "target")
LONG = "Persentase penyelesaian seluruh dokumen perencanaan tahunan yang disusun tepat waktu"


def told(office: Office) -> dict[object, tuple[object, ...]]:
    """Return what the lines of CAPAIAN show before anything was computed, by row."""
    return {
        row["row_id"]: tuple(row[name] for name in TOLD) for row in office.rows("tblCapaian")
    }  # fmt: skip


def on_sheets(office: Office) -> dict[object, tuple[object, ...]]:
    """Return the same of the rows on the sections' sheets."""
    return {
        row["row_id"]: tuple(row[name] for name in TOLD)
        for section in dict.fromkeys(item["section"] for item in INDICATORS)
        for row in office.rows(f"tbl_{section}")
    }


def line_heights(office: Office) -> dict[object, float]:
    """Return the height of each line of CAPAIAN, by indicator."""
    package = Package(office.master.read_bytes())
    table = package.table("tblCapaian")
    sheet = SheetXml(package.read(package.sheet(table.sheet).part))
    heights: dict[object, float] = {}
    for number, line in enumerate(office.rows("tblCapaian"), start=table.data_area.first_row):
        row = sheet.row(number)
        assert row is not None
        attributes = tag_attributes(sheet.data[row.start : row.head_end])
        heights[line["code"]] = float(attributes["ht"])
    return heights


def test_follow_rows__new_line__shows_what_is_known_before_anything_is_computed(
    office: Office,
) -> None:
    assert told(office) == on_sheets(office)
    assert all(line["status"] is None for line in office.rows("tblCapaian"))


def test_follow_rows__distributed_again__changes_nothing(office: Office) -> None:
    before = office.master.read_bytes()

    office.distribute()

    assert office.master.read_bytes() == before


def test_follow_rows__line_taken_away__leaves_the_others_as_they_were(office: Office) -> None:
    before = told(office)
    office.type_cell("tblIndikator", "target_TW1", None, code="R1")

    office.distribute()

    after = told(office)
    assert {key: before[key] for key in after} == after
    assert len(after) == len(before) - 1


def test_follow_rows__long_name__makes_its_line_higher(fresh: Office) -> None:
    fresh.type_cell("tblIndikator", "name", LONG, code="R2")

    fresh.distribute()

    heights = line_heights(fresh)
    assert heights["R2"] > heights["R1"]
    assert set(heights.values()) == {heights["R1"], heights["R2"]}
