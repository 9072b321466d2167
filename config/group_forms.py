"""What is asked of someone who names a group of regions."""

from typing import Any

from django import forms

from lib.text import join_words
from regioscan import peer_frames
from regioscan.forms import SEARCH_KINDS
from regioscan.models import Region, RegionGroup

MOST_MEMBERS = 500
LEDEN_HELP = "Een regio per regel: de code of de hele naam. Kies regio’s van één soort."


class GroupForm(forms.Form):
    """A name, the regions by name or code, and why."""

    naam = forms.CharField(label="Naam van de groep", max_length=RegionGroup._meta.get_field("name").max_length)
    soort = forms.ChoiceField(label="Soort regio", choices=[(kind.value, kind.label) for kind in SEARCH_KINDS])
    leden = forms.CharField(
        label="Regio’s",
        help_text=LEDEN_HELP,
        max_length=20_000,
        widget=forms.Textarea({"rows": 10, "autocomplete": "off", "spellcheck": "false"}),
    )
    waarom = forms.CharField(
        label="Waarom deze groep",
        max_length=RegionGroup._meta.get_field("reason").max_length,
        help_text="Iedereen kan dit lezen, met uw naam en de datum erbij.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["soort"].initial = Region.Kind.MUNICIPALITY

    def clean_naam(self) -> str:
        """One blank between words, so that two names cannot differ by blanks alone."""
        return " ".join(str(self.cleaned_data["naam"]).split())

    def clean_leden(self) -> list[Region]:
        """The regions that were meant; every line must be exactly one."""
        lines = [line.strip(" \t,;") for line in str(self.cleaned_data["leden"]).splitlines()]
        words = list(dict.fromkeys(line for line in lines if line))
        if len(words) > MOST_MEMBERS:
            raise forms.ValidationError(f"Een groep heeft ten hoogste {MOST_MEMBERS} regio’s.")
        found = peer_frames.named_regions(words, self.data.get("soort", ""))
        wrong = [word for word in words if len(found[word]) != 1]
        if wrong:
            unknown = join_words([f"«{word}»" for word in wrong[:5]])
            raise forms.ValidationError(f"Wij weten niet welke regio u bedoelt met {unknown}. Geef de code.")
        return [found[word][0] for word in words]
