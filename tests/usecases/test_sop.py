from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from kinerja_xl.errors import KinerjaError
from kinerja_xl.files.building.master import build_master
from kinerja_xl.files.machine import LINUX, Machine, this_machine
from kinerja_xl.usecases.sop import print_sop
from tests.files.building.master_samples import filled_content


@pytest.fixture
def bare(tmp_path: Path) -> Machine:
    """Return a computer without LibreOffice."""
    return replace(this_machine(), system=LINUX, variables={}, root=tmp_path / "root")


def _page_count(pdf: Path) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", pdf.read_bytes()))


@pytest.mark.libreoffice
def test_print_sop__definition__is_one_pdf_of_all_pages(tmp_path: Path) -> None:
    report = print_sop("kpu_sorong", tmp_path / "sop.pdf", this_machine())

    assert report.facts[0].value == str(tmp_path / "sop.pdf")
    assert _page_count(tmp_path / "sop.pdf") == 3


@pytest.mark.libreoffice
def test_print_sop__master__prints_the_sheet_sop_alone(tmp_path: Path) -> None:
    content = filled_content()
    (tmp_path / "Kinerja.xlsm").write_bytes(build_master(content))

    print_sop(str(tmp_path / "Kinerja.xlsm"), tmp_path / "sop.pdf", this_machine())

    assert content.sop_form is not None
    assert _page_count(tmp_path / "sop.pdf") == len(content.sop_form.breaks) + 1


def test_print_sop__no_libreoffice__says_what_to_do_and_writes_nothing(
    tmp_path: Path, bare: Machine
) -> None:
    with pytest.raises(KinerjaError, match="LibreOffice tidak ditemukan") as error:
        print_sop("kpu_sorong", tmp_path / "sop.pdf", bare)

    assert "simpan sebagai PDF" in str(error.value)
    assert not (tmp_path / "sop.pdf").exists()


@pytest.mark.parametrize(
    ("source", "to", "message"),
    [
        pytest.param("kpu_sorong", "sop.docx", r"bernama \.pdf", id="not-a-pdf"),
        pytest.param("kpu_sorong", "tiada/sop.pdf", "Folder untuk PDF", id="no-such-folder"),
        pytest.param("tidak_ada", "sop.pdf", "tidak ditemukan", id="no-such-sop"),
        pytest.param("hilang.xlsm", "sop.pdf", "tidak dapat dibaca", id="no-such-master"),
    ],
)
def test_print_sop__bad_input__is_one_clear_message(
    tmp_path: Path, bare: Machine, source: str, to: str, message: str
) -> None:
    with pytest.raises(KinerjaError, match=message):
        print_sop(source, tmp_path / to, bare)
