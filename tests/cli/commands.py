"""Runs the command line: inside the test, or as a process with less than root's rights."""

from __future__ import annotations

import ctypes
import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from typer.testing import CliRunner

from kinerja_xl.cli.app import app

_REPOSITORY = Path(__file__).resolve().parents[2]
_DROP_CAPABILITY = 24
_OVERRIDES = (1, 2)
"""CAP_DAC_OVERRIDE and CAP_DAC_READ_SEARCH, by which root passes over permissions."""

VERBS_ON_A_MASTER = {
    "distribute": ("distribute", "{master}", "--period", "2026-TW1"),
    "merge": ("merge", "{master}", "--period", "2026-TW1"),
    "dry-run": ("merge", "{master}", "--period", "2026-TW1", "--dry-run"),
    "check": ("check", "{master}", "--period", "2026-TW1"),
    "compute": ("compute", "{master}", "--period", "2026-TW1"),
    "step": ("step", "{master}", "start", "1", "--at", "2026-01-05T08:00"),
    "status": ("status", "{master}"),
}
READING = ("dry-run", "status")
WRITING = tuple(name for name in VERBS_ON_A_MASTER if name not in READING)


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a run ended."""

    exit_code: int
    stdout: str
    stderr: str

    @property
    def json(self) -> dict[str, Any]:
        """The one object on standard output; nothing else may be there."""
        decoded = json.loads(self.stdout)
        assert isinstance(decoded, dict)
        return decoded


def verb(name: str, master: Path) -> list[str]:
    """Return the arguments of a verb on a master."""
    return [part.format(master=master) for part in VERBS_ON_A_MASTER[name]]


def run(*arguments: str | Path) -> Outcome:
    """Run the command line in this process."""
    result = CliRunner().invoke(app, [str(argument) for argument in arguments])
    is_exit = result.exception is None or isinstance(result.exception, SystemExit)
    assert is_exit, result.exception
    return Outcome(result.exit_code, result.stdout, result.stderr)


def run_process(*arguments: str | Path, before: Callable[[], None] | None = None) -> Outcome:
    """Run the command line in a process of its own.

    Args:
        arguments: Of the command line.
        before: Called in the new process first.
    """
    done = subprocess.run(
        [sys.executable, "-c", "from kinerja_xl.cli import main; main()", *map(str, arguments)],
        cwd=_REPOSITORY,
        capture_output=True,
        encoding="utf-8",
        check=False,
        preexec_fn=before,
    )
    return Outcome(done.returncode, done.stdout, done.stderr)


def obey_permissions() -> None:
    """Make root obey the permissions of files, from the next program on."""
    if sys.platform == "linux" and os.geteuid() == 0:
        system = ctypes.CDLL(None, use_errno=True)
        for capability in _OVERRIDES:
            if system.prctl(_DROP_CAPABILITY, capability, 0, 0, 0):
                raise OSError(ctypes.get_errno(), "cannot give up a capability")


def files_up_to(size: int) -> Callable[[], None]:
    """Return what keeps a process from writing any file larger than so many bytes."""
    import resource  # Windows has none

    return lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
