"""Who lives in the invented neighbourhoods, year by year: traits, people by age, households, dwellings, businesses.

Arrays have one row per neighbourhood, in the order of `Places.neighbourhoods`, and one column per year of `YEARS`.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from regioscan.example.places import Places

Floats = npt.NDArray[np.float64]

YEARS = tuple(range(2016, 2026))
EARLIER = 5
"""Inhabitants are also needed this many years before the first year, for growth."""
CLOSED_FACTORY = "GM9011"
EMPTY_NEIGHBOURHOOD = "BU90110501"
"""A business park where nobody lives: it has no rates, because there is nothing to divide by."""

# Role: share of the municipality's people (relative), how urban, how much older and how much richer than average.
ROLES = {
    "hart": (1.0, 1.0, 0.25, -0.25),
    "stad": (1.2, 0.75, 0.0, -0.15),
    "nieuw": (1.0, 0.45, -0.8, 0.5),
    "rand": (0.08, 0.15, 0.2, 0.6),
    "kern": (1.0, 0.35, 0.35, 0.0),
    "buiten": (0.12, 0.0, 0.2, 0.4),
    "werk": (0.012, 0.35, -0.2, -0.2),
}
AGE_SHARES = np.array([0.152, 0.12, 0.243, 0.278, 0.207])
"""Younger than 15, 15–25, 25–45, 45–65, 65 and over, in an average neighbourhood in the first year."""
AGE_TILT = np.array([-0.22, -0.18, -0.24, 0.06, 0.5])
URBAN_TILT = np.array([-0.05, 0.16, 0.3, -0.12, -0.18])
EVENTS = {
    "virus": {2020: 1.0, 2021: 0.6, 2022: 0.15},
    "prices": {2022: 1.0, 2023: 1.0, 2024: 0.8, 2025: 0.7},
    "closing": {2022: 1.0, 2023: 0.8, 2024: 0.5, 2025: 0.3},
}


@dataclass(frozen=True)
class People:
    """Traits by name, and counts by indicator code; «65» and «kinderen» are the counts of age groups."""

    traits: Mapping[str, Floats]
    counts: Mapping[str, Floats]


def make_people(places: Places, seeds: Floats, rng: np.random.Generator) -> People:
    """Traits and counts for all neighbourhoods; `seeds` are their places in kilometres."""
    traits = _traits(places, seeds, rng)
    inhabitants = _inhabitants(places, traits, rng)
    by_age = _by_age(inhabitants[:, EARLIER:], traits, rng)
    counts = _age_counts(by_age)
    counts["inwoners-vijf-jaar-eerder"] = np.round(inhabitants[:, : len(YEARS)])
    counts |= _homes(counts["inwoners"], traits, rng)
    n_people, urban = counts["inwoners"], traits["urban"]
    per_head = 0.085 * np.exp(0.15 * traits["prosperity"] + 0.2 * rng.standard_normal(urban.shape))
    premises = per_head * n_people + 150 * traits["work"] + 70 * traits["heart"] * urban
    counts["bedrijfsvestigingen-aantal"] = np.round(premises * np.exp(0.025 * np.arange(len(YEARS))))
    return People(traits, counts)


def smooth_field(seeds: Floats, rng: np.random.Generator, reach_km: float = 7.0) -> Floats:
    """Noise with mean 0 and deviation 1 in which near neighbourhoods are alike."""
    apart = np.hypot(*(seeds[:, None, :] - seeds[None, :, :]).transpose(2, 0, 1))
    field = np.exp(-((apart / reach_km) ** 2) / 2) @ rng.standard_normal(len(seeds))
    normal: Floats = (field - field.mean()) / field.std()
    return normal


def _traits(places: Places, seeds: Floats, rng: np.random.Generator) -> dict[str, Floats]:
    """Every trait as a column (constant in time), every event as a row or table of years."""
    members = list(places.neighbourhoods())
    roles = np.array([ROLES[buurt.role] for _, _, buurt in members])
    town = {name: np.array([getattr(m, name) for m, _, _ in members]) for name in ("prosperity", "age", "growth")}
    size = np.clip(np.log10(np.array([m.inhabitants for m, _, _ in members]) / 5000) / 1.4, 0, 1)
    district = np.unique([district.code for _, district, _ in members], return_inverse=True)[1]
    of_district = rng.standard_normal(district.max() + 1)[district]
    own = rng.standard_normal((2, len(members)))
    traits = {
        "urban": roles[:, 1] * (0.55 + 0.45 * size),
        "prosperity": 0.6 * town["prosperity"] + roles[:, 3] + 0.2 * smooth_field(seeds, rng)
        + 0.3 * of_district + 0.25 * own[0],
        "age": 0.6 * town["age"] + roles[:, 2] + 0.15 * smooth_field(seeds, rng) + 0.2 * own[1],
        "growth": town["growth"],
        "island": np.array([municipality.code == "GM9012" for municipality, _, _ in members], dtype=float),
    }  # fmt: skip
    names = {"heart": ("hart",), "new": ("nieuw",), "outside": ("buiten", "rand"), "work": ("werk",)}
    for name, wanted in names.items():
        traits[name] = np.array([buurt.role in wanted for _, _, buurt in members], dtype=float)
    columns = {name: trait[:, None] for name, trait in traits.items()}
    factory_town = np.array([[municipality.code == CLOSED_FACTORY] for municipality, _, _ in members], dtype=float)
    for event, strength in EVENTS.items():
        row = np.array([[strength.get(year, 0.0) for year in YEARS]])
        columns[event] = row * factory_town if event == "closing" else row
    return columns


def _inhabitants(places: Places, traits: Mapping[str, Floats], rng: np.random.Generator) -> Floats:
    """Inhabitants for the earlier years and all of YEARS, not yet rounded."""
    members = list(places.neighbourhoods())
    relative = np.array([ROLES[buurt.role][0] for _, _, buurt in members])
    relative *= np.exp(rng.standard_normal(len(members)) * np.where(relative < 0.5, 0.6, 0.22))
    codes = np.array([municipality.code for municipality, _, _ in members])
    totals = {municipality.code: municipality.inhabitants for municipality in places.municipalities}
    shares = np.array([relative[codes == code].sum() for code in codes])
    first = np.array([totals[code] for code in codes]) * relative / shares
    yearly = 0.003 + 0.006 * traits["growth"][:, 0] + 0.011 * traits["new"][:, 0] - 0.003 * traits["age"][:, 0]
    yearly = yearly + 0.003 * rng.standard_normal(len(members))
    years = np.arange(-EARLIER, len(YEARS))
    wobble = 0.004 * rng.standard_normal((len(members), len(years)))
    inhabitants: Floats = first[:, None] * np.exp(yearly[:, None] * years + wobble)
    inhabitants[[buurt.code == EMPTY_NEIGHBOURHOOD for _, _, buurt in members]] = 0
    return inhabitants


def _by_age(inhabitants: Floats, traits: Mapping[str, Floats], rng: np.random.Generator) -> Floats:
    """Whole numbers of people: neighbourhood × year × five age groups."""
    older = traits["age"] + 0.028 * np.arange(len(YEARS))
    tilt = older[..., None] * AGE_TILT + traits["urban"][..., None] * URBAN_TILT
    shares = AGE_SHARES * np.exp(tilt + 0.05 * rng.standard_normal((len(inhabitants), 1, 5)))
    shares /= shares.sum(axis=2, keepdims=True)
    whole: Floats = np.round(inhabitants[..., None] * shares)
    return whole


def _age_counts(by_age: Floats) -> dict[str, Floats]:
    """The counts of inhabitants by the codes of the catalogue."""
    child, youth, young, middle, old = np.moveaxis(by_age, 2, 0)
    return {
        "inwoners": by_age.sum(axis=2),
        "kinderen": child,
        "65": old,
        "inwoners-15-25": youth,
        "inwoners-tot-25": child + youth,
        "inwoners-15-65": youth + young + middle,
        "inwoners-vanaf-15": youth + young + middle + old,
        "opleiding-bekend": np.round(0.93 * (youth + young + middle) + 0.4 * old),
    }


def _homes(inhabitants: Floats, traits: Mapping[str, Floats], rng: np.random.Generator) -> dict[str, Floats]:
    """Households, those of one person, and dwellings."""
    years = np.arange(len(YEARS))
    size = 2.45 - 0.5 * traits["urban"] - 0.16 * traits["age"] + 0.06 * traits["prosperity"] - 0.008 * years
    size = np.clip(size + 0.05 * rng.standard_normal((len(inhabitants), 1)), 1.5, 3.2)
    households = np.round(inhabitants / size)
    single = 1 / (1 + np.exp(0.95 - 0.95 * traits["urban"] - 0.3 * traits["age"] + 0.2 * traits["prosperity"]))
    vacancy = 1.025 + 0.015 * traits["heart"] + 0.22 * traits["island"] + 0.004 * years / 10
    return {
        "huishoudens": households,
        "eenpersoonshuishoudens": np.round(households * single),
        "woningvoorraad": np.round(households * vacancy),
    }
