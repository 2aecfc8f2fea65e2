"""The texts of dialogs: what was done, what was found, where to look."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from kinerja_xl.layout import tables
from kinerja_xl.layout.display import display

if TYPE_CHECKING:
    from kinerja_xl.core.period import Period
    from kinerja_xl.usecases.report import Listing, Report

_MOST_CHANGES = 12
_LONGEST_VALUE = 40
"""So much of a value fits into a line of a dialog."""

CANCELLED = "Dibatalkan; tidak ada yang diubah."

HELP = """Urutan kerja satu periode:

1. Atur Periode: pilih periode aktif dan siapkan langkah SOP-nya.
2. Distribusi: buat formulir setiap subbagian di folder distribusi.
3. Simpan kiriman subbagian di folder kembali, lalu Gabung.
4. Periksa Kelengkapan: cocokkan isian dengan data pendukung.
5. Hitung Durasi & Capaian: isi CAPAIAN dan LANGKAH.

Mulai Langkah dan Selesai Langkah mencatat waktu langkah pada baris LANGKAH yang dipilih, atau \
langkah berikutnya.
Segarkan Status memperbarui papan di KENDALI. Buka Folder membuka folder kantor.

Temuan ada di lembar TEMUAN. Sebelum setiap perubahan, buku induk disalin ke folder cadangan."""


def result_text(report: Report) -> str:
    """Return what a person reads after a button: what was done, how many findings, where."""
    if not report.findings:
        return report.message
    counts = Counter(line.severity for line in report.findings)
    kinds = ", ".join(f"{count} {kind.lower()}" for kind, count in sorted(counts.items()))
    return f"{report.message}\n\nTemuan: {kinds}. Lihat lembar {tables.FINDINGS}."


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
