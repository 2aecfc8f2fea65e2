from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import pytest

from kinerja_xl.core.period import Period
from kinerja_xl.core.results import RowResult
from kinerja_xl.core.values import CellValue, cell_text
from kinerja_xl.errors import KinerjaError
from kinerja_xl.files.master.book import FileMasterBook
from kinerja_xl.files.xlsx.patching import CellEdit, patch_package
from kinerja_xl.layout import tables
from kinerja_xl.usecases.compute import office_results
from kinerja_xl.usecases.report import Report
from kinerja_xl.usecases.step import Mark
from tests.libreoffice_tools import LibreOffice
from tests.usecases.office import (
    NOW,
    TW1,
    TW2,
    Cells,
    Office,
    codes,
    copied,
    fact,
    listing,
    new_office,
    places,
)

FIRST: Mapping[str, Cells] = {
    "RENDATIN": {
        "I001": {"realisation": 2}, "I002": {"realisation": 79.5}, "I003": {"realisation": 88},
    },
    "KUL": {
        "I004": {"realisation": "WDP"},
        "I005": {"realisation": 25, "budget_realisation": 50_000_000},
    },
    "TEKNIS": {
        "I006": {"realisation": 12}, "I007": {"realisation": 4}, "I008": {"realisation": 85},
    },
}  # fmt: skip
SECOND: Mapping[str, Cells] = {
    "RENDATIN": {"I001": {"realisation": 3}, "I002": {"realisation": 81}},
    "KUL": {"I004": {"realisation": "wtp"}, "I005": {"realisation": 0}},
    "TEKNIS": {
        "I006": {"realisation": 25}, "I007": {"realisation": 0}, "I008": {"realisation": 95},
        "I009": {"realisation": 5},
    },
    "HUKUM": {"I010": {"realisation": 75}},
}  # fmt: skip
"""Filled forms of two quarters; H1 is blank in the first, R3 in the second."""


def achievements(report: Report) -> dict[str, tuple[CellValue, ...]]:
    """Return achievement, category and status by indicator code."""
    return {cell_text(row[1]): row[6:] for row in listing(report, "achievements").rows}


def fill(office: Office, cells: Mapping[str, Cells], period: Period) -> None:
    """Let the sections return their forms and merge them."""
    for section, typed in cells.items():
        office.give_back(section, typed, period=period)
    office.merge(period)


@pytest.fixture(scope="module")
def built_first(built_distributed: Office, tmp_path_factory: pytest.TempPathFactory) -> Office:
    """The first quarter merged and computed; nobody changes it."""
    office = copied(built_distributed, tmp_path_factory.mktemp("pertama") / "Kinerja-2026")
    fill(office, FIRST, TW1)
    office.compute()
    return office


@pytest.fixture(scope="module")
def built_second(built_first: Office, tmp_path_factory: pytest.TempPathFactory) -> Office:
    """The second quarter merged and computed as well; nobody changes it."""
    office = copied(built_first, tmp_path_factory.mktemp("kedua") / "Kinerja-2026")
    office.now = datetime(2026, 7, 1, 9, 0)
    office.distribute(period=TW2)
    fill(office, SECOND, TW2)
    office.compute(TW2)
    return office


@pytest.fixture
def first(built_first: Office, tmp_path: Path) -> Office:
    """An office whose first quarter is computed."""
    return copied(built_first, tmp_path / "Kinerja-2026")


@pytest.fixture
def second(built_second: Office, tmp_path: Path) -> Office:
    """An office whose second quarter is computed."""
    return copied(built_second, tmp_path / "Kinerja-2026")


def test_compute__first_quarter__follows_every_indicators_settings(first: Office) -> None:
    report = first.compute()

    assert achievements(report) == {
        "R1": (100, "Sangat Tinggi", "Terhitung"),
        "R2": (99, "Sangat Tinggi", "Terhitung"),
        "R3": (Decimal("97.7"), "Sangat Tinggi", "Terhitung"),
        "K1": (75, "Sedang", "Terhitung"),
        "K2": (100, "Sangat Tinggi", "Terhitung"),
        "T1": (80, "Tinggi", "Terhitung"),
        "T2": (120, "Sangat Tinggi", "Terhitung"),
        "T3": (100, "Sangat Tinggi", "Terhitung"),
        "H1": (None, None, "Realisasi belum diisi"),
    }
    assert (fact(report, "indicators"), fact(report, "evaluable")) == (9, 8)


