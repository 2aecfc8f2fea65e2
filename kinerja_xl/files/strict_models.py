"""YAML files that office staff edit, held against a strict model: every fault with key and line."""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import BaseModel, ValidationError

from kinerja_xl.core.sop import UNION_TAG
from kinerja_xl.core.sop_checks import Key, Problem, SopInconsistencyError, key_text
from kinerja_xl.errors import KinerjaError
from kinerja_xl.files.strict_yaml import Document, read_yaml

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

Model = TypeVar("Model", bound=BaseModel)

MAXIMUM_BYTES = 256 * 1024
"""A definition is some 20 KB; what is larger is no definition, and YAML is slow to read."""

MAXIMUM_SHOWN = 20


@dataclass(frozen=True, slots=True)
class DefinitionProblem:
    """One thing that is wrong in a definition file.

    Attributes:
        key: Such as `steps[3].duration.unit`; empty for the file as a whole.
        line: Counted from 1; `None` when no line can be named.
        message: Indonesian, without the key.
    """

    key: str
    line: int | None
    message: str

    def __str__(self) -> str:
        place = self.key or "berkas"
        return f"{place}{f' (baris {self.line})' if self.line else ''}: {self.message}"


class DefinitionError(KinerjaError):
    """A definition file that says something it must not; carries every problem."""

    def __init__(
        self, where: str, problems: tuple[DefinitionProblem, ...], what: str = "definisi SOP"
    ) -> None:
        self.problems = problems
        lines = [f"  {problem}" for problem in problems[:MAXIMUM_SHOWN]]
        if len(problems) > MAXIMUM_SHOWN:
            lines.append(f"  ... dan {len(problems) - MAXIMUM_SHOWN} lagi")
        head = f"{len(problems)} kesalahan dalam {what}; perbaiki, lalu ulangi:"
        super().__init__("\n".join([head, *lines]), where=where)


def load_model(
    path: Path,
    model: type[Model],
    *,
    what: str,
    remedy: str,
    more_problems: Callable[[Model], Iterator[Problem]] = lambda _: iter(()),
) -> Model:
    """Read one file and check it against a model.

    Args:
        path: The file.
        model: Strict, frozen, extra keys forbidden.
        what: What such a file is called, in Indonesian.
        remedy: What to do about a file that is no mapping at all.
        more_problems: Finds what the model alone cannot see.

    Raises:
        KinerjaError: If the file cannot be read or is no YAML.
        DefinitionError: If its content is wrong; names every key at once.
    """
    document = read_yaml(_text_of(path, what), str(path))
    if not isinstance(document.value, dict):
        found = "kosong" if document.value is None else "bukan susunan kunci dan nilai"
        raise KinerjaError(f"Isi berkas ini {found}.", where=str(path), remedy=remedy)
    problems: list[Problem] = list(document.problems)
    reported = {key for key, _ in problems}
    try:
        # By way of JSON, strict models accept a list where a tuple is declared and nothing else
        # that differs from the declared type.
        made = model.model_validate_json(json.dumps(document.value))
        problems += more_problems(made)
    except ValidationError as error:
        made = None
        for details in error.errors(include_url=False):
            problems += (item for item in _translated(details, model) if item[0] not in reported)
    if made is None or problems:
        raise DefinitionError(str(path), _located(problems, document), what)
    return made


def is_file(path: Path) -> bool:
    """Say whether there is a file of that name; a name that no disk takes is none."""
    try:
        return path.is_file()
    except OSError:  # a name longer than the disk allows, a folder that may not be entered
        return False


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:
        return False


def _text_of(path: Path, what: str) -> str:
    where = str(path)
    if not is_file(path):
        found = "Ini folder, bukan berkas." if _is_folder(path) else "Berkas tidak ada."
        raise KinerjaError(found, where=where, remedy="Periksa letak dan namanya.")
    try:
        with path.open("rb") as stream:
            content = stream.read(MAXIMUM_BYTES + 1)
    except OSError as error:
        raise KinerjaError(
            f"Berkas tidak dapat dibaca ({error.strerror}).",
            where=where,
            remedy="Periksa hak baca berkas itu.",
        ) from None
    if len(content) > MAXIMUM_BYTES:
        raise KinerjaError(
            f"Berkas lebih besar dari {MAXIMUM_BYTES // 1024} KB, jadi bukan {what}.",
            where=where,
            remedy="Pilih berkas YAML yang benar.",
        )
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise KinerjaError(
            f"Baris {line} bukan teks UTF-8.",
            where=where,
            remedy="Simpan ulang berkas itu dengan pengodean UTF-8.",
        ) from None


def _located(problems: list[Problem], document: Document) -> tuple[DefinitionProblem, ...]:
    located = [DefinitionProblem(key_text(k), document.line_of(k), what) for k, what in problems]
    return tuple(sorted(dict.fromkeys(located), key=lambda problem: problem.line or 0))


