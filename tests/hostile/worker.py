"""The child process of `measuring`: does one job on each file that it is told of."""

from __future__ import annotations

import json
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from kinerja_xl.core.findings import Code, Finding, Place, finding
from kinerja_xl.core.returns import identify, interpret
from kinerja_xl.files.evidence.scanning import scan_evidence
from kinerja_xl.files.marking.marked_copy import write_marked_copy
from kinerja_xl.files.returns.reading import read_return
from kinerja_xl.layout.form_shape import form_shape
from tests.form_samples import NAME, sample_form

_STATUS, _CLEAR = Path("/proc/self/status"), Path("/proc/self/clear_refs")
_RESET_PEAK = "5"
_LIMIT_GIB = 2


def read(path: Path) -> tuple[str, str]:
    """Read a returned file to the end of what core makes of it."""
    raw = read_return(path, NAME)
    if isinstance(raw, Finding):
        return raw.code.name, raw.message
    identity = identify(raw)
    if isinstance(identity, Finding):
        return identity.code.name, identity.message
    form = sample_form()
    returned = interpret(raw, form, form_shape(form))
    codes = sorted({found.code.name for found in returned.findings})
    word = "REFUSED" if returned.is_refused else "READ"
    return word, f"{len(returned.findings)} findings: {', '.join(codes)}"


def mark(path: Path) -> tuple[str, str]:
    """Write the marked copy of a returned file."""
    found = finding(Code.CELL_ERROR, Place(NAME, "ISIAN", "K8"), field="Realisasi", text="#N/A")
    with tempfile.TemporaryDirectory() as folder:
        is_made = write_marked_copy(path, Path(folder) / "copy.xlsx", [found])
    return ("MARKED" if is_made else "NOT_MARKED"), ""


def scan(path: Path) -> tuple[str, str]:
    """Look at a folder of evidence."""
    files = scan_evidence([path], "UMUM")
    return "SCANNED", ", ".join(file.kind for file in files)[:200]


JOBS: dict[str, Callable[[Path], tuple[str, str]]] = {"read": read, "mark": mark, "scan": scan}


def main() -> None:
    """Serve until the other end closes."""
    job = JOBS[sys.argv[1]]
    _limit()
    for line in sys.stdin:
        path = Path(os.fsdecode(bytes.fromhex(line.strip())))
        before = _reset_peak()
        started = time.perf_counter()
        outcome, detail = job(path)
        seconds = time.perf_counter() - started
        mebibytes = max(_field("VmHWM") - before, 0) / 1024
        answer = {
            "outcome": outcome, "detail": detail, "seconds": round(seconds, 3),
            "mebibytes": round(mebibytes, 1),
        }  # fmt: skip
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


def _limit() -> None:
    """Let a file that runs away end this process before it ends the machine."""
    if sys.platform != "win32":
        import resource

        limit = _LIMIT_GIB * 2**30
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))


def _reset_peak() -> int:
    """Forget the highest memory so far; return what is held now, in KiB."""
    if _CLEAR.exists():
        _CLEAR.write_text(_RESET_PEAK)
    return _field("VmRSS")


def _field(name: str) -> int:
    if not _STATUS.exists():
        return 0
    lines = _STATUS.read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(f"{name}:"))


if __name__ == "__main__":
    main()
