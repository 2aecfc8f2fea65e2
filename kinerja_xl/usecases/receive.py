"""Receives returned files: reads each, says whose form it is, and interprets it or refuses it."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from kinerja_xl.core.distribution import Office, issued_form
from kinerja_xl.core.findings import Code, Finding, Place, finding
from kinerja_xl.core.forms import Form, FormIdentity
from kinerja_xl.core.identities import edited_fields
from kinerja_xl.core.period import Period
from kinerja_xl.core.raw_returns import FormShape, RawReturn
from kinerja_xl.core.returned_rows import REFUSING
from kinerja_xl.core.returns import Return, identify, interpret
from kinerja_xl.files.returns.reading import read_return
from kinerja_xl.files.returns.returned import FoundFile
from kinerja_xl.layout.form_shape import form_shape
from kinerja_xl.usecases.gather import PeriodState

_THREADS = min(4, os.cpu_count() or 1)
_READ_AHEAD = 32
_PASSING = frozenset((
    Code.FILE_LOCKED, Code.FORM_NOT_DISTRIBUTED, Code.FORM_SUPERSEDED, Code.FORM_IDENTITY_CHANGED,
))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Received:
    """What a file turned out to be.

    Attributes:
        form: The return to be merged; `None` when the file is refused.
        sha256: Of the file; empty when it could not be read as a form.
        is_final: Whether the same bytes would be refused another time too, whatever the master.
    """

    form: Return | None
    findings: tuple[Finding, ...]
    sha256: str = ""
    section: str = ""
    is_final: bool = False


def _read(file: FoundFile) -> RawReturn | Finding:
    """Read a file, unless a program has it open: what is on disk may be half of it."""
    if file.is_open:
        return finding(Code.FILE_LOCKED, Place(file.name))
    return read_return(file.path, file.name)


class Receiver:
    """Knows the forms that are valid in a period, and holds files against them."""

    def __init__(self, office: Office, state: PeriodState, period: Period) -> None:
        self._office = office
        self._issued = state.forms
        self._period = period
        self._states = {part.section.code: part for part in state.sections}
        self._forms: dict[str, tuple[Form, FormShape]] = {}

    def receive(self, files: Iterable[FoundFile]) -> Iterator[tuple[FoundFile, Received]]:
        """Read files side by side and yield them in order; few are held at a time."""
        waiting = iter(files)
        with ThreadPoolExecutor(_THREADS) as pool:
            while batch := list(islice(waiting, _READ_AHEAD)):
                raw = pool.map(_read, batch)
                for file, content in zip(batch, raw, strict=True):
                    yield file, self._judge(content)

    def interpreted(self, path: Path, name: str) -> Return | None:
        """Read one file again; `None` when it is no valid return any more."""
        return self.examined(path, name).form

    def examined(self, path: Path, name: str) -> Received:
        """Read one file and say what it is."""
        return self._judge(read_return(path, name))

    def _judge(self, raw: RawReturn | Finding) -> Received:
        if isinstance(raw, Finding):
            return Received(None, (raw,), is_final=raw.code not in _PASSING)
        identity = identify(raw)
        if isinstance(identity, Finding):
            return Received(None, (identity,), raw.sha256, is_final=True)
        if refusal := self._refusal(raw.name, identity):
            return Received(None, (refusal,), raw.sha256, is_final=refusal.code not in _PASSING)
        form, shape = self._valid_form(identity.section)
        read = interpret(raw, form, shape)
        if read.is_refused:
            refusing = tuple(found for found in read.findings if found.code in REFUSING)
            return Received(None, refusing, raw.sha256, identity.section, is_final=True)
        return Received(read, read.findings, raw.sha256, identity.section)

    def _refusal(self, name: str, identity: FormIdentity) -> Finding | None:
        """Say why a form of that identity is not the one that is waited for."""
        place = Place(name)
        state = self._states.get(identity.section)
        issued = state.issued if state else None
        if edited := edited_fields(identity, self._office, self._issued):
            section = identity.section if state else ""
            return finding(
                Code.FORM_IDENTITY_CHANGED, place, section=section, fields=", ".join(edited)
            )
        if identity.master_id != self._office.master_id:
            return finding(Code.FORM_OTHER_OFFICE, place, office=identity.office)
        if identity.period != self._period:
            return finding(
                Code.FORM_OTHER_PERIOD, place, section=identity.section,
                actual=identity.period, expected=self._period,
            )  # fmt: skip
        if issued is not None and identity.version < issued.version:
            return finding(
                Code.FORM_SUPERSEDED, place, section=identity.section,
                actual=identity.version, expected=issued.version,
            )  # fmt: skip
        carried = identity.version, identity.form_id, identity.digest
        if issued is None or carried != (issued.version, issued.form_id, issued.digest):
            return finding(Code.FORM_NOT_DISTRIBUTED, place, section=identity.section)
        return None

    def _valid_form(self, section: str) -> tuple[Form, FormShape]:
        if section not in self._forms:
            form = issued_form(self._office, self._states[section])
            self._forms[section] = (form, form_shape(form))
        return self._forms[section]
