"""A whole year of a large office: how time grows from 1x to 10x. Run `python bench/load.py`.

10x is 2,000 indicators of 30 sections, every month of the year distributed and merged, 10,000
evidence files, and 5,000 returned forms in one merge; 1x is a tenth of each, so that a form is as
long. (That work within a section grows in proportion, too, is tested by tests/usecases/test_load.)
The last month lives in a process of its own, which says how much memory it took at its peak.

What comes back in December is what 30 sections can send 5,000 times: every section's return many
times over, as mail programs and spreadsheet programs multiply it (other bytes, the same content:
read whole, compared cell by cell), one in ten a form of another month and one in ten a form of
another office, and in every third section returns that contradict each other, all of which become
findings. The merge after it brings corrected returns of every section beside the 5,000 known files.

Prints time(10x) / (10 * time(1x)) for every verb with its limit, and the peak of memory.
"""

from __future__ import annotations

import argparse
import gc
import io
import json
import os
import re
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import yaml
from python_calamine import load_workbook

from kinerja_xl.core.book import AppendRows, Change, ReplaceRows, SetCell, SetName
from kinerja_xl.core.draft import Draft
from kinerja_xl.core.period import MONTHS, Period
from kinerja_xl.core.values import CellContent
from kinerja_xl.files.folder import MASTER_NAME, OfficeFolder
from kinerja_xl.files.master.book import FileMasterBook
from kinerja_xl.files.resources import shipped
from kinerja_xl.files.xlsx.patching import CellEdit, patch_package
from kinerja_xl.layout import form as form_layout
from kinerja_xl.layout.tables import EVIDENCE_TABLE, INDICATOR_TABLE
from kinerja_xl.usecases.check import check
from kinerja_xl.usecases.compute import compute
from kinerja_xl.usecases.distribute import distribute
from kinerja_xl.usecases.gather import Run
from kinerja_xl.usecases.merge import merge
from kinerja_xl.usecases.new import create_office
from kinerja_xl.usecases.report import Report
from kinerja_xl.usecases.status import status

YEAR = 2026
NOW = datetime(YEAR, 12, 31, 9)
RUN = Run(NOW, "bench")
LIMIT = 1.15
MEMORY_LIMIT_MIB = 2048
EVERY = 10
"""So many returned files for one of another month, and for one of another office."""
LATE_TURN, FOREIGN_TURN = 1, 2
CONTRADICTED = 3
"""So many sections for one whose returns contradict each other."""


@dataclass(frozen=True, slots=True)
class Size:
    """How much an office has."""

    sections: int
    indicators: int
    evidence: int
    returns: int
    months: int = len(MONTHS)

    def times(self, factor: int, sections: int) -> Size:
        """Return an office that is larger by a factor, its sections as given."""
        return Size(
            sections, self.indicators * factor, self.evidence * factor, self.returns * factor,
            self.months,
        )  # fmt: skip


class Collected:
    """A master whose changes reach the file at the end, so that a year is there sooner."""

    def __init__(self, book: FileMasterBook) -> None:
        self._draft = Draft(book)
        self.path = book.path
        self.table, self.value, self.commit = (
            self._draft.table, self._draft.value, self._draft.commit,
        )  # fmt: skip

    def require_writable(self) -> None:
        """Refuse nothing."""

    def apply(self, changes: tuple[Change, ...]) -> None:
        """Take changes in."""
        for change in changes:
            match change:
                case SetCell():
                    self._draft.set_cell(change.table, change.row, change.field, change.content)
                case AppendRows():
                    self._draft.append(change.table, change.rows)
                case ReplaceRows():
                    self._draft.replace(change.table, change.rows)
                case SetName():
                    self._draft.set_name(change.name, change.content)


