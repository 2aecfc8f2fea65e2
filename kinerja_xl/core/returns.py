"""Understands a returned form: whose it is, whether it is intact, and what was filled in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kinerja_xl.core.addresses import cell_address
from kinerja_xl.core.entries import UNREADABLE, EntryValue
from kinerja_xl.core.findings import Code, Finding, Place, finding
from kinerja_xl.core.forms import Block, Form, FormIdentity
from kinerja_xl.core.period import Period
from kinerja_xl.core.raw_returns import FormShape, RawReturn
from kinerja_xl.core.returned_cells import ReturnedRow, row_numbers, shortened
from kinerja_xl.core.returned_rows import MOST_COPIES, REFUSING, SheetReading
from kinerja_xl.core.verification import EXTRA_CODE, is_of_open_row, open_codes
from kinerja_xl.errors import KinerjaError

__all__ = [
    "FORMAT_LABEL",
    "FORMAT_VERSION",
    "IDENTITY_LABELS",
    "UNREADABLE",
    "UNSEALED_FORMAT",
    "Return",
    "ReturnedRow",
    "identify",
    "interpret",
]

FORMAT_LABEL = "kinerja_xl_form"
"""The first label of the identity sheet; it makes a workbook a form."""
FORMAT_VERSION = "2"
UNSEALED_FORMAT = "1"
"""The format of forms without a seal: those that went out before their master had a key."""
IDENTITY_LABELS = (
    "form_id", "master_id", "office", "period", "section", "version", "digest", "mac",
)  # fmt: skip
"""The labels below it: the names of `FormIdentity`'s attributes. Unsealed ones have no `mac`."""
_MOST_KEYS = 20
_LABELS_OF = {FORMAT_VERSION: IDENTITY_LABELS, UNSEALED_FORMAT: IDENTITY_LABELS[:-1]}


@dataclass(frozen=True, slots=True)
class Return:
    """A returned form, understood.

    Attributes:
        name: Path of the file relative to the office's folder.
        sha256: Of the file.
        rows: Every row of the form, in its order; none when the return is refused.
        findings: Everything that is wrong with it.
    """

    name: str
    sha256: str
    identity: FormIdentity
    shape: FormShape
    rows: tuple[ReturnedRow, ...]
    findings: tuple[Finding, ...]

    @property
    def is_refused(self) -> bool:
        """Whether it must not be merged; the findings say why."""
        return not self.rows

    def rows_by_key(self) -> frozenset[tuple[str, tuple[EntryValue, ...]]]:
        """Return what was filled in, equal for returns that say the same."""
        return frozenset((row.key, row.values) for row in self.rows)

    def place_of(self, row_key: str, field_name: str) -> Place:
        """Return the cell of an entry field.

        Raises:
            KeyError: If the return has no such row.
        """
        row = self._row(row_key)
        shape = self.shape.of(row.block)
        return Place(self.name, shape.sheet, cell_address(row.excel_row, shape.column(field_name)))

    def heading_of(self, row_key: str, field_name: str) -> str:
        """Return the heading of an entry field in that row's block.

        Raises:
            KeyError: If the return has no such row.
        """
        shape = self.shape.of(self._row(row_key).block)
        return shape.headings[shape.column(field_name) - 1]

    def _row(self, row_key: str) -> ReturnedRow:
        for row in self.rows:
            if row.key == row_key:
                return row
        raise KeyError(row_key)


def identify(raw: RawReturn) -> FormIdentity | Finding:
    """Read the identity that a file carries, or say that it is no form."""
    pairs = raw.identity[: len(IDENTITY_LABELS) + 1]
    labels, texts = [label for label, _ in pairs], [text for _, text in pairs]
    if not pairs or labels[0] != FORMAT_LABEL:
        return finding(Code.NOT_A_FORM, Place(raw.name))
    expected = _LABELS_OF.get(texts[0])
    if expected is None:
        detail = f"format formulir {texts[0]} tidak dikenal"
        return finding(Code.FORM_STRUCTURE_CHANGED, Place(raw.name), detail=detail)
    count = len(expected)
    if tuple(labels[1 : count + 1]) != expected:
        return finding(Code.NOT_A_FORM, Place(raw.name))
    form_id, master_id, office, period, section, version, digest = texts[1:8]
    if not (form_id and master_id and section and version.isdecimal()):
        return finding(Code.NOT_A_FORM, Place(raw.name))
    try:
        known_period = Period.parse(period)
    except KinerjaError:
        return finding(Code.NOT_A_FORM, Place(raw.name))
    return FormIdentity(
        form_id, master_id, office, known_period, section, int(version), digest,
        texts[count] if expected is IDENTITY_LABELS else "",
    )  # fmt: skip


