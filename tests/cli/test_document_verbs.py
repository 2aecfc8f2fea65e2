from __future__ import annotations

from tests.cli.commands import run
from tests.usecases.letters import NUMBER, PLANNER, staffed
from tests.usecases.office import Office


def test_document__made_and_signed__is_told_as_json(office: Office) -> None:
    master = staffed(office).master
    make = ("document", master, "circular", "--period", "2026-TW1", "--no-pdf", "--json",
            "--date", "2026-03-31", "--due", "2026-04-10")  # fmt: skip

    made, again = run(*make), run(*make)
    paraf = run("sign", master, NUMBER, "--as", PLANNER, "--paraf", "--at", "2026-03-31T10:00")
    signed = run("sign", master, NUMBER, "--as", "Sekretaris", "--json")

    assert [made.exit_code, again.exit_code, paraf.exit_code, signed.exit_code] == [0, 0, 0, 0]
    (line,) = made.json["listings"]["documents"]
    assert (line["number"], line["outcome"], line["due"]) == (NUMBER, "dibuat", "2026-04-10")
    assert again.json["listings"]["documents"][0]["outcome"] == "sudah ada"
    assert signed.json["facts"]["status"] == "ditandatangani"


def test_sign__by_someone_else__is_refused_with_exit_code_two(office: Office) -> None:
    master = staffed(office).master
    run("document", master, "circular", "--period", "2026-TW1", "--no-pdf")

    outcome = run("sign", master, NUMBER, "--as", "Sekretaris")

    assert outcome.exit_code == 2
    assert "belum diparaf" in " ".join(outcome.stderr.split())


def test_template__kinds__are_put_into_the_office(office: Office) -> None:
    outcome = run("template", office.master, "circular", "receipt", "--json")

    assert outcome.json["facts"]["copied"] == 2
    assert {path.name for path in office.folder.templates.iterdir()} == {
        "surat_edaran.docx", "tanda_terima.docx",
    }  # fmt: skip
