"""Codes of regions and periods, as the statistics office writes them."""

import re
from collections.abc import Sequence
from functools import lru_cache

import numpy as np
import numpy.typing as npt

COUNTRY = "NL00"
COUNTRY_ALIASES = {"NL", "NL01"}
KINDS = {"NL": "land", "PV": "provincie", "CR": "corop", "GM": "gemeente", "WK": "wijk", "BU": "buurt"}
# Since 2023 the codes of Amsterdam hold letters (WK0363AF), so digits alone do not do.
SHAPES = {
    "land": re.compile(r"NL[0-9][0-9]"),
    "provincie": re.compile(r"PV[0-9][0-9]"),
    "corop": re.compile(r"CR[0-9][0-9]"),
    "gemeente": re.compile(r"GM[0-9]{4}"),
    "wijk": re.compile(r"WK[0-9A-Z]{6}"),
    "buurt": re.compile(r"BU[0-9A-Z]{8}"),
}
UNKNOWN_MUNICIPALITY = "0998"
YEAR_CODE = re.compile(r"([0-9]{4})JJ00")
YEAR_LABEL = re.compile(r"([0-9]{4})(\*{0,2})")
FIRST_YEAR, LAST_YEAR = 1800, 2200
NO_YEAR = 0


def clean_code(code: str) -> str:
    """A region code without padding; the country is always NL00, though some tables write NL01."""
    stripped = code.strip()
    return COUNTRY if stripped in COUNTRY_ALIASES else stripped


def kind_of(code: str) -> str:
    """The kind of region that a code stands for, or "" when it is none that we know."""
    kind = KINDS.get(code[:2], "")
    return kind if kind and SHAPES[kind].fullmatch(code) else ""


def parent_by_code(code: str) -> str:
    """The region that holds this one, as far as the code itself says so: BU03080101 → WK030801 → GM0308."""
    kind = kind_of(code)
    if kind == "buurt":
        return f"WK{code[2:8]}"
    if kind == "wijk":
        return f"GM{code[2:6]}"
    return ""


@lru_cache(maxsize=10_000)
def year_of(period: str) -> int:
    """The year of an annual period, written as code (2023JJ00) or label (2023, 2023*); else NO_YEAR.

    Quarters, months, weeks and spans of years are no annual figures and may not be taken for one.
    """
    text = period.strip()
    match = YEAR_CODE.fullmatch(text) or YEAR_LABEL.fullmatch(text)
    if match is None:
        return NO_YEAR
    year = int(match[1])
    return year if FIRST_YEAR <= year <= LAST_YEAR else NO_YEAR


def is_provisional(period: str) -> bool:
    """Whether a label carries the star of a provisional figure (2023*, 2023**)."""
    return period.strip().endswith("*")


def positions(codes: Sequence[str]) -> tuple[list[str], npt.NDArray[np.int32]]:
    """The distinct cleaned codes in order of appearance, and for each row its position among them."""
    # A code is cleaned once, however many rows have it.
    received = list(dict.fromkeys(codes))
    cleaned = [clean_code(code) for code in received]
    found = {code: place for place, code in enumerate(dict.fromkeys(cleaned))}
    if len(found) == len(codes):
        return cleaned, np.arange(len(codes), dtype=np.int32)
    place_of = {code: found[clean] for code, clean in zip(received, cleaned, strict=True)}
    return list(found), np.fromiter(map(place_of.__getitem__, codes), np.int32, len(codes))
