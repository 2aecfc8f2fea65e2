from __future__ import annotations

from typing import Any

import pytest

pytestmark = pytest.mark.libreoffice

SETTINGS = "/org.openoffice.Office.Calc/Input"


@pytest.mark.parametrize(
    "kind",
    ["all", "values", "formulas", "all_except_borders", "values_and_number_formats"],
)
def test_paste__filled_cells__are_replaced(sheet: Any, kind: str) -> None:
    sheet["A1:B2"].value = [[1, 2], [3, 4]]
    sheet["D1:E2"].value = [[9, None], [9, 9]]

    sheet["A1:B2"].copy()
    sheet["D1"].paste(kind)

    assert sheet["D1:E2"].value == [[1, 2], [3, 4]]


def test_copy__onto_filled_cells__replaces_them(sheet: Any) -> None:
    sheet["A1:B1"].value = [1, 9]

    sheet["A1"].copy(sheet["B1"])
    sheet["C1"].value = 9
    sheet["C1"].copy_from(sheet["A1"])

    assert sheet["A1:C1"].value == [1, 1, 1]


def test_paste__done__leaves_the_question_as_it_was(office: Any, sheet: Any) -> None:
    from kinerja_xl.live.libreoffice.bridge import properties

    sheet["A1:B1"].value = [1, 9]
    sheet["A1"].copy(sheet["B1"])

    provider = office.impl.office.create("com.sun.star.configuration.ConfigurationProvider")
    settings = provider.createInstanceWithArguments(
        "com.sun.star.configuration.ConfigurationAccess", properties(nodepath=SETTINGS)
    )
    assert settings.ReplaceCellsWarning is True
