from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from kinerja_xl.errors import KinerjaError
from kinerja_xl.files.excel.installing import install_files, uninstall_files
from kinerja_xl.files.excel.places import ADDIN, config_file, record_file, startup_folder
from kinerja_xl.files.machine import Machine
from tests.machines import ADDIN as CONTENT
from tests.machines import content, macos, windows

PYTHON = r"C:\Kinerja\.venv\Scripts\python.exe"
OTHERS = b'"PYTHONPATH","C:\\lama"\r\n"SHOW CONSOLE","False"\r\n'
OLD = b'"PYTHONPATH","C:\\lama"\r\n"interpreter_win","C:\\Python39\\python.exe"\r\n"B","2"\r\n'


@pytest.fixture(params=[windows, macos], ids=["windows", "macos"])
def machine(request: pytest.FixtureRequest, tmp_path: Path) -> Machine:
    made = request.param(tmp_path, Path("python"))
    assert isinstance(made, Machine)
    return made


@pytest.fixture
def pc(tmp_path: Path) -> Machine:
    return windows(tmp_path, Path("python"))


def files(machine: Machine, data: bytes = CONTENT) -> dict[Path, bytes]:
    return {startup_folder(machine) / ADDIN: data}


def settings(machine: Machine, data: bytes) -> Path:
    path = config_file(machine)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def test_install_files__fresh_account__then_uninstall__leaves_no_file(machine: Machine) -> None:
    before = content(machine.home)

    done = install_files(machine, files(machine), PYTHON)
    installed = content(machine.home)
    undone = uninstall_files(machine, {}, PYTHON)

    assert set(done.changed) == {startup_folder(machine) / ADDIN, config_file(machine)}
    assert CONTENT in installed.values()
    assert PYTHON.encode() in config_bytes(installed)
    assert content(machine.home) == before
    assert set(undone.changed) == set(done.changed)


def config_bytes(found: dict[str, bytes]) -> bytes:
    return next(data for name, data in found.items() if name.endswith("xlwings.conf"))


@pytest.mark.parametrize("before", [OTHERS, OLD, b"", b'\n"A",1\nB'], ids=range(4))
def test_uninstall_files__settings_were_there__are_byte_for_byte_again(
    before: bytes, machine: Machine
) -> None:
    path = settings(machine, before)

    install_files(machine, files(machine), PYTHON)
    written = path.read_bytes()
    uninstall_files(machine, {}, PYTHON)

    assert written != before
    assert path.read_bytes() == before
    assert [place.name for place in path.parent.iterdir()] == ["xlwings.conf"]


def test_install_files__keeps_a_copy_of_the_settings(pc: Machine) -> None:
    path = settings(pc, OTHERS)

    install_files(pc, files(pc), PYTHON)
    install_files(pc, files(pc), PYTHON + "2")

    assert path.with_name("xlwings.conf.sebelum-kinerja").read_bytes() == OTHERS


def test_install_files__twice__changes_nothing(machine: Machine) -> None:
    settings(machine, OTHERS)
    install_files(machine, files(machine), PYTHON)
    first = content(machine.home)

    done = install_files(machine, files(machine), PYTHON)

    assert done.changed == ()
    assert content(machine.home) == first


def test_install_files__newer_version__uninstalls_to_the_start(pc: Machine) -> None:
    path = settings(pc, OLD)
    before = content(pc.home)
    install_files(pc, files(pc), PYTHON)

    done = install_files(pc, files(pc, b"baru"), r"D:\py\python.exe")
    uninstall_files(pc, {}, PYTHON)

    assert startup_folder(pc) / ADDIN in done.changed
    assert path.read_bytes() == OLD
    assert content(pc.home) == before


def test_uninstall_files__other_entries_changed_since__only_ours_goes(pc: Machine) -> None:
    path = settings(pc, OLD)
    install_files(pc, files(pc), PYTHON)
    path.write_bytes(path.read_bytes().replace(b"lama", b"baru") + b'"C","3"\r\n')

    done = uninstall_files(pc, {}, PYTHON)

    assert path.read_bytes() == OLD.replace(b"lama", b"baru") + b'"C","3"\r\n'
    assert done.kept == ()


