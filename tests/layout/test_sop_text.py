from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date

import pytest

from kinerja_xl.core.reconciliation import reconcile
from kinerja_xl.core.sop import Duration, NotStated, Sop
from kinerja_xl.core.step_plan import DurationUnit
from kinerja_xl.files.definitions import find_sop, load_sop
from kinerja_xl.layout.sop_text import (
    TextTable,
    actor_text,
    duration_text,
    reconciliation_lines,
    sop_json,
    sop_tables,
    stated_text,
)
from tests.sop_samples import Data, make_sop, step

SHIPPED = ("kpu_bengkulu_utara", "kpu_sorong")


def tables_of(sop: Sop) -> dict[str, TextTable]:
    return {table.title: table for table in sop_tables(sop)}


def texts_in(value: object, key: str = "") -> Iterator[str]:
    """Iterate over every authored text of a dumped definition, keys and identifiers left out."""
    if isinstance(value, dict):
        for name, item in value.items():
            if name not in ("id", "field", "actors", "unit") and not name.startswith("date_"):
                yield from texts_in(item, name)
    elif isinstance(value, list):
        for item in value:
            yield from texts_in(item, key)
    elif isinstance(value, str) and key != "signed_on":
        yield value


@pytest.mark.parametrize("name", SHIPPED)
def test_sop_tables__shipped__show_every_text_of_the_definition(name: str) -> None:
    sop = load_sop(find_sop(name))
    shown = "\n".join(cell for table in sop_tables(sop) for row in table.rows for cell in row)
    dumped = {key: item for key, item in sop.model_dump(mode="json").items() if key != "actors"}

    missing = [text for text in texts_in(dumped) if text not in shown]

    assert missing == []


@pytest.mark.parametrize("name", SHIPPED)
def test_sop_tables__shipped__rows_are_as_wide_as_their_headings(name: str) -> None:
    tables = sop_tables(load_sop(find_sop(name)))

    for table in tables:
        assert {len(row) for row in table.rows} == {len(table.headings)}


def test_sop_tables__bengkulu_utara__steps_show_inference_and_lost_duration() -> None:
    rows = tables_of(load_sop(find_sop("kpu_bengkulu_utara")))["Langkah"].rows

    assert [row[4] for row in rows] == [
        "tidak dinyatakan", "15 menit", "20 menit", "30 menit", "20 menit", "15 menit", "15 menit",
        "15 menit", "20 menit", "15 menit", "2 hari", "1 hari", "3 jam", "tidak dinyatakan",
    ]  # fmt: skip
    assert all(row[2].endswith("(disimpulkan)") for row in rows)


def test_sop_tables__flow__shows_what_follows_and_the_ways_back() -> None:
    rows = tables_of(load_sop(find_sop("kpu_bengkulu_utara")))["Alur"].rows

    assert [row[:2] for row in rows if row[0] in ("6", "14")] == [
        ("6", "7"), ("6", "kembali ke 4"), ("6", "kembali ke 5"), ("14", "selesai"),
    ]  # fmt: skip
    assert rows[6][3].endswith("(disimpulkan)")


def test_sop_tables__nothing_doubtful__leaves_those_tables_out() -> None:
    titles = list(tables_of(make_sop()))

    assert titles == ["Identitas", "Subbagian", "Langkah", "Alur"]


def test_actor_text__stated_actor__is_not_marked() -> None:
    sop = make_sop(steps=[step(1, actors=["kasubbag", "staf"])])

    assert actor_text(sop, sop.steps[0]) == "Kasubbag; Staf"


@pytest.mark.parametrize(
    ("duration", "text"),
    [
        pytest.param(Duration(amount=2, unit=DurationUnit.DAY), "2 hari", id="days"),
        pytest.param(Duration(amount=1530, unit=DurationUnit.MINUTE), "1.530 menit", id="thousand"),
        pytest.param(NotStated(not_stated="Hilang."), "tidak dinyatakan", id="not-stated"),
    ],
)
def test_duration_text__case__is_as_authored(duration: Duration | NotStated, text: str) -> None:
    assert duration_text(duration) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        pytest.param("Aimas", "Aimas", id="text"),
        pytest.param(date(2023, 1, 5), "05 Januari 2023", id="date"),
        pytest.param(NotStated(not_stated="Kosong."), "tidak dinyatakan (Kosong.)", id="absent"),
    ],
)
def test_stated_text__case__is_readable(value: str | date | NotStated, text: str) -> None:
    assert stated_text(value) == text


