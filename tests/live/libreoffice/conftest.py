"""What tests of the engine share: an empty workbook in the session's LibreOffice."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    import xlwings


@pytest.fixture
def book(office: xlwings.App) -> Iterator[xlwings.Book]:
    """An empty workbook, closed afterwards."""
    made = office.books.add()
    yield made
    made.close()


@pytest.fixture
def sheet(book: xlwings.Book) -> xlwings.Sheet:
    """Its only sheet."""
    return book.sheets[0]
