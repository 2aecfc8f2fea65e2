"""New: makes an office's folder with its master workbook."""

from __future__ import annotations

import secrets
import uuid
from dataclasses import dataclass
from pathlib import Path

from kinerja_xl.core.distribution import Section
from kinerja_xl.core.findings import Severity
from kinerja_xl.core.forms import FORM_KEY_BYTES
from kinerja_xl.core.sop import Sop
from kinerja_xl.core.sop_versions import SopStep, voiding_changes
from kinerja_xl.errors import KinerjaError
from kinerja_xl.files.building.initial_content import NewMaster, initial_content
from kinerja_xl.files.building.master import build_master
from kinerja_xl.files.definitions import find_sop, load_sop, shipped_definitions
from kinerja_xl.files.folder import FIRST_FOLDERS, MASTER_NAME
from kinerja_xl.files.holidays_seed import seed_days_off, seed_warning
from kinerja_xl.files.indicator_file import IndicatorFile, read_indicators
from kinerja_xl.files.lock import hold
from kinerja_xl.files.undo import Undo
from kinerja_xl.usecases.gather import Run
from kinerja_xl.usecases.report import Fact, FindingLine, Report


@dataclass(frozen=True, slots=True)
class MasterIdentity:
    """What a master is known by, and the secret by which it seals its forms."""

    master_id: str
    form_key: str


def new_identity() -> MasterIdentity:
    """Make an identity that no other master has, with a secret nobody can guess."""
    return MasterIdentity(str(uuid.uuid4()), secrets.token_hex(FORM_KEY_BYTES))


def create_office(
    directory: Path,
    sop_name: str,
    year: int,
    run: Run,
    *,
    indicators: Path | None = None,
    office: str = "",
    identity: MasterIdentity | None = None,
) -> Report:
    """Make the folder, its sub-folders and the master.

    Args:
        directory: May exist, but not hold a master already.
        sop_name: Name of a shipped SOP, or path of a definition.
        indicators: Table of indicators to start with; INDIKATOR stays empty without.
        office: Name of the office; the SOP's institution by default.
        identity: What the master is known by; new and random by default.

    Raises:
        KinerjaError: If there is a master already, SOP or indicators are not valid, or the folder
            cannot be written; what this run made is gone again.
    """
    master = directory / MASTER_NAME
    _refuse_existing(master)
    sop = load_sop(find_sop(sop_name))
    _refuse_void(sop)
    table = _indicators(indicators, sop, year) if indicators else None
    rows = table.rows if table else ()
    known = identity or new_identity()
    run.progress("Membuat buku induk", 0, 1)
    content = initial_content(
        NewMaster(
            office=office.strip() or sop.identity.institution,
            year=year,
            sop=sop,
            master_id=known.master_id,
            form_key=known.form_key,
            indicators=rows,
            days_off=seed_days_off(year),
        )
    )
    data = build_master(content)
    _make_folder(directory, data)
    warning = seed_warning(year)
    message = f"Buku induk dibuat: {master}."
    return Report(
        "new",
        f"{message} {warning}".strip(),
        "",
        (
            Fact("master", "Buku induk", str(master)),
            Fact("office", "Kantor", office.strip() or sop.identity.institution),
            Fact("sop_number", "Nomor SOP", sop.identity.number.text),
            Fact("sections", "Subbagian", len(sop.sections)),
            Fact("indicators", "Indikator", len(rows)),
        ),
        findings=_doubts(table) if table else (),
    )


def _refuse_existing(master: Path) -> None:
    for present in (master, master.with_suffix(".xlsx")):
        if present.exists():
            raise KinerjaError(
                "Buku induk sudah ada di folder ini.",
                where=str(present),
                remedy="Pilih folder baru, atau pindahkan buku induk yang lama.",
            )


def _refuse_void(sop: Sop) -> None:
    """Refuse an SOP that bears the number of a shipped one and is another (PENGESAHAN, clause 5).

    Compared is what the document states: which steps there are, and who does them where that was
    not inferred. Readings of its text may be corrected.
    """
    for other in shipped_definitions():
        if (sop.identity.number.text, sop.identity.institution) != (
            other.identity.number.text, other.identity.institution,
        ):  # fmt: skip
            continue
        stated = {step.number for step in other.steps if not step.actor_inferred}
        if changes := voiding_changes(_outline(other, stated), _outline(sop, stated)):
            raise KinerjaError(
                f"SOP nomor {sop.identity.number.text} mengubah lingkup atau pelaksana: "
                f"{'; '.join(changes)}.",
                where=sop.identity.title,
                remedy="Perubahan itu membatalkan SOP (PENGESAHAN butir 5): beri nomor baru "
                "(identity.number), atau kembalikan langkahnya.",
            )


def _outline(sop: Sop, stated: set[int]) -> tuple[SopStep, ...]:
    return tuple(
        SopStep(
            step.number, "",
            "; ".join(sop.actor_names_of(step)) if step.number in stated else "",
        )
        for step in sop.steps
    )  # fmt: skip


def _indicators(path: Path, sop: Sop, year: int) -> IndicatorFile:
    sections = tuple(Section(section.code, section.name) for section in sop.sections)
    table = read_indicators(path, sections, year)
    errors = [found for found in table.findings if found.code.severity is Severity.ERROR]
    if errors:
        listed = "\n".join(f"- {found.place}: {found.message} {found.remedy}" for found in errors)
        raise KinerjaError(
            f"{len(errors)} kesalahan dalam daftar indikator:\n{listed}\n",
            where=str(path),
            remedy="Perbaiki berkas itu, lalu jalankan lagi.",
        )
    return table


def _doubts(table: IndicatorFile) -> tuple[FindingLine, ...]:
    """Say what of the file did not reach INDIKATOR."""
    if not table.rows:
        return (
            FindingLine(
                Severity.WARNING.value, "INDICATORS_NONE", "", "",
                "Daftar indikator tidak berisi indikator; baris contoh tidak diambil.",
                "Isi berkas itu atau lembar INDIKATOR sebelum distribusi.",
            ),
        )  # fmt: skip
    return tuple(
        FindingLine(
            Severity.WARNING.value, "INDICATOR_COLUMN_IGNORED", "", "",
            f'Kolom "{heading}" dalam daftar indikator tidak dikenal; isinya tidak diambil.',
            "Pakai judul kolom dari templat bila kolom itu diperlukan.",
        )
        for heading in table.extra_headings
    )  # fmt: skip


def _make_folder(directory: Path, data: bytes) -> None:
    """Make the folders and the master last; on failure take away what was made.

    What fills the folder is taken away while the lock is held: nothing of a later run goes along.
    """
    master = directory / MASTER_NAME
    with Undo() as around:
        around.make_folder(directory)
        with hold(master, "kinerja-xl (new)"), Undo() as undo:
            _refuse_existing(master)
            for name in FIRST_FOLDERS:
                undo.make_folder(directory / name)
            undo.write(master, data)
