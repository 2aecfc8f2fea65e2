"""A small real office in a folder, and the hands that work in it: officer and sections."""

from __future__ import annotations

import csv
import io
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from python_calamine import load_workbook

from kinerja_xl.core.book import ReplaceRows, SetCell, SetName
from kinerja_xl.core.forms import Block, block_of
from kinerja_xl.core.period import Period
from kinerja_xl.core.values import CellContent, CellValue
from kinerja_xl.files.folder import MASTER_NAME, OfficeFolder
from kinerja_xl.files.master.book import FileMasterBook
from kinerja_xl.files.xlsx.patching import CellEdit, patch_package
from kinerja_xl.layout import form as form_layout
from kinerja_xl.layout import tables
from kinerja_xl.usecases.check import check
from kinerja_xl.usecases.compute import compute
from kinerja_xl.usecases.distribute import distribute
from kinerja_xl.usecases.gather import Run
from kinerja_xl.usecases.merge import merge
from kinerja_xl.usecases.new import MasterIdentity, create_office
from kinerja_xl.usecases.report import Listing, Report
from kinerja_xl.usecases.step import Mark, record_step
from kinerja_xl.usecases.step_back import return_step

if TYPE_CHECKING:
    from openpyxl import Workbook

YEAR = 2026
NOW = datetime(YEAR, 4, 1, 9, 0)
WHO = "perencana"
TW1, TW2 = (Period.parse(f"{YEAR}-TW{n}") for n in (1, 2))
MASTER_ID = "induk-uji"
FORM_KEY = "kunci-uji"
RENDATIN = "RENDATIN"

Cells = Mapping[str, Mapping[str, CellContent]]
"""What is typed into a form: by row key, then by field."""

_EVERY = ("target_year", "target_S1", "target_TW1", "target_TW2", "target_01")


def _indicator(code: str, section: str, unit: str, target: str, **cells: str) -> dict[str, str]:
    objective = {"R": "Perencanaan tepat", "K": "Keuangan akuntabel"}.get(code[0], "Pemilu lancar")
    usual = {
        "code": code, "section": section, "unit": unit, "objective": objective,
        "name": f"Indikator {code}",
    }  # fmt: skip
    return {**usual, **dict.fromkeys(_EVERY, target), **cells}


INDICATORS = (
    _indicator(
        "R1", "RENDATIN", "dokumen", "2", period_logic="jumlah", evidence="Dokumen",
        target_TW2="3", target_year="10",
    ),
    _indicator(
        "R2", "RENDATIN", "%", "80", period_logic="rata-rata", rounding="setengah ke genap",
        digits="0",
    ),
    _indicator("R3", "RENDATIN", "%", "90", period_logic="terakhir", rounding="potong", digits="1"),
    _indicator(
        "K1", "KUL", "opini", "WTP", ordinal_map="WTP=4; WDP=3; TW=2; TMP=1",
        evidence="Laporan hasil pemeriksaan",
    ),
    _indicator(
        "K2", "KUL", "%", "20", cap_percent="100", program="Program B", budget="250.000.000",
        evidence="Laporan realisasi; Berita acara rekonsiliasi",
    ),
    _indicator(
        "T1", "TEKNIS", "hari", "10", polarity="minimalkan", variant="A",
        evidence="Register layanan",
    ),
    _indicator(
        "T2", "TEKNIS", "aduan", "5", polarity="minimalkan", variant="B", cap_percent="120"
    ),
    _indicator("T3", "TEKNIS", "%", "80-90", evidence="Daftar hadir; Foto; Berita acara"),
    _indicator(
        "T4", "TEKNIS", "kegiatan", "4", period_logic="jumlah", target_TW1="", target_01="",
        target_02="4",
    ),
    _indicator("H1", "HUKUM", "nilai", "75"),
)  # fmt: skip
"""Every setting at least once. Their keys are I001 to I010; I009 (T4) is not measured in TW1."""

KEY_OF = {row["code"]: f"I{number:03d}" for number, row in enumerate(INDICATORS, start=1)}


def indicators_csv(rows: Iterable[Mapping[str, str]] = INDICATORS) -> str:
    """Write indicators as the CSV file that a person hands in."""
    text = io.StringIO()
    headings = [column.heading for column in tables.INDICATOR_TABLE.columns]
    writer = csv.DictWriter(text, headings, delimiter=";")
    writer.writeheader()
    for row in rows:
        heading = tables.INDICATOR_TABLE.column
        writer.writerow({heading(name).heading: cell for name, cell in row.items()})
    return text.getvalue()


