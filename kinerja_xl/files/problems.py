"""What a check of the computer finds: where, what is wrong, and how to mend it."""

from __future__ import annotations

from dataclasses import dataclass

from kinerja_xl.core.findings import Severity
from kinerja_xl.errors import KinerjaError


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that keeps the buttons from working, or may.

    Attributes:
        code: English id for scripts.
        place: File, folder or setting that is concerned.
        message: What is wrong, Indonesian.
        remedy: How to mend it, Indonesian.
    """

    code: str
    place: str
    message: str
    remedy: str
    severity: Severity = Severity.ERROR

    def as_error(self) -> KinerjaError:
        """Give the same as the error that stops a run."""
        return KinerjaError(self.message, where=self.place, remedy=self.remedy)
