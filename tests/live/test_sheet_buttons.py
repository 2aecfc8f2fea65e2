from __future__ import annotations

import re
import zipfile
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree

import pytest

from kinerja_xl.core.book import SetName
from kinerja_xl.layout import tables
from kinerja_xl.layout.control_buttons import BUTTONS
from kinerja_xl.layout.names import ACTIVE_PERIOD
from kinerja_xl.live.book import LiveMasterBook
from tests.live_office import opened
from tests.usecases.office import Office

if TYPE_CHECKING:
    import xlwings

pytestmark = pytest.mark.libreoffice


def change(book: xlwings.Book, period: str) -> None:
    """Let the engine write something and save."""
    live = LiveMasterBook(book, now=lambda: datetime(2026, 4, 1, 8))
    live.apply((SetName(ACTIVE_PERIOD.name, period),))


def buttons_of(book: xlwings.Book) -> dict[str, tuple[Any, ...]]:
    """Return place, size and macro of the buttons on KENDALI, by their captions."""
    page = book.sheets[tables.CONTROL].api.DrawPage
    if not page.Forms.getCount():
        return {}
    form = page.Forms.getByIndex(0)
    found = {}
    for number in range(form.getCount()):
        shape = page.getByIndex(number)
        (event,) = form.getScriptEvents(number)
        place, size = shape.Position, shape.Size
        box = tuple(round(each / 10) for each in (place.X, place.Y, size.Width, size.Height))
        found[shape.getControl().Label] = (box, event.ScriptCode)
    return found


def controls_in(path: Path) -> int:
    """Return how many controls a saved file has; every part of it must be well formed."""
    count = 0
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            if name.endswith((".xml", ".rels", ".vml")):
                text = archive.read(name)
                ElementTree.fromstring(text)
                count += len(re.findall(rb"<control ", text))
    return count


def test_restore_buttons__two_sessions__all_buttons_in_well_formed_parts(
    office: xlwings.App, fresh: Office
) -> None:
    counts, seen = [], []
    for period in ("2026-TW1", "2026-TW2"):
        with opened(office, fresh.master) as book:
            at_first = buttons_of(book)
            change(book, period)
            seen.append((at_first, buttons_of(book)))
        counts.append(controls_in(fresh.master))

    assert counts == [len(BUTTONS)] * 2
    as_built, after_one_session = seen[0]
    assert after_one_session == as_built
    lost, restored = seen[1]
    assert restored.keys() == as_built.keys()
    assert {macro for _, macro in restored.values()} == {macro for _, macro in as_built.values()}
    assert lost in ({}, restored)  # a later LibreOffice may read them
    for label, (box, _) in restored.items():
        assert box == pytest.approx(as_built[label][0], abs=15), label
