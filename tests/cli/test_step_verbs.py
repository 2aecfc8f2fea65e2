from __future__ import annotations

import pytest

from tests.cli.commands import run
from tests.usecases.office import Office

MORNING = "2026-01-05T08:00"


def test_step__started_and_returned__is_told_as_json(office: Office) -> None:
    started = run("step", office.master, "start", "6", "--at", MORNING, "--json")
    returned = run(
        "step", office.master, "return", "6", "--to", "5", "--reason", "Keliru.",
        "--at", "2026-01-05T08:10", "--json",
    )  # fmt: skip
    told = run("status", office.master, "--json")

    assert started.json["facts"]["pass"] == 1
    assert (returned.json["facts"]["to"], returned.json["facts"]["reason"]) == (5, "Keliru.")
    assert {line["number"]: line["pass"] for line in told.json["listings"]["steps"]}[6] == 2


def test_step__kelengkapan_lacking__is_refused_unless_somebody_says_why(office: Office) -> None:
    run("step", office.master, "start", "2", "--at", MORNING)
    finish = ("step", office.master, "finish", "2", "--at", "2026-01-05T08:10")

    refused, done = run(*finish), run(*finish, "--without", "Di kertas.")

    assert (refused.exit_code, done.exit_code) == (2, 1)
    assert "lembar disposisi" in " ".join(refused.stderr.split())


@pytest.mark.parametrize(
    "options",
    [
        pytest.param(("start", "1", "--to", "2"), id="to-without-return"),
        pytest.param(("start", "1", "--without", "x"), id="without-at-the-start"),
        pytest.param(("return", "6", "--reason", "x"), id="return-to-nowhere"),
        pytest.param(("return", "6", "--to", "5", "--note", "x"), id="return-with-a-note"),
    ],
)
def test_step__options_of_another_mark__are_refused(
    options: tuple[str, ...], office: Office
) -> None:
    before = office.files()

    outcome = run("step", office.master, *options)

    assert (outcome.exit_code, office.files()) == (2, before)


def test_sop__signed_reviewed_and_revised_in_vain__is_told(office: Office) -> None:
    signed = run("sop", "sign", office.master, "--at", "2026-01-05", "--json")
    reviewed = run("sop", "review", office.master, "--at", "2026-02-05", "--json")
    same = run("sop", "revise", office.master, "kpu_bengkulu_utara", "--reason", "Banjir.")

    assert signed.json["facts"]["review_due"] == "2026-07-05"
    assert reviewed.json["facts"]["review_due"] == "2026-08-05"
    assert same.exit_code == 2
    assert "tidak ada yang direvisi" in " ".join(same.stderr.split())
