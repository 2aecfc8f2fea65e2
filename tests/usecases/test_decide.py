from __future__ import annotations

import io
import re
import zipfile
from datetime import date
from pathlib import Path

import pytest

from kinerja_xl.core.addresses import cell_address
from kinerja_xl.core.decisions import Decisions
from kinerja_xl.errors import KinerjaError
from kinerja_xl.layout import form as form_layout
from kinerja_xl.usecases.close import close
from kinerja_xl.usecases.compute import compute
from kinerja_xl.usecases.decide import decide
from kinerja_xl.usecases.report import Report
from kinerja_xl.usecases.undo import undo
from kinerja_xl.usecases.verify import verify
from tests.usecases.office import (
    TW1,
    Cells,
    Office,
    cell_of,
    codes,
    copied,
    fact,
    filled,
    form_values,
    form_version,
    merged,
)

FILLED: Cells = {
    "I006": {"realisation": 9, "obstacles": "Hujan"},
    "I007": {"realisation": 4},
    "I008": {"realisation": 85},
    "I008.1": {"file_name": "hadir.pdf"},
    "X01": {"code": "T2", "item": "Foto", "file_name": "foto.png"},
}
RETURNED = (("T1", "Angka salah"), ("T3", "Lampirkan foto"))


@pytest.fixture(scope="module")
def built_filled(built_distributed: Office, tmp_path_factory: pytest.TempPathFactory) -> Office:
    """An office that merged the filled form of one section; nobody changes it."""
    office = copied(built_distributed, tmp_path_factory.mktemp("digabung") / "Kinerja-2026")
    return merged(office, FILLED, "TEKNIS")


@pytest.fixture
def filled_office(built_filled: Office, tmp_path: Path) -> Office:
    """The same office, to be changed."""
    return copied(built_filled, tmp_path / "Kinerja-2026")


def decided(office: Office, *accepted: str, returned: tuple[tuple[str, str], ...] = ()) -> Report:
    return decide(office.book(), TW1, "TEKNIS", Decisions(accepted, returned), office.run())


def give_back(office: Office, cells: Cells) -> Report:
    """Fill in the form that lies there now, in place of what came before, and merge it."""
    office.give_back("TEKNIS", cells)
    return office.merge()


def unlocked_cells(form: bytes, sheet_number: int) -> set[str]:
    """Return the cells of a sheet that its XML leaves unlocked."""
    with zipfile.ZipFile(io.BytesIO(form)) as archive:
        styles = archive.read("xl/styles.xml").decode()
        xml = archive.read(f"xl/worksheets/sheet{sheet_number}.xml").decode()
    formats = styles.partition("<cellXfs")[2].partition("</cellXfs>")[0]
    looks = formats.split("<xf ")[1:]
    is_open = ['locked="0"' in look for look in looks]
    cells = re.findall(r'<c r="([A-Z]+\d+)" s="(\d+)"', xml)
    return {cell for cell, style in cells if is_open[int(style)]}


def entry_cells(form: bytes, *keys: str) -> set[str]:
    columns = [c.field for c in form_layout.PERFORMANCE_COLUMNS if c.is_entry]
    places = (cell_of(form, key, field) for key in keys for field in columns)
    return {cell_address(row, column) for _, row, column in places}


# Sending rows back.


def test_decide__two_rows_sent_back__next_version_opens_only_these(filled_office: Office) -> None:
    report = decided(filled_office, "T2", returned=RETURNED)

    form = filled_office.form("TEKNIS")
    assert form_version(form) == 2
    assert unlocked_cells(form, 2) == entry_cells(form, "I006", "I008")
    assert form_values(form, "I007")["realisation"] == 4
    assert [fact(report, name) for name in ("accepted", "returned", "undecided")] == [1, 2, 0]


def test_decide__row_sent_back__the_form_says_why(filled_office: Office) -> None:
    decided(filled_office, returned=RETURNED)

    with zipfile.ZipFile(io.BytesIO(filled_office.form("TEKNIS"))) as archive:
        comments = archive.read("xl/comments1.xml").decode()
        texts = archive.read("xl/sharedStrings.xml").decode()
    assert "Dikembalikan: Angka salah" in comments
    assert "Lampirkan foto" in texts


