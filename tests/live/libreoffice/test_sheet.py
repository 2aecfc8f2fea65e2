from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

pytestmark = pytest.mark.libreoffice


@pytest.mark.parametrize(
    "use",
    [
        pytest.param(lambda sheet: sheet["A1"].value, id="read"),
        pytest.param(lambda sheet: sheet.clear(), id="clear"),
        pytest.param(lambda sheet: setattr(sheet["A1"], "value", "X"), id="write"),
        pytest.param(lambda sheet: sheet.delete(), id="delete-again"),
    ],
)
def test_delete__handles_of_the_sheet__are_refused(book: Any, use: Callable[[Any], object]) -> None:
    gone = book.sheets.add("Hapus", before=book.sheets[0])
    another = book.sheets["Hapus"]
    cells = gone["A1"]
    neighbour = book.sheets[1]
    neighbour["A1"].value = "penting"

    gone.delete()

    for handle in (gone, another):
        with pytest.raises(ValueError, match="deleted"):
            use(handle)
    with pytest.raises(ValueError, match="deleted"):
        cells.value = "X"
    assert neighbour["A1"].value == "penting"
    assert len(book.sheets) == 1


def test_delete__handle_of_another_sheet__stays(book: Any) -> None:
    first, second = book.sheets[0], book.sheets.add("Dua", after=book.sheets[0])
    cells = second["A1"]
    cells.value = 2

    first.delete()

    assert (second.name, second.index, cells.value) == ("Dua", 1, 2.0)


@pytest.mark.parametrize("name", ["a:b", "x'", "'x"])
def test_name__one_that_no_sheet_can_have__is_refused(sheet: Any, name: str) -> None:
    before = sheet.name

    with pytest.raises(ValueError, match="takes no sheet named"):
        sheet.name = name

    assert sheet.name == before
