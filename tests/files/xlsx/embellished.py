"""A workbook with what only Excel makes: parts written by hand and grafted into a package."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tests.files.xlsx.handmade import (
    CONTENT,
    PACKAGE_RELATIONS,
    RELATIONS,
    TRANSITIONAL,
    with_parts,
)
from tests.files.xlsx.rich_workbooks import rich_workbook, small_png

MICROSOFT = "http://schemas.microsoft.com/office/2006/relationships"
X14 = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"
X15 = "http://schemas.microsoft.com/office/spreadsheetml/2010/11/main"
THREADED = "http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"
XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n'
GUID = "{00000000-0000-4000-8000-00000000000%d}"
SHEET = "xl/worksheets/sheet1.xml"
SUMMARY = "xl/worksheets/sheet2.xml"
BOOK = "xl/workbook.xml"


@dataclass(frozen=True, slots=True)
class Graft:
    """What is added to a package.

    Attributes:
        parts: New parts.
        types: Their content types.
        relations: Identifier, type and target by source part; an empty source is the package.
        inserts: By part: a text of it, and what is put before that text.
    """

    parts: Mapping[str, str | bytes]
    types: Mapping[str, str]
    relations: Mapping[str, Sequence[tuple[str, str, str]]]
    inserts: Mapping[str, Sequence[tuple[str, str]]]


def grafted(data: bytes, graft: Graft) -> bytes:
    """Return the workbook with parts, relationships and elements added."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = set(archive.namelist())
        texts = {name: archive.read(name) for name in names}
    changed: dict[str, str | bytes] = dict(graft.parts)
    overrides = "".join(
        f'<Override PartName="/{name}" ContentType="{kind}"/>' for name, kind in graft.types.items()
    )
    types = "[Content_Types].xml"
    changed[types] = texts[types].decode().replace("</Types>", f"{overrides}</Types>")
    for source, relations in graft.relations.items():
        folder, _, base = source.rpartition("/")
        part = f"{folder}/_rels/{base}.rels".lstrip("/")
        added = "".join(
            f'<Relationship Id="{identifier}" Type="{kind}" Target="{target}"/>'
            for identifier, kind, target in relations
        )
        empty = f'{XML}<Relationships xmlns="{PACKAGE_RELATIONS}"></Relationships>'.encode()
        text = texts.get(part, empty).decode()
        changed[part] = text.replace("</Relationships>", f"{added}</Relationships>")
    for part, inserts in graft.inserts.items():
        text = texts[part].decode()
        for before, new in inserts:
            assert before in text, (part, before)
            text = text.replace(before, new + before, 1)
        changed[part] = text
    return with_parts(data, changed)


def embellished_workbook() -> bytes:
    """Return the rich workbook with pivot table, slicer, threaded comment, controls and more."""
    data = rich_workbook()
    for graft in (
        PIVOT, SLICER, THREADED_COMMENT, CONTROLS, EXTERNAL_LINK, LIVE_DATA, RICH_VALUES, ODDITIES,
    ):  # fmt: skip
        data = grafted(data, graft)
    return data


