from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import Workbook

from kinerja_xl.errors import KinerjaError
from kinerja_xl.files.excel.office_checks import check_office
from kinerja_xl.files.machine import Machine
from tests.machines import windows


@pytest.fixture
def pc(tmp_path: Path) -> Machine:
    return windows(tmp_path / "pc", Path("python"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "Kinerja 2026 'é'"
    place.mkdir()
    return place


def codes(machine: Machine, place: Path) -> list[str]:
    return [problem.code for problem in check_office(machine, place)]


def test_check_office__plain_folder__is_well(pc: Machine, folder: Path) -> None:
    Workbook().save(folder / "Kinerja.xlsx")

    assert codes(pc, folder) == []
    assert codes(pc, folder / "Kinerja.xlsx") == []


def test_check_office__no_such_folder__is_an_error(pc: Machine, folder: Path) -> None:
    with pytest.raises(KinerjaError, match="tidak ada"):
        check_office(pc, folder / "hilang")


def test_check_office__below_onedrives_folder__warns(pc: Machine, folder: Path) -> None:
    machine = replace(pc, variables={"OneDrive": str(folder.parent)})

    assert codes(machine, folder) == ["OFFICE_IN_CLOUD"]


def test_check_office__settings_in_the_folder__go_before_the_accounts(
    pc: Machine, folder: Path
) -> None:
    config = folder / "xlwings.conf"
    config.write_bytes(b'"PYTHONPATH","x"\r\n')
    harmless = codes(pc, folder)
    config.write_bytes(b'"INTERPRETER_WIN","C:\\lama\\python.exe"\r\n')

    assert (harmless, codes(pc, folder)) == ([], ["CONFIG_OVERRIDDEN"])


def test_check_office__settings_in_a_sheet__go_before_the_accounts(
    pc: Machine, folder: Path
) -> None:
    book = Workbook()
    book.create_sheet("xlwings.conf")
    book.save(folder / "Kinerja.xlsm")

    (problem,) = check_office(pc, folder)

    assert (problem.code, "Kinerja.xlsm [xlwings.conf]" in problem.place) == (
        "CONFIG_OVERRIDDEN",
        True,
    )


def test_check_office__master_from_the_internet__is_blocked(pc: Machine, folder: Path) -> None:
    master = folder / "Kinerja.xlsm"
    Workbook().save(master)
    Path(f"{master}:Zone.Identifier").write_bytes(b"[ZoneTransfer]\r\nZoneId=3\r\n")

    assert codes(pc, folder) == ["MASTER_BLOCKED"]


def test_check_office__path_beyond_excels_limit__is_found(pc: Machine, tmp_path: Path) -> None:
    folder = tmp_path / ("a" * 120) / ("b" * 120)
    folder.mkdir(parents=True)
    Workbook().save(folder / "Kinerja.xlsx")

    assert codes(pc, folder) == ["MASTER_PATH_TOO_LONG"]


def test_check_office__damaged_master__is_not_this_commands_business(
    pc: Machine, folder: Path
) -> None:
    (folder / "Kinerja.xlsx").write_bytes(b"rusak")

    assert codes(pc, folder) == []
