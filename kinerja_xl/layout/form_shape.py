"""The shape that a returned form must have, taken from the layout it was built from."""

from __future__ import annotations

from itertools import groupby
from operator import attrgetter

from kinerja_xl.core.forms import Block, Form
from kinerja_xl.core.raw_returns import BlockShape, FormShape
from kinerja_xl.layout import form as layout
from kinerja_xl.layout.form_guide import FIXED_CELLS, GUIDE_LABELS, guide_texts, returned_texts
from kinerja_xl.layout.spec import Column

_SHEETS = (layout.ENTRY, layout.EVIDENCE, layout.AUDITS, layout.GUIDE)


def form_shape(form: Form) -> FormShape:
    """Return the shape of a form as `build_form` lays it out."""
    present = [block for block, _ in groupby(form.rows, attrgetter("block"))]
    told = (text for pair in returned_texts(form) for text in pair)
    own = (*layout.identity_texts(form), *guide_texts(form), *told)
    texts = _FIXED_TEXTS.union(" ".join(text.split()) for text in own)
    return FormShape(tuple(_BLOCKS[block] for block in Block if block in present), _SHEETS, texts)


def _block_shape(block: Block, sheet: str, columns: tuple[Column, ...]) -> BlockShape:
    live = (n for n, column in enumerate(columns, 1) if column.field in layout.LIVE_FIELDS)
    return BlockShape(
        block,
        sheet,
        tuple(column.field for column in columns),
        tuple(column.heading for column in columns),
        tuple(live),
    )


_BLOCKS = {
    block: _block_shape(block, sheet, columns)
    for block, (sheet, columns) in layout.BLOCK_COLUMNS.items()
}
_FIXED_TEXTS = frozenset(
    " ".join(text.split())
    for text in (*layout.FIXED_TEXTS, *GUIDE_LABELS, *(cell.text for cell in FIXED_CELLS))
)
