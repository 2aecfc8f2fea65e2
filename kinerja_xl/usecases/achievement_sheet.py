"""CAPAIAN: computed values beside the live formulas, and what is wrong with the figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from kinerja_xl.core.achievement import compare_stated
from kinerja_xl.core.book import MasterReader
from kinerja_xl.core.draft import Draft
from kinerja_xl.core.findings import Code, Finding, Place, finding
from kinerja_xl.core.indicator import Indicator
from kinerja_xl.core.numbers import Unreadable, format_number, read_number
from kinerja_xl.core.period import Period
from kinerja_xl.core.results import OfficeResults, RowResult, undistributed_periods
from kinerja_xl.core.targets import read_realisation
from kinerja_xl.core.values import CellContent, CellValue, Formula, cell_text, is_same
from kinerja_xl.layout import rows, tables
from kinerja_xl.layout.frozen import constant
from kinerja_xl.layout.row_formulas import live, lookup
from kinerja_xl.usecases.closed import closed_periods
from kinerja_xl.usecases.gather import Run
from kinerja_xl.usecases.summaries import write_summaries

_TABLE = tables.ACHIEVEMENT_TABLE
_FOLLOWED = frozenset(
    (
        "code", "objective", "name", "unit", "target", "realisation", "cumulative", "unrounded",
        "achievement", "category", "status",
    )
)  # fmt: skip
_TOLD = ("code", "objective", "name", "unit", "target")
"""What of a section's row is known before anything is computed; it makes the line high enough."""
_KEPT = ("computed", "computed_at", "stated")


def lines(reader: MasterReader) -> dict[tuple[str, str], int]:
    """Return the index of each line of CAPAIAN by section and row.

    Only rows that have a line count: a row whose indicator has left the section keeps its place in
    the section's sheet, but is neither asked for nor reckoned with.
    """
    cells = reader.table(_TABLE.name).pick("section", "row_id")
    return {
        (cell_text(section), cell_text(row_id)): index
        for index, (section, row_id) in enumerate(cells)
    }


def uncomputed(reader: MasterReader, results: OfficeResults) -> tuple[str, ...]:
    """List the codes of rows of which CAPAIAN does not say what computing would say now."""
    index_of = lines(reader)
    said = tuple(reader.table(_TABLE.name).pick("computed", "computed_at"))
    return tuple(
        result.row.code
        for result in results.rows
        for computed, at in (said[index_of[result.section, result.row.row_id]],)
        if at is None or not is_same(computed, result.achievement.value)
    )


def follow_rows(draft: Draft, period: Period, row_ids: Mapping[str, Sequence[str]]) -> None:
    """Give each row of the sections' forms its line in CAPAIAN; lines without a row go.

    Args:
        draft: The master as it will be.
        period: Of the forms.
        row_ids: By section; a section that is not named keeps its lines.
    """
    wanted = {(section, row_id) for section, ids in row_ids.items() for row_id in ids}
    own_period = str(period)

    def is_gone(section: CellValue, of_period: CellValue, row_id: CellValue) -> bool:
        is_mine = of_period == own_period and section in row_ids
        return is_mine and (section, row_id) not in wanted

    data = draft.table(_TABLE.name)
    told = _Told(draft)
    if any(is_gone(*line) for line in data.pick("section", "period", "row_id")):
        closed = closed_periods(draft)
        picked = data.pick("section", "period", "row_id", *_KEPT)
        kept = [
            _closed_line(row)
            if cell_text(of_period) in closed
            else _line(told, cell_text(code), cell_text(of_period), cell_text(row_id), tuple(own))
            for row, (code, of_period, row_id, *own) in zip(data.rows, picked, strict=True)
            if not is_gone(code, of_period, row_id)
        ]
        draft.replace(_TABLE.name, kept)
    present = lines(draft)
    draft.append(
        _TABLE.name,
        [
            _line(told, section, own_period, row_id, ())
            for section, ids in row_ids.items()
            for row_id in ids
            if (section, row_id) not in present
        ],
    )


def _closed_line(row: tuple[CellValue, ...]) -> tuple[CellContent, ...]:
    """Give a line of a closed period back as it stands; what follows the line alone stays live."""
    return tuple(
        constant(value)
        if column.field in _FOLLOWED
        else Formula(_TABLE.formula(column.field), value)
        if column.formula
        else value
        for column, value in zip(_TABLE.columns, row, strict=True)
    )


def _line(
    told: _Told, section: str, period: str, row_id: str, kept: tuple[CellValue, ...]
) -> tuple[CellContent, ...]:
    source = tables.section_table(section)
    known = told.of(source.name, row_id)
    followed = {
        name: live(lookup(source, name).text, known.get(name))
        for name in _TABLE.fields
        if name in _FOLLOWED
    }
    own = dict(zip(_KEPT, kept, strict=False))
    return rows.full_row(
        _TABLE, {"row_id": row_id, "period": period, "section": section, **followed, **own}
    )


