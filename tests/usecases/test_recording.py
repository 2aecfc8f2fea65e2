from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from kinerja_xl.core.book import Change, ReplaceRows
from kinerja_xl.core.draft import Draft
from kinerja_xl.core.findings import Code, Finding, Place, finding
from kinerja_xl.core.history import START, HistoryEntry, link
from kinerja_xl.core.period import Period
from kinerja_xl.core.values import CellContent, CellValue, Formula, cell_text
from kinerja_xl.layout import names, tables
from kinerja_xl.usecases.gather import Run
from kinerja_xl.usecases.recording import (
    Source,
    entry,
    place_link,
    record_findings,
    record_history,
)
from kinerja_xl.usecases.report import FindingLine
from tests.usecases.memory_book import MemoryBook, memory_master

FIRST, SECOND = Period.parse("2026-TW1"), Period.parse("2026-TW2")
NOW = datetime(2026, 4, 1, 8, 0)
LATER = Run(NOW + timedelta(days=1), "perencanaan")
RUN = Run(NOW, "perencanaan")
FINDINGS = tables.FINDING_TABLE
FILE = "kembali/2026-TW1/umum.xlsx"


def empty_cell(row: int = 7, *, file: str = FILE) -> Finding:
    place = Place(file, "FORM", f"K{row}")
    return finding(
        Code.REQUIRED_EMPTY, place, section="REN", row_key=f"I{row:03d}", column="realisation",
        field="Realisasi", code=f"1.{row}",
    )  # fmt: skip


def at_place(place: Place) -> Finding:
    return finding(Code.NOT_A_FORM, place)


def record(
    book: MemoryBook,
    *findings: Finding,
    run: Run = RUN,
    source: Source = Source.CHECK,
    period: Period = FIRST,
) -> tuple[FindingLine, ...]:
    draft = Draft(book)
    lines = record_findings(draft, run, source, period, findings)
    draft.commit()
    return lines


def column(book: MemoryBook, field: str) -> tuple[CellValue, ...]:
    return book.table(FINDINGS.name).column(field)


def placed(changes: tuple[Change, ...]) -> list[CellContent]:
    """Return what was written into the place column of TEMUAN, top to bottom."""
    (replaced,) = (change for change in changes if isinstance(change, ReplaceRows))
    return [row[FINDINGS.position("place")] for row in replaced.rows]


# History.


def lines_of(book: MemoryBook) -> list[dict[str, CellValue]]:
    data = book.table(tables.HISTORY_TABLE.name)
    return [dict(zip(data.fields, row, strict=True)) for row in data.rows]


def is_intact(book: MemoryBook) -> bool:
    """Prove the chain from what stands in RIWAYAT."""
    last = START
    for n, line in enumerate(lines_of(book), start=1):
        number, chain = int(cell_text(line.pop("number"))), line.pop("chain")
        texts = {field: cell_text(cell) for field, cell in line.items()}
        typed = {field: line[field] for field in ("at", "old", "new")}
        last = link(last, number, HistoryEntry(**{**texts, **typed}))  # type: ignore[arg-type] # by name
        if (n, last) != (number, chain):
            return False
    return True


def test_entry__has_the_runs_time_and_account() -> None:
    made = entry(RUN, Source.MERGE, FIRST, section="REN", field="Realisasi", old=None, new=75.0)

    assert made == HistoryEntry(
        NOW, "perencanaan", "Gabung", "2026-TW1", "REN", field="Realisasi", new=75.0
    )


def test_record_history__empty_register__begins_with_one() -> None:
    book = memory_master()
    draft = Draft(book)

    record_history(draft, [entry(RUN, Source.STEP, FIRST, new=number) for number in (1, 2)])
    draft.commit()

    assert [line["number"] for line in lines_of(book)] == [1, 2]
    assert is_intact(book)


def test_record_history__later_and_within_one_draft__goes_on_from_the_last_line() -> None:
    book = memory_master()
    for run in (RUN, LATER):
        draft = Draft(book)
        record_history(draft, [entry(run, Source.STEP, FIRST, new="satu")])
        record_history(draft, [entry(run, Source.MERGE, FIRST, old=1, new=2)])
        draft.commit()

    assert [line["number"] for line in lines_of(book)] == [1, 2, 3, 4]
    assert is_intact(book)


def test_record_history__nothing__is_no_change() -> None:
    draft = Draft(memory_master())

    record_history(draft, [])

    assert draft.changes() == ()


# Where a finding leads.


@pytest.mark.parametrize(
    ("place", "target"),
    [
        pytest.param(Place(), "", id="nowhere"),
        pytest.param(Place(FILE), FILE, id="file"),
        pytest.param(Place("", "REN"), "#'REN'!A1", id="sheet-of-the-master"),
        pytest.param(Place("", "REN", "K7"), "#'REN'!K7", id="cell-of-the-master"),
        pytest.param(Place(FILE, "FORM", "K7"), f"{FILE}#'FORM'!K7", id="cell-of-a-file"),
        pytest.param(Place(FILE, "Jum'at"), f"{FILE}#'Jum''at'!A1", id="apostrophe"),
    ],
)
def test_place_link__leads_to_the_place(place: Place, target: str) -> None:
    assert place_link(place) == target


