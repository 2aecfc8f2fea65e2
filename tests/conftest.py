"""What every test shares: hypothesis profiles, the rule that CI skips nothing, LibreOffice."""

from __future__ import annotations

import os
from collections.abc import Generator
from pathlib import Path
from typing import TypeVar

import pytest
from hypothesis import HealthCheck, settings

from tests.libreoffice_tools import LibreOffice, find_soffice
from tests.node_tools import has_node

Report = TypeVar("Report", pytest.TestReport, pytest.CollectReport)

IS_CI = os.environ.get("CI", "").lower() in {"1", "true", "yes"}

# The same examples on every run and machine; a slow machine is no failure.
settings.register_profile(
    "ci", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("local", deadline=None)
settings.load_profile("ci" if IS_CI else "local")

REASONS = {
    "libreoffice": None if find_soffice() else "LibreOffice is not on this machine",
    "node": None if has_node() else "Node with the packages of tests/node is not on this machine",
}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip tests whose program is missing."""
    for item in items:
        for marker, reason in REASONS.items():
            if reason and item.get_closest_marker(marker):
                item.add_marker(pytest.mark.skip(reason=reason))


def fail_when_skipped(report: Report) -> Report:
    """Turn a skip into a failure in CI, where nothing may be skipped; an xfail stays one."""
    if report.skipped and IS_CI and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"skipped, which CI does not allow: {report.longrepr}"
    return report


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Keep CI from passing over a test."""
    return fail_when_skipped((yield))


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """Keep CI from passing over a whole module."""
    return fail_when_skipped((yield))


@pytest.fixture(scope="session")
def libreoffice(tmp_path_factory: pytest.TempPathFactory) -> LibreOffice:
    """LibreOffice with a profile for this session; tests that take it are marked libreoffice."""
    program = find_soffice()
    if program is None:
        pytest.skip("LibreOffice is not on this machine")
    return LibreOffice(program, tmp_path_factory.mktemp("libreoffice") / "profile")


@pytest.fixture(scope="session")
def repository() -> Path:
    """Return the folder of the checkout."""
    return Path(__file__).resolve().parent.parent
