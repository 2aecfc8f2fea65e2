from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

import bootstrap

PROJECT: Mapping[str, object] = {
    "build-system": {"requires": ["hatchling"]},
    "project": {"name": "kinerja-xl", "dependencies": ["openpyxl"]},
    "tool": {"ruff": {"line-length": 100}},
}
LOCK = b"openpyxl==3.1.5"


@pytest.mark.parametrize(
    ("system", "expected"),
    [
        pytest.param("windows", "My Office/.venv/Scripts/python.exe", id="windows"),
        pytest.param("macos", "My Office/.venv/bin/python", id="macos"),
        pytest.param("linux", "My Office/.venv/bin/python", id="linux"),
    ],
)
def test_venv_program__python(system: str, expected: str) -> None:
    assert bootstrap.venv_program(Path("My Office/.venv"), "python", system) == Path(expected)


@pytest.mark.parametrize(
    ("system", "environment", "expected"),
    [
        pytest.param("windows", {"LOCALAPPDATA": "C/Local"}, "C/Local/kinerja-xl", id="windows"),
        pytest.param("windows", {}, "home/AppData/Local/kinerja-xl", id="windows-no-variable"),
        pytest.param("macos", {}, "home/Library/Caches/kinerja-xl", id="macos"),
        pytest.param("linux", {}, "home/.cache/kinerja-xl", id="linux"),
        pytest.param("linux", {"XDG_CACHE_HOME": "c"}, "c/kinerja-xl", id="linux-with-variable"),
    ],
)
def test_cache_folder__is_the_users_own(
    system: str, environment: Mapping[str, str], expected: str
) -> None:
    folder = bootstrap.cache_folder(system, environment, Path("home"))

    assert folder == Path(expected)


def test_venv_folder__stands_in_a_checkout_that_can_be_written() -> None:
    folder = bootstrap.venv_folder(Path("checkout"), Path("cache"), is_writable=True)

    assert folder == Path("checkout/.venv")


def test_venv_folder__two_read_only_checkouts_share_none() -> None:
    one, other = (
        bootstrap.venv_folder(Path(name), Path("cache"), is_writable=False) for name in ("a", "b")
    )

    assert one.parent == other.parent == Path("cache")
    assert one != other


def test_is_writable_folder__tells_by_trying(tmp_path: Path) -> None:
    answers = [bootstrap.is_writable_folder(tmp_path / name) for name in (".", "missing")]

    assert answers == [True, False]
    assert list(tmp_path.iterdir()) == []


def digest(
    project: Mapping[str, object] = PROJECT,
    lock: bytes = LOCK,
    python: str = "3.11.7",
    root: str = "checkout",
) -> str:
    return bootstrap.wanted_digest(project, lock, python, root)


def test_wanted_digest__ignores_what_no_installation_reads() -> None:
    other_settings = {**PROJECT, "tool": {"ruff": {"line-length": 79}}}

    assert digest(project=other_settings) == digest()


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(digest(project={**PROJECT, "project": {"name": "x"}}), id="dependencies"),
        pytest.param(digest(lock=b"openpyxl==3.1.6"), id="lock"),
        pytest.param(digest(python="3.12.1"), id="python"),
        pytest.param(digest(root="moved"), id="place"),
    ],
)
def test_wanted_digest__differs_by_what_an_environment_is_made_from(other: str) -> None:
    assert other != digest()


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(None, id="missing"),
        pytest.param("", id="empty"),
        pytest.param('{"demo": "12', id="half-written"),
        pytest.param("[]", id="something-else"),
    ],
)
def test_read_stamp__of_an_unfinished_environment_is_empty(
    content: str | None, tmp_path: Path
) -> None:
    if content is not None:
        (tmp_path / bootstrap.STAMP).write_text(content, encoding="utf-8")

    assert bootstrap.read_stamp(tmp_path) == {}


def test_read_stamp__of_a_finished_environment(tmp_path: Path) -> None:
    (tmp_path / bootstrap.STAMP).write_text(json.dumps({"demo": "12ab"}), encoding="utf-8")

    assert bootstrap.read_stamp(tmp_path) == {"demo": "12ab"}


def test_create_venv__leaves_a_folder_of_somebody_else_alone(tmp_path: Path) -> None:
    theirs = tmp_path / ".venv" / "notes.txt"
    theirs.parent.mkdir()
    theirs.write_text("mine", encoding="utf-8")

    with pytest.raises(bootstrap.SetupError, match="no virtual environment"):
        bootstrap.create_venv(theirs.parent)

    assert theirs.read_text(encoding="utf-8") == "mine"


def test_child_environment__drops_what_leads_out_of_the_environment() -> None:
    environment = bootstrap.child_environment(
        {"PATH": "bin", "PYTHONPATH": "elsewhere", "PYTHONHOME": "elsewhere", "PIP_USER": "1"}
    )

    assert environment["PATH"] == "bin"
    assert environment["PIP_USER"] == "0"
    assert not environment.keys() & {"PYTHONPATH", "PYTHONHOME"}


@pytest.mark.parametrize(
    ("system", "expected"),
    [
        pytest.param("linux", "sudo apt-get install python3.11-venv", id="linux"),
        pytest.param("windows", "python.org", id="windows"),
        pytest.param("macos", "python.org", id="macos"),
    ],
)
def test_without_venv_message__says_what_to_install(system: str, expected: str) -> None:
    assert expected in bootstrap.without_venv_message(system, (3, 11))


@pytest.mark.parametrize(
    ("output", "expected"),
    [
        pytest.param(
            "Retrying after connection broken by 'NewConnectionError: Failed to establish a new "
            "connection: [Errno -3] Temporary failure in name resolution'\n"
            "ERROR: No matching distribution found for numpy==2.4.6",
            "cannot be reached",
            id="offline",
        ),
        pytest.param(
            "ERROR: No matching distribution found for numpy==2.4.6",
            "64-bit Python",
            id="no-wheel-for-this-python",
        ),
        pytest.param(
            "ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.",
            "hash differs",
            id="changed-package",
        ),
        pytest.param("OSError: [Errno 28] No space left on device", "disk is full", id="full"),
        pytest.param("Segmentation fault", "could not be installed", id="anything-else"),
    ],
)
def test_install_failure_message__names_the_likely_cause(output: str, expected: str) -> None:
    message = bootstrap.install_failure_message(output, Path("bootstrap.log"))

    assert expected in message.splitlines()[0]
    assert output.splitlines()[-1] in message
    assert message.endswith("bootstrap.log")


def test_install_failure_message__shows_only_the_last_lines() -> None:
    output = "\n".join(f"line {number}" for number in range(1000))

    message = bootstrap.install_failure_message(output, Path("bootstrap.log"))

    assert "line 999" in message
    assert len(message.splitlines()) == bootstrap.LINES_OF_A_FAILURE + 2
