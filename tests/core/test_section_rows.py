from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from kinerja_xl.core.achievement import PeriodTerm
from kinerja_xl.core.indicator import Measure, PeriodLogic, Target
from kinerja_xl.core.numbers import Unreadable
from kinerja_xl.core.period import Period
from kinerja_xl.core.section_rows import (
    BLANK_ENTRIES,
    SectionRow,
    amount,
    earlier_terms,
    section_row,
)
from kinerja_xl.core.values import CellValue
from tests.core.section_samples import FIRST, SECOND, YEAR, entries, make_indicator

GRADES = Measure(ordinal_map=(("WTP", Decimal(4)), ("WDP", Decimal(3))))
EIGHTY = Target(Decimal(80), Decimal(80))


def make_row(
    period: Period = FIRST, realisation: CellValue = None, **changes: object
) -> SectionRow:
    row = section_row(make_indicator(), period, entries=entries(realisation=realisation))
    return replace(row, **changes)  # type: ignore[arg-type] # by name


def test_section_row__is_a_copy_of_the_indicator_for_the_period() -> None:
    indicator = replace(
        make_indicator(targets=((YEAR, "7-8"), (FIRST, Decimal(7)), (SECOND, Decimal(8)))),
        program="Program A",
        budget=Decimal(1_250_000),
    )

    row = section_row(indicator, SECOND)

    assert (row.index, row.key, row.period) == (-1, "I001", SECOND)
    assert (row.target_year, row.target) == ("7-8", Decimal(8))
    assert (row.program, row.budget) == ("Program A", Decimal(1_250_000))
    assert row.evidence == indicator.evidence
    assert row.measure == indicator.measure
    assert row.entries == BLANK_ENTRIES


def test_section_row__period_without_target__has_none() -> None:
    assert section_row(make_indicator(), Period.parse("2026-03")).target is None


def test_row_id__names_key_and_period() -> None:
    assert make_row(SECOND).row_id == "I001|2026-TW2"


def test_entry__is_found_by_its_name() -> None:
    row = make_row(entries=entries(realisation=Decimal(5), note="Catatan"))

    assert (row.entry("realisation"), row.entry("note")) == (Decimal(5), "Catatan")
    assert row.entry("obstacles") is None


@pytest.mark.parametrize(
    ("values", "is_blank"),
    [
        pytest.param({}, True, id="nothing"),
        pytest.param({"realisation": Decimal(0)}, False, id="zero-is-an-entry"),
        pytest.param({"note": "x"}, False, id="only-a-note"),
    ],
)
def test_is_blank__says_whether_anything_was_filled_in(
    values: dict[str, CellValue], is_blank: bool
) -> None:
    assert make_row(entries=entries(**values)).is_blank is is_blank


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        pytest.param({"realisation": 75.0}, PeriodTerm(EIGHTY, Decimal(75)), id="number"),
        pytest.param({"realisation": "98,5%"}, PeriodTerm(EIGHTY, Decimal("98.5")), id="text"),
        pytest.param({}, PeriodTerm(EIGHTY, None), id="blank-is-no-zero"),
        pytest.param({"realisation": 0.0}, PeriodTerm(EIGHTY, Decimal(0)), id="zero"),
        pytest.param({"realisation": "nihil"}, PeriodTerm(EIGHTY, None), id="stated-empty"),
        pytest.param({"realisation": "abc"}, PeriodTerm(EIGHTY, None), id="unreadable"),
        pytest.param(
            {"target": "tinggi", "realisation": 75.0}, PeriodTerm(None, Decimal(75)),
            id="target-unreadable",
        ),
        pytest.param(
            {"target": None, "realisation": 75.0}, PeriodTerm(None, Decimal(75)),
            id="target-missing",
        ),
        pytest.param(
            {"target": "WTP", "measure": GRADES, "unit": "opini", "realisation": "wdp"},
            PeriodTerm(Target(Decimal(4), Decimal(4)), Decimal(3)), id="grades",
        ),
    ],
)  # fmt: skip
def test_term__takes_what_can_be_read(changes: dict[str, object], expected: PeriodTerm) -> None:
    assert make_row(**changes).term() == expected  # type: ignore[arg-type] # by name


def test_read_target__that_cannot_be_read__says_why() -> None:
    assert isinstance(make_row(target="tinggi").read_target(), Unreadable)


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"code": "9.9"}, id="code"),
        pytest.param({"objective": "Lain"}, id="objective"),
        pytest.param({"name": "Lain"}, id="name"),
        pytest.param({"unit": "orang"}, id="unit"),
        pytest.param({"target_year": None}, id="target-of-the-year"),
        pytest.param({"target": "80-90"}, id="target"),
        pytest.param({"program": "Program B"}, id="program"),
        pytest.param({"budget": Decimal(1)}, id="budget"),
        pytest.param({"evidence": ("Daftar hadir", "Berita acara")}, id="order-of-evidence"),
        pytest.param({"measure": Measure(digits=0)}, id="settings"),
        pytest.param({"key": "I002"}, id="key"),
        pytest.param({"period": SECOND}, id="period"),
    ],
)
def test_has_same_definition__anything_defined_differs__is_another(
    changes: dict[str, object],
) -> None:
    row = make_row()

    assert not row.has_same_definition(replace(row, **changes))  # type: ignore[arg-type] # by name


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"index": 7}, id="place"),
        pytest.param({"entries": entries(realisation=Decimal(5))}, id="entries"),
        pytest.param({"target": 80.0, "target_year": 80}, id="number-of-another-type"),
    ],
)
def test_has_same_definition__only_the_rest_differs__is_the_same(
    changes: dict[str, object],
) -> None:
    row = make_row()

    assert row.has_same_definition(replace(row, **changes))  # type: ignore[arg-type] # by name


def test_earlier_terms__are_those_of_the_year_and_length_with_a_target_in_order() -> None:
    rows = tuple(
        make_row(Period.parse(period), realisation, key=key, target=target)
        for period, realisation, key, target in (
            ("2026-TW3", 3, "I001", 80),
            ("2026-TW1", 1, "I001", 80),
            ("2026-TW4", 4, "I001", 80),
            ("2026-TW2", 2, "I001", None),
            ("2025-TW1", 5, "I001", 80),
            ("2026-01", 6, "I001", 80),
            ("2026-S1", 7, "I001", 80),
            ("2026-TW1", 8, "I002", 80),
        )
    )

    terms = earlier_terms(rows, rows[2])

    assert [term.realisation for term in terms] == [Decimal(1), Decimal(3)]


def test_earlier_terms__keep_the_settings_out__each_period_reads_by_its_own() -> None:
    earlier = make_row(FIRST, "WDP", target="WTP", measure=GRADES, unit="opini")
    current = make_row(SECOND, 5, measure=Measure(period_logic=PeriodLogic.LAST))

    (term,) = earlier_terms((earlier, current), current)

    assert term == PeriodTerm(Target(Decimal(4), Decimal(4)), Decimal(3))


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        pytest.param("Rp 1.250.000", Decimal(1_250_000), id="rupiah"),
        pytest.param(1_250_000.0, Decimal(1_250_000), id="number"),
        pytest.param(None, None, id="blank"),
        pytest.param("belum ada", "belum ada", id="unreadable-stays"),
    ],
)
def test_amount__reads_or_gives_back(cell: CellValue, expected: CellValue) -> None:
    assert amount(cell) == expected
