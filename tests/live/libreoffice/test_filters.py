from __future__ import annotations

from pathlib import Path

import pytest

from kinerja_xl.live.libreoffice.filters import filter_for, save_path, why_not_opened


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("a.xlsx", "a.xlsx"),
        ("a", "a.xlsx"),
        ("laporan 1.2", "laporan 1.2.xlsx"),
        ("a.ODS", "a.ODS"),
    ],
)
def test_save_path__name__has_a_format(path: str, name: str) -> None:
    assert save_path(path).name == name


def test_save_path__format_nobody_can_write__is_refused() -> None:
    with pytest.raises(NotImplementedError, match="xlsb"):
        save_path("a.xlsb")


def test_filter_for__macro_workbook__keeps_its_macros() -> None:
    assert filter_for(Path("a.xlsm")) == "Calc MS Excel 2007 VBA XML"


def test_why_not_opened__lock_of_someone__names_them(tmp_path: Path) -> None:
    (tmp_path / ".~lock.a.xlsx#").write_text("Siti,siti,pc,2026,file:///x;", encoding="utf-8")

    error = why_not_opened(tmp_path / "a.xlsx", has_password=False)

    assert "sedang dibuka oleh Siti" in str(error)


def test_why_not_opened__encrypted_file__asks_for_its_password(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100))

    assert "dilindungi kata sandi" in str(why_not_opened(path, has_password=False))
    assert "tidak cocok" in str(why_not_opened(path, has_password=True))
