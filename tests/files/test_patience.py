from __future__ import annotations

import errno

import pytest

from kinerja_xl.files.patience import is_held, may_be_held, patiently


class HeldError(PermissionError):
    """An error as Windows raises it: the number of its own beside the general one."""

    def __init__(self, number: int) -> None:
        super().__init__(errno.EACCES, "held")
        self.winerror = number


class Act:
    """Fails with these errors in turn, then succeeds."""

    def __init__(self, *errors: OSError) -> None:
        self.errors = list(errors)

    def __call__(self) -> str:
        if self.errors:
            raise self.errors.pop(0)
        return "done"


@pytest.mark.parametrize("number", [32, 33, 1224])
def test_patiently__held_by_a_virus_scanner__tries_again(number: int) -> None:
    act = Act(HeldError(number), HeldError(number))

    assert patiently(act) == "done"


def test_patiently__share_of_windows_says_busy__tries_again() -> None:
    assert patiently(Act(OSError(errno.EBUSY, "busy"))) == "done"


@pytest.mark.parametrize(
    "error",
    [
        pytest.param(HeldError(5), id="denied-on-windows"),
        pytest.param(PermissionError(errno.EACCES, "denied"), id="denied"),
        pytest.param(OSError(errno.ENOSPC, "full"), id="full"),
    ],
)
def test_patiently__error_that_does_not_pass__is_raised_at_once(error: OSError) -> None:
    act = Act(error, OSError(errno.EIO, "asked twice"))

    with pytest.raises(type(error)) as caught:
        patiently(act)

    assert caught.value is error


def test_patiently__time_over__raises_the_last_error() -> None:
    with pytest.raises(HeldError):
        patiently(Act(*[HeldError(32)] * 99), seconds=0.05)


def test_may_be_held__denied_on_windows__may_pass_when_renaming_or_removing() -> None:
    denied = HeldError(5)

    assert may_be_held(denied)
    assert not is_held(denied)
