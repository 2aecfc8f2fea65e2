"""Forms: reading, validating, two threads, building, memory. Run `python bench/forms.py`.

Makes 500 filled forms of 40 rows x 25 columns in a temporary folder and prints ratios measured
side by side in this one run, each with its limit; exit code 1 when one is exceeded.
"""

from __future__ import annotations

import gc
import io
import os
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any
from unittest import mock
from xml.parsers import expat

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from kinerja_xl.core.achievement import PeriodTerm
from kinerja_xl.core.findings import Finding
from kinerja_xl.core.forms import Block, Form, FormIdentity, FormRow, RowMeasure
from kinerja_xl.core.indicator import Measure, PeriodLogic, Polarity, Target
from kinerja_xl.core.period import Period
from kinerja_xl.core.returns import identify, interpret
from kinerja_xl.core.values import CellValue
from kinerja_xl.files.building.form import build_form
from kinerja_xl.files.returns.reading import read_return
from kinerja_xl.layout.form import SHEETS
from kinerja_xl.layout.form_shape import form_shape

FORMS, ROWS, COPIES = 500, 40, 10
ROUNDS, PANDAS_SAMPLE, BUILD_SAMPLE = 5, 8, 12
PARTS = (
    "[Content_Types].xml",
    "_rels/.rels",
    "xl/workbook.xml",
    "xl/_rels/workbook.xml.rels",
    "xl/styles.xml",
    "xl/sharedStrings.xml",
    *(f"xl/worksheets/sheet{n}.xml" for n in range(1, len(SHEETS) + 1)),
)
"""Every part that reading inflates."""

_BLANK: tuple[CellValue, ...] = (None,) * len(Block.PERFORMANCE.entry_fields)


def sample_form(number: int, *, is_filled: bool) -> Form:
    """Make a form of `ROWS` indicators, each with a required piece of evidence."""
    performance = tuple(_performance(number, n, is_filled=is_filled) for n in range(1, ROWS + 1))
    evidence = tuple(
        FormRow(
            f"{row.key}.1",
            Block.EVIDENCE,
            (n, row.locked[1], "Berita acara pleno"),
            (f"berita_acara_{n}.pdf", None) if is_filled else (None, None),
        )
        for n, row in enumerate(performance, start=1)
    )
    extra = tuple(FormRow(f"X{n:02d}", Block.EXTRA, (ROWS + n,), (None,) * 4) for n in range(1, 11))
    section = f"S{number:03d}"
    identity = FormIdentity(
        f"form{number}", "induk", "KPU Kabupaten Contoh", Period.parse("2026-TW2"), section, 1, "0"
    )
    return Form(identity, f"Contoh {number}", (*performance, *evidence, *extra))


def _performance(form: int, n: int, *, is_filled: bool) -> FormRow:
    target = Decimal(60 + n % 40)
    measure = Measure(
        polarity=Polarity.MINIMISE if n % 7 == 0 else Polarity.MAXIMISE,
        period_logic=PeriodLogic.AVERAGE if n % 5 == 0 else PeriodLogic.NONE,
        cap_percent=Decimal(120),
    )
    same = Target(target, target)
    previous = (PeriodTerm(same, target - 5),) if n % 5 == 0 else ()
    budget = Decimal(1_250_000 * n) if n % 4 == 0 else None
    locked = (
        n,
        f"IK.{n}",
        f"Meningkatnya kualitas penyelenggaraan pemilihan {n // 5}",
        f"Persentase pemilih yang hadir di TPS wilayah {n} kabupaten {form}",
        "%",
        measure.polarity.hint,
        target,
        target,
        budget,
        "Berita acara pleno",
    )
    entries = _BLANK
    if is_filled:
        entries = (
            Decimal(f"{50 + (n * 7 + form) % 50}.{n % 10}"),
            Decimal(1_000_000 * n + form) if budget else None,
            f"Partisipasi di wilayah {n} rendah karena cuaca pada hari pemungutan suara",
            "Sosialisasi kepada pemilih pemula bersama pemerintah desa",
            "Pendataan ulang pemilih dan simulasi pemungutan suara",
            "Kasubbag Teknis Penyelenggaraan Pemilu",
            date(2026, 6 + n % 6, 1 + n % 28),
            f"Catatan {n}",
        )
    facts = RowMeasure(measure, same, previous)
    return FormRow(f"I{n:03d}", Block.PERFORMANCE, locked, entries, facts)


