from __future__ import annotations

import getpass
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.commands import VERBS_ON_A_MASTER, run, run_process, verb
from tests.usecases.office import TW1, Office, folder_content, indicators_csv

HELP = ("new", "distribute", "merge", "check", "compute", "step", "status", "sop", "demo")


# Help.


@pytest.mark.parametrize("name", HELP)
def test_help__every_verb__is_english_and_ends_with_zero(name: str) -> None:
    outcome = run(name, "--help")

    assert (outcome.exit_code, outcome.stderr) == (0, "")
    assert "Usage:" in outcome.stdout


def test_help__no_verb__lists_all_of_them() -> None:
    outcome = run("--help")

    assert outcome.exit_code == 0
    assert all(name in outcome.stdout for name in HELP)


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param(("new", "x"), id="options-missing"),
        pytest.param(("merge", "x.xlsx", "--period", "2026-TW1", "--keras"), id="unknown-option"),
        pytest.param(("step", "x.xlsx", "pause", "1"), id="unknown-mark"),
        pytest.param(("step", "x.xlsx", "start", "1", "--at", "kemarin"), id="no-moment"),
        pytest.param(("hapus", "x.xlsx"), id="unknown-verb"),
    ],
)
def test_usage__wrong__ends_with_two(arguments: tuple[str, ...]) -> None:
    outcome = run(*arguments)

    assert (outcome.exit_code, outcome.stdout) == (2, "")
    assert "Usage:" in outcome.stderr


# A whole quarter.


def test_verbs__whole_quarter__do_the_job_from_an_empty_folder(tmp_path: Path) -> None:
    root = tmp_path / "Kinerja-2026"
    listed = tmp_path / "indikator.csv"
    listed.write_text(indicators_csv(), encoding="utf-8")
    master = root / "Kinerja.xlsm"
    office = Office(root)

    new = run("new", root, "--sop", "kpu_sorong", "--year", "2026", "--indicators", listed)
    distributed = run(*verb("distribute", master))
    office.give_back("HUKUM", {"I010": {"realisation": 60}})
    merged = run(*verb("merge", master))
    checked = run(*verb("check", master))
    computed = run(*verb("compute", master))
    step = run(*verb("step", master))
    status = run(*verb("status", master))

    codes = [
        outcome.exit_code for outcome in (new, distributed, merged, checked, computed, step, status)
    ]
    assert codes == [0, 0, 0, 1, 0, 1, 0]
    assert "4 formulir Triwulan I 2026 dibuat" in distributed.stdout
    assert "1 sel berubah; kiriman yang digabung: HUKUM." in merged.stdout
    assert "belum mengembalikan formulir" in checked.stdout
    assert "1 dari 9 capaian" in computed.stdout
    assert "Langkah 1 memakan" in step.stdout
    assert "Triwulan I 2026" in status.stdout


def test_distribute__sections_named__are_the_only_ones(office: Office) -> None:
    for code in ("KUL", "TEKNIS", "HUKUM"):
        office.folder.form(TW1, code).unlink()
    wanted = ("--section", "KUL", "--section", "hukum")

    outcome = run(*verb("distribute", office.master), *wanted, "--json")

    sections = [form["section"] for form in outcome.json["listings"]["forms"]]
    assert sections == ["KUL", "HUKUM"]


def test_merge__dry_run__prints_the_cells_and_changes_nothing(office: Office) -> None:
    office.give_back("HUKUM", {"I010": {"realisation": 60}})
    before = office.files()

    outcome = run(*verb("dry-run", office.master))

    assert outcome.exit_code == 0
    assert "1 sel akan berubah" in outcome.stdout
    assert "I010" in outcome.stdout
    assert office.files() == before


def test_merge__from_a_folder__reads_that_one(office: Office, tmp_path: Path) -> None:
    path = office.give_back("HUKUM", {"I010": {"realisation": 60}})
    elsewhere = tmp_path / "unduhan"
    elsewhere.mkdir()
    path.rename(elsewhere / "a.xlsx")

    outcome = run(*verb("merge", office.master), "--from", elsewhere, "--json")

    assert outcome.json["facts"]["changes"] == 1


def test_step__without_a_time__is_recorded_as_now(office: Office) -> None:
    outcome = run("step", office.master, "start", "1", "--note", "lewat baris perintah", "--json")

    assert (outcome.exit_code, outcome.json["facts"]["step"]) == (0, 1)
    notes = [row["note"] for row in office.rows("tblLangkah")]
    assert "lewat baris perintah" in notes


