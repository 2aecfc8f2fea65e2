"""A master in the middle of its year: ten indicators, four sections, two quarters."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

from kinerja_xl.core.calendar import Span
from kinerja_xl.core.indicator import (
    Indicator,
    Measure,
    PeriodLogic,
    Polarity,
    Rounding,
    Variant,
    target_field,
)
from kinerja_xl.core.measure_cells import FIELDS as MEASURE_FIELDS
from kinerja_xl.core.measure_cells import measure_cells
from kinerja_xl.core.period import Period, PeriodKind
from kinerja_xl.core.section_rows import SectionRow, section_row
from kinerja_xl.core.values import CellContent, CellValue
from kinerja_xl.files.building.initial_content import NewMaster, initial_content
from kinerja_xl.files.building.master import MasterContent, Row
from kinerja_xl.files.definitions import load_sop
from kinerja_xl.files.holidays_seed import seed_days_off
from kinerja_xl.files.resources import shipped
from kinerja_xl.layout import names, tables
from kinerja_xl.layout.row_formulas import lookup
from kinerja_xl.layout.rows import full_row, section_row_cells

YEAR = 2026
FIRST, SECOND = (Period(YEAR, PeriodKind.QUARTER, number) for number in (1, 2))
WHOLE = Period(YEAR, PeriodKind.YEAR, 1)

_DEMOCRATIC = "Meningkatnya penyelenggaraan Pemilu/Pemilihan yang demokratis"
_PEACEFUL = "Terlaksananya Pemilu/Pemilihan yang aman, damai, jujur, dan adil"
_ACCOUNTABLE = "Meningkatnya akuntabilitas keuangan dan kinerja"
_CAPABLE = "Meningkatnya kapasitas sumber daya manusia dan tata kelola"


def _indicator(
    number: int,
    section: str,
    objective: str,
    name: str,
    unit: str,
    targets: tuple[str | int | float | None, str | int | float | None, str | int | float | None],
    measure: Measure | None = None,
    evidence: tuple[str, ...] = (),
    budget: int | None = None,
) -> Indicator:
    given = (
        (period, target if isinstance(target, str) else Decimal(str(target)))
        for period, target in zip((WHOLE, FIRST, SECOND), targets, strict=True)
        if target is not None
    )
    return Indicator(
        key=f"I{number:03d}", code=f"1.{number}", objective=objective, name=name, unit=unit,
        section=section, measure=measure or Measure(), targets=tuple(given), evidence=evidence,
        program=f"PROG-{number}" if budget else "",
        budget=Decimal(budget) if budget else None,
    )  # fmt: skip


_DOWN_A = Measure(polarity=Polarity.MINIMISE)
_DOWN_B = Measure(polarity=Polarity.MINIMISE, variant=Variant.B)
_SUM = Measure(period_logic=PeriodLogic.SUM, cap_percent=Decimal(120))
_AVERAGE = Measure(period_logic=PeriodLogic.AVERAGE, rounding=Rounding.HALF_EVEN)
_LAST = Measure(period_logic=PeriodLogic.LAST, rounding=Rounding.TRUNCATE, digits=1)
_GRADES = Measure(
    ordinal_map=(
        ("WTP", Decimal(4)), ("WDP", Decimal(3)), ("TW", Decimal(2)), ("TMP", Decimal(1))
    )
)  # fmt: skip

INDICATORS = (
    _indicator(1, "TEKNIS", _DEMOCRATIC, "Persentase partisipasi pemilih dalam Pemilu/Pemilihan",
               "%", (80, 80, 80), evidence=("Berita acara rekapitulasi", "Daftar hadir")),
    _indicator(2, "TEKNIS", _DEMOCRATIC, "Persentase partisipasi pemilih perempuan", "%",
               (78, 78, 78), _AVERAGE),
    _indicator(3, "TEKNIS", _DEMOCRATIC,
               "Persentase pemilih yang berhak memilih tetapi tidak masuk dalam daftar pemilih",
               "%", (0.2, 0.2, 0.2), _DOWN_A),
    _indicator(4, "HUKUM", _PEACEFUL, "Jumlah penyelenggara yang terbukti melakukan pelanggaran",
               "orang", (0, 0, 0), _DOWN_A, evidence=("Putusan DKPP",)),
    _indicator(5, "HUKUM", _PEACEFUL, "Persentase sengketa hukum yang dimenangkan KPU", "%",
               (90, 90, 90), _LAST),
    _indicator(6, "HUKUM", _CAPABLE, "Lama penyelesaian layanan kepegawaian", "hari",
               ("7-8", "7-8", "7-8"), _DOWN_A),
    _indicator(7, "KUL", _ACCOUNTABLE, "Opini BPK atas laporan keuangan", "opini",
               ("WTP", "WTP", "WTP"), _GRADES, evidence=("Laporan hasil pemeriksaan",)),
    _indicator(8, "KUL", _ACCOUNTABLE, "Jumlah laporan keuangan yang disampaikan tepat waktu",
               "laporan", (12, 3, 3), _SUM, budget=1_250_000_000),
    _indicator(9, "RENDATIN", _ACCOUNTABLE, "Nilai akuntabilitas kinerja", "nilai",
               (85, 85, 85), replace(_DOWN_B, polarity=Polarity.MAXIMISE, digits=0)),
    _indicator(10, "RENDATIN", _ACCOUNTABLE, "Waktu penyusunan laporan kinerja", "hari kerja",
               (10, 10, 10), _DOWN_B, budget=85_500_000),
)  # fmt: skip

REALISATIONS: dict[str, tuple[CellValue, CellValue]] = {
    "I001": (66, 78.55), "I002": (78, 70.125), "I003": (0.25, 0.45), "I004": (0, 1),
    "I005": (83, None), "I006": (6.5, 9), "I007": ("WDP", "wtp"), "I008": (3, 5),
    "I009": (93, None), "I010": (12, 0),
}  # fmt: skip
"""What was reported in the first and the second quarter, by indicator key."""


def section_rows(section: str) -> tuple[SectionRow, ...]:
    """Return the section's rows of both quarters as the master holds them."""
    return tuple(
        replace(section_row(indicator, period), entries=_entries(indicator.key, n))
        for n, period in enumerate((FIRST, SECOND))
        for indicator in INDICATORS
        if indicator.section == section
    )


