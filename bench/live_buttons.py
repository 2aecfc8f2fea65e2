"""Buttons in LibreOffice against the command line. Run `python bench/live_buttons.py`.

The worked example's first quarter: distribute, merge, check, compute, each verb by a click and as a
command on an office of its own, in turns within one run. LibreOffice is running, the master open.

A click is the extension's dispatch of a command, inside LibreOffice's process; LibreOffice's
look-up of the extension before it is not measured. Beside it stands the button's function in a
process that reaches LibreOffice over a pipe. A command is a process of its own, as a person starts
it; beside it stands what the verb takes within a program that is running already, without the start
of Python and without imports. Dialogs are answered at once.

Prints the seconds of each verb, best of several rounds, and ratios; exit code 1 when the ratio of
the clicks over the commands exceeds its limit.
"""

from __future__ import annotations

import subprocess
import sys
import sysconfig
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

# Run as a file, Python knows the folder of the bench and not the repository.
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from kinerja_xl.core.book import MasterBook
from kinerja_xl.core.period import Period
from kinerja_xl.files.folder import MASTER_NAME, OfficeFolder
from kinerja_xl.files.master.book import FileMasterBook
from kinerja_xl.live import buttons, libreoffice
from kinerja_xl.live.libreoffice.bridge import UnoObject, load_unohelper, structure
from kinerja_xl.usecases.check import check
from kinerja_xl.usecases.circumstances import run_now
from kinerja_xl.usecases.compute import compute
from kinerja_xl.usecases.demo import create_example, receive_example
from kinerja_xl.usecases.distribute import distribute
from kinerja_xl.usecases.gather import Run
from kinerja_xl.usecases.merge import merge

if TYPE_CHECKING:
    import xlwings

REPOSITORY = Path(__file__).resolve().parent.parent
PERIOD = Period.parse("2026-TW1")
ROUNDS = 5
LIMIT = 1.5

_COMMAND = "from kinerja_xl.cli import main; main()"
_USE_CASES: dict[str, Callable[[MasterBook, Period, Run], object]] = {
    "distribute": distribute,
    "merge": merge,
    "check": check,
    "compute": compute,
}
_INSIDE = Path(__file__).with_name("inside_office.py")
_LOADER = "com.sun.star.loader.Python"

Seconds = dict[str, float]
"""By verb."""


@dataclass(slots=True)
class Office:
    """A LibreOffice of the bench's own, and what presses buttons inside its process."""

    app: xlwings.App
    presser: UnoObject

    def press(self, _root: Path, verb: str) -> None:
        """Dispatch a button's command inside LibreOffice's process."""
        path = (str(REPOSITORY), sysconfig.get_path("purelib"), sysconfig.get_path("platlib"))
        given = {"button": verb, "path": path}
        self.presser.execute(
            tuple(
                structure("com.sun.star.beans.NamedValue", Name=name, Value=value)
                for name, value in given.items()
            )
        )

    def press_from_outside(self, _root: Path, verb: str) -> None:
        """Run a button's function in this process."""
        getattr(buttons, verb)()


def main() -> None:
    """Measure the ways in turn and print the ratios."""
    office = _start()
    ways: dict[str, Callable[[], Seconds]] = {
        "click": lambda: _on_open_master(office, office.press),
        "over a pipe": lambda: _on_open_master(office, office.press_from_outside),
        "command": lambda: _played(_command),
        "use case": lambda: _played(_use_case),
    }
    try:
        first = {name: way() for name, way in ways.items()}
        rounds = [{name: way() for name, way in ways.items()} for _ in range(ROUNDS)]
    finally:
        office.app.quit()
    best = {
        name: {verb: min(each[name][verb] for each in rounds) for verb in _USE_CASES}
        for name in ways
    }
    print("verb        " + "".join(f"{name:>13}" for name in ways))
    for verb in _USE_CASES:
        print(f"{verb:12}" + "".join(f"{best[name][verb]:11.2f} s" for name in ways))
    total = {name: sum(seconds.values()) for name, seconds in best.items()}
    ratio = total["click"] / total["command"]
    print(f"clicks over commands: {ratio:.2f} x (limit {LIMIT})")
    print(f"  over a pipe: {total['over a pipe'] / total['command']:.2f} x")
    print(f"  over use cases in one program: {total['click'] / total['use case']:.1f} x")
    print(f"  first click of an office, with the imports: {first['click']['distribute']:.2f} s")
    sys.exit(ratio > LIMIT)


def _start() -> Office:
    app = libreoffice.start()
    app.engine.activate()
    load_unohelper()
    from bench import inside_office  # LibreOffice's modules can be imported now

    app.impl.dialogs = inside_office.AlwaysYes()
    context = app.impl.office.context
    factory = app.impl.office.create(_LOADER).activate(
        inside_office.IMPLEMENTATION, "", _INSIDE.as_uri(), None
    )
    return Office(app, factory.createInstanceWithContext(context))


def _played(
    play: Callable[[Path, str], None], before: Callable[[Path], object] = lambda _: None
) -> Seconds:
    """Play the quarter in a new office and time each verb."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "Kinerja"
        create_example(root, run_now())
        before(root)
        seconds = {}
        for verb in _USE_CASES:
            start = time.perf_counter()
            play(root, verb)
            seconds[verb] = time.perf_counter() - start
            if verb == "distribute":
                receive_example(OfficeFolder(root), PERIOD)
        return seconds


def _on_open_master(office: Office, play: Callable[[Path, str], None]) -> Seconds:
    try:
        return _played(play, lambda root: office.app.books.open(str(root / MASTER_NAME)))
    finally:
        office.app.books.active.close()


def _command(root: Path, verb: str) -> None:
    arguments = [verb, str(root / MASTER_NAME), "--period", str(PERIOD)]
    done = subprocess.run(
        [sys.executable, "-c", _COMMAND, *arguments], check=False, capture_output=True,
        cwd=REPOSITORY,
    )  # fmt: skip
    if done.returncode > 1:
        raise RuntimeError(done.stderr.decode())


def _use_case(root: Path, verb: str) -> None:
    run = run_now()
    _USE_CASES[verb](FileMasterBook(root / MASTER_NAME, now=lambda: run.now), PERIOD, run)


if __name__ == "__main__":
    main()
