"""Where an open workbook lies on this computer, also when the program calls it by a web address."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path, PurePath
from urllib.parse import unquote, urlsplit

from kinerja_xl.errors import KinerjaError

_PERSONAL_HOST = "d.docs.live.net"
_WORK_HOST, _LIBRARY_HOST = "-my.sharepoint.", ".sharepoint."
_VARIABLES = ("OneDriveCommercial", "OneDriveConsumer", "OneDrive")
"""What OneDrive's own program sets to the folders that it keeps in step."""


def is_address(place: str) -> bool:
    """Say whether a workbook's place is a web address."""
    return place.casefold().startswith(("https://", "http://"))


def local_path(
    place: str,
    environment: Mapping[str, str],
    is_it: Callable[[Path], bool] = Path.is_file,
) -> Path:
    """Return the file that an open workbook is, on this computer.

    Args:
        place: A path, or the web address by which Excel calls a file that OneDrive keeps in step.
        environment: The environment variables.
        is_it: Says whether a file is there and is that workbook: the address of another person or
            site may end like the place of one's own.

    Raises:
        KinerjaError: If the workbook was never saved, or its file is not found on this computer.
    """
    if not is_address(place):
        path = Path(place)
        if not path.is_absolute():
            raise never_saved(place)
        return path
    for path in _candidates(place, environment):
        if is_it(path):
            return path
    raise KinerjaError(
        "Buku induk dibuka dari OneDrive atau SharePoint, dan salinannya di komputer ini tidak "
        "ditemukan.",
        where=PurePath(unquote(place)).name,
        remedy="Sinkronkan folder kantor dengan OneDrive, buka buku induk dari folder itu di "
        "komputer, atau pindahkan folder kantor ke luar OneDrive.",
    )


def never_saved(name: str) -> KinerjaError:
    """Make the error for a workbook that has no file yet."""
    return KinerjaError(
        "Buku kerja ini belum pernah disimpan.",
        where=name,
        remedy="Simpan dulu di folder kantor, lalu tekan tombol lagi.",
    )


def _candidates(place: str, environment: Mapping[str, str]) -> Iterator[Path]:
    """List where the file may lie below the folders that OneDrive keeps in step.

    A personal address begins with the account's number, one of a work account with
    `personal/<user>/Documents`. A SharePoint library may be kept in step from any of its folders,
    so ever shorter ends are tried, down to the file and its folder.
    """
    parts = urlsplit(place)
    host = (parts.hostname or "").casefold()
    steps = [unquote(step) for step in parts.path.split("/") if step]
    if host == _PERSONAL_HOST:
        ends = [steps[1:]]
    elif _WORK_HOST in host:
        ends = [steps[3:]]
    elif _LIBRARY_HOST in host:
        ends = [steps[first:] for first in range(1, len(steps) - 1)]
    else:
        return
    roots = dict.fromkeys(environment[name] for name in _VARIABLES if environment.get(name))
    for end in ends:
        if end and ".." not in end:
            yield from (Path(root, *end) for root in roots)
