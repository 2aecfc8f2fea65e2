from __future__ import annotations

from datetime import datetime

import pytest

from kinerja_xl.core.book import SetName
from kinerja_xl.core.hidden_records import RecordKind
from kinerja_xl.errors import KinerjaError
from kinerja_xl.files.master.book import FileMasterBook
from kinerja_xl.usecases.keeping import records
from kinerja_xl.usecases.report import Report
from kinerja_xl.usecases.step import Mark
from kinerja_xl.usecases.undo import undo
from kinerja_xl.usecases.verify import verify
from tests.reliability import surviving
from tests.usecases.office import RENDATIN, TW1, TW2, Office, codes, fact, filled, forget_records

MONDAY = datetime(2026, 1, 5, 8, 0)


def do_undo(office: Office) -> Report:
    return undo(office.master, office.run())


def typed(office: Office, field: str, value: float) -> None:
    """Type into the master the way a spreadsheet program saves it: no copy goes to `cadangan/`."""
    before = set(office.folder.backups.iterdir())
    office.type_entry("R1", field, value)
    for copy in set(office.folder.backups.iterdir()) - before:
        copy.unlink()


@surviving("a change undone, and done again")
def test_undo__merge__restores_the_bytes_and_says_what_it_undoes(office: Office) -> None:
    before = office.master.read_bytes()
    office.give_back(RENDATIN, {"I001": {"realisation": 2}, "I002": {"realisation": 75}})
    office.merge()

    report = do_undo(office)

    assert office.master.read_bytes() == before
    assert "Dibatalkan: Gabung 2026-TW1 (2 baris RIWAYAT)" in report.message
    assert (fact(report, "undone"), codes(report)) == (2, [])
    assert [row[7:] for row in report.listings[0].rows] == [(None, 2), (None, 75)]


@surviving("a change undone, and done again")
def test_undo__twice__does_the_change_again(office: Office) -> None:
    office.give_back(RENDATIN, {"I001": {"realisation": 2}})
    office.merge()
    after = office.master.read_bytes()

    do_undo(office)
    report = do_undo(office)

    assert office.master.read_bytes() == after
    assert "Dikembalikan: Gabung 2026-TW1" in report.message
    assert codes(report) == []


@surviving("a change undone, and done again")
def test_undo__merge_again_afterwards__takes_the_return_again(office: Office) -> None:
    office.give_back(RENDATIN, {"I001": {"realisation": 2}})
    office.merge()
    do_undo(office)

    office.merge()

    assert office.row("R1")["realisation"] == 2
    assert not verify(office.book(), office.run()).findings


@surviving("a change undone, and done again")
def test_undo__distribution_that_made_the_key__keeps_it_for_the_forms_that_went_out(
    office: Office,
) -> None:
    forget_records(office)
    office.distribute(period=TW2)
    went_out = office.form(RENDATIN, TW2)
    (key,) = records(office.book(), RecordKind.FORM_KEY)

    do_undo(office)
    kept = records(office.book(), RecordKind.FORM_KEY)
    undone = office.rows("tblRiwayat")
    office.distribute(period=TW2)
    office.put("RENDATIN.xlsx", filled(went_out, {"I001": {"realisation": 2}}), TW2)
    report = office.merge(TW2)

    assert kept == (key,)
    assert TW2 not in {row["period"] for row in undone}
    assert office.form(RENDATIN, TW2) == went_out
    assert (codes(report), office.row("R1", TW2)["realisation"]) == ([], 2)


@surviving("a change undone, and done again")
def test_undo__distribution_that_made_the_key_twice__does_it_again(office: Office) -> None:
    forget_records(office)
    office.distribute(period=TW2)
    after = office.master.read_bytes()

    do_undo(office)
    do_undo(office)

    assert office.master.read_bytes() == after


@surviving("something typed since")
def test_undo__something_typed_since__is_kept_and_listed(office: Office) -> None:
    office.give_back(RENDATIN, {"I001": {"realisation": 2}})
    office.merge()
    typed(office, "obstacles", 7)
    with_typed = office.master.read_bytes()

    report = do_undo(office)

    (line,) = report.findings
    kept = office.root / str(fact(report, "kept"))
    assert (line.code, line.place) == ("UNDO_TOOK_TYPED", "RENDATIN!S6")
    assert '"7" diketik' in line.message
    assert kept.read_bytes() == with_typed
    assert office.row("R1")["realisation"] is None


