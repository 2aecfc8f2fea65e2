from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinerja_xl.core.completeness import (
    CompletenessReport,
    PerformanceRow,
    Scope,
    check_completeness,
)
from kinerja_xl.core.evidence import Access, EvidenceFile, EvidenceListing
from kinerja_xl.core.evidence_checks import ListingStatus
from kinerja_xl.core.findings import Code, Place
from kinerja_xl.core.period import Period
from kinerja_xl.core.tally import Tally

HEADINGS = {
    "realisation": "Realisasi",
    "budget_realisation": "Realisasi Anggaran",
    "obstacles": "Kendala",
    "follow_up": "Rencana Tindak Lanjut",
}
CELLS = {
    "realisation": Place("", "KUL", "J6"),
    "budget_realisation": Place("", "KUL", "Q6"),
    "obstacles": Place("", "KUL", "S6"),
    "follow_up": Place("", "KUL", "U6"),
}
FILE_CELL = Place("", "DATA PENDUKUNG", "G5")
CODE_CELL = Place("", "DATA PENDUKUNG", "E5")
FILLED = PerformanceRow(
    section="KUL",
    key="I001",
    code="1.1",
    has_target=True,
    realisation=98.5,
    budget=None,
    budget_realisation=None,
    obstacles=None,
    follow_up=None,
    achievement=Decimal("98.50"),
    place_of=CELLS.__getitem__,
)


def scope(*expected: str, returned: tuple[str, ...] | None = None, limit: str = "90") -> Scope:
    sections = expected or ("KUL",)
    return Scope(
        period=Period.parse("2026-TW1"),
        expected_sections=sections,
        returned_sections=sections if returned is None else returned,
        explanation_limit=Decimal(limit) if limit else None,
        headings=HEADINGS,
    )


def listing(file_name: str, slot: str = "I001.1", *, code: str = "1.1") -> EvidenceListing:
    return EvidenceListing(
        "KUL", slot, code, "Berita acara", file_name, FILE_CELL,
        is_required=not slot.startswith("X"), code_place=CODE_CELL,
    )  # fmt: skip


def pdf(path: str = "ba.pdf", content: str = "a") -> EvidenceFile:
    return EvidenceFile(
        "KUL", path, f"kembali/2026-TW1/bukti/KUL/{path}", 10, content, "dokumen PDF",
        "dokumen PDF", matches_extension=True,
    )  # fmt: skip


def codes_and_places(report: CompletenessReport) -> list[tuple[Code, Place]]:
    return [(found.code, found.place) for found in report.findings]


def test_check_completeness__everything_there__finds_nothing() -> None:
    report = check_completeness([FILLED], [listing("ba.pdf")], [pdf()], scope())

    assert report.findings == ()
    assert report.office == Tally(1, 1, 1, 1)
    assert report.office.total_percent == Decimal("100.00")
    assert [(row.key, row.tally) for row in report.rows] == [("I001", Tally(1, 1, 1, 1))]
    assert report.listings[0].status is ListingStatus.FULFILLED
    assert report.listings[0].files == (pdf(),)


def test_check_completeness__form_not_returned__is_one_finding_for_its_untouched_rows() -> None:
    empty = replace(FILLED, realisation=None, budget=1_000_000, achievement=None)

    report = check_completeness([empty], [listing("")], [], scope(returned=()))

    assert codes_and_places(report) == [(Code.FORM_NOT_RETURNED, Place())]
    assert report.findings[0].section == "KUL"
    assert report.sections[0].is_returned is False
    assert report.office == Tally(2, 0, 1, 0)


def test_check_completeness__row_begun_before_the_form_came__is_checked_all_the_same() -> None:
    begun = replace(FILLED, budget=1_000_000)

    report = check_completeness([begun], [listing("")], [], scope(returned=()))

    assert [found.code for found in report.findings] == [
        Code.FORM_NOT_RETURNED,
        Code.REQUIRED_EMPTY,
        Code.EVIDENCE_NOT_LISTED,
    ]


