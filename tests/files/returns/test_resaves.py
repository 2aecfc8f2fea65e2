"""Forms saved again by other programs say the same as before."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from kinerja_xl.core.raw_returns import RawReturn
from kinerja_xl.core.returns import identify
from kinerja_xl.files.building.form import build_form
from kinerja_xl.files.returns.reading import read_return
from tests.form_samples import FILLED, base_of, interpreted, sample_form, values_of
from tests.libreoffice_tools import LibreOffice
from tests.node_tools import resave

BLANK, FULL = sample_form(), sample_form(FILLED)

HABITS = {
    "K8": "98,5 %", "O8": "Rp 987.654.321", "U8": "30 September 2026", "K9": "0,15",
    "K10": "wdp", "K11": "1.250 orang", "V9": "12,5", "V11": "- pertama\n- kedua",
}  # fmt: skip
"""What people type, as texts; programs must not turn it into anything else."""


def assert_same(path: Path) -> None:
    raw = read_return(path, path.name)

    returned = interpreted(raw, BLANK)
    assert isinstance(raw, RawReturn)
    assert identify(raw) == BLANK.identity
    assert returned.findings == ()
    assert values_of(returned) == base_of(FULL)


def typed(path: Path) -> Path:
    """Write the form as somebody fills it who types texts only."""
    book = openpyxl.load_workbook(io.BytesIO(build_form(BLANK)))
    for cell, text in HABITS.items():
        book["FORM"][cell] = text
    book.save(path)
    return path


def assert_habits_read(path: Path) -> None:
    values = values_of(interpreted(read_return(path, path.name), BLANK))

    shown = {key: [str(value) for value in row if value is not None] for key, row in values.items()}
    assert shown["I001"] == ["98.5", "987654321", "2026-09-30"]
    assert shown["I002"] == ["0.15", "12,5"]
    assert shown["I003"] == ["WDP"]
    assert shown["I004"] == ["1250", "- pertama\n- kedua"]


def by_openpyxl(source: Path, target: Path) -> None:
    openpyxl.load_workbook(source).save(target)


def by_sheetjs(source: Path, target: Path) -> None:
    resave("sheetjs", {source: target})


def by_exceljs(source: Path, target: Path) -> None:
    resave("exceljs", {source: target})


PROGRAMS = [
    pytest.param(by_openpyxl, id="openpyxl"),
    pytest.param(by_sheetjs, id="sheetjs", marks=pytest.mark.node),
    pytest.param(by_exceljs, id="exceljs", marks=pytest.mark.node),
]


@pytest.mark.parametrize("save_again", PROGRAMS)
def test_resave__filled_form__says_the_same(
    tmp_path: Path, save_again: Callable[[Path, Path], None]
) -> None:
    source, target = tmp_path / "asli.xlsx", tmp_path / "kembali.xlsx"
    source.write_bytes(build_form(FULL))

    save_again(source, target)

    assert_same(target)


@pytest.mark.parametrize("save_again", PROGRAMS)
def test_resave__typed_habits__survive(
    tmp_path: Path, save_again: Callable[[Path, Path], None]
) -> None:
    source, target = typed(tmp_path / "asli.xlsx"), tmp_path / "kembali.xlsx"

    save_again(source, target)

    assert_habits_read(target)


@pytest.mark.libreoffice
def test_resave__libreoffice__says_the_same(tmp_path: Path, libreoffice: LibreOffice) -> None:
    source = tmp_path / "asli.xlsx"
    source.write_bytes(build_form(FULL))

    target = libreoffice.convert(source, "xlsx", folder=tmp_path / "lo")

    assert_same(target)


@pytest.mark.libreoffice
def test_resave__libreoffice__typed_habits_survive(
    tmp_path: Path, libreoffice: LibreOffice
) -> None:
    source = typed(tmp_path / "asli.xlsx")

    target = libreoffice.convert(source, "xlsx", folder=tmp_path / "lo")

    assert_habits_read(target)


@pytest.mark.libreoffice
def test_resave__libreoffice__recalculates_the_first_values(
    tmp_path: Path, libreoffice: LibreOffice
) -> None:
    source = tmp_path / "asli.xlsx"
    book = openpyxl.load_workbook(io.BytesIO(build_form(FULL)))
    book.save(source)  # without any cached value, so that LibreOffice computes them all

    target = libreoffice.convert(source, "xlsx", folder=tmp_path / "lo")

    columns = slice(12 - 1, 25)
    computed = _live_values(target.read_bytes(), columns)
    assert computed == _live_values(build_form(FULL), columns)


def _live_values(data: bytes, columns: slice) -> list[tuple[object, ...]]:
    sheet = openpyxl.load_workbook(io.BytesIO(data), data_only=True)["FORM"]
    rows = [tuple(cell.value for cell in row[columns]) for row in sheet["A8:Y12"]]
    return [(row[0], row[1], row[4], row[12], row[13]) for row in rows]
