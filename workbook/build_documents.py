"""Builds workbook/templat/dokumen: the templates of the documents that the program makes.

`python workbook/build_documents.py` writes them all; the same program writes the same bytes. What
they may say between braces is listed in workbook/templat/dokumen/README.md.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from docx import Document
from docx.enum.table import WD_ALIGN_VERTICAL, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from kinerja_xl.core.documents import DocumentKind
from kinerja_xl.files.documents.rendering import with_fixed_moments
from kinerja_xl.files.documents.templates import template_name

if TYPE_CHECKING:
    from docx.document import Document as Paper
    from docx.table import Table, _Cell
    from docx.text.paragraph import Paragraph

    Place = Paper | _Cell

FOLDER = Path(__file__).resolve().parent / "templat" / "dokumen"
FONT = "Arial"
_CREATED = datetime(2026, 1, 1)
_TWIPS_PER_CM = 567
_CELL_PADDING = 0.19
_STYLES = {"TableGrid", "Header", "HeaderChar", "Footer", "FooterChar"}

_NEEDS_DEADLINE = "{%p if batas_waktu %}"
_END = "{%p endif %}"


def build_all() -> dict[str, bytes]:
    """Return every template by its file name."""
    makers: dict[DocumentKind, Callable[[Paper], None]] = {
        DocumentKind.DISPOSITION: _disposition,
        DocumentKind.CIRCULAR: _circular,
        DocumentKind.RECEIPT: _receipt,
        DocumentKind.RETURN: _return_letter,
    }
    built = {}
    for kind, make in makers.items():
        paper = _paper(kind)
        make(paper)
        buffer = io.BytesIO()
        paper.save(buffer)
        built[template_name(kind)] = with_fixed_moments(buffer.getvalue())
    return built


def main() -> None:
    """Write every template."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, data in build_all().items():
        (FOLDER / name).write_bytes(data)


# ------------------------------------------------------------------------------- the four kinds


def _disposition(paper: Paper) -> None:
    _letterhead(paper)
    _title(paper, "LEMBAR DISPOSISI")
    table = _table(paper, (3.6, 5.0, 2.9, 4.5))
    _facts_row(table, "Nomor", "{{ nomor }}", "Tanggal", "{{ tanggal }}")
    _facts_row(table, "Sifat", "{{ sifat }}", "Batas waktu", "{{ batas_waktu|default('-', true) }}")
    _wide_row(table, "Dari", ("{{ jabatan_penanda_tangan }}",))
    _wide_row(table, "Hal", ("{{ perihal }}",))
    _wide_row(table, "Dasar", ("{%p for d in dasar %}", "{{ loop.index }}. {{ d }}", _END_FOR))
    _wide_row(
        table, "Diteruskan kepada",
        ("Yth.", "{%p for k in kepada %}", "{{ loop.index }}. {{ k }}", _END_FOR),
    )  # fmt: skip
    _wide_row(
        table, "Isi disposisi",
        (
            "1. Siapkan kegiatan pengumpulan data kinerja {{ periode }} dan formulir untuk "
            "setiap subbagian.",
            "2. Susun konsep Surat Edaran beserta batas waktu penyampaian formulir dan data "
            "pendukung.",
            "3. Himpun dan verifikasi formulir beserta data pendukung, lalu laporkan hasilnya.",
        ),
    )  # fmt: skip
    _wide_row(table, "Catatan", ("{{ catatan|default('-', true) }}",))
    _spacer(paper)
    _signature(paper, *_DATED)


