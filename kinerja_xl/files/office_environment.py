"""The environment in which LibreOffice is started."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path

_SYSTEMS_OWN = ("/usr/bin", "/bin")
"""Where the Python lies that a Linux distribution has built its LibreOffice for."""

_PYTHON = "python3"


def office_environment(variables: Mapping[str, str], system: str = sys.platform) -> dict[str, str]:
    """Return the variables for LibreOffice: no other Python may lie on its path.

    On Linux the Python inside LibreOffice takes its standard library from the first `python3` of
    the PATH. From a virtual environment, pyenv or conda it gets one that does not fit; then
    components written in Python, as this program's extension, do not load, and LibreOffice 7.4
    aborts over that.

    Args:
        variables: Those of this process.
        system: What `sys.platform` says.
    """
    kept = dict(variables)
    if system != "linux":
        return kept
    folders = [each for each in kept.get("PATH", "").split(os.pathsep) if each]
    clean = [each for each in folders if each in _SYSTEMS_OWN or not _has_python(each)]
    kept["PATH"] = os.pathsep.join(clean or _SYSTEMS_OWN)
    for name in ("PYTHONHOME", "PYTHONPATH", "VIRTUAL_ENV"):
        kept.pop(name, None)
    return kept


def _has_python(folder: str) -> bool:
    return (Path(folder) / _PYTHON).exists()