PLACES = [
    Place(),
    Place(FILE),
    Place("", "REN"),
    Place("", "DATA PENDUKUNG", "G12"),
    Place(FILE, "FORM", "K7"),
    Place(FILE, "Jum'at"),
    Place("kembali/2026-TW1/salinan [2]!.xlsx", "DATA PENDUKUNG", "B3"),
    Place("kembali/2026-TW1/" + "a" * 250 + ".xlsx", "FORM", "K7"),
]


def test_record_findings__written_again__every_place_keeps_its_link() -> None:
    book = memory_master()
    findings = [at_place(place) for place in PLACES]
    record(book, *findings)

    record(book, *findings, empty_cell())

    first, second = (placed(changes) for changes in book.applied)
    assert second[:-1] == first
    assert first[4] == Formula(
        f'HYPERLINK("{FILE}#\'FORM\'!K7","{FILE} [FORM!K7]")', f"{FILE} [FORM!K7]"
    )


# Findings.


def test_record_findings__new__are_lines_with_time_and_number() -> None:
    book = memory_master()

    lines = record(book, empty_cell(7), empty_cell(8))

    assert [(line.code, line.section, line.place) for line in lines] == [
        ("REQUIRED_EMPTY", "REN", f"{FILE} [FORM!K7]"),
        ("REQUIRED_EMPTY", "REN", f"{FILE} [FORM!K8]"),
    ]
    assert lines[0].message == empty_cell(7).message
    assert column(book, "number") == (1, 2)
    assert column(book, "found_at") == (NOW, NOW)
    assert column(book, "source") == ("Periksa", "Periksa")
    assert book.value(names.FINDING_COUNT.name) == 2


def test_record_findings__same_again__changes_nothing() -> None:
    book = memory_master()
    first = record(book, *map(at_place, PLACES))

    again = record(book, *map(at_place, PLACES), run=LATER)

    assert again == first
    assert len(book.applied) == 1


def test_record_findings__one_stays_and_one_is_new__the_old_keeps_its_time() -> None:
    book = memory_master()
    record(book, empty_cell(7))

    record(book, empty_cell(8), empty_cell(7), run=LATER)

    assert column(book, "row_key") == ("I008", "I007")
    assert column(book, "found_at") == (LATER.now, NOW)


def test_record_findings__mended__is_gone_and_the_rest_renumbered() -> None:
    book = memory_master()
    record(book, empty_cell(7), empty_cell(8), empty_cell(9))

    lines = record(book, empty_cell(9), run=LATER)

    assert len(lines) == 1
    assert column(book, "number") == (1,)
    assert column(book, "row_key") == ("I009",)
    assert book.value(names.FINDING_COUNT.name) == 1


def test_record_findings__all_mended__leaves_an_empty_table() -> None:
    book = memory_master()
    record(book, empty_cell(7))

    assert record(book) == ()
    assert book.table(FINDINGS.name).rows == ()
    assert book.value(names.FINDING_COUNT.name) == 0


def test_record_findings__other_verbs_and_periods__are_left_alone() -> None:
    book = memory_master()
    record(book, empty_cell(1), source=Source.MERGE)
    record(book, empty_cell(2), period=SECOND)
    record(book, empty_cell(3))

    lines = record(book, empty_cell(4), run=LATER)

    assert [line.message for line in lines] == [empty_cell(4).message]
    assert column(book, "row_key") == ("I001", "I002", "I004")
    assert column(book, "number") == (1, 2, 3)
    assert book.value(names.FINDING_COUNT.name) == 3


def test_record_findings__rows_to_be_kept__stay_and_are_reported() -> None:
    book = memory_master()
    record(book, empty_cell(7), empty_cell(8, file="kembali/2026-TW1/hukum.xlsx"))
    draft = Draft(book)
    at = FINDINGS.position("file")

    lines = record_findings(draft, LATER, Source.CHECK, FIRST, (), keep=lambda row: row[at] == FILE)

    assert [line.place for line in lines] == [f"{FILE} [FORM!K7]"]
    assert draft.table(FINDINGS.name).column("found_at") == (NOW,)


def test_record_findings__decision_of_the_officer__stays_with_its_finding() -> None:
    book = memory_master()
    record(book, empty_cell(7), empty_cell(8))
    draft = Draft(book)
    draft.set_cell(FINDINGS.name, 1, "decision", names.TAKE_RETURN)
    draft.commit()

    record(book, empty_cell(9), empty_cell(8), run=LATER)

    assert column(book, "decision") == (None, names.TAKE_RETURN)


def test_record_findings__another_message_at_the_same_cell__is_another_finding() -> None:
    book = memory_master()
    place = Place(FILE, "FORM", "K7")
    record(book, finding(Code.NOT_A_NUMBER, place, field="Realisasi", text="abc"))
    draft = Draft(book)
    draft.set_cell(FINDINGS.name, 0, "decision", names.TAKE_RETURN)
    draft.commit()

    record(book, finding(Code.NOT_A_NUMBER, place, field="Realisasi", text="abd"), run=LATER)

    assert column(book, "found_at") == (LATER.now,)
    assert column(book, "decision") == (None,)


def test_record_findings__conflict__keeps_the_returned_value() -> None:
    book = memory_master()
    found = finding(
        Code.CONFLICT, Place(FILE, "FORM", "K7"), row_key="I007", column="realisation",
        field="Realisasi", master="75", returned="80", base="kosong",
    )  # fmt: skip
    draft = Draft(book)

    record_findings(draft, RUN, Source.MERGE, FIRST, (found, empty_cell(8)), returned={found: "80"})

    assert draft.table(FINDINGS.name).column("returned") == ("80", None)
