from __future__ import annotations

from collections.abc import Callable

import pytest

from kinerja_xl.core.period import Period
from kinerja_xl.errors import KinerjaError
from kinerja_xl.files.folder import MASTER_NAME
from kinerja_xl.files.lock import hold
from kinerja_xl.usecases.new import create_office
from kinerja_xl.usecases.refresh_status import refresh_status
from kinerja_xl.usecases.set_period import set_period
from kinerja_xl.usecases.step import Mark
from tests.usecases.office import NOW, YEAR, Office

TW2 = Period.parse(f"{YEAR}-TW2")


@pytest.mark.parametrize(
    "verb",
    [
        pytest.param(lambda office: office.distribute(), id="distribute"),
        pytest.param(lambda office: office.merge(), id="merge"),
        pytest.param(lambda office: office.check(), id="check"),
        pytest.param(lambda office: office.compute(), id="compute"),
        pytest.param(lambda office: office.step(Mark.START, 1, NOW), id="step"),
        pytest.param(lambda office: set_period(office.book(), TW2, office.run()), id="set-period"),
        pytest.param(lambda office: refresh_status(office.book(), office.run()), id="refresh"),
    ],
)
def test_verb_that_writes__master_is_held__is_refused_and_changes_nothing(
    verb: Callable[[Office], object], office: Office
) -> None:
    before = office.files()

    refused = pytest.raises(KinerjaError, match="sedang dikerjakan program lain")
    with hold(office.master, "program lain"), refused:
        verb(office)

    assert office.files() == before


def test_new__folder_is_held__is_refused_and_changes_nothing(office: Office) -> None:
    folder = office.root / "baru"
    folder.mkdir()

    refused = pytest.raises(KinerjaError, match="sedang dikerjakan program lain")
    with hold(folder / MASTER_NAME, "program lain"), refused:
        create_office(folder, "kpu_sorong", YEAR, office.run())

    assert list(folder.iterdir()) == []


def test_merge__dry_run_while_the_master_is_held__runs(office: Office) -> None:
    with hold(office.master, "program lain"):
        report = office.merge(is_dry_run=True)

    assert report.verb == "merge"


def test_merge__twice_with_findings_old_and_open__writes_once(office: Office) -> None:
    """A finding that stays keeps its place, though its neighbour is found anew every time."""
    office.give_back("RENDATIN", {"I001": {"realisation": 2}, "I002": {"realisation": "delapan"}})
    office.put("rusak.xlsx", b"PK\x03\x04 bukan buku kerja")
    office.type_entry("R1", "realisation", 3)
    office.merge()
    before = office.files()

    office.merge()

    assert office.files() == before