_WORDING = {
    "missing": "wajib ada",
    "string_type": "harus teks; beri tanda kutip",
    "string_too_short": "masih kosong",
    "string_too_long": "terlalu panjang, paling banyak {max_length} huruf",
    "int_type": "harus bilangan bulat",
    "int_from_float": "harus bilangan bulat",
    "int_parsing_size": "terlalu besar",
    "greater_than_equal": "paling kecil {ge}",
    "less_than_equal": "paling besar {le}",
    "bool_type": "harus true atau false",
    "tuple_type": "harus daftar; awali tiap butir dengan tanda hubung",
    "too_short": "paling sedikit {min_length} butir",
    "model_type": "harus berisi kunci dan nilai",
    "model_attributes_type": "harus berisi kunci dan nilai",
    "date_type": 'bukan tanggal; tulis seperti "2023-01-05", atau not_stated',
    "date_parsing": 'bukan tanggal; tulis seperti "2023-01-05", atau not_stated',
    "date_from_datetime_parsing": 'bukan tanggal; tulis seperti "2023-01-05", atau not_stated',
    "date_from_datetime_inexact": 'bukan tanggal; tulis seperti "2023-01-05", atau not_stated',
}
_PATTERNS = {
    "code": "gunakan 2-15 huruf besar, angka atau _, diawali huruf besar",
    "id": "gunakan huruf kecil, angka atau _, diawali huruf kecil",
    "actors": "gunakan huruf kecil, angka atau _, diawali huruf kecil",
}


def _translated(details: ErrorDetails, model: type[BaseModel]) -> Iterator[Problem]:
    key: Key = tuple(
        part for part in details["loc"] if isinstance(part, int) or not part.startswith(UNION_TAG)
    )
    error = details.get("ctx", {}).get("error")
    # Pydantic counts the good items only; a list whose items are wrong is not too short as well.
    is_noise = details["type"] == "too_short" and bool(details["input"])
    if isinstance(error, SopInconsistencyError):
        yield from error.problems
    elif not is_noise:
        yield key, _wording(details, key, model)


def _wording(details: ErrorDetails, key: Key, model: type[BaseModel]) -> str:
    kind, given, context = details["type"], details["input"], details.get("ctx", {})
    if kind == "extra_forbidden":
        return _unknown_key(key, model)
    if kind == "enum":
        allowed = re.findall(r"'([^']*)'", str(context["expected"]))
        said = f"{_quoted(given)} tidak dikenal; gunakan: {', '.join(allowed)}"
        return said + _guess(given, allowed)
    if kind == "string_pattern_mismatch":
        field = next(part for part in reversed(key) if isinstance(part, str))
        return f"{_quoted(given)} tidak sah; {_PATTERNS[field]}"
    if given is None and kind != "missing":
        return "masih kosong"
    said = _WORDING.get(kind, "nilai tidak sah").format_map(context)
    has_value = isinstance(given, str | int | float) and kind not in ("string_too_short", "missing")
    return f"{said} (tertulis: {_quoted(given)})" if has_value else said


def _unknown_key(key: Key, model: type[BaseModel]) -> str:
    allowed = sorted(_keys_at(key[:-1], model))
    guess = _guess(key[-1], allowed)
    return "kunci tidak dikenal" + (guess or f"; yang dikenal: {', '.join(allowed)}")


def _guess(given: object, allowed: list[str]) -> str:
    close = difflib.get_close_matches(str(given).casefold(), allowed, n=1)
    return f'; mungkin maksudnya "{close[0]}"' if close else ""


def _quoted(value: object) -> str:
    text = str(value).lower() if isinstance(value, bool) else str(value)
    limit = 60
    return f'"{text if len(text) <= limit else text[: limit - 3] + "..."}"'


def _keys_at(key: Key, model: type[BaseModel]) -> set[str]:
    """Return the keys that the schema knows in the block at `key`."""
    schema = _schema(model)
    definitions = schema.get("$defs", {})
    blocks = [schema]
    for part in key:
        following = [
            block["items"] if isinstance(part, int) else block["properties"][part]
            for block in blocks
            if "items" in block or part in block.get("properties", {})
        ]
        blocks = [leaf for block in following for leaf in _leaves(block, definitions)]
    return {name for block in blocks for name in block.get("properties", {})}


@cache
def _schema(model: type[BaseModel]) -> Mapping[str, Any]:
    return model.model_json_schema()


def _leaves(
    block: Mapping[str, Any], definitions: Mapping[str, Any]
) -> Iterator[Mapping[str, Any]]:
    if "$ref" in block:
        block = definitions[str(block["$ref"]).rpartition("/")[2]]
    choices = [*block.get("anyOf", ()), *block.get("oneOf", ())]
    for choice in choices:
        yield from _leaves(choice, definitions)
    if not choices:
        yield block
