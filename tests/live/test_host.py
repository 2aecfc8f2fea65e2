from __future__ import annotations

import pytest

from kinerja_xl.live.host import busy_error, is_busy


class ExcelBusyError(Exception):
    """Named as the one of xlwings, which exists on Windows only."""


class ComError(Exception):
    """Shaped as the one of pywin32: number, text, details, argument."""


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        pytest.param(ExcelBusyError(), True, id="xlwings-gave-up"),
        pytest.param(ComError(-2147418111, "Call was rejected by callee."), True, id="rejected"),
        pytest.param(ComError(-2147417846, "busy"), True, id="retry-later"),
        pytest.param(
            ComError(-2147352567, "Exception occurred.", (0, None, None, None, 0, -2146777998)),
            True, id="cell-is-edited",
        ),
        pytest.param(
            ComError(-2147352567, "Exception occurred.", (0, "Excel", "", None, 0, -2146827284)),
            False, id="another-error-of-excel",
        ),
        pytest.param(ValueError(5), False, id="another-error"),
        pytest.param(ValueError(), False, id="error-without-a-word"),
    ],
)  # fmt: skip
def test_is_busy__tells_a_busy_program_from_a_failing_one(error: Exception, expected: bool) -> None:
    assert is_busy(error) is expected


def test_busy_error__says_what_to_do() -> None:
    assert "Tekan Enter atau Esc" in str(busy_error())