def test_compute__second_quarter__cumulates_and_says_why_not(second: Office) -> None:
    report = second.compute(TW2)

    assert achievements(report) == {
        "R1": (100, "Sangat Tinggi", "Terhitung"),
        "R2": (100, "Sangat Tinggi", "Terhitung"),
        "R3": (Decimal("97.7"), "Sangat Tinggi", "Terhitung"),
        "K1": (100, "Sangat Tinggi", "Terhitung"),
        "K2": (0, "Sangat Rendah", "Terhitung"),
        "T1": (-50, "Sangat Rendah", "Terhitung"),
        "T2": (None, None, "Realisasi nol pada varian B"),
        "T3": (Decimal("105.56"), "Sangat Tinggi", "Terhitung"),
        "T4": (125, "Sangat Tinggi", "Terhitung"),
        "H1": (100, "Sangat Tinggi", "Terhitung"),
    }
    cumulative = {row[1]: row[5] for row in listing(report, "achievements").rows}
    assert (cumulative["R1"], cumulative["R2"], cumulative["R3"]) == (5, Decimal("80.25"), 88)


def test_compute__second_quarter__leaves_the_figures_of_the_first(
    built_first: Office, second: Office
) -> None:
    def computed(office: Office) -> list[tuple[CellValue, ...]]:
        rows = [row for row in office.rows("tblCapaian") if row["period"] == "2026-TW1"]
        return [(row["row_id"], row["computed"], row["computed_at"]) for row in rows]

    assert computed(second) == computed(built_first)


def test_compute__again__changes_nothing(first: Office) -> None:
    before = first.files()

    first.compute()

    assert first.files() == before


def test_compute__master_saved_by_excel__is_settled_after_one_run(first: Office) -> None:
    # Excel stores every result; patching one cell drops those that are not written anew.
    area = first.book()._current().package.table("tblCapaian").data_area
    column = area.first_column + tables.ACHIEVEMENT_TABLE.position("computed")
    typed = CellEdit("CAPAIAN", area.first_row, column, 1)
    data = first.master.read_bytes()
    first.master.write_bytes(patch_package(data, [typed], drop_cached_values=False))
    first.compute()
    before = first.files()

    first.compute()

    assert first.files() == before
    assert first.row("T1")["achievement"] == 80


def test_compute__figures__stand_in_the_cells_for_programs_that_do_not_calculate(
    first: Office,
) -> None:
    lines = {row["code"]: row for row in first.rows("tblCapaian")}

    assert (lines["K1"]["achievement"], lines["K1"]["computed"]) == (75, 75)
    assert lines["H1"]["status"] == "Realisasi belum diisi"
    assert first.row("T1")["achievement"] == 80


def test_compute__section_means__leave_out_what_is_not_evaluable(first: Office) -> None:
    report = first.compute()

    sections = {row[0]: row[1:] for row in listing(report, "sections").rows}
    assert sections["KUL"] == (2, 2, Decimal("87.50"))
    assert sections["HUKUM"] == (1, 0, None)


def test_compute__geometric_mean_chosen__is_taken(first: Office) -> None:
    first.type_name("Metode_Rata_Rata", "geometrik")

    report = first.compute()

    sections = {row[0]: row[3] for row in listing(report, "sections").rows}
    assert sections["KUL"] == Decimal("86.60")


def test_compute__entries__are_ready_for_both_applications(first: Office) -> None:
    rows = [(row["application"], row["code"], row["achievement"]) for row in first.rows("tblEntri")]

    assert rows[:2] == [("E-Lapkin", "R1", "100"), ("E-Lapkin", "R2", "99")]
    assert [row[0] for row in rows].count("Monev") == 9


def test_compute__entered_flag__stays_when_a_figure_changes(first: Office) -> None:
    first.type_cell("tblEntri", "is_entered", "ya", application="Monev", code="R2")
    first.type_entry("R2", "realisation", 80)

    first.compute()

    row = next(
        row for row in first.rows("tblEntri")
        if (row["application"], row["code"]) == ("Monev", "R2")
    )  # fmt: skip
    assert (row["is_entered"], row["achievement"]) == ("ya", "100")


