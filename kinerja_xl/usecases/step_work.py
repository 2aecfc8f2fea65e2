"""What the steps of a cycle need and leave, and whose turn it is, from what the master holds."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kinerja_xl.core.book import MasterReader, TableData
from kinerja_xl.core.dates import format_moment
from kinerja_xl.core.documents import DocumentKind, DocumentRecord
from kinerja_xl.core.draft import Draft
from kinerja_xl.core.passes import StepRow, Turn, latest_passes, turns
from kinerja_xl.core.period import Period
from kinerja_xl.core.requirements import Holding, Holdings, Thing, lacking, left_behind
from kinerja_xl.core.values import CellContent, CellValue, cell_text
from kinerja_xl.errors import KinerjaError
from kinerja_xl.layout import names, rows, tables
from kinerja_xl.layout.document_rows import document_records
from kinerja_xl.layout.sop_rows import SopRow, sop_flow, sop_rows
from kinerja_xl.usecases import gather
from kinerja_xl.usecases.closed import is_closed
from kinerja_xl.usecases.cycle import calendar_of, passes_of, steps_of
from kinerja_xl.usecases.measuring import pass_minutes

_TABLE = tables.STEP_WORK_TABLE
_KEY = ("cycle", "number", "pass_number")
_REPORT_NAME = re.compile(r"(?i)(?:laporan|lkjip|lakip).*\.(?:docx|pdf)$")


def table_or_none(book: MasterReader, name: str) -> TableData | None:
    """Read a table that masters from before it lack; `None` there."""
    try:
        return book.table(name)
    except KinerjaError:
        return None


def turns_of(book: MasterReader, period: Period) -> tuple[Turn, ...]:
    """Say whose turn it is in a period's cycle; nobody's before it is open and after its end.

    Raises:
        KinerjaError: If KALENDER or a time in LANGKAH cannot be read.
    """
    flow = sop_flow(book.table(tables.SOP_TABLE.name))
    return turns(steps_of(book, period), flow, calendar_of(book))


def turn_text(found: tuple[Turn, ...]) -> str:
    """Say in one line who is next, since when and due when."""
    if not found:
        return "-"
    turn = found[0]
    parts = [turn.step.actor or f"Langkah {turn.step.number}"]
    if turn.since:
        word = "sejak" if turn.is_running else "menunggu mulai sejak"
        parts.append(f"{word} {format_moment(turn.since)}")
    if turn.due:
        parts.append(f"batas {format_moment(turn.due)}")
    text = ", ".join(parts)
    more = ", ".join(str(other.step.number) for other in found[1:])
    return f"{text}; juga langkah {more}" if more else text


def lacking_for(book: MasterReader, period: Period, number: int) -> tuple[Thing, ...]:
    """Return the kelengkapan of a step that the program knows not to exist."""
    row = sop_rows(book.table(tables.SOP_TABLE.name)).get(number)
    return lacking(row.inputs, holdings_of(book, period)) if row else ()


def holdings_of(book: MasterReader, period: Period) -> Holdings:
    """Say what there is of the things that steps need and leave, and where it is."""
    register = table_or_none(book, tables.DOCUMENT_TABLE.name)
    documents = document_records(register) if register else ()
    has_indicators = any(book.table(tables.INDICATOR_TABLE.name).column("code"))
    forms = _forms(book, period)
    folder = f"distribusi/{period}"
    held = {
        Thing.AGREEMENT: Holding(has_indicators, *_sheet(tables.INDICATORS)),
        Thing.FORM: Holding(has_indicators, folder, folder) if forms
        else Holding(has_indicators, *_sheet(tables.INDICATORS)),
        Thing.FILLED_FORM: Holding(
            bool(forms) and all(forms), f"kembali/{period}", f"kembali/{period}"
        ),
        Thing.INVENTORY: Holding(_is_inventoried(book, period), *_sheet(tables.EVIDENCE)),
        Thing.ENTRIES: Holding(True, *_sheet(tables.ENTRIES)),
        Thing.AUDITS: Holding(True, *_sheet(tables.AUDITS)),
        Thing.ACHIEVEMENT: Holding(True, *_sheet(tables.ACHIEVEMENT)),
        **_reports(book, period),
    }  # fmt: skip
    if register is not None:
        own = [record for record in documents if record.period == period]
        held |= {
            Thing.DISPOSITION: _document(own, DocumentKind.DISPOSITION),
            Thing.CIRCULAR_DRAFT: _document(own, DocumentKind.CIRCULAR),
            Thing.CIRCULAR: _document([r for r in own if r.is_signed], DocumentKind.CIRCULAR),
        }
    return held


def _sheet(name: str) -> tuple[str, str]:
    return f"#'{name}'!A1", name


def _document(records: list[DocumentRecord], kind: DocumentKind) -> Holding:
    path = next((r.path for r in reversed(records) if r.kind is kind), "")
    return Holding(bool(path), path, path.rpartition("/")[2])


def _forms(book: MasterReader, period: Period) -> list[bool]:
    """Say of each section's valid form whether it has come back."""
    returned = book.table(tables.FORM_TABLE.name).column("returned_at")
    valid = gather.latest_forms(book, period).values()
    return [returned[form.index] is not None for form in valid]


def _is_inventoried(book: MasterReader, period: Period) -> bool:
    fields = ("period", "file_name", "sha256")
    named = [
        cell_text(sha256)
        for of_period, file_name, sha256 in book.table(tables.EVIDENCE_TABLE.name).pick(*fields)
        if cell_text(of_period) == str(period) and file_name is not None
    ]
    return bool(named) and all(named)


