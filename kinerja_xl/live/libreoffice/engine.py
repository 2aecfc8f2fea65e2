"""The engine as xlwings sees it, its registration, and the two ways to an office."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Sequence
from typing import Any

import xlwings

from kinerja_xl.live.libreoffice import connection
from kinerja_xl.live.libreoffice.app import App
from kinerja_xl.live.libreoffice.apps import Apps
from kinerja_xl.live.libreoffice.bridge import UnoObject
from kinerja_xl.live.libreoffice.values import clean, prepare

ENGINE_NAME = "libreoffice"


class Engine:
    """LibreOffice as an engine of xlwings."""

    def __init__(self) -> None:
        self.apps = Apps(self)

    @property
    def name(self) -> str:
        """The name it is registered under."""
        return ENGINE_NAME

    @property
    def type(self) -> str:
        """What kind of engine it is: one that drives a program with open workbooks."""
        return "desktop"

    @staticmethod
    def prepare_xl_data_element(x: Any, options: Any) -> Any:  # noqa: ARG004 - xlwings passes it
        """Turn one value into what a cell takes."""
        return prepare(x)

    @staticmethod
    def clean_value_data(
        data: Sequence[Sequence[Any]],
        datetime_builder: Callable[..., Any],
        empty_as: Any,
        number_builder: Callable[[float], Any] | None,
        err_to_str: bool,
    ) -> list[list[Any]]:
        """Turn a block of cells' values into what the options of a range ask for."""
        return [
            [
                clean(value, datetime_builder, empty_as, number_builder, errors_as_text=err_to_str)
                for value in row
            ]
            for row in data
        ]


_ENGINE = Engine()


def register() -> xlwings.main.Engine:
    """Make the engine known to xlwings and return it; doing it twice is doing it once.

    It becomes the active engine where there is no other, that is, without Excel.
    """
    with contextlib.suppress(KeyError):
        known: xlwings.main.Engine = xlwings.engines.engines_by_name[ENGINE_NAME]
        return known
    engine = xlwings.main.Engine(impl=_ENGINE)
    xlwings.engines.add(engine)
    if xlwings.engines.active is None:
        engine.activate()
    return engine


def start(
    *, visible: bool = False, timeout_seconds: float = connection.START_SECONDS
) -> xlwings.App:
    """Start a LibreOffice of one's own, without a workbook, and return it as an app.

    It has a new profile and ends with this program, unless its windows are visible.

    Raises:
        KinerjaError: If LibreOffice or its UNO is missing, or does not answer in time.
    """
    register()
    office = connection.start_office(visible=visible, timeout_seconds=timeout_seconds)
    return xlwings.App(impl=_ENGINE.apps.adopt(App(_ENGINE.apps, office)))


def connect(
    *,
    pipe: str | None = None,
    host: str = "localhost",
    port: int | None = None,
    context: UnoObject | None = None,
    timeout_seconds: float = connection.CONNECT_SECONDS,
) -> xlwings.App:
    """Connect to a running LibreOffice and return it as an app.

    Args:
        pipe: The name of the pipe it accepts at (`soffice --accept="pipe,name=...;urp;"`).
        host: The machine of the socket.
        port: The socket's port.
        context: The component context, inside LibreOffice's own Python.
        timeout_seconds: How long to try.

    Raises:
        KinerjaError: If nobody answers there, or LibreOffice's UNO is missing here.
        ValueError: If neither a pipe, a port nor a context is given.
    """
    register()
    office = connection.connect_office(
        pipe=pipe, host=host, port=port, context=context, timeout_seconds=timeout_seconds
    )
    return xlwings.App(impl=_ENGINE.apps.adopt(App(_ENGINE.apps, office)))
