from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from kinerja_xl.core.book import SetCell
from kinerja_xl.core.values import CellContent
from kinerja_xl.files.xlsx.patching import CellEdit, patch_package
from kinerja_xl.layout.form import ENTRY, ENTRY_HEADER_ROW, EVIDENCE, IDENTITY
from tests.files.evidence.evidence_samples import compound
from tests.usecases.office import (
    RENDATIN,
    TW1,
    TW2,
    Office,
    codes,
    fact,
    filled,
    places,
    saved,
)

BACK = "kembali/2026-TW1"


# What is refused.


def with_identity(data: bytes, label: str, text: str) -> bytes:
    """Change a line of the identity sheet."""
    labels = [
        "kinerja_xl_form", "form_id", "master_id", "office", "period", "section", "version",
        "digest", "mac",
    ]  # fmt: skip
    return patch_package(data, [CellEdit(IDENTITY, labels.index(label) + 1, 2, text)])


def with_cell(data: bytes, sheet: str, row: int, column: int, content: CellContent) -> bytes:
    """Change one cell."""
    return patch_package(data, [CellEdit(sheet, row, column, content)])


def other_office(data: bytes) -> bytes:
    """Make the form that of another master, which sealed it with a key of its own."""
    theirs = (("form_id", "f" * 24), ("master_id", "lain"), ("office", "KPU Kota Lain"))
    for label, text in (*theirs, ("mac", "0" * 64)):
        data = with_identity(data, label, text)
    return data


def macro_enabled(data: bytes) -> bytes:
    """Save the form with macros."""
    source, target = zipfile.ZipFile(io.BytesIO(data)), io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name in source.namelist():
            part = source.read(name)
            if name == "[Content_Types].xml":
                part = part.replace(
                    b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
                    b"application/vnd.ms-excel.sheet.macroEnabled.main+xml",
                )
            archive.writestr(name, part)
        archive.writestr("xl/vbaProject.bin", compound("VBA", "PROJECT"))
    return target.getvalue()


