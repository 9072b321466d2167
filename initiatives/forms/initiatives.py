"""What is asked of who proposes an initiative, changes it, or hides it."""

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from django import forms

from communities.access.people import organisation_label
from communities.forms.commitments import date_field
from communities.forms.either import either
from communities.forms.rich_text import RichTextField
from communities.forms.stream import SoundForm
from communities.models import Community
from initiatives.access.partners import possible_organisations
from initiatives.access.places import Place, places_in
from initiatives.actions.initiatives import CHANGEABLE
from initiatives.analysis.places import EXACT, REGION, is_in_the_netherlands, names_a_house
from initiatives.models import Initiative
from regioscan.models import Theme

LENS_HELP = "Laat leeg als nog niemand hiernaar heeft gekeken. De bladzijde zegt dat dan eerlijk."
ASK_NAME = "Geef het initiatief een naam."
ASK_SUMMARY = "Vertel in één zin wat u wilt doen."
OUTSIDE = "Dit punt ligt niet in Nederland. De breedtegraad begint met 50 tot 53, de lengtegraad met 3 tot 7."
A_HOUSE = (
    "Hier lijkt een huisnummer of postcode te staan. Laat dat weg, of kies hierboven “precies op de kaart” als iedereen"
    " het adres mag weten."
)
KINDS = {"gemeente": "Gemeenten", "wijk": "Wijken", "buurt": "Buurten"}

SECTIONS = [
    (("verhaal", "Het verhaal", ""), ["title", "summary", "description"]),
    (
        (
            "nodig",
            "Wat nu nodig is",
            "Deelnemers zien dit bovenaan de bladzijde, en vinden het als zij zoeken waar hulp nodig is.",
        ),
        ["asks_help", "blocked_because"],
    ),
    (("hoort-bij", "Waar het bij hoort", ""), ["themes", "agenda_items"]),
    (
        ("lenzen", "Door drie lenzen", "Een verandering in het ene raakt het andere."),
        ["for_people", "for_environment", "for_economy"],
    ),
    (
        ("wie", "Wie en wanneer", "Mensen en andere organisaties voegt u toe bij “Wie”."),
        ["lead", "started_on", "ends_on"],
    ),
    (
        ("waar", "Waar", "“Ongeveer” ronden wij af op een vierkant van een kilometer, voordat wij het bewaren."),
        ["place_kind", "place_name", "area", "latitude", "longitude"],
    ),
    (("lezers", "Wie dit mag lezen", ""), ["is_public"]),
]
"""Of each section its anchor, its heading, a word of explanation and its fields."""


def _lens(label: str) -> forms.CharField:
    area = forms.Textarea({"rows": 3})
    return forms.CharField(label=label, max_length=600, required=False, widget=area, help_text=LENS_HELP)


def _degrees(label: str, example: str) -> forms.FloatField:
    wrong = {"invalid": f"Vul een getal in, bijvoorbeeld {example}."}
    return forms.FloatField(
        label=label,
        required=False,
        localize=True,
        widget=forms.TextInput({"inputmode": "decimal"}),
        help_text=f"Bijvoorbeeld {example}.",
        error_messages=wrong,
    )


class ProposeForm(SoundForm):
    """An initiative in three fields; the rest comes later."""

    title = forms.CharField(
        label="Hoe heet het?",
        max_length=120,
        help_text="Een naam die mensen onthouden.",
        error_messages={"required": ASK_NAME},
    )
    summary = forms.CharField(
        label="Wat wilt u doen, in één zin?",
        max_length=240,
        widget=forms.Textarea({"rows": 2}),
        help_text="Zo leest iedereen het in de lijst. Begin met wat er verandert.",
        error_messages={"required": ASK_SUMMARY},
    )
    theme = forms.ModelChoiceField(
        label="Waar gaat het over?", queryset=Theme.objects.all(), required=False, empty_label="Weet ik nog niet"
    )

    @property
    def proposal(self) -> dict[str, Any]:
        """What was written, for the action."""
        theme = self.cleaned_data["theme"]
        found = {name: self.cleaned_data[name] for name in ("title", "summary")}
        return found | {"themes": [theme] if theme else []}


