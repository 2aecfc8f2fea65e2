from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from kinerja_xl.errors import KinerjaError
from kinerja_xl.live.lock import held

_HOLDER = """
import sys
from pathlib import Path
from kinerja_xl.live.lock import held
with held(Path(sys.argv[1]), Path(sys.argv[2])):
    print("held", flush=True)
    sys.stdin.readline()
"""


def test_held__twice_in_one_program__is_refused(tmp_path: Path) -> None:
    master = tmp_path / "Kinerja.xlsm"

    refused = pytest.raises(KinerjaError, match="masih berjalan")
    with held(master, tmp_path / "kunci"), refused, held(master, tmp_path / "kunci"):
        pass
    with held(master, tmp_path / "kunci"):
        pass


def test_held__another_master__is_free(tmp_path: Path) -> None:
    with held(tmp_path / "a.xlsm", tmp_path), held(tmp_path / "b.xlsm", tmp_path):
        pass


def test_held__by_another_program__is_refused_until_that_one_ends(
    tmp_path: Path, repository: Path
) -> None:
    master, folder = tmp_path / "Kinerja.xlsm", tmp_path / "kunci"
    holder = subprocess.Popen(
        [sys.executable, "-c", _HOLDER, str(master), str(folder)], cwd=repository,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    with holder:
        assert holder.stdout is not None
        holder.stdout.readline()
        with pytest.raises(KinerjaError, match="masih berjalan"), held(master, folder):
            pass
        holder.kill()

    with held(master, folder):
        pass
