from __future__ import annotations

import importlib.util
import sys
import zlib
from types import ModuleType

import pytest

from kinerja_xl.files.returns import compression

CONTENT = b"<row r='1'/>" * 1000


def packed(content: bytes) -> bytes:
    compressor = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return compressor.compress(content) + compressor.flush()


@pytest.fixture(params=["as installed", "without isal"])
def library(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    if request.param == "without isal":
        monkeypatch.setitem(sys.modules, "isal", None)
    specification = importlib.util.find_spec(compression.__name__)
    assert specification is not None
    assert specification.loader is not None
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


def test_inflate__damaged_or_not__is_the_same_without_isal(library: ModuleType) -> None:
    whole = packed(CONTENT)

    inflated = library.inflate(whole, len(CONTENT))

    assert inflated == CONTENT
    for damaged in (whole[:-3], b"\xff" + whole[1:], b""):
        with pytest.raises(library.InflateError):
            library.inflate(damaged, len(CONTENT))


def test_inflate__more_than_announced__is_all_there(library: ModuleType) -> None:
    inflated = library.inflate(packed(CONTENT), 1)

    assert inflated == CONTENT


def test_crc32__is_that_of_zip_files(library: ModuleType) -> None:
    assert library.crc32(CONTENT) == zlib.crc32(CONTENT)
