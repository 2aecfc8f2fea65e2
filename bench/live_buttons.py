"""Buttons in LibreOffice against the command line. Run `python bench/live_buttons.py`.

The worked example's first quarter: distribute, merge, check, compute, each once by its button on
the open master and once as a command. Prints the buttons' time over the commands', after start-up
of LibreOffice, in two readings: against commands as a person runs them, each a program of its own,
and against the same verbs within one program that is running already.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kinerja_xl.core.book import MasterBook
from kinerja_xl.core.period import Period
from kinerja_xl.files.folder import MASTER_NAME, OfficeFolder
from kinerja_xl.files.master.book import FileMasterBook
from kinerja_xl.live import buttons, libreoffice
from kinerja_xl.usecases.check import check
from kinerja_xl.usecases.circumstances import run_now
from kinerja_xl.usecases.compute import compute
from kinerja_xl.usecases.demo import create_example, receive_example
from kinerja_xl.usecases.distribute import distribute
from kinerja_xl.usecases.gather import Run
from kinerja_xl.usecases.merge import merge

if TYPE_CHECKING:
    import xlwings

PERIOD = Period.parse("2026-TW1")
VERBS = ("distribute", "merge", "check", "compute")
ROUNDS = 3
LIMIT = 1.5

_COMMAND = "from kinerja_xl.cli import main; main()"
_USE_CASES: dict[str, Callable[[MasterBook, Period, Run], object]] = {
    "distribute": distribute,
    "merge": merge,
    "check": check,
    "compute": compute,
}
_BUTTONS = {
    "distribute": buttons.distribute, "merge": buttons.merge, "check": buttons.check,
    "compute": buttons.compute,
}  # fmt: skip

Seconds = dict[str, float]


@dataclass(slots=True)
class AlwaysYes:
    """Answers the dialogs at once."""

    def show(self, prompt: str, title: str, kind: str, mode: str | None, window: object) -> str:
        """Take the place of the engine's own dialogs."""
        del prompt, title, mode, window
        return "yes" if kind == "yes_no" else "ok"


def main() -> None:
    """Measure the three ways in turn and print the ratios."""
    best: dict[str, Seconds] = {}
    office = libreoffice.start()
    office.engine.activate()
    office.impl.dialogs = AlwaysYes()
    try:
        for _ in range(ROUNDS):
            for name, way in (("button", _buttons(office)), ("command", _commands),
                              ("use case", _use_cases)):  # fmt: skip
                seconds = way()
                known = best.setdefault(name, seconds)
                best[name] = {verb: min(seconds[verb], known[verb]) for verb in VERBS}
    finally:
        office.quit()
    totals = {name: sum(seconds.values()) for name, seconds in best.items()}
    print("verb          button   command  use case")
    for verb in VERBS:
        print(f"{verb:12}" + "".join(f"{best[name][verb]:9.2f} s" for name in best))
    against = totals["button"] / totals["command"]
    print(f"buttons over commands: {against:.2f} x (limit {LIMIT})")
    print(f"buttons over use cases in one program: {totals['button'] / totals['use case']:.2f} x")


def _played(play: Callable[[Path, str], None], before: Callable[[Path], object]) -> Seconds:
    """Play the quarter in a new office and time each verb."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "Kinerja"
        create_example(root, run_now())
        before(root)
        seconds = {}
        for verb in VERBS:
            start = time.perf_counter()
            play(root, verb)
            seconds[verb] = time.perf_counter() - start
            if verb == "distribute":
                receive_example(OfficeFolder(root), PERIOD)
        return seconds


def _buttons(office: xlwings.App) -> Callable[[], Seconds]:
    def once() -> Seconds:
        try:
            return _played(
                lambda _, verb: _BUTTONS[verb](),
                lambda root: office.books.open(str(root / MASTER_NAME)),
            )
        finally:
            office.books.active.close()

    return once


def _commands() -> Seconds:
    def play(root: Path, verb: str) -> None:
        arguments = [verb, str(root / MASTER_NAME), "--period", str(PERIOD)]
        done = subprocess.run(
            [sys.executable, "-c", _COMMAND, *arguments], check=False, capture_output=True,
            cwd=Path(__file__).parents[1],
        )  # fmt: skip
        if done.returncode > 1:
            raise RuntimeError(done.stderr.decode())

    return _played(play, lambda _: None)


def _use_cases() -> Seconds:
    def play(root: Path, verb: str) -> None:
        run = run_now()
        _USE_CASES[verb](FileMasterBook(root / MASTER_NAME, now=lambda: run.now), PERIOD, run)

    return _played(play, lambda _: None)


if __name__ == "__main__":
    main()
