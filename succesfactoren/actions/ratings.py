"""The advisor's own view of a round: a level for each factor, apart from what people answered."""

from collections.abc import Mapping

from django.core.exceptions import PermissionDenied
from django.db import transaction

from communities.actions.log import note
from communities.models import User
from succesfactoren.access.ratings import ratings_seen
from succesfactoren.actions.closing import RoundError
from succesfactoren.models import AdvisorRating, Factor, Round

Wanted = tuple[int, str]
"""A level of 1–4, and by what one sees that."""
IS_PUBLISHED = "De uitkomst is gepubliceerd. Uw oordeel staat vast."


class RatingConflict(RoundError):
    """Another coordinator changed it meanwhile."""

    def __init__(self) -> None:
        super().__init__("Iemand anders heeft dit oordeel intussen gewijzigd.")


@transaction.atomic
def rate_factors(*, round: Round, by: User, wanted: Mapping[Factor, Wanted | None], seen: str) -> dict[str, int]:
    """Give a level to factors of a round, or take it back (None); returns the levels by code.

    A factor that is not in `wanted` stays as it is. `seen` is the `ratings_seen` that `by` looked at. Raises
    PermissionDenied, RoundError once the round is published, RatingConflict when somebody else changed it meanwhile.
    """
    if not by.has_perm("succesfactoren.run_rounds", round.community):
        raise PermissionDenied
    locked = Round.objects.select_for_update(of=("self",), no_key=True).get(pk=round.pk)
    if locked.is_published:
        raise RoundError(IS_PUBLISHED)
    if any(factor.version_id != locked.version_id for factor in wanted):
        raise RoundError("Dit onderdeel hoort niet bij deze ronde.")
    there = {one.factor_id: one for one in locked.ratings.all()}
    changed = {factor: one for factor, one in wanted.items() if _differs(there.get(factor.pk), one)}
    if changed and seen != ratings_seen(locked):
        raise RatingConflict
    for factor, one in changed.items():
        _keep(locked, factor, one, by)
    if changed:
        note(by=by, action="geeft oordeel", thing=locked, community=round.community)
    return dict(locked.ratings.values_list("factor__code", "level"))


def _differs(there: AdvisorRating | None, wanted: Wanted | None) -> bool:
    return (there and (there.level, there.remark)) != wanted


def _keep(round: Round, factor: Factor, wanted: Wanted | None, by: User) -> None:
    if wanted is None:
        round.ratings.filter(factor=factor).delete()
        return
    level, remark = wanted
    fields = {"level": level, "remark": remark, "by": by}
    AdvisorRating.objects.update_or_create(round=round, factor=factor, defaults=fields)
