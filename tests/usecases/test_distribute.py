from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from kinerja_xl.core.book import AppendRows, SetCell
from kinerja_xl.core.period import Period
from kinerja_xl.core.values import CellContent
from kinerja_xl.errors import KinerjaError
from kinerja_xl.files.folder import MASTER_NAME
from kinerja_xl.files.master.book import FileMasterBook
from kinerja_xl.layout import tables
from kinerja_xl.layout.rows import full_row
from kinerja_xl.usecases.distribute import distribute
from kinerja_xl.usecases.gather import Run
from kinerja_xl.usecases.new import create_office
from tests.usecases.office import (
    NOW,
    TW1,
    TW2,
    WHO,
    YEAR,
    Office,
    codes,
    fact,
    form_keys,
    form_values,
    form_version,
    listing,
)

KEYS = {
    "RENDATIN": ["I001", "I002", "I003", "I001.1"],
    "KUL": ["I004", "I005", "I004.1", "I005.1", "I005.2"],
    "TEKNIS": ["I006", "I007", "I008", "I006.1", "I008.1", "I008.2", "I008.3"],
    "HUKUM": ["I010"],
}


def correct_target(office: Office, target: CellContent = 3) -> None:
    """Change the first indicator's target of the first quarter, as the officer does."""
    office.type_cell("tblIndikator", "target_TW1", target, code="R1")


def add_indicator(office: Office, **cells: CellContent) -> None:
    """Type a new row below the others in INDIKATOR."""
    usual: dict[str, CellContent] = {
        "code": "H2", "section": "HUKUM", "objective": "SDM unggul", "name": "Pegawai terlatih",
        "unit": "orang", "target_TW1": 5,
    }  # fmt: skip
    row = full_row(tables.INDICATOR_TABLE, {**usual, **cells})
    office.book().apply((AppendRows("tblIndikator", (row,)),))


def test_distribute__first_time__writes_a_form_and_an_evidence_folder_a_section(
    fresh: Office,
) -> None:
    report = fresh.distribute()

    assert fact(report, "written") == 4
    assert {code: form_keys(fresh.form(code)) for code in KEYS} == KEYS
    for code in KEYS:
        assert (fresh.folder.distributed(TW1, code) / "bukti").is_dir()
        assert fresh.folder.evidence(TW1, code).is_dir()
    assert codes(report) == []


def test_distribute__first_time__records_forms_base_rows_and_history(office: Office) -> None:
    forms = [(row["section"], row["version"]) for row in office.rows("tblFormulir")]
    base = [row["key"] for row in office.rows("tblDasarIsian")]
    history = [(row["verb"], row["section"], row["new"]) for row in office.rows("tblRiwayat")]

    assert forms == [(code, 1.0) for code in KEYS]
    assert base == [key for keys in KEYS.values() for key in keys if "." not in key]
    assert history == [("Distribusi", code, 1.0) for code in KEYS]


def test_distribute__first_time__opens_the_cycle_and_shows_the_period(office: Office) -> None:
    steps = [(row["cycle"], row["number"]) for row in office.rows("tblLangkah")]

    assert office.book().value("Periode_Aktif") == "2026-TW1"
    assert steps == [("2026-TW1", float(number)) for number in range(1, 15)]


def test_distribute__again__changes_nothing(office: Office) -> None:
    before = office.files()

    report = office.distribute()

    assert office.files() == before
    assert fact(report, "written") == 0
    assert report.listings == ()


def test_distribute__a_form_was_deleted__is_written_again_as_it_was(office: Office) -> None:
    before = office.files()
    office.folder.form(TW1, "KUL").unlink()

    report = office.distribute()

    assert office.files() == before
    assert listing(report, "forms").rows == (
        ("KUL", 1, 2, "distribusi/2026-TW1/KUL/Form_KUL_2026-TW1.xlsx"),
    )


def test_distribute__form_deleted_after_its_return_was_merged__is_written_with_the_merged_values(
    office: Office,
) -> None:
    office.give_back("RENDATIN", {"I001": {"realisation": 2}})
    office.merge()
    office.folder.form(TW1, "RENDATIN").unlink()

    office.distribute()

    form = office.form("RENDATIN")
    assert form_version(form) == 1
    assert form_values(form, "I001")["realisation"] == 2


def test_distribute__one_section_asked_for__leaves_the_others(fresh: Office) -> None:
    report = fresh.distribute("kul")

    assert [row[0] for row in listing(report, "forms").rows] == ["KUL"]
    assert not fresh.folder.form(TW1, "TEKNIS").exists()
    assert [row["section"] for row in fresh.rows("tblFormulir")] == ["KUL"]


def test_distribute__unknown_section__names_the_known_ones(fresh: Office) -> None:
    before = fresh.files()

    with pytest.raises(KinerjaError, match=r"XYZ tidak dikenal.*RENDATIN, KUL, TEKNIS, HUKUM"):
        fresh.distribute("KUL", "XYZ")

    assert fresh.files() == before