@dataclass(slots=True)
class Office:
    """An office's folder with its master.

    Attributes:
        now: The clock; every run takes a minute.
    """

    root: Path
    now: datetime = NOW
    master_name: str = MASTER_NAME

    @property
    def master(self) -> Path:
        """The master workbook."""
        return self.root / self.master_name

    @property
    def folder(self) -> OfficeFolder:
        """Where things lie."""
        return OfficeFolder(self.root)

    def run(self) -> Run:
        """Return the circumstances of the next run, a minute after the last one."""
        self.now += timedelta(minutes=1)
        return Run(self.now, WHO)

    def book(self) -> FileMasterBook:
        """Open the master as it is now."""
        return FileMasterBook(self.master, now=lambda: self.now, action="uji")

    def distribute(self, *codes: str, period: Period = TW1) -> Report:
        """Run distribute."""
        return distribute(self.book(), period, self.run(), codes)

    def merge(
        self, period: Period = TW1, *, source: Path | None = None, is_dry_run: bool = False
    ) -> Report:
        """Run merge."""
        return merge(self.book(), period, self.run(), source=source, is_dry_run=is_dry_run)

    def check(self, period: Period = TW1) -> Report:
        """Run check."""
        return check(self.book(), period, self.run())

    def compute(self, period: Period = TW1) -> Report:
        """Run compute."""
        return compute(self.book(), period, self.run())

    def step(
        self, mark: Mark, number: int, at: datetime, note: str = "", without: str = "Arsip kertas."
    ) -> Report:
        """Run step; what is lacking is on paper unless `without` is empty."""
        return record_step(self.book(), mark, number, self.run(), at=at, note=note, without=without)

    def send_back(self, number: int, to_step: int, at: datetime, reason: str = "Keliru.") -> Report:
        """Return work to an earlier step."""
        return return_step(self.book(), number, to_step, self.run(), reason=reason, at=at)

    def form(self, section: str, period: Period = TW1) -> bytes:
        """Return the form that lies in the section's folder."""
        return self.folder.form(period, section).read_bytes()

    def give_back(self, section: str, cells: Cells, name: str = "", period: Period = TW1) -> Path:
        """Fill in a section's form and put it where returns belong.

        Args:
            section: Its code.
            cells: What is typed.
            name: File name, with sub-folders if wanted; the section's code by default.
            period: Of the form.
        """
        return self.put(
            name or f"{section}.xlsx", filled(self.form(section, period), cells), period
        )

    def put(self, name: str, data: bytes, period: Period = TW1) -> Path:
        """Put a file where returns belong."""
        path = self.folder.returned(period) / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        return path

    def put_evidence(self, section: str, name: str, data: bytes, period: Period = TW1) -> Path:
        """Put a file into a section's evidence folder."""
        return self.put(f"bukti/{section}/{name}", data, period)

    def rows(self, table: str) -> list[dict[str, CellValue]]:
        """Read a table of the master."""
        data = self.book().table(table)
        return [dict(zip(data.fields, row, strict=True)) for row in data.rows]

    def row(self, code: str, period: Period = TW1) -> dict[str, CellValue]:
        """Read an indicator's row on its section's sheet."""
        section = next(item["section"] for item in INDICATORS if item["code"] == code)
        wanted = (code, str(period))
        return next(
            row for row in self.rows(f"tbl_{section}") if (row["code"], row["period"]) == wanted
        )

    def evidence(self, section: str, slot: str, period: Period = TW1) -> dict[str, CellValue]:
        """Read a row of DATA PENDUKUNG."""
        wanted = (section, slot, str(period))
        return next(
            row for row in self.rows("tblBukti")
            if (row["section"], row["slot"], row["period"]) == wanted
        )  # fmt: skip

    def type_cell(self, table: str, field: str, content: CellContent, **where: str) -> None:
        """Type into the one row of a table in which the fields of `where` say so."""
        rows = self.rows(table)
        (index,) = (
            n for n, row in enumerate(rows)
            if all(row[name] == wanted for name, wanted in where.items())
        )  # fmt: skip
        self.book().apply((SetCell(table, index, field, content),))

    def type_entry(self, code: str, field: str, content: CellContent, period: Period = TW1) -> None:
        """Type into an indicator's row on its section's sheet."""
        section = next(item["section"] for item in INDICATORS if item["code"] == code)
        self.type_cell(f"tbl_{section}", field, content, code=code, period=str(period))

    def type_name(self, name: str, content: CellContent) -> None:
        """Type into a named cell."""
        self.book().apply((SetName(name, content),))

    def files(self) -> dict[str, bytes]:
        """Return every file and, with a closing slash, every folder."""
        return folder_content(self.root)


