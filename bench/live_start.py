"""A button's start in Python. Run `python bench/live_start.py`.

Prints what a button imports until the first cell is read, over `import xlwings` alone. The reading
itself belongs to the spreadsheet program and is not measured.
"""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

ROUNDS = 15
LIMIT = 1.3

_ALONE = "import xlwings"
_BUTTON = "from kinerja_xl.live import buttons"
"""All that a button imports before `LiveMasterBook.require_master` reads the master's identity."""


def main() -> None:
    """Measure both in turn, so that a busy machine hits both, and print the ratio of the best."""
    alone, button = [], []
    for _ in range(ROUNDS):
        alone.append(_seconds(_ALONE))
        button.append(_seconds(_BUTTON))
    ratio = min(button) / min(alone)
    print(f"start of a button over import xlwings: {ratio:.2f} x (limit {LIMIT})")
    print(f"  {min(button):.3f} s over {min(alone):.3f} s, best of {ROUNDS}")


def _seconds(program: str) -> float:
    start = time.perf_counter()
    subprocess.run([sys.executable, "-c", program], check=True, cwd=Path(__file__).parents[1])
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
