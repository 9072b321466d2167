"""What is asked of somebody who promises something, and of who looks for what was promised."""

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone

from communities.access.commitments import organisations_here, people_here, promising_organisations
from communities.access.route_sources import route_source
from communities.analysis.promises import CHANGES, DONE, LAPSED
from communities.analysis.route_map import ADDED, COMMITMENT, STEP, Wanted
from communities.models import Commitment, Community, User
from lib.moments import MomentError, check_days

ACTIONS = {
    "toegezegd": "Zet terug op toegezegd",
    "bezig": "Ik ben begonnen",
    "klaar": "Dit is klaar",
    "vervallen": "Dit gaat niet door",
}
"""What a button says that brings a promise to a state."""
NO_REASON = "Schrijf op waarom dit niet doorgaat. Daar leren anderen van."


def believable_day(day: date) -> None:
    """Refuse a day of which the year must be a slip: every field that asks for a day or a moment checks this."""
    try:
        check_days(day)
    except MomentError as error:
        raise forms.ValidationError(str(error)) from error


def date_field(label: str, **options: Any) -> forms.DateField:
    """A day, with the calendar of the browser."""
    widget = forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    messages = {"required": "Vul een dag in.", "invalid": "Vul een dag in, bijvoorbeeld 1-3-2027."}
    formats = ["%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y"]
    checks = [believable_day]
    return forms.DateField(
        label=label, widget=widget, input_formats=formats, error_messages=messages, validators=checks, **options
    )


