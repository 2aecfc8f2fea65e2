"""Every check of the project in one run: `python bootstrap.py test` ends here.

Installs what the tests need besides Python packages where it can, says what is skipped where it
cannot, and runs all checks even after one failed.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from bootstrap import ROOT, apt_install, call, say, this_system, venv_program
from tests.libreoffice_tools import find_soffice
from tests.node_tools import FOLDER as NODE_FOLDER

# Without recommends no font comes along; Carlito has the widths of Calibri.
BESIDE_LIBREOFFICE = (
    "libreoffice-writer", "python3-uno", "fonts-crosextra-carlito", "fonts-liberation",
)  # fmt: skip
PROGRAMS = {
    "pdftoppm": "poppler-utils", "npm": "npm", "Xvfb": "xvfb", "xdotool": "xdotool",
}  # fmt: skip
"""Programs that the tests need, and the packages they are in."""
CLICKING = "tests/live/test_clicking.py"
DEBIANS_LIBREOFFICE = "/usr/lib/libreoffice/"


def is_installed(package: str) -> bool:
    """Tell whether a Debian package is installed."""
    ask = ["dpkg-query", "-W", "-f", "${Status}", package]
    status = subprocess.run(ask, capture_output=True, check=False).stdout
    return status == b"install ok installed"


def missing_debian_packages() -> list[str]:
    """Return the Debian packages that the tests still need; none on another system."""
    if not shutil.which("dpkg-query"):
        return []
    soffice = find_soffice()
    packages = [package for program, package in PROGRAMS.items() if not shutil.which(program)]
    if soffice is None:
        packages.append("libreoffice-calc")
    # Beside a LibreOffice from elsewhere, python3-uno would bring a second one.
    if soffice is None or os.path.realpath(soffice).startswith(DEBIANS_LIBREOFFICE):
        packages += [package for package in BESIDE_LIBREOFFICE if not is_installed(package)]
    return packages


def prepare_node() -> bool:
    """Put the locked Node packages into tests/node; tell whether they are there."""
    npm = shutil.which("npm")
    if not (npm and shutil.which("node")):
        return False
    digest = hashlib.sha256((NODE_FOLDER / "package-lock.json").read_bytes()).hexdigest()
    stamp = NODE_FOLDER / "node_modules" / "kinerja-xl.sha256"
    if stamp.is_file() and stamp.read_text(encoding="ascii") == digest:
        return True
    say("Installing the Node packages of the tests (once)")
    done = subprocess.run(
        [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"],
        cwd=NODE_FOLDER,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
    )
    if done.returncode:
        say((done.stdout + done.stderr).decode(errors="replace").strip())
        return False
    stamp.write_text(digest, encoding="ascii")
    return True


def prepare_programs() -> None:
    """Install LibreOffice and the Node packages where that can be; say what is skipped else."""
    apt_install(missing_debian_packages())
    if not find_soffice():
        say(
            "SKIPPED: the tests marked libreoffice, because LibreOffice is not here. Install it, "
            "or name its program in the variable SOFFICE."
        )
    if not prepare_node():
        say(
            "SKIPPED: the tests marked node, because Node or its packages are not here. Install "
            "Node 18 or newer with npm, and connect to the internet."
        )


def main(pytest_arguments: Sequence[str]) -> int:
    """Run all checks, pytest last; return 0 when every one passed, else 1."""
    prepare_programs()
    lint_imports = venv_program(Path(sys.prefix), "lint-imports", this_system())
    checks: dict[str, list[str | Path]] = {
        "ruff format --check": [sys.executable, "-m", "ruff", "format", "--check", "."],
        "ruff check": [sys.executable, "-m", "ruff", "check", "."],
        "mypy --strict": [sys.executable, "-m", "mypy"],
        "lint-imports": [lint_imports],
    }
    pytest = [sys.executable, "-m", "pytest"]
    if not pytest_arguments:
        # They drive an office with windows, so they have a process to themselves. Long tracebacks
        # would show UNO's objects, and asking those of an office that has ended aborts Python.
        checks["pytest, clicking"] = [*pytest, "--tb=short", CLICKING]
        pytest.append(f"--ignore={CLICKING}")
    checks["pytest"] = [*pytest, *pytest_arguments]
    failed: list[str] = []
    for name, command in checks.items():
        say(f"== {name}" + (f" (failed so far: {', '.join(failed)})" if failed else ""))
        has_passed = call(command, cwd=ROOT) == 0
        if not has_passed:
            failed.append(name)
        if name != "pytest":  # its own summary is the last line of a run that passed
            say(f"== {name}: {'ok' if has_passed else 'FAILED'}")
    if failed:
        say(f"== FAILED: {', '.join(failed)}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
