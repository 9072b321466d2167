"""Reads what is declared in `regioscan/data/*.toml`, strictly. Pure: storing it is in `regioscan.catalogue_actions`.

Every mistake is one `CatalogueError` in English that names the file and the entry, because the reader is whoever edits
these files. The fields are explained at the top of each file.
"""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import MISSING, dataclass, fields
from itertools import pairwise
from pathlib import Path
from typing import Any

from regioscan.analysis.peer_variables import peer_variables

DATA_FOLDER = Path(__file__).parent / "data"

# Values as in regioscan.models; a test keeps the two in step.
LENSES = ("mens", "milieu", "economie")
DELIVERS = ("regios", "grenzen", "cijfers", "opvolging")
AGGREGATIONS = ("SUM", "RATIO", "WMEAN", "AREA", "BOUNDS", "NONE")
WEIGHED = ("RATIO", "WMEAN", "AREA")
INFLUENCES = ("context", "gedeeld", "programma")
DIRECTIONS = (-1, 0, 1)
CHANCES = ("", "aandeel", "gebeurtenissen")
LONGEST = {
    "name": 80, "question": 200, "publisher": 120, "licence": 80, "unit": 60, "numerator": 200, "denominator": 200,
    "source_name": 200, "path": 300, "divide_by": 300, "bw_dimension": 40, "bw_theme": 60,
}  # fmt: skip

CODE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
NUMBERED_KEY = re.compile(r"\w_\d+$")


class CatalogueError(Exception):
    """Something in the declared files is wrong; the message names the file and the entry."""


@dataclass(frozen=True)
class ThemeEntry:
    """A theme as declared."""

    code: str
    name: str
    lens: str
    question: str
    position: int


@dataclass(frozen=True)
class SourceEntry:
    """A source as declared."""

    code: str
    name: str
    publisher: str
    delivers: str
    licence: str
    explanation: str
    refresh_days: int
    position: int
    homepage: str = ""


@dataclass(frozen=True)
class KeyEntry:
    """Where an indicator stands in a source in the tables of `year_from` up to and including `year_to`."""

    source: str
    year_from: int
    year_to: int
    path: str
    divide_by: str
    multiply_by: float


@dataclass(frozen=True)
class BreakEntry:
    """A year from which an indicator is defined or measured otherwise."""

    year: int
    reason: str


@dataclass(frozen=True)
class IndicatorEntry:
    """An indicator as declared; one without a theme only serves as a weight."""

    code: str
    name: str
    unit: str
    decimals: int
    direction: int
    aggregation: str
    definition: str
    source_name: str
    licence: str
    influence: str
    number: int | None = None
    theme: str = ""
    lens: str = ""
    weight: str = ""
    numerator: str = ""
    denominator: str = ""
    chance: str = ""
    per: float | None = None
    breaks: tuple[BreakEntry, ...] = ()
    minimum: float | None = None
    maximum: float | None = None
    bw_dimension: str = ""
    bw_theme: str = ""
    keys: tuple[KeyEntry, ...] = ()


@dataclass(frozen=True)
class Catalogue:
    """Everything that is declared, in the order of the files, and checked."""

    themes: tuple[ThemeEntry, ...]
    sources: tuple[SourceEntry, ...]
    indicators: tuple[IndicatorEntry, ...]


THEME_FIELDS = {"code": str, "name": str, "lens": str, "question": str, "position": int}
SOURCE_FIELDS = {
    "code": str, "name": str, "publisher": str, "delivers": str, "licence": str, "explanation": str,
    "refresh_days": int, "position": int, "homepage": str,
}  # fmt: skip
KEY_FIELDS = {"source": str, "years": list, "path": str, "divide_by": str, "multiply_by": float}
INDICATOR_FIELDS = {
    "code": str, "name": str, "unit": str, "decimals": int, "direction": int, "aggregation": str, "definition": str,
    "source_name": str, "licence": str, "influence": str, "number": int, "theme": str, "lens": str, "weight": str,
    "numerator": str, "denominator": str, "chance": str, "per": float, "breaks": list,
    "minimum": float, "maximum": float, "bw_dimension": str, "bw_theme": str,
    "keys": list,
}  # fmt: skip
BREAK_FIELDS = {"year": int, "reason": str}


def read_catalogue(folder: Path = DATA_FOLDER) -> Catalogue:
    """The catalogue in `themes.toml`, `sources.toml` and `indicators.toml` of `folder`.

    Raises CatalogueError at the first mistake: an unknown or missing field, a wrong type, a code twice, a theme, source
    or weight that does not exist, a weight that is missing or cannot be added up, or key years that overlap.
    """
    themes = tuple(_theme(entry, where) for entry, where in _entries(folder / "themes.toml", "theme"))
    sources = tuple(_source(entry, where) for entry, where in _entries(folder / "sources.toml", "source"))
    indicators = tuple(_indicator(entry, where) for entry, where in _entries(folder / "indicators.toml", "indicator"))
    catalogue = Catalogue(themes, sources, indicators)
    _check_together(catalogue)
    return catalogue


