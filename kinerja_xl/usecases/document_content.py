"""What the documents of each kind say: the values for their placeholders, from the master."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from kinerja_xl.core.book import MasterReader
from kinerja_xl.core.calendar import add_working_days
from kinerja_xl.core.dates import format_date, format_moment
from kinerja_xl.core.distribution import Section
from kinerja_xl.core.documents import DocumentKind, LetterRules
from kinerja_xl.core.findings import Severity
from kinerja_xl.core.officials import (
    Official,
    refuse_unfit,
    require_official,
    spaced_nip,
)
from kinerja_xl.core.period import Period
from kinerja_xl.core.values import cell_text
from kinerja_xl.core.verification import is_returned, reason_of
from kinerja_xl.errors import KinerjaError
from kinerja_xl.files.documents.rendering import Filling
from kinerja_xl.layout import names, tables
from kinerja_xl.layout.document_rows import head_of_section, letter_rules, officials
from kinerja_xl.layout.rows import section_rows
from kinerja_xl.usecases import gather
from kinerja_xl.usecases.cycle import calendar_of

_WEEKDAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
_REGION = re.compile(r"\s+(?=(?:Kabupaten|Kota|Provinsi)\b)")
_SHEET = tables.OFFICIALS


@dataclass(frozen=True, slots=True)
class Issue:
    """What is common to the documents of one run.

    Attributes:
        note: Added where the template has room for it.
    """

    kind: DocumentKind
    period: Period
    rules: LetterRules
    officials: tuple[Official, ...]
    signatory: Official
    initialler: Official | None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Content:
    """What one document says, before it has a number, a date and a deadline."""

    sections: tuple[str, ...]
    subject: str
    recipients: tuple[str, ...]
    filling: Mapping[str, Filling]

    @property
    def digest(self) -> str:
        """Digest it, to tell whether a document would say the same again."""
        text = json.dumps(self.filling, ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()


def prepare_issue(book: MasterReader, kind: DocumentKind, period: Period, note: str) -> Issue:
    """Read who signs documents of a kind.

    Raises:
        KinerjaError: If the office has not said so, or name or NIP are missing or wrong.
    """
    known = officials(book.table(tables.OFFICIAL_TABLE.name))
    rules = letter_rules(book.table(tables.LETTER_TABLE.name), kind)
    signatory = require_official(known, rules.signatory, _SHEET)
    initialler = require_official(known, rules.initialler, _SHEET) if rules.initialler else None
    refuse_unfit((signatory, *((initialler,) if initialler else ())), _SHEET)
    return Issue(kind, period, rules, known, signatory, initialler, note.strip())


def contents(book: MasterReader, issue: Issue, codes: tuple[str, ...]) -> tuple[Content, ...]:
    """Return what is to be written: one document, or one a section for returned forms.

    Args:
        codes: Sections that it is about; all that it can be about when empty.

    Raises:
        KinerjaError: If there is nothing to write about.
    """
    chosen = gather.chosen_sections(book, codes)
    common = _common(book, issue)
    match issue.kind:
        case DocumentKind.DISPOSITION:
            return (_disposition(issue, common, chosen if codes else ()),)
        case DocumentKind.CIRCULAR:
            return (_circular(book, issue, common, chosen, is_chosen=bool(codes)),)
        case DocumentKind.RECEIPT:
            return (_receipt(book, issue, common, chosen, is_chosen=bool(codes)),)
        case DocumentKind.RETURN:
            return _returns(book, issue, common, chosen, is_chosen=bool(codes))


def with_number(
    content: Content, number: str, day: date, due: date | None, city: str
) -> dict[str, Filling]:
    """Add to a document's values what belongs to its issue alone."""
    written = _unbroken(day)
    return {
        **content.filling,
        "nomor": number,
        "tanggal": written,
        "hari": _WEEKDAYS[day.weekday()],
        "tempat_tanggal": f"{city}, {written}" if city else written,
        "batas_waktu": _unbroken(due) if due else "",
        "hari_batas": _WEEKDAYS[due.weekday()] if due else "",
    }


def city_of(book: MasterReader) -> str:
    """Return the place that letters are dated from; may be empty."""
    return cell_text(book.value(names.CITY.name))


def due_date(book: MasterReader, rules: LetterRules, day: date) -> date | None:
    """Return the deadline that the office's rules give, in working days after the date.

    Raises:
        KinerjaError: If KALENDER cannot be read.
    """
    if not rules.due_days:
        return None
    evening = datetime.combine(day, datetime.max.time()).replace(microsecond=0)
    return add_working_days(evening, rules.due_days, calendar_of(book)).date()


