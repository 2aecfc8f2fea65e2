"""Notes for the report on reliability what was tried and what was survived."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_AREA = "hostile"
_FAULTS: dict[str, dict[str, int | str]] = {}


@contextmanager
def surviving(fault: str) -> Iterator[None]:
    """Count the body as one trial of a fault, and as survived when it ends without an error."""
    record(fault, 1, 0)
    yield
    record(fault, 0, 1)


def record(fault: str, tried: int, survived: int, note: str = "") -> None:
    """Add to the counts of a fault; written to the folder that KINERJA_RELIABILITY names, if any.

    Args:
        fault: What was done to the program.
        tried: How many times more.
        survived: How many of them it took as it should.
        note: What was measured.
    """
    counts = _FAULTS.setdefault(fault, {"fault": fault, "tried": 0, "survived": 0})
    counts["tried"] = int(counts["tried"]) + tried
    counts["survived"] = int(counts["survived"]) + survived
    if note:
        counts["note"] = note
    if folder := os.environ.get("KINERJA_RELIABILITY"):
        content = {"area": _AREA, "faults": list(_FAULTS.values())}
        path = Path(folder) / f"{_AREA}.json"
        path.write_text(json.dumps(content, indent=1), encoding="utf-8")