def interpret(raw: RawReturn, expected: Form, shape: FormShape) -> Return:
    """Check a returned form against the one that was distributed and read its entries.

    Args:
        raw: The file as read, already identified as a return of `expected`.
        expected: The form as distributed.
        shape: How it is laid out, see `layout.form_shape`.
    """
    findings: list[Finding] = []
    found: list[ReturnedRow] = []
    sheets = {sheet.name: sheet for sheet in raw.sheets}
    for name in shape.sheets:
        blocks = tuple(block for block in shape.blocks if block.sheet == name)
        if name in sheets:
            reading = SheetReading(raw.name, sheets[name], expected, blocks, shape.texts)
            found += reading.rows()
            findings += reading.findings
        elif blocks:
            findings.append(_broken(raw, expected, f'lembar "{name}" tidak ada'))
    if expected.is_limited:
        found = list(_held_to_open_rows(raw, expected, shape, found, findings))
    by_key = {row.key: row for row in found}
    findings += _check_keys(raw, expected, found, by_key)
    findings += (
        finding(
            Code.STRAY_SHEET, Place(raw.name, name), section=expected.identity.section, sheet=name
        )
        for name in raw.stray_sheets
    )
    is_refused = any(each.code in REFUSING for each in findings)
    rows = () if is_refused else tuple([by_key[row.key] for row in expected.rows])
    return Return(raw.name, raw.sha256, expected.identity, shape, rows, tuple(findings))


def _held_to_open_rows(
    raw: RawReturn,
    expected: Form,
    shape: FormShape,
    found: list[ReturnedRow],
    findings: list[Finding],
) -> Iterator[ReturnedRow]:
    """Leave out further evidence of indicators that were not sent back for correction."""
    sent = {row.key: row for row in expected.rows}
    codes = open_codes(expected.rows, [row.key for row in expected.rows if row.is_open])
    for row in found:
        as_sent = sent[row.key]
        is_kept = row.block is not Block.EXTRA or not as_sent.is_open
        if is_kept or is_of_open_row(row.values, codes):
            yield row
            continue
        extra = shape.of(row.block)
        cell = cell_address(row.excel_row, extra.column("code"))
        findings.append(
            finding(
                Code.EVIDENCE_OF_CLOSED_ROW, Place(raw.name, extra.sheet, cell),
                section=expected.identity.section, row_key=row.key, column="code",
                code=shortened(str(row.values[EXTRA_CODE])),
            )
        )  # fmt: skip
        yield row._replace(values=as_sent.base)


def _check_keys(
    raw: RawReturn, expected: Form, found: list[ReturnedRow], by_key: dict[str, ReturnedRow]
) -> Iterator[Finding]:
    missing = [row.key for row in expected.rows if row.key not in by_key]
    if missing:
        yield _broken(raw, expected, f"baris berkunci {_listed(missing)} tidak ada")
    if len(by_key) == len(found):
        return
    for key in by_key:
        rows = [row for row in found if row.key == key]
        if len(rows) > 1:
            is_complete = len(rows) < MOST_COPIES
            numbers = row_numbers([row.excel_row for row in rows], is_complete=is_complete)
            yield finding(
                Code.ROW_KEY_TWICE, Place(raw.name), section=expected.identity.section,
                row_key=key, key=key, rows=numbers,
            )  # fmt: skip


def _listed(keys: list[str]) -> str:
    first, others = ", ".join(keys[:_MOST_KEYS]), len(keys) - _MOST_KEYS
    return f"{first}, dan {others} lagi," if others > 0 else first


def _broken(raw: RawReturn, expected: Form, detail: str) -> Finding:
    return finding(
        Code.FORM_STRUCTURE_CHANGED, Place(raw.name), section=expected.identity.section,
        detail=detail,
    )  # fmt: skip
