from __future__ import annotations

from kinerja_xl.core.entries import Problem, read_entry
from kinerja_xl.core.findings import Code
from kinerja_xl.core.forms import Block, FieldKind, FormRow

ROW = FormRow("I001", Block.PERFORMANCE, (None,) * len(Block.PERFORMANCE.locked_fields), ())


def test_read_entry__rupiah_shown_as_percent__is_no_number() -> None:
    read = read_entry(0.5, FieldKind.MONEY, ROW, is_percent_format=True)

    assert read == Problem(Code.NOT_A_NUMBER, (("text", "50%"),))
