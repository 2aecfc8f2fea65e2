"""The last touch on a filled document: numbers of captions, and lists of contents and captions."""

from __future__ import annotations

import copy
import io
import re
from collections.abc import Iterator
from typing import Any

from docx import Document
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn

_HEADING = re.compile(r"Heading([1-3])")
_SEQUENCE = re.compile(r"\s*SEQ\s+(\w+)")
_CONTENTS = re.compile(r'\s*TOC\s.*?(?:\\c\s+"?(\w+)"?|\\o\s)')
_FIRST_ID = 800_000


def finish(document: Any) -> None:
    """Number the captions in order and fill the lists of contents; both are fields of Word.

    Page numbers are references that LibreOffice computes when it opens the document, and Word when
    it updates the fields.
    """
    _number_captions(document)
    _fill_contents(document)
    settings = document.settings.element
    if settings.find(qn("w:updateFields")) is None:
        update = OxmlElement("w:updateFields")
        update.set(qn("w:val"), "true")
        settings.insert(0, update)


def for_print(data: bytes) -> bytes:
    """Return a document whose lists of contents are plain lines.

    Of those LibreOffice computes the page numbers; in a list that is a field it leaves what stands.
    """
    document = Document(io.BytesIO(data))
    for mark in list(document.element.body.iter(qn("w:fldChar"))):
        if mark.get(qn("w:fldCharType")) == "begin" and _opens_contents(mark):
            _unwrap(mark)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _opens_contents(mark: Any) -> bool:
    instruction = ""
    for element in mark.getparent().itersiblings():
        if next(element.iter(qn("w:fldChar")), None) is not None:
            break
        instruction += "".join(t.text or "" for t in element.iter(qn("w:instrText")))
    return _CONTENTS.match(instruction) is not None


def _unwrap(begin: Any) -> None:
    """Take away what makes a field of its result, the fields within left as they are."""
    depth = 0
    doomed = []
    root = begin.getroottree().getroot()
    is_inside = False
    for element in root.iter(qn("w:fldChar"), qn("w:instrText")):
        is_inside = is_inside or element is begin
        if not is_inside:
            continue
        kind = element.get(qn("w:fldCharType"))
        depth += {"begin": 1, "end": -1}.get(kind, 0)
        if depth == 1 and kind != "end" and not (kind == "begin" and element is not begin):
            doomed.append(element)
        if depth == 0:
            doomed.append(element)
            break
    for element in doomed:
        element.getparent().remove(element)


def _number_captions(document: Any) -> None:
    counts: dict[str, int] = {}
    for paragraph in document.element.body.iter(qn("w:p")):
        for instruction, result in _fields(paragraph):
            match = _SEQUENCE.match(instruction)
            if match and result is not None:
                counts[match[1]] = counts.get(match[1], 0) + 1
                result.text = str(counts[match[1]])


def _fields(paragraph: Any) -> Iterator[tuple[str, Any]]:
    """Yield the instruction and the first text of the result of each complex field."""
    instruction, result, is_result = "", None, False
    for element in paragraph.iter(qn("w:fldChar"), qn("w:instrText"), qn("w:t")):
        kind = element.get(qn("w:fldCharType"))
        if kind == "begin":
            instruction, result, is_result = "", None, False
        elif kind == "separate":
            is_result = True
        elif kind == "end":
            yield instruction, result
            instruction, is_result = "", False
        elif element.tag == qn("w:instrText"):
            instruction += element.text or ""
        elif is_result and result is None:
            result = element


def _fill_contents(document: Any) -> None:
    body = document.element.body
    headings: list[tuple[int, str, str]] = []
    captions: dict[str, list[tuple[int, str, str]]] = {}
    for number, paragraph in enumerate(list(body.iter(qn("w:p"))), start=_FIRST_ID):
        match = _HEADING.fullmatch(paragraph.style or "")
        if match and _text(paragraph):
            headings.append((int(match[1]), _text(paragraph), _bookmark(paragraph, number)))
        for instruction, _ in _fields(paragraph):
            sequence = _SEQUENCE.match(instruction)
            if sequence:
                entry = (1, _text(paragraph), _bookmark(paragraph, number))
                captions.setdefault(sequence[1], []).append(entry)
    for paragraph in list(body.iter(qn("w:p"))):
        for instruction, _ in _fields(paragraph):
            match = _CONTENTS.match(instruction)
            if match:
                entries = captions.get(match[1], []) if match[1] else headings
                _replace_contents(paragraph, instruction, entries, is_list=bool(match[1]))


def _text(paragraph: Any) -> str:
    parts = []
    for element in paragraph.iter(qn("w:t"), qn("w:tab"), qn("w:br")):
        if element.tag == qn("w:t"):
            parts.append(element.text or "")
        elif element.getparent().tag == qn("w:r"):
            parts.append(" ")
    return " ".join("".join(parts).split())


def _bookmark(paragraph: Any, number: int) -> str:
    name = f"_Toc{number}"
    start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
    for mark in (start, end):
        mark.set(qn("w:id"), str(number))
    start.set(qn("w:name"), name)
    properties = paragraph.find(qn("w:pPr"))
    paragraph.insert(0 if properties is None else 1, start)
    paragraph.append(end)
    return name


def _replace_contents(
    paragraph: Any, instruction: str, entries: list[tuple[int, str, str]], *, is_list: bool
) -> None:
    """Put the entries where the field's one paragraph was; the field reaches over them all."""
    if not entries:
        return
    made = []
    for level, text, bookmark in entries:
        entry = _entry("TableofFigures" if is_list else f"TOC{level}", bookmark)
        for node in entry.iter(qn("w:t")):
            if node.text == "?":
                node.text = text
                break
        made.append(entry)
    opening = parse_xml(
        f"<w:p {nsdecls('w')}>"
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        '<w:r><w:instrText xml:space="preserve"/></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r></w:p>'
    )
    next(opening.iter(qn("w:instrText"))).text = instruction
    place = 1
    for run in list(opening):
        made[0].insert(place, run)
        place += 1
    closing = parse_xml(f'<w:r {nsdecls("w")}><w:fldChar w:fldCharType="end"/></w:r>')
    made[-1].append(copy.copy(closing))
    for entry in made:
        paragraph.addprevious(entry)
    paragraph.getparent().remove(paragraph)


def _entry(style: str, bookmark: str) -> Any:
    return parse_xml(
        f'<w:p {nsdecls("w")}><w:pPr><w:pStyle w:val="{style}"/></w:pPr>'
        f'<w:hyperlink w:anchor="{bookmark}" w:history="1"><w:r><w:t>?</w:t></w:r>'
        '<w:r><w:tab/></w:r><w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> PAGEREF {bookmark} \\h </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>-</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r></w:hyperlink></w:p>'
    )
