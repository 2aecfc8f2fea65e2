from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from pathlib import Path, PurePath

import pytest

from kinerja_xl.core.distribution import Section, SectionState, issued_form, plan_section
from kinerja_xl.core.draft import Draft
from kinerja_xl.core.findings import Code
from kinerja_xl.core.forms import Form
from kinerja_xl.core.indicator import Indicator, Polarity
from kinerja_xl.core.period import Period
from kinerja_xl.core.values import CellContent, canonical
from kinerja_xl.errors import KinerjaError
from kinerja_xl.layout import rows, tables
from kinerja_xl.usecases import gather
from kinerja_xl.usecases.distribute import distribute
from kinerja_xl.usecases.gather import Run
from tests.usecases.memory_book import INDICATORS, MemoryBook, indicator_row, memory_master

FIRST, SECOND = Period.parse("2026-TW1"), Period.parse("2026-TW2")
RUN = Run(datetime(2026, 1, 5, 8, 0), "perencanaan")


def with_issued(*versions: int, period: Period = FIRST, section: str = "REN") -> MemoryBook:
    """Return a master in which these versions were recorded, in this order."""
    book = memory_master()
    draft = Draft(book)
    cells: dict[str, CellContent] = {"period": str(period), "section": section, "digest": "d"}
    draft.append(
        tables.FORM_TABLE.name,
        (
            rows.full_row(tables.FORM_TABLE, {**cells, "form_id": f"f{n}", "version": n})
            for n in versions
        ),
    )
    for n in versions:
        draft.append(
            tables.BASE_TABLE.name, (rows.base_row_cells(f"f{n}", "I001", (float(n), *[None] * 7)),)
        )
        draft.append(
            tables.EVIDENCE_BASE_TABLE.name,
            (rows.base_row_cells(f"f{n}", "I001.1", ("ba.pdf", None)),),
        )
    draft.commit()
    return book


# Who and when.


def test_office__is_name_and_master() -> None:
    office = gather.office(memory_master())

    assert (office.name, office.master_id) == ("KPU Kabupaten Contoh", "induk-contoh")


def test_folder_of__is_where_the_master_lies() -> None:
    book = memory_master(path=PurePath("/kantor/Kinerja-2026/Kinerja.xlsm"))

    assert gather.folder_of(book).root == Path("/kantor/Kinerja-2026")


def test_year__is_read_whatever_the_number_is_stored_as() -> None:
    assert gather.year(memory_master(Tahun=2027.0)) == 2027


@pytest.mark.parametrize("cell", [None, "dua ribu", 2026.5], ids=["blank", "text", "fraction"])
def test_year__that_is_none__stops_the_run(cell: CellContent) -> None:
    with pytest.raises(KinerjaError, match="Tahun"):
        gather.year(memory_master(Tahun=cell))


def test_period_in_year__own_year__is_given_back() -> None:
    assert gather.period_in_year(memory_master(), FIRST) == FIRST


def test_period_in_year__another_year__stops_the_run() -> None:
    with pytest.raises(KinerjaError, match="2027-TW1"):
        gather.period_in_year(memory_master(), Period.parse("2027-TW1"))


def test_active_period__is_what_the_control_sheet_shows() -> None:
    assert gather.active_period(memory_master(Periode_Aktif="2026-tw2 ")) == SECOND


# Sections and indicators.


def test_sections__are_those_of_the_settings() -> None:
    assert gather.sections(memory_master()) == (
        Section("REN", "Perencanaan"),
        Section("HUKUM", "Hukum dan SDM"),
    )


@pytest.mark.parametrize(
    ("codes", "expected"),
    [
        pytest.param((), ["REN", "HUKUM"], id="all-when-none-is-named"),
        pytest.param(("hukum",), ["HUKUM"], id="letters-in-either-case"),
        pytest.param(("HUKUM", "REN", "HUKUM"), ["REN", "HUKUM"], id="each-once-in-their-order"),
    ],
)
def test_chosen_sections__are_found_by_code(codes: tuple[str, ...], expected: list[str]) -> None:
    chosen = gather.chosen_sections(memory_master(), codes)

    assert [section.code for section in chosen] == expected


def test_chosen_sections__unknown_one__stops_the_run_and_names_the_known() -> None:
    with pytest.raises(KinerjaError, match="UMUM") as caught:
        gather.chosen_sections(memory_master(), ("REN", "UMUM"))

    assert "REN, HUKUM" in caught.value.remedy


def test_indicators__are_read_with_settings_and_targets() -> None:
    table = gather.indicators(memory_master())

    assert table.findings == ()
    assert [item.key for item in table.indicators] == ["I001", "I002", "I003"]
    first, graded, minimised = table.indicators
    assert (first.program, first.budget) == ("Program A", Decimal(1_250_000))
    assert first.evidence == ("Berita acara", "Daftar hadir")
    assert graded.target_of(FIRST) == "WTP"
    assert dict(graded.measure.ordinal_map)["WDP"] == Decimal(3)
    assert minimised.measure.polarity is Polarity.MINIMISE
    assert (minimised.target_of(FIRST), minimised.target_of(SECOND)) == ("7-8", Decimal(7))


