"""New: makes an office's folder with its master workbook."""

from __future__ import annotations

import uuid
from pathlib import Path

from kinerja_xl.core.distribution import Section
from kinerja_xl.core.findings import Severity
from kinerja_xl.core.sop import Sop
from kinerja_xl.errors import KinerjaError
from kinerja_xl.files.building.initial_content import NewMaster, initial_content
from kinerja_xl.files.building.master import build_master
from kinerja_xl.files.definitions import find_sop, load_sop
from kinerja_xl.files.folder import FIRST_FOLDERS, MASTER_NAME
from kinerja_xl.files.holidays_seed import seed_days_off, seed_warning
from kinerja_xl.files.indicator_file import IndicatorFile, read_indicators
from kinerja_xl.files.undo import Undo
from kinerja_xl.usecases.gather import Run
from kinerja_xl.usecases.report import Fact, FindingLine, Report


def create_office(
    directory: Path,
    sop_name: str,
    year: int,
    run: Run,
    *,
    indicators: Path | None = None,
    office: str = "",
    master_id: str = "",
) -> Report:
    """Make the folder, its sub-folders and the master.

    Args:
        directory: May exist, but not hold a master already.
        sop_name: Name of a shipped SOP, or path of a definition.
        indicators: Table of indicators to start with; INDIKATOR stays empty without.
        office: Name of the office; the SOP's institution by default.
        master_id: Identifier of the master; a new one by default.

    Raises:
        KinerjaError: If there is a master already, SOP or indicators are not valid, or the folder
            cannot be written; what this run made is gone again.
    """
    master = directory / MASTER_NAME
    _refuse_existing(master)
    sop = load_sop(find_sop(sop_name))
    table = _indicators(indicators, sop, year) if indicators else None
    rows = table.rows if table else ()
    run.progress("Membuat buku induk", 0, 1)
    content = initial_content(
        NewMaster(
            office=office.strip() or sop.identity.institution,
            year=year,
            sop=sop,
            master_id=master_id or str(uuid.uuid4()),
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
    """Make the folders and the master last; on failure take away what was made."""
    with Undo() as undo:
        for name in FIRST_FOLDERS:
            undo.make_folder(directory / name)
        undo.write(directory / MASTER_NAME, data)
