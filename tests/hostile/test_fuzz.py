"""Mutated forms: read without harm, refused without a trace. See CONTRIBUTING for the long run.

`KINERJA_FUZZ_EXAMPLES=20000 pytest tests/hostile/test_fuzz.py` tries that many, new ones each time.
What it finds belongs into `found/`: as a small file, which every later run reads and merges.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import load_workbook

from kinerja_xl.core.findings import Code, Finding, Place, finding
from kinerja_xl.core.raw_returns import RawReturn
from kinerja_xl.core.returns import identify, interpret
from kinerja_xl.files.marking.marked_copy import write_marked_copy
from kinerja_xl.files.returns.reading import read_return
from kinerja_xl.layout.form_shape import form_shape
from tests.form_samples import NAME, filled_file, sample_form
from tests.hostile.conftest import LONG_RUN
from tests.hostile.mutations import mutated
from tests.reliability import surviving
from tests.usecases.office import Cells, Office, copied, filled

FOUND = sorted((Path(__file__).parent / "found").glob("*.xlsx"))
FUZZ = settings.get_profile("fuzz")
FEW = settings(FUZZ, max_examples=LONG_RUN // 10 or 25)
_FAULT = finding(Code.CELL_ERROR, Place(NAME, "ISIAN", "K8"), field="Realisasi", text="#N/A")
_GOOD = {"I004": {"realisation": "WDP", "note": "tetap"}}


def _read_to_the_end(path: Path) -> RawReturn | Finding:
    raw = read_return(path, NAME)
    if isinstance(raw, RawReturn) and not isinstance(identify(raw), Finding):
        form = sample_form()
        returned = interpret(raw, form, form_shape(form))
        assert returned.is_refused == (not returned.rows)
        for each in returned.findings:
            assert each.message
    return raw


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where each mutated form is put."""
    return tmp_path_factory.mktemp("mutasi") / "umum.xlsx"


@settings(FUZZ)
@given(data=mutated((filled_file(),)))
def test_read_return__mutated_form__is_read_or_refused(path: Path, data: bytes) -> None:
    with surviving("mutated forms read"):
        path.write_bytes(data)

        raw = _read_to_the_end(path)

        assert isinstance(raw, RawReturn | Finding)


@FEW
@given(data=mutated((filled_file(),)))
def test_write_marked_copy__mutated_form__is_marked_or_left(path: Path, data: bytes) -> None:
    with surviving("mutated forms marked"):
        path.write_bytes(data)
        copy = path.with_name("salinan.xlsx")

        is_made = write_marked_copy(path, copy, [_FAULT])

        assert is_made == copy.exists()


@pytest.fixture(scope="module")
def waiting(built_distributed: Office, tmp_path_factory: pytest.TempPathFactory) -> Office:
    """An office that waits for the form of RENDATIN and has that of KUL."""
    office = copied(built_distributed, tmp_path_factory.mktemp("fuzz") / "Kinerja-2026")
    office.give_back("KUL", _GOOD)
    return office


_FILLED_IN: Cells = {
    "I001": {"realisation": 2, "obstacles": "=1+1", "due_date": date(2026, 5, 1), "note": "@x"},
    "I002": {"realisation": Decimal("77.5"), "solution": "-"},
    "I001.1": {"file_name": "a.pdf"},
}


@FEW
@given(data=st.data())
def test_merge__mutated_form__leaves_the_master_as_it_was_or_is_merged(
    waiting: Office, data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    form = filled(waiting.form("RENDATIN"), _FILLED_IN)
    mutation = data.draw(mutated((form,)))

    with surviving("mutated forms merged and checked"):
        office = copied(waiting, tmp_path_factory.mktemp("kantor") / "Kinerja-2026")
        before = office.rows("tbl_RENDATIN")
        office.put("RENDATIN.xlsx", mutation)

        report = office.merge()
        again = office.merge()
        office.check()

        assert office.row("K1")["realisation"] == "WDP"
        is_merged = "RENDATIN" in report.message.partition("kiriman yang digabung")[2]
        assert is_merged or office.rows("tbl_RENDATIN") == before
        assert is_merged or [line for line in report.findings if line.place.startswith("kembali/")]
        assert again.message.startswith("0 sel")
        assert load_workbook(office.master).sheet_names


@pytest.mark.parametrize("path", FOUND, ids=lambda path: path.stem)
def test_read_return__found_before__is_read_or_refused(path: Path) -> None:
    with surviving("files that fuzzing found"):
        raw = _read_to_the_end(path)

        assert isinstance(raw, RawReturn | Finding)
