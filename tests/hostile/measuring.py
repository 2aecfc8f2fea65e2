"""Runs a job on hostile files in a child process and measures time and memory of each file."""

from __future__ import annotations

import json
import os
import select
import subprocess
import sys
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from tests.hostile import worker

MEMORY_MIB = 200
"""What one file may take, by the issue."""
DEADLINE_SECONDS = 40
"""A file that takes longer hangs, however slow the machine; the target is 2 seconds."""


@dataclass(frozen=True, slots=True)
class Measured:
    """What became of one file.

    Attributes:
        outcome: What the job says of it, `DIED` or `HUNG`.
        detail: More of that, for a person.
        mebibytes: How far the process grew above what it held before; 0 where that is not known.
    """

    path: str
    outcome: str
    detail: str
    seconds: float
    mebibytes: float


def measure(job: str, paths: Iterable[Path]) -> list[Measured]:
    """Run a job of `worker` on each file; a child that dies is replaced by another one.

    Args:
        job: Name of the job.
        paths: The files.
    """
    results = []
    child = None
    for path in paths:
        child = child or _start(job)
        found = _ask(child, path)
        if found.outcome in ("DIED", "HUNG"):
            _stop(child)
            child = None
        results.append(found)
    if child is not None:
        _stop(child)
    return results


def _start(job: str) -> subprocess.Popen[bytes]:
    root = Path(__file__).resolve().parents[2]
    return subprocess.Popen(
        [sys.executable, str(Path(worker.__file__)), job],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(root)},
    )  # fmt: skip


def _ask(child: subprocess.Popen[bytes], path: Path) -> Measured:
    assert child.stdin is not None
    assert child.stdout is not None
    started = time.perf_counter()
    child.stdin.write(os.fsencode(path).hex().encode() + b"\n")
    child.stdin.flush()
    ready, _, _ = select.select([child.stdout], [], [], DEADLINE_SECONDS)
    seconds = time.perf_counter() - started
    line = child.stdout.readline() if ready else b""
    if line:
        said = json.loads(line)
        return Measured(
            path.name, said["outcome"], said["detail"], said["seconds"], said["mebibytes"]
        )
    return Measured(path.name, "DIED" if ready else "HUNG", _last_words(child), seconds, 0)


def _last_words(child: subprocess.Popen[bytes]) -> str:
    child.kill()
    _, errors = child.communicate()
    return f"{child.returncode}: {errors[-400:].decode(errors='replace')}"


def _stop(child: subprocess.Popen[bytes]) -> None:
    if child.poll() is None:
        child.kill()
    child.communicate()
