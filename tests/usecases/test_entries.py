from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from kinerja_xl.core.values import CellContent, CellValue
from kinerja_xl.errors import KinerjaError
from kinerja_xl.files.entry_mapping import MAPPING_NAME
from kinerja_xl.layout.entry_formulas import CHANGED, LEFT
from kinerja_xl.usecases.close import close
from kinerja_xl.usecases.entries import EntryMark, entries
from kinerja_xl.usecases.report import Report
from tests.libreoffice_tools import LibreOffice
from tests.usecases.office import TW1, TW2, Office, codes, fact, listing, merged

MONEV = """applications:
  - name: "Monev"
    decimal_sign: "."
    values: ["realisation", "achievement"]
    rows:
      - {code: "R2", label: "Sebutan di Monev"}
      - {code: "R1"}
      - {code: "Z9"}
    others: "left_out"
"""
AT = datetime(2026, 4, 3, 9, 30)


def run_entries(office: Office, mark: EntryMark | None = None) -> Report:
    return entries(office.book(), TW1, office.run(), mark)


def own_mapping(office: Office, text: str = MONEV) -> None:
    office.folder.templates.mkdir(exist_ok=True)
    (office.folder.templates / MAPPING_NAME).write_text(text, encoding="utf-8")


def flag(office: Office, code: str, **cells: CellContent) -> None:
    """Type into a row of Monev."""
    for field, content in cells.items():
        office.type_cell(
            "tblEntri", field, content, application="Monev", code=code, period=str(TW1)
        )


def row(office: Office, code: str) -> dict[str, CellValue]:
    return next(
        each for each in office.rows("tblEntri")
        if (each["application"], each["code"], each["period"]) == ("Monev", code, str(TW1))
    )  # fmt: skip


@pytest.fixture
def computed(office: Office) -> Office:
    """An office that follows its own mapping, figures of one section in."""
    merged(office, {"I001": {"realisation": 1.5}, "I002": {"realisation": 79.5}})
    own_mapping(office)
    office.compute()
    return office


def test_entries__mapping__gives_order_names_values_and_decimal_sign(computed: Office) -> None:
    run_entries(computed)

    shown = [
        (each["number"], each["code"], each["name"], each["realisation"], each["target"])
        for each in computed.rows("tblEntri")
    ]
    assert shown == [
        (1, "R2", "Sebutan di Monev", "79.5", None), (2, "R1", "Indikator R1", "1.5", None),
    ]  # fmt: skip


def test_entries__code_that_is_no_indicator__is_a_finding(computed: Office) -> None:
    assert codes(run_entries(computed)) == ["ENTRY_CODE_UNKNOWN"]


def test_entries__twice__writes_nothing(computed: Office) -> None:
    run_entries(computed)
    before = computed.files()

    run_entries(computed)

    assert computed.files() == before


def test_entries__flag_time_and_reference__stay_when_figures_change(computed: Office) -> None:
    flag(computed, "R2", is_entered="ya", entered_at=AT, reference="REF-7")
    run_entries(computed)
    computed.type_entry("R2", "realisation", 80)

    report = run_entries(computed)

    kept = row(computed, "R2")
    assert (kept["is_entered"], kept["entered_at"], kept["reference"]) == ("ya", AT, "REF-7")
    assert kept["realisation"] == "80"
    messages = [line.message for line in report.findings if line.code == "ENTRY_CHANGED"]
    assert messages[0] == 'Realisasi R2 di Monev dientri "79.5", sekarang "80".'
    assert (fact(report, "left"), fact(report, "changed")) == (1, 1)


def test_entries__value_that_changed_before_the_flag_was_seen__is_noticed(
    computed: Office,
) -> None:
    flag(computed, "R2", is_entered="ya", entered_at=AT, reference="REF-7")
    computed.type_entry("R2", "realisation", 80)

    report = computed.compute()

    assert "ENTRY_CHANGED" in codes(report)


def test_entries__entered_again_at_another_time__is_settled(computed: Office) -> None:
    flag(computed, "R2", is_entered="ya", entered_at=AT, reference="REF-7")
    run_entries(computed)
    computed.type_entry("R2", "realisation", 80)
    run_entries(computed)
    flag(computed, "R2", entered_at=AT.replace(hour=14))

    assert codes(run_entries(computed)) == ["ENTRY_CODE_UNKNOWN"]