def test_uninstall_files__reinstalled_after_other_changes__keeps_them(pc: Machine) -> None:
    path = settings(pc, OLD)
    install_files(pc, files(pc), PYTHON)
    path.write_bytes(path.read_bytes() + b'"C","3"\r\n')
    install_files(pc, files(pc), PYTHON + "2")

    uninstall_files(pc, {}, PYTHON)

    assert path.read_bytes() == OLD + b'"C","3"\r\n'


def test_uninstall_files__entry_is_someone_elses_now__stays_and_is_named(pc: Machine) -> None:
    path = settings(pc, OLD)
    install_files(pc, files(pc), PYTHON)
    path.write_bytes(path.read_bytes().replace(PYTHON.encode(), b"C:\\lain\\python.exe"))
    changed = path.read_bytes()

    done = uninstall_files(pc, {}, PYTHON)

    assert path.read_bytes() == changed
    assert done.kept == (f"{path} [INTERPRETER_WIN]",)


def test_uninstall_files__addin_is_someone_elses_now__stays_and_is_named(pc: Machine) -> None:
    addin = startup_folder(pc) / ADDIN
    install_files(pc, files(pc), PYTHON)
    addin.write_bytes(b"lain")

    done = uninstall_files(pc, {}, PYTHON)

    assert addin.read_bytes() == b"lain"
    assert done.kept == (str(addin),)


def test_uninstall_files__an_addin_was_there_before__is_there_again(pc: Machine) -> None:
    addin = startup_folder(pc) / ADDIN
    addin.parent.mkdir(parents=True)
    addin.write_bytes(b"disalin sendiri")
    install_files(pc, files(pc), PYTHON)

    uninstall_files(pc, {}, PYTHON)

    assert addin.read_bytes() == b"disalin sendiri"


def test_uninstall_files__note_is_lost__takes_what_is_surely_ours(pc: Machine) -> None:
    path = settings(pc, OTHERS)
    install_files(pc, files(pc), PYTHON)
    record_file(pc).unlink()

    done = uninstall_files(pc, files(pc), PYTHON)

    assert path.read_bytes() == OTHERS
    assert not (startup_folder(pc) / ADDIN).exists()
    assert done.kept == ()


def test_uninstall_files__note_is_lost_and_another_python__leaves_the_entry(pc: Machine) -> None:
    path = settings(pc, OLD)

    done = uninstall_files(pc, files(pc), PYTHON)

    assert path.read_bytes() == OLD
    assert (done.changed, done.kept) == ((), ())


def test_uninstall_files__nothing_installed__is_no_error(machine: Machine) -> None:
    before = content(machine.home)

    done = uninstall_files(machine, files(machine), PYTHON)

    assert (done.changed, done.kept) == ((), ())
    assert content(machine.home) == before


def test_install_files__addin_cannot_be_written__changes_nothing(pc: Machine) -> None:
    settings(pc, OLD)
    startup = startup_folder(pc)
    startup.parent.mkdir(parents=True)
    startup.write_bytes(b"a file where the folder should be")
    before = content(pc.home)

    with pytest.raises(KinerjaError):
        install_files(pc, files(pc), PYTHON)

    assert content(pc.home) == before


def test_install_files__settings_in_utf16__are_refused(pc: Machine) -> None:
    settings(pc, '"A","1"'.encode("utf-16"))
    before = content(pc.home)

    with pytest.raises(KinerjaError, match="ANSI"):
        install_files(pc, files(pc), PYTHON)

    assert content(pc.home) == before


def test_install_files__note_is_damaged__is_refused(pc: Machine) -> None:
    note = record_file(pc)
    note.parent.mkdir(parents=True)
    note.write_bytes(b"{")

    with pytest.raises(KinerjaError, match="Catatan pemasangan"):
        install_files(pc, files(pc), PYTHON)


def test_install_files__ansi_letter__is_written_in_the_code_page(pc: Machine) -> None:
    install_files(replace(pc, text_encoding="cp1252"), files(pc), r"C:\André\python.exe")

    assert b"Andr\xe9" in config_file(pc).read_bytes()