def _entries(key: str, period: int) -> tuple[CellValue, ...]:
    realisation = REALISATIONS[key][period]
    has_budget = key in {"I008", "I010"}
    spent = (300_000_000 if key == "I008" else 20_000_000) * (period + 1) if has_budget else None
    if key != "I001":
        return (realisation, spent, None, None, None, None, None, None)
    return (
        realisation, spent, "- Sebagian pemilih bekerja di luar daerah\n- Cuaca buruk di dua "
        "kecamatan pada hari pemungutan suara", "Sosialisasi ulang di tingkat kecamatan",
        "Menyusun rencana sosialisasi triwulan berikutnya", "Kepala Subbagian Teknis",
        date(YEAR, 9, 30), None,
    )  # fmt: skip


def filled_content() -> MasterContent:
    """Return the content of the whole master, the second quarter active."""
    sop = load_sop(shipped("sop", "kpu_bengkulu_utara.yaml"))
    begun = initial_content(
        NewMaster(
            "KPU Kabupaten Contoh", YEAR, sop, "contoh-2026",
            indicators=tuple(indicator_row(item) for item in INDICATORS),
            days_off=seed_days_off(YEAR),
            ramadan=(Span(date(YEAR, 2, 18), date(YEAR, 3, 19)),),
        )
    )  # fmt: skip
    values = dict(begun.values) | {
        names.ACTIVE_PERIOD.name: str(SECOND), names.COMPLETENESS.name: 72.5,
        names.FINDING_COUNT.name: 3, names.REFRESHED.name: datetime(YEAR, 7, 6, 10, 5),
        names.STEPS_DONE.name: "2 dari 14",
        names.NEXT_ACTION.name: "Periksa TEMUAN, kirim perbaikan, lalu gabungkan lagi",
    }  # fmt: skip
    filled = dict(begun.tables)
    steps = filled[tables.STEP_TABLE.name]
    filled[tables.STEP_TABLE.name] = (*steps, *_second_cycle(steps))
    for code, _ in begun.sections:
        table = tables.section_table(code)
        filled[table.name] = tuple(
            full_row(table, section_row_cells(row)) for row in section_rows(code)
        )
    filled[tables.ACHIEVEMENT_TABLE.name] = _achievement_rows(begun.sections)
    objectives = dict.fromkeys(item.objective for item in INDICATORS)
    filled[tables.OBJECTIVE_SUMMARY_TABLE.name] = tuple(
        full_row(tables.OBJECTIVE_SUMMARY_TABLE, {"objective": text}) for text in objectives
    )
    filled |= _registers(begun.sections)
    return replace(begun, values=tuple(values.items()), tables=tuple(filled.items()))


