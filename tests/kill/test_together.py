from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from kinerja_xl.errors import KinerjaError
from kinerja_xl.files.lock import lock_path
from tests.kill.promises import Content, content_of
from tests.kill.scenes import SCENES, copied, master_in, office_in, prepared
from tests.libreoffice_tools import LibreOffice
from tests.reliability import record, surviving
from tests.usecases.office import fact, folder_content

DEADLINE_SECONDS = 120.0
ROUNDS = 5
_MERGE = """
import os, sys
from pathlib import Path
from kinerja_xl.errors import KinerjaError
from tests.kill.scenes import office_in
from tests.usecases.office import fact

folder, pause = Path(sys.argv[1]), sys.argv[2]

def wait(event, arguments):
    global pause
    if event in ("os.link", "os.rename") and pause and str(arguments[1]).endswith(pause):
        pause = ""
        print("waiting", flush=True)
        sys.stdin.readline()

sys.addaudithook(wait)
if pause == "the start":
    print("waiting", flush=True)
    sys.stdin.readline()
try:
    print("changes", fact(office_in(folder).merge(), "changes"))
except KinerjaError as error:
    print("refused", error)
"""


@pytest.fixture(scope="module")
def start(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an office to which forms came back; nobody changes it."""
    folder = tmp_path_factory.mktemp("bersama") / "awal"
    prepared(SCENES["merge"], folder)
    return folder


@pytest.fixture
def folder(start: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    return copied(start, tmp_path / "salinan")


@pytest.fixture(scope="module")
def merged_once(start: Path, tmp_path_factory: pytest.TempPathFactory) -> Content:
    """What the master holds after one merge."""
    folder = copied(start, tmp_path_factory.mktemp("sekali") / "salinan")
    office_in(folder).merge()
    return content_of(master_in(folder))


@contextmanager
def merging(folder: Path, repository: Path, *, pause: str) -> Iterator[subprocess.Popen[str]]:
    """A process that merges and waits at the first link or renaming to a name that ends so."""
    process = subprocess.Popen(
        [sys.executable, "-c", _MERGE, str(folder), pause], cwd=repository, text=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    )  # fmt: skip
    with process:
        assert process.stdout is not None
        assert process.stdout.readline() == "waiting\n"
        yield process
        process.kill()


def answer(process: subprocess.Popen[str]) -> str:
    """Let a process go on and return what it says in the end."""
    printed, _ = process.communicate("\n")
    return printed.strip()


def leavings(folder: Path) -> list[str]:
    return [name for name in folder_content(folder) if "/.kinerja-" in name]


@pytest.mark.parametrize(
    "pause",
    [
        pytest.param(".xlsm", id="while-it-copies-the-old-master"),
        pytest.param("/Kinerja.xlsm", id="before-it-replaces-the-master"),
    ],
)
@surviving("a merge while another one is at work")
def test_merge__another_merge_is_at_work__is_refused(
    pause: str, folder: Path, repository: Path, merged_once: Content
) -> None:
    with merging(folder, repository, pause=pause) as first:
        before = folder_content(folder)
        with pytest.raises(KinerjaError) as caught:
            office_in(folder).merge()
        after = folder_content(folder)
        said = answer(first)

    assert "sedang dikerjakan kinerja-xl (uji)" in caught.value.what
    assert f"(proses {first.pid})" in caught.value.what
    assert after == before
    assert said == "changes 1"
    assert content_of(master_in(folder)) == merged_once
    assert leavings(folder) == []


@surviving("a merge that waited while another one ran")
def test_merge__another_merge_came_first__does_nothing(
    folder: Path, repository: Path, merged_once: Content
) -> None:
    with merging(folder, repository, pause=lock_path(master_in(folder)).name) as second:
        office_in(folder).merge()
        before = folder_content(folder)
        said = answer(second)

    assert said == "changes 0"
    assert folder_content(folder) == before
    assert content_of(master_in(folder)) == merged_once


def test_merge__two_at_once__is_one_merge(
    start: Path, tmp_path: Path, repository: Path, merged_once: Content
) -> None:
    for number in range(ROUNDS):
        folder = copied(start, tmp_path / str(number))
        with (
            merging(folder, repository, pause="the start") as one,
            merging(folder, repository, pause="the start") as other,
        ):
            for process in (one, other):
                assert process.stdin is not None
                process.stdin.write("\n")
                process.stdin.flush()
            said = sorted(answer(process).partition(",")[0] for process in (one, other))

        assert said[0] == "changes 0" or said[1].startswith("refused")
        assert "changes 1" in said
        assert content_of(master_in(folder)) == merged_once
        assert leavings(folder) == []
    record("two merges started at the same instant", ROUNDS, ROUNDS)


@surviving("a merge after another one died with the lock")
def test_merge__run_died_with_the_lock__runs_and_clears_up(
    folder: Path, repository: Path, merged_once: Content
) -> None:
    with merging(folder, repository, pause="/Kinerja.xlsm") as first:
        first.kill()
    left = leavings(folder)

    report = office_in(folder).merge()

    assert len(left) == 2  # the lock and the new master, not yet by that name
    assert fact(report, "changes") == 1
    assert content_of(master_in(folder)) == merged_once
    assert leavings(folder) == []


@pytest.mark.libreoffice
@surviving("a merge while the master is open in LibreOffice")
def test_merge__master_is_open_in_libreoffice__is_refused_until_it_is_closed(
    folder: Path, libreoffice: LibreOffice, merged_once: Content
) -> None:
    master = master_in(folder)
    mark = master.with_name(f".~lock.{master.name}#")
    office = office_in(folder)
    with _open_in_libreoffice(libreoffice, master):
        wait_until(mark, there=True)
        before = folder_content(folder)
        with pytest.raises(KinerjaError, match="sedang dibuka di LibreOffice"):
            office.merge()
        after = folder_content(folder)
    mark.unlink(missing_ok=True)  # LibreOffice was killed and could not do it

    office_in(folder).merge()

    assert after == before
    assert content_of(master) == merged_once


@contextmanager
def _open_in_libreoffice(libreoffice: LibreOffice, path: Path) -> Iterator[None]:
    process = subprocess.Popen(
        [
            libreoffice.program, f"-env:UserInstallation={libreoffice.profile.as_uri()}",
            "--headless", "--norestore", "--nologo", str(path),
        ],
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        start_new_session=True,
    )  # fmt: skip
    try:
        yield
    finally:
        if hasattr(os, "killpg"):
            os.killpg(process.pid, 9)
        process.kill()
        process.wait()


def wait_until(path: Path, *, there: bool) -> None:
    """Wait for a file to appear or to go."""
    deadline = time.monotonic() + DEADLINE_SECONDS
    while path.exists() is not there:
        assert time.monotonic() < deadline, f"{path.name} did not come or go"
        time.sleep(0.05)