def test_entries__flag_without_time_and_reference__says_what_lacks(computed: Office) -> None:
    flag(computed, "R1", is_entered="ya")

    report = run_entries(computed)

    assert codes(report).count("ENTRY_INCOMPLETE") == 2
    assert fact(report, "left") == 1


def test_entries__mapping_without_an_entered_row__keeps_and_reports_it(computed: Office) -> None:
    flag(computed, "R1", is_entered="ya", entered_at=AT, reference="REF-1")
    own_mapping(computed, MONEV.replace('      - {code: "R1"}\n', ""))

    report = run_entries(computed)

    assert "ENTRY_LEFT_OUT" in codes(report)
    assert row(computed, "R1")["reference"] == "REF-1"


def test_entries__other_order__carries_the_flags_by_key(computed: Office) -> None:
    flag(computed, "R1", is_entered="ya", entered_at=AT, reference="REF-1")
    own_mapping(computed, MONEV.replace("R2", "R?").replace("R1", "R2").replace("R?", "R1"))

    run_entries(computed)

    assert [each["code"] for each in computed.rows("tblEntri")] == ["R1", "R2"]
    assert row(computed, "R1")["reference"] == "REF-1"
    assert row(computed, "R2")["reference"] is None


def test_entries__second_period__leaves_the_first_one_alone(computed: Office) -> None:
    before = [each for each in computed.rows("tblEntri") if each["period"] == str(TW1)]
    computed.distribute(period=TW2)

    entries(computed.book(), TW2, computed.run())

    rows = computed.rows("tblEntri")
    assert [each for each in rows if each["period"] == str(TW1)] == before
    assert len(rows) == len(before) * 2


def test_entries__mark__flags_rows_with_time_and_reference(computed: Office) -> None:
    report = run_entries(computed, EntryMark("monev", ("r2",), "REF-9", AT))

    marked = row(computed, "R2")
    assert (marked["is_entered"], marked["entered_at"], marked["reference"]) == ("ya", AT, "REF-9")
    assert [each[2] for each in listing(report, "left").rows] == ["R1"]
    noted = [line for line in computed.rows("tblRiwayat") if line["verb"] == "Entri"]
    assert ("R2", "Entri Monev", "REF-9") in [
        (line["row_key"], line["field"], line["new"]) for line in noted
    ]


def test_entries__mark_without_codes__flags_all_that_is_left(computed: Office) -> None:
    report = run_entries(computed, EntryMark("Monev", reference="REF"))

    assert fact(report, "left") == 0


@pytest.mark.parametrize(
    ("mark", "told"),
    [
        pytest.param(EntryMark("SIPD"), "Monev", id="application"),
        pytest.param(EntryMark("Monev", ("Q1",)), "Q1", id="indicator"),
    ],
)
def test_entries__mark_of_what_is_not_there__is_refused(
    computed: Office, mark: EntryMark, told: str
) -> None:
    before = computed.files()

    with pytest.raises(KinerjaError, match=told):
        run_entries(computed, mark)

    assert computed.files() == before


def test_entries__broken_mapping__names_file_and_key(computed: Office) -> None:
    own_mapping(computed, MONEV.replace("values", "nilai"))
    before = computed.files()

    with pytest.raises(KinerjaError, match=r"applications\[0\]\.nilai") as caught:
        run_entries(computed)

    assert MAPPING_NAME in str(caught.value)
    assert computed.files() == before


def test_entries__closed_or_undistributed_period__is_refused(computed: Office) -> None:
    with pytest.raises(KinerjaError, match="belum didistribusikan"):
        entries(computed.book(), TW2, computed.run())
    close(computed.book(), TW1, computed.run())

    with pytest.raises(KinerjaError, match="sudah ditutup"):
        run_entries(computed)


@pytest.mark.libreoffice
def test_entries__state_and_counts__are_live(
    computed: Office, libreoffice: LibreOffice, tmp_path: Path
) -> None:
    flag(computed, "R2", is_entered="ya", entered_at=AT, reference="REF-7")
    run_entries(computed)
    computed.type_entry("R2", "realisation", 80)
    run_entries(computed)
    folder = tmp_path / "lo"
    folder.mkdir()

    converted = libreoffice.convert(computed.master, "xlsx", folder=folder)

    found = Office(converted.parent, master_name=converted.name)
    assert [each["state"] for each in found.rows("tblEntri")] == [CHANGED, LEFT]
    book = found.book()
    assert (book.value("Belum_Dientri"), book.value("Berubah_Sesudah_Dientri")) == (1, 1)
