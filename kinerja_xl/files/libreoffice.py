"""LibreOffice on this computer: its programs, its Python, and its extensions through unopkg."""

from __future__ import annotations

import re
import shutil
import zipfile
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from kinerja_xl.errors import KinerjaError
from kinerja_xl.files.interpreter import OLDEST, Interpreter, ask_interpreter
from kinerja_xl.files.machine import MACOS, WINDOWS, Answer, Machine, run_program
from kinerja_xl.files.office_profile import TO_CLOSE
from kinerja_xl.files.problems import Problem

EXTENSION = "Kinerja.oxt"

_SECONDS = 180.0
"""unopkg writes a whole profile at its first run."""

_ASKING_SECONDS = 60.0
_DESCRIPTION = "description.xml"
_IDENTIFIER = "{http://openoffice.org/extensions/description/2006}identifier"
_LISTED = re.compile(r"^Identifier:\s*(\S+)", re.MULTILINE)
_VERSION = re.compile(r"LibreOffice\S*\s+([0-9][0-9.]*)")
_PACKAGE = "kinerja_xl"
_BRIDGE = "xlwings"


@dataclass(frozen=True, slots=True)
class LibreOffice:
    """A LibreOffice that was found.

    Attributes:
        soffice: The program itself.
        unopkg: The program that adds and removes extensions.
        python: The interpreter in which its Python extensions run; `None` when it has none.
        version: Such as 7.4.7.2; "" when it does not say.
    """

    soffice: Path
    unopkg: Path
    python: Path | None
    version: str


def shipped_extension(machine: Machine) -> Path:
    """Return the extension that came with the program; it need not exist."""
    return machine.resources / EXTENSION


def find_libreoffice(machine: Machine) -> LibreOffice | None:
    """Look for LibreOffice: the variable SOFFICE, the PATH, the usual places of the system."""
    for candidate in soffice_candidates(machine):
        if not candidate.is_file():
            continue
        soffice = candidate.resolve()
        unopkg = _unopkg(machine, soffice)
        if unopkg is not None:
            return LibreOffice(soffice, unopkg, _python(machine, soffice), _version(soffice))
    return None


def soffice_candidates(machine: Machine) -> tuple[Path, ...]:
    """List where LibreOffice may be, best first; the places need not exist."""
    search = machine.variable("PATH")
    on_path = (shutil.which(name, path=search) for name in ("soffice", "libreoffice") if search)
    named = [machine.variable("SOFFICE"), *on_path]
    places = [Path(text) for text in named if text]
    if machine.system == WINDOWS:
        for name in ("ProgramFiles", "ProgramFiles(x86)"):
            if programs := machine.variable(name):
                places.append(Path(programs) / "LibreOffice" / "program" / "soffice.exe")
    elif machine.system == MACOS:
        bundle = Path("Applications", "LibreOffice.app", "Contents", "MacOS", "soffice")
        places += [machine.root / bundle, machine.home / bundle]
    else:
        places.append(machine.root / "usr" / "lib" / "libreoffice" / "program" / "soffice")
        versions = (machine.root / "opt").glob("libreoffice*/program/soffice")
        places += sorted(versions, reverse=True)
    return tuple(places)


def extension_identifier(extension: Path) -> str:
    """Read the identifier from an extension's description.

    Raises:
        KinerjaError: If the file is no extension.
    """
    try:
        with zipfile.ZipFile(extension) as archive:
            root = ElementTree.fromstring(archive.read(_DESCRIPTION))
    except (OSError, KeyError, zipfile.BadZipFile, ElementTree.ParseError) as error:
        raise KinerjaError(
            "Berkas ini bukan ekstensi LibreOffice.",
            where=str(extension),
            remedy="Pasang ulang kinerja-xl dari paket yang lengkap.",
        ) from error
    found = root.find(_IDENTIFIER)
    identifier = found.get("value", "") if found is not None else ""
    return identifier or f"org.openoffice.legacy.{extension.name}"