def without_sheet(data: bytes) -> bytes:
    """Delete the sheet of evidence."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    del book[EVIDENCE]
    return saved(book)


def another_workbook(_: bytes) -> bytes:
    """Make a workbook that was never a form."""
    return saved(openpyxl.Workbook())


REFUSALS: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "text": (lambda _: b"bukan formulir", "NOT_A_FORM"),
    "another-workbook": (another_workbook, "NOT_A_FORM"),
    "other-office": (other_office, "FORM_OTHER_OFFICE"),
    "master-edited": (lambda data: with_identity(data, "master_id", "x"), "FORM_IDENTITY_CHANGED"),
    "period-edited": (
        lambda data: with_identity(data, "period", "2026-TW2"), "FORM_IDENTITY_CHANGED",
    ),
    "section-edited": (lambda data: with_identity(data, "section", "XX"), "FORM_IDENTITY_CHANGED"),
    "version-edited": (lambda data: with_identity(data, "version", "2"), "FORM_IDENTITY_CHANGED"),
    "form-id-edited": (lambda data: with_identity(data, "form_id", "x"), "FORM_IDENTITY_CHANGED"),
    "digest-edited": (lambda data: with_identity(data, "digest", "x"), "FORM_IDENTITY_CHANGED"),
    "seal-edited": (lambda data: with_identity(data, "mac", "x"), "FORM_IDENTITY_CHANGED"),
    "row-key-unknown": (
        lambda data: with_cell(data, ENTRY, ENTRY_HEADER_ROW + 1, 1, "I099"), "ROW_KEY_UNKNOWN",
    ),
    "row-key-twice": (
        lambda data: with_cell(data, ENTRY, ENTRY_HEADER_ROW + 4, 1, "I001"), "ROW_KEY_TWICE",
    ),
    "row-removed": (
        lambda data: with_cell(data, ENTRY, ENTRY_HEADER_ROW + 1, 1, None),
        "FORM_STRUCTURE_CHANGED",
    ),
    "heading-changed": (
        lambda data: with_cell(data, ENTRY, ENTRY_HEADER_ROW, 11, "Capaian"),
        "FORM_STRUCTURE_CHANGED",
    ),
    "sheet-removed": (without_sheet, "FORM_STRUCTURE_CHANGED"),
    "encrypted": (
        lambda _: compound("EncryptionInfo", "EncryptedPackage"), "FILE_ENCRYPTED",
    ),
    "cut-off": (lambda data: data[: len(data) // 2], "FILE_DAMAGED"),
    "empty": (lambda _: b"", "FILE_DAMAGED"),
    "macros": (macro_enabled, "FILE_HAS_MACROS"),
}  # fmt: skip


@pytest.mark.parametrize(("spoil", "code"), REFUSALS.values(), ids=REFUSALS.keys())
def test_merge__file_that_is_no_valid_return__is_refused_with_its_own_finding(
    spoil: Callable[[bytes], bytes], code: str, office: Office
) -> None:
    good = office.give_back(RENDATIN, {"I001": {"realisation": 2}}, "x.xlsx").read_bytes()
    office.put("x.xlsx", spoil(good))
    office.give_back("KUL", {"I004": {"realisation": "WTP"}})

    report = office.merge()

    assert code in codes(report)
    assert set(codes(report)) <= {code, "FORM_STRUCTURE_CHANGED"}
    assert {line.place.partition(" [")[0] for line in report.findings} == {f"{BACK}/x.xlsx"}
    assert office.row("R1")["realisation"] is None
    assert office.row("K1")["realisation"] == "WTP"


@pytest.mark.parametrize(("spoil", "code"), REFUSALS.values(), ids=REFUSALS.keys())
def test_merge__refused_file_again__changes_nothing_and_goes_when_it_is_mended(
    spoil: Callable[[bytes], bytes], code: str, office: Office
) -> None:
    good = office.give_back(RENDATIN, {"I001": {"realisation": 2}}, "x.xlsx").read_bytes()
    office.put("x.xlsx", spoil(good))
    first = office.merge()
    before = office.files()

    again = office.merge()

    assert code in codes(again)
    assert (again.findings, office.files()) == (first.findings, before)
    office.put("x.xlsx", good)
    mended = office.merge()
    assert (codes(mended), office.rows("tblTemuan")) == ([], [])
    assert office.row("R1")["realisation"] == 2


def test_merge__superseded_version__is_refused(office: Office) -> None:
    old = filled(office.form(RENDATIN), {"I001": {"realisation": 2}})
    office.type_cell("tblIndikator", "target_TW1", 3, code="R1")
    office.distribute()
    office.put("lama.xlsx", old)

    report = office.merge()

    assert places(report) == [("FORM_SUPERSEDED", f"{BACK}/lama.xlsx")]
    assert office.row("R1")["realisation"] is None


def test_merge__form_of_the_second_quarter_in_the_first__is_refused_there_only(
    office: Office,
) -> None:
    office.distribute(period=TW2)
    form = filled(office.form(RENDATIN, TW2), {"I001": {"realisation": 3}})
    office.put("tw2.xlsx", form, TW1)
    office.put("tw2.xlsx", form, TW2)

    reports = {period: office.merge(period) for period in (TW1, TW2)}

    assert {period: codes(report) for period, report in reports.items()} == {
        TW1: ["FORM_OTHER_PERIOD"], TW2: [],
    }  # fmt: skip
    assert office.row("R1", TW2)["realisation"] == 3


def test_merge__link_to_a_form__is_refused(office: Office, tmp_path: Path) -> None:
    target = tmp_path / "di luar.xlsx"
    target.write_bytes(filled(office.form(RENDATIN), {"I001": {"realisation": 2}}))
    office.folder.returned(TW1).mkdir(exist_ok=True)
    (office.folder.returned(TW1) / "tautan.xlsx").symlink_to(target)

    report = office.merge()

    assert codes(report) == ["NOT_A_FORM"]
    assert office.row("R1")["realisation"] is None


def test_merge__two_different_returns__are_both_refused(office: Office) -> None:
    office.give_back(RENDATIN, {"I001": {"realisation": 2}}, "a.xlsx")
    office.give_back(RENDATIN, {"I001": {"realisation": 3}, "I002": {"realisation": "x"}}, "b.xlsx")
    office.give_back("KUL", {"I004": {"realisation": "WTP"}})

    report = office.merge()

    assert places(report) == [
        ("RETURNS_DIFFER", f"{BACK}/a.xlsx"), ("RETURNS_DIFFER", f"{BACK}/b.xlsx"),
    ]  # fmt: skip
    assert office.row("R1")["realisation"] is None
    assert office.row("K1")["realisation"] == "WTP"


def test_merge__two_different_returns_again__change_nothing_and_one_settles_it(
    office: Office,
) -> None:
    office.give_back(RENDATIN, {"I001": {"realisation": 2}}, "a.xlsx")
    other = office.give_back(RENDATIN, {"I001": {"realisation": 3}}, "b.xlsx")
    office.merge()
    before = office.files()

    again = office.merge()

    assert (codes(again), office.files()) == (["RETURNS_DIFFER"] * 2, before)
    other.unlink()
    settled = office.merge()
    assert (codes(settled), office.row("R1")["realisation"]) == ([], 2)


def test_merge__two_identical_returns__are_one(office: Office) -> None:
    for name in ("a.xlsx", "sub/b.xlsx"):
        office.give_back(RENDATIN, {"I001": {"realisation": 2}}, name)

    report = office.merge()

    assert (codes(report), fact(report, "changes")) == ([], 1)
    assert office.row("R1")["realisation"] == 2


def test_merge__two_returns_filled_alike_saved_apart__are_one(office: Office) -> None:
    path = office.give_back(RENDATIN, {"I001": {"realisation": 2}}, "a.xlsx")
    office.put("b.xlsx", saved(openpyxl.load_workbook(path)))

    report = office.merge()

    assert (codes(report), office.row("R1")["realisation"]) == ([], 2)


def test_merge__leftovers_of_programs__are_passed_over(office: Office) -> None:
    for name in ("~$a.xlsx", ".~lock.a.xlsx#", "Thumbs.db", "bukti/RENDATIN/form.xlsx"):
        office.put(name, b"x")

    report = office.merge()

    assert (codes(report), fact(report, "files")) == ([], 0)


def test_merge__master_rows_sorted_by_hand__still_finds_them(office: Office) -> None:
    rows = office.rows("tbl_RENDATIN")
    swapped = (
        SetCell("tbl_RENDATIN", target, field, rows[source][field])
        for target, source in ((0, 1), (1, 0))
        for field in ("row_id", "key", "code", "name", "unit", "target", "period_logic", "rounding",
                      "digits", "target_year", "target_low", "target_high", "evidence_required")
    )  # fmt: skip
    office.book().apply(tuple(swapped))
    office.give_back(RENDATIN, {"I001": {"realisation": 2}})

    report = office.merge()

    assert (codes(report), office.row("R1")["realisation"]) == ([], 2)


def sorted_without_keys(data: bytes, sheet: str, columns: int) -> bytes:
    """Swap the first two rows of a block as a person's sorting does: all but the hidden keys."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    cells = book[sheet]
    first = next(r for r in range(1, 40) if cells.cell(r, 1).value == "KUNCI") + 1
    for column in range(2, columns + 1):
        upper, lower = cells.cell(first, column), cells.cell(first + 1, column)
        upper.value, lower.value = lower.value, upper.value
    return saved(book)


