from __future__ import annotations

import pytest

from kinerja_xl.live.libreoffice.number_formats import excel_code


@pytest.mark.parametrize(
    ("code", "excel"),
    [
        ("General", "General"),
        ("DD/MM/YYYY HH:MM", "dd/mm/yyyy hh:mm"),
        ("NNN, D MMMM YYYY", "dddd, d mmmm yyyy"),
        ('"Hari D" D', '"Hari D" d'),
        ("[H]:MM:SS", "[h]:mm:ss"),
        ("#,##0.00_);[RED](#,##0.00)", "#,##0.00_);[Red](#,##0.00)"),
        ("H:MM AM/PM", "h:mm AM/PM"),
        ("[$-421]D MMMM YYYY", "[$-421]d mmmm yyyy"),
        ("BOOLEAN", "General"),
        ("0.00%", "0.00%"),
    ],
)
def test_excel_code__code_of_libreoffice__is_as_excel_writes_it(code: str, excel: str) -> None:
    assert excel_code(code) == excel
