"""The board of needs and offers, matches and markets, for whoever may see them. What is counted is counted here."""

import re
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from communities.access.communities import get_community, get_owned
from communities.models import Community, Organisation, User
from initiatives.analysis.match_states import AGREED, FAILED, FULFILLED, TALKING
from initiatives.analysis.matching import Card, fitting
from initiatives.models import Initiative, Listing, Market, Match, Partner
from initiatives.models.market import ListingQuerySet, MatchQuerySet

MOST_FITTING = 6
MOST_ON_SCREEN = 40
Reader = User | AnonymousUser


@dataclass(frozen=True)
class Wanted:
    """Which part of the board somebody asks for; nothing filled in is everything."""

    side: str = ""
    kind: str = ""
    theme: int | None = None
    place: str = ""
    initiative: int | None = None

    @property
    def is_everything(self) -> bool:
        """No filter is on."""
        return self == Wanted()

    def narrow(self, listings: ListingQuerySet) -> ListingQuerySet:
        """Those of `listings` that are asked for."""
        exact = {"side": self.side, "kind": self.kind, "theme": self.theme, "initiative": self.initiative}
        found = listings.filter(**{name: value for name, value in exact.items() if value})
        return found.filter(place__icontains=self.place) if self.place else found


@dataclass(frozen=True)
class MatchCounts:
    """How many matches are in each state; all that a coordinator knows of them."""

    n_talking: int = 0
    n_agreed: int = 0
    n_fulfilled: int = 0
    n_failed: int = 0


@dataclass(frozen=True)
class BoardSide:
    """One half of the big screen."""

    title: str
    listings: list[Listing]
    has_more: bool


# ── The board ─────────────────────────────────────────────────────────────────────────────────────────────────────
def listings_of(community: Community) -> ListingQuerySet:
    """All needs and offers of a community with what a row shows of them."""
    found: ListingQuerySet = Listing.objects.filter(community=community)
    return found.select_related("community", "owner", "theme", "organisation", "initiative")


def _of_those_who_belong(community: Community) -> Q:
    return Q(owner__in=community.memberships.active().values("user"))


def board_of(community: Community) -> ListingQuerySet:
    """What stands on the board: open, and of somebody who belongs now; the same as `is_on_board` for one."""
    return listings_of(community).open().filter(_of_those_who_belong(community))


def is_on_board(listing: Listing) -> bool:
    """Whether this one can be answered; the same condition as `board_of`."""
    return listing.is_open and listing.owner.membership_in(listing.community) is not None


def readable_listings(user: Reader, community: Community) -> ListingQuerySet:
    """Those that a member may read, also when they left the board; what is hidden only its owner and who runs it."""
    if user.has_perm("communities.manage_community", community):
        return listings_of(community)
    shown = Q(hidden_because="") & _of_those_who_belong(community)
    return listings_of(community).filter(shown | Q(owner=user.pk))


def get_listing(request: HttpRequest, slug: str, listing_id: int, permission: str = "") -> Listing:
    """The need or offer at this address, for a member who has `permission` on it; answers as `get_owned` does."""
    community = get_community(request, slug, "communities.view_members_part")
    readable = readable_listings(request.user, community)
    return get_owned(request, community, readable, permission, pk=listing_id)


def get_market_square(request: HttpRequest, slug: str) -> Community:
    """The community, for who may place something on its board. House rules that wait come first."""
    community = get_community(request, slug, "communities.contribute")
    if not request.user.has_perm("initiatives.place_listing", community):
        raise PermissionDenied
    return community


def fitting_listings(listing: Listing, most: int = MOST_FITTING) -> list[tuple[Listing, str]]:
    """What on the board fits this need or offer, best first, each with the words that say why; two questions."""
    opposite = Listing.Side.OFFER if listing.side == Listing.Side.NEED else Listing.Side.NEED
    there = board_of(listing.community).filter(side=opposite, kind=listing.kind).exclude(owner=listing.owner_id)
    rows = there.values_list("pk", "side", "kind", "owner_id", "theme_id", "place")
    cards = [Card(pk, side, kind, owner, theme or 0, place) for pk, side, kind, owner, theme, place in rows]
    best = fitting(card_of(listing), cards)[:most]
    found = listings_of(listing.community).in_bulk([one.number for one in best])
    return [(found[one.number], one.words) for one in best]


def card_of(listing: Listing) -> Card:
    """What fitting asks of this one."""
    return Card(listing.pk, listing.side, listing.kind, listing.owner_id, listing.theme_id or 0, listing.place)


