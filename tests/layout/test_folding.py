from __future__ import annotations

import pytest

from kinerja_xl.layout.folding import fold


@pytest.mark.parametrize(
    ("formula", "folded"),
    [
        pytest.param('IF("a"="A",1,2)', "1", id="texts-without-regard-to-case"),
        pytest.param('IF("a"<>"b",X8,2)', "X8", id="texts-differ"),
        pytest.param("IF(2<10,X8+1,0)*100", "(X8+1)*100", id="keeps-precedence"),
        pytest.param("IF(2<10,X8,0)*100", "X8*100", id="no-needless-parentheses"),
        pytest.param("AND(ISNUMBER(80),ISNUMBER(L8))", "ISNUMBER(L8)", id="and"),
        pytest.param('OR(ISNUMBER(""),1=2)', "FALSE", id="or-of-nothing"),
        pytest.param("OR(A1,80=80,B1)", "TRUE", id="or-decided"),
        pytest.param("MEDIAN(80,80,L8)/2", "80/2", id="median-of-one-value"),
        pytest.param("MEDIAN(80,90,L8)", "MEDIAN(80,90,L8)", id="median-of-a-range"),
        pytest.param("ROUND(ROUND(X8,2)+IF(1=2,5,0),0)", "ROUND(ROUND(X8,2),0)", id="plus-nothing"),
        pytest.param("COUNT(80,80,L8)=3", "ISNUMBER(L8)", id="count-of-one-cell"),
        pytest.param("COUNT(80,L8,M8)=3", "COUNT(L8,M8)=2", id="count-of-two-cells"),
        pytest.param("COUNT(80,90)=2", "TRUE", id="count-of-literals"),
        pytest.param("IF(T>0,1,2)", "1", id="known"),
        pytest.param('IF(A1="IF(1=2,3,4)",1,2)', 'IF(A1="IF(1=2,3,4)",1,2)', id="text-is-no-code"),
        pytest.param('"a ""b"" (c"&X8', '"a ""b"" (c"&X8', id="quotes-in-a-text"),
        pytest.param("-IF(1=1,A1-B1,0)", "-(A1-B1)", id="sign-before-a-difference"),
    ],
)
def test_fold(formula: str, folded: str) -> None:
    assert fold(formula, {"T>0": "TRUE"}) == folded


@pytest.mark.parametrize("formula", ["IF(1=1,2", "1)", "(1,2"])
def test_fold__parentheses_do_not_match__is_an_error(formula: str) -> None:
    with pytest.raises(ValueError, match="parenthesis"):
        fold(formula, {})