def _entries(path: Path, table: str) -> list[tuple[dict[str, Any], str]]:
    """The entries of a file, each with the words that name it in an error."""
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise CatalogueError(f"{path.name}: cannot be read: {error}") from error
    if set(document) != {table} or not isinstance(document[table], list):
        raise CatalogueError(
            f"{path.name}: expected only [[{table}]] entries, found {', '.join(document) or 'nothing'}"
        )
    entries = document[table]
    return [(entry, f"{path.name}, {table} {entry.get('code') or number}") for number, entry in enumerate(entries, 1)]


def _theme(entry: Mapping[str, Any], where: str) -> ThemeEntry:
    """One checked theme."""
    theme = ThemeEntry(**checked_entry(entry, THEME_FIELDS, required_fields(ThemeEntry), where))
    _one_of(theme.lens, LENSES, "lens", where)
    return theme


def _source(entry: Mapping[str, Any], where: str) -> SourceEntry:
    """One checked source."""
    source = SourceEntry(**checked_entry(entry, SOURCE_FIELDS, required_fields(SourceEntry), where))
    _one_of(source.delivers, DELIVERS, "delivers", where)
    return source


def _indicator(entry: Mapping[str, Any], where: str) -> IndicatorEntry:
    """One checked indicator, as far as can be checked without knowing the others."""
    values = checked_entry(entry, INDICATOR_FIELDS, required_fields(IndicatorEntry), where)
    keys = tuple(_key(key, f"{where}, key {number}") for number, key in enumerate(values.pop("keys", ()), 1))
    breaks = tuple(_break(one, f"{where}, break {number}") for number, one in enumerate(values.pop("breaks", ()), 1))
    indicator = IndicatorEntry(**values, keys=keys, breaks=breaks)
    _one_of(indicator.direction, DIRECTIONS, "direction", where)
    _one_of(indicator.aggregation, AGGREGATIONS, "aggregation", where)
    _one_of(indicator.influence, INFLUENCES, "influence", where)
    _check_shown(indicator, where)
    _check_weight_and_limits(indicator, where)
    _check_chance(indicator, where)
    _check_years(indicator, where)
    return indicator


def _break(entry: object, where: str) -> BreakEntry:
    """One checked break in the series."""
    if not isinstance(entry, dict):
        raise CatalogueError(f"{where}: must be {{ year = …, reason = … }}, got {entry!r}")
    found = BreakEntry(**checked_entry(entry, BREAK_FIELDS, set(BREAK_FIELDS), where))
    if not 1900 < found.year < 2200:
        raise CatalogueError(f"{where}: {found.year} is not a year")
    return found


def _key(entry: Mapping[str, Any], where: str) -> KeyEntry:
    """One checked key."""
    values = checked_entry(entry, KEY_FIELDS, {"source", "years", "path"}, where)
    years = values["years"]
    if len(years) != 2 or any(type(year) is not int for year in years) or not 1900 < years[0] <= years[1] < 2200:
        raise CatalogueError(f"{where}: years must be [first, last], got {years}")
    for path in (values["path"], values.get("divide_by", "")):
        if any(NUMBERED_KEY.search(part.strip()) for part in re.split(r" [|+>] ", path)):
            raise CatalogueError(f"{where}: {path!r} is a numbered key, and those shift every year; write titles")
    return KeyEntry(
        source=values["source"],
        year_from=years[0],
        year_to=years[1],
        path=values["path"],
        divide_by=values.get("divide_by", ""),
        multiply_by=values.get("multiply_by", 1.0),
    )


def required_fields(entry_type: type[Any]) -> set[str]:
    """The fields of a dataclass without a default."""
    return {field.name for field in fields(entry_type) if field.default is MISSING}


def checked_entry(
    entry: Mapping[str, Any], types: Mapping[str, type], required: set[str], where: str
) -> dict[str, Any]:
    """The values of an entry after looking at names, types and emptiness; whole numbers become floats where asked.

    Raises CatalogueError, which begins with `where`, at the first field that is unknown, missing, empty, of another
    type or impossible.
    """
    for name in entry:
        if name not in types:
            raise CatalogueError(f"{where}: unknown field {name!r}")
    for name in sorted(required):
        if name not in entry:
            raise CatalogueError(f"{where}: field {name!r} is missing and has no default")
    return {name: _typed(value, types[name], name, where) for name, value in entry.items()}


def _typed(value: object, wanted: type, name: str, where: str) -> object:
    """The value as the wanted type, or an error; true and false are no numbers here."""
    if wanted is float and type(value) is int:
        value = float(value)
    if type(value) is not wanted:
        raise CatalogueError(f"{where}: {name} must be {wanted.__name__}, got {value!r}")
    if value == "":
        raise CatalogueError(f"{where}: {name} is empty; leave the field out instead")
    if isinstance(value, str) and len(value) > LONGEST.get(name, len(value)):
        raise CatalogueError(f"{where}: {name} is longer than {LONGEST[name]} characters")
    if type(value) is int and value < 0 and name != "direction":
        raise CatalogueError(f"{where}: {name} may not be below zero, got {value}")
    if name == "code" and not CODE.fullmatch(str(value)):
        raise CatalogueError(f"{where}: {name} must be lower-case words joined by hyphens, got {value!r}")
    return value


