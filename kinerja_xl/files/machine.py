"""The computer as installing and its checks see it, so that each system can be stood in for."""

from __future__ import annotations

import locale
import os
import platform
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from kinerja_xl.files.resources import shipped

WINDOWS = "Windows"
MACOS = "Darwin"
LINUX = "Linux"

RegistryValue = str | int | bytes | tuple[str, ...] | None

_LISTING_SECONDS = 20.0


class Registry(Protocol):
    r"""Reads the registry; keys start with `HKCU\`, `HKLM\` or `HKCR\`."""

    def values(self, key: str, /) -> Mapping[str, RegistryValue]:
        """Return the values of a key by name, the default one as ""; none when there is no key."""


class NoRegistry:
    """The registry of a system that has none."""

    def values(self, _key: str, /) -> Mapping[str, RegistryValue]:
        """Return nothing."""
        return {}


class WindowsRegistry:
    """The registry of this computer, 64-bit view first and 32-bit view for what is missing."""

    def values(self, key: str, /) -> Mapping[str, RegistryValue]:
        """Return the values of a key by name, of both views together."""
        if sys.platform != "win32":
            return {}
        import winreg

        roots = {
            "HKCU": winreg.HKEY_CURRENT_USER,
            "HKLM": winreg.HKEY_LOCAL_MACHINE,
            "HKCR": winreg.HKEY_CLASSES_ROOT,
        }
        root, _, path = key.partition("\\")
        found: dict[str, RegistryValue] = {}
        for view in (winreg.KEY_WOW64_32KEY, winreg.KEY_WOW64_64KEY):
            try:
                handle = winreg.OpenKey(roots[root], path, 0, winreg.KEY_READ | view)
            except OSError:  # no such key, or one that this account may not read
                continue
            with handle:
                for position in range(winreg.QueryInfoKey(handle)[1]):
                    name, value, _kind = winreg.EnumValue(handle, position)
                    found[name] = tuple(value) if isinstance(value, list) else value
        return found


@dataclass(frozen=True, slots=True)
class Answer:
    """How a program ended.

    Attributes:
        exit_code: `None` when it was stopped because it took too long.
        output: What it printed, standard error included.
    """

    exit_code: int | None
    output: str


@dataclass(frozen=True, slots=True)
class Machine:
    """A computer: which system, whose account, and how to look around on it.

    Attributes:
        system: What `platform.system()` says.
        home: Folder of the account.
        variables: Environment variables.
        interpreter: The Python that runs this.
        resources: Folder that holds Kinerja.xlam and Kinerja.oxt.
        text_encoding: How Excel's VBA reads and writes text files (Windows: the ANSI code page).
        processes: Lists the names of the running programs, lower case.
        root: Where absolute places such as /Applications start.
    """

    system: str
    home: Path
    variables: Mapping[str, str]
    interpreter: Path
    resources: Path
    text_encoding: str = "utf-8"
    registry: Registry = field(default_factory=NoRegistry)
    processes: Callable[[], frozenset[str]] = frozenset
    root: Path = Path("/")

    def variable(self, name: str) -> str:
        """Return an environment variable, "" when it is not set; Windows ignores the case."""
        exact = self.variables.get(name)
        if exact is not None or self.system != WINDOWS:
            return exact or ""
        wanted = name.upper()
        return next((text for key, text in self.variables.items() if key.upper() == wanted), "")

    def folder(self, name: str, *otherwise: str) -> Path:
        """Return the folder that a variable names, or else one below the account's own."""
        named = self.variable(name)
        return Path(named) if named else self.home.joinpath(*otherwise)


def this_machine() -> Machine:
    """Describe the computer that this runs on."""
    system = platform.system()
    return Machine(
        system=system,
        home=Path.home(),
        variables=dict(os.environ),
        interpreter=Path(sys.executable),
        resources=shipped("workbook"),
        text_encoding=locale.getencoding(),
        registry=WindowsRegistry() if system == WINDOWS else NoRegistry(),
        processes=_running_programs,
    )


def run_program(
    command: Sequence[str | Path],
    *,
    seconds: float,
    variables: Mapping[str, str] | None = None,
    folder: Path | None = None,
) -> Answer:
    """Run a program to its end without a window and without input.

    Raises:
        OSError: If it cannot be started.
    """
    try:
        done = subprocess.run(
            [str(part) for part in command],
            env=None if variables is None else dict(variables),
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=seconds,
            check=False,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except subprocess.TimeoutExpired as error:
        return Answer(None, _decoded(error.stdout))
    return Answer(done.returncode, _decoded(done.stdout))


def _decoded(output: bytes | None) -> str:
    return (output or b"").decode("utf-8", "replace")


def _running_programs() -> frozenset[str]:
    """List running programs; when the system does not say, none."""
    is_windows = platform.system() == WINDOWS
    command = ["tasklist", "/FO", "CSV", "/NH"] if is_windows else ["ps", "-A", "-o", "comm="]
    try:
        lines = run_program(command, seconds=_LISTING_SECONDS).output.splitlines()
    except OSError:
        return frozenset()
    if is_windows:
        return frozenset(line.partition(",")[0].strip('"').lower() for line in lines)
    return frozenset(line.strip().rpartition("/")[2].lower() for line in lines)
