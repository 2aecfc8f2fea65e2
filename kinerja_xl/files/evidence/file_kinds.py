"""The kinds of files that evidence comes in, and which extension may hold which."""

from __future__ import annotations

from enum import Enum


class FileKind(Enum):
    """What a file is by its content; the value completes "bukan …, melainkan …"."""

    PDF = "dokumen PDF"
    WORD = "dokumen Word (.docx)"
    WORD_MACRO = "dokumen Word bermakro (.docm)"
    WORD_OLD = "dokumen Word lama (.doc)"
    EXCEL = "buku kerja Excel (.xlsx)"
    EXCEL_MACRO = "buku kerja Excel bermakro (.xlsm)"
    EXCEL_BINARY = "buku kerja Excel biner (.xlsb)"
    EXCEL_OLD = "buku kerja Excel lama (.xls)"
    SLIDES = "presentasi PowerPoint (.pptx)"
    SLIDES_MACRO = "presentasi PowerPoint bermakro (.pptm)"
    SLIDES_OLD = "presentasi PowerPoint lama (.ppt)"
    OPEN_TEXT = "dokumen OpenDocument (.odt)"
    OPEN_SHEET = "lembar kerja OpenDocument (.ods)"
    OPEN_SLIDES = "presentasi OpenDocument (.odp)"
    RICH_TEXT = "dokumen RTF"
    MAIL_OUTLOOK = "surel Outlook (.msg)"
    LOCKED_OFFICE = "dokumen Office berkata sandi"
    OLD_OFFICE = "dokumen Office lama yang tidak dikenal"
    JPEG = "gambar JPEG"
    PNG = "gambar PNG"
    GIF = "gambar GIF"
    BMP = "gambar BMP"
    TIFF = "gambar TIFF"
    WEBP = "gambar WebP"
    HEIC = "gambar HEIC"
    AVIF = "gambar AVIF"
    SVG = "gambar SVG"
    VIDEO = "video MP4/MOV/3GP"
    AVI = "video AVI"
    MATROSKA = "video MKV/WebM"
    MP3 = "audio MP3"
    AUDIO_MP4 = "audio M4A"
    WAVE = "audio WAV"
    OGG = "audio atau video OGG"
    ZIP = "arsip ZIP"
    ZIP_BROKEN = "arsip ZIP atau dokumen Office yang rusak"
    RAR = "arsip RAR"
    SEVEN_ZIP = "arsip 7z"
    GZIP = "arsip GZ"
    PROGRAM = "program komputer"
    HTML = "halaman web (HTML)"
    XML = "dokumen XML"
    TEXT = "teks biasa"
    UNKNOWN = "jenis yang tidak dikenal"


_ANY_TEXT = frozenset({FileKind.TEXT, FileKind.HTML, FileKind.XML, FileKind.SVG})

ACCEPTED: dict[str, frozenset[FileKind]] = {
    "pdf": frozenset({FileKind.PDF}),
    "docx": frozenset({FileKind.WORD}),
    "docm": frozenset({FileKind.WORD_MACRO}),
    "doc": frozenset({FileKind.WORD_OLD}),
    "xlsx": frozenset({FileKind.EXCEL}),
    "xlsm": frozenset({FileKind.EXCEL_MACRO}),
    "xlsb": frozenset({FileKind.EXCEL_BINARY}),
    "xls": frozenset({FileKind.EXCEL_OLD}),
    "pptx": frozenset({FileKind.SLIDES}),
    "pptm": frozenset({FileKind.SLIDES_MACRO}),
    "ppt": frozenset({FileKind.SLIDES_OLD}),
    "odt": frozenset({FileKind.OPEN_TEXT}),
    "ods": frozenset({FileKind.OPEN_SHEET}),
    "odp": frozenset({FileKind.OPEN_SLIDES}),
    "rtf": frozenset({FileKind.RICH_TEXT}),
    "msg": frozenset({FileKind.MAIL_OUTLOOK}),
    "jpg": frozenset({FileKind.JPEG}),
    "jpeg": frozenset({FileKind.JPEG}),
    "jfif": frozenset({FileKind.JPEG}),
    "png": frozenset({FileKind.PNG}),
    "gif": frozenset({FileKind.GIF}),
    "bmp": frozenset({FileKind.BMP}),
    "tif": frozenset({FileKind.TIFF}),
    "tiff": frozenset({FileKind.TIFF}),
    "webp": frozenset({FileKind.WEBP}),
    "heic": frozenset({FileKind.HEIC}),
    "heif": frozenset({FileKind.HEIC}),
    "avif": frozenset({FileKind.AVIF}),
    "mp4": frozenset({FileKind.VIDEO}),
    "m4v": frozenset({FileKind.VIDEO}),
    "mov": frozenset({FileKind.VIDEO}),
    "3gp": frozenset({FileKind.VIDEO}),
    "avi": frozenset({FileKind.AVI}),
    "mkv": frozenset({FileKind.MATROSKA}),
    "webm": frozenset({FileKind.MATROSKA}),
    "mp3": frozenset({FileKind.MP3}),
    "m4a": frozenset({FileKind.AUDIO_MP4, FileKind.VIDEO}),
    "wav": frozenset({FileKind.WAVE}),
    "ogg": frozenset({FileKind.OGG}),
    "opus": frozenset({FileKind.OGG}),
    "zip": frozenset({FileKind.ZIP}),
    "rar": frozenset({FileKind.RAR}),
    "7z": frozenset({FileKind.SEVEN_ZIP}),
    "gz": frozenset({FileKind.GZIP}),
    "html": frozenset({FileKind.HTML, FileKind.TEXT, FileKind.XML}),
    "htm": frozenset({FileKind.HTML, FileKind.TEXT, FileKind.XML}),
    "xml": frozenset({FileKind.XML, FileKind.SVG, FileKind.HTML}),
    "svg": frozenset({FileKind.SVG, FileKind.XML}),
    "txt": _ANY_TEXT,
    "csv": _ANY_TEXT,
    "tsv": _ANY_TEXT,
    "md": _ANY_TEXT,
    "log": _ANY_TEXT,
    "json": _ANY_TEXT,
    "eml": _ANY_TEXT,
}
"""The kinds that a file of that extension (lower case, no dot) may be; any other extension says
nothing about the content, so every content is accepted under it."""

_NAMES_OF_SETS = {"html": FileKind.HTML, "htm": FileKind.HTML, "xml": FileKind.XML,
                  "svg": FileKind.SVG, "m4a": FileKind.AUDIO_MP4}  # fmt: skip


def expected_name(extension: str) -> str:
    """Return what a file of that extension should be, for a person; empty for an unknown one.

    Args:
        extension: In any case, with or without the dot.
    """
    plain = extension.lstrip(".").lower()
    accepted = ACCEPTED.get(plain)
    if accepted is None:
        return ""
    if len(accepted) == 1:
        return next(iter(accepted)).value
    return _NAMES_OF_SETS.get(plain, FileKind.TEXT).value


def is_accepted(kind: FileKind, extension: str) -> bool:
    """Say whether content of that kind may bear the extension, see `ACCEPTED`."""
    accepted = ACCEPTED.get(extension.lstrip(".").lower())
    return accepted is None or kind in accepted
