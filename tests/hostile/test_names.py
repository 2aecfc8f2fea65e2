"""Whatever is named .xlsx: no file, no ordinary file, no ordinary name; the others are merged."""

from __future__ import annotations

import os
import socket
import sys
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest

from kinerja_xl.core.findings import Code, Finding
from kinerja_xl.files.returns.reading import read_return
from kinerja_xl.files.returns.returned import digest_of, find_returned
from kinerja_xl.files.shown_names import shown_name
from tests.reliability import record, surviving
from tests.usecases.office import RENDATIN, TW1, Office

needs_unix = pytest.mark.skipif(
    sys.platform == "win32", reason="Windows has no such files and refuses such names"
)
GOOD = {"I001": {"realisation": 2}}


def _link(path: Path) -> None:
    path.symlink_to("/etc/passwd")


def _link_to_nothing(path: Path) -> None:
    path.symlink_to(path.with_name("nowhere"))


def _link_to_itself(path: Path) -> None:
    path.symlink_to(path)


def _link_to_a_folder(path: Path) -> None:
    path.symlink_to("/")


def _pipe(path: Path) -> None:
    os.mkfifo(path)


def _socket(path: Path) -> None:
    here = Path.cwd()
    os.chdir(path.parent)  # an address of a socket is short
    try:
        with socket.socket(socket.AF_UNIX) as made:
            made.bind(path.name)
    finally:
        os.chdir(here)


def _empty(path: Path) -> None:
    path.touch()


def _html(path: Path) -> None:
    path.write_text("<html><table><tr><td>1</td></tr></table></html>")


def _csv(path: Path) -> None:
    path.write_text("Kunci;Realisasi\nI001;2\n")


def _pdf(path: Path) -> None:
    path.write_bytes(b"%PDF-1.7\n" + b"x" * 1000)


ODD: dict[str, Callable[[Path], None]] = {
    "link": _link,
    "link to nothing": _link_to_nothing,
    "link to itself": _link_to_itself,
    "link to a folder": _link_to_a_folder,
    "pipe": _pipe,
    "socket": _socket,
    "empty": _empty,
    "html": _html,
    "csv": _csv,
    "pdf": _pdf,
}


@needs_unix
@pytest.mark.parametrize("make", ODD.values(), ids=ODD.keys())
def test_merge__no_ordinary_form__is_one_finding_and_the_others_are_merged(
    office: Office, make: Callable[[Path], None]
) -> None:
    with surviving("links, pipes, sockets and other files named .xlsx"):
        good = office.give_back(RENDATIN, GOOD)
        odd = good.with_name("aneh.xlsx")
        make(odd)

        report = office.merge()
        again = office.merge()

        assert office.row("R1")["realisation"] == 2
        assert [line.place for line in report.findings] == ["kembali/2026-TW1/aneh.xlsx"]
        assert [line.place for line in again.findings] == ["kembali/2026-TW1/aneh.xlsx"]


@surviving("links, pipes, sockets and other files named .xlsx")
def test_merge__folder_named_like_a_form__is_looked_into(office: Office) -> None:
    office.give_back(RENDATIN, GOOD, "Form.xlsx/isi.xlsx")
    (office.folder.returned(TW1) / "kosong.xlsx").mkdir()

    report = office.merge()

    assert report.findings == ()
    assert office.row("R1")["realisation"] == 2


@needs_unix
def test_merge__pipe_touched_between_runs__is_not_waited_for(office: Office) -> None:
    office.give_back(RENDATIN, GOOD)
    pipe = office.folder.returned(TW1) / "pipa.xlsx"
    os.mkfifo(pipe)
    office.merge()
    os.utime(pipe, (1, 1))

    report = office.merge()

    assert [line.code for line in report.findings] == ["NOT_A_FORM"]


@needs_unix
@surviving("links, pipes, sockets and other files named .xlsx")
def test_read_return__device_without_end__is_not_a_form() -> None:
    found = read_return(Path("/dev/zero"), "x.xlsx")

    assert isinstance(found, Finding)
    assert found.code is Code.NOT_A_FORM


@needs_unix
def test_digest_of__device_without_end__is_none() -> None:
    assert digest_of(Path("/dev/zero")) == ""


def test_find_returned__folder_that_cannot_be_listed__is_found_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "dalam").mkdir()
    (tmp_path / "lain").mkdir()
    (tmp_path / "lain" / "a.xlsx").touch()
    listing = os.scandir

    def refuse(path: str) -> object:  # the superuser may list every folder
        if path.endswith("dalam"):
            raise PermissionError(13, "Permission denied", path)
        return listing(path)

    monkeypatch.setattr(os, "scandir", refuse)

    assert [file.name for file in find_returned(tmp_path, "k")] == ["k/dalam", "k/lain/a.xlsx"]