def _circular(paper: Paper) -> None:
    _letterhead(paper)
    _text(paper, "Yth.", after=0)
    _text(paper, "{%p for k in kepada %}")
    _item(paper, "{{ loop.index }}.", "{{ k }}", after=0).alignment = ALIGN.LEFT
    _text(paper, _END_FOR)
    _text(paper, "di lingkungan {{ satuan_kerja }}", after=14)
    for line in ("SURAT EDARAN", "NOMOR {{ nomor }}", "TENTANG", "{{ perihal|upper }}"):
        _text(paper, line, bold=True, align=ALIGN.CENTER, after=14 if line[0] == "{" else 2)
    _heading(paper, "A.", "Umum")
    _body(
        paper,
        "Dalam rangka pelaksanaan Sistem Akuntabilitas Kinerja Instansi Pemerintah dan penyusunan "
        "laporan kinerja {{ kantor }} Tahun {{ tahun }}, diperlukan data kinerja beserta data "
        "pendukung yang lengkap, benar, dan tepat waktu dari setiap subbagian.",
    )
    _heading(paper, "B.", "Maksud dan Tujuan")
    _body(
        paper,
        "Surat Edaran ini dimaksudkan sebagai pedoman bagi setiap subbagian dalam menyampaikan "
        "data kinerja {{ periode }}, dengan tujuan agar capaian kinerja dapat dihitung, "
        "dibuktikan, dan dilaporkan sesuai dengan standar operasional prosedur.",
    )
    _heading(paper, "C.", "Ruang Lingkup")
    _body(
        paper,
        "Surat Edaran ini meliputi pengisian formulir data kinerja dan penyampaian data pendukung "
        "{{ periode }} oleh subbagian yang tercantum pada huruf E.",
    )
    _heading(paper, "D.", "Dasar")
    for number, line in enumerate(
        (
            "Peraturan Presiden Nomor 29 Tahun 2014 tentang Sistem Akuntabilitas Kinerja Instansi "
            "Pemerintah;",
            "Peraturan Menteri Pendayagunaan Aparatur Negara dan Reformasi Birokrasi Nomor 53 "
            "Tahun 2014 tentang Petunjuk Teknis Perjanjian Kinerja, Pelaporan Kinerja dan Tata "
            "Cara Reviu atas Laporan Kinerja Instansi Pemerintah;",
            "Standar Operasional Prosedur {{ sop_judul }} Nomor {{ sop_nomor }}.",
        ),
        start=1,
    ):
        _item(paper, f"{number}.", line, indent=0.75).alignment = ALIGN.LEFT
    _heading(paper, "E.", "Isi Surat Edaran")
    _item(
        paper, "1.",
        "Setiap subbagian di bawah ini mengisi formulir data kinerja {{ periode }} yang dibagikan "
        "kepadanya:", indent=0.75,
    )  # fmt: skip
    _list_table(
        paper, "s in subbagian",
        (
            ("No.", 1.1, "{{ loop.index }}", ALIGN.CENTER),
            ("Subbagian", 8.2, "{{ s.nama }}", ALIGN.LEFT),
            ("Kode", 2.9, "{{ s.kode }}", ALIGN.CENTER),
            ("Jumlah Indikator", 2.3, "{{ s.jumlah_indikator }}", ALIGN.CENTER),
        ),
        indent=1.5,
    )  # fmt: skip
    orders = (
        "Setiap realisasi disertai data pendukung yang diminta dalam formulir dan disimpan dalam "
        "folder bukti subbagian.",
        "Realisasi yang belum mencapai target dilengkapi dengan kendala, solusi, dan rencana "
        "tindak lanjut.",
        "Baris, kolom, dan nama lembar pada formulir tidak diubah; isian hanya pada sel yang "
        "disediakan.",
    )
    for number, line in enumerate(orders, start=2):
        _item(paper, f"{number}.", line, indent=0.75)
    _text(paper, _NEEDS_DEADLINE)
    _item(
        paper, "5.",
        "Formulir yang telah diisi beserta data pendukung disampaikan kepada {{ jabatan_pemaraf }} "
        "paling lambat hari {{ hari_batas }}, tanggal {{ batas_waktu }}.", indent=0.75,
    )  # fmt: skip
    _text(paper, _END)
    _text(paper, "{%p if catatan %}")
    _body(paper, "{{ catatan }}")
    _text(paper, _END)
    _heading(paper, "F.", "Penutup")
    _body(
        paper,
        "Demikian Surat Edaran ini disampaikan untuk dilaksanakan dengan penuh tanggung jawab.",
    )
    _signature(paper, *_SET_AT, has_initials=True)
    _copies(paper)