class Office:
    """An office of some size in a folder, with a clock for its verbs."""

    def __init__(self, root: Path, size: Size) -> None:
        self.root = root
        self.size = size
        self.folder = OfficeFolder(root)
        self.months = [Period.parse(f"{YEAR}-{n:02d}") for n in range(1, size.months + 1)]
        self.seconds: dict[str, float] = {}
        self.calls = 0

    @property
    def codes(self) -> list[str]:
        """The codes of the sections."""
        return [f"BAGIAN{n:02d}" for n in range(1, self.size.sections + 1)]

    def measured(self, name: str, verb: Callable[[Run], Report]) -> Report:
        """Run a verb and note how long it took."""
        gc.collect()
        start, began = time.process_time(), time.perf_counter()
        report = verb(Run(NOW, "bench", self._count))
        self.seconds[name] = time.process_time() - start
        print(
            f"  {name}: {self.seconds[name]:.1f} s of the processor,"
            f" {time.perf_counter() - began:.1f} s by the clock",
            file=sys.stderr, flush=True,
        )  # fmt: skip
        return report

    def _count(self, _label: str, _done: int, _total: int) -> None:
        self.calls += 1

    def book(self) -> FileMasterBook:
        """Open the master anew, as every command does."""
        return FileMasterBook(self.root / MASTER_NAME, now=lambda: NOW)

    def create(self) -> None:
        """Make the office."""
        self.root.parent.mkdir(parents=True, exist_ok=True)
        sop, listed = self.root.parent / "sop.yaml", self.root.parent / "indikator.csv"
        shown = yaml.safe_load(shipped("sop", "kpu_bengkulu_utara.yaml").read_text("utf-8"))
        shown["sections"] = [{"code": c, "name": f"Subbagian {c.title()}"} for c in self.codes]
        sop.write_text(json.dumps(shown, default=str), encoding="utf-8")
        listed.write_text(self._indicators(), encoding="utf-8")
        self.measured(
            "new",
            lambda run: create_office(
                self.root, str(sop), YEAR, run, indicators=listed, office="KPU Provinsi Contoh"
            ),
        )

    def _indicators(self) -> str:
        logics = ("", "jumlah", "rata-rata", "terakhir")
        targets = {f"target_{month:02d}": "80" for month in range(1, self.size.months + 1)}
        fields = [column.field for column in INDICATOR_TABLE.columns]
        lines = [";".join(column.heading for column in INDICATOR_TABLE.columns)]
        for n in range(self.size.indicators):
            cells = {
                "code": f"IK.{n + 1}", "section": self.codes[n % self.size.sections], "unit": "%",
                "objective": f"Meningkatnya kualitas penyelenggaraan pemilihan {n // 8}",
                "name": f"Persentase pemilih yang hadir di TPS wilayah {n}",
                "period_logic": logics[n % 4], "evidence": "Berita acara pleno",
                "program": f"Program {n}" if n % 4 == 0 else "",
                "budget": str(1_250_000 * (n + 1)) if n % 4 == 0 else "", **targets,
            }  # fmt: skip
            lines.append(";".join(cells.get(field, "") for field in fields))
        return "\n".join(lines)

    def prepare(self) -> None:
        """Make the office, distribute and merge every month but the last."""
        self.create()
        collected = Collected(self.book())
        for period in self.months[:-1]:
            distribute(collected, period, RUN)
            for code in self.codes:
                self._put(period, f"{code}.xlsx", filled(self._form(period, code), 80))
            merge(collected, period, RUN)
            print(f"  {period}", file=sys.stderr, flush=True)
        collected.commit()

    def close_year(self) -> None:
        """Live through the last month, with all that it can have."""
        last = self.months[-1]
        self.measured("distribute", lambda run: distribute(self.book(), last, run))
        self._receive(last)
        self._put_evidence(last)
        report = self.measured("merge", lambda run: merge(self.book(), last, run))
        self._expect(report, "files_read", self.size.returns)
        self.measured("merge again", lambda run: merge(self.book(), last, run))
        for code in self.codes:
            data = filled(self._form(last, code), 85)
            self._put(last, f"perbaikan/{code}.xlsx", data)
        report = self.measured("merge more", lambda run: merge(self.book(), last, run))
        self.measured("check", lambda run: check(self.book(), last, run))
        found = self.book().table(EVIDENCE_TABLE.name).column("sha256")
        if sum(value is not None for value in found) < self.size.indicators // 2:
            raise SystemExit("the evidence was not found")
        self.measured("compute", lambda run: compute(self.book(), last, run))
        self.measured("status", lambda _run: status(self.book()))

    def _expect(self, report: Report, name: str, value: int) -> None:
        found = next(fact.value for fact in report.facts if fact.id == name)
        if found != value:
            raise SystemExit(f"{name} is {found}, not {value}")

    def _form(self, period: Period, code: str) -> bytes:
        return self.folder.form(period, code).read_bytes()

    def _put(self, period: Period, name: str, data: bytes) -> None:
        path = self.folder.returned(period) / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)

    def _receive(self, period: Period) -> None:
        """Put what came back in one month into its folder."""
        codes = self.codes
        sources = {code: filled(self._form(period, code), 80) for code in codes}
        second = {code: filled(self._form(period, code), 70) for code in codes[::CONTRADICTED]}
        late = self._form(self.months[0], codes[0])
        foreign = self._foreign_form()
        for number in range(self.size.returns):
            code = codes[number % len(codes)]
            data = sources[code]
            turn = number // len(codes)
            if turn % EVERY == LATE_TURN:
                data = late
            elif turn % EVERY == FOREIGN_TURN:
                data = foreign
            elif code in second and turn % 2:
                data = second[code]
            name = f"{number // 100:02d}/kiriman {number:04d}.xlsx"
            self._put(period, name, resaved(data, number))

    def _foreign_form(self) -> bytes:
        """Return a form of another office."""
        with tempfile.TemporaryDirectory() as place:
            other = Office(Path(place) / "Kantor", Size(1, 60, 0, 0, 1))
            other.create()
            distribute(other.book(), other.months[0], RUN)
            return filled(other._form(other.months[0], other.codes[0]), 60)

    def _put_evidence(self, period: Period) -> None:
        """Put evidence beside the forms: 64 KiB each, every one another file."""
        filler = b"%PDF-1.4\n" + os.urandom(64 * 1024)
        for number in range(self.size.evidence):
            indicator = number % self.size.indicators
            code = self.codes[indicator % self.size.sections]
            name = f"I{indicator + 1:03d}.1_{number // self.size.indicators}.pdf"
            path = self.folder.evidence(period, code) / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(filler + str(number).encode())


