"""Finding and loading LibreOffice's UNO modules in whichever Python runs."""

from __future__ import annotations

import importlib
import importlib.util
import os
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

from kinerja_xl.errors import KinerjaError

# Objects behind the bridge have no types on this side.
UnoObject = Any

_PYTHON_OF_LIBRARY = re.compile(rb"libpython3\.(\d+)")


def load_uno() -> ModuleType:
    """Return the module `uno`, loading it from the installed LibreOffice where it must be.

    Inside LibreOffice's own Python it is simply importable. Elsewhere only `uno.py` and the
    library beside it are taken, never the folder of packages they lie in: those belong to
    another Python and would shadow the packages of this one.

    Raises:
        KinerjaError: If there is no LibreOffice, or its UNO belongs to another Python.
    """
    if "uno" in sys.modules:
        return sys.modules["uno"]
    if importlib.util.find_spec("uno") is not None:
        return _mended(importlib.import_module("uno"))
    script = next((place for place in _uno_scripts() if place.is_file()), None)
    if script is None:
        raise KinerjaError(
            "Jembatan Python LibreOffice (UNO) tidak ditemukan.",
            remedy="Pasang LibreOffice beserta paket python3-uno, lalu coba lagi.",
        )
    folder = next((place for place in _program_folders() if (place / "pyuno.so").is_file()), None)
    if folder is not None:
        require_same_python(folder)
        _load("pyuno", folder / "pyuno.so")
    return _mended(_load("uno", script))


def load_unohelper() -> ModuleType:
    """Return the module `unohelper`, whose base class lets LibreOffice call Python objects."""
    uno = load_uno()
    if "unohelper" in sys.modules:
        return sys.modules["unohelper"]
    beside = Path(str(uno.__file__)).with_name("unohelper.py")
    return _load("unohelper", beside)


def require_same_python(folder: Path) -> None:
    """Refuse a UNO library that was built for another Python: loading it would crash.

    Args:
        folder: LibreOffice's program folder.

    Raises:
        KinerjaError: If the library names another minor version than the running Python's.
    """
    library = folder / "libpyuno.so"
    named = _PYTHON_OF_LIBRARY.search(library.read_bytes()) if library.is_file() else None
    if named is None:
        return
    theirs = int(named.group(1))
    ours = sys.version_info.minor
    if theirs != ours:
        raise KinerjaError(
            f"LibreOffice di komputer ini memakai Python 3.{theirs}, "
            f"sedangkan program ini berjalan dengan Python 3.{ours}.",
            where=str(folder),
            remedy=f"Jalankan program ini dengan Python 3.{theirs}.",
        )


def structure(name: str, **fields: object) -> UnoObject:
    """Make a UNO structure, such as `com.sun.star.table.CellAddress`."""
    made = load_uno().createUnoStruct(name)
    for field, value in fields.items():
        setattr(made, field, value)
    return made


def properties(**values: object) -> tuple[UnoObject, ...]:
    """Return named values as UNO wants arguments."""
    return tuple(
        structure("com.sun.star.beans.PropertyValue", Name=name, Value=value)
        for name, value in values.items()
    )


def enumeration(type_name: str, value: str) -> UnoObject:
    """Return a value of a UNO enumeration."""
    return load_uno().Enum(type_name, value)


def typed(type_name: str, value: object) -> UnoObject:
    """Return a value with its UNO type spelt out, for calls that guess wrongly."""
    return load_uno().Any(type_name, value)


def url_of(path: str) -> str:
    """Return the URL of a path of this system."""
    return str(load_uno().systemPathToFileUrl(path))


def path_of(url: str) -> str:
    """Return the path of a file URL; another URL stays as it is."""
    return str(load_uno().fileUrlToSystemPath(url)) if url.startswith("file:") else url


def error_kind(error: BaseException) -> str:
    """Return the plain name of an error's class, such as `DisposedException`.

    The classes of UNO's errors are made while the bridge runs and cannot be imported before.
    """
    return type(error).__name__.rpartition(".")[2]


def status_listener(answer: Callable[[object], None]) -> UnoObject:
    """Make an object that LibreOffice tells the state of a command.

    Args:
        answer: Called with the state each time it is told.
    """
    base = load_unohelper().Base
    interface = load_uno().getClass("com.sun.star.frame.XStatusListener")

    def status_changed(_: object, event: UnoObject) -> None:
        answer(event.State)

    def disposing(_: object, event: UnoObject) -> None:
        del event

    methods = {"statusChanged": status_changed, "disposing": disposing}
    return type("StatusListener", (base, interface), methods)()


def _mended(uno: ModuleType) -> ModuleType:
    """Let UNO's errors pass through `with` blocks, which hang a traceback on them.

    `uno.py` hands everything that is set on an error to LibreOffice, which has no tracebacks
    and raises another error in its stead.
    """
    hand_over = getattr(uno, "_uno_struct__setattr__", None)
    if hand_over is not None:

        def set_attribute(self: object, name: str, value: object) -> None:
            if isinstance(self, BaseException) and name.startswith("__"):
                BaseException.__setattr__(self, name, value)
            else:
                hand_over(self, name, value)

        uno.__dict__["_uno_struct__setattr__"] = set_attribute
    return uno


def _program_folders() -> Iterator[Path]:
    """Yield where LibreOffice's own libraries may lie."""
    if given := os.environ.get("UNO_PATH"):
        yield Path(given)
    for folder in ("/usr/lib/libreoffice", "/usr/lib64/libreoffice", "/opt/libreoffice"):
        yield Path(folder) / "program"
    yield from sorted(Path("/opt").glob("libreoffice*/program"), reverse=True)


def _uno_scripts() -> Iterator[Path]:
    """Yield where `uno.py` may lie: beside the libraries, or where distributions put it."""
    for folder in _program_folders():
        yield folder / "uno.py"
    minor = sys.version_info.minor
    yield Path("/usr/lib/python3/dist-packages/uno.py")
    yield Path(f"/usr/lib64/python3.{minor}/site-packages/uno.py")
    yield Path(f"/usr/lib/python3.{minor}/site-packages/uno.py")


def _load(name: str, path: Path) -> ModuleType:
    """Load one module from its file, without its folder becoming importable."""
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        raise KinerjaError("Jembatan Python LibreOffice (UNO) tidak dapat dimuat.", where=str(path))
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    try:
        spec.loader.exec_module(module)
    except ImportError as error:
        del sys.modules[name]
        raise KinerjaError(
            f"Jembatan Python LibreOffice (UNO) tidak dapat dimuat: {error}.",
            where=str(path),
            remedy="Pasang ulang LibreOffice beserta paket python3-uno.",
        ) from error
    return module
