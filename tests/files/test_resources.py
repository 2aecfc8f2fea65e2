from __future__ import annotations

from kinerja_xl.files.resources import shipped


def test_shipped__definition__exists_wherever_the_package_runs_from() -> None:
    assert shipped("sop", "kpu_sorong.yaml").is_file()


def test_shipped__unknown_file__names_a_place_that_does_not_exist() -> None:
    assert not shipped("sop", "nothing.yaml").exists()
