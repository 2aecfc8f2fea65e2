"""Keeps a verb alone with a master on disk, from its first read to its last write."""

from __future__ import annotations

import functools
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Concatenate, ParamSpec, Protocol, TypeVar, runtime_checkable

from kinerja_xl.core.book import MasterBook

Parameters = ParamSpec("Parameters")
Result = TypeVar("Result")
Verb = Callable[Concatenate[MasterBook, Parameters], Result]


@runtime_checkable
class HoldableBook(Protocol):
    """A master that other programs can reach while a verb runs.

    One that is open in a spreadsheet program is not: its button holds the lock, dialogs included.
    """

    def held(self) -> AbstractContextManager[None]:
        """Hold the master for a run; what was read before counts only when it is still so.

        Raises:
            KinerjaError: If another program has it open or holds it, or it must not be written.
        """


def alone(verb: Verb[Parameters, Result]) -> Verb[Parameters, Result]:
    """Let a verb that writes hold the master's lock while it runs.

    Without it two runs could both read the old master and the later one write over forms that the
    earlier one made.
    """

    @functools.wraps(verb)
    def held_verb(
        book: MasterBook, /, *arguments: Parameters.args, **options: Parameters.kwargs
    ) -> Result:
        if not isinstance(book, HoldableBook):
            return verb(book, *arguments, **options)
        with book.held():
            return verb(book, *arguments, **options)

    return held_verb