PIVOT = Graft(
    parts={
        "xl/pivotCache/pivotCacheDefinition1.xml": (
            f'{XML}<pivotCacheDefinition xmlns="{TRANSITIONAL}" xmlns:r="{RELATIONS}" r:id="rId1" '
            'refreshedBy="Perencanaan" refreshedDate="46000" createdVersion="6" '
            'refreshedVersion="6" minRefreshableVersion="3" recordCount="1">'
            '<cacheSource type="worksheet"><worksheetSource name="tblData"/></cacheSource>'
            '<cacheFields count="5"><cacheField name="Kode" numFmtId="0"><sharedItems count="1">'
            '<s v="I001"/></sharedItems></cacheField><cacheField name="Tanggal" numFmtId="14">'
            '<sharedItems/></cacheField><cacheField name="Nilai" numFmtId="0"><sharedItems '
            'containsSemiMixedTypes="0" containsString="0" containsNumber="1" minValue="10" '
            'maxValue="10"/></cacheField><cacheField name="Dua Kali" numFmtId="0"><sharedItems/>'
            '</cacheField><cacheField name="Catatan" numFmtId="0"><sharedItems/></cacheField>'
            "</cacheFields></pivotCacheDefinition>"
        ),
        "xl/pivotCache/pivotCacheRecords1.xml": (
            f'{XML}<pivotCacheRecords xmlns="{TRANSITIONAL}" count="1"><r><x v="0"/><s v=""/>'
            '<n v="10"/><n v="20"/><s v="satu"/></r></pivotCacheRecords>'
        ),
        "xl/pivotTables/pivotTable1.xml": (
            f'{XML}<pivotTableDefinition xmlns="{TRANSITIONAL}" name="PivotTable1" cacheId="1" '
            'dataCaption="Nilai" updatedVersion="6" minRefreshableVersion="3" createdVersion="6" '
            'outline="1" outlineData="1" multipleFieldFilters="0"><location ref="J30:K32" '
            'firstHeaderRow="1" firstDataRow="1" firstDataCol="1"/><pivotFields count="5">'
            '<pivotField axis="axisRow" showAll="0"><items count="2"><item x="0"/>'
            '<item t="default"/></items></pivotField><pivotField numFmtId="14" showAll="0"/>'
            '<pivotField dataField="1" showAll="0"/><pivotField showAll="0"/>'
            '<pivotField showAll="0"/></pivotFields><rowFields count="1"><field x="0"/></rowFields>'
            '<rowItems count="2"><i><x/></i><i t="grand"><x/></i></rowItems><colItems count="1">'
            '<i/></colItems><dataFields count="1"><dataField name="Jumlah Nilai" fld="2" '
            'baseField="0" baseItem="0"/></dataFields></pivotTableDefinition>'
        ),
    },
    types={
        "xl/pivotCache/pivotCacheDefinition1.xml": f"{CONTENT}pivotCacheDefinition+xml",
        "xl/pivotCache/pivotCacheRecords1.xml": f"{CONTENT}pivotCacheRecords+xml",
        "xl/pivotTables/pivotTable1.xml": f"{CONTENT}pivotTable+xml",
    },
    relations={
        BOOK: [("rIdP1", f"{RELATIONS}/pivotCacheDefinition",
                "pivotCache/pivotCacheDefinition1.xml")],
        "xl/pivotCache/pivotCacheDefinition1.xml": [
            ("rId1", f"{RELATIONS}/pivotCacheRecords", "pivotCacheRecords1.xml")
        ],
        "xl/pivotTables/pivotTable1.xml": [
            ("rId1", f"{RELATIONS}/pivotCacheDefinition",
             "../pivotCache/pivotCacheDefinition1.xml")
        ],
        SHEET: [("rIdP1", f"{RELATIONS}/pivotTable", "../pivotTables/pivotTable1.xml")],
    },
    inserts={
        BOOK: [("</workbook>",
                '<pivotCaches><pivotCache cacheId="1" r:id="rIdP1"/></pivotCaches>')],
    },
)  # fmt: skip