@pytest.mark.parametrize(
    "blank",
    [
        pytest.param(None, id="blank"),
        pytest.param("  ", id="white-space"),
        pytest.param("-", id="dash"),
        pytest.param("nihil", id="nihil"),
        pytest.param("belum ada", id="not-yet"),
    ],
)
def test_check_completeness__realisation_without_a_value__is_required(blank: str | None) -> None:
    report = check_completeness([replace(FILLED, realisation=blank)], [], [], scope())

    assert codes_and_places(report) == [(Code.REQUIRED_EMPTY, CELLS["realisation"])]
    assert report.findings[0].row_key == "I001"
    assert report.findings[0].column == "realisation"
    assert report.findings[0].message == "Realisasi indikator 1.1 belum diisi."


@pytest.mark.parametrize(
    "zero",
    [pytest.param(0, id="integer"), pytest.param(0.0, id="float"), pytest.param("0", id="text")],
)
def test_check_completeness__realisation_of_zero__is_filled(zero: object) -> None:
    report = check_completeness([replace(FILLED, realisation=zero)], [], [], scope())  # type: ignore[arg-type]  # any cell value

    assert report.findings == ()


def test_check_completeness__no_target__asks_for_no_realisation() -> None:
    row = replace(FILLED, has_target=False, realisation=None, achievement=None)

    report = check_completeness([row], [], [], scope())

    assert report.findings == ()
    assert report.office == Tally()


@pytest.mark.parametrize(
    ("budget", "is_due"),
    [
        pytest.param(Decimal(5_000_000), True, id="amount"),
        pytest.param("Rp 5.000.000", True, id="amount-as-text"),
        pytest.param("lima juta", True, id="unreadable-counts-as-a-budget"),
        pytest.param(0, False, id="zero"),
        pytest.param(None, False, id="none"),
    ],
)
def test_check_completeness__budget__makes_its_realisation_due(
    budget: Decimal | str | int | None, *, is_due: bool
) -> None:
    report = check_completeness([replace(FILLED, budget=budget)], [], [], scope())

    expected = [(Code.REQUIRED_EMPTY, CELLS["budget_realisation"])] if is_due else []
    assert codes_and_places(report) == expected


def test_check_completeness__achievement_below_the_limit__needs_obstacles_and_follow_up() -> None:
    row = replace(FILLED, achievement=Decimal("89.99"), obstacles="-")

    report = check_completeness([row], [], [], scope())

    assert codes_and_places(report) == [
        (Code.EXPLANATION_EMPTY, CELLS["obstacles"]),
        (Code.EXPLANATION_EMPTY, CELLS["follow_up"]),
    ]
    assert "capaian 89,99% di bawah 90%" in report.findings[0].message
    assert report.office == Tally(3, 1)


@pytest.mark.parametrize(
    ("achievement", "limit"),
    [
        pytest.param(Decimal(90), "90", id="exactly-at-the-limit"),
        pytest.param(None, "90", id="not-evaluable"),
        pytest.param(Decimal(1), "", id="no-limit"),
    ],
)
def test_check_completeness__achievement__needs_no_explanation(
    achievement: Decimal | None, limit: str
) -> None:
    row = replace(FILLED, achievement=achievement)

    report = check_completeness([row], [], [], scope(limit=limit))

    assert report.findings == ()


FILE_PLACE = Place(file="kembali/2026-TW1/bukti/KUL/ba.pdf")
OTHER_PLACE = Place(file="kembali/2026-TW1/bukti/KUL/salinan.pdf")


