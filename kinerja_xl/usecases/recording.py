"""What every verb writes besides its own result: the register of changes and the findings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import fields
from datetime import date
from enum import Enum

from kinerja_xl.core.draft import Draft
from kinerja_xl.core.findings import Finding, Place
from kinerja_xl.core.hidden_records import HiddenRecord, RecordKind
from kinerja_xl.core.history import START, HistoryEntry, chained
from kinerja_xl.core.period import Period
from kinerja_xl.core.values import CellContent, CellValue, Formula, cell_text
from kinerja_xl.layout import names, rows, tables
from kinerja_xl.layout.display import display
from kinerja_xl.usecases.gather import Run
from kinerja_xl.usecases.keeping import put_record
from kinerja_xl.usecases.report import FindingLine


class Source(Enum):
    """The verbs that leave findings or history, by their Indonesian names."""

    NEW = "Buat"
    DISTRIBUTE = "Distribusi"
    MERGE = "Gabung"
    CHECK = "Periksa"
    COMPUTE = "Hitung"
    STEP = "Langkah"
    CLOSE = "Tutup"
    REOPEN = "Buka lagi"
    EVIDENCE = "Bukti"
    ENTRIES = "Entri"
    DOCUMENT = "Dokumen"
    INITIAL = "Paraf"
    SIGN = "Tanda tangan"
    REPORT = "Laporan"
    SOP = "SOP"
    VERDICT = "Verifikasi"


def record_history(draft: Draft, entries: Iterable[HistoryEntry]) -> None:
    """Append entries to RIWAYAT, chained to the last one there, and note where it ends."""
    new = tuple(entries)
    if not new:
        return  # RIWAYAT is the longest table of all and need not be read
    table = tables.HISTORY_TABLE
    data = draft.table(table.name)
    last_number, last_chain = 0, START
    if data.rows:
        last_number = int(cell_text(data.column("number")[-1]) or 0)
        last_chain = cell_text(data.column("chain")[-1])
    lines = chained(new, last_number=last_number, last_chain=last_chain)
    draft.append(table.name, (rows.full_row(table, rows.history_cells(line)) for line in lines))
    last = lines[-1]
    put_record(draft, HiddenRecord(RecordKind.HISTORY_END, count=last.number, digest=last.chain))


def entry(run: Run, source: Source, period: Period | str, **what: CellValue) -> HistoryEntry:
    """Make a line of the register with the run's time and account.

    Dates go in as a person writes them: a cell of the register has no date format, and the chain
    must be computable from what stands there.
    """
    shown = {name: display(v) if isinstance(v, date) else v for name, v in what.items()}
    return HistoryEntry(run.now, run.who, source.value, str(period), **shown)  # type: ignore[arg-type] # keywords are HistoryEntry's own


def place_link(place: Place) -> str:
    """Return where a finding's place leads, relative to the master's folder."""
    if not place.sheet:
        return place.file
    sheet = place.sheet.replace("'", "''")
    inner = f"#'{sheet}'!{place.cell or 'A1'}"
    return f"{place.file}{inner}"


def record_findings(
    draft: Draft,
    run: Run,
    source: Source,
    period: Period,
    findings: tuple[Finding, ...],
    *,
    keep: Callable[[tuple[CellValue, ...]], bool] = lambda _: False,
    returned: dict[Finding, str] | None = None,
) -> tuple[FindingLine, ...]:
    """Replace a verb's findings of a period in TEMUAN; a finding that stays keeps its time.

    When all that is found stood there before, it stays in its order: another order is no news, and
    running a verb twice writes nothing.

    Returns:
        The verb's findings of the period that are open now, those kept included.

    Args:
        keep: Says of a present row of the same verb and period whether it stays as it is.
        returned: Of conflicts, the value in the form.
    """
    table = tables.FINDING_TABLE
    data = draft.table(table.name)
    at = {field: n for n, field in enumerate(data.fields)}
    mine = (str(period), source.value)
    known: dict[tuple[str, ...], tuple[CellValue, ...]] = {}
    kept: list[tuple[CellContent, ...]] = []
    for row in data.rows:
        if (cell_text(row[at["period"]]), cell_text(row[at["source"]])) == mine:
            known[_sameness(row, at)] = row
            if not keep(row):
                continue
        kept.append(_linked(row, at))
    for found in findings:
        cells = rows.finding_cells(
            0, found, found_at=run.now, period=str(period), source=source.value,
            link=place_link, returned=(returned or {}).get(found, ""),
        )  # fmt: skip
        new = rows.full_row(table, cells)
        before = known.get(_sameness(tuple(_value(cell) for cell in new), at))
        kept.append(_linked(before, at) if before else new)
    standing = [_linked(row, at) for row in data.rows]
    if Counter(kept) == Counter(standing):
        kept = standing
    numbered = (
        (*row[: at["number"]], number, *row[at["number"] + 1 :])
        for number, row in enumerate(kept, start=1)
    )
    draft.replace(table.name, numbered)
    draft.set_name(names.FINDING_COUNT.name, len(kept))
    return tuple(_lines(draft, mine))


def _lines(draft: Draft, mine: tuple[str, str]) -> Iterator[FindingLine]:
    shown = [field.name for field in fields(FindingLine)]
    data = draft.table(tables.FINDING_TABLE.name)
    for of_period, source, *cells in data.pick("period", "source", *shown):
        if (cell_text(of_period), cell_text(source)) == mine:
            yield FindingLine(*(cell_text(cell) for cell in cells))


def _sameness(row: tuple[CellValue, ...], at: dict[str, int]) -> tuple[str, ...]:
    telling = ("section", "code", "place", "message", "row_key", "field", "file")
    return tuple(cell_text(row[at[field]]) for field in telling)


def _linked(row: tuple[CellValue, ...], at: dict[str, int]) -> tuple[CellContent, ...]:
    """Give a row read from TEMUAN its link back: reading sees only the link's label."""
    label = cell_text(row[at["place"]])
    file = cell_text(row[at["file"]])
    inner = label.removeprefix(file).strip().removeprefix("[").removesuffix("]")
    sheet, _, cell = inner.rpartition("!") if "!" in inner else (inner, "", "")
    target = place_link(Place(file, sheet, cell))
    place = rows.hyperlink(target, label) if target else row[at["place"]]
    return (*row[: at["place"]], place, *row[at["place"] + 1 :])


def _value(content: CellContent) -> CellValue:
    return content.value if isinstance(content, Formula) else content
