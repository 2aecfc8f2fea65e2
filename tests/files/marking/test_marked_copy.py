from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, cast

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment

from kinerja_xl.core.distribution import Office, Section, SectionState, plan_section
from kinerja_xl.core.findings import Code, Finding, Place, finding
from kinerja_xl.core.forms import FormIdentity
from kinerja_xl.core.indicator import Indicator
from kinerja_xl.core.period import Period
from kinerja_xl.core.raw_returns import RawReturn
from kinerja_xl.core.returns import identify
from kinerja_xl.errors import KinerjaError
from kinerja_xl.files.building.form import build_form
from kinerja_xl.files.marking.marked_copy import write_marked_copy
from kinerja_xl.files.returns.reading import read_return
from kinerja_xl.layout.corrections import (
    COLUMNS,
    COMMENT_HEADING,
    CORRECTIONS_AUTHOR,
    CORRECTIONS_SHEET,
    ERROR_MARK,
    HEADER_ROW,
    TITLE_TEXT,
    WARNING_MARK,
)
from kinerja_xl.layout.form import ENTRY, EVIDENCE, IDENTITY, SHEETS
from tests.libreoffice_tools import LibreOffice

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

PERIOD = Period.parse("2026-TW1")
RED = f"FF{ERROR_MARK.fill[1:]}"
YELLOW = f"FF{WARNING_MARK.fill[1:]}"
PLACE_COLUMN = [column.field for column in COLUMNS].index("place") + 1


def form_bytes() -> bytes:
    indicators = tuple(
        Indicator(
            f"I00{number}",
            f"1.{number}",
            "Meningkatnya kualitas",
            f"Persentase {number}",
            "%",
            "KUL",
            targets=((PERIOD, Decimal(98)),),
            evidence=("Berita acara",),
            program="A",
            budget=Decimal(1_000_000),
        )
        for number in (1, 2, 3)
    )
    state = SectionState(Section("KUL", "Keuangan, Umum dan Logistik"), PERIOD, (), (), None)
    plan = plan_section(Office("KPU Kabupaten Sorong", "induk"), state, indicators)
    assert plan is not None
    return build_form(plan.form)


FORM = form_bytes()


@pytest.fixture
def returned(tmp_path: Path) -> Path:
    path = tmp_path / "kembali" / "form isian.xlsx"
    path.parent.mkdir()
    path.write_bytes(FORM)
    return path


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return tmp_path / "perbaikan" / "2026-TW1" / "Perbaikan_KUL_2026-TW1.xlsx"


def empty(cell: str, sheet: str = ENTRY) -> Finding:
    return finding(
        Code.REQUIRED_EMPTY, Place("", sheet, cell), section="KUL", field="Realisasi", code="1.1"
    )


def stray(cell: str, text: str = "x") -> Finding:
    return finding(Code.STRAY_VALUE, Place("", ENTRY, cell), section="KUL", text=text)


def sheet_of(path: Path, name: str) -> Worksheet:
    return cast("Worksheet", load_workbook(path)[name])


def colour(cell: object) -> str:
    return str(cast("Cell", cell).fill.fgColor.rgb)


def comment_text(cell: object) -> str:
    comment = cast("Cell", cell).comment
    return comment.text if comment else ""


def parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_write_marked_copy__finding__colours_and_comments_its_cell(
    returned: Path, copy: Path
) -> None:
    is_written = write_marked_copy(returned, copy, [empty("K6"), stray("L7")])

    sheet = sheet_of(copy, ENTRY)
    assert is_written
    assert (colour(sheet["K6"]), colour(sheet["L7"])) == (RED, YELLOW)
    assert comment_text(sheet["K6"]) == (
        "PERBAIKAN\nRealisasi indikator 1.1 belum diisi. "
        "Isi Realisasi; bila nilainya memang nol, tulis 0."
    )
    assert sheet["K6"].comment is not None
    assert sheet["K6"].comment.author == CORRECTIONS_AUTHOR
    assert sheet["K7"].comment is None


def test_write_marked_copy__two_findings_on_one_cell__are_joined_in_the_graver_colour(
    returned: Path, copy: Path
) -> None:
    write_marked_copy(returned, copy, [stray("K6"), empty("$K$6")])

    cell = sheet_of(copy, ENTRY)["K6"]
    assert colour(cell) == RED
    assert comment_text(cell).count("\n") == 2
    assert "tidak digabung" in comment_text(cell)
    assert "belum diisi" in comment_text(cell)


