from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from kinerja_xl.core.calendar import DayOff, DayOffKind, Span
from kinerja_xl.core.scales import SCALES
from kinerja_xl.files.building.initial_content import NewMaster, initial_content
from kinerja_xl.files.definitions import load_sop
from kinerja_xl.files.resources import shipped
from kinerja_xl.layout import names, tables

if TYPE_CHECKING:
    from kinerja_xl.core.values import CellContent
    from kinerja_xl.files.building.master import MasterContent
    from kinerja_xl.layout.spec import Table

SOPS = ("kpu_bengkulu_utara", "kpu_sorong")


def _content(name: str = SOPS[0]) -> MasterContent:
    sop = load_sop(shipped("sop", f"{name}.yaml"))
    days = (DayOff(date(2026, 1, 1), DayOffKind.NATIONAL, "Tahun Baru Masehi"),)
    spans = (Span(date(2026, 2, 18), date(2026, 3, 19)),)
    return initial_content(
        NewMaster("KPU Kabupaten Contoh", 2026, sop, "induk-1", days_off=days, ramadan=spans)
    )


def _rows(content: MasterContent, table: Table) -> list[dict[str, CellContent]]:
    rows = dict(content.tables)[table.name]
    return [dict(zip(table.fields, row, strict=True)) for row in rows]


@pytest.mark.parametrize(("name", "steps"), [(SOPS[0], 14), (SOPS[1], 6)], ids=SOPS)
def test_initial_content__sop__stands_in_sop_and_in_the_first_cycle(name: str, steps: int) -> None:
    content = _content(name)

    sop, cycle = _rows(content, tables.SOP_TABLE), _rows(content, tables.STEP_TABLE)
    assert [row["number"] for row in sop] == list(range(1, steps + 1))
    assert {row["cycle"] for row in cycle} == {"2026-TW1"}
    assert {row["status"] for row in cycle} == {"Belum mulai"}
    for field in ("number", "activity", "actor", "duration", "amount", "unit"):
        assert [row[field] for row in cycle] == [row[field] for row in sop]


def test_initial_content__duration_not_stated__has_no_amount_and_says_so() -> None:
    rows = _rows(_content(), tables.SOP_TABLE)

    unstated = [row["number"] for row in rows if row["amount"] is None]

    assert unstated == [1, 14]
    assert {rows[0]["duration"], rows[13]["duration"]} == {"tidak dinyatakan"}
    assert (rows[10]["amount"], rows[10]["unit"], rows[10]["duration"]) == (2, "hari", "2 hari")


def test_initial_content__inferred_actor__is_marked() -> None:
    rows = _rows(_content(), tables.SOP_TABLE)

    assert {row["actor_basis"] for row in rows} <= {"disimpulkan", "dokumen SOP"}
    assert rows[2]["actor_basis"] == "disimpulkan"


def test_initial_content__return_in_the_flow__is_in_the_remarks() -> None:
    rows = _rows(_content(), tables.SOP_TABLE)

    assert "Kembali ke langkah" in str(rows[5]["note"])


def test_initial_content__reconciliation__says_what_is_unaccounted() -> None:
    first, second = (_content(name).sop_form for name in SOPS)

    assert first
    assert second
    assert "90 menit" in first.cells[-1].text
    assert "tidak dinyatakan" in second.cells[-1].text


def test_initial_content__sections__have_status_and_summary_lines() -> None:
    content = _content()
    codes = [code for code, _ in content.sections]

    for table in (tables.STATUS_TABLE, tables.SECTION_SUMMARY_TABLE, tables.SECTION_LIST_TABLE):
        assert [row["code"] for row in _rows(content, table)] == codes
    assert {row["state"] for row in _rows(content, tables.STATUS_TABLE)} == {"belum dibagikan"}


def test_initial_content__calendar__has_the_hours_of_both_regimes() -> None:
    content = _content()

    hours = _rows(content, tables.HOURS_TABLE)
    assert len(hours) == 14
    assert hours[0] == {
        "regime": "Biasa", "day": "Senin", "open": "07:30", "break_start": "12:00",
        "break_end": "13:00", "close": "16:00",
    }  # fmt: skip
    assert _rows(content, tables.DAY_OFF_TABLE)[0]["kind"] == "libur nasional"
    assert _rows(content, tables.RAMADAN_TABLE)[0]["first"] == date(2026, 2, 18)


def test_initial_content__scales__are_all_there_and_the_first_is_chosen() -> None:
    content = _content()

    rows = _rows(content, tables.SCALE_TABLE)
    assert len(rows) == sum(len(scale.bands) for scale in SCALES)
    assert dict(content.values)[names.SCALE.name] == rows[0]["scale"] == SCALES[0].name


def test_initial_content__values__name_office_period_and_format() -> None:
    values = dict(_content().values)

    assert values[names.OFFICE.name] == "KPU Kabupaten Contoh"
    assert values[names.ACTIVE_PERIOD.name] == "2026-TW1"
    assert values[names.MASTER_ID.name] == "induk-1"
    assert values[names.FORMAT_VERSION.name] == names.MASTER_FORMAT
    assert values[names.STEPS_DONE.name] == "0 dari 14"
