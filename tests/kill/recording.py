"""Tells docs/reliability.md which faults were tried: one file of JSON for every area."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from pathlib import Path

FOLDER_VARIABLE = "KINERJA_RELIABILITY"


def record(area: str, faults: Iterable[tuple[str, int, int]]) -> None:
    """Write what was tried and survived, where the variable names a folder.

    Args:
        area: What was tried; the file's name, too. What other tests wrote about it stays.
        faults: Of every fault what it was, how often it was tried, how often it was survived.
    """
    folder = os.environ.get(FOLDER_VARIABLE)
    if not folder:
        return
    path = Path(folder) / f"{area}.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    known = json.loads(path.read_text(encoding="utf-8"))["faults"] if path.exists() else []
    rows = {row["fault"]: row for row in known}
    for fault, tried, survived in faults:
        rows[fault] = {"fault": fault, "tried": tried, "survived": survived}
    content = {"area": area, "faults": list(rows.values())}
    path.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")
