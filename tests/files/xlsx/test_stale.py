from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinerja_xl.core.addresses import Area, cell_address, parse_cell
from kinerja_xl.files.xlsx.formulareads import FormulaReader
from kinerja_xl.files.xlsx.records import DefinedName, TablePart
from kinerja_xl.files.xlsx.sheetxml import SheetXml
from kinerja_xl.files.xlsx.stale import FormulaGraph
from tests.files.xlsx.handmade import sheet_xml

SHEETS = ("Data", "Lain", "It's 2")
TABLES = (
    TablePart("tblA", "Data", "", Area.parse("D4:F9"), ("K1", "K2", "K3"), 1, 0),
    TablePart("tblB", "Lain", "", Area.parse("A1:B5"), ("X", "Y"), 1, 0),
)
NAMES = (
    DefinedName("Persen", "Data!$C$2", None),
    DefinedName("Lipat", "Persen*Lain!$A$1:$A$3", None),
    DefinedName("Kiri", "Data!A1", None),
    DefinedName("Putar", "Putar+1", None),
    DefinedName("Hitung", "LAMBDA(x,x*Data!$H$1)", None),
)


def stale_cells(
    formulas: Mapping[str, str], changed: str, *, sheet: str = "Data", stored: str = "7"
) -> set[str]:
    """Return which cells of the sheet `Data` are stale after a change."""
    rows = "".join(
        f'<row r="{parse_cell(place)[0]}"><c r="{place}">{written(text)}<v>{stored}</v></c></row>'
        for place, text in sorted(formulas.items(), key=lambda item: parse_cell(item[0]))
    )
    graph = FormulaGraph(FormulaReader(SHEETS, TABLES, NAMES), distrusts_blanks=stored == "")
    graph.add_sheet("Data", SheetXml(sheet_xml(rows).encode()))
    found = graph.stale([(sheet, Area.parse(changed))])
    return {cell_address(*place) for place in found.get("data", ())}


def written(text: str) -> str:
    return text if text.startswith("<") else f"<f>{text}</f>"


@pytest.mark.parametrize(
    ("formula", "changed", "is_stale"),
    [
        pytest.param("B1*2", "B1", True, id="cell"),
        pytest.param("$B$1*2", "B2", False, id="another-cell"),
        pytest.param("SUM(B1:D9)", "C5", True, id="area"),
        pytest.param("SUM(D9:B1)", "C5", True, id="area-upside-down"),
        pytest.param("SUM(B1:D900)", "E5", False, id="beside-an-area"),
        pytest.param("SUM(C:C)", "C99", True, id="column"),
        pytest.param("SUM(5:6)", "XFD6", True, id="row"),
        pytest.param("Lain!B1", "B1", False, id="another-sheet"),
        pytest.param("Data!B1", "B1", True, id="own-sheet-by-name"),
        pytest.param("'Lain:It''s 2'!B1", "B1", True, id="several-sheets"),
        pytest.param("[1]Data!B1", "B1", False, id="another-workbook"),
        pytest.param("'[1]Data'!B1", "B1", False, id="another-workbook-quoted"),
        pytest.param("[1]!Persen", "C2", False, id="name-in-another-workbook"),
        pytest.param('"B1"&amp;C1', "B1", False, id="text"),
        pytest.param("LOG10(C1)", "LOG10", False, id="function-like-a-cell"),
        pytest.param("Persen*2", "C2", True, id="name"),
        pytest.param("lipat", "C2", True, id="name-of-a-name"),
        pytest.param("Kiri", "Z99", True, id="relative-name-may-be-anything"),
        pytest.param("Putar", "Z99", True, id="name-that-leads-back"),
        pytest.param("Hitung(1)", "H1", True, id="function-by-name"),
        pytest.param("SUM(tblA[K2])", "E6", True, id="table"),
        pytest.param("SUM(tblA[K2])", "C6", False, id="beside-a-table"),
        pytest.param("SUM(tblGone[K2])", "C6", True, id="unknown-table"),
        pytest.param("INDIRECT(&quot;B&quot;&amp;1)", "Z99", True, id="indirect"),
        pytest.param("SUM(OFFSET(C1,1,1))", "Z99", True, id="offset"),
        pytest.param("TODAY()", "Z99", True, id="today"),
        pytest.param("SUM(B1:INDEX(D:D,3))", "C2", True, id="computed-end"),
        pytest.param("SUMIF(B1:B9,1,D1)", "D8", True, id="sumif-reads-further"),
        pytest.param("SUM(Data!B1:Data!D9)", "C5", True, id="sheet-named-twice"),
        pytest.param("#REF!+1", "B1", False, id="error"),
        pytest.param("{1,2;3,4}", "B1", False, id="constants"),
    ],
)
def test_stale__formula__by_what_it_reads(formula: str, changed: str, is_stale: bool) -> None:
    found = stale_cells({"M50": formula}, changed)

    assert found == ({"M50"} if is_stale else set())


