from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinerja_xl.core.evidence import EvidenceFile
from kinerja_xl.core.inventory import (
    INDEX_NAME,
    LONGEST_NAME,
    SUMS_NAME,
    AcceptedFile,
    arranged,
    read_sums,
    safe_name,
    sums_text,
)


def accepted(path: str, code: str = "1.1", digest: str = "", section: str = "KUL") -> AcceptedFile:
    """Return a file of 10 bytes; its digest differs with its path unless one is given."""
    sha256 = digest or hashlib.sha256(path.encode()).hexdigest()
    file = EvidenceFile(section, path, f"bukti/{path}", 10, sha256, "PDF", "PDF", True)
    return AcceptedFile(file, code, "Berita acara")


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        pytest.param("ba.pdf", "ba.pdf", id="plain"),
        pytest.param("bérita acara Ñ 文.pdf", "bérita acara Ñ 文.pdf", id="letters"),
        pytest.param('a<b>:"c|d?*#%.pdf', "a_b_c_d_.pdf", id="not-for-windows-or-links"),
        pytest.param("..\\..\\x.pdf", ".._.._x.pdf", id="no-way-up"),
        pytest.param("con.pdf", "_con.pdf", id="device"),
        pytest.param("a. . ", "a", id="dots-and-blanks-at-the-end"),
        pytest.param("fdp\u202efpd.exe", "fdpfpd.exe", id="turned"),
        pytest.param("", "_", id="nothing"),
        pytest.param("x" * 300 + ".pdf", "x" * (LONGEST_NAME - 4) + ".pdf", id="long"),
        pytest.param("a." + "b" * 300, ("a." + "b" * 300)[:LONGEST_NAME], id="long-extension"),
    ],
)
def test_safe_name__names(name: str, safe: str) -> None:
    assert safe_name(name, LONGEST_NAME) == safe


def test_arranged__files__go_to_section_and_code() -> None:
    lines = arranged((accepted("sub/ba.pdf"), accepted("foto.png", code="")))

    assert [line.place for line in lines] == ["KUL/1.1/ba.pdf", "KUL/tanpa kode/foto.png"]


def test_arranged__one_file_for_two_rows__lies_there_once() -> None:
    lines = arranged((accepted("ba.pdf"), accepted("ba.pdf", code="1.2")))

    assert [line.place for line in lines] == ["KUL/1.1/ba.pdf"] * 2


def test_arranged__names_that_differ_by_case_only__get_numbers() -> None:
    lines = arranged((accepted("a/BA.pdf"), accepted("b/ba.PDF"), accepted("c/ba")))

    assert [line.place for line in lines] == ["KUL/1.1/BA.pdf", "KUL/1.1/ba (2).PDF", "KUL/1.1/ba"]


NAMES = st.text(st.sampled_from("aA.éÉe\u0301 /\\:*#%c\u202e()2"), max_size=12)


@given(st.lists(st.tuples(NAMES, NAMES), max_size=12))
def test_arranged__any_names__are_distinct_safe_and_link(pairs: list[tuple[str, str]]) -> None:
    lines = arranged(
        accepted(path, code, digest=f"{number:064x}") for number, (path, code) in enumerate(pairs)
    )

    places = [line.place.casefold() for line in lines]
    assert len(set(places)) == len(places)
    for line in lines:
        parts = line.place.split("/")
        assert len(parts) == 3
        assert not set(line.place) & set('\\:*?"<>|#%')
        assert all(part.strip(". ") for part in parts)
        assert len(line.place) < 255
        assert parts[-1] not in (INDEX_NAME, SUMS_NAME)


def test_read_sums__text_of_lines__gives_them_back() -> None:
    lines = arranged((accepted("ba.pdf"), accepted("b  c.pdf")))

    assert read_sums(sums_text(lines) + "rusak\n") == {
        line.place: line.accepted.file.sha256 for line in lines
    }
