"""What became of every returned file seen so far, so that merging again does nothing again."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Outcome(Enum):
    """What became of a returned file; the value is the word in the hidden table of files."""

    MERGED = "digabung"
    CONFLICTS = "konflik"
    REPLACED = "diganti"
    REFUSED = "ditolak"


@dataclass(frozen=True, slots=True)
class KnownFile:
    """A returned file as it was when it was last read.

    Attributes:
        path: Relative to the office's folder.
        modified_ns: Time of last modification in nanoseconds.
        section: Code of the subbagian; empty when the file was refused before that was known.
    """

    path: str
    size: int
    modified_ns: int
    sha256: str
    section: str
    outcome: Outcome

    @property
    def is_settled(self) -> bool:
        """Whether reading the file again could not change anything."""
        return self.outcome is not Outcome.CONFLICTS

    @property
    def is_absorbed(self) -> bool:
        """Whether all of it is in the master, so that a copy of it brings nothing."""
        return self.outcome in (Outcome.MERGED, Outcome.REPLACED)

    def is_open(self, sha256: str) -> bool:
        """Whether that very content was merged but for its conflicts."""
        return self.outcome is Outcome.CONFLICTS and self.sha256 == sha256


class KnownFiles:
    """The files of one period, found by path or by content."""

    def __init__(self, files: tuple[KnownFile, ...]) -> None:
        self._by_path = {file.path: file for file in files}
        self._by_content: dict[str, KnownFile] = {}
        for file in files:
            self._by_content.setdefault(file.sha256, file)

    def unchanged(self, path: str, size: int, modified_ns: int) -> KnownFile | None:
        """Return the file at that path if its size and time are as they were."""
        known = self._by_path.get(path)
        is_same = known and (known.size, known.modified_ns) == (size, modified_ns)
        return known if is_same else None

    def with_content(self, sha256: str) -> KnownFile | None:
        """Return a file with that content, wherever it lay."""
        return self._by_content.get(sha256)
