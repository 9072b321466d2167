"""Reads the steps with which a trajectory begins, strictly. Pure: making them is in `communities.actions.trajectories`.

Every mistake is a CatalogueError in English that names the entry, because the reader is whoever edits the file.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

FILE = Path(__file__).parent / "data" / "steps.toml"
# Values and lengths as in communities.models; a test keeps the two in step.
PHASES = ("verkennen", "willen", "versnellen", "doen", "borgen")
MAX_TITLE, MAX_EXPLANATION, MAX_SUMMARY = 140, 1000, 200
FEWEST, MOST = 4, 7


class CatalogueError(Exception):
    """Something in the declared file is wrong."""


@dataclass(frozen=True)
class StepEntry:
    """A step as declared."""

    title: str
    explanation: str


@dataclass(frozen=True)
class PhaseEntry:
    """A phase as declared, with its steps in order."""

    code: str
    summary: str
    steps: tuple[StepEntry, ...]


@cache
def load_phases() -> tuple[PhaseEntry, ...]:
    """The phases of the file, in order; raises CatalogueError when it does not hold what it should."""
    return read_phases(FILE.read_text("utf-8"))


def read_phases(text: str) -> tuple[PhaseEntry, ...]:
    """The phases in a TOML text, in order; raises CatalogueError."""
    try:
        declared = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise CatalogueError(f"steps.toml is not TOML: {error}") from error
    _only(declared, {"phase"}, "steps.toml")
    phases = tuple(_phase(entry) for entry in declared.get("phase", []))
    codes = tuple(one.code for one in phases)
    if codes != PHASES:
        raise CatalogueError(f"steps.toml has the phases {codes}, not {PHASES}")
    titles = [step.title.casefold() for one in phases for step in one.steps]
    twice = sorted({title for title in titles if titles.count(title) > 1})
    if twice:
        raise CatalogueError(f"steps.toml has the same step twice: {', '.join(twice)}")
    return phases


def _phase(entry: Mapping[str, Any]) -> PhaseEntry:
    code = str(entry.get("code", ""))
    where = f"phase {code or 'without code'}"
    _only(entry, {"code", "summary", "step"}, where)
    steps = tuple(_step(one, where) for one in entry.get("step", []))
    if not FEWEST <= len(steps) <= MOST:
        raise CatalogueError(f"{where} has {len(steps)} steps; {FEWEST} to {MOST} are asked")
    return PhaseEntry(code, _text(entry, "summary", MAX_SUMMARY, where), steps)


def _step(entry: Mapping[str, Any], where: str) -> StepEntry:
    title = _text(entry, "title", MAX_TITLE, f"a step of {where}")
    where = f"step «{title}» of {where}"
    _only(entry, {"title", "explanation"}, where)
    return StepEntry(title, _text(entry, "explanation", MAX_EXPLANATION, where))


def _text(entry: Mapping[str, Any], name: str, longest: int, where: str) -> str:
    found = entry.get(name)
    if not isinstance(found, str) or not found.strip():
        raise CatalogueError(f"{where} has no {name}")
    if len(found) > longest:
        raise CatalogueError(f"the {name} of {where} has {len(found)} characters; {longest} fit")
    return found.strip()


def _only(entry: Mapping[str, Any], allowed: set[str], where: str) -> None:
    unknown = sorted(set(entry) - allowed)
    if unknown:
        raise CatalogueError(f"{where} has unknown fields: {', '.join(unknown)}")
