from __future__ import annotations

import io
from typing import Any

from docx import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn

from kinerja_xl.files.reports.charts import Bar, achievement_chart
from kinerja_xl.files.reports.people_text import (
    append_homeless,
    block_text,
    bookmark_places,
    carry,
    new_control,
    outside_texts,
    places,
)

PICTURE = achievement_chart("x", [Bar("A", 1.0, "1")])


def paper(*names: str) -> Any:
    """Return a document with places to write, each under a heading."""
    document = Document()
    for name in names:
        document.add_heading(f"Judul {name}", 2)
        control = new_control(name, f"Tempat {name}")
        paragraph = document.add_paragraph("[Tulis di sini: sesuatu.]")
        paragraph._p.addprevious(control)
        control.find(qn("w:sdtContent")).append(paragraph._p)
        document.add_paragraph(f"Sesudah {name}")
    bookmark_places(document)
    return document


def saved(document: Any) -> Any:
    """Return a document as it is read back."""
    buffer = io.BytesIO()
    document.save(buffer)
    return Document(io.BytesIO(buffer.getvalue()))


def write(document: Any, name: str, *blocks: Any) -> None:
    """Put blocks of a document into a place, before the invitation to write."""
    for block in blocks:
        places(document)[name].blocks[-1].addprevious(block._element)


def test_places__nobody_wrote__nothing_is_written() -> None:
    document = saved(paper("satu", "dua"))

    found = places(document)

    assert list(found) == ["satu", "dua"]
    assert [place.written for place in found.values()] == [(), ()]
    assert outside_texts(document) == ("Judul satu", "Sesudah satu", "Judul dua", "Sesudah dua")


def test_carry__formatting_table_list_picture_link__come_along() -> None:
    old = paper("satu")
    bold = old.add_paragraph()
    bold.add_run("Tebal").bold = True
    link = old.part.relate_to(
        "https://contoh.example", RELATIONSHIP_TYPE.HYPERLINK, is_external=True
    )
    hyperlink = bold._p.add_r().getparent().makeelement(qn("w:hyperlink"), {qn("r:id"): link})
    bold._p.append(hyperlink)
    picture = old.add_paragraph()
    picture.add_run().add_picture(io.BytesIO(PICTURE))
    table = old.add_table(1, 1)
    table.cell(0, 0).text = "Isi tabel"
    item = old.add_paragraph("Butir", style="List Number")
    own = old.styles.add_style("Gaya Kantor", 1)
    styled = old.add_paragraph("Bergaya", style=own)
    write(old, "satu", bold, picture, table, item, styled)
    new = paper("satu", "dua")

    carried, homeless = carry(saved(old), new)
    again = saved(new)

    assert (carried, homeless) == (("Tempat satu",), ())
    texts = [block_text(block) for block in places(again)["satu"].written]
    assert texts[0] == "Tebal"
    assert texts[2:] == ["Isi tabel", "Butir", "Bergaya"]
    assert "Gaya Kantor" in [style.name for style in again.styles]
    targets = [rel.target_ref for rel in again.part.rels.values() if rel.is_external]
    assert targets == ["https://contoh.example"]
    blobs = [p.blob for p in again.part.related_parts.values() if p.partname.endswith(".png")]
    assert blobs == [PICTURE]


def test_carry__twice__says_the_same() -> None:
    old = paper("satu")
    write(old, "satu", old.add_paragraph("Tulisan"))
    first, second = paper("satu"), paper("satu")

    carry(old, first)
    carry(saved(first), second)

    assert outside_texts(first) == outside_texts(second)
    (block,) = places(second)["satu"].written
    assert block_text(block) == "Tulisan"


def test_carry__only_the_bookmark_is_left__is_found_by_it() -> None:
    old = paper("satu")
    write(old, "satu", old.add_paragraph("Lewat markah"))
    for control in list(old.element.body.iter(qn("w:sdt"))):
        for block in list(control.find(qn("w:sdtContent"))):
            control.addprevious(block)
        control.getparent().remove(control)
    new = paper("satu")

    carried, _ = carry(saved(old), new)

    assert carried == ("Tempat satu",)


def test_append_homeless__place_gone_from_the_template__stands_at_the_end_and_stays_there() -> None:
    old, new = paper("hilang"), paper("satu")
    write(old, "hilang", old.add_paragraph("Jangan hilang"))

    _, homeless = carry(old, new)
    append_homeless(old, new, homeless, new.add_paragraph("Sisa", style="Heading 1")._p)
    bookmark_places(new)

    assert [place.title for place in homeless] == ["Tempat hilang"]
    (block,) = places(saved(new))["hilang"].written
    assert block_text(block) == "Jangan hilang"
