"""The market of a meeting (beursvloer): planned, and deals written down on the spot by a “notaris”."""

from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from communities.access.stream import name_of
from communities.actions.log import note
from communities.actions.notices import Quote, notify
from communities.models import Community, Membership, Notice, User
from initiatives.access.market import is_on_board
from initiatives.actions.listings import NO_MONEY
from initiatives.actions.matches import day_words
from initiatives.analysis.match_states import AGREED, FAILED, TALKING
from initiatives.analysis.money_words import is_about_money
from initiatives.models import Listing, Market, Match
from lib.moments import check_days

NOT_WRITTEN = "Dit is niet opgeschreven. Laat deze twee zelf kijken bij hun afspraken op het bord."
"""All that a notaris hears where two people have something with each other already: not that, nor what."""


class MarketError(Exception):
    """It cannot be done; the text says why, in Dutch, and `field` where."""

    def __init__(self, words: str, field: str | None = None) -> None:
        super().__init__(words)
        self.field = field


@transaction.atomic
def plan_market(*, by: User, community: Community, name: str, opens_at: datetime, closes_at: datetime) -> Market:
    """Plan a market, by a coordinator; returns it. The same name and hours make one, also when sent twice."""
    if not by.has_perm("communities.coordinate", community):
        raise PermissionDenied
    _check_hours(opens_at, closes_at)
    Community.objects.select_for_update(no_key=True).get(pk=community.pk)
    found = community.markets.filter(name=name, opens_at=opens_at, closes_at=closes_at).first()
    if found is not None:
        return found
    made = Market.objects.create(community=community, name=name, opens_at=opens_at, closes_at=closes_at)
    note(by=by, action="plant beursvloer", thing=made)
    return made


@transaction.atomic
def change_market(*, market: Market, by: User, name: str, opens_at: datetime, closes_at: datetime) -> Market:
    """Change its name or hours, by a coordinator; returns it. What is over keeps its hours."""
    locked = Market.objects.select_related("community").select_for_update(of=("self",)).get(pk=market.pk)
    if not by.has_perm("communities.coordinate", locked.community):
        raise PermissionDenied
    if (name, opens_at, closes_at) == (locked.name, locked.opens_at, locked.closes_at):
        return locked
    if locked.is_over and (opens_at, closes_at) != (locked.opens_at, locked.closes_at):
        raise MarketError("Deze beursvloer is voorbij. Plan een nieuwe.")
    _check_hours(opens_at, closes_at)
    locked.name, locked.opens_at, locked.closes_at = name, opens_at, closes_at
    locked.save()
    note(by=by, action="wijzigt", thing=locked)
    return locked


def _check_hours(opens_at: datetime, closes_at: datetime) -> None:
    check_days(opens_at, closes_at)
    if closes_at <= opens_at:
        raise MarketError("Het einde ligt vóór het begin. Kies een later einde.", "closes_on")


@transaction.atomic
def note_deal(
    *, market: Market, by: User, listing: Listing, other: User, what: str, promised_on: date | None = None
) -> Match:
    """Write down what the owner of `listing` and `other` agree on, both present; returns the match, agreed by both.

    Who writes it down vouches for both confirmations: their name stands with it, and both people hear of it and can
    say that it is not so. A talk that the two had becomes the deal. The same deal twice is one. Raises
    PermissionDenied for who may not, and MarketError outside its hours and for who cannot make this deal.
    """
    if not by.has_perm("initiatives.note_deals", market.community):
        raise PermissionDenied
    words, locked = " ".join(what.split()), _locked(market, listing)
    _check_deal(market, locked, other, by)
    _check_words(words, promised_on)
    made = Match.objects.filter(listing=locked, other=other).exclude(state=FAILED).select_for_update().first()
    if made is not None and made.state != TALKING:
        if (made.what, made.market_id) == (words, market.pk):
            return made
        raise MarketError(NOT_WRITTEN, "other")
    made = made or Match(listing=locked, other=other)
    made.market, made.noted_by, made.what, made.promised_on = market, by, words, promised_on
    made.owner_agreed_at = made.other_agreed_at = timezone.now()
    made.state = AGREED
    made.save()
    note(by=by, action="schrijft een afspraak op", thing=market)
    _tell_both(made, by)
    return made


def _locked(market: Market, listing: Listing) -> Listing:
    """Two who write the same deal down at once wait for each other at its listing."""
    whole = Listing.objects.select_related("community", "owner").select_for_update(of=("self",))
    return whole.get(pk=listing.pk, community=market.community)


def _check_deal(market: Market, listing: Listing, other: User, by: User) -> None:
    if not market.is_open:
        raise MarketError("Deze beursvloer is nu niet open. Afspraken maken kan altijd via het bord.")
    if not is_on_board(listing):
        raise MarketError("Dit nummer staat niet meer op het bord.", "listing")
    if other.pk == listing.owner_id:
        raise MarketError("Dit is dezelfde persoon. Kies met wie de afspraak is.", "other")
    if not Membership.objects.active().filter(community=market.community, user=other).exists():
        raise MarketError("Deze persoon is geen lid van deze community. Laat hem of haar eerst lid worden.", "other")
    if by.pk in {listing.owner_id, other.pk}:
        where = "listing" if by.pk == listing.owner_id else "other"
        raise MarketError("Uw eigen afspraak schrijft een andere notaris op.", where)


def _check_words(what: str, promised_on: date | None) -> None:
    if not what:
        raise MarketError("Schrijf in één zin wat zij afspreken.", "what")
    if is_about_money(what):
        raise MarketError(NO_MONEY, "what")
    check_days(promised_on)
    if promised_on is not None and promised_on < timezone.localdate():
        raise MarketError("Deze dag is al voorbij. Kies een dag die nog komt.", "promised_on")


def _tell_both(match: Match, by: User) -> None:
    text = (
        f"Dit staat er: “{match.what}”{day_words(match)}. {name_of(by)} schreef dit op de beursvloer op, terwijl u er "
        "allebei bij was. Klopt het niet? Zeg het op de bladzijde van de afspraak."
    )
    notify(
        users=[match.listing.owner, match.other],
        kind=Notice.Kind.COMMITMENT,
        key=f"match-{match.pk}-noted",
        title="Uw afspraak van de beursvloer staat opgeschreven",
        text=Quote(text),
        path=match.get_absolute_url(),
        community=match.community,
    )
