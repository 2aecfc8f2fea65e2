"""The memory book keeps the promises of MasterBook, so that what is tested with it holds."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest

from kinerja_xl.core.book import AppendRows, Change, MasterBook, ReplaceRows, SetCell, SetName
from kinerja_xl.core.period import Period
from kinerja_xl.core.values import CellContent, CellValue, Formula
from kinerja_xl.errors import KinerjaError
from kinerja_xl.layout import tables
from kinerja_xl.layout.rows import full_row
from kinerja_xl.usecases import gather
from kinerja_xl.usecases.cycle import calendar_of, steps_of
from tests.usecases.memory_book import INDICATORS, MemoryBook, memory_master, stored

LIST = tables.SECTION_LIST_TABLE
SUMMARY = tables.SECTION_SUMMARY_TABLE


def make_book() -> MemoryBook:
    return MemoryBook(
        (LIST, SUMMARY), {LIST.name: [("A", "Satu"), ("B", "Dua")]}, {"Kantor": "KPU Contoh"}
    )


@pytest.mark.parametrize(
    ("content", "value"),
    [
        pytest.param(Decimal("2.50"), 2.5, id="decimal"),
        pytest.param(3, 3.0, id="whole-number"),
        pytest.param(True, True, id="truth"),
        pytest.param("", None, id="blank-text"),
        pytest.param(datetime(2026, 1, 5), date(2026, 1, 5), id="midnight"),
        pytest.param(datetime(2026, 1, 5, 8), datetime(2026, 1, 5, 8), id="moment"),
        pytest.param(Formula("1+1", Decimal(2)), 2.0, id="formula"),
        pytest.param(Formula("1+1"), None, id="formula-not-yet-computed"),
    ],
)
def test_stored__is_what_a_spreadsheet_gives_back(content: CellContent, value: CellValue) -> None:
    kept = stored(content)

    assert (kept, type(kept)) == (value, type(value))


def test_apply__changes_are_carried_out_in_their_order() -> None:
    book = make_book()

    book.apply(
        (
            AppendRows(LIST.name, (("C", "Tiga"),)),
            SetCell(LIST.name, 2, "name", "Tiga baru"),
            SetName("Kantor", "KPU Lain"),
        )
    )

    assert book.table(LIST.name).rows == (("A", "Satu"), ("B", "Dua"), ("C", "Tiga baru"))
    assert book.value("Kantor") == "KPU Lain"
    assert book.table(LIST.name).first_row == LIST.header_row + 1


def test_apply__emptied_last_row__is_no_data_row_and_appending_goes_there() -> None:
    book = make_book()

    book.apply((SetCell(LIST.name, 1, "code", None), SetCell(LIST.name, 1, "name", "")))
    book.apply((AppendRows(LIST.name, (("C", "Tiga"),)),))

    assert book.table(LIST.name).rows == (("A", "Satu"), ("C", "Tiga"))


def test_apply__replaced_by_nothing__is_empty() -> None:
    book = make_book()

    book.apply((ReplaceRows(LIST.name, ()),))

    assert book.table(LIST.name).rows == ()


def test_table__row_of_formulas_only__is_blank() -> None:
    book = make_book()

    book.apply((AppendRows(SUMMARY.name, (full_row(SUMMARY, {"mean": Formula("1", 1)}),)),))

    assert book.table(SUMMARY.name).rows == ()


@pytest.mark.parametrize(
    ("change", "error"),
    [
        pytest.param(SetName("Tidak_Ada", 1), KinerjaError, id="name"),
        pytest.param(AppendRows("tblLain", ()), KinerjaError, id="table"),
        pytest.param(SetCell(LIST.name, 3, "code", "Z"), ValueError, id="row-below"),
        pytest.param(SetCell(LIST.name, -1, "code", "Z"), ValueError, id="row-above"),
        pytest.param(SetCell(LIST.name, 0, "amount", 1), KeyError, id="field"),
        pytest.param(AppendRows(LIST.name, (("D",),)), ValueError, id="width"),
    ],
)
def test_apply__one_change_fails__none_is_carried_out(
    change: Change, error: type[Exception]
) -> None:
    book = make_book()
    before = book.table(LIST.name)

    with pytest.raises(error):
        book.apply((SetCell(LIST.name, 0, "code", "Z"), SetName("Kantor", "KPU Lain"), change))

    assert book.table(LIST.name) == before
    assert book.value("Kantor") == "KPU Contoh"
    assert book.applied == []


def test_apply__locked__is_refused_early_and_late() -> None:
    book = make_book()
    book.is_locked = True

    with pytest.raises(KinerjaError):
        book.require_writable()
    with pytest.raises(KinerjaError):
        book.apply((SetName("Kantor", "KPU Lain"),))

    book.apply(())
    assert book.value("Kantor") == "KPU Contoh"


def test_memory_master__is_a_whole_small_office() -> None:
    book: MasterBook = memory_master(Periode_Aktif="2026-TW2")

    period = gather.active_period(book)

    assert str(period) == "2026-TW2"
    assert len(gather.indicators(book).indicators) == len(INDICATORS)
    assert calendar_of(book).days_off[0].name == "Tahun Baru"
    assert len(steps_of(book, Period.parse("2026-TW1"))) == 3
    assert all(book.table(table.name).fields == table.fields for table in tables.FIXED_TABLES)