def test_write_marked_copy__list_of_findings__comes_first_with_links(
    returned: Path, copy: Path
) -> None:
    missing = finding(
        Code.EVIDENCE_MISSING, Place("", EVIDENCE, "F6"), section="KUL", file="ba.pdf", code="1.1"
    )
    whole = finding(Code.STRAY_SHEET, Place("", "Catatan"), sheet="Catatan")

    write_marked_copy(returned, copy, [empty("K6"), missing, whole])

    workbook = load_workbook(copy)
    sheet = cast("Worksheet", workbook[CORRECTIONS_SHEET])
    rows = list(sheet.iter_rows(min_row=HEADER_ROW + 1, max_col=len(COLUMNS) - 1, values_only=True))
    assert workbook.sheetnames == [CORRECTIONS_SHEET, *SHEETS]
    assert sheet["A1"].value == TITLE_TEXT
    assert [row[:3] for row in rows] == [
        (1, "Kesalahan", "FORM!K6"),
        (2, "Kesalahan", "DATA PENDUKUNG!F6"),
        (3, "Peringatan", "Catatan"),
    ]
    assert rows[1][3] == 'Berkas bukti "ba.pdf" untuk indikator 1.1 tidak ada di folder bukti.'
    links = [sheet.cell(HEADER_ROW + n, PLACE_COLUMN).hyperlink for n in (1, 2, 3)]
    assert [link.location if link else None for link in links] == [
        "'FORM'!K6",
        "'DATA PENDUKUNG'!F6",
        None,
    ]


def test_write_marked_copy__opens_on_the_list_alone(returned: Path, copy: Path) -> None:
    write_marked_copy(returned, copy, [empty("K6")])

    workbook = load_workbook(copy)
    assert workbook.active is workbook[CORRECTIONS_SHEET]
    assert [sheet.title for sheet in workbook if sheet.sheet_view.tabSelected] == [
        CORRECTIONS_SHEET
    ]
    assert sheet_of(copy, CORRECTIONS_SHEET).protection.sheet


def test_write_marked_copy__source__is_not_touched(returned: Path, copy: Path) -> None:
    before = (returned.read_bytes(), returned.stat().st_mtime_ns)

    write_marked_copy(returned, copy, [empty("K6")])

    assert (returned.read_bytes(), returned.stat().st_mtime_ns) == before
    assert [path.name for path in copy.parent.iterdir()] == [copy.name]


def test_write_marked_copy__form__keeps_identity_and_everything_a_section_needs(
    returned: Path, copy: Path
) -> None:
    write_marked_copy(returned, copy, [empty("K6"), empty("E7", EVIDENCE)])

    old, new = load_workbook(returned), load_workbook(copy)
    assert new[IDENTITY].sheet_state == "veryHidden"
    for name in SHEETS:
        before, after = cast("Worksheet", old[name]), cast("Worksheet", new[name])
        assert [[cell.value for cell in row] for row in before.iter_rows()] == [
            [cell.value for cell in row] for row in after.iter_rows()
        ]
        assert [[cell.protection.locked for cell in row] for row in before.iter_rows()] == [
            [cell.protection.locked for cell in row] for row in after.iter_rows()
        ]
        assert after.protection.sheet == before.protection.sheet
        assert after.freeze_panes == before.freeze_panes
        assert after.print_title_rows == before.print_title_rows
        assert _validations(after) == _validations(before)
        assert [rule for rule in _conditions(after) if rule[1] != ["TRUE"]] == _conditions(before)
        assert {
            letter: (column.width, column.hidden)
            for letter, column in after.column_dimensions.items()
        } == {
            letter: (column.width, column.hidden)
            for letter, column in before.column_dimensions.items()
        }
    assert set(new.defined_names) == set(old.defined_names)
    assert new.calculation is not None
    assert new.calculation.fullCalcOnLoad


def _validations(sheet: Worksheet) -> list[tuple[str, str, str | None]]:
    return [
        (str(rule.sqref), str(rule.type), rule.formula1)
        for rule in sheet.data_validations.dataValidation
    ]


