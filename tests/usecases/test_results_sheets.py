"""GRAFIK and TREN after the verbs: nothing of them is lost, and what was added is in them."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from kinerja_xl.layout import tables, trend
from tests.libreoffice_tools import LibreOffice
from tests.usecases.office import TW2, Office


def _drawn(master: Path) -> dict[str, bytes]:
    """Return the charts, and the sparklines of TREN, as they stand in the file."""
    with zipfile.ZipFile(master) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    kept = {name: data for name, data in parts.items() if "/charts/" in name}
    for name, data in parts.items():
        if b"<x14:sparklineGroups" in data:
            kept[name] = data[data.index(b"<x14:sparklineGroups") :]
    return kept


def _run_a_period(office: Office) -> None:
    office.give_back("HUKUM", {"I010": {"realisation": 75}})
    office.merge()
    office.compute()
    office.distribute(period=TW2)


def test_verbs__charts_and_sparklines__stay_as_they_were_built(office: Office) -> None:
    before = _drawn(office.master)

    _run_a_period(office)

    assert len(before) == 7
    assert _drawn(office.master) == before


@pytest.mark.libreoffice
def test_verbs__rows_that_were_added__are_in_trend(
    office: Office, libreoffice: LibreOffice, tmp_path: Path
) -> None:
    _run_a_period(office)
    office.type_name("Periode_Aktif", "2026-TW1")

    made = libreoffice.convert(office.master, "xlsx", folder=tmp_path)

    rows = (
        CalamineWorkbook.from_path(str(made))
        .get_sheet_by_name(tables.TREND)
        .to_python(skip_empty_area=False)
    )
    shown = {row[trend.KEY - 1]: row[trend.VALUE - 1] for row in rows[trend.HEADER_ROW :]}
    computed = {
        str(row["row_id"]).partition("|")[0]: row["computed"]
        for row in office.rows("tblCapaian")
        if row["period"] == "2026-TW1"
    }
    assert len(computed) > 1
    assert {key: shown[key] or None for key in computed} == computed
