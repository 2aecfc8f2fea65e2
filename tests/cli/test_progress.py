from __future__ import annotations

from typing import TYPE_CHECKING

from kinerja_xl.cli import output

if TYPE_CHECKING:
    import pytest


def test_progress_line__standard_error_is_no_terminal__writes_nothing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(output, "_PATIENCE_SECONDS", 0)

    with output.ProgressLine() as progress:
        progress.update("Memeriksa bukti", 1, 2)
        progress.update("Memeriksa bukti", 2, 2)

    assert capsys.readouterr().err == ""


def test_progress_line__terminal__shows_how_far_it_is(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(output, "_PATIENCE_SECONDS", 0)
    monkeypatch.setenv("FORCE_COLOR", "1")

    with output.ProgressLine() as progress:
        progress.update("Memeriksa bukti", 1, 2)

    shown = capsys.readouterr().err
    assert "Memeriksa bukti" in shown
    assert "1/2" in shown
