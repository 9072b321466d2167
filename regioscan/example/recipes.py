"""How each invented figure is made: read from `regioscan/data/example_figures.toml`, where the fields are explained."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

RECIPES_FILE = Path(__file__).parent.parent / "data" / "example_figures.toml"


@dataclass(frozen=True)
class Recipe:
    """One figure; `traits` says how strongly each trait or event moves it, on the scale of its shape."""

    code: str
    shape: str
    base: float
    traits: Mapping[str, float]
    trend: float
    noise: float
    years: tuple[int, int, int]
    step: float
    lowest: str
    per: int = 0
    least: int = 0
    least_of: str = "inwoners"
    smallest: int = 0
    secret: int = 0
    modelled: bool = False
    absent: str = ""

    def periods(self) -> range:
        """The years for which the figure is published."""
        first, last, every = self.years
        return range(first, last + 1, every)


def read_recipes(path: Path = RECIPES_FILE) -> list[Recipe]:
    """The recipes in the order of the file."""
    declared = tomllib.loads(path.read_text(encoding="utf-8"))
    return [Recipe(code=code, **fields | {"years": tuple(fields["years"])}) for code, fields in declared.items()]
