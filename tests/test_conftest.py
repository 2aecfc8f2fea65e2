from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

SKIPS = """
import pytest

def test_passes():
    pass

def test_skips():
    pytest.skip("no reason")

@pytest.mark.xfail(reason="known")
def test_is_expected_to_fail():
    raise AssertionError
"""


def summary(folder: Path, repository: Path, source: str, *, ci: str) -> str:
    """Run pytest on one file under this project's conftest and return its last line."""
    (folder / "test_sample.py").write_text(source, encoding="utf-8")
    (folder / "pytest.ini").write_text(
        f"[pytest]\npythonpath = {repository}\nmarkers =\n  libreoffice\n  node\n", encoding="utf-8"
    )
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "tests.conftest", "-p", "no:cacheprovider"],
        cwd=folder,
        env={**os.environ, "CI": ci, "PYTHONPATH": str(repository)},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    return done.stdout.strip().splitlines()[-1].partition(" in ")[0]


@pytest.mark.parametrize(
    ("ci", "expected"),
    [
        pytest.param("", "1 passed, 1 skipped, 1 xfailed", id="locally-it-is-skipped"),
        pytest.param("true", "1 failed, 1 passed, 1 xfailed", id="in-ci-it-fails"),
    ],
)
def test_fail_when_skipped__of_a_test(
    ci: str, expected: str, tmp_path: Path, repository: Path
) -> None:
    assert summary(tmp_path, repository, SKIPS, ci=ci) == expected


def test_fail_when_skipped__of_a_module_in_ci(tmp_path: Path, repository: Path) -> None:
    source = "import pytest\npytest.skip('no reason', allow_module_level=True)\n"

    assert summary(tmp_path, repository, source, ci="true") == "1 error"
