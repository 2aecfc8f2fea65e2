from __future__ import annotations

import pytest

from kinerja_xl.files.returns.remembered import LARGEST_REMEMBERED, remembered


def test_remembered__same_content__is_looked_at_once() -> None:
    looked_at: list[bytes] = []

    @remembered
    def first_byte(content: bytes) -> int:
        looked_at.append(content)
        return content[0]

    answers = [first_byte(bytes(bytearray(b"<a/>"))), first_byte(bytes(bytearray(b"<a/>")))]

    assert answers == [60, 60]
    assert looked_at == [b"<a/>"]


def test_remembered__large_part__is_not_kept() -> None:
    looked_at: list[int] = []
    large = b" " * (LARGEST_REMEMBERED + 1)

    @remembered
    def length(content: bytes) -> int:
        looked_at.append(len(content))
        return len(content)

    length(large)
    length(large)

    assert looked_at == [len(large), len(large)]


def test_remembered__error__is_raised_again() -> None:
    @remembered
    def refuse(content: bytes) -> None:
        raise ValueError(content)

    for _ in range(2):
        with pytest.raises(ValueError, match="x"):
            refuse(b"x")
