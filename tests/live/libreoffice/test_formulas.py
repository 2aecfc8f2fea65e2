from __future__ import annotations

import pytest

from kinerja_xl.live.libreoffice.formula_shapes import shape
from kinerja_xl.live.libreoffice.formulas import has_intersection, is_formula, to_bridge, to_excel

BOTH_WAYS = [
    pytest.param("=SUM(A1,B1:C3)", "=SUM(A1;B1:C3)", id="arguments"),
    pytest.param('=IF(A1="a,b;c",1,2)', '=IF(A1="a,b;c";1;2)', id="separators-in-text"),
    pytest.param('="ia bilang ""a,b"""', '="ia bilang ""a,b"""', id="quotes-in-text"),
    pytest.param("='S 2'!A1+Data!$B$2", "=$'S 2'.A1+$Data.$B$2", id="sheets"),
    pytest.param("='d''x, y'!A1", "=$'d''x, y'.A1", id="apostrophe-and-comma-in-a-sheet"),
    pytest.param("=SUM({1,2;3,4})", "=SUM({1;2|3;4})", id="array"),
    pytest.param("=CEILING(A1,2)", "=CEILING.XCL(A1;2)", id="other-name"),
    pytest.param("=IF(A1,TRUE,FALSE)", "=IF(A1;TRUE();FALSE())", id="truth-values"),
    pytest.param("=SUM(tbl[Bobot (%)])", "=SUM(tbl[Bobot (%)])", id="column-of-a-table"),
    pytest.param(
        "=tbl[[#This Row],[a, b]]*2", "=tbl[[#This Row];[a, b]]*2", id="this-row-of-a-table"
    ),
    pytest.param("=ROWS(tbl[#All])", "=ROWS(tbl[[#All]])", id="all-of-a-table"),
    pytest.param("=SUM(tbl[[#All],[w]])", "=SUM(tbl[[#All];[w]])", id="all-of-a-column"),
    pytest.param("=SUM(Data:Rekap!A1)", "=SUM($Data.A1:$Rekap.A1)", id="cell-of-several-sheets"),
    pytest.param(
        "=SUM('S 1:Rekap'!$A$1:B2)", "=SUM($'S 1'.$A$1:$'Rekap'.B2)", id="cells-of-several-sheets"
    ),
    pytest.param("=SUM(Data:Rekap!A:A)", "=SUM($Data.A:$Rekap.A)", id="column-of-several-sheets"),
    pytest.param("=#REF!A1+1", "=$#REF!.A1+1", id="deleted-sheet"),
    pytest.param("=SUM(#REF!$A$1:B2)", "=SUM($#REF!.$A$1:B2)", id="cells-of-a-deleted-sheet"),
    pytest.param(
        "='file:///a/other.xlsx'#S!A1", "='file:///a/other.xlsx'#$S.A1", id="another-workbook"
    ),
    pytest.param("=#REF!+1", "=#REF!+1", id="error"),
    pytest.param("=1.5E+3*A1%", "=1.5E+3*A1%", id="numbers"),
]


@pytest.mark.parametrize(("excel", "bridge"), BOTH_WAYS)
def test_to_bridge__formula__is_translated(excel: str, bridge: str) -> None:
    assert to_bridge(excel) == bridge


@pytest.mark.parametrize(("excel", "bridge"), BOTH_WAYS)
def test_to_excel__formula__is_translated_back(excel: str, bridge: str) -> None:
    assert to_excel(bridge) == excel


@pytest.mark.parametrize(
    ("bridge", "excel"),
    [
        pytest.param("=unique(A1:A3)", "=UNIQUE(A1:A3)", id="unknown-function"),
        pytest.param(
            "=COM.SUN.STAR.SHEET.ADDIN.ANALYSIS.GETEDATE(A1;1)", "=EDATE(A1,1)", id="add-in"
        ),
        pytest.param("{=SUM(A1:A3*B1:B3)}", "=SUM(A1:A3*B1:B3)", id="array-formula"),
        pytest.param("=H#REF!+$A$#REF!+#REF!5", "=#REF!+#REF!+#REF!", id="deleted-cells"),
        pytest.param("=SUM(#REF!$1:#REF!$9)", "=SUM(#REF!)", id="deleted-columns"),
        pytest.param("=$Data.$H$#REF!", "=Data!#REF!", id="deleted-cell-of-a-sheet"),
        pytest.param("=SUM($S2.A1:$S2.B2)", "=SUM(S2!A1:B2)", id="sheet-said-twice"),
        pytest.param("'00123", "00123", id="text-like-a-number"),
        pytest.param("a;b", "a;b", id="plain-text"),
    ],
)
def test_to_excel__what_the_bridge_says__is_as_excel_says(bridge: str, excel: str) -> None:
    assert to_excel(bridge) == excel


@pytest.mark.parametrize(
    ("excel", "bridge"),
    [
        pytest.param("=Data!#REF!", "=#REF!", id="deleted-cell-of-a-sheet"),
        pytest.param("=Data!A1:Data!B2", "=$Data.A1:$Data.B2", id="sheet-said-twice"),
        pytest.param("=COUNTA(tbl[#headers])", "=COUNTA(tbl[[#Headers]])", id="small-letters"),
    ],
)
def test_to_bridge__what_excel_says__is_as_the_bridge_says(excel: str, bridge: str) -> None:
    assert to_bridge(excel) == bridge


@pytest.mark.parametrize("formula", ["='[other.xlsx]S'!A1", "=SUM('C:\\a\\[b.xlsx]S 2'!A1:B2)"])
def test_to_bridge__other_workbook__is_refused(formula: str) -> None:
    with pytest.raises(NotImplementedError, match="other workbooks"):
        to_bridge(formula)


def test_to_bridge__future_function__loses_its_prefix() -> None:
    assert to_bridge("=_xlfn.CONCAT(A1,B1)") == "=CONCAT(A1;B1)"


def test_to_bridge__column_of_this_row__is_completed_with_the_table() -> None:
    assert to_bridge("=[@Harga]*[@[Jumlah, kg]]", lambda: "tblBeli") == (
        "=tblBeli[[#This Row];[Harga]]*tblBeli[[#This Row];[Jumlah, kg]]"
    )


def test_to_bridge__same_text_in_two_tables__each_gets_its_own_name() -> None:
    first = to_bridge("=[@Harga]", lambda: "tblBeli")
    second = to_bridge("=[@Harga]", lambda: "tblJual")

    assert (first, second) == ("=tblBeli[[#This Row];[Harga]]", "=tblJual[[#This Row];[Harga]]")


@pytest.mark.parametrize(
    ("value", "answer"), [("=A1", True), ("=", False), ("a=b", False), (1.0, False), (None, False)]
)
def test_is_formula__value__begins_with_an_equals_sign(value: object, answer: bool) -> None:
    assert is_formula(value) is answer


@pytest.mark.parametrize(
    ("formula", "answer"),
    [("=SUM(A1!A2)", True), ('=#REF!&"a!b"', False), ("=$'S!'.A1", False)],
)
def test_has_intersection__formula__is_told_from_other_marks(formula: str, answer: bool) -> None:
    assert has_intersection(formula) is answer


def test_shape__same_formula_further_down__is_equal() -> None:
    assert shape('=A1*$B$2&"C3"', 1, 3) == shape('=A9*$B$2&"C3"', 9, 3)


def test_shape__absolute_and_relative__differ() -> None:
    assert shape("=A1", 1, 3) != shape("=$A$1", 1, 3)
