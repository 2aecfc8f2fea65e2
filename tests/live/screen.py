"""A screen that nobody looks at, with a mouse and a keyboard: Xvfb and xdotool."""

from __future__ import annotations

import contextlib
import itertools
import os
import re
import struct
import subprocess
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from tests.pictures import Pixels, png

WIDTH, HEIGHT = 1600, 900
_END_SECONDS = 10
_MOMENT_SECONDS = 0.15
_FIELDS = struct.Struct(">25I")
"""The head of a picture in X's own format, which Xvfb keeps in step with the screen."""


@dataclass(frozen=True, slots=True)
class Screen:
    """A running Xvfb.

    Attributes:
        display: Its number, such as `:99`.
        memory: The file that holds what it shows.
    """

    display: str
    memory: Path

    def click(self, *places: tuple[int, int]) -> None:
        """Click at places, one right after the other, with the left button."""
        words = (word for x, y in places for word in ("mousemove", str(x), str(y), "click", "1"))
        self._ask(*words)

    def type(self, text: str) -> None:
        """Press the keys of a text."""
        self._ask("type", "--delay", "1", text)

    def press(self, *keys: str) -> None:
        """Press keys by the names that X has for them."""
        self._ask("key", "--delay", "1", *keys)

    def has_window(self, title: str) -> bool:
        """Say whether a window of that title is on the screen."""
        return bool(self._windows(title))

    def click_in(self, title: str, place: tuple[int, int]) -> bool:
        """Click at a place if a window of that title is there, and say whether it is."""
        self._ask("mousemove", str(place[0]), str(place[1]))
        below = re.search(r"WINDOW=(\d+)", self._ask("getmouselocation", "--shell"))
        is_there = below is not None and below[1] in self._windows(title)
        if is_there:
            self._ask("click", "1")
        return is_there

    def pixels(self) -> Pixels:
        """Return what it shows."""
        data = self.memory.read_bytes()
        head = _FIELDS.unpack_from(data)
        size, width, height, line, colours = head[0], head[4], head[5], head[12], head[19]
        start = size + 12 * colours
        rows = np.frombuffer(data, np.uint8, line * height, start).reshape(height, line)
        return rows.reshape(height, -1, 4)[:, :width, 2::-1]  # blue comes first

    def colours(self, columns: Iterable[int], rows: Iterable[int]) -> set[int]:
        """Return the colours where columns and rows cross."""
        shown = self.pixels()
        return {
            int.from_bytes(shown[row, column].tobytes(), "big")
            for row, column in itertools.product(rows, columns)
        }

    def has_settled(self) -> bool:
        """Say whether it shows the same for a moment."""
        before = self.memory.read_bytes()
        time.sleep(_MOMENT_SECONDS)
        return before == self.memory.read_bytes()

    def picture(self, path: Path) -> None:
        """Write what it shows as a PNG."""
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(png(self.pixels()))

    def _windows(self, title: str) -> list[str]:
        return self._ask("search", "--onlyvisible", "--name", f"^{re.escape(title)}$").split()

    def _ask(self, *words: str) -> str:
        """Run xdotool and return what it says; a search that finds nothing counts as failed."""
        environment = {**os.environ, "DISPLAY": self.display}
        done = subprocess.run(
            ["xdotool", *words], env=environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0 or words[0] == "search", done.stderr
        return done.stdout


@contextlib.contextmanager
def running_screen(folder: Path) -> Iterator[Screen]:
    """Start Xvfb on a display that is free, and end it.

    Args:
        folder: For what it keeps of the screen.
    """
    reading, writing = os.pipe()
    size = f"{WIDTH}x{HEIGHT}x24"
    command = ["Xvfb", "-displayfd", str(writing), "-fbdir", str(folder), "-noreset"]
    process = subprocess.Popen(
        [*command, "-nolisten", "tcp", "-screen", "0", size],
        pass_fds=[writing],
        stdin=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    os.close(writing)
    try:
        with os.fdopen(reading) as answer:
            number = answer.readline().strip()  # it says so once it is ready
        assert number, "Xvfb did not start"
        yield Screen(f":{number}", folder / "Xvfb_screen0")
    finally:
        process.terminate()
        process.wait(_END_SECONDS)
