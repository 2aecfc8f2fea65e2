"""A section's form as data: its sheets, the columns of its blocks, where each row stands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kinerja_xl.core.forms import Block, Form, FormRow
from kinerja_xl.core.indicator import PeriodLogic
from kinerja_xl.core.returns import (
    FORMAT_LABEL,
    FORMAT_VERSION,
    IDENTITY_LABELS,
    UNSEALED_FORMAT,
)
from kinerja_xl.layout.spec import Column, Kind
from kinerja_xl.layout.styles import SECTION_HEADING, SUBTITLE, TITLE, Style

GUIDE, ENTRY, EVIDENCE, IDENTITY = "PETUNJUK", "FORM", "DATA PENDUKUNG", "_identitas"
AUDITS = "LHP-LHE-TLHP"
SHEETS = (GUIDE, ENTRY, EVIDENCE, IDENTITY)
"""The sheets that every form has, in order; the last one is very hidden."""

KEY_HEADING = "KUNCI"
"""Marks, in column A, the row of a block's headings; row keys stand below it."""

COMPLETE = "Lengkap"
"""What the status column says of a row in which nothing is missing."""

_T, _L, _C, _N, _I, _M, _P, _D, _V = (
    Kind.TEXT, Kind.LONG_TEXT, Kind.CODE, Kind.NUMBER, Kind.INTEGER, Kind.MONEY,
    Kind.PERCENT_POINTS, Kind.DATE, Kind.MEASURE,
)  # fmt: skip

_KEY = Column("key", KEY_HEADING, _C, 9, is_hidden=True)

PERFORMANCE_COLUMNS = (
    _KEY,
    Column("number", "No", _I, 5),
    Column("code", "Kode", _C, 9),
    Column("objective", "Sasaran", _L, 22),
    Column("name", "Indikator", _L, 28),
    Column("unit", "Satuan", _T, 9),
    Column("polarity", "Arah", _L, 12),
    Column("target_year", "Target Tahun", _V, 9),
    Column("target", "Target Periode Ini", _V, 10),
    Column("previous_cumulative", "Kumulatif s.d. Periode Lalu", _N, 12),
    Column("realisation", "Realisasi", _V, 12, is_entry=True),
    Column("cumulative", "Kumulatif", _N, 11),
    Column("achievement", "Capaian (%)", _P, 10),
    Column("budget", "Pagu (Rp)", _M, 15),
    Column("budget_realisation", "Realisasi Anggaran (Rp)", _M, 16, is_entry=True,
           help="Rupiah yang terserap sampai akhir periode ini, angka saja: 1250000."),
    Column("absorption", "Serapan (%)", _P, 9),
    Column("obstacles", "Kendala", _L, 26, is_entry=True,
           help="Hambatan yang membuat target tidak tercapai atau data belum ada."),
    Column("solution", "Solusi", _L, 26, is_entry=True,
           help="Yang sudah dilakukan untuk mengatasi kendala."),
    Column("follow_up", "Rencana Tindak Lanjut", _L, 26, is_entry=True,
           help="Yang akan dilakukan pada periode berikutnya."),
    Column("person_in_charge", "Penanggung Jawab", _T, 18, is_entry=True,
           help="Jabatan yang melaksanakan tindak lanjut."),
    Column("due_date", "Batas Waktu", _D, 17, is_entry=True),
    Column("note", "Catatan", _L, 20, is_entry=True,
           help="Keterangan lain bila perlu."),
    Column("evidence_required", "Bukti yang Diminta", _L, 24),
    Column("evidence_count", "Jumlah Bukti", _I, 9),
    Column("fill_status", "Status Pengisian", _T, 20),
)  # fmt: skip

_FILE_HELP = "Nama berkas di folder bukti, misalnya: berita_acara.pdf"
_FILE = Column("file_name", "Nama Berkas", _L, 44, is_entry=True, help=_FILE_HELP)
_DESCRIPTION = Column(
    "description", "Keterangan", _L, 44, is_entry=True,
    help="Misalnya nomor dan tanggal dokumen, atau halaman yang dirujuk.",
)  # fmt: skip