class InitiativeForm(SoundForm):
    """All that is said of an initiative, in sections."""

    title = forms.CharField(label="Naam", max_length=120, error_messages={"required": ASK_NAME})
    summary = forms.CharField(
        label="In één zin",
        max_length=240,
        widget=forms.Textarea({"rows": 2}),
        error_messages={"required": ASK_SUMMARY},
    )
    description = RichTextField(
        label="Het verhaal",
        required=False,
        max_chars=20_000,
        help_text="Wat gaat er gebeuren, voor wie, en waarom hier?",
    )
    asks_help = forms.CharField(
        label="Welke hulp is nu nodig?",
        max_length=240,
        required=False,
        help_text="Eén zin. Staat bovenaan de bladzijde, tot u hem weghaalt. Alleen deelnemers lezen dit.",
    )
    blocked_because = forms.CharField(
        label="Waardoor loopt het vast?",
        max_length=240,
        required=False,
        help_text="Laat leeg als het gewoon loopt. Alleen deelnemers lezen dit.",
    )
    themes = forms.ModelMultipleChoiceField(
        label="Thema’s", queryset=Theme.objects.all(), required=False, widget=forms.CheckboxSelectMultiple
    )
    agenda_items = forms.ModelMultipleChoiceField(
        label="Bij welke punten van de veranderagenda hoort dit?",
        queryset=None,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    for_people = _lens("Mens: wat betekent dit voor mensen?")
    for_environment = _lens("Milieu: wat betekent dit voor natuur en milieu?")
    for_economy = _lens("Economie: wat betekent dit voor werk en inkomen?")
    lead = forms.ModelChoiceField(
        label="Welke organisatie trekt het?",
        queryset=None,
        required=False,
        empty_label="Geen organisatie",
        help_text="Alleen als die organisatie het wil. Wie namens haar spreekt, krijgt een seintje en mag wijzigen.",
    )
    started_on = date_field("Begonnen op", required=False)
    ends_on = date_field("Klaar op", required=False)
    place_kind = forms.ChoiceField(
        label="Hoe precies mag iedereen zien waar het is?",
        choices=Initiative.Place.choices,
        widget=forms.RadioSelect,
        help_text="Wij bewaren de plek niet preciezer dan u hier kiest.",
    )
    place_name = forms.CharField(
        label="Dorp, wijk of plek",
        max_length=80,
        required=False,
        help_text="Zo staat het op de bladzijde. Zonder huisnummer, tenzij u “precies op de kaart” koos.",
    )
    area = forms.ChoiceField(
        label="In welk gebied?", required=False, help_text="Dan nemen wij het midden van dat gebied als punt."
    )
    latitude = _degrees("Of zelf: breedtegraad", "51,84231")
    longitude = _degrees("Lengtegraad", "5,85277")
    is_public = either(
        "Wie mag dit lezen?",
        yes="Iedereen, ook zonder account. Namen van mensen zien bezoekers niet",
        no="Alleen leden van deze community",
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, initiative: Initiative, **kwargs: Any) -> None:
        super().__init__(*args, initial=filled_from(initiative), **kwargs)
        community: Community = initiative.community
        items = community.agenda_items.all()
        self.fields["agenda_items"].queryset = items  # type: ignore[attr-defined]
        self.fields["lead"].queryset = possible_organisations(initiative)  # type: ignore[attr-defined]
        self.fields["lead"].label_from_instance = organisation_label  # type: ignore[attr-defined]
        self.places = {str(one.pk): one for one in places_in(community.region)}
        self.fields["area"].choices = _choices(list(self.places.values()))  # type: ignore[attr-defined]
        for name, is_offered in (
            ("agenda_items", items.exists()),
            ("area", bool(self.places)),
            ("is_public", community.is_public),
        ):
            if not is_offered:
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        """It begins before it ends, and has a point on the map where one was asked for."""
        found = super().clean()
        starts, ends = found.get("started_on"), found.get("ends_on")
        if starts and ends and starts > ends:
            self.add_error("ends_on", "Deze dag ligt vóór het begin.")
        if found.get("place_kind") and not {"latitude", "longitude", "area"} & set(self.errors):
            self._place(found)
        return found

    def _place(self, found: dict[str, Any]) -> None:
        """Put the point there: of the area that was chosen, or the one that was typed."""
        kind, area = found["place_kind"], self.places.get(found.get("area") or "")
        if kind != EXACT and names_a_house(found.get("place_name") or ""):
            self.add_error("place_name", A_HOUSE)
        if kind == REGION:
            found["latitude"] = found["longitude"] = None
            return
        if area is not None and kind != EXACT:
            found["latitude"], found["longitude"] = area.latitude, area.longitude
            found["place_name"] = found.get("place_name") or area.name
            return
        if found.get("latitude") is None or found.get("longitude") is None:
            field, words = ("latitude", "Vul beide getallen in, of kies “ongeveer” en een gebied.")
            if kind != EXACT and "area" in self.fields:
                field, words = ("area", "Kies een gebied, of vul hieronder zelf twee getallen in.")
            self.add_error(field, words)
        elif not is_in_the_netherlands(found["latitude"], found["longitude"]):
            self.add_error("latitude", OUTSIDE)

    @property
    def sections(self) -> list[tuple[str, str, str, list[forms.BoundField]]]:
        """The fields that are asked here, under headings with a word of explanation."""
        found = [(*words, [self[name] for name in names if name in self.fields]) for words, names in SECTIONS]
        return [one for one in found if one[-1]]

    @property
    def changes(self) -> dict[str, Any]:
        """What was filled in, for the action."""
        return {name: self.cleaned_data[name] for name in CHANGEABLE if name in self.cleaned_data}


def filled_from(initiative: Initiative) -> dict[str, Any]:
    """What stands in the form before anybody changed it."""
    found = {name: getattr(initiative, name) for name in CHANGEABLE if name not in {"themes", "agenda_items"}}
    many = {name: list(getattr(initiative, name).all()) for name in ("themes", "agenda_items")}
    return found | many | {"version": initiative.version}


def _choices(places: Sequence[Place]) -> list[Any]:
    """The areas under what they are, larger ones first."""
    grouped = groupby(places, key=lambda one: one.kind)
    return [("", "Kies een gebied"), *((KINDS[kind], [(one.pk, one.name) for one in found]) for kind, found in grouped)]


class HideForm(SoundForm):
    """Why an initiative is taken away, or sent back."""

    reason = forms.CharField(
        label="Reden",
        max_length=300,
        widget=forms.Textarea({"rows": 4}),
        help_text="Wie het voorstelde, leest dit. Noem de huisregel waar het tegenin gaat, of wat er nog ontbreekt.",
        error_messages={"required": "Geef een reden. Zonder reden kan niemand bezwaar maken."},
    )
