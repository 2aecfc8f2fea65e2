from __future__ import annotations

from typing import Any

import pytest

pytestmark = pytest.mark.libreoffice


def test_refers_to_range__cells_that_were_deleted__is_refused(book: Any, sheet: Any) -> None:
    book.names.add("nama", f"={sheet.name}!$H$9")

    sheet["9:9"].delete()

    assert book.names["nama"].refers_to == f"={sheet.name}!#REF!"
    with pytest.raises(ValueError, match="does not stand for cells"):
        _ = book.names["nama"].refers_to_range
    with pytest.raises(ValueError, match="nama is neither"):
        _ = sheet["nama"]


def test_refers_to_range__sheet_that_was_deleted__is_refused(book: Any, sheet: Any) -> None:
    gone = book.sheets.add("Hapus", before=sheet)
    book.names.add("nama", "=Hapus!$A$1")

    gone.delete()

    assert book.names["nama"].refers_to == "=#REF!$A$1"
    with pytest.raises(ValueError, match="does not stand for cells"):
        _ = book.names["nama"].refers_to_range
