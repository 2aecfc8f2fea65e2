from __future__ import annotations

from pathlib import Path

import pytest

from kinerja_xl.core.findings import Severity
from kinerja_xl.files.excel.program import find_excel
from kinerja_xl.files.excel.setting_checks import check_settings
from kinerja_xl.files.machine import Machine
from kinerja_xl.files.problems import Problem
from tests.machines import POLICY_KEY, USER_KEY, registry_of, windows

SECURITY = r"Excel\Security"
PLACES = r"Excel\Security\Trusted Locations"


def found(machine: Machine) -> list[Problem]:
    excel = find_excel(machine)
    assert excel is not None
    return check_settings(machine, excel)


@pytest.fixture
def pc(tmp_path: Path) -> Machine:
    return windows(tmp_path, Path("python"))


@pytest.mark.parametrize(
    ("path", "name", "value", "code"),
    [
        pytest.param("Common", "VBAOff", 1, "VBA_OFF", id="vba-off"),
        pytest.param(SECURITY, "DisableAllAddins", 1, "ADDINS_OFF", id="addins-off"),
        pytest.param(SECURITY, "RequireAddinSig", 1, "ADDIN_SIGNATURE", id="signed-addins"),
        pytest.param(PLACES, "AllLocationsDisabled", 1, "TRUSTED_PLACES_OFF", id="places-off"),
        pytest.param(SECURITY, "VBAWarnings", 4, "MACROS_OFF", id="no-macros"),
        pytest.param(SECURITY, "VBAWarnings", 3, "MACROS_OFF", id="signed-macros"),
        pytest.param(SECURITY, "VBAWarnings", 2, "", id="asks-which-is-the-default"),
        pytest.param(SECURITY, "VBAWarnings", 1, "", id="all-macros"),
        pytest.param(SECURITY, "DisableAllAddins", 0, "", id="addins-on"),
        pytest.param(SECURITY, "VBAWarnings", "4", "", id="value-of-another-kind"),
    ],
)
def test_check_settings__one_setting(
    path: str, name: str, value: int | str, code: str, pc: Machine
) -> None:
    registry_of(pc).set(rf"{USER_KEY}\{path}", name, value)

    problems = found(pc)

    assert [problem.code for problem in problems] == ([code] if code else [])
    assert all(problem.place.endswith(name) for problem in problems)


def test_check_settings__policy_goes_before_the_users_choice(pc: Machine) -> None:
    registry_of(pc).set(rf"{USER_KEY}\{SECURITY}", "VBAWarnings", 4)
    registry_of(pc).set(rf"{POLICY_KEY}\{SECURITY}", "VBAWarnings", 1)

    assert found(pc) == []


def test_check_settings__by_policy__sends_to_the_administrator(pc: Machine) -> None:
    registry_of(pc).set(rf"{POLICY_KEY}\{SECURITY}", "DisableAllAddins", 1)

    (problem,) = found(pc)

    assert "pengelola komputer" in problem.remedy


def test_check_settings__macros_off__concerns_the_addin_only_without_trusted_places(
    pc: Machine,
) -> None:
    registry_of(pc).set(rf"{USER_KEY}\{SECURITY}", "VBAWarnings", 4)
    (lone,) = found(pc)

    registry_of(pc).set(rf"{USER_KEY}\{PLACES}", "AllLocationsDisabled", 1)
    _places, both = found(pc)

    assert (lone.severity, both.severity) == (Severity.WARNING, Severity.ERROR)
    assert "KENDALI" in lone.message
    assert "add-in" in both.message
