"""The level of each factor as the advisor sees it: kept apart from what people answered, and never mixed with it."""

from collections.abc import Mapping

from lib.tokens import hash_token
from succesfactoren.models import AdvisorRating, Round


def ratings_of(round: Round) -> dict[str, int]:
    """Code of a factor → the level (1–4) that the advisor gave; a factor without one is not in it. One query."""
    return dict(round.ratings.values_list("factor__code", "level"))


def rated_factors(round: Round) -> Mapping[int, AdvisorRating]:
    """What the advisor said of each factor, by the key of the factor. One query."""
    return {one.factor_id: one for one in round.ratings.all()}


def ratings_seen(round: Round) -> str:
    """Another text as soon as any rating is another; says nothing by itself."""
    return hash_token(repr(list(round.ratings.order_by("factor").values_list("factor", "level", "remark"))))