@surviving("something typed since")
def test_undo__typed_over_what_the_merge_brought__is_listed_too(office: Office) -> None:
    office.type_entry("R2", "realisation", 5)
    office.give_back(RENDATIN, {"I001": {"realisation": 2}})
    office.merge()
    typed(office, "budget_realisation", 9)

    report = do_undo(office)

    assert [line.place for line in report.findings] == ["RENDATIN!Q6"]
    assert office.row("R2")["realisation"] == 5


@surviving("a change undone, and done again")
def test_undo__first_distribution__takes_the_forms_out_of_distribusi(fresh: Office) -> None:
    before = fresh.master.read_bytes()
    fresh.distribute()
    forms = {code: fresh.form(code) for code in ("KUL", "HUKUM")}

    report = do_undo(fresh)

    assert fresh.master.read_bytes() == before
    assert not list((fresh.root / "distribusi").rglob("*.xlsx"))
    assert fact(report, "forms_moved") == 4
    assert "dipindahkan ke folder cadangan" in report.message
    assert (fresh.folder.backups / "Form_KUL_2026-TW1.xlsx").read_bytes() == forms["KUL"]
    fresh.distribute()
    assert {code: fresh.form(code) for code in forms} == forms


@surviving("a change undone, and done again")
def test_undo__second_version__brings_the_first_back_and_the_second_again(office: Office) -> None:
    first = office.form(RENDATIN)
    office.type_cell("tblIndikator", "target_TW1", 3, code="R1")
    office.distribute()
    second = office.form(RENDATIN)

    do_undo(office)
    back = office.form(RENDATIN)
    do_undo(office)

    assert (back, office.form(RENDATIN)) == (first, second)
    assert first != second
    assert not verify(office.book(), office.run()).findings


@surviving("a change undone, and done again")
def test_undo__returned_form_of_an_undone_distribution__is_refused(office: Office) -> None:
    office.distribute(period=TW2)
    office.give_back(RENDATIN, {"I001": {"realisation": 2}}, period=TW2)
    do_undo(office)
    office.distribute("KUL", period=TW2)

    report = office.merge(TW2)

    assert codes(report) == ["FORM_NOT_DISTRIBUTED"]


@surviving("a change undone, and done again")
def test_undo__step_with_a_note__is_undone_without_a_complaint(office: Office) -> None:
    office.step(Mark.START, 1, MONDAY, "menunggu disposisi")

    report = do_undo(office)

    assert "Dibatalkan: Langkah 2026-TW1" in report.message
    assert codes(report) == []


@surviving("nothing to undo, another office's copy, a master that is open")
def test_undo__never_changed__is_refused(fresh: Office) -> None:
    before = fresh.files()

    with pytest.raises(KinerjaError, match="belum ada salinan"):
        do_undo(fresh)

    assert fresh.files() == before


@surviving("nothing to undo, another office's copy, a master that is open")
def test_undo__copy_that_equals_the_master__is_passed_over(office: Office) -> None:
    before = office.master.read_bytes()
    office.give_back(RENDATIN, {"I001": {"realisation": 2}})
    office.merge()
    left = office.folder.backups / "Kinerja_20991231-235959-000000_merge.xlsm"
    left.write_bytes(office.master.read_bytes())

    do_undo(office)

    assert office.master.read_bytes() == before


@surviving("nothing to undo, another office's copy, a master that is open")
def test_undo__copy_of_another_master__is_refused(office: Office) -> None:
    other = FileMasterBook(office.master, now=lambda: office.now)
    other.apply((SetName("ID_Induk", "lain"),))
    before = office.files()

    with pytest.raises(KinerjaError, match="milik buku induk lain"):
        do_undo(office)

    assert office.files() == before


@pytest.mark.parametrize(
    ("mark", "program"),
    [
        pytest.param("~$Kinerja.xlsm", "Excel", id="excel"),
        pytest.param(".~lock.Kinerja.xlsm#", "LibreOffice", id="libreoffice"),
    ],
)
@surviving("nothing to undo, another office's copy, a master that is open")
def test_undo__master_open_in_a_program__is_refused_and_says_to_close_it(
    office: Office, mark: str, program: str
) -> None:
    (office.root / mark).write_bytes(b"")
    before = office.files()

    with pytest.raises(KinerjaError, match=f"sedang dibuka di {program}.*tutup"):
        do_undo(office)

    assert office.files() == before


@surviving("a change undone, and done again")
def test_undo__period_in_use__is_the_earlier_one_again(office: Office) -> None:
    office.distribute(period=TW2)

    report = do_undo(office)

    assert office.book().value("Periode_Aktif") == str(TW1)
    assert codes(report) == []
