"""Offices for the tests of the verbs: built once a session, copied for each test."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.usecases.office import Office, copied, new_office


@pytest.fixture(scope="session")
def built_office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """An office as `new` leaves it; nobody changes it."""
    return new_office(tmp_path_factory.mktemp("kantor") / "Kinerja-2026")


@pytest.fixture(scope="session")
def built_distributed(built_office: Office, tmp_path_factory: pytest.TempPathFactory) -> Office:
    """The same office after the first quarter went out; nobody changes it."""
    office = copied(built_office, tmp_path_factory.mktemp("dibagikan") / "Kinerja-2026")
    office.distribute()
    return office


@pytest.fixture
def fresh(built_office: Office, tmp_path: Path) -> Office:
    """An office as `new` leaves it."""
    return copied(built_office, tmp_path / "Kinerja-2026")


@pytest.fixture
def office(built_distributed: Office, tmp_path: Path) -> Office:
    """An office whose forms of the first quarter went out."""
    return copied(built_distributed, tmp_path / "Kinerja-2026")
