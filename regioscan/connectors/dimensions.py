"""Rows of a table with more dimensions than region and period: which of them are the totals that we take."""

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from regioscan.connectors.base import FINAL, PROVISIONAL, SourceError
from regioscan.connectors.codes import NO_YEAR, is_provisional, year_of

# Codes of totals that the office reuses in all its tables: the figure itself (not its margins), adults, all ages, all.
TOTALS = {"MW00000", "20300", "10000", "T001038", "T009002"}
FIGURE, LOW, HIGH = "MW00000", "MOG0095", "MBG0095"
"""The figure itself, and the ends of its 95 % margin, in the dimension of margins."""
REGION_NAMES = ("wijkenenbuurten", "regios", "regio")
PERIOD_NAMES = ("perioden", "periode")
STATUSES = {"Definitief": FINAL, "Voorlopig": PROVISIONAL, "NaderVoorlopig": PROVISIONAL}


Moments = tuple[npt.NDArray[np.int16], npt.NDArray[np.int16], npt.NDArray[np.bool_]]
"""For each row its year, its status (final or provisional), and whether it is an annual figure that is wanted."""


def is_region(name: str) -> bool:
    """Whether a dimension of this name holds regions."""
    return name.strip().casefold().startswith(REGION_NAMES)


def is_period(name: str) -> bool:
    """Whether a dimension of this name holds periods."""
    return name.strip().casefold() in PERIOD_NAMES


def is_margin(name: str) -> bool:
    """Whether a dimension of this name tells figures from the ends of their margins."""
    return name.strip().casefold().startswith("marge")


def has_margins(dimensions: Mapping[str, Sequence[str]]) -> bool:
    """Whether one of the dimensions holds figures and both ends of their margins."""
    named = [raw for name, raw in dimensions.items() if is_margin(name)]
    return any({code.strip() for code in set(raw)} >= {FIGURE, LOW, HIGH} for raw in named)


def totals(
    dimensions: Mapping[str, Sequence[str]],
    titles: Mapping[str, Mapping[str, str]],
    n_rows: int,
    margin: str = FIGURE,
) -> npt.NDArray[np.bool_]:
    """Which rows are the total of every dimension; raises SourceError where no total can be recognised.

    A dimension with one value is no choice. Otherwise the total is a known code, or the one titled «Totaal…». In the
    dimension of margins it is `margin`: the figure itself, or one of its ends.
    """
    keep = np.ones(n_rows, dtype=bool)
    for name, raw in dimensions.items():
        stripped = {code: code.strip() for code in set(raw)}
        distinct = set(stripped.values())
        if len(distinct) > 1:
            total = _total_of(name, distinct, titles.get(name, {}))
            total = margin if total == FIGURE else total
            keep &= np.array([stripped[code] == total for code in raw])
    return keep


def _total_of(name: str, codes: set[str], titles: Mapping[str, str]) -> str:
    fitting = codes & TOTALS or {code for code in codes if titles.get(code, code).casefold().startswith("totaal")}
    if len(fitting) != 1:
        raise SourceError(
            f"De tabel is uitgesplitst naar «{name}» en er is geen totaal te herkennen. "
            "Kies bij het downloaden één waarde, bijvoorbeeld het totaal."
        )
    return next(iter(fitting))


def years(periods: Sequence[str], wanted: int | None, stated: Mapping[str, str]) -> Moments:
    """Which rows are annual figures, of `wanted` where it is given; raises SourceError when there are none.

    `stated` maps a period to what the source says of it: Definitief, Voorlopig, NaderVoorlopig.
    """
    distinct = {period: (year_of(period), _status(period, stated)) for period in set(periods)}
    year = np.array([distinct[period][0] for period in periods], dtype=np.int16)
    status = np.array([distinct[period][1] for period in periods], dtype=np.int16)
    keep = year != NO_YEAR
    if wanted is not None:
        keep &= year == wanted
    if len(year) and not keep.any():
        known = sorted({int(value) for value in year if value != NO_YEAR})
        raise SourceError(f"De tabel heeft geen jaarcijfers over {wanted or 'een jaar'}; wel over: {_list(known)}.")
    return year, status, keep


def _status(period: str, stated: Mapping[str, str]) -> int:
    if is_provisional(period):
        return PROVISIONAL
    return STATUSES.get(stated.get(period.strip(), ""), FINAL)


def _list(found: Sequence[int]) -> str:
    return ", ".join(str(year) for year in found[:20]) or "geen enkel jaar"
