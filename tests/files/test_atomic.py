from __future__ import annotations

import errno
import os
import stat
import struct
import sys
from pathlib import Path

import pytest

from kinerja_xl.errors import KinerjaError
from kinerja_xl.files.atomic import is_open_elsewhere, write_atomically
from tests.reliability import surviving


def only_file(folder: Path, name: str) -> bool:
    """Say whether the folder holds that file and nothing else, such as a temporary one."""
    return [path.name for path in folder.iterdir()] == [name]


def test_write_atomically__new_file__is_written_with_the_usual_permissions(tmp_path: Path) -> None:
    path = tmp_path / "Kinerja.xlsx"
    usual = tmp_path / "biasa"
    usual.touch()

    write_atomically(path, b"baru")

    assert path.read_bytes() == b"baru"
    assert path.stat().st_mode == usual.stat().st_mode


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such permissions")
def test_write_atomically__existing_file__keeps_its_permissions(tmp_path: Path) -> None:
    path = tmp_path / "Kinerja.xlsx"
    path.write_bytes(b"lama")
    path.chmod(0o640)

    write_atomically(path, b"baru")

    assert (path.read_bytes(), stat.S_IMODE(path.stat().st_mode)) == (b"baru", 0o640)
    assert only_file(tmp_path, "Kinerja.xlsx")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such permissions")
def test_write_atomically__private_file__is_private_while_it_is_written(tmp_path: Path) -> None:
    path = tmp_path / "Kinerja.xlsx"
    path.write_bytes(b"lama")
    path.chmod(0o600)
    modes = []

    def replace(source: Path, target: Path) -> None:
        modes.append(stat.S_IMODE(source.stat().st_mode))
        source.replace(target)

    write_atomically(path, b"baru", replace=replace)

    assert modes == [0o600]


@pytest.mark.skipif(not hasattr(os, "chown"), reason="Windows has no such owners")
@pytest.mark.parametrize("is_allowed", [True, False])
def test_write_atomically__file_of_another_account__keeps_owner_or_at_least_group(
    is_allowed: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "Kinerja.xlsx"
    path.write_bytes(b"lama")
    really_stat = Path.stat
    given: list[tuple[int, int]] = []

    def chown(_path: Path, user: int, group: int) -> None:
        if user >= 0 and not is_allowed:
            raise PermissionError(errno.EPERM, "not permitted")
        given.append((user, group))

    def stat_of(self: Path, *, follow_symlinks: bool = True) -> os.stat_result:
        found = really_stat(self, follow_symlinks=follow_symlinks)
        return os.stat_result((*found[:4], 4321, 1234, *found[6:])) if self == path else found

    monkeypatch.setattr(os, "chown", chown)
    monkeypatch.setattr(Path, "stat", stat_of)

    write_atomically(path, b"baru")

    assert given == [(4321 if is_allowed else -1, 1234)]
    assert path.read_bytes() == b"baru"


@pytest.mark.skipif(not hasattr(os, "setxattr"), reason="Linux keeps access lists so")
def test_write_atomically__access_list__is_kept(tmp_path: Path) -> None:
    path = tmp_path / "Kinerja.xlsx"
    path.write_bytes(b"lama")
    entries = ((1, 6, -1), (2, 6, 65534), (4, 4, -1), (16, 6, -1), (32, 0, -1))
    access_list = struct.pack("<I", 2) + b"".join(struct.pack("<HHi", *entry) for entry in entries)
    try:
        os.setxattr(path, "system.posix_acl_access", access_list)
    except OSError:
        return  # a file system without them

    write_atomically(path, b"baru")

    assert os.getxattr(path, "system.posix_acl_access") == access_list


@pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege on Windows")
def test_write_atomically__symbolic_link__writes_the_file_it_leads_to(tmp_path: Path) -> None:
    target = tmp_path / "asli" / "Kinerja.xlsx"
    target.parent.mkdir()
    target.write_bytes(b"lama")
    link = tmp_path / "Kinerja.xlsx"
    link.symlink_to(target)

    write_atomically(link, b"baru")

    assert link.is_symlink()
    assert target.read_bytes() == b"baru"


@surviving("a file held, read-only, without room, or a write that is interrupted")
def test_write_atomically__held_for_a_moment__tries_again(tmp_path: Path) -> None:
    path = tmp_path / "Kinerja.xlsx"
    path.write_bytes(b"lama")
    refusals = [PermissionError(errno.EACCES, "held"), PermissionError(errno.EACCES, "held")]

    def replace(source: Path, target: Path) -> None:
        if refusals:
            raise refusals.pop()
        os.replace(source, target)  # noqa: PTH105 - the function under the hood

    write_atomically(path, b"baru", replace=replace)

    assert path.read_bytes() == b"baru"


@pytest.mark.parametrize(
    ("number", "text"),
    [
        pytest.param(errno.EACCES, "tidak boleh ditulisi", id="no-permission"),
        pytest.param(errno.EPERM, "tidak boleh ditulisi", id="not-permitted"),
        pytest.param(errno.ENOSPC, "Ruang simpan penuh", id="disk-full"),
        pytest.param(errno.EROFS, "hanya dapat dibaca", id="read-only-disk"),
        pytest.param(errno.ENAMETOOLONG, "terlalu panjang", id="path-too-long"),
        pytest.param(errno.EIO, "tidak dapat ditulis", id="anything-else"),
    ],
)
@surviving("a file held, read-only, without room, or a write that is interrupted")
def test_write_atomically__that_fails__says_why_and_leaves_all_as_it_was(
    number: int, text: str, tmp_path: Path
) -> None:
    path = tmp_path / "Kinerja.xlsx"
    path.write_bytes(b"lama")

    def replace(_source: Path, _target: Path) -> None:
        raise OSError(number, os.strerror(number))

    with pytest.raises(KinerjaError, match=text) as caught:
        write_atomically(path, b"baru", deadline_seconds=0, replace=replace)

    assert caught.value.where == str(path)
    assert caught.value.remedy
    assert path.read_bytes() == b"lama"
    assert only_file(tmp_path, "Kinerja.xlsx")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
@surviving("a file held, read-only, without room, or a write that is interrupted")
def test_write_atomically__disk_full_while_writing__leaves_all_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "Kinerja.xlsx"
    path.write_bytes(b"lama")
    really_open = os.open
    monkeypatch.setattr(
        os, "open", lambda name, *rest: really_open("/dev/full" if rest[0] & os.O_EXCL else name,
                                                    os.O_WRONLY),
    )  # fmt: skip

    with pytest.raises(KinerjaError, match="Ruang simpan penuh"):
        write_atomically(path, b"baru")

    assert path.read_bytes() == b"lama"
    assert only_file(tmp_path, "Kinerja.xlsx")


@pytest.mark.parametrize("number", [errno.EINVAL, errno.ENOTSUP])
@surviving("a file held, read-only, without room, or a write that is interrupted")
def test_write_atomically__disk_that_cannot_flush__is_written_all_the_same(
    number: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_descriptor: int) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fsync", refuse)

    write_atomically(tmp_path / "Kinerja.xlsx", b"baru")

    assert (tmp_path / "Kinerja.xlsx").read_bytes() == b"baru"


@surviving("a file held, read-only, without room, or a write that is interrupted")
def test_write_atomically__held_until_the_deadline__says_by_whom(tmp_path: Path) -> None:
    path = tmp_path / "Kinerja.xlsx"
    path.write_bytes(b"lama")
    held = PermissionError(errno.EACCES, "held")
    held.winerror = 32  # type: ignore[attr-defined] # as Windows sets it

    def replace(_source: Path, _target: Path) -> None:
        raise held

    with pytest.raises(KinerjaError, match="antivirus, OneDrive"):
        write_atomically(path, b"baru", deadline_seconds=0.05, replace=replace)

    assert path.read_bytes() == b"lama"
    assert only_file(tmp_path, "Kinerja.xlsx")


@surviving("a file held, read-only, without room, or a write that is interrupted")
def test_write_atomically__interrupted__removes_its_temporary_file(tmp_path: Path) -> None:
    path = tmp_path / "Kinerja.xlsx"

    def replace(_source: Path, _target: Path) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_atomically(path, b"baru", replace=replace)

    assert list(tmp_path.iterdir()) == []


@surviving("a file held, read-only, without room, or a write that is interrupted")
def test_write_atomically__marked_read_only__is_refused(tmp_path: Path) -> None:
    path = tmp_path / "Kinerja.xlsx"
    path.write_bytes(b"lama")
    path.chmod(0o444)

    with pytest.raises(KinerjaError, match="hanya-baca"):
        write_atomically(path, b"baru")

    assert path.read_bytes() == b"lama"
    path.chmod(0o644)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        pytest.param("tidak/ada/Kinerja.xlsx", "Folder tujuan tidak ada", id="no-folder"),
        pytest.param("x" * 300 + ".xlsx", "terlalu panjang", id="name-too-long"),
    ],
)
@surviving("a file held, read-only, without room, or a write that is interrupted")
def test_write_atomically__impossible_path__says_why(name: str, text: str, tmp_path: Path) -> None:
    with pytest.raises(KinerjaError, match=text):
        write_atomically(tmp_path / name, b"baru")

    assert list(tmp_path.iterdir()) == []


