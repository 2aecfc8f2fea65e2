"""Fills a template: placeholders only, in a sandbox, all or nothing, same input same bytes."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from kinerja_xl.errors import KinerjaError
from kinerja_xl.files.documents.templates import ENDING, Template

if TYPE_CHECKING:
    from jinja2 import Environment, Undefined


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture in a document.

    Attributes:
        data: A PNG.
        description: What a reader who cannot see it is told.
    """

    data: bytes
    width_mm: int
    description: str


Filling = str | int | Picture | Sequence["Filling"] | Mapping[str, "Filling"]
"""What a placeholder may stand for."""

LARGEST_UNPACKED_BYTES = 100_000_000
_MAIN_TYPE = b"wordprocessingml.document.main+xml"
_MACRO_TYPE = b"ms-word.document.macroEnabled"
_OLE = b"\xd0\xcf\x11\xe0"
_ZIP_MOMENT = (1980, 1, 1, 0, 0, 0)
_FILTERS = (
    "upper", "lower", "capitalize", "title", "default", "length", "join", "first", "last", "trim",
)  # fmt: skip
"""Those that cannot make something huge out of something small."""
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f\ufffe\uffff\ud800-\udfff]")
"""What no XML can hold, and the signs that docxtpl would take for breaks of its own."""


def render(
    template: Template,
    filling: Mapping[str, Filling],
    *,
    created: datetime,
    finish: Callable[[Any], None] | None = None,
) -> bytes:
    """Return the document that a template makes of some values.

    Texts go in as they are: signs that mean something in XML or to the template are only text.

    Args:
        created: Goes into the properties of the file.
        finish: Works on the filled document, one of python-docx, before it is saved.

    Raises:
        KinerjaError: If the template is no .docx, is damaged, or has placeholders that are not
            known or cannot be filled; all unknown ones are named at once.
    """
    _refuse_other_files(template)
    from docxtpl import DocxTemplate  # slow to import
    from jinja2 import TemplateError, TemplateSyntaxError

    missing: dict[str, None] = {}
    try:
        document = DocxTemplate(io.BytesIO(template.data))
        document.init_docx()
    except Exception as error:  # whatever a damaged file provokes in its reader
        raise _damaged(template, error) from error
    try:
        document.render(_cleaned(filling, document), jinja_env=_environment(missing))
    except TemplateSyntaxError as error:
        raise _faulty(template, error) from error
    except (TemplateError, TypeError, ValueError, ArithmeticError, LookupError) as error:
        if not missing:
            raise _faulty(template, error) from error
    except Exception as error:  # a tag at a wrong place leaves XML that nothing reads
        if not missing:
            raise _misplaced(template, error) from error
    if missing:
        raise _unknown(template, missing, filling)
    properties = document.docx.core_properties
    properties.created = properties.modified = created
    _keep_cells_whole(document.docx)
    _describe_pictures(document.docx, filling)
    if finish is not None:
        finish(document.docx)
    buffer = io.BytesIO()
    document.save(buffer)
    return with_fixed_moments(buffer.getvalue())


def placeholders_of(template: Template) -> frozenset[str]:
    """Return the names that a template asks for."""
    from docxtpl import DocxTemplate

    document = DocxTemplate(io.BytesIO(template.data))
    return frozenset(document.get_undeclared_template_variables(_environment({})))


def with_fixed_moments(data: bytes) -> bytes:
    """Give the parts of a package a fixed time, so that the same content is the same bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in old.namelist():
            info = zipfile.ZipInfo(name, _ZIP_MOMENT)
            info.compress_type, info.create_system = zipfile.ZIP_DEFLATED, 0
            new.writestr(info, old.read(name))
    return buffer.getvalue()


def _environment(missing: dict[str, None]) -> Environment:
    """Return a sandbox in which a template can fill, choose and repeat, and nothing else.

    Args:
        missing: Takes up the names that are not known.
    """
    from jinja2 import Undefined
    from jinja2.exceptions import SecurityError
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    class Sandbox(ImmutableSandboxedEnvironment):
        """Without calls and multiplication: `"x" * 10**9` would fill the memory."""

        intercepted_binops = frozenset(("*", "**", "%"))

        def is_safe_callable(self, _obj: Any) -> bool:
            return False

        def call_binop(self, _context: Any, operator: str, _left: Any, _right: Any) -> Any:
            raise SecurityError(f"hitungan {operator} tidak diizinkan")

    class Missing(Undefined):
        """Notes its name and goes on, so that all unknown placeholders are found in one run."""

        def _note(self, *_: object, **__: object) -> str:
            missing[self._undefined_name or "?"] = None
            return ""

        def __getattr__(self, name: str) -> Undefined:
            if str(name).startswith("__"):
                raise AttributeError(name)
            self._note()
            return self

        def __iter__(self) -> Any:
            self._note()
            return iter(())

        def __bool__(self) -> bool:
            self._note()
            return False

        def __len__(self) -> int:
            self._note()
            return 0

        __str__ = _note
        __html__ = _note
        __getitem__ = __getattr__  # type: ignore[assignment] # a missing name has no items either

    environment = Sandbox(undefined=Missing, autoescape=True)
    environment.globals.clear()
    environment.filters = {name: environment.filters[name] for name in _FILTERS}
    return environment


def _keep_cells_whole(document: Any) -> None:
    """Give cells that lost all their paragraphs a blank one: Word does not open them without."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    for cell in document.element.body.iter(qn("w:tc")):
        if len(cell) == 0 or cell[-1].tag != qn("w:p"):
            cell.append(OxmlElement("w:p"))