def _receipt(paper: Paper) -> None:
    _letterhead(paper)
    _title(paper, "TANDA TERIMA FORMULIR DATA KINERJA", "Nomor {{ nomor }}")
    _body(
        paper,
        "Pada hari {{ hari }}, tanggal {{ tanggal }}, telah diserahkan formulir data kinerja "
        "{{ periode }} beserta folder data pendukungnya kepada subbagian berikut:", indent=0,
    )  # fmt: skip
    _list_table(
        paper, "f in formulir",
        (
            ("No.", 1.0, "{{ loop.index }}", ALIGN.CENTER),
            ("Subbagian", 4.3, "{{ f.subbagian }}", ALIGN.LEFT),
            ("Formulir", 4.6, "{{ f.berkas }}, versi {{ f.versi }}, {{ f.jumlah_indikator }} "
             "indikator, dibagikan {{ f.dibagikan }}", ALIGN.LEFT),
            ("Penerima", 3.3, "{{ f.penerima }}", ALIGN.LEFT),
            ("Tanggal dan Tanda Tangan", 2.8, "", ALIGN.LEFT),
        ),
        row_height=1.5,
    )  # fmt: skip
    _text(paper, _NEEDS_DEADLINE)
    _body(
        paper,
        "Formulir yang telah diisi diterima kembali paling lambat hari {{ hari_batas }}, tanggal "
        "{{ batas_waktu }}.", indent=0,
    )  # fmt: skip
    _text(paper, _END)
    _text(paper, "{%p if catatan %}")
    _body(paper, "{{ catatan }}", indent=0)
    _text(paper, _END)
    _signature(paper, *_DATED, "Yang menyerahkan,")


def _return_letter(paper: Paper) -> None:
    _letterhead(paper)
    _reference_block(paper)
    _text(paper, "Yth. {{ kepada|join('; ') }}", after=0)
    _text(paper, "di {{ satuan_kerja }}", after=12)
    _body(
        paper,
        "Berdasarkan hasil verifikasi formulir data kinerja {{ periode }} beserta data pendukung "
        "yang disampaikan Subbagian {{ subbagian_nama }}, bersama ini formulir tersebut kami "
        "kembalikan untuk diperbaiki. Hal yang perlu diperbaiki sejumlah {{ jumlah_temuan }} "
        "butir sebagai berikut:", indent=0, first_line=1.25,
    )  # fmt: skip
    _list_table(
        paper, "t in temuan",
        (
            ("No.", 1.0, "{{ loop.index }}", ALIGN.CENTER),
            ("Tempat", 3.6, "{{ t.tempat }}", ALIGN.LEFT),
            ("Uraian", 6.2, "{{ t.uraian }}", ALIGN.LEFT),
            ("Perbaikan yang Diminta", 5.2, "{{ t.perbaikan }}", ALIGN.LEFT),
        ),
    )  # fmt: skip
    _text(paper, _NEEDS_DEADLINE)
    _body(
        paper,
        "Formulir yang telah diperbaiki agar disampaikan kembali kepada {{ jabatan_pemaraf }} "
        "paling lambat hari {{ hari_batas }}, tanggal {{ batas_waktu }}.", indent=0,
        first_line=1.25,
    )  # fmt: skip
    _text(paper, _END)
    _text(paper, "{%p if catatan %}")
    _body(paper, "{{ catatan }}", indent=0, first_line=1.25)
    _text(paper, _END)
    _body(
        paper, "Atas perhatian dan kerja sama Saudara, diucapkan terima kasih.", indent=0,
        first_line=1.25,
    )  # fmt: skip
    _signature(paper, has_initials=True)
    _copies(paper)


