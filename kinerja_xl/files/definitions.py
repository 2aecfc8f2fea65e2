"""SOP definition files: finding them, reading them, and saying what is wrong with one."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from pathlib import Path

from kinerja_xl.core.sop import Sop
from kinerja_xl.core.sop_checks import Problem
from kinerja_xl.errors import KinerjaError
from kinerja_xl.files.resources import shipped
from kinerja_xl.files.strict_models import (
    MAXIMUM_BYTES,
    MAXIMUM_SHOWN,
    DefinitionError,
    DefinitionProblem,
    is_file,
    load_model,
)
from kinerja_xl.layout.tables import FIXED_TABLES

__all__ = [
    "MAXIMUM_BYTES",
    "MAXIMUM_SHOWN",
    "DefinitionError",
    "DefinitionProblem",
    "find_sop",
    "load_sop",
    "shipped_definitions",
]

_SUFFIXES = (".yaml", ".yml")


def find_sop(name_or_path: str | Path) -> Path:
    """Return the definition file meant: an existing file, else the shipped one of that name.

    Names are compared without regard to case, `-`, `_` or a suffix `.yaml`.

    Raises:
        KinerjaError: If there is neither; lists the shipped names.
    """
    path = Path(name_or_path)
    if is_file(path):
        return path
    definitions = {_plain(file.stem): file for file in _shipped_definitions()}
    stem = path.stem if path.suffix.lower() in _SUFFIXES else path.name
    found = definitions.get(_plain(stem)) if path.parent == Path() else None
    if found is not None:
        return found
    names = ", ".join(file.stem for file in definitions.values())
    guess = difflib.get_close_matches(_plain(stem), definitions, n=1)
    hint = f'Mungkin maksudnya "{definitions[guess[0]].stem}". ' if guess else ""
    raise KinerjaError(
        f'SOP "{name_or_path}" tidak ditemukan.',
        remedy=f"{hint}Tulis letak berkas YAML, atau salah satu: {names}.",
    )


def load_sop(path: str | Path) -> Sop:
    """Read and check one definition file.

    Raises:
        KinerjaError: If the file cannot be read or is no YAML.
        DefinitionError: If its content is wrong; names every key at once.
    """
    return load_model(
        Path(path),
        Sop,
        what="definisi SOP",
        remedy="Salin contoh dalam sop/README.md, lalu ubah isinya.",
        more_problems=_sheet_names_taken,
    )


def shipped_definitions() -> tuple[Sop, ...]:
    """Read every definition that comes with the program."""
    return tuple(map(load_sop, _shipped_definitions()))


def _shipped_definitions() -> list[Path]:
    return sorted(file for file in shipped("sop").glob("*") if file.suffix in _SUFFIXES)


def _plain(name: str) -> str:
    return re.sub(r"[-_\s]+", "_", name.strip().casefold())


def _sheet_names_taken(sop: Sop) -> Iterator[Problem]:
    taken = {table.sheet.upper() for table in FIXED_TABLES}
    for index, section in enumerate(sop.sections):
        if section.code in taken:
            what = f'"{section.code}" adalah nama lembar buku induk; pilih kode lain'
            yield ("sections", index, "code"), what
