from __future__ import annotations

from dataclasses import replace

import pytest

from kinerja_xl.core.distribution import IssuedForm, Office
from kinerja_xl.core.forms import FormIdentity, form_mac
from kinerja_xl.core.identities import edited_fields
from kinerja_xl.core.period import Period

TW1, TW2 = Period.parse("2026-TW1"), Period.parse("2026-TW2")
OFFICE = Office("KPU Kabupaten Contoh", "induk", "rahasia", unsealed_forms=1)
OLD = IssuedForm(0, "lama", TW1, "KUL", 1, "d0")
FORMS = (OLD, IssuedForm(1, "satu", TW1, "REN", 1, "d1"), IssuedForm(2, "dua", TW2, "REN", 1, "d2"))
SEALED = OFFICE.identity_of(FORMS[1])
UNSEALED = OFFICE.identity_of(OLD)


def test_form_mac__any_field_or_key_changed__is_another() -> None:
    changed = [
        replace(SEALED, form_id="x"), replace(SEALED, master_id="x"), replace(SEALED, office="x"),
        replace(SEALED, period=TW2), replace(SEALED, section="x"), replace(SEALED, version=2),
        replace(SEALED, digest="x"),
    ]  # fmt: skip

    macs = {form_mac("rahasia", identity) for identity in (SEALED, *changed)}

    assert len(macs) == 8
    assert form_mac("lain", SEALED) not in macs
    assert form_mac("rahasia", replace(SEALED, mac="")) == SEALED.mac


@pytest.mark.parametrize("identity", [SEALED, UNSEALED], ids=["sealed", "of-before-the-key"])
def test_edited_fields__genuine__are_none(identity: FormIdentity) -> None:
    assert edited_fields(identity, OFFICE, FORMS) == ()


def test_edited_fields__office_renamed_since__are_none() -> None:
    renamed = replace(OFFICE, name="KPU Kabupaten Contoh Raya")

    assert edited_fields(SEALED, renamed, FORMS) == ()
    assert edited_fields(UNSEALED, renamed, FORMS) == ()


@pytest.mark.parametrize(
    ("identity", "fields"),
    [
        pytest.param(replace(SEALED, period=TW2), ("periode",), id="period"),
        pytest.param(replace(SEALED, master_id="x"), ("ID buku induk",), id="master"),
        pytest.param(replace(SEALED, form_id="dua"), ("nomor formulir",), id="form-id-of-another"),
        pytest.param(replace(SEALED, mac=""), ("segel",), id="seal-torn-off"),
        pytest.param(replace(SEALED, mac="é"), ("segel",), id="seal-not-ascii"),
        pytest.param(
            replace(SEALED, version=2, digest="x"), ("versi", "sidik isi"), id="two-fields"
        ),
        pytest.param(replace(UNSEALED, digest="x"), ("sidik isi",), id="unsealed"),
        pytest.param(replace(UNSEALED, mac="x"), ("segel",), id="seal-invented"),
    ],
)
def test_edited_fields__edited_by_hand__names_exactly_them(
    identity: FormIdentity, fields: tuple[str, ...]
) -> None:
    assert edited_fields(identity, OFFICE, FORMS) == fields


def test_edited_fields__another_offices_form__are_none() -> None:
    theirs = Office("KPU Kota Lain", "lain", "kunci mereka")
    identity = theirs.identity_of(IssuedForm(0, "x", TW1, "REN", 1, "d9"))

    assert edited_fields(identity, OFFICE, FORMS) == ()


def test_edited_fields__master_without_a_key__cannot_have_sealed_a_form() -> None:
    without = Office("KPU Kabupaten Contoh", "induk")

    assert edited_fields(replace(SEALED, mac=""), without, FORMS) == ()
    assert edited_fields(SEALED, without, FORMS) == ("segel",)
    assert edited_fields(replace(UNSEALED, mac=form_mac("", UNSEALED)), without, FORMS) == (
        "segel",
    )
