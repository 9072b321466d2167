"""What is asked of who places a need or an offer, looks for one, or hides one."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone

from communities.forms.commitments import date_field
from communities.models import Community, User
from initiatives.access.market import Wanted, board_of, carried_initiatives, speaking_for
from initiatives.actions.listings import MOST_DAYS, NO_MONEY
from initiatives.analysis.money_words import is_about_money
from initiatives.models import Initiative, Listing
from initiatives.models.market import last_day
from regioscan.models import Theme

SIDES = [("vraag", "Ik zoek iets"), ("aanbod", "Ik bied iets aan")]
KINDS = [
    ("kennis", "Kennis: iemand die iets weet of kan"),
    ("mensen", "Mensen: handen die meehelpen"),
    ("middelen", "Middelen: spullen, gereedschap, vervoer"),
    ("ruimte", "Ruimte: een zaal, een werkplek, een stuk grond"),
    ("netwerk", "Netwerk: de weg naar de juiste mensen"),
]


class ListingForm(forms.ModelForm):
    """A need or an offer: what, of which kind, where, until when, and for whom."""

    side = forms.ChoiceField(
        label="Zoekt u iets, of biedt u iets aan?",
        choices=SIDES,
        widget=forms.RadioSelect,
        error_messages={"required": "Kies of u iets zoekt of iets aanbiedt."},
    )
    kind = forms.ChoiceField(
        label="Wat voor iets is het?",
        choices=KINDS,
        widget=forms.RadioSelect,
        help_text="Geld staat er niet bij: hier helpen mensen elkaar met iets anders.",
        error_messages={"required": "Kies waar het om gaat."},
    )
    expires_on = date_field("Op het bord tot en met", initial=last_day)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Listing
        fields = ["side", "kind", "title", "text", "theme", "place", "initiative", "organisation", "expires_on"]
        labels = {
            "title": "Waar gaat het om?",
            "text": "Wat moet iemand weten?",
            "place": "In welk dorp of welke wijk?",
        }
        help_texts = {
            "title": "Eén zin, zo concreet dat iemand ziet of het past. Zoals: wie kan een naaimachine afstellen?",
            "place": "Wat in dezelfde plaats is, komt bij elkaar bovenaan.",
        }
        error_messages = {"title": {"required": "Schrijf in één zin waar het om gaat."}}
        widgets = {"text": forms.Textarea({"rows": 5})}

    def __init__(self, *args: Any, community: Community, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._offer("theme", Theme.objects.all(), "Geen thema")
        self._offer("initiative", carried_initiatives(by, community), "Voor mijzelf")
        self._offer("organisation", speaking_for(by, community), "Namens mijzelf")
        self.fields["theme"].label = "Bij welk thema hoort het?"
        if "initiative" in self.fields:
            self.fields["initiative"].label = "Voor welk initiatief?"
        if "organisation" in self.fields:
            self.fields["organisation"].label = "Namens welke organisatie?"

    def _offer(self, name: str, things: Any, empty: str) -> None:
        """What somebody may choose from; what it is now stays possible. A choice from nothing is not asked."""
        now = getattr(self.instance, f"{name}_id")
        if now is not None:
            things = things | things.model.objects.filter(pk=now)
        if name != "theme" and not things.exists():
            del self.fields[name]
            return
        self.fields[name].queryset = things  # type: ignore[attr-defined]
        self.fields[name].empty_label = empty  # type: ignore[attr-defined]

    def clean_title(self) -> str:
        """Never about money."""
        return self._without_money("title")

    def clean_text(self) -> str:
        """Never about money."""
        return self._without_money("text")

    def _without_money(self, name: str) -> str:
        words: str = self.cleaned_data[name]
        if is_about_money(words):
            raise forms.ValidationError(NO_MONEY)
        return words

    def clean_expires_on(self) -> Any:
        """A day that still comes, and not too far; the one that stands there may stay."""
        day, today = self.cleaned_data["expires_on"], timezone.localdate()
        is_unchanged = self.instance.pk is not None and self.initial.get("expires_on") == day
        if not is_unchanged and not today <= day <= today + timedelta(days=MOST_DAYS):
            raise forms.ValidationError("Kies een dag die nog komt, ten hoogste een jaar vooruit.")
        return day

    def listing(self) -> dict[str, Any]:
        """What was filled in, for the verb."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class BoardForm(forms.Form):
    """Which part of the board to show. What the address says wrong counts as not said."""

    soort = forms.ChoiceField(label="Soort", choices=[("", "Alle soorten"), *Listing.Kind.choices], required=False)
    thema = forms.ModelChoiceField(
        label="Thema", queryset=Theme.objects.all(), required=False, empty_label="Alle thema’s"
    )
    plaats = forms.CharField(label="Plaats", max_length=80, required=False)
    initiatief = forms.ModelChoiceField(
        label="Initiatief", queryset=Initiative.objects.none(), required=False, empty_label="Alle initiatieven"
    )
    kant = forms.ChoiceField(
        choices=[("", "Alles"), ("vraag", "Gevraagd"), ("aanbod", "Aangeboden")],
        required=False,
        widget=forms.HiddenInput,
    )

    def __init__(self, *args: Any, community: Community, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = board_of(community).order_by().values("initiative")
        there = Initiative.objects.placed().filter(community=community, pk__in=named).order_by("title", "pk")
        self.fields["initiatief"].queryset = there  # type: ignore[attr-defined]

    @property
    def wanted(self) -> Wanted:
        """What is asked for."""
        self.is_valid()
        found = self.cleaned_data
        return Wanted(
            side=found.get("kant", ""),
            kind=found.get("soort", ""),
            theme=getattr(found.get("thema"), "pk", None),
            place=found.get("plaats", "").strip().replace("\x00", ""),
            initiative=getattr(found.get("initiatief"), "pk", None),
        )


class HideForm(forms.Form):
    """Why something is taken out of sight."""

    reason = forms.CharField(
        label="Reden",
        max_length=300,
        widget=forms.Textarea({"rows": 3}),
        help_text="Wie dit plaatste, leest deze reden.",
        error_messages={"required": "Geef een reden. Wie dit plaatste, leest die."},
    )