def test_indicators__row_with_a_fault__is_a_finding_at_its_cell_and_left_out() -> None:
    bad = indicator_row("I004", "4.1", "UMUM")

    table = gather.indicators(memory_master((*INDICATORS, bad)))

    assert [item.key for item in table.indicators] == ["I001", "I002", "I003"]
    (found,) = table.findings
    row = tables.INDICATOR_TABLE.header_row + 1 + len(INDICATORS)
    assert found.code is Code.SECTION_UNKNOWN
    assert (found.place.sheet, found.place.cell) == ("INDIKATOR", f"F{row}")


# What was distributed.


def test_latest_forms__highest_version__is_the_valid_one() -> None:
    forms = gather.latest_forms(with_issued(1, 10, 9, 2), FIRST)

    assert {code: form.version for code, form in forms.items()} == {"REN": 10}


def test_latest_forms__of_another_period__are_none() -> None:
    assert gather.latest_forms(with_issued(1, period=SECOND), FIRST) == {}


def test_period_state__knows_the_valid_form_and_its_base_only() -> None:
    state = gather.period_state(with_issued(1, 2), FIRST)

    section = state.of("REN")
    assert section.issued is not None
    assert section.issued.form_id == "f2"
    assert [(row.key, row.entries[0], row.index) for row in section.base] == [
        ("I001", 2.0, 1),
        ("I001.1", "ba.pdf", 1),
    ]
    assert state.of("HUKUM").issued is None
    assert state.of("HUKUM").base == ()


def test_period_state__only_some_sections__reads_no_others() -> None:
    state = gather.period_state(memory_master(), FIRST, (Section("HUKUM", "Hukum dan SDM"),))

    assert [section.section.code for section in state.sections] == ["HUKUM"]


# Through the cells and back.


def plain(form: Form) -> Form:
    """Reduce a form's values to what is equal when cells are."""
    return replace(
        form,
        rows=tuple(
            replace(
                row,
                locked=tuple(map(canonical, row.locked)),
                base=tuple(map(canonical, row.base)),
            )
            for row in form.rows
        ),
    )


def own(book: MemoryBook, state: SectionState) -> tuple[Indicator, ...]:
    code = state.section.code
    return tuple(item for item in gather.indicators(book).indicators if item.section == code)


CORRECTED = (
    indicator_row("I004", "1.3", "REN", target_TW1="80-90", evidence="Foto"),
    indicator_row("I002", "1.2b", "REN", unit="opini", ordinal_map="WTP=4; WDP=3,125",
                  target_TW1="WTP", evidence="Daftar hadir; Berita acara"),
    indicator_row("I001", "1.1", "REN", program="Program A", budget=1_250_000.5),
)  # fmt: skip


@pytest.mark.parametrize(
    "turns",
    [
        pytest.param([INDICATORS], id="first-version"),
        pytest.param([INDICATORS, CORRECTED], id="reordered-renamed-added-removed"),
        pytest.param([INDICATORS, CORRECTED, INDICATORS], id="and-back-again"),
    ],
)
def test_period_state__after_distributing__holds_the_form_that_went_out(
    turns: list[tuple[tuple[CellContent, ...], ...]], tmp_path: Path
) -> None:
    book = memory_master((), path=tmp_path / "Kinerja.xlsm")
    for turn, indicators in enumerate(turns, start=1):
        draft = Draft(book)
        draft.replace(tables.INDICATOR_TABLE.name, indicators)
        draft.commit()
        before = gather.period_state(book, FIRST).of("REN")
        plan = plan_section(gather.office(book), before, own(book, before))
        assert plan is not None

        distribute(book, FIRST, RUN)
        applied = len(book.applied)
        distribute(book, FIRST, RUN)

        after = gather.period_state(book, FIRST).of("REN")
        assert plain(issued_form(gather.office(book), after)) == plain(plan.form)
        assert plan.form.identity.version == turn
        again = plan_section(gather.office(book), after, own(book, after))
        assert again is not None
        assert (again.is_new, again.changed_rows, again.new_evidence) == (False, (), ())
        assert len(book.applied) == applied


def test_period_state__indicator_that_went_to_another_section__leaves_its_row_behind(
    tmp_path: Path,
) -> None:
    book = memory_master(path=tmp_path / "Kinerja.xlsm")
    distribute(book, FIRST, RUN)
    draft = Draft(book)
    draft.set_cell(tables.section_table("HUKUM").name, 0, "realisation", 7)
    draft.set_cell(tables.INDICATOR_TABLE.name, 2, "section", "REN")
    draft.commit()

    report = distribute(book, FIRST, RUN)

    state = gather.period_state(book, FIRST)
    assert [row.key for row in state.of("REN").current_rows()] == ["I001", "I002", "I003"]
    assert [row.entry("realisation") for row in state.of("HUKUM").current_rows()] == [7]
    assert [line.code for line in report.findings] == [Code.ROW_ORPHANED.name]
