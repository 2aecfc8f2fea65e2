from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinerja_xl.core.findings import Code, Finding, Place, Severity, finding

WORDING: dict[Code, tuple[dict[str, str], str, str]] = {
    Code.CLOSING_CHANGED: (
        {"period": "Triwulan I 2026", "detail": "menurut RIWAYAT periode ini terbuka"},
        "Catatan penutupan Triwulan I 2026 tidak cocok dengan RIWAYAT: menurut RIWAYAT periode ini "
        "terbuka.",
        "Pulihkan dari folder cadangan, atau buka periode itu dengan alasan dan tutup lagi.",
    ),
    Code.FORM_RECORD_CHANGED: (
        {
            "section": "KUL",
            "version": "2",
            "period": "Triwulan I 2026",
            "detail": "hilang",
            "sheet": "_formulir",
        },
        "Catatan formulir KUL versi 2 untuk Triwulan I 2026 tidak cocok: hilang.",
        "Pulihkan lembar tersembunyi _formulir dari folder cadangan.",
    ),
    Code.FORM_KEY_CHANGED: (
        {"count": "4"},
        "Kunci formulir di buku induk hilang atau diganti: segel 4 formulir tidak cocok.",
        "Pulihkan buku induk dari folder cadangan sebelum menggabungkan kiriman.",
    ),
    Code.AUDIT_DATE_MISSING: (
        {"field": "Diterima", "number": "12/LHP/2026"},
        'Register LHP "12/LHP/2026": Diterima belum diisi.',
        "Isi tanggalnya; batas 60 hari dihitung dari tanggal LHP diterima.",
    ),
    Code.AUDIT_DATE_UNREADABLE: (
        {"field": "Diterima", "number": "12/LHP/2026", "text": "5/1"},
        'Register LHP "12/LHP/2026": Diterima berisi "5/1", bukan tanggal.',
        "Tulis seperti 31/03/2026.",
    ),
    Code.AUDIT_DATE_AHEAD: (
        {"field": "Diterima", "number": "12/LHP/2026", "text": "5/1"},
        'Register LHP "12/LHP/2026": Diterima 5/1 belum terjadi.',
        "Periksa tanggalnya.",
    ),
    Code.AUDIT_DATES_REVERSED: (
        {"field": "Diterima", "number": "12/LHP/2026", "text": "5/1"},
        'Register LHP "12/LHP/2026": Diterima 5/1 mendahului tanggal dokumennya.',
        "Periksa kedua tanggalnya.",
    ),
    Code.AUDIT_CELL_MISSING: (
        {"field": "Diterima", "number": "12/LHP/2026"},
        'Register LHP "12/LHP/2026": Diterima belum diisi.',
        "Lengkapi barisnya di LHP-LHE-TLHP, atau minta subbagian melengkapinya.",
    ),
    Code.AUDIT_WORD_UNKNOWN: (
        {"field": "Diterima", "number": "12/LHP/2026", "text": "5/1"},
        'Register LHP "12/LHP/2026": Diterima "5/1" tidak dikenal.',
        "Pilih salah satu dari daftar di sel itu.",
    ),
    Code.AUDIT_EVIDENCE_MISSING: (
        {"field": "Diterima", "number": "12/LHP/2026"},
        'Register LHP "12/LHP/2026" sudah selesai, tetapi Diterima belum diisi.',
        "Tulis nama berkas bukti tindak lanjutnya dan simpan berkasnya di folder bukti.",
    ),
    Code.AUDIT_OVERDUE: (
        {"days": "3", "number": "12/LHP/2026"},
        'Register LHP "12/LHP/2026" lewat batas 60 hari: terlambat 3 hari.',
        "Tagih tindak lanjutnya, lalu perbarui Tindak Lanjut dan Status.",
    ),
    Code.AUDIT_KEY_TWICE: (
        {"key": "L0001", "number": "12/LHP/2026"},
        'Register LHP "12/LHP/2026": kunci L0001 dipakai lebih dari satu baris.',
        "Kosongkan Kunci pada baris salinan; baris itu diberi kunci baru waktu distribusi.",
    ),
    Code.EVIDENCE_NOT_ACCEPTED: (
        {"code": "1.1", "item": "Foto", "status": "Belum didaftar"},
        'Bukti "Foto" untuk 1.1 tidak ikut: Belum didaftar.',
        "Perbaiki buktinya, jalankan periksa, lalu susun inventaris lagi.",
    ),
    Code.ENTRY_CHANGED: (
        {
            "application": "Monev",
            "code": "1.1",
            "current": "99",
            "entered": "98,5",
            "field": "Diterima",
        },
        'Diterima 1.1 di Monev dientri "98,5", sekarang "99".',
        "Perbaiki entri di aplikasi itu, lalu isi Waktu Entri yang baru di ENTRI.",
    ),
    Code.ENTRY_INCOMPLETE: (
        {"application": "Monev", "code": "1.1", "field": "Diterima"},
        "1.1 di Monev ditandai sudah dientri, tetapi Diterima belum diisi.",
        "Isi Waktu Entri dan Nomor Referensi di ENTRI.",
    ),
    Code.ENTRY_CODE_UNKNOWN: (
        {"application": "Monev", "code": "1.1", "period": "Triwulan I 2026"},
        'Pemetaan Monev menyebut indikator "1.1", yang tidak diukur pada Triwulan I 2026.',
        "Perbaiki kodenya dalam berkas pemetaan, atau hapus barisnya.",
    ),
    Code.ENTRY_LEFT_OUT: (
        {"application": "Monev", "code": "1.1"},
        "1.1 sudah dientri di Monev, tetapi tidak ada lagi dalam pemetaannya.",
        "Periksa apakah entri itu harus dihapus dari aplikasi, atau pulihkan pemetaannya.",
    ),
    Code.FORM_IDENTITY_CHANGED: (
        {"fields": "periode, segel"},
        "Identitas formulir diubah sesudah dibagikan: periode, segel.",
        "Minta subbagian menyalin isiannya ke formulir asli dari folder distribusi.",
    ),
    Code.HISTORY_BROKEN: (
        {"detail": "bernomor 4, seharusnya 3"},
        "Rantai RIWAYAT putus di baris ini: bernomor 4, seharusnya 3.",
        "Bandingkan dengan salinan di folder cadangan; jangan mengubah RIWAYAT dengan tangan.",
    ),
    Code.HISTORY_CUT: (
        {"detail": "2 baris terakhir dihapus"},
        "Akhir RIWAYAT tidak cocok dengan yang tercatat: 2 baris terakhir dihapus.",
        "Bandingkan dengan salinan di folder cadangan; jangan mengubah RIWAYAT dengan tangan.",
    ),
    Code.HISTORY_END_UNKNOWN: (
        {},
        "Akhir RIWAYAT belum dijaga: baris terakhir yang dihapus tidak akan ketahuan.",
        "Jalankan perintah apa pun yang mengubah buku induk; sesudah itu akhirnya dijaga.",
    ),
    Code.ISSUED_ROWS_CHANGED: (
        {"section": "KUL", "version": "2", "period": "Triwulan I 2026"},
        "Baris KUL di buku induk tidak sama lagi dengan formulir versi 2 yang dibagikan "
        "untuk Triwulan I 2026.",
        "Kembalikan target dan isi barisnya, atau distribusi ulang agar formulir ikut berubah.",
    ),
    Code.FORM_FILE_MISSING: (
        {"section": "KUL", "version": "1", "period": "2026-TW1"},
        "Formulir KUL versi 1 tidak ada di folder distribusi.",
        "Jalankan distribusi 2026-TW1; berkasnya ditulis ulang dengan isi yang sama.",
    ),
    Code.RETURN_FILE_MISSING: (
        {"section": "KUL"},
        "Kiriman KUL yang sudah digabung tidak ada lagi di folder kembali.",
        "Kembalikan berkas itu sebagai arsip; isinya tetap ada di buku induk.",
    ),
    Code.RETURN_FILE_CHANGED: (
        {"section": "KUL"},
        "Kiriman KUL berubah sejak digabung.",
        "Bila memang koreksi, gabungkan lagi; bila bukan, kembalikan berkas yang asli.",
    ),
    Code.EVIDENCE_CHANGED: (
        {"file": "ba.pdf"},
        'Berkas bukti "ba.pdf" berubah sejak diperiksa.',
        "Bila memang diganti, jalankan periksa lagi; bila bukan, kembalikan berkas yang asli.",
    ),
    Code.EVIDENCE_LOST: (
        {"file": "ba.pdf", "section": "KUL"},
        'Berkas bukti "ba.pdf" yang sudah diperiksa tidak ada lagi.',
        "Kembalikan berkas itu ke folder bukti/KUL.",
    ),
    Code.CLOSED_PERIOD_CHANGED: (
        {"sheet": "CAPAIAN", "period": "Triwulan I 2026"},
        "Isi lembar CAPAIAN untuk Triwulan I 2026 berubah sejak periode itu ditutup.",
        "Pulihkan dari folder cadangan, atau buka periode itu dengan alasan bila memang koreksi.",
    ),
    Code.CLOSED_WITH_FINDINGS: (
        {"period": "Triwulan I 2026", "count": "3"},
        "Triwulan I 2026 ditutup dengan 3 temuan yang masih terbuka.",
        "Temuan itu tetap tercatat di TEMUAN; buka lagi periodenya bila harus diperbaiki.",
    ),
    Code.CLOSED_WITH_OPEN_STEPS: (
        {"period": "Triwulan I 2026", "steps": "13, 14"},
        "Triwulan I 2026 ditutup dengan langkah yang belum selesai: 13, 14.",
        "Buka lagi periodenya bila langkah itu masih harus dicatat.",
    ),
    Code.UNDO_TOOK_TYPED: (
        {"field": "Realisasi", "typed": "5", "restored": "kosong", "copy": "cadangan/a.xlsm"},
        'Realisasi: "5" diketik sesudah perintah yang dibatalkan; kini kembali "kosong".',
        "Ketik lagi bila masih perlu; isian itu tersimpan di cadangan/a.xlsm.",
    ),
    Code.NOT_A_FORM: (
        {},
        "Berkas ini bukan formulir kinerja-xl.",
        "Kirim formulir dari folder distribusi; simpan bukti di folder bukti.",
    ),
    Code.FORM_OTHER_OFFICE: (
        {"office": "KPU Kabupaten Sorong"},
        "Formulir ini milik kantor lain: KPU Kabupaten Sorong.",
        "Kembalikan ke pengirim dan minta formulir kantor ini.",
    ),
    Code.FORM_OTHER_PERIOD: (
        {"actual": "2026-TW2", "expected": "2026-TW1"},
        "Formulir ini untuk periode 2026-TW2, bukan 2026-TW1.",
        "Pindahkan ke folder kembali/2026-TW2, lalu gabungkan periode itu.",
    ),
    Code.FORM_SUPERSEDED: (
        {"actual": "1", "expected": "2"},
        "Formulir ini versi 1; versi yang berlaku adalah 2.",
        "Minta subbagian menyalin isiannya ke versi 2.",
    ),
    Code.FORM_NOT_DISTRIBUTED: (
        {},
        "Formulir ini tidak tercatat pernah dibagikan dari buku induk ini.",
        "Minta subbagian memakai formulir dari folder distribusi.",
    ),
    Code.ROW_KEY_UNKNOWN: (
        {"key": "I009"},
        'Kunci baris "I009" tidak dikenal dalam formulir ini.',
        "Salin isian ke formulir yang asli; jangan menambah atau menempel baris.",
    ),
    Code.ROW_KEY_TWICE: (
        {"key": "I001", "rows": "8, 12"},
        'Kunci baris "I001" muncul lebih dari satu kali (baris 8, 12).',
        "Hapus baris salinan, lalu kirim ulang formulir.",
    ),
    Code.FORM_STRUCTURE_CHANGED: (
        {"detail": "kolom Kendala hilang"},
        "Susunan formulir berubah: kolom Kendala hilang.",
        "Salin isian ke formulir yang asli dari folder distribusi, lalu kirim ulang.",
    ),
    Code.FILE_LOCKED: (
        {},
        "Berkas sedang dibuka program lain atau tidak boleh dibaca.",
        "Tutup berkas itu, lalu jalankan lagi.",
    ),
    Code.FILE_ENCRYPTED: (
        {},
        "Berkas dilindungi kata sandi.",
        "Minta subbagian menyimpannya tanpa kata sandi.",
    ),
    Code.FILE_DAMAGED: (
        {"detail": "arsip terpotong"},
        "Berkas rusak: arsip terpotong.",
        "Minta subbagian mengirim ulang berkas yang dapat dibuka.",
    ),
    Code.FILE_TOO_LARGE: (
        {"detail": "1.048.576 baris"},
        "Isi berkas melampaui ukuran formulir yang wajar: 1.048.576 baris.",
        "Salin isian ke formulir yang asli dari folder distribusi, lalu kirim ulang.",
    ),
    Code.FILE_HAS_MACROS: (
        {},
        "Berkas berisi makro.",
        "Simpan sebagai Buku Kerja Excel (.xlsx) tanpa makro, lalu kirim ulang.",
    ),
    Code.FILE_HAS_ACTIVE_CONTENT: (
        {"detail": "objek tertanam"},
        "Berkas berisi objek tertanam, yang tidak boleh ada dalam formulir.",
        "Salin isian ke formulir yang asli dari folder distribusi, lalu kirim ulang.",
    ),
    Code.RETURNS_DIFFER: (
        {"section": "KUL", "files": "a.xlsx, b.xlsx"},
        "Ada lebih dari satu kiriman subbagian KUL dengan isi berbeda: a.xlsx, b.xlsx.",
        "Sisakan satu berkas yang benar, pindahkan yang lain, lalu gabungkan lagi.",
    ),
    Code.CONFLICT: (
        {"field": "Realisasi", "master": "97", "returned": "98,5", "base": "96"},
        'Realisasi: buku induk berisi "97", formulir berisi "98,5", semula "96". Nilai '
        "buku induk dipertahankan.",
        "Isi kolom Keputusan di TEMUAN (pertahankan induk / ambil formulir), lalu gabungkan lagi.",
    ),
    Code.NOT_A_NUMBER: (
        {"field": "Realisasi", "text": "sekitar 90"},
        'Realisasi: "sekitar 90" bukan angka yang dapat dibaca.',
        "Tulis angka saja, misalnya 98,5 atau 1.250.000.",
    ),
    Code.NUMBER_AMBIGUOUS: (
        {"field": "Realisasi", "text": "98.125", "first": "98.125", "second": "98,125"},
        'Realisasi: "98.125" dapat berarti 98.125 atau 98,125.',
        "Tulis angka tanpa titik pemisah ribuan.",
    ),
    Code.STATED_EMPTY: (
        {"field": "Realisasi", "text": "nihil"},
        'Realisasi: "nihil" tidak dihitung sebagai angka.',
        "Bila nilainya nol tulis 0; bila belum ada, kosongkan dan jelaskan di Kendala.",
    ),
    Code.PERCENT_AS_FRACTION: (
        {"field": "Realisasi", "text": "0,985", "target": "98", "suggestion": "98,5"},
        "Realisasi: 0,985 untuk satuan % dengan target 98; mungkin maksudnya 98,5.",
        "Tulis persen sebagai angka 0 sampai 100, misalnya 98,5.",
    ),
    Code.NOT_A_GRADE: (
        {"field": "Realisasi", "text": "WTS", "allowed": "WTP, WDP, TW, TMP"},
        'Realisasi: "WTS" tidak ada dalam daftar nilai (WTP, WDP, TW, TMP).',
        "Tulis salah satu nilai dalam daftar.",
    ),
    Code.NOT_A_DATE: (
        {"field": "Batas Waktu", "text": "akhir bulan"},
        'Batas Waktu: "akhir bulan" bukan tanggal yang dapat dibaca.',
        "Tulis tanggal seperti 31/03/2026 atau 31 Maret 2026.",
    ),
    Code.TEXT_TOO_LONG: (
        {"field": "Kendala", "length": "40.000"},
        "Kendala: teks 40.000 karakter melampaui batas sel 32.767.",
        "Ringkas teks itu; simpan uraian panjang sebagai data pendukung.",
    ),
    Code.CELL_ERROR: (
        {"field": "Realisasi", "text": "#DIV/0!"},
        'Realisasi: sel berisi kesalahan rumus "#DIV/0!".',
        "Ganti rumus dengan angka atau teks.",
    ),
    Code.FORMULA_WITHOUT_VALUE: (
        {"field": "Realisasi"},
        "Realisasi: sel berisi rumus tanpa hasil tersimpan.",
        "Ganti rumus dengan hasilnya, lalu simpan dan kirim ulang.",
    ),
    Code.LOCKED_CELL_CHANGED: (
        {"field": "Target", "expected": "98", "actual": "90"},
        'Target: sel terkunci diubah dari "98" menjadi "90"; perubahan ditolak.',
        "Bila perlu dikoreksi, minta Subbagian Perencanaan mengoreksi INDIKATOR, lalu distribusi.",
    ),
    Code.STRAY_VALUE: (
        {"text": "catatan lepas"},
        'Sel di luar kolom isian berisi "catatan lepas"; tidak digabung.',
        "Pindahkan ke kolom isian yang sesuai bila memang data.",
    ),
    Code.STRAY_SHEET: (
        {"sheet": "Rekap"},
        'Lembar tambahan "Rekap" berisi data; tidak digabung.',
        "Kirim isinya sebagai data pendukung di folder bukti.",
    ),
    Code.FORM_NOT_RETURNED: (
        {"section": "KUL", "period": "2026-TW1"},
        "Subbagian KUL belum mengembalikan formulir.",
        "Ingatkan subbagian itu; simpan kirimannya di folder kembali/2026-TW1.",
    ),
    Code.REQUIRED_EMPTY: (
        {"field": "Realisasi", "code": "1.1"},
        "Realisasi indikator 1.1 belum diisi.",
        "Isi Realisasi; bila nilainya memang nol, tulis 0.",
    ),
    Code.EXPLANATION_EMPTY: (
        {"field": "Kendala", "code": "1.1", "achievement": "87,5%", "limit": "90%"},
        "Kendala indikator 1.1 belum diisi padahal capaian 87,5% di bawah 90%.",
        "Jelaskan di kolom Kendala.",
    ),
    Code.EVIDENCE_NOT_LISTED: (
        {"item": "Berita acara", "code": "1.1"},
        'Bukti "Berita acara" untuk indikator 1.1 belum didaftar.',
        "Tulis nama berkasnya di lembar DATA PENDUKUNG dan simpan berkasnya di folder bukti.",
    ),
    Code.EVIDENCE_MISSING: (
        {"section": "KUL", "file": "ba.pdf", "code": "1.1"},
        'Berkas bukti "ba.pdf" untuk indikator 1.1 tidak ada di folder bukti.',
        "Simpan berkas itu di bukti/KUL atau perbaiki namanya.",
    ),
    Code.EVIDENCE_EMPTY: (
        {"file": "ba.pdf"},
        'Berkas bukti "ba.pdf" kosong (0 byte).',
        "Kirim ulang berkas yang berisi.",
    ),
    Code.EVIDENCE_WRONG_KIND: (
        {"file": "ba.pdf", "expected": "dokumen PDF", "actual": "gambar PNG"},
        'Isi berkas bukti "ba.pdf" bukan dokumen PDF, melainkan gambar PNG.',
        "Simpan ulang berkas itu dengan program yang sesuai, lalu kirim ulang.",
    ),
    Code.EVIDENCE_DUPLICATE: (
        {"file": "b.pdf", "other": "a.pdf"},
        'Berkas bukti "b.pdf" isinya sama dengan "a.pdf".',
        "Kirim satu saja, atau ganti dengan bukti yang benar.",
    ),
    Code.EVIDENCE_STRAY: (
        {"file": "catatan.txt"},
        'Berkas "catatan.txt" ada di folder bukti tetapi tidak didaftar.',
        "Daftarkan di lembar DATA PENDUKUNG atau pindahkan berkasnya.",
    ),
    Code.EVIDENCE_UNSAFE_NAME: (
        {"file": "../ba.pdf", "reason": 'berisi ".."'},
        'Nama berkas bukti "../ba.pdf" tidak dapat dipakai: berisi "..".',
        "Tulis nama berkas saja, tanpa folder lain.",
    ),
    Code.EVIDENCE_CODE_UNKNOWN: (
        {"file": "ba.pdf", "code": "9.9"},
        'Bukti "ba.pdf" menyebut indikator "9.9" yang tidak ada dalam formulir.',
        "Pilih kode indikator dari daftar.",
    ),
    Code.ROW_ORPHANED: (
        {"section": "KUL", "code": "1.1", "period": "Triwulan I 2026"},
        "Indikator 1.1 tidak lagi diukur subbagian KUL pada Triwulan I 2026; isiannya disimpan.",
        "Pulihkan indikator itu di INDIKATOR, atau kosongkan isiannya lalu distribusi ulang.",
    ),
    Code.INDICATOR_KEY_TWICE: (
        {"key": "I001", "rows": "5, 9"},
        'Kunci indikator "I001" dipakai lebih dari satu baris (baris 5, 9).',
        "Kosongkan sel Kunci pada baris yang baru; kunci baru dibuat saat distribusi.",
    ),
    Code.INDICATOR_CODE_TWICE: (
        {"code": "1.1", "rows": "5, 9"},
        'Kode indikator "1.1" dipakai lebih dari satu baris (baris 5, 9).',
        "Beri kode yang berbeda untuk setiap indikator.",
    ),
    Code.INDICATOR_FIELD_EMPTY: (
        {"field": "Satuan"},
        "Satuan belum diisi.",
        "Lengkapi baris indikator ini.",
    ),
    Code.INDICATOR_FIELD_INVALID: (
        {"field": "Arah", "text": "naik", "allowed": "maksimalkan, minimalkan"},
        'Arah: "naik" tidak dikenal.',
        "Gunakan: maksimalkan, minimalkan.",
    ),
    Code.SECTION_UNKNOWN: (
        {"text": "XYZ", "allowed": "KUL, TPH"},
        'Subbagian "XYZ" tidak dikenal.',
        "Gunakan salah satu kode: KUL, TPH.",
    ),
    Code.TARGET_MISSING: (
        {"period": "Triwulan I 2026", "code": "1.1"},
        "Target Triwulan I 2026 indikator 1.1 belum ditetapkan.",
        "Isi kolom target di INDIKATOR, lalu distribusi ulang.",
    ),
    Code.BUDGET_TWICE: (
        {"program": "Dukungan Manajemen", "rows": "5, 9"},
        'Pagu program "Dukungan Manajemen" ditulis pada lebih dari satu indikator (baris 5, 9).',
        "Tulis pagu satu program pada satu indikator saja.",
    ),
    Code.PERIOD_NOT_DISTRIBUTED: (
        {"code": "1.1", "period": "Triwulan I 2026"},
        "Indikator 1.1 punya target Triwulan I 2026, tetapi periode itu belum pernah "
        "didistribusikan.",
        "Jalankan distribusi untuk Triwulan I 2026 agar angka kumulatif lengkap.",
    ),
    Code.STATED_DIFFERS: (
        {"code": "1.1", "stated": "80", "computed": "82,5", "difference": "2,5"},
        "Capaian 1.1 dinyatakan 80, hasil hitung 82,5 (selisih 2,5).",
        "Periksa rumus atau pembulatan yang dipakai dalam laporan.",
    ),
    Code.MASTER_CELL_UNREADABLE: (
        {"field": "Target", "code": "1.1", "text": "delapan"},
        'Target indikator 1.1: "delapan" tidak dapat dibaca.',
        "Perbaiki sel itu di buku induk.",
    ),
    Code.STEP_OUT_OF_ORDER: (
        {"step": "5", "earlier": "4"},
        "Langkah 5 selesai sebelum langkah 4 selesai.",
        "Periksa waktu kedua langkah, atau catat alasannya.",
    ),
    Code.STEP_STARTED_EARLY: (
        {"step": "5", "earlier": "4"},
        "Langkah 5 dimulai sebelum langkah 4 selesai.",
        "Catat selesai langkah sebelumnya, atau tulis sebabnya di kolom Catatan.",
    ),
    Code.SOP_NOT_IN_FORCE: (
        {"step": "1", "number": "5/2026", "state": "konsep, belum ditandatangani"},
        "Langkah 1 dimulai padahal SOP nomor 5/2026 konsep, belum ditandatangani.",
        "Tandatangani SOP, lalu catat: sop sign.",
    ),
    Code.STEP_LATE: (
        {"step": "5", "actual": "45", "standard": "20"},
        "Langkah 5 memakan 45 menit kerja, baku 20 menit.",
        "Pastikan penyebabnya tercatat di kolom Catatan.",
    ),
    Code.RETURN_WITHOUT_REASON: (
        {"code": "1.1"},
        "Baris 1.1 dikembalikan tanpa alasan; versi perbaikan belum dibuat.",
        "Isi kolom Alasan, lalu bagikan lagi.",
    ),
    Code.VERDICT_UNKNOWN: (
        {"code": "1.1", "text": "ok"},
        'Verifikasi baris 1.1 berisi "ok", yang tidak dikenal.',
        "Pilih dari daftar: diterima atau dikembalikan.",
    ),
    Code.VERDICT_TOO_EARLY: (
        {"code": "1.1", "section": "KUL"},
        "Baris 1.1 sudah diverifikasi padahal formulir KUL belum digabung.",
        "Kosongkan kolom Verifikasi, atau gabungkan formulirnya lebih dulu.",
    ),
    Code.BLANK_ROW_ACCEPTED: (
        {"code": "1.1"},
        "Baris 1.1 diterima padahal belum diisi.",
        "Kembalikan baris itu dengan alasan, atau kosongkan kolom Verifikasi.",
    ),
    Code.ACCEPTED_WITH_FINDINGS: (
        {"code": "1.1", "count": "2"},
        "Baris 1.1 diterima padahal masih ada 2 temuan kesalahan.",
        "Periksa temuan baris itu; kembalikan barisnya bila subbagian harus memperbaikinya.",
    ),
    Code.CLOSED_ROW_CHANGED: (
        {"field": "Realisasi", "expected": "4", "actual": "99"},
        'Realisasi: baris ini tidak dikembalikan; perubahan dari "4" menjadi "99" ditolak.',
        "Minta Subbagian Perencanaan mengembalikan baris itu bila isinya perlu diubah.",
    ),
    Code.EVIDENCE_OF_CLOSED_ROW: (
        {"code": "1.1"},
        'Bukti tambahan untuk "1.1", yang tidak dikembalikan untuk diperbaiki; tidak digabung.',
        "Minta Subbagian Perencanaan mengembalikan baris indikator itu bila buktinya perlu.",
    ),
    Code.STEP_TIMES_INVALID: (
        {"step": "5", "detail": "selesai sebelum mulai"},
        "Waktu langkah 5 tidak masuk akal: selesai sebelum mulai.",
        "Perbaiki waktu mulai dan selesai di LANGKAH.",
    ),
}
WARNINGS = {
    Code.HISTORY_END_UNKNOWN,
    Code.FORM_FILE_MISSING,
    Code.RETURN_FILE_MISSING,
    Code.CLOSED_WITH_FINDINGS,
    Code.CLOSED_WITH_OPEN_STEPS,
    Code.UNDO_TOOK_TYPED,
    Code.STATED_EMPTY,
    Code.LOCKED_CELL_CHANGED,
    Code.ACCEPTED_WITH_FINDINGS,
    Code.CLOSED_ROW_CHANGED,
    Code.EVIDENCE_OF_CLOSED_ROW,
    Code.STRAY_VALUE,
    Code.STRAY_SHEET,
    Code.EVIDENCE_STRAY,
    Code.ROW_ORPHANED,
    Code.TARGET_MISSING,
    Code.PERIOD_NOT_DISTRIBUTED,
    Code.STATED_DIFFERS,
    Code.STEP_OUT_OF_ORDER,
    Code.STEP_STARTED_EARLY,
    Code.SOP_NOT_IN_FORCE,
    Code.STEP_LATE,
    Code.AUDIT_DATE_AHEAD,
    Code.AUDIT_DATES_REVERSED,
    Code.AUDIT_CELL_MISSING,
    Code.AUDIT_WORD_UNKNOWN,
    Code.AUDIT_EVIDENCE_MISSING,
    Code.AUDIT_OVERDUE,
    Code.EVIDENCE_NOT_ACCEPTED,
    Code.ENTRY_CHANGED,
    Code.ENTRY_INCOMPLETE,
    Code.ENTRY_CODE_UNKNOWN,
    Code.ENTRY_LEFT_OUT,
}
EACH_CODE = [pytest.param(code, id=code.name) for code in Code]


