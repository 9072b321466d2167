"""For which factors interventions are suggested, and why. Pure. An advisor can always choose otherwise."""

from collections.abc import Mapping

from succesfactoren.analysis.levels import EXACT
from succesfactoren.analysis.picture import FactorPicture

LOW_LEVEL = 2
"""Up to this level a factor asks for something."""
N_LOWEST = 2
"""So many of the lowest factors always get a suggestion."""
IS_LOW, IS_LOWEST, IS_DIVIDED = "laag niveau", "bij de laagste", "verdeelde meningen"


def lowest_factors(means: Mapping[str, float | None]) -> set[str]:
    """The two factors with the lowest group score; more where the second is shared. Without a score: not among them."""
    there = {code: round(mean, EXACT) for code, mean in means.items() if mean is not None}
    if not there:
        return set()
    edge = sorted(there.values())[:N_LOWEST][-1]
    return {code for code, mean in there.items() if mean <= edge}


def suggestion_reasons(level: int | None, *, is_lowest: bool, is_divided: bool) -> list[str]:
    """Why interventions are suggested for a factor; empty where they are not."""
    reasons = [
        (level is not None and level <= LOW_LEVEL, IS_LOW),
        (is_lowest, IS_LOWEST),
        (is_divided, IS_DIVIDED),
    ]
    return [reason for holds, reason in reasons if holds]


def suggestions(pictures: Mapping[str, FactorPicture]) -> dict[str, list[str]]:
    """The factors for which interventions are suggested, each with the reasons; in the order of `pictures`.

    Only factors that may be shown: the caller leaves out the others.
    """
    lowest = lowest_factors({code: picture.mean for code, picture in pictures.items()})
    found = {
        code: suggestion_reasons(picture.level, is_lowest=code in lowest, is_divided=picture.is_divided)
        for code, picture in pictures.items()
    }
    return {code: reasons for code, reasons in found.items() if reasons}
