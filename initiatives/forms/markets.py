"""What is asked of who plans a market, and of the notaris who writes a deal down."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone

from communities.access.commitments import people_here
from communities.access.stream import name_of
from communities.forms.commitments import date_field
from communities.models import Community, User
from initiatives.access.market import board_of
from initiatives.models import Listing, Market
from lib.moments import MomentError, dutch_moment
from succesfactoren.forms.rounds import day_field, hour_field, typed_moment


class MarketForm(forms.Form):
    """The name of a market and its hours on one day, in Dutch time."""

    name = forms.CharField(
        label="Naam",
        max_length=120,
        help_text="Bijvoorbeeld: Beursvloer Waalmeer 2027.",
        error_messages={"required": "Geef de beursvloer een naam."},
    )
    opens_on = day_field("Op welke dag")
    opens_time = hour_field("Begint om")
    closes_time = hour_field("Eindigt om")

    def __init__(self, *args: Any, market: Market | None = None, **kwargs: Any) -> None:
        if market is not None:
            until = typed_moment("closes", market.closes_at)["closes_time"]
            first = {"name": market.name, **typed_moment("opens", market.opens_at), "closes_time": until}
            kwargs.setdefault("initial", first)
        super().__init__(*args, **kwargs)
        self.market = market

    def clean(self) -> dict[str, Any]:
        """Two moments, the end after the beginning, and still to come unless the hours stay as they were."""
        cleaned: dict[str, Any] = super().clean() or {}
        if self.market is not None and not {"opens_on", "opens_time", "closes_time"} & set(self.changed_data):
            return cleaned | {"opens_at": self.market.opens_at, "closes_at": self.market.closes_at}
        opens, closes = self._moment("opens_time"), self._moment("closes_time")
        if opens and closes and closes <= opens:
            self.add_error("closes_time", "Het einde ligt vóór het begin. Kies een later einde.")
        elif closes and closes <= timezone.now():
            self.add_error("opens_on", "Deze dag is al voorbij. Kies een dag die nog komt.")
        return cleaned | {"opens_at": opens, "closes_at": closes}

    def _moment(self, hour: str) -> datetime | None:
        day, at = self.cleaned_data.get("opens_on"), self.cleaned_data.get(hour)
        if day is None or at is None:
            return None
        try:
            return dutch_moment(day, at)
        except MomentError as error:
            self.add_error(hour, str(error))
            return None

    def plan(self) -> dict[str, Any]:
        """What was filled in, for the verb."""
        return {name: self.cleaned_data[name] for name in ("name", "opens_at", "closes_at")}


class DealForm(forms.Form):
    """Two picks and one sentence, with both people beside the table."""

    listing = forms.ModelChoiceField(
        label="Welk nummer?",
        queryset=Listing.objects.none(),
        empty_label="Kies een vraag of aanbod",
        error_messages={
            "required": "Kies om welke vraag of welk aanbod het gaat.",
            "invalid_choice": "Dit nummer staat niet meer op het bord.",
        },
    )
    other = forms.ModelChoiceField(
        label="Met wie?",
        queryset=User.objects.none(),
        empty_label="Kies een persoon",
        error_messages={
            "required": "Kies met wie de afspraak is.",
            "invalid_choice": "Deze persoon kunt u niet kiezen. Kies iemand die nu lid is, en niet uzelf.",
        },
    )
    what = forms.CharField(
        label="Wat spreken zij af?",
        max_length=240,
        widget=forms.Textarea({"rows": 2}),
        error_messages={"required": "Schrijf in één zin wat zij afspreken."},
    )
    promised_on = date_field(
        "Voor wanneer?", required=False, help_text="Zonder dag vragen wij over twee maanden of het gelukt is."
    )
    both_agree = forms.BooleanField(
        label="Zij staan hier allebei, ik las de zin voor, en zij zeggen allebei ja.",
        error_messages={"required": "Lees de zin voor, en schrijf hem pas op als zij allebei ja zeggen."},
    )

    def __init__(self, *args: Any, market: Market, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        listing, other = self.fields["listing"], self.fields["other"]
        listing.queryset = board_of(market.community).order_by("pk")  # type: ignore[attr-defined]
        listing.label_from_instance = _listing_words  # type: ignore[attr-defined]
        # Nobody writes down a deal of their own.
        other.queryset = people_here(market.community).exclude(pk=by.pk)  # type: ignore[attr-defined]
        other.label_from_instance = name_of  # type: ignore[attr-defined]
        may_admit = by.has_perm("communities.coordinate", market.community)
        other.help_text = f"Staat iemand er niet bij? {_way_in(market.community, may_admit=may_admit)}"

    def deal(self) -> dict[str, Any]:
        """What was filled in, for the verb."""
        return {name: self.cleaned_data[name] for name in ("listing", "other", "what", "promised_on")}


def _way_in(community: Community, *, may_admit: bool) -> str:
    """How somebody who stands there becomes a member, and what who writes the deal down does for that."""
    who, policy = "u" if may_admit else "een coördinator", community.join_policy
    if policy == Community.JoinPolicy.INVITATION or not community.is_public:
        return f"Lid worden kan hier alleen met een uitnodiging. Die maakt {who} onder Leden, bij Uitnodigingen."
    if policy == Community.JoinPolicy.OPEN:
        return "Die wordt meteen lid met de QR-code op het scherm. Laad daarna deze bladzijde opnieuw."
    admits = f"Daarna laat {who} die persoon toe onder Aanvragen. Laad dan deze bladzijde opnieuw."
    return f"Die vraagt met de QR-code op het scherm om mee te doen. {admits}"


def _listing_words(listing: Listing) -> str:
    return f"{listing.pk}: {listing.title} ({listing.side} van {name_of(listing.owner)})"
