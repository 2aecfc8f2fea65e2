"""Reaching a LibreOffice: starting a private one, connecting to a running one, ending it."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import uuid
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kinerja_xl.errors import KinerjaError
from kinerja_xl.files.office_environment import office_environment
from kinerja_xl.live.libreoffice.bridge import UnoObject, error_kind, load_uno

# The first start writes a profile; on a cold, slow machine that takes its time.
START_SECONDS = 90.0
CONNECT_SECONDS = 10.0
END_SECONDS = 10.0
POLL_SECONDS = 0.05
# How the folders of private profiles begin; a lock that names one tells whose it was.
PRIVATE_PROFILE = "kinerja-office-"

_DESKTOP = "com.sun.star.frame.Desktop"
_RESOLVER = "com.sun.star.bridge.UnoUrlResolver"


@dataclass(frozen=True, slots=True, repr=False)  # asking a dead office for its text aborts
class Office:
    """One running LibreOffice.

    Attributes:
        context: Its component context.
        desktop: Its desktop, where documents are opened.
        pid: The number of its process; a stable stand-in where the system does not tell.
        process: The process, when this program has started it.
        profile: The folder of its private profile, to be deleted with it.
        is_headless: Nobody sees its windows or can answer its dialogs.
    """

    context: UnoObject
    desktop: UnoObject
    pid: int
    process: subprocess.Popen[bytes] | None = None
    profile: Path | None = None
    is_headless: bool = False

    @property
    def is_own(self) -> bool:
        """Whether this program has started it."""
        return self.process is not None

    def create(self, service: str) -> UnoObject:
        """Make an object of a UNO service."""
        return self.context.ServiceManager.createInstanceWithContext(service, self.context)

    def is_running(self) -> bool:
        """Tell whether it still answers."""
        if self.process is not None and self.process.poll() is not None:
            return False
        try:
            self.desktop.getCurrentFrame()
        except Exception as error:
            if not _is_bridge_error(error):
                raise
            return False
        return True

    def end(self, *, at_once: bool = False) -> None:
        """End it without saving anything, wait until it is gone, delete its private profile.

        Args:
            at_once: Kill the process instead of asking it to end.
        """
        if not at_once:
            _terminate(self.desktop)
        if self.process is not None:
            _end_process(self.process, at_once=at_once)
        elif at_once:
            raise NotImplementedError("only an office that this engine has started can be killed")
        if self.profile is not None:
            shutil.rmtree(self.profile, ignore_errors=True)


def start_office(*, visible: bool, timeout_seconds: float = START_SECONDS) -> Office:
    """Start a LibreOffice of one's own, with a new profile that nobody else uses.

    Args:
        visible: Show its windows; without a display there are none all the same.
        timeout_seconds: How long it may take until it answers.

    Raises:
        KinerjaError: If LibreOffice is missing, ends at once or does not answer in time.
    """
    load_uno()
    program = find_program()
    profile = Path(tempfile.mkdtemp(prefix=PRIVATE_PROFILE))
    pipe = f"kinerja_{uuid.uuid4().hex}"
    headless = not visible or not has_display()
    command = [
        program,
        f"-env:UserInstallation={profile.as_uri()}",
        *(["--headless"] if headless else []),
        "--norestore",
        "--nologo",
        "--nodefault",
        "--nofirststartwizard",
        f"--accept=pipe,name={pipe};urp;StarOffice.ComponentContext",
    ]
    process = subprocess.Popen(
        command,
        env=office_environment(os.environ),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        context = _resolve(f"pipe,name={pipe}", timeout_seconds, process)
    except BaseException:
        _end_process(process, at_once=True)
        shutil.rmtree(profile, ignore_errors=True)
        raise
    return Office(
        context=context,
        desktop=context.ServiceManager.createInstanceWithContext(_DESKTOP, context),
        pid=process.pid,
        process=process,
        profile=profile,
        is_headless=headless,
    )


def connect_office(
    *,
    pipe: str | None = None,
    host: str = "localhost",
    port: int | None = None,
    context: UnoObject | None = None,
    timeout_seconds: float = CONNECT_SECONDS,
) -> Office:
    """Connect to a LibreOffice that is running, or is the one this Python runs in.

    Args:
        pipe: The name of the pipe it accepts at (`soffice --accept="pipe,name=...;urp;"`).
        host: The machine of the socket.
        port: The socket's port.
        context: The component context, inside LibreOffice's own Python.
        timeout_seconds: How long to try.

    Raises:
        KinerjaError: If nobody answers there.
        ValueError: If neither a pipe, a port nor a context is given.
    """
    if context is not None:
        pid = os.getpid()
    elif pipe is not None:
        context = _resolve(f"pipe,name={pipe}", timeout_seconds)
        pid = _pid_behind(f"pipe,name={pipe}")
    elif port is not None:
        context = _resolve(f"socket,host={host},port={port}", timeout_seconds)
        pid = _pid_behind(f"port={port}")
    else:
        raise ValueError("a pipe, a port or a context is needed")
    desktop = context.ServiceManager.createInstanceWithContext(_DESKTOP, context)
    return Office(context=context, desktop=desktop, pid=pid, is_headless=_is_headless(pid))


def find_program() -> str:
    """Return LibreOffice's program; the variable SOFFICE goes first.

    Raises:
        KinerjaError: If it is not on this computer.
    """
    on_path = os.environ.get("SOFFICE") or shutil.which("soffice") or shutil.which("libreoffice")
    found = on_path or next((str(place) for place in _usual_programs() if place.is_file()), None)
    if found is None:
        raise KinerjaError(
            "LibreOffice tidak ditemukan di komputer ini.",
            remedy="Pasang LibreOffice, atau sebutkan letaknya dalam variabel SOFFICE.",
        )
    return found


def has_display() -> bool:
    """Tell whether windows can be shown."""
    if sys.platform in {"win32", "darwin"}:
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _usual_programs() -> Iterator[Path]:
    if sys.platform == "win32":
        for variable in ("ProgramFiles", "ProgramFiles(x86)"):
            if folder := os.environ.get(variable):
                yield Path(folder) / "LibreOffice" / "program" / "soffice.exe"
    elif sys.platform == "darwin":
        yield Path("/Applications/LibreOffice.app/Contents/MacOS/soffice")
    else:
        for folder in ("/usr/lib/libreoffice", "/usr/lib64/libreoffice", "/opt/libreoffice"):
            yield Path(folder) / "program" / "soffice"


def _resolve(
    where: str, timeout_seconds: float, process: subprocess.Popen[bytes] | None = None
) -> UnoObject:
    """Ask for the office's context until it answers or the time is over."""
    uno = load_uno()
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext(_RESOLVER, local)
    deadline = time.monotonic() + timeout_seconds
    while True:
        try:
            return resolver.resolve(f"uno:{where};urp;StarOffice.ComponentContext")
        except Exception as error:
            if not _is_bridge_error(error):
                raise
            if process is not None and process.poll() is not None:
                raise KinerjaError(
                    f"LibreOffice berhenti sebelum siap (kode {process.returncode}).",
                    remedy="Buka LibreOffice sekali secara manual, lalu coba lagi.",
                ) from error
            if time.monotonic() > deadline:
                raise KinerjaError(
                    f"LibreOffice tidak menjawab dalam {timeout_seconds:g} detik.",
                    where=where,
                    remedy="Tutup LibreOffice yang macet, lalu coba lagi.",
                ) from error
            time.sleep(POLL_SECONDS)