def _conditions(sheet: Worksheet) -> list[tuple[str, list[str]]]:
    rules = [
        (rule.priority, str(area.sqref), [str(formula) for formula in rule.formula])
        for area in sheet.conditional_formatting
        for rule in area.rules
    ]
    return [(area, formulas) for _, area, formulas in sorted(rules)]


def test_write_marked_copy__conditional_formats_of_the_form__do_not_hide_the_mark(
    returned: Path, copy: Path
) -> None:
    write_marked_copy(returned, copy, [empty("K8"), empty("K9"), stray("M8")])
    first = _conditions(sheet_of(copy, ENTRY))
    returned.write_bytes(copy.read_bytes())
    write_marked_copy(returned, copy, [empty("K9")])
    second = _conditions(sheet_of(copy, ENTRY))

    assert first[:2] == [("K8 K9", ["TRUE"]), ("M8", ["TRUE"])]
    assert second[0] == ("K9", ["TRUE"])
    assert first[2:] == second[1:]
    assert len(second) > 1


def test_write_marked_copy__text_that_begins_like_a_formula__stays_text(
    returned: Path, copy: Path
) -> None:
    workbook = load_workbook(returned)
    cell = cast("Cell", workbook[ENTRY]["Q6"])
    cell.value, cell.data_type = "=SUM(A1:A9)", "s"
    workbook.save(returned)
    sneaky = replace(
        finding(Code.NOT_A_NUMBER, Place("", ENTRY, "Q6"), field="=1+1", text="@A1"),
        section="KUL",
    )

    write_marked_copy(returned, copy, [sneaky])

    typed = sheet_of(copy, ENTRY)["Q6"]
    message = sheet_of(copy, CORRECTIONS_SHEET).cell(HEADER_ROW + 1, PLACE_COLUMN + 1)
    assert (typed.value, typed.data_type) == ("=SUM(A1:A9)", "s")
    assert str(message.value).startswith('=1+1: "@A1"')
    assert message.data_type == "s"
    assert message.quotePrefix


def test_write_marked_copy__characters_that_xml_lacks__are_replaced(
    returned: Path, copy: Path
) -> None:
    write_marked_copy(returned, copy, [stray("K6", "a\x00b\ud800c")])

    assert 'berisi "a\ufffdb?c"' in comment_text(sheet_of(copy, ENTRY)["K6"])


def test_write_marked_copy__very_long_text__is_cut_in_the_comment_only(
    returned: Path, copy: Path
) -> None:
    write_marked_copy(returned, copy, [stray("K6", "x" * 5000)])

    line = sheet_of(copy, CORRECTIONS_SHEET).cell(HEADER_ROW + 1, PLACE_COLUMN + 1).value
    assert len(comment_text(sheet_of(copy, ENTRY)["K6"])) < 2000
    assert "lembar PERBAIKAN" in comment_text(sheet_of(copy, ENTRY)["K6"])
    assert len(str(line)) > 5000


@pytest.mark.parametrize(
    "place",
    [
        pytest.param(Place(), id="nowhere"),
        pytest.param(Place("", ENTRY), id="whole-sheet"),
        pytest.param(Place("", "Tidak Ada", "A1"), id="sheet-that-is-not-there"),
        pytest.param(Place("", ENTRY, "XFE1"), id="no-such-column"),
        pytest.param(Place(file="kembali/bukti/KUL/x.pdf"), id="file"),
    ],
)
def test_write_marked_copy__place_that_is_no_cell__is_listed_without_link(
    returned: Path, copy: Path, place: Place
) -> None:
    write_marked_copy(returned, copy, [replace(empty("K6"), place=place)])

    cell = sheet_of(copy, CORRECTIONS_SHEET).cell(HEADER_ROW + 1, PLACE_COLUMN)
    assert cell.hyperlink is None


def test_write_marked_copy__merged_cells__marks_the_one_that_shows(
    tmp_path: Path, copy: Path
) -> None:
    workbook = Workbook()
    sheet = cast("Worksheet", workbook.active)
    sheet.title = ENTRY
    sheet.merge_cells("B2:D4")
    workbook.save(tmp_path / "form.xlsx")

    write_marked_copy(tmp_path / "form.xlsx", copy, [empty("C3")])

    assert colour(sheet_of(copy, ENTRY)["B2"]) == RED
    assert sheet_of(copy, CORRECTIONS_SHEET).cell(HEADER_ROW + 1, PLACE_COLUMN).value == "FORM!B2"