def speaking_for(user: User, community: Community) -> QuerySet[Organisation]:
    """The organisation that somebody may place something for: the one they speak for here, or none."""
    own = user.membership_in(community)
    if own is None or not own.speaks_for_organisation or own.organisation_id is None:
        return Organisation.objects.none()
    return Organisation.objects.filter(pk=own.organisation_id)


def carried_initiatives(user: User, community: Community) -> QuerySet[Initiative]:
    """The placed initiatives that somebody may edit, by title; the same law as `initiatives.edit_initiative`."""
    placed = Initiative.objects.placed().filter(community=community).order_by("title", "pk")
    if user.has_perm("communities.coordinate", community):
        return placed
    spoken = speaking_for(user, community)
    leading = Partner.objects.filter(role=Partner.Role.LEADS, initiative__community=community)
    leading = leading.filter(Q(user=user.pk) | Q(user=None, organisation__in=spoken))
    return placed.filter(Q(proposed_by=user.pk) | Q(lead__in=spoken) | Q(pk__in=leading.values("initiative")))


# ── Matches ───────────────────────────────────────────────────────────────────────────────────────────────────────
def matches_of(community: Community) -> MatchQuerySet:
    """All matches of a community, for counting. Whose they are and what they say is for the two alone."""
    found: MatchQuerySet = Match.objects.filter(listing__community=community)
    return found


def n_fulfilled(community: Community) -> int:
    """How many agreements were kept, as both sides say: the headline number."""
    return matches_of(community).fulfilled().count()


def match_counts(community: Community) -> MatchCounts:
    """How many matches are in each state; one question."""
    return MatchCounts(
        **matches_of(community).aggregate(
            n_talking=Count("pk", filter=Q(state=TALKING)),
            n_agreed=Count("pk", filter=Q(state=AGREED)),
            n_fulfilled=Count("pk", filter=Q(state=FULFILLED)),
            n_failed=Count("pk", filter=Q(state=FAILED)),
        )
    )


def own_matches(user: Reader, community: Community) -> MatchQuerySet:
    """The matches of this person; for anybody else they do not exist, whoever they are."""
    mine = matches_of(community).filter(Q(other=user.pk) | Q(listing__owner=user.pk))
    return mine.select_related("listing__community", "listing__owner", "listing__initiative", "other", "noted_by")


def get_match(request: HttpRequest, slug: str, match_id: int, permission: str = "initiatives.view_match") -> Match:
    """The match at this address, for one of the two; to everybody else there is none (404)."""
    community = get_community(request, slug, "communities.view_members_part")
    return get_owned(request, community, own_matches(request.user, community), permission, pk=match_id)


# ── Markets ───────────────────────────────────────────────────────────────────────────────────────────────────────
def markets_of(community: Community) -> QuerySet[Market]:
    """The meetings of a community at which deals are made, with how many were and how many of those were kept."""
    found = Market.objects.filter(community=community).select_related("community")
    return found.annotate(
        n_deals=Count("matches"),
        n_kept=Count("matches", filter=Q(matches__state=FULFILLED)),
        n_failed=Count("matches", filter=Q(matches__state=FAILED)),
    )


def next_market(community: Community) -> Market | None:
    """The market that goes on now, or else the first that comes; None without one."""
    return Market.objects.filter(community=community, closes_at__gt=timezone.now()).order_by("opens_at", "pk").first()


def market_of(community: Community, number: str) -> Market | None:
    """The market that an address names by its number; None for anything else."""
    known = Market.objects.filter(community=community).select_related("community")
    return known.filter(pk=int(number)).first() if re.fullmatch(r"[0-9]{1,18}", number) else None


def sides_of(community: Community) -> list[BoardSide]:
    """The two halves of the big screen, newest first."""
    shown = [
        (title, list(board_of(community).filter(side=side)[: MOST_ON_SCREEN + 1]))
        for side, title in ((Listing.Side.NEED, "Gevraagd"), (Listing.Side.OFFER, "Aangeboden"))
    ]
    return [BoardSide(title, found[:MOST_ON_SCREEN], len(found) > MOST_ON_SCREEN) for title, found in shown]


def get_market(request: HttpRequest, slug: str, market_id: int, permission: str) -> Market:
    """The market at this address with its counts, for who has `permission` on its community."""
    community = get_community(request, slug, permission)
    return get_owned(request, community, markets_of(community), pk=market_id)
