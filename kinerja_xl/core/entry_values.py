"""The values that E-Lapkin and Monev ask for, by name."""

from __future__ import annotations

from enum import Enum


class EntryValue(Enum):
    """A value that an application asks for; its name is that of the column in ENTRI."""

    TARGET = "target"
    REALISATION = "realisation"
    CUMULATIVE = "cumulative"
    ACHIEVEMENT = "achievement"
    BUDGET = "budget"
    BUDGET_REALISATION = "budget_realisation"
    ABSORPTION = "absorption"
    OBSTACLES = "obstacles"
    SOLUTION = "solution"
    FOLLOW_UP = "follow_up"


class Others(Enum):
    """What becomes of indicators that `rows` does not name."""

    AFTER = "after"
    LEFT_OUT = "left_out"
