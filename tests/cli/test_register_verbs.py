from __future__ import annotations

import zipfile
from pathlib import Path

from tests.cli.commands import run
from tests.files.evidence.evidence_samples import pdf
from tests.usecases.office import RENDATIN, Office

PERIOD = ("--period", "2026-TW1")


def test_audits__json__holds_recap_and_rows(office: Office) -> None:
    outcome = run("audits", office.master, "--json")

    assert (outcome.exit_code, outcome.stderr) == (0, "")
    assert outcome.json["listings"].keys() == {"recap", "rows"}


def test_evidence__to_a_zip__writes_it_and_says_what_is_missing(
    office: Office, tmp_path: Path
) -> None:
    office.put_evidence(RENDATIN, "a.pdf", pdf())
    office.give_back(RENDATIN, {"I001.1": {"file_name": "a.pdf"}})
    office.merge()
    office.check()
    target = tmp_path / "arsip" / "bukti.zip"

    outcome = run("evidence", office.master, *PERIOD, "--to", target, "--json")

    assert outcome.exit_code == 1
    assert outcome.json["listings"]["files"][0]["file"] == "RENDATIN/R1/a.pdf"
    with zipfile.ZipFile(target) as archive:
        assert archive.read("RENDATIN/R1/a.pdf") == pdf()


def test_evidence__nothing_accepted__ends_with_two(office: Office) -> None:
    outcome = run("evidence", office.master, *PERIOD)

    assert (outcome.exit_code, outcome.stdout) == (2, "")
    assert "Belum ada bukti" in outcome.stderr


def test_decide__rows_sent_back__names_them_and_the_new_form(office: Office) -> None:
    office.give_back(RENDATIN, {"I001": {"realisation": 2}, "I002": {"realisation": 80}})
    office.merge()
    chosen = ("--section", RENDATIN, "--accept", "R2", "--return", "R1", "--reason", "Salah")

    outcome = run("decide", office.master, *PERIOD, *chosen, "--json")

    assert outcome.exit_code == 0
    rows = {each["row"]: each["verdict"] for each in outcome.json["listings"]["rows"]}
    assert rows == {"R1": "dikembalikan", "R2": "diterima"}
    assert outcome.json["listings"]["forms"][0]["version"] == 2


def test_decide__no_reason__ends_with_two_and_changes_nothing(office: Office) -> None:
    before = office.files()

    outcome = run("decide", office.master, *PERIOD, "--section", RENDATIN, "--return", "R1")

    assert (outcome.exit_code, outcome.stdout) == (2, "")
    assert "alasan" in outcome.stderr
    assert office.files() == before


def test_entries__entered__flags_rows(office: Office) -> None:
    chosen = ("--entered", "Monev", "--code", "R1", "--reference", "REF-1")

    outcome = run("entries", office.master, *PERIOD, *chosen, "--json")

    assert outcome.exit_code == 0
    counts = {
        each["application"]: each["left"] for each in outcome.json["listings"]["applications"]
    }
    assert counts == {"E-Lapkin": 9, "Monev": 8}
