from __future__ import annotations

from itertools import combinations

import pytest

from kinerja_xl.core.sop import Sop
from kinerja_xl.files.definitions import load_sop
from kinerja_xl.files.resources import shipped
from kinerja_xl.layout.flowchart import Shape
from kinerja_xl.layout.sop_form import HEADING_ROW, FormCell, SopForm, make_sop_form, sop_table
from kinerja_xl.layout.tables import SOP_TABLE
from tests.sop_samples import make_sop, step

SHIPPED = ("kpu_bengkulu_utara.yaml", "kpu_sorong.yaml")
_A4_WIDTH_PIXELS = 784 * 4 / 3


def _shipped(name: str) -> Sop:
    return load_sop(shipped("sop", name))


def _texts(form: SopForm) -> list[str]:
    return [cell.text for cell in form.cells]


def _cell(form: SopForm, row: int, column: int) -> FormCell:
    return next(cell for cell in form.cells if (cell.row, cell.column) == (row, column))


@pytest.mark.parametrize("name", SHIPPED)
def test_make_sop_form__identity_block__has_every_box_of_a_printed_sop(name: str) -> None:
    sop = _shipped(name)

    texts = _texts(make_sop_form(sop))

    for label in (
        "Nomor SOP", "Tanggal Pembuatan", "Tanggal Revisi", "Tanggal Efektif", "Disahkan oleh",
        "Nama SOP", "Dasar Hukum", "Kualifikasi Pelaksana", "Keterkaitan", "Peralatan/Perlengkapan",
        "Peringatan", "Pencatatan dan Pendataan",
    ):  # fmt: skip
        assert label in texts
    assert sop.identity.number.text in texts
    assert any(text.startswith(sop.identity.approved_by.post) and "NIP." in text for text in texts)


@pytest.mark.parametrize("name", SHIPPED)
def test_make_sop_form__steps__stand_in_their_rows_with_all_their_texts(name: str) -> None:
    sop = _shipped(name)

    form = make_sop_form(sop)

    after = 2 + len(sop.actors)
    for row, each in enumerate(sop.steps, start=HEADING_ROW + 1):
        assert _cell(form, row, 1).text == str(each.number)
        assert _cell(form, row, 2).text == each.activity
        assert all(text in _cell(form, row, after + 1).text for text in each.inputs)
        assert _cell(form, row, after + 3).text == each.output
    lanes = [_cell(form, HEADING_ROW, 3 + n).text for n in range(len(sop.actors))]
    assert lanes == [actor.name for actor in sop.actors]


@pytest.mark.parametrize("name", SHIPPED)
def test_make_sop_form__cells__overlap_nowhere_and_every_row_has_a_height(name: str) -> None:
    form = make_sop_form(_shipped(name))

    for a, b in combinations(form.cells, 2):
        is_apart = a.last_row < b.row or b.last_row < a.row
        assert is_apart or a.last_column < b.column or b.last_column < a.column
    heights = dict(form.heights)
    assert {row for cell in form.cells for row in (cell.row, cell.last_row)} <= set(heights)
    assert max(heights.values()) <= 409


@pytest.mark.parametrize("lane_count", [2, 5, 8, 12])
def test_make_sop_form__any_number_of_lanes__fits_the_width_of_a_page(lane_count: int) -> None:
    actors = [{"id": f"a{n}", "name": f"Pelaksana {n}"} for n in range(lane_count)]
    steps = [step(n, actors=[f"a{n % lane_count}"]) for n in range(1, 6)]

    form = make_sop_form(make_sop(actors=actors, steps=steps))

    assert sum(form.widths) * form.scale_percent / 100 <= _A4_WIDTH_PIXELS
    assert form.scale_percent >= 65
    assert form.lane_count == lane_count


def test_make_sop_form__inferred_actors__are_marked_and_explained() -> None:
    form = make_sop_form(_shipped(SHIPPED[1]))

    assert {s.text for s in form.flowchart.symbols if s.shape is not Shape.OFF_PAGE} == {"*"}
    assert form.cells[-1].text.startswith("* disimpulkan")


@pytest.mark.parametrize("name", SHIPPED)
def test_make_sop_form__labels__hide_no_symbol_and_no_other_label(name: str) -> None:
    chart = make_sop_form(_shipped(name)).flowchart

    boxes = [label.box for label in chart.labels]
    assert not any(a.overlaps(b) for a, b in combinations(boxes, 2))
    assert not any(box.overlaps(symbol.box) for box in boxes for symbol in chart.symbols)


def test_make_sop_form__nothing_inferred__no_mark_and_no_legend() -> None:
    form = make_sop_form(make_sop())

    assert {symbol.text for symbol in form.flowchart.symbols} == {""}
    assert "disimpulkan" not in form.cells[-1].text


def test_make_sop_form__breaks__after_the_identity_and_between_steps() -> None:
    form = make_sop_form(_shipped(SHIPPED[0]))

    assert form.breaks[0] == HEADING_ROW - 2
    assert all(HEADING_ROW < row < form.last_row - 1 for row in form.breaks[1:])


def test_make_sop_form__very_long_texts__rows_stay_within_excels_limit() -> None:
    long = "Menyusun dokumen yang panjang. " * 125
    steps = [step(n, actors=["a1"], activity=long) for n in range(1, 4)]
    actors = [{"id": f"a{n}", "name": f"Pelaksana {n}"} for n in range(6)]

    form = make_sop_form(make_sop(actors=actors, steps=steps))

    assert max(points for _, points in form.heights) <= 409
    assert _cell(form, HEADING_ROW + 1, 2).text.endswith("(selengkapnya di tabel langkah)")


def test_sop_table__form__stands_right_of_it_in_the_rows_of_the_steps() -> None:
    form = make_sop_form(make_sop())

    table = sop_table(form)

    assert table.first_column == len(form.widths) + 2
    assert table.header_row == HEADING_ROW == SOP_TABLE.header_row
    assert sop_table(None) == SOP_TABLE
