"""How records of the rules stand in the rows of the master's tables, both ways."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from kinerja_xl.core import addresses, audits
from kinerja_xl.core.audits import AuditRow
from kinerja_xl.core.book import TableData
from kinerja_xl.core.dates import read_date
from kinerja_xl.core.distribution import BaseRow, EvidenceRow, IssuedForm, Section
from kinerja_xl.core.findings import Code, Finding, Place, finding
from kinerja_xl.core.forms import Block, FieldKind, block_of
from kinerja_xl.core.history import ChainedEntry, HistoryEntry
from kinerja_xl.core.indicator import Target
from kinerja_xl.core.measure_cells import FIELDS as MEASURE_FIELDS
from kinerja_xl.core.measure_cells import measure_cells, read_measure
from kinerja_xl.core.numbers import Unreadable
from kinerja_xl.core.period import Period
from kinerja_xl.core.section_rows import SectionRow, amount
from kinerja_xl.core.values import CellContent, CellValue, Formula, cell_text
from kinerja_xl.errors import KinerjaError
from kinerja_xl.layout.spec import Table
from kinerja_xl.layout.tables import (
    AUDIT_BASE_TABLE,
    AUDIT_TABLE,
    BASE_TABLE,
    EVIDENCE_BASE_TABLE,
    EVIDENCE_TABLE,
    section_table,
)

_BYTES_OF_LONGEST_TEXT = 2 * 32_767
"""Excel's limit for the text of a cell, counted in UTF-16."""

_BASE_TABLES = {
    Block.PERFORMANCE: BASE_TABLE,
    Block.EVIDENCE: EVIDENCE_BASE_TABLE,
    Block.EXTRA: EVIDENCE_BASE_TABLE,
    Block.AUDIT: AUDIT_BASE_TABLE,
}
_ENTRY_NAMES = tuple(field.name for field in Block.PERFORMANCE.entry_fields)


def cell_address(table: Table, first_row: int, index: int, field: str) -> str:
    """Return the address, such as `H7`, of a field in the table's data row `index` (from 0)."""
    column = table.first_column + table.position(field)
    return addresses.cell_address(first_row + index, column)


def full_row(table: Table, cells: dict[str, CellContent]) -> tuple[CellContent, ...]:
    """Lay out one row in the order of the table's columns; live formulas are filled in.

    Raises:
        ValueError: If a cell names a field that the table lacks.
    """
    unknown = cells.keys() - set(table.fields)
    if unknown:
        raise ValueError(f"{table.name} has no {', '.join(sorted(unknown))}")
    return tuple(
        cells[column.field]
        if column.field in cells
        else Formula(table.formula(column.field))
        if column.formula
        else None
        for column in table.columns
    )


def sections(data: TableData) -> tuple[Section, ...]:
    """Read tblSubbagian."""
    return tuple(
        Section(cell_text(code), cell_text(name)) for code, name in data.pick("code", "name")
    )


def section_rows(
    table: Table, data: TableData
) -> tuple[tuple[SectionRow, ...], tuple[Finding, ...]]:
    """Read a section's table; settings that cannot be read are findings, the defaults stand in."""
    at = {field: n for n, field in enumerate(data.fields)}
    rows: list[SectionRow] = []
    findings: list[Finding] = []
    measure_columns = [at[field] for field in MEASURE_FIELDS]
    entry_columns = [at[field] for field in _ENTRY_NAMES]
    for index, cells in enumerate(data.rows):
        key, period = cell_text(cells[at["key"]]), cell_text(cells[at["period"]])
        if not key or not period:
            continue
        code = cell_text(cells[at["code"]])
        measure, bad = read_measure([cells[n] for n in measure_columns])
        findings.extend(
            finding(
                Code.MASTER_CELL_UNREADABLE,
                Place("", table.sheet, cell_address(table, data.first_row, index, setting.field)),
                section=table.sheet,
                row_key=key,
                column=setting.field,
                code=code,
                field=table.column(setting.field).heading,
                text=setting.text,
            )
            for setting in bad
        )
        rows.append(
            SectionRow(
                index=index,
                key=key,
                period=Period.parse(period),
                code=code,
                objective=cell_text(cells[at["objective"]]),
                name=cell_text(cells[at["name"]]),
                unit=cell_text(cells[at["unit"]]),
                target_year=cells[at["target_year"]],
                target=cells[at["target"]],
                program=cell_text(cells[at["program"]]),
                budget=amount(cells[at["budget"]]),
                evidence=_items(cells[at["evidence_required"]]),
                measure=measure,
                entries=tuple(cells[n] for n in entry_columns),
                verdict=cells[at["verdict"]],
                reason=cells[at["reason"]],
            )
        )
    return tuple(rows), tuple(findings)


