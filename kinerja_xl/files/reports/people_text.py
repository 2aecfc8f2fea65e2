"""The places of a document where people write, and their text carried into the next version.

A place is a content control (rich text) whose tag begins with `isian:`. Around it lies a bookmark,
because LibreOffice keeps bookmarks and loses the tags of such controls.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from kinerja_xl.files.reports.transplant import Transplant

TAG = "isian:"
_BOOKMARK = "isian_"
_INVITATION = re.compile(r"\s*\[Tulis\b.*\]\s*", re.DOTALL)
_SPACES = re.compile(r"\s+")
_FIRST_ID = 900_000
_BLOCKS = (qn("w:p"), qn("w:tbl"))
_DROPPED = tuple(
    qn(f"w:{name}")
    for name in (
        "bookmarkStart", "bookmarkEnd", "commentRangeStart", "commentRangeEnd", "commentReference",
        "proofErr", "lastRenderedPageBreak", "sectPr",
    )
)  # fmt: skip
"""What belongs to the document that it stands in, and what a carried text can do without."""


@dataclass(frozen=True, slots=True)
class Place:
    """A place where people write.

    Attributes:
        name: Its stable name.
        title: What a person calls it.
        blocks: Paragraphs and tables in it.
        control: The content control; `None` where only the bookmark is left.
    """

    name: str
    title: str
    blocks: tuple[Any, ...]
    control: Any = None

    @property
    def written(self) -> tuple[Any, ...]:
        """What people wrote, without invitations to write and blank paragraphs at the ends."""
        kept = [b for b in self.blocks if not _INVITATION.fullmatch(block_text(b))]
        while kept and _is_blank(kept[0]):
            del kept[0]
        while kept and _is_blank(kept[-1]):
            del kept[-1]
        return tuple(kept)


def places(document: Any) -> dict[str, Place]:
    """Find the places of a document by name; a control goes before a bookmark of the same name."""
    found = {place.name: place for place in _bookmarked(document)}
    found.update((place.name, place) for place in _controls(document))
    return found


def _controls(document: Any) -> Iterator[Place]:
    for control in document.element.body.iter(qn("w:sdt")):
        properties, content = control.find(qn("w:sdtPr")), control.find(qn("w:sdtContent"))
        tag = None if properties is None else properties.find(qn("w:tag"))
        name = "" if tag is None else tag.get(qn("w:val"), "")
        if name.startswith(TAG) and content is not None:
            alias = properties.find(qn("w:alias"))
            title = name if alias is None else alias.get(qn("w:val"), name)
            blocks = tuple(each for each in content if each.tag in _BLOCKS)
            yield Place(name.removeprefix(TAG), title, blocks, control)


def _bookmarked(document: Any) -> Iterator[Place]:
    """Take what lies between the paragraphs in which a bookmark begins and ends."""
    body = document.element.body
    ends = {each.get(qn("w:id")): each for each in body.iter(qn("w:bookmarkEnd"))}
    for start in body.iter(qn("w:bookmarkStart")):
        name = start.get(qn("w:name"), "")
        end = ends.get(start.get(qn("w:id")))
        if not name.startswith(_BOOKMARK) or end is None:
            continue
        children = list(body)
        first, last = (_position(children, each) for each in (start, end))
        inside = [b for b in children[first + 1 : last] if b.tag in _BLOCKS]
        yield Place(name.removeprefix(_BOOKMARK), name, tuple(inside))


def _position(children: list[Any], element: Any) -> int:
    while element not in children:
        element = element.getparent()
    return children.index(element)


def block_text(block: Any) -> str:
    """Return the text of a paragraph or table, white space made single."""
    texts = (t.text or "" for t in block.iter(qn("w:t")))
    return _SPACES.sub(" ", "".join(texts)).strip()


def _is_blank(block: Any) -> bool:
    drawn = any(True for name in ("w:drawing", "w:object", "w:pict") for _ in block.iter(qn(name)))
    return not drawn and not block_text(block)


def outside_texts(document: Any) -> tuple[str, ...]:
    """Return the texts of all paragraphs outside the places, blank ones left out.

    The lists of contents are left out as well: they follow the page numbers.
    """
    inside = {p for place in places(document).values() for b in place.blocks for p in b.iter()}
    texts = []
    for paragraph in document.element.body.iter(qn("w:p")):
        if paragraph not in inside and not _is_listed(paragraph):
            texts.append(block_text(paragraph))
    return tuple(text for text in texts if text)


def _is_listed(paragraph: Any) -> bool:
    links = paragraph.iter(qn("w:hyperlink"))
    return any(link.get(qn("w:anchor"), "").startswith("_Toc") for link in links)


def bookmark_places(document: Any) -> None:
    """Put a bookmark around each control: from the paragraph before it into the one after it."""
    for number, place in enumerate(_controls(document), start=_FIRST_ID):
        control = place.control
        start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
        for mark in (start, end):
            mark.set(qn("w:id"), str(number))
        start.set(qn("w:name"), f"{_BOOKMARK}{place.name}")
        before, after = control.getprevious(), control.getnext()
        if before is None or before.tag != qn("w:p") or not block_text(before):
            before = _thin_paragraph()
            before.append(_blank())
            control.addprevious(before)
        if after is None or after.tag != qn("w:p"):
            after = _thin_paragraph()
            control.addnext(after)
        before.append(start)
        properties = after.find(qn("w:pPr"))
        after.insert(0 if properties is None else 1, end)


def _blank() -> Any:
    """Return a blank to stand before a bookmark.

    LibreOffice moves a bookmark at the beginning of a paragraph into a table that is above it.
    """
    run = OxmlElement("w:r")
    text = OxmlElement("w:t")
    text.text = "\u00a0"
    run.append(text)
    return run


def _thin_paragraph() -> Any:
    paragraph = OxmlElement("w:p")
    properties = paragraph.get_or_add_pPr()
    spacing = OxmlElement("w:spacing")
    for name, value in (("before", "0"), ("after", "0"), ("line", "20"), ("lineRule", "exact")):
        spacing.set(qn(f"w:{name}"), value)
    properties.append(spacing)
    return paragraph


def carry(old: Any, new: Any) -> tuple[tuple[str, ...], tuple[Place, ...]]:
    """Carry what people wrote in an old document into the places of a new one.

    Formatting, tables, lists, pictures and links come along; comments do not.

    Returns:
        The titles of the places filled, and those written places that the new one does not have.
    """
    wanted, transplant = places(new), Transplant(old, new)
    filled, homeless = [], []
    for name, place in places(old).items():
        if not place.written:
            continue
        target = wanted.get(name)
        if target is None or not target.blocks:
            homeless.append(place)
            continue
        _fill(target, [transplant.copied(_bare(block)) for block in place.written])
        filled.append(target.title)
    return tuple(filled), tuple(homeless)


def append_homeless(old: Any, new: Any, homeless: tuple[Place, ...], heading: Any) -> None:
    """Put what has no place any more at the end, in places of their own, under a heading.

    Args:
        heading: The paragraph to put above.
    """
    transplant = Transplant(old, new)
    end = new.element.body.sectPr
    end.addprevious(heading)
    for place in homeless:
        control = new_control(place.name, place.title)
        content = control.find(qn("w:sdtContent"))
        for block in place.written:
            content.append(transplant.copied(_bare(block)))
        end.addprevious(control)
    end.addprevious(_thin_paragraph())


def new_control(name: str, title: str) -> Any:
    """Return an empty content control that cannot be deleted by mistake."""
    control = OxmlElement("w:sdt")
    properties = OxmlElement("w:sdtPr")
    for tag, value in (("alias", title), ("tag", f"{TAG}{name}"), ("lock", "sdtLocked")):
        element = OxmlElement(f"w:{tag}")
        element.set(qn("w:val"), value)
        properties.append(element)
    control.append(properties)
    control.append(OxmlElement("w:sdtContent"))
    return control


def _fill(place: Place, blocks: list[Any]) -> None:
    first = place.blocks[0]
    for block in blocks:
        first.addprevious(block)
    for block in place.blocks:
        block.getparent().remove(block)
    if place.control is not None:
        for shown in place.control.iter(qn("w:showingPlcHdr")):
            shown.getparent().remove(shown)
            break


def _bare(block: Any) -> Any:
    """Copy a block without what binds it to its document; controls within give up their content."""
    bare = copy.deepcopy(block)
    for control in list(bare.iter(qn("w:sdt"))):
        content = control.find(qn("w:sdtContent"))
        for child in () if content is None else list(content):
            control.addprevious(child)
        control.getparent().remove(control)
    for element in list(bare.iter(*_DROPPED)):
        element.getparent().remove(element)
    return bare
