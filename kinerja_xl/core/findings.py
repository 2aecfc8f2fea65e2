"""Findings: what users filled in wrongly or left out, with place, what is wrong, what to do.

A finding is a value, collected and returned, never raised. The wording is Indonesian and stands
here once: a rule names a code and the facts, `Finding.message` and `Finding.remedy` are the
sentences.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Severity(Enum):
    """How grave a finding is; the value is the word in the TEMUAN sheet."""

    ERROR = "Kesalahan"
    WARNING = "Peringatan"


class Code(Enum):
    """What kind of finding: severity, message and remedy, with named places for the facts."""

    severity: Severity
    message: str
    remedy: str

    def __new__(cls, severity: Severity, message: str, remedy: str) -> Code:
        """Give each code its position as value, the rest as attributes."""
        code = object.__new__(cls)
        code._value_ = len(cls.__members__) + 1
        code.severity, code.message, code.remedy = severity, message, remedy
        return code

    # Forms that are refused whole.
    NOT_A_FORM = (
        Severity.ERROR,
        "Berkas ini bukan formulir kinerja-xl.",
        "Kirim formulir dari folder distribusi; simpan bukti di folder bukti.",
    )
    FORM_OTHER_OFFICE = (
        Severity.ERROR,
        "Formulir ini milik kantor lain: {office}.",
        "Kembalikan ke pengirim dan minta formulir kantor ini.",
    )
    FORM_OTHER_PERIOD = (
        Severity.ERROR,
        "Formulir ini untuk periode {actual}, bukan {expected}.",
        "Pindahkan ke folder kembali/{actual}, lalu gabungkan periode itu.",
    )
    FORM_SUPERSEDED = (
        Severity.ERROR,
        "Formulir ini versi {actual}; versi yang berlaku adalah {expected}.",
        "Minta subbagian menyalin isiannya ke versi {expected}.",
    )
    FORM_NOT_DISTRIBUTED = (
        Severity.ERROR,
        "Formulir ini tidak tercatat pernah dibagikan dari buku induk ini.",
        "Minta subbagian memakai formulir dari folder distribusi.",
    )
    FORM_IDENTITY_CHANGED = (
        Severity.ERROR,
        "Identitas formulir diubah sesudah dibagikan: {fields}.",
        "Minta subbagian menyalin isiannya ke formulir asli dari folder distribusi.",
    )
    ROW_KEY_UNKNOWN = (
        Severity.ERROR,
        'Kunci baris "{key}" tidak dikenal dalam formulir ini.',
        "Salin isian ke formulir yang asli; jangan menambah atau menempel baris.",
    )
    ROW_KEY_TWICE = (
        Severity.ERROR,
        'Kunci baris "{key}" muncul lebih dari satu kali (baris {rows}).',
        "Hapus baris salinan, lalu kirim ulang formulir.",
    )
    FORM_STRUCTURE_CHANGED = (
        Severity.ERROR,
        "Susunan formulir berubah: {detail}.",
        "Salin isian ke formulir yang asli dari folder distribusi, lalu kirim ulang.",
    )
    FILE_LOCKED = (
        Severity.ERROR,
        "Berkas sedang dibuka program lain atau tidak boleh dibaca.",
        "Tutup berkas itu, lalu jalankan lagi.",
    )
    FILE_ENCRYPTED = (
        Severity.ERROR,
        "Berkas dilindungi kata sandi.",
        "Minta subbagian menyimpannya tanpa kata sandi.",
    )
    FILE_DAMAGED = (
        Severity.ERROR,
        "Berkas rusak: {detail}.",
        "Minta subbagian mengirim ulang berkas yang dapat dibuka.",
    )
    FILE_TOO_LARGE = (
        Severity.ERROR,
        "Isi berkas melampaui ukuran formulir yang wajar: {detail}.",
        "Salin isian ke formulir yang asli dari folder distribusi, lalu kirim ulang.",
    )
    FILE_HAS_MACROS = (
        Severity.ERROR,
        "Berkas berisi makro.",
        "Simpan sebagai Buku Kerja Excel (.xlsx) tanpa makro, lalu kirim ulang.",
    )
    FILE_HAS_ACTIVE_CONTENT = (
        Severity.ERROR,
        "Berkas berisi {detail}, yang tidak boleh ada dalam formulir.",
        "Salin isian ke formulir yang asli dari folder distribusi, lalu kirim ulang.",
    )
    RETURNS_DIFFER = (
        Severity.ERROR,
        "Ada lebih dari satu kiriman subbagian {section} dengan isi berbeda: {files}.",
        "Sisakan satu berkas yang benar, pindahkan yang lain, lalu gabungkan lagi.",
    )

    # Cells of a returned form.
    CONFLICT = (
        Severity.ERROR,
        '{field}: buku induk berisi "{master}", formulir berisi "{returned}", '
        'semula "{base}". Nilai buku induk dipertahankan.',
        "Isi kolom Keputusan di TEMUAN (pertahankan induk / ambil formulir), lalu gabungkan lagi.",
    )
    NOT_A_NUMBER = (
        Severity.ERROR,
        '{field}: "{text}" bukan angka yang dapat dibaca.',
        "Tulis angka saja, misalnya 98,5 atau 1.250.000.",
    )
    NUMBER_AMBIGUOUS = (
        Severity.ERROR,
        '{field}: "{text}" dapat berarti {first} atau {second}.',
        "Tulis angka tanpa titik pemisah ribuan.",
    )
    STATED_EMPTY = (
        Severity.WARNING,
        '{field}: "{text}" tidak dihitung sebagai angka.',
        "Bila nilainya nol tulis 0; bila belum ada, kosongkan dan jelaskan di Kendala.",
    )
    PERCENT_AS_FRACTION = (
        Severity.ERROR,
        "{field}: {text} untuk satuan % dengan target {target}; mungkin maksudnya {suggestion}.",
        "Tulis persen sebagai angka 0 sampai 100, misalnya 98,5.",
    )
    NOT_A_GRADE = (
        Severity.ERROR,
        '{field}: "{text}" tidak ada dalam daftar nilai ({allowed}).',
        "Tulis salah satu nilai dalam daftar.",
    )
    NOT_A_DATE = (
        Severity.ERROR,
        '{field}: "{text}" bukan tanggal yang dapat dibaca.',
        "Tulis tanggal seperti 31/03/2026 atau 31 Maret 2026.",
    )
    TEXT_TOO_LONG = (
        Severity.ERROR,
        "{field}: teks {length} karakter melampaui batas sel 32.767.",
        "Ringkas teks itu; simpan uraian panjang sebagai data pendukung.",
    )
    CELL_ERROR = (
        Severity.ERROR,
        '{field}: sel berisi kesalahan rumus "{text}".',
        "Ganti rumus dengan angka atau teks.",
    )
    FORMULA_WITHOUT_VALUE = (
        Severity.ERROR,
        "{field}: sel berisi rumus tanpa hasil tersimpan.",
        "Ganti rumus dengan hasilnya, lalu simpan dan kirim ulang.",
    )
    LOCKED_CELL_CHANGED = (
        Severity.WARNING,
        '{field}: sel terkunci diubah dari "{expected}" menjadi "{actual}"; perubahan ditolak.',
        "Bila perlu dikoreksi, minta Subbagian Perencanaan mengoreksi INDIKATOR, lalu distribusi.",
    )
    STRAY_VALUE = (
        Severity.WARNING,
        'Sel di luar kolom isian berisi "{text}"; tidak digabung.',
        "Pindahkan ke kolom isian yang sesuai bila memang data.",
    )
    STRAY_SHEET = (
        Severity.WARNING,
        'Lembar tambahan "{sheet}" berisi data; tidak digabung.',
        "Kirim isinya sebagai data pendukung di folder bukti.",
    )

    # Completeness.
    FORM_NOT_RETURNED = (
        Severity.ERROR,
        "Subbagian {section} belum mengembalikan formulir.",
        "Ingatkan subbagian itu; simpan kirimannya di folder kembali/{period}.",
    )
    REQUIRED_EMPTY = (
        Severity.ERROR,
        "{field} indikator {code} belum diisi.",
        "Isi {field}; bila nilainya memang nol, tulis 0.",
    )
    EXPLANATION_EMPTY = (
        Severity.ERROR,
        "{field} indikator {code} belum diisi padahal capaian {achievement} di bawah {limit}.",
        "Jelaskan di kolom {field}.",
    )
    EVIDENCE_NOT_LISTED = (
        Severity.ERROR,
        'Bukti "{item}" untuk indikator {code} belum didaftar.',
        "Tulis nama berkasnya di lembar DATA PENDUKUNG dan simpan berkasnya di folder bukti.",
    )
    EVIDENCE_MISSING = (
        Severity.ERROR,
        'Berkas bukti "{file}" untuk indikator {code} tidak ada di folder bukti.',
        "Simpan berkas itu di bukti/{section} atau perbaiki namanya.",
    )
    EVIDENCE_EMPTY = (
        Severity.ERROR,
        'Berkas bukti "{file}" kosong (0 byte).',
        "Kirim ulang berkas yang berisi.",
    )
    EVIDENCE_WRONG_KIND = (
        Severity.ERROR,
        'Isi berkas bukti "{file}" bukan {expected}, melainkan {actual}.',
        "Simpan ulang berkas itu dengan program yang sesuai, lalu kirim ulang.",
    )
    EVIDENCE_DUPLICATE = (
        Severity.ERROR,
        'Berkas bukti "{file}" isinya sama dengan "{other}".',
        "Kirim satu saja, atau ganti dengan bukti yang benar.",
    )
    EVIDENCE_STRAY = (
        Severity.WARNING,
        'Berkas "{file}" ada di folder bukti tetapi tidak didaftar.',
        "Daftarkan di lembar DATA PENDUKUNG atau pindahkan berkasnya.",
    )
    EVIDENCE_UNSAFE_NAME = (
        Severity.ERROR,
        'Nama berkas bukti "{file}" tidak dapat dipakai: {reason}.',
        "Tulis nama berkas saja, tanpa folder lain.",
    )
    EVIDENCE_CODE_UNKNOWN = (
        Severity.ERROR,
        'Bukti "{file}" menyebut indikator "{code}" yang tidak ada dalam formulir.',
        "Pilih kode indikator dari daftar.",
    )

    ROW_ORPHANED = (
        Severity.WARNING,
        "Indikator {code} tidak lagi diukur subbagian {section} pada {period}; isiannya disimpan.",
        "Pulihkan indikator itu di INDIKATOR, atau kosongkan isiannya lalu distribusi ulang.",
    )

    # Indicators and definitions.
    INDICATOR_KEY_TWICE = (
        Severity.ERROR,
        'Kunci indikator "{key}" dipakai lebih dari satu baris (baris {rows}).',
        "Kosongkan sel Kunci pada baris yang baru; kunci baru dibuat saat distribusi.",
    )
    INDICATOR_CODE_TWICE = (
        Severity.ERROR,
        'Kode indikator "{code}" dipakai lebih dari satu baris (baris {rows}).',
        "Beri kode yang berbeda untuk setiap indikator.",
    )
    INDICATOR_FIELD_EMPTY = (
        Severity.ERROR,
        "{field} belum diisi.",
        "Lengkapi baris indikator ini.",
    )
    INDICATOR_FIELD_INVALID = (
        Severity.ERROR,
        '{field}: "{text}" tidak dikenal.',
        "Gunakan: {allowed}.",
    )
    SECTION_UNKNOWN = (
        Severity.ERROR,
        'Subbagian "{text}" tidak dikenal.',
        "Gunakan salah satu kode: {allowed}.",
    )
    TARGET_MISSING = (
        Severity.WARNING,
        "Target {period} indikator {code} belum ditetapkan.",
        "Isi kolom target di INDIKATOR, lalu distribusi ulang.",
    )
    BUDGET_TWICE = (
        Severity.ERROR,
        'Pagu program "{program}" ditulis pada lebih dari satu indikator (baris {rows}).',
        "Tulis pagu satu program pada satu indikator saja.",
    )
    PERIOD_NOT_DISTRIBUTED = (
        Severity.WARNING,
        "Indikator {code} punya target {period}, tetapi periode itu belum pernah didistribusikan.",
        "Jalankan distribusi untuk {period} agar angka kumulatif lengkap.",
    )

    # Achievements and durations.
    STATED_DIFFERS = (
        Severity.WARNING,
        "Capaian {code} dinyatakan {stated}, hasil hitung {computed} (selisih {difference}).",
        "Periksa rumus atau pembulatan yang dipakai dalam laporan.",
    )
    MASTER_CELL_UNREADABLE = (
        Severity.ERROR,
        '{field} indikator {code}: "{text}" tidak dapat dibaca.',
        "Perbaiki sel itu di buku induk.",
    )
    # Verification of returned rows.
    RETURN_WITHOUT_REASON = (
        Severity.ERROR,
        "Baris {code} dikembalikan tanpa alasan; versi perbaikan belum dibuat.",
        "Isi kolom Alasan, lalu bagikan lagi.",
    )
    VERDICT_UNKNOWN = (
        Severity.ERROR,
        'Verifikasi baris {code} berisi "{text}", yang tidak dikenal.',
        "Pilih dari daftar: diterima atau dikembalikan.",
    )
    VERDICT_TOO_EARLY = (
        Severity.ERROR,
        "Baris {code} sudah diverifikasi padahal formulir {section} belum digabung.",
        "Kosongkan kolom Verifikasi, atau gabungkan formulirnya lebih dulu.",
    )
    BLANK_ROW_ACCEPTED = (
        Severity.ERROR,
        "Baris {code} diterima padahal belum diisi.",
        "Kembalikan baris itu dengan alasan, atau kosongkan kolom Verifikasi.",
    )
    ACCEPTED_WITH_FINDINGS = (
        Severity.WARNING,
        "Baris {code} diterima padahal masih ada {count} temuan kesalahan.",
        "Periksa temuan baris itu; kembalikan barisnya bila subbagian harus memperbaikinya.",
    )
    CLOSED_ROW_CHANGED = (
        Severity.WARNING,
        '{field}: baris ini tidak dikembalikan; perubahan dari "{expected}" menjadi "{actual}" '
        "ditolak.",
        "Minta Subbagian Perencanaan mengembalikan baris itu bila isinya perlu diubah.",
    )
    EVIDENCE_OF_CLOSED_ROW = (
        Severity.WARNING,
        'Bukti tambahan untuk "{code}", yang tidak dikembalikan untuk diperbaiki; tidak digabung.',
        "Minta Subbagian Perencanaan mengembalikan baris indikator itu bila buktinya perlu.",
    )

    # What `verify` finds.
    HISTORY_BROKEN = (
        Severity.ERROR,
        "Rantai RIWAYAT putus di baris ini: {detail}.",
        "Bandingkan dengan salinan di folder cadangan; jangan mengubah RIWAYAT dengan tangan.",
    )
    HISTORY_CUT = (
        Severity.ERROR,
        "Akhir RIWAYAT tidak cocok dengan yang tercatat: {detail}.",
        "Bandingkan dengan salinan di folder cadangan; jangan mengubah RIWAYAT dengan tangan.",
    )
    HISTORY_END_UNKNOWN = (
        Severity.WARNING,
        "Akhir RIWAYAT belum dijaga: baris terakhir yang dihapus tidak akan ketahuan.",
        "Jalankan perintah apa pun yang mengubah buku induk; sesudah itu akhirnya dijaga.",
    )
    ISSUED_ROWS_CHANGED = (
        Severity.ERROR,
        "Baris {section} di buku induk tidak sama lagi dengan formulir versi {version} "
        "yang dibagikan untuk {period}.",
        "Kembalikan target dan isi barisnya, atau distribusi ulang agar formulir ikut berubah.",
    )
    FORM_FILE_MISSING = (
        Severity.WARNING,
        "Formulir {section} versi {version} tidak ada di folder distribusi.",
        "Jalankan distribusi {period}; berkasnya ditulis ulang dengan isi yang sama.",
    )
    RETURN_FILE_MISSING = (
        Severity.WARNING,
        "Kiriman {section} yang sudah digabung tidak ada lagi di folder kembali.",
        "Kembalikan berkas itu sebagai arsip; isinya tetap ada di buku induk.",
    )
    RETURN_FILE_CHANGED = (
        Severity.ERROR,
        "Kiriman {section} berubah sejak digabung.",
        "Bila memang koreksi, gabungkan lagi; bila bukan, kembalikan berkas yang asli.",
    )
    EVIDENCE_CHANGED = (
        Severity.ERROR,
        'Berkas bukti "{file}" berubah sejak diperiksa.',
        "Bila memang diganti, jalankan periksa lagi; bila bukan, kembalikan berkas yang asli.",
    )
    EVIDENCE_LOST = (
        Severity.ERROR,
        'Berkas bukti "{file}" yang sudah diperiksa tidak ada lagi.',
        "Kembalikan berkas itu ke folder bukti/{section}.",
    )
    CLOSED_PERIOD_CHANGED = (
        Severity.ERROR,
        "Isi lembar {sheet} untuk {period} berubah sejak periode itu ditutup.",
        "Pulihkan dari folder cadangan, atau buka periode itu dengan alasan bila memang koreksi.",
    )

    CLOSING_CHANGED = (
        Severity.ERROR,
        "Catatan penutupan {period} tidak cocok dengan RIWAYAT: {detail}.",
        "Pulihkan dari folder cadangan, atau buka periode itu dengan alasan dan tutup lagi.",
    )
    FORM_RECORD_CHANGED = (
        Severity.ERROR,
        "Catatan formulir {section} versi {version} untuk {period} tidak cocok: {detail}.",
        "Pulihkan lembar tersembunyi {sheet} dari folder cadangan.",
    )
    FORM_KEY_CHANGED = (
        Severity.ERROR,
        "Kunci formulir di buku induk hilang atau diganti: segel {count} formulir tidak cocok.",
        "Pulihkan buku induk dari folder cadangan sebelum menggabungkan kiriman.",
    )

    # What `close` and `undo` say besides.
    CLOSED_WITH_FINDINGS = (
        Severity.WARNING,
        "{period} ditutup dengan {count} temuan yang masih terbuka.",
        "Temuan itu tetap tercatat di TEMUAN; buka lagi periodenya bila harus diperbaiki.",
    )
    CLOSED_WITH_OPEN_STEPS = (
        Severity.WARNING,
        "{period} ditutup dengan langkah yang belum selesai: {steps}.",
        "Buka lagi periodenya bila langkah itu masih harus dicatat.",
    )
    UNDO_TOOK_TYPED = (
        Severity.WARNING,
        '{field}: "{typed}" diketik sesudah perintah yang dibatalkan; kini kembali "{restored}".',
        "Ketik lagi bila masih perlu; isian itu tersimpan di {copy}.",
    )
    STEP_OUT_OF_ORDER = (
        Severity.WARNING,
        "Langkah {step} selesai sebelum langkah {earlier} selesai.",
        "Periksa waktu kedua langkah, atau catat alasannya.",
    )
    STEP_STARTED_EARLY = (
        Severity.WARNING,
        "Langkah {step} dimulai sebelum langkah {earlier} selesai.",
        "Catat selesai langkah sebelumnya, atau tulis sebabnya di kolom Catatan.",
    )
    STEP_LATE = (
        Severity.WARNING,
        "Langkah {step} memakan {actual} menit kerja, baku {standard} menit.",
        "Pastikan penyebabnya tercatat di kolom Catatan.",
    )
    SOP_NOT_IN_FORCE = (
        Severity.WARNING,
        "Langkah {step} dimulai padahal SOP nomor {number} {state}.",
        "Tandatangani SOP, lalu catat: sop sign.",
    )
    STEP_TIMES_INVALID = (
        Severity.ERROR,
        "Waktu langkah {step} tidak masuk akal: {detail}.",
        "Perbaiki waktu mulai dan selesai di LANGKAH.",
    )

    # The register of audits.
    AUDIT_DATE_MISSING = (
        Severity.ERROR,
        'Register LHP "{number}": {field} belum diisi.',
        "Isi tanggalnya; batas 60 hari dihitung dari tanggal LHP diterima.",
    )
    AUDIT_DATE_UNREADABLE = (
        Severity.ERROR,
        'Register LHP "{number}": {field} berisi "{text}", bukan tanggal.',
        "Tulis seperti 31/03/2026.",
    )
    AUDIT_DATE_AHEAD = (
        Severity.WARNING,
        'Register LHP "{number}": {field} {text} belum terjadi.',
        "Periksa tanggalnya.",
    )
    AUDIT_DATES_REVERSED = (
        Severity.WARNING,
        'Register LHP "{number}": {field} {text} mendahului tanggal dokumennya.',
        "Periksa kedua tanggalnya.",
    )
    AUDIT_CELL_MISSING = (
        Severity.WARNING,
        'Register LHP "{number}": {field} belum diisi.',
        "Lengkapi barisnya di LHP-LHE-TLHP, atau minta subbagian melengkapinya.",
    )
    AUDIT_WORD_UNKNOWN = (
        Severity.WARNING,
        'Register LHP "{number}": {field} "{text}" tidak dikenal.',
        "Pilih salah satu dari daftar di sel itu.",
    )
    AUDIT_EVIDENCE_MISSING = (
        Severity.WARNING,
        'Register LHP "{number}" sudah selesai, tetapi {field} belum diisi.',
        "Tulis nama berkas bukti tindak lanjutnya dan simpan berkasnya di folder bukti.",
    )
    AUDIT_OVERDUE = (
        Severity.WARNING,
        'Register LHP "{number}" lewat batas 60 hari: terlambat {days} hari.',
        "Tagih tindak lanjutnya, lalu perbarui Tindak Lanjut dan Status.",
    )
    AUDIT_KEY_TWICE = (
        Severity.ERROR,
        'Register LHP "{number}": kunci {key} dipakai lebih dari satu baris.',
        "Kosongkan Kunci pada baris salinan; baris itu diberi kunci baru waktu distribusi.",
    )

    # The inventory of evidence.
    EVIDENCE_NOT_ACCEPTED = (
        Severity.WARNING,
        'Bukti "{item}" untuk {code} tidak ikut: {status}.',
        "Perbaiki buktinya, jalankan periksa, lalu susun inventaris lagi.",
    )

    # Entries into E-Lapkin and Monev.
    ENTRY_CHANGED = (
        Severity.WARNING,
        '{field} {code} di {application} dientri "{entered}", sekarang "{current}".',
        "Perbaiki entri di aplikasi itu, lalu isi Waktu Entri yang baru di ENTRI.",
    )
    ENTRY_INCOMPLETE = (
        Severity.WARNING,
        "{code} di {application} ditandai sudah dientri, tetapi {field} belum diisi.",
        "Isi Waktu Entri dan Nomor Referensi di ENTRI.",
    )
    ENTRY_CODE_UNKNOWN = (
        Severity.WARNING,
        'Pemetaan {application} menyebut indikator "{code}", yang tidak diukur pada {period}.',
        "Perbaiki kodenya dalam berkas pemetaan, atau hapus barisnya.",
    )
    ENTRY_LEFT_OUT = (
        Severity.WARNING,
        "{code} sudah dientri di {application}, tetapi tidak ada lagi dalam pemetaannya.",
        "Periksa apakah entri itu harus dihapus dari aplikasi, atau pulihkan pemetaannya.",
    )


@dataclass(frozen=True, slots=True)
class Place:
    """Where a finding is.

    Attributes:
        file: Path relative to the office's folder; empty for the master itself.
        sheet: Sheet name; empty when the finding concerns the whole file.
        cell: Such as `H7`; empty when it concerns the whole sheet.
    """

    file: str = ""
    sheet: str = ""
    cell: str = ""

    def __str__(self) -> str:
        inner = f"{self.sheet}!{self.cell}" if self.sheet and self.cell else self.sheet or self.cell
        return f"{self.file} [{inner}]" if self.file and inner else self.file or inner


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a person should look at.

    Attributes:
        code: What kind.
        place: Where.
        facts: The named facts of the wording, as text fit for a person.
        section: Code of the subbagian concerned; empty when it is the office's.
        row_key: Key of the row concerned; empty when there is none.
        column: Field name of the column concerned; empty when there is none.
    """

    code: Code
    place: Place = Place()
    facts: tuple[tuple[str, str], ...] = ()
    section: str = ""
    row_key: str = ""
    column: str = ""

    @property
    def message(self) -> str:
        """What is wrong, in Indonesian."""
        return self.code.message.format_map(self._named())

    @property
    def remedy(self) -> str:
        """What to do about it, in Indonesian."""
        return self.code.remedy.format_map(self._named())

    def _named(self) -> dict[str, str]:
        own = {"section": self.section} if self.section else {}
        return {**own, **dict(self.facts)}

    def __str__(self) -> str:
        return f"{self.place} {self.message} {self.remedy}".strip()


def finding(
    code: Code,
    place: Place = Place(),
    /,
    *,
    section: str = "",
    row_key: str = "",
    column: str = "",
    **facts: object,
) -> Finding:
    """Make a finding from its facts.

    Raises:
        ValueError: If a fact that the code's wording names is missing.
    """
    texts = tuple((name, str(fact)) for name, fact in facts.items())
    made = Finding(code, place, texts, section, row_key, column)
    try:
        _ = made.message, made.remedy
    except KeyError as missing:
        raise ValueError(f"{code.name} needs the fact {missing}") from None
    return made
