from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kinerja_xl.errors import KinerjaError
from kinerja_xl.live.libreoffice import bridge, connection

if TYPE_CHECKING:
    import xlwings


def test_require_same_python__library_of_another_python__is_refused(tmp_path: Path) -> None:
    (tmp_path / "libpyuno.so").write_bytes(b"\0libpython3.7m.so.1.0\0")

    with pytest.raises(KinerjaError, match=r"memakai Python 3\.7"):
        bridge.require_same_python(tmp_path)


@pytest.mark.parametrize(
    "content", [f"\0libpython3.{sys.version_info.minor}.so\0".encode(), b"no name of a Python"]
)
def test_require_same_python__own_or_unknown__is_let_through(
    tmp_path: Path, content: bytes
) -> None:
    (tmp_path / "libpyuno.so").write_bytes(content)

    bridge.require_same_python(tmp_path)


def test_find_program__no_libreoffice__says_so(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("SOFFICE", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(connection, "_usual_programs", lambda: iter([tmp_path / "soffice"]))

    with pytest.raises(KinerjaError, match="LibreOffice tidak ditemukan"):
        connection.find_program()


@pytest.mark.libreoffice
def test_start_office__program_that_ends_at_once__is_reported(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    broken = tmp_path / "soffice"
    broken.write_text("#!/bin/sh\nexit 3\n", encoding="ascii")
    broken.chmod(0o755)
    monkeypatch.setenv("SOFFICE", str(broken))

    with pytest.raises(KinerjaError, match=r"berhenti sebelum siap \(kode 3\)"):
        connection.start_office(visible=False)


@pytest.mark.libreoffice
def test_connect_office__nobody_there__is_reported_after_the_deadline() -> None:
    with pytest.raises(KinerjaError, match="tidak menjawab"):
        connection.connect_office(pipe="kinerja_nobody", timeout_seconds=0.2)


def test_connect_office__nowhere__is_a_slip() -> None:
    with pytest.raises(ValueError, match="pipe, a port or a context"):
        connection.connect_office()


@pytest.mark.libreoffice
def test_load_uno__error_in_a_with_block__comes_out_as_it_is(sheet: xlwings.Sheet) -> None:
    @contextmanager
    def block() -> Iterator[None]:
        yield

    with pytest.raises(Exception, match="cellsuno") as caught, block():
        sheet.api.getCellByPosition(-1, 0)

    assert bridge.error_kind(caught.value) == "IndexOutOfBoundsException"
