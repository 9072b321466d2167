"""Make the environment that the commands run in: `.venv` with the pinned packages, and libraries of the system.

Runs under the Python of the machine, so it uses the standard library only. What is there already is left as it is: a
second run takes a few milliseconds. Everything it says goes to the error output, so a command's own output stays clean.
"""

import argparse
import ctypes
import ctypes.util
import fcntl
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
VENV = PROJECT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMP = VENV / "installed-requirements.json"
REQUIREMENTS = "requirements.txt"
DEV_REQUIREMENTS = "requirements-dev.txt"  # holds all of REQUIREMENTS too
OLDEST_PYTHON = (3, 11)

# What WeasyPrint loads for the PDF, by the name of the shared library, and the Debian packages that bring them.
PDF_LIBRARIES = ("gobject-2.0", "pango-1.0", "pangoft2-1.0", "harfbuzz", "harfbuzz-subset", "fontconfig")
PDF_PACKAGES = ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0")
# Chromium without its windows and menus, which no test sees: 62 seconds of CPU where the whole one took 103.
BROWSER = "chromium-headless-shell"
BROWSERS = (BROWSER, "chromium", "chromium-browser", "google-chrome")
# Programs that tests call, and the Debian package of each.
TEST_TOOLS = {"pdfinfo": "poppler-utils", "qpdf": "qpdf", "pgrep": "procps"}
APT_INSTALL = ("env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "install", "-qq", "--yes", "--no-install-recommends")


class SetUpError(Exception):
    """The environment cannot be made; the message says which command helps."""


def say(text: str) -> None:
    """Tell what is being done."""
    print(text, file=sys.stderr, flush=True)


def run(command: Sequence[object], quiet: bool = False) -> bool:
    """Run a program with its output on our error output; gives whether it exists and succeeded."""
    output = subprocess.DEVNULL if quiet else sys.stderr
    try:
        done = subprocess.run([str(part) for part in command], stdout=output, stderr=output, check=False)  # noqa: S603
    except OSError:
        return False
    return done.returncode == 0


def apt_install(packages: Sequence[str], why: str) -> None:
    """Install Debian packages where we may; SetUpError with the command to run where we may not."""
    command = f"apt-get install --no-install-recommends {' '.join(packages)}"
    apt = shutil.which("apt-get")
    if not apt:
        raise SetUpError(f"{why} Install what Debian calls: {' '.join(packages)}")
    if os.geteuid() != 0:
        raise SetUpError(f"{why} Run: sudo {command}")
    say(f"{why} Installing {' '.join(packages)} …")
    install = [*APT_INSTALL, *packages]
    if not run(install, quiet=True) and not (run([apt, "update", "-qq"], quiet=True) and run(install)):
        raise SetUpError(f"That failed. Try it yourself: apt-get update && {command}")


def can_load(library: str) -> bool:
    """Whether the system has a shared library."""
    try:
        ctypes.CDLL(f"lib{library}.so.0" if library != "fontconfig" else "libfontconfig.so.1")
    except OSError:
        return ctypes.util.find_library(library) is not None
    return True


def have_pdf_libraries() -> None:
    """Have what WeasyPrint needs to draw text."""
    missing = [library for library in PDF_LIBRARIES if not can_load(library)]
    if missing:
        apt_install(PDF_PACKAGES, f"Reports need {', '.join(missing)}.")


def find_browser() -> str | None:
    """The browser that the tests drive; None where there is none."""
    return next(filter(None, map(shutil.which, BROWSERS)), None)


def have_browser() -> None:
    """Have the quick browser where it may be installed, else any that is there."""
    found = find_browser()
    if found is None:
        apt_install([BROWSER], "The browser tests need Chromium.")
    elif not found.endswith(BROWSER) and os.geteuid() == 0:
        run([*APT_INSTALL, BROWSER], quiet=True)


def have_test_tools() -> None:
    """Have the browser and the other programs that the tests use."""
    have_browser()
    missing = [tool for tool in TEST_TOOLS if not shutil.which(tool)]
    if missing:
        apt_install([TEST_TOOLS[tool] for tool in missing], f"The tests need {', '.join(missing)}.")


def checksum(name: str) -> str:
    """The contents of a requirements file, as one short text."""
    return sha256((PROJECT / name).read_bytes()).hexdigest()


def installed() -> dict[str, str]:
    """What was installed last: name of the requirements file → its checksum then."""
    try:
        found: dict[str, str] = json.loads(STAMP.read_text())
    except (FileNotFoundError, ValueError):
        return {}
    return found if run([PYTHON, "-c", ""], quiet=True) else {}


def make_venv() -> None:
    """Make `.venv`, or make it anew when its Python is gone; without pip, for putting that in takes seconds."""
    if run([PYTHON, "-c", ""], quiet=True):
        return
    say(f"Making {VENV} …")
    make = [sys.executable, "-m", "venv", "--clear", "--without-pip", VENV]
    if run(make, quiet=True):
        return
    # Debian keeps this part of Python in a package of its own.
    apt_install(["python3-venv"], "Python's venv module is incomplete.")
    if not run(make):
        raise SetUpError(f"{sys.executable} cannot make a virtual environment.")


def pip_install(*what: object) -> bool:
    """Install into `.venv` with the machine's own pip, else with one that is put inside; whether that went well."""
    if run([sys.executable, "-m", "pip", "--python", PYTHON, "install", *what], quiet=True):
        return True
    inside = [PYTHON, "-m", "ensurepip"]
    if not run(inside, quiet=True):
        apt_install(["python3-venv"], "Python came without pip.")
        if not run(inside):
            raise SetUpError(f"{sys.executable} cannot install pip.")
    return run([PYTHON, "-m", "pip", "install", *what])


def have_uv() -> Path | None:
    """The pinned uv, which installs the rest in seconds; None where it does not run."""
    uv = VENV / "bin" / "uv"
    block = re.search(r"^uv==(\S+) .*?(?=^\S|\Z)", (PROJECT / DEV_REQUIREMENTS).read_text(), re.MULTILINE | re.DOTALL)
    if block is None:
        return None
    found = subprocess.run([uv, "--version"], capture_output=True, text=True, check=False) if uv.exists() else None  # noqa: S603
    if found and found.stdout.startswith(f"uv {block[1]}"):
        return uv
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as pinned:
        pinned.write(block[0])
        pinned.flush()
        pip_install("--quiet", "--no-deps", "--require-hashes", "-r", pinned.name)
    return uv if run([uv, "--version"], quiet=True) else None


def install(name: str) -> None:
    """Install a requirements file exactly as pinned; does nothing when that was done before."""
    wanted = {DEV_REQUIREMENTS: checksum(DEV_REQUIREMENTS)} if name == DEV_REQUIREMENTS else {}
    wanted[REQUIREMENTS] = checksum(REQUIREMENTS)
    before = installed()
    if wanted.items() <= before.items():
        return
    make_venv()
    say(f"Installing the pinned packages of {name} …")
    uv = have_uv()
    pinned = ["--quiet", "--require-hashes", "-r", PROJECT / name]
    done = uv is not None and run([uv, "pip", "install", "--python", PYTHON, *pinned])
    if not done and not pip_install(*pinned):
        raise SetUpError("Not all packages could be installed; the lines above say why.")
    STAMP.write_text(json.dumps({**before, **wanted}))


def main() -> None:
    """Make the environment for one of the commands."""
    parser = argparse.ArgumentParser(prog="python3 -m lib.environment", description=__doc__)
    parser.add_argument("purpose", choices=["run", "test"])
    purpose = parser.parse_args().purpose
    if sys.version_info < OLDEST_PYTHON:
        raise SetUpError(f"Python {'.'.join(map(str, OLDEST_PYTHON))} or newer is needed.")
    # Two commands started at once in a new clone take turns.
    with (PROJECT / REQUIREMENTS).open() as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        install(DEV_REQUIREMENTS if purpose == "test" else REQUIREMENTS)
        have_pdf_libraries()
        if purpose == "test":
            have_test_tools()


if __name__ == "__main__":
    try:
        main()
    except SetUpError as error:
        sys.exit(str(error))
