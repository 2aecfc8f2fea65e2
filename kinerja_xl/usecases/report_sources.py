"""Where a report's figures come from: forms, evidence, and when they were computed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from kinerja_xl.core.book import MasterReader
from kinerja_xl.core.dates import format_moment
from kinerja_xl.core.period import Period
from kinerja_xl.core.report_checks import Mismatch
from kinerja_xl.core.report_words import NOTHING
from kinerja_xl.core.values import CellValue, cell_text
from kinerja_xl.files.documents.rendering import Filling
from kinerja_xl.files.documents.templates import Template
from kinerja_xl.layout import tables
from kinerja_xl.usecases.report_figures import Gathered

_SHORT = 16


def source_values(book: MasterReader, gathered: Gathered, template: Template) -> dict[str, Filling]:
    """Return the sources of a report."""
    periods = tuple(gathered.computed_at)
    return {
        "dihitung": [
            {
                "periode": period.label, "waktu": format_moment(at),
                "keadaan": f"ditutup {gathered.closed_at[period]}"
                if period in gathered.closed_at
                else "terbuka",
            }
            for period, at in gathered.computed_at.items()
        ],
        "waktu_hitung": format_moment(gathered.last_computed),
        "formulir": _forms(book, periods),
        "bukti": _evidence(book, periods),
        "templat": f"{template.name} ({template.sha256[:_SHORT]})",
    }  # fmt: skip


def check_values(gathered: Gathered) -> dict[str, Filling]:
    """Return what of the parts does not add up."""
    return {
        "diperiksa": int(gathered.is_checked),
        "pemeriksaan": [mismatch_line(each) for each in gathered.mismatches],
    }


def mismatch_line(mismatch: Mismatch) -> dict[str, Filling]:
    """Return a line about something that does not add up."""
    return {"kode": mismatch.code, "nama": mismatch.name, "uraian": mismatch.what}


def _forms(book: MasterReader, periods: Iterable[Period]) -> list[Filling]:
    wanted = {str(period): period.label for period in periods}
    latest: dict[tuple[str, str], tuple[int, dict[str, Filling]]] = {}
    fields = ("period", "section", "version", "issued_at", "returned_at", "returned_sha256")
    for row in book.table(tables.FORM_TABLE.name).pick(*fields):
        period, section, version, issued, returned, sha256 = row
        key = (cell_text(period), cell_text(section))
        number = int(cell_text(version) or 0)
        if key[0] in wanted and number >= latest.get(key, (0, {}))[0]:
            latest[key] = (
                number,
                {
                    "periode": wanted[key[0]], "subbagian": key[1], "versi": number,
                    "dibagikan": _moment(issued), "kembali": _moment(returned),
                    "sha256": cell_text(sha256) or NOTHING,
                },
            )  # fmt: skip
    order = list(wanted)
    return [latest[key][1] for key in sorted(latest, key=lambda key: order.index(key[0]))]


def _moment(value: CellValue) -> str:
    return format_moment(value) if isinstance(value, datetime) else cell_text(value) or NOTHING


def _evidence(book: MasterReader, periods: Iterable[Period]) -> list[Filling]:
    wanted = {str(period): period.label for period in periods}
    fields = ("period", "section", "code", "item", "file_name", "sha256", "status")
    return [
        {
            "periode": wanted[cell_text(period)],
            **dict(
                zip(
                    ("subbagian", "kode", "jenis", "berkas", "sha256", "status"),
                    (cell_text(cell) or NOTHING for cell in cells),
                    strict=True,
                )
            ),
        }
        for period, *cells in book.table(tables.EVIDENCE_TABLE.name).pick(*fields)
        if cell_text(period) in wanted and cell_text(cells[3])
    ]
