from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest

from kinerja_xl.core.documents import (
    DocumentKind,
    DocumentRecord,
    DocumentStatus,
    Endorsement,
    Mark,
    latest,
    next_running,
    refuse_mark,
)
from kinerja_xl.core.officials import official
from kinerja_xl.core.period import Period
from kinerja_xl.errors import KinerjaError

TW1 = Period.parse("2026-TW1")
NOW = datetime(2026, 4, 2, 9)
DRAFT = DocumentRecord(
    0, "1/SE/2026", 1, date(2026, 4, 1), DocumentKind.CIRCULAR, "Perihal", "Kepada", TW1, ("A",), 0,
    None, "dokumen/a.docx", "surat_edaran.docx", "t", "c", "f",
    Endorsement("Kasubbag"), Endorsement("Sekretaris"),
)  # fmt: skip
BY = official("Sekretaris", "Nama", "197001011995011001")
INITIALLED = replace(DRAFT, initial=Endorsement("Kasubbag", "B", "2", datetime(2026, 4, 1, 15)))


def test_document_kind__codes__are_all_different() -> None:
    assert [kind.code for kind in DocumentKind] == ["LD", "SE", "TT", "SP"]


def test_next_running__counts_by_kind_and_year_and_passes_gaps() -> None:
    records = (
        DRAFT,
        replace(DRAFT, running=9),
        replace(DRAFT, running=50, day=date(2025, 12, 30)),
        replace(DRAFT, running=70, kind=DocumentKind.RECEIPT),
    )

    assert next_running(records, DocumentKind.CIRCULAR, 2026) == 10
    assert next_running(records, DocumentKind.RETURN, 2026) == 1


def test_latest__same_period_and_sections__is_the_last_of_them() -> None:
    other = replace(DRAFT, number="2", sections=("A", "B"))
    again = replace(DRAFT, number="3")

    assert latest((DRAFT, again, other), DocumentKind.CIRCULAR, TW1, ("A",)) is again
    assert latest((DRAFT,), DocumentKind.RECEIPT, TW1, ("A",)) is None


def test_status__follows_what_is_under_it() -> None:
    signed = replace(INITIALLED, signature=Endorsement("Sekretaris", "A", "1", NOW))

    assert [each.status for each in (DRAFT, INITIALLED, signed)] == list(DocumentStatus)


def test_refuse_mark__signature_in_order__passes() -> None:
    refuse_mark(INITIALLED, Mark.SIGNATURE, BY, NOW, NOW, "f")


def test_refuse_mark__signature_before_the_paraf__is_refused() -> None:
    with pytest.raises(KinerjaError, match="mendahului paraf"):
        refuse_mark(INITIALLED, Mark.SIGNATURE, BY, datetime(2026, 4, 1, 10), NOW, "f")


def test_refuse_mark__post_in_other_letters__is_the_same_post() -> None:
    by = official("SEKRETARIS", "Nama", "197001011995011001")

    refuse_mark(INITIALLED, Mark.SIGNATURE, by, NOW, NOW, "f")