def section_row_cells(row: SectionRow) -> dict[str, CellContent]:
    """Return the cells of a section row that are not live formulas, by field."""
    return {
        "row_id": row.row_id,
        "key": row.key,
        "period": str(row.period),
        **definition_cells(row),
        "period_kind": row.period.kind.value,
        "period_number": row.period.number,
        **dict(zip(_ENTRY_NAMES, row.entries, strict=True)),
    }


def definition_cells(row: SectionRow) -> dict[str, CellContent]:
    """Return the cells of a section row that a correction of the indicator can change."""
    target = row.read_target()
    low, high = (target.low, target.high) if isinstance(target, Target) else (None, None)
    return {
        "code": row.code or None, "objective": row.objective or None, "name": row.name or None,
        "unit": row.unit or None,
        "target_year": row.target_year, "target": row.target, "program": row.program or None,
        "budget": row.budget, "evidence_required": "; ".join(row.evidence) or None,
        "target_low": low, "target_high": high,
        **dict(zip(MEASURE_FIELDS, measure_cells(row.measure), strict=True)),
    }  # fmt: skip


def evidence_rows(data: TableData) -> tuple[EvidenceRow, ...]:
    """Read tblBukti."""
    fields = ("period", "section", "slot", "code", "item", "file_name", "description")
    return tuple(
        EvidenceRow(
            index,
            Period.parse(cell_text(period)),
            cell_text(section),
            cell_text(slot),
            cell_text(code),
            cell_text(item),
            file_name,
            description,
        )
        for index, (period, section, slot, code, item, file_name, description) in enumerate(
            data.pick(*fields)
        )
        if period is not None and slot is not None
    )


def evidence_row_cells(row: EvidenceRow) -> tuple[CellContent, ...]:
    """Lay out a row of tblBukti."""
    return full_row(
        EVIDENCE_TABLE,
        {
            "row_id": row.row_id, "slot": row.slot, "period": str(row.period),
            "section": row.section, "code": row.code or None, "item": row.item or None,
            "file_name": row.file_name, "description": row.description,
        },
    )  # fmt: skip


def issued_forms(data: TableData) -> tuple[IssuedForm, ...]:
    """Read tblFormulir."""
    fields = ("form_id", "period", "section", "version", "digest", "returned_sha256")
    return tuple(
        IssuedForm(
            index,
            cell_text(form),
            Period.parse(cell_text(period)),
            cell_text(section),
            int(cell_text(version)),
            cell_text(digest),
            is_returned=returned is not None,
        )
        for index, (form, period, section, version, digest, returned) in enumerate(
            data.pick(*fields)
        )
        if form is not None
    )


def base_rows(data: TableData) -> Iterator[BaseRow]:
    """Read a table of base values; each row with the entries of its own block.

    The cells have no date format, so a date comes as a number.
    """
    at = {field: n for n, field in enumerate(data.fields)}
    columns = {
        block: [at[field.name] for field in block.entry_fields]
        for block in Block
        if all(field.name in at for field in block.entry_fields)
    }
    dated = {
        block: [n for n, field in enumerate(block.entry_fields) if field.kind is FieldKind.DATE]
        for block in columns
    }
    for index, cells in enumerate(data.rows):
        key = cell_text(cells[at["key"]])
        if key:
            block = block_of(key)
            entries = tuple(cells[n] for n in columns[block])
            for n in dated[block]:
                if isinstance(entries[n], float | int):
                    entries = (*entries[:n], _day(entries[n]), *entries[n + 1 :])
            yield BaseRow(index, cell_text(cells[at["form_id"]]), key, entries)


def _day(value: CellValue) -> CellValue:
    day = read_date(value)
    return value if isinstance(day, Unreadable) else day


def base_table(key: str) -> Table:
    """Return the table that holds the base of the form row with that key."""
    return _BASE_TABLES[block_of(key)]


def block_table(block: Block, section: str) -> Table:
    """Return the table in which the rows of a block of a section's form end up."""
    if block is Block.PERFORMANCE:
        return section_table(section)
    return AUDIT_TABLE if block is Block.AUDIT else EVIDENCE_TABLE


def audit_rows(data: TableData) -> tuple[AuditRow, ...]:
    """Read tblLHP, rows without a key and blank ones included."""
    fields = ("key", "section", "evidence_period", *audits.FIELDS)
    return tuple(
        AuditRow(index, cell_text(key), cell_text(section), tuple(entries), cell_text(period))
        for index, (key, section, period, *entries) in enumerate(data.pick(*fields))
    )