# -------------------------------------------------------------------------- parts of a document

_END_FOR = "{%p endfor %}"
_INITIALS = "Paraf {{ jabatan_pemaraf }}: ................"
_DATED = ("{{ tempat_tanggal }}",)
_SET_AT = (
    "{%p if kota %}", "Ditetapkan di {{ kota }}", "pada tanggal {{ tanggal }}", "{%p else %}",
    "Ditetapkan pada tanggal {{ tanggal }}", "{%p endif %}",
)  # fmt: skip


def _paper(kind: DocumentKind) -> Paper:
    paper = Document()
    section = paper.sections[0]
    section.page_width, section.page_height = Cm(21.0), Cm(29.7)
    section.left_margin, section.right_margin = Cm(3.0), Cm(2.0)
    section.top_margin, section.bottom_margin = Cm(1.5), Cm(2.0)
    section.footer_distance = Cm(1.0)
    normal = paper.styles["Normal"]
    normal.font.name, normal.font.size = FONT, Pt(11)
    fonts = normal.element.get_or_add_rPr().get_or_add_rFonts()
    for script in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(script), FONT)
    _footer(section.footer.paragraphs[0])
    properties = paper.core_properties
    properties.author, properties.comments = "kinerja-xl", ""
    properties.title = f"{kind.value} {{{{ nomor }}}}"
    properties.created = properties.modified = _CREATED
    properties.language = "id-ID"
    _speak_indonesian(normal.element.get_or_add_rPr())
    _drop_styles(paper)
    return paper


def _drop_styles(paper: Paper) -> None:
    """Leave out what no template uses of the many styles that python-docx begins with."""
    styles = paper.styles.element
    for style in styles.findall(qn("w:style")):
        is_default = style.get(qn("w:default")) in {"1", "true"}
        if not is_default and style.get(qn("w:styleId")) not in _STYLES:
            styles.remove(style)


def _speak_indonesian(properties: object) -> None:
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "id-ID")
    properties.append(language)  # type: ignore[attr-defined] # an element of lxml


def _footer(paragraph: Paragraph) -> None:
    paragraph.alignment = ALIGN.RIGHT
    for text, code in (("{{ nomor }}   |   Halaman ", "PAGE"), (" dari ", "NUMPAGES")):
        run = paragraph.add_run(text)
        run.font.size = Pt(8)
        _field(paragraph, code)


def _field(paragraph: Paragraph, code: str) -> None:
    for kind, text in (("begin", ""), ("", code), ("separate", ""), ("text", "1"), ("end", "")):
        run = paragraph.add_run()
        run.font.size = Pt(8)
        if kind == "text":
            run.text = text
        elif kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
            run._r.append(mark)
        else:
            instruction = OxmlElement("w:instrText")
            instruction.text = text
            run._r.append(instruction)


def _letterhead(paper: Paper) -> None:
    _text(paper, "{{ kop|upper }}", bold=True, size=14, align=ALIGN.CENTER, after=2)
    _text(paper, "{%p if alamat %}")
    _text(paper, "{{ alamat }}", size=9, align=ALIGN.CENTER, after=0)
    _text(paper, _END)
    rule = _text(paper, "", size=4, after=10)
    _border(rule, "bottom", "thinThickSmallGap", 18)


def _title(paper: Paper, title: str, below: str = "") -> None:
    _text(paper, title, bold=True, size=12, align=ALIGN.CENTER, after=2 if below else 10)
    if below:
        _text(paper, below, align=ALIGN.CENTER, after=12)


def _reference_block(paper: Paper) -> None:
    table = _table(paper, (2.4, 0.5, 7.6, 5.5), is_ruled=False)
    lines = (
        ("Nomor", "{{ nomor }}", "{{ tempat_tanggal }}"),
        ("Sifat", "{{ sifat|default('-', true) }}", ""),
        ("Lampiran", "{{ lampiran|default('-', true) }}", ""),
        ("Hal", "{{ perihal }}", ""),
    )
    for label, value, right in lines:
        cells = table.add_row().cells
        for cell, text in zip(cells, (label, ":", value, right), strict=True):
            _fill(cell, text)
        cells[3].paragraphs[0].alignment = ALIGN.RIGHT
    _spacer(paper)