def _cleaned(filling: Any, document: Any) -> Any:
    """Take out of all texts what a document cannot hold, and make pictures ready to go in."""
    if isinstance(filling, str):
        text = filling.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
        return _CONTROL.sub("", text)
    if isinstance(filling, Picture):
        from docx.shared import Mm
        from docxtpl import InlineImage

        return InlineImage(document, io.BytesIO(filling.data), width=Mm(filling.width_mm))
    if isinstance(filling, Mapping):
        return {name: _cleaned(value, document) for name, value in filling.items()}
    if isinstance(filling, Sequence):
        return [_cleaned(value, document) for value in filling]
    return filling


def _describe_pictures(document: Any, filling: Any) -> None:
    from docx.oxml.ns import qn

    described = {picture.data: picture.description for picture in _pictures(filling)}
    for inline in document.element.body.iter(qn("wp:inline")) if described else ():
        for blip in inline.iter(qn("a:blip")):
            part = document.part.related_parts.get(blip.get(qn("r:embed")))
            text = described.get(part.blob) if part is not None else None
            if text:
                inline.docPr.set("descr", _CONTROL.sub("", text))


def _pictures(filling: Any) -> Iterator[Picture]:
    if isinstance(filling, Picture):
        yield filling
    elif isinstance(filling, Mapping):
        for value in filling.values():
            yield from _pictures(value)
    elif isinstance(filling, Sequence) and not isinstance(filling, str):
        for value in filling:
            yield from _pictures(value)


def _refuse_other_files(template: Template) -> None:
    data = template.data
    if data.startswith(_OLE):
        raise _not_word(template, "masih berformat lama (.doc) atau dikunci kata sandi")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > LARGEST_UNPACKED_BYTES:
                raise _not_word(template, "terlalu besar bila dibuka")
            types = archive.read("[Content_Types].xml")
            if archive.testzip() is not None:
                raise zipfile.BadZipFile
    except KeyError as error:
        raise _not_word(template, f"bukan dokumen Word ({ENDING})") from error
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        if zipfile.is_zipfile(io.BytesIO(data)) or data.startswith(b"PK"):
            raise _damaged(template, error) from error
        raise _not_word(template, f"bukan dokumen Word ({ENDING})") from error
    if _MACRO_TYPE in types:
        raise _not_word(template, "memuat makro")
    if _MAIN_TYPE not in types:
        raise _not_word(template, f"bukan dokumen Word ({ENDING})")


def _not_word(template: Template, what: str) -> KinerjaError:
    return KinerjaError(
        f"Templat ini {what}.",
        where=template.name,
        remedy=f"Simpan templat sebagai Dokumen Word ({ENDING}) tanpa makro dan tanpa kata sandi.",
    )


def _reason(error: Exception) -> str:
    return " ".join(str(error).split())[:120] or type(error).__name__


def _damaged(template: Template, error: Exception) -> KinerjaError:
    return KinerjaError(
        f"Templat ini rusak dan tidak dapat dibuka ({_reason(error)}).",
        where=template.name,
        remedy="Buka dan simpan ulang di Word, atau hapus dari folder templat agar templat bawaan "
        "dipakai.",
    )


def _faulty(template: Template, error: Exception) -> KinerjaError:
    reason = " ".join(str(error).split()).rstrip(".")[:200]
    around = " ".join(" ".join(getattr(error, "docx_context", ())).split())[:120]
    near = f' di sekitar "{around}"' if around else ""
    return KinerjaError(
        f"Tanda isian dalam templat salah{near}: {reason}.",
        where=template.name,
        remedy="Perbaiki tanda {{ ... }} atau {% ... %} di bagian itu; setiap {%p if %} dan "
        "{%tr for %} harus ditutup.",
    )


def _misplaced(template: Template, error: Exception) -> KinerjaError:
    return KinerjaError(
        f"Tanda isian dalam templat merusak susunan dokumen ({_reason(error)}).",
        where=template.name,
        remedy="Tulis {%p ... %} dalam paragraf sendiri dan {%tr ... %} dalam baris tabel sendiri.",
    )


def _unknown(
    template: Template, missing: Mapping[str, None], filling: Mapping[str, Filling]
) -> KinerjaError:
    named = ", ".join(f"{{{{ {name} }}}}" for name in missing)
    return KinerjaError(
        f"Templat memakai tanda isian yang tidak dikenal: {named}.",
        where=template.name,
        remedy=f"Yang dikenal: {', '.join(sorted(filling))}.",
    )