def test_compute__stated_achievement_differs__shows_both(first: Office) -> None:
    first.type_cell("tblCapaian", "stated", "76,5%", code="K1")

    report = first.compute()

    (found,) = report.findings
    assert (found.code, found.section) == ("STATED_DIFFERS", "KUL")
    assert found.message == "Capaian K1 dinyatakan 76,5, hasil hitung 75 (selisih 1,5)."


def test_compute__stated_achievement_agrees__is_no_finding(first: Office) -> None:
    first.type_cell("tblCapaian", "stated", 75, code="K1")

    assert codes(first.compute()) == []


def test_compute__realisation_typed_unreadable_into_the_master__is_a_finding(first: Office) -> None:
    first.type_entry("R2", "realisation", "kira-kira 80")

    report = first.compute()

    assert places(report) == [("MASTER_CELL_UNREADABLE", "RENDATIN!J7")]
    assert achievements(report)["R2"] == (None, None, "Realisasi bukan angka")


def test_compute__realisation_typed_as_text_into_the_master__is_read(first: Office) -> None:
    first.type_entry("R2", "realisation", "80,0 %")

    assert achievements(first.compute())["R2"][0] == 100


def test_compute__earlier_quarter_blank__is_not_evaluable(fresh: Office) -> None:
    for period in (TW1, TW2):
        fresh.distribute(period=period)
    fill(fresh, {"RENDATIN": {"I001": {"realisation": 3}}}, TW2)

    report = fresh.compute(TW2)

    assert achievements(report)["R1"] == (None, None, "Realisasi periode sebelumnya belum lengkap")


def test_compute__definition_changed_later__leaves_the_past(second: Office) -> None:
    second.type_cell("tblIndikator", "cap_percent", 50, code="K1")
    second.distribute(period=TW2)

    reports = {period: second.compute(period) for period in (TW1, TW2)}

    assert achievements(reports[TW1])["K1"][0] == 75
    assert achievements(reports[TW2])["K1"][0] == 50


def test_compute__period_not_distributed__is_refused(first: Office) -> None:
    before = first.files()

    with pytest.raises(KinerjaError, match="belum didistribusikan"):
        first.compute(TW2)

    assert first.files() == before


def test_compute__scale_without_lowest_band__is_refused(first: Office) -> None:
    first.type_name("Skala_Dipakai", "tidak ada")
    before = first.files()

    with pytest.raises(KinerjaError, match='Skala kategori "tidak ada"'):
        first.compute()

    assert first.files() == before


# Durations.


def test_compute__steps__are_measured_in_working_minutes(first: Office) -> None:
    first.step(Mark.START, 2, datetime(2026, 1, 5, 15, 50))
    first.step(Mark.FINISH, 2, datetime(2026, 1, 6, 7, 40))

    report = first.compute()

    rows = {row[0]: row[1:] for row in listing(report, "steps").rows}
    assert rows[2] == (20, 15, 5, "Selesai terlambat")
    assert codes(report) == ["STEP_OUT_OF_ORDER", "STEP_LATE"]
    line = next(row for row in first.rows("tblLangkah") if row["number"] == 2)
    assert (line["working_minutes"], line["standard_minutes"]) == (20, 15)
    assert line["planned_start"] == datetime(2026, 1, 5, 15, 50)


def test_compute__step_running__is_measured_up_to_now(first: Office) -> None:
    first.step(Mark.START, 3, datetime(2026, 4, 1, 8, 50))
    first.now = datetime(2026, 4, 1, 9, 19)

    report = first.compute()

    rows = {row[0]: row[1:] for row in listing(report, "steps").rows}
    assert rows[3] == (30, 20, 10, "Berjalan, terlambat")


# Every kind of period, both SOPs.


@pytest.mark.parametrize("text", ["2026-01", "2026-S1", "2026"])
def test_compute__other_kind_of_period__goes_through(text: str, fresh: Office) -> None:
    period = Period.parse(text)
    fresh.distribute(period=period)
    fill(fresh, {"HUKUM": {"I010": {"realisation": 60}}}, period)
    fresh.check(period)

    report = fresh.compute(period)

    assert achievements(report)["H1"] == (80, "Tinggi", "Terhitung")
    assert fresh.book().value("Periode_Aktif") == text