class _Told:
    """What the sections' sheets say of their rows, each sheet looked through once."""

    def __init__(self, draft: Draft) -> None:
        self._draft = draft
        self._sheets: dict[str, dict[CellValue, tuple[CellValue, ...]]] = {}

    def of(self, section_table: str, row_id: str) -> dict[str, CellValue]:
        """Return what is known of a row; nothing when it is not there."""
        if section_table not in self._sheets:
            picked = self._draft.table(section_table).pick("row_id", *_TOLD)
            self._sheets[section_table] = {found: tuple(told) for found, *told in picked}
        told = self._sheets[section_table].get(row_id)
        return {} if told is None else dict(zip(_TOLD, told, strict=True))


def unreadable_figures(draft: Draft, results: OfficeResults) -> list[Finding]:
    """Find the targets and realisations in the section sheets that cannot be read."""
    found: list[Finding] = []
    for result in results.rows:
        row = result.row
        table = tables.section_table(result.section)
        first_row = draft.table(table.name).first_row
        cells: tuple[tuple[str, object, CellValue], ...] = (
            ("target", row.read_target(), row.target),
            (
                "realisation",
                read_realisation(row.entry("realisation"), row.measure, row.unit),
                row.entry("realisation"),
            ),
        )
        found.extend(
            finding(
                Code.MASTER_CELL_UNREADABLE,
                Place("", table.sheet, rows.cell_address(table, first_row, row.index, field)),
                section=result.section,
                row_key=row.key,
                column=field,
                code=row.code,
                field=table.column(field).heading,
                text=cell_text(raw),
            )
            for field, read, raw in cells
            if isinstance(read, Unreadable)
        )
    return found


def write_achievements(
    draft: Draft, period: Period, results: OfficeResults, run: Run
) -> list[Finding]:
    """Write the computed values beside the live formulas; report where stated ones differ."""
    table = _TABLE
    data = draft.table(table.name)
    index_of = lines(draft)
    before = tuple(data.pick("computed", "computed_at"))
    stated = data.column("stated")
    found = []
    for result in results.rows:
        index = index_of[result.section, result.row.row_id]
        value = result.achievement.value
        computed, computed_at = before[index]
        if not is_same(computed, value) or computed_at is None:
            draft.set_cell(table.name, index, "computed", value)
            draft.set_cell(table.name, index, "computed_at", run.now)
        for field, content in followed_cells(result).items():
            draft.set_cell(table.name, index, field, content)
        _write_section_cells(draft, result)
        said = read_number(stated[index], is_percent=True)
        if not isinstance(said, Decimal):
            continue
        difference = compare_stated(said, result.achievement)
        if difference:
            found.append(_stated_differs(draft, result, index, said, difference))
    write_summaries(draft, period, results)
    return found


def followed_cells(result: RowResult) -> dict[str, Formula]:
    """Give each live formula of CAPAIAN the value of the rule, for programs that do not compute."""
    source = tables.section_table(result.section)
    row = result.row
    values: dict[str, CellValue] = {
        "code": row.code, "objective": row.objective, "name": row.name, "unit": row.unit,
        "target": row.target, "realisation": row.entry("realisation"),
        "unrounded": result.achievement.unrounded, **shown_figures(result),
    }  # fmt: skip
    return {field: live(lookup(source, field).text, value) for field, value in values.items()}


def shown_figures(result: RowResult) -> dict[str, CellValue]:
    """Return the computed figures of a row by field, as CAPAIAN and the section sheet show them."""
    return {
        "cumulative": result.cumulative.realisation,
        "achievement": result.achievement.value,
        "category": result.band.category if result.band else None,
        "status": result.achievement.status.value,
    }


def _write_section_cells(draft: Draft, result: RowResult) -> None:
    table = tables.section_table(result.section)
    figures = {**shown_figures(result), "unrounded": result.achievement.unrounded}
    for field, value in figures.items():
        content = live(table.formula(field), value)
        draft.set_cell(table.name, result.row.index, field, content)


def _stated_differs(
    draft: Draft, result: RowResult, index: int, stated: Decimal, difference: Decimal
) -> Finding:
    table = _TABLE
    address = rows.cell_address(table, draft.table(table.name).first_row, index, "stated")
    computed = result.achievement.value
    return finding(
        Code.STATED_DIFFERS, Place("", table.sheet, address), section=result.section,
        row_key=result.row.key, column="stated", code=result.row.code,
        stated=format_number(stated), difference=format_number(difference),
        computed=format_number(computed) if computed is not None else "-",
    )  # fmt: skip


def missing_periods(
    draft: Draft, results: OfficeResults, indicators: tuple[Indicator, ...]
) -> list[Finding]:
    """Find the cumulative rows whose earlier periods were never distributed."""
    by_key = {indicator.key: indicator for indicator in indicators}
    table = tables.INDICATOR_TABLE
    found: list[Finding] = []
    present = {
        section.name: set(draft.table(tables.section_table(section.name).name).column("row_id"))
        for section in results.sections
    }
    for result in results.rows:
        indicator = by_key.get(result.row.key)
        if indicator is None:
            continue
        found.extend(
            finding(
                Code.PERIOD_NOT_DISTRIBUTED,
                Place("", table.sheet),
                section=result.section,
                row_key=result.row.key,
                code=result.row.code,
                period=str(period),
            )
            for period in undistributed_periods(indicator, result.row, present[result.section])
        )
    return found