def _reports(book: MasterReader, period: Period) -> dict[Thing, Holding]:
    """Find reports by their names: `Laporan` and the period, in `laporan/` or a folder there."""
    folder = gather.folder_of(book)
    found = sorted(
        folder.relative(path)
        for pattern in ("*", "*/*")
        for path in folder.reports.glob(pattern)
        if _REPORT_NAME.match(path.name)
    )
    year = re.escape(str(period.year))
    halves = [[path for path in found if re.search(f"{year}-S{n}\\b", path)] for n in (1, 2)]
    annual = next((path for path in found if re.search(f"{year}(?!-)[^/]*$", path)), "")
    return {
        Thing.SEMESTER_REPORTS: Holding(all(halves), "laporan/", "laporan/"),
        Thing.ANNUAL_REPORT: Holding(bool(annual), annual, annual),
    }


def refresh_step_work(draft: Draft, period: Period) -> None:
    """Write beside each line of LANGKAH what it needs and left; other periods stay as they are."""
    present = table_or_none(draft, _TABLE.name)
    if present is None:
        return
    known = {tuple(map(cell_text, row[: len(_KEY)])): row for row in present.rows}
    fresh = {} if is_closed(draft, period) else _fresh_rows(draft, period)
    paths = _paths(draft)
    made, seen = [], dict[tuple[str, str], int]()
    for cycle, number in draft.table(tables.STEP_TABLE.name).pick("cycle", "number"):
        step = cell_text(cycle), cell_text(number)
        seen[step] = seen.get(step, 0) + 1
        key = (*step, str(seen[step]))
        if key in fresh:
            made.append(fresh[key])
        else:
            row = known.get(key)
            made.append(_linked(row, paths) if row else _blank(cycle, number, seen[step]))
    draft.replace(_TABLE.name, made)


def _blank(cycle: CellValue, number: CellValue, pass_number: int) -> tuple[CellContent, ...]:
    cells: dict[str, CellContent] = dict(zip(_KEY, (cycle, number, pass_number), strict=True))
    return rows.full_row(_TABLE, cells)


def _paths(draft: Draft) -> dict[str, str]:
    """Return where the links with these labels lead, as far as the label does not say it."""
    sheets = (tables.INDICATORS, tables.EVIDENCE, tables.ENTRIES, tables.AUDITS, tables.ACHIEVEMENT)
    register = table_or_none(draft, tables.DOCUMENT_TABLE.name)
    records = document_records(register) if register else ()
    return {
        **{name: _sheet(name)[0] for name in sheets},
        **{record.path.rpartition("/")[2]: record.path for record in records},
    }


def _linked(row: tuple[CellValue, ...], paths: dict[str, str]) -> tuple[CellContent, ...]:
    """Give a row that was read its link back: reading sees only the link's label."""
    label = cell_text(row[-1])
    if not label:
        return row
    return (*row[:-1], rows.hyperlink(paths.get(label, label), label))


def _fresh_rows(draft: Draft, period: Period) -> dict[tuple[str, ...], tuple[CellContent, ...]]:
    holdings = holdings_of(draft, period)
    wanted = sop_rows(draft.table(tables.SOP_TABLE.name))
    register = table_or_none(draft, tables.DOCUMENT_TABLE.name)
    documents = [r for r in document_records(register) if r.period == period] if register else []
    passes = passes_of(draft, period)
    current = {step.index for step in latest_passes(passes)}
    found: dict[tuple[str, ...], tuple[CellContent, ...]] = {}
    for step in passes:
        row = wanted.get(step.number, SopRow(step.number, (), ""))
        is_open = step.index in current and step.finished is None
        left = tuple(_left(step, row, holdings, documents)) if step.finished else ()
        cells: dict[str, CellContent] = {
            "cycle": str(period), "number": step.number, "pass_number": step.pass_number,
            "minutes": pass_minutes(draft, period, step),
            "inputs": "\n".join(row.inputs) or None,
            "lacking": "; ".join(t.value for t in lacking(row.inputs, holdings)) or None
            if is_open else None,
            "output": row.output or None,
            "file": _link(left),
        }  # fmt: skip
        key = (str(period), str(step.number), str(step.pass_number))
        found[key] = rows.full_row(_TABLE, cells)
    return found


def _left(
    step: StepRow, row: SopRow, holdings: Holdings, documents: list[DocumentRecord]
) -> Iterator[Holding]:
    """Return what a step left: its own documents first, then what its output names."""
    own = [record.path for record in documents if record.step == step.number]
    for path in reversed(own):
        yield Holding(True, path, path.rpartition("/")[2])
    for holding in left_behind(row.output, holdings):
        if holding.place not in own:
            yield holding


def _link(left: tuple[Holding, ...]) -> CellContent:
    return rows.hyperlink(left[0].place, left[0].label) if left else None


def set_name_if_there(draft: Draft, name: str, content: CellContent) -> None:
    """Write a named cell that masters from before it lack."""
    try:
        draft.set_name(name, content)
    except KinerjaError:
        return


def show_turn(draft: Draft, period: Period) -> None:
    """Write on KENDALI who is next, since when and due when, and beside LANGKAH what is lacking.

    Times that cannot be read are for `compute` to tell, not for the board.
    """
    try:
        text = turn_text(turns_of(draft, period))
    except KinerjaError:
        text = "Periksa KALENDER dan waktu di LANGKAH"
    set_name_if_there(draft, names.TURN.name, text)
    refresh_step_work(draft, period)