def _heading(paper: Paper, letter: str, text: str) -> None:
    paragraph = _item(paper, letter, text, bold=True, after=3)
    paragraph.paragraph_format.keep_with_next = True


def _body(paper: Paper, text: str, *, indent: float = 0.75, first_line: float = 0.0) -> Paragraph:
    paragraph = _text(paper, text, align=ALIGN.JUSTIFY, after=6)
    paragraph.paragraph_format.left_indent = Cm(indent)
    paragraph.paragraph_format.first_line_indent = Cm(first_line)
    return paragraph


def _item(
    paper: Paper,
    mark: str,
    text: str,
    *,
    indent: float = 0.0,
    bold: bool = False,
    after: float = 4,
) -> Paragraph:
    """Write a numbered paragraph whose lines hang below its text."""
    paragraph = _text(paper, f"{mark}\t{text}", bold=bold, align=ALIGN.JUSTIFY, after=after)
    form = paragraph.paragraph_format
    form.left_indent, form.first_line_indent = Cm(indent + 0.75), Cm(-0.75)
    form.tab_stops.add_tab_stop(Cm(indent + 0.75))
    return paragraph


def _signature(paper: Paper, *before: str, has_initials: bool = False) -> None:
    """Write post, room for the signature, name and NIP at the right; they stay on one page.

    Args:
        before: Lines above the post.
        has_initials: Whether there is room for a paraf at the left.
    """
    _spacer(paper)
    row = _table(paper, (8.0, 8.0), is_ruled=False).add_row()
    _keep_row(row)
    left, right = row.cells
    if has_initials:
        left.vertical_alignment = WD_ALIGN_VERTICAL.BOTTOM
        _lines(left, ("", "{%p if jabatan_pemaraf %}", _INITIALS, _END), size=8)
    name = "{{ nama_penanda_tangan }}"
    room = ("", "", "")
    end = ("{{ jabatan_penanda_tangan }},", *room, name, "NIP {{ nip_penanda_tangan }}")
    for paragraph in _lines(right, (*before, *end)):
        paragraph.paragraph_format.keep_with_next = True
        if paragraph.text == name:
            paragraph.runs[0].bold = paragraph.runs[0].underline = True


def _lines(cell: _Cell, lines: Sequence[str], *, size: float = 11) -> list[Paragraph]:
    made = []
    for number, line in enumerate(lines):
        paragraph = cell.paragraphs[0] if number == 0 else cell.add_paragraph()
        paragraph.paragraph_format.space_after = Pt(0)
        paragraph.add_run(line).font.size = Pt(size)
        made.append(paragraph)
    return made


def _copies(paper: Paper) -> None:
    _text(paper, "{%p if tembusan %}")
    _text(paper, "Tembusan:", size=10, after=0).paragraph_format.space_before = Pt(10)
    _text(paper, "{%p for c in tembusan %}")
    _text(paper, "{{ loop.index }}. {{ c }}", size=10, after=0)
    _text(paper, _END_FOR)
    _text(paper, _END)


# ----------------------------------------------------------------------------- tables and texts


def _list_table(
    paper: Paper,
    loop: str,
    columns: Sequence[tuple[str, float, str, ALIGN]],
    *,
    indent: float = 0.0,
    row_height: float = 0.0,
) -> None:
    """Write a table with a line for each thing of a list; its headings stand on every page."""
    table = _table(paper, [width for _, width, _, _ in columns], indent=indent)
    header = table.add_row()
    _repeat_row(header)
    _keep_row(header)
    for cell, (heading, _, _, _) in zip(header.cells, columns, strict=True):
        _fill(cell, heading, bold=True, size=10).alignment = ALIGN.CENTER
        _shade(cell)
    _fill(table.add_row().cells[0], f"{{%tr for {loop} %}}")
    row = table.add_row()
    _keep_row(row)
    if row_height:
        row.height = Cm(row_height)
    for cell, (_, _, text, align) in zip(row.cells, columns, strict=True):
        _fill(cell, text, size=10).alignment = align
    _fill(table.add_row().cells[0], "{%tr endfor %}")
    _spacer(paper)