def inflate_and_parse(path: Path) -> None:
    """Do the least that reading the same parts can take with the standard library."""
    with zipfile.ZipFile(path) as archive:
        for name in PARTS:
            expat.ParserCreate().Parse(archive.read(name), True)


def read_and_validate(path: Path, expected: Form) -> None:
    """Read one return as a merge does."""
    raw = read_return(path, path.name)
    if isinstance(raw, Finding) or isinstance(identify(raw), Finding):
        raise SystemExit(f"{path.name} was refused")
    returned = interpret(raw, expected, form_shape(expected))
    if returned.is_refused or returned.findings or returned.rows[0].values[0] is None:
        raise SystemExit(f"{path.name}: {[str(found) for found in returned.findings]}")


def seconds(action: Callable[[], object]) -> float:
    """Return how long an action takes, garbage of earlier ones collected before."""
    gc.collect()
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


def measure_reading(pairs: list[tuple[Path, Form]]) -> list[tuple[str, float, float]]:
    """Compare reading, in one and two threads, with the baseline, and with pandas."""
    gc.collect()
    gc.freeze()  # the expected forms of 500 sections at once, which no office has

    def read_all(part: list[tuple[Path, Form]]) -> None:
        for path, expected in part:
            read_and_validate(path, expected)

    def serial() -> None:
        read_all(pairs)

    def baseline() -> None:
        for path, _ in pairs:
            inflate_and_parse(path)

    def threads() -> None:
        with ThreadPoolExecutor(2) as pool:
            list(pool.map(read_all, (pairs[::2], pairs[1::2])))

    runs = {action: float("inf") for action in (baseline, serial, threads)}
    for _ in range(ROUNDS):
        for action, best in runs.items():
            runs[action] = min(best, seconds(action))
    return [
        ("reading and validating / inflating and expat", runs[serial] / runs[baseline], 2.5),
        ("the same in two threads / inflating and expat", runs[threads] / runs[baseline], 1.75),
        ("reading / pandas with openpyxl", compare_with_pandas(pairs[:PANDAS_SAMPLE]), 0.1),
    ]


def compare_with_pandas(pairs: list[tuple[Path, Form]]) -> float:
    """Return the time of reading and validating some forms over that of reading them in pandas."""

    def own() -> None:
        for path, expected in pairs:
            read_and_validate(path, expected)

    own_seconds = min(seconds(own) for _ in range(ROUNDS))
    import pandas as pd  # only now: a merge has none of its quarter million objects around

    def pandas() -> None:
        for path, _ in pairs:
            pd.read_excel(path, sheet_name=None, engine="openpyxl")

    return own_seconds / min(seconds(pandas) for _ in range(2))


Call = tuple[str, str, tuple[Any, ...], dict[str, Any] | None]
"""Sheet name, method, arguments before the format, properties of the format."""


def recorded_calls(form: Form) -> list[Call]:
    """Note every cell that building a form writes."""
    calls: list[Call] = []
    properties: dict[int, dict[str, Any]] = {}
    keep: list[Any] = []
    add_format = xlsxwriter.Workbook.add_format

    def adding(workbook: Any, given: dict[str, Any] | None = None) -> Any:
        made = add_format(workbook, given)
        properties[id(made)] = dict(given or {})
        keep.append(made)
        return made

    def writing(method: str) -> Callable[..., Any]:
        original = getattr(Worksheet, method)

        def write(sheet: Any, row: int, column: int, *rest: Any) -> Any:
            look = rest[1] if len(rest) > 1 else None
            look_properties = properties[id(look)] if look is not None else None
            calls.append((sheet.name, method, (row, column, rest[0], *rest[2:]), look_properties))
            return original(sheet, row, column, *rest)

        return write

    methods = ("string", "number", "blank", "formula", "datetime", "boolean")
    with mock.patch.object(xlsxwriter.Workbook, "add_format", adding):
        patches = [
            mock.patch.object(Worksheet, f"write_{name}", writing(f"write_{name}"))
            for name in methods
        ]
        for patch in patches:
            patch.start()
        build_form(form)
        for patch in patches:
            patch.stop()
    return calls


