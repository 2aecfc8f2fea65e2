"""What is wrong with one section's evidence: the rows of its list, and the files in its folder."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

from kinerja_xl.core.evidence import (
    Access,
    EvidenceFile,
    EvidenceIndex,
    EvidenceListing,
    NamedFile,
)
from kinerja_xl.core.findings import Code, Finding, Place, finding

_NO_ITEM = "bukti tambahan"
_ORDINARY_FILE = "berkas biasa"


class ListingStatus(Enum):
    """What became of one row of the list of evidence; the value is the word in DATA PENDUKUNG."""

    FULFILLED = "Lengkap"
    NOT_LISTED = "Belum didaftar"
    MISSING = "Berkas tidak ada"
    FAULTY = "Berkas bermasalah"
    BLANK = ""


@dataclass(frozen=True, slots=True)
class ListingResult:
    """One row of the list of evidence with the files that its names mean, those that exist."""

    listing: EvidenceListing
    status: ListingStatus
    files: tuple[EvidenceFile, ...] = ()


@dataclass(frozen=True, slots=True)
class EvidenceReport:
    """The evidence of one section: what is wrong, and what became of each row of its list."""

    findings: tuple[Finding, ...]
    listings: tuple[ListingResult, ...]


def code_key(code: str) -> str:
    """Reduce an indicator's code to the form in which equal codes are equal."""
    return " ".join(code.split()).casefold()


def check_evidence(
    section: str,
    listings: Sequence[EvidenceListing],
    files: Sequence[EvidenceFile],
    *,
    known_codes: Iterable[str],
    unreported_codes: Iterable[str] = (),
) -> EvidenceReport:
    """Check one section's list of evidence and the files in its folder.

    A fault of a file that is listed is placed at the first listing that names it, else at the
    file. Of several files with the same content the listed ones come first, then the order given:
    the first is the evidence, the others repeat it. The same file found in several evidence
    folders under the same path counts once.

    Args:
        section: Code of the subbagian.
        listings: The rows of its list.
        files: What lies in its folders.
        known_codes: Codes of the indicators in the section's form.
        unreported_codes: Codes for which a piece that is not listed yet makes no finding.
    """
    unique = _without_copies(files)
    index = EvidenceIndex(section, unique)
    named = [(listing, index.resolve(listing.file_name)) for listing in listings]
    listed_at: dict[EvidenceFile, EvidenceListing] = {}
    for listing, names in named:
        for name in names:
            if name.file is not None:
                listed_at.setdefault(name.file, listing)
    repeats = _repeats(sorted(unique, key=lambda file: file not in listed_at))
    known = {code_key(code) for code in known_codes}
    silent = {code_key(code) for code in unreported_codes}
    findings = [
        found
        for listing, names in named
        for found in _listing_findings(listing, names, known, silent)
    ]
    for file in unique:
        findings.extend(_file_findings(file, listed_at.get(file), repeats.get(file)))
    return EvidenceReport(
        tuple(findings),
        tuple(ListingResult(item, *_outcome(item, names, repeats)) for item, names in named),
    )


def _without_copies(files: Iterable[EvidenceFile]) -> list[EvidenceFile]:
    unique: dict[tuple[str, str], EvidenceFile] = {}
    for file in files:
        unique.setdefault((file.path, file.sha256 or file.location), file)
    return list(unique.values())


def _repeats(files: Iterable[EvidenceFile]) -> dict[EvidenceFile, EvidenceFile]:
    """Map every file whose content came before under another name to the first such file."""
    first: dict[str, EvidenceFile] = {}
    repeats: dict[EvidenceFile, EvidenceFile] = {}
    for file in files:
        if file.access is Access.READ and file.size_bytes > 0:
            original = first.setdefault(file.sha256, file)
            if original is not file:
                repeats[file] = original
    return repeats


def _listing_findings(
    listing: EvidenceListing,
    names: Sequence[NamedFile],
    known: Collection[str],
    silent: Collection[str],
) -> Iterator[Finding]:
    if not names:
        if listing.is_begun and code_key(listing.code) not in silent:
            yield _at_listing(
                Code.EVIDENCE_NOT_LISTED, listing, item=listing.item or _NO_ITEM, code=listing.code
            )
        return
    for name in names:
        if name.unsafe_reason:
            yield _at_listing(
                Code.EVIDENCE_UNSAFE_NAME, listing, file=name.name, reason=name.unsafe_reason
            )
        elif name.file is None:
            yield _at_listing(Code.EVIDENCE_MISSING, listing, file=name.name, code=listing.code)
    if listing.is_of_indicator and code_key(listing.code) not in known:
        yield _at_listing(
            Code.EVIDENCE_CODE_UNKNOWN,
            listing,
            column="code",
            file="; ".join(name.name for name in names),
            code=listing.code,
        )


def _file_findings(
    file: EvidenceFile, listing: EvidenceListing | None, original: EvidenceFile | None
) -> Iterator[Finding]:
    def found(code: Code, /, **facts: str) -> Finding:
        if listing is None:
            place = Place(file=file.location)
            return finding(code, place, section=file.section, file=file.path, **facts)
        return _at_listing(code, listing, file=file.path, **facts)

    if file.access is Access.UNREADABLE:
        yield finding(Code.FILE_LOCKED, Place(file=file.location), section=file.section)
        return
    if file.access is Access.LINK:
        yield found(Code.EVIDENCE_UNSAFE_NAME, reason="berupa tautan ke berkas lain")
        return
    if listing is None:
        yield found(Code.EVIDENCE_STRAY)
    if file.access is Access.SPECIAL:
        if listing is not None:
            yield found(Code.EVIDENCE_WRONG_KIND, expected=_ORDINARY_FILE, actual=file.kind)
    elif file.size_bytes == 0:
        yield found(Code.EVIDENCE_EMPTY)
    elif not file.matches_extension:
        yield found(Code.EVIDENCE_WRONG_KIND, expected=file.expected, actual=file.kind)
    if original is not None:
        yield found(Code.EVIDENCE_DUPLICATE, other=original.path)


def _at_listing(
    code: Code, listing: EvidenceListing, /, *, column: str = "file_name", **facts: str
) -> Finding:
    return finding(
        code,
        listing.place if column == "file_name" else listing.code_place or listing.place,
        section=listing.section,
        row_key=listing.slot,
        column=column,
        **facts,
    )


def _outcome(
    listing: EvidenceListing,
    names: Sequence[NamedFile],
    repeats: Collection[EvidenceFile],
) -> tuple[ListingStatus, tuple[EvidenceFile, ...]]:
    files = tuple(name.file for name in names if name.file is not None)
    if not names:
        return (ListingStatus.NOT_LISTED if listing.is_begun else ListingStatus.BLANK), files
    if len(files) < len(names):
        return ListingStatus.MISSING, files
    is_good = all(file.is_sound and file not in repeats for file in files)
    return (ListingStatus.FULFILLED if is_good else ListingStatus.FAULTY), files
