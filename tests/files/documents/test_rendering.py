from __future__ import annotations

import io
import zipfile
from datetime import datetime
from pathlib import Path

import pytest
from docx import Document

from kinerja_xl.core.documents import DocumentKind
from kinerja_xl.errors import KinerjaError
from kinerja_xl.files.documents.rendering import placeholders_of, render
from kinerja_xl.files.documents.templates import Template
from tests.files.documents.samples import filling, paper, shipped, template
from tests.node_tools import validate

MOMENT = datetime(2026, 4, 1, 8)
CIRCULAR = DocumentKind.CIRCULAR


def text_of(data: bytes) -> str:
    return "\n".join(paragraph.text for paragraph in Document(io.BytesIO(data)).paragraphs)


def filled(*lines: str, **values: object) -> str:
    return text_of(render(template(*lines), values, created=MOMENT))  # type: ignore[arg-type] # any


@pytest.mark.parametrize("kind", DocumentKind, ids=lambda kind: kind.name)
def test_render__shipped_template__asks_for_nothing_that_is_not_there(kind: DocumentKind) -> None:
    assert placeholders_of(shipped(kind)) <= set(filling())


def test_render__same_values__give_the_same_bytes() -> None:
    first, second = (
        render(shipped(DocumentKind.CIRCULAR), filling(), created=MOMENT) for _ in range(2)
    )

    assert first == second


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("A & B < C > D \"E\" 'F'", id="signs-of-xml"),
        pytest.param("]]> <!-- &amp; &#65;", id="xml-pieces"),
        pytest.param("{{ nomor }} {% if x %} {# y #}", id="signs-of-templates"),
        pytest.param("Rp 1.250.000 – 98,5 % “kutip” 🙂", id="typography"),
    ],
)
def test_render__any_text__arrives_as_it_is(text: str) -> None:
    assert filled("Isi: {{ isi }}.", isi=text) == f"Isi: {text}."


def test_render__what_no_document_can_hold__is_left_out() -> None:
    bad = "a\x00b\x07c\x0cd\x1fe\ufffef\ud800g\th"

    assert filled("{{ isi }}", isi=bad) == "abcdefg h"


def test_render__line_breaks__stay() -> None:
    assert filled("{{ isi }}", isi="satu\r\ndua\rtiga") == "satu\ndua\ntiga"


def test_render__placeholder_that_word_split_into_runs__is_found() -> None:
    document = Document()
    paragraph = document.add_paragraph()
    for piece in ("{", "{ no", "mor }", "} selesai"):
        paragraph.add_run(piece).bold = piece == "{ no"
    buffer = io.BytesIO()
    document.save(buffer)
    split = Template("uji.docx", buffer.getvalue(), is_own=True)

    assert text_of(render(split, {"nomor": "7"}, created=MOMENT)) == "7 selesai"


def test_render__curly_quotes_of_word__mean_plain_ones() -> None:
    assert filled("{% if sifat == “Biasa” %}ya{% endif %}", sifat="Biasa") == "ya"


def test_render__unknown_placeholders__are_all_named_at_once() -> None:
    with pytest.raises(KinerjaError) as caught:
        filled("{{ satu }} {{ nomor }}", "{%p for x in dua %}", "{{ x.y }}", "{%p endfor %}",
               "{{ orang.pangkat.tinggi }}", nomor="1", orang={"nama": "A"})  # fmt: skip

    message = str(caught.value)
    assert message.startswith("templat/uji.docx: ")
    assert "{{ satu }}, {{ dua }}, {{ pangkat }}" in message
    assert "Yang dikenal: nomor, orang." in message