def filled(form: bytes, realisation: int) -> bytes:
    """Fill in every row of a form, and four files in every row of its list of evidence."""
    book = load_workbook(io.BytesIO(form))
    edits: list[CellEdit] = []
    told: dict[str, CellContent] = {
        "realisation": realisation, "obstacles": "Cuaca pada hari pemungutan suara",
        "follow_up": "Sosialisasi bersama pemerintah desa",
    }  # fmt: skip
    for sheet, columns in (
        (form_layout.ENTRY, form_layout.PERFORMANCE_COLUMNS),
        (form_layout.EVIDENCE, form_layout.EVIDENCE_COLUMNS),
    ):
        fields = [column.field for column in columns]
        rows = book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
        for number, (key, *_) in enumerate(rows, start=1):
            if not re.fullmatch(r"I\d+(\.\d+)?", str(key)):
                continue
            files = "; ".join(f"{key}_{n}.pdf" for n in range(4))
            cells = told if sheet == form_layout.ENTRY else {"file_name": files}
            edits += [
                CellEdit(sheet, number, fields.index(field) + 1, content)
                for field, content in cells.items()
            ]
    return patch_package(form, edits)


def resaved(form: bytes, number: int) -> bytes:
    """Return the same form in other bytes, as a program leaves it that saved it once more."""
    buffer = io.BytesIO(form)
    with zipfile.ZipFile(buffer, "a") as archive:
        archive.comment = f"{number}".encode()
    return buffer.getvalue()


def peak_mib() -> float:
    """Return the most memory that this process has had so far, in MiB."""
    status_file = Path("/proc/self/status")
    if status_file.exists():  # getrusage counts what the parent had before it started this process
        lines = status_file.read_text().splitlines()
        return int(next(line for line in lines if line.startswith("VmHWM")).split()[1]) / 1024
    import resource

    unit = 1024 * 1024 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit


def run_office(size: Size, root: Path) -> None:
    """Live through a part of an office's year and print what it took, as JSON."""
    office = Office(root, size)
    if office.root.exists():
        office.close_year()
    else:
        office.prepare()
    print(json.dumps({"seconds": office.seconds, "peak": peak_mib(), "calls": office.calls}))


def measured(size: Size, root: Path) -> dict[str, Any]:
    """Have processes of their own live through an office's year: one up to the last month."""
    print(f"{size}", file=sys.stderr, flush=True)
    project = Path(__file__).parents[1]
    seconds: dict[str, float] = {}
    part: dict[str, Any] = {}
    for _ in ("prepare", "close the year"):
        done = subprocess.run(
            [sys.executable, __file__, "--office", json.dumps(asdict(size)), str(root)],
            check=True, stdout=subprocess.PIPE, text=True, cwd=project,
            env={**os.environ, "PYTHONPATH": str(project)},
        )  # fmt: skip
        part = json.loads(done.stdout)
        seconds |= part["seconds"]
    return {**part, "seconds": seconds}


def main() -> int:
    """Print the figures; return 1 when one exceeds its limit."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--indicators", type=int, default=200, help="at 1x")
    parser.add_argument("--evidence", type=int, default=1000, help="at 1x")
    parser.add_argument("--returns", type=int, default=500, help="at 1x")
    parser.add_argument("--sections", type=int, nargs=2, default=(3, 30), help="at 1x and 10x")
    parser.add_argument("--months", type=int, default=len(MONTHS))
    parser.add_argument("--keep", type=Path, help="folder in which the offices stay")
    parser.add_argument("--office", nargs=2, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.office:
        run_office(Size(**json.loads(given.office[0])), Path(given.office[1]))
        return 0
    small = Size(given.sections[0], given.indicators, given.evidence, given.returns, given.months)
    large = small.times(10, given.sections[1])
    with tempfile.TemporaryDirectory() as temporary:
        place = given.keep or Path(temporary)
        one, ten = (
            measured(size, place / name / "Kinerja")
            for name, size in (("1x", small), ("10x", large))
        )
    return print_figures(one, ten)


def print_figures(one: dict[str, Any], ten: dict[str, Any]) -> int:
    """Print one line a verb; return 1 when one exceeds its limit."""
    exceeded = False
    for verb, seconds in one["seconds"].items():
        later = ten["seconds"][verb]
        ratio = later / (10 * seconds)
        exceeded |= ratio > LIMIT
        print(f"{verb}: {seconds:.2f} s, at 10x {later:.2f} s: {ratio:.2f} (limit {LIMIT})")
    exceeded |= ten["peak"] > MEMORY_LIMIT_MIB
    print(
        f"peak memory: {one['peak']:.0f} MiB, at 10x {ten['peak']:.0f} MiB"
        f" (limit {MEMORY_LIMIT_MIB})"
    )
    return int(exceeded)


if __name__ == "__main__":
    sys.exit(main())
