"""What LibreOffice shows on the screen, seen through accessibility."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import TypeVar

from kinerja_xl.live.libreoffice.bridge import UnoObject, error_kind, load_uno

PATIENCE_SECONDS = 60.0
"""Until something must have happened; a slow machine is no failure."""

POLL_SECONDS = 0.02
VANISHED = frozenset({"DisposedException", "IndexOutOfBoundsException", "RuntimeException"})
"""Errors that say that something is there no more."""

_CLICK_SECONDS = 1.0
"""In which a click has shown its effect, unless it was lost."""
_ROLE = "com.sun.star.accessibility.AccessibleRole."
_STATE = "com.sun.star.accessibility.AccessibleStateType."
_CLOSED = ("DOCUMENT_SPREADSHEET", "MENU", "LIST", "TREE", "COMBO_BOX")
"""What is in them is not looked through: it is much, or not on the screen."""

Found = TypeVar("Found")

# No record with UNO's objects says what it holds: asking those of an office that has ended aborts
# the whole process.


def until(look: Callable[[], Found | None], what: str) -> Found:
    """Look again and again until there is something.

    Args:
        look: Returns what there is, or nothing yet; windows may come and go while it looks.
        what: What is waited for.

    Raises:
        AssertionError: If there was nothing until the end.
    """
    deadline = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            found = look()
        except Exception as error:
            if error_kind(error) not in VANISHED:
                raise
            found = None
        if found:
            return found
        assert time.monotonic() < deadline, f"waited in vain for {what}"
        time.sleep(POLL_SECONDS)


@dataclass(frozen=True, slots=True, repr=False)
class Part:
    """Something on the screen: a button, an entry of a menu, a text.

    Attributes:
        context: Its accessible context.
    """

    context: UnoObject

    @property
    def name(self) -> str:
        """What it is called; of a text the text itself."""
        return str(self.context.getAccessibleName())

    @property
    def is_enabled(self) -> bool:
        """Whether it can be used; otherwise it is grey."""
        return self._is_in("ENABLED")

    @property
    def is_showing(self) -> bool:
        """Whether it is on the screen."""
        return self._is_in("SHOWING")

    @property
    def place(self) -> tuple[int, int]:
        """The middle of it on the screen."""
        corner, size = self.context.getLocationOnScreen(), self.context.getSize()
        return corner.X + size.Width // 2, corner.Y + size.Height // 2

    def is_one_of(self, *roles: str) -> bool:
        """Say whether it is of one of these roles, named as in AccessibleRole."""
        number = self.context.getAccessibleRole()
        return any(number == _constant(_ROLE + role) for role in roles)

    def inside(self) -> Iterator[Part]:
        """Walk through all that is in it, itself first."""
        yield self
        if not self.is_one_of(*_CLOSED):
            for child in self.children():
                yield from child.inside()

    def children(self) -> Iterator[Part]:
        """Yield what is directly in it."""
        for n in range(self.context.getAccessibleChildCount()):
            child = self.context.getAccessibleChild(n)
            if child is not None:
                yield Part(child.getAccessibleContext())

    def find(self, name: str, *roles: str) -> Part | None:
        """Return the first part of a name and one of the roles that is on the screen."""
        parts = (part for part in self.inside() if part.name == name and part.is_one_of(*roles))
        return next((part for part in parts if part.is_showing), None)

    def _is_in(self, state: str) -> bool:
        states, number = self.context.getAccessibleStateSet(), _constant(_STATE + state)
        if isinstance(states, int):  # LibreOffice 7.6 and newer
            return bool(states & number)
        return bool(states.contains(number))


def comes_true(look: Callable[[], bool]) -> bool:
    """Look for a moment whether a click has its effect."""
    deadline = time.monotonic() + _CLICK_SECONDS
    while not look():
        if time.monotonic() > deadline:
            return False
        time.sleep(POLL_SECONDS)
    return True


def is_gone(part: Part) -> bool:
    try:
        return not part.is_showing
    except Exception as error:
        if error_kind(error) not in VANISHED:
            raise
        return True


@cache
def _constant(name: str) -> int:
    return int(load_uno().getConstantByName(name))
