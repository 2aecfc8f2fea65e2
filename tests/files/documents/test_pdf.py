from __future__ import annotations

import shutil
import subprocess
from datetime import datetime
from pathlib import Path

import pytest

from kinerja_xl.core.documents import DocumentKind
from kinerja_xl.files.documents.pdf import convert_to_pdf, find_soffice
from kinerja_xl.files.documents.rendering import render
from kinerja_xl.files.machine import this_machine
from tests.files.documents.samples import filling, shipped
from tests.libreoffice_tools import LibreOffice

MOMENT = datetime(2026, 4, 1, 8)


def text_of(pdf: bytes, folder: Path) -> str:
    """Return the text of a PDF as pdftotext reads it."""
    path = folder / "surat.pdf"
    path.write_bytes(pdf)
    program = shutil.which("pdftotext")
    assert program is not None
    done = subprocess.run([program, "-layout", str(path), "-"], capture_output=True, check=True)
    return done.stdout.decode().replace("\u00a0", " ")


def lacks_writer(program: str) -> bool:
    """Tell whether this is a LibreOffice of a Linux distribution with Calc alone."""
    folder = Path(program).resolve().parent
    return (folder / "libsclo.so").is_file() and not (folder / "libswlo.so").is_file()


@pytest.mark.libreoffice
def test_convert_to_pdf__documents__are_all_there_with_their_text(
    libreoffice: LibreOffice, tmp_path: Path
) -> None:
    if lacks_writer(libreoffice.program):
        pytest.skip("LibreOffice has no Writer here: libreoffice-writer is missing")
    documents = {
        kind.value: render(shipped(kind), filling(sections=30), created=MOMENT)
        for kind in (DocumentKind.CIRCULAR, DocumentKind.RETURN)
    }

    made = convert_to_pdf(Path(libreoffice.program), {**documents, "rusak": b"bukan dokumen"})

    assert set(documents) <= set(made)
    circular = text_of(made["Surat Edaran"], tmp_path)
    assert "NOMOR 1/ORT.06-SE/1703/2026" in circular
    assert "BAGIAN30" in circular
    assert circular.count("Jumlah") > 1  # the headings stand on every page of the table
    assert "Uraian 3 & <lain>" in text_of(made["Surat Pengembalian"], tmp_path)


def test_convert_to_pdf__no_program__makes_none(tmp_path: Path) -> None:
    assert convert_to_pdf(tmp_path / "soffice", {"a": b"b"}) == {}


def test_find_soffice__variable__goes_first(tmp_path: Path) -> None:
    program = tmp_path / "soffice"
    program.write_bytes(b"")
    machine = this_machine()

    found = find_soffice(
        type(machine)(
            machine.system, tmp_path, {"SOFFICE": str(program)}, machine.interpreter, tmp_path
        )
    )

    assert found == program
