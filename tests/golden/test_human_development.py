"""The Human Development Index of 2015, published by UNDP, made again by our own engine.

Goalposts and steps: UNDP, Human Development Report 2016, technical note 1: life expectancy 20–85, expected years of
schooling 0–18, mean years 0–15, income ln 100 – ln 75,000; education is the mean of its two, the index the geometric
mean of the three dimensions.
"""

import csv
import re
from pathlib import Path

import numpy as np
import pytest

from regioscan.analysis.index.matrix import Matrix
from regioscan.analysis.index.method import IndicatorSpec, Method, ThemeSpec, method_content
from regioscan.analysis.index.reading import parse_method
from regioscan.analysis.index.scoring import score

FILES = {
    "life": "Life_Expectancy_at_Birth",
    "expected": "Expected_Years_of_Schooling",
    "mean": "Mean_Years_of_Schooling_-_UN",
    "income": "Gross_National_Income_Gni_Per_Capita",
}
HDI = Method(
    themes=(
        ThemeSpec("health", (IndicatorSpec("life", 1, low=20.0, high=85.0),)),
        ThemeSpec(
            "education",
            (IndicatorSpec("expected", 1, low=0.0, high=18.0), IndicatorSpec("mean", 1, low=0.0, high=15.0)),
        ),
        ThemeSpec("standard-of-living", (IndicatorSpec("income", 1, low=100.0, high=75_000.0, log=True),)),
    ),
    floor=0.0,
    coverage=1.0,
)


def of_2015(folder: Path, name: str) -> dict[str, float]:
    """The figures of 2015 by country; «13.5 qqq» is 13.5 with a footnote."""
    with (folder / f"{name}.csv").open(encoding="utf-8") as lines:
        cells = {row["Country"].strip(): row["2015"] for row in csv.DictReader(lines)}
    return {country: float(re.match(r"[\d.]+", cell.strip())[0]) for country, cell in cells.items() if cell.strip()}


@pytest.mark.real_files
def test_our_engine_makes_the_human_development_index_again(real_files):
    published = of_2015(real_files / "hdi", "Human_Development_Index_Score")
    parts = {code: of_2015(real_files / "hdi", name) for code, name in FILES.items()}
    countries = sorted(published)
    values = np.array([[parts[code].get(country, np.nan) for code in FILES] for country in countries])
    found = score(parse_method(method_content(HDI)), Matrix(tuple(FILES), values))
    differences = {
        country: abs(index / 100 - published[country])
        for country, index in zip(countries, found.index.listed(), strict=True)
        if index is not None
    }
    assert len(countries) == 188
    assert len(differences) == 188
    assert sum(difference <= 0.0015 for difference in differences.values()) >= 187
