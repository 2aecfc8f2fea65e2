"""Whether Excel finds the add-in, the right one, once, and may run it."""

from __future__ import annotations

import struct
from pathlib import Path, PureWindowsPath

from kinerja_xl.core.findings import Severity
from kinerja_xl.files.excel import places
from kinerja_xl.files.excel.program import Excel, com_server, is_excel
from kinerja_xl.files.excel.record import digest
from kinerja_xl.files.machine import WINDOWS, Machine
from kinerja_xl.files.marks import origin_mark
from kinerja_xl.files.problems import Problem

_OTHER_ADDIN = "xlwings.xlam"


def missing_excel() -> Problem:
    """Say that there is no Excel."""
    return Problem(
        "EXCEL_MISSING",
        "Excel",
        "Microsoft Excel tidak ditemukan di komputer ini.",
        "Pasang Excel dan buka sekali, atau pakai LibreOffice: kinerja-xl install --libreoffice.",
    )


def missing_addin(machine: Machine) -> Problem:
    """Say that the program came without its add-in."""
    return Problem(
        "ADDIN_NOT_SHIPPED",
        str(places.shipped_addin(machine)),
        "Add-in Kinerja.xlam tidak ada dalam paket program ini.",
        "Pasang ulang kinerja-xl dari paket yang lengkap.",
    )


def check_excel(machine: Machine, excel: Excel | None) -> list[Problem]:
    """Check that Excel is there and that it is Excel that answers."""
    if excel is None:
        return [missing_excel()]
    server = com_server(machine) if machine.system == WINDOWS else ""
    if server and not is_excel(server):
        return [
            Problem(
                "EXCEL_REPLACED",
                server,
                "Program lain menjawab atas nama Excel, sehingga Python tidak berbicara dengan "
                "Excel.",
                "Matikan pilihan kompatibilitas Office di program itu (WPS: Alat Konfigurasi), "
                "lalu perbaiki Office lewat Setelan > Aplikasi > Microsoft 365 > Ubah > Perbaiki.",
            )
        ]
    return []


def check_addin(machine: Machine, excel: Excel | None) -> list[Problem]:
    """Check the installed add-in against the shipped one, and what keeps Excel from loading it."""
    shipped = places.shipped_addin(machine)
    installed = places.startup_folder(machine) / places.ADDIN
    found = [] if shipped.is_file() else [missing_addin(machine)]
    if not installed.is_file():
        found.append(
            Problem(
                "ADDIN_NOT_INSTALLED",
                str(installed),
                "Add-in Kinerja belum terpasang.",
                "Tutup Excel, lalu jalankan kinerja-xl install.",
            )
        )
    else:
        if shipped.is_file() and digest(shipped.read_bytes()) != digest(installed.read_bytes()):
            found.append(
                Problem(
                    "ADDIN_DIFFERS",
                    str(installed),
                    "Add-in yang terpasang berbeda dari add-in dalam paket program.",
                    "Tutup Excel, lalu jalankan kinerja-xl install.",
                )
            )
        if mark := origin_mark(machine, installed):
            found.append(
                Problem(
                    "ADDIN_BLOCKED",
                    str(installed),
                    f"Add-in ditandai berasal dari internet ({mark}), sehingga dapat diblokir.",
                    "Hapus berkas itu, lalu jalankan kinerja-xl install.",
                )
            )
    if machine.system == WINDOWS and excel is not None:
        found += _check_disabled(machine, excel)
    return found + check_duplicates(machine, excel)


def check_duplicates(machine: Machine, excel: Excel | None) -> list[Problem]:
    """Look for further copies of the add-in, and for xlwings' own add-in."""
    folder = places.startup_folder(machine)
    loaded = [*(_options(machine, excel) if excel else ())]
    copies = [str(place / places.ADDIN) for place in places.other_addin_places(machine)]
    found = [
        Problem(
            "ADDIN_TWICE",
            copy,
            "Salinan lain add-in Kinerja juga dimuat Excel; dua buku kerja bernama sama tidak "
            "dapat terbuka bersamaan.",
            "Tutup Excel, lepas centangnya di File > Opsi > Add-in > Add-in Excel, lalu hapus "
            "salinan itu.",
        )
        for copy in dict.fromkeys(
            [copy for copy in copies if Path(copy).is_file()] + _named(loaded, places.ADDIN, folder)
        )
    ]
    others = [str(folder / _OTHER_ADDIN)] if (folder / _OTHER_ADDIN).is_file() else []
    found += [
        Problem(
            "OTHER_XLWINGS",
            other,
            "Add-in xlwings juga terpasang; isian Interpreter pada tabnya menimpa pengaturan "
            "Python milik add-in Kinerja.",
            "Bila tidak diperlukan, hapus dengan: xlwings addin remove. Bila diperlukan, jangan "
            "ubah isian Interpreter.",
            Severity.WARNING,
        )
        for other in dict.fromkeys(others + _named(loaded, _OTHER_ADDIN, None))
    ]
    return found


def disabled_items(values: dict[str, bytes]) -> tuple[str, ...]:
    """Read the paths of what Excel switched off after a crash, lower case.

    A value holds three numbers (kind, bytes of the path, bytes of the description) and the two
    texts in UTF-16 with a closing zero.
    """
    found = []
    for data in values.values():
        try:
            _kind, length, _described = struct.unpack_from("<III", data)
        except struct.error:
            continue
        text = data[12 : 12 + length].decode("utf-16-le", "replace")
        found.append(text.rstrip("\0").lower())
    return tuple(found)


def _check_disabled(machine: Machine, excel: Excel) -> list[Problem]:
    key = rf"HKCU\Software\Microsoft\Office\{excel.registry_version}\Excel\Resiliency\DisabledItems"
    values = machine.registry.values(key)
    items = disabled_items(
        {name: value for name, value in values.items() if isinstance(value, bytes)}
    )
    return [
        Problem(
            "ADDIN_DISABLED",
            item,
            "Excel menonaktifkan add-in Kinerja setelah macet.",
            "Di Excel: File > Opsi > Add-in, Kelola: Item Dinonaktifkan > Buka, pilih Kinerja, "
            "Aktifkan, lalu buka ulang Excel.",
        )
        for item in items
        if PureWindowsPath(item).name == places.ADDIN.lower()
    ]


def _options(machine: Machine, excel: Excel) -> tuple[str, ...]:
    """List the workbooks that the registry has Excel open at its start (OPEN, OPEN1, ...)."""
    if machine.system != WINDOWS:
        return ()
    values = machine.registry.values(
        rf"HKCU\Software\Microsoft\Office\{excel.registry_version}\Excel\Options"
    )
    opened = [
        text.removeprefix("/R ").strip().strip('"')
        for name, text in values.items()
        if name.upper().startswith("OPEN") and isinstance(text, str)
    ]
    further = values.get("AltStartup")
    if isinstance(further, str) and further and Path(further).is_dir():
        opened += [str(path) for path in Path(further).iterdir()]
    return tuple(opened)


def _named(paths: list[str], name: str, folder: Path | None) -> list[str]:
    """Choose the paths that end in a name and do not lie in that folder."""
    return [
        path
        for path in paths
        if PureWindowsPath(path.replace("/", "\\")).name.lower() == name.lower()
        and (folder is None or Path(path).parent != folder)
    ]