def test_stale__this_row__reads_its_own_row_only() -> None:
    formula = "tblA[[#This Row],[K1]]*2"

    found = stale_cells({"F5": formula, "F6": formula, "H7": formula, "H20": formula}, "D6")

    assert found == {"F6", "H20"}


def test_stale__chain_in_any_order__is_followed_to_its_end() -> None:
    formulas = {"A1": "A2", "A2": "A3", "A3": "B9", "A4": "A1", "A5": "C1", "A6": "SUM(A4:A5)"}

    found = stale_cells(formulas, "B9")

    assert found == {"A1", "A2", "A3", "A4", "A6"}


def test_stale__shared_formula__is_moved_to_each_cell() -> None:
    formulas = {
        "A1": '<f t="shared" ref="A1:A3" si="0">B1+$C$1</f>',
        "A2": '<f t="shared" si="0"/>', "A3": '<f t="shared" si="0"/>',
    }  # fmt: skip

    assert stale_cells(formulas, "B2") == {"A2"}
    assert stale_cells(formulas, "C1") == {"A1", "A2", "A3"}


def test_stale__array_formula__makes_all_its_cells_stale() -> None:
    formulas = {"A1": '<f t="array" ref="A1:B3">D1:D3</f>', "A9": "B3"}

    assert stale_cells(formulas, "D2") == {"A1", "A9"}


def test_stale__change_on_another_sheet__counts_there() -> None:
    formulas = {"A1": "Lain!B2", "A2": "SUM(tblB[X])", "A3": "B2"}

    assert stale_cells(formulas, "B2", sheet="Lain") == {"A1", "A2"}


def test_stale__blank_result_of_a_program_that_did_not_calculate__is_stale() -> None:
    assert stale_cells({"A1": "B1", "A2": "A1"}, "Z1", stored="") == {"A1", "A2"}


CELLS = [f"{column}{row}" for column in "ABC" for row in range(1, 7)]
AREAS = st.tuples(st.sampled_from(CELLS), st.sampled_from(CELLS)).map(
    lambda ends: str(Area.parse(":".join(ends)))
)


@given(
    formulas=st.dictionaries(st.sampled_from(CELLS), st.lists(AREAS, max_size=2), max_size=12),
    changed=st.sampled_from(CELLS),
)
def test_stale__any_formulas__equals_a_plain_search(
    formulas: dict[str, list[str]], changed: str
) -> None:
    texts = {place: "+".join(f"SUM({area})" for area in areas) or "1"
             for place, areas in formulas.items()}  # fmt: skip
    expected: set[str] = set()
    reached = {changed}
    while True:
        more = {
            place
            for place, areas in formulas.items()
            if any(Area.parse(area).contains(*parse_cell(cell)) for area in areas
                   for cell in reached)
        }  # fmt: skip
        if more <= expected:
            break
        expected |= more
        reached |= more

    found = stale_cells(texts, changed)

    assert found == expected