def _common(book: MasterReader, issue: Issue) -> dict[str, Filling]:
    office = gather.office(book).name
    head = cell_text(book.value(names.LETTERHEAD.name))
    initialler = issue.initialler or replace(issue.signatory, post="", name="", nip="")
    return {
        "kantor": office,
        "satuan_kerja": " ".join(head.split()) or f"Sekretariat {office}",
        "kop": head or _REGION.sub("\n", f"Sekretariat {office}", count=1),
        "alamat": cell_text(book.value(names.ADDRESS.name)),
        "kota": city_of(book),
        "periode": issue.period.label,
        "tahun": str(issue.period.year),
        "sifat": issue.rules.nature,
        "lampiran": "",
        "tembusan": list(issue.rules.copies),
        "catatan": issue.note,
        "sop_judul": cell_text(book.value(names.SOP_TITLE.name)),
        "sop_nomor": cell_text(book.value(names.SOP_NUMBER.name)),
        "jabatan_penanda_tangan": issue.signatory.post,
        "nama_penanda_tangan": issue.signatory.name,
        "nip_penanda_tangan": spaced_nip(issue.signatory.nip),
        "jabatan_pemaraf": initialler.post,
        "nama_pemaraf": initialler.name,
        "nip_pemaraf": spaced_nip(initialler.nip),
    }


def _content(
    common: dict[str, Filling],
    sections: tuple[Section, ...],
    subject: str,
    recipients: tuple[str, ...],
    **own: Filling,
) -> Content:
    filling = {**common, "perihal": subject, "kepada": list(recipients), **own}
    return Content(tuple(section.code for section in sections), subject, recipients, filling)


def _head(issue: Issue, section: Section) -> str:
    """Return the post that heads a section."""
    named = (each.post for each in issue.officials if each.section == section.code)
    return next(named, head_of_section(section.name))


def _heads(issue: Issue, sections: tuple[Section, ...]) -> tuple[str, ...]:
    return tuple(_head(issue, section) for section in sections)


def _disposition(issue: Issue, common: dict[str, Filling], chosen: tuple[Section, ...]) -> Content:
    """Order the collection; without sections it goes to the post that puts its paraf on the SE."""
    manager = next((o.post for o in issue.officials if o.section and o.actor), "")
    heads = _heads(issue, chosen) or ((manager,) if manager else ())
    if not heads:
        raise KinerjaError(
            "Penerima disposisi tidak diketahui.",
            where=_SHEET,
            remedy="Sebutkan subbagiannya (--section), atau isi Sebutan dalam SOP bagi kepala "
            "subbagian yang mengelola data kinerja.",
        )
    year = issue.period.year
    basis = [f"Perjanjian Kinerja Tahun {year}", f"Rencana Aksi Tahun {year}"]
    subject = f"Pengumpulan Data Kinerja {issue.period.label}"
    return _content(common, chosen, subject, heads, dasar=basis)


def _circular(
    book: MasterReader, issue: Issue, common: dict[str, Filling], chosen: tuple[Section, ...],
    *, is_chosen: bool,
) -> Content:  # fmt: skip
    counts = _measured(book, issue.period)
    wanted = tuple(s for s in chosen if counts.get(s.code))
    idle = [section.code for section in chosen if section not in wanted]
    if not wanted or (is_chosen and idle):
        raise KinerjaError(
            f"Tidak ada indikator yang diukur pada {issue.period.label} bagi {', '.join(idle)}.",
            where=tables.INDICATOR_TABLE.sheet,
            remedy="Isi indikator dan targetnya di lembar INDIKATOR, lalu buat lagi.",
        )
    lines: list[Filling] = [
        {"nama": s.name, "kode": s.code, "jumlah_indikator": counts[s.code]} for s in wanted
    ]
    subject = f"Pengumpulan Data Kinerja {issue.period.label}"
    return _content(common, wanted, subject, _heads(issue, wanted), subbagian=lines)


def _measured(book: MasterReader, period: Period) -> dict[str, int]:
    counts: dict[str, int] = {}
    for indicator in gather.indicators(book).indicators:
        if indicator.is_measured_in(period):
            counts[indicator.section] = counts.get(indicator.section, 0) + 1
    return counts