EVIDENCE_COLUMNS = (
    _KEY,
    Column("number", "No", _I, 5),
    Column("code", "Kode", _C, 11),
    Column("item", "Bukti yang Diminta", _L, 44),
    _FILE,
    _DESCRIPTION,
)
EXTRA_COLUMNS = (
    _KEY,
    Column("number", "No", _I, 5),
    Column("code", "Kode Indikator", _C, 11, is_entry=True,
           help="Pilih kode indikator yang didukung bukti ini."),
    Column("item", "Jenis Bukti", _L, 44, is_entry=True,
           help="Misalnya: berita acara, daftar hadir, foto kegiatan."),
    _FILE,
    _DESCRIPTION,
)  # fmt: skip

AUDIT_COLUMNS = (
    _KEY,
    Column("line", "No", _I, 5),
    Column("kind", "Jenis", _T, 9, is_entry=True, choices="Daftar_Jenis_LHP",
           help="LHP: laporan hasil pemeriksaan; LHE: laporan hasil evaluasi; TLHP: tindak lanjut "
           "hasil pemeriksaan."),
    Column("number", "Nomor", _L, 20, is_entry=True, help="Nomor laporan, seperti tertulis."),
    Column("date", "Tanggal", _D, 17, is_entry=True, help="Tanggal laporan, misalnya 31/03/2026."),
    Column("received", "Diterima", _D, 17, is_entry=True,
           help="Tanggal laporan diterima kantor. Tindak lanjut LHP selesai 60 hari sesudahnya."),
    Column("source", "Sumber", _L, 20, is_entry=True,
           help="Yang memeriksa atau mengevaluasi, misalnya BPK atau Inspektorat."),
    Column("finding", "Temuan", _L, 32, is_entry=True, help="Satu baris satu temuan."),
    Column("recommendation", "Rekomendasi", _L, 32, is_entry=True,
           help="Rekomendasi atas temuan itu."),
    Column("follow_up", "Tindak Lanjut", _L, 32, is_entry=True,
           help="Yang sudah dilakukan, dengan tanggalnya."),
    Column("status", "Status", _T, 20, is_entry=True, choices="Daftar_Status_LHP",
           help="Pilih dari daftar."),
    Column("file_name", "Berkas Bukti", _L, 24, is_entry=True, help=_FILE_HELP),
)  # fmt: skip

BLOCK_COLUMNS = {
    Block.PERFORMANCE: (ENTRY, PERFORMANCE_COLUMNS),
    Block.EVIDENCE: (EVIDENCE, EVIDENCE_COLUMNS),
    Block.EXTRA: (EVIDENCE, EXTRA_COLUMNS),
    Block.AUDIT: (AUDITS, AUDIT_COLUMNS),
}
"""The sheet and the columns of each block."""

GIVEN_FIELDS = frozenset({"previous_cumulative"})
"""Locked columns that only inform: they follow earlier periods, so a return is not held to them."""
LIVE_FIELDS = ("cumulative", "achievement", "absorption", "evidence_count", "fill_status")
"""The columns of live formulas, in order; only the PERFORMANCE block has them."""

_BUDGET_FIELDS = ("budget", "budget_realisation", "absorption")
_CUMULATIVE_FIELDS = ("previous_cumulative", "cumulative")

BANDS = (
    ("RENCANA", "number", "previous_cumulative"),
    ("REALISASI", "realisation", "achievement"),
    ("ANGGARAN", "budget", "absorption"),
    ("PENJELASAN", "obstacles", "note"),
    ("BUKTI DAN STATUS", "evidence_required", "fill_status"),
)
"""Groups of columns named above the headings: label, first and last field."""

BAND_ROW = 6
ENTRY_HEADER_ROW = 7
FIRST_SCROLLING_COLUMN = 6
"""Column F of FORM, counted from 1: what identifies the row stays in sight."""
_EVIDENCE_HEADER_ROW = 6
_KEYS_PER_CELL = 1000

REPEATED_ROWS = {
    ENTRY: (BAND_ROW, ENTRY_HEADER_ROW),
    EVIDENCE: (_EVIDENCE_HEADER_ROW, _EVIDENCE_HEADER_ROW),
    AUDITS: (_EVIDENCE_HEADER_ROW, _EVIDENCE_HEADER_ROW),
}
"""First and last Excel row printed at the top of each page."""

