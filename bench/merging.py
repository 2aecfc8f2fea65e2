"""Merging again and starting up. Run `python bench/merging.py`.

Prints, each beside its limit: what an unchanged returned file costs a second merge, the memory that
merging many returns takes, and the command line's start against an empty Typer program.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import time
from datetime import datetime
from pathlib import Path

from kinerja_xl.core.period import Period
from kinerja_xl.files.folder import MASTER_NAME, OfficeFolder
from kinerja_xl.files.master.book import FileMasterBook
from kinerja_xl.usecases.demo import create_example
from kinerja_xl.usecases.distribute import distribute
from kinerja_xl.usecases.gather import Run
from kinerja_xl.usecases.merge import merge

PERIOD = Period.parse("2026-TW1")
FILES, MANY_FILES, ROUNDS = 500, 5000, 5
MS_PER_FILE_LIMIT, MEMORY_LIMIT_MIB, START_LIMIT = 0.03, 100, 2.0

_EMPTY_PROGRAM = """
import typer
app = typer.Typer(add_completion=False)
@app.command()
def hello(name: str) -> None: pass
app()
"""
_PROGRAM = "from kinerja_xl.cli import main; main()"
_MEMORY = """
import resource, sys
from bench.merging import merged, office_of
root = office_of(sys.argv[1])
start = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
merged(root)
print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - start) / 1024)
"""


def main() -> None:
    """Measure everything and print one line each."""
    alone, crowded = (_best_second_merge(count) for count in (1, FILES))
    per_file = (crowded - alone) * 1000 / (FILES - 1)
    print(f"unchanged file in a merge: {per_file:.3f} ms (limit {MS_PER_FILE_LIMIT})")
    with tempfile.TemporaryDirectory() as folder:
        _prepare(office_of(folder), MANY_FILES)
        mebibytes = float(_python("-c", _MEMORY, folder))
    print(f"memory merging {MANY_FILES} forms: {mebibytes:.0f} MiB (limit {MEMORY_LIMIT_MIB})")
    ratio = _seconds_to_start(_PROGRAM) / _seconds_to_start(_EMPTY_PROGRAM)
    print(f"--help over an empty Typer program: {ratio:.2f} x (limit {START_LIMIT})")


def office_of(folder: str) -> Path:
    """Return the bench's office within its temporary folder."""
    return Path(folder) / "Kinerja"


def merged(root: Path) -> None:
    """Merge the period once, with a master opened anew."""
    merge(_book(root), PERIOD, _run())


def _best_second_merge(count: int) -> float:
    """Merge that many returns, then time merging them again."""
    with tempfile.TemporaryDirectory() as folder:
        root = office_of(folder)
        _prepare(root, count)
        merged(root)
        return min(_seconds_to_merge(root) for _ in range(ROUNDS))


def _prepare(root: Path, count: int) -> None:
    create_example(root, _run())
    distribute(_book(root), PERIOD, _run())
    _receive(root, count)


def _run() -> Run:
    return Run(datetime(2026, 4, 1, 9), "bench")


def _book(root: Path) -> FileMasterBook:
    return FileMasterBook(root / MASTER_NAME, now=lambda: datetime(2026, 4, 1, 9))


def _receive(root: Path, count: int) -> None:
    """Put copies of a section's form among the returns, each a file of its own."""
    folder = OfficeFolder(root)
    source = folder.form(PERIOD, "TEKNIS")
    for number in range(count):
        copy = folder.returned(PERIOD) / f"{number // 100:02d}" / f"kiriman {number:04d}.xlsx"
        if not copy.exists():
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, copy)


def _seconds_to_merge(root: Path) -> float:
    start = time.perf_counter()
    merged(root)
    return time.perf_counter() - start


def _seconds_to_start(program: str) -> float:
    def once() -> float:
        start = time.perf_counter()
        _python("-c", program, "--help")
        return time.perf_counter() - start

    return min(once() for _ in range(ROUNDS))


def _python(*arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, *arguments], capture_output=True, text=True, check=True,
        cwd=Path(__file__).parents[1],
    )  # fmt: skip
    return done.stdout


if __name__ == "__main__":
    main()