def indicator_row(indicator: Indicator) -> Row:
    """Lay out a row of tblIndikator."""
    cells: dict[str, CellContent] = {
        "key": indicator.key, "code": indicator.code, "objective": indicator.objective,
        "name": indicator.name, "unit": indicator.unit, "section": indicator.section,
        **dict(zip(MEASURE_FIELDS, measure_cells(indicator.measure), strict=True)),
        "ordinal_map": "; ".join(f"{g}={n}" for g, n in indicator.measure.ordinal_map) or None,
        "evidence": "; ".join(indicator.evidence) or None, "program": indicator.program or None,
        "budget": indicator.budget,
        **{target_field(period): target for period, target in indicator.targets},
    }  # fmt: skip
    return full_row(tables.INDICATOR_TABLE, cells)


def _achievement_rows(sections: tuple[tuple[str, str], ...]) -> tuple[Row, ...]:
    table = tables.ACHIEVEMENT_TABLE
    followed = (
        "code", "objective", "name", "unit", "target", "realisation", "cumulative", "achievement",
        "category", "status", "unrounded",
    )  # fmt: skip
    return tuple(
        full_row(
            table,
            {
                "row_id": row.row_id, "period": str(row.period), "section": code,
                **{
                    field: replace(lookup(tables.section_table(code), field), value=known)
                    for field, known in _known(row, followed)
                },
                "stated": 80 if row.row_id == "I001|2026-TW1" else None,
            },
        )
        for code, _ in sections
        for row in section_rows(code)
    )  # fmt: skip


def _known(row: SectionRow, fields: tuple[str, ...]) -> Iterator[tuple[str, CellValue]]:
    """Give the texts that a live formula shows before it is computed."""
    known = {"code": row.code, "objective": row.objective, "name": row.name, "unit": row.unit}
    return ((field, known.get(field)) for field in fields)


def _second_cycle(steps: tuple[Row, ...]) -> tuple[Row, ...]:
    table = tables.STEP_TABLE
    times: dict[int, dict[str, CellContent]] = {
        1: {"planned_start": datetime(YEAR, 7, 1, 7, 30), "started": datetime(YEAR, 7, 1, 7, 30),
            "finished": datetime(YEAR, 7, 1, 8, 10), "working_minutes": 40,
            "status": "Selesai, tanpa baku"},
        2: {"planned_start": datetime(YEAR, 7, 1, 7, 30),
            "planned_finish": datetime(YEAR, 7, 1, 7, 45),
            "started": datetime(YEAR, 7, 1, 8, 10), "finished": datetime(YEAR, 7, 1, 9, 0),
            "working_minutes": 50, "standard_minutes": 15, "difference_minutes": 35,
            "status": "Selesai terlambat", "note": "Disposisi menunggu Sekretaris kembali"},
        3: {"planned_start": datetime(YEAR, 7, 1, 7, 45),
            "planned_finish": datetime(YEAR, 7, 1, 8, 5),
            "started": datetime(YEAR, 7, 1, 9, 0), "working_minutes": 12,
            "standard_minutes": 20, "status": "Berjalan"},
    }  # fmt: skip
    made = []
    for row in steps:
        cells = dict(zip(table.fields, row, strict=True)) | {"cycle": str(SECOND)}
        cells |= times.get(int(str(cells["number"])), {})
        made.append(full_row(table, cells))
    return tuple(made)


