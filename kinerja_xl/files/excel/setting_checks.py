"""Excel's Trust Center, as far as the registry of Windows shows it."""

from __future__ import annotations

from dataclasses import dataclass

from kinerja_xl.core.findings import Severity
from kinerja_xl.files.excel.program import Excel
from kinerja_xl.files.machine import Machine
from kinerja_xl.files.problems import Problem

_POLICIES = (
    r"HKLM\Software\Policies\Microsoft\Office",
    r"HKCU\Software\Policies\Microsoft\Office",
    r"HKCU\Software\Policies\Microsoft\Cloud\Office",
)
_OWN = r"HKCU\Software\Microsoft\Office"
_SIGNED_ONLY = 3
_TRUST_CENTER = "File > Opsi > Pusat Kepercayaan > Pengaturan Pusat Kepercayaan"


@dataclass(frozen=True, slots=True)
class _Setting:
    key: str
    value: int
    is_policy: bool


def check_settings(machine: Machine, excel: Excel) -> list[Problem]:
    """Check the settings that switch off macros and add-ins.

    The add-in lies in a trusted place, so the macro setting stops it only where trusted places
    are switched off; the buttons inside a master lie in no such place.
    """
    found = []
    if (vba := _setting(machine, excel, r"Common", "VBAOff")) and vba.value:
        found.append(
            _problem(vba, "VBA_OFF", "VBA dimatikan untuk seluruh Office.", "aktifkan VBA")
        )
    if (addins := _setting(machine, excel, r"Excel\Security", "DisableAllAddins")) and addins.value:
        found.append(
            _problem(
                addins, "ADDINS_OFF", "Semua add-in Excel dimatikan.",
                "kosongkan Nonaktifkan semua Add-in Aplikasi pada Add-in",
            )
        )  # fmt: skip
    if (signed := _setting(machine, excel, r"Excel\Security", "RequireAddinSig")) and signed.value:
        found.append(
            _problem(
                signed, "ADDIN_SIGNATURE", "Excel hanya memuat add-in yang ditandatangani.",
                "kosongkan syarat tanda tangan pada Add-in",
            )
        )  # fmt: skip
    places = _setting(machine, excel, r"Excel\Security\Trusted Locations", "AllLocationsDisabled")
    if places and places.value:
        found.append(
            _problem(
                places, "TRUSTED_PLACES_OFF",
                "Lokasi tepercaya dimatikan, sehingga add-in tunduk pada pengaturan makro.",
                "kosongkan Nonaktifkan semua Lokasi Tepercaya pada Lokasi Tepercaya",
                Severity.WARNING,
            )
        )  # fmt: skip
    macros = _setting(machine, excel, r"Excel\Security", "VBAWarnings")
    if macros and macros.value >= _SIGNED_ONLY:
        found.append(_macro_problem(macros, are_places_off=bool(places and places.value)))
    return found


def _macro_problem(setting: _Setting, *, are_places_off: bool) -> Problem:
    allowed = (
        "Hanya makro yang ditandatangani boleh berjalan"
        if setting.value == _SIGNED_ONLY
        else "Semua makro dimatikan"
    )
    if are_places_off:
        return _problem(
            setting, "MACROS_OFF", f"{allowed}, juga makro add-in Kinerja.",
            "pilih Nonaktifkan makro VBA dengan pemberitahuan pada Pengaturan Makro",
        )  # fmt: skip
    return _problem(
        setting, "MACROS_OFF",
        f"{allowed} di luar lokasi tepercaya: tab Kinerja berfungsi, tombol di lembar KENDALI "
        "tidak.",
        "tambahkan folder kantor pada Lokasi Tepercaya, atau pakai tab Kinerja",
        Severity.WARNING,
    )  # fmt: skip


def _problem(
    setting: _Setting, code: str, message: str, mending: str, severity: Severity = Severity.ERROR
) -> Problem:
    if setting.is_policy:
        remedy = f"Ditetapkan kebijakan kantor; minta pengelola komputer: {mending}."
    else:
        remedy = f"Di Excel, {_TRUST_CENTER}: {mending}."
    return Problem(code, setting.key, message, remedy, severity)


def _setting(machine: Machine, excel: Excel, path: str, name: str) -> _Setting | None:
    """Return a setting; policies go before the user's own choice."""
    for root in (*_POLICIES, _OWN):
        key = rf"{root}\{excel.registry_version}\{path}"
        value = machine.registry.values(key).get(name)
        if isinstance(value, int):
            return _Setting(rf"{key}\{name}", value, root != _OWN)
    return None