def test_write_marked_copy__sheet_name_with_apostrophe__is_quoted_in_the_link(
    tmp_path: Path, copy: Path
) -> None:
    workbook = Workbook()
    cast("Worksheet", workbook.active).title = "Ja'far"
    workbook.save(tmp_path / "form.xlsx")

    write_marked_copy(tmp_path / "form.xlsx", copy, [empty("B2", "Ja'far")])

    link = sheet_of(copy, CORRECTIONS_SHEET).cell(HEADER_ROW + 1, PLACE_COLUMN).hyperlink
    assert link is not None
    assert link.location == "'Ja''far'!B2"


def test_write_marked_copy__cell_far_away__makes_no_cells_between(
    tmp_path: Path, copy: Path
) -> None:
    workbook = Workbook()
    sheet = cast("Worksheet", workbook.active)
    sheet.title = ENTRY
    sheet["XFD1048576"] = "x"
    workbook.save(tmp_path / "form.xlsx")

    write_marked_copy(tmp_path / "form.xlsx", copy, [empty("B2")])

    assert len(sheet_of(copy, ENTRY)._cells) == 2  # the only way not to make them by looking


def test_write_marked_copy__comment_of_a_person__is_kept_above(returned: Path, copy: Path) -> None:
    workbook = load_workbook(returned)
    cast("Cell", workbook[ENTRY]["K6"]).comment = Comment("Menunggu data", "Subbagian KUL")
    workbook.save(returned)

    write_marked_copy(returned, copy, [empty("K6")])

    text = comment_text(sheet_of(copy, ENTRY)["K6"])
    assert text.startswith(f"Menunggu data\n\n{COMMENT_HEADING}\n")


def test_write_marked_copy__corrected_copy_returned__takes_old_marks_away(
    returned: Path, copy: Path
) -> None:
    workbook = load_workbook(returned)
    cast("Cell", workbook[ENTRY]["K6"]).comment = Comment("Menunggu data", "Subbagian KUL")
    workbook.save(returned)
    original = {name: colour(sheet_of(returned, ENTRY)[name]) for name in ("K6", "K7", "L8")}
    write_marked_copy(returned, copy, [empty("K6"), stray("L8"), empty("K7")])
    returned.write_bytes(copy.read_bytes())

    write_marked_copy(returned, copy, [empty("K7")])

    sheet = sheet_of(copy, ENTRY)
    assert load_workbook(copy).sheetnames == [CORRECTIONS_SHEET, *SHEETS]
    assert comment_text(sheet["K6"]) == "Menunggu data"
    assert (colour(sheet["K6"]), colour(sheet["L8"])) == (original["K6"], original["L8"])
    assert sheet["L8"].comment is None
    assert colour(sheet["K7"]) == RED
    assert comment_text(sheet["K7"]).count(COMMENT_HEADING) == 1
    returned.write_bytes(copy.read_bytes())
    write_marked_copy(returned, copy, [stray("A1")])
    assert colour(sheet_of(copy, ENTRY)["K7"]) == original["K7"]


def test_write_marked_copy__list_deleted_by_the_section__still_takes_marks_away(
    returned: Path, copy: Path
) -> None:
    write_marked_copy(returned, copy, [empty("K6")])
    workbook = load_workbook(copy)
    workbook.remove(workbook[CORRECTIONS_SHEET])
    workbook.save(returned)

    write_marked_copy(returned, copy, [empty("K7")])

    cell = sheet_of(copy, ENTRY)["K6"]
    assert cell.comment is None
    assert colour(cell) != RED


def test_write_marked_copy__own_sheet_of_the_section_with_that_name__is_kept(
    returned: Path, copy: Path
) -> None:
    workbook = load_workbook(returned)
    workbook.create_sheet(CORRECTIONS_SHEET)["A1"] = "Catatan subbagian"
    workbook.save(returned)

    write_marked_copy(returned, copy, [empty("K6")])

    assert sheet_of(copy, CORRECTIONS_SHEET)["A1"].value == "Catatan subbagian"