NAMED_COLUMNS = (
    ("Daftar_Kode", Block.PERFORMANCE, "code"),
    ("Realisasi", Block.PERFORMANCE, "realisation"),
    ("Realisasi_Anggaran", Block.PERFORMANCE, "budget_realisation"),
    ("Status_Pengisian", Block.PERFORMANCE, "fill_status"),
    ("Berkas_Bukti", Block.EVIDENCE, "file_name"),
    ("Berkas_Bukti_Tambahan", Block.EXTRA, "file_name"),
)
"""Defined names of whole columns of a block."""
CODE_LIST = "Daftar_Kode"
ALL_EVIDENCE_COLUMNS = (("Semua_Kode_Bukti", "code"), ("Semua_Berkas_Bukti", "file_name"))
"""Defined names of columns of DATA PENDUKUNG from its first evidence row to its last."""

TITLE_TEXT = "Formulir Data Kinerja"
ENTRY_HINT = (
    "Isi hanya sel kuning. Kosong berarti belum ada data; nol ditulis 0. "
    "Jangan menambah, menghapus, atau memindahkan baris dan kolom."
)
EVIDENCE_HINT = (
    "Simpan berkas di folder bukti di sebelah formulir ini, lalu tulis nama berkasnya di sini. "
    "Satu baris satu berkas."
)
EXTRA_LABEL = "Bukti tambahan (bila ada)"
LIMITED_HINT = (
    "Formulir perbaikan: isi hanya sel kuning pada baris yang dikembalikan; alasannya ada pada "
    "komentar di kolom Kode dan di PETUNJUK. Baris lain terkunci."
)
LIMITED_HEADING = "Baris yang dikembalikan"
RETURNED_TEXT = "Dikembalikan"
AUDIT_HINT = (
    "Baris yang sudah ada diperbarui sampai selesai; temuan baru ditulis di baris kosong. "
    "Satu baris satu temuan. Simpan bukti tindak lanjut di folder bukti."
)

_HEAD_LABELS = ("Kantor", "Subbagian", "Periode")
"""Labels of the head of a sheet; in FORM the defined names of the cells beside them, too."""

