"""Running Basic macros of open workbooks."""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING, Any

from kinerja_xl.live.libreoffice.bridge import UnoObject, error_kind

if TYPE_CHECKING:
    from kinerja_xl.live.libreoffice.app import App
    from kinerja_xl.live.libreoffice.book import Book

# 'Book name'!Module.Macro, with book and module left out at will.
_MACRO = re.compile(r"(?:'?(?P<book>[^!]+?)'?!)?(?:(?P<module>[^.!]+)\.)?(?P<macro>[^.!]+)")
# What a macro without a result returns in xlwings: on Windows nothing, elsewhere no text.
NO_RESULT = None if sys.platform == "win32" else ""
_VBA_LIBRARY = "VBAProject"
_LIBRARIES = (_VBA_LIBRARY, "Standard")


def run_macro(app: App, macro: str, arguments: list[Any]) -> object:
    """Run a macro and return its result.

    Args:
        app: The office.
        macro: `Macro`, `Module.Macro` or `'Book.xlsm'!Module.Macro`.
        arguments: Plain values, or objects of LibreOffice.

    Raises:
        KeyError: If no open workbook has such a macro.
    """
    match = _MACRO.fullmatch(macro)
    if match is None:
        raise KeyError(macro)
    books = [app.books(match["book"])] if match["book"] else list(app.books)
    for book in books:
        address = _find(book, match["module"], match["macro"])
        if address is not None:
            return _invoke(book, address, arguments)
    raise KeyError(macro)


def _find(book: Book, module: str | None, macro: str) -> str | None:
    """Return the address of a macro in a workbook's Basic libraries."""
    libraries = book.xl.BasicLibraries
    for library in (*_LIBRARIES, *libraries.getElementNames()):
        if not libraries.hasByName(library):
            continue
        if not libraries.isLibraryLoaded(library):
            libraries.loadLibrary(library)
        for name in libraries.getByName(library).getElementNames():
            if module and name.casefold() != module.casefold():
                continue
            source = str(libraries.getByName(library).getByName(name))
            if re.search(rf"(?im)^[^'\n]*\b(?:sub|function)\s+{re.escape(macro)}\b", source):
                return f"{library}.{name}.{macro}"
    return None


def _invoke(book: Book, address: str, arguments: list[Any]) -> object:
    provider = book.xl.getScriptProvider()
    script = provider.getScript(f"vnd.sun.star.script:{address}?language=Basic&location=document")
    try:
        given = tuple(_for_macro(book, address, argument) for argument in arguments)
        result, _, _ = script.invoke(given, (), ())
    except Exception as error:
        if error_kind(error) != "ScriptFrameworkErrorException":
            raise
        raise NotImplementedError(
            f"LibreOffice's security settings keep {address} from running"
        ) from error
    return _plain(result)


def _for_macro(book: Book, address: str, argument: Any) -> Any:
    """Return cells as the `Range` that VBA knows; everything else as it is."""
    if not address.startswith(_VBA_LIBRARY) or not hasattr(argument, "getRangeAddress"):
        return argument
    context = book.app.office.context
    return context.ServiceManager.createInstanceWithArgumentsAndContext(
        "ooo.vba.excel.Range", (None, argument), context
    )


def _plain(value: UnoObject) -> object:
    """Return whole numbers as such: Basic's numbers come back as floats."""
    if value is None:
        return NO_RESULT
    return int(value) if isinstance(value, float) and value.is_integer() else value
