from __future__ import annotations

from pathlib import Path

import pytest

from kinerja_xl.errors import KinerjaError
from kinerja_xl.files.excel.record import (
    ConfigNote,
    FileNote,
    Record,
    digest,
    read_record,
    record_bytes,
)

FULL = Record(
    (FileNote(Path("a é.xlam"), digest(b"x"), None), FileNote(Path("b"), digest(b""), b"\0\xff")),
    ConfigNote(Path("xlwings.conf"), "INTERPRETER_WIN", "C:\\é", digest(b"y"), b"", None),
    ("/venv/lib", "/program"),
    "3.11",
    "id.kinerja",
    digest(b"oxt"),
    ("", "/profil é"),
)


@pytest.mark.parametrize("record", [FULL, Record()], ids=["full", "empty"])
def test_read_record__reads_what_was_written(record: Record, tmp_path: Path) -> None:
    path = tmp_path / "pemasangan.json"
    path.write_bytes(record_bytes(record))

    assert read_record(path) == record


def test_read_record__no_file__is_empty(tmp_path: Path) -> None:
    assert read_record(tmp_path / "hilang" / "pemasangan.json") == Record()


@pytest.mark.parametrize("data", [b"", b"[]", b"{}", b'{"files": [1]}', b"\xff"])
def test_read_record__damaged__is_refused(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "pemasangan.json"
    path.write_bytes(data)

    with pytest.raises(KinerjaError, match="Catatan pemasangan"):
        read_record(path)
