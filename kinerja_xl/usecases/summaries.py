"""The summaries on CAPAIAN and SASARAN: live for the active period, kept for closed ones."""

from __future__ import annotations

from collections.abc import Mapping

from kinerja_xl.core.closing import OBJECTIVE, OFFICE, SECTION, GroupFigures
from kinerja_xl.core.draft import Draft
from kinerja_xl.core.period import Period
from kinerja_xl.core.results import GroupResult, OfficeResults
from kinerja_xl.core.values import CellContent, CellValue, Formula, cell_text
from kinerja_xl.layout import names, rows, tables
from kinerja_xl.layout.frozen import with_closed_periods
from kinerja_xl.layout.row_formulas import live
from kinerja_xl.layout.spec import Table
from kinerja_xl.usecases import gather
from kinerja_xl.usecases.closed import kept_figures

_FIGURES = ("indicators", "evaluable", "mean", "category")


def write_summaries(draft: Draft, period: Period, results: OfficeResults) -> None:
    """Write the means of a period beside their formulas; nothing when it is not the active one."""
    if period != gather.active_period(draft):
        return
    office = results.office
    if office is not None:
        category = office.band.category if office.band else None
        mean_cell, category_cell = names.OFFICE_MEAN, names.OFFICE_CATEGORY
        draft.set_name(mean_cell.name, live(mean_cell.formula, office.mean.value))
        draft.set_name(category_cell.name, live(category_cell.formula, category))
    objectives = tables.OBJECTIVE_SUMMARY_TABLE
    draft.replace(
        objectives.name,
        (
            rows.full_row(objectives, {"objective": group.name, **_summary(objectives.name, group)})
            for group in results.objectives
        ),
    )
    sections = tables.SECTION_SUMMARY_TABLE
    by_code = {group.name: group for group in results.sections}
    for index, (code,) in enumerate(draft.table(sections.name).pick("code")):
        group = by_code.get(cell_text(code))
        if group:
            for field, content in _summary(sections.name, group).items():
                draft.set_cell(sections.name, index, field, content)
    keep_closed_summaries(draft)


def _summary(table_name: str, group: GroupResult) -> dict[str, CellContent]:
    table = tables.table_named(table_name)
    values: dict[str, CellValue] = {
        "indicators": group.indicators,
        "evaluable": group.mean.counted,
        "mean": group.mean.value,
        "category": group.band.category if group.band else None,
    }
    return {field: live(table.formula(field), value) for field, value in values.items()}


def keep_closed_summaries(draft: Draft) -> None:
    """Let the summaries give the kept figures whenever a closed period is the active one.

    They follow the period on KENDALI, which a person may change by typing. Where the active period
    is closed, SASARAN gets its objectives.
    """
    kept = {name: each.groups for name, each in kept_figures(draft).items()}
    active = str(gather.active_period(draft))
    for cell, figure in ((names.OFFICE_MEAN, "mean"), (names.OFFICE_CATEGORY, "category")):
        figures = _figures_of(kept, OFFICE, OFFICE, figure)
        value = figures.get(active, draft.value(cell.name))
        draft.set_name(cell.name, Formula(with_closed_periods(cell.formula, figures), value))
    table = tables.OBJECTIVE_SUMMARY_TABLE
    own = [group.name for group in kept.get(active, ()) if group.group == OBJECTIVE]
    present = [cell_text(name) for name in draft.table(table.name).column("objective")]
    if own and own != present:
        draft.replace(table.name, (rows.full_row(table, {"objective": name}) for name in own))
    _keep_rows(draft, tables.SECTION_SUMMARY_TABLE, SECTION, kept, active)
    _keep_rows(draft, table, OBJECTIVE, kept, active)


def _keep_rows(
    draft: Draft,
    table: Table,
    kind: str,
    kept: Mapping[str, tuple[GroupFigures, ...]],
    active: str,
) -> None:
    naming = table.fields[0]
    for index, (name, *present) in enumerate(draft.table(table.name).pick(naming, *_FIGURES)):
        for field, value in zip(_FIGURES, present, strict=True):
            figures = _figures_of(kept, kind, cell_text(name), field)
            text = with_closed_periods(table.formula(field), figures)
            draft.set_cell(table.name, index, field, Formula(text, figures.get(active, value)))


def _figures_of(
    kept: Mapping[str, tuple[GroupFigures, ...]], kind: str, name: str, figure: str
) -> dict[str, CellValue]:
    """Return one figure of a group in every closed period that has the group."""
    return {
        period: getattr(group, figure)
        for period, groups in kept.items()
        for group in groups
        if (group.group, group.name) == (kind, name)
    }
