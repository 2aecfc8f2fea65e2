"""Node for tests: SheetJS and ExcelJS save workbooks, the Open XML SDK validates them."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

FOLDER = Path(__file__).parent / "node"
TIMEOUT_SECONDS = 180


@dataclass(frozen=True, slots=True)
class Violation:
    """One thing in a workbook that Excel's own schema does not allow."""

    part: str
    path: str
    id: str
    description: str


def has_node() -> bool:
    """Tell whether Node and the packages of tests/node are here."""
    return shutil.which("node") is not None and (FOLDER / "node_modules" / "xlsx").is_dir()


def run_node(script: str, *arguments: str) -> str:
    """Run a script of tests/node and return what it printed.

    Raises:
        AssertionError: If it failed; the text is what it said.
    """
    done = subprocess.run(
        ["node", str(FOLDER / script), *arguments],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        timeout=TIMEOUT_SECONDS,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def resave(program: Literal["sheetjs", "exceljs"], files: Mapping[Path, Path]) -> None:
    """Open each workbook in SheetJS or ExcelJS and save it under its second name."""
    names = [str(path) for pair in files.items() for path in pair]
    run_node("resave.mjs", program, *names)


def fill(
    program: Literal["sheetjs", "exceljs"],
    source: Path,
    target: Path,
    cells: Sequence[tuple[str, str, object]],
) -> None:
    """Type into a workbook with SheetJS or ExcelJS and save it under another name.

    Args:
        program: The library.
        source: The workbook.
        target: What it is saved as.
        cells: Sheet, address and content of each; a date as `{"date": "2026-05-01"}`.
    """
    run_node("fill.mjs", program, str(source), str(target), json.dumps(cells))


def validate(paths: Sequence[Path]) -> dict[Path, tuple[Violation, ...]]:
    """Validate workbooks with the Open XML SDK, all in one start of Node (about two seconds)."""
    report = json.loads(run_node("validate.mjs", *map(str, paths)))
    return {path: tuple(Violation(**found) for found in report[str(path)]) for path in paths}