def test_code__every_one__has_its_wording_pinned() -> None:
    assert set(WORDING) == set(Code)


@pytest.mark.parametrize(
    ("code", "facts", "message", "remedy"),
    [pytest.param(code, *wording, id=code.name) for code, wording in WORDING.items()],
)
def test_finding__facts__make_the_sentences(
    code: Code, facts: dict[str, str], message: str, remedy: str
) -> None:
    named = {name: text for name, text in facts.items() if name != "section"}

    found = finding(code, Place("a.xlsx", "FORM", "H7"), section=facts.get("section", ""), **named)

    assert (found.message, found.remedy) == (message, remedy)
    assert str(found) == f"a.xlsx [FORM!H7] {message} {remedy}"


@pytest.mark.parametrize("code", EACH_CODE)
def test_code__wording__is_whole_sentences_that_end_with_a_full_stop(code: Code) -> None:
    for sentence in (code.message, code.remedy):
        assert sentence.endswith(".")
        assert sentence[0].isupper() or sentence[0] == "{"
        assert sentence == sentence.strip()
        assert "  " not in sentence


@pytest.mark.parametrize("code", EACH_CODE)
def test_code__severity__is_a_warning_only_where_named(code: Code) -> None:
    assert code.severity is (Severity.WARNING if code in WARNINGS else Severity.ERROR)