def test_distribute__indicator_of_another_quarter__is_not_in_the_form(office: Office) -> None:
    office.distribute(period=TW2)

    assert "I009" not in form_keys(office.form("TEKNIS", TW1))
    assert "I009" in form_keys(office.form("TEKNIS", TW2))


def test_distribute__second_quarter__shows_what_came_before(office: Office) -> None:
    office.give_back("RENDATIN", {"I001": {"realisation": 1.5}})
    office.merge()

    office.distribute(period=TW2)

    assert form_values(office.form("RENDATIN", TW2), "I001")["previous_cumulative"] == 1.5
    assert office.book().value("Periode_Aktif") == "2026-TW2"


def test_distribute__other_year__changes_nothing(fresh: Office) -> None:
    before = fresh.files()

    with pytest.raises(KinerjaError, match="bukan bagian dari tahun 2026"):
        fresh.distribute(period=Period.parse("2027-TW1"))

    assert fresh.files() == before


# A correction of INDIKATOR.


def test_distribute__target_corrected__issues_version_two_with_the_same_keys(
    office: Office,
) -> None:
    first = office.form("RENDATIN")
    correct_target(office)

    report = office.distribute()

    second = office.form("RENDATIN")
    assert [row[:2] for row in listing(report, "forms").rows] == [("RENDATIN", 2)]
    assert (form_version(first), form_version(second)) == (1, 2)
    assert form_keys(second) == form_keys(first)
    assert form_values(second, "I001")["target"] == 3
    assert office.row("R1")["target"] == 3


def test_distribute__target_corrected__keeps_the_first_version_in_cadangan(office: Office) -> None:
    first = office.form("RENDATIN")
    correct_target(office)

    office.distribute()

    kept = office.root / "cadangan" / "Form_RENDATIN_2026-TW1.xlsx"
    assert kept.read_bytes() == first


def test_distribute__three_versions__keeps_every_replaced_one(office: Office) -> None:
    replaced = []
    for target in (3, 4):
        replaced.append(office.form("RENDATIN"))
        correct_target(office, target)
        office.distribute()

    kept = sorted((office.root / "cadangan").glob("Form_RENDATIN*"))

    assert [path.name for path in kept] == [
        "Form_RENDATIN_2026-TW1 (2).xlsx", "Form_RENDATIN_2026-TW1.xlsx",
    ]  # fmt: skip
    assert [kept[1].read_bytes(), kept[0].read_bytes()] == replaced


def test_distribute__target_corrected_after_a_merge__prefills_what_was_merged(
    office: Office,
) -> None:
    typed: dict[str, CellContent] = {"realisation": 2, "note": "dua dokumen"}
    extra = {"code": "R2", "item": "Foto", "file_name": "foto.png"}
    office.give_back("RENDATIN", {"I001": typed, "I001.1": {"file_name": "a.pdf"}, "X01": extra})
    office.merge()
    correct_target(office)

    office.distribute()

    form = office.form("RENDATIN")
    assert typed.items() <= form_values(form, "I001").items()
    assert form_values(form, "I001.1")["file_name"] == "a.pdf"
    assert extra.items() <= form_values(form, "X01").items()


def test_distribute__target_corrected__leaves_the_rows_of_other_periods(office: Office) -> None:
    office.distribute(period=TW2)
    before = office.row("R1", TW1)
    office.type_cell("tblIndikator", "cap_percent", 110, code="R1")

    office.distribute(period=TW2)

    assert office.row("R1", TW1) == before
    assert office.row("R1", TW2)["cap_percent"] == 110


def test_distribute__correction_taken_back__issues_a_third_version(office: Office) -> None:
    for target in (3, "2"):
        correct_target(office, target)
        office.distribute()

    assert form_version(office.form("RENDATIN")) == 3


def test_distribute__row_typed_without_key__gets_the_next_one(office: Office) -> None:
    add_indicator(office)

    report = office.distribute()

    assert office.rows("tblIndikator")[-1]["key"] == "I011"
    assert form_keys(office.form("HUKUM")) == ["I010", "I011"]
    assert [row[:3] for row in listing(report, "forms").rows] == [("HUKUM", 2, 2)]


def test_distribute__row_deleted_and_another_typed__does_not_reuse_the_key(office: Office) -> None:
    blank = dict.fromkeys(tables.INDICATOR_TABLE.fields)
    cells: dict[str, CellContent] = {
        **blank, "code": "H9", "section": "HUKUM", "objective": "SDM unggul", "name": "Baru",
        "unit": "orang", "target_TW1": 5,
    }  # fmt: skip
    last = len(office.rows("tblIndikator")) - 1
    office.book().apply(
        tuple(SetCell("tblIndikator", last, field, cell) for field, cell in cells.items())
    )

    office.distribute()

    assert office.rows("tblIndikator")[-1]["key"] == "I011"
    assert form_keys(office.form("HUKUM")) == ["I011"]


