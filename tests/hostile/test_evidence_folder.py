"""Evidence folders full of odd files: all are named rightly or refused, none harms."""

from __future__ import annotations

import gzip
import io
import os
import struct
import sys
import unicodedata
import zipfile
from pathlib import Path
from typing import Literal

import pytest

from kinerja_xl.core.evidence import Access, EvidenceIndex
from kinerja_xl.files.evidence.file_kinds import FileKind
from kinerja_xl.files.evidence.identify import identify
from kinerja_xl.files.evidence.scanning import scan_evidence
from tests.files.evidence import evidence_samples as sample
from tests.hostile.archives import archive, entry, nested, overlapping, quoting_overlap
from tests.hostile.measuring import MEMORY_MIB, measure
from tests.hostile.test_names import NAMES
from tests.reliability import record, surviving
from tests.usecases.office import RENDATIN, TW1, Office

needs_unix = pytest.mark.skipif(
    sys.platform == "win32", reason="Windows has no such files and refuses such names"
)
HUGE = 2**30


def _method(method: int) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as package:
        package.writestr("[Content_Types].xml", bytes(5 * 2**20))
        package.writestr("mimetype", bytes(5 * 2**20))
    return buffer.getvalue()


def _lzma_of_four_gigabytes() -> bytes:
    data = bytearray(_method(zipfile.ZIP_LZMA))
    at = data.index(b"[Content_Types].xml") + len("[Content_Types].xml")
    data[at + 5 : at + 9] = struct.pack("<L", 0xFFFFFFFF)
    return bytes(data)


def _compound(change: bytes, at: int) -> bytes:
    data = bytearray(sample.compound("WordDocument"))
    data[at : at + len(change)] = change
    return bytes(data)


ODD = {
    "empty.pdf": b"",
    "one byte.pdf": b"%",
    "bomb.zip": nested(3),
    "overlapping.xlsx": overlapping(300),
    "quoting.docx": quoting_overlap(200),
    "sixty thousand entries.zip": archive([entry(f"{n}", b"") for n in range(60_000)]),
    "lzma.docx": _method(zipfile.ZIP_LZMA),
    "bzip2.docx": _method(zipfile.ZIP_BZIP2),
    "lzma of four gigabytes.docx": _lzma_of_four_gigabytes(),
    "only an end.zip": b"PK\5\6" + b"\xff" * 18,
    "ends everywhere.zip": b"PK\3\4" + b"PK\5\6" * 5000,
    "cut.docx": sample.office("wordprocessingml.document.main+xml")[:-30],
    "gzip.gz": gzip.compress(bytes(2**20)),
    "loop.doc": _compound(struct.pack("<L", 1), 512 + 4),
    "sectors.doc": _compound(struct.pack("<H", 40), 30),
    "far.doc": _compound(b"\xf0\xff\xff\x7f", 48),
    "comments.html": b"<!--" * 20_000,
    "declarations.svg": b"<?xml " * 20_000,
    "spaces.txt": b" " * 200_000 + b"\0",
    "utf-32.txt": b"\xff\xfe\0\0" + b"\xff" * 4000,
    "utf-16.txt": b"\xff\xfe" + b"\0\xd8" * 4000,
    "box.mp4": b"\0\0\xff\xffftyp" + b"mp42" * 20_000,
    "boxless.heic": b"\xff\xff\xff\xffftypheic",
    "noise.bin": bytes(range(256)) * 400,
}


def test_scan_evidence__odd_files__are_scanned_within_memory_and_time(tmp_path: Path) -> None:
    folders = []
    for name, data in ODD.items():
        folder = tmp_path / name.replace(".", "_")
        folder.mkdir()
        (folder / name).write_bytes(data)
        folders.append(folder)
    (tmp_path / "huge").mkdir()
    with (tmp_path / "huge" / "video.mp4").open("wb") as file:
        file.truncate(HUGE)
    folders.append(tmp_path / "huge")

    results = measure("scan", folders)

    wrong = [each for each in results if each.outcome != "SCANNED" or each.mebibytes > MEMORY_MIB]
    assert wrong == []
    most = max(results, key=lambda each: each.mebibytes)
    record("odd evidence files", len(results), len(results), f"most {most.mebibytes:.0f} MiB")


@pytest.mark.parametrize("data", ODD.values(), ids=ODD.keys())
def test_identify__every_beginning_of_an_odd_file__has_a_kind(data: bytes) -> None:
    for end in range(0, min(len(data), 3000), 97):
        assert identify(io.BytesIO(data[:end])) in FileKind


