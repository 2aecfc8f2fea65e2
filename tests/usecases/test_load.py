"""What a verb does grows with the office and no faster; and it says how far it is."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

import kinerja_xl
from kinerja_xl.usecases.check import check
from kinerja_xl.usecases.gather import Run
from kinerja_xl.usecases.merge import merge
from kinerja_xl.usecases.new import create_office
from tests.sop_samples import definition
from tests.usecases.office import NOW, TW1, TW2, WHO, YEAR, Office, indicators_csv

INDICATORS, MARGIN = 15, 1.05
_COUNTED = tuple(
    str(Path(kinerja_xl.__file__).parent / layer) for layer in ("core", "layout", "usecases")
)


def _steps_of(action: Callable[[], object]) -> int:
    """Count the lines of rules, layout and use cases that an action runs through."""
    lines = 0

    def line(_frame: FrameType, event: str, _argument: object) -> Any:
        nonlocal lines
        lines += event == "line"
        return line

    def call(frame: FrameType, _event: str, _argument: object) -> Any:
        return line if frame.f_code.co_filename.startswith(_COUNTED) else None

    before = sys.gettrace()
    sys.settrace(call)
    try:
        action()
    finally:
        sys.settrace(before)
    return lines


def _office(root: Path, sections: int, indicators: int) -> Office:
    codes = [f"BAGIAN{n}" for n in range(sections)]
    sop, listed = root / "sop.yaml", root / "indikator.csv"
    root.mkdir()
    shown = definition(sections=[{"code": code, "name": f"Bagian {code}"} for code in codes])
    sop.write_text(json.dumps(shown), encoding="utf-8")
    listed.write_text(
        indicators_csv(
            {
                "code": f"IKU-{n}", "section": codes[n % sections], "unit": "%",
                "objective": f"Sasaran {n // 4}", "name": f"Indikator {n}", "evidence": "Laporan",
                "period_logic": "jumlah", "target_TW1": "80", "target_TW2": "80",
            }
            for n in range(indicators)
        ),
        encoding="utf-8",
    )  # fmt: skip
    create_office(root / "Kantor", str(sop), YEAR, Run(NOW, WHO), indicators=listed)
    return Office(root / "Kantor")


def _live_through(office: Office) -> dict[str, int]:
    """Run every verb twice, in two periods; count the steps of the second time."""
    sections = [str(row["code"]) for row in office.rows("tblSubbagian")]
    steps: dict[str, int] = {}
    for period in (TW1, TW2):
        steps["distribute"] = _steps_of(lambda period=period: office.distribute(period=period))  # type: ignore[misc] # called at once
        for code in sections:
            rows = office.rows(f"tbl_{code}")
            keys = [str(row["key"]) for row in rows if row["period"] == str(period)]
            office.give_back(code, {key: {"realisation": 80} for key in keys}, period=period)
        steps["merge"] = _steps_of(lambda period=period: office.merge(period))  # type: ignore[misc] # called at once
        steps["check"] = _steps_of(lambda period=period: office.check(period))  # type: ignore[misc] # called at once
        steps["compute"] = _steps_of(lambda period=period: office.compute(period))  # type: ignore[misc] # called at once
    return steps


@pytest.fixture(scope="module")
def steps(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, int], ...]:
    """Steps of every verb in three offices, each twice as large as the one before."""
    root = tmp_path_factory.mktemp("beban")
    sizes = (INDICATORS, 2 * INDICATORS, 4 * INDICATORS)
    return tuple(_live_through(_office(root / str(size), 2, size)) for size in sizes)


@pytest.mark.parametrize("verb", ["distribute", "merge", "check", "compute"])
def test_load__larger_office__takes_more_steps_in_proportion(
    verb: str, steps: tuple[dict[str, int], ...]
) -> None:
    small, middle, large = (counted[verb] for counted in steps)

    grown = (large - middle) / (2 * (middle - small))

    assert grown <= MARGIN


def test_load__long_verbs__say_how_far_they_are(tmp_path: Path) -> None:
    office = _office(tmp_path / "uji", 2, 4)
    office.distribute()
    for code in ("BAGIAN0", "BAGIAN1"):
        office.give_back(code, {})
    for number in range(120):
        office.put_evidence("BAGIAN0", f"{number}.pdf", b"%PDF-1.4 " + str(number).encode())
    told: list[tuple[str, int, int]] = []
    run = replace(office.run(), progress=lambda *news: told.append(news))

    merge(office.book(), TW1, run)
    check(office.book(), TW1, run)

    labels = [label for label, _, _ in told]
    assert [label for label in labels if label.startswith("Membaca")] == [
        "Membaca kembali/2026-TW1/BAGIAN0.xlsx", "Membaca kembali/2026-TW1/BAGIAN1.xlsx",
    ]  # fmt: skip
    assert "Memeriksa bukti BAGIAN0, berkas 100 dari 120" in labels
    assert {"Menggabungkan BAGIAN1", "Menandai BAGIAN1", "Menyimpan buku induk"} <= set(labels)
    assert all(0 <= done <= total for _, done, total in told)
