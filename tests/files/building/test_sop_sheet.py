from __future__ import annotations

import io
import re
from pathlib import Path

import openpyxl
import pytest
from python_calamine import CalamineWorkbook

from kinerja_xl.core.sop import Sop
from kinerja_xl.files.building.master import build_master
from kinerja_xl.files.building.sop_sheet import build_sop_workbook
from kinerja_xl.files.definitions import load_sop
from kinerja_xl.files.resources import shipped
from kinerja_xl.files.xlsx.package import Package
from kinerja_xl.layout.sop_form import make_sop_form
from kinerja_xl.layout.tables import SOP, SOP_TABLE
from tests.files.building.master_samples import filled_content
from tests.libreoffice_tools import LibreOffice
from tests.node_tools import validate
from tests.sop_samples import make_sop, step

SHIPPED = ("kpu_bengkulu_utara.yaml", "kpu_sorong.yaml")


def _shipped(name: str) -> Sop:
    return load_sop(shipped("sop", name))


def _busy_sop() -> Sop:
    """Make an SOP with twelve actors, jumps ahead, decisions at both ends, texts of all lengths."""
    actors = [{"id": f"a{n}", "name": f"Kasubbag Urusan Nomor {n}"} for n in range(12)]
    steps = [
        step(
            n,
            actors=[f"a{(n * 5) % 12}", f"a{(n * 5 + 3) % 12}"][: 1 + (n % 7 == 0)],
            activity="Menyusun & menyampaikan konsep <dokumen>. " * (1 + 30 * (n % 9 == 0)),
            **({"next_steps": [11, 14]} if n == 10 else {}),
        )
        for n in range(1, 41)
    ]
    ways = [(6, 4), (6, 5), (6, 1), (12, 3), (22, 20), (35, 28), (40, 39), (40, 2)]
    returns = [
        {"from_step": start, "to_step": end, "condition": "belum sesuai", "inferred": False}
        for start, end in ways
    ]
    return make_sop(actors=actors, steps=steps, returns=returns)


def _page_count(pdf: Path) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", pdf.read_bytes()))


def test_build_sop_workbook__same_sop__same_bytes() -> None:
    sop = _shipped(SHIPPED[1])

    assert build_sop_workbook(sop) == build_sop_workbook(sop)


def test_build_sop_workbook__print__a4_landscape_with_repeated_headings_and_breaks() -> None:
    sop = _shipped(SHIPPED[0])
    form = make_sop_form(sop)

    sheet = openpyxl.load_workbook(io.BytesIO(build_sop_workbook(sop)))[SOP]

    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert sheet.print_title_rows == "$17:$18"
    assert sheet.print_area == f"'SOP'!$A$4:$J${form.last_row}"
    assert tuple(each.id for each in sheet.row_breaks.brk) == form.breaks
    fitting = sheet.sheet_properties.pageSetUpPr
    assert fitting is None or not fitting.fitToPage


def test_build_master__sop__table_stands_beside_the_form_and_is_read_by_name() -> None:
    content = filled_content()
    data = build_master(content)

    table = next(each for each in Package(data).tables if each.name == SOP_TABLE.name)
    rows = (
        CalamineWorkbook.from_filelike(io.BytesIO(data))
        .get_sheet_by_name(SOP)
        .to_python(skip_empty_area=False)
    )
    assert str(table.area).startswith("L18:")
    assert rows[17][11:14] == ["No", "Kegiatan", "Pelaksana"]
    assert [row[11] for row in rows[18:32]] == list(range(1, 15))
    assert [row[1] for row in rows[18:32]] == [row[12] for row in rows[18:32]]


@pytest.mark.node
def test_build_sop_workbook__excels_format_rules__are_kept(tmp_path: Path) -> None:
    paths = []
    for name, sop in (
        *((name, _shipped(name)) for name in SHIPPED), ("busy", _busy_sop()), ("small", make_sop()),
    ):  # fmt: skip
        paths.append(tmp_path / f"{name}.xlsx")
        paths[-1].write_bytes(build_sop_workbook(sop))

    found = validate(paths)

    assert found == dict.fromkeys(paths, ())


@pytest.mark.libreoffice
def test_build_sop_workbook__libreoffice__prints_the_pages_that_were_planned(
    libreoffice: LibreOffice, tmp_path: Path
) -> None:
    sops = (*map(_shipped, SHIPPED), _busy_sop())
    for number, sop in enumerate(sops):
        path = tmp_path / f"{number}.xlsx"
        path.write_bytes(build_sop_workbook(sop))

        pdf = libreoffice.convert(path, "pdf", folder=tmp_path / "pdf")

        assert _page_count(pdf) == len(make_sop_form(sop).breaks) + 1
