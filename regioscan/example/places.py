"""The regions of the invented province: codes, names, what they belong to, and what kind of place each one is.

Read from `regioscan/data/example.toml`. The codes have the form of real ones but lie where the statistics office has
none (GM9001 and up), and one district has letters in its code, as real ones may have.
"""

import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

PLACES_FILE = Path(__file__).parent.parent / "data" / "example.toml"

LETTERED_DISTRICT = ("GM9001", 7, "AF")
"""Municipality, place in its list and letters: the one district whose code holds letters."""

WINDS = ("Noord", "Oost", "Zuid", "West")
HEARTS = ("Oude Markt", "Rond de Kerk", "Singelbuurt", "Vestingbuurt", "Kade en Kerkplein", "Achter de Brink")


@dataclass(frozen=True)
class Neighbourhood:
    """A buurt. `role` says what it is like: hart, stad, nieuw, rand, kern, buiten or werk.

    `wind` is the side of its district on which it lies, a place in `WINDS`, where its name says so.
    """

    code: str
    name: str
    role: str
    wind: int | None = None


@dataclass(frozen=True)
class District:
    """A wijk; `kind` is centrum, stad, dorp or werk."""

    code: str
    name: str
    kind: str
    neighbourhoods: tuple[Neighbourhood, ...]


@dataclass(frozen=True)
class Municipality:
    """A gemeente with the traits (-1 to 1) that steer its figures; `at` in kilometres from the lower left corner."""

    code: str
    name: str
    corop: str
    at: tuple[float, float]
    inhabitants: int
    prosperity: float
    age: float
    growth: float
    districts: tuple[District, ...]


@dataclass(frozen=True)
class Area:
    """A region above the municipalities: country, province or COROP area."""

    code: str
    name: str
    kind: str


Ring = tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class Places:
    """The whole invented province; outlines in kilometres."""

    country: Area
    country_inhabitants: int
    province: Area
    corops: tuple[Area, ...]
    municipalities: tuple[Municipality, ...]
    outline: Ring
    island: Ring
    lake: Ring

    def districts(self) -> Iterator[tuple[Municipality, District]]:
        """All districts in order, each with its municipality."""
        for municipality in self.municipalities:
            for district in municipality.districts:
                yield municipality, district

    def neighbourhoods(self) -> Iterator[tuple[Municipality, District, Neighbourhood]]:
        """All neighbourhoods in order, each with its municipality and district: the order of every array."""
        for municipality, district in self.districts():
            for neighbourhood in district.neighbourhoods:
                yield municipality, district, neighbourhood


def read_places(path: Path = PLACES_FILE) -> Places:
    """The places as declared in the file."""
    declared = tomllib.loads(path.read_text(encoding="utf-8"))
    country, province = declared["country"], declared["province"]
    return Places(
        country=Area(country["code"], country["name"], "land"),
        country_inhabitants=country["inhabitants"],
        province=Area(province["code"], province["name"], "provincie"),
        corops=tuple(Area(corop["code"], corop["name"], "corop") for corop in declared["corops"]),
        municipalities=tuple(_municipality(entry) for entry in declared["municipality"]),
        outline=_ring(declared["outline"]),
        island=_ring(declared["island"]),
        lake=_ring(declared["lake"]),
    )


def _ring(points: Sequence[Sequence[float]]) -> Ring:
    return tuple((float(x), float(y)) for x, y in points)


def _municipality(entry: dict[str, Any]) -> Municipality:
    has_suburbs = any(kind == "stad" for _, kind, _ in entry["districts"])
    districts = tuple(
        _district(entry["code"], place, name, kind, _roles(kind, n, has_suburbs))
        for place, (name, kind, n) in enumerate(entry["districts"])
    )
    traits = {name: entry[name] for name in ("code", "name", "corop", "inhabitants", "prosperity", "age", "growth")}
    return Municipality(**traits, at=(entry["at"][0], entry["at"][1]), districts=districts)


def _roles(kind: str, n: int, has_suburbs: bool) -> list[str]:
    """What the `n` neighbourhoods of a district are like."""
    if kind == "centrum":
        return ["hart", "hart", *["stad"] * (n - 3), "stad" if has_suburbs else "buiten"]
    if kind == "stad":
        return [*["stad"] * (n - 2), "nieuw", "rand"]
    if kind == "werk":
        return ["werk"] * n
    return ["kern", "nieuw", *["buiten"] * (n - 2)] if n > 2 else ["kern", "buiten"]


def _district(municipality: str, place: int, name: str, kind: str, roles: Sequence[str]) -> District:
    number = municipality.removeprefix("GM")
    suffix = LETTERED_DISTRICT[2] if (municipality, place) == LETTERED_DISTRICT[:2] else f"{place:02d}"
    neighbourhoods = tuple(
        Neighbourhood(f"BU{number}{suffix}{n:02d}", _name(name, n, roles), role, _wind(name, n, role))
        for n, role in enumerate(roles)
    )
    return District(f"WK{number}{suffix}", name, kind, neighbourhoods)


def _wind(district: str, n: int, role: str) -> int | None:
    """The side on which an ordinary part of town lies; where to start differs by district."""
    return (n + len(district)) % 4 if role in {"stad", "werk"} else None


def _name(district: str, n: int, roles: Sequence[str]) -> str:
    """A name of the sort that municipalities give: «Verspreide huizen Rodekamp», «Sloothof-Oost»."""
    role, wind = roles[n], _wind(district, n, roles[n])
    short = district.removeprefix("Centrum ").removeprefix("De ").removesuffix(" Centrum").removesuffix(" Dorp")
    if role == "hart":
        return HEARTS[(n + 2 * len(short)) % len(HEARTS)]
    if wind is not None:
        return f"{short}-{WINDS[wind]}"
    if role == "buiten":
        return f"{'Buitengebied' if 'buiten' in roles[:n] else 'Verspreide huizen'} {short}"
    return {"kern": f"{short} kern", "nieuw": f"Nieuw {short}", "rand": f"Buitenrand {short}"}[role]
