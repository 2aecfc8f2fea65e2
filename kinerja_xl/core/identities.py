"""Tells whether the identity that a returned form carries is the one it was sent out with."""

from __future__ import annotations

import hmac
from collections.abc import Iterable, Iterator
from dataclasses import fields, replace

from kinerja_xl.core.distribution import IssuedForm, Office
from kinerja_xl.core.forms import FormIdentity, form_mac

_FIELDS = tuple(field.name for field in fields(FormIdentity))
SEAL = "segel"
"""What `edited_fields` says when nothing but the seal does not fit."""
_WORDS = {
    "form_id": "nomor formulir",
    "master_id": "ID buku induk",
    "office": "kantor",
    "period": "periode",
    "section": "subbagian",
    "version": "versi",
    "digest": "sidik isi",
    "mac": SEAL,
}
_NAMES_THE_FORM = ("form_id", "mac")
_PLACES_THE_FORM = ("master_id", "period", "section", "version")


def edited_fields(
    identity: FormIdentity, office: Office, issued: Iterable[IssuedForm]
) -> tuple[str, ...]:
    """Name what of an identity was edited by hand, in Indonesian; nothing when it is genuine.

    Genuine is what the master's own key sealed, and an unsealed form of the record that went out
    before there was a key. The rest is compared with the form of the record that it is most like.
    A sealed one in a master without a key is edited, too, or the key is gone. An identity unlike
    any form of this master is another office's, or was never recorded: nothing is said of it here.

    Args:
        identity: As carried by the file.
        office: Whose master it came to.
        issued: Every form that the master recorded.
    """
    if _is_sealed(identity, office) or not (office.key or identity.mac):
        return ()
    candidates = list(_candidates(identity, office, issued))
    if any(not each.mac and each == identity for each in candidates):
        return ()
    like = [each for each in candidates if _is_meant(identity, each)]
    if not like:
        return ()
    return min((_differences(identity, each) for each in like), key=len)


def _is_sealed(identity: FormIdentity, office: Office) -> bool:
    own = form_mac(office.key, identity)
    return bool(office.key) and hmac.compare_digest(own.encode(), identity.mac.encode())


def _candidates(
    identity: FormIdentity, office: Office, issued: Iterable[IssuedForm]
) -> Iterator[FormIdentity]:
    """Give the identity of each recorded form, also as of when the office was called otherwise."""
    renamed = replace(office, name=identity.office)
    for form in issued:
        yield office.identity_of(form)
        yield renamed.identity_of(form)


def _is_meant(identity: FormIdentity, candidate: FormIdentity) -> bool:
    return any(
        getattr(identity, name) == getattr(candidate, name) != "" for name in _NAMES_THE_FORM
    ) or all(getattr(identity, name) == getattr(candidate, name) for name in _PLACES_THE_FORM)


def _differences(identity: FormIdentity, candidate: FormIdentity) -> tuple[str, ...]:
    return tuple(
        _WORDS[name] for name in _FIELDS if getattr(identity, name) != getattr(candidate, name)
    )