def _registers(sections: tuple[tuple[str, str], ...]) -> dict[str, tuple[Row, ...]]:
    at = datetime(YEAR, 7, 6, 10, 5)
    digest = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
    states = ("lengkap", "menunggu kiriman", "perlu perbaikan", "belum lengkap")
    board = tuple(
        full_row(tables.STATUS_TABLE, {
            "code": code, "name": name, "version": 1, "distributed_at": datetime(YEAR, 7, 1, 9),
            "returned_at": None if state == "menunggu kiriman" else at, "rows": 3,
            "filled_percent": percent, "evidence_percent": 50, "findings": n, "state": state,
        })
        for n, ((code, name), state, percent) in enumerate(
            zip(sections, states, (100, 0, 75, 33.3), strict=True)
        )
    )  # fmt: skip
    evidence = tuple(
        full_row(tables.EVIDENCE_TABLE, {
            "row_id": f"{SECOND}|{item.section}|{item.key}.{n}", "slot": f"{item.key}.{n}",
            "period": str(SECOND), "section": item.section, "code": item.code, "item": kind,
            "file_name": f"{item.code} {kind}.pdf" if n == 1 else None, "size_bytes": 1_254_321,
            "file_kind": "PDF", "sha256": digest, "status": "Lengkap",
        })
        for item in INDICATORS
        for n, kind in enumerate(item.evidence, start=1)
    )  # fmt: skip
    findings = tuple(
        full_row(tables.FINDING_TABLE, {
            "number": n, "found_at": at, "period": str(SECOND), "source": "Periksa",
            "section": "TEKNIS", "severity": severity, "code": code,
            "place": "kembali/2026-TW2/TEKNIS.xlsx [FORM!K9]", "message": message,
            "remedy": "Tulis nama berkasnya di lembar DATA PENDUKUNG dan simpan berkasnya di "
            "folder bukti.",
        })
        for n, (severity, code, message) in enumerate((
            ("Kesalahan", "EVIDENCE_NOT_LISTED",
             'Bukti "Daftar hadir" untuk indikator 1.1 belum didaftar.'),
            ("Peringatan", "EVIDENCE_STRAY",
             'Berkas "foto.png" ada di folder bukti tetapi tidak didaftar.'),
            ("Kesalahan", "CONFLICT", 'Realisasi: buku induk berisi "78,55", formulir berisi '
             '"79", semula "78". Nilai buku induk dipertahankan.'),
        ), start=1)
    )  # fmt: skip
    audits = (
        full_row(tables.AUDIT_TABLE, {
            "number": "12/LHP/2026", "kind": "LHP", "date": date(YEAR, 2, 10),
            "received": date(YEAR, 2, 16), "source": "Inspektorat KPU RI",
            "finding": "Bukti pertanggungjawaban perjalanan dinas belum lengkap",
            "recommendation": "Melengkapi bukti", "section": "KUL", "status": "dalam proses",
        }),
    )  # fmt: skip
    history = (
        full_row(tables.HISTORY_TABLE, {
            "number": 1, "at": at, "who": "operator", "verb": "Gabung", "period": str(SECOND),
            "section": "TEKNIS", "file": "kembali/2026-TW2/TEKNIS.xlsx", "file_sha256": digest,
            "row_key": "I001", "field": "Realisasi", "old": None, "new": "78,55",
            "chain": digest,
        }),
    )  # fmt: skip
    entries = tuple(
        full_row(tables.ENTRY_TABLE, {
            "row_id": f"{item.key}|{SECOND}|E-Lapkin", "application": "E-Lapkin",
            "period": str(SECOND), "number": n, "code": item.code, "name": item.name,
            "unit": item.unit, "target": dict(item.targets)[SECOND],
            "realisation": REALISATIONS[item.key][1], "achievement": 98.19,
            "is_entered": "ya" if n < 3 else None,
        })
        for n, item in enumerate(INDICATORS, start=1)
    )  # fmt: skip
    return {
        tables.STATUS_TABLE.name: board, tables.EVIDENCE_TABLE.name: evidence,
        tables.FINDING_TABLE.name: findings, tables.AUDIT_TABLE.name: audits,
        tables.HISTORY_TABLE.name: history, tables.ENTRY_TABLE.name: entries,
    }  # fmt: skip
