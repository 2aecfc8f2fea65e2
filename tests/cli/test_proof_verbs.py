from __future__ import annotations

import pytest

from kinerja_xl.core.book import SetCell
from tests.cli.commands import run
from tests.usecases.office import TW1, Office

PERIOD = ("--period", str(TW1))


@pytest.mark.parametrize("name", ["verify", "close", "reopen", "undo"])
def test_help__proof_verbs__are_there(name: str) -> None:
    outcome = run(name, "--help")

    assert (outcome.exit_code, outcome.stderr) == (0, "")


def test_verify__clean_tampered_and_no_master__ends_with_0_1_2(office: Office) -> None:
    clean = run("verify", office.master, "--json")
    office.book().apply((SetCell("tblRiwayat", 1, "who", "x"),))
    tampered = run("verify", office.master, "--json")
    missing = run("verify", office.root / "tidak ada.xlsm", "--json")

    assert [each.exit_code for each in (clean, tampered, missing)] == [0, 1, 2]
    assert tampered.json["facts"]["first_break"] == "RIWAYAT!A6"
    assert missing.json["status"] == "error"


def test_close_and_reopen__whole_way__refuse_and_let_go_on(office: Office) -> None:
    run("compute", office.master, *PERIOD)

    closed = run("close", office.master, *PERIOD)
    refused = run("compute", office.master, *PERIOD)
    board = run("status", office.master)
    without_reason = run("reopen", office.master, *PERIOD)
    reopened = run("reopen", office.master, *PERIOD, "--reason", "koreksi LHP")
    again = run("compute", office.master, *PERIOD)

    codes = [each.exit_code for each in (closed, refused, without_reason, reopened, again)]
    assert codes == [1, 2, 2, 0, 0]
    assert "sudah ditutup" in refused.stderr
    assert "ditutup" in board.stdout


def test_undo__last_verb__is_taken_back(office: Office) -> None:
    before = office.master.read_bytes()
    run("step", office.master, "start", "1", "--at", "2026-01-05T08:00")

    outcome = run("undo", office.master, "--json")

    assert outcome.exit_code == 0
    assert office.master.read_bytes() == before
    assert outcome.json["facts"]["undone"] == 1
