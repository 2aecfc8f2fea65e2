from __future__ import annotations

import pytest

from kinerja_xl.core.documents import DocumentKind
from kinerja_xl.core.sop import Sop
from kinerja_xl.files.building.initial_officials import (
    letter_rows,
    official_rows,
    official_values,
)
from kinerja_xl.files.definitions import load_sop
from kinerja_xl.files.resources import shipped
from kinerja_xl.layout import names, tables
from kinerja_xl.layout.spec import Table

SOPS = ("kpu_bengkulu_utara", "kpu_sorong")
each_sop = pytest.mark.parametrize("name", SOPS)


def sop_of(name: str) -> Sop:
    return load_sop(shipped("sop", f"{name}.yaml"))


def column(table: Table, rows: tuple[tuple[object, ...], ...], field: str) -> list[object]:
    return [row[table.position(field)] for row in rows]


@each_sop
def test_official_rows__shipped_sop__has_posts_and_no_persons(name: str) -> None:
    rows = official_rows(sop_of(name))

    table = tables.OFFICIAL_TABLE
    assert column(table, rows, "post")[0] == "Sekretaris"
    assert set(column(table, rows, "name") + column(table, rows, "nip")) == {None}
    assert column(table, rows, "section")[1:] == [s.code for s in sop_of(name).sections]


@pytest.mark.parametrize(
    ("name", "secretary", "planner"),
    [
        pytest.param(SOPS[0], "Sekretaris", "Kasubbag Perencanaan", id=SOPS[0]),
        pytest.param(
            SOPS[1], "Sekretaris KPU", "Kasubbag Perencanaan dan Data Informasi", id=SOPS[1]
        ),
    ],
)
def test_official_rows__actors_of_the_sop__are_named_beside_their_posts(
    name: str, secretary: str, planner: str
) -> None:
    actors = column(tables.OFFICIAL_TABLE, official_rows(sop_of(name)), "actor")

    assert [actor for actor in actors if actor] == [secretary, planner]


@each_sop
def test_letter_rows__every_kind__is_signed_by_a_post_that_is_listed(name: str) -> None:
    rows = letter_rows(sop_of(name))

    table = tables.LETTER_TABLE
    posts = column(tables.OFFICIAL_TABLE, official_rows(sop_of(name)), "post")
    assert column(table, rows, "kind") == [kind.value for kind in DocumentKind]
    named = set(column(table, rows, "signatory") + column(table, rows, "initialler")) - {None}
    assert named <= set(posts)


@pytest.mark.parametrize(("name", "code"), [(SOPS[0], "1703"), (SOPS[1], "9601")], ids=SOPS)
def test_official_values__code__is_that_of_the_sops_number(name: str, code: str) -> None:
    assert official_values(sop_of(name))[names.OFFICE_CODE] == code
