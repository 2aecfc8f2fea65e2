from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import pytest
from docx import Document

from kinerja_xl.core.documents import DocumentKind
from kinerja_xl.errors import KinerjaError
from kinerja_xl.files.documents.templates import (
    LARGEST_BYTES,
    find_template,
    shipped_template,
    template_name,
)
from kinerja_xl.files.folder import OfficeFolder
from tests.files.documents.samples import filling, paper
from workbook import build_reports
from workbook.build_documents import FOLDER, build_all

CIRCULAR = DocumentKind.CIRCULAR


def parts(package: Path | io.BytesIO) -> dict[str, bytes]:
    with zipfile.ZipFile(package) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def own(tmp_path: Path, data: bytes) -> OfficeFolder:
    folder = OfficeFolder(tmp_path)
    folder.templates.mkdir()
    (folder.templates / template_name(CIRCULAR)).write_bytes(data)
    return folder


def test_find_template__own_one__goes_first(tmp_path: Path) -> None:
    found = find_template(own(tmp_path, paper(["milik kantor"])), CIRCULAR)

    assert (found.name, found.is_own) == ("templat/surat_edaran.docx", True)


def test_find_template__none_of_its_own__is_the_shipped_one(tmp_path: Path) -> None:
    found = find_template(OfficeFolder(tmp_path), CIRCULAR)

    assert found.data == shipped_template(CIRCULAR).read_bytes()


def test_find_template__open_in_word__is_refused(tmp_path: Path) -> None:
    folder = own(tmp_path, paper(["x"]))
    (folder.templates / f"~${template_name(CIRCULAR)}").write_bytes(b"\5Pakai")

    with pytest.raises(KinerjaError, match="sedang dibuka"):
        find_template(folder, CIRCULAR)


def test_find_template__too_large_or_a_folder__is_refused(tmp_path: Path) -> None:
    folder = own(tmp_path, b"")
    path = folder.templates / template_name(CIRCULAR)
    with path.open("r+b") as file:
        file.truncate(LARGEST_BYTES + 1)
    with pytest.raises(KinerjaError, match="lebih besar"):
        find_template(folder, CIRCULAR)

    path.unlink()
    path.mkdir()
    with pytest.raises(KinerjaError, match="tidak dapat dibaca"):
        find_template(folder, CIRCULAR)


def test_templates__shipped__are_what_the_build_makes() -> None:
    built = {**build_all(), **build_reports.build_all()}

    assert set(built) == {path.name for path in FOLDER.glob("*.docx")}
    for name, data in built.items():  # compared by part: zlib differs between machines
        assert parts(FOLDER / name) == parts(io.BytesIO(data))


def test_templates__look__is_a4_in_one_font() -> None:
    for data in build_all().values():
        paper = Document(io.BytesIO(data))
        section = paper.sections[0]
        assert section.page_width is not None
        assert section.page_height is not None
        assert (round(section.page_width.cm, 1), round(section.page_height.cm, 1)) == (21.0, 29.7)
        assert paper.styles["Normal"].font.name == "Arial"


def test_readme__lists_every_placeholder() -> None:
    text = (FOLDER / "README.md").read_text(encoding="utf-8")

    named = set(re.findall(r"`([a-z_]+)`", text))
    assert set(filling()) <= named
