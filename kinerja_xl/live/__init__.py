"""What works on an open workbook through xlwings: the buttons, and the engine for LibreOffice."""

from __future__ import annotations

import sys
from typing import Any, cast


def _import_xlwings_alone() -> None:
    """Import xlwings without matplotlib, which it would load for figures that nobody gives it.

    matplotlib is there for the reports. Loading it takes a third of a second at each click.
    """
    modules = cast("dict[str, Any]", sys.modules)
    if "xlwings" in modules or "matplotlib" in modules:
        return
    modules["matplotlib"] = None  # so an import of it fails, as where it is not installed
    try:
        import xlwings  # noqa: F401 - imported for what comes later
    finally:
        del modules["matplotlib"]


_import_xlwings_alone()
