"""An SOP and its reconciliation as readable Indonesian text, for the terminal and for sheets."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TypedDict

from kinerja_xl.core.period import MONTHS
from kinerja_xl.core.reconciliation import Reconciliation, Verdict
from kinerja_xl.core.sop import Duration, Identity, NotStated, Received, Sop, Step

NOT_STATED = "tidak dinyatakan"
INFERRED = "(disimpulkan)"


class ReconciliationJson(TypedDict):
    """The reconciliation as `--json` gives it; no total stated: the last four figures are null."""

    steps: int
    amounts_by_unit: dict[str, int]
    known_days: int
    known_minutes: int
    steps_not_stated: list[int]
    stated_days: int | None
    stated_minutes: int | None
    unaccounted_days: int | None
    unaccounted_minutes: int | None
    verdict: str
    is_contradiction: bool


class SopJson(TypedDict):
    """An SOP as `--json` gives it: the definition with its defaults, and the reconciliation."""

    sop: dict[str, object]
    reconciliation: ReconciliationJson


@dataclass(frozen=True, slots=True)
class TextTable:
    """A titled table of text; a cell may hold several lines."""

    title: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def sop_tables(sop: Sop) -> tuple[TextTable, ...]:
    """Return all that a definition says, as tables in reading order; empty ones are left out."""
    clauses = sop.ratification.clauses if sop.ratification else ()
    tables = (
        TextTable("Identitas", ("Butir", "Isi"), _identity_rows(sop.identity)),
        TextTable(
            "Pengesahan",
            ("No", "Ketentuan"),
            (*((str(clause.number), clause.text) for clause in clauses), *_signing_rows(sop)),
        ),
        TextTable("Subbagian", ("Kode", "Nama"), tuple((s.code, s.name) for s in sop.sections)),
        TextTable(
            "Langkah",
            ("No", "Kegiatan", "Pelaksana", "Kelengkapan", "Waktu", "Output", "Keterangan"),
            tuple(_step_row(sop, step) for step in sop.steps),
        ),
        TextTable("Alur", ("Dari", "Ke", "Syarat", "Dasar"), _flow_rows(sop)),
        TextTable(
            "Dasar penyimpulan pelaksana",
            ("Langkah", "Pelaksana", "Dasar"),
            tuple(
                (str(step.number), "; ".join(sop.actor_names_of(step)), step.actor_basis)
                for step in sop.steps
                if step.actor_inferred
            ),
        ),
        TextTable(
            "Waktu yang tidak dinyatakan",
            ("Langkah", "Sebab"),
            tuple(
                (str(step.number), step.duration.not_stated)
                for step in sop.steps
                if isinstance(step.duration, NotStated)
            ),
        ),
        TextTable(
            "Bacaan yang diragukan atau diperbaiki",
            ("Tempat", "Teks sumber", "Catatan"),
            _reading_rows(sop),
        ),
    )
    return tuple(table for table in tables if table.rows)


def duration_text(duration: Duration | NotStated) -> str:
    """Write a duration as authored, such as `2 hari`."""
    if isinstance(duration, NotStated):
        return NOT_STATED
    return f"{_count(duration.amount)} {duration.unit.value}"


def actor_text(sop: Sop, step: Step) -> str:
    """Write the names of a step's actors, marked when they were inferred."""
    names = "; ".join(sop.actor_names_of(step))
    return f"{names} {INFERRED}" if step.actor_inferred else names


def stated_text(value: str | date | NotStated) -> str:
    """Write a value of the identity block, or why the document does not give it."""
    if isinstance(value, NotStated):
        return f"{NOT_STATED} ({value.not_stated})"
    if isinstance(value, date):
        return f"{value.day:02d} {MONTHS[value.month - 1]} {value.year}"
    return value