def write_plain(calls: list[Call]) -> bytes:
    """Write the same cells and formats and nothing else."""
    buffer = io.BytesIO()
    workbook = xlsxwriter.Workbook(buffer, {"in_memory": True})
    sheets = {name: workbook.add_worksheet(name) for name in SHEETS}
    looks: dict[int, Any] = {}
    for sheet, method, (row, column, content, *rest), properties in calls:
        look = None
        if properties is not None:
            look = looks.get(id(properties))
            if look is None:
                look = looks[id(properties)] = workbook.add_format(properties)
        getattr(sheets[sheet], method)(row, column, content, look, *rest)
    workbook.close()
    return buffer.getvalue()


def measure_building() -> tuple[str, float, float]:
    """Compare building with plain XlsxWriter writing the same cells and formats."""
    forms = [sample_form(n, is_filled=False) for n in range(BUILD_SAMPLE)]
    calls = [recorded_calls(form) for form in forms]
    own = plain = float("inf")
    for _ in range(ROUNDS):
        own = min(own, seconds(lambda: [build_form(form) for form in forms]))
        plain = min(plain, seconds(lambda: [write_plain(each) for each in calls]))
    return "building / plain XlsxWriter", own / plain, 1.3


def measure_memory(folder: Path) -> tuple[str, float, float]:
    """Read the forms ten times over in a process of its own; MiB over its start."""
    for n in range(COPIES - 1):
        for path in sorted(folder.glob("form_???.xlsx")):
            copy = folder / f"{path.stem}_{n}.xlsx"
            try:
                os.link(path, copy)
            except OSError:
                shutil.copyfile(path, copy)
    done = subprocess.run(
        [sys.executable, __file__, "--memory", str(folder)],
        check=True,
        capture_output=True,
        text=True,
    )
    return f"peak memory reading {FORMS * COPIES} forms, MiB", float(done.stdout), 100.0


def print_peak(folder: Path) -> None:
    """Print by how many MiB reading every form of a folder raises the peak of this process."""
    start = peak_mib()
    for path in sorted(folder.glob("*.xlsx")):
        expected = sample_form(int(path.stem.split("_")[1]), is_filled=False)
        read_and_validate(path, expected)
    print(peak_mib() - start)


def peak_mib() -> float:
    """Return the most memory that this process has had so far, in MiB."""
    status = Path("/proc/self/status")
    if status.exists():  # getrusage would count what the parent had before it started this process
        peak = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return int(peak.split()[1]) / 1024
    import resource

    unit = 1024 * 1024 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit


def main() -> int:
    """Print the ratios; return how many exceed their limit, at most 1."""
    if sys.argv[1:2] == ["--memory"]:
        print_peak(Path(sys.argv[2]))
        return 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        pairs = []
        for n in range(FORMS):
            path = folder / f"form_{n:03d}.xlsx"
            path.write_bytes(build_form(sample_form(n, is_filled=True)))
            pairs.append((path, sample_form(n, is_filled=False)))
        print(f"{FORMS} forms of {pairs[0][0].stat().st_size / 1000:.0f} KB")
        results = measure_reading(pairs)
        results.append(measure_building())
        results.append(measure_memory(folder))
    for label, ratio, limit in results:
        print(f"{label}: {ratio:.3g} x (limit {limit:g})")
    return int(any(ratio > limit for _, ratio, limit in results))


if __name__ == "__main__":
    sys.exit(main())