SLICER = Graft(
    parts={
        "xl/slicers/slicer1.xml": (
            f'{XML}<slicers xmlns="{X14}"><slicer name="Kode" cache="Slicer_Kode" caption="Kode" '
            'rowHeight="241300"/></slicers>'
        ),
        "xl/slicerCaches/slicerCache1.xml": (
            f'{XML}<slicerCacheDefinition xmlns="{X14}" name="Slicer_Kode" sourceName="Kode">'
            f'<extLst><x:ext xmlns:x="{TRANSITIONAL}" xmlns:x15="{X15}" '
            'uri="{2F2917AC-EB37-4324-AD4E-5DD8C200BD13}">'
            '<x15:tableSlicerCache tableId="1" column="1"/></x:ext></extLst>'
            "</slicerCacheDefinition>"
        ),
        "xl/timelines/timeline1.xml": (
            f'{XML}<timelines xmlns="{X15}"><timeline name="Tanggal" cache="Timeline_Tanggal" '
            'caption="Tanggal" level="2" selectionLevel="2"/></timelines>'
        ),
    },
    types={
        "xl/slicers/slicer1.xml": "application/vnd.ms-excel.slicer+xml",
        "xl/slicerCaches/slicerCache1.xml": "application/vnd.ms-excel.slicerCache+xml",
        "xl/timelines/timeline1.xml": "application/vnd.ms-excel.timeline+xml",
    },
    relations={
        SHEET: [
            ("rIdS1", "http://schemas.microsoft.com/office/2007/relationships/slicer",
             "../slicers/slicer1.xml"),
            ("rIdS2", "http://schemas.microsoft.com/office/2011/relationships/timeline",
             "../timelines/timeline1.xml"),
        ],
        BOOK: [("rIdS1", "http://schemas.microsoft.com/office/2007/relationships/slicerCache",
                "slicerCaches/slicerCache1.xml")],
    },
    inserts={
        SHEET: [("</extLst></worksheet>",
                 '<ext uri="{3A4CF648-6AED-40f4-86FF-DC5316D8AED3}" '
                 f'xmlns:x15="{X15}"><x14:slicerList xmlns:x14="{X14}">'
                 '<x14:slicer r:id="rIdS1"/></x14:slicerList></ext>')],
        BOOK: [("</workbook>",
                f'<extLst><ext uri="{{46BE6895-7355-4a93-B00E-2C351335B9C9}}" xmlns:x15="{X15}">'
                f'<x15:slicerCaches xmlns:x14="{X14}"><x14:slicerCache r:id="rIdS1"/>'
                "</x15:slicerCaches></ext></extLst>")],
    },
)  # fmt: skip

THREADED_COMMENT = Graft(
    parts={
        "xl/persons/person.xml": (
            f'{XML}<personList xmlns="{THREADED}"><person displayName="Perencanaan" '
            f'id="{GUID % 1}" userId="u" providerId="None"/></personList>'
        ),
        "xl/threadedComments/threadedComment1.xml": (
            f'{XML}<ThreadedComments xmlns="{THREADED}"><threadedComment ref="H6" '
            f'dT="2026-01-05T08:00:00.00" personId="{GUID % 1}" id="{GUID % 2}"><text>Sudah '
            "diperiksa?</text></threadedComment></ThreadedComments>"
        ),
    },
    types={
        "xl/persons/person.xml": "application/vnd.ms-excel.person+xml",
        "xl/threadedComments/threadedComment1.xml": "application/vnd.ms-excel.threadedcomments+xml",
    },
    relations={
        BOOK: [("rIdT1", "http://schemas.microsoft.com/office/2017/10/relationships/person",
                "persons/person.xml")],
        SHEET: [("rIdT1", "http://schemas.microsoft.com/office/2017/10/relationships/"
                 "threadedComment", "../threadedComments/threadedComment1.xml")],
    },
    inserts={},
)  # fmt: skip