def test_distribute__indicator_moved_away_with_entries__is_a_finding(office: Office) -> None:
    office.give_back("RENDATIN", {"I002": {"realisation": 81}})
    office.merge()
    office.type_cell("tblIndikator", "target_TW1", None, code="R2")

    report = office.distribute()

    assert [(line.code, line.section) for line in report.findings] == [
        ("ROW_ORPHANED", "RENDATIN"),
    ]  # fmt: skip
    assert office.row("R2")["realisation"] == 81
    assert "I002" not in form_keys(office.form("RENDATIN"))


# Errors in INDIKATOR.


def test_distribute__error_in_indikator__blocks_only_that_section(fresh: Office) -> None:
    fresh.type_cell("tblIndikator", "unit", None, code="K1")

    report = fresh.distribute()

    assert [(line.code, line.section) for line in report.findings] == [
        ("INDICATOR_FIELD_EMPTY", "KUL"),
    ]  # fmt: skip
    assert report.findings[0].place == "INDIKATOR!E8"
    assert [row[0] for row in listing(report, "forms").rows] == ["RENDATIN", "TEKNIS", "HUKUM"]
    assert not fresh.folder.form(TW1, "KUL").exists()


def test_distribute__error_mended__distributes_and_the_finding_goes(fresh: Office) -> None:
    fresh.type_cell("tblIndikator", "unit", None, code="K1")
    fresh.distribute()
    fresh.type_cell("tblIndikator", "unit", "opini", code="K1")

    report = fresh.distribute()

    assert codes(report) == []
    assert fresh.rows("tblTemuan") == []
    assert fresh.folder.form(TW1, "KUL").exists()


def test_distribute__error_stays__finding_keeps_its_time_and_nothing_changes(
    fresh: Office,
) -> None:
    fresh.type_cell("tblIndikator", "unit", None, code="K1")
    fresh.distribute()
    before = fresh.files()

    report = fresh.distribute()

    assert codes(report) == ["INDICATOR_FIELD_EMPTY"]
    assert fresh.files() == before


def test_distribute__section_of_a_distributed_row_mistyped__keeps_that_sections_form(
    office: Office,
) -> None:
    before = office.form("TEKNIS")
    office.type_cell("tblIndikator", "section", "TEKNS", code="T1")

    report = office.distribute()

    assert codes(report) == ["SECTION_UNKNOWN"]
    assert office.form("TEKNIS") == before


def test_distribute__one_section__keeps_the_findings_of_the_others(office: Office) -> None:
    for code in ("R1", "H1"):
        for field in ("target_TW1", "target_TW2"):
            office.type_cell("tblIndikator", field, None, code=code)
    office.distribute()

    office.distribute("KUL")

    found = [(row["code"], row["section"]) for row in office.rows("tblTemuan")]
    assert found == [("TARGET_MISSING", "RENDATIN"), ("TARGET_MISSING", "HUKUM")]


def test_distribute__no_target_in_any_period_of_the_kind__is_in_the_form_with_a_finding(
    fresh: Office,
) -> None:
    for field in ("target_TW1", "target_TW2"):
        fresh.type_cell("tblIndikator", field, None, code="H1")

    report = fresh.distribute()

    assert codes(report) == ["TARGET_MISSING"]
    assert form_keys(fresh.form("HUKUM")) == ["I010"]


# Other kinds of periods, other SOPs.


@pytest.mark.parametrize("text", ["2026-01", "2026-S1", "2026"])
def test_distribute__other_kind_of_period__has_its_own_target(text: str, fresh: Office) -> None:
    period = Period.parse(text)

    report = fresh.distribute(period=period)

    assert codes(report) == []
    form = fresh.form("RENDATIN", period)
    target = 10 if text == "2026" else 2
    assert Decimal(str(form_values(form, "I001")["target"])) == target
    assert fresh.folder.form(period, "RENDATIN").name == f"Form_RENDATIN_{text}.xlsx"


def test_distribute__report__tells_the_time_of_the_run(office: Office) -> None:
    issued = {row["issued_at"] for row in office.rows("tblFormulir")}

    assert issued == {NOW.replace(minute=1)}


def test_distribute__office_without_indicators__is_refused(tmp_path: Path) -> None:
    run = Run(NOW, WHO)
    create_office(tmp_path / "o", "kpu_sorong", YEAR, run)
    book = FileMasterBook(tmp_path / "o" / MASTER_NAME, now=lambda: NOW)
    before = book.path.read_bytes()

    with pytest.raises(KinerjaError, match="Tidak ada indikator yang diukur pada Triwulan I 2026"):
        distribute(book, TW1, run)

    assert book.path.read_bytes() == before


def test_merge__period_never_distributed_and_nothing_back__is_refused(office: Office) -> None:
    with pytest.raises(KinerjaError, match="Periode 2026-TW2 belum didistribusikan"):
        office.merge(TW2)
