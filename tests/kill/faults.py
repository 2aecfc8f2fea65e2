"""The points at which a run touches the disk, counted, and what can happen at one of them.

An audit hook sees every open, rename, removal and folder; wrappers add what it does not see: each
write (also cut off halfway), each flush to the disk and each closing of a file that was written.
Of files outside the folder, such as openpyxl's own temporary ones, the first write stands for all.
Installed for good, so only in a process that is about to end.
"""

from __future__ import annotations

import builtins
import errno
import io
import os
import signal
import sys
from collections.abc import Callable
from enum import Enum
from pathlib import Path
from types import TracebackType
from typing import Any


class Fault(Enum):
    """What happens at a point.

    Attributes:
        NONE: Nothing; points are counted.
        DEATH: The process is killed.
        DENIED: The operation is refused once, as by a virus scanner or another account.
        FULL: The disk is full: this and every later operation that needs room fails.
        FULL_ONCE: The same for this operation alone.
    """

    NONE = "none"
    DEATH = "process killed"
    DENIED = "permission denied"
    FULL = "no space left from then on"
    FULL_ONCE = "no space left once"


_LOOKING = frozenset({"os.listdir", "os.scandir", "os.getxattr", "os.listxattr"})
_CHANGING = frozenset(
    {
        "os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.link", "os.symlink", "os.chmod",
        "os.chown", "os.truncate", "os.utime", "os.setxattr",
    }
)  # fmt: skip
_NEEDING_ROOM = frozenset(
    {"open to write", "os.mkdir", "os.link", "os.rename", "write", "half a write", "flush", "close"}
)
_WRITING_FLAGS = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


class Points:
    """Counts the points of a run in a folder and lets the fault happen at one of them.

    Attributes:
        count: Points so far that the fault can happen at.
        was_reached: Whether it has happened.
    """

    def __init__(self, folder: Path, fault: Fault, at: int = 0) -> None:
        self._folder = os.fspath(folder)
        self._fault = fault
        self._at = at
        self._is_over = False
        self.count = 0
        self.was_reached = False

    def install(self) -> None:
        """See every operation of this process from now on."""
        really_open: Callable[..., Any] = io.open
        really_flush: Callable[[Any], None] = os.fsync

        def watched_open(*arguments: Any, **options: Any) -> Any:  # the signature is open's own
            file = really_open(*arguments, **options)
            if not file.writable():
                return file
            is_outside = isinstance(file.name, str | os.PathLike) and not self._is_inside(file.name)
            return _WatchedFile(file, self, is_outside=is_outside)

        def watched_flush(fd: Any) -> None:
            self.reach("flush")
            really_flush(fd)

        io.open = builtins.open = watched_open
        os.fsync = watched_flush
        sys.addaudithook(self._audit)

    def end(self) -> None:
        """Let nothing happen any more."""
        self._is_over = True

    def is_next(self) -> bool:
        """Say whether the fault would happen at the next point."""
        return not self._is_over and self._fault is not Fault.NONE and self.count + 1 == self._at

    def reach(self, what: str, path: str = "") -> None:
        """Pass a point.

        Raises:
            OSError: If that is what happens there.
        """
        if self._is_over:
            return
        is_full = self._fault in (Fault.FULL, Fault.FULL_ONCE)
        if is_full and what not in _NEEDING_ROOM:
            return
        if self.was_reached:
            if self._fault is Fault.FULL:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), path)
            return
        self.count += 1
        if self.count != self._at or self._fault is Fault.NONE:
            return
        self.was_reached = True
        if self._fault is Fault.DEATH:
            os.kill(os.getpid(), signal.SIGKILL)
        number = errno.ENOSPC if is_full else errno.EACCES
        raise OSError(number, os.strerror(number), path)

    def _audit(self, event: str, arguments: tuple[Any, ...]) -> None:
        if self._is_over:
            return
        if event == "open":
            path, _, flags = arguments
            is_writing = isinstance(flags, int) and bool(flags & _WRITING_FLAGS)
            if isinstance(path, int) or path is None:
                return
            if is_writing or self._is_inside(path):
                self.reach("open to write" if is_writing else "open to read", os.fsdecode(path))
        elif event in _CHANGING or (event in _LOOKING and self._is_inside(arguments[0])):
            self.reach(event, str(arguments[0]))

    def _is_inside(self, path: object) -> bool:
        return isinstance(path, str | bytes | os.PathLike) and os.fsdecode(path).startswith(
            self._folder
        )


class _WatchedFile:
    """A file opened to be written, whose writes are points; half a write can reach the disk."""

    def __init__(self, file: Any, points: Points, *, is_outside: bool) -> None:
        self._file = file
        self._points = points
        self._is_outside = is_outside
        self._has_begun = False

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)

    def __enter__(self) -> _WatchedFile:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def write(self, data: Any) -> int:
        if self._is_outside and self._has_begun:
            return int(self._file.write(data))
        self._has_begun = True
        self._points.reach("write")
        if self._points.is_next():
            self._file.write(data[: len(data) // 2])
            self._file.flush()
        self._points.reach("half a write")
        return int(self._file.write(data))

    def close(self) -> None:
        try:
            if not self._file.closed:
                self._points.reach("close")
        finally:
            self._file.close()
