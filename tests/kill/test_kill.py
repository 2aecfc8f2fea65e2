from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

import pytest

from tests.kill.faults import Fault
from tests.kill.scenes import SCENES
from tests.kill.server import Result
from tests.reliability import record

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork, as Linux has it")

PROCESSES = 2
FAULTS = tuple(fault for fault in Fault if fault is not Fault.NONE)
Results = dict[tuple[str, Fault], Result]


@pytest.fixture(scope="module")
def results(repository: Path) -> Results:
    """Every verb cut off at every point, in processes that share the points."""
    shares = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.kill.server", f"--share={n}", f"--of={PROCESSES}"],
            cwd=repository, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )
        for n in range(PROCESSES)
    ]  # fmt: skip
    parts: dict[tuple[str, Fault], list[Result]] = defaultdict(list)
    for share in shares:
        printed, complaints = share.communicate()
        assert share.returncode == 0, complaints
        for line in printed.splitlines():
            result = Result(**json.loads(line))
            if complaints and result.problems:
                result.problems.append(complaints)
            parts[result.scene, Fault[result.fault]].append(result)
    joined = {key: _joined(of_key) for key, of_key in parts.items()}
    for scene in SCENES:
        for fault in FAULTS:
            record(f"{scene}: {fault.value}", *_count(joined[scene, fault]))
    return joined


def _joined(parts: list[Result]) -> Result:
    problems = [problem for part in parts for problem in part.problems]
    first = parts[0]
    tried = sum(part.tried for part in parts)
    broken = {problem.partition(":")[0] for problem in problems}
    return Result(first.scene, first.fault, first.points, tried, problems, len(broken))


def _count(result: Result) -> tuple[int, int]:
    return result.tried, result.tried - result.broken


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name.lower())
@pytest.mark.parametrize("scene", SCENES)
def test_verb__cut_off_at_every_point__loses_nothing_and_runs_again(
    scene: str, fault: Fault, results: Results
) -> None:
    result = results[scene, fault]

    assert result.problems == []
    assert result.tried == result.points > 0