def test_decide__evidence__only_that_of_the_rows_sent_back_is_open(filled_office: Office) -> None:
    decided(filled_office, returned=RETURNED[:1])

    form = filled_office.form("TEKNIS")
    unlocked = unlocked_cells(form, 3)
    is_open = {
        key: cell_address(*cell_of(form, key, "file_name")[1:]) in unlocked
        for key in ("I006.1", "I008.1", "X01", "X02")
    }
    assert is_open == {"I006.1": True, "I008.1": False, "X01": False, "X02": True}


def test_decide__same_again__changes_nothing(filled_office: Office) -> None:
    decided(filled_office, "T2", returned=RETURNED)
    before = filled_office.files()

    decided(filled_office, "T2", returned=RETURNED)

    assert filled_office.files() == before


def test_decide__typed_into_the_sheet__distribute_carries_it_out(filled_office: Office) -> None:
    filled_office.type_entry("T1", "verdict", "Dikembalikan")

    refused = filled_office.distribute()
    filled_office.type_entry("T1", "reason", "Angka salah")
    report = filled_office.distribute()

    assert codes(refused) == ["RETURN_WITHOUT_REASON"]
    assert codes(report) == []
    form = filled_office.form("TEKNIS")
    assert (form_version(form), unlocked_cells(form, 2)) == (2, entry_cells(form, "I006"))


# The correction comes back.


def test_merge__correction__changes_the_rows_sent_back_and_asks_for_another_look(
    filled_office: Office,
) -> None:
    decided(filled_office, "T2", returned=RETURNED)

    report = give_back(
        filled_office, {"I006": {"realisation": 8}, "I008.2": {"file_name": "f.png"}}
    )

    assert codes(report) == []
    rows = [filled_office.row(code) for code in ("T1", "T2", "T3")]
    assert [(row["realisation"], row["verdict"], row["reason"]) for row in rows] == [
        (8, None, None), (4, "diterima", None), (85, None, None),
    ]  # fmt: skip
    assert rows[0]["obstacles"] == "Hujan"
    lines = filled_office.rows("tblRiwayat")
    assert ("Alasan", "Angka salah", None) in [(h["field"], h["old"], h["new"]) for h in lines]


def test_merge__closed_cells_edited__are_found_and_change_nothing(filled_office: Office) -> None:
    decided(filled_office, "T2", returned=RETURNED)
    cells: Cells = {
        "I006": {"realisation": 8}, "I007": {"realisation": 99, "note": "x"},
        "X01": {"file_name": "lain.png"}, "X02": {"code": "T2", "file_name": "baru.png"},
    }  # fmt: skip

    report = give_back(filled_office, cells)

    assert sorted(codes(report)) == ["CLOSED_ROW_CHANGED"] * 3 + ["EVIDENCE_OF_CLOSED_ROW"]
    row = filled_office.row("T2")
    assert (row["realisation"], row["note"], row["verdict"]) == (4, None, "diterima")
    assert filled_office.evidence("TEKNIS", "X01")["file_name"] == "foto.png"
    assert [r["slot"] for r in filled_office.rows("tblBukti") if r["slot"] == "X02"] == []


def test_merge__correction_again__changes_nothing(filled_office: Office) -> None:
    decided(filled_office, returned=RETURNED)
    give_back(filled_office, {"I006": {"realisation": 8}})
    before = filled_office.files()

    filled_office.merge()

    assert filled_office.files() == before


def test_merge__earlier_version__is_superseded(filled_office: Office) -> None:
    late = filled(filled_office.form("TEKNIS"), {"I006": {"realisation": 1}})
    decided(filled_office, returned=RETURNED)
    filled_office.put("lama.xlsx", late)

    report = filled_office.merge()

    assert codes(report) == ["FORM_SUPERSEDED"]
    row = filled_office.row("T1")
    assert (row["realisation"], row["verdict"]) == (9, "dikembalikan")


