"""The returns of one section that came in one run: which one is to be merged, if it is clear."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Generic, TypeVar

from kinerja_xl.core.returns import Return

_File = TypeVar("_File")


@dataclass(slots=True)
class Contest(Generic[_File]):
    """Returns of a section, told apart by what was filled in.

    However many files come, two contents at the most are held: a second one already means that
    nobody knows which is right.

    Attributes:
        forms: The distinct contents, the first one that came foremost, two at the most.
        files: Every file, with the name and hash of the return in it.
    """

    forms: list[Return] = field(default_factory=list)
    files: list[tuple[_File, str, str]] = field(default_factory=list)

    def add(self, file: _File, form: Return) -> None:
        """Take one more return in."""
        self.files.append((file, form.name, form.sha256))
        if len(self.forms) < 2 and all(  # noqa: PLR2004 - see the class
            form.rows_by_key() != other.rows_by_key() for other in self.forms
        ):
            self.forms.append(form)

    @property
    def is_undecided(self) -> bool:
        """Whether the files differ in what was filled in."""
        return len(self.forms) > 1

    @property
    def names(self) -> tuple[str, ...]:
        """Names of all files, in the order in which they came."""
        return tuple(name for _, name, _ in self.files)
