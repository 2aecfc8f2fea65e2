from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import pytest

from kinerja_xl.core.book import ReplaceRows, SetCell, SetName
from kinerja_xl.core.period import Period
from kinerja_xl.core.results import OfficeResults
from kinerja_xl.core.scales import FIVE_BANDS
from kinerja_xl.core.values import CellValue
from kinerja_xl.errors import KinerjaError
from kinerja_xl.files.master.book import FileMasterBook
from kinerja_xl.files.xlsx.patching import CellEdit, patch_package
from kinerja_xl.layout import tables
from kinerja_xl.usecases.close import close, reopen
from kinerja_xl.usecases.compute import office_results
from kinerja_xl.usecases.refresh_status import refresh_status
from kinerja_xl.usecases.report import Report
from kinerja_xl.usecases.set_period import set_period
from kinerja_xl.usecases.step import Mark
from kinerja_xl.usecases.verify import verify
from tests.libreoffice_tools import LibreOffice
from tests.usecases.office import NOW, TW1, TW2, Cells, Office, codes, copied, fact

FILLED: Mapping[str, Cells] = {
    "RENDATIN": {
        "I001": {"realisation": 2}, "I002": {"realisation": 79.5}, "I003": {"realisation": 88},
    },
    "KUL": {
        "I004": {"realisation": "WDP"},
        "I005": {"realisation": 25, "budget_realisation": 50_000_000},
        "I004.1": {"file_name": "lhp.pdf"},
    },
    "TEKNIS": {
        "I006": {"realisation": 12}, "I007": {"realisation": 4}, "I008": {"realisation": 85},
    },
}  # fmt: skip
SECTIONS = ("RENDATIN", "KUL", "TEKNIS", "HUKUM")
MONDAY = datetime(2026, 1, 5, 8, 0)
ACTIVITY = "Kegiatan yang diganti"


def do_close(office: Office, period: Period = TW1) -> Report:
    return close(office.book(), period, office.run())


def do_reopen(office: Office, reason: str = "koreksi LHP", period: Period = TW1) -> Report:
    return reopen(office.book(), period, office.run(), reason)


@pytest.fixture(scope="module")
def built_computed(built_distributed: Office, tmp_path_factory: pytest.TempPathFactory) -> Office:
    """An office whose first quarter came back and was computed, one step of it finished."""
    office = copied(built_distributed, tmp_path_factory.mktemp("dihitung") / "Kinerja-2026")
    for section, cells in FILLED.items():
        office.give_back(section, cells)
    office.merge()
    office.step(Mark.START, 2, MONDAY)
    office.step(Mark.FINISH, 2, datetime(2026, 1, 5, 8, 10))
    office.compute()
    return office


@pytest.fixture
def computed(built_computed: Office, tmp_path: Path) -> Office:
    return copied(built_computed, tmp_path / "Kinerja-2026")


@pytest.fixture
def closed(computed: Office) -> Office:
    do_close(computed)
    return computed


def figures(book: FileMasterBook, period: Period = TW1) -> dict[str, list[tuple[CellValue, ...]]]:
    """Return everything that a period has on the sheets, and the summaries and the board."""
    found = {}
    for name in (*(f"tbl_{code}" for code in SECTIONS), "tblCapaian", "tblLangkah"):
        data = book.table(name)
        at = data.fields.index("cycle" if name == "tblLangkah" else "period")
        found[name] = [row for row in data.rows if row[at] == str(period)]
    for name in ("tblCapaianSubbagian", "tblCapaianSasaran", "tblStatus"):
        found[name] = list(book.table(name).rows)
    found["cells"] = [tuple(map(book.value, ("Capaian_Kantor", "Kategori_Kantor", "Kelengkapan")))]
    return found


def assert_same(
    after: Mapping[str, Sequence[Sequence[object]]],
    before: Mapping[str, Sequence[Sequence[object]]],
    *,
    but: str = "",
) -> None:
    """Compare what is stored: changing a file drops the stored results of formulas.

    Args:
        after: Figures after something was changed.
        before: Figures before it.
        but: A part that is meant to differ.
    """
    for name in before.keys() - {but}:
        pairs = [
            (old, new)
            for old_row, new_row in zip(before[name], after[name], strict=True)
            for old, new in zip(old_row, new_row, strict=True)
        ]
        differing = [pair for pair in pairs if None not in pair and pair[0] != pair[1]]
        assert not differing, name
        assert sum(new is not None for _, new in pairs) > len(before[name]), name