def test_step__account_without_a_name__is_recorded_all_the_same(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    def getuser() -> str:
        raise OSError("No username set in the environment")

    monkeypatch.setattr(getpass, "getuser", getuser)

    outcome = run("step", office.master, "start", "1")

    assert outcome.exit_code == 0
    assert office.rows("tblRiwayat")[-1]["who"] == "tidak dikenal"


# JSON.


@pytest.mark.parametrize("name", VERBS_ON_A_MASTER)
def test_json__verb_on_a_master__is_one_object(name: str, office: Office) -> None:
    outcome = run(*verb(name, office.master), "--json")

    found = outcome.json
    assert found["verb"] == VERBS_ON_A_MASTER[name][0]
    assert found["status"] == ("findings" if outcome.exit_code else "clean")
    assert (outcome.exit_code, bool(found["findings"])) in ((0, False), (1, True))
    assert outcome.stderr == ""


def test_json__new__is_one_object(tmp_path: Path) -> None:
    outcome = run("new", tmp_path / "K", "--sop", "kpu_sorong", "--year", "2026", "--json")

    assert (outcome.exit_code, outcome.json["status"]) == (0, "clean")
    assert outcome.json["facts"]["master"] == str(tmp_path / "K" / "Kinerja.xlsm")


@pytest.mark.parametrize("name", ["kpu_bengkulu_utara", "kpu_sorong"])
@pytest.mark.parametrize("act", ["validate", "show"])
def test_json__sop__is_one_object_with_the_reconciliation(act: str, name: str) -> None:
    outcome = run("sop", act, name, "--json")

    reconciliation = outcome.json["reconciliation"]
    assert outcome.exit_code == 0
    assert outcome.json["verb"] == f"sop {act}"
    assert (reconciliation["steps"], reconciliation["unaccounted_minutes"]) == (
        (14, 90) if name == "kpu_bengkulu_utara" else (6, None)
    )


@pytest.mark.libreoffice
def test_json__sop_print__names_the_pdf(tmp_path: Path) -> None:
    outcome = run("sop", "print", "kpu_sorong", "--to", tmp_path / "sop.pdf", "--json")

    assert (outcome.exit_code, outcome.json["verb"]) == (0, "sop print")
    assert outcome.json["facts"]["pdf"] == str(tmp_path / "sop.pdf")
    assert (tmp_path / "sop.pdf").read_bytes().startswith(b"%PDF")


def test_json__findings__say_where_what_and_what_to_do(office: Office) -> None:
    office.give_back("HUKUM", {"I010": {"realisation": "banyak"}})

    outcome = run(*verb("merge", office.master), "--json")

    assert outcome.exit_code == 1
    assert outcome.json["findings"] == [
        {
            "severity": "Kesalahan",
            "code": "NOT_A_NUMBER",
            "section": "HUKUM",
            "place": "kembali/2026-TW1/HUKUM.xlsx [FORM!K8]",
            "message": 'Realisasi: "banyak" bukan angka yang dapat dibaca.',
            "remedy": "Tulis angka saja, misalnya 98,5 atau 1.250.000.",
        }
    ]


def test_json__changes__hold_plain_values(office: Office) -> None:
    office.give_back("HUKUM", {"I010": {"realisation": "60,5", "due_date": "31/3/2026"}})

    outcome = run(*verb("dry-run", office.master), "--json")

    values = [change["new"] for change in outcome.json["listings"]["changes"]]
    assert values == [60.5, "2026-03-31"]


# Processes of their own.


def test_process__json__is_the_only_output(office: Office) -> None:
    outcome = run_process(*verb("check", office.master), "--json")

    assert (outcome.exit_code, outcome.stderr) == (1, "")
    assert outcome.json["verb"] == "check"


def test_process__no_master__has_one_message_and_no_traceback(tmp_path: Path) -> None:
    outcome = run_process("status", tmp_path / "Kinerja.xlsm")

    assert (outcome.exit_code, outcome.stdout) == (2, "")
    assert outcome.stderr.strip() == (
        f"{tmp_path / 'Kinerja.xlsm'}: Buku induk tidak ada. Periksa nama dan foldernya, "
        "atau buat yang baru dengan kinerja-xl new."
    )


def test_process__demo__ends_well(tmp_path: Path) -> None:
    outcome = run_process("demo", tmp_path / "contoh", "--json")

    assert (outcome.exit_code, outcome.json["verb"]) == (0, "demo")
    assert (tmp_path / "contoh" / "Kinerja.xlsm").is_file()
    assert [name for name in folder_content(tmp_path / "contoh") if name.startswith("~")] == []


HEAVY = ("pandas", "xlwings", "numpy", "openpyxl", "xlsxwriter", "holidays")


@pytest.mark.parametrize(
    ("module", "unwanted"),
    [
        pytest.param("kinerja_xl.core", HEAVY, id="core"),
        pytest.param("kinerja_xl.usecases.merge", HEAVY[:2], id="merge"),
        pytest.param("kinerja_xl.usecases.distribute", HEAVY[:2], id="distribute"),
        pytest.param("kinerja_xl.usecases.compute", HEAVY[:2], id="compute"),
        pytest.param("kinerja_xl.cli", (*HEAVY, "python_calamine", "pydantic"), id="cli"),
    ],
)
def test_import__module__does_not_load_what_it_does_not_need(
    module: str, unwanted: tuple[str, ...]
) -> None:
    program = f"import sys, {module}; print(*sorted(set({unwanted!r}) & set(sys.modules)))"

    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True,
        cwd=Path(__file__).resolve().parents[2],
    )  # fmt: skip

    assert done.stdout.split() == []
