"""The parts that templates of reports are built from: styles, headings, tables, places to write."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt, RGBColor

from kinerja_xl.files.reports.people_text import new_control

if TYPE_CHECKING:
    from docx.document import Document as Paper
    from docx.table import Table, _Cell
    from docx.text.paragraph import Paragraph

CENTER, LEFT, RIGHT, JUSTIFY = ALIGN.CENTER, ALIGN.LEFT, ALIGN.RIGHT, ALIGN.JUSTIFY
FONT = "Arial"
_CREATED = datetime(2026, 1, 1)
_DARK = RGBColor(0x1F, 0x38, 0x64)
_TEXT_WIDTH_TWIPS = 9070
_KEPT_STYLES = {
    "TableGrid", "Header", "HeaderChar", "Footer", "FooterChar", "Heading1", "Heading1Char",
    "Heading2", "Heading2Char", "Heading3", "Heading3Char", "Caption", "Title", "TitleChar",
    "ListBullet", "ListNumber",
}  # fmt: skip
Columns = Sequence[tuple[str, float, str, ALIGN]]


class ReportPaper:
    """A template in the making."""

    def __init__(self, document: Paper, title: str) -> None:
        self.document = document
        section = document.sections[0]
        section.page_width, section.page_height = Cm(21.0), Cm(29.7)
        section.left_margin, section.right_margin = Cm(3.0), Cm(2.0)
        section.top_margin, section.bottom_margin = Cm(2.5), Cm(2.0)
        section.footer_distance = Cm(1.0)
        section.different_first_page_header_footer = True
        properties = document.core_properties
        properties.author, properties.comments = "kinerja-xl", ""
        properties.title = f"{title} {{{{ kantor }}}} {{{{ periode }}}}"
        properties.created = properties.modified = _CREATED
        properties.language = "id-ID"
        _styles(document)
        _footer(section.footer.paragraphs[0])

    def heading(self, level: int, text: str) -> None:
        """Write a real heading."""
        paragraph = self.document.add_paragraph(style=f"Heading {level}")
        first, *rest = text.split("\v")
        run = paragraph.add_run(first)
        for line in rest:
            run.add_break()
            run = paragraph.add_run(line)

    def paragraph(self, text: str, style: str = "Normal") -> Paragraph:
        """Write a paragraph."""
        return self.document.add_paragraph(text, style=style)

    def body(self, text: str) -> None:
        """Write a paragraph of running text."""
        paragraph = self.paragraph(text)
        paragraph.alignment = JUSTIFY
        paragraph.paragraph_format.first_line_indent = Cm(1.0)

    def page_break(self) -> None:
        """Begin the next chapter on a new page."""
        paragraph = self.paragraph("")
        paragraph.paragraph_format.space_after = Pt(0)
        paragraph.add_run().add_break(_page())

    def cover(self, lines: Sequence[str]) -> None:
        """Write the front page."""
        for n, line in enumerate(lines):
            paragraph = self.paragraph("", style="Title")
            paragraph.paragraph_format.space_before = Pt(170 if n == 0 else 12)
            paragraph.add_run(line)
        self.place("sampul", "Sampul", "logo atau gambar sampul", align=CENTER)
        for text in ("{{ alamat }}", "{{ tahun }}"):
            paragraph = self.paragraph(text)
            paragraph.alignment = CENTER
            paragraph.paragraph_format.space_before = Pt(24)
            paragraph.runs[0].bold = True
        self.page_break()

    def contents(self) -> None:
        """Write the lists of contents, tables and pictures, as fields."""
        for title, instruction in (
            ("DAFTAR ISI", ' TOC \\o "1-3" \\h \\z \\u '),
            ("DAFTAR TABEL", ' TOC \\h \\z \\c "Tabel" '),
            ("DAFTAR GAMBAR", ' TOC \\h \\z \\c "Gambar" '),
        ):
            heading = self.paragraph(title)
            heading.alignment = CENTER
            heading.runs[0].bold = True
            heading.paragraph_format.space_before = Pt(12)
            heading.paragraph_format.keep_with_next = True
            field(self.paragraph(""), instruction, "Perbarui daftar ini di Word (F9).")
        self.page_break()

    def place(self, name: str, title: str, what: str, align: ALIGN = JUSTIFY) -> None:
        """Mark a place that a person writes in."""
        control = new_control(name, title)
        shown = OxmlElement("w:showingPlcHdr")
        control.find(qn("w:sdtPr")).append(shown)
        paragraph = self.paragraph("", style="Tempat Tulisan")
        paragraph.add_run(f"[Tulis di sini: {what}.]")
        paragraph.alignment = LEFT if align == JUSTIFY else align
        paragraph._p.addprevious(control)
        control.find(qn("w:sdtContent")).append(paragraph._p)
        after = self.paragraph("")
        after.paragraph_format.space_after = Pt(0)
        after.paragraph_format.line_spacing = Pt(4)

    def signature(self) -> None:
        """Leave room for the signature of who leads the office."""
        for n, text in enumerate(
            ("{{ kota }}, ..............................", "{{ jabatan_pimpinan }},", "", "",
             "{{ nama_pimpinan|default('..............................', true) }}",
             "NIP {{ nip_pimpinan|default('..............................', true) }}")
        ):  # fmt: skip
            paragraph = self.paragraph(text)
            form = paragraph.paragraph_format
            form.left_indent, form.space_after = Cm(9.0), Pt(0)
            form.space_before = Pt(18 if n == 0 else 0)
            form.keep_with_next = True

    def pictures(self, name: str) -> None:
        """Write the pictures of a list, each with its numbered caption."""
        self.paragraph(f"{{%p for g in {name} %}}")
        paragraph = self.paragraph("{{ g.gambar }}")
        paragraph.alignment = CENTER
        paragraph.paragraph_format.keep_with_next = True
        paragraph.paragraph_format.space_after = Pt(2)
        self._caption("Gambar", "{{ g.judul }}").paragraph_format.space_after = Pt(12)
        self.paragraph("{%p endfor %}")

    def table(
        self, title: str, loop: str, columns: Columns, *, total: Sequence[str] = (), size: float = 9
    ) -> None:
        """Write a numbered table with a line for each thing of a list."""
        caption = self._caption("Tabel", title)
        caption.paragraph_format.keep_with_next = True
        caption.paragraph_format.space_before = Pt(8)
        table = self._grid([width for _, width, _, _ in columns])
        header = table.add_row()
        _row_property(header, "w:cantSplit")
        _row_property(header, "w:tblHeader")
        for cell, (heading, *_) in zip(header.cells, columns, strict=True):
            _fill(cell, heading, size, CENTER, bold=True)
            _shade(cell, "D9E2F3")
        _fill(table.add_row().cells[0], f"{{%tr for {loop} %}}", size, LEFT)
        row = table.add_row()
        _row_property(row, "w:cantSplit")
        for cell, (_, _, text, align) in zip(row.cells, columns, strict=True):
            _fill(cell, text, size, align)
        _fill(table.add_row().cells[0], "{%tr endfor %}", size, LEFT)
        if total:
            last = table.add_row()
            _row_property(last, "w:cantSplit")
            for cell in (*header.cells, *row.cells):
                cell.paragraphs[0].paragraph_format.keep_with_next = True
            for cell, text, (*_, align) in zip(last.cells, total, columns, strict=True):
                _fill(cell, text, size, align, bold=True)
                _shade(cell, "F2F2F2")
        after = self.paragraph("")
        after.paragraph_format.space_after = Pt(6)
        after.paragraph_format.line_spacing = Pt(6)

    def _caption(self, word: str, title: str) -> Paragraph:
        paragraph = self.paragraph("", style="Caption")
        paragraph.alignment = CENTER
        paragraph.add_run(f"{word} ")
        field(paragraph, f" SEQ {word} \\* ARABIC ", "1")
        paragraph.add_run(f". {title}")
        return paragraph

    def _grid(self, widths: Sequence[float]) -> Table:
        table: Table = self.document.add_table(rows=0, cols=len(widths), style="Table Grid")
        table.alignment = WD_TABLE_ALIGNMENT.CENTER
        table.autofit = False
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Cm(width)
        return table


def field(paragraph: Paragraph, instruction: str, result: str) -> None:
    """Write a field of Word with the result that stands there for now."""
    for kind in ("begin", "", "separate", "text", "end"):
        run = paragraph.add_run(result if kind == "text" else "")
        if kind in ("begin", "separate", "end"):
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
            run._r.append(mark)
        elif not kind:
            code = OxmlElement("w:instrText")
            code.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
            code.text = instruction
            run._r.append(code)


def _page() -> Any:
    from docx.enum.text import WD_BREAK

    return WD_BREAK.PAGE


def _footer(paragraph: Paragraph) -> None:
    paragraph.alignment = RIGHT
    paragraph.add_run("{{ judul }}, {{ kantor }}   |   ")
    field(paragraph, " PAGE ", "1")
    for run in paragraph.runs:
        run.font.size = Pt(8)


def _fill(cell: _Cell, text: str, size: float, align: ALIGN, *, bold: bool = False) -> None:
    paragraph = cell.paragraphs[0]
    paragraph.alignment = align
    form = paragraph.paragraph_format
    form.space_after, form.line_spacing = Pt(1), 1.0
    run = paragraph.add_run(text)
    run.font.size, run.bold = Pt(size), bold or None


def _shade(cell: _Cell, colour: str) -> None:
    cell._tc.get_or_add_tcPr().append(
        parse_xml(f'<w:shd {nsdecls("w")} w:val="clear" w:color="auto" w:fill="{colour}"/>')
    )


def _row_property(row: Any, name: str) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement(name))


def _styles(document: Paper) -> None:
    styles = document.styles
    for style in list(styles.element.findall(qn("w:style"))):
        is_default = style.get(qn("w:default")) in {"1", "true"}
        if not is_default and style.get(qn("w:styleId")) not in _KEPT_STYLES:
            styles.element.remove(style)
    for name, size, before, after in (
        ("Normal", 11, 0, 6), ("Title", 20, 0, 6), ("Heading 1", 14, 0, 14),
        ("Heading 2", 12, 12, 6), ("Heading 3", 11, 10, 4), ("Caption", 10, 0, 4),
    ):  # fmt: skip
        style = styles[name]
        _font(style.element.get_or_add_rPr())
        style.font.size = Pt(size)
        form = style.paragraph_format
        form.space_before, form.space_after = Pt(before), Pt(after)
        if name != "Normal":
            style.font.bold, style.font.italic = True, None
            style.font.color.rgb = _DARK if name.startswith(("T", "H")) else RGBColor(0, 0, 0)
    styles["Normal"].paragraph_format.line_spacing = 1.15
    for name in ("Title", "Heading 1"):
        styles[name].paragraph_format.alignment = CENTER
        for border in list(styles[name].element.iter(qn("w:pBdr"))):
            border.getparent().remove(border)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "id-ID")
    styles["Normal"].element.get_or_add_rPr().append(language)
    for style in (*(_list_style(f"TOC{n}", f"toc {n}", 0.6 * (n - 1)) for n in (1, 2, 3)),
                  _list_style("TableofFigures", "table of figures", 0.0), _PLACE):  # fmt: skip
        styles.element.append(parse_xml(style))


def _font(properties: Any) -> None:
    fonts = properties.get_or_add_rFonts()
    for name in list(fonts.attrib):
        del fonts.attrib[name]
    for script in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(script), FONT)


def _list_style(style_id: str, name: str, indent_cm: float) -> str:
    left = round(indent_cm * 567)
    return (
        f'<w:style {nsdecls("w")} w:type="paragraph" w:styleId="{style_id}">'
        f'<w:name w:val="{name}"/><w:basedOn w:val="Normal"/><w:next w:val="Normal"/>'
        '<w:uiPriority w:val="39"/><w:unhideWhenUsed/><w:pPr><w:tabs>'
        f'<w:tab w:val="right" w:leader="dot" w:pos="{_TEXT_WIDTH_TWIPS}"/></w:tabs>'
        f'<w:spacing w:after="40" w:line="240" w:lineRule="auto"/>'
        f'<w:ind w:left="{left}" w:right="567"/></w:pPr>'
        '<w:rPr><w:sz w:val="20"/></w:rPr></w:style>'
    )


_PLACE = (
    f'<w:style {nsdecls("w")} w:type="paragraph" w:customStyle="1" w:styleId="TempatTulisan">'
    '<w:name w:val="Tempat Tulisan"/><w:basedOn w:val="Normal"/><w:next w:val="Normal"/>'
    "<w:qFormat/><w:pPr><w:pBdr>"
    '<w:left w:val="single" w:sz="18" w:space="6" w:color="C55A11"/></w:pBdr>'
    '<w:shd w:val="clear" w:color="auto" w:fill="FFF2CC"/></w:pPr>'
    '<w:rPr><w:i/><w:color w:val="7F6000"/></w:rPr></w:style>'
)
"""What people write in it takes another look: a place that is still to be filled is seen."""
