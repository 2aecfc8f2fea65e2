"""The sheet PERBAIKAN in the marked copy of a returned form, and how marked cells look."""

from __future__ import annotations

from kinerja_xl.layout.spec import Column, Kind
from kinerja_xl.layout.styles import BAD, Signal

CORRECTIONS_SHEET = "PERBAIKAN"
"""Whoever reads returned forms passes over a sheet of this name."""

CORRECTIONS_AUTHOR = "kinerja-xl"
"""Author of the comments, by which they are recognised when a marked copy is marked again."""

COMMENT_HEADING = "PERBAIKAN"
"""First line of what this program adds to a cell's comment."""

COMMENT_REST = "Selengkapnya di lembar PERBAIKAN."

TITLE_TEXT = "Yang perlu diperbaiki"
COUNT_TEXT = "{count} temuan dalam formulir ini."
STEPS_TEXT = (
    "Klik tempatnya, perbaiki sel yang berwarna, simpan, lalu kirim kembali berkas ini. "
    "Lembar ini tidak perlu diisi atau dihapus."
)

HEADER_ROW = 5

COLUMNS = (
    Column("number", "No", Kind.INTEGER, 6),
    Column("severity", "Tingkat", Kind.TEXT, 12),
    Column("place", "Tempat", Kind.TEXT, 24),
    Column("message", "Temuan", Kind.LONG_TEXT, 60),
    Column("remedy", "Yang Harus Dilakukan", Kind.LONG_TEXT, 56),
    Column("fill", "Warna Semula", Kind.TEXT, 10, is_hidden=True),
)
"""The last one keeps the colour that a marked cell had, so that a later mark can give it back."""

ERROR_MARK = BAD
WARNING_MARK = Signal("#E4D4F4", "#4A1D73")
"""Unlike every colour that a form uses by itself."""
