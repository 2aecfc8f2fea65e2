"""Tries again while a virus scanner or a synchronisation client holds a file for a moment."""

from __future__ import annotations

import errno
import time
from collections.abc import Callable
from typing import TypeVar

Result = TypeVar("Result")

SECONDS = 10.0
_FIRST_PAUSE_SECONDS, _LONGEST_PAUSE_SECONDS = 0.02, 0.4
_SHARING, _LOCKED, _MAPPED, _DENIED = 32, 33, 1224, 5
_HELD_ON_WINDOWS = frozenset({_SHARING, _LOCKED, _MAPPED})
_HELD_ELSEWHERE = frozenset({errno.EBUSY, errno.ETXTBSY})


def is_held(error: OSError) -> bool:
    """Say whether another program holds the file, and says so beyond doubt.

    Windows has numbers for it (ERROR_SHARING_VIOLATION, ERROR_LOCK_VIOLATION and
    ERROR_USER_MAPPED_FILE); a share of Windows mounted elsewhere says EBUSY.
    """
    number = getattr(error, "winerror", None)
    return number in _HELD_ON_WINDOWS if number else error.errno in _HELD_ELSEWHERE


def may_be_held(error: OSError) -> bool:
    """Say the same of an act that Windows also refuses with "access denied" (5).

    It does so for renaming to and removing a file that is open, so where that is tried, denial
    alone is no reason to give up at once.
    """
    return is_held(error) or getattr(error, "winerror", None) == _DENIED


def patiently(
    act: Callable[[], Result],
    *,
    seconds: float = SECONDS,
    is_passing: Callable[[OSError], bool] = is_held,
) -> Result:
    """Do something, again and again while it fails for a reason that passes.

    Args:
        act: Does it, or leaves all as it was.
        seconds: After how long the error counts.
        is_passing: Says which errors may go away.

    Raises:
        OSError: The last error, after the time is over or at once when it does not pass.
    """
    deadline = time.monotonic() + seconds
    pause = _FIRST_PAUSE_SECONDS
    while True:
        try:
            return act()
        except OSError as error:
            left = deadline - time.monotonic()
            if left <= 0 or not is_passing(error):
                raise
        time.sleep(min(pause, left))
        pause = min(pause * 2, _LONGEST_PAUSE_SECONDS)
