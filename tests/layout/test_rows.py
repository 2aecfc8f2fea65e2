from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinerja_xl.core.book import TableData
from kinerja_xl.core.distribution import BaseRow, EvidenceRow, IssuedForm, Section
from kinerja_xl.core.findings import Code, Finding, Place, finding
from kinerja_xl.core.forms import Block
from kinerja_xl.core.history import START, HistoryEntry, chained, link
from kinerja_xl.core.indicator import Measure, Polarity
from kinerja_xl.core.period import Period, periods_of_year
from kinerja_xl.core.section_rows import SectionRow, section_row
from kinerja_xl.core.values import CellContent, CellValue, Formula, cell_text, is_same
from kinerja_xl.errors import KinerjaError
from kinerja_xl.layout import rows
from kinerja_xl.layout.spec import Table
from kinerja_xl.layout.tables import (
    BASE_TABLE,
    EVIDENCE_BASE_TABLE,
    EVIDENCE_TABLE,
    FINDING_TABLE,
    FORM_TABLE,
    HISTORY_TABLE,
    SECTION_LIST_TABLE,
    section_table,
)
from tests.core.section_samples import FIRST, SECOND, entries, make_indicator
from tests.core.test_measure_cells import MEASURES
from tests.usecases.memory_book import MemoryBook

TABLE = section_table("REN")
NOW = datetime(2026, 4, 1, 8, 0)

Row = tuple[CellContent, ...]


def data_of(table: Table, given_rows: Iterable[Row]) -> TableData:
    """Return rows as a spreadsheet gives them back."""
    return MemoryBook((table,), {table.name: given_rows}).table(table.name)


def row_cells(row: SectionRow, **changes: CellContent) -> Row:
    return rows.full_row(TABLE, {**rows.section_row_cells(row), **changes})


# Addresses and whole rows.


@pytest.mark.parametrize(
    ("first_column", "first_row", "index", "field", "address"),
    [
        pytest.param(1, 5, 0, "code", "A5", id="first-cell"),
        pytest.param(1, 5, 2, "name", "B7", id="further-down"),
        pytest.param(26, 2, 0, "name", "AA2", id="two-letters"),
        pytest.param(5, 13, 0, "code", "E13", id="table-beside-another"),
    ],
)
def test_cell_address__is_counted_from_where_the_table_begins(
    first_column: int, first_row: int, index: int, field: str, address: str
) -> None:
    table = replace(SECTION_LIST_TABLE, first_column=first_column)

    assert rows.cell_address(table, first_row, index, field) == address


def test_full_row__is_as_wide_as_the_table_with_its_formulas() -> None:
    made = rows.full_row(TABLE, {"key": "I001", "note": "Catatan"})

    cells = dict(zip(TABLE.fields, made, strict=True))
    assert (cells["key"], cells["note"], cells["realisation"]) == ("I001", "Catatan", None)
    for column in TABLE.columns:
        expected = Formula(TABLE.formula(column.field)) if column.formula else None
        assert column.field in ("key", "note") or cells[column.field] == expected


def test_full_row__given_cell__goes_before_the_formula() -> None:
    made = rows.full_row(TABLE, {"achievement": Formula("1+1", 2)})

    assert made[TABLE.position("achievement")] == Formula("1+1", 2)


def test_full_row__field_that_the_table_lacks__is_a_slip() -> None:
    with pytest.raises(ValueError, match="tbl_REN has no amount, colour"):
        rows.full_row(TABLE, {"colour": 1, "key": "I001", "amount": 2})


def test_sections__are_read_in_order() -> None:
    data = data_of(SECTION_LIST_TABLE, [("REN", "Perencanaan "), (1, None)])

    assert rows.sections(data) == (Section("REN", "Perencanaan"), Section("1", ""))


# Rows of a section.

NAMES = st.sampled_from(("Meningkatnya akuntabilitas", 'Persentase "A"', "baris\nbaru", "1.1", "="))
NUMBERS = st.decimals(0, 10**9, places=2)
TARGETS = st.none() | NUMBERS | st.sampled_from(("80-90", "WTP", ">= 80", "tinggi"))
CELLS = st.none() | st.sampled_from(("98,5", "nihil", "Rp 1.000")) | st.floats(-1e9, 1e9)
PERIODS = st.sampled_from(periods_of_year(2026))