@pytest.mark.parametrize(
    ("listings", "files", "expected"),
    [
        pytest.param([listing("")], [], [(Code.EVIDENCE_NOT_LISTED, FILE_CELL)], id="not-listed"),
        pytest.param(
            [listing("nihil")], [], [(Code.EVIDENCE_NOT_LISTED, FILE_CELL)], id="listed-as-nihil"
        ),
        pytest.param([listing("ba.pdf")], [], [(Code.EVIDENCE_MISSING, FILE_CELL)], id="missing"),
        pytest.param(
            [listing("ba.pdf")],
            [replace(pdf(), size_bytes=0)],
            [(Code.EVIDENCE_EMPTY, FILE_CELL)],
            id="empty",
        ),
        pytest.param(
            [listing("ba.pdf")],
            [replace(pdf(), kind="gambar PNG", matches_extension=False)],
            [(Code.EVIDENCE_WRONG_KIND, FILE_CELL)],
            id="wrong-kind",
        ),
        pytest.param(
            [listing("ba.pdf"), listing("salinan.pdf", "I001.2")],
            [pdf(), pdf("salinan.pdf")],
            [(Code.EVIDENCE_DUPLICATE, FILE_CELL)],
            id="duplicate-listed",
        ),
        pytest.param(
            [listing("ba.pdf")],
            [pdf(), pdf("salinan.pdf")],
            [(Code.EVIDENCE_STRAY, OTHER_PLACE), (Code.EVIDENCE_DUPLICATE, OTHER_PLACE)],
            id="duplicate-not-listed",
        ),
        pytest.param([], [pdf()], [(Code.EVIDENCE_STRAY, FILE_PLACE)], id="stray"),
        pytest.param(
            [],
            [replace(pdf(), size_bytes=0)],
            [(Code.EVIDENCE_STRAY, FILE_PLACE), (Code.EVIDENCE_EMPTY, FILE_PLACE)],
            id="stray-and-empty",
        ),
        pytest.param(
            [listing("../ba.pdf")], [], [(Code.EVIDENCE_UNSAFE_NAME, FILE_CELL)], id="unsafe-name"
        ),
        pytest.param(
            [listing("ba.pdf", "X01", code="9.9")],
            [pdf()],
            [(Code.EVIDENCE_CODE_UNKNOWN, CODE_CELL)],
            id="unknown-code",
        ),
        pytest.param(
            [listing("ba.pdf", "X01", code="")],
            [pdf()],
            [(Code.EVIDENCE_CODE_UNKNOWN, CODE_CELL)],
            id="extra-without-code",
        ),
        pytest.param(
            [listing("", "X01")], [], [(Code.EVIDENCE_NOT_LISTED, FILE_CELL)], id="extra-begun"
        ),
        pytest.param(
            [listing("ba.pdf")],
            [replace(pdf(), access=Access.UNREADABLE, size_bytes=0, sha256="")],
            [(Code.FILE_LOCKED, FILE_PLACE)],
            id="unreadable",
        ),
        pytest.param(
            [listing("ba.pdf")],
            [replace(pdf(), access=Access.LINK, size_bytes=0, sha256="")],
            [(Code.EVIDENCE_UNSAFE_NAME, FILE_CELL)],
            id="link",
        ),
        pytest.param(
            [listing("ba.pdf")],
            [replace(pdf(), access=Access.SPECIAL, kind="pipa", size_bytes=0, sha256="")],
            [(Code.EVIDENCE_WRONG_KIND, FILE_CELL)],
            id="pipe-listed",
        ),
        pytest.param(
            [],
            [replace(pdf(), access=Access.SPECIAL, kind="pipa", size_bytes=0, sha256="")],
            [(Code.EVIDENCE_STRAY, FILE_PLACE)],
            id="pipe-not-listed",
        ),
    ],
)
def test_check_completeness__evidence(
    listings: list[EvidenceListing],
    files: list[EvidenceFile],
    expected: list[tuple[Code, Place]],
) -> None:
    report = check_completeness([FILLED], listings, files, scope())

    assert codes_and_places(report) == expected
    assert {found.section for found in report.findings} == {"KUL"}


@pytest.mark.parametrize(
    ("listings", "files"),
    [
        pytest.param(
            [listing("ba.pdf"), listing("BA.PDF", "I001.2")], [pdf()], id="one-file-for-two-pieces"
        ),
        pytest.param([listing("ba.pdf"), listing("", "X01", code="")][:1], [pdf()], id="plain"),
        pytest.param(
            [listing("ba.pdf; hadir.pdf")], [pdf(), pdf("hadir.pdf", "b")], id="two-in-one-cell"
        ),
        pytest.param(
            [listing("ba.pdf")],
            [pdf(), replace(pdf(), location="distribusi/2026-TW1/KUL/bukti/ba.pdf")],
            id="same-file-sent-in-two-folders",
        ),
    ],
)
def test_check_completeness__evidence_without_fault(
    listings: list[EvidenceListing], files: list[EvidenceFile]
) -> None:
    report = check_completeness([FILLED], listings, files, scope())

    assert report.findings == ()
    assert report.office.evidence_percent == Decimal("100.00")