def change_every_definition(office: Office) -> None:
    """Change targets and settings, the scale, the mean, days off, hours and the SOP."""
    book = office.book()
    scales = [
        (scale, (lower or 0) + 7 if lower is not None else None, f"{category} baru", colour)  # type: ignore[operator] # a number
        for scale, lower, category, colour in book.table("tblSkala").rows
    ]
    days = [*book.table("tblLibur").rows, (datetime(2026, 1, 5), "cuti bersama", "Baru")]
    indicators = len(book.table("tblIndikator").rows)
    book.apply((
        ReplaceRows("tblSkala", tuple(scales)),
        ReplaceRows("tblLibur", tuple(days)),
        *(SetCell("tblIndikator", n, "target_TW1", 1) for n in range(indicators)),
        *(SetCell("tblIndikator", n, "digits", 0) for n in range(indicators)),
        *(SetCell("tblIndikator", n, "name", "Nama baru") for n in range(indicators)),
        *(SetCell("tblIndikator", n, "cap_percent", 50) for n in range(indicators)),
        *(SetCell("tblIndikator", n, "polarity", "minimalkan") for n in range(indicators)),
        *(SetCell("tblSOP", n, "amount", 1) for n in range(1, 4)),
        SetName("Metode_Rata_Rata", "geometrik"),
        SetName("Batas_Penjelasan", 20),
        SetName("Menit_Per_Hari", 30),
    ))  # fmt: skip


# Closing.


def test_close__computed_period__changes_no_figure_and_says_closed_on_kendali(
    computed: Office,
) -> None:
    before = figures(computed.book())

    report = do_close(computed)

    after = rounded(figures(computed.book()))
    states = {row["state"] for row in computed.rows("tblStatus")}
    assert_same(after, rounded(before), but="tblStatus")
    assert states == {"ditutup"}
    assert codes(report) == ["CLOSED_WITH_FINDINGS", "CLOSED_WITH_OPEN_STEPS"]
    assert fact(report, "frozen") == 9
    last = computed.rows("tblRiwayat")[-1]
    assert (last["verb"], last["period"], last["new"]) == ("Tutup", "2026-TW1", "ditutup")


def test_close__twice__changes_nothing_the_second_time(closed: Office) -> None:
    before = closed.files()

    report = do_close(closed)

    assert closed.files() == before
    assert "sudah ditutup" in report.message


def test_close__not_computed_since_the_last_change__is_refused_and_names_the_indicator(
    computed: Office,
) -> None:
    computed.type_entry("R2", "realisation", 60)
    before = computed.files()

    with pytest.raises(KinerjaError, match="belum dihitung sejak datanya berubah: R2"):
        do_close(computed)

    assert computed.files() == before


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        pytest.param("ditutup", "bukan JSON", id="scale"),
        pytest.param("ditutup", '{"mean":1}', id="scale-cut-short"),
        pytest.param("angka ditutup", '{"x":1}', id="figures"),
    ],
)
def test_refresh_status__record_of_a_closed_period_spoilt__is_one_clear_error(
    closed: Office, kind: str, text: str
) -> None:
    at = next(n for n, row in enumerate(closed.rows("tblBerkas")) if row["outcome"] == kind)
    closed.book().apply((SetCell("tblBerkas", at, "path", text),))

    with pytest.raises(KinerjaError, match="Catatan penutupan 2026-TW1 rusak"):
        refresh_status(closed.book(), closed.run())


def test_close__not_distributed__is_refused(computed: Office) -> None:
    with pytest.raises(KinerjaError, match="belum didistribusikan"):
        do_close(computed, TW2)


def test_close__nothing_open__has_no_findings(computed: Office) -> None:
    lines = computed.rows("tblLangkah")
    computed.book().apply((
        ReplaceRows("tblTemuan", ()),
        *(
            SetCell("tblLangkah", n, field, moment)
            for n in range(len(lines))
            for field, moment in (("started", MONDAY), ("finished", MONDAY))
        ),
    ))  # fmt: skip

    report = do_close(computed)

    assert codes(report) == []


VERBS: dict[str, Callable[[Office], object]] = {
    "distribute": lambda office: office.distribute(),
    "merge": lambda office: office.merge(),
    "dry-run": lambda office: office.merge(is_dry_run=True),
    "check": lambda office: office.check(),
    "compute": lambda office: office.compute(),
    "step": lambda office: office.step(Mark.START, 3, MONDAY),
}