def _one_of(value: object, allowed: Sequence[object], name: str, where: str) -> None:
    """Complain when the value is not one of the allowed ones."""
    if value not in allowed:
        raise CatalogueError(f"{where}: {name} must be one of {', '.join(map(str, allowed))}, got {value!r}")


def _check_shown(indicator: IndicatorEntry, where: str) -> None:
    """An indicator that is shown has theme, lens and number; a helper has none of them."""
    given = [name for name in ("number", "theme", "lens") if getattr(indicator, name)]
    if given and len(given) < 3:
        raise CatalogueError(f"{where}: number, theme and lens belong together, got only {', '.join(given)}")
    if indicator.lens:
        _one_of(indicator.lens, LENSES, "lens", where)


def _check_weight_and_limits(indicator: IndicatorEntry, where: str) -> None:
    """A weight exactly where the rule weighs, and limits in the right order."""
    if indicator.aggregation in WEIGHED and not indicator.weight:
        raise CatalogueError(f"{where}: aggregation {indicator.aggregation} needs a weight")
    if indicator.aggregation not in WEIGHED and indicator.weight:
        raise CatalogueError(f"{where}: aggregation {indicator.aggregation} uses no weight, got {indicator.weight!r}")
    low, high = indicator.minimum, indicator.maximum
    if low is not None and high is not None and low >= high:
        raise CatalogueError(f"{where}: minimum {low} is not below maximum {high}")


def _check_chance(indicator: IndicatorEntry, where: str) -> None:
    """Chance needs to know of how many and per how many; breaks are in order."""
    _one_of(indicator.chance, CHANCES, "chance", where)
    if indicator.per is not None and (indicator.per <= 0 or not indicator.weight):
        raise CatalogueError(f"{where}: per must be above zero and needs a weight, got {indicator.per}")
    if indicator.chance and indicator.per is None:
        raise CatalogueError(f"{where}: chance {indicator.chance!r} needs per: 100, 1000 or 10000")
    if indicator.chance == "aandeel" and indicator.maximum != indicator.per:
        raise CatalogueError(f"{where}: a share lies between 0 and per; maximum must be {indicator.per}")
    years = [one.year for one in indicator.breaks]
    if years != sorted(set(years)):
        raise CatalogueError(f"{where}: breaks must ascend by year, got {years}")


def _check_years(indicator: IndicatorEntry, where: str) -> None:
    """No two keys for one source and year."""
    keys = sorted(indicator.keys, key=lambda key: (key.source, key.year_from))
    for earlier, later in pairwise(keys):
        if earlier.source == later.source and later.year_from <= earlier.year_to:
            overlap = f"{later.year_from}–{min(earlier.year_to, later.year_to)}"
            raise CatalogueError(f"{where}: the keys for {later.source} overlap in {overlap}")


def _check_together(catalogue: Catalogue) -> None:
    """What can only be seen with all entries beside each other."""
    _check_unique([theme.code for theme in catalogue.themes], "themes.toml, theme", "code")
    _check_unique([theme.position for theme in catalogue.themes], "themes.toml, theme", "position")
    _check_unique([source.code for source in catalogue.sources], "sources.toml, source", "code")
    _check_unique([indicator.code for indicator in catalogue.indicators], "indicators.toml, indicator", "code")
    themes = {theme.code for theme in catalogue.themes}
    sources = {source.code for source in catalogue.sources}
    by_code = {indicator.code: indicator for indicator in catalogue.indicators}
    used = {indicator.weight for indicator in catalogue.indicators} | {one.code for one in peer_variables()}
    for indicator in catalogue.indicators:
        where = f"indicators.toml, indicator {indicator.code}"
        if indicator.theme and indicator.theme not in themes:
            raise CatalogueError(f"{where}: theme {indicator.theme!r} does not exist")
        if indicator.weight:
            _check_weight_exists(indicator.weight, by_code, where)
        for key in indicator.keys:
            if key.source not in sources:
                raise CatalogueError(f"{where}: source {key.source!r} does not exist")
    for code in by_code.keys() - used:
        if not by_code[code].theme:
            raise CatalogueError(f"indicators.toml, indicator {code}: has no theme and nothing is weighed by it")


def _check_weight_exists(code: str, by_code: Mapping[str, IndicatorEntry], where: str) -> None:
    """A weight is a count: it must exist and be something that adds up."""
    if code not in by_code:
        raise CatalogueError(f"{where}: weight {code!r} does not exist")
    if by_code[code].aggregation != "SUM":
        raise CatalogueError(f"{where}: weight {code!r} is not a count that can be added up (SUM)")


def _check_unique(values: Sequence[object], where: str, name: str) -> None:
    """Complain about the first value that occurs twice."""
    seen: set[object] = set()
    for value in values:
        if value in seen:
            raise CatalogueError(f"{where} {value}: this {name} is declared twice")
        seen.add(value)
