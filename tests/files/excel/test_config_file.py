from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinerja_xl.files.excel.config_file import (
    entries,
    faulty_lines,
    find_entry,
    is_unreadable,
    with_bytes_of_entry,
    with_entry,
    without_entry,
)

KEY = "INTERPRETER_WIN"
PYTHON = r"C:\Kinerja\.venv\Scripts\python.exe"
OTHERS = b'"PYTHONPATH","C:\\lama"\r\n"SHOW CONSOLE","False"\r\n'


def pairs(data: bytes) -> list[tuple[str, str]]:
    return [(entry.name, entry.value) for entry in entries(data, "cp1252")]


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        pytest.param(b"", [], id="empty"),
        pytest.param(b'"A","1"\r\n"B","2"\r\n', [("A", "1"), ("B", "2")], id="as-written"),
        pytest.param(b'"A","1"\n"B","2"', [("A", "1"), ("B", "2")], id="line-feeds-no-last-end"),
        pytest.param(b'"A" , "1"\r\n', [("A", "1")], id="blanks-around-the-comma"),
        pytest.param(b"A,one two \r\n", [("A", "one two")], id="without-quotes"),
        pytest.param(b'"A","1,5"\r\n', [("A", "1,5")], id="comma-in-quotes"),
        pytest.param(b'"A",""\r\n"B","2"\r\n', [("A", ""), ("B", "2")], id="empty-value"),
        pytest.param(
            b'"A","1"\r\n\r\n"B","2"\r\n', [("A", "1"), ("", "B")], id="blank-line-shifts"
        ),
        pytest.param(b'"A"\r\n"B"\r\n', [("A", "B")], id="items-on-two-lines-are-a-pair"),
        pytest.param(b'"A","1","2"\r\n"B","3"\r\n', [("A", "1"), ("2", "B")], id="third-item"),
        pytest.param(b'"Nama","Andr\xe9"\r\n', [("Nama", "André")], id="ansi-letter"),
    ],
)
def test_entries__reads_pairs_as_vba_does(data: bytes, expected: list[tuple[str, str]]) -> None:
    assert pairs(data) == expected


def test_find_entry__name_in_other_case_twice__is_the_first() -> None:
    found = find_entry(b'"interpreter_win","satu"\r\n"INTERPRETER_WIN","dua"\r\n', KEY, "cp1252")

    assert found is not None
    assert found.value == "satu"


def test_with_entry__no_file__is_one_line_with_the_systems_end() -> None:
    assert with_entry(b"", "A", "b", "utf-8", newline=b"\n") == b'"A","b"\n'


def test_with_entry__name_is_new__goes_to_the_front_and_all_else_stays() -> None:
    written = with_entry(OTHERS, KEY, PYTHON, "cp1252", newline=b"\n")

    assert written == f'"{KEY}","{PYTHON}"\r\n'.encode() + OTHERS


def test_with_entry__name_is_there__is_changed_in_its_line() -> None:
    data = OTHERS + b'"interpreter_win","lama"\r\n"B","2"\r\n'

    written = with_entry(data, KEY, PYTHON, "cp1252", newline=b"\r\n")

    assert written == OTHERS + f'"{KEY}","{PYTHON}"\r\n'.encode() + b'"B","2"\r\n'


def test_with_entry__shifted_file__is_found_all_the_same() -> None:
    data = b'\r\n"INTERPRETER_WIN","lama"\r\n'

    written = with_entry(data, KEY, PYTHON, "cp1252", newline=b"\r\n")

    found = find_entry(written, KEY, "cp1252")
    assert found is not None
    assert found.value == PYTHON
    assert written.endswith(data)


def test_with_entry__same_value__keeps_every_byte() -> None:
    data = f'"interpreter_win" , "{PYTHON}"\n'.encode()

    assert with_entry(data, KEY, PYTHON, "cp1252", newline=b"\r\n") == data


def test_with_entry__letter_outside_the_code_page__is_refused() -> None:
    with pytest.raises(UnicodeEncodeError):
        with_entry(b"", KEY, r"C:\文\python.exe", "cp1252", newline=b"\r\n")


@pytest.mark.parametrize("value", ['a"b', "a\nb"])
def test_with_entry__value_that_cannot_be_quoted__is_a_slip(value: str) -> None:
    with pytest.raises(ValueError, match="not a value"):
        with_entry(b"", KEY, value, "cp1252", newline=b"\r\n")


def test_without_entry__takes_its_line() -> None:
    data = with_entry(OTHERS, KEY, PYTHON, "cp1252", newline=b"\r\n")

    assert without_entry(data, KEY, "cp1252") == OTHERS


def test_with_bytes_of_entry__puts_back_what_was_written_before() -> None:
    before = b'interpreter_win , "lama"\n"B","2"\n'
    entry = find_entry(before, KEY, "cp1252")
    assert entry is not None
    content = before[entry.start : entry.content_end]
    changed = with_entry(before, KEY, PYTHON, "cp1252", newline=b"\n")

    assert with_bytes_of_entry(changed, KEY, content, "cp1252") == before


@pytest.mark.parametrize(
    ("data", "lines"),
    [
        pytest.param(OTHERS, (), id="good"),
        pytest.param(b"", (), id="empty"),
        pytest.param(b'"A","1"\r\n\r\n"B","2"\r\n', (2,), id="blank-line"),
        pytest.param(b'"A",1\n"B","2"\n', (1,), id="value-without-quotes"),
        pytest.param(b'\xef\xbb\xbf"A","1"\n', (1,), id="byte-order-mark"),
        pytest.param(b'"A","1"\n# catatan\n"B","2","3"\n', (2, 3), id="comment-and-third-item"),
    ],
)
def test_faulty_lines(data: bytes, lines: tuple[int, ...]) -> None:
    assert faulty_lines(data) == lines


def test_is_unreadable__notepads_unicode() -> None:
    assert is_unreadable('"A","1"'.encode("utf-16"))
    assert not is_unreadable(OTHERS)


quiet = st.text(st.characters(codec="cp1252", exclude_characters='"\r\n\0'), max_size=12)


@given(st.lists(st.tuples(quiet, quiet), max_size=5), quiet.filter(str.strip))
def test_with_entry__then_without__is_as_before(others: list[tuple[str, str]], value: str) -> None:
    data = "".join(f'"{name}x","{text}"\r\n' for name, text in others).encode("cp1252")

    written = with_entry(data, KEY, value, "cp1252", newline=b"\r\n")

    found = find_entry(written, KEY, "cp1252")
    assert found is not None
    assert found.value == value
    assert without_entry(written, KEY, "cp1252") == data


@given(st.binary(max_size=80))
def test_entries__any_bytes__are_read_without_loss(data: bytes) -> None:
    written = with_entry(data, KEY, PYTHON, "cp1252", newline=b"\r\n")

    assert find_entry(written, KEY, "cp1252") is not None
