"""Keeps the pinned requirements in step with pyproject.toml: `python -m lib.pins [--pin [--upgrade]]`, by bin/check."""

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

from packaging.requirements import Requirement

PROJECT = Path(__file__).resolve().parent.parent
GROUPS: dict[str, list[str]] = {"requirements.txt": [], "requirements-dev.txt": ["--group", "dev"]}
LOCK_FILES = {"uv.lock", "package-lock.json", "poetry.lock", "yarn.lock", "Pipfile.lock"}
# In two parts, so that this file does not hold what it looks for.
REGISTRIES = [f"{name}.{end}" for name, end in (("pypi", "org"), ("pythonhosted", "org"), ("npmjs", "org"))]
INDEX_SETTINGS = ("UV_DEFAULT_INDEX", "UV_INDEX", "UV_INDEX_URL", "UV_EXTRA_INDEX_URL", "PIP_INDEX_URL")


def compile_pins(target: Path, group: list[str], upgrade: bool = False) -> str:
    """Write the pins, keeping versions that stand in `target` unless `upgrade`; gives the error, "" if none."""
    command = [str(Path(sys.executable).with_name("uv")), "pip", "compile", "--quiet", "--universal"]
    command += ["--generate-hashes", "--python-version", "3.11", "--custom-compile-command", "bin/check --pin"]
    command += ["pyproject.toml", *group, "--output-file", str(target), *(["--upgrade"] if upgrade else [])]
    done = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=False)  # noqa: S603
    return "" if done.returncode == 0 else done.stderr.strip() or "uv failed without a word"


def read_pins(text: str) -> dict[str, str]:
    """Name → version of every pinned package."""
    return dict(re.findall(r"^([a-z0-9.-]+)==([^ ;\\]+)", text, re.MULTILINE))


def wanted(pyproject: str, group: list[str]) -> list[Requirement]:
    """What pyproject.toml asks for directly."""
    asked = tomllib.loads(pyproject)
    lines = list(asked["project"]["dependencies"])
    if group:
        lines += asked["dependency-groups"][group[-1]]
    return [Requirement(line) for line in lines]


def compare(pyproject: str, pins: str, group: list[str]) -> list[str]:
    """What of pyproject.toml is not pinned, or pinned to a version it does not allow: one sentence each."""
    versions = read_pins(pins)
    problems = []
    for requirement in wanted(pyproject, group):
        name = re.sub(r"[-_.]+", "-", requirement.name).lower()
        if name not in versions:
            problems.append(f"{name} is not pinned")
        elif not requirement.specifier.contains(versions[name], prereleases=True):
            problems.append(f"{name} is pinned to {versions[name]}, but asked for is {requirement.specifier}")
    return problems


def check_pins(name: str, group: list[str]) -> list[str]:
    """What is wrong with a requirements file; where the package index cannot be reached, as far as can be told."""
    pinned = (PROJECT / name).read_text()
    with tempfile.TemporaryDirectory() as folder:
        again = Path(folder) / name
        shutil.copy(PROJECT / name, again)
        error = compile_pins(again, group)
        if not error and again.read_text() != pinned:
            return [f"{name} is not in step with pyproject.toml: run bin/check --pin"]
    if error:
        print(f"{name}: only names and versions were compared, for uv said: {error.splitlines()[0]}")
    return [f"{name}: {problem}" for problem in compare((PROJECT / "pyproject.toml").read_text(), pinned, group)]


def index_hosts(environment: Mapping[str, str]) -> set[str]:
    """The hosts where packages come from: the public ones, and what this machine is set to use."""
    urls = " ".join(environment.get(setting, "") for setting in INDEX_SETTINGS).split()
    return {*REGISTRIES, *(host for url in urls if (host := urlsplit(url).hostname))}


def check_tracked(files: list[str], hosts: set[str]) -> list[str]:
    """Tracked files that would tie the project to a place where packages come from."""
    problems = [f"{name}: a lock file beside the requirements" for name in files if Path(name).name in LOCK_FILES]
    for name in files:
        path = PROJECT / name
        text = path.read_bytes() if path.is_file() else b""
        problems += [f"{name}: names the package registry {host}" for host in sorted(hosts) if host.encode() in text]
    return problems


def tracked_files() -> list[str]:
    """What git keeps or would keep; nothing outside a clone."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=False)  # noqa: S603
    return [name for name in listed.stdout.split("\0") if name]


def main() -> int:
    """Check, or pin anew."""
    parser = argparse.ArgumentParser(prog="python -m lib.pins", description=__doc__)
    parser.add_argument("--pin", action="store_true", help="write the requirements files")
    parser.add_argument("--upgrade", action="store_true", help="and take the newest versions that are allowed")
    options = parser.parse_args()
    problems = []
    for name, group in GROUPS.items():
        problems += [compile_pins(PROJECT / name, group, options.upgrade)] if options.pin else check_pins(name, group)
    problems += check_tracked(tracked_files(), index_hosts(os.environ))
    print("\n".join(filter(None, problems)) or "The pinned requirements are in step with pyproject.toml.")
    return int(any(problems))


if __name__ == "__main__":
    sys.exit(main())
