"""What is typed into E-Lapkin and Monev, in which order, as an office may configure it."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from kinerja_xl.core.entry_values import EntryValue, Others
from kinerja_xl.core.sop_checks import Problem, SopInconsistencyError

_Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=40)]
_Code = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100)]
_Label = Annotated[str, StringConstraints(strip_whitespace=True, max_length=1000)]


class _Model(BaseModel):
    model_config = ConfigDict(strict=True, frozen=True, extra="forbid")


class MappedRow(_Model):
    """One indicator at its place in the application."""

    code: _Code = Field(description="Code of the indicator, as in INDIKATOR.")
    label: _Label = Field(
        default="", description="What the application calls it; left out: the indicator's name."
    )


class Application(_Model):
    """One application: what it asks for, and in which order."""

    name: _Name
    decimal_sign: Literal[",", "."] = Field(default=",", description="Between units and tenths.")
    digits: Annotated[int, Field(ge=0, le=6)] = Field(
        default=2, description="Most decimal places of computed figures; rounded half up."
    )
    values: Annotated[tuple[EntryValue, ...], Field(min_length=1)] = Field(
        description="What is typed in; the other columns of ENTRI stay empty."
    )
    rows: tuple[MappedRow, ...] = Field(
        default=(), description="Indicators in the application's order; empty: that of the forms."
    )
    others: Others = Field(
        default=Others.AFTER, description="Indicators not in rows: after them, or left_out."
    )


class EntryMapping(_Model):
    """The whole file."""

    applications: Annotated[tuple[Application, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _check_twice(self) -> Self:
        problems: list[Problem] = []
        names: set[str] = set()
        for index, application in enumerate(self.applications):
            if application.name.casefold() in names:
                what = f'"{application.name}" disebut dua kali'
                problems.append((("applications", index, "name"), what))
            names.add(application.name.casefold())
            codes: set[str] = set()
            for number, row in enumerate(application.rows):
                if row.code.casefold() in codes:
                    place = ("applications", index, "rows", number, "code")
                    problems.append((place, f'"{row.code}" disebut dua kali'))
                codes.add(row.code.casefold())
        if problems:
            raise SopInconsistencyError(tuple(problems))
        return self
