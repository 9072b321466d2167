"""Weights that people set themselves: written in an address, and read back strictly. Pure.

One set is written as numbers in the order of the themes, «20,20,20,15,15,10»; a named group as «Bewoners:20,20,…».
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite

TOTAL = 100.0
NEAR = 0.05
"""Thirds do not add up to 100 exactly in two decimals."""
LONGEST_NAME = 40
MOST_GROUPS = 6
NUMBER = re.compile(r"[0-9]{1,3}(?:[.][0-9]{1,2})?")
NOT_IN_A_NAME = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069:<>]")


class WeightError(ValueError):
    """What is wrong with a set of weights, in a Dutch sentence for the reader."""


@dataclass(frozen=True)
class WeightSet:
    """Weights per theme, adding up to 100, in the order of the themes; `name` is "" for somebody's own."""

    name: str
    weights: tuple[float, ...]

    @property
    def text(self) -> str:
        """As it stands in an address, without the name."""
        return ",".join(f"{weight:g}" for weight in self.weights)

    @property
    def address(self) -> str:
        """As it stands in an address: a named group begins with its name."""
        return f"{self.name}:{self.text}" if self.name else self.text


def checked(weights: Sequence[float], n_themes: int, name: str = "") -> WeightSet:
    """A set of `n_themes` weights of 0 to 100 that add up to 100; raises WeightError."""
    if len(weights) != n_themes:
        raise WeightError(f"Er zijn {n_themes} thema’s, maar hier staan {len(weights)} gewichten.")
    if any(not isfinite(weight) or weight < 0 or weight > TOTAL for weight in weights):
        raise WeightError("Een gewicht is een getal van 0 tot en met 100.")
    total = sum(weights)
    if abs(total - TOTAL) > NEAR:
        raise WeightError(f"De gewichten zijn samen {_dutch(total)}. Zij moeten samen 100 zijn.")
    return WeightSet(checked_name(name), tuple(float(weight) for weight in weights))


def checked_name(name: str) -> str:
    """The name of a group, without loose spaces; raises WeightError for one that is too long or cannot be shown."""
    name = " ".join(name.split())
    if len(name) > LONGEST_NAME:
        raise WeightError(f"De naam van een groep heeft ten hoogste {LONGEST_NAME} tekens.")
    if NOT_IN_A_NAME.search(name):
        raise WeightError("In de naam van een groep staan letters, cijfers en leestekens, maar geen dubbele punt.")
    return name


def read_set(text: str, n_themes: int) -> WeightSet:
    """Somebody's own weights out of an address; raises WeightError."""
    parts = text.split(",")
    if len(text) > 200 or any(not NUMBER.fullmatch(part) for part in parts):
        raise WeightError("Gewichten in het adres zijn getallen met komma’s ertussen, zoals 20,20,20,15,15,10.")
    return checked([float(part) for part in parts], n_themes)


def read_group(text: str, n_themes: int) -> WeightSet:
    """A named group out of an address; raises WeightError."""
    name, colon, weights = text.partition(":")
    name = checked_name(name)
    if not colon or not name:
        raise WeightError("Een groep in het adres begint met haar naam en een dubbele punt.")
    return WeightSet(name, read_set(weights, n_themes).weights)


def read_groups(texts: Sequence[str], n_themes: int) -> list[WeightSet]:
    """All named groups of an address, each name once; raises WeightError."""
    if len(texts) > MOST_GROUPS:
        raise WeightError(f"Er kunnen ten hoogste {MOST_GROUPS} groepen naast elkaar staan.")
    groups = [read_group(text, n_themes) for text in texts]
    names = [group.name.casefold() for group in groups]
    if len(set(names)) < len(names):
        raise WeightError("Twee groepen hebben dezelfde naam. Geef elke groep een eigen naam.")
    return groups


def equal_shares(n_themes: int) -> tuple[float, ...]:
    """Weights that are as equal as two decimals allow and add up to 100; the last theme takes what is left."""
    return in_points([1.0] * n_themes)


def in_points(weights: Sequence[float]) -> tuple[float, ...]:
    """Weights in any unit as points in two decimals that add up to 100; the last theme takes what is left."""
    total = sum(weights)
    points = [round(TOTAL * weight / total, 2) for weight in weights[:-1]]
    return (*points, round(TOTAL - sum(points), 2))


def doubled(n_themes: int, theme: int) -> tuple[float, ...]:
    """Whole weights in which one theme counts about twice as much as each other, adding up to 100."""
    each = int(TOTAL // (n_themes + 1))
    return tuple(TOTAL - each * (n_themes - 1) if place == theme else float(each) for place in range(n_themes))


def _dutch(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".").replace(".", ",")
