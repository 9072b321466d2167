"""Reads the reviewed method of the vitality index, `regioscan/data/index.toml`, strictly. Pure: freezing it is in
`regioscan.method_actions`.

Every mistake is one `CatalogueError` in English that names the file and the entry, as with the rest of the catalogue.
"""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from regioscan.catalogue import CODE, DATA_FOLDER, CatalogueError, checked_entry, required_fields

FILE = "index.toml"


@dataclass(frozen=True)
class DeclaredTheme:
    """A theme of the index with its weight; without an essential theme there is no index."""

    code: str
    name: str
    weight: float
    essential: bool


@dataclass(frozen=True)
class DeclaredIndicator:
    """An indicator of the index with its weight within its theme."""

    code: str
    theme: str
    weight: float


@dataclass(frozen=True)
class DeclaredMethod:
    """The method as declared, still without goalposts."""

    purpose: str
    context: str
    left_out: tuple[str, ...]
    base_years: int
    coverage: float
    max_age: int
    themes: tuple[DeclaredTheme, ...]
    indicators: tuple[DeclaredIndicator, ...]


TOP_FIELDS: dict[str, type] = {
    "purpose": str, "context": str, "left_out": list, "base_years": int, "coverage": float,
    "max_age": int, "theme": list, "indicator": list,
}  # fmt: skip
THEME_FIELDS: dict[str, type] = {"code": str, "name": str, "weight": float, "essential": bool}
INDICATOR_FIELDS: dict[str, type] = {"code": str, "theme": str, "weight": float}


def read_method(folder: Path = DATA_FOLDER) -> DeclaredMethod:
    """The method in `index.toml` of `folder`.

    Raises CatalogueError at the first mistake: an unknown or missing field, a wrong type, a code twice, a weight that
    is not above zero, a theme that does not exist or has no indicators or a coverage that cannot be.
    """
    try:
        document = tomllib.loads((folder / FILE).read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise CatalogueError(f"{FILE}: cannot be read: {error}") from error
    top = _checked(document, TOP_FIELDS, set(TOP_FIELDS), FILE)
    themes = tuple(_theme(entry, number) for number, entry in enumerate(top.pop("theme"), 1))
    indicators = tuple(_indicator(entry, number) for number, entry in enumerate(top.pop("indicator"), 1))
    top["left_out"] = tuple(_codes(top["left_out"]))
    method = DeclaredMethod(**top, themes=themes, indicators=indicators)
    _check_together(method)
    return method


def _theme(entry: Mapping[str, Any], number: int) -> DeclaredTheme:
    where = f"{FILE}, theme {entry.get('code') or number}"
    return DeclaredTheme(**_checked(entry, THEME_FIELDS, required_fields(DeclaredTheme), where))


def _indicator(entry: Mapping[str, Any], number: int) -> DeclaredIndicator:
    where = f"{FILE}, indicator {entry.get('code') or number}"
    return DeclaredIndicator(**_checked(entry, INDICATOR_FIELDS, required_fields(DeclaredIndicator), where))


def _checked(entry: Mapping[str, Any], types: Mapping[str, type], required: set[str], where: str) -> dict[str, Any]:
    """As for the rest of the catalogue; a weight is above zero besides, and a list holds something."""
    found = checked_entry(entry, types, required, where)
    for name, value in found.items():
        if value == []:
            raise CatalogueError(f"{where}: {name} is empty")
    if "weight" in found and not 0 < found["weight"] < 1000:
        raise CatalogueError(f"{where}: weight must be above zero and below 1000, got {found['weight']!r}")
    return found


def _codes(values: Sequence[object]) -> list[str]:
    for value in values:
        if not (isinstance(value, str) and CODE.fullmatch(value)):
            raise CatalogueError(f"{FILE}: left_out holds {value!r}, which is no code")
    return [str(value) for value in values]


def _check_together(method: DeclaredMethod) -> None:
    if not 0 < method.coverage <= 1:
        raise CatalogueError(f"{FILE}: coverage must be above 0 and at most 1, got {method.coverage}")
    if method.base_years < 1 or method.max_age < 0:
        raise CatalogueError(f"{FILE}: base_years must be at least 1 and max_age at least 0")
    _check_unique([theme.code for theme in method.themes], "theme")
    _check_unique([indicator.code for indicator in method.indicators], "indicator")
    themes = {theme.code for theme in method.themes}
    used = {indicator.theme for indicator in method.indicators}
    for wrong in sorted(used - themes):
        raise CatalogueError(f"{FILE}: theme {wrong!r} does not exist")
    for wrong in sorted(themes - used):
        raise CatalogueError(f"{FILE}, theme {wrong}: has no indicators")
    for wrong in sorted({indicator.code for indicator in method.indicators} & set(method.left_out)):
        raise CatalogueError(f"{FILE}: {wrong!r} is both counted and left out")


def _check_unique(codes: Sequence[str], table: str) -> None:
    for code in codes:
        if codes.count(code) > 1:
            raise CatalogueError(f"{FILE}, {table} {code}: declared twice")
