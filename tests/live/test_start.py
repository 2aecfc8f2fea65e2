from __future__ import annotations

import subprocess
import sys
from pathlib import Path

_START = """
import sys
import kinerja_xl.live
import xlwings
assert "matplotlib" not in sys.modules, "loaded at the start"
import matplotlib.figure
"""


def test_start_of_a_button__matplotlib_is_installed__is_not_loaded_and_still_there_for_reports(
    tmp_path: Path,
) -> None:
    repository = Path(__file__).resolve().parents[2]

    done = subprocess.run(
        [sys.executable, "-c", _START],
        cwd=repository,
        env={"PATH": "/usr/bin:/bin", "MPLCONFIGDIR": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr
