from __future__ import annotations

from datetime import datetime

import pytest
from docx import Document

from kinerja_xl.core.documents import DocumentKind, Mark
from kinerja_xl.errors import KinerjaError
from kinerja_xl.layout import tables
from kinerja_xl.layout.document_rows import document_records
from kinerja_xl.usecases.sign import due_mark
from kinerja_xl.usecases.verify import verify
from tests.usecases.letters import (
    CIRCULAR_PATH,
    NIP_PLANNER,
    NUMBER,
    PLANNER,
    SECRETARY,
    make,
    sign,
    signed_circular,
    staffed,
)
from tests.usecases.office import Office, fact

PARAF = Mark.INITIAL


def typed_in_word(office: Office) -> None:
    path = office.root / CIRCULAR_PATH
    paper = Document(str(path))
    paper.add_paragraph("Ditambahkan di Word")
    paper.save(str(path))


def due(office: Office) -> Mark:
    book = office.book()
    (record,) = document_records(book.table(tables.DOCUMENT_TABLE.name))
    return due_mark(book, record)


def test_due_mark__paraf_first_then_signature__another_paraf_for_a_changed_text(
    fresh: Office,
) -> None:
    make(staffed(fresh))
    at_first = due(fresh)
    sign(fresh, PLANNER, PARAF)
    initialled = due(fresh)
    typed_in_word(fresh)
    changed = due(fresh)
    sign(fresh, PLANNER, PARAF)
    sign(fresh)

    assert (at_first, initialled, changed) == (PARAF, Mark.SIGNATURE, PARAF)
    assert due(fresh) is Mark.SIGNATURE


def test_sign_document__paraf_then_signature__are_recorded_with_name_nip_and_time(
    fresh: Office,
) -> None:
    make(staffed(fresh))

    sign(fresh, PLANNER, PARAF)
    report = sign(fresh, at=datetime(2026, 4, 1, 9, 3))

    (row,) = fresh.rows("tblDokumen")
    assert (row["initial_name"], row["initial_nip"]) == (
        "Pemegang Jabatan Dua", NIP_PLANNER.replace(" ", ""),
    )  # fmt: skip
    assert row["signature_at"] == datetime(2026, 4, 1, 9, 3)
    assert row["status"] == fact(report, "status") == "ditandatangani"
    verbs = [line["verb"] for line in fresh.rows("tblRiwayat")]
    assert verbs[-2:] == ["Paraf", "Tanda tangan"]
    assert not verify(fresh.book(), fresh.run()).findings


def test_sign_document__name_of_the_sop__means_the_post(fresh: Office) -> None:
    make(staffed(fresh))

    report = sign(fresh, "kasubbag  perencanaan", PARAF)

    assert fact(report, "post") == PLANNER


@pytest.mark.parametrize(
    ("post", "mark", "at", "told"),
    [
        pytest.param(PLANNER, Mark.SIGNATURE, None, "wewenang Sekretaris", id="not-in-charge"),
        pytest.param(SECRETARY, PARAF, None, f"wewenang {PLANNER}", id="not-the-initialler"),
        pytest.param(SECRETARY, Mark.SIGNATURE, None, "belum diparaf", id="without-paraf"),
        pytest.param("Bupati", PARAF, None, "tidak ada dalam daftar pejabat", id="no-such-post"),
        pytest.param(PLANNER, PARAF, datetime(2026, 4, 2, 8), "belum terjadi", id="future"),
        pytest.param(PLANNER, PARAF, datetime(2026, 3, 1, 8), "mendahului tanggal", id="before"),
    ],
)
def test_sign_document__by_the_wrong_one_or_at_the_wrong_time__is_refused(
    fresh: Office, post: str, mark: Mark, at: datetime | None, told: str
) -> None:
    make(staffed(fresh))
    before = fresh.files()

    with pytest.raises(KinerjaError, match=told):
        sign(fresh, post, mark, at=at)

    assert fresh.files() == before


def test_sign_document__twice__is_refused(fresh: Office) -> None:
    signed_circular(fresh)

    with pytest.raises(KinerjaError, match="sudah ditandatangani Pemegang Jabatan Satu"):
        sign(fresh)


def test_sign_document__paraf_twice__is_refused(fresh: Office) -> None:
    make(staffed(fresh))
    sign(fresh, PLANNER, PARAF)

    with pytest.raises(KinerjaError, match="sudah diparaf"):
        sign(fresh, PLANNER, PARAF)


def test_sign_document__edited_after_the_paraf__needs_another_paraf(fresh: Office) -> None:
    make(staffed(fresh))
    sign(fresh, PLANNER, PARAF)
    typed_in_word(fresh)

    with pytest.raises(KinerjaError, match="berubah sesudah diparaf"):
        sign(fresh)
    sign(fresh, PLANNER, PARAF)
    sign(fresh)

    assert fresh.rows("tblDokumen")[0]["status"] == "ditandatangani"


def test_sign_document__unknown_number__names_what_waits(fresh: Office) -> None:
    make(staffed(fresh))

    with pytest.raises(KinerjaError, match=NUMBER):
        sign(fresh, number="9/X/2026")


def test_sign_document__file_gone__is_refused(fresh: Office) -> None:
    make(staffed(fresh))
    (fresh.root / CIRCULAR_PATH).unlink()

    with pytest.raises(KinerjaError, match="tidak ada di tempatnya"):
        sign(fresh, PLANNER, PARAF)


def test_sign_document__open_in_word__is_refused(fresh: Office) -> None:
    make(staffed(fresh))
    path = fresh.root / CIRCULAR_PATH
    path.with_name(f"~${path.name}").write_bytes(b"\5Pakai")

    with pytest.raises(KinerjaError, match="sedang dibuka"):
        sign(fresh, PLANNER, PARAF)


def test_sign_document__kind_without_paraf__is_signed_at_once(fresh: Office) -> None:
    make(staffed(fresh), DocumentKind.DISPOSITION)
    number = "1/ORT.06-LD/1703/2026"

    with pytest.raises(KinerjaError, match="tidak memerlukan paraf"):
        sign(fresh, PLANNER, PARAF, number)
    report = sign(fresh, number=number)

    assert fact(report, "status") == "ditandatangani"


def test_distribute__after_the_circular_was_signed__refuses_another_definition(
    fresh: Office,
) -> None:
    signed_circular(fresh)
    fresh.type_cell("tblIndikator", "name", "Indikator lain", code="R1")
    before = fresh.files()

    with pytest.raises(KinerjaError) as caught:
        fresh.distribute()

    assert f"RENDATIN ({NUMBER})" in str(caught.value)
    assert fresh.files() == before


def test_distribute__as_signed__goes_out(fresh: Office) -> None:
    signed_circular(fresh)

    report = fresh.distribute()

    assert fact(report, "written") == 4


def test_distribute__new_order_signed__takes_the_new_definition(fresh: Office) -> None:
    signed_circular(fresh)
    fresh.distribute()
    fresh.type_cell("tblIndikator", "name", "Indikator lain", code="R1")
    number = "2/ORT.06-SE/1703/2026"
    make(fresh, is_again=True)
    sign(fresh, PLANNER, PARAF, number)
    sign(fresh, number=number)

    report = fresh.distribute()

    assert fact(report, "written") == 1


def test_sign_document__circular_over_bad_indicators__is_refused(fresh: Office) -> None:
    make(staffed(fresh))
    sign(fresh, PLANNER, PARAF)
    fresh.type_cell("tblIndikator", "polarity", "entah", code="R1")
    before = fresh.files()

    with pytest.raises(KinerjaError, match="INDIKATOR bermasalah"):
        sign(fresh)

    assert fresh.files() == before
