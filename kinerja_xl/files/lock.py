"""One writer at a time: the lock beside a master, which says who holds it and survives a crash."""

from __future__ import annotations

import contextlib
import errno
import getpass
import json
import os
import platform
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from kinerja_xl.errors import KinerjaError
from kinerja_xl.files.atomic import (
    cannot_write,
    read_patiently,
    remove_patiently,
    temporary_beside,
)
from kinerja_xl.files.leftovers import clear_left_over
from kinerja_xl.files.processes import is_same_process, start_of

_ATTEMPTS = 20
_YOUNG_SECONDS = 60.0
_LONGEST_BYTES = 4096
_NO_LINKS = frozenset(
    {errno.EPERM, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EMLINK, errno.EINVAL}
)
"""What a file system without hard links answers (FAT, many network shares, some phones)."""


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds a lock.

    Attributes:
        program: What runs, such as `kinerja-xl merge`.
        host: The computer's name.
        account: The account it runs under.
        process: Its number on that computer.
        start: What tells the process from others with that number; see `start_of`.
        since: When the lock was taken, ISO 8601 with the offset to UTC.
    """

    program: str
    host: str
    account: str
    process: int
    start: str
    since: str

    def is_gone(self) -> bool:
        """Say whether the process has ended for sure; of another computer nobody knows."""
        return self.host == platform.node() and not is_same_process(self.process, self.start)


@dataclass(frozen=True, slots=True)
class Lock:
    """A lock that this program holds; `was_abandoned` says that a run died before this one."""

    path: Path
    content: bytes
    was_abandoned: bool

    def require_held(self) -> None:
        """Refuse to go on when somebody removed the lock or took it.

        Raises:
            KinerjaError: If it is not there or another's.
        """
        if _content(self.path) != self.content:
            raise KinerjaError(
                "Kunci buku induk dihapus atau diambil program lain; tidak ada yang diubah.",
                where=str(self.path),
                remedy="Pastikan tidak ada program lain yang bekerja, lalu jalankan lagi.",
            )


def lock_path(master: Path) -> Path:
    """Return where the lock of a master lies: beside the file itself, also for a link to it."""
    target = master.resolve()
    return target.with_name(f".kinerja-{target.name}.lock")


@contextlib.contextmanager
def hold(master: Path, program: str) -> Iterator[Lock]:
    """Hold the lock of a master; its folder exists, the master need not.

    The lock appears whole or not at all. One whose process is gone is taken over, and what that
    process left half-written is cleared away.

    Args:
        master: The master's path.
        program: What is run, for the message that others get.

    Raises:
        KinerjaError: If another program holds it, also one on another computer, or the folder
            cannot be written.
    """
    path = lock_path(master)
    content = _own_content(program)
    try:
        was_abandoned = _take(path, content)
    except OSError as error:
        raise cannot_write(path.parent, error) from error
    lock = Lock(path, content, was_abandoned)
    try:
        clear_left_over(master, path.parent, has_died=was_abandoned)
        yield lock
    finally:
        _release(lock)


def holder_of(master: Path) -> Holder | None:
    """Return who holds the lock of a master; `None` when nobody does, or nobody can tell."""
    content = _content(lock_path(master))
    return _parsed(content) if content else None


def _own_content(program: str) -> bytes:
    process = os.getpid()
    try:
        account = getpass.getuser()
    except (ImportError, KeyError, OSError):  # an account without a name, as in containers
        account = ""
    since = datetime.now().astimezone().isoformat(timespec="seconds")
    holder = Holder(program, platform.node(), account, process, start_of(process), since)
    return json.dumps(asdict(holder), ensure_ascii=False).encode()


def _take(path: Path, content: bytes) -> bool:
    """Put the lock there; say whether an abandoned one had to be cleared away first."""
    was_abandoned = False
    for _ in range(_ATTEMPTS):
        if _create(path, content):
            return was_abandoned
        present = _content(path)
        if present is None:
            continue  # released meanwhile
        if not _is_abandoned(path, present):
            break
        was_abandoned |= _clear(path, present)
    raise _refusal(path)


def _create(path: Path, content: bytes) -> bool:
    """Make the lock, whole at once; `False` when there is one already."""
    temporary = temporary_beside(path)
    try:
        _write_new(temporary, content)
        try:
            if os.name == "nt":
                temporary.rename(path)  # there it refuses to replace
            else:
                path.hardlink_to(temporary)
        except FileExistsError:
            return False
        except FileNotFoundError:  # another program took it for left over
            return False
        except OSError as error:
            if os.name == "nt" or error.errno not in _NO_LINKS:
                raise
            return _create_in_place(path, content)
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)
    return True


def _create_in_place(path: Path, content: bytes) -> bool:
    """Make the lock where there are no hard links; for an instant it is there and empty."""
    try:
        _write_new(path, content)
    except FileExistsError:
        return False
    except BaseException:
        with contextlib.suppress(OSError):
            path.unlink(missing_ok=True)
        raise
    return True


def _write_new(path: Path, content: bytes) -> None:
    """Write a file that is not there yet; a lock need not outlive the electricity."""
    with path.open("xb") as file:
        file.write(content)


def _content(path: Path) -> bytes | None:
    try:
        return read_patiently(path)[:_LONGEST_BYTES]
    except FileNotFoundError:
        return None
    except OSError:  # there, and not to be read
        return b""


def _parsed(content: bytes) -> Holder | None:
    try:
        fields = json.loads(content)
        holder = Holder(**fields)
    except (ValueError, TypeError, RecursionError):
        return None
    is_sound = isinstance(holder.process, int) and all(
        isinstance(text, str)
        for text in (holder.program, holder.host, holder.account, holder.start, holder.since)
    )
    return holder if is_sound else None


def _is_abandoned(path: Path, content: bytes) -> bool:
    """Say whether nobody holds the lock any more.

    One that says nothing is either being written at this instant or was cut short, as by a power
    failure; its age tells. One that this account may not read is another account's.
    """
    holder = _parsed(content)
    if holder is not None:
        return holder.is_gone()
    if not os.access(path, os.R_OK):
        return False
    try:
        return abs(time.time() - path.stat().st_mtime) > _YOUNG_SECONDS
    except OSError:
        return False


def _clear(path: Path, content: bytes) -> bool:
    """Remove an abandoned lock, and none that another program put there since.

    Renaming first means that of several programs one alone removes it. Should that one find that
    it took a fresh lock away, it puts it back; and who lost it for good is told by `require_held`
    before anything is written.
    """
    grave = temporary_beside(path)
    try:
        path.rename(grave)
    except FileNotFoundError:
        return False
    is_the_one = _content(grave) == content
    if not is_the_one:
        with contextlib.suppress(OSError):
            path.hardlink_to(grave)
    remove_patiently(grave)
    return is_the_one


def _release(lock: Lock) -> None:
    """Remove the lock; one that cannot be removed is abandoned as soon as this process ends."""
    if _content(lock.path) == lock.content:
        with contextlib.suppress(OSError):
            remove_patiently(lock.path)


def _refusal(path: Path) -> KinerjaError:
    content = _content(path)
    holder = _parsed(content) if content else None
    by_hand = (
        f"Bila sudah dipastikan tidak ada yang bekerja, hapus berkas {path.name} di folder yang "
        "sama, lalu jalankan lagi."
    )
    if holder is None:
        return KinerjaError(
            "Buku induk sedang dikunci program lain.",
            where=str(path.parent),
            remedy=f"Tunggu satu menit, lalu jalankan lagi. {by_hand}",
        )
    is_here = holder.host == platform.node()
    place = "komputer ini" if is_here else f"komputer {holder.host}"
    by_whom = f" oleh {holder.account}" if holder.account else ""
    what = (
        f"Buku induk sedang dikerjakan {holder.program}{by_whom} di {place} sejak "
        f"{_moment(holder.since)} (proses {holder.process})."
    )
    wait = "Tunggu sampai selesai, lalu jalankan lagi."
    return KinerjaError(
        what, where=str(path.parent), remedy=wait if is_here else f"{wait} {by_hand}"
    )


def _moment(since: str) -> str:
    try:
        return datetime.fromisoformat(since).astimezone().strftime("%d.%m.%Y %H.%M")
    except (ValueError, OverflowError):
        return since