@pytest.mark.parametrize("verb", VERBS.values(), ids=VERBS.keys())
def test_verb__closed_period__is_refused_and_says_why_and_what_to_do(
    verb: Callable[[Office], object], closed: Office
) -> None:
    before = closed.files()

    with pytest.raises(KinerjaError, match="sudah ditutup pada 1 April 2026") as refused:
        verb(closed)

    assert 'reopen Kinerja.xlsm --period 2026-TW1 --reason "..."' in refused.value.remedy
    assert closed.files() == before


# The past stands still.


def test_closed_period__every_definition_changed__keeps_its_figures(closed: Office) -> None:
    before = figures(closed.book())

    change_every_definition(closed)
    refresh_status(closed.book(), closed.run())

    after = figures(closed.book())
    for name in ("tbl_KUL", "tbl_RENDATIN", "tblLangkah", "tblStatus"):
        assert after[name] == before[name]
    for name in ("tblCapaian",):
        assert_same({name: after[name]}, {name: before[name]})


def test_closed_period__next_quarter_worked_on__keeps_its_figures(closed: Office) -> None:
    before = figures(closed.book())

    change_every_definition(closed)
    closed.distribute(period=TW2)
    closed.give_back("KUL", {"I005": {"realisation": 20}}, period=TW2)
    closed.merge(TW2)
    closed.check(TW2)
    closed.compute(TW2)
    others = figures(closed.book(), TW2)
    set_period(closed.book(), TW1, closed.run())

    assert others["tblStatus"] != before["tblStatus"]
    assert_same(figures(closed.book()), before)


def test_closed_period__rows_of_an_indicator_that_went__are_kept(closed: Office) -> None:
    closed.distribute(period=TW2)
    before = figures(closed.book())
    closed.type_cell("tblIndikator", "target_TW2", None, code="R1")

    closed.distribute(period=TW2)

    name = "tblCapaian"
    assert_same({name: figures(closed.book())[name]}, {name: before[name]})
    assert len(figures(closed.book(), TW2)["tblCapaian"]) == 9


def test_office_results__closed_period_and_every_definition_changed__are_what_was_kept(
    computed: Office,
) -> None:
    before = office_results(computed.book(), TW1)

    do_close(computed)
    change_every_definition(computed)
    after = office_results(computed.book(), TW1)

    assert told(after) == told(before)
    assert {group.band.category for group in after.sections if group.band} <= {
        band.category for band in FIVE_BANDS.bands
    }


def told(results: OfficeResults) -> dict[str, object]:
    """Return everything that results say, numbers as a cell keeps them."""

    def number(value: Decimal | None) -> float | None:
        return None if value is None else float(f"{value:.12g}")

    groups = (*results.sections, *results.objectives, *filter(None, (results.office,)))
    return {
        "rows": [
            (
                result.section, result.row.row_id, result.band, result.achievement.status,
                number(result.achievement.value), number(result.achievement.unrounded),
                number(result.cumulative.realisation), result.cumulative.target is None,
            )
            for result in results.rows
        ],
        "groups": [
            (
                group.name, group.indicators, group.band, group.mean.counted, group.mean.left_out,
                group.mean.status, number(group.mean.value),
            )
            for group in groups
        ],
        "budget": (number(results.budget.absorption), number(results.budget.efficiency.value)),
    }  # fmt: skip


def test_office_results__figure_of_a_closed_period_spoilt__is_one_clear_error(
    closed: Office,
) -> None:
    closed.type_entry("K2", "achievement", "seratus")

    with pytest.raises(KinerjaError, match="Angka K2 Triwulan I 2026 diubah sesudah"):
        office_results(closed.book(), TW1)


def recalculated(office: Office, libreoffice: LibreOffice, folder: Path) -> FileMasterBook:
    """Let LibreOffice compute every formula of the master anew."""
    bare = folder / "tanpa hasil" / "Kinerja.xlsm"
    bare.parent.mkdir(parents=True)
    anywhere = CellEdit("PENGATURAN", 60, 26, None)
    bare.write_bytes(patch_package(office.master.read_bytes(), [anywhere]))
    made = libreoffice.convert(bare, "xlsx", folder=folder / "hasil")
    return FileMasterBook(made, now=lambda: NOW)


def rounded(found: dict[str, list[tuple[CellValue, ...]]]) -> dict[str, list[tuple[object, ...]]]:
    return {
        name: [
            tuple(round(cell, 9) if isinstance(cell, float) else cell for cell in row)
            for row in rows
        ]
        for name, rows in found.items()
    }


