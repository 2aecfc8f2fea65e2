from __future__ import annotations

import pytest

from kinerja_xl.errors import KinerjaError
from kinerja_xl.files.building.master import build_master
from kinerja_xl.files.one_sheet import showing_only
from kinerja_xl.files.xlsx.package import Package
from kinerja_xl.layout.tables import SETTINGS, SOP
from tests.files.building.master_samples import filled_content


@pytest.fixture(scope="module")
def master() -> bytes:
    return build_master(filled_content())


def test_showing_only__others__are_hidden_and_lose_their_print_area(master: bytes) -> None:
    package = Package(showing_only(master, SOP))

    assert [sheet.name for sheet in package.sheets if sheet.state == "visible"] == [SOP]
    areas = [each.text for each in package.names if each.name == "_xlnm.Print_Area"]
    assert [SETTINGS in area for area in areas] == [False]


def test_showing_only__no_such_sheet__says_which(master: bytes) -> None:
    with pytest.raises(KinerjaError, match=r"Kinerja\.xlsm.*Lembar LAIN tidak ada"):
        showing_only(master, "LAIN", "Kinerja.xlsm")