def installed_extensions(office: LibreOffice, profile: Path | None = None) -> tuple[str, ...]:
    """List the identifiers of the account's extensions.

    Raises:
        KinerjaError: If unopkg cannot be run, for example because LibreOffice is running.
    """
    answer = _unopkg_run(office, ["list"], profile)
    return tuple(_LISTED.findall(answer.output))


def add_extension(office: LibreOffice, extension: Path, profile: Path | None = None) -> None:
    """Add an extension for this account; one with the same identifier is replaced.

    Args:
        office: Which LibreOffice.
        extension: The .oxt file.
        profile: Folder of another profile than the account's own.

    Raises:
        KinerjaError: If it cannot be added.
    """
    _unopkg_run(office, ["add", "--force", "--suppress-license", str(extension)], profile)


def remove_extension(office: LibreOffice, identifier: str, profile: Path | None = None) -> bool:
    """Remove an extension of this account and say whether there was one.

    Raises:
        KinerjaError: If it cannot be removed.
    """
    if identifier not in installed_extensions(office, profile):
        return False
    _unopkg_run(office, ["remove", identifier], profile)
    return True


def ask_office_python(
    machine: Machine, office: LibreOffice, search_path: tuple[str, ...]
) -> Interpreter | str:
    """Ask the interpreter of the extension for UNO and for this program.

    Args:
        machine: Where.
        office: Which LibreOffice.
        search_path: The folders that the extension adds, as noted when it was installed.
    """
    if office.python is None:
        return "tidak ada"
    modules = ("uno", _PACKAGE, _BRIDGE)
    return ask_interpreter(machine, office.python, modules, search_path=search_path)


def missing_libreoffice() -> Problem:
    """Say that there is no LibreOffice."""
    return Problem(
        "LIBREOFFICE_MISSING",
        "LibreOffice",
        "LibreOffice tidak ditemukan di komputer ini.",
        "Pasang LibreOffice (Debian dan Ubuntu: apt install libreoffice-calc python3-uno).",
    )


def missing_extension(machine: Machine) -> Problem:
    """Say that the program came without its extension."""
    return Problem(
        "EXTENSION_NOT_SHIPPED",
        str(shipped_extension(machine)),
        "Ekstensi Kinerja.oxt untuk LibreOffice tidak ada dalam paket program ini.",
        "Pasang kinerja-xl dari paket yang memuatnya; sementara itu pakai perintah kinerja-xl di "
        "terminal.",
    )


def check_python(
    office: LibreOffice, answer: Interpreter | str, installed_for: str
) -> list[Problem]:
    """Check the Python of LibreOffice against what the extension needs.

    Args:
        office: Which LibreOffice.
        answer: What its Python said.
        installed_for: Version of the Python that the extension borrows packages from, such as
            3.11; "" when nothing is noted. Compiled packages fit their own version only.
    """
    place = str(office.python or office.soffice)
    if isinstance(answer, str):
        return [
            Problem(
                "LIBREOFFICE_PYTHON", place, f"Python untuk LibreOffice {answer}.",
                "Pasang dukungan Python LibreOffice (Debian dan Ubuntu: apt install python3-uno).",
            )
        ]  # fmt: skip
    found = []
    if "uno" in answer.failures:
        found.append(
            Problem(
                "UNO_MISSING", place,
                f"Jembatan UNO gagal dimuat ({answer.failures['uno']}).",
                "Pasang python3-uno (Debian dan Ubuntu: apt install python3-uno), atau "
                "LibreOffice dari libreoffice.org.",
            )
        )  # fmt: skip
    if answer.version < OLDEST:
        version, oldest = (".".join(map(str, number)) for number in (answer.version, OLDEST))
        found.append(
            Problem(
                "LIBREOFFICE_PYTHON_OLD", place,
                f"LibreOffice ini memakai Python {version}; ekstensi memerlukan {oldest}.",
                "Pasang LibreOffice yang lebih baru, atau pakai perintah kinerja-xl di terminal.",
            )
        )  # fmt: skip
        return found
    version = ".".join(map(str, answer.version))
    lacking = next((name for name in (_PACKAGE, _BRIDGE) if name in answer.failures), "")
    if installed_for and installed_for != version:
        found.append(
            Problem(
                "LIBREOFFICE_OTHER_PYTHON", place,
                f"LibreOffice memakai Python {version}, sedangkan kinerja-xl dipasang dengan "
                f"Python {installed_for}.",
                f"Pasang kinerja-xl dengan Python {version}, lalu dari sana jalankan kinerja-xl "
                "install --libreoffice.",
            )
        )  # fmt: skip
    elif lacking:
        found.append(
            Problem(
                "LIBREOFFICE_LACKS_PACKAGE", place,
                f"{lacking} gagal dimuat di Python LibreOffice ({answer.failures[lacking]}).",
                f"Pasang kinerja-xl dengan Python {version}, lalu dari sana jalankan kinerja-xl "
                "install --libreoffice.",
            )
        )  # fmt: skip
    return found


