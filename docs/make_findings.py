"""Makes the table of findings in docs/panduan.md from the wording of the findings.

`python docs/make_findings.py` writes what stands between the two marks anew; the rest stays.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from kinerja_xl.core.findings import Code

GUIDE = Path(__file__).resolve().parent / "panduan.md"
BEGIN, END = "<!-- daftar temuan: mulai -->", "<!-- daftar temuan: selesai -->"

_FACT = re.compile(r"\{\w+\}")


def main() -> None:
    """Put the table into the guide."""
    before, rest = GUIDE.read_text(encoding="utf-8").split(BEGIN)
    _, after = rest.split(END)
    GUIDE.write_text(f"{before}{BEGIN}\n{table()}\n{END}{after}", encoding="utf-8", newline="\n")


def table() -> str:
    """Return a line for each code; dots stand for the facts that a finding fills in."""
    head = "| Kode | Tingkat | Temuan | Yang harus dilakukan |\n|---|---|---|---|"
    return "\n".join([head, *map(row, Code)])


def row(code: Code) -> str:
    """Return the line of a code."""
    message, remedy = (_cell(text) for text in (code.message, code.remedy))
    return f"| `{code.name}` | {code.severity.value} | {message} | {remedy} |"


def _cell(text: str) -> str:
    return _FACT.sub("…", text).replace("|", r"\|").replace("*", r"\*")


if __name__ == "__main__":
    main()
