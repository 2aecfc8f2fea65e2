from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from kinerja_xl.core.decisions import Decisions
from kinerja_xl.usecases.decide import decide
from kinerja_xl.usecases.signed_forms import fixed_forms
from tests.usecases.letters import NUMBER, signed_circular
from tests.usecases.office import TW1, TW2, Office, form_version, merged


def test_fix_forms__signed_circular__keeps_a_digest_for_each_section(fresh: Office) -> None:
    signed_circular(fresh)

    fixed = fixed_forms(fresh.book(), TW1)

    assert sorted(fixed) == ["HUKUM", "KUL", "RENDATIN", "TEKNIS"]
    assert {record.text for record in fixed.values()} == {NUMBER}
    assert all(len(record.digest) == 64 for record in fixed.values())
    assert fixed_forms(fresh.book(), TW2) == {}


def test_decide__rows_sent_back_after_signing__is_no_other_form(fresh: Office) -> None:
    signed_circular(fresh)
    fresh.distribute()
    merged(fresh, {"I006": {"realisation": 9}}, "TEKNIS")

    returned = Decisions(returned=(("T1", "Angka salah"),))
    decide(fresh.book(), TW1, "TEKNIS", returned, fresh.run())

    assert form_version(fresh.form("TEKNIS")) == 2


def test_distribute__imports__no_library_of_documents(repository: Path) -> None:
    code = (
        "import sys, kinerja_xl.usecases.merge, kinerja_xl.usecases.distribute, "
        "kinerja_xl.usecases.undo, kinerja_xl.usecases.sign, kinerja_xl.usecases.document; "
        "print({'docx', 'docxtpl', 'jinja2', 'lxml.html'} & set(sys.modules))"
    )

    done = subprocess.run(
        [sys.executable, "-c", code], cwd=repository, capture_output=True, text=True, check=True
    )

    assert done.stdout.strip() == "set()"
