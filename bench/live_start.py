"""A button's start in Python. Run `python bench/live_start.py`.

Prints what a button imports until the first cell is read, over `import xlwings` alone, and beside
it what has been imported when the first table is read. The reading itself belongs to the
spreadsheet program and is not measured. Exit code 1 when the first ratio exceeds its limit.
"""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent
ROUNDS = 15
LIMIT = 1.3

_ALONE = "import xlwings"
_FIRST_CELL = "from kinerja_xl.live import buttons"
"""All that a button imports before `LiveMasterBook.require_master` reads the master's identity."""
_FIRST_TABLE = f"{_FIRST_CELL}, reading; from kinerja_xl.usecases import compute"
"""What is imported when a use case, that of Hitung Durasi dan Capaian, reads its first table."""


def main() -> None:
    """Measure all in turn, so that a busy machine hits all, and print the ratios of the best."""
    programs = (_ALONE, _FIRST_CELL, _FIRST_TABLE)
    rounds = [[_seconds(program) for program in programs] for _ in range(ROUNDS)]
    alone, cell, table = map(min, zip(*rounds, strict=True))
    print(f"until the first cell, over import xlwings: {cell / alone:.2f} x (limit {LIMIT})")
    print(f"until the first table, over import xlwings: {table / alone:.2f} x")
    print(f"  {cell:.3f} s and {table:.3f} s over {alone:.3f} s, best of {ROUNDS}")
    sys.exit(cell / alone > LIMIT)


def _seconds(program: str) -> float:
    start = time.perf_counter()
    subprocess.run([sys.executable, "-c", program], check=True, cwd=REPOSITORY)
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