class CommitmentForm(forms.ModelForm):
    """Who, what and when. A member promises for themselves; a coordinator writes down for anybody."""

    due_on = date_field("Wanneer is het klaar?", help_text="Kies een dag die haalbaar is. Schuiven kan altijd.")
    starts_on = date_field("Wanneer begint het?", required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Commitment
        fields = ["what", "person", "organisation", "due_on", "starts_on", "agenda_item"]
        labels = {"what": "Wat zegt u toe?", "person": "Wie doet het?", "organisation": "Namens welke organisatie?"}
        help_texts = {"what": "Eén zin, zo concreet dat iedereen straks ziet of het klaar is."}
        error_messages = {"what": {"required": "Schrijf in één zin wat u toezegt."}}

    def __init__(self, *args: Any, community: Community, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by = by
        self.is_coordinator = by.has_perm("communities.coordinate", community)
        items = community.agenda_items.all()
        self.fields["agenda_item"].queryset = items  # type: ignore[attr-defined]
        self.fields["agenda_item"].label = "Bij welk punt van de veranderagenda hoort dit?"
        self.fields["agenda_item"].empty_label = "Bij geen punt"  # type: ignore[attr-defined]
        self.fields["organisation"].empty_label = "Geen organisatie"  # type: ignore[attr-defined]
        if self.is_coordinator:
            self._offer_everybody(community)
        else:
            self._offer_oneself(community)
        if not items:
            del self.fields["agenda_item"]

    def _offer_everybody(self, community: Community) -> None:
        self.fields["organisation"].queryset = organisations_here(community)  # type: ignore[attr-defined]
        people = self.fields["person"]
        people.queryset = people_here(community)  # type: ignore[attr-defined]
        people.empty_label = "Nog niemand met naam"  # type: ignore[attr-defined]
        people.help_text = "Kies een persoon, een organisatie of allebei."
        for name in ("person", "organisation"):
            # One of both is asked (see `clean`), so neither says «niet verplicht».
            self.fields[name].is_one_of = True  # type: ignore[attr-defined]

    def _offer_oneself(self, community: Community) -> None:
        del self.fields["person"]
        membership = self.by.membership_in(community)
        may_speak = membership is not None and membership.speaks_for_organisation
        own = organisations_here(community).filter(pk=membership.organisation_id if membership and may_speak else None)
        self.fields["organisation"].queryset = own  # type: ignore[attr-defined]
        self.fields["organisation"].empty_label = "Namens mijzelf"  # type: ignore[attr-defined]
        if not own:
            del self.fields["organisation"]

    def clean(self) -> dict[str, Any]:
        """A promise has somebody, and begins before it ends."""
        found = super().clean() or {}
        starts, due = found.get("starts_on"), found.get("due_on")
        if starts and due and starts > due:
            self.add_error("starts_on", "Het begin ligt na de dag waarop het klaar is.")
        is_nobody = found.get("person") is None and found.get("organisation") is None
        if self.is_coordinator and is_nobody and not {"person", "organisation"} & set(self.errors):
            self.add_error("person", "Kies een persoon, een organisatie of allebei.")
        return found

    def clean_due_on(self) -> date:
        """A new promise is about a day that is not over yet; an old one may be late."""
        due: date = self.cleaned_data["due_on"]
        if self.instance.pk is None and due < timezone.localdate():
            raise forms.ValidationError("Deze dag is al voorbij. Kies een dag die nog komt.")
        return due

    def promise(self) -> dict[str, Any]:
        """The fields of the promise, for the action."""
        found = {name: value for name, value in self.cleaned_data.items() if name != "version"}
        if not self.is_coordinator:
            found["person"] = self.instance.person if self.instance.pk else self.by
        return found


class StateForm(forms.Form):
    """How far it is; evidence is asked when it is done, a reason when it lapses."""

    state = forms.ChoiceField(label="Hoe staat het ervoor?", choices=Commitment.State.choices, widget=forms.HiddenInput)
    evidence = forms.CharField(
        label="Waaruit blijkt het?",
        max_length=1000,
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text="Bijvoorbeeld: 40 mensen kwamen, of: de sleutel is overgedragen.",
    )
    evidence_link = forms.URLField(
        label="Waar is dat te zien?",
        max_length=500,
        required=False,
        assume_scheme="https",
        error_messages={"invalid": "Vul een webadres in dat met https:// begint."},
    )
    because = forms.CharField(label="Waarom gaat het niet door?", max_length=300, required=False)

    def __init__(self, *args: Any, was: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.was = was

    def clean_because(self) -> str:
        """What lapses does so for a reason."""
        because: str = self.cleaned_data["because"].strip()
        if self.data.get("state") == LAPSED and not because:
            raise forms.ValidationError(NO_REASON)
        return because

    def clean_evidence_link(self) -> str:
        """Only addresses of the web: others could run something."""
        link: str = self.cleaned_data["evidence_link"]
        if link and not link.startswith(("https://", "http://")):
            raise forms.ValidationError("Vul een webadres in dat met https:// begint.")
        return link

    @property
    def next_states(self) -> list[tuple[str, str]]:
        """The states that can follow with one click, and what the button says."""
        return [(state, ACTIONS[state]) for state in CHANGES[self.was] if state not in {DONE, LAPSED}]

    @property
    def can_be_done(self) -> bool:
        """Whether it can be set to done."""
        return DONE in CHANGES[self.was]

    @property
    def can_lapse(self) -> bool:
        """Whether it can lapse."""
        return LAPSED in CHANGES[self.was]


class LapseForm(forms.Form):
    """Why a promise lapses, where that is all that is asked."""

    because = forms.CharField(
        label="Waarom gaat het niet door?",
        max_length=300,
        help_text="Eén zin. Andere leden lezen dit bij de toezegging.",
        error_messages={"required": NO_REASON},
    )


class RouteMapForm(forms.Form):
    """What part of the route map to show, and under what names. What the address says wrong counts as not said."""

    per = forms.ChoiceField(
        choices=[("datum", "Op datum"), ("persoon", "Per persoon"), ("organisatie", "Per organisatie"),
                 ("agendapunt", "Per agendapunt")],
        required=False,
    )  # fmt: skip
    soort = forms.ChoiceField(
        label="Soort",
        choices=[("", "Alles"), (COMMITMENT, "Toezeggingen"), (STEP, "Stappen"), (ADDED, "Mijlpalen")],
        required=False,
    )
    stand = forms.ChoiceField(
        label="Stand",
        choices=[("", "Alle standen"), ("open", "Nog niet klaar"), *Commitment.State.choices],
        required=False,
    )
    organisatie = forms.ModelChoiceField(
        label="Organisatie", queryset=None, required=False, empty_label="Alle organisaties"
    )
    agendapunt = forms.ModelChoiceField(
        label="Agendapunt", queryset=None, required=False, empty_label="Alle agendapunten"
    )
    initiatief = forms.TypedChoiceField(label="Initiatief", coerce=int, empty_value=None, required=False)
    laat = forms.BooleanField(label="Alleen wat te laat is", required=False)

    def __init__(self, *args: Any, community: Community, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisatie"].queryset = promising_organisations(community)  # type: ignore[attr-defined]
        self.fields["agendapunt"].queryset = community.agenda_items.all()  # type: ignore[attr-defined]
        self._offer_initiatives(route_source().choices(community))

    def _offer_initiatives(self, choices: list[tuple[int, str]]) -> None:
        if not choices:
            del self.fields["initiatief"]
            return
        self.fields["initiatief"].choices = [("", "Alle initiatieven"), *choices]  # type: ignore[attr-defined]
        ways = self.fields["per"]
        ways.choices = [*ways.choices, ("initiatief", "Per initiatief")]  # type: ignore[attr-defined]

    @property
    def wanted(self) -> Wanted:
        """What is asked for."""
        self.is_valid()
        found = self.cleaned_data
        return Wanted(
            state=found.get("stand", ""),
            is_late=bool(found.get("laat")),
            organisation=getattr(found.get("organisatie"), "pk", None),
            agenda_item=getattr(found.get("agendapunt"), "pk", None),
            initiative=found.get("initiatief"),
            kind=found.get("soort", ""),
        )

    @property
    def grouping(self) -> str:
        """Under what names the rows stand."""
        self.is_valid()
        return self.cleaned_data.get("per") or "datum"
