"""The evidence files of a period, and the valid returns beside which some of them lie."""

from __future__ import annotations

from dataclasses import replace

from kinerja_xl.core.book import MasterReader
from kinerja_xl.core.evidence import EvidenceFile
from kinerja_xl.core.known_files import KnownFile, Outcome
from kinerja_xl.core.period import Period
from kinerja_xl.files.evidence.scanning import scan_evidence
from kinerja_xl.files.folder import EVIDENCE_FOLDER, OfficeFolder
from kinerja_xl.files.returns.returned import find_same
from kinerja_xl.usecases.gather import Run
from kinerja_xl.usecases.returned_files import known_files, unreadable_folder


def valid_returns(book: MasterReader, folder: OfficeFolder, period: Period) -> dict[str, KnownFile]:
    """Return the valid return of each section, by code; `path` is that of one file holding it."""
    valid = (Outcome.MERGED, Outcome.CONFLICTS)
    known = {file.section: file for file in known_files(book, period) if file.outcome in valid}
    return {code: _located(file, folder, period) for code, file in known.items()}


def _located(file: KnownFile, folder: OfficeFolder, period: Period) -> KnownFile:
    """Follow a return that was renamed or moved since it was merged."""
    if folder.absolute(file.path).is_file():
        return file
    where = folder.returned(period)
    try:
        found = find_same(where, folder.relative(where), file.size, file.sha256)
    except OSError as error:
        raise unreadable_folder(where, error) from error
    return replace(file, path=found.name) if found else file


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
            home = folder.absolute(returned[code].path).parent
            if home != folder.returned(period):
                folders.append(home / EVIDENCE_FOLDER)
        found.extend(scan_evidence(folders, code, relative_to=folder.root))
    forms = {file.path for file in returned.values()}
    return tuple(file for file in found if file.location not in forms)