def _facts_row(table: Table, label: str, text: str, second: str, second_text: str) -> None:
    row = table.add_row()
    texts = (label, text, second, second_text)
    for number, (cell, content) in enumerate(zip(row.cells, texts, strict=True)):
        _fill(cell, content, bold=number % 2 == 0)


def _wide_row(table: Table, label: str, lines: Sequence[str]) -> None:
    row = table.add_row()
    _fill(row.cells[0], label, bold=True)
    merged = row.cells[1].merge(row.cells[3])
    for number, line in enumerate(lines):
        paragraph = merged.paragraphs[0] if number == 0 else merged.add_paragraph()
        paragraph.add_run(line)
        paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(2)


def _table(
    paper: Paper, widths: Sequence[float], *, is_ruled: bool = True, indent: float = 0.0
) -> Table:
    table: Table = paper.add_table(rows=0, cols=len(widths))
    table.autofit = False
    table.alignment = WD_TABLE_ALIGNMENT.LEFT
    if is_ruled:
        table.style = "Table Grid"
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Cm(width)
    if is_ruled:  # else the rules stand left of the text's margin by the padding of the cells
        indent += _CELL_PADDING
        mark = OxmlElement("w:tblInd")
        mark.set(qn("w:w"), str(round(indent * _TWIPS_PER_CM)))
        mark.set(qn("w:type"), "dxa")
        table._tbl.tblPr.find(qn("w:tblLayout")).addprevious(mark)
    return table


def _fill(cell: _Cell, text: str, *, bold: bool = False, size: float = 0) -> Paragraph:
    paragraph: Paragraph = cell.paragraphs[0]
    run = paragraph.add_run(text)
    run.bold = bold or None
    if size:
        run.font.size = Pt(size)
    paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(2)
    return paragraph


def _shade(cell: _Cell) -> None:
    shade = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", "E7EDF0")):
        shade.set(qn(f"w:{name}"), value)
    cell._tc.get_or_add_tcPr().append(shade)


def _repeat_row(row: object) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))  # type: ignore[attr-defined] # _Row


def _keep_row(row: object) -> None:
    """Let no page end inside a row."""
    row._tr.get_or_add_trPr().insert(0, OxmlElement("w:cantSplit"))  # type: ignore[attr-defined] # _Row


def _border(paragraph: Paragraph, side: str, kind: str, eighths: int) -> None:
    borders = OxmlElement("w:pBdr")
    line = OxmlElement(f"w:{side}")
    for name, value in (("val", kind), ("sz", str(eighths)), ("space", "1"), ("color", "000000")):
        line.set(qn(f"w:{name}"), value)
    borders.append(line)
    properties = paragraph._p.get_or_add_pPr()
    properties.insert_element_before(
        borders, "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc", "w:rPr"
    )


def _text(
    place: Place,
    text: str,
    *,
    bold: bool = False,
    size: float = 0,
    align: ALIGN = ALIGN.LEFT,
    after: float = 6,
) -> Paragraph:
    paragraph = place.add_paragraph()
    paragraph.alignment = align
    form = paragraph.paragraph_format
    form.space_after, form.space_before, form.line_spacing = Pt(after), Pt(0), 1.1
    run = paragraph.add_run(text)
    run.bold = bold or None
    if size:
        run.font.size = Pt(size)
    return paragraph


def _spacer(paper: Paper) -> None:
    _text(paper, "", size=6, after=0)


if __name__ == "__main__":
    main()