def test_code__value__differs_for_every_one() -> None:
    assert len({code.value for code in Code}) == len(Code)


@pytest.mark.parametrize(
    ("code", "missing"),
    [
        pytest.param(code, name, id=f"{code.name}-{name}")
        for code in Code
        for name in sorted(set(re.findall(r"\{(\w+)\}", code.message + code.remedy)) - {"section"})
    ],
)
def test_finding__fact_left_out__is_refused(code: Code, missing: str) -> None:
    names = set(re.findall(r"\{(\w+)\}", code.message + code.remedy)) - {missing, "section"}

    with pytest.raises(ValueError, match=f"{code.name} needs the fact '{missing}'"):
        finding(code, section="KUL", **dict.fromkeys(names, "x"))


def test_finding__section_named_but_not_given__is_refused() -> None:
    with pytest.raises(ValueError, match="FORM_NOT_RETURNED needs the fact 'section'"):
        finding(Code.FORM_NOT_RETURNED, period="2026-TW1")


@pytest.mark.parametrize(
    ("place", "text"),
    [
        pytest.param(Place("a.xlsx", "FORM", "H7"), "a.xlsx [FORM!H7]", id="cell-of-a-file"),
        pytest.param(Place("a.xlsx", "FORM"), "a.xlsx [FORM]", id="sheet-of-a-file"),
        pytest.param(Place("a.xlsx"), "a.xlsx", id="file"),
        pytest.param(Place("", "KUL", "H7"), "KUL!H7", id="cell-of-the-master"),
        pytest.param(Place("", "KUL"), "KUL", id="sheet-of-the-master"),
        pytest.param(Place(), "", id="nowhere"),
    ],
)
def test_place__as_text__names_file_sheet_and_cell(place: Place, text: str) -> None:
    assert str(place) == text


def test_finding__without_place__begins_with_the_message() -> None:
    assert str(finding(Code.NOT_A_FORM)).startswith("Berkas ini bukan formulir")


def test_finding__facts__are_texts_in_the_order_given() -> None:
    found = finding(
        Code.REQUIRED_EMPTY, section="KUL", row_key="I001", column="realisation",
        field="Realisasi", code=1.1,
    )  # fmt: skip

    assert found == Finding(
        Code.REQUIRED_EMPTY, Place(), (("field", "Realisasi"), ("code", "1.1")),
        "KUL", "I001", "realisation",
    )  # fmt: skip


@given(st.text())
def test_finding__text_of_a_user__is_quoted_as_it_is(text: str) -> None:
    found = finding(Code.STRAY_VALUE, text=text)

    assert found.message == f'Sel di luar kolom isian berisi "{text}"; tidak digabung.'