def _receipt(
    book: MasterReader, issue: Issue, common: dict[str, Filling], chosen: tuple[Section, ...],
    *, is_chosen: bool,
) -> Content:  # fmt: skip
    issued = gather.latest_forms(book, issue.period)
    counts = _measured(book, issue.period)
    given = tuple(section for section in chosen if section.code in issued)
    lacking = [section.code for section in chosen if section.code not in issued]
    if not given or (is_chosen and lacking):
        raise KinerjaError(
            f"Formulir {issue.period.label} belum dibagikan kepada {', '.join(lacking)}.",
            where=tables.CONTROL,
            remedy=f"Bagikan lebih dulu: distribute --period {issue.period}.",
        )
    moments = {
        cell_text(form): at
        for form, at in book.table(tables.FORM_TABLE.name).pick("form_id", "issued_at")
    }
    folder = gather.folder_of(book)
    lines: list[Filling] = []
    for section in given:
        form, holder = issued[section.code], _holder(issue, section)
        at = moments.get(form.form_id)
        lines.append(
            {
                "subbagian": section.name, "kode": section.code, "versi": form.version,
                "berkas": folder.form(issue.period, section.code).name,
                "jumlah_indikator": counts.get(section.code, 0),
                "dibagikan": format_moment(at) if isinstance(at, datetime) else "",
                "penerima": holder,
            }
        )  # fmt: skip
    subject = f"Tanda Terima Formulir Data Kinerja {issue.period.label}"
    return _content(common, given, subject, _heads(issue, given), formulir=lines)


def _holder(issue: Issue, section: Section) -> str:
    """Return name and NIP of who receives a form, as far as they are known."""
    found = next((each for each in issue.officials if each.section == section.code), None)
    if found is None or not found.name:
        return ""
    return found.name if found.problems else f"{found.name}\nNIP {spaced_nip(found.nip)}"


def _returns(
    book: MasterReader, issue: Issue, common: dict[str, Filling], chosen: tuple[Section, ...],
    *, is_chosen: bool,
) -> tuple[Content, ...]:  # fmt: skip
    found = _open_findings(book, issue.period)
    for section in chosen:
        returned = _returned_rows(book, issue.period, section)
        if returned:
            found[section.code] = [*returned, *found.get(section.code, ())]
    clean = [section.code for section in chosen if not found.get(section.code)]
    wanted = tuple(section for section in chosen if found.get(section.code))
    if not wanted or (is_chosen and clean):
        raise KinerjaError(
            f"Tidak ada temuan {issue.period.label} yang harus diperbaiki {', '.join(clean)}.",
            where=tables.FINDING_TABLE.sheet,
            remedy="Gabungkan dan periksa formulir lebih dulu; surat dibuat dari TEMUAN dan dari "
            "baris yang dikembalikan.",
        )
    subject = f"Pengembalian Formulir Data Kinerja {issue.period.label}"
    return tuple(
        _content(
            common, (section,), subject, (_head(issue, section),),
            subbagian_nama=section.name, temuan=found[section.code],
            jumlah_temuan=len(found[section.code]),
        )
        for section in wanted
    )  # fmt: skip


def _returned_rows(book: MasterReader, period: Period, section: Section) -> list[Filling]:
    """Return the rows that were sent back for correction, with their reasons."""
    table = tables.section_table(section.code)
    found, _ = section_rows(table, book.table(table.name))
    return [
        {
            "tempat": f"Indikator {row.code}",
            "uraian": reason_of(row),
            "perbaikan": "Perbaiki baris itu pada versi formulir yang terbaru, lalu kirim lagi.",
        }
        for row in found
        if row.period == period and is_returned(row) and reason_of(row)
    ]


def _open_findings(book: MasterReader, period: Period) -> dict[str, list[Filling]]:
    """Return the errors of a period by section; a remark that needs no work is no reason."""
    found: dict[str, list[Filling]] = {}
    fields = ("period", "section", "severity", "place", "message", "remedy")
    for of_period, section, severity, *texts in book.table(tables.FINDING_TABLE.name).pick(*fields):
        is_error = cell_text(severity) == Severity.ERROR.value
        if cell_text(of_period) == str(period) and is_error and cell_text(section):
            place, message, remedy = map(cell_text, texts)
            line = {"tempat": place, "uraian": message, "perbaikan": remedy}
            found.setdefault(cell_text(section), []).append(line)
    return found


def _unbroken(day: date) -> str:
    """Write a date that no line breaks."""
    return format_date(day).replace(" ", "\u00a0")