PAGE_TITLES = {
    ENTRY: TITLE_TEXT, EVIDENCE: "Daftar Data Pendukung",
    AUDITS: "Register LHP, LHE, dan Tindak Lanjut",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Placement:
    """Where one block of rows stands.

    Attributes:
        header_row: Excel row of the headings; the rows follow directly below.
    """

    block: Block
    sheet: str
    columns: tuple[Column, ...]
    header_row: int
    rows: tuple[FormRow, ...]

    @property
    def first_row(self) -> int:
        """Excel row of the first row."""
        return self.header_row + 1

    @property
    def last_row(self) -> int:
        """Excel row of the last row."""
        return self.header_row + len(self.rows)

    @property
    def open_rows(self) -> tuple[int, ...]:
        """Excel rows of which the section may fill the entry cells."""
        return tuple(n for n, row in enumerate(self.rows, self.first_row) if row.is_open)

    def column(self, field: str) -> int:
        """Return the Excel column of a field, counted from 1."""
        return next(n for n, column in enumerate(self.columns, 1) if column.field == field)


@dataclass(frozen=True, slots=True)
class TextCell:
    """A text outside the blocks; row and column count from 1.

    Attributes:
        name: Defined name of the cell; empty for none.
    """

    row: int
    column: int
    text: str
    style: Style
    name: str = ""


def placements(form: Form) -> tuple[Placement, ...]:
    """Place the blocks of a form; a block without rows is left out."""
    header_row = {
        Block.PERFORMANCE: ENTRY_HEADER_ROW, Block.EVIDENCE: _EVIDENCE_HEADER_ROW,
        Block.AUDIT: _EVIDENCE_HEADER_ROW,
    }  # fmt: skip
    required = len(form.block(Block.EVIDENCE))
    header_row[Block.EXTRA] = _EVIDENCE_HEADER_ROW + (required + 3 if required else 0)
    placed = (
        Placement(block, sheet, columns, header_row[block], form.block(block))
        for block, (sheet, columns) in BLOCK_COLUMNS.items()
    )
    return tuple(place for place in placed if place.rows)


def sheets_of(form: Form) -> tuple[str, ...]:
    """Return the sheets of a form in order; that of audits only when it has rows for them."""
    has_audits = any(row.block is Block.AUDIT for row in reversed(form.rows))
    return (*SHEETS[:-1], AUDITS, IDENTITY) if has_audits else SHEETS


def hidden_fields(form: Form) -> frozenset[str]:
    """Return the fields of FORM that would be empty columns in this form."""
    rows = form.block(Block.PERFORMANCE)
    hidden = {"key"}
    if not any(_has_budget(row) for row in rows):
        hidden.update(_BUDGET_FIELDS)
    measures = [row.measure for row in rows if row.measure]
    if all(each.measure.period_logic is PeriodLogic.NONE for each in measures):
        hidden.update(_CUMULATIVE_FIELDS)
    elif not any(each.previous for each in measures):
        hidden.add("previous_cumulative")
    for n, field in enumerate(Block.PERFORMANCE.locked_fields):
        if all(row.locked[n] is None or row.locked[n] == "" for row in rows):
            hidden.add(field)
    return frozenset(hidden)


def identity_texts(form: Form) -> tuple[str, str, str]:
    """Return what the head of a sheet says: office, section, period with version."""
    identity = form.identity
    period = f"{identity.period.label} (formulir versi {identity.version})"
    return identity.office, form.section_name, period


def heading_cells(form: Form, sheet: str) -> Iterator[TextCell]:
    """List the texts above and between the blocks of a sheet with rows."""
    yield TextCell(1, 2, PAGE_TITLES[sheet], TITLE)
    for row, (label, text) in enumerate(zip(_HEAD_LABELS, identity_texts(form), strict=True), 2):
        yield TextCell(row, 2, label, SUBTITLE)
        yield TextCell(row, 4, text, SECTION_HEADING, label if sheet == ENTRY else "")
    if sheet == ENTRY:
        yield TextCell(5, 2, LIMITED_HINT if form.is_limited else ENTRY_HINT, SUBTITLE)
        return
    hint = AUDIT_HINT if sheet == AUDITS else EVIDENCE_HINT
    yield TextCell(_EVIDENCE_HEADER_ROW - 1, 2, hint, SUBTITLE)
    if sheet == AUDITS:
        return
    for place in placements(form):
        if place.block is Block.EXTRA and place.header_row > _EVIDENCE_HEADER_ROW:
            yield TextCell(place.header_row - 1, 2, EXTRA_LABEL, SECTION_HEADING)


def identity_rows(form: Form) -> Iterator[tuple[str, str]]:
    """List the rows of the identity sheet, everything as text; the last ones are row keys.

    A cell holds the keys of one block, divided by blanks; where they fill it, another follows.
    """
    yield FORMAT_LABEL, FORMAT_VERSION if form.identity.mac else UNSEALED_FORMAT
    labels = IDENTITY_LABELS if form.identity.mac else IDENTITY_LABELS[:-1]
    for label in labels:
        yield label, str(getattr(form.identity, label))
    for block in Block:
        keys = [row.key for row in form.block(block)]
        for first in range(0, len(keys), _KEYS_PER_CELL):
            yield block.value, " ".join(keys[first : first + _KEYS_PER_CELL])


FIXED_TEXTS = (
    *PAGE_TITLES.values(),
    *_HEAD_LABELS,
    ENTRY_HINT,
    LIMITED_HINT,
    LIMITED_HEADING,
    EVIDENCE_HINT,
    EXTRA_LABEL,
    AUDIT_HINT,
    *(label for label, _, _ in BANDS),
)
"""What `heading_cells` and the groups of columns say in every form."""


def _has_budget(row: FormRow) -> bool:
    budget = row.locked[Block.PERFORMANCE.locked_fields.index("budget")]
    names = [field.name for field in Block.PERFORMANCE.entry_fields]
    return budget is not None or row.base[names.index("budget_realisation")] is not None