@needs_unix
def test_find_returned__folders_nested_deeper_than_python_recurses__are_all_listed(
    tmp_path: Path,
) -> None:
    here = Path.cwd()
    os.chdir(tmp_path)
    try:
        for _ in range(1500):
            Path("d").mkdir()
            os.chdir("d")
        Path("f.xlsx").touch()
        os.chdir(tmp_path)

        found = [file.name for file in find_returned(tmp_path, "k")]

        assert len(found) == 1
        assert found[0].endswith("/d/f.xlsx")
    finally:
        os.chdir(tmp_path)
        for _ in range(1500):
            os.chdir("d")
        Path("f.xlsx").unlink()
        for _ in range(1500):
            os.chdir("..")
            Path("d").rmdir()
        os.chdir(here)


NAMES = (
    "baris\nbaru.xlsx", "tab\tdi tengah.xlsx", "bel\x07.xlsx", "\x01\x02.xlsx",
    "kanan\u202exslx.exe.xlsx", "nol\u200b.xlsx", "=1+1.xlsx", "@SUM(A1).xlsx", "-x.xlsx",
    "'kutip\".xlsx", "<b>&amp;.xlsx", "[x]!A1.xlsx", "100%.xlsx", "a" * 250 + ".xlsx",
    "عربي.xlsx", unicodedata.normalize("NFD", "é.xlsx"), "\U0001f600.xlsx", "Form (1).xlsx",
    "Form - Copy.xlsx", "Form (Budi's conflicted copy 2026-04-01).xlsx",
    "Form-DESKTOP-1.xlsx", "Form.sync-conflict-20260401.xlsx", " .xlsx", ".xlsx", "nul.xlsx",
    "x.xlsx:ads.xlsx", "\udcff\udcfe.xlsx", "\udcff.xlsx",
)  # fmt: skip
ESCAPED = (
    *(name for name in NAMES if shown_name(name) != name),
    "\x07" * 200 + ".xlsx", "ba\nru/kiriman\u202e/x.xlsx",
)  # fmt: skip
"""Names that are no path any more once they can be shown."""


@needs_unix
def test_merge__copies_under_every_odd_name__are_one_return(office: Office) -> None:
    good = office.give_back(RENDATIN, GOOD).read_bytes()
    folder = office.folder.returned(TW1)
    for name in NAMES:
        (folder / name).write_bytes(good)

    report = office.merge()
    again = office.merge()

    assert office.row("R1")["realisation"] == 2
    assert report.findings == ()
    assert again.message.startswith("0 sel")
    record("copies of a form under odd names", len(NAMES), len(NAMES))


@needs_unix
@pytest.mark.parametrize("name", ESCAPED, ids=lambda name: ascii(name[:20]))
@surviving("marked copies of returns under odd names")
def test_check__return_under_an_odd_name__has_its_marked_copy(office: Office, name: str) -> None:
    office.give_back(RENDATIN, {"I001": {"realisation": "delapan"}}, name)

    office.merge()
    report = office.check()

    assert office.folder.correction(TW1, RENDATIN).exists()
    assert {line.code for line in report.findings if line.section == RENDATIN} >= {"REQUIRED_EMPTY"}


@needs_unix
def test_merge__damaged_under_every_odd_name__is_a_finding_each_that_can_be_written(
    office: Office,
) -> None:
    office.give_back(RENDATIN, GOOD)
    folder = office.folder.returned(TW1)
    for name in NAMES:
        (folder / name).write_bytes(b"PK\3\4 rusak")

    report = office.merge()
    office.check()

    assert office.row("R1")["realisation"] == 2
    assert len({line.place for line in report.findings}) == len(NAMES)
    assert all(line.place == shown_name(line.place) for line in report.findings)
    written = {str(row["file"]) for row in office.rows("tblTemuan")}
    assert len([name for name in written if name.startswith("kembali/")]) >= len(NAMES)
    record("damaged files under odd names", len(NAMES), len(NAMES))


def test_merge__sync_conflict_that_differs__is_refused_with_the_original(office: Office) -> None:
    office.give_back(RENDATIN, GOOD, "Form.xlsx")
    office.give_back(RENDATIN, {"I001": {"realisation": 3}}, "Form (conflicted copy).xlsx")

    report = office.merge()

    assert office.row("R1")["realisation"] is None
    assert {line.code for line in report.findings} == {"RETURNS_DIFFER"}


def test_merge__left_behind_by_programs__is_passed_over(office: Office) -> None:
    office.give_back(RENDATIN, GOOD)
    for name in ("~$Form.xlsx", ".~lock.Form.xlsx#", "._Form.xlsx", "Thumbs.db", "~$x.xlsx"):
        office.put(name, b"\x05Budi")

    report = office.merge()

    assert report.findings == ()
    assert office.row("R1")["realisation"] == 2


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        pytest.param("biasa é.xlsx", "biasa é.xlsx", id="ordinary"),
        pytest.param("tanpa\xa0putus.xlsx", "tanpa\xa0putus.xlsx", id="no-break-space"),
        pytest.param("a\nb", r"a\nb", id="line-end"),
        pytest.param("a\u202eb", r"a\u202eb", id="turning-mark"),
        pytest.param("a\udcffb", r"a\udcffb", id="byte-that-is-no-text"),
        pytest.param("\u2028", r"\u2028", id="line-separator"),
    ],
)
def test_shown_name__odd_characters__are_escaped_and_only_those(name: str, shown: str) -> None:
    assert shown_name(name) == shown