def test_reconciliation_lines__bengkulu_utara__report_the_90_minutes() -> None:
    lines = reconciliation_lines(reconcile(load_sop(find_sop("kpu_bengkulu_utara"))))

    assert lines == (
        "Jumlah langkah: 14.",
        "Waktu langkah yang dinyatakan: 165 menit + 3 jam + 3 hari = 3 hari dan 345 menit.",
        "Waktu tidak dinyatakan: langkah 1 dan 14.",
        "Jumlah waktu menurut dokumen: 3 hari 7 jam 15 menit = 3 hari dan 435 menit.",
        "Belum terurai: 90 menit pada langkah 1 dan 14; pembagiannya tidak dapat diketahui.",
    )


def test_reconciliation_lines__sorong__report_1530_minutes_and_no_total() -> None:
    lines = reconciliation_lines(reconcile(load_sop(find_sop("kpu_sorong"))))

    assert lines == (
        "Jumlah langkah: 6.",
        "Waktu langkah yang dinyatakan: 1.530 menit.",
        "Jumlah waktu tidak dinyatakan dalam dokumen.",
    )


_UNSTATED = {"not_stated": "Kosong."}
_HOUR = {"amount": 1, "unit": "jam"}
_DAY = {"amount": 1, "unit": "hari"}


@pytest.mark.parametrize(
    ("durations", "total", "last"),
    [
        pytest.param(
            [_HOUR], {"minutes": 60}, "Jumlah dokumen sama dengan jumlah langkah.", id="agrees"
        ),
        pytest.param(
            [_UNSTATED, _HOUR], {"hours": 2}, "Belum terurai: 60 menit pada langkah 1.", id="one"
        ),
        pytest.param(
            [_UNSTATED, _HOUR, _UNSTATED, _UNSTATED],
            {"days": 2, "hours": 1},
            "Belum terurai: 2 hari pada langkah 1, 3 dan 4; pembagiannya tidak dapat diketahui.",
            id="several",
        ),
        pytest.param(
            [_UNSTATED, _HOUR],
            {"hours": 1},
            "Tidak ada waktu tersisa untuk langkah 1; periksa jumlah atau waktu langkah.",
            id="nothing-left",
        ),
        pytest.param(
            [_HOUR],
            {"hours": 3},
            "Jumlah dokumen lebih 120 menit daripada langkahnya; periksa keduanya.",
            id="falls-short",
        ),
        pytest.param(
            [_HOUR, _DAY],
            {"minutes": 15},
            "Langkah melebihi jumlah dokumen sebanyak 1 hari dan 45 menit.",
            id="exceeds",
        ),
        pytest.param(
            [_DAY],
            {"hours": 8},
            "Selisih jumlah dan langkah: -1 hari dan 480 menit. Hari kerja tidak dijadikan menit, "
            "jadi keduanya tidak dapat dibandingkan.",
            id="units-differ",
        ),
    ],
)
def test_reconciliation_lines__verdict__closes_the_report(
    durations: list[Data], total: Data, last: str
) -> None:
    steps = [step(number, duration) for number, duration in enumerate(durations, start=1)]
    sop = make_sop(steps=steps, stated_total=total)

    assert reconciliation_lines(reconcile(sop))[-1] == last


@pytest.mark.parametrize("name", SHIPPED)
def test_sop_json__shipped__can_be_written_and_read_back_as_the_definition(name: str) -> None:
    sop = load_sop(find_sop(name))

    written = json.loads(json.dumps(sop_json(sop, reconcile(sop))))

    assert Sop.model_validate_json(json.dumps(written["sop"])) == sop


def test_sop_json__bengkulu_utara__gives_the_figures_of_the_reconciliation() -> None:
    sop = load_sop(find_sop("kpu_bengkulu_utara"))

    figures = sop_json(sop, reconcile(sop))["reconciliation"]

    assert figures == {
        "steps": 14,
        "amounts_by_unit": {"menit": 165, "jam": 3, "hari": 3},
        "known_days": 3,
        "known_minutes": 345,
        "steps_not_stated": [1, 14],
        "stated_days": 3,
        "stated_minutes": 435,
        "unaccounted_days": 0,
        "unaccounted_minutes": 90,
        "verdict": "unaccounted",
        "is_contradiction": False,
    }
