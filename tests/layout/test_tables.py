from __future__ import annotations

import re
from itertools import pairwise

import pytest

from kinerja_xl.layout import names, tables
from kinerja_xl.layout.highlights import data_bars, highlights
from kinerja_xl.layout.lists import SCALE_LIST, SECTION_LIST, list_columns
from kinerja_xl.layout.sheets import master_sheets, spare_rows
from kinerja_xl.layout.spec import Kind, Table
from kinerja_xl.layout.styles import AS_TEXT_FORMAT, Alignment, cell_style

SECTION = tables.section_table("PEMUTAKHIRAN_DT")
TABLES = (*tables.FIXED_TABLES, SECTION)
CATEGORIES = (("Tinggi", "#E2EFDA"),)

_LONGEST_FORMULA, _WIDEST_COLUMN, _LONGEST_SHEET_NAME = 8192, 255, 31
_LEGAL_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_CELL_LIKE = re.compile(r"(?i)[a-z]{1,3}[0-9]+|r[0-9]*c[0-9]*")

each_table = pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)


@each_table
def test_table__name__is_one_that_excel_accepts(table: Table) -> None:
    assert _LEGAL_NAME.fullmatch(table.name)
    assert not _CELL_LIKE.fullmatch(table.name)


def test_tables__names__are_used_once() -> None:
    folded = [table.name.casefold() for table in TABLES]

    assert len(set(folded)) == len(folded)
    assert {name.name.casefold() for name in names.NAMED_CELLS}.isdisjoint(folded)


@each_table
def test_table__headings__are_unique_whatever_their_case(table: Table) -> None:
    headings = [column.heading.casefold() for column in table.columns]

    assert len(set(headings)) == len(headings)


@each_table
def test_table__headings__need_no_escape_in_a_structured_reference(table: Table) -> None:
    assert not [column.heading for column in table.columns if set(column.heading) & set("[]#'@")]
    assert all(column.heading == column.heading.strip() for column in table.columns)


@each_table
def test_table__widths__are_positive_and_possible(table: Table) -> None:
    assert all(0 < column.width <= _WIDEST_COLUMN for column in table.columns)


@each_table
def test_table__longest_word_of_a_heading__fits_the_column(table: Table) -> None:
    too_narrow = [
        column.heading
        for column in table.columns
        if not column.is_hidden
        and table.sheet not in (tables.HIDDEN_FORMS, tables.HIDDEN_BASE, tables.HIDDEN_FILES)
        and max(map(len, column.heading.split())) > column.width
    ]

    assert not too_narrow


@each_table
def test_table__dates__have_room_for_the_longest_month(table: Table) -> None:
    room = {Kind.DATE: len("30 September 2026"), Kind.MOMENT: len("30 Sep 2026 07:30")}

    narrow = [c.heading for c in table.columns if c.kind in room and c.width <= room[c.kind]]

    assert not (narrow and table.sheet != tables.HIDDEN_FORMS)


@each_table
def test_table__entry_columns__are_unlocked_and_have_no_formula(table: Table) -> None:
    for column in table.columns:
        assert cell_style(column).is_locked is not column.is_entry
        assert not (column.is_entry and column.formula)


@each_table
def test_table__hidden_columns__keep_their_text_inside(table: Table) -> None:
    hidden = [cell_style(column) for column in table.columns if column.is_hidden]

    assert all(style.alignment is Alignment.FILL and not style.is_wrapped for style in hidden)


@each_table
def test_table__formula_columns__are_not_formatted_as_text(table: Table) -> None:
    formats = {cell_style(c).number_format for c in table.columns if c.formula is not None}

    assert AS_TEXT_FORMAT not in formats


@each_table
def test_table__formulas__are_shorter_than_excel_allows(table: Table) -> None:
    lengths = {c.field: len(table.formula(c.field)) for c in table.columns if c.formula}

    assert all(length < _LONGEST_FORMULA for length in lengths.values()), lengths


@each_table
def test_table__choices__name_lists_that_exist(table: Table) -> None:
    lists = {column.name for column in list_columns(("A",))}

    assert {column.choices for column in table.columns if column.choices} <= lists


@each_table
def test_table__colour_rules__name_fields_of_the_table(table: Table) -> None:
    named = {
        field
        for rule in highlights(table, CATEGORIES)
        for field in (*rule.fields, *re.findall(r"\{(\w+)\}", rule.condition))
    }

    assert named <= set(table.fields)
    assert {bar.field for bar in data_bars(table)} <= set(table.fields)


def test_table_named__section__gives_the_section_table() -> None:
    assert tables.table_named("tbl_TEKNIS") == tables.section_table("TEKNIS")


def test_table_named__unknown__is_a_key_error() -> None:
    with pytest.raises(KeyError):
        tables.table_named("tblTidakAda")


def test_tables__of_one_sheet__do_not_overlap() -> None:
    by_sheet: dict[str, list[Table]] = {}
    for table in TABLES:
        by_sheet.setdefault(table.sheet, []).append(table)

    for beside in by_sheet.values():
        spans = sorted(
            (t.header_row, t.first_column, t.first_column + len(t.columns)) for t in beside
        )
        for (row, _, end), (next_row, start, _) in pairwise(spans):
            assert next_row > row or start >= end


def test_master_sheets__names__are_legal_and_hold_every_table() -> None:
    sheets = [sheet.name for sheet in master_sheets([("PEMUTAKHIRAN_DT", "Pemutakhiran")])]

    without_tables = {tables.CHARTS, tables.TREND}
    assert {table.sheet for table in TABLES} | without_tables == set(sheets)
    assert all(len(name) <= _LONGEST_SHEET_NAME for name in sheets)
    assert not [name for name in sheets if set(name) & set("[]:*?/\\'")]


def test_spare_rows__only_where_a_person_adds_rows() -> None:
    protected = {sheet.name for sheet in master_sheets(()) if sheet.is_protected}

    growing = {table.sheet for table in TABLES if spare_rows(table)} - {tables.SETTINGS}

    assert growing == {tables.INDICATORS, tables.AUDITS, tables.CALENDAR, tables.OFFICIALS}
    assert growing.isdisjoint(protected)


def test_list_columns__sections_and_scales__are_among_them() -> None:
    lists = {column.name: column for column in list_columns(("TEKNIS", "KUL"))}

    assert lists[SECTION_LIST].cells == ("TEKNIS", "KUL")
    assert re.fullmatch(r"PENGATURAN!\$(\w+)\$13:\$\1\$14", lists[SECTION_LIST].refers_to)
    assert SCALE_LIST in lists
