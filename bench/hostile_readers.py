"""What other readers do with the hostile files: `python bench/hostile_readers.py FOLDER`.

Gives every file of the tests' collection, a few that are cut off and a pipe to kinerja-xl,
openpyxl, pandas, python-calamine and LibreOffice, each in a process of its own that may use ten
seconds of processor time and a gigabyte. Writes FOLDER/readers.json, from which
docs/make_reliability.py makes a table; readers named behind FOLDER are tried alone. Needs Linux
(prlimit), LibreOffice, and ten minutes on two free cores.
"""

from __future__ import annotations

import csv
import json
import os
import platform
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench import form_readers
from bench.form_readers import KEYS, READERS, SHEET, Rows, picked
from tests.form_samples import filled_file
from tests.hostile.test_reading import CASES
from tests.libreoffice_tools import find_soffice

ROOT = Path(__file__).resolve().parents[1]
PROCESSOR_SECONDS, WAITING_SECONDS, GIBIBYTE = 10, 120, 2**30
CUTS = (10, 25, 50, 75, 90, 99)
_CSV = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"
_MEMORY_WORDS = "MemoryError", "memory allocation of", "bad_alloc", "Cannot allocate memory"


@dataclass(frozen=True, slots=True)
class Trial:
    """What a reader made of a file.

    Attributes:
        outcome: `read`, `wrong`, `refused`, `memory`, `died` or `hung`.
        detail: What it was refused or ended with, where there is a name for that.
    """

    outcome: str
    detail: str = ""


OFFICE = "LibreOffice"


def write_files(folder: Path) -> dict[str, Path]:
    """Write every file; the first one is the form that nothing is wrong with."""
    made = {"": filled_file()} | {name: make() for name, (make, _) in CASES.items()}
    good = made[""]
    made |= {f"cut off after {share} %": good[: len(good) * share // 100] for share in CUTS}
    paths = {}
    for number, (name, data) in enumerate(made.items()):
        paths[name] = folder / f"{number:03d}.xlsx"
        paths[name].write_bytes(data)
    pipe = folder / "pipe.xlsx"
    os.mkfifo(pipe)
    return paths | {"a pipe": pipe}


def try_python(reader: str, path: Path) -> tuple[Trial, Rows]:
    """Let a Python reader read a file in a process of its own."""
    with _running([sys.executable, str(Path(form_readers.__file__)), reader, str(path)]) as process:
        said = _wait(process)
    if said is None:
        return Trial("hung"), {}
    printed, complaint = said
    if process.returncode == 0:
        rows = json.loads(printed)
        return (Trial("refused"), {}) if rows is None else (Trial("read"), rows)
    last = complaint.strip().rpartition("\n")[2].partition(":")[0]
    if process.returncode < 0 or "Panic" in last:
        return _ended(process.returncode), {}
    if any(word in complaint for word in _MEMORY_WORDS):
        return Trial("memory"), {}
    return Trial("refused", last.rpartition(".")[2]), {}


def try_office(soffice: str, path: Path, folder: Path) -> tuple[Trial, Rows]:
    """Let LibreOffice write a file's sheets as CSV."""
    profile, written = folder / "profile", folder / "csv"
    shutil.rmtree(written, ignore_errors=True)
    command = [
        soffice, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore",
        "--nologo", "--convert-to", _CSV, "--outdir", str(written), str(path),
    ]  # fmt: skip
    with _running(command) as process:
        said = _wait(process)
    found = written / f"{path.stem}-{SHEET}.csv"
    if found.exists() and process.returncode == 0:
        with found.open(encoding="utf-8", newline="") as file:
            return Trial("read"), picked(list(csv.reader(file)))
    shutil.rmtree(profile, ignore_errors=True)  # whatever it was in the middle of
    if said is None:
        return Trial("hung"), {}
    if any(word in said[1] for word in _MEMORY_WORDS):
        return Trial("memory"), {}
    if process.returncode != 0:
        return _ended(process.returncode), {}
    return (Trial("wrong") if any(written.glob("*.csv")) else Trial("refused")), {}


def _ended(code: int) -> Trial:
    """Say by what a process died; more processor time than it has counts as hanging."""
    number = -code if code < 0 else code - 128
    if number in (signal.SIGXCPU, signal.SIGKILL):
        return Trial("hung")
    known = {each.value: each.name for each in signal.Signals}
    return Trial("died", known.get(number, f"code {code}"))


@contextmanager
def _running(command: list[str]) -> Iterator[subprocess.Popen[str]]:
    limits = ["prlimit", f"--data={GIBIBYTE}", f"--cpu={PROCESSOR_SECONDS}:{PROCESSOR_SECONDS + 1}"]
    path = os.environ["PATH"] if command[0] == sys.executable else "/usr/bin:/bin"
    process = subprocess.Popen(
        [*limits, "--core=0", *command], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, encoding="utf-8", errors="replace", start_new_session=True,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PATH": path},
    )  # fmt: skip
    with process:
        yield process


def _wait(process: subprocess.Popen[str]) -> tuple[str, str] | None:
    try:
        return process.communicate(timeout=WAITING_SECONDS)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        return None


def judged(results: dict[str, tuple[Trial, Rows]]) -> dict[str, Trial]:
    """Hold what was read against what the same reader reads of the good form."""
    first, good = results[""]
    expected = {key: good.get(key) for key in KEYS}
    if first.outcome != "read" or None in expected.values():
        raise SystemExit(f"a reader cannot read the good form: {first}")
    return {
        name: Trial("wrong")
        if trial.outcome == "read" and {key: rows.get(key) for key in KEYS} != expected
        else trial
        for name, (trial, rows) in results.items()
        if name
    }


def main(folder: Path, readers: Sequence[str]) -> None:
    """Try the readers and write down what each did; what others did before stays."""
    soffice = find_soffice()
    if soffice is None or not shutil.which("prlimit"):
        raise SystemExit("needs LibreOffice and prlimit")
    csv.field_size_limit(GIBIBYTE)
    with tempfile.TemporaryDirectory() as made, ThreadPoolExecutor(2) as pool:
        paths = write_files(Path(made))
        for reader in readers:
            print(reader, flush=True)
            if reader == OFFICE:
                found = [try_office(soffice, path, Path(made)) for path in paths.values()]
            else:
                found = list(pool.map(try_python, [reader] * len(paths), paths.values()))
            _write(folder, reader, judged(dict(zip(paths, found, strict=True))), soffice)


def _write(folder: Path, reader: str, trials: dict[str, Trial], soffice: str) -> None:
    path = folder / "readers.json"
    known = json.loads(path.read_text(encoding="utf-8"))["files"] if path.exists() else {}
    files: dict[str, dict[str, object]] = {}
    for name, trial in trials.items():
        of_file = known.get(name, {}) | {reader: asdict(trial)}
        files[name] = {each: of_file[each] for each in (*READERS, OFFICE) if each in of_file}
    told = subprocess.run([soffice, "--version"], capture_output=True, text=True, check=True)
    versions = {
        "openpyxl": version("openpyxl"), "pandas": version("pandas"),
        "calamine": version("python-calamine"), OFFICE: told.stdout.split()[1],
        "Python": platform.python_version(),
    }  # fmt: skip
    content = json.dumps({"versions": versions, "files": files}, indent=1, ensure_ascii=False)
    folder.mkdir(parents=True, exist_ok=True)
    path.write_text(content + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:] or [*READERS, OFFICE])