def _unopkg_run(office: LibreOffice, arguments: list[str], profile: Path | None) -> Answer:
    own = [f"-env:UserInstallation={profile.absolute().as_uri()}"] if profile else []
    try:
        answer = run_program([office.unopkg, *arguments, *own], seconds=_SECONDS)
    except OSError as error:
        raise _unopkg_error(office, error.strerror or str(error)) from error
    if answer.exit_code is None:
        raise KinerjaError(
            f"Pengelola ekstensi LibreOffice tidak menjawab dalam {_SECONDS:g} detik.",
            where=str(office.unopkg),
            remedy=TO_CLOSE,
        )
    if answer.exit_code != 0 or "ERROR:" in answer.output:
        raise _unopkg_error(office, " ".join(answer.output.split())[:300] or "tanpa keterangan")
    return answer


def _unopkg_error(office: LibreOffice, reason: str) -> KinerjaError:
    if "as root" in reason:
        remedy = "Jalankan sebagai akun yang memakai LibreOffice, bukan sebagai root."
    elif "lock" in reason:
        remedy = TO_CLOSE
    else:
        remedy = "Perbarui LibreOffice dan kinerja-xl, lalu jalankan lagi."
    return KinerjaError(
        f"Pengelola ekstensi LibreOffice gagal: {reason.rstrip('.')}.",
        where=str(office.unopkg),
        remedy=remedy,
    )


def _unopkg(machine: Machine, soffice: Path) -> Path | None:
    names = ("unopkg.com", "unopkg.exe") if machine.system == WINDOWS else ("unopkg", "unopkg.bin")
    places = [soffice.parent / name for name in names]
    search = machine.variable("PATH")
    if search and (on_path := shutil.which("unopkg", path=search)):
        places.append(Path(on_path))
    return next((place for place in places if place.is_file()), None)


def _python(machine: Machine, soffice: Path) -> Path | None:
    """Return LibreOffice's own interpreter, or the system's that distributions link it with."""
    folder = soffice.parent
    if machine.system == WINDOWS:
        places = [folder / "python.exe"]
    elif machine.system == MACOS:
        places = [folder.parent / "Resources" / "python"]
    else:
        places = [folder / "python", machine.root / "usr" / "bin" / "python3"]
    return next((place for place in places if place.is_file()), None)


def _version(soffice: Path) -> str:
    console = soffice.with_suffix(".com")  # on Windows the program without a console prints nothing
    program = console if console.is_file() else soffice
    try:
        answer = run_program([program, "--version"], seconds=_ASKING_SECONDS)
    except OSError:
        return ""
    found = _VERSION.search(answer.output)
    return found[1] if found else ""