def test_render__optional_placeholder__may_be_absent() -> None:
    assert filled("[{{ lain|default('-') }}]{% if lain is defined %}x{% endif %}") == "[-]"


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("{% for x in daftar %}tak ditutup", id="loop-left-open"),
        pytest.param("{{ nomor ", id="brace-left-open"),
        pytest.param("{% hitung %}", id="unknown-tag"),
        pytest.param("{{ nomor|terbilang }}", id="unknown-filter"),
        pytest.param("{{ nomor / 0 }}", id="impossible-sum"),
        pytest.param("{% include 'C:/rahasia.docx' %}", id="other-file"),
        pytest.param("{% import 'os' as os %}", id="import"),
        pytest.param("{{ nomor.__class__.__mro__ }}", id="inner-attribute"),
        pytest.param("{{ ''.join(daftar) }}", id="call"),
        pytest.param("{{ 'x' * 10000000000 }}", id="huge-by-multiplying"),
        pytest.param("{{ '%1000000000d' % 1 }}", id="huge-by-formatting"),
        pytest.param("{{ 'x'|center(10000000000) }}", id="huge-by-filter"),
        pytest.param("{% for x in range(1000000000) %}{{ x }}{% endfor %}", id="endless-loop"),
    ],
)
def test_render__faulty_or_malicious_tag__is_one_clear_message(line: str) -> None:
    with pytest.raises(KinerjaError, match=r"templat/uji\.docx: T"):
        filled(line, nomor=1, daftar=["a"])


def test_render__tag_for_rows_outside_a_table__is_one_clear_message() -> None:
    with pytest.raises(KinerjaError, match="Tanda isian"):
        filled("{%tr for x in daftar %}", "{{ x }}", "{%tr endfor %}", daftar=["a", "b"])


def test_render__cell_that_loses_all_its_lines__stays_a_whole_cell() -> None:
    document = Document()
    cell = document.add_table(rows=1, cols=1).rows[0].cells[0]
    cell.paragraphs[0].add_run("{%p for x in daftar %}")
    for line in ("{{ x }}", "{%p endfor %}"):
        cell.add_paragraph(line)
    buffer = io.BytesIO()
    document.save(buffer)
    made = render(Template("uji.docx", buffer.getvalue(), is_own=True), {"daftar": []},
                  created=MOMENT)  # fmt: skip

    (row,) = Document(io.BytesIO(made)).tables[0].rows
    assert [paragraph.text for paragraph in row.cells[0].paragraphs] == [""]


def _archive(**parts: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def _without(part: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(paper(["x"]))) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in old.namelist():
            if name != part:
                new.writestr(name, old.read(name))
    return buffer.getvalue()


def _broken(part: str) -> bytes:
    data = _without(part)
    buffer = io.BytesIO(data)
    with zipfile.ZipFile(buffer, "a") as archive:
        archive.writestr(part, b"<w:document><tidak")
    return buffer.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"teks biasa", id="text"),
        pytest.param(b"\xd0\xcf\x11\xe0" + bytes(600), id="old-doc-or-password"),
        pytest.param(paper(["x"])[:3000], id="cut-off"),
        pytest.param(_archive(a=b"b"), id="other-archive"),
        pytest.param(_without("word/document.xml"), id="without-its-text"),
        pytest.param(_broken("word/document.xml"), id="text-no-xml"),
        pytest.param(_without("_rels/.rels"), id="without-relations"),
    ],
)
def test_render__no_template__is_one_clear_message(data: bytes) -> None:
    with pytest.raises(KinerjaError, match=r"^templat/x\.docx: Templat ini"):
        render(Template("templat/x.docx", data, is_own=True), {}, created=MOMENT)


def test_render__workbook_named_docx__is_refused() -> None:
    from xlsxwriter import Workbook

    buffer = io.BytesIO()
    Workbook(buffer).close()

    with pytest.raises(KinerjaError, match="bukan dokumen Word"):
        render(Template("x.docx", buffer.getvalue(), is_own=True), {}, created=MOMENT)


def test_render__many_sections_and_findings__are_all_there() -> None:
    made = render(shipped(DocumentKind.RETURN), filling(findings=1500), created=MOMENT)

    table = Document(io.BytesIO(made)).tables[1]
    assert len(table.rows) == 1501
    assert table.rows[-1].cells[2].text == "Uraian 1500 & <lain>"


@pytest.mark.node
def test_render__every_kind__is_what_word_accepts(tmp_path: Path) -> None:
    paths = []
    for kind in DocumentKind:
        values_of = {"isi": filling()} | ({"kosong": filling(0, 0)} if kind is CIRCULAR else {})
        for name, values in values_of.items():
            path = tmp_path / f"{kind.file_stem}_{name}.docx"
            path.write_bytes(render(shipped(kind), values, created=MOMENT))
            paths.append(path)

    assert validate(paths) == dict.fromkeys(paths, ())
