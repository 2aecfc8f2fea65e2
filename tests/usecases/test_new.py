from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from kinerja_xl.core.values import cell_text
from kinerja_xl.errors import KinerjaError
from kinerja_xl.files.definitions import find_sop
from kinerja_xl.usecases.gather import Run
from kinerja_xl.usecases.new import create_office
from tests.usecases.office import (
    INDICATORS,
    KEY_OF,
    NOW,
    WHO,
    YEAR,
    Office,
    fact,
    folder_content,
    indicators_csv,
    new_office,
)

RUN = Run(NOW, WHO)


def test_create_office__new_folder__has_the_master_and_its_folders(built_office: Office) -> None:
    content = built_office.files()

    assert set(content) == {
        "Kinerja.xlsm", "cadangan/", "distribusi/", "kembali/", "laporan/", "perbaikan/",
    }  # fmt: skip


def test_create_office__indicators_given__stand_in_indikator_with_keys(
    built_office: Office,
) -> None:
    rows = built_office.rows("tblIndikator")

    assert [(row["code"], row["key"]) for row in rows] == list(KEY_OF.items())
    assert [row["section"] for row in rows] == [item["section"] for item in INDICATORS]


def test_create_office__no_indicators__leaves_indikator_empty(tmp_path: Path) -> None:
    report = create_office(tmp_path / "Kantor", "kpu_sorong", YEAR, RUN)

    assert Office(tmp_path / "Kantor").rows("tblIndikator") == []
    assert fact(report, "indicators") == 0


def test_create_office__office_not_named__takes_the_institution_of_the_sop(tmp_path: Path) -> None:
    report = create_office(tmp_path / "Kantor", "kpu_sorong", YEAR, RUN)

    assert "Sorong" in cell_text(fact(report, "office"))
    assert Office(tmp_path / "Kantor").book().value("Kantor") == fact(report, "office")


@pytest.mark.parametrize(
    ("sop", "number", "steps"),
    [
        pytest.param("kpu_bengkulu_utara", "/ORT.06/1703/3/2023", 14, id="bengkulu-utara"),
        pytest.param("kpu_sorong", "5.16/ORT.06/9601/2023", 6, id="sorong"),
    ],
)
def test_create_office__shipped_sop__is_in_the_master(
    sop: str, number: str, steps: int, tmp_path: Path
) -> None:
    office = new_office(tmp_path / "Kantor", sop)

    assert office.book().value("SOP_Nomor") == number
    assert [row["number"] for row in office.rows("tblSOP")] == list(range(1, steps + 1))


def test_create_office__twice_with_one_identifier__gives_the_same_master(
    built_office: Office, tmp_path: Path
) -> None:
    again = new_office(tmp_path / "Kantor")

    assert again.master.read_bytes() == built_office.master.read_bytes()


def test_create_office__identifier_not_given__differs_from_office_to_office(tmp_path: Path) -> None:
    for name in ("A", "B"):
        create_office(tmp_path / name, "kpu_sorong", YEAR, RUN)

    identifiers = {Office(tmp_path / name).book().value("ID_Induk") for name in ("A", "B")}

    assert len(identifiers) == 2


@pytest.mark.parametrize("name", ["Kinerja.xlsx", "Kinerja.xlsm"])
def test_create_office__master_there__is_refused_and_left_alone(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(b"yang lama")

    with pytest.raises(KinerjaError, match="sudah ada"):
        create_office(tmp_path, "kpu_sorong", YEAR, RUN)

    assert folder_content(tmp_path) == {name: b"yang lama"}


def test_create_office__folder_with_other_files__keeps_them(tmp_path: Path) -> None:
    (tmp_path / "catatan.txt").write_text("milik orang lain", encoding="utf-8")

    create_office(tmp_path, "kpu_sorong", YEAR, RUN)

    assert folder_content(tmp_path)["catatan.txt"] == b"milik orang lain"


def test_create_office__duplicate_code__names_both_rows_and_makes_nothing(tmp_path: Path) -> None:
    listed = tmp_path / "indikator.csv"
    twice = ({**INDICATORS[0]}, {**INDICATORS[1], "code": "R1"})
    listed.write_text(indicators_csv(twice), encoding="utf-8")

    with pytest.raises(KinerjaError, match=r"(?s)2 kesalahan.*baris 2, 3.*baris 2, 3"):
        create_office(tmp_path / "Kantor", "kpu_sorong", YEAR, RUN, indicators=listed)

    assert not (tmp_path / "Kantor").exists()


def test_create_office__folder_cannot_be_made__leaves_no_parent_behind(tmp_path: Path) -> None:
    (tmp_path / "berkas").write_bytes(b"")

    with pytest.raises(KinerjaError):
        create_office(tmp_path / "berkas" / "Kantor", "kpu_sorong", YEAR, RUN)

    assert folder_content(tmp_path) == {"berkas": b""}


def test_create_office__year_without_certain_holidays__says_so(tmp_path: Path) -> None:
    report = create_office(tmp_path / "Kantor", "kpu_sorong", 2099, replace(RUN))

    assert "2099" in report.message


def test_create_office__shipped_sop_with_fewer_steps_under_its_number__is_refused(
    tmp_path: Path,
) -> None:
    content = yaml.safe_load(find_sop("kpu_sorong").read_text(encoding="utf-8"))
    content["steps"] = content["steps"][:-1]
    changed = tmp_path / "sop.yaml"
    changed.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")

    with pytest.raises(KinerjaError, match="langkah 6 dihapus"):
        create_office(tmp_path / "Kantor", str(changed), YEAR, RUN)

    assert not (tmp_path / "Kantor").exists()
