"""The structure of an xlsx package: parts, relationships, sheets, tables, defined names."""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from functools import cached_property
from urllib.parse import unquote
from xml.etree import ElementTree

from kinerja_xl.errors import KinerjaError
from kinerja_xl.files.xlsx.records import (
    DefinedName,
    Relationship,
    SheetPart,
    TablePart,
    read_name,
    read_table,
)
from kinerja_xl.files.xlsx.xmlparts import (
    XmlError,
    attribute,
    is_true,
    local_name,
    parse_tree,
    to_utf8,
)

__all__ = ["DefinedName", "Package", "Relationship", "SheetPart", "TablePart"]

MAXIMUM_PART_BYTES = 512 * 1024 * 1024

CONTENT_TYPES = "[Content_Types].xml"

_RESTORE = "Buka di Excel dan simpan ulang, atau pulihkan salinan dari folder cadangan."
_COMPOUND_FILE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BINARY_WORKBOOK = "application/vnd.ms-excel.sheet.binary"


class Package:
    """An .xlsx or .xlsm in memory; everything but the list of parts is read when asked for.

    Args:
        data: The whole file.
        name: How error texts call it.

    Raises:
        KinerjaError: If the bytes are no zip archive, or one that no workbook can be.
    """

    def __init__(self, data: bytes, name: str = "") -> None:
        self.data = data
        self.name = name
        self._archive = self._open(data)
        self._parts: dict[str, str] = {}
        for entry in self._archive.infolist():
            key = _part_key(entry.filename)
            if key in self._parts:
                raise self.damaged(f"bagian {entry.filename} ada dua kali")
            self._parts[key] = entry.filename

    def _open(self, data: bytes) -> zipfile.ZipFile:
        if data.startswith(_COMPOUND_FILE):
            raise KinerjaError(
                "Berkas dilindungi kata sandi atau berformat Excel lama (.xls).",
                where=self.name,
                remedy="Simpan sebagai Buku Kerja Excel (.xlsx) tanpa kata sandi.",
            )
        try:
            return zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError) as error:
            raise KinerjaError(
                "Berkas ini bukan buku kerja Excel, atau rusak.",
                where=self.name,
                remedy=_RESTORE,
            ) from error

    def damaged(self, detail: str) -> KinerjaError:
        """Make the error for a package that cannot be read."""
        return KinerjaError(
            f"Isi buku kerja rusak: {detail}.",
            where=self.name,
            remedy=_RESTORE,
        )

    @property
    def parts(self) -> tuple[str, ...]:
        """The names of all parts, as the archive spells them and in its order."""
        return tuple(self._parts.values())

    def find_part(self, name: str) -> str | None:
        """Return the archive's spelling of a part's name; letter case does not count."""
        return self._parts.get(_part_key(name)) or self._parts.get(_part_key(unquote(name)))

    def read(self, part: str) -> bytes:
        """Return the content of a part.

        Raises:
            KinerjaError: If it is missing, damaged, encrypted or absurdly large.
        """
        spelled = self.find_part(part)
        if spelled is None:
            raise self.damaged(f"bagian {part} tidak ada")
        if self._archive.getinfo(spelled).file_size > MAXIMUM_PART_BYTES:
            raise self.damaged(f"bagian {part} terlalu besar")
        try:
            return self._archive.read(spelled)
        except (
            zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError,
        ) as error:  # fmt: skip
            raise self.damaged(f"bagian {part} tidak terbaca") from error

    def read_xml(self, part: str) -> bytes:
        """Return the content of an XML part in UTF-8.

        Raises:
            KinerjaError: As `read`, and if its encoding is not what it says.
        """
        try:
            return to_utf8(self.read(part))
        except XmlError as error:
            raise self.damaged(f"bagian {part} tidak terbaca") from error

    def tree(self, part: str) -> ElementTree.Element:
        """Parse a small XML part.

        Raises:
            KinerjaError: As `read`, and if it is not well formed or declares a document type.
        """
        try:
            return parse_tree(self.read_xml(part))
        except XmlError as error:
            raise self.damaged(f"bagian {part} tidak terbaca") from error

    def relationships(self, part: str = "") -> tuple[Relationship, ...]:
        """List the relationships of a part, or of the package itself."""
        folder, _, base = part.rpartition("/")
        source = self.find_part(posixpath.join(folder, "_rels", f"{base}.rels"))
        if source is None:
            return ()
        found = []
        for element in self.tree(source):
            if local_name(element) == "Relationship":
                kind = element.get("Type", "").rstrip("/").rpartition("/")[2]
                target = self._resolve(folder, element)
                found.append(Relationship(element.get("Id", ""), kind, target))
        return tuple(found)

    def _resolve(self, folder: str, element: ElementTree.Element) -> str:
        target = element.get("Target", "").replace("\\", "/")
        if element.get("TargetMode") == "External" or not target:
            return ""
        joined = posixpath.normpath(posixpath.join("/" + folder, target))
        return self.find_part(joined.lstrip("/")) or ""

    def content_type(self, part: str) -> str:
        """Return the content type of a part; empty when none is given."""
        key = _part_key(part)
        overrides, defaults = self._content_types
        return overrides.get(key) or defaults.get(key.rpartition(".")[2], "")

    @cached_property
    def _content_types(self) -> tuple[dict[str, str], dict[str, str]]:
        overrides, defaults = {}, {}
        for element in self.tree(CONTENT_TYPES):
            content_type = element.get("ContentType", "")
            if local_name(element) == "Override":
                overrides[_part_key(element.get("PartName", ""))] = content_type
            elif local_name(element) == "Default":
                defaults[element.get("Extension", "").lower()] = content_type
        return overrides, defaults

    @cached_property
    def workbook_part(self) -> str:
        """The name of the workbook part.

        Raises:
            KinerjaError: If the package is something else, such as a document.
        """
        if self.find_part(CONTENT_TYPES) is not None:
            for relationship in self.relationships():
                if relationship.kind == "officeDocument" and relationship.target:
                    content_type = self.content_type(relationship.target)
                    if "spreadsheetml" in content_type or "ms-excel.sheet.macro" in content_type:
                        return relationship.target
                    if "ms-excel.template" in content_type or "ms-excel.addin" in content_type:
                        return relationship.target
                    if content_type.startswith(_BINARY_WORKBOOK):
                        raise self._no_workbook("Buku kerja ini berformat biner (.xlsb).")
        raise self._no_workbook("Berkas ini bukan buku kerja Excel.")

    def _no_workbook(self, what: str) -> KinerjaError:
        return KinerjaError(
            what, where=self.name, remedy="Simpan sebagai Buku Kerja Excel (.xlsx atau .xlsm)."
        )

    @cached_property
    def _workbook(self) -> ElementTree.Element:
        return self.tree(self.workbook_part)

    def _children(self, name: str) -> list[ElementTree.Element]:
        return [
            child for element in self._workbook if local_name(element) == name for child in element
        ]

    @cached_property
    def is_1904(self) -> bool:
        """Whether dates count from 1904."""
        return any(
            is_true(element.get("date1904"))
            for element in self._workbook
            if local_name(element) == "workbookPr"
        )

    @cached_property
    def sheets(self) -> tuple[SheetPart, ...]:
        """The sheets in the workbook's order."""
        targets = {each.identifier: each for each in self.relationships(self.workbook_part)}
        sheets = []
        for element in self._children("sheets"):
            relationship = targets.get(attribute(element, "id") or "")
            name = element.get("name", "")
            if relationship is None or not relationship.target:
                raise self.damaged(f"lembar {name} tidak ada")
            state = element.get("state", "visible")
            sheets.append(
                SheetPart(
                    name, state, relationship.kind, relationship.target, element.get("sheetId", "")
                )
            )
        return tuple(sheets)

    def sheet(self, name: str) -> SheetPart:
        """Return the sheet of that name; letter case does not count.

        Raises:
            KinerjaError: If there is none.
        """
        for sheet in self.sheets:
            if sheet.name.casefold() == name.casefold():
                return sheet
        raise KinerjaError(
            f'Lembar "{name}" tidak ada.',
            where=self.name,
            remedy="Kembalikan nama lembar itu, atau pulihkan salinan dari folder cadangan.",
        )

    @cached_property
    def tables(self) -> tuple[TablePart, ...]:
        """The tables of all worksheets, in the order of the sheets."""
        return tuple(table for sheet in self.sheets for table in self.tables_of(sheet))

    def tables_of(self, sheet: SheetPart) -> tuple[TablePart, ...]:
        """Return the tables of one sheet.

        Raises:
            KinerjaError: If one of them cannot be read.
        """
        targets = (each.target for each in self.relationships(sheet.part) if each.kind == "table")
        return tuple(self._read_table(sheet, target) for target in targets if target)

    def _read_table(self, sheet: SheetPart, part: str) -> TablePart:
        root = self.tree(part)
        try:
            return read_table(root, sheet.name, part)
        except ValueError:
            raise self.damaged(f"tabel {root.get('displayName', '')} tidak terbaca") from None

    def table(self, name: str) -> TablePart:
        """Return the table of that name; letter case does not count.

        Raises:
            KinerjaError: If there is none, or its columns are not those of its area (as exceljs
                leaves tables that it saves).
        """
        for table in self.tables:
            if table.name.casefold() == name.casefold():
                if table.data_area.height < 1 or len(table.columns) != table.area.width:
                    raise self.damaged(f"luas tabel {table.name} tidak sesuai dengan kolomnya")
                return table
        raise KinerjaError(
            f'Tabel "{name}" tidak ada.',
            where=self.name,
            remedy="Kembalikan nama tabel itu, atau pulihkan salinan dari folder cadangan.",
        )

    @cached_property
    def names(self) -> tuple[DefinedName, ...]:
        """All defined names; those that are plain references carry their cells."""
        titles = [sheet.name for sheet in self.sheets]
        return tuple(read_name(element, titles) for element in self._children("definedNames"))

    def defined_name(self, name: str, sheet: str | None = None) -> DefinedName:
        """Return a name: the sheet's own when it has one, otherwise the workbook's.

        Raises:
            KinerjaError: If there is none, or it denotes no plain cells.
        """
        wanted = [each for each in self.names if each.name.casefold() == name.casefold()]
        own = [each for each in wanted if sheet is not None and each.scope == sheet]
        for found in (*own, *(each for each in wanted if each.scope is None)):
            if found.area is not None:
                return found
        what = "tidak menunjuk sebuah sel" if wanted else "tidak ada"
        raise KinerjaError(
            f'Nama sel "{name}" {what}.',
            where=self.name,
            remedy="Kembalikan nama itu (Rumus > Pengelola Nama), atau pulihkan salinan dari "
            "folder cadangan.",
        )


def _part_key(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").casefold()