def reconciliation_lines(reconciliation: Reconciliation) -> tuple[str, ...]:
    """Return what `sop validate` reports, one sentence a line."""
    found = reconciliation
    parts = " + ".join(f"{_count(amount)} {unit.value}" for unit, amount in found.by_unit)
    lines = [f"Jumlah langkah: {found.step_count}."]
    if parts:
        total = _amount(found.known_days, found.known_minutes)
        lines.append(f"Waktu langkah yang dinyatakan: {parts}{_unless_same(parts, total)}.")
    if found.unstated_steps:
        lines.append(f"Waktu tidak dinyatakan: langkah {_enumerated(found.unstated_steps)}.")
    if found.stated_days is None or found.stated_minutes is None:
        lines.append("Jumlah waktu tidak dinyatakan dalam dokumen.")
    else:
        parts = _total_text(found)
        total = _amount(found.stated_days, found.stated_minutes)
        lines.append(f"Jumlah waktu menurut dokumen: {parts}{_unless_same(parts, total)}.")
        lines.append(_verdict_line(found))
    return tuple(lines)


def sop_json(sop: Sop, reconciliation: Reconciliation) -> SopJson:
    """Return what `--json` gives of an SOP; keys are those of the definition file."""
    found = reconciliation
    return {
        "sop": sop.model_dump(mode="json"),
        "reconciliation": {
            "steps": found.step_count,
            "amounts_by_unit": {unit.value: amount for unit, amount in found.by_unit},
            "known_days": found.known_days,
            "known_minutes": found.known_minutes,
            "steps_not_stated": list(found.unstated_steps),
            "stated_days": found.stated_days,
            "stated_minutes": found.stated_minutes,
            "unaccounted_days": found.remaining_days,
            "unaccounted_minutes": found.remaining_minutes,
            "verdict": found.verdict.name.lower(),
            "is_contradiction": found.is_contradiction,
        },
    }


def numbered(items: tuple[str, ...]) -> str:
    """Write items one a line, numbered when there are several."""
    if len(items) == 1:
        return items[0]
    return "\n".join(f"{number}. {item}" for number, item in enumerate(items, start=1))


def _identity_rows(identity: Identity) -> tuple[tuple[str, str], ...]:
    number, approval = identity.number, identity.approved_by
    nip = f"NIP {approval.nip}" if approval.nip else ""
    rows = (
        ("Instansi", identity.institution),
        ("Nama SOP", identity.title),
        ("Tahun", str(identity.year or "")),
        ("Nomor SOP", f"{number.text} ({number.note})" if number.note else number.text),
        ("Tanggal pembuatan", stated_text(identity.date_made)),
        ("Tanggal revisi", stated_text(identity.date_revised)),
        ("Tanggal efektif", stated_text(identity.date_effective)),
        ("Disahkan oleh", "\n".join(filter(None, (approval.post, approval.name, nip)))),
        ("Alamat", stated_text(identity.address)),
        ("Subbagian", stated_text(identity.subbagian)),
        ("Dasar hukum", numbered(identity.legal_basis)),
        ("Kualifikasi pelaksana", numbered(identity.qualifications)),
        ("Keterkaitan", numbered(identity.related_sops)),
        ("Peralatan/perlengkapan", numbered(identity.equipment)),
        ("Peringatan", identity.warning),
        ("Pencatatan dan pendataan", numbered(identity.recording)),
    )
    return tuple((label, text) for label, text in rows if text)


def _signing_rows(sop: Sop) -> tuple[tuple[str, str], ...]:
    if sop.ratification is None:
        return ()
    place, day = sop.ratification.place, sop.ratification.signed_on
    return (("", f"Ditetapkan di {stated_text(place)}, tanggal {stated_text(day)}"),)


def _step_row(sop: Sop, step: Step) -> tuple[str, ...]:
    return (
        str(step.number),
        step.activity,
        actor_text(sop, step),
        "\n".join(step.inputs),
        duration_text(step.duration),
        step.output,
        step.remarks,
    )


