from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinerja_xl.core.evidence import (
    Access,
    EvidenceFile,
    EvidenceIndex,
    is_blank_listing,
    unsafe_reason,
)


def file(path: str, content: str = "") -> EvidenceFile:
    return EvidenceFile(
        "KUL", path, f"bukti/KUL/{path}", 1, content or path, "dokumen PDF", "dokumen PDF",
        matches_extension=True,
    )  # fmt: skip


def found(names: str, *paths: str) -> list[str | None]:
    index = EvidenceIndex("KUL", [file(path) for path in paths])
    return [name.file.path if name.file else None for name in index.resolve(names)]


COMPOSED = unicodedata.normalize("NFC", "Rapat Café.pdf")
DECOMPOSED = unicodedata.normalize("NFD", "Rapat Café.pdf")


@pytest.mark.parametrize(
    ("listed", "path"),
    [
        pytest.param("a.pdf", "a.pdf", id="as-written"),
        pytest.param("  a.pdf \u00a0", "a.pdf", id="surrounding-white-space"),
        pytest.param('"a.pdf"', "a.pdf", id="quoted"),
        pytest.param("A.PDF", "a.pdf", id="other-case"),
        pytest.param("a", "a.pdf", id="without-extension"),
        pytest.param("a.pdf", "a.pdf.pdf", id="extension-hidden-by-windows"),
        pytest.param("Notulen 12.03.2026", "notulen 12.03.2026.docx", id="dots-in-the-name"),
        pytest.param("a.pdf", "rapat/a.pdf", id="bare-name-in-a-sub-folder"),
        pytest.param("Rapat\\A.pdf", "rapat/a.pdf", id="backslash"),
        pytest.param("./rapat//a.pdf", "rapat/a.pdf", id="dot-and-double-slash"),
        pytest.param("rapat/a", "rapat/a.pdf", id="path-without-extension"),
        pytest.param("bukti/KUL/a.pdf", "a.pdf", id="with-the-folder-s-own-path"),
        pytest.param("Bukti\\a.pdf", "a.pdf", id="with-the-word-bukti"),
        pytest.param("kul/a.pdf", "a.pdf", id="with-the-section-s-code"),
        pytest.param("1. a.pdf", "a.pdf", id="numbered"),
        pytest.param("- a.pdf", "a.pdf", id="bulleted"),
        pytest.param("1. a.pdf", "1. a.pdf", id="number-belongs-to-the-name"),
        pytest.param(COMPOSED, DECOMPOSED, id="file-from-macos"),
        pytest.param(DECOMPOSED, COMPOSED, id="name-from-macos"),
        pytest.param("STRASSE.pdf", "straße.pdf", id="full-case-folding"),
        pytest.param("ba, lampiran.pdf", "ba, lampiran.pdf", id="comma-in-the-name"),
        pytest.param("ba; lampiran.pdf", "ba; lampiran.pdf", id="semicolon-in-the-name"),
        pytest.param("a.pdf, b.pdf", "a.pdf, b.pdf", id="looks-like-two-and-is-one"),
        pytest.param("nihil", "nihil.pdf", id="a-file-may-be-called-nihil"),
    ],
)
def test_resolve__one_name__means_the_file(listed: str, path: str) -> None:
    assert found(listed, path, "lain.png") == [path]


@pytest.mark.parametrize(
    ("listed", "expected"),
    [
        pytest.param("a.pdf; b.pdf", ["a.pdf", "b.pdf"], id="semicolon"),
        pytest.param("a.pdf\r\nb.pdf\n", ["a.pdf", "b.pdf"], id="lines"),
        pytest.param("a.pdf, b.pdf", ["a.pdf", "b.pdf"], id="comma"),
        pytest.param("a.pdf,b.pdf dan x/c.png", ["a.pdf", "b.pdf", "x/c.png"], id="comma-and-dan"),
        pytest.param("1. a.pdf\n2. b.pdf", ["a.pdf", "b.pdf"], id="numbered-lines"),
        pytest.param("a.pdf;; a.pdf ;", ["a.pdf"], id="repeated-and-empty"),
        pytest.param("a.pdf; tidak-ada.pdf", ["a.pdf", None], id="one-missing"),
        pytest.param("a.pdf; ../b.pdf", ["a.pdf", None], id="one-unsafe"),
        pytest.param("a, lampiran 1", [None], id="comma-without-extensions-is-one-name"),
    ],
)
def test_resolve__several_names__are_taken_apart(listed: str, expected: list[str | None]) -> None:
    assert found(listed, "a.pdf", "b.pdf", "x/c.png") == expected


@pytest.mark.parametrize(
    ("listed", "paths"),
    [
        pytest.param("a", ("a.pdf", "a.jpg"), id="two-extensions"),
        pytest.param("A.PDF", ("a.pdf", "a.Pdf"), id="two-cases"),
        pytest.param("a.pdf", ("x/a.pdf", "y/a.pdf"), id="two-folders"),
        pytest.param("z/a.pdf", ("x/a.pdf",), id="another-folder"),
        pytest.param("a.jpg", ("a.pdf",), id="another-extension"),
        pytest.param("b.pdf", ("a.pdf",), id="another-name"),
    ],
)
def test_resolve__no_single_file__means_none(listed: str, paths: tuple[str, ...]) -> None:
    assert found(listed, *paths) == [None]