@st.composite
def section_rows(draw: st.DrawFn) -> SectionRow:
    """Draw rows as they are distributed and filled in."""
    period = draw(PERIODS)
    targets = {period: draw(TARGETS), Period.parse("2026"): draw(TARGETS)}
    indicator = replace(
        make_indicator(
            draw(st.integers(1, 999)),
            targets=tuple((of, target) for of, target in targets.items() if target is not None),
            evidence=tuple(draw(st.lists(st.sampled_from(("Berita acara", "Foto, 2 lembar"))))),
            measure=draw(MEASURES),
        ),
        name=draw(NAMES),
        objective=draw(NAMES),
        unit=draw(st.sampled_from(("%", "hari", "opini"))),
        program=draw(st.sampled_from(("", "Program A"))),
        budget=draw(st.none() | NUMBERS),
    )
    due = draw(st.none() | st.dates(date(2026, 1, 1), date(2026, 12, 31)))
    filled = entries(
        realisation=draw(CELLS), budget_realisation=draw(CELLS), due_date=due,
        note=draw(st.none() | NAMES),
    )  # fmt: skip
    return section_row(indicator, period, entries=filled)


@given(drawn=st.lists(section_rows(), max_size=3))
def test_section_rows__rows_that_were_laid_out__are_read_back(drawn: list[SectionRow]) -> None:
    data = data_of(TABLE, map(row_cells, drawn))

    read, findings = rows.section_rows(TABLE, data)

    assert findings == ()
    assert [row.index for row in read] == list(range(len(drawn)))
    for was, now in zip(drawn, read, strict=True):
        assert now.has_same_definition(was)
        assert now.row_id == was.row_id
        assert all(map(is_same, now.entries, was.entries))


@given(row=section_rows())
def test_section_row_cells__hold_no_blank_text(row: SectionRow) -> None:
    assert "" not in list(rows.section_row_cells(replace(row, unit="", objective="")).values())


def test_section_rows__blank_rows_in_between__are_passed_over_but_counted() -> None:
    blank = rows.full_row(TABLE, {})
    made = [section_row(make_indicator(n), FIRST) for n in (1, 2)]

    read, _ = rows.section_rows(
        TABLE, data_of(TABLE, [row_cells(made[0]), blank, row_cells(made[1])])
    )

    assert [(row.key, row.index) for row in read] == [("I001", 0), ("I002", 2)]


def test_section_rows__settings_that_cannot_be_read__are_findings_and_defaults_stand_in() -> None:
    row = section_row(make_indicator(measure=Measure(polarity=Polarity.MINIMISE)), FIRST)
    cells = [row_cells(row), row_cells(row, polarity="naik", digits=9)]

    read, findings = rows.section_rows(TABLE, data_of(TABLE, cells))

    assert [item.measure.polarity for item in read] == [Polarity.MINIMISE, Polarity.MAXIMISE]
    assert [(f.code, f.column, f.section, f.row_key) for f in findings] == [
        (Code.MASTER_CELL_UNREADABLE, "polarity", "REN", "I001"),
        (Code.MASTER_CELL_UNREADABLE, "digits", "REN", "I001"),
    ]
    second = TABLE.header_row + 2
    assert [f.place for f in findings] == [
        Place("", "REN", rows.cell_address(TABLE, second, 0, field))
        for field in ("polarity", "digits")
    ]
    assert "naik" in findings[0].message


def test_section_rows__period_that_is_none__stops_the_run() -> None:
    cells = row_cells(section_row(make_indicator(), FIRST), period="triwulan satu")

    with pytest.raises(KinerjaError, match="triwulan satu"):
        rows.section_rows(TABLE, data_of(TABLE, [cells]))


def test_section_row_cells__year__survives_being_read_as_a_number() -> None:
    row = section_row(make_indicator(), Period.parse("2026"))

    read, _ = rows.section_rows(TABLE, data_of(TABLE, [row_cells(row, period=2026)]))

    assert read[0].period == row.period


@pytest.mark.parametrize(
    ("target", "low", "high"),
    [
        pytest.param(Decimal(80), Decimal(80), Decimal(80), id="number"),
        pytest.param("7 s.d. 8", Decimal(7), Decimal(8), id="range"),
        pytest.param("tinggi", None, None, id="unreadable"),
        pytest.param(None, None, None, id="missing"),
    ],
)
def test_definition_cells__target__stands_as_numbers_for_the_formulas(
    target: CellValue, low: Decimal | None, high: Decimal | None
) -> None:
    row = replace(section_row(make_indicator(), FIRST), target=target)

    cells = rows.definition_cells(row)

    assert (cells["target"], cells["target_low"], cells["target_high"]) == (target, low, high)


