"""A land with enough municipalities for an index, and a method of three themes frozen from its figures."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from regioscan.method_actions import freeze_method
from regioscan.method_catalogue import DeclaredIndicator, DeclaredMethod, DeclaredTheme
from regioscan.models import Indicator, MethodVersion, Region
from regioscan.models.observations import Status
from tests import factories
from tests.regioscan.scene import make_land, municipalities, publish

N = 7
YEARS = (2021, 2022, 2023, 2024)
DIRECTIONS = {"inkomen": 1, "armoede": -1, "werk": 1, "gezond": 1, "eenzaam": -1}
THEMES = {"economie": ("inkomen", "armoede"), "arbeid": ("werk",), "gezondheid": ("gezond", "eenzaam")}
DECLARED = DeclaredMethod(
    purpose="Om over te praten.",
    context="De WOZ-waarde telt met opzet niet mee.",
    left_out=("woz-waarde",),
    base_years=3,
    coverage=0.65,
    max_age=3,
    themes=tuple(DeclaredTheme(code, code.capitalize(), 1.0, code == "economie") for code in THEMES),
    indicators=tuple(DeclaredIndicator(code, theme, 1.0) for theme, codes in THEMES.items() for code in codes),
)


def make_figures(gaps: Mapping[tuple[str, str, int], Status] | None = None) -> dict[str, Region]:
    """Seven municipalities with five indicators over four years, seeded; `gaps` are cells with a reason instead."""
    regions = make_land(N)
    random = np.random.default_rng(42)
    for code, direction in DIRECTIONS.items():
        indicator = factories.make_indicator(code, f"Cijfer {code}", direction=direction)
        values: dict[tuple[str, int], float | Status] = {}
        for place, region in enumerate([*municipalities(N), "PV01", "NL00"]):
            for year in YEARS:
                value = round(20 + 5 * place + float(random.normal(0, 2)), 1)
                values[region, year] = (gaps or {}).get((code, region, year), value)
        publish(indicator, values, regions)
    return regions


def freeze(code: str = "proef-1", years: Sequence[int] = ()) -> MethodVersion:
    """The method of this land, frozen."""
    return freeze_method(code=code, name="Proef, versie 1", by="test", years=years, declared=DECLARED)


def indicator_ids() -> dict[str, int]:
    """The id of every indicator by code."""
    return dict(Indicator.objects.values_list("code", "pk"))


def freeze_province(code: str) -> MethodVersion:
    """A method of the invented province of `tests.province`, under a code that may be that of a region."""
    codes = {"arbeid": "cijfer-0", "wonen": "cijfer-1"}
    declared = replace(
        DECLARED,
        themes=tuple(DeclaredTheme(theme, theme.capitalize(), 1.0, False) for theme in codes),
        indicators=tuple(DeclaredIndicator(one, theme, 1.0) for theme, one in codes.items()),
        coverage=0.5,
    )
    version = freeze_method(code="provincie", name="Provincie", by="test", declared=declared)
    MethodVersion.objects.update(code=code)
    version.refresh_from_db()
    return version
