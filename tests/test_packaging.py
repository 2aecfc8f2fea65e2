from __future__ import annotations

import os
import re
import subprocess
import sys
import sysconfig
import tarfile
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest

from bootstrap import child_environment, this_system, venv_program

SHIPPED = ("sop", "workbook")


def run(command: Sequence[str | Path], cwd: Path) -> str:
    """Run a program in a folder and return what it printed; a failure shows it."""
    done = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env=child_environment(os.environ),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout
    return done.stdout


def shipped_files(repository: Path) -> set[str]:
    """Return the files that an installed program needs besides its code."""
    return {
        path.relative_to(repository).as_posix()
        for folder in SHIPPED
        for path in (repository / folder).rglob("*")
        if path.is_file() and path.suffix not in {".py", ".pyc"}
    }


@pytest.fixture(scope="module")
def archives(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The wheel and the source archive, as they would be published."""
    folder = tmp_path_factory.mktemp("dist")
    run([sys.executable, "-m", "hatchling", "build", "-d", folder], repository)
    return {"wheel": next(folder.glob("*.whl")), "sdist": next(folder.glob("*.tar.gz"))}


@pytest.fixture(params=["wheel", "sdist"], scope="module")
def installed(
    request: pytest.FixtureRequest,
    archives: dict[str, Path],
    tmp_path_factory: pytest.TempPathFactory,
) -> Path:
    """An environment outside the checkout with the program installed from one archive.

    Its dependencies are those of the environment of the tests, so that nothing is fetched.
    """
    venv = tmp_path_factory.mktemp(f"office of {request.param}") / "venv"
    run([sys.executable, "-m", "venv", "--without-pip", venv], venv.parent)
    python = venv_program(venv, "python", this_system())
    own = run([python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"], venv)
    path_file = Path(own.strip()) / "dependencies.pth"
    path_file.write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    pip = [sys.executable, "-m", "pip", "--python", str(python), "install", "--no-index"]
    archive = str(archives[str(request.param)])
    run([*pip, "--no-deps", "--no-build-isolation", archive], venv)
    return venv


def test_wheel__has_the_shipped_files(archives: dict[str, Path], repository: Path) -> None:
    with zipfile.ZipFile(archives["wheel"]) as wheel:
        prefix = "kinerja_xl/_data/"
        data = {name.removeprefix(prefix) for name in wheel.namelist() if name.startswith(prefix)}

    assert shipped_files(repository) <= data
    assert "sop/kpu_sorong.yaml" in data
    assert any(name.startswith("workbook/contoh/") for name in data)


def test_sdist__has_what_a_checkout_needs(archives: dict[str, Path], repository: Path) -> None:
    with tarfile.open(archives["sdist"]) as sdist:
        names = {name.partition("/")[2] for name in sdist.getnames()}

    needed = {"bootstrap.py", "README.md", "LICENSE", "requirements/ci.txt", ".ci/run"}
    assert needed | shipped_files(repository) <= names
    assert not [name for name in names if "node_modules" in name or name.startswith(".venv")]


def test_installed__the_code_is_the_archives_own(installed: Path) -> None:
    python = venv_program(installed, "python", this_system())
    show = "import kinerja_xl; from kinerja_xl.files.resources import shipped; "

    printed = run(
        [python, "-c", show + "print(kinerja_xl.__file__); print(shipped('sop'))"], installed
    )

    assert [str(installed) in line for line in printed.splitlines()] == [True, True]


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        pytest.param(("--help",), "distribute", id="help"),
        pytest.param(("sop", "validate", "kpu_sorong"), r"1[.,]?530", id="shipped-sop"),
    ],
)
def test_installed__the_command_line_runs(
    arguments: tuple[str, ...], expected: str, installed: Path, tmp_path: Path
) -> None:
    program = venv_program(installed, "kinerja-xl", this_system())

    printed = run([program, *arguments], tmp_path)

    assert re.search(expected, printed)
