"""An office with more sections and objectives than fit above anything on CAPAIAN."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kinerja_xl.core.addresses import Area
from kinerja_xl.core.values import cell_text
from kinerja_xl.files.xlsx.package import Package
from kinerja_xl.files.xlsx.sheetxml import SheetXml
from kinerja_xl.files.xlsx.xmlparts import tag_attributes
from kinerja_xl.layout import tables
from kinerja_xl.layout.row_heights import height_points
from kinerja_xl.usecases.gather import Run
from kinerja_xl.usecases.new import create_office
from tests.sop_samples import definition
from tests.usecases.office import NOW, TW2, WHO, YEAR, Office, copied, fact, indicators_csv

SECTIONS = 40
OBJECTIVES = 60


def _sections(count: int) -> list[dict[str, str]]:
    return [
        {"code": f"BAGIAN{n}", "name": f"Bagian {n} yang Namanya Panjang sampai Dua Baris"}
        for n in range(1, count + 1)
    ]


def _indicators(sections: int, objectives: int) -> list[dict[str, str]]:
    return [
        {
            "code": f"IKU-{n}", "section": f"BAGIAN{n % sections + 1}", "unit": "%",
            "objective": f"Sasaran {n} yang harus dicapai dan diuraikan di sini sampai melampaui "
            "satu baris", "name": f"Indikator {n}", "target_TW1": "80", "target_TW2": "80",
        }
        for n in range(objectives)
    ]  # fmt: skip


def _office(root: Path, sections: int, objectives: int) -> Office:
    sop, listed = root / "sop.yaml", root / "indikator.csv"
    sop.write_text(json.dumps(definition(sections=_sections(sections))), encoding="utf-8")
    listed.write_text(indicators_csv(_indicators(sections, objectives)), encoding="utf-8")
    create_office(root / "Kantor", str(sop), YEAR, Run(NOW, WHO), indicators=listed)
    return Office(root / "Kantor")


@pytest.fixture(scope="module")
def computed(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """A large office after a whole period: forms out, returned, merged, computed."""
    office = _office(tmp_path_factory.mktemp("besar"), SECTIONS, OBJECTIVES)
    office.distribute()
    for section in _sections(SECTIONS):
        keys = [row["key"] for row in office.rows(f"tbl_{section['code']}")]
        office.give_back(section["code"], {str(key): {"realisation": 80} for key in keys})
    office.merge()
    office.compute()
    return office


def _areas(office: Office, sheet: str) -> list[tuple[str, Area]]:
    package = Package(office.master.read_bytes())
    return [(table.name, table.area) for table in package.tables if table.sheet == sheet]


def test_large_office__all_verbs__go_through(computed: Office) -> None:
    report = computed.compute()

    assert (fact(report, "evaluable"), fact(report, "indicators")) == (OBJECTIVES, OBJECTIVES)
    assert {row["mean"] for row in computed.rows("tblCapaianSubbagian")} == {100}
    assert len(computed.rows("tblCapaianSubbagian")) == SECTIONS
    assert len(computed.rows("tblCapaianSasaran")) == OBJECTIVES
    assert len(computed.rows("tblCapaian")) == OBJECTIVES


def test_large_office__tables_of_one_sheet__stand_below_each_other(computed: Office) -> None:
    (_, summary), (_, indicators) = sorted(
        _areas(computed, tables.ACHIEVEMENT), key=lambda table: table[1].first_row
    )

    assert summary.last_row < indicators.first_row - 1
    assert [name for name, _ in _areas(computed, tables.OBJECTIVES)] == ["tblCapaianSasaran"]


def test_large_office__next_period__adds_its_rows_and_computes(computed: Office) -> None:
    office = copied(computed, computed.root.parent / "Kantor TW2")

    office.distribute(period=TW2)
    report = office.compute(TW2)

    assert fact(report, "indicators") == OBJECTIVES
    assert len(office.rows("tblCapaian")) == 2 * OBJECTIVES
    assert len(office.rows("tblCapaianSasaran")) == OBJECTIVES


@pytest.mark.parametrize(
    ("table", "wrapped"),
    [
        pytest.param("tblCapaian", "objective", id="lines-of-capaian"),
        pytest.param("tblCapaianSasaran", "objective", id="objectives"),
        pytest.param("tblCapaianSubbagian", "name", id="sections"),
        pytest.param("tbl_BAGIAN2", "objective", id="section-sheet"),
    ],
)
def test_large_office__rows__are_as_high_as_their_texts(
    table: str, wrapped: str, computed: Office
) -> None:
    layout = tables.table_named(table)
    package = Package(computed.master.read_bytes())
    part = package.table(table)
    sheet = SheetXml(package.read(package.sheet(part.sheet).part))
    texts = computed.book().table(table).column(wrapped)

    for number, text in enumerate(texts, start=part.data_area.first_row):
        row = sheet.row(number)
        assert row is not None
        attributes = tag_attributes(sheet.data[row.start : row.head_end])
        needed = height_points([(cell_text(text), layout.column(wrapped).width)])
        assert needed > height_points([])
        assert float(attributes["ht"]) >= needed
        assert "customHeight" not in attributes