def test_resolve__candidates_with_the_same_content__means_the_first() -> None:
    index = EvidenceIndex("KUL", [file("x/a.pdf", "same"), file("y/a.pdf", "same")])

    (named,) = index.resolve("a.pdf")

    assert named.file is not None
    assert named.file.path == "x/a.pdf"


def test_resolve__exact_path_beats_bare_name() -> None:
    assert found("a.pdf", "x/a.pdf", "a.pdf") == ["a.pdf"]


def test_resolve__same_path_in_two_folders__means_the_first_folder() -> None:
    first, second = file("a.pdf", "one"), file("a.pdf", "two")

    (named,) = EvidenceIndex("KUL", [first, second]).resolve("a.pdf")

    assert named.file is first


@pytest.mark.parametrize("blank", ["", "  ", "-", "--", "nihil", "Tidak ada", "n/a", "\n"])
def test_resolve__blank_listing__names_nothing(blank: str) -> None:
    assert is_blank_listing(blank)
    assert found(blank, "a.pdf") == []


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("../a.pdf", id="parent"),
        pytest.param("x/../../a.pdf", id="parent-inside"),
        pytest.param("x\\..\\a.pdf", id="parent-with-backslash"),
        pytest.param("/etc/passwd", id="absolute"),
        pytest.param("\\Windows\\a.pdf", id="absolute-windows"),
        pytest.param("C:\\a.pdf", id="drive"),
        pytest.param("c:a.pdf", id="drive-relative"),
        pytest.param("\\\\server\\bagian\\a.pdf", id="unc"),
        pytest.param("//server/bagian/a.pdf", id="unc-with-slashes"),
        pytest.param("\\\\?\\C:\\a.pdf", id="device-path"),
        pytest.param("a.pdf:sembunyi", id="alternate-stream"),
        pytest.param("https://drive.google.com/file/d/1", id="web-address"),
        pytest.param("CON", id="device"),
        pytest.param("nul.pdf", id="device-with-extension"),
        pytest.param("x/Com1.txt", id="device-in-a-folder"),
        pytest.param("LPT¹.pdf", id="device-with-superscript"),
        pytest.param("a\x00.pdf", id="null-character"),
        pytest.param("gaji\u202efdp.exe", id="reversed-writing"),
    ],
)
def test_resolve__unsafe_name__is_never_looked_up(name: str) -> None:
    index = EvidenceIndex("KUL", [file(name), file("a.pdf")])

    (named,) = index.resolve(name)

    assert named.unsafe_reason
    assert named.file is None
    assert index.find(name) is None


@pytest.mark.parametrize(
    "name",
    ["a.pdf", "..a.pdf", "a..pdf", "console.pdf", "com10.txt", "null.pdf", "sub/ba (1).pdf", "~a"],
)
def test_unsafe_reason__ordinary_name__is_safe(name: str) -> None:
    assert unsafe_reason(name) == ""


def test_is_sound__each_fault__makes_it_unsound() -> None:
    good = file("a.pdf")
    faults = [
        EvidenceFile("KUL", "a", "a", 0, "x", "", "", matches_extension=True),
        EvidenceFile("KUL", "a", "a", 1, "x", "", "", matches_extension=False),
        EvidenceFile("KUL", "a", "a", 1, "x", "", "", True, Access.UNREADABLE),
    ]

    assert good.is_sound
    assert not any(fault.is_sound for fault in faults)


_PART = st.text(
    st.characters(
        blacklist_categories=("Cs", "Cc", "Cf", "Zl", "Zp"), blacklist_characters=":/\\\"'"
    ),
    min_size=1,
    max_size=8,
).map(lambda text: f"b{text.strip()}z")
_PATH = st.lists(_PART, min_size=1, max_size=3).map("/".join)


@given(st.lists(_PATH, min_size=1, max_size=5, unique=True), st.data())
def test_find__path_of_a_file__finds_that_file_in_either_normal_form(
    paths: list[str], data: st.DataObject
) -> None:
    files = [file(path, content="same") for path in paths]
    path = data.draw(st.sampled_from(paths))
    composed, decomposed = (unicodedata.normalize("NFC", path), unicodedata.normalize("NFD", path))
    typed = data.draw(st.sampled_from([composed, decomposed]))

    result = EvidenceIndex("KUL", files).find(f" {typed} ")

    assert result is not None
    assert unicodedata.normalize("NFC", result.path) == unicodedata.normalize("NFC", path)


@given(st.text(max_size=40), st.lists(st.text(min_size=1, max_size=10), max_size=4))
def test_resolve__any_text__gives_names_without_failing(text: str, paths: list[str]) -> None:
    names = EvidenceIndex("KUL", [file(path) for path in paths]).resolve(text)

    assert all(name.file is None or not name.unsafe_reason for name in names)
