"""Cuts runs off at every point and judges what is left: `python -m tests.kill.server`.

The process has everything imported, forks a child for every point and prints one line of JSON for
every scene and fault. Several of them share the points.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import time
import traceback
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from kinerja_xl.errors import KinerjaError
from kinerja_xl.files.lock import hold
from kinerja_xl.usecases import receive
from tests.kill.faults import Fault, Points
from tests.kill.promises import (
    Undisturbed,
    broken_at_once,
    broken_in_the_end,
    content_of,
    state_of,
)
from tests.kill.scenes import SCENES, Scene, copied, master_in, prepared
from tests.usecases.office import folder_content

_NOT_REACHED, _FINISHED, _REFUSED, _STUMBLED = 40, 41, 42, 43


@dataclass(slots=True)
class Result:
    """What became of one scene under one fault.

    Attributes:
        points: How many points the run has.
        tried: How many of them this process tried.
        problems: What was broken, each with its point.
        broken: At how many points something was.
    """

    scene: str
    fault: str
    points: int
    tried: int = 0
    problems: list[str] = field(default_factory=list)
    broken: int = 0


class Trial:
    """One scene, prepared and run once undisturbed."""

    def __init__(self, scene: Scene, folder: Path) -> None:
        self._scene = scene
        self._stage = folder / "stage"
        self._start = folder / scene.name.replace(" ", "-")
        prepared(scene, self._start)
        self._fresh()
        scene.run(self._stage)
        self._normal = Undisturbed(
            folder_content(self._start), folder_content(self._stage),
            content_of(master_in(self._stage)),
        )  # fmt: skip
        self._judged: dict[str, list[str]] = {}

    def count(self, fault: Fault) -> int:
        """Count the points at which the fault can happen."""
        self._fresh()
        reader, writer = os.pipe()
        child = os.fork()
        if child == 0:
            points = Points(self._stage, fault)
            _run_to_the_end(self._scene, self._stage, points)
            os.write(writer, str(points.count).encode())
            os._exit(0)
        os.close(writer)
        os.waitpid(child, 0)
        with os.fdopen(reader, "rb") as pipe:
            return int(pipe.read())

    def cut_off(self, fault: Fault, at: int) -> list[str]:
        """Run the verb with the fault at a point, then judge; return what was broken."""
        self._fresh()
        end = self._run_child(fault, at)
        if end != (-9 if fault is Fault.DEATH else end) or end in (_NOT_REACHED, _STUMBLED):
            return [f"the run ended with {end}"]
        has_died = fault is Fault.DEATH
        key = f"{state_of(self._stage)} {has_died}"
        if key not in self._judged:
            self._judged[key] = list(self._judge(has_died=has_died))
        return self._judged[key]

    def is_over_after(self, fault: Fault, count: int) -> bool:
        """Say whether a run indeed has no more points than were counted."""
        self._fresh()
        return self._run_child(fault, count + 1) == _NOT_REACHED

    def _fresh(self) -> None:
        copied(self._start, self._stage)

    def _run_child(self, fault: Fault, at: int) -> int:
        child = os.fork()
        if child == 0:
            try:
                _end_with(self._scene, self._stage, Points(self._stage, fault, at))
            finally:
                os._exit(_STUMBLED)
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])

    def _judge(self, *, has_died: bool) -> Iterator[str]:
        yield from broken_at_once(self._stage, self._normal, has_died=has_died)
        try:
            self._scene.run(self._stage)
        except KinerjaError as error:
            # A step that is recorded and an office that is there are refused the second time.
            if master_in(self._stage).read_bytes() != self._normal.new_master:
                yield f"running again is refused: {error}"
                return
            with hold(master_in(self._stage), "uji"):  # any other verb would clear up just so
                pass
        yield from broken_in_the_end(self._stage, self._normal, has_died=has_died)


def _run_to_the_end(scene: Scene, folder: Path, points: Points) -> None:
    receive._THREADS = 1  # the same order of points in every run
    waited = [0.0]

    def sleep(seconds: Any, /) -> None:
        waited[0] += seconds

    time.monotonic, time.sleep = lambda: waited[0], sleep  # who waits for a file waits no real time
    points.install()
    try:
        scene.run(folder)
    finally:
        points.end()


def _end_with(scene: Scene, folder: Path, points: Points) -> None:
    try:
        _run_to_the_end(scene, folder, points)
        code = _FINISHED
    except KinerjaError:
        code = _REFUSED
    except BaseException:  # noqa: BLE001 - whatever it is, a run must not end with it
        traceback.print_exc()
        code = _STUMBLED
    os._exit(code if points.was_reached else _NOT_REACHED)


def main() -> None:
    """Try this process's share of the points of all scenes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--share", type=int, default=0, help="which of the processes this is")
    parser.add_argument("--of", type=int, default=1, help="how many processes share the points")
    parser.add_argument("--scene", action="append", choices=SCENES)
    parser.add_argument("--fault", action="append", choices=[fault.name for fault in Fault])
    options = parser.parse_args()
    memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
    faults = [Fault[name] for name in options.fault or ()]
    with tempfile.TemporaryDirectory(dir=memory) as folder:
        for name in options.scene or SCENES:
            trial = Trial(SCENES[name], Path(folder))
            for fault in faults or [fault for fault in Fault if fault is not Fault.NONE]:
                result = _tried(trial, name, fault, options.share, options.of)
                sys.stdout.write(json.dumps(asdict(result)) + "\n")
                sys.stdout.flush()


def _tried(trial: Trial, name: str, fault: Fault, share: int, of: int) -> Result:
    result = Result(name, fault.name, trial.count(fault))
    for at in range(1 + share, result.points + 1, of):
        result.tried += 1
        result.problems += [f"{at}: {problem}" for problem in trial.cut_off(fault, at)]
    if not trial.is_over_after(fault, result.points):
        result.problems.append("a run has more points than were counted")
    return result


if __name__ == "__main__":
    main()
