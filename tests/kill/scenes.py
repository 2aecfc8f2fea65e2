"""A small office in the state in which a verb meets it, and the verb as it is run there."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from kinerja_xl.files.folder import MASTER_NAME
from kinerja_xl.usecases.gather import Run
from kinerja_xl.usecases.new import MasterIdentity, create_office
from kinerja_xl.usecases.step import Mark
from tests.sop_samples import definition
from tests.usecases.office import (
    FORM_KEY,
    INDICATORS,
    MASTER_ID,
    NOW,
    WHO,
    YEAR,
    Office,
    indicators_csv,
)

OFFICE_FOLDER = "Kinerja-2026"
SECTIONS = ("KUL", "RENDATIN")
_SMALL = tuple(row for row in INDICATORS if row["code"] in ("K1", "R1", "R2"))
_PDF = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


@dataclass(frozen=True, slots=True)
class Scene:
    """A verb and what it finds.

    Attributes:
        name: Its name in the table of faults.
        prepare: Makes the office.
        run: Runs the verb in a copy of it; the moment is always the same.
    """

    name: str
    prepare: Callable[[Path], object]
    run: Callable[[Path], object]


def office_in(folder: Path) -> Office:
    """Return the office in a folder, at the moment at which every scene runs."""
    return Office(folder / OFFICE_FOLDER, datetime(YEAR, 4, 2, 9, 0))


def _definitions(folder: Path) -> tuple[Path, Path]:
    sop, indicators = folder / "sop.yaml", folder / "indikator.csv"
    sections = [{"code": code, "name": f"Subbagian {code}"} for code in SECTIONS]
    sop.write_text(json.dumps(definition(sections=sections)), encoding="utf-8")
    indicators.write_text(indicators_csv(_SMALL), encoding="utf-8")
    return sop, indicators


def _new(folder: Path) -> None:
    create_office(
        folder / OFFICE_FOLDER, str(folder / "sop.yaml"), YEAR, Run(NOW, WHO),
        indicators=folder / "indikator.csv", office="KPU Kabupaten Uji",
        identity=MasterIdentity(MASTER_ID, FORM_KEY),
    )  # fmt: skip


def _created(folder: Path) -> Office:
    _definitions(folder)
    _new(folder)
    return Office(folder / OFFICE_FOLDER)


def _distributed(folder: Path) -> Office:
    office = _created(folder)
    office.distribute()
    return office


def _changed_after_distributing(folder: Path) -> Office:
    """Both sections get another version; a person changed one of the files that lie there."""
    office = _distributed(folder)
    for code in ("K1", "R1"):
        office.type_cell("tblIndikator", "name", f"Indikator {code} baru", code=code)
    return office


def _returned(folder: Path) -> Office:
    office = _distributed(folder)
    office.give_back("RENDATIN", {"I001": {"realisation": 2}, "I002": {"realisation": "delapan"}})
    office.give_back("KUL", {"I003": {"realisation": "WTP"}}, "sub/Kiriman KUL.xlsx")
    office.put("rusak.xlsx", b"PK\x03\x04 bukan buku kerja")
    office.type_entry("R1", "realisation", 3)
    return office


def _merged(folder: Path) -> Office:
    office = _returned(folder)
    office.merge()
    return office


def _ready_to_check(folder: Path) -> Office:
    """One section's marked copy is settled and goes, the other's is replaced."""
    office = _merged(folder)
    office.check()
    office.put_evidence("KUL", "K1.pdf", _PDF)
    office.type_entry("R2", "realisation", 81)
    return office


def prepared(scene: Scene, folder: Path) -> None:
    """Make the office of a scene in an empty folder."""
    folder.mkdir(parents=True)
    scene.prepare(folder)


def copied(source: Path, folder: Path) -> Path:
    """Copy a scene's folder, times included; what lies there is replaced."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(source, folder, symlinks=True)
    return folder


def master_in(folder: Path) -> Path:
    """Return the master of a scene's folder."""
    return folder / OFFICE_FOLDER / MASTER_NAME


_STARTED = datetime(YEAR, 1, 5, 8)
SCENES = {
    scene.name: scene
    for scene in (
        Scene("new", _definitions, _new),
        Scene("distribute", _created, lambda folder: office_in(folder).distribute()),
        Scene(
            "distribute again", _changed_after_distributing,
            lambda folder: office_in(folder).distribute(),
        ),
        Scene("merge", _returned, lambda folder: office_in(folder).merge()),
        Scene("check", _ready_to_check, lambda folder: office_in(folder).check()),
        Scene("compute", _merged, lambda folder: office_in(folder).compute()),
        Scene(
            "step", _merged, lambda folder: office_in(folder).step(Mark.START, 1, _STARTED, "Uji"),
        ),
    )
}  # fmt: skip
