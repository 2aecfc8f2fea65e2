"""Forms for tests: as distributed, as a reader gives them back, and as files with changed parts."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path

from kinerja_xl.core.achievement import PeriodTerm
from kinerja_xl.core.addresses import parse_cell
from kinerja_xl.core.findings import Finding
from kinerja_xl.core.forms import Block, Form, FormIdentity, FormRow, RowMeasure, content_digest
from kinerja_xl.core.indicator import Measure, PeriodLogic, Polarity, Target
from kinerja_xl.core.period import Period
from kinerja_xl.core.raw_returns import RawReturn, RawSheet, RawValue
from kinerja_xl.core.returns import Return, interpret
from kinerja_xl.core.values import CellValue
from kinerja_xl.files.building.form import build_form
from kinerja_xl.files.returns.reading import read_return
from kinerja_xl.layout import form as layout
from kinerja_xl.layout.form_guide import guide_cells
from kinerja_xl.layout.form_shape import form_shape

Entries = Mapping[str, Mapping[str, CellValue]]
"""Entry values by row key and field."""

NAME = "kembali/2026-TW2/umum.xlsx"
GRADES = (("WTP", Decimal(4)), ("WDP", Decimal(3)), ("TW", Decimal(2)), ("TMP", Decimal(1)))

FILLED: Entries = {
    "I001": {
        "realisation": Decimal("77.5"), "budget_realisation": Decimal(987_654_321),
        "obstacles": "Akses ke TPS sulit\nsaat hujan", "solution": "- Posko keliling",
        "follow_up": "=pendataan ulang", "person_in_charge": "Kasubbag Teknis",
        "due_date": date(2026, 9, 30), "note": "Data per 30 Juni <sementara> & \"kasar\"",
    },
    "I002": {"realisation": Decimal("0.15")},
    "I003": {"realisation": "WTP", "note": "@opini"},
    "I004": {"realisation": Decimal(640), "note": "+5 orang"},
    "I005": {"realisation": Decimal(0)},
    "I001.1": {"file_name": "berita_acara.pdf", "description": "Nomor 12/PL.01/2026"},
    "X01": {"code": "1.10", "item": "Foto", "file_name": "foto.png", "description": "Sosialisasi"},
}  # fmt: skip
"""What a careful person would fill in, and texts that programs like to take for something else."""


def sample_form(entries: Entries | None = None, *, version: int = 1) -> Form:
    """Make a form of five indicators of every kind, with entries as distributed."""
    filled = entries or {}
    rows = [
        _performance(
            1, "1.1", "Persentase partisipasi pemilih", "%", Decimal(80), Measure(), filled,
            budget=Decimal(1_250_000_000), evidence="Berita acara; Daftar hadir",
        ),
        _performance(
            2, "1.2", "Persentase pemilih tidak terdaftar", "%", Decimal("0.2"),
            Measure(polarity=Polarity.MINIMISE), filled,
        ),
        _performance(
            3, "1.10", "Opini BPK", "opini", "WTP", Measure(ordinal_map=GRADES), filled,
            target=Target(Decimal(4), Decimal(4)),
        ),
        _performance(
            4, "2.1", "Jumlah peserta sosialisasi", "orang", Decimal(600),
            Measure(period_logic=PeriodLogic.SUM), filled,
            previous=(PeriodTerm(Target(Decimal(500), Decimal(500)), Decimal(510)),),
        ),
        _performance(
            5, "2.2", "Ketepatan waktu laporan", "%", "80-90", Measure(), filled,
            target=Target(Decimal(80), Decimal(90)),
        ),
        _other(Block.EVIDENCE, "I001.1", (1, "1.1", "Berita acara"), filled),
        _other(Block.EVIDENCE, "I001.2", (2, "1.1", "Daftar hadir"), filled),
        *(_other(Block.EXTRA, f"X{n:02d}", (n + 2,), filled) for n in range(1, 4)),
    ]  # fmt: skip
    identity = FormIdentity(
        f"formulir-{version}", "induk-1", "KPU Kabupaten Contoh", Period.parse("2026-TW2"),
        "TEKNIS", version, content_digest(tuple(rows)),
    )  # fmt: skip
    return Form(identity, "Teknis & Hubungan Masyarakat", tuple(rows))


def _performance(
    number: int,
    code: str,
    name: str,
    unit: str,
    shown_target: CellValue,
    measure: Measure,
    entries: Entries,
    *,
    target: Target | None = None,
    previous: tuple[PeriodTerm, ...] = (),
    budget: Decimal | None = None,
    evidence: str | None = None,
) -> FormRow:
    key = f"I{number:03d}"
    if isinstance(shown_target, Decimal):
        target = Target(shown_target, shown_target)
    locked = (
        number, code, "Terlaksananya pemilihan", name, unit, measure.polarity.hint,
        shown_target, shown_target, budget, evidence,
    )  # fmt: skip
    facts = RowMeasure(measure, target, previous)
    base = _base(Block.PERFORMANCE, entries.get(key, {}))
    return FormRow(key, Block.PERFORMANCE, locked, base, facts)


def _other(block: Block, key: str, locked: tuple[CellValue, ...], entries: Entries) -> FormRow:
    return FormRow(key, block, locked, _base(block, entries.get(key, {})))


def _base(block: Block, values: Mapping[str, CellValue]) -> tuple[CellValue, ...]:
    return tuple(values.get(field.name) for field in block.entry_fields)


def raw_return(form: Form, edits: Mapping[tuple[str, str], RawValue] | None = None) -> RawReturn:
    """Return what a reader gives for a form that came back, some cells changed.

    Args:
        form: The form as it was filled.
        edits: New values by sheet and cell address.
    """
    grids: dict[str, dict[tuple[int, int], RawValue]] = {}
    for sheet in (layout.ENTRY, layout.EVIDENCE):
        cells = layout.heading_cells(form, sheet)
        grids[sheet] = {(cell.row, cell.column): cell.text for cell in cells}
    grids[layout.GUIDE] = {(cell.row, cell.column): cell.text for cell in guide_cells(form)}
    for place in layout.placements(form):
        grid = grids[place.sheet]
        for column, spec in enumerate(place.columns, start=1):
            grid[place.header_row, column] = spec.heading
        for number, row in enumerate(place.rows, start=place.first_row):
            values = dict(zip(place.block.locked_fields, row.locked, strict=True))
            names = [field.name for field in place.block.entry_fields]
            values |= dict(zip(names, row.base, strict=True)) | {"key": row.key}
            for column, spec in enumerate(place.columns, start=1):
                grid[number, column] = _raw(values.get(spec.field))
    for (sheet, cell), value in (edits or {}).items():
        grids[sheet][parse_cell(cell)] = value
    sheets = tuple(RawSheet(name, _rows(grid)) for name, grid in grids.items())
    return RawReturn(NAME, "0" * 64, tuple(layout.identity_rows(form)), sheets)


def _raw(value: CellValue) -> RawValue:
    if value is None:
        return ""
    return float(value) if isinstance(value, Decimal | int) else value


def _rows(grid: Mapping[tuple[int, int], RawValue]) -> list[list[RawValue]]:
    height, width = (max(at[n] for at in grid) for n in (0, 1))
    return [
        [grid.get((row, column), "") for column in range(1, width + 1)]
        for row in range(1, height + 1)
    ]


def interpreted(raw: RawReturn | Finding, expected: Form) -> Return:
    """Interpret what was read, which must not have been refused before."""
    assert isinstance(raw, RawReturn), raw
    return interpret(raw, expected, form_shape(expected))


def values_of(returned: Return) -> dict[str, tuple[object, ...]]:
    """Return the entry values by row key."""
    return {row.key: row.values for row in returned.rows}


def base_of(form: Form) -> dict[str, tuple[object, ...]]:
    """Return what was filled in before a form was built, by row key."""
    return {row.key: row.base for row in form.rows}


def with_part(data: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    """Return a package with one part changed."""
    return repacked(data, lambda parts: parts.update({name: change(parts[name])}))


def repacked(data: bytes, change: Callable[[dict[str, bytes]], None]) -> bytes:
    """Return a package after its parts, by name, were changed."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    change(parts)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def read_bytes(folder: Path, data: bytes) -> RawReturn | Finding:
    """Read a file with that content."""
    path = folder / "umum.xlsx"
    path.write_bytes(data)
    return read_return(path, NAME)


def filled_file() -> bytes:
    """Build the form with everything filled in."""
    return build_form(sample_form(FILLED))
