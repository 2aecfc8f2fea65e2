"""An office's SOP (standar operasional prosedur) as data: what a definition file may say."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from typing import Annotated, Self

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    StringConstraints,
    Tag,
    model_validator,
)
from pydantic_core import PydanticCustomError

from kinerja_xl.core.sop_checks import SopInconsistencyError, problems_of
from kinerja_xl.core.step_plan import DurationUnit

UNION_TAG = "="
"""How the names of the two forms begin (a value, or why there is none); no key begins so."""

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=4000)]
OptionalText = Annotated[str, StringConstraints(strip_whitespace=True, max_length=4000)]
ActorId = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
SectionCode = Annotated[str, StringConstraints(pattern=r"^[A-Z][A-Z0-9_]{1,14}$")]
StepNumber = Annotated[int, Field(ge=1, le=200)]


class _Model(BaseModel):
    model_config = ConfigDict(strict=True, frozen=True, extra="forbid")


class NotStated(_Model):
    """In place of a value that the document does not give."""

    not_stated: Text = Field(description="Why: left blank, illegible, lost.")


def _form_of(value: object) -> str:
    is_absent = isinstance(value, NotStated) or (
        isinstance(value, Mapping) and "not_stated" in value
    )
    return f"{UNION_TAG}absent" if is_absent else f"{UNION_TAG}given"


def _read_iso_date(value: object) -> object:
    # Pydantic alone would read "1672876800" as seconds since 1970.
    if not isinstance(value, str):
        return value
    try:
        day = date.fromisoformat(value)
    except ValueError:
        day = None
    if day is None or day.isoformat() != value:
        raise PydanticCustomError("date_parsing", "date as in 2023-01-05")
    return day


_Absent = Annotated[NotStated, Tag(f"{UNION_TAG}absent")]
TextOrNotStated = Annotated[
    Annotated[Text, Tag(f"{UNION_TAG}given")] | _Absent, Discriminator(_form_of)
]
DateOrNotStated = Annotated[
    Annotated[date, BeforeValidator(_read_iso_date), Tag(f"{UNION_TAG}given")] | _Absent,
    Discriminator(_form_of),
]


class Received(_Model):
    """What the source document says where its reading is doubtful or was corrected by judgement."""

    field: Text = Field(description="Key of the same block that the text belongs to.")
    text: Text = Field(description="Exactly as received, scan errors included.")
    note: OptionalText = Field(default="", description="Why the reading was chosen.")


class Number(_Model):
    """Nomor of the SOP."""

    text: Text = Field(description="As received, even when its serial is blank.")
    note: OptionalText = Field(default="", description="Required when the serial is blank.")


class Approval(_Model):
    """Who approved the SOP (disahkan oleh)."""

    post: Text
    name: OptionalText = ""
    nip: OptionalText = ""


class Identity(_Model):
    """The identity block of the SOP."""

    institution: Text
    title: Text
    year: Annotated[int, Field(ge=2000, le=2099)] | None = None
    number: Number
    date_made: DateOrNotStated
    date_revised: DateOrNotStated
    date_effective: DateOrNotStated
    approved_by: Approval
    address: TextOrNotStated
    subbagian: TextOrNotStated
    legal_basis: tuple[Text, ...] = Field(description="Dasar hukum, one decree an item.")
    qualifications: tuple[Text, ...] = Field(description="Kualifikasi pelaksana.")
    related_sops: tuple[Text, ...] = Field(description="Keterkaitan.")
    equipment: tuple[Text, ...] = Field(description="Peralatan/perlengkapan.")
    warning: OptionalText = Field(description="Peringatan.")
    recording: tuple[Text, ...] = Field(description="Pencatatan dan pendataan.")
    received: tuple[Received, ...] = ()


class Clause(_Model):
    """One numbered clause of the ratification."""

    number: Annotated[int, Field(ge=1)]
    text: Text


class Ratification(_Model):
    """The page PENGESAHAN: the rules under which the SOP holds, where and when it was signed."""

    clauses: Annotated[tuple[Clause, ...], Field(min_length=1)]
    place: TextOrNotStated
    signed_on: DateOrNotStated


class Section(_Model):
    """A subbagian; its code names its sheet, its folder and its form."""

    code: SectionCode
    name: Text


DEFAULT_SECTIONS = (
    Section(code="RENDATIN", name="Perencanaan, Data dan Informasi"),
    Section(code="KUL", name="Keuangan, Umum dan Logistik"),
    Section(
        code="TEKNIS",
        name="Teknis Penyelenggaraan Pemilu, Partisipasi dan Hubungan Masyarakat",
    ),
    Section(code="HUKUM", name="Hukum dan Sumber Daya Manusia"),
)
"""The subbagian of a kabupaten/kota secretariat; a definition may list its own instead."""


class Actor(_Model):
    """One column of pelaksana in the swim-lane table, left to right in the order of the list."""

    id: ActorId
    name: Text
    received: tuple[Received, ...] = ()


class Duration(_Model):
    """A step's time (waktu) as authored; half an hour is 30 menit, with the text in `received`."""

    amount: Annotated[int, Field(ge=1, le=100_000)]
    unit: DurationUnit


