from __future__ import annotations

from dataclasses import replace

import pytest

from kinerja_xl.core.known_files import KnownFile, KnownFiles, Outcome

FILE = KnownFile("kembali/2026-TW1/a.xlsx", 17_000, 1_775_000_000_000_000_000, "ab" * 32, "REN",
                 Outcome.MERGED)  # fmt: skip


@pytest.mark.parametrize(
    ("outcome", "is_settled", "is_absorbed"),
    [
        pytest.param(Outcome.MERGED, True, True, id="merged"),
        pytest.param(Outcome.REPLACED, True, True, id="replaced-by-a-later-return"),
        pytest.param(Outcome.REFUSED, True, False, id="refused"),
        pytest.param(Outcome.CONFLICTS, False, False, id="conflicts-wait-for-decisions"),
    ],
)
def test_known_file__outcome__says_whether_reading_it_again_can_matter(
    outcome: Outcome, is_settled: bool, is_absorbed: bool
) -> None:
    file = replace(FILE, outcome=outcome)

    assert (file.is_settled, file.is_absorbed) == (is_settled, is_absorbed)


def test_unchanged__same_size_and_time__is_found() -> None:
    known = KnownFiles((FILE,))

    assert known.unchanged(FILE.path, FILE.size, FILE.modified_ns) == FILE


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"size": FILE.size + 1}, id="another-size"),
        pytest.param({"modified_ns": FILE.modified_ns + 1}, id="a-nanosecond-later"),
        pytest.param({"modified_ns": FILE.modified_ns - 1}, id="an-older-file-put-back"),
        pytest.param({"path": "kembali/2026-TW1/b.xlsx"}, id="another-path"),
    ],
)
def test_unchanged__anything_else__is_not(changes: dict[str, int | str]) -> None:
    met = replace(FILE, **changes)  # type: ignore[arg-type] # by name

    found = KnownFiles((FILE,)).unchanged(met.path, met.size, met.modified_ns)

    assert found is None


def test_with_content__wherever_it_lay__is_found() -> None:
    other = replace(FILE, path="kembali/2026-TW1/b.xlsx", sha256="cd" * 32)

    known = KnownFiles((FILE, other))

    assert known.with_content("cd" * 32) == other
    assert known.with_content("ef" * 32) is None


def test_with_content__same_content_twice__is_the_first() -> None:
    copy = replace(FILE, path="kembali/2026-TW1/salinan.xlsx")

    assert KnownFiles((FILE, copy)).with_content(FILE.sha256) == FILE
