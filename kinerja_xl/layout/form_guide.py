"""The PETUNJUK sheet of a form: for a person who sees the form for the first time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from kinerja_xl.core.forms import Block, Form
from kinerja_xl.core.values import cell_text
from kinerja_xl.layout.form import COMPLETE, ENTRY, EVIDENCE, LIMITED_HEADING, TextCell
from kinerja_xl.layout.styles import (
    COMPUTED_FILL,
    ENTRY_FILL,
    GOOD,
    LABEL,
    NOTICE,
    SECTION_HEADING,
    TEXT,
    TITLE,
    Alignment,
    Style,
)

COLUMN_WIDTHS = (2.0, 27.0, 84.0)

_LABEL_COLUMN, _TEXT_COLUMN = 2, 3
GUIDE_LABELS = ("Kantor", "Diisi oleh", "Dikirim oleh", "Periode", "Versi formulir")
_FIRST_IDENTITY_ROW = 3
_FIRST_FIXED_ROW = _FIRST_IDENTITY_ROW + len(GUIDE_LABELS)

_STEPS = (
    ("1. Isi sel kuning",
     f"Buka lembar {ENTRY}. Satu baris adalah satu indikator. Isi hanya sel berwarna kuning; "
     "sel putih sudah diisi Subbagian Perencanaan, sel abu-abu dihitung sendiri."),
    ("2. Realisasi periode ini",
     "Kolom Realisasi berisi hasil periode ini saja. Angka kumulatif sejak awal tahun dihitung "
     "sendiri. Bila target belum tercapai, jelaskan di Kendala, Solusi, dan Rencana Tindak "
     "Lanjut, lengkap dengan penanggung jawab dan batas waktunya."),
    ("3. Nol atau kosong",
     "Tulis 0 bila hasilnya memang nol. Bila datanya belum ada, biarkan kosong dan jelaskan di "
     "Kendala. Jangan menulis tanda hubung, nihil, atau n/a."),
    ("4. Lampirkan bukti",
     "Simpan berkas bukti (PDF, foto, atau dokumen) di folder bukti, di sebelah formulir ini. "
     f"Lalu tulis nama berkasnya di lembar {EVIDENCE}, persis sama dengan akhirannya, misalnya "
     "berita_acara.pdf. Bukti lain yang tidak diminta ditulis di bagian Bukti tambahan."),
    ("5. Jaga susunannya",
     "Jangan menambah, menghapus, menyalin, memindahkan, atau mengurutkan baris dan kolom, dan "
     "jangan mengganti nama lembar. Baris dikenali lewat kunci yang tersembunyi."),
    ("6. Periksa",
     "Lihat kolom Status Pengisian di ujung kanan. Baris yang selesai bertuliskan "
     f"{COMPLETE}; sel yang masih harus diisi berwarna jingga."),
    ("7. Simpan dan kirim",
     "Simpan sebagai Buku Kerja Excel (.xlsx), tanpa kata sandi dan tanpa makro. Kirim kembali "
     "seluruh folder: formulir ini beserta folder bukti. Nama berkas formulir boleh diganti."),
)  # fmt: skip

_HABITS = (
    ("Angka", "98,5 atau 1.250.000 (koma untuk desimal, titik untuk ribuan)"),
    ("Persen", "Angkanya saja: 98,5 untuk 98,5 persen. Bukan 0,985."),
    ("Rupiah", "1250000 atau 1.250.000. Bukan 1,25 juta."),
    ("Nilai huruf", "Pilih dari daftar di sel itu, misalnya WTP atau BB."),
    ("Tanggal", "31/03/2026 atau 31 Maret 2026"),
)

_NEXT = (
    "Subbagian Perencanaan menggabungkan formulir ini ke buku induk kantor serta memeriksa isian "
    "dan buktinya. Bila ada yang perlu diperbaiki, formulir ini dikirim kembali: sel yang "
    "bermasalah diberi warna dan komentar. Perbaiki, simpan, lalu kirim lagi."
)
_PURPOSE = (
    "Formulir ini mengumpulkan realisasi kinerja dan data pendukung subbagian sebagai bahan "
    "laporan kinerja kantor. Batas pengembaliannya tercantum dalam surat edaran pengantar."
)

_SAMPLE = Style(alignment=Alignment.CENTRE, is_bordered=True)
_LEGEND = (
    (replace(_SAMPLE, fill=ENTRY_FILL), "Kuning", "Diisi oleh subbagian."),
    (_SAMPLE, "Putih", "Sudah diisi; terkunci. Bila salah, beri tahu Subbagian Perencanaan."),
    (replace(_SAMPLE, fill=COMPUTED_FILL), "Abu-abu", "Dihitung sendiri; terkunci."),
    (replace(_SAMPLE, fill=NOTICE.fill, font_colour=NOTICE.font), "Jingga",
     "Wajib, tetapi belum diisi."),
    (replace(_SAMPLE, fill=GOOD.fill, font_colour=GOOD.font), "Hijau",
     "Sudah diisi, atau baris sudah lengkap."),
)  # fmt: skip
_SENTENCE = Style(is_wrapped=True)


def guide_texts(form: Form) -> tuple[str, ...]:
    """Return what the table at the top says of this form, in the order of `GUIDE_LABELS`."""
    identity = form.identity
    return (
        identity.office,
        f"Subbagian {form.section_name}",
        "Pengelola data kinerja, Subbagian Perencanaan",
        identity.period.label,
        str(identity.version),
    )


def guide_cells(form: Form) -> tuple[TextCell, ...]:
    """Return the cells of the PETUNJUK sheet."""
    pairs = zip(GUIDE_LABELS, guide_texts(form), strict=True)
    identity = (
        cell
        for row, (label, value) in enumerate(pairs, start=_FIRST_IDENTITY_ROW)
        for cell in _pair(row, label, value, LABEL)
    )
    told = tuple(_returned_cells(form))
    shift = told[-1].row - _FIRST_FIXED_ROW + 1 if told else 0
    return (
        *identity,
        *told,
        *(
            replace(cell, row=cell.row + shift) if cell.row > _FIRST_FIXED_ROW else cell
            for cell in FIXED_CELLS
        ),
    )


def returned_texts(form: Form) -> tuple[tuple[str, str], ...]:
    """Return code and reason of every row that was sent back for correction."""
    code = Block.PERFORMANCE.locked_fields.index("code")
    rows = form.block(Block.PERFORMANCE) if form.is_limited else ()
    return tuple((cell_text(row.locked[code]), row.reason) for row in rows if row.reason)


def _returned_cells(form: Form) -> Iterator[TextCell]:
    row = _FIRST_FIXED_ROW + 1
    for n, (code, reason) in enumerate(returned_texts(form), start=1):
        if n == 1:
            yield TextCell(row, _LABEL_COLUMN, LIMITED_HEADING, SECTION_HEADING)
        yield from _pair(row + n, code, reason, LABEL)


def _fixed_cells() -> Iterator[TextCell]:
    yield TextCell(1, _LABEL_COLUMN, "Petunjuk Pengisian Formulir Data Kinerja", TITLE)
    row = _FIRST_FIXED_ROW + 1
    yield TextCell(row, _LABEL_COLUMN, "Untuk apa", SECTION_HEADING)
    yield TextCell(row, _TEXT_COLUMN, _PURPOSE, _SENTENCE)
    for heading, pairs in (("Cara mengisi", _STEPS), ("Cara menulis", _HABITS)):
        row += 2
        yield TextCell(row, _LABEL_COLUMN, heading, SECTION_HEADING)
        for label, explanation in pairs:
            row += 1
            yield from _pair(row, label, explanation, LABEL)
    row += 2
    yield TextCell(row, _LABEL_COLUMN, "Arti warna", SECTION_HEADING)
    for style, name, meaning in _LEGEND:
        row += 1
        yield from _pair(row, name, meaning, style)
    row += 2
    yield TextCell(row, _LABEL_COLUMN, "Setelah dikirim", SECTION_HEADING)
    yield TextCell(row, _TEXT_COLUMN, _NEXT, _SENTENCE)


def _pair(row: int, label: str, explanation: str, style: Style) -> Iterator[TextCell]:
    yield TextCell(row, _LABEL_COLUMN, label, style)
    yield TextCell(row, _TEXT_COLUMN, explanation, TEXT)


FIXED_CELLS = tuple(_fixed_cells())
"""The cells that are the same in every form."""