CONTROLS = Graft(
    parts={
        "xl/ctrlProps/ctrlProp1.xml": (
            f'{XML}<formControlPr xmlns="{X14}" objectType="CheckBox" checked="Checked" '
            'fmlaLink="$J$40" lockText="1" noThreeD="1"/>'
        ),
        "xl/activeX/activeX1.xml": (
            f'{XML}<ax:ocx ax:classid="{{8BD21D40-EC42-11CE-9E0D-00AA006002F3}}" '
            'ax:persistence="persistStreamInit" r:id="rId1" '
            'xmlns:ax="http://schemas.microsoft.com/office/2006/activeX" '
            f'xmlns:r="{RELATIONS}"/>'
        ),
        "xl/activeX/activeX1.bin": bytes(range(256)),
        "xl/embeddings/oleObject1.bin": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500),
        "xl/printerSettings/printerSettings1.bin": b"\0P\0D\0F" * 50,
        "xl/media/image9.png": small_png(),
    },
    types={
        "xl/ctrlProps/ctrlProp1.xml": "application/vnd.ms-excel.controlproperties+xml",
        "xl/activeX/activeX1.xml": "application/vnd.ms-office.activeX+xml",
        "xl/activeX/activeX1.bin": "application/vnd.ms-office.activeX",
        "xl/embeddings/oleObject1.bin": ("application/vnd.openxmlformats-officedocument.oleObject"),
        "xl/printerSettings/printerSettings1.bin": f"{CONTENT}printerSettings",
    },
    relations={
        SUMMARY: [
            ("rIdC1", f"{RELATIONS}/ctrlProp", "../ctrlProps/ctrlProp1.xml"),
            ("rIdC2", f"{RELATIONS}/control", "../activeX/activeX1.xml"),
            ("rIdC3", f"{RELATIONS}/oleObject", "../embeddings/oleObject1.bin"),
            ("rIdC4", f"{RELATIONS}/printerSettings", "../printerSettings/printerSettings1.bin"),
        ],
        "xl/activeX/activeX1.xml": [("rId1", f"{MICROSOFT}/activeXControlBinary", "activeX1.bin")],
    },
    inserts={},
)

EXTERNAL_LINK = Graft(
    parts={
        "xl/externalLinks/externalLink1.xml": (
            f'{XML}<externalLink xmlns="{TRANSITIONAL}"><externalBook xmlns:r="{RELATIONS}" '
            'r:id="rId1"><sheetNames><sheetName val="Pagu"/></sheetNames><sheetDataSet>'
            '<sheetData sheetId="0"><row r="1"><cell r="A1"><v>42</v></cell></row></sheetData>'
            "</sheetDataSet></externalBook></externalLink>"
        ),
        "xl/externalLinks/_rels/externalLink1.xml.rels": (
            f'{XML}<Relationships xmlns="{PACKAGE_RELATIONS}"><Relationship Id="rId1" '
            f'Type="{RELATIONS}/externalLinkPath" Target="pagu.xlsx" TargetMode="External"/>'
            "</Relationships>"
        ),
    },
    types={"xl/externalLinks/externalLink1.xml": f"{CONTENT}externalLink+xml"},
    relations={
        BOOK: [("rIdX1", f"{RELATIONS}/externalLink", "externalLinks/externalLink1.xml")]
    },
    inserts={
        BOOK: [("<definedNames>",
                '<externalReferences><externalReference r:id="rIdX1"/></externalReferences>')],
        SUMMARY: [("</sheetData>",
                   '<row r="40"><c r="B40"><f>[1]Pagu!$A$1</f><v>42</v></c></row>')],
    },
)  # fmt: skip

LIVE_DATA = Graft(
    parts={
        "xl/calcChain.xml": (
            f'{XML}<calcChain xmlns="{TRANSITIONAL}"><c r="E5" i="1" l="1"/><c r="E6"/>'
            '<c r="E7"/><c r="A2" i="2"/><c r="B2"/><c r="C2"/><c r="A3"/><c r="A5" a="1"/>'
            '<c r="A6" a="1"/><c r="A7" a="1"/><c r="B40"/><c r="A42"/></calcChain>'
        ),
        "xl/volatileDependencies.xml": (
            f'{XML}<volTypes xmlns="{TRANSITIONAL}"><volType type="realTimeData"><main '
            'first="kurs"><tp t="s"><v>7</v><stp/><tr r="A42" s="2"/></tp></main></volType>'
            "</volTypes>"
        ),
    },
    types={
        "xl/calcChain.xml": f"{CONTENT}calcChain+xml",
        "xl/volatileDependencies.xml": f"{CONTENT}volatileDependencies+xml",
    },
    relations={
        BOOK: [
            ("rIdL1", f"{RELATIONS}/calcChain", "calcChain.xml"),
            ("rIdL2", f"{RELATIONS}/volatileDependencies", "volatileDependencies.xml"),
        ]
    },
    inserts={
        SUMMARY: [("</sheetData>",
                   '<row r="42"><c r="A42"><f>RTD("kurs",,"USD")</f><v>7</v></c></row>')],
    },
)  # fmt: skip

