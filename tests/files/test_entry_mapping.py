from __future__ import annotations

from pathlib import Path

import pytest

from kinerja_xl.core.entry_values import EntryValue
from kinerja_xl.errors import KinerjaError
from kinerja_xl.files.entry_mapping import MAPPING_NAME, load_entry_mapping
from kinerja_xl.files.folder import OfficeFolder
from kinerja_xl.files.strict_models import DefinitionError


def _own(folder: Path, text: str) -> OfficeFolder:
    office = OfficeFolder(folder)
    office.templates.mkdir()
    (office.templates / MAPPING_NAME).write_text(text, encoding="utf-8")
    return office


def test_load_entry_mapping__no_own_file__is_the_shipped_one(tmp_path: Path) -> None:
    mapping = load_entry_mapping(OfficeFolder(tmp_path))

    assert [each.name for each in mapping.applications] == ["E-Lapkin", "Monev"]
    assert EntryValue.REALISATION in mapping.applications[0].values


def test_load_entry_mapping__own_file__counts(tmp_path: Path) -> None:
    text = 'applications:\n  - name: "SIMONEV"\n    decimal_sign: "."\n    values: ["target"]\n'

    mapping = load_entry_mapping(_own(tmp_path, text))

    assert [(each.name, each.decimal_sign) for each in mapping.applications] == [("SIMONEV", ".")]


def test_load_entry_mapping__faults__are_all_named_with_file_key_and_line(tmp_path: Path) -> None:
    text = """applications:
  - name: "Monev"
    decimal_sign: ";"
    digits: yes
    values: ["targets"]
    urutan: []
    rows:
      - {code: 1.1}
"""

    with pytest.raises(DefinitionError) as caught:
        load_entry_mapping(_own(tmp_path, text))

    told = {(problem.key, problem.line) for problem in caught.value.problems}
    assert told == {
        ("applications[0].decimal_sign", 3), ("applications[0].digits", 4),
        ("applications[0].values[0]", 5), ("applications[0].urutan", 6),
        ("applications[0].rows[0].code", 8),
    }  # fmt: skip
    assert "pemetaan entri" in str(caught.value)
    assert MAPPING_NAME in str(caught.value)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        pytest.param(
            'applications:\n  - {name: "A", values: ["target"]}\n  - {name: "a", values: '
            '["target"]}\n', "applications[1].name", id="application",
        ),
        pytest.param(
            'applications:\n  - name: "A"\n    values: ["target"]\n    rows:\n'
            '      - {code: "1.1"}\n      - {code: "1.1"}\n',
            "applications[0].rows[1].code", id="indicator",
        ),
    ],
)  # fmt: skip
def test_load_entry_mapping__named_twice__is_said(tmp_path: Path, text: str, key: str) -> None:
    with pytest.raises(DefinitionError) as caught:
        load_entry_mapping(_own(tmp_path, text))

    assert [problem.key for problem in caught.value.problems] == [key]


@pytest.mark.parametrize("text", ["", "- a\n", "applications: [\n"])
def test_load_entry_mapping__no_mapping__is_one_clear_error(tmp_path: Path, text: str) -> None:
    with pytest.raises(KinerjaError, match=MAPPING_NAME.replace(".", r"\.")):
        load_entry_mapping(_own(tmp_path, text))
