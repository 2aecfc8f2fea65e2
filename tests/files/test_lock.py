from __future__ import annotations

import errno
import json
import os
import platform
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from pathlib import Path

import pytest

from kinerja_xl.errors import KinerjaError
from kinerja_xl.files.lock import Holder, hold, holder_of, lock_path
from kinerja_xl.files.processes import start_of
from tests.reliability import surviving

_HOLDER = """
import sys
from pathlib import Path
from kinerja_xl.files.lock import hold
with hold(Path(sys.argv[1]), "kinerja-xl (uji)"):
    print("held", flush=True)
    sys.stdin.readline()
"""


@pytest.fixture
def master(tmp_path: Path) -> Path:
    """A master; what is in it does not matter here."""
    path = tmp_path / "Kinerja.xlsm"
    path.write_bytes(b"induk")
    return path


@contextmanager
def held_elsewhere(master: Path, repository: Path) -> Iterator[subprocess.Popen[str]]:
    """Another process that holds the lock."""
    process = subprocess.Popen(
        [sys.executable, "-c", _HOLDER, str(master)], cwd=repository, text=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    )  # fmt: skip
    with process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        yield process
        process.kill()


def this_process() -> Holder:
    return Holder(
        "kinerja-xl (merge)", platform.node(), "budi", os.getpid(), start_of(os.getpid()),
        "2026-04-01T09:15:00+00:00",
    )  # fmt: skip


def put_lock(master: Path, holder: Holder) -> Path:
    path = lock_path(master)
    path.write_text(json.dumps(asdict(holder)), encoding="utf-8")
    return path


def names(master: Path) -> list[str]:
    return sorted(path.name for path in master.parent.iterdir())


def test_hold__free__names_its_holder_and_leaves_nothing(master: Path) -> None:
    with hold(master, "kinerja-xl (merge)") as lock:
        holder = holder_of(master)
        lock.require_held()

    assert holder is not None
    assert (holder.program, holder.host) == ("kinerja-xl (merge)", platform.node())
    assert (holder.process, holder.start) == (os.getpid(), start_of(os.getpid()))
    assert names(master) == ["Kinerja.xlsm"]


@surviving("a lock held, abandoned, unreadable, taken away or of another computer")
def test_hold__block_fails__is_released(master: Path) -> None:
    with pytest.raises(ZeroDivisionError), hold(master, "uji"):
        raise ZeroDivisionError

    assert names(master) == ["Kinerja.xlsm"]


def test_hold__no_master_yet__only_needs_the_folder(tmp_path: Path) -> None:
    with hold(tmp_path / "Kinerja.xlsm", "uji"):
        pass

    assert list(tmp_path.iterdir()) == []


@surviving("a lock held, abandoned, unreadable, taken away or of another computer")
def test_hold__held_in_this_process__is_refused(master: Path) -> None:
    refused = pytest.raises(KinerjaError, match=r"sedang dikerjakan satu .*di komputer ini")

    with hold(master, "satu"), refused, hold(master, "dua"):
        pass

    assert names(master) == ["Kinerja.xlsm"]


@pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege on Windows")
@surviving("a lock held, abandoned, unreadable, taken away or of another computer")
def test_hold__through_a_link__is_the_same_lock(
    master: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    link = tmp_path_factory.mktemp("lain") / "Kinerja.xlsm"
    link.symlink_to(master)

    with pytest.raises(KinerjaError), hold(master, "satu"), hold(link, "dua"):
        pass


@surviving("a lock held, abandoned, unreadable, taken away or of another computer")
def test_hold__held_by_another_process__is_refused_until_it_dies(
    master: Path, repository: Path
) -> None:
    with held_elsewhere(master, repository) as other:
        with pytest.raises(KinerjaError) as caught, hold(master, "uji"):
            pass
        other.kill()
        other.wait()
        with hold(master, "uji") as lock:
            was_abandoned = lock.was_abandoned

    assert f"(proses {other.pid})" in caught.value.what
    assert "kinerja-xl (uji)" in caught.value.what
    assert "hapus" not in caught.value.remedy
    assert was_abandoned
    assert names(master) == ["Kinerja.xlsm"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows cannot stop a process")
@surviving("a lock held, abandoned, unreadable, taken away or of another computer")
def test_hold__holder_stands_still__is_refused(master: Path, repository: Path) -> None:
    with held_elsewhere(master, repository) as other:
        os.kill(other.pid, signal.SIGSTOP)
        with pytest.raises(KinerjaError), hold(master, "uji"):
            pass


@surviving("a lock held, abandoned, unreadable, taken away or of another computer")
def test_hold__number_of_the_dead_process_given_to_another__is_taken_over(master: Path) -> None:
    put_lock(master, replace(this_process(), start="an earlier start"))

    with hold(master, "uji") as lock:
        assert lock.was_abandoned


@surviving("a lock held, abandoned, unreadable, taken away or of another computer")
def test_hold__held_on_another_computer__is_refused_and_says_what_to_do(master: Path) -> None:
    path = put_lock(master, replace(this_process(), host="PC-SEKRETARIS", process=2**22 + 1))

    with pytest.raises(KinerjaError) as caught, hold(master, "uji"):
        pass

    assert "kinerja-xl (merge) oleh budi di komputer PC-SEKRETARIS sejak" in caught.value.what
    assert ".04.2026" in caught.value.what or ".03.2026" in caught.value.what
    assert f"hapus berkas {path.name}" in caught.value.remedy
    assert path.exists()


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b'{"program": "ki', id="cut-short"),
        pytest.param(b"[" * 5000, id="nested"),
        pytest.param(b'{"program": 1}', id="other-fields"),
        pytest.param(
            json.dumps({**asdict(this_process()), "process": "satu"}).encode(), id="other-types"
        ),
        pytest.param(b"\0" * 200, id="zeros-after-a-power-failure"),
    ],
)
@surviving("a lock held, abandoned, unreadable, taken away or of another computer")
def test_hold__lock_that_says_nothing__counts_while_it_is_young(
    content: bytes, master: Path
) -> None:
    path = lock_path(master)
    path.write_bytes(content)

    with pytest.raises(KinerjaError, match="dikunci"), hold(master, "uji"):
        pass
    os.utime(path, (1_700_000_000, 1_700_000_000))
    with hold(master, "uji") as lock:
        was_abandoned = lock.was_abandoned

    assert was_abandoned
    assert names(master) == ["Kinerja.xlsm"]


@surviving("a lock held, abandoned, unreadable, taken away or of another computer")
def test_hold__lock_removed_by_hand_meanwhile__is_noticed_and_not_anothers(master: Path) -> None:
    with hold(master, "uji") as lock:
        lock.path.unlink()
        with pytest.raises(KinerjaError, match="dihapus atau diambil"):
            lock.require_held()
        path = put_lock(master, replace(this_process(), host="PC-SEKRETARIS"))

    assert path.exists()


@pytest.mark.parametrize("number", [errno.EPERM, errno.EOPNOTSUPP])
@surviving("a lock held, abandoned, unreadable, taken away or of another computer")
def test_hold__disk_without_hard_links__works_just_so(
    number: int, master: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def hardlink_to(_path: Path, _target: Path) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(Path, "hardlink_to", hardlink_to)

    with hold(master, "satu"):
        with pytest.raises(KinerjaError, match="sedang dikerjakan satu"), hold(master, "dua"):
            pass
        assert holder_of(master) is not None

    assert names(master) == ["Kinerja.xlsm"]


@surviving("processes that find an abandoned lock at once")
def test_hold__many_processes_find_an_abandoned_lock__one_at_a_time_gets_it(
    master: Path, repository: Path
) -> None:
    """Each takes the lock over and over, and notes in a file when it has it and when not."""
    program = """
import sys
from pathlib import Path
from kinerja_xl.errors import KinerjaError
from kinerja_xl.files.lock import hold
from tests.files.test_lock import put_lock, this_process
from dataclasses import replace
master, seen = Path(sys.argv[1]), 0
inside = master.with_name("inside")
sys.stdin.readline()
for _ in range(60):
    try:
        with hold(master, "uji") as lock:
            inside.touch(exist_ok=False)
            inside.unlink()
            seen += 1
            lock.path.unlink()
            put_lock(master, replace(this_process(), start="an earlier start"))
    except KinerjaError:
        pass
print(seen)
"""
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", program, str(master)], cwd=repository, text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )
        for _ in range(3)
    ]  # fmt: skip

    ends = [process.communicate("\n") for process in processes]

    assert [complaints for _, complaints in ends] == [""] * 3
    assert all(int(printed) > 0 for printed, _ in ends)


@surviving("a lock held, abandoned, unreadable, taken away or of another computer")
def test_hold__folder_that_cannot_be_written__says_so(
    master: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Path, "open", refusing(PermissionError(errno.EACCES, "denied")))

    with pytest.raises(KinerjaError, match="tidak boleh ditulisi"), hold(master, "uji"):
        pass


def refusing(error: OSError) -> Callable[..., None]:
    def refuse(*_: object, **__: object) -> None:
        raise error

    return refuse