@pytest.mark.parametrize(
    ("section", "sheet", "columns"),
    [
        pytest.param("RENDATIN", ENTRY, 22, id="indicators"),
        pytest.param("KUL", EVIDENCE, 6, id="evidence"),
    ],
)
def test_merge__rows_sorted_without_their_hidden_keys__is_refused(
    office: Office, section: str, sheet: str, columns: int
) -> None:
    office.put("sorted.xlsx", sorted_without_keys(office.form(section), sheet, columns))

    report = office.merge()

    assert set(codes(report)) == {"FORM_STRUCTURE_CHANGED"}
    assert fact(report, "changes") == 0


@pytest.mark.parametrize("name", ["bukti/f.xlsx", "bukti/RENDATIN/f.xlsx", "a/bukti/b/f.xlsx"])
def test_merge__form_among_the_evidence__is_merged_and_is_no_stray(
    office: Office, name: str
) -> None:
    office.give_back(RENDATIN, {"I001": {"realisation": 2}}, name)

    merged = office.merge()
    checked = office.check()

    assert (codes(merged), office.row("R1")["realisation"]) == ([], 2)
    assert "EVIDENCE_STRAY" not in codes(checked)


@pytest.mark.parametrize("mark", ["~$r.xlsx", ".~lock.r.xlsx#"])
def test_merge__return_open_in_a_program__waits_until_it_is_closed(
    office: Office, mark: str
) -> None:
    office.give_back(RENDATIN, {"I001": {"realisation": 2}}, "r.xlsx")
    owner = office.put(mark, b"x")

    refused = office.merge()
    owner.unlink()
    merged = office.merge()

    assert (codes(refused), fact(refused, "changes")) == (["FILE_LOCKED"], 0)
    assert (codes(merged), office.row("R1")["realisation"]) == ([], 2)
