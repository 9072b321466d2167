"""What is asked about a stakeholder, and about what they hope and fear."""

from typing import Any

from django import forms

from communities.access.commitments import people_here
from communities.access.stakeholders import MapChoice
from communities.forms.either import either
from communities.models import Community, Interest, Sector, Stakeholder

UNLINKING = (
    "Let op: kiest u hier een ander, of geen lid, dan verdwijnen alle belangen die bij deze regel staan. Ze zijn van "
    "het lid dat nu gekoppeld is."
)
SCALE = [
    ("", "nog niet beoordeeld"),
    ("1", "1 – heel weinig"),
    ("2", "2"),
    ("3", "3"),
    ("4", "4"),
    ("5", "5 – heel veel"),
]


def scale_field(label: str, help_text: str) -> forms.TypedChoiceField:
    """One to five, or not judged yet."""
    return forms.TypedChoiceField(
        label=label, help_text=help_text, choices=SCALE, coerce=int, empty_value=None, required=False
    )


class StakeholderForm(forms.ModelForm):
    """One line of the map."""

    influence = scale_field("Invloed", "Hoeveel kan deze partij maken of breken?")
    interest = scale_field("Belang", "Hoeveel raakt het deze partij?")

    class Meta:
        model = Stakeholder
        fields = [
            "name", "kind", "sector", "organisation", "function", "email",
            "influence", "interest", "engagement", "user", "notes",
        ]  # fmt: skip
        labels = {"user": "Dit is het lid", "function": "Functie"}
        help_texts = {
            "user": "Wie hier gekoppeld is, kan zelf opschrijven wat hij hoopt en vreest.",
            "notes": "Alleen wie deze community leidt, leest dit. Het gaat mee als iemand zijn gegevens opvraagt.",
        }
        widgets = {"kind": forms.RadioSelect, "notes": forms.Textarea({"rows": 4})}

    def __init__(self, *args: Any, community: Community, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["user"].queryset = people_here(community)  # type: ignore[attr-defined]
        if self.instance.user_id is not None:
            self.fields["user"].help_text = UNLINKING
        self.fields["user"].empty_label = "Geen lid, of nog niet bekend"  # type: ignore[attr-defined]
        self.fields["organisation"].empty_label = "Geen, of niet in onze lijst"  # type: ignore[attr-defined]


class InterestForm(forms.Form):
    """What somebody hopes and fears at one level."""

    hopes = forms.CharField(
        label="Hoopt te winnen", max_length=1000, required=False, widget=forms.Textarea({"rows": 3})
    )
    fears = forms.CharField(
        label="Vreest te verliezen", max_length=1000, required=False, widget=forms.Textarea({"rows": 3})
    )
    is_shared = either(
        "Wie mag dit lezen?",
        yes="Alle leden van de community mogen dit lezen",
        no="Alleen de persoon zelf en de coördinatoren mogen dit lezen",
    )

    def __init__(self, *args: Any, level: str, may_share: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.prefix = level
        self.level = level
        self.title = f"Belang {Interest.Level(level).label}"
        if not may_share:
            self.fields["is_shared"].disabled = True
            self.fields["is_shared"].help_text = "Dit lid beslist zelf of anderen het mogen lezen."


def interest_forms(stakeholder: Stakeholder, sent: Any = None, *, may_share: bool = True) -> list[InterestForm]:
    """A form for each of the three levels, filled with what is known."""
    known = {one.level: one for one in stakeholder.interests.all()}
    return [
        InterestForm(sent, level=level, may_share=may_share, initial=_initial(known.get(level)))
        for level in Interest.Level.values
    ]


def _initial(one: Interest | None) -> dict[str, Any]:
    return {"hopes": one.hopes, "fears": one.fears, "is_shared": one.is_shared} if one else {}


class MapForm(forms.Form):
    """What part of the map to show. What the address says wrong counts as not said."""

    sector = forms.ChoiceField(label="Sector", choices=[("", "Alle sectoren"), *Sector.choices], required=False)
    betrokkenheid = forms.ChoiceField(
        label="Betrokkenheid", choices=[("", "Elke betrokkenheid"), *Stakeholder.Engagement.choices], required=False
    )
    soort = forms.ChoiceField(
        label="Soort", choices=[("", "Organisaties en personen"), *Stakeholder.Kind.choices], required=False
    )

    @property
    def choice(self) -> MapChoice:
        """What is asked for."""
        self.is_valid()
        found = self.cleaned_data
        return MapChoice(found.get("sector", ""), found.get("betrokkenheid", ""), found.get("soort", ""))


class ImportForm(forms.Form):
    """The file."""

    bestand = forms.FileField(
        label="Kies een CSV-bestand",
        help_text="Ten hoogste 1 MB. Wij laten eerst zien wat er gebeurt; er wordt nog niets bewaard.",
        widget=forms.ClearableFileInput({"accept": ".csv,text/csv"}),
        error_messages={"required": "Kies eerst een bestand.", "empty": "Dit bestand is leeg."},
    )
