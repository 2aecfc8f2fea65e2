"""What a signed Surat Edaran fixes: the definition of each section's form in that period."""

from __future__ import annotations

from collections.abc import Iterable

from kinerja_xl.core.book import MasterReader
from kinerja_xl.core.distribution import plan_section
from kinerja_xl.core.draft import Draft
from kinerja_xl.core.findings import Severity
from kinerja_xl.core.hidden_records import HiddenRecord, RecordKind
from kinerja_xl.core.period import Period
from kinerja_xl.errors import KinerjaError
from kinerja_xl.layout import tables
from kinerja_xl.usecases import gather
from kinerja_xl.usecases.keeping import put_record, records

_MOST_TOLD = 5


def fix_forms(draft: Draft, period: Period, codes: tuple[str, ...], number: str) -> None:
    """Fix the forms of some sections as INDIKATOR defines them now; a later order replaces it.

    Args:
        number: Of the Surat Edaran that orders it.

    Raises:
        KinerjaError: If INDIKATOR has errors that concern them, all told at once.
    """
    indicators = gather.indicators(draft)
    errors = [
        found
        for found in indicators.findings
        if found.code.severity is Severity.ERROR and (not found.section or found.section in codes)
    ]
    if errors:
        told = "; ".join(f"{found.place}: {found.message}" for found in errors[:_MOST_TOLD])
        more = f"; dan {len(errors) - _MOST_TOLD} lagi" if len(errors) > _MOST_TOLD else ""
        raise KinerjaError(
            f"Formulir belum dapat ditetapkan karena INDIKATOR bermasalah. {told}{more}.",
            where=tables.INDICATOR_TABLE.sheet,
            remedy="Perbaiki lembar INDIKATOR, lalu tanda tangani lagi.",
        )
    office = gather.office(draft)
    sections = tuple(section for section in gather.sections(draft) if section.code in codes)
    for state in gather.period_state(draft, period, sections).sections:
        code = state.section.code
        own = tuple(item for item in indicators.indicators if item.section == code)
        plan = plan_section(office, state, own)
        digest = plan.definition if plan else ""
        put_record(
            draft,
            HiddenRecord(RecordKind.SIGNED_FORM, str(period), code, digest=digest, text=number),
        )


def fixed_forms(book: MasterReader, period: Period) -> dict[str, HiddenRecord]:
    """Return what was fixed for a period, by section code."""
    found = records(book, RecordKind.SIGNED_FORM)
    return {record.name: record for record in found if record.period == str(period)}


def refuse_changed_forms(changed: Iterable[HiddenRecord], period: Period) -> None:
    """Refuse forms that are no longer what was signed.

    Raises:
        KinerjaError: If there is one; all sections and documents are named.
    """
    by_number: dict[str, list[str]] = {}
    for record in changed:
        by_number.setdefault(record.text, []).append(record.name)
    if by_number:
        told = "; ".join(f"{', '.join(codes)} ({no})" for no, codes in by_number.items())
        raise KinerjaError(
            f"Bentuk formulir {period.label} sudah ditetapkan dengan Surat Edaran yang "
            f"ditandatangani, tetapi isinya kini berbeda: {told}.",
            where=tables.INDICATOR_TABLE.sheet,
            remedy="Kembalikan isi INDIKATOR, atau buat dan tanda tangani Surat Edaran baru untuk "
            "versi formulir yang baru (document circular --again).",
        )