def folder_content(root: Path) -> dict[str, bytes]:
    """Return every file of a folder and, with a closing slash, every folder in it."""
    return {
        f"{path.relative_to(root).as_posix()}{'/' if path.is_dir() else ''}":
        b"" if path.is_dir() else path.read_bytes()
        for path in sorted(root.rglob("*"))
    }  # fmt: skip


def new_office(root: Path, sop: str = "kpu_bengkulu_utara") -> Office:
    """Create the office in a folder that does not exist yet."""
    listed = root.parent / f"{root.name}.csv"
    listed.parent.mkdir(parents=True, exist_ok=True)
    listed.write_text(indicators_csv(), encoding="utf-8")
    create_office(
        root, sop, YEAR, Run(NOW, WHO), indicators=listed, office="KPU Kabupaten Uji",
        identity=MasterIdentity(MASTER_ID, FORM_KEY),
    )  # fmt: skip
    return Office(root)


def copied(source: Office, root: Path) -> Office:
    """Copy an office with the times of its files."""
    shutil.copytree(source.root, root)
    return Office(root, source.now)


def filled(form: bytes, cells: Cells) -> bytes:
    """Type into a form the way a spreadsheet program saves it: only these cells change."""
    if not cells:
        return form
    edits = [
        CellEdit(*cell_of(form, key, field), content)
        for key, typed in cells.items()
        for field, content in typed.items()
    ]
    return patch_package(form, edits)


def cell_of(form: bytes, key: str, field: str) -> tuple[str, int, int]:
    """Find a cell of a form: sheet, row and column, both counted from 1."""
    sheet, columns = _BLOCKS[block_of(key)]
    rows = load_workbook(io.BytesIO(form)).get_sheet_by_name(sheet).to_python(skip_empty_area=False)
    row = next(number for number, cells in enumerate(rows, start=1) if cells[0] == key)
    return sheet, row, [column.field for column in columns].index(field) + 1


_BLOCKS = {
    Block.PERFORMANCE: (form_layout.ENTRY, form_layout.PERFORMANCE_COLUMNS),
    Block.EVIDENCE: (form_layout.EVIDENCE, form_layout.EVIDENCE_COLUMNS),
    Block.EXTRA: (form_layout.EVIDENCE, form_layout.EXTRA_COLUMNS),
    Block.AUDIT: (form_layout.AUDITS, form_layout.AUDIT_COLUMNS),
}


def form_values(form: bytes, key: str) -> dict[str, object]:
    """Read a row of a form as calamine gives it, blank cells left out."""
    sheet, columns = _BLOCKS[block_of(key)]
    rows = load_workbook(io.BytesIO(form)).get_sheet_by_name(sheet).to_python(skip_empty_area=False)
    row = next(cells for cells in rows if cells[0] == key)
    pairs = zip(columns, row, strict=False)
    return {column.field: value for column, value in pairs if value != ""}


def form_keys(form: bytes) -> list[str]:
    """Return the row keys of a form in order, those of further evidence left out."""
    keys = []
    for sheet in (form_layout.ENTRY, form_layout.EVIDENCE):
        book = load_workbook(io.BytesIO(form))
        rows = book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
        keys += [str(row[0]) for row in rows if row[0] not in ("", form_layout.KEY_HEADING)]
    return [key for key in keys if not key.startswith("X")]


def form_version(form: bytes) -> int:
    """Read which version of the form this is."""
    book = load_workbook(io.BytesIO(form))
    rows = book.get_sheet_by_name(form_layout.IDENTITY).to_python()
    return int(str(next(row[1] for row in rows if row[0] == "version")))


def codes(report: Report) -> list[str]:
    """Return the codes of a report's findings in order."""
    return [line.code for line in report.findings]


def places(report: Report) -> list[tuple[str, str]]:
    """Return code and place of a report's findings."""
    return [(line.code, line.place) for line in report.findings]


def fact(report: Report, name: str) -> CellValue:
    """Return one figure of a report."""
    return next(item.value for item in report.facts if item.id == name)


def listing(report: Report, name: str) -> Listing:
    """Return one table of a report."""
    return next(item for item in report.listings if item.id == name)


def merged(office: Office, cells: Cells, section: str = RENDATIN) -> Office:
    """Return the office after a return of a section was merged."""
    office.give_back(section, cells)
    office.merge()
    return office


def saved(book: Workbook) -> bytes:
    """Save a workbook with openpyxl."""
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def forget_records(office: Office) -> None:
    """Make the master one of before there were hidden records."""
    data = office.book().table("tblBerkas")
    at = data.fields.index("outcome")
    kept = tuple(row for row in data.rows if row[at] == "digabung")
    office.book().apply((ReplaceRows("tblBerkas", kept),))