def test_definition_cells__leave_out_what_people_fill_in_and_what_identifies() -> None:
    cells = rows.definition_cells(section_row(make_indicator(), FIRST))

    entered = {field.name for field in Block.PERFORMANCE.entry_fields}
    assert not cells.keys() & (entered | {"row_id", "key", "period"})


# Evidence.


@pytest.mark.parametrize(
    "row",
    [
        pytest.param(
            EvidenceRow(0, FIRST, "REN", "I001.2", "1.1", "Foto", "foto.png", "asli"), id="filled"
        ),
        pytest.param(EvidenceRow(0, SECOND, "REN", "I001.1", "1.1", "Foto"), id="not-filled"),
        pytest.param(EvidenceRow(0, FIRST, "REN", "X01", "", "", "foto.png"), id="further"),
    ],
)
def test_evidence_rows__row_that_was_laid_out__is_read_back(row: EvidenceRow) -> None:
    cells = rows.evidence_row_cells(row)

    assert rows.evidence_rows(data_of(EVIDENCE_TABLE, [cells])) == (row,)
    assert cells[EVIDENCE_TABLE.position("row_id")] == row.row_id
    assert "" not in cells


def test_evidence_rows__lines_without_a_slot__are_passed_over_but_counted() -> None:
    known = EvidenceRow(-1, FIRST, "REN", "I001.1", "1.1", "Foto")
    typed = rows.full_row(EVIDENCE_TABLE, {"file_name": "catatan.pdf"})

    read = rows.evidence_rows(data_of(EVIDENCE_TABLE, [typed, rows.evidence_row_cells(known)]))

    assert read == (replace(known, index=1),)


# What was distributed.


def test_issued_forms__are_read() -> None:
    cells = rows.full_row(
        FORM_TABLE,
        {
            "form_id": "f1", "period": "2026-TW1", "section": "REN", "version": 2, "digest": "d",
            "issued_at": NOW,
        },
    )  # fmt: skip
    data = data_of(FORM_TABLE, [rows.full_row(FORM_TABLE, {"section": "X"}), cells])

    assert rows.issued_forms(data) == (IssuedForm(1, "f1", FIRST, "REN", 2, "d"),)


@pytest.mark.parametrize(
    ("table", "laid_out"),
    [
        pytest.param(
            BASE_TABLE,
            [
                ("I001", entries(realisation=98.5, due_date=date(2026, 4, 30), note="Catatan")),
                ("I002", entries()),
            ],
            id="performance",
        ),
        pytest.param(
            EVIDENCE_BASE_TABLE,
            [
                ("I001.1", entries(Block.EVIDENCE, file_name="ba.pdf")),
                ("X01", entries(Block.EXTRA, code="1.1", description="asli")),
                ("I001.10", entries(Block.EVIDENCE)),
            ],
            id="evidence-and-extra",
        ),
    ],
)
def test_base_rows__rows_that_were_laid_out__are_read_back(
    table: Table, laid_out: list[tuple[str, tuple[CellValue, ...]]]
) -> None:
    cells = [rows.base_row_cells("f1", key, values) for key, values in laid_out]

    read = tuple(rows.base_rows(data_of(table, cells)))

    assert {rows.base_table(key).name for key, _ in laid_out} == {table.name}
    assert read == tuple(
        BaseRow(index, "f1", key, values) for index, (key, values) in enumerate(laid_out)
    )


# Findings.

CONFLICT = finding(
    Code.CONFLICT,
    Place("kembali/2026-TW1/a.xlsx", "FORM", "K7"),
    section="REN", row_key="I001", column="realisation",
    field="Realisasi", master="75", returned="80", base="kosong",
)  # fmt: skip


def cells_of(
    found: Finding, target: str = "a.xlsx#'FORM'!K7", **more: str
) -> dict[str, CellContent]:
    return rows.finding_cells(
        3, found, found_at=NOW, period="2026-TW1", source="Gabung", link=lambda _: target, **more
    )


