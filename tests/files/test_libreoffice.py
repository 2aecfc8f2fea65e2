from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from kinerja_xl.errors import KinerjaError
from kinerja_xl.files.interpreter import Interpreter, Module
from kinerja_xl.files.libreoffice import (
    LibreOffice,
    add_extension,
    ask_office_python,
    check_python,
    extension_identifier,
    find_libreoffice,
    installed_extensions,
    remove_extension,
    soffice_candidates,
)
from tests.machines import extension, linux, macos, office_programs, windows

PYTHON = Path("python")
IDENTIFIER = "id.kinerja.contoh"


def programs(folder: Path, *names: str) -> None:
    folder.mkdir(parents=True)
    for name in names:
        (folder / name).touch()
        (folder / name).chmod(0o755)


def test_find_libreoffice__windows(tmp_path: Path) -> None:
    machine = windows(tmp_path, PYTHON)
    folder = tmp_path / "Program Files" / "LibreOffice" / "program"
    programs(folder, "soffice.exe", "unopkg.com", "python.exe")

    office = find_libreoffice(machine)

    assert office is not None
    assert (office.unopkg, office.python) == (folder / "unopkg.com", folder / "python.exe")


def test_find_libreoffice__macos(tmp_path: Path) -> None:
    machine = macos(tmp_path, PYTHON)
    contents = tmp_path / "Applications" / "LibreOffice.app" / "Contents"
    programs(contents / "MacOS", "soffice", "unopkg")
    programs(contents / "Resources", "python")

    office = find_libreoffice(machine)

    assert office is not None
    assert office.unopkg == contents / "MacOS" / "unopkg"
    assert office.python == contents / "Resources" / "python"


def test_find_libreoffice__own_build_on_linux__has_its_own_python(tmp_path: Path) -> None:
    machine = replace(linux(tmp_path, PYTHON), root=tmp_path, variables={})
    folder = tmp_path / "opt" / "libreoffice25.2" / "program"
    programs(folder, "soffice", "unopkg", "python")

    office = find_libreoffice(machine)

    assert office is not None
    assert (office.soffice, office.python) == (folder / "soffice", folder / "python")


def test_find_libreoffice__of_a_distribution__uses_the_systems_python(tmp_path: Path) -> None:
    machine = replace(linux(tmp_path, PYTHON), root=tmp_path, variables={})
    programs(tmp_path / "usr" / "lib" / "libreoffice" / "program", "soffice", "unopkg")
    programs(tmp_path / "usr" / "bin", "python3")

    office = find_libreoffice(machine)

    assert office is not None
    assert office.python == tmp_path / "usr" / "bin" / "python3"


def test_find_libreoffice__nowhere__is_none(tmp_path: Path) -> None:
    machine = replace(linux(tmp_path, PYTHON), root=tmp_path, variables={})

    assert find_libreoffice(machine) is None


def test_soffice_candidates__the_variable_goes_first(tmp_path: Path) -> None:
    machine = replace(linux(tmp_path, PYTHON), variables={"SOFFICE": "/opt/x/soffice"})

    assert soffice_candidates(machine)[0] == Path("/opt/x/soffice")


def test_extension_identifier__is_read_from_the_description(tmp_path: Path) -> None:
    assert extension_identifier(extension(tmp_path / "a.oxt")) == IDENTIFIER


@pytest.mark.parametrize("data", [b"", b"PK\3\4", b"<xml"])
def test_extension_identifier__no_extension__is_refused(data: bytes, tmp_path: Path) -> None:
    (tmp_path / "a.oxt").write_bytes(data)

    with pytest.raises(KinerjaError, match="bukan ekstensi"):
        extension_identifier(tmp_path / "a.oxt")


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that every account may use; pytest's own are for one account only."""
    folder = Path(tempfile.mkdtemp(prefix="kantor é "))
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def office(open_folder: Path, tmp_path: Path) -> LibreOffice:
    soffice = office_programs(open_folder)
    machine = linux(tmp_path / "pc", PYTHON)
    found = find_libreoffice(replace(machine, variables={"SOFFICE": str(soffice)}))
    assert found is not None
    return found


@pytest.mark.libreoffice
def test_extensions__added_twice_listed_and_removed(office: LibreOffice, open_folder: Path) -> None:
    profile = open_folder / "profil"
    made = extension(open_folder / "Kinerja contoh.oxt", IDENTIFIER)

    add_extension(office, made, profile)
    add_extension(office, made, profile)
    listed = installed_extensions(office, profile)
    was_there = remove_extension(office, IDENTIFIER, profile)

    assert listed == (IDENTIFIER,)
    assert was_there
    assert not remove_extension(office, IDENTIFIER, profile)


@pytest.mark.libreoffice
def test_add_extension__libreoffice_is_running__asks_to_close_it(
    office: LibreOffice, open_folder: Path
) -> None:
    profile = open_folder / "profil"
    made = extension(open_folder / "Kinerja.oxt")
    installed_extensions(office, profile)
    (profile / ".lock").write_text("[Lockdata]\nUser=\nHost=x\n", encoding="utf-8")

    with pytest.raises(KinerjaError, match="Tutup semua jendela LibreOffice"):
        add_extension(office, made, profile)


@pytest.mark.libreoffice
def test_add_extension__damaged_file__says_why(office: LibreOffice, open_folder: Path) -> None:
    damaged = open_folder / "Kinerja.oxt"
    damaged.write_bytes(b"rusak")

    with pytest.raises(KinerjaError, match="Pengelola ekstensi LibreOffice gagal") as caught:
        add_extension(office, damaged, open_folder / "profil")

    assert "root" not in str(caught.value)


@pytest.mark.libreoffice
def test_find_libreoffice__this_computers__has_a_version_and_uno(
    office: LibreOffice, tmp_path: Path
) -> None:
    answer = ask_office_python(linux(tmp_path / "lain", PYTHON), office, ())

    assert office.version[0].isdigit()
    assert isinstance(answer, Interpreter)
    assert "uno" in answer.modules


def test_add_extension__program_cannot_be_started__says_so(tmp_path: Path) -> None:
    missing = LibreOffice(tmp_path / "soffice", tmp_path / "unopkg", None, "")

    with pytest.raises(KinerjaError, match="Pengelola ekstensi"):
        add_extension(missing, tmp_path / "a.oxt")


WELL = Interpreter((3, 11), 64, (), {"uno": Module("", ""), "kinerja_xl": Module("0.1.0", "")}, {})


@pytest.mark.parametrize(
    ("answer", "codes"),
    [
        pytest.param(WELL, [], id="well"),
        pytest.param("tidak ada", ["LIBREOFFICE_PYTHON"], id="none"),
        pytest.param(
            replace(WELL, failures={"uno": "ImportError"}), ["UNO_MISSING"], id="no-bridge"
        ),
        pytest.param(replace(WELL, version=(3, 9)), ["LIBREOFFICE_PYTHON_OLD"], id="old"),
        pytest.param(
            replace(WELL, failures={"kinerja_xl": "ModuleNotFoundError"}),
            ["LIBREOFFICE_LACKS_PACKAGE"],
            id="without-the-program",
        ),
        pytest.param(
            replace(WELL, version=(3, 13), failures={"xlwings": "ImportError"}),
            ["LIBREOFFICE_OTHER_PYTHON"],
            id="packages-of-another-version",
        ),
    ],
)
def test_check_python(answer: Interpreter | str, codes: list[str]) -> None:
    office = LibreOffice(Path("soffice"), Path("unopkg"), Path("python"), "7.4")

    assert [problem.code for problem in check_python(office, answer, "3.11")] == codes
