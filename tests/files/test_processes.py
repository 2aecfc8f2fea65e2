from __future__ import annotations

import os
import subprocess
import sys

import pytest

from kinerja_xl.files.processes import UNKNOWN, is_same_process, start_of

posix = pytest.mark.skipif(os.name == "nt", reason="Windows keeps no process that has ended")


def test_start_of__this_process__stays_the_same() -> None:
    first = start_of(os.getpid())

    assert first
    assert first == start_of(os.getpid())


def test_start_of__process_that_ended__is_empty() -> None:
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()

    assert not start_of(ended.pid)


@posix
def test_start_of__ended_and_not_collected__is_empty() -> None:
    ended = subprocess.Popen([sys.executable, "-c", ""], stdout=subprocess.PIPE)
    assert ended.stdout is not None
    ended.stdout.read()
    os.waitid(os.P_PID, ended.pid, os.WEXITED | os.WNOWAIT)

    assert not start_of(ended.pid)
    ended.communicate()


@pytest.mark.parametrize("process", [0, -1])
def test_start_of__number_of_no_process__is_empty(process: int) -> None:
    assert not start_of(process)


def test_is_same_process__number_given_to_another_one__is_not() -> None:
    assert is_same_process(os.getpid(), start_of(os.getpid()))
    assert not is_same_process(os.getpid(), "an earlier start")


def test_is_same_process__start_unknown__counts_as_running() -> None:
    assert is_same_process(os.getpid(), UNKNOWN)