def test_finding_cells__are_the_columns_of_the_table() -> None:
    cells = cells_of(CONFLICT, returned="80")

    assert cells.keys() == set(FINDING_TABLE.fields) - {"decision"}
    assert (cells["number"], cells["code"], cells["severity"]) == (3, "CONFLICT", "Kesalahan")
    assert (cells["row_key"], cells["field"], cells["returned"]) == ("I001", "realisation", "80")
    assert (cells["message"], cells["remedy"]) == (CONFLICT.message, CONFLICT.remedy)
    assert cells["place"] == Formula(
        """HYPERLINK("a.xlsx#'FORM'!K7","kembali/2026-TW1/a.xlsx [FORM!K7]")""",
        "kembali/2026-TW1/a.xlsx [FORM!K7]",
    )


def test_finding_cells__without_place_or_row__are_blank_there() -> None:
    found = finding(Code.TARGET_MISSING, period="Triwulan I 2026", code="1.1")

    cells = cells_of(found, target="")

    blank = {field for field, cell in cells.items() if cell is None}
    assert blank == {"section", "place", "file", "row_key", "field", "returned"}


@pytest.mark.parametrize("sign", ["a", "\U0001f4c4"], ids=["letters", "beyond-the-first-plane"])
def test_finding_cells__message_longer_than_a_cell__is_cut(sign: str) -> None:
    long = finding(Code.NOT_A_NUMBER, field="Realisasi", text=sign * 40_000)

    message = cell_text(cells_of(long)["message"])  # type: ignore[arg-type] # no formula

    assert len(message.encode("utf-16-le")) // 2 in (32_766, 32_767)
    assert message.endswith(f"{sign}…")


def test_hyperlink__quotes__are_doubled() -> None:
    assert rows.hyperlink('a "b".xlsx', 'a "b"') == Formula(
        'HYPERLINK("a ""b"".xlsx","a ""b""")', 'a "b"'
    )


@pytest.mark.parametrize(
    ("target", "label"),
    [
        pytest.param("a" * 256, "b", id="target"),
        pytest.param("a", "b" * 256, id="label"),
    ],
)
def test_hyperlink__too_long_for_a_formula__is_plain_text(target: str, label: str) -> None:
    assert rows.hyperlink(target, label) == label


def test_hyperlink__just_short_enough__is_a_link() -> None:
    assert isinstance(rows.hyperlink("a" * 255, "b" * 255), Formula)


# History.


def test_history_cells__read_back__still_prove_the_chain() -> None:
    values: list[CellValue] = [
        None, "teks\nbaru", Decimal("98.50"), 0.1, True, date(2026, 3, 31), datetime(2026, 1, 5),
        datetime(2026, 1, 5, 8, 30), Decimal("0.12345678901234567890"),
    ]  # fmt: skip
    lines = chained(
        (HistoryEntry(NOW, "akun", "Gabung", "2026-TW1", old=old, new=new)
         for old, new in zip(values, reversed(values), strict=True)),
        last_number=0, last_chain=START,
    )  # fmt: skip

    data = data_of(
        HISTORY_TABLE, (rows.full_row(HISTORY_TABLE, rows.history_cells(n)) for n in lines)
    )

    last = START
    for cells in data.rows:
        known = dict(zip(data.fields, cells, strict=True))
        number, chain = int(cell_text(known.pop("number"))), known.pop("chain")
        texts = {field: cell_text(cell) for field, cell in known.items()}
        typed = {field: known[field] for field in ("at", "old", "new")}
        last = link(last, number, HistoryEntry(**{**texts, **typed}))  # type: ignore[arg-type] # by name
        assert last == chain


# Moments.


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        pytest.param(None, None, id="blank"),
        pytest.param(NOW, NOW, id="moment"),
        pytest.param(date(2026, 4, 1), datetime(2026, 4, 1), id="date-is-its-midnight"),
        pytest.param(datetime(2026, 4, 1, 7, 59, 59, 999_999), NOW, id="a-little-short"),
        pytest.param(datetime(2026, 4, 1, 8, 0, 0, 400_000), NOW, id="a-little-over"),
    ],
)
def test_moment__is_read_to_the_second(cell: CellValue, expected: datetime | None) -> None:
    assert rows.moment(cell, "LANGKAH!H5") == expected


@pytest.mark.parametrize("cell", ["kemarin", 46_113.3, True], ids=["text", "number", "truth"])
def test_moment__anything_else__stops_the_run_and_names_the_cell(cell: CellValue) -> None:
    with pytest.raises(KinerjaError) as caught:
        rows.moment(cell, "LANGKAH!H5")

    assert caught.value.where == "LANGKAH!H5"
    assert str(cell) in caught.value.what