DurationOrNotStated = Annotated[
    Annotated[Duration, Tag(f"{UNION_TAG}given")] | _Absent, Discriminator(_form_of)
]


class Step(_Model):
    """One row of the SOP."""

    number: StepNumber
    activity: Text = Field(description="Kegiatan/aktivitas.")
    actors: Annotated[tuple[ActorId, ...], Field(min_length=1)]
    actor_inferred: bool = Field(description="True when the document does not say who does it.")
    actor_basis: OptionalText = Field(
        default="", description="What the actors were inferred from; required when inferred."
    )
    inputs: tuple[Text, ...] = Field(description="Kelengkapan/persyaratan.")
    duration: DurationOrNotStated
    output: Text
    remarks: OptionalText = Field(default="", description="Keterangan.")
    next_steps: tuple[StepNumber, ...] | None = Field(
        default=None,
        description="Steps that follow; left out: the next number. An empty list ends the flow.",
    )
    received: tuple[Received, ...] = ()


class Return(_Model):
    """A way back in the flow, such as a draft that goes back for correction."""

    from_step: StepNumber
    to_step: StepNumber
    condition: Text
    inferred: bool
    basis: OptionalText = Field(default="", description="Required when inferred.")


class StatedTotal(_Model):
    """The time that the document itself gives for all steps together."""

    days: Annotated[int, Field(ge=0, le=10_000)] = 0
    hours: Annotated[int, Field(ge=0, le=100_000)] = 0
    minutes: Annotated[int, Field(ge=0, le=1_000_000)] = 0


class Sop(_Model):
    """An SOP definition, checked as a whole."""

    identity: Identity
    ratification: Ratification | None = None
    sections: Annotated[tuple[Section, ...], Field(min_length=1)] = DEFAULT_SECTIONS
    actors: Annotated[tuple[Actor, ...], Field(min_length=1)]
    steps: Annotated[tuple[Step, ...], Field(min_length=1)]
    returns: tuple[Return, ...] = ()
    stated_total: StatedTotal | None = None
    minutes_per_day_equivalent: Annotated[int, Field(ge=1, le=1440)] | None = Field(
        default=None,
        description="Steps authored as a multiple of these minutes are read as working days.",
    )

    collects_audits: bool = Field(
        default=False,
        description="Whether the forms collect the register of LHP, LHE and TLHP.",
    )

    @model_validator(mode="after")
    def _check_whole(self) -> Self:
        problems = problems_of(self)
        if problems:
            raise SopInconsistencyError(problems)
        return self

    def next_steps_of(self, step: Step) -> tuple[int, ...]:
        """Return the numbers of the steps that follow; empty at an end of the flow."""
        if step.next_steps is not None:
            return step.next_steps
        return (step.number + 1,) if step.number < len(self.steps) else ()

    def returns_of(self, step: Step) -> tuple[Return, ...]:
        """Return the ways back that start at a step; a step that has one is a decision."""
        return tuple(item for item in self.returns if item.from_step == step.number)

    def actor_names_of(self, step: Step) -> tuple[str, ...]:
        """Return the names of a step's actors, in the step's order."""
        names = {actor.id: actor.name for actor in self.actors}
        return tuple(names[actor] for actor in step.actors)


def export_schema() -> str:
    """Return the JSON schema of a definition file, the same text every time, newline at the end."""
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **Sop.model_json_schema(mode="validation"),
    }
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"