@needs_unix
def test_check__evidence_under_every_odd_name__is_listed_and_written(office: Office) -> None:
    office.give_back(RENDATIN, {"I001": {"realisation": 2}})
    office.merge()
    folder = office.folder.evidence(TW1, RENDATIN)
    folder.mkdir(parents=True, exist_ok=True)
    for name in NAMES:
        (folder / name).write_bytes(sample.pdf(str(NAMES.index(name))))
    (folder / "luar.pdf").symlink_to("/etc/passwd")
    (folder / "putar").symlink_to(folder)
    os.mkfifo(folder / "pipa.pdf")

    report = office.check()
    again = office.check()

    assert report.findings
    assert [line.code for line in again.findings] == [line.code for line in report.findings]
    assert {row["code"] for row in office.rows("tblTemuan")} >= {"EVIDENCE_UNSAFE_NAME"}
    record("evidence under odd names", len(NAMES), len(NAMES))


LEAVING = (
    "../../Kinerja.xlsm", "..\\..\\Kinerja.xlsm", "/etc/passwd", "C:\\Windows\\win.ini",
    "C:passwd", "\\\\server\\bagi\\x.pdf", "//server/bagi/x.pdf", "x.pdf:rahasia", "x.pdf::$DATA",
    "NUL", "con.pdf", "COM1.txt", "lpt9", "aux .pdf", "bukti/../../x", "./../x", "a/../../b",
    "\\\\?\\C:\\x", "file:///etc/passwd", "x\0.pdf", "x\u202efdp.exe", "...//x/..", ".. /x",
)  # fmt: skip


@pytest.mark.parametrize("name", LEAVING)
def test_check__listed_name_that_leaves_the_folder__means_no_file(
    office: Office, name: str
) -> None:
    with surviving("listed names that leave the evidence folder"):
        typed = name.replace("\0", "_x0000_")
        office.give_back(RENDATIN, {"I001": {"realisation": 2}, "I001.1": {"file_name": typed}})
        office.put_evidence(RENDATIN, "x.pdf", sample.pdf())
        office.merge()

        report = office.check()

        codes = {line.code for line in report.findings if "EVIDENCE" in line.code}
        assert codes & {"EVIDENCE_UNSAFE_NAME", "EVIDENCE_MISSING"}
        assert office.evidence(RENDATIN, "I001.1")["sha256"] is None


@pytest.mark.parametrize("form", ["NFC", "NFD", "NFKC", "NFKD"])
@surviving("evidence named in another normal form and letter case")
def test_check__name_in_another_normal_form_and_case__means_the_file(
    office: Office, form: Literal["NFC", "NFD", "NFKC", "NFKD"]
) -> None:
    name = "Notulén Rapät.pdf"
    typed = unicodedata.normalize("NFC", name).upper()
    office.give_back(RENDATIN, {"I001": {"realisation": 2}, "I001.1": {"file_name": typed}})
    office.put_evidence(RENDATIN, unicodedata.normalize(form, name), sample.pdf())
    office.merge()

    office.check()

    assert office.evidence(RENDATIN, "I001.1")["status"] == "Lengkap"


@needs_unix
@pytest.mark.parametrize("level", ["section", "all"])
@surviving("evidence folders that are links")
def test_scan_evidence__folder_that_is_a_link__is_reported_and_not_entered(
    tmp_path: Path, level: str
) -> None:
    secret = tmp_path / "rahasia" / "KUL"
    secret.mkdir(parents=True)
    (secret / "gaji.pdf").write_bytes(sample.pdf())
    evidence = tmp_path / "kembali" / "bukti"
    if level == "all":
        evidence.parent.mkdir()
        evidence.symlink_to(secret.parent)
    else:
        evidence.mkdir(parents=True)
        (evidence / "KUL").symlink_to(secret)

    (found,) = scan_evidence([evidence / "KUL"], "KUL", relative_to=tmp_path)

    assert found.access is Access.LINK
    assert found.sha256 == ""


@needs_unix
@surviving("evidence folders that are links")
def test_scan_evidence__folder_that_links_to_itself__is_reported(tmp_path: Path) -> None:
    loop = tmp_path / "bukti" / "KUL"
    loop.parent.mkdir()
    loop.symlink_to(loop)

    (found,) = scan_evidence([loop], "KUL")

    assert found.access is Access.LINK


@pytest.mark.parametrize(
    "cell",
    ["a" + " " * 32_000 + "b", "," * 32_000, "a;" * 16_000, '"' * 32_000, " dan " * 6_000,
     "a.pdf, " * 4_000, "/" * 32_000, "../" * 10_000],
    ids=["spaces", "commas", "names", "quotes", "ands", "files", "slashes", "dots"],
)  # fmt: skip
def test_resolve__cell_of_32000_characters__is_taken_apart_at_once(cell: str) -> None:
    names = EvidenceIndex("UMUM", ()).resolve(cell)

    assert len(names) <= 201
