"""Offices for the tests of the command line: built once a session, copied for each test."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.usecases.office import Office, copied, new_office


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """An office whose forms of the first quarter went out; nobody changes it."""
    office = new_office(tmp_path_factory.mktemp("kantor") / "Kinerja-2026")
    office.distribute()
    return office


@pytest.fixture
def office(built: Office, tmp_path: Path) -> Office:
    """An office whose forms of the first quarter went out."""
    return copied(built, tmp_path / "Kinerja-2026")