def test_compute__sorong__goes_through(tmp_path: Path) -> None:
    office = new_office(tmp_path / "Sorong", "kpu_sorong")
    office.distribute()
    fill(office, FIRST, TW1)
    office.step(Mark.START, 4, datetime(2026, 1, 5, 7, 30))
    office.check()

    report = office.compute()

    assert [row[2] for row in listing(report, "steps").rows] == [30, 30, 30, 480, 480, 480]
    assert fact(report, "evaluable") == 8


# The formulas in the cells.


@pytest.mark.libreoffice
def test_compute__recalculated_by_libreoffice__agrees_in_every_figure(
    second: Office, libreoffice: LibreOffice, tmp_path: Path
) -> None:
    # Without stored results, which LibreOffice would show instead of calculating.
    bare = tmp_path / "tanpa hasil" / "Kinerja.xlsm"
    bare.parent.mkdir()
    anywhere = CellEdit("PENGATURAN", 60, 26, None)
    bare.write_bytes(patch_package(second.master.read_bytes(), [anywhere]))
    made = libreoffice.convert(bare, "xlsx", folder=tmp_path / "hasil")
    calculated = FileMasterBook(made, now=lambda: NOW)

    by_period = {period: office_results(second.book(), period) for period in (TW1, TW2)}
    for period, results in by_period.items():
        for section in ("RENDATIN", "KUL", "TEKNIS", "HUKUM"):
            own = [result for result in results.rows if result.section == section]
            assert section_figures(calculated, section, period) == rule_figures(own)
        lines = achievement_figures(calculated, period)
        assert lines == rule_figures(results.rows)
    active = by_period[TW2]
    for table, groups in (
        ("tblCapaianSubbagian", active.sections), ("tblCapaianSasaran", active.objectives),
    ):  # fmt: skip
        wanted = {
            group.name: (
                group.indicators, group.mean.counted, number(group.mean.value),
                group.band.category if group.band else None,
            )
            for group in groups
        }  # fmt: skip
        assert summary_figures(calculated, table) == wanted
    assert active.office is not None
    assert number(calculated.value("Capaian_Kantor")) == number(active.office.mean.value)


Figures = dict[str, tuple[object, ...]]


def number(value: CellValue) -> float | None:
    """Round a figure to what both sides can agree on."""
    return None if value is None or value == "" else round(float(str(value)), 9)


def rule_figures(results: list[RowResult] | tuple[RowResult, ...]) -> Figures:
    """Return what the rule gives, by row."""
    return {
        result.row.row_id: (
            number(result.cumulative.realisation), number(result.achievement.value),
            result.band.category if result.band else None, result.achievement.status.value,
        )
        for result in results
    }  # fmt: skip


def section_figures(book: FileMasterBook, section: str, period: Period) -> Figures:
    """Return what the formulas of a section's sheet give, by row."""
    return row_figures(book, tables.section_table(section).name, period)


def achievement_figures(book: FileMasterBook, period: Period) -> Figures:
    """Return what the formulas of CAPAIAN give, by row."""
    return row_figures(book, tables.ACHIEVEMENT_TABLE.name, period)


def row_figures(book: FileMasterBook, table: str, period: Period) -> Figures:
    """Return the figures of one table, by row."""
    fields = ("row_id", "period", "cumulative", "achievement", "category", "status")
    return {
        cell_text(row_id): (
            number(cumulative), number(achievement), category or None, cell_text(status),
        )
        for row_id, of_period, cumulative, achievement, category, status in book.table(table).pick(
            *fields
        )
        if of_period == str(period)
    }  # fmt: skip


def summary_figures(book: FileMasterBook, table: str) -> Figures:
    """Return the figures of a summary, by its name."""
    data = book.table(table)
    fields = (data.fields[0], "indicators", "evaluable", "mean", "category")
    return {
        cell_text(name): (indicators, evaluable, number(mean), category or None)
        for name, indicators, evaluable, mean, category in data.pick(*fields)
    }