def audit_row_cells(row: AuditRow) -> tuple[CellContent, ...]:
    """Lay out a row of tblLHP."""
    cells: dict[str, CellContent] = dict(zip(audits.FIELDS, row.entries, strict=True))
    own = {"key": row.key, "section": row.section, "evidence_period": row.evidence_period or None}
    return full_row(AUDIT_TABLE, {**cells, **own})


def base_row_cells(
    form_id: str, key: str, entries: tuple[CellValue, ...]
) -> tuple[CellContent, ...]:
    """Lay out a row of the base table that holds that key."""
    names = (field.name for field in block_of(key).entry_fields)
    cells: dict[str, CellContent] = dict(zip(names, entries, strict=True))
    return full_row(base_table(key), {"form_id": form_id, "key": key, **cells})


def finding_cells(
    number: int,
    found: Finding,
    *,
    found_at: datetime,
    period: str,
    source: str,
    link: Callable[[Place], str],
    returned: str = "",
) -> dict[str, CellContent]:
    """Return the cells of one line of TEMUAN; its place is a link.

    Args:
        link: Makes the target of a link from a place, relative to the master's folder.
        returned: For a conflict, the value in the form, by which a decision is recognised.
    """
    place = str(found.place)
    target = link(found.place)
    return {
        "number": number, "found_at": found_at, "period": period, "source": source,
        "section": found.section or None, "severity": found.code.severity.value,
        "code": found.code.name, "place": hyperlink(target, place) if target else place or None,
        "message": _fitting(found.message), "remedy": found.remedy,
        "file": found.place.file or None, "row_key": found.row_key or None,
        "field": found.column or None, "returned": returned or None,
    }  # fmt: skip


def hyperlink(target: str, label: str) -> CellContent:
    """Make a cell that leads to a target; a label too long for a formula stays plain text."""
    if max(len(target), len(label)) > 255:  # noqa: PLR2004 - Excel's limit for a text in a formula
        return label
    quoted = [part.replace('"', '""') for part in (target, label)]
    return Formula(f'HYPERLINK("{quoted[0]}","{quoted[1]}")', label)


def history_cells(chained: ChainedEntry) -> dict[str, CellContent]:
    """Return the cells of one line of RIWAYAT."""
    entry = chained.entry
    return {
        "number": chained.number, "at": entry.at, "who": entry.who, "verb": entry.verb,
        "period": entry.period or None, "section": entry.section or None,
        "file": entry.file or None, "file_sha256": entry.file_sha256 or None,
        "row_key": entry.row_key or None, "field": entry.field or None,
        "old": _history_value(entry.old), "new": _history_value(entry.new), "chain": chained.chain,
    }  # fmt: skip


def history_lines(data: TableData) -> tuple[ChainedEntry, ...]:
    """Read RIWAYAT as it stands; whatever somebody wrote into it, reading does not fail."""
    lines = []
    for cells in data.rows:
        line = dict(zip(data.fields, cells, strict=True))
        number, chain = cell_text(line.pop("number")), cell_text(line.pop("chain"))
        kept = {name: line.pop(name) for name in ("at", "old", "new")}
        texts = {name: cell_text(value) for name, value in line.items()}
        entry = HistoryEntry(**{**texts, **kept})  # type: ignore[arg-type] # fields by name
        lines.append(ChainedEntry(int(number) if number.isdecimal() else 0, entry, chain))
    return tuple(lines)


def moment(value: CellValue, where: str) -> datetime | None:
    """Read a cell that holds a moment, to the nearest second; a date alone means its midnight.

    Raises:
        KinerjaError: If the cell holds something else.
    """
    if value is None:
        return value
    if isinstance(value, datetime):
        return (value + timedelta(milliseconds=500)).replace(microsecond=0)
    if isinstance(value, date):
        return datetime.combine(value, time())
    raise KinerjaError(
        f'"{value}" bukan tanggal dan jam.', where=where, remedy="Tulis seperti 05/01/2026 08:00."
    )


def _fitting(text: str) -> str:
    """Cut a text that no cell can hold: a conflict quotes three texts, each as long as a cell."""
    units = text.encode("utf-16-le")
    if len(units) <= _BYTES_OF_LONGEST_TEXT:
        return text
    return units[: _BYTES_OF_LONGEST_TEXT - 2].decode("utf-16-le", "ignore") + "…"


def _items(value: CellValue) -> tuple[str, ...]:
    return tuple(item.strip() for item in cell_text(value).split(";") if item.strip())


def _history_value(value: CellValue) -> CellValue:
    return value if not isinstance(value, Decimal) else +value