@pytest.mark.libreoffice
def test_closed_period__recalculated_after_every_change__keeps_its_figures(
    closed: Office, libreoffice: LibreOffice, tmp_path: Path
) -> None:
    before = rounded(figures(closed.book()))
    change_every_definition(closed)
    closed.type_entry("R1", "obstacles", "Catatan")
    closed.book().apply((SetCell("tblBukti", 0, "file_name", "tambahan.pdf"),))

    after = rounded(figures(recalculated(closed, libreoffice, tmp_path)))

    position = tables.section_table("RENDATIN").position("obstacles")
    after["tbl_RENDATIN"] = [
        (*row[:position], None, *row[position + 1 :]) for row in after["tbl_RENDATIN"]
    ]
    assert_same(after, before)


@pytest.mark.libreoffice
def test_summaries__active_period_typed_by_hand__are_live_for_the_open_one(
    closed: Office, libreoffice: LibreOffice, tmp_path: Path
) -> None:
    before = rounded(figures(closed.book()))
    closed.distribute(period=TW2)
    closed.give_back("KUL", {"I005": {"realisation": 20}}, period=TW2)
    closed.merge(TW2)
    closed.compute(TW2)
    change_every_definition(closed)

    second = figures(recalculated(closed, libreoffice, tmp_path / "dua"))
    closed.type_name("Periode_Aktif", str(TW1))
    first = rounded(figures(recalculated(closed, libreoffice, tmp_path / "satu")))

    live = office_results(closed.book(), TW2).office
    assert live is not None
    assert live.band is not None
    assert rounded(second)["cells"][0][:2] == (
        round(float(live.mean.value or 0), 9), live.band.category,
    )  # fmt: skip
    assert first["cells"][0][:2] == before["cells"][0][:2]
    assert first["tblCapaianSubbagian"] == before["tblCapaianSubbagian"]


# Reopening.


def test_reopen__with_a_reason__records_it_and_lets_everything_go_on(closed: Office) -> None:
    change_every_definition(closed)

    do_reopen(closed, "  koreksi LHP\n Inspektorat ")
    closed.distribute()
    closed.compute()

    line = next(row for row in closed.rows("tblRiwayat") if row["verb"] == "Buka lagi")
    assert (line["old"], line["new"]) == ("ditutup", "dibuka: koreksi LHP Inspektorat")
    assert closed.row("R1")["target"] == 1
    assert closed.row("R1")["category"] == "Sangat Rendah baru"
    assert not [row for row in closed.rows("tblTemuan") if row["source"] == "Tutup"]
    assert "ditutup" not in {row["state"] for row in closed.rows("tblStatus")}


@pytest.mark.filterwarnings("ignore:.*extension is not supported")
def test_reopen__nothing_changed_meanwhile__gives_the_formulas_back(
    computed: Office,
) -> None:
    def formulas(office: Office) -> object:
        import openpyxl

        book = openpyxl.load_workbook(office.master)
        return {
            (sheet, cell.coordinate): cell.value
            for sheet in ("KUL", "CAPAIAN", "SASARAN")
            for row in book[sheet].iter_rows()
            for cell in row
            if isinstance(cell.value, str) and cell.value.startswith("=")
        }

    before = formulas(computed)

    do_close(computed)
    between = formulas(computed)
    do_reopen(computed)

    assert between != before
    assert formulas(computed) == before


@pytest.mark.parametrize("reason", ["", "  \n "])
def test_reopen__without_a_reason__is_refused(closed: Office, reason: str) -> None:
    before = closed.files()

    with pytest.raises(KinerjaError, match="Alasan"):
        do_reopen(closed, reason)

    assert closed.files() == before


def test_reopen__open_period__is_refused(computed: Office) -> None:
    with pytest.raises(KinerjaError, match="tidak sedang ditutup"):
        do_reopen(computed)


def test_reopen__of_two_closed_periods__leaves_the_other(closed: Office) -> None:
    closed.distribute(period=TW2)
    closed.compute(TW2)
    do_close(closed, TW2)

    do_reopen(closed, period=TW1)

    with pytest.raises(KinerjaError, match="Triwulan II 2026 sudah ditutup"):
        closed.compute(TW2)
    assert not verify(closed.book(), closed.run()).findings


# Finished steps, and the SOP.


def step_line(office: Office, number: int) -> dict[str, CellValue]:
    return next(
        row for row in office.rows("tblLangkah")
        if (row["cycle"], row["number"]) == ("2026-TW1", number)
    )  # fmt: skip


