from __future__ import annotations

import pytest

from kinerja_xl.files.xlsx.formulas import FormulaShiftError, shift_formula


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("A1+B2", "C2+D3", id="relative"),
        pytest.param("$A1+A$1+$A$1", "$A2+C$1+$A$1", id="fixed"),
        pytest.param("SUM(A1:B2,C:C,$D:E,3:4,$5:$6)", "SUM(C2:D3,E:E,$D:G,4:5,$5:$6)", id="ranges"),
        pytest.param('"A1"&A1&"a""A1"', '"A1"&C2&"a""A1"', id="texts"),
        pytest.param("'A1 ''B2'!A1+Data!B$2", "'A1 ''B2'!C2+Data!D$2", id="sheets"),
        pytest.param("LOG10(A1)+ATAN2(B1,B2)", "LOG10(C2)+ATAN2(D2,D3)", id="functions"),
        pytest.param("TW1_2026+Q1.x+_A1", "TW1_2026+Q1.x+_A1", id="names"),
        pytest.param("ABCD1+XFE1+A1048577", "ABCD1+XFE1+A1048577", id="beyond-a-sheet"),
        pytest.param(
            "tbl[[#This Row],[A1]]+tbl[A1:B2]+tbl['[A1]",
            "tbl[[#This Row],[A1]]+tbl[A1:B2]+tbl['[A1]",
            id="structured",
        ),
        pytest.param("[1]Data!A1+'[2]a b'!A1", "[1]Data!C2+'[2]a b'!C2", id="external"),
        pytest.param("1.5E3+#REF!+Data!#REF!", "1.5E3+#REF!+Data!#REF!", id="numbers-and-errors"),
        pytest.param("A1#+@B1", "C2#+@D2", id="spill-and-intersection"),
        pytest.param("{1,2;3,4}*a1", "{1,2;3,4}*C2", id="array-and-lower-case"),
    ],
)  # fmt: skip
def test_shift_formula__moved__shifts_relative_references_only(text: str, expected: str) -> None:
    assert shift_formula(text, rows=1, columns=2) == expected


@pytest.mark.parametrize(
    ("text", "rows", "columns"),
    [
        pytest.param("A1", -1, 0, id="above"),
        pytest.param("A1048576", 1, 0, id="below"),
        pytest.param("B:B", 0, -2, id="left"),
        pytest.param("XFD1", 0, 1, id="right"),
    ],
)
def test_shift_formula__off_the_sheet__is_an_error(text: str, rows: int, columns: int) -> None:
    with pytest.raises(FormulaShiftError):
        shift_formula(text, rows, columns)
