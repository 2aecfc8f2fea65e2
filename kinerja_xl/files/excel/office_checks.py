"""Whether the buttons work where an office keeps its master."""

from __future__ import annotations

from pathlib import Path

from kinerja_xl.core.findings import Severity
from kinerja_xl.errors import KinerjaError
from kinerja_xl.files.excel import config_file, places
from kinerja_xl.files.machine import Machine
from kinerja_xl.files.marks import origin_mark, synchronising_service
from kinerja_xl.files.problems import Problem

_MASTERS = ("Kinerja.xlsm", "Kinerja.xlsx")
_LONGEST_PATH = 218
"""Excel opens no workbook with a longer path (Microsoft's specifications of Excel)."""


def check_office(machine: Machine, place: Path) -> list[Problem]:
    """Check an office's folder, or the folder of a master.

    Raises:
        KinerjaError: If there is no such folder or file.
    """
    if not place.exists():
        raise KinerjaError(
            "Folder atau buku induk ini tidak ada.",
            where=str(place),
            remedy="Sebutkan folder kantor atau buku induknya.",
        )
    place = place.absolute()
    folder = place if place.is_dir() else place.parent
    masters = [place] if place.is_file() else [folder / name for name in _MASTERS]
    found = _check_folder(machine, folder)
    for master in masters:
        if master.is_file():
            found += _check_master(machine, master)
    return found


def _check_folder(machine: Machine, folder: Path) -> list[Problem]:
    found = []
    if service := synchronising_service(machine, str(folder)):
        found.append(
            Problem(
                "OFFICE_IN_CLOUD", str(folder),
                f"Folder kantor disinkronkan {service}; berkas dapat terkunci atau tertimpa "
                "salinan lain saat tombol bekerja.",
                "Pindahkan folder kantor ke luar folder itu, misalnya ke C:\\Kinerja-2026, atau "
                "jeda sinkronisasi selama bekerja.",
                Severity.WARNING,
            )
        )  # fmt: skip
    config = folder / places.CONFIG
    if config.is_file():
        data = config.read_bytes()
        key = places.interpreter_key(machine)
        entry = config_file.find_entry(data, key, machine.text_encoding)
        if entry is not None:
            found.append(
                Problem(
                    "CONFIG_OVERRIDDEN", str(config),
                    f"Pengaturan di folder kantor mendahului pengaturan akun: {key} = "
                    f"{entry.value}.",
                    f"Hapus entri {key} dari berkas itu, atau hapus berkasnya.",
                )
            )  # fmt: skip
    return found


def _check_master(machine: Machine, master: Path) -> list[Problem]:
    found = []
    if mark := origin_mark(machine, master):
        found.append(
            Problem(
                "MASTER_BLOCKED", str(master),
                f"Buku induk ditandai berasal dari internet ({mark}), sehingga makronya diblokir.",
                "Klik kanan berkas > Properti > centang Buka blokir > OK.",
            )
        )  # fmt: skip
    if _has_config_sheet(master):
        found.append(
            Problem(
                "CONFIG_OVERRIDDEN", f"{master} [{places.CONFIG}]",
                "Lembar xlwings.conf di buku induk mendahului pengaturan akun.",
                "Ganti nama lembar itu atau hapus.",
            )
        )  # fmt: skip
    if len(str(master)) > _LONGEST_PATH:
        found.append(
            Problem(
                "MASTER_PATH_TOO_LONG", str(master),
                f"Jalur buku induk lebih panjang dari {_LONGEST_PATH} huruf; Excel tidak dapat "
                "membukanya.",
                "Pindahkan folder kantor lebih dekat ke akar, misalnya C:\\Kinerja-2026.",
            )
        )  # fmt: skip
    return found


def _has_config_sheet(master: Path) -> bool:
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        with CalamineWorkbook.from_path(master) as book:
            return places.CONFIG in book.sheet_names
    except (CalamineError, OSError):  # that the master is damaged is for the verbs to say
        return False
