"""What a merge has found and decided so far."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

from kinerja_xl.core.findings import Finding
from kinerja_xl.core.history import HistoryEntry
from kinerja_xl.core.known_files import KnownFile
from kinerja_xl.core.merging import CellChange
from kinerja_xl.core.period import Period
from kinerja_xl.files.folder import OfficeFolder


@dataclass(slots=True)
class MergeWork:
    """What a run has found and decided so far.

    Attributes:
        known: What became of files, by name.
        present: Names of the files that are there.
        read: Names of the files of which all that is to be found was found in this run.
    """

    folder: OfficeFolder
    period: Period
    known_before: tuple[KnownFile, ...]
    known: dict[str, KnownFile]
    present: frozenset[str]
    read: set[str] = field(default_factory=set)
    findings: list[Finding] = field(default_factory=list)
    returned_text: dict[Finding, str] = field(default_factory=dict)
    changes: list[tuple[str, CellChange]] = field(default_factory=list)
    history: list[HistoryEntry] = field(default_factory=list)
    merged_sections: list[str] = field(default_factory=list)
    files_read: int = 0

    def drop_findings(self, names: Collection[str]) -> None:
        """Forget what was found in files that do not count after all."""
        self.findings = [found for found in self.findings if found.place.file not in names]
