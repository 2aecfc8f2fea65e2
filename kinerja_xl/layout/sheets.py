"""The sheets of the master: order, title, instruction, panes, print set-up, protection."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from kinerja_xl.layout import tables
from kinerja_xl.layout.spec import Table
from kinerja_xl.layout.trend import HEADER_ROW, NAME

TITLE_ROW, SUBTITLE_ROW = 1, 2
LAST_RULE_ROW = 5000
"""Validations and conditional formats reach down to this Excel row, for rows appended later."""


class Visibility(Enum):
    """Whether a sheet can be seen; VERY_HIDDEN cannot be shown from Excel's menus."""

    VISIBLE = "visible"
    VERY_HIDDEN = "very hidden"


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is true of a sheet as a whole.

    Attributes:
        title: Large text in the first row.
        subtitle: One line below it that says what to do here.
        freeze_row: First Excel row that scrolls, counted from 1; 1 freezes none.
        freeze_column: First Excel column that scrolls, counted from 1; 1 freezes none.
        pages_wide: The printed width in pages.
        pages_tall: The printed length in pages; 0 for as many as needed.
        repeated_columns: So many columns from the left are printed on each page; 0 for none. The
            title stands right of them, or it would be printed on each page too, and cut.
        is_protected: Without a password. Excel lets no table on a protected sheet grow, so the
            sheets in which the officer adds rows are not protected.
        last_print_column: Excel column where printing ends; 0 prints all.
        zoom: In percent.
    """

    name: str
    title: str
    subtitle: str
    tab_colour: str
    freeze_row: int = 1
    freeze_column: int = 1
    is_landscape: bool = True
    pages_wide: int = 1
    pages_tall: int = 0
    repeated_columns: int = 0
    is_protected: bool = True
    last_print_column: int = 0
    zoom: int = 100
    visibility: Visibility = Visibility.VISIBLE


_STEERING, _ENTRY, _RESULT, _BACKGROUND = "#1F4E5F", "#B7791F", "#2F7D4F", "#7B8794"


def _below(table: Table) -> int:
    return table.header_row + 1


_CONTROL = Sheet(
    tables.CONTROL, "Kendali Data Kinerja",
    "Sel kuning dapat diisi; sel lain diisi oleh program.",
    _STEERING, is_landscape=False, pages_tall=1,
)  # fmt: skip
_SOP = Sheet(
    tables.SOP, "SOP Pengumpulan Data Kinerja",
    "Disalin dari berkas SOP kantor. Perubahan SOP dilakukan di berkas itu, bukan di sini.",
    _STEERING,
)  # fmt: skip
_STEPS = Sheet(
    tables.STEPS, "Pelaksanaan Langkah SOP",
    "Catat mulai dan selesai setiap langkah; menit kerja dihitung menurut KALENDER.",
    _STEERING, freeze_row=_below(tables.STEP_TABLE), freeze_column=4,
    last_print_column=tables.STEP_TABLE.position("sop_number") + 1,
)  # fmt: skip
_INDICATORS = Sheet(
    tables.INDICATORS, "Indikator Kinerja",
    "Satu baris satu indikator. Kunci dibuat otomatis. Perubahan berlaku pada distribusi "
    "berikutnya. Kolom target bulan dan semester tersembunyi; tampilkan bila dipakai.",
    _ENTRY, freeze_row=_below(tables.INDICATOR_TABLE), freeze_column=5, pages_wide=2,
    repeated_columns=2, is_protected=False,
)  # fmt: skip
_EVIDENCE = Sheet(
    tables.EVIDENCE, "Daftar Data Pendukung",
    "Bukti yang diminta dan yang diterima dari subbagian. Nama berkas tanpa folder.",
    _RESULT, freeze_row=_below(tables.EVIDENCE_TABLE),
)  # fmt: skip
_ACHIEVEMENT = Sheet(
    tables.ACHIEVEMENT, "Capaian Kinerja",
    "Ringkasan menurut periode aktif di KENDALI. "
    "Indikator yang tidak dapat dihitung tidak ikut rata-rata.",
    _RESULT, zoom=85,
)  # fmt: skip
_OBJECTIVES = Sheet(
    tables.OBJECTIVES, "Capaian Menurut Sasaran",
    "Rata-rata indikator setiap sasaran pada periode aktif; diperbarui oleh perintah hitung.",
    _RESULT, freeze_row=_below(tables.OBJECTIVE_SUMMARY_TABLE),
)  # fmt: skip
_CHARTS = Sheet(
    tables.CHARTS, "Grafik Kinerja",
    "Keadaan periode aktif dan perjalanan setahun; mengikuti CAPAIAN dan LANGKAH.",
    _RESULT, pages_tall=1,
)  # fmt: skip
_TREND = Sheet(
    tables.TREND, "Tren Capaian",
    "Capaian periode aktif dan semua periode sejenis sepanjang tahun; batang penuh berarti 120%.",
    _RESULT, freeze_row=HEADER_ROW + 1, freeze_column=NAME + 1,
)  # fmt: skip
_AUDITS = Sheet(
    tables.AUDITS, "Register LHP, LHE, dan Tindak Lanjut",
    "Batas tindak lanjut LHP adalah 60 hari kalender sejak diterima. Subbagian mengisinya lewat "
    "formulir; baris di sini dapat ditambah dan dikoreksi.",
    _ENTRY, is_protected=False,
)  # fmt: skip
_ENTRIES = Sheet(
    tables.ENTRIES, "Entri E-Lapkin dan Monev",
    "Salin ke aplikasi menurut urutan ini, lalu tandai yang sudah dientri.",
    _RESULT, freeze_row=_below(tables.ENTRY_TABLE),
)  # fmt: skip
_FINDINGS = Sheet(
    tables.FINDINGS, "Temuan",
    "Klik kolom Tempat untuk menuju sel atau berkasnya. "
    "Kesalahan harus diperbaiki; peringatan perlu diperiksa.",
    _RESULT, freeze_row=_below(tables.FINDING_TABLE),
)  # fmt: skip
_CALENDAR = Sheet(
    tables.CALENDAR, "Kalender Kerja",
    "Hari libur, jam kerja, dan Ramadan. Sesuaikan dengan keputusan tahun berjalan "
    "(SKB 3 Menteri) dan keputusan kantor.",
    _ENTRY, freeze_row=_below(tables.DAY_OFF_TABLE), is_protected=False,
)  # fmt: skip
_HISTORY = Sheet(
    tables.HISTORY, "Riwayat",
    "Siapa mengubah apa, kapan, dari berkas mana. Hanya bertambah, tidak pernah diubah.",
    _BACKGROUND, freeze_row=_below(tables.HISTORY_TABLE),
)  # fmt: skip
_SETTINGS = Sheet(
    tables.SETTINGS, "Pengaturan",
    "Sel kuning dapat diubah. Skala baru: tambahkan barisnya di tabel Skala, lalu pilih namanya.",
    _BACKGROUND, last_print_column=tables.SCALE_TABLE.first_column + 3,
)  # fmt: skip
_DOCUMENTS = Sheet(
    tables.DOCUMENTS, "Register Dokumen",
    "Naskah dinas yang dibuat program, dengan paraf dan tanda tangannya. "
    "Klik kolom Berkas untuk membukanya.",
    _RESULT, freeze_row=_below(tables.DOCUMENT_TABLE), freeze_column=2, pages_wide=2,
    repeated_columns=1,
)  # fmt: skip
_OFFICIALS = Sheet(
    tables.OFFICIALS, "Pejabat dan Naskah Dinas",
    "Isi nama dan NIP pejabat, kop surat, dan pola nomor sebelum membuat naskah dinas.",
    _BACKGROUND, is_protected=False, pages_wide=2,
)  # fmt: skip
_HIDDEN = tuple(
    Sheet(name, "", "", _BACKGROUND, visibility=Visibility.VERY_HIDDEN)
    for name in (tables.HIDDEN_FORMS, tables.HIDDEN_BASE, tables.HIDDEN_FILES)
)


def section_sheet(code: str, name: str) -> Sheet:
    """Return the sheet of a section."""
    table = tables.section_table(code)
    return Sheet(
        code,
        f"Subbagian {name}",
        "Diisi lewat gabung formulir. Sel kuning dapat dikoreksi; capaian dihitung otomatis.",
        _RESULT,
        freeze_row=_below(table),
        freeze_column=table.position("name") + 2,
        pages_wide=2,
        repeated_columns=table.position("code") + 1,
    )


def master_sheets(sections: Sequence[tuple[str, str]]) -> tuple[Sheet, ...]:
    """List the sheets of a master in order.

    Args:
        sections: Code and full name of each section.
    """
    return (
        _CONTROL, _SOP, _STEPS, _INDICATORS,
        *(section_sheet(code, name) for code, name in sections),
        _EVIDENCE, _ACHIEVEMENT, _OBJECTIVES, _CHARTS, _TREND, _AUDITS, _ENTRIES, _DOCUMENTS,
        _FINDINGS, _CALENDAR, _HISTORY, _OFFICIALS, _SETTINGS, *_HIDDEN,
    )  # fmt: skip


def spare_rows(table: Table) -> int:
    """Return how many blank rows a new table keeps below its data, for a person to fill.

    LibreOffice and WPS do not let a table grow by typing below it, and on a protected sheet Excel
    does not either.
    """
    return _SPARE_ROWS.get(table.name, 0)


_SPARE_ROWS = {
    tables.INDICATOR_TABLE.name: 20,
    tables.AUDIT_TABLE.name: 20,
    tables.DAY_OFF_TABLE.name: 20,
    tables.RAMADAN_TABLE.name: 2,
    tables.SCALE_TABLE.name: 8,
    tables.OFFICIAL_TABLE.name: 6,
}
