"""Running offices as xlwings' apps."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from xlwings import base_classes

from kinerja_xl.live.libreoffice.app import App
from kinerja_xl.live.libreoffice.connection import Office, start_office

if TYPE_CHECKING:
    from kinerja_xl.live.libreoffice.engine import Engine


class Apps(base_classes.Apps):
    """The offices that this program has started or connected to; the active one is first."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._apps: list[App] = []

    def adopt(self, app: App) -> App:
        """Add an office, as the active one; one that is known already stays the one it is."""
        known = next((one for one in self._running() if one.pid == app.pid), app)
        self.put_first(known)
        return known

    def put_first(self, app: App) -> None:
        """Make an office the active one."""
        self._apps = [app, *(one for one in self._apps if one is not app)]

    def drop(self, app: App) -> None:
        """Forget an office that has ended."""
        self._apps = [one for one in self._apps if one is not app]

    def keys(self) -> list[int]:
        """Return the process numbers."""
        return [app.pid for app in self._running()]

    def add(
        self,
        spec: object = None,
        add_book: bool | None = None,
        xl: Office | None = None,
        visible: bool | None = None,
    ) -> App:
        """Start a new office, or adopt the one given as `xl`.

        Args:
            spec: Which program, on other engines; this one has only LibreOffice.
            add_book: Open an empty workbook, which is the default.
            xl: An office that is connected already.
            visible: Show its windows, which is the default.
        """
        del spec
        office = xl or start_office(visible=visible is not False)
        app = self.adopt(App(self, office))
        if add_book is not False and xl is None:
            app.books.add()
        return app

    def __iter__(self) -> Iterator[App]:
        return iter(self._running())

    def __len__(self) -> int:
        return len(self._running())

    def __getitem__(self, pid: int) -> App:
        for app in self._running():
            if app.pid == pid:
                return app
        raise KeyError(pid)

    def _running(self) -> list[App]:
        self._apps = [app for app in self._apps if app.office.is_running()]
        return list(self._apps)
