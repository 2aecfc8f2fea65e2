"""PDFs of Word documents and workbooks, through LibreOffice where it is present."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from pathlib import Path

from kinerja_xl.files.libreoffice import soffice_candidates
from kinerja_xl.files.machine import WINDOWS, Machine, run_program
from kinerja_xl.files.office_environment import office_environment

_SECONDS = 180.0
"""LibreOffice writes a whole profile at its first run."""


def find_soffice(machine: Machine) -> Path | None:
    """Look for LibreOffice's program."""
    found = next((place for place in soffice_candidates(machine) if place.is_file()), None)
    if found is not None and machine.system == WINDOWS:
        console = found.with_suffix(".com")  # the program without a console does not wait
        return console if console.is_file() else found
    return found


def convert_to_pdf(soffice: Path, documents: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the PDFs of some documents, all made in one run; one that failed is not among them.

    It runs with a profile of its own, beside a LibreOffice that may be open.

    Args:
        soffice: LibreOffice's program.
        documents: The .docx or .xlsx by file name.
    """
    if not documents:
        return {}
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as place:
        folder = Path(place)
        sources = {
            name: folder / f"{number}{Path(name).suffix}" for number, name in enumerate(documents)
        }
        for name, source in sources.items():
            source.write_bytes(documents[name])
        profile = (folder / "profile").as_uri()
        command: list[str | Path] = [
            soffice, f"-env:UserInstallation={profile}", "--headless", "--norestore",
            "--convert-to", "pdf", "--outdir", folder, *sources.values(),
        ]  # fmt: skip
        try:
            run_program(command, seconds=_SECONDS, variables=office_environment(os.environ))
        except OSError:
            return {}
        made = {name: source.with_suffix(".pdf") for name, source in sources.items()}
        return {name: pdf.read_bytes() for name, pdf in made.items() if pdf.is_file()}
