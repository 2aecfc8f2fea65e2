"""What workbook/build_extension.py makes: the extension of LibreOffice."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree

from kinerja_xl.layout.control_buttons import BUTTONS
from tests.workbook.vba_sources import (
    BUTTON_FUNCTIONS,
    RIBBON_FUNCTIONS,
    ROOT,
    public_functions,
    ribbon_buttons,
)
from workbook import build_extension
from workbook.build_extension import COMPONENT, EXTENSION_NAME, FOLDER, PROTOCOL, RIBBON, entries

if TYPE_CHECKING:
    import pytest

NAME = "{http://openoffice.org/2001/registry}name"
XML = ("xml", "xcu", "components")


def parts() -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(build_extension.build_extension())) as package:
        return {name: package.read(name) for name in package.namelist()}


def commands(name: str, parent: str) -> list[tuple[str, str]]:
    """Return address and title of every entry below a node of Addons.xcu."""
    root = ElementTree.fromstring(parts()[name])
    (node,) = (each for each in root.iter("node") if each.get(NAME) == parent)
    found = []
    for each in node.iter("node"):
        texts = {
            prop.get(NAME): {value.text or "" for value in prop.iter("value")}
            for prop in each.findall("prop")
        }
        if "URL" in texts:
            (url,) = texts["URL"]
            (title,) = texts.get("Title", {""})
            found.append((url, title))
    return found


def test_build_extension__twice__gives_the_same_bytes() -> None:
    assert build_extension.build_extension() == build_extension.build_extension()


def test_build_extension__fresh__is_what_is_committed() -> None:
    committed = (FOLDER / EXTENSION_NAME).read_bytes()

    assert committed == build_extension.build_extension(), "run: python workbook/build_extension.py"


def test_build_extension__sources_with_other_line_ends__are_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = build_extension.build_extension()
    checked_out = tmp_path / COMPONENT.name
    checked_out.write_bytes(COMPONENT.read_bytes().replace(b"\n", b"\r\n"))
    monkeypatch.setattr(build_extension, "COMPONENT", checked_out)

    assert build_extension.build_extension() == expected


def test_build_extension__every_part__is_well_formed_and_named_in_the_manifest() -> None:
    content = parts()

    for name, data in content.items():
        if name.endswith(XML):
            ElementTree.fromstring(data)
        else:
            compile(data, name, "exec")
    manifest = content["META-INF/manifest.xml"].decode()
    unnamed = {"META-INF/manifest.xml", "description.xml", COMPONENT.name}
    assert [name for name in content if name not in unnamed and name not in manifest] == []


def test_entries__are_the_buttons_of_the_ribbon() -> None:
    listed = entries(RIBBON.read_bytes())

    functions, labels = [each.function for each in listed], [each.label for each in listed]
    assert tuple(functions) == RIBBON_FUNCTIONS
    assert labels == [button["label"] for button in ribbon_buttons()]
    assert set(functions) <= public_functions(ROOT / "kinerja_xl" / "live" / "buttons.py")
    assert [each.label for each in listed if each.is_first] == [
        "Atur Periode", "Distribusi", "Terima Baris", "Mulai Langkah", "Buat Naskah",
        "Segarkan Status",
    ]  # fmt: skip


def test_build_extension__toolbar__offers_the_buttons_of_kendali_in_groups() -> None:
    found = commands("Addons.xcu", "id.kinerja_xl.toolbar")

    assert [each for each in found if each[0].startswith(PROTOCOL)] == [
        (PROTOCOL + function, button.label)
        for function, button in zip(BUTTON_FUNCTIONS, BUTTONS, strict=True)
    ]
    before = [n for n, (url, _) in enumerate(found) if url == "private:separator"]
    assert [found[n + 1][1] for n in before] == ["Distribusi", "Mulai Langkah", "Segarkan Status"]


def test_build_extension__menu__offers_every_button_in_groups() -> None:
    found = commands("Addons.xcu", "id.kinerja_xl.menu")

    listed = entries(RIBBON.read_bytes())
    assert [each for each in found if each[0].startswith(PROTOCOL)] == [
        (PROTOCOL + each.function, each.label) for each in listed
    ]
    separators = [url for url, _ in found if url == "private:separator"]
    assert len(separators) == sum(each.is_first for each in listed) - 1
