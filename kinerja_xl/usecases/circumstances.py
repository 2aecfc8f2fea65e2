"""The circumstances of a run that starts now: the office's time, and who is at the computer."""

from __future__ import annotations

import getpass
from datetime import datetime

from kinerja_xl.usecases.gather import Run
from kinerja_xl.usecases.report import Progress, no_progress


def run_now(progress: Progress = no_progress) -> Run:
    """Return the circumstances of a run that starts now, to the second."""
    now = datetime.now().replace(microsecond=0)  # noqa: DTZ005 - the office's own time
    return Run(now, _account(), progress)


def _account() -> str:
    try:
        return getpass.getuser()
    except (ImportError, KeyError, OSError):  # an account without a name, as in containers
        return "tidak dikenal"