def test_decide__corrected_rows_accepted__the_form_stays_as_it_is(filled_office: Office) -> None:
    decided(filled_office, "T2", returned=RETURNED)
    give_back(filled_office, {"I006": {"realisation": 8}, "I008": {"realisation": 86}})

    report = decided(filled_office, "all")

    assert (fact(report, "accepted"), fact(report, "undecided")) == (3, 0)
    assert form_version(filled_office.form("TEKNIS")) == 2
    before = filled_office.files()
    filled_office.distribute()
    assert filled_office.files() == before


def test_decide__wrong_again__makes_a_third_version_with_the_new_values(
    filled_office: Office,
) -> None:
    decided(filled_office, returned=RETURNED)
    give_back(filled_office, {"I006": {"realisation": 8}})

    decided(filled_office, returned=RETURNED)

    form = filled_office.form("TEKNIS")
    assert (form_version(form), form_values(form, "I006")["realisation"]) == (3, 8)


def test_merge__accepted_row_changes_in_another_return__loses_its_verdict(
    filled_office: Office,
) -> None:
    decided(filled_office, "all")

    give_back(filled_office, {**FILLED, "I007": {"realisation": 5}})

    verdicts = [filled_office.row(code)["verdict"] for code in ("T1", "T2", "T3")]
    assert verdicts == ["diterima", None, "diterima"]


# Evidence of accepted rows, findings, proofs.


def test_decide__row_accepted__its_evidence_is_signed_until_it_changes(
    filled_office: Office,
) -> None:
    decided(filled_office, "T3")
    signed = filled_office.evidence("TEKNIS", "I008.1")

    give_back(filled_office, {**FILLED, "I008.1": {"file_name": "lain.pdf"}})

    after = filled_office.evidence("TEKNIS", "I008.1")
    assert (signed["verified_by"], signed["verified_at"]) == ("perencana", date(2026, 4, 1))
    assert (after["verified_by"], after["verified_at"]) == (None, None)
    assert filled_office.row("T3")["verdict"] is None


def test_decide__accepted_with_findings__warns(filled_office: Office) -> None:
    filled_office.check()

    report = decided(filled_office, "T3")

    assert codes(report) == ["ACCEPTED_WITH_FINDINGS"]


def test_verify__after_rows_were_sent_back__finds_nothing(filled_office: Office) -> None:
    decided(filled_office, "T2", returned=RETURNED)
    give_back(filled_office, {"I006": {"realisation": 8}})

    report = verify(filled_office.book(), filled_office.run())

    assert codes(report) == []


def test_undo__decision__takes_back_verdicts_and_form(filled_office: Office) -> None:
    decided(filled_office, "T2", returned=RETURNED)

    report = undo(filled_office.master, filled_office.run())

    assert codes(report) == []
    assert filled_office.row("T1")["verdict"] is None
    assert form_version(filled_office.form("TEKNIS")) == 1


# Refusals: nothing changes.


@pytest.mark.parametrize(
    ("section", "decisions", "message"),
    [
        pytest.param("TEKNIS", Decisions(), "Tidak ada baris", id="nothing"),
        pytest.param("TEKNIS", Decisions(("T9",)), '"T9" tidak ada', id="unknown-row"),
        pytest.param("TEKNIS", Decisions((), (("T1", ""),)), "tanpa alasan", id="no-reason"),
        pytest.param("HUKUM", Decisions(("H1",)), "belum digabung", id="not-merged"),
        pytest.param("LAIN", Decisions(("all",)), "LAIN tidak dikenal", id="unknown-section"),
    ],
)
def test_decide__cannot_be__is_refused(
    filled_office: Office, section: str, decisions: Decisions, message: str
) -> None:
    before = filled_office.files()

    with pytest.raises(KinerjaError, match=message):
        decide(filled_office.book(), TW1, section, decisions, filled_office.run())

    assert filled_office.files() == before


def test_decide__period_closed__is_refused(filled_office: Office) -> None:
    compute(filled_office.book(), TW1, filled_office.run())
    close(filled_office.book(), TW1, filled_office.run())

    with pytest.raises(KinerjaError, match="sudah ditutup"):
        decided(filled_office, "T1")