def test_compute__finished_step_and_a_new_day_off__keeps_its_minutes(computed: Office) -> None:
    before = step_line(computed, 2)
    change_every_definition(computed)
    computed.type_cell(
        "tblLangkah", "amount", 1, cycle="2026-TW1", activity=str(before["activity"])
    )

    computed.compute()

    kept = ("working_minutes", "standard_minutes", "difference_minutes", "status")
    assert {name: step_line(computed, 2)[name] for name in kept} == {
        name: before[name] for name in kept
    }


def test_compute__minutes_of_a_finished_step_typed_over__come_back(computed: Office) -> None:
    before = step_line(computed, 2)
    activity = str(before["activity"])
    for field, content in (("working_minutes", 999), ("status", "tepat waktu")):
        computed.type_cell("tblLangkah", field, content, cycle="2026-TW1", activity=activity)

    computed.compute()

    assert step_line(computed, 2) == before


def test_compute__finished_step_whose_time_was_corrected__is_measured_anew(
    computed: Office,
) -> None:
    activity = str(step_line(computed, 2)["activity"])
    computed.type_cell(
        "tblLangkah", "finished", datetime(2026, 1, 5, 9, 0), cycle="2026-TW1", activity=activity
    )

    computed.compute()

    assert step_line(computed, 2)["working_minutes"] == 60


@pytest.mark.parametrize(
    ("field", "content", "said"),
    [
        pytest.param("actor", "Orang lain", "pelaksana langkah 3 berubah", id="person-in-charge"),
        pytest.param("activity", ACTIVITY, "kegiatan langkah 3 berubah", id="scope"),
    ],
)
def test_distribute__sop_void_under_the_same_number__is_refused_for_a_new_cycle(
    computed: Office, field: str, content: str, said: str
) -> None:
    computed.book().apply((SetCell("tblSOP", 2, field, content),))
    before = computed.files()

    with pytest.raises(KinerjaError, match=said):
        computed.distribute(period=TW2)

    assert computed.files() == before


def test_distribute__inferred_actor_stated_as_the_same_post__is_a_correction(
    computed: Office,
) -> None:
    step = computed.rows("tblSOP")[2]
    post = next(row["post"] for row in computed.rows("tblPejabat") if row["actor"] == step["actor"])
    computed.book().apply((
        SetCell("tblSOP", 2, "actor", post), SetCell("tblSOP", 2, "actor_basis", "dokumen SOP"),
    ))  # fmt: skip

    computed.distribute(period=TW2)

    actors = [row["actor"] for row in computed.rows("tblLangkah") if row["number"] == 3]
    assert step["actor_basis"] == "disimpulkan"
    assert actors == [step["actor"], post]


@pytest.mark.parametrize("basis", ["disimpulkan", "dokumen SOP"])
def test_distribute__inferred_actor_becomes_another_post__is_refused(
    computed: Office, basis: str
) -> None:
    computed.book().apply((
        SetCell("tblSOP", 2, "actor", "Sekretaris"), SetCell("tblSOP", 2, "actor_basis", basis),
        SetName("SOP_Nomor", f" {computed.book().value('SOP_Nomor')} "),
    ))  # fmt: skip

    with pytest.raises(KinerjaError, match='menjadi "Sekretaris"'):
        computed.distribute(period=TW2)


def test_distribute__changed_sop_with_a_new_number__is_taken(computed: Office) -> None:
    computed.book().apply(
        (SetCell("tblSOP", 2, "actor", "Orang lain"), SetName("SOP_Nomor", "/ORT.06/1/2026"))
    )

    computed.distribute(period=TW2)

    numbers = {row["cycle"]: row["sop_number"] for row in computed.rows("tblLangkah")}
    assert numbers["2026-TW1"] != numbers["2026-TW2"] == "/ORT.06/1/2026"


@pytest.mark.filterwarnings("ignore:.*extension is not supported")
def test_fixed_cells__are_values_and_no_formulas(closed: Office) -> None:
    import openpyxl

    sheet = openpyxl.load_workbook(closed.master)["KUL"]
    table = tables.section_table("KUL")
    columns = [
        table.first_column + table.position(column.field)
        for column in table.columns
        if column.formula
    ]
    cells = [sheet.cell(row, column).value for row in (6, 7) for column in columns]

    formulas = [cell for cell in cells if isinstance(cell, str) and cell.startswith("=")]
    assert set(formulas) <= {'=""'}