def _flow_rows(sop: Sop) -> tuple[tuple[str, ...], ...]:
    rows: list[tuple[str, ...]] = []
    for step in sop.steps:
        following = ", ".join(str(number) for number in sop.next_steps_of(step)) or "selesai"
        rows.append((str(step.number), following, "", ""))
        for item in sop.returns_of(step):
            basis = f"{item.basis} {INFERRED}" if item.inferred else item.basis
            rows.append((str(step.number), f"kembali ke {item.to_step}", item.condition, basis))
    return tuple(rows)


_FIELDS = {
    "institution": "instansi", "title": "nama SOP", "year": "tahun", "number": "nomor",
    "date_made": "tanggal pembuatan", "date_revised": "tanggal revisi",
    "date_effective": "tanggal efektif", "approved_by": "disahkan oleh", "address": "alamat",
    "subbagian": "subbagian", "legal_basis": "dasar hukum", "qualifications": "kualifikasi",
    "related_sops": "keterkaitan", "equipment": "peralatan", "warning": "peringatan",
    "recording": "pencatatan", "id": "tanda pengenal", "name": "nama", "activity": "kegiatan",
    "actors": "pelaksana", "actor_inferred": "pelaksana", "actor_basis": "dasar pelaksana",
    "inputs": "kelengkapan", "duration": "waktu", "output": "output", "remarks": "keterangan",
    "next_steps": "langkah berikut",
}  # fmt: skip


def _reading_rows(sop: Sop) -> tuple[tuple[str, str, str], ...]:
    blocks: list[tuple[str, tuple[Received, ...]]] = [("Identitas", sop.identity.received)]
    blocks += [(f"Pelaksana {actor.name}", actor.received) for actor in sop.actors]
    blocks += [(f"Langkah {step.number}", step.received) for step in sop.steps]
    return tuple(
        (f"{place}, {_FIELDS[reading.field]}", reading.text, reading.note)
        for place, readings in blocks
        for reading in readings
    )


def _verdict_line(found: Reconciliation) -> str:
    days, minutes = found.remaining_days or 0, found.remaining_minutes or 0
    rest = _amount(days, minutes)
    steps = f"langkah {_enumerated(found.unstated_steps)}"
    match found.verdict:
        case Verdict.UNACCOUNTED:
            split = "; pembagiannya tidak dapat diketahui" if len(found.unstated_steps) > 1 else ""
            return f"Belum terurai: {rest} pada {steps}{split}."
        case Verdict.NOTHING_LEFT:
            return f"Tidak ada waktu tersisa untuk {steps}; periksa jumlah atau waktu langkah."
        case Verdict.STEPS_FALL_SHORT:
            return f"Jumlah dokumen lebih {rest} daripada langkahnya; periksa keduanya."
        case Verdict.STEPS_EXCEED:
            return f"Langkah melebihi jumlah dokumen sebanyak {_amount(-days, -minutes)}."
        case Verdict.UNITS_DIFFER:
            return (
                f"Selisih jumlah dan langkah: {rest}. Hari kerja tidak dijadikan menit, "
                "jadi keduanya tidak dapat dibandingkan."
            )
        case Verdict.AGREES | Verdict.NO_TOTAL:
            return "Jumlah dokumen sama dengan jumlah langkah."


def _total_text(found: Reconciliation) -> str:
    total = found.stated_total
    if total is None:
        return NOT_STATED
    parts = ((total.days, "hari"), (total.hours, "jam"), (total.minutes, "menit"))
    return " ".join(f"{_count(amount)} {unit}" for amount, unit in parts if amount)


def _unless_same(parts: str, total: str) -> str:
    return "" if parts == total else f" = {total}"


def _amount(days: int, minutes: int) -> str:
    parts = ((days, "hari"), (minutes, "menit"))
    return " dan ".join(f"{_count(n)} {unit}" for n, unit in parts if n) or "0 menit"


def _count(number: int) -> str:
    return f"{number:,}".replace(",", ".")


def _enumerated(numbers: Iterable[int]) -> str:
    *first, last = [str(number) for number in numbers] or [""]
    return f"{', '.join(first)} dan {last}" if first else last
