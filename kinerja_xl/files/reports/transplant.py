"""Blocks of one document put into another, with the pictures, links, lists and styles they use."""

from __future__ import annotations

import copy
from typing import Any

from docx.opc.packuri import PackURI
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_STYLE_REFERENCES = (qn("w:pStyle"), qn("w:rStyle"), qn("w:tblStyle"))
_STYLE_LINKS = (qn("w:basedOn"), qn("w:next"), qn("w:link"))
_NOTES = {qn("w:footnoteReference"): "footnotes", qn("w:endnoteReference"): "endnotes"}


class Transplant:
    """Puts blocks of `old` into `new`, both of python-docx; what they share is brought once."""

    def __init__(self, old: Any, new: Any) -> None:
        self._old, self._new = old, new
        self._relations: dict[str, str] = {}
        self._lists: dict[str, str] = {}
        self._styles = {style.get(qn("w:styleId")) for style in new.styles.element}

    def copied(self, block: Any) -> Any:
        """Make a copied block of the old document fit for the new one, and give it back."""
        for element in list(block.iter()):
            if element.tag in _NOTES:
                self._write_note(element)
                continue
            for name, value in element.attrib.items():
                if str(name).startswith(_RELATION) and value:
                    element.set(name, self._relation(value))
            if element.tag in _STYLE_REFERENCES:
                self._bring_style(element.get(qn("w:val")))
            elif element.tag == qn("w:numId"):
                element.set(qn("w:val"), self._list(element.get(qn("w:val"))))
        return block

    def _relation(self, old_id: str) -> str:
        if old_id not in self._relations:
            relation = self._old.part.rels.get(old_id)
            if relation is None:
                return old_id
            part = self._new.part
            if relation.is_external:
                new_id = part.relate_to(relation.target_ref, relation.reltype, is_external=True)
            else:
                _rename(relation.target_part, f"lama{len(self._relations)}", set())
                new_id = part.relate_to(relation.target_part, relation.reltype)
            self._relations[old_id] = new_id
        return self._relations[old_id]

    def _bring_style(self, style_id: str | None) -> None:
        """Copy a style that the new document does not have, and those that it builds on."""
        if style_id is None or style_id in self._styles:
            return
        self._styles.add(style_id)
        known = self._old.styles.element
        style = next((s for s in known if s.get(qn("w:styleId")) == style_id), None)
        if style is None:
            return
        brought = copy.deepcopy(style)
        for number in list(brought.iter(qn("w:numPr"))):
            number.getparent().remove(number)
        self._new.styles.element.append(brought)
        for link in brought.iter(*_STYLE_LINKS):
            self._bring_style(link.get(qn("w:val")))

    def _list(self, number: str | None) -> str:
        """Copy the definition of a list; its numbers then go on as they did."""
        if number in (None, "0"):
            return "0"
        if number not in self._lists:
            self._lists[number] = self._bring_list(number)
        return self._lists[number]

    def _bring_list(self, number: str) -> str:
        old = _numbering(self._old)
        use = None if old is None else _find(old, "w:num", "w:numId", number)
        link = None if use is None else use.find(qn("w:abstractNumId"))
        abstract = (
            None if link is None else _find(old, "w:abstractNum", "w:abstractNumId",
                                            link.get(qn("w:val")))
        )  # fmt: skip
        if use is None or abstract is None:
            return "0"
        new = self._new.part.numbering_part.element
        abstract, use = copy.deepcopy(abstract), copy.deepcopy(use)
        abstract_id = _next(new, "w:abstractNum", "w:abstractNumId")
        number_id = _next(new, "w:num", "w:numId")
        abstract.set(qn("w:abstractNumId"), abstract_id)
        for own in list(abstract.iter(qn("w:nsid"), qn("w:styleLink"), qn("w:numStyleLink"))):
            own.getparent().remove(own)
        use.set(qn("w:numId"), number_id)
        use.find(qn("w:abstractNumId")).set(qn("w:val"), abstract_id)
        first = new.find(qn("w:num"))
        if first is None:
            new.append(abstract)
        else:
            first.addprevious(abstract)
        new.append(use)
        return number_id

    def _write_note(self, reference: Any) -> None:
        """Put a footnote's text in brackets where its sign was: the new document has no notes."""
        words = ""
        for relation in self._old.part.rels.values():
            if relation.reltype.endswith(f"/{_NOTES[reference.tag]}") and not relation.is_external:
                words = _note_text(relation.target_part.blob, reference.get(qn("w:id")))
        text = OxmlElement("w:t")
        text.text = f" [{words}]"
        text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        run = reference.getparent()
        reference.addprevious(text)
        run.remove(reference)
        properties = run.find(qn("w:rPr"))
        if properties is not None:
            run.remove(properties)


def _note_text(blob: bytes, number: str | None) -> str:
    from docx.oxml import parse_xml

    for note in parse_xml(blob):
        if note.get(qn("w:id")) == number:
            return "".join(t.text or "" for t in note.iter(qn("w:t"))).strip()
    return ""


def _rename(part: Any, prefix: str, seen: set[int]) -> None:
    """Give a part and all that hangs on it names that the new document has not used."""
    if id(part) in seen:
        return
    seen.add(id(part))
    folder, _, name = str(part.partname).rpartition("/")
    part.partname = PackURI(f"{folder}/{prefix}_{name}")
    for relation in part.rels.values():
        if not relation.is_external:
            _rename(relation.target_part, prefix, seen)


def _numbering(document: Any) -> Any:
    for relation in document.part.rels.values():
        if relation.reltype.endswith("/numbering") and not relation.is_external:
            return relation.target_part.element
    return None


def _find(root: Any, tag: str, attribute: str, value: str) -> Any:
    return next((each for each in root.findall(qn(tag)) if each.get(qn(attribute)) == value), None)


def _next(root: Any, tag: str, attribute: str) -> str:
    used = [int(each.get(qn(attribute), 0)) for each in root.findall(qn(tag))]
    return str(max(used, default=0) + 1)
