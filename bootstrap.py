"""Set up a fresh machine with the standard library alone, then run the demo or the tests.

`python bootstrap.py demo [DIR]` and `python bootstrap.py test` make `.venv` with the locked
versions and everything else they need; a second run finds it made and goes straight on.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

if sys.version_info < (3, 11):  # noqa: UP036 - the very reader of this message has an older Python
    raise SystemExit(
        "kinerja-xl needs Python 3.11 or newer; this is Python " + platform.python_version() + "."
    )

ROOT = Path(__file__).resolve().parent
LOCKS = {"demo": "requirements/run.txt", "test": "requirements/ci.txt"}
STAMP = "kinerja-xl.json"
LINES_OF_A_FAILURE = 4


class SetupError(Exception):
    """Something that stops the set-up; its text says what to do."""


# --- Where things are -----------------------------------------------------------------------


def this_system() -> str:
    """Return `windows`, `macos` or `linux`; every other Unix counts as `linux`."""
    return {"Windows": "windows", "Darwin": "macos"}.get(platform.system(), "linux")


def venv_program(venv: Path, name: str, system: str) -> Path:
    """Return where a virtual environment keeps a program; `python` is one of them."""
    if system == "windows":
        return venv / "Scripts" / f"{name}.exe"
    return venv / "bin" / name


def cache_folder(system: str, environment: Mapping[str, str], home: Path) -> Path:
    """Return the folder of this user for things that can be made again."""
    if system == "windows":
        return Path(environment.get("LOCALAPPDATA") or home / "AppData" / "Local") / "kinerja-xl"
    if system == "macos":
        return home / "Library" / "Caches" / "kinerja-xl"
    return Path(environment.get("XDG_CACHE_HOME") or home / ".cache") / "kinerja-xl"


def venv_folder(root: Path, cache: Path, *, is_writable: bool) -> Path:
    """Return where the environment belongs: in the checkout, else in the user's cache.

    Two checkouts that cannot be written get two environments.
    """
    if is_writable:
        return root / ".venv"
    return cache / f"venv-{hashlib.sha256(os.fsencode(root)).hexdigest()[:12]}"


def is_writable_folder(folder: Path) -> bool:
    """Tell by trying: permissions, read-only media and policies all answer the same way."""
    try:
        with tempfile.TemporaryFile(dir=folder):
            return True
    except OSError:
        return False


# --- What to say when it does not work ------------------------------------------------------


def without_venv_message(system: str, version: tuple[int, int]) -> str:
    """Say what to install when this Python cannot make an environment with pip in it."""
    numbered = f"python{version[0]}.{version[1]}"
    if system == "linux":
        return (
            "This Python lacks the modules venv and ensurepip. On Debian and Ubuntu install them "
            f"with 'sudo apt-get install {numbered}-venv', then run this command again."
        )
    return (
        "This Python lacks the modules venv and ensurepip. Install Python 3.11 or newer with the "
        "installer of python.org, then run this command again."
    )


def install_failure_message(output: str, log: Path) -> str:
    """Turn what pip printed into one message: the likely cause, the last lines, the log."""
    lowered = output.lower()
    causes = {
        "The disk is full. Make room, then run this command again.": ("no space left", "errno 28"),
        "A package is not the one that was locked (its hash differs). Do not use it; try another "
        "network.": ("do not match the hashes",),
        "The package index cannot be reached. Check the internet connection (behind a proxy set "
        "HTTPS_PROXY), then run this command again.": (
            "failed to establish",
            "name resolution",
            "connection",
            "timed out",
            "proxyerror",
            "ssl error",
            "certificate",
        ),
        "A package is not offered for this Python or this kind of machine. Use a 64-bit Python "
        "3.11 to 3.14.": ("no matching distribution", "could not find a version"),
    }
    cause = next(
        (text for text, signs in causes.items() if any(sign in lowered for sign in signs)),
        "Packages could not be installed.",
    )
    tail = "\n".join(f"    {line}" for line in output.strip().splitlines()[-LINES_OF_A_FAILURE:])
    return f"{cause}\n{tail}\nEverything that was printed: {log}"


# --- What Debian packs apart -----------------------------------------------------------------


def apt_prefix() -> list[str] | None:
    """Return how to run apt-get without being asked anything, or nothing where that cannot be."""
    if not shutil.which("apt-get"):
        return None
    quiet = ["env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq"]
    if getattr(os, "geteuid", lambda: 1)() == 0:
        return quiet
    if shutil.which("sudo"):
        asks = subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False).returncode
        return None if asks else ["sudo", "-n", *quiet]
    return None


def apt_install(packages: Sequence[str]) -> bool:
    """Install Debian packages where that needs no password; tell whether it worked."""
    prefix = apt_prefix()
    if prefix is None or not packages:
        return False
    say(f"Installing {', '.join(packages)} with apt-get")
    wait = ["-o", "DPkg::Lock::Timeout=300"]
    worked = False
    for command in (["update"], ["install", "-y", "--no-install-recommends", *packages]):
        done = subprocess.run(
            [*prefix, *wait, *command],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            check=False,
        )
        worked = done.returncode == 0
        if not worked:
            say(done.stderr.decode(errors="replace").strip())
    return worked


# --- The environment ------------------------------------------------------------------------


def wanted_digest(project: Mapping[str, object], lock: bytes, python: str, root: str) -> str:
    """Return what an environment must have been made from to be used again.

    Args:
        project: `pyproject.toml` as loaded; only what an installation reads counts.
        lock: The lock file's bytes.
        python: Version and place of the Python that makes the environment.
        root: The checkout, to which the installed project points.
    """
    parts = {name: project.get(name) for name in ("build-system", "project", "dependency-groups")}
    facts = json.dumps([parts, python, root], sort_keys=True).encode()
    return hashlib.sha256(facts + b"\0" + lock).hexdigest()


def lock_digest(verb: str) -> str:
    """Return the digest that an environment for `demo` or `test` must carry now."""
    import tomllib  # an older Python has none and must still reach the message above

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    python = f"{platform.python_version()} {sys.base_prefix}"
    return wanted_digest(project, (ROOT / LOCKS[verb]).read_bytes(), python, str(ROOT))


def read_stamp(venv: Path) -> dict[str, str]:
    """Return what an environment was made for: verb to digest; empty if it was never finished."""
    try:
        stamp = json.loads((venv / STAMP).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return stamp if isinstance(stamp, dict) else {}


def child_environment(environment: Mapping[str, str]) -> dict[str, str]:
    """Return the environment for programs inside `.venv`, free of what would lead them out."""
    unwanted = {"PYTHONHOME", "PYTHONPATH", "PYTHONSTARTUP", "__PYVENV_LAUNCHER__", "PIP_TARGET"}
    kept = {name: value for name, value in environment.items() if name not in unwanted}
    return kept | {"PIP_USER": "0", "PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_NO_INPUT": "1"}


def run_quietly(command: Sequence[str], log: Path) -> tuple[bool, str]:
    """Run a program of the set-up; its output goes to the end of the log and is returned."""
    done = subprocess.run(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        cwd=ROOT,
        env=child_environment(os.environ),
        check=False,
    )
    output = done.stdout.decode(errors="replace")
    with log.open("a", encoding="utf-8") as lines:
        lines.write(output)
    return done.returncode == 0, output


def can_make_venv() -> bool:
    """Tell whether this Python has the modules; Debian packs them apart."""
    modules = ("venv", "ensurepip")
    probe = [sys.executable, "-c", f"import {', '.join(modules)}"]
    return subprocess.run(probe, capture_output=True, check=False).returncode == 0


def create_venv(venv: Path) -> None:
    """Make an empty environment with pip; what an earlier run left half-made is removed.

    Raises:
        SetupError: If this Python cannot, or if the folder is somebody else's.
    """
    is_someone_elses = venv.is_file() or (
        venv.is_dir() and any(venv.iterdir()) and not (venv / "pyvenv.cfg").exists()
    )
    if is_someone_elses:
        raise SetupError(f"{venv} is there and is no virtual environment. Move it away.")
    if not can_make_venv():
        apt_install([f"python3.{sys.version_info.minor}-venv"])
        if not can_make_venv():
            raise SetupError(without_venv_message(this_system(), sys.version_info[:2]))
    # Run from inside the environment that is to be made anew, its own Python must not be used.
    base = getattr(sys, "_base_executable", None) or sys.executable
    done = subprocess.run(
        [base, "-m", "venv", "--clear", str(venv)], capture_output=True, check=False
    )
    if done.returncode:
        reason = (done.stdout + done.stderr).decode(errors="replace").strip()
        raise SetupError(f"{venv} could not be made. {reason}")


def prepare_venv(verb: str) -> Path:
    """Return an environment with the project and the locked versions of `demo` or `test`.

    An environment for the tests serves the demo as well. One that was made from something else,
    or never finished, is made anew.

    Raises:
        SetupError: If it cannot be made.
    """
    cache = cache_folder(this_system(), os.environ, Path.home())
    venv = venv_folder(ROOT, cache, is_writable=is_writable_folder(ROOT))
    python = venv_program(venv, "python", this_system())
    stamp = read_stamp(venv)
    fitting = [name for name in LOCKS if stamp.get(name) == lock_digest(name)]
    if python.exists() and (verb in fitting or "test" in fitting):
        return venv
    if not (python.exists() and fitting):
        say(f"Making {venv}")
        venv.parent.mkdir(parents=True, exist_ok=True)
        create_venv(venv)
    install(venv, verb)
    return venv


def install(venv: Path, verb: str) -> None:
    """Put the locked versions, then the project itself, into an environment and stamp it."""
    (venv / STAMP).unlink(missing_ok=True)
    log = venv / "bootstrap.log"
    pip = [str(venv_program(venv, "python", this_system())), "-m", "pip", "install"]
    say("Installing the locked packages (once, about a minute)")
    locked = ["--require-hashes", "--only-binary", ":all:", "-r", str(ROOT / LOCKS[verb])]
    project = ["--no-deps", "--no-build-isolation", "--editable", str(ROOT)]
    for what in (locked, project):
        worked, output = run_quietly([*pip, *what], log)
        if not worked:
            raise SetupError(install_failure_message(output, log))
    unfinished = venv / f"{STAMP}.tmp"
    unfinished.write_text(json.dumps({verb: lock_digest(verb)}), encoding="utf-8")
    unfinished.replace(venv / STAMP)


# --- The two verbs --------------------------------------------------------------------------


def say(text: str) -> None:
    """Print a line at once, so that it stands before what a child process prints."""
    print(text, flush=True)


def call(command: Sequence[str | Path], *, cwd: Path | None = None) -> int:
    """Run a program in the foreground and return its exit code."""
    environment = child_environment(os.environ)
    words = [str(part) for part in command]
    return subprocess.run(words, env=environment, cwd=cwd, check=False).returncode


def demo(arguments: Sequence[str]) -> int:
    """Run `kinerja-xl demo` from the environment, in the folder where the user is."""
    program = venv_program(prepare_venv("demo"), "kinerja-xl", this_system())
    code = call([program, "demo", *arguments])
    say(f"The command line from now on: {program}")
    return code


def test(arguments: Sequence[str]) -> int:
    """Run every check from the environment; `tests/all_checks.py` says which they are."""
    if not is_writable_folder(ROOT):
        raise SetupError(f"The tests write beside the code, and {ROOT} cannot be written. Copy it.")
    python = venv_program(prepare_venv("test"), "python", this_system())
    return call([python, "-m", "tests.all_checks", *arguments], cwd=ROOT)


def main(arguments: Sequence[str] | None = None) -> int:
    """Read the command line and return the exit code: the verb's own, or 2 without a set-up."""
    parser = argparse.ArgumentParser(prog="bootstrap.py", description=__doc__)
    verbs = parser.add_subparsers(dest="verb", required=True)
    about_demo = "make an office's folder, DIR or a temporary one, and print where to look"
    about_test = "pass every check; further arguments go to pytest"
    verbs.add_parser("demo", usage="%(prog)s [DIR]", help=about_demo, description=about_demo)
    verbs.add_parser("test", usage="%(prog)s [ARG]...", help=about_test, description=about_test)
    options, rest = parser.parse_known_args(arguments)
    try:
        return {"demo": demo, "test": test}[options.verb](rest)
    except SetupError as error:
        print(error, file=sys.stderr)
    except OSError as error:
        print(f"The set-up stopped: {error}", file=sys.stderr)
    except KeyboardInterrupt:
        print("Stopped. Running the command again goes on from here.", file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main())
