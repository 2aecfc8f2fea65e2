"""The VBA sources as tests look at them: procedures with their signatures, commands, the ribbon."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

ROOT = Path(__file__).resolve().parents[2]
STUB = ROOT / "vba_stub"
RIBBON = STUB / "addin" / "customUI14.xml"
NAMESPACE = "{http://schemas.microsoft.com/office/2009/07/customui}"
SOURCES = tuple(sorted(path for path in STUB.rglob("*") if path.suffix in {".bas", ".cls"}))
BUTTON_FUNCTIONS = (
    "set_period", "distribute", "merge", "check", "compute", "start_step", "finish_step",
    "refresh_status", "open_folder", "show_help",
)  # fmt: skip
"""What the buttons of KENDALI run, in their order."""
RIBBON_FUNCTIONS = (
    "set_period", "close_period", "reopen_period", "distribute", "merge", "check", "compute",
    "accept_rows", "return_rows", "mark_entered", "start_step", "finish_step", "return_step",
    "make_document", "sign_document", "make_report", "refresh_status", "open_folder",
    "export_evidence", "show_audits", "give_templates", "verify_master", "show_help",
)  # fmt: skip
"""What the buttons of the ribbon run, in their order."""

_PROCEDURE = re.compile(
    r"^(?P<scope>Public|Private) (?P<kind>Sub|Function) (?P<name>\w+)\((?P<arguments>[^)]*)\)"
    r"(?P<body>.*?)^End (?P=kind)",
    re.MULTILINE | re.DOTALL,
)
_COMMAND = re.compile(r'"from kinerja_xl\.live import buttons; buttons\.(\w+)\(\)"')


@dataclass(frozen=True, slots=True)
class Procedure:
    """A Sub or Function of a module."""

    is_public: bool
    kind: str
    arguments: str
    body: str

    @property
    def python_functions(self) -> tuple[str, ...]:
        """The functions of kinerja_xl.live.buttons that it has run."""
        return tuple(_COMMAND.findall(self.body))


def source(name: str) -> str:
    """Return the text of a module, with plain line ends."""
    (path,) = (path for path in SOURCES if path.stem == name)
    return path.read_text(encoding="ascii")


def procedures(name: str) -> dict[str, Procedure]:
    """Return the procedures of a module."""
    return {
        found["name"]: Procedure(
            found["scope"] == "Public", found["kind"], found["arguments"], found["body"]
        )
        for found in _PROCEDURE.finditer(source(name))
    }


def ribbon_buttons() -> list[dict[str, str]]:
    """Return the attributes of the ribbon's buttons in order."""
    root = ElementTree.parse(RIBBON).getroot()
    return [dict(button.attrib) for button in root.iter(f"{NAMESPACE}button")]


def public_functions(path: Path) -> set[str]:
    """Return the module-level functions of a Python file that can be called without arguments."""
    found = set()
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.FunctionDef):
            required = len(node.args.args) - len(node.args.defaults)
            if required == 0 and all(default is not None for default in node.args.kw_defaults):
                found.add(node.name)
    return found