def excel_mark(name: str) -> bytes:
    narrow = name.encode("cp1252", "replace")
    head = bytes([len(narrow)]) + narrow.ljust(54)
    return head + struct.pack("<H", len(name)) + name.encode("utf-16-le").ljust(108, b" \0"[:1])


@pytest.mark.parametrize(
    ("mark", "content", "texts"),
    [
        pytest.param(
            "~$Kinerja.xlsx", excel_mark("Sekretaris Ω"), ("Excel oleh Sekretaris Ω.", "~$Kinerja"),
            id="excel",
        ),
        pytest.param("~$Kinerja.xlsx", b"\x03abc", ("di Excel oleh abc.",), id="excel-narrow"),
        pytest.param("~$Kinerja.xlsx", b"", ("di Excel. ",), id="excel-says-nothing"),
        pytest.param(
            ".~lock.Kinerja.xlsx#", b",petugas,komputer-3,05.01.2026 08:00,file:///home/p;",
            ("LibreOffice oleh petugas di komputer-3.", ".~lock.Kinerja.xlsx#"), id="libreoffice",
        ),
        pytest.param(".~Kinerja.xlsx", b"", ("WPS Office. ",), id="wps"),
    ],
)  # fmt: skip
def test_is_open_elsewhere__mark_of_a_program__names_program_person_and_remedy(
    mark: str, content: bytes, texts: tuple[str, ...], tmp_path: Path
) -> None:
    (tmp_path / mark).write_bytes(content)

    text = is_open_elsewhere(tmp_path / "Kinerja.xlsx")

    assert text is not None
    assert all(part in text for part in (*texts, f"hapus berkas {mark}"))


def test_is_open_elsewhere__no_mark_or_another_files__is_none(tmp_path: Path) -> None:
    (tmp_path / "~$Kinerja2.xlsx").touch()

    assert is_open_elsewhere(tmp_path / "Kinerja.xlsx") is None
