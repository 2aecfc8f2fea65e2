"""The texts of dialogs: what was done, what was found, where to look."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from kinerja_xl.layout import tables
from kinerja_xl.layout.display import display

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kinerja_xl.core.period import Period
    from kinerja_xl.core.requirements import Thing
    from kinerja_xl.usecases.report import Listing, Report

_MOST_CHANGES = 12
_LONGEST_VALUE = 40
"""So much of a value fits into a line of a dialog."""

CANCELLED = "Dibatalkan; tidak ada yang diubah."

CONFIRMED = "dibenarkan petugas saat menekan Selesai Langkah."
"""Recorded when the officer lets a step finish without its kelengkapan."""

HELP = """Urutan kerja satu periode:

1. Atur Periode: pilih periode aktif dan siapkan langkah SOP-nya.
2. Distribusi: buat formulir setiap subbagian di folder distribusi.
3. Simpan kiriman subbagian di folder kembali, lalu Gabung.
4. Periksa Kelengkapan: cocokkan isian dengan data pendukung. Terima Baris atau Kembalikan Baris \
untuk baris yang dipilih di lembar subbagian.
5. Hitung Durasi dan Capaian: isi CAPAIAN dan LANGKAH.
6. Buat Laporan, Tandai Dientri untuk baris yang dipilih di ENTRI, lalu Tutup Periode.

Mulai Langkah dan Selesai Langkah mencatat waktu langkah pada baris LANGKAH yang dipilih, atau \
langkah berikutnya; Kembalikan Langkah mengirim pekerjaan kembali ke langkah sebelumnya.
Buat Naskah menyusun disposisi, edaran, dan surat lain; Paraf / Tanda Tangan mencatatnya untuk \
baris yang dipilih di DOKUMEN.
Segarkan Status memperbarui papan di KENDALI. Buka Folder membuka folder kantor.

Temuan ada di lembar TEMUAN. Sebelum setiap perubahan, buku induk disalin ke folder cadangan.
Membatalkan perintah terakhir: tutup buku induk, jalankan kinerja-xl undo di terminal, lalu buka \
lagi; buku yang sedang terbuka tidak dapat ditukar."""


def result_text(report: Report) -> str:
    """Return what a person reads after a button: what was done, how many findings, where."""
    if not report.findings:
        return report.message
    counts = Counter(line.severity for line in report.findings)
    kinds = ", ".join(f"{count} {kind.lower()}" for kind, count in sorted(counts.items()))
    return f"{report.message}\n\nTemuan: {kinds}. Lihat lembar {tables.FINDINGS}."


def listed_text(report: Report) -> str:
    """Return what a person reads of a report whose findings are nowhere but in it."""
    if not report.findings:
        return report.message
    lines = [
        f"• {line.place}: {line.message}" if line.place else f"• {line.message}"
        for line in report.findings[:_MOST_CHANGES]
    ]
    if (more := len(report.findings) - _MOST_CHANGES) > 0:
        lines.append(f"… dan {more} hal lagi.")
    return "\n".join([report.message, "", *lines])


def merge_question(preview: Report) -> str | None:
    """Return the question that shows a merge's difference; `None` when no cell would change."""
    changes = next((each for each in preview.listings if each.id == "changes"), None)
    if changes is None or not changes.rows:
        return None
    lines = [preview.message, "", *_change_lines(changes)]
    if (more := len(changes.rows) - _MOST_CHANGES) > 0:
        lines.append(f"… dan {more} sel lagi.")
    return "\n".join([*lines, "", "Gabungkan ke buku induk?"])


def _change_lines(changes: Listing) -> list[str]:
    lines = []
    for section, row, field, old, new in changes.rows[:_MOST_CHANGES]:
        before, after = (_short(display(value, blank="(kosong)")) for value in (old, new))
        lines.append(f"• {section} {row}, {field}: {before} → {after}")
    return lines


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= _LONGEST_VALUE else flat[: _LONGEST_VALUE - 1] + "…"


def lacking_question(number: int, missing: Sequence[Thing]) -> str:
    """Return the question whether a step may finish without what it needs."""
    told = "\n".join(f"• {thing.value}" for thing in missing)
    return (
        f"Kelengkapan langkah {number} belum ada di program:\n{told}\n\n"
        "Bila adanya di luar program, misalnya di kertas, langkah tetap dapat dicatat selesai. "
        "Catat selesai?"
    )


def next_period_question(active: Period, proposed: Period) -> str:
    """Return the question whether to go on to the next period."""
    return (
        f"Periode aktif {active.label} sudah disiapkan.\n\nSiapkan {proposed.label} ({proposed}) "
        "sebagai periode aktif?"
    )


def other_period_text() -> str:
    """Return how to choose another period."""
    return (
        "Periode tidak diubah. Untuk periode lain, tulis di sel Periode aktif pada KENDALI, "
        "misalnya 2026-TW2, lalu tekan Atur Periode lagi."
    )


def unexpected_text(error: BaseException, log: Path | None) -> str:
    """Return what is said of an error nobody foresaw."""
    kept = f"Rinciannya ada di berkas {log}." if log else "Rinciannya tidak dapat disimpan."
    return (
        f"Terjadi kesalahan yang tidak terduga ({type(error).__name__}). {kept}\n\n"
        "Periksa isi buku induk, lalu coba lagi. Bila terulang, kirim berkas itu kepada "
        "pengelola aplikasi."
    )