RICH_VALUES = Graft(
    parts={
        "xl/metadata.xml": (
            f'{XML}<metadata xmlns="{TRANSITIONAL}" xmlns:xda="http://schemas.microsoft.com/'
            'office/spreadsheetml/2017/dynamicarray"><metadataTypes count="1"><metadataType '
            'name="XLDAPR" minSupportedVersion="120000" copy="1" pasteAll="1" pasteValues="1" '
            'merge="1" splitFirst="1" rowColShift="1" clearFormats="1" clearComments="1" '
            'assign="1" coerce="1" cellMeta="1"/></metadataTypes><futureMetadata name="XLDAPR" '
            'count="1"><bk><extLst><ext uri="{bdbb8cdc-fa1e-496e-a857-3c3f30c029c3}">'
            '<xda:dynamicArrayProperties fDynamic="1" fCollapsed="0"/></ext></extLst></bk>'
            '</futureMetadata><cellMetadata count="1"><bk><rc t="1" v="0"/></bk></cellMetadata>'
            "</metadata>"
        ),
    },
    types={"xl/metadata.xml": f"{CONTENT}sheetMetadata+xml"},
    relations={BOOK: [("rIdR1", f"{RELATIONS}/sheetMetadata", "metadata.xml")]},
    inserts={
        SUMMARY: [("</sheetData>",
                   '<row r="45"><c r="A45" cm="1"><f t="array" ref="A45:A47">'
                   "_xlfn.SEQUENCE(3)</f><v>1</v></c></row>"
                   '<row r="46"><c r="A46"><v>2</v></c></row>'
                   '<row r="47"><c r="A47"><v>3</v></c></row>')],
    },
)  # fmt: skip

ODDITIES = Graft(
    parts={
        "customXml/item1.xml": "<b:isian xmlns:b='urn:kantor'>1</b:isian>",
        "docMetadata/LabelInfo.xml": (
            f'{XML}<clbl:labelList xmlns:clbl="http://schemas.microsoft.com/office/2020/'
            'mipLabelMetadata"/>'
        ),
        "xl/customProperty1.bin": b"\1\2\3",
    },
    types={
        "xl/customProperty1.bin": f"{CONTENT}customProperty",
        "docMetadata/LabelInfo.xml": "application/vnd.ms-office.classificationlabels+xml",
    },
    relations={
        "": [("rIdO2", "http://schemas.microsoft.com/office/2020/02/relationships/"
              "classificationlabels", "docMetadata/LabelInfo.xml")],
        BOOK: [("rIdO1", f"{RELATIONS}/customXml", "../customXml/item1.xml")],
        SUMMARY: [("rIdO1", f"{RELATIONS}/customProperty", "../customProperty1.bin")],
    },
    inserts={
        SUMMARY: [
            ("</sheetData>",
             '<row r="50"><c r="A50" t="inlineStr"><is><r><rPr><b/></rPr><t>tebal</t></r><r>'
             '<t xml:space="preserve"> biasa</t></r></is></c><c r="B50" ph="1" t="str"><v>'
             "_x000D_</v></c></row>"
             '<row r="51"><c r="A51"><f t="shared" ref="A51:A53" si="0">B51+$C$51</f><v>1</v></c>'
             '</row><row r="52"><c r="A52"><f t="shared" si="0"/><v>2</v></c></row>'
             '<row r="53"><c r="A53"><f t="shared" si="0"/><v>3</v></c></row>'
             '<row r="55"><c r="B55"><f t="dataTable" ref="B55:B56" dt2D="0" dtr="0" r1="A1"/>'
             '<v>5</v></c></row><row r="56"><c r="B56"><v>6</v></c></row>'),
        ],
    },
)  # fmt: skip
