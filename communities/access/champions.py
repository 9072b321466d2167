"""Hidden champions, for whoever may know of them. A firm that has not said yes exists for coordinators only."""

from dataclasses import dataclass
from datetime import timedelta

from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from communities.analysis.nominations import Candidate, Ranked, rank
from communities.models import AgendaItem, Champion, Community, User
from communities.models.champions import ChampionQuerySet
from lib.tokens import hash_token

ASK_DAYS = 90
"""So long a firm can answer a letter; who answered may change that answer for as long as it is kept."""


@dataclass(frozen=True)
class RankedChampion:
    """A firm with its place."""

    champion: Champion
    ranked: Ranked


def champions_for(user: User | AnonymousUser, community: Community) -> ChampionQuerySet:
    """The firms that this reader may know of: all of them for who runs the community, else those that said yes."""
    found: ChampionQuerySet = community.champions.all()
    return found if user.has_perm("communities.manage_community", community) else found.shown()


def ranked_champions(user: User | AnonymousUser, community: Community) -> list[RankedChampion]:
    """The firms that this reader may know of, by how many sectors outside their own named them."""
    found = {one.pk: one for one in champions_for(user, community).prefetch_related("nominations", "agenda_items")}
    candidates = [
        Candidate(one.pk, one.sector, [nomination.sector for nomination in one.nominations.all()])
        for one in found.values()
    ]
    return [RankedChampion(found[ranked.key], ranked) for ranked in rank(candidates)]


def champions_of_item(item: AgendaItem) -> ChampionQuerySet:
    """The firms that belong to an item of the agenda and may be seen by members."""
    return Champion.objects.shown().filter(agenda_items=item)


def find_by_token(token: str) -> Champion | None:
    """The firm that got this link; None for a link that is not ours, was replaced, or was left lying too long."""
    hashed = Champion.objects.filter(consent_token_hash=hash_token(token)).exclude(consent_token_hash="")
    found = hashed.select_related("community").first()
    if found is None or found.consent != Champion.Consent.ASKED or found.consent_asked_at is None:
        return found
    return found if found.consent_asked_at > timezone.now() - timedelta(days=ASK_DAYS) else None