def test_check_completeness__blank_extra_row__is_nothing() -> None:
    blank = replace(listing("", "X01", code=""), item="")

    report = check_completeness([FILLED], [blank], [], scope())

    assert report.findings == ()
    assert report.listings[0].status is ListingStatus.BLANK
    assert report.office.evidence_percent is None


def test_check_completeness__duplicate__names_the_first_and_fulfils_nothing() -> None:
    listings = [listing("b.pdf"), listing("c.pdf", "I001.2")]
    files = [pdf("a.pdf"), pdf("b.pdf"), pdf("c.pdf")]

    report = check_completeness([FILLED], listings, files, scope())

    duplicates = [found for found in report.findings if found.code is Code.EVIDENCE_DUPLICATE]
    assert [found.message for found in duplicates] == [
        'Berkas bukti "a.pdf" isinya sama dengan "b.pdf".',
        'Berkas bukti "c.pdf" isinya sama dengan "b.pdf".',
    ]
    assert [item.status for item in report.listings] == [
        ListingStatus.FULFILLED,
        ListingStatus.FAULTY,
    ]


def test_check_completeness__same_content_in_two_sections__is_no_duplicate() -> None:
    other = replace(pdf(), section="TPH")
    listings = [listing("ba.pdf"), replace(listing("ba.pdf"), section="TPH")]
    rows = [FILLED, replace(FILLED, section="TPH")]

    report = check_completeness(rows, listings, [pdf(), other], scope("KUL", "TPH"))

    assert report.findings == ()


def test_check_completeness__one_of_two_files_in_a_cell_is_missing__fulfils_nothing() -> None:
    report = check_completeness([FILLED], [listing("ba.pdf; hadir.pdf")], [pdf()], scope())

    assert codes_and_places(report) == [(Code.EVIDENCE_MISSING, FILE_CELL)]
    assert report.office.evidence_percent == Decimal("0.00")
    assert report.listings[0].status is ListingStatus.MISSING


def test_check_completeness__several_sections__keeps_the_order_of_the_office() -> None:
    rows = [replace(FILLED, section=name, realisation=None) for name in ("LUAR", "TPH", "KUL")]

    report = check_completeness(rows, [], [], scope("KUL", "TPH", "HSDM", returned=("KUL", "TPH")))

    assert [section.section for section in report.sections] == ["KUL", "TPH", "HSDM", "LUAR"]
    assert [(found.section, found.code) for found in report.findings] == [
        ("KUL", Code.REQUIRED_EMPTY),
        ("TPH", Code.REQUIRED_EMPTY),
        ("HSDM", Code.FORM_NOT_RETURNED),
        ("LUAR", Code.REQUIRED_EMPTY),
    ]
    assert [section.findings for section in report.sections] == [1, 1, 1, 1]


def test_check_completeness__percentages__by_row_section_and_office() -> None:
    second = replace(FILLED, key="I002", code="1.2", realisation=None)
    third = replace(FILLED, key="I003", code="1.3", budget=100)
    other = replace(FILLED, section="TPH", key="I004", code="2.1", has_target=False)
    listings = [listing("ba.pdf"), listing("", "I001.2"), listing("x.pdf", "I002.1", code="1.2")]

    report = check_completeness(
        [FILLED, second, third, other], listings, [pdf()], scope("KUL", "TPH")
    )

    assert [row.tally.total_percent for row in report.rows] == [
        Decimal("66.67"), Decimal("0.00"), Decimal("50.00"), None,
    ]  # fmt: skip
    section = report.sections[0].tally
    assert (section.filled_percent, section.evidence_percent, section.total_percent) == (
        Decimal("50.00"), Decimal("33.33"), Decimal("42.86"),
    )  # fmt: skip
    assert report.sections[1].tally.total_percent is None
    assert report.office == section


