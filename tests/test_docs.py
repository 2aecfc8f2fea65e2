"""What README and the guides promise stands in the program: commands, buttons, wording, tests."""

from __future__ import annotations

import ast
import re
import shlex
from pathlib import Path
from xml.etree import ElementTree

import pytest
import typer.main
from typer.core import TyperGroup

from docs.make_findings import BEGIN, END, table
from kinerja_xl.cli.app import app
from kinerja_xl.core.period import Period

ROOT = Path(__file__).resolve().parents[1]
README, GUIDE, COVERAGE = (
    ROOT / name for name in ("README.md", "docs/panduan.md", "docs/sop_coverage.md")
)
TEXTS = [pytest.param(path, id=path.stem) for path in (README, GUIDE, COVERAGE)]
RIBBON = ROOT / "vba_stub" / "addin" / "customUI14.xml"

_BLOCK = re.compile(r"^ *```\n(.*?)^ *```$", re.DOTALL | re.MULTILINE)
_TOOL = re.compile(r"^ *(?:\S*[/\\])?kinerja-xl +(.+)$", re.MULTILINE)
_BUTTON = re.compile(r"\*\*Tombol: ([^*]+?)\.?\*\*")
_BUTTONS_OF_ROW = re.compile(r"\| Tombol ([^|]+?) \|")
_CODE = re.compile(r"`[^`]*`")
_ITALIC = re.compile(r"(?<!\*)\*([A-Z][^*\n]+)\*")
_VERB = re.compile(r"`([a-z]+)(?: [^`/]*)?`")
_LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
_TEST = re.compile(r"`([\w/]+\.py)::(test_\w+)`")
_TEST_NAME = re.compile(r"\btest_\w+__\w+")
_OPTION = re.compile(r"(?<![\w-])--[a-z][a-z-]*")


def in_blocks(path: Path) -> list[str]:
    """Return what stands behind the program's name in the code blocks of a text."""
    blocks = _BLOCK.findall(path.read_text(encoding="utf-8"))
    return [line for block in blocks for line in _TOOL.findall(block)]


def slug(heading: str) -> str:
    """Return the anchor that a heading gets."""
    return re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-")


@pytest.mark.parametrize("line", in_blocks(GUIDE))
def test_guide__command_line__is_one_that_the_program_takes(line: str) -> None:
    words = shlex.split(line.replace("\\", "/"))
    command = typer.main.get_command(app)

    while isinstance(command, TyperGroup):
        command = command.commands[words.pop(0)]
    with command.make_context(line, words) as context:
        period = context.params.get("period")

    assert period is None or str(Period.parse(period)) == period


@pytest.mark.parametrize("line", in_blocks(README))
def test_readme__command_and_options__exist(line: str) -> None:
    name, following, *_ = *line.split(), ""
    command = typer.main.get_command(app)
    assert isinstance(command, TyperGroup)
    commands = [command.commands[name]]
    if isinstance(commands[0], TyperGroup):
        commands = [commands[0].commands[each] for each in following.split("|")]
    known = {
        option
        for each in commands
        for param in each.params
        for option in (*param.opts, *param.secondary_opts)
    }

    named = set(_OPTION.findall(line))

    assert named <= known


def ribbon_labels() -> set[str | None]:
    """Return what stands on the buttons of the ribbon."""
    return {each.get("label") for each in ElementTree.parse(RIBBON).iter()}


def test_guide__buttons__are_those_of_the_ribbon() -> None:
    text = GUIDE.read_text(encoding="utf-8")

    rows = [name for row in _BUTTONS_OF_ROW.findall(text) for name in row.split(", ")]
    named = {*_BUTTON.findall(text), *rows}

    assert rows
    assert named <= ribbon_labels()


def test_coverage__buttons_and_commands__exist() -> None:
    text = COVERAGE.read_text(encoding="utf-8")
    command = typer.main.get_command(app)
    assert isinstance(command, TyperGroup)

    buttons, verbs = set(_ITALIC.findall(_CODE.sub("", text))), set(_VERB.findall(text))

    assert buttons <= ribbon_labels()
    assert verbs - {"bukti"} <= set(command.commands)


def test_guide__table_of_findings__is_what_the_script_makes() -> None:
    _, rest = GUIDE.read_text(encoding="utf-8").split(BEGIN)
    written, _ = rest.split(END)

    assert written.strip() == table(), "run: python docs/make_findings.py"


def test_coverage__tests__exist_in_the_files_named() -> None:
    text = COVERAGE.read_text(encoding="utf-8")
    named = _TEST.findall(text)

    missing = [
        f"{file}::{name}"
        for file, name in named
        if name not in functions_of(ROOT / "tests" / file)
    ]  # fmt: skip

    assert missing == []
    assert len(named) == len(_TEST_NAME.findall(text)), "a test is named without its file"


def functions_of(path: Path) -> set[str]:
    """Return the functions of a module; none when there is no such file."""
    if not path.is_file():
        return set()
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {each.name for each in tree.body if isinstance(each, ast.FunctionDef)}


@pytest.mark.parametrize("path", TEXTS)
def test_text__links_and_pictures__resolve(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    anchors = {slug(line.lstrip("#")) for line in text.splitlines() if line.startswith("#")}
    links = [link for link in _LINK.findall(text) if "://" not in link]

    broken = [
        link
        for link in links
        if (link[1:] not in anchors if link.startswith("#") else not (path.parent / link).exists())
    ]

    assert links
    assert broken == []