def test_write_marked_copy__nothing_wrong__writes_nothing_and_removes_the_older_copy(
    returned: Path, copy: Path
) -> None:
    write_marked_copy(returned, copy, [empty("K6")])

    is_written = write_marked_copy(returned, copy, [])

    assert not is_written
    assert not copy.exists()
    assert not write_marked_copy(returned, copy, [])


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"PK\3\4rusak", id="damaged"),
        pytest.param(FORM[:-200], id="cut-off"),
        pytest.param(b"<html></html>", id="web-page"),
    ],
)
def test_write_marked_copy__source_that_cannot_be_opened__leaves_no_copy(
    returned: Path, copy: Path, content: bytes
) -> None:
    write_marked_copy(returned, copy, [empty("K6")])
    returned.write_bytes(content)

    is_written = write_marked_copy(returned, copy, [empty("K6")])

    assert not is_written
    assert not copy.exists()


def test_write_marked_copy__same_again__leaves_the_file_alone(returned: Path, copy: Path) -> None:
    write_marked_copy(returned, copy, [empty("K6")])
    before = copy.stat()

    write_marked_copy(returned, copy, [empty("K6")])

    after = copy.stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_write_marked_copy__folder_that_cannot_be_made__says_so(
    returned: Path, tmp_path: Path
) -> None:
    (tmp_path / "perbaikan").write_text("bukan folder", encoding="utf-8")

    with pytest.raises(KinerjaError, match="perbaikan"):
        write_marked_copy(returned, tmp_path / "perbaikan" / "TW1" / "x.xlsx", [empty("K6")])


def test_write_marked_copy__page_headers__keep_their_lines(returned: Path, copy: Path) -> None:
    write_marked_copy(returned, copy, [empty("K6")])

    before, after = parts(returned), parts(copy)
    header = _page_header(before["xl/worksheets/sheet2.xml"])
    assert b"\n" in header
    assert _page_header(after["xl/worksheets/sheet3.xml"]) == header


def _page_header(sheet: bytes) -> bytes:
    return sheet[sheet.index(b"<headerFooter") : sheet.index(b"</headerFooter>")]


def test_write_marked_copy__file__is_a_valid_package(returned: Path, copy: Path) -> None:
    write_marked_copy(returned, copy, [empty("K6"), stray("B3", '"<&>')])

    assert zipfile.is_zipfile(io.BytesIO(copy.read_bytes()))
    assert any(name.startswith("xl/comments") for name in parts(copy))


def test_write_marked_copy__returned_as_it_is__is_read_like_the_form(
    returned: Path, copy: Path
) -> None:
    write_marked_copy(returned, copy, [empty("K8"), empty("E7", EVIDENCE)])

    before, after = read_return(returned, "a.xlsx"), read_return(copy, "b.xlsx")

    assert isinstance(before, RawReturn)
    assert isinstance(after, RawReturn)
    assert after.identity == before.identity
    assert isinstance(identify(after), FormIdentity)
    assert after.stray_sheets == ()


@pytest.mark.libreoffice
def test_write_marked_copy__corrected_in_libreoffice__is_recognised_and_loses_its_marks(
    returned: Path, copy: Path, tmp_path: Path, libreoffice: LibreOffice
) -> None:
    write_marked_copy(returned, copy, [empty("K8"), stray("K9")])
    (tmp_path / "lo").mkdir()
    saved = libreoffice.convert(copy, "xlsx", folder=tmp_path / "lo")
    original = {name: colour(sheet_of(returned, ENTRY)[name]) for name in ("K8", "K9")}

    raw = read_return(saved, "c.xlsx")
    write_marked_copy(saved, copy, [stray("K9")])

    sheet = sheet_of(copy, ENTRY)
    assert isinstance(raw, RawReturn)
    assert isinstance(identify(raw), FormIdentity)
    assert raw.stray_sheets == ()
    assert load_workbook(copy).sheetnames == [CORRECTIONS_SHEET, *SHEETS]
    assert load_workbook(copy)[IDENTITY].sheet_state != "visible"
    assert colour(sheet["K8"]) == original["K8"]
    assert sheet["K8"].comment is None
    assert colour(sheet["K9"]) == YELLOW
    assert comment_text(sheet["K9"]).count(COMMENT_HEADING) == 1
    assert [rule for rule in _conditions(sheet) if rule[1] == ["TRUE"]] == [("K9", ["TRUE"])]
