"""What a collection of the engine holds: whatever it finds when it is called."""

from __future__ import annotations

from abc import ABC, abstractmethod


class Lookup(ABC):
    """A collection whose items are found by a name or a number."""

    @abstractmethod
    def __call__(self, key: int | str, /) -> object:
        """Return one item.

        Raises:
            LookupError: If there is none.
        """

    def __contains__(self, key: int | str) -> bool:
        try:
            self(key)
        except LookupError:
            return False
        return True
