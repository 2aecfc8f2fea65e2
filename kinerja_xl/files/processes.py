"""Which process this is, and whether another one still runs: number and start together."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

_STAT_STATE, _STAT_START = 0, 19
_DEAD_STATES = frozenset({"Z", "X", "x"})
_BOOT = Path("/proc/sys/kernel/random/boot_id")
_PS_SECONDS = 10.0
UNKNOWN = "?"
"""The start of a process that runs, but about which this account may learn nothing more."""


def start_of(process: int) -> str:
    """Return what tells this process from earlier and later ones with the same number.

    Returns:
        A text that stays the same as long as the process runs; empty when there is no such
        process (one that ended and waits to be collected counts as gone); `UNKNOWN` when it runs
        and the system says no more.
    """
    if process <= 0:
        return ""
    if sys.platform == "win32":
        return _start_on_windows(process)
    if sys.platform == "linux" and Path("/proc/self/stat").exists():
        return _start_on_linux(process)
    return _start_by_ps(process)


def is_same_process(process: int, start: str) -> bool:
    """Say whether the process that had this number and start still runs.

    Where a start is unknown the number alone decides, and a doubt counts as running.
    """
    now = start_of(process)
    return bool(now) and (now == start or UNKNOWN in (now, start))


def _start_on_linux(process: int) -> str:
    """Give the boot and the clock ticks since then; both repeat singly, never together."""
    try:
        text = Path(f"/proc/{process}/stat").read_text(encoding="utf-8", errors="replace")
    except (FileNotFoundError, ProcessLookupError):
        return ""
    except OSError:
        return UNKNOWN
    fields = text.rpartition(")")[2].split()  # the name before it may hold anything
    if fields[_STAT_STATE] in _DEAD_STATES:
        return ""
    try:
        boot = _BOOT.read_text(encoding="ascii").strip()
    except OSError:
        boot = ""
    return f"{boot}/{fields[_STAT_START]}"


def _start_by_ps(process: int) -> str:
    """Ask `ps`, which every other POSIX system has."""
    if not _has_number(process):
        return ""
    try:
        done = subprocess.run(
            ["ps", "-o", "stat=,lstart=", "-p", str(process)],
            stdin=subprocess.DEVNULL, capture_output=True, timeout=_PS_SECONDS, check=False,
            env={**os.environ, "LC_ALL": "C", "TZ": "UTC"}, text=True,
        )  # fmt: skip
    except (OSError, subprocess.SubprocessError):
        return UNKNOWN
    state, _, start = done.stdout.strip().partition(" ")
    if state[:1] in _DEAD_STATES:
        return ""
    return " ".join(start.split()) or UNKNOWN


def _has_number(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:  # it runs under another account
        return True
    return True


def _start_on_windows(process: int) -> str:
    """Give the moment of creation, in units of 100 ns."""
    if sys.platform != "win32":
        return UNKNOWN
    import ctypes
    from ctypes import wintypes

    query_limited_information, still_active, no_such_process = 0x1000, 259, 87
    kernel = ctypes.WinDLL("kernel32", use_last_error=True)
    kernel.OpenProcess.restype = wintypes.HANDLE
    kernel.OpenProcess.argtypes = (wintypes.DWORD, wintypes.BOOL, wintypes.DWORD)
    kernel.GetExitCodeProcess.argtypes = (wintypes.HANDLE, ctypes.POINTER(wintypes.DWORD))
    kernel.GetProcessTimes.argtypes = (
        wintypes.HANDLE, *[ctypes.POINTER(wintypes.FILETIME)] * 4,
    )  # fmt: skip
    kernel.CloseHandle.argtypes = (wintypes.HANDLE,)
    handle = kernel.OpenProcess(query_limited_information, False, process)
    if not handle:
        return "" if ctypes.get_last_error() == no_such_process else UNKNOWN
    try:
        code = wintypes.DWORD()
        if kernel.GetExitCodeProcess(handle, ctypes.byref(code)) and code.value != still_active:
            return ""
        times = [wintypes.FILETIME() for _ in range(4)]
        if not kernel.GetProcessTimes(handle, *map(ctypes.byref, times)):
            return UNKNOWN
        return str(times[0].dwHighDateTime << 32 | times[0].dwLowDateTime)
    finally:
        kernel.CloseHandle(handle)
