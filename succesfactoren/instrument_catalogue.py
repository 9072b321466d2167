"""Reads the built-in instruments, strictly. Pure: storing them is in `succesfactoren.actions.instruments`.

Every mistake is a CatalogueError in English that names the entry, because the reader is whoever edits the file.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

FILE = Path(__file__).parent / "data" / "instruments.json"
# Values as in succesfactoren.models; a test keeps the two in step.
PULSE = "pols"
N_LEVELS = 4
FEWEST_INTERVENTIONS = 1


class CatalogueError(Exception):
    """Something in the declared file is wrong."""


@dataclass(frozen=True)
class StatementEntry:
    """One sentence or question. `factor` is the code of its factor; "" for an open question at the end."""

    code: str
    text: str
    factor: str = ""
    kind: str = "stelling"
    options: Sequence[Mapping[str, Any]] = ()


@dataclass(frozen=True)
class FactorEntry:
    """A part of an instrument; `levels` are four sentences from low to high."""

    code: str
    name: str
    explanation: str = ""
    side: str = ""
    levels: tuple[str, ...] = ()
    interventions: tuple[str, ...] = ()


@dataclass(frozen=True)
class InstrumentEntry:
    """An instrument as declared, with its factors and statements in order."""

    slug: str
    purpose: str
    name: str
    tagline: str = ""
    audience: str = ""
    intro: str = ""
    about: str = ""
    is_about_us: bool = True
    group_questions: Sequence[Mapping[str, Any]] = ()
    factors: tuple[FactorEntry, ...] = field(default=())
    statements: tuple[StatementEntry, ...] = field(default=())


@cache
def load_instruments() -> tuple[InstrumentEntry, ...]:
    """The built-in instruments in order; raises CatalogueError when the file does not hold what it should."""
    return read_instruments(FILE.read_text("utf-8"))


def read_instruments(text: str) -> tuple[InstrumentEntry, ...]:
    """The instruments in a JSON text, the pulse last; raises CatalogueError."""
    try:
        declared = json.loads(text)
    except ValueError as error:
        raise CatalogueError(f"instruments.json is not JSON: {error}") from error
    groups = {one["code"]: one for one in declared["groups"]}
    closing = tuple(StatementEntry(one["code"], one["text"], kind="open") for one in declared["open_questions"])
    whole = tuple(_instrument(entry, groups, closing) for entry in declared["instruments"])
    _once([one.slug for one in whole], "instrument")
    return (*whole, _pulse(declared["pulse"], whole, groups))


def _instrument(
    entry: Mapping[str, Any], groups: Mapping[str, Any], closing: tuple[StatementEntry, ...]
) -> InstrumentEntry:
    where = f"instrument {entry.get('code', 'without code')}"
    factors = tuple(_factor(one, where) for one in entry["factors"])
    statements = tuple(
        StatementEntry(item["code"], _text(item, "text", where), one["code"])
        for one in entry["factors"]
        for item in one["items"]
    )
    _once([one.code for one in factors], f"factor of {where}")
    _once([one.code for one in statements], f"statement of {where}")
    unknown = set(entry["groups"]) - set(groups)
    if unknown:
        raise CatalogueError(f"{where} asks for unknown groups: {', '.join(sorted(unknown))}")
    return InstrumentEntry(
        slug=_text(entry, "slug", where),
        purpose=_text(entry, "purpose", where),
        **{name: _text(entry, name, where) for name in ("name", "tagline", "audience", "intro", "about")},
        is_about_us=entry["referent"] != "ik",
        group_questions=[groups[code] for code in entry["groups"]],
        factors=factors,
        statements=statements + closing,
    )


def _factor(entry: Mapping[str, Any], where: str) -> FactorEntry:
    where = f"factor {entry.get('code', 'without code')} of {where}"
    levels, interventions = tuple(entry["levels"]), tuple(entry["interventions"])
    if len(levels) != N_LEVELS:
        raise CatalogueError(f"{where} has {len(levels)} levels; {N_LEVELS} are asked")
    if len(interventions) < FEWEST_INTERVENTIONS:
        raise CatalogueError(f"{where} has no intervention")
    name, explanation = _text(entry, "name", where), _text(entry, "explanation", where)
    return FactorEntry(entry["code"], name, explanation, entry.get("side", ""), levels, interventions)


def _pulse(entry: Mapping[str, Any], whole: Sequence[InstrumentEntry], groups: Mapping[str, Any]) -> InstrumentEntry:
    """One sentence of each factor of the first instrument, in the same words and under the same codes."""
    source = whole[0]
    known = {one.code: one for one in source.statements}
    missing = [code for code in entry["statements"] if code not in known]
    if missing:
        raise CatalogueError(f"the pulse names unknown statements: {', '.join(missing)}")
    statements = tuple(known[code] for code in entry["statements"])
    if [one.factor for one in statements] != [one.code for one in source.factors]:
        raise CatalogueError("the pulse has not one sentence of each factor, in their order")
    texts = {
        name: _text(entry, name, "the pulse") for name in ("slug", "name", "tagline", "audience", "intro", "about")
    }
    return InstrumentEntry(
        purpose=PULSE, **texts, group_questions=[groups["rol"]], factors=source.factors, statements=statements
    )


def _text(entry: Mapping[str, Any], name: str, where: str) -> str:
    found = entry.get(name)
    if not isinstance(found, str) or not found.strip():
        raise CatalogueError(f"{where} has no {name}")
    return found.strip()


def _once(codes: Sequence[str], what: str) -> None:
    twice = sorted({code for code in codes if codes.count(code) > 1})
    if twice:
        raise CatalogueError(f"the same {what} twice: {', '.join(twice)}")
