from __future__ import annotations

import struct
from pathlib import Path

import pytest

from kinerja_xl.files.excel.addin_checks import check_addin, check_excel, disabled_items
from kinerja_xl.files.excel.places import ADDIN, startup_folder
from kinerja_xl.files.excel.program import find_excel
from kinerja_xl.files.machine import Machine
from tests.machines import ADDIN as CONTENT
from tests.machines import COM_KEY, USER_KEY, registry_of, windows

DISABLED = rf"{USER_KEY}\Excel\Resiliency\DisabledItems"
OPTIONS = rf"{USER_KEY}\Excel\Options"


@pytest.fixture
def pc(tmp_path: Path) -> Machine:
    """A Windows with the add-in installed."""
    machine = windows(tmp_path, Path("python"))
    startup_folder(machine).mkdir(parents=True)
    (startup_folder(machine) / ADDIN).write_bytes(CONTENT)
    return machine


def found(machine: Machine) -> list[tuple[str, str]]:
    excel = find_excel(machine)
    problems = check_excel(machine, excel) + check_addin(machine, excel)
    return [(problem.code, problem.place) for problem in problems]


def installed(machine: Machine) -> Path:
    return startup_folder(machine) / ADDIN


def disabled_item(path: str, description: str = "Kinerja") -> bytes:
    texts = [(text + "\0").encode("utf-16-le") for text in (path.lower(), description)]
    return struct.pack("<III", 1, *map(len, texts)) + b"".join(texts)


def test_checks__all_well__find_nothing(pc: Machine) -> None:
    assert found(pc) == []


def test_check_excel__none__says_so(pc: Machine) -> None:
    registry_of(pc).keys.clear()

    assert found(pc) == [("EXCEL_MISSING", "Excel")]


def test_check_excel__wps_answers_for_excel__names_it(pc: Machine) -> None:
    wps = r"C:\Users\Siti\AppData\Local\Kingsoft\WPS Office\et.exe"
    registry_of(pc).set(COM_KEY, "", f'"{wps}" /Automation')

    assert found(pc) == [("EXCEL_REPLACED", wps)]


def test_check_addin__not_there__says_where_it_should_be(pc: Machine) -> None:
    installed(pc).unlink()

    assert found(pc) == [("ADDIN_NOT_INSTALLED", str(installed(pc)))]


def test_check_addin__other_content__differs(pc: Machine) -> None:
    installed(pc).write_bytes(b"versi lama")

    assert found(pc) == [("ADDIN_DIFFERS", str(installed(pc)))]


def test_check_addin__not_shipped__names_the_place(pc: Machine) -> None:
    (pc.resources / ADDIN).unlink()

    assert found(pc) == [("ADDIN_NOT_SHIPPED", str(pc.resources / ADDIN))]


@pytest.mark.parametrize(
    ("stream", "codes"),
    [
        pytest.param(b"[ZoneTransfer]\r\nZoneId=3\r\n", ["ADDIN_BLOCKED"], id="internet"),
        pytest.param(b"[ZoneTransfer]\r\nZoneId=2\r\n", [], id="trusted-site"),
        pytest.param(b"[ZoneTransfer]\r\n", [], id="without-zone"),
    ],
)
def test_check_addin__mark_of_the_web(stream: bytes, codes: list[str], pc: Machine) -> None:
    # What Windows keeps as a stream of the file is a file beside it on other systems.
    Path(f"{installed(pc)}:Zone.Identifier").write_bytes(stream)

    assert [code for code, _place in found(pc)] == codes


def test_check_addin__disabled_after_a_crash__names_the_item(pc: Machine) -> None:
    path = r"c:\users\siti\appdata\roaming\microsoft\excel\xlstart\kinerja.xlam"
    registry_of(pc).set(DISABLED, "63CB962", disabled_item(path))
    registry_of(pc).set(DISABLED, "5AA1111", disabled_item(r"c:\lain\solver.xlam"))

    assert found(pc) == [("ADDIN_DISABLED", path)]


@pytest.mark.parametrize("data", [b"", b"\1\0\0\0", struct.pack("<III", 1, 999, 2) + b"a\0b"])
def test_disabled_items__damaged_value__is_passed_over(data: bytes) -> None:
    assert all("kinerja" not in item for item in disabled_items({"x": data}))


def test_check_addin__second_copy_in_addins__is_named(pc: Machine) -> None:
    copy = Path(pc.variable("APPDATA")) / "Microsoft" / "AddIns" / ADDIN
    copy.parent.mkdir(parents=True)
    copy.write_bytes(CONTENT)
    registry_of(pc).set(OPTIONS, "OPEN", f'"{copy}"')

    assert found(pc) == [("ADDIN_TWICE", str(copy))]


def test_check_addin__second_copy_in_open_value__is_named(pc: Machine) -> None:
    registry_of(pc).set(OPTIONS, "OPEN1", r'/R "D:\Berbagi\Kinerja.xlam"')
    registry_of(pc).set(OPTIONS, "OPEN", r'"D:\Berbagi\Lain.xlam"')

    assert found(pc) == [("ADDIN_TWICE", r"D:\Berbagi\Kinerja.xlam")]


def test_check_addin__second_copy_in_alternate_startup__is_named(
    pc: Machine, tmp_path: Path
) -> None:
    folder = tmp_path / "Mulai"
    folder.mkdir()
    (folder / ADDIN).write_bytes(CONTENT)
    registry_of(pc).set(OPTIONS, "AltStartup", str(folder))

    assert found(pc) == [("ADDIN_TWICE", str(folder / ADDIN))]


def test_check_addin__xlwings_addin__is_a_warning(pc: Machine) -> None:
    other = startup_folder(pc) / "xlwings.xlam"
    other.write_bytes(b"xlwings")

    assert found(pc) == [("OTHER_XLWINGS", str(other))]
