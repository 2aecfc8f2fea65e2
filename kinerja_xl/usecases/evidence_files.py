"""The evidence files of a period, and the valid returns beside which some of them lie."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path, PurePath

from kinerja_xl.core.book import MasterReader
from kinerja_xl.core.evidence import EvidenceFile
from kinerja_xl.core.findings import Code
from kinerja_xl.core.known_files import KnownFile, Outcome
from kinerja_xl.core.period import Period
from kinerja_xl.files.evidence.scanning import scan_evidence
from kinerja_xl.files.folder import EVIDENCE_FOLDER, OfficeFolder
from kinerja_xl.files.returns.returned import FoundFile, find_same
from kinerja_xl.usecases.gather import Run
from kinerja_xl.usecases.returned_files import known_files, unreadable_folder

_FILES_BETWEEN_NEWS = 50


def valid_returns(book: MasterReader, folder: OfficeFolder, period: Period) -> dict[str, KnownFile]:
    """Return the valid return of each section, by code; `path` is that of one file holding it."""
    valid = (Outcome.MERGED, Outcome.CONFLICTS)
    known = {file.section: file for file in known_files(book, period) if file.outcome in valid}
    return {code: _located(file, folder, period) for code, file in known.items()}


def _located(file: KnownFile, folder: OfficeFolder, period: Period) -> KnownFile:
    """Follow a return that was renamed or moved since it was merged."""
    found = None if _is_there(folder.absolute(file.path)) else _same(file, folder, period)
    return replace(file, path=found.name) if found else file


def return_path(file: KnownFile, folder: OfficeFolder, period: Period) -> Path:
    """Return where a valid return lies: a name with escapes for what cannot be shown is no path."""
    path = folder.absolute(file.path)
    found = None if _is_there(path) else _same(file, folder, period)
    return found.path if found else path


def _is_there(path: Path) -> bool:
    with contextlib.suppress(OSError):  # escapes may make a name too long for the disk
        return path.is_file()
    return False


def _same(file: KnownFile, folder: OfficeFolder, period: Period) -> FoundFile | None:
    where = folder.returned(period)
    try:
        return find_same(where, folder.relative(where), file.size, file.sha256)
    except OSError as error:
        raise unreadable_folder(where, error) from error


def scan_sections(
    folder: OfficeFolder,
    period: Period,
    codes: tuple[str, ...],
    returned: dict[str, KnownFile],
    run: Run,
) -> tuple[EvidenceFile, ...]:
    """Look at every evidence file, also in the folder `bukti` that came beside a returned form."""
    found: list[EvidenceFile] = []
    for done, code in enumerate(codes, start=1):
        run.progress(f"Memeriksa bukti {code}", done, len(codes))
        folders = [folder.evidence(period, code)]
        if code in returned:
            home = return_path(returned[code], folder, period).parent
            if home != folder.returned(period):
                folders.append(home / EVIDENCE_FOLDER)
        told = partial(_tell, run, code, done, len(codes))
        found.extend(scan_evidence(folders, code, relative_to=folder.root, progress=told))
    forms = {file.path for file in returned.values()}
    return tuple(file for file in found if file.location not in forms)


def _tell(run: Run, code: str, section: int, sections: int, read: int, files: int) -> None:
    """Say now and then how far a section with many files is."""
    if read % _FILES_BETWEEN_NEWS == 0:
        label = f"Memeriksa bukti {code}, berkas {read} dari {files}"
        run.progress(label, section, sections)


def recorded_hashes(name: str, hashes: str) -> Iterator[tuple[str, str]]:
    """Yield path and hash of each file of a checked row, from the text in its cell.

    Args:
        name: What the row calls the file; the path where the cell gives none.
        hashes: The cell.
    """
    for line in hashes.splitlines():
        path, _, digest = line.rpartition(": ")
        yield path or name, digest


def evidence_fault(
    files: tuple[EvidenceFile, ...], section: str, name: str, digest: str
) -> Code | None:
    """Say whether a checked file is still there; it may have been moved within its folder.

    Or renamed, unless another file has taken its name: two that were exchanged are both changed.
    """
    own = [file for file in files if file.section == section]
    wanted = PurePath(name).name.casefold()
    named = [file for file in own if PurePath(file.path).name.casefold() == wanted]
    if any(file.sha256 == digest for file in named or own):
        return None
    return Code.EVIDENCE_CHANGED if named else Code.EVIDENCE_LOST
