from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from tests.form_samples import NAME, filled_file
from tests.hostile.archives import ARCHIVES
from tests.hostile.measuring import MEMORY_MIB, Measured, measure
from tests.hostile.workbooks import WORKBOOKS
from tests.reliability import record

CASES = {**ARCHIVES, **WORKBOOKS}


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Write every hostile file."""
    folder = tmp_path_factory.mktemp("korpus")
    paths = []
    for name, (make, _) in CASES.items():
        path = folder / f"{name}.xlsx"
        path.write_bytes(make())
        paths.append(path)
    return paths


def _of(results: list[Measured]) -> dict[str, Measured]:
    return {result.path.removesuffix(".xlsx"): result for result in results}


def test_read_return__hostile_files__end_as_they_must_within_memory_and_time(
    corpus: list[Path],
) -> None:
    results = _of(measure("read", corpus))

    wrong = {
        name: result
        for name, result in results.items()
        if result.outcome not in CASES[name][1].split() or result.mebibytes > MEMORY_MIB
    }
    record("hostile files read", len(results), len(results) - len(wrong), _slowest(results))
    assert wrong == {}


def test_write_marked_copy__hostile_files__neither_dies_nor_takes_more_memory(
    corpus: list[Path],
) -> None:
    results = _of(measure("mark", corpus))

    wrong = {
        name: result
        for name, result in results.items()
        if result.outcome not in ("MARKED", "NOT_MARKED") or result.mebibytes > MEMORY_MIB
    }
    record("hostile files marked", len(results), len(results) - len(wrong), _slowest(results))
    assert wrong == {}
    assert Counter(result.outcome for result in results.values())["MARKED"] > 5


def _slowest(results: dict[str, Measured]) -> str:
    slow = max(results.values(), key=lambda result: result.seconds)
    large = max(results.values(), key=lambda result: result.mebibytes)
    return (
        f"slowest {slow.seconds:.2f} s ({slow.path}), most {large.mebibytes:.0f} MiB ({large.path})"
    )


def test_read_return__cut_off_at_every_256_bytes__is_one_finding(tmp_path: Path) -> None:
    from kinerja_xl.core.findings import Code, Finding
    from kinerja_xl.files.returns.reading import read_return

    data = filled_file()
    path = tmp_path / "umum.xlsx"
    codes = Counter()  # type: Counter[Code]
    for end in range(256, len(data), 256):
        path.write_bytes(data[:end])
        found = read_return(path, NAME)
        assert isinstance(found, Finding)
        codes[found.code] += 1

    assert set(codes) == {Code.FILE_DAMAGED}
    record("forms cut off at every 256 bytes", codes.total(), codes.total())
