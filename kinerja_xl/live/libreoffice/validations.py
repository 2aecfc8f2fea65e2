"""What may be typed into cells."""

from __future__ import annotations

from typing import Any

from xlwings import XlwingsError, base_classes

from kinerja_xl.live.libreoffice.bridge import UnoObject, enumeration
from kinerja_xl.live.libreoffice.cell_block import CellBlock
from kinerja_xl.live.libreoffice.formulas import to_bridge, to_excel

_TYPES = {
    "none": "ANY",
    "whole_number": "WHOLE",
    "decimal": "DECIMAL",
    "list": "LIST",
    "date": "DATE",
    "time": "TIME",
    "text_length": "TEXT_LEN",
    "custom": "CUSTOM",
}
_OPERATORS = {
    "between": "BETWEEN",
    "not_between": "NOT_BETWEEN",
    "equal_to": "EQUAL",
    "not_equal_to": "NOT_EQUAL",
    "greater_than": "GREATER",
    "less_than": "LESS",
    "greater_than_or_equal": "GREATER_EQUAL",
    "less_than_or_equal": "LESS_EQUAL",
}
_ALERTS = {"stop": "STOP", "warning": "WARNING", "information": "INFO"}
_TYPE_NAMES = {theirs: ours for ours, theirs in _TYPES.items()}
_OPERATOR_NAMES = {theirs: ours for ours, theirs in _OPERATORS.items()}
_ALERT_NAMES = {theirs: ours for ours, theirs in _ALERTS.items()}
_COMPARED = {"whole_number", "decimal", "date", "time", "text_length"}
_WITHOUT_RULE = {"none", "inconsistent", "mixed_criteria"}
_SHEET = "com.sun.star.sheet."


class DataValidation(base_classes.DataValidation):
    """The rule for what may be typed into the cells of a range."""

    def __init__(self, cells: CellBlock) -> None:
        self.cells = cells

    @property
    def api(self) -> UnoObject:
        """LibreOffice's rule."""
        return self.cells.xl.Validation

    @property
    def type(self) -> str:
        """The kind of rule; `inconsistent` or `mixed_criteria` when the cells differ."""
        found = self._rules()
        if len(found) > 1:
            return "mixed_criteria" if any(kind == "ANY" for kind, *_ in found) else "inconsistent"
        return _TYPE_NAMES.get(found.pop()[0], "unknown")

    @property
    def operator(self) -> str | None:
        """How a value is compared."""
        if self.type not in _COMPARED:
            return None
        return _OPERATOR_NAMES.get(str(self.api.getOperator().value))

    @property
    def formula1(self) -> str | None:
        """The value, or the lower one, to compare with."""
        return _shown(self.api.getFormula1()) if self.type in _COMPARED else None

    @property
    def formula2(self) -> str | None:
        """The upper value to compare with."""
        if self.operator not in {"between", "not_between"}:
            return None
        return _shown(self.api.getFormula2())

    @property
    def formula(self) -> str | None:
        """The formula that decides."""
        return f"={_shown(self.api.getFormula1())}" if self.type == "custom" else None

    @property
    def source(self) -> str | None:
        """What the list offers: texts with commas between them, or a reference."""
        if self.type != "list":
            return None
        text = str(self.api.getFormula1())
        if text.startswith('"'):
            return ",".join(piece.strip('"') for piece in text.split(";"))
        return f"={_shown(text)}"

    @property
    def in_cell_dropdown(self) -> bool | None:
        """Whether the list can be pulled down in the cell."""
        return bool(self.api.ShowList) if self.type == "list" else None

    @property
    def ignore_blank(self) -> Any:
        """Whether an empty cell is always allowed."""
        return self._of_rule("IgnoreBlankCells")

    @property
    def input_title(self) -> Any:
        """The title of what is shown when the cell is selected."""
        return self._of_rule("InputTitle")

    @property
    def input_message(self) -> Any:
        """What is shown when the cell is selected."""
        return self._of_rule("InputMessage")

    @property
    def show_input(self) -> Any:
        """Whether something is shown when the cell is selected."""
        return self._of_rule("ShowInputMessage")

    @property
    def error_title(self) -> Any:
        """The title of what is shown for a wrong value."""
        return self._of_rule("ErrorTitle")

    @property
    def error_message(self) -> Any:
        """What is shown for a wrong value."""
        return self._of_rule("ErrorMessage")

    @property
    def show_error(self) -> Any:
        """Whether something is shown for a wrong value."""
        return self._of_rule("ShowErrorMessage")

    @property
    def alert_style(self) -> str | None:
        """What happens with a wrong value."""
        style = self._of_rule("ErrorAlertStyle")
        return None if style is None else _ALERT_NAMES.get(str(style.value))

    def set_list(self, source: Any, in_cell_dropdown: bool) -> None:
        """Allow the texts of a list, or what stands in cells or behind a name."""
        if isinstance(source, CellBlock):
            formula = f"={source.sheet.quoted_name}!{source.address}"
        elif isinstance(source, base_classes.Name):
            formula = f"={source.name}"
        else:
            formula = "=" + ",".join('"' + text.replace('"', '""') + '"' for text in source)
        rule = self._new_rule("list", None, formula, None)
        rule.ShowList = 1 if in_cell_dropdown else 0
        self.cells.xl.Validation = rule

    def set_rule(
        self, rule_type: str, operator: str | None, formula1: str, formula2: str | None
    ) -> None:
        """Allow values that compare so."""
        self.cells.xl.Validation = self._new_rule(rule_type, operator, formula1, formula2)

    def delete(self) -> None:
        """Allow everything."""
        self.cells.sheet.require_unprotected(self.cells.box)
        rule = self.api
        rule.Type = enumeration(f"{_SHEET}ValidationType", "ANY")
        self.cells.xl.Validation = rule

    def _new_rule(
        self, kind: str, operator: str | None, formula1: str, formula2: str | None
    ) -> UnoObject:
        self.cells.sheet.require_unprotected(self.cells.box)
        if self.type in {"inconsistent", "mixed_criteria"}:
            raise XlwingsError("the cells have different rules: change or delete them one by one")
        rule = self.api
        rule.Type = enumeration(f"{_SHEET}ValidationType", _TYPES[kind])
        rule.ShowErrorMessage = True
        if operator is not None:
            rule.setOperator(enumeration(f"{_SHEET}ConditionOperator", _OPERATORS[operator]))
        rule.setFormula1(_written(formula1))
        rule.setFormula2(_written(formula2 or ""))
        return rule

    def _of_rule(self, name: str) -> Any:
        return None if self.type in _WITHOUT_RULE else getattr(self.api, name)

    def _rules(self) -> set[tuple[str, ...]]:
        """Return what the rules of the cells say, each once."""
        if len(self.cells) == 1:
            return {_content(self.api)}
        groups = self.cells.xl.getUniqueCellFormatRanges()
        count = groups.getCount()
        return {_content(groups.getByIndex(index).Validation) for index in range(count)}


def _content(rule: UnoObject) -> tuple[str, ...]:
    kind = str(rule.Type.value)
    if kind == "ANY":
        return (kind,)
    return kind, str(rule.getOperator().value), str(rule.getFormula1()), str(rule.getFormula2())


def _written(formula: str) -> str:
    return to_bridge(f"={str(formula).removeprefix('=')}")[1:]


def _shown(formula: str) -> str:
    return to_excel(f"={formula}")[1:]
