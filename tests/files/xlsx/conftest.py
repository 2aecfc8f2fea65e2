"""Counts for the report on reliability: what was tried on workbooks, and what they survived."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

AREA = "patching"
FOLDER_VARIABLE = "KINERJA_RELIABILITY"


@dataclass(slots=True)
class Faults:
    """How often something was tried, and how often nothing was lost."""

    tried: int = 0
    survived: int = 0


@pytest.fixture(scope="session")
def record_faults() -> Iterator[Callable[[str], Faults]]:
    """Return the counts of a kind of trial; they are written down when all tests have run."""
    counts: dict[str, Faults] = {}
    yield lambda fault: counts.setdefault(fault, Faults())
    folder = os.environ.get(FOLDER_VARIABLE)
    if folder and counts:
        faults = [
            {"fault": fault, "tried": count.tried, "survived": count.survived}
            for fault, count in counts.items()
        ]
        report = json.dumps({"area": AREA, "faults": faults}, indent=1, ensure_ascii=False)
        (Path(folder) / f"{AREA}.json").write_text(report, encoding="utf-8")