def test_check_completeness__nothing_required__has_no_percentage() -> None:
    report = check_completeness([], [], [], scope())

    assert report.findings == ()
    assert report.office.filled_percent is None
    assert report.office.evidence_percent is None
    assert report.office.total_percent is None
    assert report.office.is_complete


_NAMES = st.sampled_from(["", "-", "a.pdf", "A", "b.pdf; a.pdf", "x/c.pdf", "../a.pdf", "d.pdf"])
_FILES = st.builds(
    lambda path, content, size, fits: replace(
        pdf(path, content), size_bytes=size, matches_extension=fits
    ),
    st.sampled_from(["a.pdf", "b.pdf", "x/c.pdf", "d.pdf", "e.pdf"]),
    st.sampled_from("pqrs"),
    st.sampled_from([0, 5]),
    st.booleans(),
)
_LISTINGS = st.lists(
    st.builds(listing, _NAMES, st.sampled_from(["I001.1", "I001.2", "X01"])), max_size=4
)
_FOLDERS = st.lists(_FILES, max_size=5, unique_by=lambda file: file.path)
_ROWS = st.lists(
    st.builds(
        lambda section, key, value, budget, achievement: replace(
            FILLED,
            section=section,
            key=key,
            code=key,
            realisation=value,
            budget=budget,
            achievement=achievement,
        ),
        st.sampled_from(["KUL", "TPH"]),
        st.sampled_from(["I001", "I002", "I003"]),
        st.sampled_from([None, 0, 5, "-", "nihil", "abc"]),
        st.sampled_from([None, 0, 10]),
        st.sampled_from([None, Decimal(10), Decimal(90), Decimal(100)]),
    ),
    max_size=4,
    unique_by=lambda row: (row.section, row.key),
)


@given(_ROWS, _LISTINGS, _FOLDERS)
def test_check_completeness__any_input__percentages_lie_between_0_and_100(
    rows: list[PerformanceRow], listings: list[EvidenceListing], files: list[EvidenceFile]
) -> None:
    report = check_completeness(rows, listings, files, scope("KUL", returned=()))

    tallies = [
        report.office,
        *(row.tally for row in report.rows),
        *(section.tally for section in report.sections),
    ]
    for tally in tallies:
        for value in (tally.filled_percent, tally.evidence_percent, tally.total_percent):
            assert value is None or 0 <= value <= 100
    assert sum((section.tally for section in report.sections), Tally()) == report.office
    assert sum(section.findings for section in report.sections) == len(report.findings)


@given(_LISTINGS, _FOLDERS)
def test_check_completeness__any_input__complete_evidence_means_no_finding_about_a_listing(
    listings: list[EvidenceListing], files: list[EvidenceFile]
) -> None:
    report = check_completeness([FILLED], listings, files, scope())

    for result in report.listings:
        if result.status is ListingStatus.FULFILLED:
            assert all(file.is_sound for file in result.files)
            assert not any(
                found.code is Code.EVIDENCE_MISSING and found.row_key == result.listing.slot
                for found in report.findings
                if sum(item.slot == result.listing.slot for item in listings) == 1
            )


@given(_LISTINGS, _FOLDERS, st.data())
def test_check_completeness__one_more_distinct_file__never_lowers_the_evidence(
    listings: list[EvidenceListing], files: list[EvidenceFile], data: st.DataObject
) -> None:
    sound = [
        replace(file, sha256=file.path, size_bytes=5, matches_extension=True) for file in files
    ]
    kept = [file for file in sound if data.draw(st.booleans())]

    more = check_completeness([FILLED], listings, sound, scope())
    less = check_completeness([FILLED], listings, kept, scope())

    assert more.office.fulfilled_evidence >= less.office.fulfilled_evidence


@given(_ROWS, _LISTINGS, _FOLDERS)
def test_check_completeness__same_input__same_report(
    rows: list[PerformanceRow], listings: list[EvidenceListing], files: list[EvidenceFile]
) -> None:
    first = check_completeness(rows, listings, files, scope())
    second = check_completeness(rows, listings, files, scope())

    assert first == second