def _is_bridge_error(error: BaseException) -> bool:
    """Tell whether an error comes from UNO's connection, whose classes exist only there."""
    return error_kind(error) in {
        "NoConnectException",
        "DisposedException",
        "ConnectionSetupException",
        "RuntimeException",
    }


def _terminate(desktop: UnoObject) -> None:
    """Ask an office to end; that its bridge breaks meanwhile is what was asked for."""
    try:
        desktop.terminate()
    except Exception as error:
        if not _is_bridge_error(error):
            raise


def _end_process(process: subprocess.Popen[bytes], *, at_once: bool) -> None:
    """Wait for a process to end; kill it and what it has started when it does not."""
    if not at_once:
        try:
            process.wait(END_SECONDS)
        except subprocess.TimeoutExpired:
            at_once = True
    if not at_once:
        return
    if sys.platform == "win32":
        process.kill()
    else:
        # The program starts the office proper as a child, so the whole group must go.
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    process.wait(END_SECONDS)


def _pid_behind(accept: str) -> int:
    """Return the process that accepts there, or a stable number where none can be seen."""
    for entry in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            words = entry.read_bytes().decode(errors="replace").split("\0")
        except OSError:
            continue
        if "soffice" in words[0] and any(
            word.startswith(("-accept", "--accept")) and accept in word for word in words
        ):
            return int(entry.parent.name)
    return zlib.crc32(accept.encode()) | 1


def _is_headless(pid: int) -> bool:
    """Tell whether an office was started without windows: its dialogs would wait for ever.

    Only its command line tells; where there is none to read, people are taken to be there.
    """
    try:
        words = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    except OSError:
        return False
    return any(word.lstrip(b"-") in {b"headless", b"invisible"} for word in words)
